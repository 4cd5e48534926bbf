"""What an order is to become: an edit read from what was typed (ED-1, ED-2, CL-11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ads_tui.domain.channels import parse_priority
from ads_tui.domain.form_answers import check_answers, essence, kept_answers
from ads_tui.domain.moments import iso_utc, parse_visit, parse_when
from ads_tui.domain.text import required_line
from ads_tui.errors import Faults, InputError
from ads_tui.i18n import N_
from ads_tui.services.assignment import find_employees
from ads_tui.services.naming import Thing
from ads_tui.services.orders.creating import DUE_OF_A_DAY
from ads_tui.services.orders.order_client import find_client
from ads_tui.services.orders.service_rules import ServiceRules, rules_of
from ads_tui.services.orders.subjects import find_building, find_department, find_premise, find_service
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work

NONE = "none"
AUTO = "auto"

# A column as history and conflicts name it, in the order in which edits are recorded.
FIELDS: Mapping[str, str] = {
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
        return replace(self, executors=tuple(self.executors), confirm=False) == Edit()


@dataclass(slots=True)
class Target:
    """The columns that were asked for, with what the parts were read as.

    `rules` are those of the service that the order is to have; `new_client` is the name of a client who is still to be
    written down.
    """

    columns: dict[str, Any] = field(default_factory=dict)
    building: Thing | None = None
    service: Thing | None = None
    rules: ServiceRules | None = None
    new_client: str | None = None
    executors: dict[str, int] = field(default_factory=dict)

    def changes(self, order: LockedOrder) -> dict[str, Any]:
        """The columns that will differ from what they are."""
        changes = {name: value for name, value in self.columns.items() if order[name] != value}
        if not (order["due_by_hand"] or changes.get("due_by_hand")):
            # What is computed is not given back to be computed.
            changes.pop("due_at", None)
        return changes

    def as_recorded(self, order: LockedOrder) -> dict[str, Any]:
        """The fields asked for as history names and holds them (ST-11)."""
        wanted = {FIELDS[name]: recorded(value) for name, value in self.columns.items() if name in FIELDS}
        if self.new_client is not None:
            wanted["client"] = self.new_client
        answers = self.columns.get("form_data")
        if answers is not None:
            keys = {*answers, *order["form_data"]}
            wanted |= {
                f"form.{key}": answers.get(key)
                for key in sorted(keys)
                if answers.get(key) != order["form_data"].get(key)
            }
        return wanted


def recorded(value: Any) -> Any:
    """A column's value as an event holds it: moments as ISO 8601 UTC."""
    return iso_utc(value) if isinstance(value, datetime) else value


def read_target(work: Work, order: LockedOrder | None, edit: Edit, faults: Faults) -> Target:
    """What the edit asks for; without the order only what can be judged without it. Refusals go to `faults`."""
    target = Target()
    _read_values(work, edit, target, faults)
    _read_things(work, edit, target, faults)
    if order is not None:
        with faults:
            _read_place(work, order, edit, target)
        with faults:
            _read_answers(work, order, edit, target)
        with faults:
            _demand_visit(order, edit, target)
    return target


def _read_values(work: Work, edit: Edit, target: Target, faults: Faults) -> None:
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
        if edit.premise is not None:
            required_line(edit.premise, "premise")


def _read_things(work: Work, edit: Edit, target: Target, faults: Faults) -> None:
    with faults:
        if edit.service is not None:
            target.service = find_service(work, edit.service)
    with faults:
        if edit.building is not None:
            target.building = find_building(work, edit.building)
    with faults:
        if edit.department is not None:
            department = None if edit.department == NONE else find_department(work, edit.department)
            target.columns["department_id"] = department.id if department else None
    with faults:
        _read_client(work, edit, target)
    with faults:
        if edit.executors:
            target.executors = find_employees(work, edit.executors, "executor")


def _read_client(work: Work, edit: Edit, target: Target) -> None:
    known = None if edit.client == NONE else edit.client
    client = find_client(work, known, edit.client_name, edit.client_phone, edit.client_email)
    if edit.client == NONE and edit.client_name is not None:
        raise InputError("usage", N_("Give a known client or the name of a new one, not both"), field="client")
    if edit.client is not None:
        target.columns["client_id"] = client.id if client else None
    elif edit.client_name is not None:
        target.new_client = required_line(edit.client_name, "client_name")


def _read_place(work: Work, order: LockedOrder, edit: Edit, target: Target) -> None:
    if edit.building is not None and target.building is None:
        return
    building_id = target.building.id if target.building else order["building_id"]
    if building_id != order["building_id"]:
        # A premise of the old building is none of the new one.
        target.columns |= {"building_id": building_id, "premise_id": None}
    if edit.premise is not None:
        premise = None if edit.premise == NONE else find_premise(work, edit.premise, building_id)
        target.columns["premise_id"] = premise.id if premise else None


def _read_answers(work: Work, order: LockedOrder, edit: Edit, target: Target) -> None:
    """The service's rules, and the answers where the service changes or some are given (ED-2)."""
    if edit.service is not None and target.service is None:
        return
    present = order["service_id"]
    target.rules = rules_of(work, target.service.id if target.service else present)
    before: Mapping[str, Any] = order["form_data"]
    if target.rules.id != present:
        target.columns = {"department_id": target.rules.department_id} | target.columns
        target.columns["service_id"] = target.rules.id
        kept, _dropped = kept_answers(rules_of(work, present).form, before, target.rules.form)
        silent: dict[str, Any] = {}
    elif edit.form:
        # Answers to questions that the form has no more are left alone.
        kept = dict(before)
        silent = {key: value for key, value in before.items() if target.rules.form.field(key) is None}
    else:
        return
    answers = check_answers(target.rules.form, edit.form, work.settings.region, kept)
    target.columns["form_data"] = {**answers, **silent}
    target.columns["essence"] = essence(target.rules.form, answers, work.settings.region)


def _demand_visit(order: LockedOrder, edit: Edit, target: Target) -> None:
    """An appointment keeps a visit time, and gets one where the order becomes an appointment (CR-1)."""
    concerned = edit.visit == NONE or "service_id" in target.columns
    visit = target.columns.get("visit_from", order["visit_from"])
    if concerned and visit is None and target.rules is not None and target.rules.traits.appointment:
        raise InputError("field_required", N_("An appointment needs a visit time"), field="visit")
