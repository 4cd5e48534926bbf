"""The card of a service."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.moments import show_duration
from ads_tui.i18n import N_, _
from ads_tui.models.catalogue import Service, ServiceCategory, ServicePerson, ServiceType
from ads_tui.models.people import Department, Employee
from ads_tui.services.cards.card import Card, card, listed
from ads_tui.services.nouns.service_form import form_of
from ads_tui.services.orders.deciding import approvers_of
from ads_tui.services.reach import within_services
from ads_tui.store.work import Reading


def service_card(reading: Reading, key: int) -> Card | None:
    """A service within reach, by id, archived or not: what it asks and what it decides (CR-7)."""
    appointment = sa.func.coalesce(col(Service.appointment), col(ServiceType.appointment), sa.false())
    columns: list[Any] = [Service, col(ServiceType.name).label("type"), appointment.label("appointment")]
    columns += [col(ServiceCategory.name).label("category"), col(Department.name).label("department")]
    statement = (
        sa.select(*columns)
        .outerjoin(ServiceType, col(ServiceType.id) == col(Service.type_id))
        .outerjoin(ServiceCategory, col(ServiceCategory.id) == col(Service.category_id))
        .outerjoin(Department, col(Department.id) == col(Service.department_id))
        .where(col(Service.id) == key, *within_services(reading.actor, col(Service.id)))
    )
    row = reading.session.execute(statement).first()
    if row is None:
        return None
    service = row.Service
    lines = [
        (N_("Service name in CRM"), service.crm_name),
        (N_("Service type"), row.type or ""),
        (N_("Service category"), row.category or ""),
        (N_("Department"), row.department or ""),
        (N_("Default executors"), listed(_people(reading, key, "executor"))),
        (N_("Default controllers"), listed(_people(reading, key, "controller"))),
        (N_("Approval"), listed(approvers_of(reading, key))),
        (N_("Needs"), listed(_needs(service, row.appointment))),
        (N_("Norm of reaction"), _norm(service.reaction_norm)),
        (N_("Norm of execution"), _norm(service.execution_norm)),
        (N_("Norm of localization"), _norm(service.localization_norm)),
        (N_("Questions"), listed(question.label for question in form_of(service.form).fields)),
        (N_("Tags"), listed(service.tags)),
        (N_("Archived"), _("yes") if service.archived_at else ""),
    ]
    return card(service.name, lines, service.note)


def _people(reading: Reading, service: int, part: str) -> list[str]:
    statement = (
        sa.select(col(Employee.name))
        .join(ServicePerson, col(ServicePerson.employee_id) == col(Employee.id))
        .where(col(ServicePerson.service_id) == service, col(ServicePerson.part) == part)
        .order_by(col(ServicePerson.position))
    )
    return list(reading.session.scalars(statement))


def _needs(service: Service, appointment: bool) -> list[str]:
    needs = [
        (appointment, _("a visit time")),
        (service.quality_control, _("quality control")),
        (service.require_document, _("a document before it is done")),
        (service.require_payment, _("payment before it is done")),
    ]
    return [text for needed, text in needs if needed]


def _norm(seconds: int | None) -> str:
    return show_duration(seconds) if seconds else ""
