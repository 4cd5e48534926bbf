"""Open orders given the norms that hold now, and their clocks written anew, in batches, with history (SL-12)."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa

from ads_tui.domain.actors import Actor
from ads_tui.services.orders.bulk import BulkResult
from ads_tui.services.sla.comparing import REPEATED, astray
from ads_tui.services.sla.events import EventReader, norms_told
from ads_tui.services.sla.keeping import fix_norms, fixed_of, keep_time, read_clocks
from ads_tui.services.sla.norms import InForce, NormChooser, Situation
from ads_tui.store.order_rows import ORDERS, lock_orders
from ads_tui.store.visibility import select_orders, visible
from ads_tui.store.work import Reading, Store, Work

T = TypeVar("T")
# Told how many of how many are done.
Progress = Callable[[int, int], None]
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


def _untold(_done: int, _of: int) -> None:
    return None


def orders_to_move(reading: Reading, progress: Progress = _untold, *, since: InForce | None = None) -> list[int]:
    """The open orders that would get other norms, or another version of a calendar; AccessError without `admin`.

    With `since` those alone for which something else was in force then: the others are not moved by what was saved.
    """
    reading.actor.require("admin")
    chooser, found = NormChooser(reading), list[int]()
    before = NormChooser(reading, in_force=since) if since else None
    for some in _open_orders(reading, _DECIDING, progress):
        found += _moved(reading, chooser, before, some)
    return found


def recompute(
    store: Store,
    actor: Actor,
    *,
    dry_run: bool = False,
    progress: Progress = _untold,
) -> BulkResult:
    """Give open orders the norms that hold now; what has a result keeps it (SL-6).

    Of those of which something else is kept than their history says, the clocks are written anew. `progress` is told
    while orders are looked at, then while they are moved. Raises AccessError `forbidden` without the right `admin`.
    """
    with store.reading(actor) as reading:
        numbers = sorted({*orders_to_move(reading, progress), *_astray(reading, progress)})
    if dry_run:
        return BulkResult(tuple(numbers), ())
    done: list[int] = []
    for some in _parts(numbers, _MOVED):
        done += store.perform(actor, partial(_move, numbers=some))
        progress(len(done), len(numbers))
    return BulkResult(tuple(done), ())


def _moved(reading: Reading, chooser: NormChooser, before: NormChooser | None, rows: Sequence[Any]) -> Iterator[int]:
    chosen = {}
    for number, *deciding in rows:
        situation = Situation(*deciding)
        norms = chooser.choose(situation)
        if before is None or before.choose(situation) != norms:
            chosen[number] = norms
    told, clocks = norms_told(reading, list(chosen)), read_clocks(reading, list(chosen))
    for number, norms in chosen.items():
        present = told[number] if number in told else fixed_of(clocks[number].values())
        if norms != present:
            yield number


def _astray(reading: Reading, progress: Progress) -> list[int]:
    reader, found = EventReader(reading), list[int]()
    for some in _open_orders(reading, REPEATED, progress):
        found += astray(reading, reader, [row._mapping for row in some])
    return found


def _open_orders(
    reading: Reading, columns: Sequence[sa.ColumnElement[Any]], progress: Progress
) -> Iterator[Sequence[Any]]:
    """The open orders that the actor sees, some at a time."""
    wanted = select_orders(reading.actor, *columns).where(ORDERS.c.is_open).order_by(ORDERS.c.number)
    rows, done = reading.connection.execute(wanted).all(), 0
    for some in _parts(rows, _LOOKED_AT):
        yield some
        done += len(some)
        progress(done, len(rows))


def _move(work: Work, numbers: Sequence[int]) -> list[int]:
    orders = list(lock_orders(work.connection, numbers, [*visible(work.actor), ORDERS.c.is_open]).values())
    chooser = NormChooser(work)
    # History goes on in time: what broke by the former norms stands in it before the new ones.
    late = [order for order in orders if order["next_due_at"] is not None and order["next_due_at"] < work.now]
    if late:
        keep_time(work, late)
    for order in orders:
        fix_norms(work, order, chooser)
    keep_time(work, orders)
    return [order.number for order in orders]


def _parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))
