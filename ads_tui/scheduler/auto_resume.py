"""Resumes paused orders by themselves (RE-1, RE-3)."""

from collections.abc import Sequence

from ads_tui.scheduler.items import Item, Orders
from ads_tui.services.orders.statuses import find_status, move_orders
from ads_tui.store.work import Work


def resume_orders(work: Work, items: Sequence[Item], orders: Orders) -> Sequence[Item]:
    """Bring each order that is paused to `in_progress`, as the system: no rule of ST-2 … ST-9 forbids it (ST-3)."""
    target = find_status(work, "in_progress")
    resumed = [item for item in items if orders[item.order]["base_status"] == "paused"]
    move_orders(work, [orders[item.order] for item in resumed], target)
    return resumed
