"""Which buildings, services and clients an employee may see, and the buildings that follow from his access (RO-3)."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.models.people import Employee, EmployeeAccess, EmployeeBuilding
from ads_tui.models.places import Building, Client, ClientPremise, Premise
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import visible
from ads_tui.store.work import Work

Conditions = tuple[ColumnElement[bool], ...]
Pair = tuple[int, int]

# Above this a subquery is cheaper than a literal list (decision 5).
_LITERAL_IDS = 1_000
# Any fixed number: whoever rebuilds waits until the changes of another rebuilder can be read.
_ADVISORY_LOCK = 4_162_014


def within_buildings(actor: Actor, column: Any) -> Conditions:
    """Conditions under which a column with a building's id is within reach; none for whoever sees all."""
    if actor.buildings is None:
        return ()
    if len(actor.buildings) <= _LITERAL_IDS:
        return (column.in_(actor.buildings),)
    reach = sa.select(col(EmployeeBuilding.building_id)).where(col(EmployeeBuilding.employee_id) == actor.id)
    return (column.in_(reach),)


def within_services(actor: Actor, column: Any) -> Conditions:
    """Conditions under which a column with a service's id is within reach; none for whoever sees all."""
    return () if actor.services is None else (column.in_(actor.services),)


def visible_clients(actor: Actor) -> Conditions:
    """Conditions on `clients` that hold for those whom the actor may see; none for whoever sees all.

    A client is seen by one of his premises or by one of his orders; he who has neither is seen by everyone.
    """
    orders = visible(actor)
    if not orders:
        return ()
    client = col(Client.id)
    lives = sa.exists().where(col(ClientPremise.client_id) == client)
    lives_within = lives.where(
        col(Premise.id) == col(ClientPremise.premise_id), *within_buildings(actor, col(Premise.building_id))
    )
    ordered = sa.exists().where(ORDERS.c.client_id == client)
    return (sa.or_(lives_within, ordered.where(*orders), sa.and_(~lives, ~ordered)),)


def rebuild(work: Work, employee_ids: Iterable[int] | None) -> None:
    """Bring `employee_buildings` to what access, groups and quarters say, of these employees or of all.

    Consoles of those whose reach has changed are told by `touch("access", login)`.
    """
    work.session.flush()
    if work.connection.dialect.name == "postgresql":
        work.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
    missing, surplus = differences(work.session, employee_ids)
    if missing:
        work.connection.execute(
            sa.insert(EmployeeBuilding),
            [{"employee_id": employee_id, "building_id": building_id} for employee_id, building_id in missing],
        )
    if surplus:
        work.connection.execute(
            sa.delete(EmployeeBuilding).where(
                col(EmployeeBuilding.employee_id) == sa.bindparam("employee"),
                col(EmployeeBuilding.building_id) == sa.bindparam("building"),
            ),
            [{"employee": employee_id, "building": building_id} for employee_id, building_id in surplus],
        )
    changed = sorted({employee_id for employee_id, _building in (*missing, *surplus)})
    for start in range(0, len(changed), _LITERAL_IDS):
        some = changed[start : start + _LITERAL_IDS]
        for login in work.session.scalars(sa.select(col(Employee.login)).where(col(Employee.id).in_(some))):
            work.touch("access", login)


def expected(session: Session) -> set[Pair]:
    """The pairs of employee and building ids that `employee_buildings` must hold."""
    return {(row[0], row[1]) for row in session.execute(_expected(None))}


def differences(session: Session, employee_ids: Iterable[int] | None = None) -> tuple[list[Pair], list[Pair]]:
    """The pairs (employee, building) that `employee_buildings` lacks, and those that it holds wrongly."""
    some = None if employee_ids is None else sorted(set(employee_ids))
    present = sa.select(col(EmployeeBuilding.employee_id), col(EmployeeBuilding.building_id))
    present = present.where(*_among(EmployeeBuilding.employee_id, some))
    right = _expected(some)
    return _pairs(session, right.except_(present)), _pairs(session, present.except_(right))


def _expected(some: Sequence[int] | None) -> Select[Any]:
    """One row for every building that is listed itself, or by its group or quarter; twice listed is once."""
    columns = {"building": Building.id, "group": Building.group_id, "quarter": Building.quarter_id}
    listed = sa.union(
        *(
            sa.select(col(EmployeeAccess.employee_id), col(Building.id).label("building_id"))
            .join(Building, col(column) == col(EmployeeAccess.target_id))
            .where(col(EmployeeAccess.kind) == kind, *_among(EmployeeAccess.employee_id, some))
            for kind, column in columns.items()
        )
    ).subquery()
    return (
        sa.select(listed.c.employee_id, listed.c.building_id)
        .join(Employee, col(Employee.id) == listed.c.employee_id)
        .where(~col(Employee.all_buildings))
    )


def _among(column: Any, some: Sequence[int] | None) -> Conditions:
    return () if some is None else (col(column).in_(some),)


def _pairs(session: Session, statement: Any) -> list[Pair]:
    return sorted((row[0], row[1]) for row in session.execute(statement))
