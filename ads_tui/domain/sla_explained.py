"""Why a clock is due when it is: the working spans that counted, the pauses, the spans that are to come (SL-8)."""

from collections.abc import Iterator
from datetime import datetime

from ads_tui.domain.calendars import Interval
from ads_tui.domain.sla_clocks import Clock


def counted(clock: Clock) -> Iterator[Interval]:
    """The working spans whose time is `clock.used`, one after the other."""
    if clock.norm:
        for start, end in clock.stretches:
            yield from clock.norm.calendar.spans(start, end)


def pauses(clock: Clock, now: datetime) -> Iterator[Interval]:
    """The times in which a clock that had started stood still, by `now` or its end."""
    standing = clock.started_at
    for start, end in clock.stretches:
        if standing and standing < start:
            yield standing, start
        standing = end
    last = clock.ended_at or now
    if standing and standing < last:
        yield standing, last


def to_come(clock: Clock, now: datetime) -> Iterator[Interval]:
    """The working spans from `now` to the due of a running clock, which use up what is left of its norm."""
    if clock.norm and clock.due_at and clock.state == "running" and not clock.by_hand:
        yield from clock.norm.calendar.spans(now, clock.due_at)
