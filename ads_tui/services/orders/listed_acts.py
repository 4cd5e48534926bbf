"""Acts on orders that were selected in a list: what has left the list since is not acted on unseen (BK-1, LS-3)."""

from collections.abc import Callable, Sequence

from ads_tui.errors import ConflictError
from ads_tui.i18n import N_
from ads_tui.services.orders.bulk import BulkResult, RefusedOrder, selected
from ads_tui.services.orders.window import OrderList
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Work

# An act on several orders, by their numbers.
Act = Callable[[Work, Sequence[int]], BulkResult]


def act_on_listed(work: Work, which: OrderList, numbers: Sequence[int], act: Act) -> BulkResult:
    """Do an act on those of the orders that the list still holds; the others are refused with `conflict`.

    What the actor sees no longer goes to the act, which refuses it. Raises RuleError `too_many_selected`, what the
    act raises, AccessError `forbidden` without the tab's section.
    """
    wanted = selected(numbers)
    seen = select_orders(work.actor, ORDERS.c.number).where(ORDERS.c.number.in_(wanted))
    left = frozenset(work.connection.execute(seen).scalars()) - which.among(work, wanted)
    result = act(work, [number for number in wanted if number not in left])
    refused = {one.order: one for one in result.refused}
    for number in left:
        refused[number] = RefusedOrder(number, ConflictError("conflict", N_("It has left the list since you chose it")))
    in_order = tuple(refused[number] for number in wanted if number in refused)
    return BulkResult(result.done, in_order, result.batch, result.unchanged)
