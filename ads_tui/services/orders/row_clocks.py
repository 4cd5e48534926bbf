"""The clocks of orders as rows and exports show them, read from what is kept beside orders (SL-6, SL-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from ads_tui.domain.time_left import KeptClock, TimeLeft, time_left
from ads_tui.models.columns import table_of
from ads_tui.models.time import OrderClock
from ads_tui.store.work import Reading

_CLOCKS = table_of(OrderClock)
_OF_ORDERS = sa.select(
    _CLOCKS.c.order_number,
    _CLOCKS.c.kind,
    _CLOCKS.c.state,
    _CLOCKS.c.due_at,
    _CLOCKS.c.breaks_at,
    _CLOCKS.c.norm_seconds,
).where(_CLOCKS.c.order_number.in_(sa.bindparam("numbers", expanding=True)))
# In the order of the document of CL-7.
_KINDS = ("reaction", "localization", "execution")
_NONE = dict.fromkeys(_KINDS, "none")


@dataclass(frozen=True, slots=True)
class RowClocks:
    """The clocks of one order at the moment of the reading; `states` holds all three, by kind."""

    kept: Mapping[str, KeptClock] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=lambda: _NONE)

    @property
    def broken(self) -> Sequence[str]:
        """The kinds of those that are broken."""
        return [kind for kind in self.kept if self.states[kind] == "broken"]

    def due_at(self, kind: str) -> datetime | None:
        """When a clock is due."""
        clock = self.kept.get(kind)
        return None if clock is None else clock.due_at

    def left(self, next_due_at: datetime | None, ended: Mapping[str, bool]) -> TimeLeft | None:
        """The time left on the clock that runs out first; `ended` tells of which clocks the end has come."""
        waiting = (kind for kind in self.kept if self.states[kind] in ("paused", "broken"))
        return time_left(self.kept, next_due_at, waits=any(not ended[kind] for kind in waiting))


WITHOUT_CLOCKS = RowClocks()


def clocks_of(reading: Reading, numbers: Sequence[int]) -> dict[int, RowClocks]:
    """The clocks of those of the orders that have any, by number."""
    kept: dict[int, dict[str, KeptClock]] = {}
    for number, kind, state, due_at, breaks_at, seconds in reading.connection.execute(_OF_ORDERS, {"numbers": numbers}):
        norm = None if seconds is None else timedelta(seconds=seconds)
        kept.setdefault(number, {})[kind] = KeptClock(state, due_at, breaks_at, norm)
    now = reading.now
    return {
        number: RowClocks(clocks, _NONE | {kind: clock.state_at(now) for kind, clock in clocks.items()})
        for number, clocks in kept.items()
    }
