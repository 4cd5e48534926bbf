"""The three clocks of an order, computed from its events (SL-1, SL-4 … SL-7, SL-9 … SL-12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ads_tui.domain.calendars import Interval
from ads_tui.domain.sla_courses import Course, Kind, View, execution_of, localization_of, reaction_of, tally, view_of
from ads_tui.domain.sla_events import Event, Norm, life_of

State = Literal["none", "not_started", "running", "paused", "met", "broken", "stopped"]

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock at the moment for which it was asked.

    `due_at` is a forecast until execution starts, and breaks nothing then. `used` is working time, counted on after a
    break until the clock ends; `left` is what remains of the norm, for a due by hand the time until it, below zero
    when overdue. `runs` is whether time brings it nearer to its due, or further past it. `breaks_at` is the first
    moment at which it is broken if nothing happens, None where none is in sight. `broken_at` is the due that passed,
    but never before the event that made it due then. `stretches` are the times in which it ran, closed hours among
    them, the last to the moment asked for.
    """

    kind: Kind
    state: State
    norm: Norm | None
    started_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    is_forecast: bool
    by_hand: bool
    runs: bool
    met_at: datetime | None
    broken_at: datetime | None
    breaks_at: datetime | None
    used: timedelta
    left: timedelta | None
    stretches: Sequence[Interval]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of an order; `execution` is the latest, `earlier` are those before its reopenings (SL-6).

    `due_at` is the order's due (SL-5). It differs from the execution clock's where that was broken before the due
    was moved: a result is final.
    """

    reaction: Clock
    execution: Clock
    localization: Clock
    earlier: Sequence[Clock]
    due_at: datetime | None
    due_is_forecast: bool
    due_by_hand: bool
    localized_at: datetime | None


def clocks(events: Iterable[Event], now: datetime) -> Clocks:
    """The clocks at `now` of an order with these events, in the order of their recording (SL-12).

    Raises ValueError where there is no creation among them.
    """
    life = life_of(events, now)
    executions = [execution_of(life, place) for place in range(len(life.rounds))]
    course = executions[-1]
    execution = _judge(course)
    eras = course.round.eras
    due = view_of(course, eras[-1], course.until) if len(eras) > 1 else execution
    return Clocks(
        _judge(reaction_of(life)),
        execution,
        _judge(localization_of(life)),
        tuple(_judge(earlier) for earlier in executions[:-1]),
        due.due_at,
        due.is_forecast,
        due.by_hand,
        life.mark.since if life.mark else None,
    )


def due_soon_at(found: Clocks, before: timedelta, share: float) -> datetime | None:
    """When the reminder of an order's due is to be sent (SL-9); None on a forecast, while paused, and without a due.

    `before` is clock time before the due, `share` a percentage of the norm; a due set by hand has the first only.
    """
    clock = found.execution
    if found.due_at is None or clock.ended_at:
        return None
    if found.due_by_hand:
        return found.due_at - before
    if clock.state != "running" or clock.norm is None:
        return None
    shared = tally(clock.norm.calendar, clock.norm.time * share / 100, clock.stretches)[0]
    return max(found.due_at - before, shared) if shared else None


def _judge(course: Course) -> Clock:
    """The clock of a course: each era is judged to its end, and the first result is final (SL-6)."""
    eras, end = course.round.eras, course.end
    broken_at = None
    for era, following in zip(eras, [*eras[1:], None], strict=True):
        ends = end is not None and (following is None or end.seq < following.seq)
        judged = end.seen_at if end and ends else following.at if following else course.now
        seen = view_of(course, era, judged)
        if seen.broken(judged):
            broken_at = max(seen.due_at or judged, era.at)
        if broken_at or ends:
            break
    counted = seen if judged == course.until else view_of(course, era, course.until)
    # What was due when it was broken stays so, whatever is counted later.
    due_at = seen.due_at if broken_at else counted.due_at
    if broken_at is None and course.recorded:
        # It broke by a clock that was set back since; what is written down is exact to the second.
        if due_at is None or due_at.replace(microsecond=0) != course.recorded.due:
            due_at = course.recorded.due
        broken_at = max([due_at, *(one.at for one in eras if one.seq < course.recorded.seq)])
    return _clock(course, counted, due_at, broken_at)


def _clock(course: Course, view: View, due_at: datetime | None, broken_at: datetime | None) -> Clock:
    end, state = course.end, _state(course, view, broken_at)
    return Clock(
        kind=course.kind,
        state=state,
        norm=view.norm,
        started_at=view.start,
        ended_at=end.at if end else None,
        due_at=due_at,
        is_forecast=view.is_forecast,
        by_hand=view.by_hand,
        runs=_runs(course, view),
        met_at=end.at if end and state == "met" else None,
        broken_at=broken_at,
        breaks_at=_breaks_at(view, state),
        used=view.used,
        left=_left(view, course.until),
        stretches=view.stretches,
    )


def _left(view: View, until: datetime) -> timedelta | None:
    if view.by_hand:
        return view.due_at - until if view.due_at else None
    return view.norm.time - view.used if view.norm else None


def _state(course: Course, view: View, broken_at: datetime | None) -> State:
    if broken_at:
        return "broken"
    if view.norm is None and not view.by_hand:
        return "none"
    if course.end:
        return "met" if course.end.completed else "stopped"
    if view.start is None:
        return "not_started"
    return "paused" if _stands(course, view) else "running"


def _stands(course: Course, view: View) -> bool:
    """Whether the present status stops the clock, which it does to no statutory one (SL-4, SL-10)."""
    return course.round.stages[-1].pauses and not (view.norm and view.norm.statutory)


def _runs(course: Course, view: View) -> bool:
    """A due by hand is come nearer to in every open status (SL-5)."""
    if course.end or not (view.norm or view.by_hand):
        return False
    return view.by_hand or (view.start is not None and not _stands(course, view))


def _breaks_at(view: View, state: State) -> datetime | None:
    if view.due_at is None or state in ("none", "met", "broken", "stopped"):
        return None
    if view.by_hand:
        return view.due_at + _MICROSECOND
    if state != "running" or view.norm is None:
        return None
    opening = view.norm.calendar.opening(view.due_at)
    return opening + _MICROSECOND if opening else None
