"""Internal comments of an order, never shown to its client (CM-1 … CM-3)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.text import required_text
from ads_tui.models.orders import Comment
from ads_tui.models.people import Employee
from ads_tui.services.notifications.outbox import notify
from ads_tui.services.orders.opening import accept, demand_visible, take_order
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Reading, Work


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as it is shown; `by` is a login, None where the system wrote it; `at` in UTC."""

    id: int
    order: int
    at: datetime
    by: str | None
    text: str
    important: bool
    mentions: tuple[str, ...] = ()


def add_comment(work: Work, number: int, text: str, *, important: bool = False) -> CommentView:
    """Add a comment to an order; an important one raises it in the list until another has seen it (CM-2, LB-3).

    Raises InputError `field_required` or `invalid_value` for the text, NotFoundError, AccessError `forbidden`.
    """
    cleaned = required_text(text, "text")
    order = take_order(work, number)
    work.actor.require("comments.add")
    accept(work, order)
    key = work.connection.execute(
        sa.insert(Comment).values(
            order_number=number, at=work.now, by_id=work.actor.id, text=cleaned, important=important
        )
    ).inserted_primary_key
    assert key is not None
    order.set(updated_at=max(work.now, order["updated_at"]))
    if important:
        order.set(important=True)
    work.change(order)
    notify(work, order, "comment", data={"comment": key[0]})
    return CommentView(key[0], number, work.now, work.actor.login, cleaned, important)


def comments_of(reading: Reading, number: int, *, last: int | None = None) -> list[CommentView]:
    """The comments of an order, or the `last` of them, oldest first (CM-1)."""
    return _comments(reading, number, last=last)[::-1]


def _comments(
    reading: Reading, number: int, *conditions: sa.ColumnExpressionArgument[bool], last: int | None = None
) -> list[CommentView]:
    """Comments of an order, or the `last` of them, newest first."""
    demand_visible(reading, number)
    statement = (
        sa.select(Comment, col(Employee.login))
        .outerjoin(Employee, col(Employee.id) == col(Comment.by_id))
        .where(col(Comment.order_number) == number, *conditions)
        .order_by(col(Comment.id).desc())
        .limit(last)
    )
    return [
        CommentView(comment.id or 0, number, comment.at, login, comment.text, comment.important)
        for comment, login in reading.session.execute(statement)
    ]


def last_important(reading: Reading, number: int) -> CommentView | None:
    """The latest important comment of an order, None where it has none (LB-3)."""
    return next(iter(_comments(reading, number, col(Comment.important), last=1)), None)


def mark_comments_seen(work: Work, order: LockedOrder) -> None:
    """Take the important label off where another than the author opens the Comments tab (LB-3)."""
    if not order["important"]:
        return
    unseen = [
        col(Comment.order_number) == order.number,
        col(Comment.important),
        col(Comment.seen_at).is_(None),
    ]
    work.connection.execute(
        sa.update(Comment).where(*unseen, col(Comment.by_id).is_distinct_from(work.actor.id)).values(seen_at=work.now)
    )
    still = work.connection.execute(sa.select(col(Comment.id)).where(*unseen).limit(1)).first()
    if still is None:
        order.set(important=False)
        work.change(order)
