"""Registering an order (CR-1 … CR-9, CR-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ads_tui.domain.assignment import check_executors
from ads_tui.domain.channels import DEFAULT_PRIORITY, parse_channel, parse_priority
from ads_tui.domain.form_answers import check_answers, essence
from ads_tui.domain.moments import iso_utc, parse_visit, parse_when
from ads_tui.domain.statuses import initial_status, is_open
from ads_tui.domain.text import clean_line, required_line
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Status
from ads_tui.models.columns import table_of
from ads_tui.services.assignment import find_employees, refusing, set_first_people
from ads_tui.services.candidates import DefaultPeople, candidates, default_controllers, default_executors
from ads_tui.services.naming import Thing
from ads_tui.services.notifications.outbox import notify, notify_approvers
from ads_tui.services.orders.order_client import add_unregistered, find_client
from ads_tui.services.orders.service_rules import ServiceRules, rules_of
from ads_tui.services.orders.subjects import find_building, find_premise, find_service
from ads_tui.services.sla.keeping import begin_clocks
from ads_tui.store.order_rows import ORDERS, LockedOrder, allot_numbers
from ads_tui.store.search import SearchText, add_texts
from ads_tui.store.work import Work

DUE_OF_A_DAY = time(23, 59, 59)
_STATUSES = table_of(Status)
_STATUS = sa.select(_STATUSES.c.id, _STATUSES.c.code, _STATUSES.c.base).where(
    _STATUSES.c.code == sa.bindparam("b_code")
)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What was given for a new order, as typed; things by code or name, people by login."""

    service: str
    building: str
    premise: str | None = None
    client: str | None = None
    client_name: str | None = None
    client_phone: str | None = None
    client_email: str | None = None
    channel: str = "call_in"
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    priority: str = DEFAULT_PRIORITY
    due: str | None = None
    visit: str | None = None
    executors: Sequence[str] = ()
    external_number: str | None = None


@dataclass(slots=True)
class _Draft:
    """What the parts of a new order became, filled in while all faults are collected."""

    channel: str = ""
    priority: int = 0
    due_at: datetime | None = None
    visit: tuple[datetime, datetime | None] | None = None
    external_number: str | None = None
    rules: ServiceRules | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    building: Thing | None = None
    premise: Thing | None = None
    client_id: int | None = None
    client_name: str = ""
    executors: dict[str, int] = field(default_factory=dict)


def create_order(work: Work, new: NewOrder) -> int:
    """Register an order and return its number; it is in the status that ST-1 gives, with the service's people (CR-7).

    Executors that are named take the place of the service's default ones. Raises, in the order of CL-8: InputError for
    a field that is missing or wrong, NotFoundError for a thing that is not there or not visible, AccessError
    `forbidden`, RuleError of PE-1 for executors named, `taken` for an external number.
    """
    draft = _read(work, new)
    assert draft.building
    assert draft.rules
    place = {"building_id": draft.building.id, "service_id": draft.rules.id}
    executors = _executors(work, draft, draft.rules, place)
    _demand_free(work, draft.external_number)
    if draft.client_id is None and draft.client_name:
        draft.client_id = add_unregistered(work, draft.client_name, new.client_phone, new.client_email)
    status = work.connection.execute(_STATUS, {"b_code": initial_status(draft.rules.traits)}).one()
    order = _new_row(work, draft, draft.rules, draft.building, status)
    work.record(order, "created", {"to": status.code, "due": iso_utc(draft.due_at) if draft.due_at else None})
    clocks = begin_clocks(work, order, draft.rules.deciding)
    try:
        set_first_people(work, order, executors, default_controllers(work, draft.rules, place))
    except IntegrityError as error:
        # Another has given this number in the same moment and has committed first.
        raise _taken(draft.external_number) if draft.external_number else error from None
    clocks.write(work)
    notify(work, order, "order_created")
    if status.base == "approval":
        notify_approvers(work, order)
    add_texts(work.connection, [_search_text(order, draft, draft.rules, draft.building)])
    return order.number


def _read(work: Work, new: NewOrder) -> _Draft:
    draft, faults, zone = _Draft(), Faults(), work.settings.zone
    with faults:
        draft.channel = parse_channel(new.channel)
    with faults:
        draft.priority = parse_priority(new.priority)
    with faults:
        if new.due is not None:
            draft.due_at = parse_when(new.due, zone, work.now, "due", DUE_OF_A_DAY)
    with faults:
        if new.visit is not None:
            draft.visit = parse_visit(new.visit, zone, work.now, "visit")
    with faults:
        draft.external_number = clean_line(new.external_number or "", "external_number") or None
    with faults:
        _read_service(work, new, draft)
    with faults:
        draft.building = find_building(work, new.building)
    with faults:
        if new.premise is not None:
            required_line(new.premise, "premise")
        if new.premise is not None and draft.building is not None:
            draft.premise = find_premise(work, new.premise, draft.building.id)
    with faults:
        client = find_client(work, new.client, new.client_name, new.client_phone, new.client_email)
        draft.client_id = client.id if client else None
        draft.client_name = client.name if client else clean_line(new.client_name or "", "client_name")
    with faults:
        if new.executors:
            draft.executors = find_employees(work, new.executors, "executor")
    with faults:
        work.actor.require("orders.create")
    faults.raise_first()
    return draft


def _read_service(work: Work, new: NewOrder, draft: _Draft) -> None:
    draft.rules = rules_of(work, find_service(work, new.service).id)
    faults = Faults()
    with faults:
        draft.answers = dict(check_answers(draft.rules.form, new.form, work.settings.region))
    with faults:
        if draft.rules.traits.appointment and new.visit is None:
            raise InputError("field_required", N_("An appointment needs a visit time"), field="visit")
    faults.raise_first()


def _executors(work: Work, draft: _Draft, rules: ServiceRules, place: Mapping[str, Any]) -> DefaultPeople:
    if not draft.executors:
        return default_executors(work, rules, place)
    with refusing("executor"):
        check_executors(
            frozenset(),
            add=frozenset(draft.executors),
            maximum=rules.max_executors,
            status_base=initial_status(rules.traits),
            candidates=candidates(work, draft.executors.values(), place, department_id=rules.department_id),
        )
    return DefaultPeople(draft.executors, [])


def _demand_free(work: Work, external_number: str | None) -> None:
    if external_number is None:
        return
    statement = sa.select(ORDERS.c.number).where(ORDERS.c.external_number == external_number)
    if work.connection.execute(statement).first() is not None:
        raise _taken(external_number)


def _taken(external_number: str) -> RuleError:
    return RuleError(
        "taken",
        N_("Another order has the external number {number}"),
        field="external_number",
        number=external_number,
    )


def _new_row(
    work: Work, draft: _Draft, rules: ServiceRules, building: Thing, status: sa.Row[*tuple[Any, ...]]
) -> LockedOrder:
    (number,) = allot_numbers(work.connection)
    by_employee = work.actor.kind == "employee"
    return LockedOrder.new(
        {
            "number": number,
            "external_number": draft.external_number,
            "status_id": status.id,
            "base_status": status.base,
            "is_open": is_open(status.base),
            "status_comment": "",
            "cancel_comment": "",
            "resume_at": None,
            "resume_is_date": False,
            "service_id": rules.id,
            "department_id": rules.department_id,
            "building_id": building.id,
            "premise_id": draft.premise.id if draft.premise else None,
            "client_id": draft.client_id,
            "channel": draft.channel,
            "registration_method": "employee" if by_employee else "system",
            "priority": draft.priority,
            "essence": essence(rules.form, draft.answers, work.settings.region),
            "form_data": draft.answers,
            "created_at": work.now,
            "created_by": work.actor.id if by_employee else None,
            "updated_at": work.now,
            "due_at": draft.due_at,
            "due_by_hand": draft.due_at is not None,
            "next_due_at": None,
            "localized_at": None,
            "visit_from": draft.visit[0] if draft.visit else None,
            "visit_to": draft.visit[1] if draft.visit else None,
            "first_in_progress_at": work.now if status.base == "in_progress" else None,
            "done_at": None,
            "accepted_at": None,
            "accepted_by": None,
            "closed_at": None,
            "closed_by": None,
            "reopened_count": 0,
            "important": False,
            "unread_messages": 0,
        }
    )


def _search_text(order: LockedOrder, draft: _Draft, rules: ServiceRules, building: Thing) -> SearchText:
    return SearchText(
        number=order.number,
        building_id=order["building_id"],
        service_id=order["service_id"],
        service=rules.name,
        client=draft.client_name,
        address=building.name,
        premise=draft.premise.name if draft.premise else "",
        essence=order["essence"],
    )
