"""What each clock of an order runs through, and when it is due by it (SL-1, SL-4, SL-5, SL-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ads_tui.domain.calendars import Calendar, Interval
from ads_tui.domain.sla_events import Break, Era, Life, Norm, Round, Stage

Kind = Literal["reaction", "execution", "localization"]

_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class End:
    """Where a clock ends: `at`, known since `seen_at`, with a result where the work was `completed`."""

    seq: int
    at: datetime
    seen_at: datetime
    completed: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What a clock runs through; `start` is None until it starts, unless its norm is statutory.

    `recorded` is the break of it that was written down first.
    """

    kind: Kind
    round: Round
    first: bool
    start: datetime | None
    end: End | None
    recorded: Break | None
    now: datetime

    @property
    def until(self) -> datetime:
        """To when time is counted."""
        return self.end.at if self.end else self.now


@dataclass(frozen=True, slots=True)
class View:
    """A course under what one era fixed, by a moment; `used` is the working time of its stretches."""

    norm: Norm | None
    start: datetime | None
    stretches: Sequence[Interval]
    used: timedelta
    due_at: datetime | None
    is_forecast: bool = False
    by_hand: bool = False

    def broken(self, moment: datetime) -> bool:
        """Whether what is due had passed by that moment: in time is who used no more than the norm (SL-11)."""
        if self.by_hand:
            return self.due_at is not None and moment > self.due_at
        return self.norm is not None and self.used > self.norm.time


def reaction_of(life: Life) -> Course:
    """From creation to the first `in_progress`; `done` without one ends it too."""
    first = life.rounds[0]
    end = first.start or first.closing
    return Course("reaction", first, True, first.begin, _end_of(end), _recorded(life, "reaction"), life.now)


def execution_of(life: Life, place: int) -> Course:
    """From the first `in_progress` of a round, given by its place, to its end."""
    here = life.rounds[place]
    return Course(
        "execution",
        here,
        place == 0,
        here.start.at if here.start else None,
        _end_of(here.closing),
        _recorded(life, "execution", place),
        life.now,
    )


def localization_of(life: Life) -> Course:
    """From registration to the mark or the end of the first round, whichever came first (SL-10)."""
    first, mark = life.rounds[0], life.mark
    end = _end_of(first.closing)
    if mark and (end is None or mark.seq < end.seq):
        end = End(mark.seq, mark.since, mark.at, True)
    return Course("localization", first, True, first.begin, end, _recorded(life, "localization"), life.now)


def _recorded(life: Life, kind: Kind, place: int | None = None) -> Break | None:
    """The first break of a kind that was written down, in the round at `place` where only those count."""
    first = 0 if place is None else life.rounds[place].seq
    following = () if place is None else life.rounds[place + 1 : place + 2]
    those = (one for one in life.breaks if one.kind == kind and one.seq > first)
    return next((one for one in those if not following or one.seq < following[0].seq), None)


def _end_of(stage: Stage | None) -> End | None:
    return None if stage is None else End(stage.seq, stage.at, stage.at, stage.base in ("in_progress", "done"))


def view_of(course: Course, era: Era, until: datetime) -> View:
    """A course under an era, by a moment: from when it runs, and when it is due (SL-1, SL-5, SL-10)."""
    norm: Norm | None = getattr(era.norms, course.kind)
    by_hand = era.due if course.kind == "execution" else None
    if norm is None:
        stretches = _stretches(course, course.start, until, statutory=False)
        return View(None, course.start, stretches, _NOTHING, by_hand, by_hand=by_hand is not None)
    start = course.round.begin if norm.statutory and course.first else course.start
    stretches = _stretches(course, start, until, statutory=norm.statutory)
    if start is None:
        due, used = by_hand or _forecast(course, era, norm, until), _NOTHING
    else:
        due, used = tally(norm.calendar, norm.time, stretches)
    return View(norm, start, stretches, used, by_hand or due, start is None and not by_hand, by_hand is not None)


def tally(calendar: Calendar, amount: timedelta, stretches: Sequence[Interval]) -> tuple[datetime | None, timedelta]:
    """When so much working time of stretches is used up, the last of which goes on (SL-4), and how much was used."""
    used = before = _NOTHING
    begin = stretches[0][0]
    for first, last in stretches:
        if used <= amount:
            begin, before = first, used
        used += calendar.worked(first, last)
    return calendar.used_up(begin, amount - before), used


def _forecast(course: Course, era: Era, norm: Norm, until: datetime) -> datetime | None:
    """When execution would be due if reaction took its whole norm; after a reopening there is no reaction."""
    begin: datetime | None = course.round.begin
    waiting = _stretches(course, course.round.begin, until, statutory=False)
    reaction = era.norms.reaction
    if reaction and course.first:
        begin = tally(reaction.calendar, reaction.time, waiting)[0]
    if begin is None:
        return None
    return tally(norm.calendar, norm.time, [(max(first, begin), last) for first, last in waiting])[0]


def _stretches(course: Course, start: datetime | None, until: datetime, *, statutory: bool) -> Sequence[Interval]:
    """The times from `start` to `until` in which a clock runs; one of no length where it starts paused.

    The status at `until` counts from its first instant, where it does not pause: the due moves as soon as it begins.
    """
    if start is None:
        return ()
    if statutory:
        return ((start, until),)
    found: list[Interval] = []
    stages = course.round.stages
    for place, stage in enumerate(stages):
        present = place + 1 == len(stages) or stages[place + 1].at > until
        first = max(stage.at, start)
        last = until if present else stages[place + 1].at
        if stage.pauses or last < first or (last == first and not present):
            continue
        if found and found[-1][1] == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found or ((start, start),)
