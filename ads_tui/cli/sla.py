"""`ads sla …`: rules that give norms, service calendars, and moving open orders to them (SL-2, SL-3, SL-12)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ads_tui.cli import completion
from ads_tui.cli.invocation import current
from ads_tui.cli.moved_orders import save, show_progress
from ads_tui.cli.order_document import bulk_document
from ads_tui.cli.output import end_progress, print_pairs, print_table, say, tell
from ads_tui.domain.hours import CLOSED
from ads_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from ads_tui.services.sla.calendars import CalendarRow
    from ads_tui.services.sla.rules import RuleRow

app = typer.Typer(help=_("SLA: rules, service calendars, clocks of open orders."), no_args_is_help=True)
rules = typer.Typer(
    help=_("SLA rules: the first enabled one that matches gives an order its norms."), no_args_is_help=True
)
calendars = typer.Typer(help=_("Service calendars: the working time in which norms run."), no_args_is_help=True)
app.add_typer(rules, name="rule")
app.add_typer(calendars, name="calendar")

RuleId = Annotated[int, typer.Argument(metavar="ID", min=1, help=_("Id of the rule, as the list prints it"))]
Code = Annotated[str, typer.Argument(metavar="CODE", help=_("Code of the calendar"))]
Hours = Annotated[
    str, typer.Argument(metavar="HOURS", help=_("24x7, or mon-fri 09:00-13:00 14:00-18:00; sat 22:00-06:00"))
]
Norm = typer.Option(metavar="DURATION", help=_("Norm of working time: 30m, 2h, 1h30m, 3d"))

_CONDITIONS = {
    "type": N_("Service type"),
    "service": N_("Service"),
    "emergency": N_("Emergency class"),
    "priority": N_("Priority"),
    "client": N_("Client"),
    "client_category": N_("Client category"),
    "building": N_("Building"),
    "organization": N_("Organization"),
    "weekdays": N_("Weekdays"),
    "from": N_("From hour"),
    "to": N_("To hour"),
}


@rules.command("add", help=_("Add a rule after the others; what is not named matches every order."))
def add_rule_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Name"))],
    type_: Annotated[str | None, typer.Option("--type", metavar="T", help=_("Service type"))] = None,
    service: Annotated[
        str | None, typer.Option(metavar="S", autocompletion=completion.services, help=_("Service, by code or name"))
    ] = None,
    emergency: Annotated[
        str | None,
        typer.Option(metavar="CLASS", help=_("Emergency class of the service: accident, drain, chute, none")),
    ] = None,
    priority: Annotated[str | None, typer.Option(metavar="P", help=_("Priority"))] = None,
    client: Annotated[str | None, typer.Option(metavar="C", help=_("Client, by code or name"))] = None,
    client_category: Annotated[str | None, typer.Option(metavar="K", help=_("Client category"))] = None,
    building: Annotated[
        str | None,
        typer.Option(metavar="B", autocompletion=completion.buildings, help=_("Building, by code or address")),
    ] = None,
    organization: Annotated[str | None, typer.Option(metavar="O", help=_("Organization of the building"))] = None,
    weekdays: Annotated[str | None, typer.Option(metavar="mon-fri", help=_("Weekdays of registration"))] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="HH:MM", help=_("Registered from this hour on"))
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="HH:MM", help=_("Registered before this hour"))] = None,
    calendar: Annotated[
        str | None, typer.Option(metavar="CAL", help=_("Calendar of the norms; else the service's"))
    ] = None,
    reaction: Annotated[str | None, Norm] = None,
    execution: Annotated[str | None, Norm] = None,
    localization: Annotated[str | None, Norm] = None,
    statutory: Annotated[
        bool, typer.Option("--statutory", help=_("By law: counted from registration, also in pauses; names its source"))
    ] = False,
    source: Annotated[str | None, typer.Option(metavar="TEXT", help=_("Where the norm is written"))] = None,
) -> None:
    """Add a rule (SL-2)."""
    from ads_tui.services.sla.rules import NewRule, add_rule

    given = NewRule(
        name=name,
        type=type_,
        service=service,
        emergency=emergency,
        priority=priority,
        client=client,
        client_category=client_category,
        building=building,
        organization=organization,
        weekdays=weekdays,
        from_=from_,
        to=to,
        calendar=calendar,
        reaction=reaction,
        execution=execution,
        localization=localization,
        statutory=statutory,
        source=source,
    )
    save(lambda work: add_rule(work, given), _tell_rule)


@rules.command("list", help=_("List the rules in their order."))
def list_rules_command() -> None:
    """All rules, disabled ones too."""
    from ads_tui.services.sla.rules import list_rules

    with current.reading() as reading:
        rows = list_rules(reading)
    _tell_rules(rows)


@rules.command(help=_("Put a rule at another place."))
def move(
    rule_id: RuleId,
    position: Annotated[int, typer.Argument(metavar="POSITION", help=_("Its place, the first is 1"))],
) -> None:
    """Change the order of rules."""
    from ads_tui.services.sla.rules import move_rule

    save(lambda work: move_rule(work, rule_id, position), _tell_rule)


@rules.command(help=_("Let a rule match again."))
def enable(rule_id: RuleId) -> None:
    """Switch a rule on."""
    from ads_tui.services.sla.rules import enable_rule

    save(lambda work: enable_rule(work, rule_id, enabled=True), _tell_rule)


@rules.command(help=_("Let a rule match nothing."))
def disable(rule_id: RuleId) -> None:
    """Switch a rule off."""
    from ads_tui.services.sla.rules import enable_rule

    save(lambda work: enable_rule(work, rule_id, enabled=False), _tell_rule)


def _presets() -> list[str]:
    from ads_tui.services.sla.presets import PRESETS

    return list(PRESETS)


@rules.command(help=_("Add the rules of a law that ship with the program."))
def preset(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ru-416", autocompletion=_presets, help=_("ru-416: the Russian decree no. 416, clause 13")
        ),
    ],
) -> None:
    """Add a preset (SL-10)."""
    from ads_tui.services.sla.presets import add_preset

    save(lambda work: add_preset(work, name), _tell_rules)


@calendars.command("add", help=_("Add a calendar."))
def add_calendar_command(code: Code, hours: Hours) -> None:
    """Add a calendar in the organization's zone."""
    from ads_tui.services.sla.calendars import add_calendar

    _tell_calendar(current.perform(lambda work: add_calendar(work, code, hours)))


@calendars.command("list", help=_("List the calendars."))
def list_calendars_command() -> None:
    """All calendars with their exceptions."""
    from ads_tui.services.sla.calendars import list_calendars

    with current.reading() as reading:
        documents = [row.document for row in list_calendars(reading)]
    tell(
        {"calendars": documents},
        lambda: print_table(
            [_("Code"), _("Working hours"), _("Dates with other hours")],
            ([one["code"], one["hours"], _dates(one["exceptions"])] for one in documents),
        ),
    )


@calendars.command("set", help=_("Give a calendar other hours, for later orders."))
def set_calendar_command(code: Code, hours: Hours) -> None:
    """Change the weekly hours."""
    from ads_tui.services.sla.calendars import set_calendar

    save(lambda work: set_calendar(work, code, hours), _tell_calendar)


@calendars.command("exception", help=_("Give a date hours of its own: a holiday, a short day, a working Saturday."))
def exception_command(
    code: Code,
    day: Annotated[str, typer.Argument(metavar="DATE", help=_("Date, such as 2026-05-09"))],
    hours: Annotated[str, typer.Argument(metavar="HOURS|closed", help=_("closed, or 09:00-13:00 14:00-17:00"))],
) -> None:
    """Add or change an exception date."""
    from ads_tui.services.sla.calendars import except_date

    save(lambda work: except_date(work, code, day, hours), _tell_calendar)


@calendars.command("holidays", help=_("Close a calendar on the public holidays of a year."))
def holidays_command(
    code: Code,
    year: Annotated[int, typer.Argument(metavar="YEAR", help=_("Year"))],
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help=_("RU or UA"))],
) -> None:
    """Load public holidays (SL-3)."""
    from ads_tui.services.sla.calendars import load_holidays

    _row, found = save(lambda work: load_holidays(work, code, year, country), lambda saved: _tell_calendar(saved[0]))
    if current.json:
        return
    count = len(found.days)
    if not count:
        say(_("There are no public holidays in {year}: Ukraine has had none since March 2022").format(year=year))
        return
    say(ngettext("{count} public holiday", "{count} public holidays", count).format(count=count))
    if found.worked:
        days = ", ".join(day.isoformat() for day in found.worked)
        say(_("Worked by decree, to be given hours by hand: {days}").format(days=days))


@app.command(help=_("Give open orders the norms and calendars that hold now."))
def recompute(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Change nothing, tell what would happen"))] = False,
) -> None:
    """Move open orders to the present rules and calendars, with history (SL-12)."""
    from ads_tui.cli.order_table import print_bulk
    from ads_tui.services.sla.recomputing import recompute as move_orders

    store = current.store()
    result = move_orders(store, current.actor(store), dry_run=dry_run, progress=show_progress)
    end_progress()
    tell(bulk_document(result), lambda: print_bulk(result, dry_run=dry_run))


def _tell_rules(rows: "list[RuleRow]") -> None:
    captions = [_("Id"), _("Place"), _("Enabled"), _("Name"), _("If"), _("Calendar"), *_norm_captions().values()]
    tell(
        {"rules": [row.document for row in rows]},
        lambda: print_table(
            captions,
            (
                [row.id, row.position, row.enabled, row.name, _conditions(row), row.calendar]
                + [row.document[norm] for norm in _norm_captions()]
                for row in rows
            ),
        ),
    )


def _tell_rule(row: "RuleRow") -> None:
    document = row.document
    norms = [(caption, document[norm]) for norm, caption in _norm_captions().items()]
    pairs = [
        (_("Id"), row.id),
        (_("Place"), row.position),
        (_("Enabled"), row.enabled),
        (_("Name"), row.name),
        (_("If"), _conditions(row)),
        (_("Calendar"), row.calendar),
        *norms,
        (_("Statutory"), row.statutory),
        (_("Source"), row.source),
    ]
    tell(document, lambda: print_pairs(pairs))


def _norm_captions() -> dict[str, str]:
    return {"reaction": _("Reaction"), "execution": _("Execution"), "localization": _("Localization")}


def _conditions(row: "RuleRow") -> dict[str, str]:
    """What an order must be, by caption."""
    document = row.document
    return {_(caption): document[name] for name, caption in _CONDITIONS.items() if document[name] is not None}


def _tell_calendar(row: "CalendarRow") -> None:
    document = row.document
    pairs = [
        (_("Code"), row.code),
        (_("Working hours"), document["hours"]),
        (_("Zone"), row.calendar.zone),
        (_("Dates with other hours"), _dates(document["exceptions"])),
    ]
    tell(document, lambda: print_pairs(pairs))


def _dates(exceptions: list[dict[str, str]]) -> list[str]:
    """Dates with their hours, days of the same hours that follow one another as one."""
    runs: list[list[tuple[date, str]]] = []
    for one in exceptions:
        day, hours = date.fromisoformat(one["date"]), one["hours"]
        if runs and runs[-1][-1] == (day - timedelta(days=1), hours):
            runs[-1].append((day, hours))
        else:
            runs.append([(day, hours)])
    return [f"{'..'.join(sorted({str(run[0][0]), str(run[-1][0])}))} {_shown_hours(run[0][1])}" for run in runs]


def _shown_hours(hours: str) -> str:
    return _("closed") if hours == CLOSED else hours
