"""Service calendars: weekly hours, exception dates, a zone, and the working time that they make (SL-3, SL-7, SL-11)."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ads_tui.domain.history import canonical_data
from ads_tui.domain.hours import Day, Week, check_day, check_neighbours, check_week
from ads_tui.domain.moments import FIRST_YEAR, LAST_YEAR, demand_reach, resolve_local
from ads_tui.domain.zones import parse_zone
from ads_tui.errors import InputError
from ads_tui.i18n import N_

# Half-open, in UTC.
Interval = tuple[datetime, datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_DAY = 86_400 * _SECOND
# Days are worked out in blocks of this many and kept.
_BLOCK = 28
# No zone has moved its clock there and back within as many days, so probing each fifth finds every change.
_PROBE = 5
_FIRST_BLOCK = date(FIRST_YEAR, 1, 1).toordinal() // _BLOCK + 1
_LAST_BLOCK = date(LAST_YEAR, 12, 1).toordinal() // _BLOCK - 1
# No end of a norm is looked for further ahead, some thirty years.
_FURTHEST = 400
# A span that holds a moment begins at most so many days before its date in UTC, in whatever zone.
_REACH = 3


@dataclass(frozen=True, slots=True)
class _Block:
    """The working spans that begin on the days of a block, touching ones merged, in microseconds since 1970.

    `before` is the working time before each of them, with the block's whole at its end.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    before: Sequence[int]

    def worked(self, moment: int) -> int:
        """The working time before a moment."""
        place = bisect_right(self.starts, moment) - 1
        return self.before[place] + min(moment, self.ends[place]) - self.starts[place] if place >= 0 else 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours by weekday, other hours on exception dates (none: closed), and the zone in which both are meant.

    Spans belong to the day on which they begin: an exception replaces those that begin on its date. A local time that
    comes twice stands for its first, a missing one for the next valid minute (CL-9). A calendar that is refused is
    never made: InputError `invalid_value` for an unknown zone, no working time in the week, overlapping spans.
    """

    zone: str
    week: Week
    exceptions: Mapping[date, Day] = field(default_factory=dict)
    _by_day: dict[int, Day] = field(init=False, repr=False, compare=False)
    _blocks: dict[int, _Block] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parse_zone(self.zone, "zone")
        check_week(self.week, "hours")
        object.__setattr__(self, "_by_day", {day.toordinal(): spans for day, spans in self.exceptions.items()})
        object.__setattr__(self, "_blocks", {})
        for day, spans in self.exceptions.items():
            demand_reach(day, "date")
            check_day(spans, "hours")
            around = range(day.toordinal() - 1, day.toordinal() + 2)
            check_neighbours([(date.fromordinal(each).isoformat(), self._day(each)) for each in around], "hours")

    def spans(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The working spans between two moments, cut at them, one after the other, touching ones merged."""
        first, last = _microseconds(start), _microseconds(end)
        held: tuple[int, int] | None = None
        for index in _blocks_between(first, last):
            block = self._block(index)
            for opens, closes in zip(block.starts, block.ends, strict=True):
                span = max(opens, first), min(closes, last)
                if span[0] >= span[1]:
                    continue
                if held and held[1] == span[0]:
                    span = held[0], span[1]
                elif held:
                    yield _moment(held[0]), _moment(held[1])
                held = span
        if held:
            yield _moment(held[0]), _moment(held[1])

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two moments; none where the end is not later."""
        first, last = _microseconds(start), _microseconds(end)
        total = 0
        if first < last:
            for index in _blocks_between(first, last):
                block = self._block(index)
                total += block.worked(last) - block.worked(first)
        return timedelta(microseconds=total)

    def used_up(self, start: datetime, amount: timedelta) -> datetime | None:
        """The first moment by which so much working time has passed since `start`: at a span's end that end (SL-11).

        `start` itself for no time at all; None where it would lie more than thirty years ahead or after LAST_YEAR.
        """
        first, left = _microseconds(start), amount // _MICROSECOND
        if left <= 0:
            return start
        for index in _blocks_between(first, None):
            block = self._block(index)
            target = block.worked(first) + left
            if target <= block.before[-1]:
                place = bisect_left(block.before, target) - 1
                return _moment(block.starts[place] + target - block.before[place])
            left = target - block.before[-1]
        return None

    def opening(self, moment: datetime) -> datetime | None:
        """The moment itself where it is working time, else the next at which that begins; None as for `used_up`."""
        first = _microseconds(moment)
        for index in _blocks_between(first, None):
            block = self._block(index)
            place = bisect_right(block.ends, first)
            if place < len(block.ends):
                return _moment(max(block.starts[place], first))
        return None

    def _day(self, day: int) -> Day:
        """The spans that begin on a day, given by its ordinal."""
        found = self._by_day.get(day)
        return self.week[(day - 1) % 7] if found is None else found

    def _block(self, index: int) -> _Block:
        block = self._blocks.get(index)
        if block is None:
            block = self._blocks[index] = self._work_out(index)
        return block

    def _work_out(self, index: int) -> _Block:
        zone = ZoneInfo(self.zone)
        days = range(index * _BLOCK, (index + 1) * _BLOCK)
        offset = _steady_offset(zone, days)
        starts: list[int] = []
        ends: list[int] = []
        for day in days:
            spans = self._day(day)
            if not spans:
                continue
            midnight = (day - _EPOCH_DAY) * _DAY - (offset or 0) * _SECOND
            for start, end in spans:
                if offset is None:
                    opens, closes = _of_local(day, start, zone), _of_local(day, end, zone)
                else:
                    opens, closes = midnight + start * _MINUTE, midnight + end * _MINUTE
                if ends and ends[-1] == opens:
                    ends[-1] = closes
                elif opens < closes:
                    starts.append(opens)
                    ends.append(closes)
        before = [0]
        for opens, closes in zip(starts, ends, strict=True):
            before.append(before[-1] + closes - opens)
        return _Block(starts, ends, before)


def calendar_json(calendar: Calendar) -> str:
    """The one JSON text that stands for a calendar, for its version's row."""
    exceptions = {day.isoformat(): spans for day, spans in calendar.exceptions.items()}
    return canonical_data({"zone": calendar.zone, "week": calendar.week, "exceptions": exceptions})


@lru_cache(maxsize=256)
def calendar_of_json(text: str) -> Calendar:
    """The calendar of a version's row; the same text gives the same calendar, with the days it has worked out.

    Raises InputError `invalid_value` for what is no calendar.
    """
    try:
        data = json.loads(text)
        week = tuple(_day_of(spans) for spans in data["week"])
        exceptions = {date.fromisoformat(day): _day_of(spans) for day, spans in data["exceptions"].items()}
        if len(week) != 7:
            raise ValueError
        zone = str(data["zone"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError("invalid_value", N_("This is no service calendar"), field="calendar") from None
    return Calendar(zone, week, exceptions)


def _day_of(spans: Sequence[Sequence[int]]) -> Day:
    return tuple((int(start), int(end)) for start, end in spans)


def _blocks_between(start: int, end: int | None) -> range:
    """The blocks whose spans may touch the time between two moments, without an end as far as is looked."""
    first = (start // _DAY + _EPOCH_DAY - _REACH) // _BLOCK
    last = first + _FURTHEST if end is None else (end // _DAY + _EPOCH_DAY + 1) // _BLOCK
    return range(max(first, _FIRST_BLOCK), min(last, _LAST_BLOCK) + 1)


def _steady_offset(zone: ZoneInfo, days: range) -> int | None:
    """The seconds by which the zone is ahead of UTC while spans of these days last; None where that changes."""
    offsets = {
        datetime.fromordinal(day).replace(tzinfo=zone).utcoffset() for day in range(days.start, days.stop + 3, _PROBE)
    }
    offset = offsets.pop()
    return None if offsets or offset is None else int(offset.total_seconds())


def _of_local(day: int, minutes: int, zone: ZoneInfo) -> int:
    return _microseconds(resolve_local(datetime.fromordinal(day) + timedelta(minutes=minutes), zone))


def _microseconds(moment: datetime) -> int:
    past = moment - _EPOCH
    return (past.days * 86_400 + past.seconds) * _SECOND + past.microseconds


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
