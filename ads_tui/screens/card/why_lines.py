"""Why an order is due when it is, as lines: what gave the norms, and each clock as bars by day (SL-8)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import cells, content, fit
from ads_tui.domain.calendars import Interval
from ads_tui.domain.day_first import show_moment
from ads_tui.domain.moments import resolve_local
from ads_tui.domain.time_left import CLOCKS, STATES
from ads_tui.i18n import N_, _, ngettext
from ads_tui.screens.card.clocks import time_told
from ads_tui.screens.orders.time_left import span_text
from ads_tui.screens.status_fields import DAYS
from ads_tui.services.sla.explaining import ClockWhy, Why

# What a cell of a bar may be, by the name of its sign.
_MEANINGS = {
    "bar": N_("counted"),
    "no_bar": N_("to come"),
    "paused": N_("paused"),
    "dot": N_("does not count"),
}
# Cells of a day's bar, as many as there is room for.
_CELLS = (48, 24, 12)
_DAY = "Mon 00.00 "
_AMOUNT = 7
# Of more days the first and the last are drawn.
_FIRST_DAYS, _LAST_DAYS = 7, 14
_NOTHING = timedelta(0)


def why_lines(why: Why, zone: ZoneInfo, width: int) -> list[Content]:
    """The explanation in lines of at most `width` cells, moments in `zone`."""
    lines = [content(_due(why, zone), "bold")]
    if why.calendar is not None:
        lines.append(content(_("Rule: {rule}").format(rule=why.rule or _("none, the service's own norms"))))
    if why.source:
        lines.append(content(_("Source: {source}").format(source=why.source)))
    there = [one for one in why.clocks if one.clock.state != "none"]
    if not there:
        return [*lines, content(_("No norm applies: neither a rule nor the service gives one"))]
    legend = (f"{glyph(name)} {_(meaning)}" for name, meaning in _MEANINGS.items())
    lines += [content("  ".join(legend), "dim")]
    for one in there:
        lines += [Content(""), *_clock_lines(one, why, zone, width)]
    return lines


def _due(why: Why, zone: ZoneInfo) -> str:
    if why.due_at is None:
        return _("There is no due: no norm of execution applies")
    moment = show_moment(why.due_at, zone)
    if why.by_hand:
        return _("Due {moment}, set by hand").format(moment=moment)
    if why.is_forecast:
        return _("Due {moment}, a forecast until work begins").format(moment=moment)
    return _("Due {moment}").format(moment=moment)


def _clock_lines(one: ClockWhy, why: Why, zone: ZoneInfo, width: int) -> Iterator[Content]:
    clock = one.clock
    yield content(f"{_(CLOCKS[clock.kind])}: {_(STATES[clock.state])}  {time_told(clock, why)}".rstrip(), "bold")
    told = []
    if clock.norm:
        norm = span_text(clock.norm.time)
        if one.is_former:
            norm = _("{norm} (former, its result stays)").format(norm=norm)
        told.append(_("norm {norm}").format(norm=norm))
    if one.calendar:
        told.append(_("calendar {calendar}").format(calendar=one.calendar))
    if clock.due_at:
        told.append(_("until {moment}").format(moment=show_moment(clock.due_at, zone)))
    if clock.norm and clock.norm.statutory:
        told.append(_("by law from registration on, also in pauses"))
    yield content(", ".join(told))
    yield from _bars(one, zone, width)


def _bars(one: ClockWhy, zone: ZoneInfo, width: int) -> Iterator[Content]:
    kinds = {"bar": one.spans, "no_bar": one.to_come, "paused": one.pauses}
    moments = [moment for spans in kinds.values() for span in spans for moment in span]
    if not moments:
        return
    first, last = min(moments).astimezone(zone).date(), max(moments).astimezone(zone).date()
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    size = next((size for size in _CELLS if cells(_DAY) + size + _AMOUNT <= width), _CELLS[-1])
    yield _scale(size)
    drawn = days if len(days) <= _FIRST_DAYS + _LAST_DAYS else days[:_FIRST_DAYS]
    yield from _day_lines(drawn, kinds, zone, size)
    if drawn is not days:
        count = len(days) - _FIRST_DAYS - _LAST_DAYS
        yield content("  " + ngettext("{count} more day", "{count} more days", count).format(count=count), "dim")
        yield from _day_lines(days[-_LAST_DAYS:], kinds, zone, size)


def _scale(size: int) -> Content:
    """The hours above the bars."""
    part = size // 4
    hours = "".join(f"{hour:<{part}}" for hour in (0, 6, 12, 18))
    return content(" " * cells(_DAY) + hours + "24", "dim")


def _day_lines(
    days: Sequence[date], kinds: dict[str, tuple[Interval, ...]], zone: ZoneInfo, size: int
) -> Iterator[Content]:
    for day in days:
        start, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        within = {name: list(_cut(spans, start, end)) for name, spans in kinds.items()}
        cell = (end - start) / size
        bar = "".join(glyph(_sign(within, start + cell * place, start + cell * (place + 1))) for place in range(size))
        amount = sum((last - first for first, last in within["bar"]), _NOTHING)
        label = fit(f"{_(DAYS[day.weekday()])} {day:%d.%m}", cells(_DAY))
        yield content(f"{label}{bar}  {span_text(amount) if amount else ''}".rstrip())


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return resolve_local(datetime.combine(day, time(0)), zone)


def _cut(spans: Iterable[Interval], start: datetime, end: datetime) -> Iterator[Interval]:
    """What of spans lies between two moments."""
    for first, last in spans:
        if first < end and last > start:
            yield max(first, start), min(last, end)


def _sign(within: dict[str, list[Interval]], start: datetime, end: datetime) -> str:
    """What a cell shows: whatever takes most of it, and nothing that counts only where nothing does."""
    lengths = {
        name: sum((last - first for first, last in _cut(spans, start, end)), _NOTHING) for name, spans in within.items()
    }
    longest = max(lengths, key=lambda name: lengths[name])
    return longest if lengths[longest] else "dot"
