"""What a service decides about its orders (CR-7), read once per operation."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.forms import Form, from_json
from ads_tui.domain.statuses import ServiceTraits
from ads_tui.models.catalogue import ApprovalStage, Service, ServicePerson, ServiceType
from ads_tui.models.people import Employee
from ads_tui.store.work import Reading

_SERVICE = sa.bindparam("b_service", type_=sa.Integer)
_STAGE = sa.select(col(ApprovalStage.position)).where(col(ApprovalStage.service_id) == _SERVICE).limit(1)
_PEOPLE = (
    sa.select(col(ServicePerson.part), col(Employee.login), col(Employee.id))
    .join(Employee, col(Employee.id) == col(ServicePerson.employee_id))
    .where(col(ServicePerson.service_id) == _SERVICE)
    .order_by(col(ServicePerson.position))
)


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """A service's rules for its orders; people are logins with ids in the order of the service."""

    id: int
    code: str
    name: str
    department_id: int | None
    traits: ServiceTraits
    form: Form
    max_executors: int
    use_controllers: bool
    default_executors: dict[str, int]
    default_controllers: dict[str, int]


def rules_of(reading: Reading, service: Service) -> ServiceRules:
    """The rules of a service row."""
    session = reading.session
    assert service.id is not None
    by_type = session.get(ServiceType, service.type_id) if service.type_id else None
    routed = session.connection().execute(_STAGE, {"b_service": service.id}).first()
    people = session.connection().execute(_PEOPLE, {"b_service": service.id}).all()
    return ServiceRules(
        id=service.id,
        code=service.code,
        name=service.name,
        department_id=service.department_id,
        traits=ServiceTraits(
            appointment=service.appointment
            if service.appointment is not None
            else bool(by_type and by_type.appointment),
            quality_control=service.quality_control,
            approval=routed is not None,
            requires_document=service.require_document,
            requires_payment=service.require_payment,
        ),
        form=form_of(service),
        max_executors=service.max_executors,
        use_controllers=service.use_controllers,
        default_executors={login: key for part, login, key in people if part == "executor" and key},
        default_controllers={login: key for part, login, key in people if part == "controller" and key},
    )


def form_of(service: Service) -> Form:
    """The order form of a service row; one without questions where none was set."""
    return from_json(service.form or {"field": []})
