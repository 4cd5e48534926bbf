"""Who may be given to an order: employees as it sees them, and its service's default people among them (PE-1, PE-5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.assignment import MOST_CONTROLLERS, Candidate, fitting_defaults
from ads_tui.models.columns import table_of
from ads_tui.models.people import Employee, EmployeeBuilding, Role, RoleService
from ads_tui.services.orders.service_rules import ServiceRules
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Reading, Work

# Logins with their ids, in the order of assignment.
People = Mapping[str, int]

_IN_BUILDING = sa.exists().where(
    col(EmployeeBuilding.employee_id) == col(Employee.id),
    col(EmployeeBuilding.building_id) == sa.bindparam("b_building", type_=sa.Integer),
)
_IN_SERVICE = sa.exists().where(
    col(RoleService.role_id) == col(Role.id),
    col(RoleService.service_id) == sa.bindparam("b_service", type_=sa.Integer),
)
_CANDIDATES = (
    sa.select(
        col(Employee.login),
        col(Employee.department_id),
        col(Employee.blocked_at),
        sa.or_(col(Employee.all_buildings), _IN_BUILDING).label("building"),
        sa.or_(col(Role.all_services), _IN_SERVICE).label("service"),
    )
    .join(Role, col(Role.id) == col(Employee.role_id))
    .where(col(Employee.id).in_(sa.bindparam("b_employees", expanding=True)))
    .order_by(col(Employee.id))
)
_HELD_CANDIDATES = _CANDIDATES.with_for_update(read=True, of=table_of(Employee))


def candidates(
    reading: Reading,
    employee_ids: Iterable[int],
    place: Mapping[str, Any] | LockedOrder,
    *,
    department_id: int | None,
    by_service: bool = True,
) -> dict[str, Candidate]:
    """Employees by login as an order sees them (PE-1); `place` names its building_id and service_id.

    `department_id` None: any department will do. In a Work they are held, so that nobody is blocked before the commit.
    """
    ids = sorted(set(employee_ids))
    if not ids:
        return {}
    wanted = {"b_employees": ids, "b_building": place["building_id"], "b_service": place["service_id"]}
    statement = _HELD_CANDIDATES if isinstance(reading, Work) else _CANDIDATES
    return {
        row.login: Candidate(
            department_ok=department_id is None or row.department_id == department_id,
            access_ok=bool(row.building) and (bool(row.service) or not by_service),
            blocked=row.blocked_at is not None,
        )
        for row in reading.connection.execute(statement, wanted)
    }


@dataclass(frozen=True, slots=True)
class DefaultPeople:
    """Default people of one kind for a new order: those who fit, and those left out with the reason (PE-1)."""

    fit: dict[str, int]
    left_out: list[tuple[int, str]]


def default_executors(reading: Reading, rules: ServiceRules, place: Mapping[str, Any]) -> DefaultPeople:
    """The service's default executors for an order at `place` (CR-7, PE-1)."""
    return _defaults(
        rules.default_executors,
        candidates(reading, rules.default_executors.values(), place, department_id=rules.department_id),
        rules.max_executors,
    )


def default_controllers(reading: Reading, rules: ServiceRules, place: Mapping[str, Any]) -> DefaultPeople:
    """The service's default controllers, none where it uses none (PE-5)."""
    wanted = rules.default_controllers if rules.use_controllers else {}
    seen = candidates(reading, wanted.values(), place, department_id=None, by_service=False)
    return _defaults(wanted, seen, MOST_CONTROLLERS)


def _defaults(wanted: People, seen: Mapping[str, Candidate], maximum: int) -> DefaultPeople:
    fit, left_out = fitting_defaults(list(wanted), seen, maximum)
    return DefaultPeople(
        {login: wanted[login] for login in fit}, [(wanted[login], reason) for login, reason in left_out]
    )
