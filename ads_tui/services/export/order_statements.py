"""What an export reads of orders: the columns of each field, and the lists of a batch."""

from typing import Any

import sqlalchemy as sa

from ads_tui.models.catalogue import ApprovalStage, CancelReason, Service, ServiceType, Status
from ads_tui.models.columns import table_of
from ads_tui.models.orders import OrderCancelReason, OrderController
from ads_tui.models.people import Department, Employee, Role
from ads_tui.models.places import (
    Account,
    Building,
    BuildingGroup,
    Client,
    ClientContact,
    ClientPremise,
    Organization,
    Premise,
    Quarter,
)
from ads_tui.store.order_rows import EXECUTORS, ORDERS

_STATUSES, _SERVICES, _TYPES = table_of(Status), table_of(Service), table_of(ServiceType)
_DEPARTMENTS, _ORGANIZATIONS = table_of(Department), table_of(Organization)
_BUILDINGS, _GROUPS, _QUARTERS = table_of(Building), table_of(BuildingGroup), table_of(Quarter)
_PREMISES, _ACCOUNTS = table_of(Premise), table_of(Account)
_CLIENTS, _CONTACTS, _RESIDENCES = table_of(Client), table_of(ClientContact), table_of(ClientPremise)
_CONTROLLERS, _STAGES, _ROLES = table_of(OrderController), table_of(ApprovalStage), table_of(Role)
_GIVEN_REASONS, _REASONS = table_of(OrderCancelReason), table_of(CancelReason)
_EMPLOYEES = table_of(Employee)
_created, _accepted, _closed, _managers = (_EMPLOYEES.alias() for _ in range(4))
_NUMBERS: sa.BindParameter[int] = sa.bindparam("numbers", expanding=True)


def _contact(kind: str) -> Any:
    contact = _CONTACTS.alias()
    return (
        sa.select(contact.c.value)
        .where(contact.c.client_id == ORDERS.c.client_id, contact.c.kind == kind, contact.c.primary)
        .order_by(contact.c.id)
        .limit(1)
        .scalar_subquery()
    )


# Of each field that is no list.
COLUMNS: dict[str, tuple[Any, ...]] = {
    "number": (ORDERS.c.number,),
    "external_number": (ORDERS.c.external_number,),
    "channel": (ORDERS.c.channel,),
    "priority": (ORDERS.c.priority,),
    "service_type": (_TYPES.c.name,),
    "service": (_SERVICES.c.name,),
    "crm_name": (_SERVICES.c.crm_name,),
    "essence": (ORDERS.c.essence,),
    "department": (_DEPARTMENTS.c.name,),
    "visit_from": (ORDERS.c.visit_from,),
    "visit_to": (ORDERS.c.visit_to,),
    "created_at": (ORDERS.c.created_at,),
    "created_by": (_created.c.name,),
    "updated_at": (ORDERS.c.updated_at,),
    "labels": (ORDERS.c.number, ORDERS.c.unread_messages, ORDERS.c.important),
    "client": (_CLIENTS.c.name,),
    "client_phone": (_contact("phone"), ORDERS.c.first_in_progress_at),
    "client_email": (_contact("email"),),
    "client_status": (_RESIDENCES.c.status,),
    "client_tags": (_CLIENTS.c.tags,),
    "registered": (_CLIENTS.c.registered,),
    "debt": (_ACCOUNTS.c.balance, _BUILDINGS.c.show_debt),
    "organization": (_ORGANIZATIONS.c.name,),
    "group": (_GROUPS.c.name,),
    "quarter": (_QUARTERS.c.name,),
    "quarter_manager": (_managers.c.name,),
    "building": (_BUILDINGS.c.name,),
    "premise": (_PREMISES.c.name,),
    "entrance": (_PREMISES.c.entrance,),
    "floor": (_PREMISES.c.floor,),
    "approvers": (ORDERS.c.service_id,),
    "accepted_by": (_accepted.c.name,),
    "closed_by": (_closed.c.name,),
    "status": (_STATUSES.c.name,),
    "status_comment": (ORDERS.c.status_comment,),
    "resume_on": (ORDERS.c.resume_at, ORDERS.c.resume_is_date),
    "reopened": (ORDERS.c.reopened_count,),
    "cancel_comment": (ORDERS.c.cancel_comment,),
    "accepted_at": (ORDERS.c.accepted_at,),
    "first_in_progress_at": (ORDERS.c.first_in_progress_at,),
    "reaction_due_at": (ORDERS.c.number,),
    "reaction": (ORDERS.c.number,),
    "due_at": (ORDERS.c.due_at,),
    "execution": (ORDERS.c.number,),
    "localization": (ORDERS.c.number,),
    "localized_at": (ORDERS.c.localized_at,),
    "done_at": (ORDERS.c.done_at,),
    "closed_at": (ORDERS.c.closed_at,),
}
# Both databases leave out the outer joins of which no column is asked.
_JOINED = (
    ORDERS.join(_STATUSES, _STATUSES.c.id == ORDERS.c.status_id)
    .join(_SERVICES, _SERVICES.c.id == ORDERS.c.service_id)
    .join(_BUILDINGS, _BUILDINGS.c.id == ORDERS.c.building_id)
    .outerjoin(_TYPES, _TYPES.c.id == _SERVICES.c.type_id)
    .outerjoin(_DEPARTMENTS, _DEPARTMENTS.c.id == ORDERS.c.department_id)
    .outerjoin(_ORGANIZATIONS, _ORGANIZATIONS.c.id == _BUILDINGS.c.organization_id)
    .outerjoin(_GROUPS, _GROUPS.c.id == _BUILDINGS.c.group_id)
    .outerjoin(_QUARTERS, _QUARTERS.c.id == _BUILDINGS.c.quarter_id)
    .outerjoin(_managers, _managers.c.id == _QUARTERS.c.manager_id)
    .outerjoin(_PREMISES, _PREMISES.c.id == ORDERS.c.premise_id)
    .outerjoin(_CLIENTS, _CLIENTS.c.id == ORDERS.c.client_id)
    .outerjoin(
        _RESIDENCES,
        sa.and_(_RESIDENCES.c.client_id == ORDERS.c.client_id, _RESIDENCES.c.premise_id == ORDERS.c.premise_id),
    )
    # An account is that of whoever belongs to the premise, not of a neighbour who called.
    .outerjoin(_ACCOUNTS, sa.and_(_ACCOUNTS.c.id == _PREMISES.c.account_id, _RESIDENCES.c.client_id.is_not(None)))
    .outerjoin(_created, _created.c.id == ORDERS.c.created_by)
    .outerjoin(_accepted, _accepted.c.id == ORDERS.c.accepted_by)
    .outerjoin(_closed, _closed.c.id == ORDERS.c.closed_by)
)


def select_columns(*columns: Any) -> sa.Select[Any]:
    """A select of columns of the orders `numbers`, the number first."""
    # By place, as two fields may share a column.
    named = (column.label(f"c{place}") for place, column in enumerate((ORDERS.c.number, *columns)))
    return sa.select(*named).select_from(_JOINED).where(ORDERS.c.number.in_(_NUMBERS))


def _everybody() -> sa.Select[Any]:
    return (
        sa.select(EXECUTORS.c.order_number, _EMPLOYEES.c.name)
        .join(_EMPLOYEES, _EMPLOYEES.c.id == EXECUTORS.c.employee_id)
        .where(EXECUTORS.c.order_number.in_(_NUMBERS))
        .order_by(EXECUTORS.c.order_number, EXECUTORS.c.assigned_at, _EMPLOYEES.c.login)
    )


# Pairs of an order among `numbers` and a name, of each field that is a list of its own.
LISTS: dict[str, sa.Select[Any]] = {
    "executors": _everybody().where(EXECUTORS.c.removed_at.is_(None)),
    "executors_all": _everybody(),
    "controllers": (
        sa.select(_CONTROLLERS.c.order_number, _EMPLOYEES.c.name)
        .join(_EMPLOYEES, _EMPLOYEES.c.id == _CONTROLLERS.c.employee_id)
        .where(_CONTROLLERS.c.order_number.in_(_NUMBERS))
        .order_by(_CONTROLLERS.c.order_number, _CONTROLLERS.c.assigned_at, _EMPLOYEES.c.login)
    ),
    "cancel_reasons": (
        sa.select(_GIVEN_REASONS.c.order_number, _REASONS.c.name)
        .join(_REASONS, _REASONS.c.id == _GIVEN_REASONS.c.reason_id)
        .join(ORDERS, ORDERS.c.number == _GIVEN_REASONS.c.order_number)
        .where(_GIVEN_REASONS.c.order_number.in_(_NUMBERS), ORDERS.c.base_status == "cancelled_by_client")
        .order_by(_GIVEN_REASONS.c.order_number, _REASONS.c.position)
    ),
}
# Orders among `numbers` that `employee` has not opened since they were his (LB-1).
UNREAD_ORDERS = sa.select(EXECUTORS.c.order_number).where(
    EXECUTORS.c.order_number.in_(_NUMBERS),
    EXECUTORS.c.employee_id == sa.bindparam("employee"),
    EXECUTORS.c.removed_at.is_(None),
    EXECUTORS.c.unread,
)
# Services and the names on their routes; few, so that they are read once.
APPROVERS = (
    sa.select(_STAGES.c.service_id, sa.func.coalesce(_EMPLOYEES.c.name, _ROLES.c.name))
    .outerjoin(_EMPLOYEES, _EMPLOYEES.c.id == _STAGES.c.employee_id)
    .outerjoin(_ROLES, _ROLES.c.id == _STAGES.c.role_id)
    .order_by(_STAGES.c.service_id, _STAGES.c.position)
)
