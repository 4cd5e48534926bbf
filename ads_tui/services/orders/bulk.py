"""Acts on several orders at once: what may be selected, one savepoint for each order, and the batch (BK-1 … BK-5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from ads_tui.domain.notifications import Telling
from ads_tui.domain.selection import demand_few
from ads_tui.errors import AccessError, AdsError, ConflictError, NotFoundError, RuleError
from ads_tui.models.columns import table_of
from ads_tui.models.orders import Batch
from ads_tui.services.naming import not_found
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work

BATCHES = table_of(Batch)


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """An order that an act on several left as it was, and why."""

    order: int
    error: AdsError

    @property
    def code(self) -> str:
        """The code of the refusal."""
        return self.error.code

    @property
    def message(self) -> str:
        """The refusal for people."""
        return self.error.message


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What an act on several orders did; `batch` is the change of history that can be undone as one, if any.

    `unchanged` are those of `done` that had already what they were to get.
    """

    done: tuple[int, ...]
    refused: tuple[RefusedOrder, ...]
    batch: int | None = None
    unchanged: tuple[int, ...] = ()


def selected(numbers: Sequence[int]) -> list[int]:
    """The numbers, each once, in the order given; RuleError `too_many_selected` for more than 100 (BK-1)."""
    wanted = list(dict.fromkeys(numbers))
    demand_few(len(wanted))
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
            # A traceback would keep the transaction alive as long as the result.
            refused.append(RefusedOrder(number, error.with_traceback(None)))
        else:
            done.append(number)
    return BulkResult(tuple(done), tuple(refused), batch)


def in_batch(
    work: Work,
    kind: str,
    wanted: Sequence[int],
    orders: Mapping[int, LockedOrder],
    act: Callable[[LockedOrder], None],
    telling: Telling,
) -> BulkResult:
    """Do an act on each order as one batch of history (BK-5); where no order changes there is none."""
    by = work.actor.id if work.actor.kind == "employee" else None
    made = work.connection.execute(sa.insert(BATCHES).values(at=work.now, by_id=by, kind=kind).returning(BATCHES.c.id))
    batch: int = made.scalar_one()
    work.source, work.batch_id, work.telling = "bulk", batch, telling
    result = each_order(work, wanted, orders, act, batch=batch)
    unchanged = tuple(number for number in result.done if not orders[number].before)
    if len(unchanged) < len(result.done):
        return replace(result, unchanged=unchanged)
    work.connection.execute(sa.delete(BATCHES).where(BATCHES.c.id == batch))
    return replace(result, batch=None, unchanged=unchanged)
