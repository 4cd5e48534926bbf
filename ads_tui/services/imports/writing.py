"""Planned orders as rows: numbered, with the history that is known, found by their words (CL-16, HI-2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ads_tui.domain.moments import iso_utc, show_date
from ads_tui.domain.statuses import is_open
from ads_tui.services.imports.order_plans import OrderPlan
from ads_tui.services.resuming import plan_resuming
from ads_tui.services.sla.keeping import keep_time_of_imported
from ads_tui.store.order_rows import EXECUTORS, LockedOrder, allot_numbers
from ads_tui.store.search import SearchText, add_texts
from ads_tui.store.work import Work

SOURCE = "import"


def write_orders_of(work: Work, plans: Sequence[OrderPlan]) -> None:
    """Write orders with history, people and words; what they are linked to is there. Nobody is notified."""
    if not plans:
        return
    work.source = SOURCE
    numbers = allot_numbers(work.connection, len(plans))
    orders = [LockedOrder.new(_row(work, plan, number)) for plan, number in zip(plans, numbers, strict=True)]
    for order, plan in zip(orders, plans, strict=True):
        _record(work, order, plan)
    work.flush()
    executors = [row for order, plan in zip(orders, plans, strict=True) for row in _executor_rows(work, order, plan)]
    if executors:
        work.connection.execute(EXECUTORS.insert(), executors)
    plan_resuming(work, [order for order in orders if order["resume_at"] is not None])
    keep_time_of_imported(work, orders)
    add_texts(work.connection, (_words(order.number, plan) for order, plan in zip(orders, plans, strict=True)))


def _row(work: Work, plan: OrderPlan, number: int) -> dict[str, Any]:
    draft, known, base = plan.draft, plan.known, plan.status.status.base
    resume_on = draft.resume_on if base == "paused" else None
    moments = (known.created_at, *(change.at for change in plan.changes))
    return {
        "number": number,
        "external_number": draft.external_number,
        "status_id": plan.status.id,
        "base_status": base,
        "is_open": is_open(base),
        "status_comment": draft.status_comment,
        "cancel_comment": "",
        "resume_at": resume_on.at if resume_on else None,
        "resume_is_date": resume_on.is_date if resume_on else False,
        "service_id": plan.service.id,
        "department_id": plan.department.id if plan.department else plan.department_id,
        "building_id": plan.building.id,
        "premise_id": plan.premise.id if plan.premise else None,
        "client_id": plan.client.id if plan.client else None,
        "channel": draft.channel,
        "registration_method": SOURCE,
        "priority": draft.priority,
        "essence": plan.essence,
        "form_data": plan.answers,
        "created_at": known.created_at,
        "created_by": work.actor.id if work.actor.kind == "employee" else None,
        # As given, but nothing changes before it is there.
        "updated_at": max(known.updated_at, known.created_at) if known.updated_at else max(moments),
        "due_at": draft.moments.get("due_at"),
        "due_by_hand": "due_at" in draft.moments,
        "next_due_at": None,
        "localized_at": None,
        "visit_from": None,
        "visit_to": None,
        "first_in_progress_at": known.first_in_progress_at,
        "done_at": known.done_at,
        "accepted_at": None,
        "accepted_by": None,
        "closed_at": None if is_open(base) else known.done_at,
        "closed_by": None,
        "reopened_count": int(base == "reopened"),
        "important": False,
        "unread_messages": 0,
    }


def _record(work: Work, order: LockedOrder, plan: OrderPlan) -> None:
    """The events that are known, each at its own moment, recorded now (HI-2); the last says the present status."""
    draft, created = plan.draft, plan.known.created_at
    comment = draft.status_comment or None
    due = draft.moments.get("due_at")
    data: dict[str, Any] = {"to": plan.initial, "due": iso_utc(due) if due else None}
    if comment and not plan.changes:
        data["comment"] = comment
    work.record(order, "created", data, at=created, moves=False)
    if plan.executors:
        people = {"from": [], "to": [employee for employee, _active in plan.executors]}
        work.record(order, "executors", people, at=_assigned_at(plan), moves=False)
    before = plan.initial
    for place, change in enumerate(plan.changes, start=1):
        is_last = place == len(plan.changes)
        if is_last and order["resume_at"] is not None:
            resume_on = _shown(work, order["resume_at"], order["resume_is_date"])
            work.record(order, "resume_on", {"from": None, "to": resume_on}, at=change.at, moves=False)
        data = {"from": before, "to": change.status, "comment": comment if is_last else None, "reasons": []}
        work.record(order, "status", data, at=change.at, moves=False)
        before = change.status


def _assigned_at(plan: OrderPlan) -> datetime:
    """Nobody works on an order before he is assigned; more is not known."""
    first = next((change.at for change in plan.changes if change.status == "in_progress"), None)
    return first or plan.known.created_at


def _shown(work: Work, at: datetime, is_date: bool) -> str:
    return show_date(at, work.settings.zone) if is_date else iso_utc(at)


def _executor_rows(work: Work, order: LockedOrder, plan: OrderPlan) -> Iterable[dict[str, Any]]:
    for employee, active in plan.executors:
        yield {
            "order_number": order.number,
            "employee_id": employee,
            "active": active,
            "in_load": order["is_open"] and plan.status.in_load,
            "unread": False,
            "updated_at": order["updated_at"],
            "assigned_at": _assigned_at(plan),
            "assigned_by": work.actor.id if work.actor.kind == "employee" else None,
            "removed_at": None,
        }


def _words(number: int, plan: OrderPlan) -> SearchText:
    return SearchText(
        number=number,
        building_id=plan.building.id or 0,
        service_id=plan.service.id or 0,
        service=plan.service.name,
        client=plan.client.name if plan.client else "",
        address=plan.building.name,
        premise=plan.premise.name if plan.premise else "",
        essence=plan.essence,
    )
