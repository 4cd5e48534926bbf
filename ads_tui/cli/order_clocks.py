"""`ads order why` and `ads order localized`: an order's clocks (SL-8, SL-10)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.order_answer import change_order
from ads_tui.cli.order_table import zone_of
from ads_tui.cli.output import print_pairs, print_table, tell
from ads_tui.domain.moments import iso_utc, show_duration, show_moment
from ads_tui.domain.time_left import CLOCKS, STATES
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from ads_tui.domain.calendars import Interval
    from ads_tui.services.sla.explaining import ClockWhy, Why

app = typer.Typer()

Number = Annotated[int, typer.Argument(metavar="N", min=1, help=_("Order number"))]
_MOST_SPANS = 6


@app.command(help=_("Say why an order is due when it is."))
def why(number: Number) -> None:
    """The clocks of an order, with the rule, the calendar, the spans that counted and the pauses (SL-8)."""
    from ads_tui.services.sla.explaining import explain

    with current.reading() as reading:
        found, zone = explain(reading, number), zone_of(reading)
    tell(_document(found), lambda: _print(found, zone))


@app.command(help=_("Mark the accident of an order as localized, or take the mark back."))
def localized(
    number: Number,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help=_("Since when; else now"))] = None,
    undo: Annotated[bool, typer.Option("--undo", help=_("Take the mark back"))] = False,
    comment: Annotated[str | None, typer.Option(metavar="TEXT", help=_("Why it is taken back"))] = None,
) -> None:
    """End the clock of localization, or let it run again (SL-10)."""
    from ads_tui.services.sla.localizing import mark_localized, take_back_localized

    if undo and at is not None:
        raise InputError("usage", N_("--at goes without --undo"))
    if comment is not None and not undo:
        raise InputError("usage", N_("--comment goes with --undo"))
    if undo:
        if comment is None:
            raise InputError("field_required", N_("Say why the mark is taken back: --comment TEXT"), field="comment")
        reason = comment
        change_order(number, lambda work: take_back_localized(work, number, reason))
    else:
        change_order(number, lambda work: mark_localized(work, number, at))


def _document(found: "Why") -> dict[str, Any]:
    return {
        "order": found.order,
        "rule": found.rule,
        "source": found.source,
        "calendar": found.calendar,
        "due_at": iso_utc(found.due_at) if found.due_at else None,
        "clocks": [_clock_document(one) for one in found.clocks],
    }


def _clock_document(one: "ClockWhy") -> dict[str, Any]:
    clock = one.clock
    return {
        "clock": clock.kind,
        "norm_s": clock.norm.seconds if clock.norm else None,
        "used_s": _seconds(clock.used),
        "due_at": iso_utc(clock.due_at) if clock.due_at else None,
        "state": clock.state,
        "spans": [[iso_utc(start), iso_utc(end)] for start, end in one.spans],
        "pauses": [[iso_utc(start), iso_utc(end)] for start, end in one.pauses],
    }


def _print(found: "Why", zone: ZoneInfo) -> None:
    due = show_moment(found.due_at, zone) if found.due_at else _("no due")
    if found.by_hand:
        due = _("{due}, set by hand").format(due=due)
    elif found.is_forecast and found.due_at:
        due = _("{due}, a forecast until work begins").format(due=due)
    print_pairs(
        [
            (_("Due"), due),
            (_("Rule"), found.rule or (_("none, the service's own norms") if found.calendar else _("no norm applies"))),
            (_("Source"), found.source),
            (_("Calendar"), found.calendar),
        ]
    )
    there = [one for one in found.clocks if one.clock.state != "none"]
    if not there:
        return
    captions = [_("Clock"), _("State"), _("Norm"), _("Used"), _("Due"), _("Calendar"), _("Counted"), _("Pauses")]
    print_table(
        captions,
        [
            (
                _(CLOCKS[one.clock.kind]),
                _(STATES[one.clock.state]),
                _norm(one),
                show_duration(_seconds(one.clock.used)),
                show_moment(one.clock.due_at, zone) if one.clock.due_at else None,
                one.calendar,
                _spans(one.spans, zone),
                _spans(one.pauses, zone),
            )
            for one in there
        ],
    )


def _norm(one: "ClockWhy") -> str | None:
    if one.clock.norm is None:
        return None
    norm = show_duration(one.clock.norm.seconds)
    return _("{norm} (former, its result stays)").format(norm=norm) if one.is_former else norm


def _spans(spans: "Sequence[Interval]", zone: ZoneInfo) -> str:
    """Spans, one on a line; of many the last ones."""
    shown = [f"{show_moment(start, zone)} – {_end(start, end, zone)}" for start, end in spans[-_MOST_SPANS:]]
    count = len(spans) - len(shown)
    if count > 0:
        shown.insert(0, ngettext("{count} more before", "{count} more before", count).format(count=count))
    return "\n".join(shown)


def _end(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """The end of a span, its time alone on the same day."""
    same = start.astimezone(zone).date() == end.astimezone(zone).date()
    return end.astimezone(zone).strftime("%H:%M") if same else show_moment(end, zone)


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())
