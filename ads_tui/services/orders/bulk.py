"""Acts on several orders at once: what may be selected, one savepoint for each order, and the batch (BK-1 … BK-5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ads_tui.errors import AccessError, ConflictError, NotFoundError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.columns import table_of
from ads_tui.models.orders import Batch
from ads_tui.services.naming import not_found
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work

MOST_SELECTED = 100
BATCHES = table_of(Batch)


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """An order that an act on several left as it was, and why."""

    order: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What an act on several orders did; `batch` is the change of history that can be undone as one, if any."""

    done: tuple[int, ...]
    refused: tuple[RefusedOrder, ...]
    batch: int | None = None


def selected(numbers: Sequence[int]) -> list[int]:
    """The numbers, each once, in the order given; RuleError `too_many_selected` for more than 100 (BK-1)."""
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) > MOST_SELECTED:
        raise RuleError("too_many_selected", N_("At most {most} orders at once"), most=MOST_SELECTED)
    return wanted


def each_order(
    work: Work,
    wanted: Sequence[int],
    orders: Mapping[int, LockedOrder],
    act: Callable[[LockedOrder], None],
    *,
    batch: int | None = None,
) -> BulkResult:
    """Do an act on each order by itself: a refusal leaves that order alone, anything else undoes all (BK-2).

    Those of `wanted` that are not among `orders` do not exist for the actor.
    """
    done: list[int] = []
    refused: list[RefusedOrder] = []
    for number in wanted:
        try:
            if number not in orders:
                raise not_found("order", number)
            with work.savepoint():
                act(orders[number])
        except (RuleError, NotFoundError, AccessError, ConflictError) as error:
            refused.append(RefusedOrder(number, error.code, error.message))
        else:
            done.append(number)
    return BulkResult(tuple(done), tuple(refused), batch)


def in_batch(
    work: Work, kind: str, wanted: Sequence[int], orders: Mapping[int, LockedOrder], act: Callable[[LockedOrder], None]
) -> BulkResult:
    """Do an act on each order as one batch of history (BK-5); where no order changes there is none."""
    by = work.actor.id if work.actor.kind == "employee" else None
    made = work.connection.execute(sa.insert(BATCHES).values(at=work.now, by_id=by, kind=kind).returning(BATCHES.c.id))
    batch: int = made.scalar_one()
    work.source, work.batch_id = "bulk", batch
    result = each_order(work, wanted, orders, act, batch=batch)
    if any(orders[number].before for number in result.done):
        return result
    work.connection.execute(sa.delete(BATCHES).where(BATCHES.c.id == batch))
    return BulkResult(result.done, result.refused)
