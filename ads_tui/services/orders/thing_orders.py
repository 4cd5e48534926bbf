"""The orders of a building, a premise, a client or a service, newest first (CD-1, CR-5)."""

from dataclasses import dataclass

import sqlalchemy as sa

from ads_tui.domain.statuses import OPEN_BASES
from ads_tui.services.orders.walking import OrderKeys, Segment
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders, visible
from ads_tui.store.work import Reading

_BY_MOMENT = (Segment(None, ("created_at", "number")),)
_BY_NUMBER = (Segment(None, ("number",)),)
# As the indexes of `orders` go on after the thing.
_NEWEST_FIRST = {"building": _BY_MOMENT, "client": _BY_MOMENT, "premise": _BY_NUMBER, "service": _BY_NUMBER}


@dataclass(frozen=True, slots=True)
class ThingOrders:
    """The list of the orders of a thing, newest first: `kind` of a card of things, and an id."""

    kind: str
    key: int

    def keys(self, reading: Reading) -> OrderKeys:
        """Their keys, of what the actor may see: a walk of an index."""
        where = [*visible(reading.actor), ORDERS.c[f"{self.kind}_id"] == self.key]
        return OrderKeys(reading, where, _NEWEST_FIRST[self.kind], descending=True)


def count_building_orders(reading: Reading, building_id: int, *, open_only: bool = False) -> int:
    """How many orders of a building the actor may see, exactly; `open_only` leaves closed ones out."""
    statement = select_orders(reading.actor, sa.func.count()).select_from(ORDERS)
    statement = statement.where(ORDERS.c.building_id == building_id)
    if open_only:
        # Named one by one, the open statuses are the beginning of the index of open orders.
        statement = statement.where(sa.text("is_open"), ORDERS.c.base_status.in_(sorted(OPEN_BASES)))
    return int(reading.connection.execute(statement).scalar_one())
