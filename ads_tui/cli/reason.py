"""`ads reason …`: why clients cancel (ST-7)."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.nouns import Name, NewCode
from ads_tui.cli.output import print_pairs, print_table, tell
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.nouns.reasons import ReasonRow

app = typer.Typer(help=_("Reasons of cancelling by the client."), no_args_is_help=True)


@app.command("add", help=_("Add a reason."))
def add_command(code: NewCode, name: Name) -> None:
    """Add a reason after the others."""
    from ads_tui.services.nouns.reasons import add_reason

    _tell_one(current.perform(lambda work: add_reason(work, code, name)))


@app.command("list", help=_("List the reasons."))
def list_command() -> None:
    """All reasons in their order, hidden ones too."""
    from ads_tui.services.nouns.reasons import list_reasons

    with current.reading() as reading:
        rows = list_reasons(reading)
    tell(
        {"reasons": [asdict(row) for row in rows]},
        lambda: print_table([_("Code"), _("Name"), _("Hidden")], ([row.code, row.name, row.hidden] for row in rows)),
    )


@app.command(help=_("Stop offering a reason."))
def hide(code: Annotated[str, typer.Argument(metavar="CODE", help=_("Code of the reason"))]) -> None:
    """Hide a reason; orders that have it keep it."""
    from ads_tui.services.nouns.reasons import hide_reason

    _tell_one(current.perform(lambda work: hide_reason(work, code)))


def _tell_one(row: "ReasonRow") -> None:
    tell(asdict(row), lambda: print_pairs([(_("Code"), row.code), (_("Name"), row.name), (_("Hidden"), row.hidden)]))
