"""What a service decides about its orders (CR-7), read once per operation."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.forms import Form
from ads_tui.domain.statuses import ServiceTraits
from ads_tui.models.catalogue import ApprovalStage, Service, ServicePerson, ServiceType
from ads_tui.models.columns import table_of
from ads_tui.models.people import Employee
from ads_tui.services.nouns.service_form import form_of
from ads_tui.services.sla.norms import DECIDING, Deciding, deciding
from ads_tui.store.work import Reading

_SERVICE = sa.bindparam("b_service", type_=sa.Integer)
_SERVICES, _TYPES = table_of(Service), table_of(ServiceType)
_RULES = (
    sa.select(
        _SERVICES.c.code,
        _SERVICES.c.name,
        _SERVICES.c.department_id,
        sa.func.coalesce(_SERVICES.c.appointment, _TYPES.c.appointment, sa.false()).label("appointment"),
        _SERVICES.c.quality_control,
        sa.exists().where(col(ApprovalStage.service_id) == _SERVICES.c.id).label("approval"),
        _SERVICES.c.require_document,
        _SERVICES.c.require_payment,
        _SERVICES.c.form,
        _SERVICES.c.max_executors,
        _SERVICES.c.use_controllers,
        *DECIDING,
        col(ServicePerson.part),
        col(Employee.login),
        col(Employee.id).label("employee_id"),
    )
    .outerjoin(_TYPES, _TYPES.c.id == _SERVICES.c.type_id)
    .outerjoin(ServicePerson, col(ServicePerson.service_id) == _SERVICES.c.id)
    .outerjoin(Employee, col(Employee.id) == col(ServicePerson.employee_id))
    .where(_SERVICES.c.id == _SERVICE)
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
    deciding: Deciding
    default_executors: dict[str, int]
    default_controllers: dict[str, int]


def rules_of(reading: Reading, service_id: int) -> ServiceRules:
    """The rules of a service."""
    # One row for each default person, a single one for a service without.
    rows = reading.connection.execute(_RULES, {"b_service": service_id}).all()
    row = rows[0]
    return ServiceRules(
        id=service_id,
        code=row.code,
        name=row.name,
        department_id=row.department_id,
        traits=ServiceTraits(
            appointment=bool(row.appointment),
            quality_control=row.quality_control,
            approval=bool(row.approval),
            requires_document=row.require_document,
            requires_payment=row.require_payment,
        ),
        form=form_of(row.form),
        max_executors=row.max_executors,
        use_controllers=row.use_controllers,
        deciding=deciding(row),
        default_executors={one.login: one.employee_id for one in rows if one.part == "executor"},
        default_controllers={one.login: one.employee_id for one in rows if one.part == "controller"},
    )
