"""`ads shift …`: who is on duty when, and what a shift hands over (NT-7, NT-8)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli.completion import logins
from ads_tui.cli.invocation import current
from ads_tui.cli.order_table import zone_of
from ads_tui.cli.output import print_pairs, print_table, tell
from ads_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ads_tui.services.shifts import ShiftView
    from ads_tui.store.work import Reading

app = typer.Typer(help=_("Shifts, and what they hand over."), no_args_is_help=True)

From = Annotated[str, typer.Argument(metavar="FROM", help=_("Time of day, such as 08:00"))]
To = Annotated[str, typer.Argument(metavar="TO", help=_("Time of day; not after FROM it is the next day's"))]
At = Annotated[str | None, typer.Option("--at", metavar="WHEN", help=_("At this moment"))]


@app.command(help=_("Give an employee a shift."))
def add(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=_("Login"), autocompletion=logins)],
    day: Annotated[str, typer.Argument(metavar="DATE", help=_("Day on which it begins"))],
    start: From,
    end: To,
) -> None:
    """A shift of one employee."""
    from ads_tui.services.shifts import add_shift

    view, zone = current.perform(lambda work: (add_shift(work, login, day, start, end), zone_of(work)))
    _tell([view], zone, one=True)


@app.command(help=_("Give a department a shift on weekdays."))
def pattern(
    department: Annotated[str, typer.Argument(metavar="DEPARTMENT", help=_("Department, by code or name"))],
    days: Annotated[str, typer.Argument(metavar="DAYS", help=_("Weekdays, such as mon-fri or sat,sun"))],
    start: From,
    end: To,
) -> None:
    """A weekly shift of a department."""
    from ads_tui.services.shifts import add_pattern

    view, zone = current.perform(lambda work: (add_pattern(work, department, days, start, end), zone_of(work)))
    _tell([view], zone, one=True)


@app.command("list", help=_("List the shifts, or those that hold at a moment."))
def list_command(at: At = None) -> None:
    """All shifts."""
    from ads_tui.services.shifts import list_shifts

    with current.reading() as reading:
        found, zone = list_shifts(reading, _moment(reading, at)), zone_of(reading)
    _tell(found, zone)


@app.command(help=_("Remove a shift."))
def delete(shift: Annotated[int, typer.Argument(metavar="ID", help=_("As the list prints it"))]) -> None:
    """Remove one."""
    from ads_tui.services.shifts import delete_shift

    current.perform(lambda work: delete_shift(work, shift))
    tell({"done": [shift]}, lambda: print_pairs([(_("Removed"), shift)]))


@app.command(help=_("Print what the shift hands over to the next one."))
def digest(at: At = None) -> None:
    """Numbers of orders: open, promised, due, waiting, changed."""
    from ads_tui.services.shifts import DIGEST
    from ads_tui.services.shifts import digest as digest_of

    with current.reading() as reading:
        found = digest_of(reading, _moment(reading, at))
    document = found.document
    captions = [_("What"), _("Count"), _("Orders")]
    rows = ([_(caption), len(document[name]), document[name]] for name, caption in DIGEST.items())
    tell(document, lambda: print_table(captions, rows))


def _moment(reading: "Reading", at: str | None) -> "datetime | None":
    from ads_tui.domain.moments import parse_when

    return None if at is None else parse_when(at, reading.settings.zone, reading.now, "at")


def _tell(views: "Sequence[ShiftView]", zone: "ZoneInfo", *, one: bool = False) -> None:
    documents = [view.document for view in views]
    captions = ["ID", _("Login"), _("Department"), _("Days"), _("Begins"), _("Ends")]
    rows = (
        [view.id, view.login, view.department, view.days, _shown(view.start, zone), _shown(view.end, zone)]
        for view in views
    )
    tell(documents[0] if one else {"shifts": documents}, lambda: print_table(captions, rows))


def _shown(text: str, zone: "ZoneInfo") -> str:
    """The end of a shift for people: a moment in their zone, a time of day as it is."""
    from datetime import datetime

    from ads_tui.domain.moments import show_moment

    return show_moment(datetime.fromisoformat(text), zone) if "T" in text else text
