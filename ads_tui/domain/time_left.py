"""What a list tells of an order's clocks: their states, and the time left on the one that runs out first (LS-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ads_tui.i18n import N_

CLOCKS: Mapping[str, str] = {
    "reaction": N_("Reaction"),
    "execution": N_("Execution"),
    "localization": N_("Localization"),
}
# Of clocks that have a norm.
STATES: Mapping[str, str] = {
    "not_started": N_("not started"),
    "running": N_("running"),
    "paused": N_("paused"),
    "met": N_("met"),
    "broken": N_("broken"),
    "stopped": N_("stopped"),
}

_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class KeptClock:
    """A clock as it is kept beside an order: `breaks_at` is the first moment at which it is broken."""

    state: str
    due_at: datetime | None
    breaks_at: datetime | None
    norm: timedelta | None

    def state_at(self, now: datetime) -> str:
        """The state at a moment: who breaks needs nobody to record it (SL-12)."""
        return "broken" if self.breaks_at is not None and self.breaks_at <= now else self.state


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The clock of an order that runs out first; `due_at` is None while its clocks are paused.

    It is broken from `breaks_at` on, None where that is not in sight; `norm` is its length, None where it has none.
    `kind` is the name of the clock in CLOCKS.
    """

    kind: str = ""
    due_at: datetime | None = None
    breaks_at: datetime | None = None
    norm: timedelta | None = None

    def until(self, now: datetime) -> timedelta | None:
        """What is left at a moment, below zero once it is broken and never before: closed hours break nothing."""
        if self.due_at is None:
            return None
        left = self.due_at - now
        return left if self.is_broken(now) else max(left, _NOTHING)

    def is_broken(self, now: datetime) -> bool:
        """Whether the time was over at a moment."""
        return self.breaks_at is not None and self.breaks_at <= now

    def third(self, now: datetime) -> int | None:
        """In which third of the norm what is left lies, 1 being the last one; None without a norm, and while paused."""
        left = self.until(now)
        if left is None or self.norm is None:
            return None
        return min(int(3 * max(left, _NOTHING) / self.norm) + 1, 3) if self.norm else 1


def time_left(clocks: Mapping[str, KeptClock], next_due_at: datetime | None, *, waits: bool) -> TimeLeft | None:
    """The time left on the clocks of an order of which that due is the first; None where none is to be seen.

    `waits` says that a clock is neither at its end nor running, which is so while the order is paused.
    """
    if next_due_at is None:
        return TimeLeft() if waits else None
    for kind, clock in clocks.items():
        if clock.due_at == next_due_at and clock.state not in ("met", "stopped"):
            breaks_at = clock.due_at if clock.state == "broken" else clock.breaks_at
            return TimeLeft(kind, next_due_at, breaks_at, clock.norm)
    return None
