"""What every other table stands on: the installation, settings, audit log, change feed, sign-in locks."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from ads_tui.models.columns import BigKey, Json


class Installation(SQLModel, table=True):
    """The database itself: one row."""

    __tablename__ = "installation"

    id: str = Field(primary_key=True)
    created_at: datetime
    demonstration: bool = False


class Setting(SQLModel, table=True):
    """A setting that differs from its default (CL-17)."""

    __tablename__ = "settings"

    key: str = Field(primary_key=True)
    value: str


class AuditEvent(SQLModel, table=True):
    """One administrative change (AU-3)."""

    __tablename__ = "audit_events"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    at: datetime = Field(index=True)
    actor_id: int | None = Field(default=None, foreign_key="employees.id", index=True)
    what: str
    key: str
    old: Any = Field(default=None, sa_type=Json, nullable=True)
    new: Any = Field(default=None, sa_type=Json, nullable=True)


class Change(SQLModel, table=True):
    """What changed, for consoles on SQLite to look at; Postgres uses NOTIFY."""

    __tablename__ = "changes"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    kind: str
    key: str
    at: datetime


class SignInLock(SQLModel, table=True):
    """Failures of a login in a row (AU-1); unknown logins have one too, so that they cannot be told apart."""

    __tablename__ = "sign_in_locks"

    login_key: str = Field(primary_key=True)
    failures: int = 0
    last_failure_at: datetime | None = None
    locked_until: datetime | None = None
