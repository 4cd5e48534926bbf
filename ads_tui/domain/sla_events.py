"""What an order's clocks are computed from: its norms and what happened to it (SL-12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ads_tui.domain.calendars import Calendar
from ads_tui.domain.moments import LONGEST_DURATION
from ads_tui.domain.statuses import is_open
from ads_tui.errors import InputError
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class Norm:
    """So many seconds of a calendar's working time; a statutory one runs from registration through pauses (SL-10)."""

    seconds: int
    calendar: Calendar
    statutory: bool = False

    def __post_init__(self) -> None:
        check_norm(self.seconds, "norm")

    @property
    def time(self) -> timedelta:
        """The norm as working time."""
        return timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Norms:
    """The norms that were fixed for an order. Raises ValueError for a statutory one of reaction (SL-10)."""

    reaction: Norm | None = None
    execution: Norm | None = None
    localization: Norm | None = None

    def __post_init__(self) -> None:
        if self.reaction and self.reaction.statutory:
            raise ValueError("reaction is never statutory")


@dataclass(frozen=True, slots=True)
class Created:
    """An order came, in a status of this base, perhaps with a due by hand."""

    at: datetime
    base: str
    norms: Norms
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """It got a status of this base; `pauses` where a custom one pauses the SLA (ST-12)."""

    at: datetime
    base: str
    pauses: bool = False


@dataclass(frozen=True, slots=True)
class StatusUndone:
    """The latest change of status not yet undone counts as if it had not been (ST-2)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class DueSet:
    """The due was set by hand, or with None given back to what is computed (SL-5)."""

    at: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Localized:
    """At `at` somebody said that the accident has been localized since `since`; the first mark stands (SL-10)."""

    at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class LocalizationTakenBack:
    """The mark counts as if it had not been."""

    at: datetime


@dataclass(frozen=True, slots=True)
class NormsFixed:
    """Norms and calendars were fixed anew: service, building, client or priority changed, or recomputed (SL-12)."""

    at: datetime
    norms: Norms


@dataclass(frozen=True, slots=True)
class BreakRecorded:
    """Somebody wrote down that a clock of this kind had broken, and when it had been due: that is final (SL-6).

    It tells nothing that the other events do not tell as well, unless the clock by which it broke was set back.
    """

    at: datetime
    kind: str
    due: datetime


Event = Created | StatusChanged | StatusUndone | DueSet | Localized | LocalizationTakenBack | NormsFixed | BreakRecorded


@dataclass(frozen=True, slots=True)
class Stage:
    """A status from `at` on; `seq` is its event's place."""

    seq: int
    at: datetime
    base: str
    pauses: bool


@dataclass(frozen=True, slots=True)
class Era:
    """What holds from `at` on: the norms, and the due by hand with the place of the event that set it."""

    seq: int
    at: datetime
    norms: Norms
    due: datetime | None = None
    due_seq: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """An order's way from creation, or from a reopening, to `done` or a cancelling, `closing`.

    `stages` are the open statuses of it; none where an import brought the order as done.
    """

    seq: int
    begin: datetime
    stages: Sequence[Stage]
    closing: Stage | None
    eras: Sequence[Era]

    @property
    def start(self) -> Stage | None:
        """The first `in_progress`."""
        return next((stage for stage in self.stages if stage.base == "in_progress"), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """That the accident is localized: the event's place, when it was said, since when it holds."""

    seq: int
    at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class Break:
    """That a clock had broken: the place of its record, the kind of clock, when it had been due."""

    seq: int
    kind: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """An order's events in order: its rounds, the mark that stands, what was written down of breaks.

    `now` is not before the last event.
    """

    rounds: Sequence[Round]
    mark: Mark | None
    breaks: Sequence[Break]
    now: datetime


def check_norm(seconds: int, field: str) -> None:
    """Refuse a norm of no time, or longer than LONGEST_DURATION: InputError `invalid_value`."""
    if not 0 < seconds <= LONGEST_DURATION:
        raise InputError("invalid_value", N_("A norm is longer than nothing and at most 3650 days"), field=field)


def life_of(events: Iterable[Event], now: datetime) -> Life:
    """The life that events, in the order of their recording and beginning with the creation, make up.

    An event that claims to be earlier than the one before it holds from that one's moment, so that nothing runs
    backwards (SL-7); the same for `now`. Raises ValueError where there is no creation.
    """
    stages: list[Stage] = []
    eras: list[Era] = []
    breaks: list[Break] = []
    mark: Mark | None = None
    at: datetime | None = None
    for seq, event in enumerate(events):
        if isinstance(event, BreakRecorded):
            breaks.append(Break(seq, event.kind, event.due))
            continue
        at = max(at, event.at) if at else event.at
        match event:
            case Created():
                stages.append(Stage(seq, at, event.base, event.base == "paused"))
                eras.append(Era(seq, at, event.norms, event.due, seq))
            case StatusChanged():
                stages.append(Stage(seq, at, event.base, event.pauses or event.base == "paused"))
            case StatusUndone():
                # The first is the creation, which is no change.
                del stages[max(len(stages) - 1, 1) :]
                # What broke by the change did not break.
                breaks.clear()
            case DueSet():
                eras.append(replace(eras[-1], seq=seq, at=at, due=event.due, due_seq=seq))
            case NormsFixed():
                eras.append(replace(eras[-1], seq=seq, at=at, norms=event.norms))
            case Localized():
                mark = mark or Mark(seq, at, min(max(event.since, stages[0].at), at))
            case LocalizationTakenBack():
                mark = None
    if at is None or not stages:
        raise ValueError("a life begins with a creation")
    return Life(_rounds(stages, eras), mark, breaks, max(now, at))


def _rounds(stages: Sequence[Stage], eras: Sequence[Era]) -> list[Round]:
    rounds: list[Round] = []
    first, closing = stages[0], None
    opened: list[Stage] = []
    for stage in stages:
        if is_open(stage.base) and closing:
            rounds.append(_round(first, opened, closing, eras))
            first, opened, closing = stage, [], None
        if is_open(stage.base):
            opened = [*opened, stage]
        else:
            closing = closing or stage
    return [*rounds, _round(first, opened, closing, eras)]


def _round(first: Stage, stages: Sequence[Stage], closing: Stage | None, eras: Sequence[Era]) -> Round:
    """A round with what held in it: of what was fixed before it the latest, then what was fixed until its closing.

    A due set by hand before an order was done is no due of its reopening once it has passed.
    """
    before = [era for era in eras if era.seq <= first.seq]
    held = [
        era if era.due is None or era.due > first.at or era.due_seq >= first.seq else replace(era, due=None)
        for era in [*before[-1:], *(era for era in eras if era.seq > first.seq)]
        if closing is None or era.seq < closing.seq or era.seq == first.seq
    ]
    return Round(first.seq, first.at, stages, closing, held)
