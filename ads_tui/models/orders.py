"""Orders, the people on them, their history and comments."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ads_tui.models.columns import BigKey, Json, SortKey, partial_index

# Every order index ends so: access is judged inside the index, rows are fetched after (decision 5).
_TAIL = ("number", "building_id", "service_id")
_LABELLED = "important OR unread_messages > 0"


class Order(SQLModel, table=True):
    """An order.

    `base_status`, `is_open`, `important`, `unread_messages`, `due_at` and `next_due_at` (of the clock that runs out
    first: SL-5, LS-5) repeat what events say, for indexes; `ads db check` compares them. `external_key` is the folded
    `external_number`, by which it is found.
    """

    __tablename__ = "orders"
    __table_args__ = (
        sa.Index("ix_orders_updated", "updated_at", *_TAIL),
        partial_index("ix_orders_important_unread", _LABELLED, "important", "unread_messages", "updated_at", *_TAIL),
        partial_index("ix_orders_unread_important", _LABELLED, "unread_messages", "important", "updated_at", *_TAIL),
        partial_index("ix_orders_important", "important", "important", "updated_at", *_TAIL),
        partial_index("ix_orders_unread", "unread_messages > 0", "unread_messages", "updated_at", *_TAIL),
        sa.Index("ix_orders_created", "created_at", *_TAIL),
        partial_index("ix_orders_due", "due_at IS NOT NULL", "due_at", *_TAIL),
        sa.Index("ix_orders_status", "status_id", "number"),
        sa.Index("ix_orders_service", "service_id", "number"),
        sa.Index("ix_orders_building", "building_id", "created_at", "number", "service_id"),
        sa.Index("ix_orders_premise", "premise_id", "number"),
        sa.Index("ix_orders_client", "client_id", "created_at", *_TAIL),
        sa.Index("ix_orders_channel", "channel", "number"),
        sa.Index("ix_orders_department", "department_id", "number"),
        sa.Index("ix_orders_priority", "priority", "number"),
        sa.Index("ix_orders_accepted_by", "accepted_by", "number"),
        sa.Index("ix_orders_closed_by", "closed_by", "number"),
        sa.Index("ix_orders_accepted", "accepted_at", *_TAIL),
        sa.Index("ix_orders_closed", "closed_at", *_TAIL),
        partial_index("ix_orders_visit", "visit_from IS NOT NULL", "visit_from", "visit_to", *_TAIL),
        partial_index("ix_orders_without_due", "due_at IS NULL", *_TAIL),
        partial_index("ix_orders_next_due", "next_due_at IS NOT NULL", "next_due_at", *_TAIL),
        partial_index("ix_orders_reopened", "reopened_count > 0", *_TAIL),
        partial_index("ix_orders_external", "external_key IS NOT NULL", "external_key", *_TAIL),
        partial_index("ix_orders_open", "is_open", "base_status", "building_id", "service_id"),
        partial_index("ix_orders_unread_count", "unread_messages > 0", "building_id", "service_id"),
        partial_index("ix_orders_external_number", "external_number IS NOT NULL", "external_number", unique=True),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    external_number: str | None = None
    external_key: str | None = Field(default=None, sa_type=SortKey)
    status_id: int = Field(foreign_key="statuses.id")
    base_status: str
    is_open: bool
    status_comment: str = ""
    cancel_comment: str = ""
    resume_at: datetime | None = None
    resume_is_date: bool = False
    service_id: int = Field(foreign_key="services.id")
    department_id: int | None = Field(default=None, foreign_key="departments.id")
    building_id: int = Field(foreign_key="buildings.id")
    premise_id: int | None = Field(default=None, foreign_key="premises.id")
    client_id: int | None = Field(default=None, foreign_key="clients.id", sa_type=BigKey)
    channel: str
    registration_method: str
    priority: int = 1
    essence: str = ""
    form_data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="employees.id")
    updated_at: datetime
    due_at: datetime | None = None
    due_by_hand: bool = False
    next_due_at: datetime | None = None
    localized_at: datetime | None = None
    visit_from: datetime | None = None
    visit_to: datetime | None = None
    first_in_progress_at: datetime | None = None
    done_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: int | None = Field(default=None, foreign_key="employees.id")
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="employees.id")
    reopened_count: int = 0
    important: bool = False
    unread_messages: int = 0
    history_seq: int = 0
    history_head: bytes


class OrderExecutor(SQLModel, table=True):
    """One who is or was an executor; `active`: assigned and not blocked.

    `updated_at` repeats the order's, as the sort key of My orders.
    """

    __tablename__ = "order_executors"
    __table_args__ = (
        partial_index("ix_order_executors_mine", "active", "employee_id", "updated_at", "order_number"),
        partial_index("ix_order_executors_load", "active AND in_load", "employee_id"),
        partial_index("ix_order_executors_inactive", "NOT active", "employee_id", "order_number"),
    )

    order_number: int = Field(primary_key=True, foreign_key="orders.number", sa_type=BigKey)
    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    active: bool = True
    in_load: bool = True
    unread: bool = False
    updated_at: datetime
    assigned_at: datetime
    assigned_by: int | None = Field(default=None, foreign_key="employees.id")
    removed_at: datetime | None = None


class OrderController(SQLModel, table=True):
    """A controller of an order (PE-5)."""

    __tablename__ = "order_controllers"

    order_number: int = Field(primary_key=True, foreign_key="orders.number", sa_type=BigKey)
    employee_id: int = Field(primary_key=True, foreign_key="employees.id", index=True)
    assigned_at: datetime
    assigned_by: int | None = Field(default=None, foreign_key="employees.id")


class OrderCancelReason(SQLModel, table=True):
    """A reason given when the client cancelled."""

    __tablename__ = "order_cancel_reasons"

    order_number: int = Field(primary_key=True, foreign_key="orders.number", sa_type=BigKey)
    reason_id: int = Field(primary_key=True, foreign_key="cancel_reasons.id", index=True)


class OrderText(SQLModel, table=True):
    """The folded words by which an order is found (decision 7)."""

    __tablename__ = "order_texts"

    order_number: int = Field(primary_key=True, foreign_key="orders.number", sa_type=BigKey)
    body: str


class HistoryEvent(SQLModel, table=True):
    """One event of an order; `hash` chains it to the one before (HI-2).

    `data` is canonical JSON and holds ids, never a person's name.
    """

    __tablename__ = "history_events"
    __table_args__ = (
        sa.UniqueConstraint("order_number", "seq"),
        partial_index("ix_history_events_batch", "batch_id IS NOT NULL", "batch_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    order_number: int = Field(foreign_key="orders.number", sa_type=BigKey)
    seq: int
    at: datetime
    recorded_at: datetime
    actor_kind: str
    actor_id: int | None = Field(default=None, sa_type=BigKey)
    source: str
    batch_id: int | None = Field(default=None, sa_type=BigKey)
    kind: str
    field: str | None = None
    data: str
    hash: bytes


class Batch(SQLModel, table=True):
    """A change of several orders at once (BK-5); its events are those of history with its id.

    `undone_at`: when it was taken back, whether every order of it or only some.
    """

    __tablename__ = "batches"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="employees.id")
    kind: str
    undone_at: datetime | None = None


class Comment(SQLModel, table=True):
    """An internal comment (CM-1); `seen_at`: when another than its author first opened the Comments tab (LB-3)."""

    __tablename__ = "comments"
    __table_args__ = (sa.Index("ix_comments_order", "order_number", "id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    order_number: int = Field(foreign_key="orders.number", sa_type=BigKey)
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="employees.id")
    text: str
    important: bool = False
    seen_at: datetime | None = None
