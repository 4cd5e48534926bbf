"""The people of a service: default executors and controllers, the approval route, and PE-5 (CR-7, AP-1)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.i18n import N_
from ads_tui.models.catalogue import ApprovalStage, ServicePerson
from ads_tui.models.orders import OrderController
from ads_tui.models.people import Employee, Role
from ads_tui.services.naming import find_thing
from ads_tui.services.nouns.keys import Key, find_employee
from ads_tui.services.nouns.values import is_empty, read_list
from ads_tui.store.order_rows import ORDERS, lock_orders
from ads_tui.store.work import Reading, Work

_ROLE = "role:"
_BATCH = 500
# An approver: an employee's id, or a role's.
_Stage = tuple[int | None, int | None]


def _people(name: str, caption: str, part: str) -> Key:
    """Logins in order, kept as the service's `executor` or `controller` people."""

    def read(reading: Reading, text: str) -> list[int]:
        return list(dict.fromkeys(find_employee(reading, login, name) for login in read_list(text, name)))

    def write(work: Work, service: Any, employees: list[int]) -> None:
        work.session.execute(
            sa.delete(ServicePerson).where(col(ServicePerson.service_id) == service.id, col(ServicePerson.part) == part)
        )
        for position, employee_id in enumerate(employees):
            work.session.add(
                ServicePerson(service_id=service.id, employee_id=employee_id, part=part, position=position)
            )

    def show(reading: Reading, services: Sequence[Any]) -> list[Any]:
        rows = reading.session.execute(
            sa.select(col(ServicePerson.service_id), col(Employee.login))
            .join(Employee, col(Employee.id) == col(ServicePerson.employee_id))
            .where(
                col(ServicePerson.service_id).in_([service.id for service in services]),
                col(ServicePerson.part) == part,
            )
            .order_by(col(ServicePerson.position))
        )
        return _grouped(rows.all(), services)

    return Key(name, caption, "LOGIN,…", read, write, show, linked=True)


def _read_approval(reading: Reading, text: str) -> list[_Stage]:
    """Stages in order; the same approver may stand in several."""
    if is_empty(text):
        return []
    stages: list[_Stage] = []
    for word in (part.strip() for part in text.split(",")):
        if word.startswith(_ROLE):
            stages.append((None, find_thing(reading, Role, word.removeprefix(_ROLE), "approval").id))
        elif word:
            stages.append((find_employee(reading, word, "approval"), None))
    return stages


def _write_approval(work: Work, service: Any, stages: list[_Stage]) -> None:
    work.session.execute(sa.delete(ApprovalStage).where(col(ApprovalStage.service_id) == service.id))
    for position, (employee_id, role_id) in enumerate(stages, start=1):
        work.session.add(
            ApprovalStage(service_id=service.id, position=position, employee_id=employee_id, role_id=role_id)
        )


def _show_approval(reading: Reading, services: Sequence[Any]) -> list[Any]:
    rows = reading.session.execute(
        sa.select(col(ApprovalStage.service_id), sa.func.coalesce(col(Employee.login), _ROLE + col(Role.code)))
        .outerjoin(Employee, col(Employee.id) == col(ApprovalStage.employee_id))
        .outerjoin(Role, col(Role.id) == col(ApprovalStage.role_id))
        .where(col(ApprovalStage.service_id).in_([service.id for service in services]))
        .order_by(col(ApprovalStage.position))
    )
    return _grouped(rows.all(), services)


def _grouped(rows: Sequence[Any], services: Sequence[Any]) -> list[Any]:
    found: dict[int, list[str]] = defaultdict(list)
    for service_id, text in rows:
        found[service_id].append(text)
    return [found[service.id] for service in services]


EXECUTORS = _people("default_executors", N_("Default executors"), "executor")
CONTROLLERS = _people("default_controllers", N_("Default controllers"), "controller")
APPROVAL = Key(
    "approval",
    N_("Approval stages in order"),
    "LOGIN|role:CODE,…",
    _read_approval,
    _write_approval,
    _show_approval,
    linked=True,
)


def drop_controllers(work: Work, service_id: int) -> None:
    """Take the controllers off all orders of a service that uses none any more, with history (PE-5)."""
    of_service = sa.select(ORDERS.c.number).where(ORDERS.c.service_id == service_id)
    rows = work.connection.execute(
        sa.select(col(OrderController.order_number), col(OrderController.employee_id))
        .where(col(OrderController.order_number).in_(of_service))
        .order_by(col(OrderController.order_number), col(OrderController.assigned_at), col(OrderController.employee_id))
    )
    controllers: dict[int, list[int]] = defaultdict(list)
    for number, employee_id in rows:
        controllers[number].append(employee_id)
    numbers = list(controllers)
    for start in range(0, len(numbers), _BATCH):
        some = numbers[start : start + _BATCH]
        # Locked again in ascending order, and only where nobody has given the order another service meanwhile.
        for number, order in lock_orders(work.connection, some, [ORDERS.c.service_id == service_id]).items():
            work.record(order, "controllers", {"from": controllers[number], "to": []})
            work.connection.execute(sa.delete(OrderController).where(col(OrderController.order_number) == number))
        work.flush()
