"""Reminds executors of a due that comes near (SL-9)."""

from collections.abc import Sequence

from ads_tui.scheduler.items import Item, Orders
from ads_tui.services.due_work import DUE_SOON
from ads_tui.services.notifications.outbox import notify
from ads_tui.store.work import Work


def remind(work: Work, items: Sequence[Item], orders: Orders) -> Sequence[Item]:
    """Remind of each due that is still to come; after it the break is what is told."""
    ahead = [item for item in items if _is_ahead(work, orders, item)]
    for item in ahead:
        notify(work, orders[item.order], DUE_SOON, data={"due": item.subject})
    return ahead


def _is_ahead(work: Work, orders: Orders, item: Item) -> bool:
    due_at = orders[item.order]["due_at"]
    return due_at is not None and due_at > work.now
