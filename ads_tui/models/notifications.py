"""Notifications, what became of them outside the console, who wants which, and shifts."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ads_tui.models.columns import BigKey, Json, partial_index


class Notification(SQLModel, table=True):
    """One thing that somebody is told of an order: an employee, a client, or a whole party at once (decision 13).

    Just one of `employee_id`, `client_id` and `party` is set. `by_id` is the employee who caused it: a party is told
    but for him. `seq` is the order's version at the time. `spread` says that deliveries were made of it.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        partial_index("ix_notifications_employee", "employee_id IS NOT NULL", "employee_id", "id"),
        partial_index("ix_notifications_unread", "employee_id IS NOT NULL AND read_at IS NULL", "employee_id", "id"),
        partial_index("ix_notifications_party", "party IS NOT NULL", "party", "id"),
        partial_index("ix_notifications_waiting", "NOT spread", "id"),
        sa.Index("ix_notifications_order", "order_number", "seq"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    order_number: int = Field(foreign_key="orders.number", sa_type=BigKey)
    seq: int
    kind: str
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="employees.id")
    employee_id: int | None = Field(default=None, foreign_key="employees.id")
    client_id: int | None = Field(default=None, foreign_key="clients.id", sa_type=BigKey)
    party: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    read_at: datetime | None = None
    spread: bool = False


class NotificationRead(SQLModel, table=True):
    """An employee has read what was told to a party of his."""

    __tablename__ = "notification_reads"

    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    notification_id: int = Field(primary_key=True, foreign_key="notifications.id", sa_type=BigKey, index=True)


class NotificationMark(SQLModel, table=True):
    """Up to which notification an employee has read all that was told to his parties."""

    __tablename__ = "notification_marks"

    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    read_to: int = Field(sa_type=BigKey)


class Delivery(SQLModel, table=True):
    """A notification on its way to one recipient by one channel (NT-3).

    `target` tells addresses of a channel apart: empty, or a digest of an address, which holds secrets. `folded_into`
    is the delivery that tells it with others (NT-5). `next_at` is the next attempt, or while `sending` when its
    outcome counts as unknown; null where nothing is to be done any more.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.UniqueConstraint("notification_id", "employee_id", "channel", "target"),
        partial_index("ix_deliveries_due", "next_at IS NOT NULL", "next_at"),
        partial_index("ix_deliveries_failed", "state IN ('failed', 'unknown')", "id"),
        sa.Index("ix_deliveries_folding", "employee_id", "channel", "kind", "at"),
        partial_index("ix_deliveries_folded", "folded_into IS NOT NULL", "folded_into"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    notification_id: int = Field(foreign_key="notifications.id", sa_type=BigKey)
    # 0 where the recipient is the notification's client: NULLs would not be unique.
    employee_id: int
    channel: str
    target: str = ""
    kind: str
    at: datetime
    state: str = "waiting"
    attempts: int = 0
    repeated: bool = False
    next_at: datetime | None = None
    sent_at: datetime | None = None
    folded_into: int | None = Field(default=None, sa_type=BigKey)
    error: str = ""


class RoleNotification(SQLModel, table=True):
    """A cell of a role's matrix that was set otherwise than it ships (NT-1)."""

    __tablename__ = "role_notifications"

    role_id: int = Field(primary_key=True, foreign_key="roles.id")
    kind: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    is_on: bool


class EmployeeNotification(SQLModel, table=True):
    """A cell that an employee has switched for himself (NT-1)."""

    __tablename__ = "employee_notifications"

    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    kind: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    is_on: bool


class Shift(SQLModel, table=True):
    """A shift of an employee on a day, or of a department on weekdays (NT-7).

    `weekdays` as `domain.hours.show_days` writes them; minutes from local midnight.
    """

    __tablename__ = "shifts"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    employee_id: int | None = Field(default=None, foreign_key="employees.id", index=True)
    day: date | None = None
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    weekdays: str | None = None
    from_minute: int
    to_minute: int
