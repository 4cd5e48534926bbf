"""A piece of work that is due, as those who do it see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work

# The orders of the items at hand, locked, by number.
Orders = Mapping[int, LockedOrder]


@dataclass(frozen=True, slots=True)
class Item:
    """One row of `due_work` whose moment has come: claimed, so that nobody else does it."""

    id: int
    order: int
    kind: str
    subject: str
    due_at: datetime


# Does items of one kind, of one or more orders, and returns those that were worth doing still.
Do = Callable[[Work, Sequence[Item], Orders], Sequence[Item]]
