"""Random orders over a year, each clock compared with one that is counted tick by tick."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.calendars import Calendar
from ads_tui.domain.sla_clocks import Clock, clocks
from ads_tui.domain.sla_events import (
    BreakRecorded,
    Created,
    DueSet,
    Event,
    LocalizationTakenBack,
    Localized,
    Norm,
    Norms,
    NormsFixed,
    StatusChanged,
    StatusUndone,
)
from ads_tui.domain.sla_explained import counted
from tests.domain.minute_walker import Walk, calendars, utc, walk

STEP = 30
TICK = timedelta(minutes=STEP)
YEAR = 366 * 24 * 60
# Years in which each zone does something of its own.
YEARS = {
    "Europe/Kyiv": "2025-01-01",
    "Europe/Moscow": "2010-12-01",
    "America/New_York": "2026-01-01",
    "Pacific/Apia": "2011-06-01",
    "Australia/Lord_Howe": "2026-01-01",
}
LEADS_TO = {
    "pending": ("in_progress", "in_progress", "cancelled"),
    "approval": ("pending", "in_progress", "cancelled_by_client"),
    "in_progress": ("paused", "paused", "quality_control", "done"),
    "paused": ("in_progress",),
    "quality_control": ("in_progress", "done"),
    "done": ("reopened",),
    "reopened": ("in_progress", "cancelled"),
    "cancelled": (),
    "cancelled_by_client": (),
}
CLOSED = ("done", "cancelled", "cancelled_by_client")


@dataclass
class Told:
    """What the walker says of a clock."""

    state: str
    due: datetime | None
    met: datetime | None
    broken: datetime | None
    used: timedelta


@dataclass
class Era:
    place: int
    order: int
    norms: Norms
    due: datetime | None


class Counter:
    """Counts an order's clocks along a walk; every event lies at the beginning of a tick."""

    def __init__(self, path: Walk, events: list[Event], now: int) -> None:
        self.path, self.now = path, now
        self.begin = path.place(events[0].at)
        changes = [(order, event) for order, event in enumerate(events)]
        self.statuses: list[tuple[int, int, str, bool]] = []
        self.eras: list[Era] = []
        self.mark: tuple[int, int, int] | None = None
        for order, event in changes:
            place = path.place(event.at)
            match event:
                case Created(base=base, norms=norms):
                    self.statuses.append((order, place, base, False))
                    self.eras.append(Era(place, order, norms, None))
                case StatusChanged(base=base, pauses=pauses):
                    self.statuses.append((order, place, base, pauses or base == "paused"))
                case StatusUndone() if len(self.statuses) > 1:
                    self.statuses.pop()
                case DueSet(due=due):
                    self.eras.append(Era(place, order, self.eras[-1].norms, due))
                case NormsFixed(norms=norms):
                    self.eras.append(Era(place, order, norms, self.eras[-1].due))
                case Localized(since=since) if self.mark is None:
                    self.mark = order, place, path.place(since)
                case LocalizationTakenBack():
                    self.mark = None
        # The status of each tick, of several at its beginning the last.
        self.base, self.pausing = [""] * (now + 1), [False] * (now + 1)
        for place_in_list, (_order, place, base, pauses) in enumerate(self.statuses):
            last = self.statuses[place_in_list + 1][1] if place_in_list + 1 < len(self.statuses) else now + 1
            for tick in range(place, min(last, now + 1)):
                self.base[tick], self.pausing[tick] = base, pauses

    def first_round(self) -> tuple[tuple[int, int] | None, tuple[int, int, str] | None]:
        """When the first `in_progress` and the first closing came, each with its event's order."""
        start = closing = None
        for order, place, base, _pauses in self.statuses:
            if base == "in_progress" and start is None:
                start = order, place
            if base in CLOSED:
                closing = order, place, base
                break
        return start, closing

    def tell(self, kind: str) -> Told:
        """What became of a clock of an order that was not reopened."""
        start, closing = self.first_round()
        end: tuple[int, int, int, bool] | None = None  # order, seen, held, completed
        if closing:
            end = closing[0], closing[1], closing[1], closing[2] == "done"
        begin: int | None = self.begin
        if kind == "reaction" and start:
            end = start[0], start[1], start[1], True
        if kind == "execution":
            begin = start[1] if start else None
        if kind == "localization" and self.mark and (end is None or self.mark[0] < end[0]):
            end = self.mark[0], self.mark[1], self.mark[2], True
        for number, era in enumerate(self.eras):
            following = self.eras[number + 1] if number + 1 < len(self.eras) else None
            ends = end is not None and (following is None or end[0] < following.order)
            upto = end[1] if end and ends else following.place if following else self.now
            norm: Norm | None = getattr(era.norms, kind)
            by_hand = era.due if kind == "execution" else None
            held = end[2] if end else self.now
            used = self.used(norm, begin, kind, upto)
            if by_hand:
                broken = self.path.moment(upto) > by_hand
                due: datetime | None = by_hand
            else:
                due = self.due(norm, begin, kind, used, upto)
                broken = norm is not None and len(used) > 0 and used[-1] * TICK > timedelta(seconds=norm.seconds)
            total = self.used(norm, begin, kind, held)
            spent = (total[-1] if total else 0) * TICK
            if broken:
                assert due is not None
                return Told("broken", due, None, max(due, self.path.moment(era.place)), spent)
            if ends and not by_hand:
                due = self.due(norm, begin, kind, total, held)
            if ends or following is None:
                return Told(self.state(norm, by_hand, begin, kind, end), due, None, None, spent)
        raise AssertionError

    def state(
        self,
        norm: Norm | None,
        by_hand: datetime | None,
        begin: int | None,
        kind: str,
        end: tuple[int, int, int, bool] | None,
    ) -> str:
        if norm is None and by_hand is None:
            return "none"
        if end:
            return "met" if end[3] else "stopped"
        if begin is None and not (norm and norm.statutory):
            return "not_started"
        return "paused" if self.pausing[self.now] and not (norm and norm.statutory) else "running"

    def runs(self, norm: Norm, begin: int | None, kind: str, upto: int) -> list[bool]:
        """Whether the clock runs in each tick from the order's creation on."""
        if norm.statutory:
            return [True] * (upto - self.begin)
        if begin is None:
            return []
        return [tick >= begin and not self.pausing[tick] for tick in range(self.begin, upto)]

    def used(self, norm: Norm | None, begin: int | None, kind: str, upto: int) -> list[int]:
        """The working ticks used by the end of each tick from the order's creation on."""
        if norm is None:
            return []
        works = works_of(self.path, norm.calendar)
        runs = self.runs(norm, begin, kind, upto)
        return list(accumulate(running and works[self.begin + tick] for tick, running in enumerate(runs)))

    def due(self, norm: Norm | None, begin: int | None, kind: str, used: list[int], upto: int) -> datetime | None:
        """When the norm was used up, or will be if what runs now goes on; None for a forecast, which is not told."""
        if norm is None or (begin is None and not norm.statutory):
            return None
        works = works_of(self.path, norm.calendar)
        runs = self.runs(norm, begin, kind, upto)
        amount = norm.seconds // (STEP * 60)
        # The last stretch that begins before more than the norm is used.
        spent, stretch, left = 0, self.begin if norm.statutory else begin or 0, amount
        running = False
        closing = self.first_round()[1]
        first_round = [status for status in self.statuses if closing is None or status[0] < closing[0]]
        pausing = [pauses for _order, place, _base, pauses in first_round if place <= upto]
        present = begin is not None and upto >= begin and not pausing[-1]
        for tick, runs_now in enumerate([*runs, norm.statutory or present]):
            if runs_now and not running and spent <= amount and not norm.statutory:
                stretch, left = self.begin + tick, amount - spent
            running = runs_now
            if tick < len(runs) and runs_now and works[self.begin + tick]:
                spent += 1
        for tick in range(stretch, len(works)):
            if left == 0:
                return self.path.moment(tick)
            left -= works[tick]
        return None


_works: dict[int, tuple[Calendar, list[bool]]] = {}


def works_of(path: Walk, calendar: Calendar) -> list[bool]:
    """The working ticks, counted once for each calendar of a trial."""
    kept = _works.get(id(calendar))
    if kept is None or kept[0] is not calendar:
        kept = _works[id(calendar)] = calendar, path.works(calendar)
    return kept[1]


@st.composite
def all_norms(draw: st.DrawFn, plans: list[Calendar]) -> Norms:
    def norm(longest: int, *, may_be_statutory: bool = True) -> Norm | None:
        ticks = draw(st.none() | st.integers(1, longest))
        if ticks is None:
            return None
        statutory = may_be_statutory and draw(st.integers(0, 3)) == 0
        return Norm(ticks * STEP * 60, draw(st.sampled_from(plans)), statutory)

    return Norms(norm(100, may_be_statutory=False), norm(600), norm(40))


@st.composite
def trials(draw: st.DrawFn) -> tuple[Walk, list[Event], int]:
    zone = draw(st.sampled_from(sorted(YEARS)))
    begin = utc(YEARS[zone])
    path = walk(zone, begin, YEAR + 90 * 24 * 60, STEP)
    place = draw(st.integers(0, 15_000))
    near = begin + place * TICK
    plans = [draw(calendars(zone, near, STEP)) for _ in range(2)]
    base = draw(st.sampled_from(["pending", "approval", "in_progress"]))
    events: list[Event] = [Created(near, base, draw(all_norms(plans)))]
    for _ in range(draw(st.integers(0, 9))):
        place += draw(st.sampled_from([0, 1, 3, 8, 20, 50, 150, 400]))
        moment = begin + place * TICK
        kind = draw(st.sampled_from(["status"] * 8 + ["due", "norms", "mark", "unmark", "undo"]))
        if kind == "status" and LEADS_TO[base]:
            base = draw(st.sampled_from(LEADS_TO[base]))
            pauses = base in ("pending", "in_progress", "reopened") and draw(st.integers(0, 4)) == 0
            events.append(StatusChanged(moment, base, pauses))
        elif kind == "due":
            ahead = draw(st.none() | st.integers(-50, 500))
            events.append(DueSet(moment, None if ahead is None else moment + ahead * TICK))
        elif kind == "norms":
            events.append(NormsFixed(moment, draw(all_norms(plans))))
        elif kind == "mark":
            back = draw(st.integers(0, 30)) * TICK
            events.append(Localized(moment, max(moment - back, near)))
        elif kind == "unmark":
            events.append(LocalizationTakenBack(moment))
        elif kind == "undo" and isinstance(events[-1], StatusChanged) and base not in CLOSED:
            events.append(StatusUndone(moment))
            base = Counter(path, events, place).statuses[-1][2]
    return path, events, min(place + draw(st.integers(0, 600)), 18_000)


def told(clock: Clock, path: Walk) -> Told:
    # The walker neither tells forecasts nor sees past the end of its way.
    seen = clock.due_at and not clock.is_forecast and path.place(clock.due_at) < len(path.local)
    due = clock.due_at if seen or clock.by_hand else None
    return Told(clock.state, due, None, clock.broken_at, clock.used)


@given(trials())
def test_sl_12_every_clock_of_a_random_year_is_the_walkers(trial: tuple[Walk, list[Event], int]) -> None:
    path, events, now = trial
    _works.clear()
    moment = path.moment(now)
    found = clocks(events, moment)
    counter = Counter(path, events, now)
    assert told(found.reaction, path) == counter.tell("reaction")
    assert told(found.localization, path) == counter.tell("localization")
    assert told(found.earlier[0] if found.earlier else found.execution, path) == counter.tell("execution")
    for clock in (found.reaction, found.execution, found.localization, *found.earlier):
        assert clock.used == sum((last - first for first, last in counted(clock)), timedelta(0))
        assert clock.used >= timedelta(0)
        if clock.breaks_at:
            assert clock.breaks_at > moment


@given(trials())
def test_sl_6_a_result_is_final_whatever_happens_later(trial: tuple[Walk, list[Event], int]) -> None:
    _path, events, _now = trial
    reversals = (StatusUndone, LocalizationTakenBack)
    kept = [event for event in events if not isinstance(event, reversals)]
    results: dict[str, tuple[str, datetime | None, datetime | None]] = {}
    recorded: list[Event] = []
    for count in range(1, len(kept) + 1):
        recorded.append(kept[count - 1])
        ahead = kept[count].at if count < len(kept) else kept[-1].at + timedelta(days=300)
        for moment in (ahead - timedelta(microseconds=1), ahead):
            found = clocks(kept[:count], max(moment, kept[count - 1].at))
            for clock in (found.reaction, found.localization):
                if clock.kind in results:
                    assert (clock.state, clock.met_at, clock.broken_at) == results[clock.kind]
                elif clock.state in ("met", "broken", "stopped"):
                    results[clock.kind] = clock.state, clock.met_at, clock.broken_at
                    if clock.state == "broken" and clock.due_at:
                        recorded.append(BreakRecorded(moment, clock.kind, clock.due_at))
    # That breaks were written down changes nothing, unless the clock was set back: then they stay.
    assert clocks(recorded, ahead) == clocks(kept, ahead)
    back = clocks(recorded, kept[0].at)
    assert {clock.kind: clock.broken_at for clock in (back.reaction, back.localization) if clock.state == "broken"} == {
        kind: broken_at for kind, (state, _met_at, broken_at) in results.items() if state == "broken"
    }
