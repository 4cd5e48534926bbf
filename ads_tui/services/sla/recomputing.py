"""Open orders given the norms that hold now, in batches, with history (SL-12)."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from ads_tui.domain.actors import Actor
from ads_tui.services.orders.bulk import BulkResult
from ads_tui.services.sla.events import norms_told
from ads_tui.services.sla.keeping import fix_norms, fixed_of, keep_time, read_clocks
from ads_tui.services.sla.norms import NormChooser, Situation
from ads_tui.store.order_rows import ORDERS, lock_orders
from ads_tui.store.visibility import select_orders, visible
from ads_tui.store.work import Reading, Store, Work

T = TypeVar("T")
# So many are looked at together, and so many moved in one transaction.
_LOOKED_AT = 500
_MOVED = 50
_DECIDING = (
    ORDERS.c.number,
    ORDERS.c.service_id,
    ORDERS.c.building_id,
    ORDERS.c.client_id,
    ORDERS.c.priority,
    ORDERS.c.created_at,
)


def orders_to_move(reading: Reading) -> list[int]:
    """The open orders that would get other norms, or another version of a calendar; AccessError without `admin`."""
    reading.actor.require("admin")
    chooser = NormChooser(reading)
    wanted = select_orders(reading.actor, *_DECIDING).where(ORDERS.c.is_open).order_by(ORDERS.c.number)
    rows = reading.connection.execute(wanted).all()
    return [number for some in _parts(rows, _LOOKED_AT) for number in _moved(reading, chooser, some)]


def recompute(
    store: Store,
    actor: Actor,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> BulkResult:
    """Give open orders the norms that hold now, and compute their clocks anew; what has a result keeps it (SL-6).

    `progress` is told how many of how many are done. Raises AccessError `forbidden` without the right `admin`.
    """
    with store.reading(actor) as reading:
        numbers = orders_to_move(reading)
    if dry_run:
        return BulkResult(tuple(numbers), ())
    done: list[int] = []
    for some in _parts(numbers, _MOVED):
        done += store.perform(actor, partial(_move, numbers=some))
        progress(len(done), len(numbers))
    return BulkResult(tuple(done), ())


def _moved(reading: Reading, chooser: NormChooser, rows: Sequence[Any]) -> Iterator[int]:
    numbers = [row.number for row in rows]
    told, clocks = norms_told(reading, numbers), read_clocks(reading, numbers)
    for number, *deciding in rows:
        present = told[number] if number in told else fixed_of(clocks[number].values())
        if chooser.choose(Situation(*deciding)) != present:
            yield number


def _move(work: Work, numbers: Sequence[int]) -> list[int]:
    orders = lock_orders(work.connection, numbers, [*visible(work.actor), ORDERS.c.is_open])
    chooser = NormChooser(work)
    moved = [order for order in orders.values() if fix_norms(work, order, chooser)]
    if moved:
        keep_time(work, moved)
    return [order.number for order in moved]


def _parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))
