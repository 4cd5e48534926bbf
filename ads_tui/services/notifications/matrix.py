"""Who wants which kinds on which channels: a role's matrix, and what an employee switched for himself (NT-1)."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.notifications import CHANNELS, KINDS, is_on_by_default
from ads_tui.errors import Faults
from ads_tui.models.columns import table_of
from ads_tui.models.notifications import EmployeeNotification, RoleNotification
from ads_tui.models.people import Role
from ads_tui.services import audit
from ads_tui.services.employees import EmployeeView, find_employee, views_of
from ads_tui.services.naming import demand_word
from ads_tui.store.work import Reading, Work

OF_ROLES, OF_EMPLOYEES = table_of(RoleNotification), table_of(EmployeeNotification)
SWITCHES = ("on", "off")
AS_ROLE = "role"

# A kind on a channel.
Cell = tuple[str, str]


class Matrix:
    """The matrix of every role, and the switches of every employee, or of those named."""

    def __init__(self, reading: Reading, employees: Collection[int] | None = None) -> None:
        connection = reading.connection
        self._codes: dict[int, str] = dict(connection.execute(sa.select(col(Role.id), col(Role.code))).all())  # type: ignore[arg-type]
        self._roles = {(row[0], row[1], row[2]): row[3] for row in connection.execute(sa.select(OF_ROLES))}
        own = sa.select(OF_EMPLOYEES)
        if employees is not None:
            own = own.where(OF_EMPLOYEES.c.employee_id.in_(employees))
        self._own = {(row[0], row[1], row[2]): row[3] for row in connection.execute(own)}

    def role_has(self, role: int, kind: str, channel: str) -> bool:
        """Whether employees of a role are told of a kind on a channel."""
        found = self._roles.get((role, kind, channel))
        return is_on_by_default(self._codes.get(role, ""), kind, channel) if found is None else found

    def is_on(self, employee: int, role: int, kind: str, channel: str) -> bool:
        """Whether an employee is told of a kind on a channel: as he has switched it, else as his role."""
        found = self._own.get((employee, kind, channel))
        return self.role_has(role, kind, channel) if found is None else found

    def document(self, role: int) -> dict[str, list[str]]:
        """The channels of each kind that has any (CL-7)."""
        found = {kind: [name for name in CHANNELS if self.role_has(role, kind, name)] for kind in KINDS}
        return {kind: channels for kind, channels in found.items() if channels}


def change_role_cell(work: Work, role: Role, kind: str, channel: str, switch: str) -> tuple[bool, bool]:
    """Switch a kind on a channel on or off for a role, all judged before; whether it was on, and is."""
    assert role.id is not None
    before, after = Matrix(work, ()).role_has(role.id, kind, channel), switch == "on"
    is_default = after == is_on_by_default(role.code, kind, channel)
    _put(work, OF_ROLES, {"role_id": role.id}, (kind, channel), None if is_default else switch)
    return before, after


def set_own_cell(work: Work, login: str, kind: str, channel: str, switch: str) -> EmployeeView:
    """Switch a kind on a channel on or off for one employee, or leave it to his role; one's own needs no right.

    Raises InputError `invalid_value`, NotFoundError, AccessError `forbidden`.
    """
    faults = Faults()
    employee = None
    demand_words(faults, kind, channel, switch, (*SWITCHES, AS_ROLE))
    with faults:
        employee = find_employee(work, login)
    with faults:
        if employee is None or employee.id != work.actor.id:
            work.actor.require("admin")
    faults.raise_first()
    assert employee is not None and employee.id is not None
    before = Matrix(work, [employee.id])._own.get((employee.id, kind, channel))
    _put(work, OF_EMPLOYEES, {"employee_id": employee.id}, (kind, channel), None if switch == AS_ROLE else switch)
    after = None if switch == AS_ROLE else switch == "on"
    if before != after:
        cell = f"{kind} {channel}"
        audit.note(work, "employee", employee.login, {cell: before}, {cell: after})
        work.touch("access", employee.login)
    return views_of(work, [employee])[0]


def _put(work: Work, table: sa.Table, whose: dict[str, int], cell: Cell, switch: str | None) -> None:
    key: dict[str, Any] = {**whose, "kind": cell[0], "channel": cell[1]}
    work.connection.execute(sa.delete(table).where(*(table.c[name] == value for name, value in key.items())))
    if switch is not None:
        work.connection.execute(sa.insert(table).values({**key, "is_on": switch == "on"}))


def demand_words(faults: Faults, kind: str, channel: str, switch: str, switches: Iterable[str] = SWITCHES) -> None:
    """Refuse, as InputError `invalid_value`, a kind, channel or switch that there is not."""
    for field, word, table in (("kind", kind, KINDS), ("channel", channel, CHANNELS), ("switch", switch, switches)):
        with faults:
            demand_word(word, table, field)
