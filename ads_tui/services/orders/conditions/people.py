"""Executors, controllers, whoever accepted and closed, and managers of quarters (FL-4, EM-2)."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.filter_values import Code, Special, Value
from ads_tui.models.orders import OrderController
from ads_tui.models.people import Employee
from ads_tui.models.places import Building, Quarter
from ads_tui.services.orders.conditions.condition import (
    Asked,
    Condition,
    any_of,
    linked,
    negation,
    no_such,
    of_column,
    through,
)
from ads_tui.services.orders.conditions.naming import asks_for_none
from ads_tui.store.order_rows import EXECUTORS, ORDERS
from ads_tui.store.work import Reading

# Literal, so that the partial indexes serve: one of those who are active, one of the others.
_ACTIVE: Any = sa.text("active")
_INACTIVE: Any = sa.text("NOT active AND removed_at IS NULL")


def executor(reading: Reading, values: Sequence[Value]) -> Condition:
    """Whoever is assigned, blocked or not; `none` is the order without an active one (EM-2)."""
    ids, number = _people(reading, values), EXECUTORS.c.order_number
    found = []
    if ids:
        theirs = EXECUTORS.c.employee_id.in_(ids)
        found.append(linked(number, *(sa.and_(theirs, which) for which in (_ACTIVE, _INACTIVE))))
    if asks_for_none(values):
        found.append(negation(linked(number, _ACTIVE, broad=True)))
    return any_of(found)


def controller(reading: Reading, values: Sequence[Value]) -> Condition:
    """Whoever controls."""
    ids, number = _people(reading, values), col(OrderController.order_number)
    found = [linked(number, col(OrderController.employee_id).in_(ids))] if ids else []
    if asks_for_none(values):
        found.append(negation(linked(number, sa.true(), broad=True)))
    return any_of(found)


def of_person(column: sa.Column[Any]) -> Asked:
    """An employee whom a column of orders names."""
    return partial(_of_person, column=column)


def manager(reading: Reading, values: Sequence[Value]) -> Condition:
    """The manager of the building's quarter; `none` is also a building of no quarter."""
    quarters = sa.select(col(Quarter.id)).where(col(Quarter.manager_id).in_(_people(reading, values)))
    theirs: ColumnElement[bool] = col(Building.quarter_id).in_(quarters)
    if asks_for_none(values):
        managed = sa.select(col(Quarter.id)).where(col(Quarter.manager_id).is_not(None))
        theirs = sa.or_(theirs, col(Building.quarter_id).is_(None), col(Building.quarter_id).not_in(managed))
    return through(reading, ORDERS.c.building_id, col(Building.id), theirs)


def _of_person(reading: Reading, values: Sequence[Value], *, column: sa.Column[Any]) -> Condition:
    return of_column(column, _people(reading, values), empty=asks_for_none(values))


def _people(reading: Reading, values: Sequence[Value]) -> list[int]:
    """The employees named; raises InputError `filter_syntax` for a login that nobody has."""
    ids = [reading.actor.id] if Special("me") in values else []
    for value in values:
        if isinstance(value, Code):
            found = reading.connection.execute(
                sa.select(col(Employee.id)).where(col(Employee.login) == value.code)
            ).scalar()
            if found is None:
                logins = reading.connection.execute(sa.select(col(Employee.login))).scalars().all()
                raise no_such(value, value.code, logins)
            ids.append(found)
    return [key for key in ids if key is not None]
