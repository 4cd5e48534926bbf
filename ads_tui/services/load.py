"""How loaded employees are (PE-2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.load import Level, load_level
from ads_tui.models.people import Employee
from ads_tui.services.candidates import candidates
from ads_tui.services.naming import not_found
from ads_tui.store.order_rows import EXECUTORS, ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

# Whose act it is to choose people needs no section to see their load (RO-1).
_CHOOSERS = ("orders.edit", "orders.create")


@dataclass(frozen=True, slots=True)
class Load:
    """An employee's load: open orders where he is an active executor, whoever may see them (RO-3)."""

    login: str
    name: str
    open: int
    level: Level


def list_loads(reading: Reading, number: int | None = None) -> list[Load]:
    """Unblocked employees, least loaded first; with an order those whom PE-1 offers for it.

    Raises NotFoundError for an order that the actor does not see, AccessError `forbidden`.
    """
    reading.actor.require_signed_in()
    ids = None if number is None else _offered(reading, number)
    if not any(reading.actor.may(right) for right in _CHOOSERS):
        reading.actor.require_section("administration")
    return loads(reading, ids)


def loads(reading: Reading, employee_ids: Iterable[int] | None) -> list[Load]:
    """The load of these employees, or of all unblocked ones; sorted by load, equal ones by login."""
    counted = (
        sa.select(EXECUTORS.c.employee_id, sa.func.count().label("open"))
        .where(EXECUTORS.c.active, EXECUTORS.c.in_load)
        .group_by(EXECUTORS.c.employee_id)
    )
    who = col(Employee.blocked_at).is_(None)
    if employee_ids is not None:
        some = sorted(set(employee_ids))
        counted = counted.where(EXECUTORS.c.employee_id.in_(some))
        who = col(Employee.id).in_(some)
    count = counted.subquery()
    rows = reading.session.execute(
        sa.select(col(Employee.login), col(Employee.name), sa.func.coalesce(count.c.open, 0))
        .outerjoin(count, count.c.employee_id == col(Employee.id))
        .where(who)
    )
    found = [Load(login, name, orders, load_level(orders)) for login, name, orders in rows]
    return sorted(found, key=lambda load: (load.open, load.login))


def offered_loads(
    reading: Reading, place: Mapping[str, Any], *, department_id: int | None, by_service: bool = True
) -> list[Load]:
    """Whom PE-1 offers as executors of an order at `place`, its building_id and service_id; PE-5 without `by_service`.

    `department_id` None: employees of any department.
    """
    return loads(reading, _fitting(reading, place, department_id, by_service))


def loads_fitting_any(reading: Reading, places: Iterable[Mapping[str, Any]]) -> list[Load]:
    """Whom PE-1 offers as executors of one order at least, each with its building_id, service_id, department_id."""
    rest, fitting = _unblocked(reading), set[int]()
    for place in places:
        seen = candidates(reading, rest.values(), place, department_id=place["department_id"])
        fitting.update(rest.pop(login) for login, one in seen.items() if one.department_ok and one.access_ok)
    return loads(reading, fitting)


def _offered(reading: Reading, number: int) -> list[int]:
    """The ids of those whom PE-1 offers as executors of an order."""
    place = (
        reading.session.execute(
            select_orders(reading.actor, ORDERS.c.building_id, ORDERS.c.service_id, ORDERS.c.department_id).where(
                ORDERS.c.number == number
            )
        )
        .mappings()
        .first()
    )
    if place is None:
        raise not_found("order", number)
    return _fitting(reading, dict(place), place["department_id"], by_service=True)


def _fitting(reading: Reading, place: Mapping[str, Any], department_id: int | None, by_service: bool) -> list[int]:
    ids = _unblocked(reading)
    seen = candidates(reading, ids.values(), place, department_id=department_id, by_service=by_service)
    return [ids[login] for login, candidate in seen.items() if candidate.department_ok and candidate.access_ok]


def _unblocked(reading: Reading) -> dict[str, int]:
    """All who are not blocked, with their ids."""
    unblocked = sa.select(col(Employee.login), col(Employee.id)).where(col(Employee.blocked_at).is_(None))
    return {login: key for login, key in reading.session.execute(unblocked) if key is not None}
