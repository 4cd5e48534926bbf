"""Makes the search anew: the full-text index from the stored words, then the words from the names (decision 7)."""

from collections.abc import Callable

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.search import TEXTS, rebuild, rewrite_texts
from ads_tui.store.work import Store, Work

# So many orders are one transaction, so that others can write in between.
_AT_ONCE = 5_000

Progress = Callable[[int, int], None]


def reindex(store: Store, progress: Progress) -> int:
    """Bring the search to what it must be, while others work; answers how many orders it had wrong.

    `progress` is told the number reached and the last one. Raises OutsideError.
    """
    # First the index: with one that does not fit its words, words cannot be changed.
    store.perform(SYSTEM, lambda work: rebuild(work.connection))
    store.perform(SYSTEM, _add_missing)
    with store.reading(SYSTEM) as reading:
        last = reading.connection.execute(sa.select(sa.func.max(ORDERS.c.number))).scalar() or 0
    wrong = 0
    for start in range(0, last, _AT_ONCE):
        wrong += store.perform(SYSTEM, _rewrite(start))
        progress(min(start + _AT_ONCE, last), last)
    return wrong


def _add_missing(work: Work) -> None:
    """Give every order a row of words, empty as yet, and take those of no order away."""
    stray = ~sa.exists().where(ORDERS.c.number == TEXTS.c.order_number)
    work.connection.execute(sa.delete(TEXTS).where(stray))
    without = ~sa.exists().where(TEXTS.c.order_number == ORDERS.c.number)
    missing = sa.select(ORDERS.c.number, sa.literal("")).where(without)
    work.connection.execute(sa.insert(TEXTS).from_select(["order_number", "body"], missing))


def _rewrite(start: int) -> Callable[[Work], int]:
    some = ORDERS.c.number.between(start + 1, start + _AT_ONCE)
    return lambda work: rewrite_texts(work.connection, some)
