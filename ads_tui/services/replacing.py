"""Puts one employee in the place of another in what services decide: default people and approval stages (EM-2)."""

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.models.catalogue import ApprovalStage, Service, ServicePerson
from ads_tui.models.people import Employee
from ads_tui.services import audit
from ads_tui.store.work import Work

_PARTS = {"executor": "default_executors", "controller": "default_controllers"}


def replace_in_services(work: Work, employee: Employee, replacement: Employee) -> None:
    """Replace in default executors and controllers and in approval stages, noted in the audit log.

    Whether the replacement fits is judged with each order (PE-1).
    """
    changed: dict[int, set[str]] = {}
    for person in work.session.scalars(sa.select(ServicePerson).where(col(ServicePerson.employee_id) == employee.id)):
        changed.setdefault(person.service_id, set()).add(_PARTS[person.part])
        _replace_person(work, person, replacement)
    for stage in work.session.scalars(sa.select(ApprovalStage).where(col(ApprovalStage.employee_id) == employee.id)):
        changed.setdefault(stage.service_id, set()).add("approval")
        stage.employee_id = replacement.id
    work.session.flush()
    for service_id, keys in sorted(changed.items()):
        code = work.session.get_one(Service, service_id).code
        old, new = (dict.fromkeys(sorted(keys), who.login) for who in (employee, replacement))
        audit.note(work, "service", code, old, new)
        work.touch("service", code)


def _replace_person(work: Work, person: ServicePerson, replacement: Employee) -> None:
    """One who is there already stays once."""
    assert replacement.id is not None
    work.session.delete(person)
    work.session.flush()
    if work.session.get(ServicePerson, (person.service_id, replacement.id, person.part)) is None:
        work.session.add(
            ServicePerson(
                service_id=person.service_id,
                employee_id=replacement.id,
                part=person.part,
                position=person.position,
            )
        )
