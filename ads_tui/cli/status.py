"""`ads status …`: custom statuses, and the looks of the built-in ones (ST-12)."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.nouns import KeyName, Name, NewCode, Value, keys_in_help
from ads_tui.cli.output import print_pairs, print_table, say, tell
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.nouns.statuses import StatusRow

app = typer.Typer(help=_("Statuses of orders."), no_args_is_help=True)

Code = Annotated[str, typer.Argument(metavar="CODE", help=_("Code of the status"))]


@app.command("add", help=_("Add a custom status."))
def add_command(
    code: NewCode,
    name: Name,
    based_on: Annotated[str, typer.Option(metavar="STATUS", help=_("The built-in status in whose place it stands"))],
    colour: Annotated[str | None, typer.Option(metavar="C", help=_("Colour; else that of its base"))] = None,
    pauses_sla: Annotated[bool, typer.Option("--pauses-sla", help=_("The SLA is paused in it"))] = False,
    no_load: Annotated[bool, typer.Option("--no-load", help=_("It does not count in the load indicator"))] = False,
) -> None:
    """Add a custom status."""
    from ads_tui.services.nouns.statuses import add_status

    _tell_one(
        current.perform(
            lambda work: add_status(
                work, code, name, based_on=based_on, colour=colour, pauses_sla=pauses_sla, in_load=not no_load
            )
        )
    )


@app.command("list", help=_("List the statuses."))
def list_command() -> None:
    """All statuses in their order, hidden ones too."""
    from ads_tui.services.nouns.statuses import list_statuses

    with current.reading() as reading:
        rows = list_statuses(reading)
    captions = [_("Code"), *(caption for _key, caption in _captions())]
    tell(
        {"statuses": [asdict(row) for row in rows]},
        lambda: print_table(captions, (list(asdict(row).values()) for row in rows)),
    )


def _help_of_keys() -> Iterable[tuple[str, str]]:
    from ads_tui.services.nouns.statuses import STATUS_KEYS

    return [(key, caption) for key, caption in _captions() if key in STATUS_KEYS]


@app.command("set", cls=keys_in_help(_help_of_keys), help=_("Set a key of a status."))
def set_command(code: Code, key: KeyName, value: Value) -> None:
    """Set a key; a built-in status takes name and colour only."""
    from ads_tui.services.nouns.statuses import set_status

    _tell_one(current.perform(lambda work: set_status(work, code, key, value)))


@app.command(help=_("Stop offering a custom status."))
def hide(code: Code) -> None:
    """Hide a custom status; orders keep it."""
    from ads_tui.services.nouns.statuses import hide_status

    _tell_one(current.perform(lambda work: hide_status(work, code)))


@app.command(help=_("Delete a custom status that was never used."))
def delete(code: Code) -> None:
    """Delete a custom status."""
    from ads_tui.services.nouns.statuses import delete_status

    done = current.perform(lambda work: delete_status(work, code))
    tell({"done": [done]}, lambda: say(_("Deleted: {code}").format(code=done)))


def _tell_one(row: "StatusRow") -> None:
    document = asdict(row)
    pairs = [(caption, document[key]) for key, caption in _captions()]
    tell(document, lambda: print_pairs([(_("Code"), row.code), *pairs]))


def _captions() -> list[tuple[str, str]]:
    return [
        ("name", _("Name")),
        ("colour", _("Colour")),
        ("based_on", _("Based on")),
        ("pauses_sla", _("Pauses the SLA")),
        ("in_load", _("Counts as load")),
        ("hidden", _("Hidden")),
    ]
