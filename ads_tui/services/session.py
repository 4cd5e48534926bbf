"""What a console shows and needs of whoever has signed in."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ads_tui.domain.actors import Actor
from ads_tui.models.columns import table_of
from ads_tui.models.people import Employee, Role
from ads_tui.store.work import Reading

_EMPLOYEES = table_of(Employee)
_ROLES = table_of(Role)


@dataclass(frozen=True, slots=True)
class Session:
    """An employee at work: `zone` is his own, else the organization's; `lock_minutes` is 0 for never (AU-4).

    Without a password of his own he cannot unlock what he locks.
    """

    actor: Actor
    role: str
    organization: str
    zone: ZoneInfo
    has_password: bool
    lock_minutes: int


def session_of(reading: Reading) -> Session:
    """The session of the reading's actor, an employee."""
    actor = reading.actor
    row = reading.connection.execute(
        sa.select(_ROLES.c.name, _EMPLOYEES.c.password_hash.is_not(None))
        .join(_ROLES, _ROLES.c.id == _EMPLOYEES.c.role_id)
        .where(_EMPLOYEES.c.id == actor.id)
    ).one()
    return Session(
        actor=actor,
        role=row[0],
        organization=reading.settings.text("organization.name"),
        zone=actor.zone or reading.settings.zone,
        has_password=row[1],
        lock_minutes=reading.settings.number("lock.minutes"),
    )
