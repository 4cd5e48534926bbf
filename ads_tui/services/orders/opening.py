"""Taking an order in hand: locked where it is visible, its first act noted (ST-10), conflicts found (ST-11)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.errors import ConflictError, InputError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Status
from ads_tui.models.people import Employee
from ads_tui.services.naming import not_found
from ads_tui.services.orders.event_values import EventValues
from ads_tui.store.order_rows import EVENTS, LARGEST_NUMBER, ORDERS, LockedOrder, lock_orders
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
    if not 0 < number <= LARGEST_NUMBER or reading.connection.execute(statement).first() is None:
        raise not_found("order", number)


def accept(work: Work, order: LockedOrder) -> None:
    """Note the first act of an employee on an order, once (ST-10)."""
    if work.actor.kind == "employee" and order["accepted_at"] is None:
        order.set(accepted_at=work.now, accepted_by=work.actor.id)
        work.record(order, "accepted")


# What undoing gives back beside the status and the people: the moments of ST-10 and what goes with a status.
_GIVEN_BACK = (
    *("status_comment", "cancel_comment", "resume_at", "resume_is_date", "first_in_progress_at", "done_at"),
    *("accepted_at", "accepted_by", "closed_at", "closed_by", "reopened_count"),
)


def kept_for_undoing(work: Work, order: LockedOrder) -> dict[str, Any] | None:
    """What an event of a batch holds so that it can be undone (BK-5): columns as they were; None outside a batch."""
    if work.batch_id is None:
        return None
    return {name: order.before[name] for name in _GIVEN_BACK if name in order.before}


@dataclass(slots=True)
class _Theirs:
    """What others made of a field: what it was at the version, what it is now, who did it last and when."""

    seen: Any
    present: Any
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field has become since a version: `present` as CL-7 prints it, `by` a name or None, `at` in UTC."""

    present: Any
    by: str | None
    at: datetime


def check_version(work: Work, order: LockedOrder, version: int | None, wanted: Mapping[str, Any]) -> None:
    """Refuse fields that another has changed since `version` (ST-11); nothing without a version.

    `wanted` names the fields as history does, with the values asked for as events hold them. A field that holds that
    value already, or again the one that was seen, is no conflict. Raises ConflictError with `field`, `yours`,
    `theirs`, `version`; InputError `invalid_value` for a version not yet reached.
    """
    if version is None:
        return
    demand_reached(order, version)
    if version == order["history_seq"]:
        return
    theirs = _changed_since(work, order.number, version)
    for field, value in wanted.items():
        other = theirs.get(field)
        if other is not None and other.present not in (other.seen, value):
            raise _conflict(work, order, field, value, other)


def demand_reached(order: LockedOrder, version: int) -> None:
    """Raise InputError `invalid_value` for a version that the order has not reached, and for one below the first."""
    if not 0 < version <= order["history_seq"]:
        raise InputError(
            "invalid_value", N_("The order has not reached version {version}"), field="version", version=version
        )


def changed_since(reading: Reading, number: int, version: int) -> dict[str, FieldChange]:
    """What others made of an order's fields since a version, by the names of history (ST-11).

    Raises NotFoundError where the order does not exist for the actor.
    """
    demand_visible(reading, number)
    theirs = _changed_since(reading, number, version)
    values = EventValues(reading, [(field, one.present) for field, one in theirs.items()])
    names = _names(reading, {one.by for one in theirs.values() if one.by is not None})
    return {
        field: FieldChange(values.shown(field, one.present), names.get(one.by or 0), one.at)
        for field, one in theirs.items()
    }


def _names(reading: Reading, employees: set[int]) -> dict[int, str]:
    rows = reading.connection.execute(
        sa.select(col(Employee.id), col(Employee.name)).where(col(Employee.id).in_(employees))
    )
    return {key: name for key, name in rows if key is not None}


def _changed_since(reading: Reading, number: int, version: int) -> dict[str, _Theirs]:
    events = reading.connection.execute(
        sa.select(EVENTS.c.kind, EVENTS.c.field, EVENTS.c.data, EVENTS.c.actor_id, EVENTS.c.at, EVENTS.c.batch_id)
        .where(EVENTS.c.order_number == number, EVENTS.c.seq > version)
        .order_by(EVENTS.c.seq)
    ).all()
    # A batch that came and was undone since is no change: undone, the order is as it was before it.
    passed = {row.batch_id for row in events if row.kind == "undone"} & {
        row.batch_id for row in events if row.kind != "undone"
    }
    by_client = _statuses_by_client(reading)
    changed: dict[str, _Theirs] = {}
    for kind, field, text, actor_id, at, batch in events:
        if batch is not None and batch in passed:
            continue
        data = json.loads(text)
        _note(changed, field or kind, data.get("from"), _Theirs(None, data.get("to"), actor_id, at))
        if kind == "status" and data.get("comment"):
            # The event does not hold the comment from before; there is none that could be the one seen.
            column = "cancel_comment" if data["to"] in by_client else "status_comment"
            _note(changed, column, object(), _Theirs(None, data["comment"], actor_id, at))
    return changed


def _statuses_by_client(reading: Reading) -> frozenset[str]:
    """The codes of the statuses whose comment is the cancel comment (ST-7, ST-12)."""
    base = col(Status.base) == "cancelled_by_client"
    return frozenset(reading.session.scalars(sa.select(col(Status.code)).where(base)))


def _note(changed: dict[str, _Theirs], field: str, before: Any, last: _Theirs) -> None:
    last.seen = changed[field].seen if field in changed else before
    changed[field] = last


def _conflict(work: Work, order: LockedOrder, field: str, yours: Any, theirs: _Theirs) -> ConflictError:
    values = EventValues(work, [(field, yours), (field, theirs.present)], [theirs.by] if theirs.by else [])
    return ConflictError(
        "conflict",
        N_("{who} has changed {field} of order {number} since you read it"),
        field=field,
        details={
            "field": field,
            "yours": values.shown(field, yours),
            "theirs": values.shown(field, theirs.present),
            "version": order["history_seq"],
        },
        who=values.login(theirs.by) or "system",
        number=order.number,
    )


def people_after(work: Work, order: LockedOrder, kind: str, version: int) -> set[int]:
    """The executors or controllers, employee ids, as they stood at a version of the order (ST-11).

    Raises InputError `invalid_value` for a version not yet reached.
    """
    demand_reached(order, version)
    data = work.connection.execute(
        sa.select(EVENTS.c.data)
        .where(
            EVENTS.c.order_number == order.number,
            sa.or_(EVENTS.c.kind == kind, sa.and_(EVENTS.c.kind == "undone", EVENTS.c.field == kind)),
            EVENTS.c.seq <= version,
        )
        .order_by(EVENTS.c.seq.desc())
        .limit(1)
    ).scalar()
    return set(json.loads(data)["to"]) if data else set()
