"""Reminds executors of a due that comes near (SL-9)."""

from collections.abc import Sequence

from ads_tui.scheduler.items import Item, Orders
from ads_tui.services.due_work import DUE_SOON
from ads_tui.services.notifications.outbox import Happening, notify_each
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work


def remind(work: Work, items: Sequence[Item], orders: Orders) -> Sequence[Item]:
    """Remind of each due that is still to come; after it the break is what is told."""
    ahead = [item for item in items if _is_ahead(work, orders, item)]
    notify_each(work, [_reminder(orders[item.order], item.subject) for item in ahead])
    return ahead


def _reminder(order: LockedOrder, due: str) -> Happening:
    return Happening(order, DUE_SOON, order["history_seq"], {"due": due})


def _is_ahead(work: Work, orders: Orders, item: Item) -> bool:
    due_at = orders[item.order]["due_at"]
    return due_at is not None and due_at > work.now
