"""Services: what decides an order's department, people, form and norms (CL-17, CR-7)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.domain.assignment import MOST_CONTROLLERS
from ads_tui.domain.sorting import sort_key
from ads_tui.errors import RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Service, ServiceCategory, ServiceType
from ads_tui.models.people import Department
from ads_tui.services import reach
from ads_tui.services.nouns.engine import Found, Noun
from ads_tui.services.nouns.keys import choice, column_key, duration, flag, line, note, reference, whole, words
from ads_tui.services.nouns.service_calendar import CALENDAR
from ads_tui.services.nouns.service_form import FORM, form_texts
from ads_tui.services.nouns.service_people import APPROVAL, CONTROLLERS, EXECUTORS, drop_controllers
from ads_tui.services.nouns.values import is_empty, read_flag, read_percent
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.search import rewrite_texts
from ads_tui.store.work import Reading, Work

MOST_EXECUTORS = 4
PAYMENTS = ("none", "prepaid", "postpaid")
EMERGENCIES = ("none", "accident", "drain", "chute")
RATING_AVERAGES = ("all", "year", "hidden")


def services_within(actor: Actor) -> reach.Conditions:
    """Conditions on `services` that hold for those within reach (RO-3)."""
    return reach.within_services(actor, col(Service.id))


def _read_appointment(_reading: Reading, text: str) -> bool | None:
    """None: as the service's type says."""
    return None if is_empty(text) else read_flag(text, "appointment")


def _check(_reading: Reading, service: Any, given: Mapping[str, Any]) -> None:
    """More default people than an order may have would be left out of every order (PE-1, PE-5)."""
    most = given.get("max_executors", service.max_executors if service else 1)
    if len(given.get("default_executors", ())) > most:
        raise RuleError(
            "too_many_executors",
            N_("The service takes at most {maximum} executors"),
            field="default_executors",
            maximum=most,
        )
    if len(given.get("default_controllers", ())) > MOST_CONTROLLERS:
        raise RuleError(
            "too_many_controllers",
            N_("An order has at most {maximum} controllers"),
            field="default_controllers",
            maximum=MOST_CONTROLLERS,
        )


def _settle(work: Work, service: Any, changed: frozenset[str]) -> None:
    if "name" in changed:
        rewrite_texts(work.connection, ORDERS.c.service_id == service.id)
    if "use_controllers" in changed and not service.use_controllers:
        drop_controllers(work, service.id)


def _found_by() -> Found:
    """By what CR-2 names, and by the code."""
    return sa.select(
        col(Service.id),
        col(Service.code),
        col(Service.name),
        col(Service.crm_name),
        col(ServiceType.name),
        col(Service.tags),
        col(Service.form),
    ).outerjoin(ServiceType, col(ServiceType.id) == col(Service.type_id))


def _text_of(texts: Sequence[Any]) -> str:
    *plain, tags, form = texts
    return " ".join(text for text in (*plain, *tags, *form_texts(form)) if text)


def _write_crm_name(_work: Work, service: Any, name: str) -> None:
    service.crm_name, service.crm_sort_key = name, sort_key(name)


def _plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


SERVICE = Noun(
    name="service",
    plural="services",
    model=Service,
    right="services.edit",
    section="services",
    keys=(
        reference("department", N_("Department"), Department, "department_id"),
        reference("type", N_("Service type"), ServiceType, "type_id"),
        reference("category", N_("Service category"), ServiceCategory, "category_id"),
        replace(line("crm_name", N_("Service name in CRM")), write=_write_crm_name),
        words("tags", N_("Tags")),
        note(),
        whole("max_executors", N_("Executors of an order at most"), 1, MOST_EXECUTORS),
        EXECUTORS,
        flag("use_controllers", N_("Orders have controllers")),
        CONTROLLERS,
        flag("quality_control", N_("Quality control is mandatory")),
        flag("require_document", N_("Done needs a document")),
        flag("require_payment", N_("Done needs every invoice paid")),
        choice("payment", N_("Payment"), PAYMENTS),
        column_key(
            "partner_commission",
            N_("Partner's commission, per cent"),
            "0–100",
            lambda _reading, text: read_percent(text, "partner_commission"),
            shown=_plain_number,
        ),
        flag("refund_request", N_("Clients may ask for a refund")),
        flag("auto_refund", N_("Cancelling refunds by itself")),
        flag("client_open", N_("Clients may order it")),
        flag("client_reopen", N_("Clients may reopen an order")),
        flag("ask_again", N_("Clients are asked for a rating again")),
        column_key("appointment", N_("Appointment, none as its type"), "yes|no|none", _read_appointment),
        APPROVAL,
        CALENDAR,
        duration("reaction_norm", N_("Norm of reaction")),
        duration("execution_norm", N_("Norm of execution")),
        duration("localization_norm", N_("Norm of localization")),
        choice("emergency", N_("Emergency"), EMERGENCIES),
        choice("rating_average", N_("Average rating that clients see"), RATING_AVERAGES),
        flag("internal", N_("Internal")),
        FORM,
    ),
    columns=("type", "category", "department", "max_executors", "internal"),
    within=services_within,
    found_by=_found_by,
    text_of=_text_of,
    check=_check,
    settle=_settle,
)
