"""The clocks of a story, whose norms all run round the clock: plain sums, and results told at their moments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ads_tui.domain.moments import iso_utc
from ads_tui.services.due_work import DUE_SOON, SLA_BROKEN
from ads_tui.store.bulk import Row

# Tells a result: the moment in seconds since 1970, the clock's kind, the event's data.
Tell = Callable[[int, str, dict[str, Any]], None]
_LATER = timedelta(microseconds=1)
_BEFORE = 3_600
_SHARE = 0.8


@dataclass(slots=True)
class _Clock:
    """A clock; moments in seconds since 1970. `shared` is when most of the norm is used up (SL-9)."""

    kind: str
    norm: int | None
    state: str
    due: int | None = None
    shared: int | None = None
    broken_at: int | None = None
    ended: bool = False

    @property
    def waits(self) -> bool:
        """Whether it may still come to a result."""
        return not self.ended and self.state not in ("broken", "none")


class StoryClocks:
    """The three clocks of an order, told what happens to it in the order of its happening (SL-1 … SL-6).

    `due` is the order's, `by_hand` whether somebody set it.
    """

    def __init__(self, at: int, norms: tuple[int | None, int | None, int | None], tell: Tell) -> None:
        reaction, execution, localization = norms
        self._tell = tell
        self._paused_at: int | None = None
        self.by_hand = False
        self.due: int | None = None if execution is None else at + (reaction or 0) + execution
        self.reaction = _Clock("reaction", reaction, "running" if reaction else "none")
        self.execution = _Clock("execution", execution, "not_started" if execution else "none", self.due)
        self.localization = _Clock("localization", localization, "running" if localization else "none")
        for clock in (self.reaction, self.localization):
            clock.due = None if clock.norm is None else at + clock.norm

    @property
    def _all(self) -> Sequence[_Clock]:
        return self.reaction, self.execution, self.localization

    def pass_to(self, at: int) -> None:
        """Let time pass: what was due before is broken, and told at the moment it was due (SL-6, SL-11)."""
        broken = [clock for clock in self._all if clock.waits and self._breaks(clock) and (clock.due or 0) < at]
        for clock in sorted(broken, key=lambda clock: clock.due or 0):
            assert clock.due is not None
            before, clock.state, clock.broken_at = clock.state, "broken", clock.due
            self._result(clock.due, clock, before)

    def set_due(self, due: int) -> None:
        """Let the due have been set by hand (SL-5)."""
        self.by_hand, self.due = True, due
        if self.execution.state == "none":
            self.execution.state = "not_started"
        if self.execution.state != "broken":
            self.execution.due = due

    def change(self, at: int, before: str, after: str, *, pauses: bool) -> None:
        """Let the order have gone from one base to another, `pauses` where the new status pauses; told before."""
        self._resume(at, pauses=pauses)
        if after == "in_progress":
            self._end(self.reaction, at, "met")
            if self.execution.state == "not_started":
                self._start(at)
        elif after == "done":
            for clock in self._all:
                self._end(clock, at, "met")
        elif after in ("cancelled", "cancelled_by_client"):
            for clock in self._all:
                self._end(clock, at, "stopped")
        elif before == "done":
            self._reopen(at)
        if pauses and self._paused_at is None:
            self._paused_at = at
            for clock in self._all:
                if clock.state == "running":
                    clock.state = "paused"

    def rows(self, number: int, version: int) -> list[Row]:
        """The rows of the clocks as they are at the end."""
        return [
            {
                "order_number": number,
                "kind": clock.kind,
                "norm_seconds": clock.norm,
                "calendar_version_id": None if clock.norm is None else version,
                "statutory": False,
                "rule_id": None,
                "state": clock.state,
                "due_at": _moment(clock.due),
                "breaks_at": self._breaks_at(clock),
                "broken_at": _moment(clock.broken_at),
            }
            for clock in self._all
            if clock.state != "none"
        ]

    def next_due(self) -> datetime | None:
        """The due of the running clock that is due first (LS-5)."""
        dues = [clock.due for clock in self._all if clock.due is not None and self._runs(clock)]
        return _moment(min(dues, default=None))

    def work(self, number: int, now: int) -> list[Row]:
        """What waits for an open order, and of which due its executors were reminded already."""
        rows = [
            work_row(number, SLA_BROKEN, clock.kind, moment)
            for clock in self._all
            if (moment := self._breaks_at(clock)) is not None
        ]
        reminded = self._reminded_at()
        due = _moment(self.due)
        if reminded is not None and due is not None:
            moment = datetime.fromtimestamp(reminded, UTC)
            rows.append(work_row(number, DUE_SOON, iso_utc(due), moment, moment if reminded <= now else None))
        return rows

    def _breaks(self, clock: _Clock) -> bool:
        """Whether time alone breaks it: a forecast and a pause do not, a due by hand in any open status."""
        return clock.state == "running" or (clock is self.execution and self.by_hand)

    def _breaks_at(self, clock: _Clock) -> datetime | None:
        due = _moment(clock.due)
        return due + _LATER if due is not None and clock.waits and self._breaks(clock) else None

    def _runs(self, clock: _Clock) -> bool:
        if clock.ended or clock.state == "none":
            return False
        if clock is self.execution and self.by_hand:
            return True
        return clock.state == "running" or (clock.state == "broken" and self._paused_at is None)

    def _reminded_at(self) -> int | None:
        clock = self.execution
        if self.due is None or clock.ended:
            return None
        if self.by_hand:
            return self.due - _BEFORE
        if clock.state != "running" or clock.shared is None:
            return None
        return max(self.due - _BEFORE, clock.shared)

    def _start(self, at: int) -> None:
        clock = self.execution
        clock.state = "running"
        if clock.norm is not None:
            clock.shared = at + int(clock.norm * _SHARE)
            if not self.by_hand:
                clock.due = self.due = at + clock.norm

    def _resume(self, at: int, *, pauses: bool) -> None:
        """What was paused does not count (SL-4)."""
        if self._paused_at is None or pauses:
            return
        length = at - self._paused_at
        for clock in self._all:
            if clock.state != "paused":
                continue
            clock.state = "running"
            if clock.shared is not None and clock.shared > self._paused_at:
                clock.shared += length
            if clock.due is not None and not (clock is self.execution and self.by_hand):
                clock.due += length
                self.due = clock.due if clock is self.execution else self.due
        self._paused_at = None

    def _end(self, clock: _Clock, at: int, state: str) -> None:
        if clock.state == "none" or clock.ended:
            return
        clock.ended = True
        if clock.state != "broken":
            before, clock.state = clock.state, state
            if state == "met":
                self._result(at, clock, before)

    def _reopen(self, at: int) -> None:
        """A new execution clock, which starts with the next `in_progress` (SL-6)."""
        if self.by_hand and self.due is not None and self.due <= at:
            self.by_hand = False
        norm = self.execution.norm
        state = "not_started" if norm is not None or self.by_hand else "none"
        if not self.by_hand:
            self.due = None if norm is None else at + norm
        self.execution = _Clock("execution", norm, state, self.due)

    def _result(self, at: int, clock: _Clock, before: str) -> None:
        due = _moment(clock.due)
        self._tell(at, clock.kind, {"from": before, "to": clock.state, "due": iso_utc(due) if due else None})


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def work_row(number: int, kind: str, subject: str, due_at: datetime, done_at: datetime | None = None) -> Row:
    """What is to be done for an order at a moment, or was done."""
    return {
        "order_number": number,
        "kind": kind,
        "subject": subject,
        "due_at": due_at,
        "done_at": done_at,
        "attempts": 0,
        "try_at": None,
    }
