"""Changing an order's status (ST-2 … ST-13)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.moments import ResumeOn, parse_resume_on
from ads_tui.domain.rights import RIGHTS
from ads_tui.domain.status_changes import Bookkeeping, Standing, StatusChange, bookkeeping, check_change
from ads_tui.domain.statuses import Status, is_open
from ads_tui.domain.text import clean_line, clean_text
from ads_tui.errors import Faults, InputError
from ads_tui.i18n import N_
from ads_tui.models import catalogue
from ads_tui.models.catalogue import CancelReason
from ads_tui.models.orders import OrderCancelReason, OrderController
from ads_tui.services.orders.opening import accept, check_version, take_order
from ads_tui.services.orders.rows import shown_resume_on
from ads_tui.services.orders.service_rules import ServiceRules, rules_of
from ads_tui.store.order_rows import EXECUTORS, LockedOrder
from ads_tui.store.work import Reading, Work

_CANCELLED_BY_CLIENT = "cancelled_by_client"


@dataclass(frozen=True, slots=True)
class StatusWish:
    """What was asked for, as typed: `comment` is None where none was given and empty where it is to be cleared."""

    status: str
    comment: str | None = None
    resume_on: str | None = None
    reasons: Sequence[str] = ()


def change_status(work: Work, number: int, wish: StatusWish, *, version: int | None = None) -> None:
    """Give an order another status, or the present one a new comment, reasons or resume date (ST-13).

    Raises the refusals of ST-2 … ST-13 in the order of CL-8.
    """
    faults = Faults()
    asked = _Asked()
    with faults:
        asked.comment = None if wish.comment is None else clean_text(wish.comment, "comment")
    with faults:
        if wish.resume_on is not None:
            # What cannot be taken was asked for all the same: nothing but its own refusal may follow from it.
            asked.compared = wish.resume_on
            asked.resume_on = parse_resume_on(wish.resume_on, work.settings.zone, work.now, "resume_on")
            asked.compared = asked.resume_on
    with faults:
        asked.reasons = find_reasons(work, wish.reasons)
    with faults:
        asked.target = find_status(work, wish.status)
    with faults:
        asked.order = take_order(work, number)
    with faults:
        _demand_offered(work, asked)
    if asked.order is not None and asked.target is not None:
        _judge(work, asked.order, asked.target, asked, version, faults)
    faults.raise_first()
    assert asked.order is not None
    assert asked.target is not None
    accept(work, asked.order)
    apply_status(
        work, asked.order, asked.target, comment=asked.comment, resume_on=asked.resume_on, reasons=asked.reasons
    )


@dataclass(slots=True)
class _Asked:
    """What a wish was read as; `compared` is the resume date by which the change is judged."""

    comment: str | None = None
    resume_on: ResumeOn | None = None
    compared: object = None
    reasons: dict[str, int] = field(default_factory=dict)
    target: catalogue.Status | None = None
    order: LockedOrder | None = None


def _demand_offered(work: Work, asked: _Asked) -> None:
    """A hidden status is chosen by nobody but an order that has it (ST-12, ST-13)."""
    target, order = asked.target, asked.order
    if target is not None and target.hidden and (order is None or order["status_id"] != target.id):
        raise _no_such_status(work)


def _judge(
    work: Work, order: LockedOrder, target: catalogue.Status, asked: _Asked, version: int | None, faults: Faults
) -> None:
    change = StatusChange(
        Status(target.code, target.base), asked.comment, frozenset(asked.reasons), resume_on=asked.compared
    )
    with faults:
        check_version(work, order, version, _wanted(work, order, target, asked))
    with faults:
        check_change(
            standing_of(work, order),
            change,
            rights=RIGHTS if work.actor.is_system else work.actor.rights,
            is_controller=_is_controller(work, order),
            resume_on_required=work.settings.flag("resume_on.required"),
            collect_reasons=work.settings.flag("cancel_reasons.collect"),
        )


def find_status(reading: Reading, code: str) -> catalogue.Status:
    """The status of a code, hidden ones too; InputError `invalid_value` where there is none (CL-8)."""
    wanted = clean_line(code, "status").lower()
    row = reading.session.scalars(sa.select(catalogue.Status).where(col(catalogue.Status.code) == wanted)).first()
    if row is None:
        raise _no_such_status(reading)
    return row


def _no_such_status(reading: Reading) -> InputError:
    offered = sa.select(col(catalogue.Status.code)).where(~col(catalogue.Status.hidden))
    codes = reading.session.scalars(offered.order_by(col(catalogue.Status.position)))
    return InputError("invalid_value", N_("The status is one of: {choices}"), field="status", choices=", ".join(codes))


def status_names(reading: Reading) -> dict[str, str]:
    """The name of every status by its code, for people."""
    rows = reading.session.execute(sa.select(col(catalogue.Status.code), col(catalogue.Status.name)))
    return {row.code: row.name for row in rows}


def find_reasons(reading: Reading, codes: Sequence[str]) -> dict[str, int]:
    """Reasons by code with their ids; InputError `invalid_value` for another word."""
    if not codes:
        return {}
    offered = sa.select(col(CancelReason.code), col(CancelReason.id)).where(~col(CancelReason.hidden))
    known = {name: key for name, key in reading.session.execute(offered) if key is not None}
    found = {}
    for code in codes:
        key = clean_line(code, "reason").lower()
        if key not in known:
            raise InputError(
                "invalid_value", N_("The reason is one of: {choices}"), field="reason", choices=", ".join(known)
            )
        found[key] = known[key]
    return found


def standing_of(reading: Reading, order: LockedOrder) -> Standing:
    """What of the order a change of status is judged by."""
    status = reading.session.get_one(catalogue.Status, order["status_id"])
    return Standing(
        status=Status(status.code, status.base),
        traits=rules_of_order(reading, order).traits,
        has_active_executor=has_active_executor(reading, order.number),
        comment=order["cancel_comment"] if status.base == _CANCELLED_BY_CLIENT else order["status_comment"],
        reasons=frozenset(reasons_of(reading, order.number)),
        resume_on=ResumeOn(order["resume_at"], order["resume_is_date"]) if order["resume_at"] else None,
    )


def rules_of_order(reading: Reading, order: LockedOrder) -> ServiceRules:
    """The rules of the order's service."""
    return rules_of(reading, order["service_id"])


def has_active_executor(reading: Reading, number: int) -> bool:
    """Whether somebody assigned and not blocked is there (ST-4)."""
    active = sa.select(EXECUTORS.c.employee_id).where(EXECUTORS.c.order_number == number, EXECUTORS.c.active)
    return reading.connection.execute(active.limit(1)).first() is not None


def apply_status(
    work: Work,
    order: LockedOrder,
    target: catalogue.Status,
    *,
    comment: str | None = None,
    resume_on: ResumeOn | None = None,
    reasons: dict[str, int] | None = None,
) -> None:
    """Write a change of status that was judged before, with its moments and history (ST-10, ST-13)."""
    present = work.session.get_one(catalogue.Status, order["status_id"])
    if present.code == target.code:
        _change_what_goes_with_it(work, order, target, comment, resume_on, reasons or {})
        return
    book = bookkeeping(present.base, target.base, work.now, order["first_in_progress_at"])
    # Leaving `paused` empties the date; the status comes last, so that it is the newest event of the change.
    if book.clears_resume or resume_on is not None:
        _set_resume_on(work, order, resume_on)
    _set_moments(work, order, book)
    if comment is not None:
        order.set(**{_comment_column(target): comment})
    if target.base == _CANCELLED_BY_CLIENT:
        _set_reasons(work, order.number, reasons or {})
    order.set(status_id=target.id, base_status=target.base, is_open=is_open(target.base))
    if counts_in_load(present) != counts_in_load(target):
        _set_load(work, order.number, counts=counts_in_load(target))
    work.record(
        order,
        "status",
        {"from": present.code, "to": target.code, "comment": comment or None, "reasons": sorted(reasons or {})},
    )


def counts_in_load(status: catalogue.Status) -> bool:
    """Whether an order in this status counts in its executors' load (PE-2)."""
    return is_open(status.base) and status.in_load


def _set_moments(work: Work, order: LockedOrder, book: Bookkeeping) -> None:
    """Write the moments of ST-10; the system closes without a name."""
    if book.first_in_progress_at is not None:
        order.set(first_in_progress_at=book.first_in_progress_at)
    if book.done_at is not None:
        order.set(done_at=book.done_at)
    if book.closes is not None:
        by = work.actor.id if work.actor.kind == "employee" else None
        order.set(closed_at=work.now if book.closes else None, closed_by=by if book.closes else None)
    if book.reopens:
        order.set(reopened_count=order["reopened_count"] + 1)


def _change_what_goes_with_it(
    work: Work,
    order: LockedOrder,
    status: catalogue.Status,
    comment: str | None,
    resume_on: ResumeOn | None,
    reasons: dict[str, int],
) -> None:
    """The present status chosen again: no transition, only what was given anew (ST-13)."""
    column = _comment_column(status)
    if comment is not None and comment != order[column]:
        work.record(order, "edited", {"from": order[column], "to": comment}, field=column)
        order.set(**{column: comment})
    if reasons:
        before = reasons_of(work, order.number)
        if set(before) != set(reasons):
            _set_reasons(work, order.number, reasons)
            work.record(order, "edited", {"from": sorted(before), "to": sorted(reasons)}, field="cancel_reasons")
    if resume_on is not None:
        _set_resume_on(work, order, resume_on)


def _set_resume_on(work: Work, order: LockedOrder, resume_on: ResumeOn | None) -> None:
    before = shown_resume_on(order["resume_at"], order["resume_is_date"], work)
    order.set(
        resume_at=resume_on.at if resume_on else None,
        resume_is_date=resume_on.is_date if resume_on else False,
    )
    after = shown_resume_on(order["resume_at"], order["resume_is_date"], work)
    if before != after:
        work.record(order, "resume_on", {"from": before, "to": after})


def _comment_column(status: catalogue.Status) -> str:
    return "cancel_comment" if status.base == _CANCELLED_BY_CLIENT else "status_comment"


def reasons_of(reading: Reading, number: int) -> list[str]:
    """The codes of the reasons that an order was cancelled for."""
    statement = (
        sa.select(col(CancelReason.code))
        .join(OrderCancelReason, col(OrderCancelReason.reason_id) == col(CancelReason.id))
        .where(col(OrderCancelReason.order_number) == number)
        .order_by(col(CancelReason.position))
    )
    return list(reading.session.scalars(statement))


def _set_reasons(work: Work, number: int, reasons: dict[str, int]) -> None:
    connection = work.connection
    connection.execute(sa.delete(OrderCancelReason).where(col(OrderCancelReason.order_number) == number))
    if reasons:
        rows: list[dict[str, Any]] = [{"order_number": number, "reason_id": key} for key in reasons.values()]
        connection.execute(sa.insert(OrderCancelReason), rows)


def _set_load(work: Work, number: int, *, counts: bool) -> None:
    work.connection.execute(
        sa.update(EXECUTORS)
        .where(EXECUTORS.c.order_number == number, EXECUTORS.c.in_load != counts)
        .values(in_load=counts)
    )


def _is_controller(reading: Reading, order: LockedOrder) -> bool:
    statement = sa.select(col(OrderController.employee_id)).where(
        col(OrderController.order_number) == order.number, col(OrderController.employee_id) == reading.actor.id
    )
    return reading.connection.execute(statement).first() is not None


def _wanted(work: Work, order: LockedOrder, target: catalogue.Status, asked: _Asked) -> dict[str, Any]:
    """The fields asked for, as history names and holds them (ST-11)."""
    wanted: dict[str, Any] = {"status": target.code}
    if asked.resume_on is not None:
        wanted["resume_on"] = shown_resume_on(asked.resume_on.at, asked.resume_on.is_date, work)
    if target.id == order["status_id"]:
        if asked.comment is not None:
            wanted[_comment_column(target)] = asked.comment
        if asked.reasons:
            wanted["cancel_reasons"] = sorted(asked.reasons)
    return wanted
