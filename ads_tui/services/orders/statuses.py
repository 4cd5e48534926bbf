"""Changing an order's status (ST-2 … ST-13)."""

from collections.abc import Mapping, Sequence
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
from ads_tui.models.orders import OrderCancelReason
from ads_tui.services.notifications.outbox import StatusMove, notify_of_statuses
from ads_tui.services.orders.opening import accept, check_version, kept_for_undoing, take_order
from ads_tui.services.orders.rows import shown_resume_on
from ads_tui.services.orders.standings import controlled_by_actor, reasons_of, standings_of
from ads_tui.services.resuming import plan_resuming
from ads_tui.services.sla.keeping import keep_time
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
    asked = read_wish(work, wish, faults)
    order = None
    with faults:
        order = take_order(work, number)
    with faults:
        demand_offered(work, asked.target, order)
    if order is not None and asked.target is not None:
        with faults:
            check_version(work, order, version, _wanted(work, order, asked.target, asked))
        with faults:
            standing = standings_of(work, [order])[number]
            judge(work, standing, asked, is_controller=bool(controlled_by_actor(work, [number])))
    faults.raise_first()
    assert order is not None
    give_status(work, order, asked)


@dataclass(slots=True)
class Asked:
    """What a wish was read as; `compared` is the resume date by which the change is judged."""

    comment: str | None = None
    resume_on: ResumeOn | None = None
    compared: object = None
    reasons: dict[str, int] = field(default_factory=dict)
    target: catalogue.Status | None = None

    @property
    def change(self) -> StatusChange:
        """The wish as it is judged, once its status was found."""
        assert self.target is not None
        target = Status(self.target.code, self.target.base)
        return StatusChange(target, self.comment, frozenset(self.reasons), resume_on=self.compared)


def read_wish(reading: Reading, wish: StatusWish, faults: Faults) -> Asked:
    """Read what was typed; what cannot be read is left empty and its refusal goes to `faults`."""
    asked = Asked()
    with faults:
        asked.comment = None if wish.comment is None else clean_text(wish.comment, "comment")
    with faults:
        if wish.resume_on is not None:
            # What cannot be taken was asked for all the same: nothing but its own refusal may follow from it.
            asked.compared = wish.resume_on
            asked.resume_on = parse_resume_on(wish.resume_on, reading.settings.zone, reading.now, "resume_on")
            asked.compared = asked.resume_on
    with faults:
        asked.reasons = find_reasons(reading, wish.reasons)
    with faults:
        asked.target = find_status(reading, wish.status)
    return asked


def demand_offered(reading: Reading, target: catalogue.Status | None, order: LockedOrder | None) -> None:
    """A hidden status is chosen by nobody but an order that has it (ST-12, ST-13); else InputError."""
    if target is not None and target.hidden and (order is None or order["status_id"] != target.id):
        raise _no_such_status(reading)


def judge(reading: Reading, standing: Standing, asked: Asked, *, is_controller: bool) -> None:
    """Refuse a change that a rule forbids to the actor; raises what `check_change` raises."""
    check_change(
        standing,
        asked.change,
        rights=RIGHTS if reading.actor.is_system else reading.actor.rights,
        is_controller=is_controller,
        resume_on_required=reading.settings.flag("resume_on.required"),
        collect_reasons=reading.settings.flag("cancel_reasons.collect"),
    )


def give_status(work: Work, order: LockedOrder, asked: Asked) -> None:
    """Write what was asked for and judged before, as an act of the actor (ST-10)."""
    assert asked.target is not None
    accept(work, order)
    apply_status(work, order, asked.target, comment=asked.comment, resume_on=asked.resume_on, reasons=asked.reasons)


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
    else:
        _follow(work, [_move(work, order, present, target, comment, resume_on, reasons or {})])


def move_orders(work: Work, orders: Sequence[LockedOrder], target: catalogue.Status) -> None:
    """Bring orders to a status that none of them has, all of which was judged before (ST-10)."""
    statuses = {key: work.session.get_one(catalogue.Status, key) for key in {order["status_id"] for order in orders}}
    _follow(work, [_move(work, order, statuses[order["status_id"]], target, None, None, {}) for order in orders])


def _follow(work: Work, moves: Sequence[StatusMove]) -> None:
    """Tell of changes of status, and let what is planned and the clocks follow them."""
    if not moves:
        return
    notify_of_statuses(work, moves)
    plan_resuming(work, [one.order for one in moves if "paused" in (one.before[1], one.after[1])])
    keep_time(work, [one.order for one in moves])


def _move(
    work: Work,
    order: LockedOrder,
    present: catalogue.Status,
    target: catalogue.Status,
    comment: str | None,
    resume_on: ResumeOn | None,
    reasons: dict[str, int],
) -> StatusMove:
    """Write another status with its moments and history; `_follow` comes after it."""
    book = bookkeeping(present.base, target.base, work.now, order["first_in_progress_at"])
    # Leaving `paused` empties the date; the status comes last, so that it is the newest event of the change.
    if book.clears_resume or resume_on is not None:
        _set_resume_on(work, order, resume_on)
    _set_moments(work, order, book)
    if comment is not None:
        order.set(**{_comment_column(target): comment})
    kept = kept_for_undoing(work, order)
    if target.base == _CANCELLED_BY_CLIENT:
        if kept is not None:
            kept["cancel_reasons"] = reasons_of(work, order.number)
        set_reasons(work, order.number, reasons)
    order.set(status_id=target.id, base_status=target.base, is_open=is_open(target.base))
    if counts_in_load(present) != counts_in_load(target):
        set_load(work, order.number, counts=counts_in_load(target))
    data: dict[str, Any] = {"from": present.code, "to": target.code, "comment": comment or None}
    data["reasons"] = sorted(reasons)
    if target.pauses_sla and target.base != "paused":
        # Told by the event, as the status may be set up otherwise later (SL-4).
        data["pauses"] = True
    if kept is not None:
        data["before"] = kept
    work.record(order, "status", data)
    return StatusMove(order, (present.code, present.base), (target.code, target.base))


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
            set_reasons(work, order.number, reasons)
            work.record(order, "edited", {"from": sorted(before), "to": sorted(reasons)}, field="cancel_reasons")
    if resume_on is not None and _set_resume_on(work, order, resume_on):
        plan_resuming(work, [order])


def _set_resume_on(work: Work, order: LockedOrder, resume_on: ResumeOn | None) -> bool:
    """Returns whether it is another date than before."""
    before = shown_resume_on(order["resume_at"], order["resume_is_date"], work)
    order.set(
        resume_at=resume_on.at if resume_on else None,
        resume_is_date=resume_on.is_date if resume_on else False,
    )
    after = shown_resume_on(order["resume_at"], order["resume_is_date"], work)
    if before != after:
        work.record(order, "resume_on", {"from": before, "to": after})
    return before != after


def _comment_column(status: catalogue.Status) -> str:
    return "cancel_comment" if status.base == _CANCELLED_BY_CLIENT else "status_comment"


def set_reasons(work: Work, number: int, reasons: Mapping[str, int]) -> None:
    """Let an order have been cancelled for these reasons, ids by code."""
    connection = work.connection
    connection.execute(sa.delete(OrderCancelReason).where(col(OrderCancelReason.order_number) == number))
    if reasons:
        rows: list[dict[str, Any]] = [{"order_number": number, "reason_id": key} for key in reasons.values()]
        connection.execute(sa.insert(OrderCancelReason), rows)


def set_load(work: Work, number: int, *, counts: bool) -> None:
    """Let an order count in its executors' load or not (PE-2)."""
    work.connection.execute(
        sa.update(EXECUTORS)
        .where(EXECUTORS.c.order_number == number, EXECUTORS.c.in_load != counts)
        .values(in_load=counts)
    )


def _wanted(work: Work, order: LockedOrder, target: catalogue.Status, asked: Asked) -> dict[str, Any]:
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
