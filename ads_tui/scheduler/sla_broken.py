"""Records that clocks broke, at the moment they were due (SL-6)."""

from collections.abc import Sequence

from ads_tui.scheduler.items import Item, Orders
from ads_tui.services.sla.keeping import keep_time
from ads_tui.store.work import Work


def record_breaks(work: Work, items: Sequence[Item], orders: Orders) -> Sequence[Item]:
    """Write what the clocks of the orders have come to."""
    keep_time(work, [orders[number] for number in sorted({item.order for item in items})])
    return items
