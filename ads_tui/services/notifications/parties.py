"""Who of the employees belongs to a party of an order, and who may see it (NT-2, RO-3)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ads_tui.domain.actors import Actor
from ads_tui.domain.notifications import Party
from ads_tui.models.columns import table_of
from ads_tui.models.orders import OrderController
from ads_tui.models.people import Employee, EmployeeBuilding, Role, RoleService
from ads_tui.store.order_rows import EXECUTORS, ORDERS
from ads_tui.store.work import Reading

EMPLOYEES, ROLES = table_of(Employee), table_of(Role)
CONTROLLERS = table_of(OrderController)
_REACH, _ROLE_SERVICES = table_of(EmployeeBuilding), table_of(RoleService)
# By which right one belongs to a party that is told as a whole.
RIGHT_OF: Mapping[Party, str] = {"viewers": "orders.view_all", "managers": "orders.manage_any"}

_IN_BUILDING = sa.exists().where(_REACH.c.employee_id == EMPLOYEES.c.id, _REACH.c.building_id == ORDERS.c.building_id)
_IN_SERVICE = sa.exists().where(
    _ROLE_SERVICES.c.role_id == ROLES.c.id, _ROLE_SERVICES.c.service_id == ORDERS.c.service_id
)
_EXECUTES = sa.exists().where(
    EXECUTORS.c.order_number == ORDERS.c.number, EXECUTORS.c.employee_id == EMPLOYEES.c.id, EXECUTORS.c.active
)
_CONTROLS = sa.exists().where(
    CONTROLLERS.c.order_number == ORDERS.c.number, CONTROLLERS.c.employee_id == EMPLOYEES.c.id
)
_ONLOOKERS = (
    sa.select(
        ORDERS.c.number,
        EMPLOYEES.c.id,
        EMPLOYEES.c.department_id,
        EMPLOYEES.c.role_id,
        sa.or_(_EXECUTES, _CONTROLS).label("own"),
    )
    .select_from(ORDERS)
    .join(EMPLOYEES, EMPLOYEES.c.blocked_at.is_(None))
    .join(ROLES, ROLES.c.id == EMPLOYEES.c.role_id)
    .where(
        ORDERS.c.number.in_(sa.bindparam("b_numbers", type_=sa.BigInteger, expanding=True)),
        sa.or_(EMPLOYEES.c.all_buildings, _IN_BUILDING),
        sa.or_(ROLES.c.all_services, _IN_SERVICE),
    )
    .order_by(ORDERS.c.number, EMPLOYEES.c.id)
)
_AMONG = _ONLOOKERS.where(EMPLOYEES.c.id.in_(sa.bindparam("b_among", type_=sa.Integer, expanding=True)))
# The rights of a role are many words, so that they are read once and not with each of its employees.
_RIGHTS = sa.select(ROLES.c.id, ROLES.c.code, ROLES.c.rights)


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
    reading: Reading, numbers: Collection[int], among: Collection[int] | None = None
) -> Mapping[int, Mapping[int, Onlooker]]:
    """The unblocked employees who may see orders, of all or `among` some, by the order's number and their ids.

    What was changed of the orders must be in the database.
    """
    found: dict[int, dict[int, Onlooker]] = defaultdict(dict)
    wanted = {"b_numbers": sorted(numbers), "b_among": sorted(among or ())}
    rows = reading.connection.execute(_ONLOOKERS if among is None else _AMONG, wanted).all()
    if not rows:
        return found
    roles = {row.id: (row.code, frozenset(row.rights)) for row in reading.connection.execute(_RIGHTS)}
    for row in rows:
        role, rights = roles[row.role_id]
        if "orders.view_all" in rights or ("orders.view_own" in rights and row.own):
            found[row.number][row.id] = Onlooker(row.id, row.department_id, role, rights)
    return found


def parties_of(actor: Actor) -> list[Party]:
    """The parties to which an employee belongs wherever he sees the order."""
    return [party for party, right in RIGHT_OF.items() if actor.may(right)]
