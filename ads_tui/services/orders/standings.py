"""What of orders a change of their status is judged by, read for one or for a hundred alike (ST-2 … ST-9)."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.moments import ResumeOn
from ads_tui.domain.status_changes import Standing
from ads_tui.domain.statuses import Status
from ads_tui.models import catalogue
from ads_tui.models.catalogue import CancelReason
from ads_tui.models.orders import OrderCancelReason, OrderController
from ads_tui.services.orders.service_rules import ServiceRules, rules_of
from ads_tui.store.order_rows import EXECUTORS, LockedOrder
from ads_tui.store.work import Reading

_NUMBERS = sa.bindparam("b_numbers", expanding=True, type_=sa.BigInteger)
_STAFFED = sa.select(EXECUTORS.c.order_number).where(EXECUTORS.c.order_number.in_(_NUMBERS), EXECUTORS.c.active)
_CONTROLLED = sa.select(col(OrderController.order_number)).where(
    col(OrderController.order_number).in_(_NUMBERS), col(OrderController.employee_id) == sa.bindparam("b_employee")
)
_REASONS = (
    sa.select(col(OrderCancelReason.order_number), col(CancelReason.code))
    .join(CancelReason, col(CancelReason.id) == col(OrderCancelReason.reason_id))
    .where(col(OrderCancelReason.order_number).in_(_NUMBERS))
    .order_by(col(CancelReason.position))
)


def standings_of(reading: Reading, orders: Collection[LockedOrder]) -> dict[int, Standing]:
    """What of each order a change of its status is judged by, by number."""
    numbers = [order.number for order in orders]
    statuses = {status: _status(reading, status) for status in {order["status_id"] for order in orders}}
    rules = {service: rules_of(reading, service) for service in {order["service_id"] for order in orders}}
    staffed = frozenset(reading.connection.execute(_STAFFED, {"b_numbers": numbers}).scalars())
    reasons = _reasons(reading, numbers)
    return {
        order.number: Standing(
            status=statuses[order["status_id"]],
            traits=rules[order["service_id"]].traits,
            has_active_executor=order.number in staffed,
            comment=order["cancel_comment" if order["base_status"] == "cancelled_by_client" else "status_comment"],
            reasons=frozenset(reasons[order.number]),
            resume_on=ResumeOn(order["resume_at"], order["resume_is_date"]) if order["resume_at"] else None,
        )
        for order in orders
    }


def _status(reading: Reading, key: int) -> Status:
    row = reading.session.get_one(catalogue.Status, key)
    return Status(row.code, row.base)


def controlled_by_actor(reading: Reading, numbers: Iterable[int]) -> frozenset[int]:
    """Those of the orders that the actor is a controller of (ST-9)."""
    wanted = {"b_numbers": list(numbers), "b_employee": reading.actor.id}
    return frozenset(reading.connection.execute(_CONTROLLED, wanted).scalars())


def rules_of_order(reading: Reading, order: LockedOrder) -> ServiceRules:
    """The rules of the order's service."""
    return rules_of(reading, order["service_id"])


def has_active_executor(reading: Reading, number: int) -> bool:
    """Whether somebody assigned and not blocked is there (ST-4)."""
    return reading.connection.execute(_STAFFED.limit(1), {"b_numbers": [number]}).first() is not None


def reasons_of(reading: Reading, number: int) -> list[str]:
    """The codes of the reasons that an order was cancelled for."""
    return _reasons(reading, [number])[number]


def _reasons(reading: Reading, numbers: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {number: [] for number in numbers}
    for number, code in reading.connection.execute(_REASONS, {"b_numbers": list(numbers)}):
        found[number].append(code)
    return found
