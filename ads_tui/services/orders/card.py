"""An order whole, as its card and `ads order show` show it (CD-1 … CD-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ads_tui.models.columns import table_of
from ads_tui.models.people import Employee
from ads_tui.services.orders.opening import demand_visible
from ads_tui.services.orders.rows import OrderRow, fetch_rows
from ads_tui.store.order_rows import EXECUTORS, ORDERS
from ads_tui.store.work import Reading, Work

_EMPLOYEES = table_of(Employee)


@dataclass(frozen=True, slots=True)
class OrderCard:
    """The row of an order and what only its card shows; `form` holds the answers by key."""

    row: OrderRow
    form: Mapping[str, Any]
    executors_all: tuple[str, ...]


def show_order(reading: Reading, number: int) -> OrderCard:
    """The card of an order; NotFoundError where it does not exist for the actor (RO-3)."""
    demand_visible(reading, number)
    return _card(reading, number)


def changed_card(work: Work, number: int) -> OrderCard:
    """The card of an order that this work has made or changed, also where its actor loses sight of it thereby."""
    work.flush()
    return _card(work, number)


def _card(reading: Reading, number: int) -> OrderCard:
    form = reading.connection.execute(sa.select(ORDERS.c.form_data).where(ORDERS.c.number == number)).scalar_one()
    ever = reading.connection.execute(
        sa.select(_EMPLOYEES.c.login)
        .join(EXECUTORS, EXECUTORS.c.employee_id == _EMPLOYEES.c.id)
        .where(EXECUTORS.c.order_number == number)
        .order_by(EXECUTORS.c.assigned_at, _EMPLOYEES.c.login)
    )
    (row,) = fetch_rows(reading, [number])
    return OrderCard(row, form, tuple(ever.scalars()))
