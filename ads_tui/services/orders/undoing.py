"""Undoing a bulk change: status and moments, executors and what goes with them are as before it (ST-2, BK-5)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.assignment import demand_access
from ads_tui.domain.rights import RIGHTS
from ads_tui.domain.statuses import is_open, may_choose
from ads_tui.errors import AccessError, ConflictError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import CancelReason, Status
from ads_tui.models.orders import Comment
from ads_tui.services.candidates import candidates
from ads_tui.services.naming import not_found
from ads_tui.services.notifications.outbox import take_back
from ads_tui.services.orders.bulk import BATCHES, BulkResult, each_order
from ads_tui.services.orders.standings import controlled_by_actor, rules_of_order
from ads_tui.services.orders.statuses import counts_in_load, set_load, set_reasons
from ads_tui.services.resuming import plan_resuming
from ads_tui.services.sla.keeping import keep_time
from ads_tui.store.order_rows import EVENTS, EXECUTORS, LARGEST_NUMBER, LockedOrder, lock_orders
from ads_tui.store.visibility import visible
from ads_tui.store.work import Work

# What an event keeps of the time before it that is no column of the order.
_BESIDE = frozenset({"cancel_reasons", "unread"})


@dataclass(frozen=True, slots=True)
class _Change:
    """What a batch did to an order: the versions that it found and left, and the data of its last event."""

    since: int
    version: int
    data: Mapping[str, Any]


Restore = Callable[[LockedOrder, Mapping[str, Any]], None]


def undo_batch(work: Work, batch: int) -> BulkResult:
    """Give the orders of a bulk change back what they had before it; those changed since are left and named.

    One's own needs the rights of the act, another's `orders.manage_any` (RO-2). Raises NotFoundError where the actor
    sees no order of it, AccessError, RuleError `order_state` where all of it that can be undone was.
    """
    row = _take_batch(work, batch)
    changes = _changes_of(work, batch)
    orders = lock_orders(work.connection, changes, visible(work.actor))
    if not orders:
        raise not_found("batch", batch)
    is_own = work.actor.kind == "employee" and row.by_id == work.actor.id
    if not is_own:
        work.actor.require("orders.manage_any")
    elif row.kind == "executors":
        work.actor.require("orders.edit")
    give_back = _statuses(work, list(orders), is_own=is_own) if row.kind == "status" else _executors(work)

    def restore(order: LockedOrder) -> None:
        change = changes[order.number]
        if order["history_seq"] != change.version:
            raise ConflictError("conflict", N_("It was changed since and is left as it is"))
        give_back(order, change.data)
        take_back(work, order, change.since)

    work.source, work.batch_id = "undo", batch
    result = each_order(work, list(changes), orders, restore, batch=batch)
    if result.done:
        work.connection.execute(sa.update(BATCHES).where(BATCHES.c.id == batch).values(undone_at=work.now))
        return result
    if row.undone_at is not None:
        raise RuleError("order_state", N_("Batch {batch} is undone already"), field="batch", batch=batch)
    return BulkResult((), result.refused)


def _take_batch(work: Work, batch: int) -> Any:
    """The batch, locked before its orders, so that two who undo it wait for one another."""
    work.actor.require_signed_in()
    wanted = sa.select(BATCHES).where(BATCHES.c.id == batch).with_for_update()
    row = work.connection.execute(wanted).first() if 0 < batch <= LARGEST_NUMBER else None
    if row is None:
        raise not_found("batch", batch)
    return row


def _changes_of(work: Work, batch: int) -> dict[int, _Change]:
    """What the batch did, by number, ascending."""
    events = work.connection.execute(
        sa.select(EVENTS.c.order_number, EVENTS.c.seq, EVENTS.c.data)
        .where(EVENTS.c.batch_id == batch, EVENTS.c.source == "bulk")
        .order_by(EVENTS.c.order_number, EVENTS.c.seq)
    )
    firsts: dict[int, int] = {}
    versions: dict[int, int] = {}
    own: dict[int, Mapping[str, Any]] = {}
    for number, seq, text in events:
        firsts.setdefault(number, seq)
        versions[number] = seq
        data = json.loads(text)
        # The change's own event holds what was before it; results of clocks may follow.
        if "before" in data:
            own[number] = data
    return {number: _Change(firsts[number] - 1, versions[number], data) for number, data in own.items()}


def _statuses(work: Work, numbers: Sequence[int], *, is_own: bool) -> Restore:
    statuses = {status.code: status for status in work.session.scalars(sa.select(Status))}
    controlled = controlled_by_actor(work, numbers)
    rights = RIGHTS if work.actor.is_system else work.actor.rights

    def give_back(order: LockedOrder, data: Mapping[str, Any]) -> None:
        former, present = statuses[data["from"]], statuses[data["to"]]
        traits = rules_of_order(work, order).traits
        if is_own and not may_choose(former.base, present.base, traits, rights, order.number in controlled):
            raise AccessError("forbidden", N_("You may not give this order the status {status}"), status=present.code)
        restore_status(work, order, former, data["before"])

    return give_back


def restore_status(work: Work, order: LockedOrder, former: Status, before: Mapping[str, Any]) -> None:
    """Give an order the status and the moments from before a change, which kept `before`; that is no transition."""
    present = work.session.get_one(Status, order["status_id"])
    _give_back_columns(work, order, before)
    if "cancel_reasons" in before:
        set_reasons(work, order.number, _reason_ids(work, before["cancel_reasons"]))
    order.set(status_id=former.id, base_status=former.base, is_open=is_open(former.base))
    if counts_in_load(present) != counts_in_load(former):
        set_load(work, order.number, counts=counts_in_load(former))
    _record(work, order, "status", present.code, former.code)
    if "paused" in (present.base, former.base):
        plan_resuming(work, [order])
    keep_time(work, [order])


def _executors(work: Work) -> Restore:
    def give_back(order: LockedOrder, data: Mapping[str, Any]) -> None:
        former, present, before = data["from"], data["to"], data["before"]
        back = [employee for employee in former if employee not in present]
        gone = [employee for employee in present if employee not in former]
        seen = candidates(work, back, order, department_id=None)
        demand_access(seen, seen)
        _seat(work, order.number, gone, active=False, unread=False, removed_at=work.now)
        unread = EXECUTORS.c.employee_id.in_(before.get("unread", ()))
        counts = counts_in_load(work.session.get_one(Status, order["status_id"]))
        _seat(work, order.number, back, active=True, unread=unread, removed_at=None, in_load=counts)
        _give_back_columns(work, order, before)
        _record(work, order, "executors", present, former)

    return give_back


def _seat(work: Work, number: int, employees: Sequence[int], **values: Any) -> None:
    if employees:
        rows = sa.update(EXECUTORS).where(EXECUTORS.c.order_number == number, EXECUTORS.c.employee_id.in_(employees))
        work.connection.execute(rows.values(**values))


def _give_back_columns(work: Work, order: LockedOrder, before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        if name not in _BESIDE:
            is_moment = name.endswith("_at") and value is not None
            order.set(**{name: datetime.fromisoformat(value) if is_moment else value})
    if "accepted_at" in before:
        _accept_by_comment(work, order)


def _accept_by_comment(work: Work, order: LockedOrder) -> None:
    """Without the change that was undone a comment since is the first act of an employee, if there is one (ST-10)."""
    written = sa.select(col(Comment.at), col(Comment.by_id)).where(
        col(Comment.order_number) == order.number, col(Comment.by_id).is_not(None)
    )
    first = work.connection.execute(written.order_by(col(Comment.id)).limit(1)).first()
    if first is not None:
        order.set(accepted_at=first.at, accepted_by=first.by_id)


def _reason_ids(work: Work, codes: Sequence[str]) -> dict[str, int]:
    """Reasons by code with their ids, hidden ones too."""
    known = sa.select(col(CancelReason.code), col(CancelReason.id)).where(col(CancelReason.code).in_(codes))
    return {code: key for code, key in work.connection.execute(known) if key is not None}


def _record(work: Work, order: LockedOrder, field: str, present: object, former: object) -> None:
    # Whether somebody has accepted the order is told too, for `ads db check` (ST-10).
    accepted = order["accepted_at"] is not None
    work.record(order, "undone", {"from": present, "to": former, "accepted": accepted}, field=field)
