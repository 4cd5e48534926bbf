"""Who of the employees belongs to a party of an order, and who may see it (NT-2, RO-3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.actors import Actor
from ads_tui.domain.notifications import Party
from ads_tui.models.columns import table_of
from ads_tui.models.orders import OrderController
from ads_tui.models.people import Employee, EmployeeBuilding, Role, RoleService
from ads_tui.store.order_rows import EXECUTORS, LockedOrder
from ads_tui.store.work import Reading

EMPLOYEES, ROLES = table_of(Employee), table_of(Role)
CONTROLLERS = table_of(OrderController)
_REACH, _ROLE_SERVICES = table_of(EmployeeBuilding), table_of(RoleService)
# By which right one belongs to a party that is told as a whole.
RIGHT_OF: Mapping[Party, str] = {"viewers": "orders.view_all", "managers": "orders.manage_any"}

_NUMBER: sa.BindParameter[int] = sa.bindparam("b_number", type_=sa.BigInteger)
_BUILDING: sa.BindParameter[int] = sa.bindparam("b_building", type_=sa.Integer)
_SERVICE: sa.BindParameter[int] = sa.bindparam("b_service", type_=sa.Integer)
_IN_BUILDING = sa.exists().where(_REACH.c.employee_id == EMPLOYEES.c.id, _REACH.c.building_id == _BUILDING)
_IN_SERVICE = sa.exists().where(_ROLE_SERVICES.c.role_id == ROLES.c.id, _ROLE_SERVICES.c.service_id == _SERVICE)
_EXECUTES = sa.exists().where(
    EXECUTORS.c.order_number == _NUMBER, EXECUTORS.c.employee_id == EMPLOYEES.c.id, EXECUTORS.c.active
)
_CONTROLS = sa.exists().where(CONTROLLERS.c.order_number == _NUMBER, CONTROLLERS.c.employee_id == EMPLOYEES.c.id)
_ONLOOKERS = (
    sa.select(
        EMPLOYEES.c.id,
        EMPLOYEES.c.department_id,
        ROLES.c.code.label("role"),
        ROLES.c.rights,
        sa.or_(_EXECUTES, _CONTROLS).label("own"),
    )
    .join(ROLES, ROLES.c.id == EMPLOYEES.c.role_id)
    .where(
        EMPLOYEES.c.blocked_at.is_(None),
        sa.or_(EMPLOYEES.c.all_buildings, _IN_BUILDING),
        sa.or_(ROLES.c.all_services, _IN_SERVICE),
    )
    .order_by(EMPLOYEES.c.id)
)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """An unblocked employee who may see an order."""

    id: int
    department_id: int | None
    role: str
    rights: frozenset[str]

    def belongs_to(self, party: Party) -> bool:
        """Whether he is told what is told to the party."""
        return RIGHT_OF[party] in self.rights


def onlookers(
    reading: Reading, place: Mapping[str, Any] | LockedOrder, number: int, among: Collection[int] | None = None
) -> list[Onlooker]:
    """The unblocked employees who may see the order `number`; `place` names its building_id and service_id."""
    statement = _ONLOOKERS if among is None else _ONLOOKERS.where(EMPLOYEES.c.id.in_(sorted(among)))
    wanted = {"b_number": number, "b_building": place["building_id"], "b_service": place["service_id"]}
    return [
        Onlooker(row.id, row.department_id, row.role, frozenset(row.rights))
        for row in reading.connection.execute(statement, wanted)
        if "orders.view_all" in row.rights or ("orders.view_own" in row.rights and row.own)
    ]


def parties_of(actor: Actor) -> list[Party]:
    """The parties to which an employee belongs wherever he sees the order."""
    return [party for party, right in RIGHT_OF.items() if actor.may(right)]
