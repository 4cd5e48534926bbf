"""Service calendars, SLA rules, the clocks of orders, and what is due when."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ads_tui.models.columns import BigKey, partial_index


class ServiceCalendar(SQLModel, table=True):
    """A calendar by its code; what it says is in its newest version (SL-3)."""

    __tablename__ = "calendars"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)


class CalendarVersion(SQLModel, table=True):
    """What a calendar says from `valid_from` on, never changed: orders keep the version they were given (SL-12).

    `body` is what `domain.calendars.calendar_json` writes.
    """

    __tablename__ = "calendar_versions"

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="calendars.id", index=True)
    valid_from: datetime
    body: str


class SlaRule(SQLModel, table=True):
    """A rule that gives norms (SL-2); a condition that is NULL matches every order.

    Norms are seconds of working time, hours minutes from midnight, `weekdays` as `domain.hours.show_days` writes them.
    """

    __tablename__ = "sla_rules"

    id: int | None = Field(default=None, primary_key=True)
    position: int
    name: str
    type_id: int | None = Field(default=None, foreign_key="service_types.id")
    service_id: int | None = Field(default=None, foreign_key="services.id")
    emergency: str | None = None
    priority: int | None = None
    client_id: int | None = Field(default=None, foreign_key="clients.id", sa_type=BigKey)
    client_category: str | None = None
    building_id: int | None = Field(default=None, foreign_key="buildings.id")
    organization_id: int | None = Field(default=None, foreign_key="organizations.id")
    weekdays: str | None = None
    from_minute: int | None = None
    to_minute: int | None = None
    calendar_id: int | None = Field(default=None, foreign_key="calendars.id")
    reaction: int | None = None
    execution: int | None = None
    localization: int | None = None
    statutory: bool = False
    source: str = ""
    enabled: bool = True


class OrderClock(SQLModel, table=True):
    """A clock of an order: the norm that was fixed for it (SL-12), and what the clock is, for indexes.

    There is none for a clock that is `none`. `norm_seconds` and `calendar_version_id` are NULL for execution without a
    norm whose due was set by hand. `state`, `due_at`, `breaks_at` and `broken_at` repeat what events say.
    """

    __tablename__ = "order_clocks"
    __table_args__ = (
        partial_index("ix_order_clocks_broken", "broken_at IS NOT NULL", "kind", "order_number"),
        partial_index("ix_order_clocks_breaks", "breaks_at IS NOT NULL", "kind", "breaks_at", "order_number"),
    )

    order_number: int = Field(primary_key=True, foreign_key="orders.number", sa_type=BigKey)
    kind: str = Field(primary_key=True)
    norm_seconds: int | None = None
    calendar_version_id: int | None = Field(default=None, foreign_key="calendar_versions.id")
    statutory: bool = False
    rule_id: int | None = Field(default=None, foreign_key="sla_rules.id")
    state: str
    due_at: datetime | None = None
    breaks_at: datetime | None = None
    broken_at: datetime | None = None


class DueWork(SQLModel, table=True):
    """Something to be done for an order at a moment (decision 12); `subject` tells two of a kind apart.

    A row that is done is kept, so that nothing is done twice. One that failed is left alone until `try_at`.
    """

    __tablename__ = "due_work"
    __table_args__ = (
        sa.UniqueConstraint("order_number", "kind", "subject", "due_at"),
        partial_index("ix_due_work_waiting", "done_at IS NULL", "due_at"),
        partial_index("ix_due_work_done", "done_at IS NOT NULL", "done_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    order_number: int = Field(foreign_key="orders.number", sa_type=BigKey)
    kind: str
    subject: str = ""
    due_at: datetime
    done_at: datetime | None = None
    attempts: int = 0
    try_at: datetime | None = None


class Lease(SQLModel, table=True):
    """Who does a kind of work for the whole database, and until when by the database's clock (SC-1)."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    owner: str
    since: datetime
    until: datetime
    ticked_at: datetime | None = None
