"""An order's row while it is being changed: locked, its events chained, written in one go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ads_tui.domain.history import GENESIS, canonical_data, chain
from ads_tui.domain.text import fold
from ads_tui.models.columns import table_of
from ads_tui.models.orders import HistoryEvent, Order, OrderExecutor

ORDERS = table_of(Order)
EVENTS = table_of(HistoryEvent)
EXECUTORS = table_of(OrderExecutor)
# Numbers are signed 64-bit integers on both databases; a larger one names no order.
LARGEST_NUMBER = 2**63 - 1

_LOCK = (
    sa.select(ORDERS)
    .where(ORDERS.c.number.in_(sa.bindparam("b_numbers", expanding=True)))
    .order_by(ORDERS.c.number)
    .with_for_update(of=ORDERS)
)
_NEXT_NUMBERS = sa.text("SELECT nextval('orders_number_seq') FROM generate_series(1, :count)")
_INSERT_ORDER = sa.insert(ORDERS).inline()
_INSERT_EVENT = sa.insert(EVENTS).inline()
_TOUCH_EXECUTORS = (
    sa.update(EXECUTORS)
    .where(EXECUTORS.c.order_number == sa.bindparam("b_number"))
    .values(updated_at=sa.bindparam("b_updated_at"))
)


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event not yet written; moments in UTC."""

    at: datetime
    recorded_at: datetime
    actor_kind: str
    actor_id: int | None
    source: str
    batch_id: int | None
    kind: str
    field: str | None
    data: Mapping[str, Any]


class LockedOrder:
    """The row of an order under its lock: `order["column"]` reads, `set` writes, events are chained at once."""

    __slots__ = ("_before", "_changed", "_events", "_values", "is_new", "last_at", "number")

    def __init__(self, values: dict[str, Any], *, is_new: bool) -> None:
        self._values = values
        self._before: dict[str, Any] = {}
        self._changed: dict[str, Any] = {}
        self._events: list[dict[str, Any]] = []
        self.is_new = is_new
        self.number: int = values["number"]
        self.last_at: datetime = values["updated_at"]

    @classmethod
    def new(cls, values: dict[str, Any]) -> "LockedOrder":
        """An order that is not in the database yet, with its number allotted."""
        external = values["external_number"]
        key = None if external is None else fold(external)
        return cls({**values, "external_key": key, "history_seq": 0, "history_head": GENESIS}, is_new=True)

    def __getitem__(self, column: str) -> Any:
        return self._values[column]

    def set(self, **values: Any) -> None:
        """Give columns new values; written when the work is flushed."""
        for column, value in values.items():
            if self._values[column] != value:
                self._before.setdefault(column, self._values[column])
                self._values[column] = value
                self._changed[column] = value

    @property
    def values(self) -> Mapping[str, Any]:
        """All columns as they are now."""
        return self._values

    @property
    def before(self) -> Mapping[str, Any]:
        """The columns that were given other values, as they were when the order was locked."""
        return self._before

    @property
    def is_dirty(self) -> bool:
        """Whether anything waits to be written."""
        return self.is_new or bool(self._changed) or bool(self._events)

    def append(self, event: PendingEvent, *, moves: bool) -> None:
        """Chain an event onto the order's history (decision 3)."""
        seq = self._values["history_seq"] + 1
        row = {
            "order_number": self.number,
            "seq": seq,
            "at": event.at,
            "recorded_at": event.recorded_at,
            "actor_kind": event.actor_kind,
            "actor_id": event.actor_id,
            "source": event.source,
            "batch_id": event.batch_id,
            "kind": event.kind,
            "field": event.field,
            "data": canonical_data(event.data),
        }
        row["hash"] = chain(self._values["history_head"], list(row.values()))
        self._events.append(row)
        self.set(history_seq=seq, history_head=row["hash"])
        if moves and event.at >= self._values["updated_at"]:
            self.set(updated_at=event.at)
        self.last_at = max(self.last_at, event.at)

    def take(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Hand over the columns and events to write, and count as clean."""
        values = dict(self._values) if self.is_new else self._changed
        events = self._events
        self.is_new, self._changed, self._events = False, {}, []
        return values, events


def lock_orders(
    connection: Connection, numbers: Iterable[int], where: Sequence[sa.ColumnElement[bool]]
) -> dict[int, LockedOrder]:
    """Lock orders in ascending number and return those that exist and fit `where`."""
    wanted = sorted(number for number in set(numbers) if 0 < number <= LARGEST_NUMBER)
    if not wanted:
        return {}
    statement = _LOCK.where(*where) if where else _LOCK
    result = connection.execute(statement, {"b_numbers": wanted})
    names = tuple(result.keys())
    rows = [dict(zip(names, row, strict=True)) for row in result.all()]
    return {row["number"]: LockedOrder(row, is_new=False) for row in rows}


def allot_numbers(connection: Connection, count: int = 1) -> Sequence[int]:
    """The next order numbers: unique, increasing, never given twice (CR-6).

    On SQLite the orders must be written before numbers are asked for again.
    """
    if connection.dialect.name == "sqlite":
        # The writer's lock is held, so that nobody else can be given the same.
        last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'orders'").scalar() or 0
        return range(last + 1, last + 1 + count)
    return connection.execute(_NEXT_NUMBERS, {"count": count}).scalars().all()


def write_orders(connection: Connection, orders: Iterable[LockedOrder]) -> None:
    """Write rows and events of the orders, new ones first, in as few statements as there are shapes."""
    inserts: list[dict[str, Any]] = []
    updates: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    moved: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for order in orders:
        is_new = order.is_new
        values, new_events = order.take()
        events += new_events
        if is_new:
            inserts.append(values)
            continue
        if values:
            updates[tuple(values)].append({"b_number": order.number, **values})
        if "updated_at" in values:
            moved.append({"b_number": order.number, "b_updated_at": values["updated_at"]})
    if inserts:
        connection.execute(_INSERT_ORDER, inserts)
    for columns, rows in updates.items():
        connection.execute(_update_of(columns), rows)
    if moved:
        connection.execute(_TOUCH_EXECUTORS, moved)
    if events:
        connection.execute(_INSERT_EVENT, events)


_updates: dict[tuple[str, ...], sa.Update] = {}


def _update_of(columns: tuple[str, ...]) -> sa.Update:
    statement = _updates.get(columns)
    if statement is None:
        statement = sa.update(ORDERS).where(ORDERS.c.number == sa.bindparam("b_number"))
        statement = statement.values({column: sa.bindparam(column) for column in columns})
        _updates[columns] = statement
    return statement
