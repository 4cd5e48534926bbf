"""The audit log: every administrative change with who, when, old and new (AU-3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.text import clean_line
from ads_tui.models.ground import AuditEvent
from ads_tui.models.people import Employee
from ads_tui.services.naming import not_found
from ads_tui.store.work import Reading, Work


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One administrative change; `by` is a login, None where the system acted; `at` in UTC."""

    at: datetime
    by: str | None
    what: str
    key: str
    old: Any
    new: Any


def note(work: Work, what: str, key: str, old: Any, new: Any) -> None:
    """Write what was changed by the actor, in the transaction of the change itself.

    `what` is the noun (`setting`, `role`, `service`), `key` its key or code. `old` and `new` are JSON values: of a
    thing with several keys `{KEY: value}` of those that changed, `old` None for what was added, `new` for what was
    removed. Never a password or another secret.
    """
    work.session.add(AuditEvent(at=work.now, actor_id=work.actor.id, what=what, key=key, old=old, new=new))


def entries(
    reading: Reading, *, since: datetime | None = None, until: datetime | None = None, login: str | None = None
) -> list[AuditEntry]:
    """The audit log, newest first: from `since` on, before `until` (UTC), of one employee.

    Raises AccessError `forbidden` without the section administration or the right `admin`, NotFoundError `not_found`
    (`employee`) for a login that nobody has.
    """
    reading.actor.require_signed_in()
    by = _employee_id(reading, login) if login is not None else None
    reading.actor.require_section("administration")
    reading.actor.require("admin")
    statement = (
        sa.select(AuditEvent, col(Employee.login))
        .outerjoin(Employee, col(Employee.id) == col(AuditEvent.actor_id))
        .order_by(col(AuditEvent.at).desc(), col(AuditEvent.id).desc())
    )
    if since is not None:
        statement = statement.where(col(AuditEvent.at) >= since)
    if until is not None:
        statement = statement.where(col(AuditEvent.at) < until)
    if by is not None:
        statement = statement.where(col(AuditEvent.actor_id) == by)
    return [
        AuditEntry(event.at, who, event.what, event.key, event.old, event.new)
        for event, who in reading.session.execute(statement)
    ]


def _employee_id(reading: Reading, login: str) -> int:
    wanted = clean_line(login, "employee").lower()
    found = reading.session.scalars(sa.select(col(Employee.id)).where(col(Employee.login) == wanted)).first()
    if found is None:
        raise not_found("employee", wanted)
    return found
