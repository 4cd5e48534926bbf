"""Working time counted tick by tick: what the calendars and clocks are compared with.

A span is working time while the furthest that the local clock has shown so far lies within it. So an hour that comes
twice counts once more only where the span reaches past it, and one that never comes counts for nothing.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ads_tui.domain.calendars import Calendar
from ads_tui.domain.hours import DAY, Day
from ads_tui.errors import InputError

# Where the clocks do something of their own, and a moment near which they do.
ODD_MOMENTS = {
    "Europe/Kyiv": ["2025-03-30", "2025-10-26", "2026-10-25"],
    "Europe/Moscow": ["2010-03-28", "2010-10-31", "2011-03-27", "2014-10-26", "2026-08-20"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "Pacific/Apia": ["2011-09-24", "2011-12-30", "2012-04-01"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
}


class Walk:
    """Ticks of `step` minutes from a moment on, each with the furthest local minute that has been shown by then."""

    def __init__(self, zone: str, begin: datetime, minutes: int, step: int) -> None:
        self.begin, self.step = begin, timedelta(minutes=step)
        local_zone = ZoneInfo(zone)
        furthest = 0
        self.local: list[int] = []
        before = 3 * DAY
        for tick in range(-before, minutes, step):
            shown = (begin + timedelta(minutes=tick)).astimezone(local_zone)
            furthest = max(furthest, shown.toordinal() * DAY + shown.hour * 60 + shown.minute)
            if tick >= 0:
                self.local.append(furthest)

    def works(self, calendar: Calendar) -> list[bool]:
        """Whether each tick is working time."""
        step = self.step // timedelta(minutes=1)
        flags = {day: _flags(calendar, day, step) for day in {local // DAY for local in self.local}}
        return [flags[local // DAY][local % DAY // step] for local in self.local]

    def place(self, moment: datetime) -> int:
        """The tick that begins at a moment."""
        return (moment - self.begin) // self.step

    def moment(self, place: int) -> datetime:
        """The moment at which a tick begins."""
        return self.begin + place * self.step


@lru_cache(maxsize=32)
def walk(zone: str, begin: datetime, minutes: int, step: int) -> Walk:
    """The walk, which many trials share."""
    return Walk(zone, begin, minutes, step)


def _flags(calendar: Calendar, day: int, step: int) -> list[bool]:
    """Whether each `step` minutes of a local day lie within a span of that day or of the one before."""
    flags = [False] * (2 * DAY // step)
    for base, spans in ((0, _day(calendar, day)), (-DAY, _day(calendar, day - 1))):
        for start, end in spans:
            for place in range(max(base + start, 0) // step, (base + end) // step):
                flags[place] = True
    return flags[: DAY // step]


def _day(calendar: Calendar, ordinal: int) -> Day:
    day = datetime.fromordinal(ordinal)
    return calendar.exceptions.get(day.date(), calendar.week[day.weekday()])


@st.composite
def days(draw: st.DrawFn, step: int) -> Day:
    """The spans of one day, none of them past midnight but perhaps the last."""
    most = draw(st.sampled_from([DAY, DAY + 6 * 60])) // step
    edges = sorted(draw(st.sets(st.integers(0, most), max_size=6)))
    spans = [(a * step, b * step) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    return tuple((a, b) for a, b in spans if a < DAY and (b - a < DAY or (a, b) == (0, DAY)))


@st.composite
def calendars(draw: st.DrawFn, zone: str, near: datetime, step: int) -> Calendar:
    """A calendar, with exceptions around a moment; days that would overlap their neighbours are cut out."""
    week = draw(st.lists(days(step), min_size=7, max_size=7).filter(any))
    offsets = draw(st.sets(st.integers(-3, 8), max_size=3))
    exceptions = {(near + timedelta(days=offset)).date(): draw(days(step)) for offset in sorted(offsets)}
    try:
        return Calendar(zone, tuple(week), exceptions)
    except InputError:
        capped = [tuple((a, b) for a, b in day if b <= DAY) for day in week]
        if not any(capped):
            capped[0] = ((9 * 60, 18 * 60),)
        return Calendar(
            zone, tuple(capped), {day: tuple(s for s in spans if s[1] <= DAY) for day, spans in exceptions.items()}
        )


def utc(text: str) -> datetime:
    """A moment in UTC from its ISO form."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
