"""Whether what is kept of the clocks of orders is what their history says (SL-12)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.engine import RowMapping

from ads_tui.domain.sla_clocks import Clocks, clocks
from ads_tui.services.sla.events import EventReader
from ads_tui.services.sla.keeping import clock_rows, fixed_of, next_due, read_clocks
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

# The columns of orders that repeat what clocks say.
REPEATED = tuple(ORDERS.c[name] for name in ("number", "due_at", "due_by_hand", "next_due_at", "localized_at"))


def astray(reading: Reading, reader: EventReader, orders: Sequence[RowMapping]) -> list[int]:
    """The numbers of those orders, given by their REPEATED columns, of which something else is kept.

    What has run out since it was kept last is no fault: the scheduler will find it.
    """
    kept = read_clocks(reading, [order["number"] for order in orders])
    fixed = {number: fixed_of(rows.values()) for number, rows in kept.items()}
    told = reader.read({order["number"]: dict(order) for order in orders}, fixed)
    found = {number: clocks(here.events, reading.now) for number, here in told.items()}
    return [
        number
        for order in orders
        if not (
            _repeats(order, found[number := order["number"]])
            and _agree(kept[number], clock_rows(found[number], told[number].norms), reading.now)
        )
    ]


def _repeats(order: RowMapping, found: Clocks) -> bool:
    said = (order["due_at"], order["due_by_hand"], order["next_due_at"], order["localized_at"])
    return said == (found.due_at, found.due_by_hand, next_due(found), found.localized_at)


def _agree(kept: Mapping[str, Any], wanted: Mapping[str, dict[str, Any]], now: datetime) -> bool:
    return kept.keys() == wanted.keys() and all(_is_same(kept[kind], row, now) for kind, row in wanted.items())


def _is_same(kept: Any, wanted: Mapping[str, Any], now: datetime) -> bool:
    ran_out = wanted["state"] == "broken" and kept.breaks_at is not None and kept.breaks_at <= now
    passing = {"state", "breaks_at", "broken_at"} if ran_out else frozenset()
    return all(getattr(kept, name) == value for name, value in wanted.items() if name not in passing)
