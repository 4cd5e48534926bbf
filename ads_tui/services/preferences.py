"""What an employee chose for his lists and finds again at any desk: a value by a key (FL-3)."""

from typing import Any

import sqlalchemy as sa

from ads_tui.models.columns import table_of
from ads_tui.models.views import Preference
from ads_tui.store.work import Reading, Work

_CHOSEN = table_of(Preference)


def prefer(work: Work, key: str, value: Any) -> None:
    """Remember a value, as JSON holds it, in place of what was remembered; None forgets it. Consoles are not told."""
    work.connection.execute(sa.delete(_CHOSEN).where(*_mine(work, key)))
    if value is not None:
        work.connection.execute(sa.insert(_CHOSEN).values(employee_id=work.actor.id, key=key, value=value))


def preferred(reading: Reading, key: str) -> Any:
    """The value that the actor chose last, None where there is none."""
    return reading.connection.execute(sa.select(_CHOSEN.c.value).where(*_mine(reading, key))).scalar()


def _mine(reading: Reading, key: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _CHOSEN.c.employee_id == reading.actor.id, _CHOSEN.c.key == key
