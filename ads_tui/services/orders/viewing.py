"""Opening an order and putting it back to unread (LB-6, PE-6)."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ads_tui.errors import AdsError, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.services.comments import mark_comments_seen
from ads_tui.services.orders.opening import take_order
from ads_tui.store.order_rows import EXECUTORS, LockedOrder
from ads_tui.store.work import Work

CARD_TABS = ("main", "comments")


def open_order(work: Work, number: int, *, tab: str = "main") -> None:
    """Count the order as opened by the actor: on Main for unread orders, on Comments for important ones (LB-6)."""
    if tab not in CARD_TABS:
        raise InputError("invalid_value", N_("A tab is one of: {choices}"), field="tab", choices=", ".join(CARD_TABS))
    order = take_order(work, number)
    if tab == "comments":
        mark_comments_seen(work, order)
    elif _set_unread(work, order, unread=False, among=sa.true()):
        work.change(order)


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """An order that an act on several left as it was, and why."""

    order: int
    code: str
    message: str


def mark_unread(work: Work, numbers: Sequence[int]) -> tuple[list[int], list[RefusedOrder]]:
    """Put orders of the actor back to unread (PE-6): those done and those refused; a number given twice counts once."""
    done: list[int] = []
    refused: list[RefusedOrder] = []
    for number in dict.fromkeys(numbers):
        try:
            order = take_order(work, number)
            work.actor.require("orders.edit")
            if not _set_unread(work, order, unread=True, among=EXECUTORS.c.active):
                raise RuleError("order_state", N_("Only an executor of the order can mark it unread"))
            work.change(order)
            done.append(number)
        except AdsError as error:
            if error.code == "not_signed_in":
                raise
            refused.append(RefusedOrder(number, error.code, error.message))
    return done, refused


def _set_unread(work: Work, order: LockedOrder, *, unread: bool, among: sa.ColumnElement[bool]) -> bool:
    changed = work.connection.execute(
        sa.update(EXECUTORS)
        .where(
            EXECUTORS.c.order_number == order.number,
            EXECUTORS.c.employee_id == work.actor.id,
            EXECUTORS.c.removed_at.is_(None),
            among,
            *((EXECUTORS.c.unread,) if not unread else ()),
        )
        .values(unread=unread)
    )
    return changed.rowcount > 0
