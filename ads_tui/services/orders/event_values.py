"""The values of events as people and scripts read them: ids become logins or names, codes and names (CL-7)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.channels import PRIORITIES
from ads_tui.domain.moments import show_duration
from ads_tui.i18n import N_, _
from ads_tui.models.catalogue import Service
from ads_tui.models.people import Department, Employee
from ads_tui.models.places import Building, Client, Premise
from ads_tui.store.work import Reading

_THINGS: Mapping[str, type[Any]] = {
    "service": Service,
    "building": Building,
    "premise": Premise,
    "client": Client,
    "department": Department,
}
_PEOPLE = frozenset({"executors", "controllers"})
# Why a default executor or controller was left out (PE-1), in words.
_LEFT_OUT = {
    "blocked": N_("blocked"),
    "wrong_department": N_("of another department"),
    "no_access": N_("without access"),
    "too_many": N_("too many"),
}


class EventValues:
    """Logins, codes and names of the ids that some values hold, each kind asked for once."""

    def __init__(
        self,
        reading: Reading,
        values: Iterable[tuple[str, Any]],
        people: Iterable[int] = (),
        *,
        names: bool = False,
    ) -> None:
        """`values` are keys of CL-7 with what events hold for them; `people` are employees named beside them.

        With `names` employees are told by name instead of login, and why they were left out in words.
        """
        self._session = reading.session
        self._names = names
        employees: set[int] = set(people)
        things: dict[str, set[int]] = {}
        for key, value in values:
            if key in _PEOPLE:
                employees.update(value or ())
            elif key in _THINGS and isinstance(value, int):
                things.setdefault(key, set()).add(value)
        self._logins = self._load_logins(employees)
        self._things = {key: self._load(key, ids) for key, ids in things.items()}

    def _load_logins(self, employees: set[int]) -> dict[int, str]:
        if not employees:
            return {}
        told = col(Employee.name) if self._names else col(Employee.login)
        wanted = sa.select(col(Employee.id), told).where(col(Employee.id).in_(employees))
        return {key: login for key, login in self._session.execute(wanted) if key is not None}

    def _load(self, key: str, ids: set[int]) -> dict[int, dict[str, Any]]:
        model = _THINGS[key]
        rows = self._session.execute(sa.select(model.id, model.code, model.name).where(model.id.in_(ids)))
        return {row.id: {"code": row.code, "name": row.name} for row in rows}

    def login(self, employee_id: int | None) -> str | None:
        """The login of an employee, or his name."""
        return None if employee_id is None else self._logins.get(employee_id)

    def shown(self, key: str, value: Any) -> Any:
        """A value of the field or kind `key` as CL-7 prints it; an empty text is None, norms are told by clock."""
        if value is None or value == "":
            return None
        if key in _PEOPLE:
            return [self._logins.get(employee, str(employee)) for employee in value]
        if key == "norms":
            return {kind: show_duration(seconds) for kind, (seconds, *_beside) in value.items()}
        if key in _THINGS:
            # A client to be written down has no id yet and is told by name.
            return self._things[key].get(value) if isinstance(value, int) else {"code": None, "name": value}
        return PRIORITIES[value] if key == "priority" else value

    def left_out(self, people: Sequence[tuple[int, str]] | None) -> str | None:
        """Which default people were left out of a new order, and why (PE-1)."""
        if not people:
            return None
        named = ", ".join(
            f"{self._logins.get(employee, employee)} ({_(_LEFT_OUT[reason]) if self._names else reason})"
            for employee, reason in people
        )
        return _("Left out: {people}").format(people=named)
