"""What a service decides about an order, told before the order is there (CR-7)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.statuses import initial_status
from ads_tui.models.catalogue import ApprovalStage, Status
from ads_tui.models.people import Department, Employee, Role
from ads_tui.services.candidates import default_executors
from ads_tui.services.orders.service_rules import rules_of
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class Decision:
    """People and the department by name; `status` is the name of the first status, to be translated.

    `left_out` are default executors who do not fit this building (PE-1); `approvers` decide in this order (AP-1).
    """

    department: str
    status: str
    appointment: bool
    executors: tuple[str, ...]
    left_out: tuple[str, ...]
    approvers: tuple[str, ...]


def decide(reading: Reading, service: int, building: int | None) -> Decision:
    """The decision of a service for an order at a building, ids; without a building nobody is assigned yet.

    Raises AccessError `forbidden` without the right `orders.create`.
    """
    reading.actor.require("orders.create")
    rules = rules_of(reading, service)
    first = initial_status(rules.traits)
    fit: list[int] = []
    left_out: list[int] = []
    if building is not None:
        people = default_executors(reading, rules, {"building_id": building, "service_id": service})
        fit, left_out = list(people.fit.values()), [employee for employee, _reason in people.left_out]
    department = sa.select(col(Department.name)).where(col(Department.id) == rules.department_id)
    return Decision(
        department=reading.session.execute(department).scalar() or "",
        status=reading.session.execute(sa.select(col(Status.name)).where(col(Status.code) == first)).scalar_one(),
        appointment=rules.traits.appointment,
        executors=_names(reading, fit),
        left_out=_names(reading, left_out),
        approvers=approvers_of(reading, service),
    )


def approvers_of(reading: Reading, service: int) -> tuple[str, ...]:
    """Who decides the stages of a service's approval route, in their order: employees and roles by name."""
    statement = (
        sa.select(sa.func.coalesce(col(Employee.name), col(Role.name)))
        .select_from(ApprovalStage)
        .outerjoin(Employee, col(Employee.id) == col(ApprovalStage.employee_id))
        .outerjoin(Role, col(Role.id) == col(ApprovalStage.role_id))
        .where(col(ApprovalStage.service_id) == service)
        .order_by(col(ApprovalStage.position))
    )
    return tuple(reading.session.execute(statement).scalars())


def _names(reading: Reading, employees: list[int]) -> tuple[str, ...]:
    rows = reading.session.execute(
        sa.select(col(Employee.id), col(Employee.name)).where(col(Employee.id).in_(employees))
    ).all()
    names = {row.id: row.name for row in rows}
    return tuple(names[employee] for employee in employees)
