"""Editing an order's fields (ED-1, ED-2, ED-4)."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.statuses import initial_status, is_open
from ads_tui.errors import Faults, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Service, Status
from ads_tui.models.places import Building, Client, Premise
from ads_tui.services.assignment import set_controllers, set_executors
from ads_tui.services.notifications.outbox import notify, notify_approvers
from ads_tui.services.orders.edit_target import FIELDS, Edit, Target, read_target, recorded
from ads_tui.services.orders.opening import accept, check_version, take_order
from ads_tui.services.orders.order_client import add_unregistered, same_contacts, unregistered_of
from ads_tui.services.orders.refitting import Refit, fit_controllers, fit_executors
from ads_tui.services.orders.service_rules import ServiceRules
from ads_tui.services.orders.statuses import apply_status
from ads_tui.services.sla.keeping import fix_norms, keep_time
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.search import SearchText, change_text
from ads_tui.store.work import Work

__all__ = ["Edit", "edit_order"]

# In both a change of service starts the new route, or goes where there is none (AP-2).
_RESTART = frozenset({"approval", "clarification"})
# What decides about norms (SL-12), and what sets the due by hand (SL-5).
_NORMED_BY = frozenset({"service_id", "building_id", "client_id", "priority"})
_DUE = frozenset({"due_at", "due_by_hand"})
_FOUND_BY = frozenset({"service_id", "building_id", "premise_id", "client_id", "essence"})


def edit_order(work: Work, number: int, edit: Edit, *, version: int | None = None) -> None:
    """Change fields of an open order, each with its history event (ED-1, ED-2, ED-4); what is so already is left.

    Raises, in the order of CL-8: InputError, NotFoundError, AccessError `forbidden`, ConflictError, RuleError
    `not_editable`, `executors_do_not_fit`, `last_executor` and those of PE-1.
    """
    faults, order = Faults(), None
    with faults:
        order = take_order(work, number)
    target = read_target(work, order, edit, faults)
    with faults:
        work.actor.require("orders.edit")
    if order is not None:
        with faults:
            check_version(work, order, version, target.as_recorded(order))
        with faults:
            demand_editable(order.number, order["base_status"])
    faults.raise_first()
    assert order is not None
    assert target.rules is not None
    edit = _with_present_contacts(work, order, target, edit)
    changes = target.changes(order)
    executors = fit_executors(
        work, order, changes, target.rules, target.executors, confirm=edit.confirm, version=version
    )
    controllers = fit_controllers(work, order, changes, target.rules)
    if changes or target.new_client or executors:
        accept(work, order)
        _write(work, order, target, edit)
        _write_people(work, order, executors, controllers)
        if changes:
            notify(work, order, "order_edited")
        if "service_id" in changes:
            _restart_approval(work, order, target.rules)


def _with_present_contacts(work: Work, order: LockedOrder, target: Target, edit: Edit) -> Edit:
    """A new name alone keeps the phone and e-mail of an unregistered client; all as it is changes nothing."""
    known = unregistered_of(work, order["client_id"]) if target.new_client is not None else None
    if known is None:
        return edit
    phone = known.phone if edit.client_phone is None else edit.client_phone
    email = known.email if edit.client_email is None else edit.client_email
    if target.new_client == known.name and same_contacts(work, known, phone, email):
        target.new_client = None
    return replace(edit, client_phone=phone, client_email=email)


def demand_editable(number: int, base_status: str) -> None:
    """Raise RuleError `not_editable` for an order that is not open: no field of it changes (ED-1, ED-4)."""
    if not is_open(base_status):
        raise RuleError(
            "not_editable",
            N_("Order {number} is closed: reopen it first"),
            details={"because": "status"},
            number=number,
        )


def _write(work: Work, order: LockedOrder, target: Target, edit: Edit) -> None:
    if target.new_client is not None:
        target.columns["client_id"] = add_unregistered(work, target.new_client, edit.client_phone, edit.client_email)
    changes = target.changes(order)
    for name, field in FIELDS.items():
        if name in changes:
            _record(work, order, field, order[name], changes[name])
    if "due_by_hand" in changes and "due_at" not in changes:
        # The moment is told too, as clocks are computed from events (SL-12).
        data = {"from": order["due_by_hand"], "to": changes["due_by_hand"], "due": recorded(order["due_at"])}
        work.record(order, "edited", data, field="due_by_hand")
    if "form_data" in changes:
        before, after = order["form_data"], changes["form_data"]
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                _record(work, order, f"form.{key}", before.get(key), after.get(key))
    order.set(**changes)
    if _NORMED_BY & changes.keys():
        fix_norms(work, order)
    if (_NORMED_BY | _DUE) & changes.keys():
        keep_time(work, [order])
    if _FOUND_BY & changes.keys():
        _rewrite_text(work, order)


def _record(work: Work, order: LockedOrder, field: str, before: Any, after: Any) -> None:
    work.record(order, "edited", {"from": recorded(before), "to": recorded(after)}, field=field)


def _write_people(work: Work, order: LockedOrder, executors: Refit | None, controllers: Refit | None) -> None:
    if controllers is not None:
        set_controllers(work, order, controllers.before, controllers.after)
    if executors is not None:
        set_executors(work, order, executors.before, executors.after)


def _restart_approval(work: Work, order: LockedOrder, rules: ServiceRules) -> None:
    """An order in approval takes the new service's route, or goes on where there is none (ED-2, AP-2)."""
    if order["base_status"] not in _RESTART:
        return
    code = initial_status(rules.traits)
    status = work.session.execute(sa.select(Status).where(col(Status.code) == code)).scalar_one()
    if status.base != order["base_status"]:
        apply_status(work, order, status)
    elif status.base == "approval":
        notify_approvers(work, order)


def _rewrite_text(work: Work, order: LockedOrder) -> None:
    session = work.session
    client = session.get(Client, order["client_id"]) if order["client_id"] else None
    premise = session.get(Premise, order["premise_id"]) if order["premise_id"] else None
    text = SearchText(
        number=order.number,
        building_id=order["building_id"],
        service_id=order["service_id"],
        service=session.get_one(Service, order["service_id"]).name,
        client=client.name if client else "",
        address=session.get_one(Building, order["building_id"]).name,
        premise=premise.name if premise else "",
        essence=order["essence"],
    )
    change_text(work.connection, text)
