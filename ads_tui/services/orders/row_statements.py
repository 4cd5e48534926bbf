"""The statements that read rows of orders by their numbers; who may see them was judged where those were found."""

from typing import Any

import sqlalchemy as sa

from ads_tui.models.catalogue import ApprovalStage, CancelReason, Service, ServiceType, Status
from ads_tui.models.columns import table_of
from ads_tui.models.orders import OrderCancelReason, OrderController
from ads_tui.models.people import Department, Employee, Role
from ads_tui.models.places import Building, Client, ClientContact, ClientPremise, Organization, Premise
from ads_tui.store.order_rows import EXECUTORS, ORDERS

STATUSES = table_of(Status)
SERVICES = table_of(Service)
TYPES = table_of(ServiceType)
BUILDINGS = table_of(Building)
DEPARTMENTS = table_of(Department)
ORGANIZATIONS = table_of(Organization)
PREMISES = table_of(Premise)
CLIENTS = table_of(Client)
RESIDENCES = table_of(ClientPremise)
CONTROLLERS = table_of(OrderController)
STAGES = table_of(ApprovalStage)
ROLES = table_of(Role)
GIVEN_REASONS = table_of(OrderCancelReason)
REASONS = table_of(CancelReason)
EMPLOYEES = table_of(Employee)
CONTACTS = table_of(ClientContact)

_NUMBERS: sa.BindParameter[int] = sa.bindparam("numbers", expanding=True)
_created, _accepted, _closed = (EMPLOYEES.alias() for _ in range(3))


def _contact(kind: str) -> Any:
    contact = CONTACTS.alias()
    return (
        sa.select(contact.c.value)
        .where(contact.c.client_id == ORDERS.c.client_id, contact.c.kind == kind, contact.c.primary)
        .order_by(contact.c.id)
        .limit(1)
        .scalar_subquery()
    )


_JOINED = (
    ORDERS.join(STATUSES, STATUSES.c.id == ORDERS.c.status_id)
    .join(SERVICES, SERVICES.c.id == ORDERS.c.service_id)
    .join(BUILDINGS, BUILDINGS.c.id == ORDERS.c.building_id)
    .outerjoin(TYPES, TYPES.c.id == SERVICES.c.type_id)
    .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == ORDERS.c.department_id)
    .outerjoin(ORGANIZATIONS, ORGANIZATIONS.c.id == BUILDINGS.c.organization_id)
    .outerjoin(PREMISES, PREMISES.c.id == ORDERS.c.premise_id)
    .outerjoin(CLIENTS, CLIENTS.c.id == ORDERS.c.client_id)
    .outerjoin(
        RESIDENCES,
        sa.and_(RESIDENCES.c.client_id == ORDERS.c.client_id, RESIDENCES.c.premise_id == ORDERS.c.premise_id),
    )
    .outerjoin(_created, _created.c.id == ORDERS.c.created_by)
    .outerjoin(_accepted, _accepted.c.id == ORDERS.c.accepted_by)
    .outerjoin(_closed, _closed.c.id == ORDERS.c.closed_by)
)
ROWS_OF_ORDERS = (
    sa.select(
        ORDERS.c.number,
        ORDERS.c.history_seq,
        ORDERS.c.external_number,
        STATUSES.c.code.label("status"),
        STATUSES.c.name.label("status_name"),
        STATUSES.c.colour.label("status_colour"),
        ORDERS.c.base_status,
        ORDERS.c.status_comment,
        ORDERS.c.resume_at,
        ORDERS.c.resume_is_date,
        ORDERS.c.cancel_comment,
        ORDERS.c.channel,
        ORDERS.c.priority,
        ORDERS.c.service_id,
        SERVICES.c.code.label("service_code"),
        SERVICES.c.name.label("service_name"),
        SERVICES.c.crm_name,
        TYPES.c.code.label("type_code"),
        TYPES.c.name.label("type_name"),
        DEPARTMENTS.c.code.label("department_code"),
        DEPARTMENTS.c.name.label("department_name"),
        ORGANIZATIONS.c.code.label("organization_code"),
        ORGANIZATIONS.c.name.label("organization_name"),
        BUILDINGS.c.code.label("building_code"),
        BUILDINGS.c.name.label("building_name"),
        PREMISES.c.code.label("premise_code"),
        PREMISES.c.name.label("premise_name"),
        PREMISES.c.entrance,
        PREMISES.c.floor,
        ORDERS.c.client_id,
        CLIENTS.c.code.label("client_code"),
        CLIENTS.c.name.label("client_name"),
        CLIENTS.c.registered,
        CLIENTS.c.category,
        CLIENTS.c.tags,
        RESIDENCES.c.status.label("client_status"),
        _contact("phone").label("client_phone"),
        _contact("email").label("client_email"),
        ORDERS.c.essence,
        ORDERS.c.created_at,
        _created.c.login.label("created_by"),
        ORDERS.c.updated_at,
        ORDERS.c.accepted_at,
        _accepted.c.login.label("accepted_by"),
        _accepted.c.name.label("accepted_by_name"),
        ORDERS.c.first_in_progress_at,
        ORDERS.c.done_at,
        ORDERS.c.closed_at,
        _closed.c.login.label("closed_by"),
        _closed.c.name.label("closed_by_name"),
        ORDERS.c.reopened_count,
        ORDERS.c.due_at,
        ORDERS.c.due_by_hand,
        ORDERS.c.next_due_at,
        ORDERS.c.localized_at,
        ORDERS.c.visit_from,
        ORDERS.c.visit_to,
        ORDERS.c.important,
        ORDERS.c.unread_messages,
    )
    .select_from(_JOINED)
    .where(ORDERS.c.number.in_(_NUMBERS))
)
EXECUTORS_OF_ORDERS = (
    sa.select(
        EXECUTORS.c.order_number, EXECUTORS.c.employee_id, EXECUTORS.c.unread, EMPLOYEES.c.login, EMPLOYEES.c.name
    )
    .join(EMPLOYEES, EMPLOYEES.c.id == EXECUTORS.c.employee_id)
    .where(
        EXECUTORS.c.order_number.in_(_NUMBERS),
        EXECUTORS.c.removed_at.is_(None),
    )
    .order_by(EXECUTORS.c.order_number, EXECUTORS.c.assigned_at, EMPLOYEES.c.login)
)
CONTROLLERS_OF_ORDERS = (
    sa.select(CONTROLLERS.c.order_number, EMPLOYEES.c.login, EMPLOYEES.c.name)
    .join(EMPLOYEES, EMPLOYEES.c.id == CONTROLLERS.c.employee_id)
    .where(CONTROLLERS.c.order_number.in_(_NUMBERS))
    .order_by(CONTROLLERS.c.order_number, CONTROLLERS.c.assigned_at, EMPLOYEES.c.login)
)
APPROVERS_OF_ORDERS = (
    sa.select(STAGES.c.service_id, sa.func.coalesce(EMPLOYEES.c.login, ROLES.c.code))
    .outerjoin(EMPLOYEES, EMPLOYEES.c.id == STAGES.c.employee_id)
    .outerjoin(ROLES, ROLES.c.id == STAGES.c.role_id)
    .where(STAGES.c.service_id.in_(sa.select(ORDERS.c.service_id).where(ORDERS.c.number.in_(_NUMBERS))))
    .order_by(STAGES.c.service_id, STAGES.c.position)
)
REASONS_OF_ORDERS = (
    sa.select(GIVEN_REASONS.c.order_number, REASONS.c.code)
    .join(REASONS, REASONS.c.id == GIVEN_REASONS.c.reason_id)
    .where(GIVEN_REASONS.c.order_number.in_(_NUMBERS))
    .order_by(GIVEN_REASONS.c.order_number, REASONS.c.position)
)
