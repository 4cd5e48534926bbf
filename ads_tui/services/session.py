"""What a console shows and needs of whoever has signed in."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.models.people import Employee, Role
from ads_tui.store.work import Reading


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
    row = reading.session.execute(
        sa.select(col(Role.name), col(Employee.password_hash).is_not(None))
        .join(Role, col(Role.id) == col(Employee.role_id))
        .where(col(Employee.id) == actor.id)
    ).one()
    return Session(
        actor=actor,
        role=row[0],
        organization=reading.settings.text("organization.name"),
        zone=actor.zone or reading.settings.zone,
        has_password=row[1],
        lock_minutes=reading.settings.number("lock.minutes"),
    )
