"""Working hours as people write them (CL-9): spans of minutes by weekday."""

import itertools
import re
from collections.abc import Iterable, Sequence

from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

# Minutes from the local midnight of the day on which the span begins, half-open; the end may lie on the next day.
Span = tuple[int, int]
Day = tuple[Span, ...]
# Seven days, Monday first.
Week = tuple[Day, ...]

DAY = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAY: Day = ((0, DAY),)
ROUND_THE_CLOCK: Week = (WHOLE_DAY,) * 7

_ROUND_THE_CLOCK = "24x7"
CLOSED = "closed"
_SPAN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
_LONGEST = 1000


def parse_hours(text: str, field: str) -> Week:
    """The week of `24x7` or of `mon-fri 09:00-13:00 14:00-18:00; sat 22:00-06:00`; days not named are closed.

    Raises InputError `invalid_value`, also for a weekday named twice and for what `check_week` refuses.
    """
    plain = text.strip().lower()
    if plain == _ROUND_THE_CLOCK:
        return ROUND_THE_CLOCK
    if not plain or len(plain) > _LONGEST:
        raise _no_hours(text, field)
    week: list[Day] = [()] * 7
    for part in plain.split(";"):
        days, *spans = part.split() or [""]
        for weekday in parse_days(days, field):
            if week[weekday]:
                raise InputError("invalid_value", N_("{day} is named twice"), field=field, day=WEEKDAYS[weekday])
            week[weekday] = _parse_spans(spans, text, field)
    check_week(week, field)
    return tuple(week)


def parse_day(text: str, field: str) -> Day:
    """The spans of one day, `09:00-13:00 14:00-18:00`; none for `closed`. Raises InputError `invalid_value`."""
    plain = text.strip().lower()
    if plain == CLOSED:
        return ()
    day = _parse_spans(plain[:_LONGEST].split(), text, field)
    check_day(day, field)
    return day


def parse_days(text: str, field: str) -> tuple[int, ...]:
    """The weekdays, Monday 0, of `mon-fri`, `mon,wed`, `sat-mon`, ascending; raises InputError `invalid_value`."""
    found: set[int] = set()
    for part in text.strip().lower()[:_LONGEST].split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            raise InputError(
                "invalid_value",
                N_("These are no weekdays: {given}. Examples: mon-fri; sat,sun. They are called {days}"),
                field=field,
                given=excerpt(text),
                days=", ".join(WEEKDAYS),
            )
        start = WEEKDAYS.index(first)
        length = (WEEKDAYS.index(last) - start) % 7 if dash else 0
        found |= {(start + day) % 7 for day in range(length + 1)}
    return tuple(sorted(found))


def parse_time(text: str, field: str) -> int:
    """The minutes from midnight of `08:30`, `24:00` being the day's end; raises InputError `invalid_value`."""
    found = _TIME.fullmatch(text.strip())
    hours, minutes = (int(number) for number in found.groups()) if found else (DAY, 0)
    if minutes > 59 or hours * 60 + minutes > DAY:
        raise InputError(
            "invalid_value",
            N_("This is no time of day: {given}. Examples: 08:00, 22:30, 24:00"),
            field=field,
            given=excerpt(text),
        )
    return hours * 60 + minutes


def show_hours(week: Week) -> str:
    """The week as `parse_hours` reads it, neighbouring days of the same hours together."""
    if week == ROUND_THE_CLOCK:
        return _ROUND_THE_CLOCK
    parts = []
    for first, day in enumerate(week):
        if day and (first == 0 or week[first - 1] != day):
            last = first
            while last < 6 and week[last + 1] == day:
                last += 1
            parts.append(f"{show_days(range(first, last + 1))} {show_day(day)}")
    return "; ".join(parts)


def show_day(day: Day) -> str:
    """The spans of one day as `parse_day` reads them."""
    return " ".join(f"{show_time(start)}-{show_time(end)}" for start, end in day) or CLOSED


def show_days(weekdays: Iterable[int]) -> str:
    """Weekdays as `parse_days` reads them: `mon-fri,sun`."""
    parts: list[list[int]] = []
    for weekday in sorted(weekdays):
        if parts and parts[-1][-1] == weekday - 1:
            parts[-1].append(weekday)
        else:
            parts.append([weekday])
    return ",".join("-".join(WEEKDAYS[day] for day in sorted({part[0], part[-1]})) for part in parts)


def show_time(minutes: int) -> str:
    """Minutes from midnight as `parse_time` reads them; those of the next day as of that day."""
    hours, rest = divmod(minutes if minutes <= DAY else minutes - DAY, 60)
    return f"{hours:02}:{rest:02}"


def check_day(day: Sequence[Span], field: str) -> None:
    """Refuse spans of one day that are empty, longer than a day or overlap: InputError `invalid_value`.

    A span of exactly a day begins at midnight, so that what is shown is read back.
    """
    for start, end in day:
        if not 0 <= start < DAY or not 0 < end - start <= DAY or (end - start == DAY and start):
            raise InputError(
                "invalid_value",
                N_("A span of working hours is longer than nothing and at most a day, 00:00-24:00: not {span}"),
                field=field,
                span=_span(start, end),
            )
    _demand_apart([("", span, 0) for span in day], field)


def check_week(week: Sequence[Day], field: str) -> None:
    """Refuse a week without working time, and spans that `check_day` refuses or that overlap from day to day.

    The week's end is followed by its beginning. Raises InputError `invalid_value`.
    """
    for day in week:
        check_day(day, field)
    placed = [(WEEKDAYS[weekday], span, weekday * DAY) for weekday, day in enumerate(week) for span in day]
    if not placed:
        raise InputError("invalid_value", N_("A calendar needs working time in its week"), field=field)
    first = min(placed, key=lambda item: item[2] + item[1][0])
    _demand_apart([*placed, (first[0], first[1], first[2] + 7 * DAY)], field)


def check_neighbours(days: Sequence[tuple[str, Day]], field: str) -> None:
    """Refuse spans that overlap from one of the days, given in their order with their names, to the next."""
    _demand_apart([(name, span, place * DAY) for place, (name, day) in enumerate(days) for span in day], field)


def _demand_apart(placed: Iterable[tuple[str, Span, int]], field: str) -> None:
    """Refuse overlaps of spans, each with the name of its day and the minutes at which that day begins."""
    ordered = sorted(placed, key=lambda item: item[2] + item[1][0])
    for (name, span, base), (other_name, other, other_base) in itertools.pairwise(ordered):
        if base + span[1] > other_base + other[0]:
            raise InputError(
                "invalid_value",
                N_("Working hours overlap: {first} and {second}"),
                field=field,
                first=f"{name} {_span(*span)}".lstrip(),
                second=f"{other_name} {_span(*other)}".lstrip(),
            )


def _parse_spans(parts: Sequence[str], text: str, field: str) -> Day:
    if not parts:
        raise _no_hours(text, field)
    return tuple(sorted(_parse_span(part, text, field) for part in parts))


def _parse_span(part: str, text: str, field: str) -> Span:
    found = _SPAN.fullmatch(part)
    if not found:
        raise _no_hours(text, field)
    hours, minutes, last_hours, last_minutes = (int(number) for number in found.groups())
    start, end = hours * 60 + minutes, last_hours * 60 + last_minutes
    if start >= DAY or end > DAY or minutes > 59 or last_minutes > 59:
        raise _no_hours(text, field)
    return start, end + DAY if end < start else end


def _no_hours(text: str, field: str) -> InputError:
    return InputError(
        "invalid_value",
        N_("These are no working hours: {given}. Examples: 24x7; mon-fri 09:00-13:00 14:00-18:00; sat 22:00-06:00"),
        field=field,
        given=excerpt(text),
    )


def _span(start: int, end: int) -> str:
    return f"{show_time(start)}-{show_time(end)}"
