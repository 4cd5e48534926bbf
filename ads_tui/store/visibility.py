"""Which orders exist for an actor: every read of orders starts here (RO-2, RO-3, decision 5)."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement, Select
from sqlalchemy.sql.functions import ReturnTypeFromArgs

from ads_tui.domain.actors import Actor
from ads_tui.models.columns import table_of
from ads_tui.models.orders import OrderController
from ads_tui.models.people import EmployeeBuilding
from ads_tui.store.order_rows import EXECUTORS, ORDERS

# Above this a subquery is cheaper than a literal list (decision 5).
_LITERAL_IDS = 1_000
_CONTROLLERS, _REACH = table_of(OrderController), table_of(EmployeeBuilding)


class walked_past(ReturnTypeFromArgs[Any]):
    """A column by which SQLite is not to choose its index; Postgres chooses by itself, and better (decision 5)."""

    inherit_cache = True


@compiles(walked_past)
def _as_it_is(element: walked_past, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(walked_past, "sqlite")
def _past_the_index(element: walked_past, compiler: Any, **options: Any) -> str:
    return f"(+{compiler.process(element.clauses, **options)})"


def visible(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions on `orders` that hold for what the actor may see; none for whoever sees all.

    Raises AccessError `not_signed_in` where nobody is signed in.
    """
    actor.require_signed_in()
    conditions: list[ColumnElement[bool]] = []
    if actor.buildings is not None:
        conditions.append(_within_buildings(actor))
    if actor.services is not None:
        conditions.append(walked_past(ORDERS.c.service_id).in_(actor.services))
    if not actor.may("orders.view_all"):
        conditions.append(_own(actor) if actor.may("orders.view_own") else sa.false())
    return conditions


def select_orders(actor: Actor, *columns: Any) -> Select[Any]:
    """A select of columns of orders that the actor may see."""
    return sa.select(*columns).where(*visible(actor))


def _within_buildings(actor: Actor) -> ColumnElement[bool]:
    building = walked_past(ORDERS.c.building_id)
    assert actor.buildings is not None
    if len(actor.buildings) <= _LITERAL_IDS:
        return building.in_(actor.buildings)
    return building.in_(sa.select(_REACH.c.building_id).where(_REACH.c.employee_id == actor.id))


def _own(actor: Actor) -> ColumnElement[bool]:
    executor = sa.exists().where(
        EXECUTORS.c.order_number == ORDERS.c.number,
        EXECUTORS.c.employee_id == actor.id,
        EXECUTORS.c.active,
    )
    controller = sa.exists().where(
        _CONTROLLERS.c.order_number == ORDERS.c.number,
        _CONTROLLERS.c.employee_id == actor.id,
    )
    return sa.or_(executor, controller)
