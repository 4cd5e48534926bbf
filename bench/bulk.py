"""P10: one status for a hundred orders at once beside a hundred single changes."""

import statistics
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.domain.selection import MOST_SELECTED
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from bench.measure import MIN_RUNS, Line

WISHES = (StatusWish("paused", comment="waits for parts"), StatusWish("in_progress"))
# Orders that can be paused and resumed again and again, from all over the table.
_WORKING = """
    SELECT o.number FROM orders o JOIN statuses s ON s.id = o.status_id
    WHERE o.is_open AND o.base_status = 'in_progress' AND s.code = 'in_progress'
        AND EXISTS (SELECT 1 FROM order_executors e WHERE e.order_number = o.number AND e.active)
    ORDER BY (o.number * 7919) % 10007, o.number LIMIT :count"""


def bulk_status(store: Store, label: str) -> list[Line]:
    """Milliseconds for a hundred orders: in one transaction, and one by one, in turns and on the same orders."""
    actor = sign_in(store, login="admin", os_user=None)
    with store.reading(SYSTEM) as reading:
        numbers = list(reading.connection.execute(sa.text(_WORKING), {"count": 2 * MOST_SELECTED}).scalars())
    count = len(numbers) // 2
    halves = numbers[:count], numbers[count : 2 * count]
    spent: dict[Callable[..., None], list[float]] = {_at_once: [], _one_by_one: []}
    for turn in range(2 * MIN_RUNS):
        for wish in WISHES:
            # The halves change places, so that neither way has the easier orders.
            for act, half in zip(spent, halves[:: -1 if turn % 2 else 1], strict=True):
                start = time.perf_counter()
                act(store, actor, half, wish)
                spent[act].append((time.perf_counter() - start) * 1_000)
    ours, floor = (statistics.median(times[2:]) for times in spent.values())
    return [Line("P10", f"bulk status of {count}, {label}", ours, "ms", floor, 0.5)]


def _at_once(store: Store, actor: Actor, numbers: Sequence[int], wish: StatusWish) -> None:
    result = store.perform(actor, lambda work: change_statuses(work, numbers, wish))
    assert len(result.done) == len(numbers), result.refused[:3]


def _one_by_one(store: Store, actor: Actor, numbers: Sequence[int], wish: StatusWish) -> None:
    for number in numbers:
        store.perform(actor, lambda work, number=number: change_status(work, number, wish))  # type: ignore[misc]
