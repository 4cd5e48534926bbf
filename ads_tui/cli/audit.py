"""`ads audit`: who changed what of the administration (AU-3)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ads_tui.cli.completion import logins
from ads_tui.cli.invocation import current
from ads_tui.cli.output import print_table, tell
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.store.work import Reading

HELP = _("Print administrative changes, newest first.")


def run(
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help=_("First day"))] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help=_("Last day"))] = None,
    employee: Annotated[
        str | None, typer.Option(metavar="LOGIN", help=_("Changes of one employee"), autocompletion=logins)
    ] = None,
) -> None:
    """The audit log, whole or of some days."""
    from ads_tui.domain.moments import iso_utc, show_moment
    from ads_tui.services.audit import entries

    with current.reading() as reading:
        first = _moment(reading, since, "from")
        last = _moment(reading, until, "to", whole_day=True)
        found = entries(reading, since=first, until=last, login=employee)
        zone = reading.actor.zone or reading.settings.zone
    document = [
        {"at": iso_utc(one.at), "by": one.by, "what": one.what, "key": one.key, "from": one.old, "to": one.new}
        for one in found
    ]
    rows = [[show_moment(one.at, zone), one.by, one.what, one.key, _shown(one.old), _shown(one.new)] for one in found]
    captions = [_("When"), _("Who"), _("What"), _("Key"), _("From"), _("To")]
    tell({"entries": document}, lambda: print_table(captions, rows))


def _moment(reading: "Reading", text: str | None, field: str, *, whole_day: bool = False) -> datetime | None:
    """The moment of a WHEN; of a last day alone the moment when it is over."""
    from datetime import date, timedelta

    from ads_tui.domain.moments import parse_when

    if text is None:
        return None
    moment = parse_when(text, reading.settings.zone, reading.now, field)
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return moment
    if not whole_day:
        return moment
    return parse_when((day + timedelta(days=1)).isoformat(), reading.settings.zone, reading.now, field)


def _shown(value: Any) -> str:
    """Keys and values as they are typed."""
    if isinstance(value, dict):
        return ", ".join(f"{key}={_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ",".join(_shown(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
