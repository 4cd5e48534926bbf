"""What is kept of the clocks of open orders is what their history says (SL-12)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from ads_tui.domain.sla_clocks import Clocks, clocks
from ads_tui.i18n import _
from ads_tui.services.problems import Problems
from ads_tui.services.sla.events import EventReader
from ads_tui.services.sla.keeping import clock_rows, fixed_of, next_due, read_clocks
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

_AT_ONCE = 500
_OPEN = (
    sa.select(*(ORDERS.c[name] for name in ("number", "due_at", "due_by_hand", "next_due_at", "localized_at")))
    .where(sa.text("is_open"))
    .order_by(ORDERS.c.number)
)


def check_clocks(reading: Reading, problems: Problems, progress: Callable[[int], None]) -> None:
    """Compare the due and the clocks of every open order with those that are computed from its history.

    What has run out since it was kept last is no fault: the scheduler will find it.
    """
    reader, done, last = EventReader(reading), 0, 0
    while rows := reading.connection.execute(_OPEN.where(ORDERS.c.number > last).limit(_AT_ONCE)).mappings().all():
        _compare(reading, reader, rows, problems)
        last, done = rows[-1]["number"], done + len(rows)
        progress(done)


def _compare(reading: Reading, reader: EventReader, orders: Sequence[RowMapping], problems: Problems) -> None:
    kept = read_clocks(reading, [order["number"] for order in orders])
    fixed = {number: fixed_of(rows.values()) for number, rows in kept.items()}
    told = reader.read({order["number"]: order for order in orders}, fixed)
    for order in orders:
        number = order["number"]
        found = clocks(told[number].events, reading.now)
        wanted = clock_rows(found, told[number].norms)
        if not (_agrees(order, found) and _agree(kept[number], wanted, reading.now)):
            advice = _("Write them anew: 'ads sla recompute'")
            problems.add("clocks", _("What is kept of its clocks disagrees with its history"), advice, number)


def _agrees(order: RowMapping, found: Clocks) -> bool:
    said = (order["due_at"], order["due_by_hand"], order["next_due_at"], order["localized_at"])
    return said == (found.due_at, found.due_by_hand, next_due(found), found.localized_at)


def _agree(kept: dict[str, Any], wanted: dict[str, dict[str, Any]], now: datetime) -> bool:
    return kept.keys() == wanted.keys() and all(_is_same(kept[kind], row, now) for kind, row in wanted.items())


def _is_same(kept: Any, wanted: dict[str, Any], now: datetime) -> bool:
    ran_out = wanted["state"] == "broken" and kept.breaks_at is not None and kept.breaks_at <= now
    passing = {"state", "breaks_at", "broken_at"} if ran_out else frozenset()
    return all(getattr(kept, name) == value for name, value in wanted.items() if name not in passing)
