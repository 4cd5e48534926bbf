"""The catalogue: service types and services with their forms, people and approval routes."""

from sqlalchemy.orm import Session

from ads_tui.domain.forms import to_json
from ads_tui.domain.sorting import sort_key
from ads_tui.domain.text import fold
from ads_tui.models.catalogue import ApprovalStage, Service, ServicePerson, ServiceType
from ads_tui.services.demonstration.company import Size, Staff
from ads_tui.services.demonstration.material import Material, ServicePlan

ROLE = "role:"


def add_catalogue(session: Session, material: Material, staff: Staff, size: Size) -> None:
    """Write types and services; a company of several crews has no default executors, who would be one crew's."""
    for number, code in enumerate(material.types, start=1):
        name = material.names["types"][code]
        session.add(ServiceType(id=number, code=code, name=name, name_key=fold(name), sort_key=sort_key(name)))
    session.flush()
    session.add_all(_service(plan, material) for plan in material.services)
    session.flush()
    for plan in material.services:
        _add_people(session, plan, staff, with_executors=size.crews == 1)
        _add_route(session, plan, staff)
    session.flush()


def _service(plan: ServicePlan, material: Material) -> Service:
    return Service(
        id=plan.id,
        code=plan.code,
        name=plan.name,
        name_key=fold(plan.name),
        sort_key=sort_key(plan.name),
        crm_name=plan.crm_name,
        crm_sort_key=sort_key(plan.crm_name),
        type_id=material.types.index(plan.type) + 1,
        department_id=material.company["departments"].index(plan.department) + 1,
        tags=plan.tags,
        note=plan.note,
        form=to_json(plan.form),
        max_executors=plan.max_executors,
        use_controllers=bool(plan.controllers),
        quality_control=plan.quality_control,
        payment=plan.payment,
        appointment=plan.appointment or None,
        reaction_norm=plan.reaction,
        execution_norm=plan.execution,
        localization_norm=plan.localization,
        emergency=plan.emergency,
    )


def _add_people(session: Session, plan: ServicePlan, staff: Staff, *, with_executors: bool) -> None:
    parts = {"executor": plan.executors if with_executors else (), "controller": plan.controllers}
    for part, logins in parts.items():
        for position, login in enumerate(logins, start=1):
            session.add(ServicePerson(service_id=plan.id, employee_id=staff.ids[login], part=part, position=position))


def _add_route(session: Session, plan: ServicePlan, staff: Staff) -> None:
    for position, approver in enumerate(plan.approval, start=1):
        stage = ApprovalStage(service_id=plan.id, position=position)
        if approver.startswith(ROLE):
            stage.role_id = staff.role_ids[approver.removeprefix(ROLE)]
        else:
            stage.employee_id = staff.ids[approver]
        session.add(stage)
