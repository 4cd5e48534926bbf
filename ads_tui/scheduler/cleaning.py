"""Removes what has had its time (SC-2), some rows a transaction."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.services.due_work import WORK
from ads_tui.store import changes
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store, Work

MOST_AT_ONCE = 500
# What was done for an order that is closed is told by its history; here it only holds that nothing is done twice.
_DONE_KEPT_FOR = timedelta(days=90)


def clean(store: Store) -> Iterator[int]:
    """Remove all that is old, and tell after each transaction how many rows; stopping between two does no harm."""
    for cleaner in _CLEANERS:
        removed = MOST_AT_ONCE
        while removed == MOST_AT_ONCE:
            removed = store.perform(SYSTEM, cleaner)
            yield removed


def _forget_due_work(work: Work) -> int:
    """What was done long ago for orders that are closed."""
    old = (
        sa.select(WORK.c.id)
        .join(ORDERS, ORDERS.c.number == WORK.c.order_number)
        .where(WORK.c.done_at < work.now - _DONE_KEPT_FOR, ~ORDERS.c.is_open)
        .order_by(WORK.c.done_at)
        .limit(MOST_AT_ONCE)
    )
    return work.connection.execute(sa.delete(WORK).where(WORK.c.id.in_(old))).rowcount


def _trim_changes(work: Work) -> int:
    """What every console has heard, where nobody writes; on Postgres there is none."""
    return changes.trim(work.connection, work.now, MOST_AT_ONCE)


# Those of a later piece of work join here.
_CLEANERS: tuple[Callable[[Work], int], ...] = (_forget_due_work, _trim_changes)
