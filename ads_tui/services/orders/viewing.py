"""Opening an order and putting it back to unread (LB-6, PE-6)."""

from collections.abc import Sequence

import sqlalchemy as sa

from ads_tui.errors import InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.services.comments import mark_comments_seen
from ads_tui.services.orders.bulk import BulkResult, each_order, selected
from ads_tui.services.orders.opening import take_order
from ads_tui.store.order_rows import EXECUTORS, LockedOrder, lock_orders
from ads_tui.store.visibility import visible
from ads_tui.store.work import Work

CARD_TABS = ("main", "comments")


def open_order(work: Work, number: int, *, tab: str = "main") -> None:
    """Count the order as opened by the actor: on Main for unread orders, on Comments for important ones (LB-6).

    Raises InputError `invalid_value` for another tab, NotFoundError.
    """
    if tab not in CARD_TABS:
        raise InputError("invalid_value", N_("A tab is one of: {choices}"), field="tab", choices=", ".join(CARD_TABS))
    order = take_order(work, number)
    if tab == "comments":
        mark_comments_seen(work, order)
    elif _set_unread(work, order, unread=False):
        work.change(order)


def mark_unread(work: Work, numbers: Sequence[int]) -> BulkResult:
    """Put orders of the actor back to unread (PE-6); history does not tell of it, so there is no batch.

    Raises AccessError `forbidden`, RuleError `too_many_selected` for more than 100 (BK-1).
    """
    work.actor.require("orders.edit")
    wanted = selected(numbers)
    orders = lock_orders(work.connection, wanted, visible(work.actor))

    def mark(order: LockedOrder) -> None:
        if not _set_unread(work, order, unread=True):
            raise RuleError("order_state", N_("Only an executor of the order can mark it unread"))
        work.change(order)

    return each_order(work, wanted, orders, mark)


def _set_unread(work: Work, order: LockedOrder, *, unread: bool) -> bool:
    """Whether the actor is an active executor whose mark was written."""
    changed = work.connection.execute(
        sa.update(EXECUTORS)
        .where(
            EXECUTORS.c.order_number == order.number,
            EXECUTORS.c.employee_id == work.actor.id,
            EXECUTORS.c.active,
            *(() if unread else (EXECUTORS.c.unread,)),
        )
        .values(unread=unread)
    )
    return changed.rowcount > 0
