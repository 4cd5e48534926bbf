"""Many orders like one, made by the database itself: what is due for it is due for each of them."""

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.models.columns import table_of
from ads_tui.models.time import DueWork, OrderClock
from ads_tui.store.order_rows import EVENTS, ORDERS, allot_numbers
from ads_tui.store.work import Store, Work

_TABLES = (
    (ORDERS, "number"),
    *((table, "order_number") for table in (EVENTS, table_of(OrderClock), table_of(DueWork))),
)
_COUNT = "WITH RECURSIVE made(number) AS (SELECT CAST(:first AS BIGINT) UNION ALL SELECT number + 1 FROM made"


def copy_order(store: Store, number: int, count: int) -> range:
    """Copies of an order with its history, clocks and due work, and their numbers."""
    return store.perform(SYSTEM, lambda work: _copy(work, number, count))


def _copy(work: Work, number: int, count: int) -> range:
    numbers = allot_numbers(work.connection, count)
    given = {"first": numbers[0], "last": numbers[-1], "number": number}
    for table, key in _TABLES:
        names = ", ".join(column.name for column in table.columns if column.name not in (key, "id"))
        source = f"{_COUNT} WHERE number < :last) SELECT number FROM made"
        statement = f"SELECT copied.number, {names} FROM ({source}) AS copied, {table.name} AS original"
        statement = f"INSERT INTO {table.name} ({key}, {names}) {statement} WHERE original.{key} = :number"
        work.connection.execute(sa.text(statement), given)
    return range(numbers[0], numbers[-1] + 1)
