"""Employees as whoever works with them sees them: name, position, how to reach them (PE-7)."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.models.people import Employee
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class Person:
    """An employee; `phone` is in E.164, texts are empty where nothing is known."""

    login: str
    name: str
    position: str
    phone: str
    email: str


def people_of(reading: Reading, *, logins: Collection[str] = (), ids: Collection[int] = ()) -> dict[str, Person]:
    """The employees with these logins or ids, by login."""
    wanted = sa.or_(col(Employee.login).in_(logins), col(Employee.id).in_(ids))
    rows = reading.session.execute(
        sa.select(
            col(Employee.login), col(Employee.name), col(Employee.position), col(Employee.phone), col(Employee.email)
        ).where(wanted)
    )
    return {row.login: Person(*row) for row in rows}
