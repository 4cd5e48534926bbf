"""What an employee chose for his lists and finds again at any desk: a value by a key (FL-3)."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.models.views import Preference
from ads_tui.store.work import Reading, Work


def prefer(work: Work, key: str, value: Any) -> None:
    """Remember a value, as JSON holds it, in place of what was remembered; None forgets it. Consoles are not told."""
    mine = (col(Preference.employee_id) == work.actor.id, col(Preference.key) == key)
    work.connection.execute(sa.delete(Preference).where(*mine))
    if value is not None:
        work.connection.execute(sa.insert(Preference).values(employee_id=work.actor.id, key=key, value=value))


def preferred(reading: Reading, key: str) -> Any:
    """The value that the actor chose last, None where there is none."""
    statement = sa.select(col(Preference.value)).where(
        col(Preference.employee_id) == reading.actor.id, col(Preference.key) == key
    )
    return reading.connection.execute(statement).scalar()
