"""Editing an order's fields (ED-1, ED-2, ED-4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.assignment import KEEPS_AN_EXECUTOR, check_executors
from ads_tui.domain.channels import parse_priority
from ads_tui.domain.form_answers import check_answers, essence, kept_answers
from ads_tui.domain.moments import iso_utc, parse_visit, parse_when
from ads_tui.domain.statuses import initial_status
from ads_tui.errors import Faults, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Service, Status
from ads_tui.models.places import Building, Client, Premise
from ads_tui.services.assignment import candidates, executors_of, find_employees, set_executors
from ads_tui.services.orders.creating import DUE_OF_A_DAY
from ads_tui.services.orders.opening import accept, check_version, take_order
from ads_tui.services.orders.order_client import add_unregistered, find_client
from ads_tui.services.orders.service_rules import ServiceRules, rules_of
from ads_tui.services.orders.statuses import apply_status
from ads_tui.services.orders.subjects import find_building, find_department, find_premise, find_service
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.search import SearchText, change_text
from ads_tui.store.work import Work

NONE = "none"
AUTO = "auto"
_CLOSED = frozenset({"done", "cancelled", "cancelled_by_client"})
# What ED-1 holds back in a closed order; the rest is held back there too, as no order but an open one takes it.
_RESTART = frozenset({"approval", "clarification"})


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to change, as typed; None leaves a field as it is, `none` empties one, `auto` computes due again."""

    service: str | None = None
    building: str | None = None
    premise: str | None = None
    client: str | None = None
    client_name: str | None = None
    client_phone: str | None = None
    client_email: str | None = None
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    department: str | None = None
    priority: str | None = None
    due: str | None = None
    visit: str | None = None
    executors: Sequence[str] = ()
    confirm: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Edit(confirm=self.confirm)


@dataclass(slots=True)
class _Target:
    """The order as it is to be: columns that change, with what the parts were read as."""

    columns: dict[str, Any] = field(default_factory=dict)
    service: Service | None = None
    rules: ServiceRules | None = None
    new_client: bool = False
    executors: dict[str, int] = field(default_factory=dict)
    dropped_answers: dict[str, Any] = field(default_factory=dict)


def edit_order(work: Work, number: int, edit: Edit, *, version: int | None = None) -> None:
    """Change fields of an open order, each with its history event (ED-1, ED-2, ED-4).

    Raises, in the order of CL-8: InputError, NotFoundError, AccessError `forbidden`, ConflictError, RuleError
    `not_editable`, `executors_do_not_fit`, `last_executor` and those of PE-1.
    """
    target, faults, order = _Target(), Faults(), None
    with faults:
        order = take_order(work, number)
    _read_values(work, edit, target, faults)
    if order is not None:
        _read_things(work, order, edit, target, faults)
    with faults:
        work.actor.require("orders.edit")
    with faults:
        if order is not None:
            check_version(work, order, version, _as_recorded(order, target))
    with faults:
        if order is not None:
            _demand_editable(order)
    faults.raise_first()
    assert order is not None
    people = _fit_executors(work, order, target, edit)
    accept(work, order)
    _write(work, order, target, edit)
    if people is not None:
        set_executors(work, order, *people)
    _restart_approval(work, order, target)
    _rewrite_text(work, order)


def _read_values(work: Work, edit: Edit, target: _Target, faults: Faults) -> None:
    zone = work.settings.zone
    with faults:
        if edit.priority is not None:
            target.columns["priority"] = parse_priority(edit.priority)
    with faults:
        if edit.due == AUTO:
            target.columns |= {"due_at": None, "due_by_hand": False}
        elif edit.due is not None:
            due = parse_when(edit.due, zone, work.now, "due", DUE_OF_A_DAY)
            target.columns |= {"due_at": due, "due_by_hand": True}
    with faults:
        if edit.visit == NONE:
            target.columns |= {"visit_from": None, "visit_to": None}
        elif edit.visit is not None:
            start, end = parse_visit(edit.visit, zone, work.now, "visit")
            target.columns |= {"visit_from": start, "visit_to": end}
    with faults:
        if edit.executors:
            target.executors = find_employees(work, edit.executors, "executor")


def _read_things(work: Work, order: LockedOrder, edit: Edit, target: _Target, faults: Faults) -> None:
    session = work.session
    with faults:
        _read_service(work, order, edit, target)
    with faults:
        if edit.department is not None:
            department = None if edit.department == NONE else find_department(work, edit.department)
            target.columns["department_id"] = department.id if department else None
    with faults:
        building = session.get_one(Building, order["building_id"])
        if edit.building is not None:
            building = find_building(work, edit.building)
            target.columns["building_id"] = building.id
            if building.id != order["building_id"]:
                # A premise of the old building is none of the new one.
                target.columns["premise_id"] = None
        if edit.premise is not None:
            premise = None if edit.premise == NONE else find_premise(work, edit.premise, building)
            target.columns["premise_id"] = premise.id if premise else None
    with faults:
        _read_client(work, edit, target)


def _read_client(work: Work, edit: Edit, target: _Target) -> None:
    if edit.client == NONE:
        target.columns["client_id"] = None
        return
    client = find_client(work, edit.client, edit.client_name, edit.client_phone, edit.client_email)
    target.new_client = client is None and edit.client_name is not None
    if client is not None:
        target.columns["client_id"] = client.id


def _read_service(work: Work, order: LockedOrder, edit: Edit, target: _Target) -> None:
    present = work.session.get_one(Service, order["service_id"])
    old_rules = rules_of(work, present)
    target.service, target.rules = present, old_rules
    kept: Mapping[str, Any] = order["form_data"]
    if edit.service is not None:
        target.service = find_service(work, edit.service)
        if target.service.id != present.id:
            target.rules = rules_of(work, target.service)
            target.columns |= {"service_id": target.service.id, "department_id": target.rules.department_id}
            kept, target.dropped_answers = kept_answers(old_rules.form, order["form_data"], target.rules.form)
    if edit.form or "service_id" in target.columns:
        answers = dict(check_answers(target.rules.form, edit.form, work.settings.region, kept))
        target.columns["form_data"] = answers
        target.columns["essence"] = essence(target.rules.form, answers, work.settings.region)


def _demand_editable(order: LockedOrder) -> None:
    """No field of a closed order changes (ED-1, ED-4)."""
    if order["base_status"] in _CLOSED:
        raise RuleError(
            "not_editable",
            N_("Order {number} is closed: reopen it first"),
            details={"because": "status"},
            number=order.number,
        )


def _fit_executors(
    work: Work, order: LockedOrder, target: _Target, edit: Edit
) -> tuple[dict[str, int], dict[str, int]] | None:
    """Executors before and after where the new service, department or building no longer fits (ED-2); else None."""
    before = executors_of(work, order.number)
    moved = {"service_id", "department_id", "building_id"} & _changes(order, target).keys()
    if not moved and not target.executors:
        return None
    assert target.rules is not None
    place = {name: target.columns.get(name, order[name]) for name in ("building_id", "service_id")}
    department_id = target.columns.get("department_id", order["department_id"])
    named = target.executors
    seen = candidates(work, [*before.values(), *named.values()], place, department_id=department_id)
    stay = {
        login: key
        for login, key in before.items()
        if not moved or (seen[login].department_ok and seen[login].access_ok)
    }
    room = max(target.rules.max_executors - len([login for login in named if login not in stay]), 0)
    if moved:
        stay = dict(list(stay.items())[:room]) if len(stay) > room else stay
    dropped = [login for login in before if login not in stay and login not in named]
    if dropped and not edit.confirm:
        raise RuleError(
            "executors_do_not_fit",
            N_("No longer fit and would be dropped: {logins}; confirm it"),
            field="executor",
            details={"logins": dropped, "orders": [order.number]},
            logins=", ".join(dropped),
        )
    after = {**stay, **named}
    if before and not after and order["base_status"] in KEEPS_AN_EXECUTOR:
        raise RuleError(
            "last_executor", N_("The last executor would go: name a new one in the same change"), field="executor"
        )
    check_executors(
        frozenset(stay),
        add=frozenset(named),
        maximum=target.rules.max_executors,
        status_base=order["base_status"],
        candidates=seen,
    )
    return (before, after) if set(before) != set(after) else None


def _changes(order: LockedOrder, target: _Target) -> dict[str, Any]:
    return {name: value for name, value in target.columns.items() if order[name] != value}


# A column as history and conflicts name it; what is not listed has no event of its own.
_FIELDS = {
    "service_id": "service",
    "building_id": "building",
    "premise_id": "premise",
    "client_id": "client",
    "department_id": "department",
    "priority": "priority",
    "due_at": "due_at",
    "visit_from": "visit_from",
    "visit_to": "visit_to",
}


def _as_recorded(order: LockedOrder, target: _Target) -> dict[str, Any]:
    """The fields asked for as history would hold them (ST-11)."""
    wanted = {_FIELDS[name]: recorded(value) for name, value in target.columns.items() if name in _FIELDS}
    answers = target.columns.get("form_data")
    if answers is not None:
        keys = {*answers, *order["form_data"]}
        wanted |= {
            f"form.{key}": answers.get(key) for key in sorted(keys) if answers.get(key) != order["form_data"].get(key)
        }
    return wanted


def recorded(value: Any) -> Any:
    """A column's value as an event holds it: moments as ISO 8601 UTC."""
    return iso_utc(value) if isinstance(value, datetime) else value


def _write(work: Work, order: LockedOrder, target: _Target, edit: Edit) -> None:
    if target.new_client:
        client = add_unregistered(work, edit.client_name or "", edit.client_phone, edit.client_email)
        target.columns["client_id"] = client.id
    changed = _changes(order, target)
    for name in _FIELDS:
        if name in changed:
            data = {"from": recorded(order[name]), "to": recorded(changed[name])}
            work.record(order, "edited", data, field=_FIELDS[name])
    if changed.keys() == {"due_by_hand"}:
        data = {"from": recorded(order["due_at"]), "to": recorded(target.columns["due_at"])}
        work.record(order, "edited", data, field="due_at")
    if "form_data" in changed:
        before, after = order["form_data"], changed["form_data"]
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                data = {"from": before.get(key), "to": after.get(key)}
                work.record(order, "edited", data, field=f"form.{key}")
    order.set(**changed)


def _restart_approval(work: Work, order: LockedOrder, target: _Target) -> None:
    """An order in approval takes the new service's route, or goes on where there is none (ED-2, AP-2)."""
    if "service_id" not in target.columns or order["base_status"] not in _RESTART or target.rules is None:
        return
    code = initial_status(target.rules.traits)
    status = work.session.execute(sa.select(Status).where(col(Status.code) == code)).scalar_one()
    if status.base != order["base_status"]:
        apply_status(work, order, status)


def _rewrite_text(work: Work, order: LockedOrder) -> None:
    session = work.session
    client = session.get(Client, order["client_id"]) if order["client_id"] else None
    premise = session.get(Premise, order["premise_id"]) if order["premise_id"] else None
    change_text(
        work.connection,
        SearchText(
            number=order.number,
            building_id=order["building_id"],
            service_id=order["service_id"],
            service=session.get_one(Service, order["service_id"]).name,
            client=client.name if client else "",
            address=session.get_one(Building, order["building_id"]).name,
            premise=premise.name if premise else "",
            essence=order["essence"],
        ),
    )
