"""Taking an order in hand: locked where it is visible, its first act noted (ST-10), conflicts found (ST-11)."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ads_tui.errors import ConflictError, InputError
from ads_tui.i18n import N_
from ads_tui.models.people import Employee
from ads_tui.services.naming import not_found
from ads_tui.store.order_rows import EVENTS, ORDERS, LockedOrder, lock_orders
from ads_tui.store.visibility import select_orders, visible
from ads_tui.store.work import Reading, Work


def take_order(work: Work, number: int) -> LockedOrder:
    """The order, locked for this work; NotFoundError where it does not exist for the actor (RO-3)."""
    order = lock_orders(work.connection, [number], visible(work.actor)).get(number)
    if order is None:
        raise not_found("order", number)
    return order


def demand_visible(reading: Reading, number: int) -> None:
    """Raise NotFoundError where the order does not exist for the actor (RO-3)."""
    statement = select_orders(reading.actor, ORDERS.c.number).where(ORDERS.c.number == number)
    if reading.connection.execute(statement).first() is None:
        raise not_found("order", number)


def accept(work: Work, order: LockedOrder) -> None:
    """Note the first act of an employee on an order, once (ST-10)."""
    if work.actor.kind == "employee" and order["accepted_at"] is None:
        order.set(accepted_at=work.now, accepted_by=work.actor.id)
        work.record(order, "accepted")


def check_version(work: Work, order: LockedOrder, version: int | None, wanted: Mapping[str, Any]) -> None:
    """Refuse fields that another has changed since `version` (ST-11); nothing without a version.

    `wanted` names the fields as history does, with the values asked for; a field that holds that value already is no
    conflict. Raises ConflictError with `field`, `yours`, `theirs`, `version`; InputError for a version not yet reached.
    """
    if version is None or version == order["history_seq"]:
        return
    _demand_reached(order, version)
    since = work.connection.execute(
        sa.select(EVENTS.c.kind, EVENTS.c.field, EVENTS.c.data, EVENTS.c.actor_id, EVENTS.c.at)
        .where(EVENTS.c.order_number == order.number, EVENTS.c.seq > version)
        .order_by(EVENTS.c.seq)
    )
    theirs: dict[str, tuple[Any, int | None]] = {}
    for kind, field, data, actor_id, _at in since:
        theirs[field or kind] = (json.loads(data).get("to"), actor_id)
    for field, value in wanted.items():
        if field in theirs and theirs[field][0] != value:
            raise _conflict(work, order, field, value, *theirs[field])


def _demand_reached(order: LockedOrder, version: int) -> None:
    if not 0 < version <= order["history_seq"]:
        raise InputError(
            "invalid_value", N_("The order has not reached version {version}"), field="version", version=version
        )


def _conflict(
    work: Work, order: LockedOrder, field: str, yours: Any, theirs: Any, actor_id: int | None
) -> ConflictError:
    who = work.session.get(Employee, actor_id) if actor_id else None
    return ConflictError(
        "conflict",
        N_("{who} has changed {field} of order {number} since you read it"),
        field=field,
        details={"field": field, "yours": yours, "theirs": theirs, "version": order["history_seq"]},
        who=who.login if who else "system",
        number=order.number,
    )


def people_after(work: Work, order: LockedOrder, kind: str, version: int) -> set[int]:
    """The executors or controllers, employee ids, as they stood at a version of the order (ST-11).

    Raises InputError `invalid_value` for a version not yet reached.
    """
    _demand_reached(order, version)
    data = work.connection.execute(
        sa.select(EVENTS.c.data)
        .where(EVENTS.c.order_number == order.number, EVENTS.c.kind == kind, EVENTS.c.seq <= version)
        .order_by(EVENTS.c.seq.desc())
        .limit(1)
    ).scalar()
    return set(json.loads(data)["to"]) if data else set()
