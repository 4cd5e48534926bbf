"""Buildings and what they belong to, premises with their entrances and floors (FL-4, RO-3)."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.filter_values import NumberRange, Text, Value
from ads_tui.models.columns import table_of
from ads_tui.models.places import Building, BuildingGroup, Premise, Quarter
from ads_tui.services.orders.conditions.condition import Asked, Condition, no_such, of_column, through
from ads_tui.services.orders.conditions.naming import asks_for_none, ids_of_things, is_named, texts_of, with_name
from ads_tui.services.reach import within_buildings
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

PREMISES = table_of(Premise)
# Orders of so many buildings are counted quickly, and may be few (decision 5).
_FEW_BUILDINGS = 100
_NUMBER = re.compile(r"-?[0-9]{1,18}")


def buildings_reached(reading: Reading) -> Condition | None:
    """The few buildings that the actor may see, by which his orders are found; None for whoever sees many (RO-3)."""
    buildings = reading.actor.buildings
    if buildings is None or len(buildings) > _FEW_BUILDINGS:
        return None
    return of_column(ORDERS.c.building_id, buildings)


def building(reading: Reading, values: Sequence[Value]) -> Condition:
    """A building within reach; no order is without one."""
    ids = ids_of_things(reading, values, Building, within_buildings(reading.actor, col(Building.id)))
    return of_column(ORDERS.c.building_id, ids, empty=asks_for_none(values))


def group(reading: Reading, values: Sequence[Value]) -> Condition:
    """The building's group; `none` is a building of no group."""
    return _of_building(reading, values, BuildingGroup, col(Building.group_id))


def quarter(reading: Reading, values: Sequence[Value]) -> Condition:
    """The building's quarter; `none` is a building of no quarter."""
    return _of_building(reading, values, Quarter, col(Building.quarter_id))


def premise(reading: Reading, values: Sequence[Value]) -> Condition:
    """A premise within reach, by its code or its number; `none` is a communal order."""
    found: list[ColumnElement[bool]] = [sa.false()]
    for text in texts_of(values):
        within = within_buildings(reading.actor, PREMISES.c.building_id)
        ways = (PREMISES.c.code.in_(spellings(text.text)), with_name(PREMISES.c.name_key, text))
        there = (way for way in ways if _is_there(reading, sa.and_(way, *within)))
        way = next(there, None)
        if way is None:
            raise no_such(text, text.text)
        found.append(sa.and_(way, *within))
    return through(reading, ORDERS.c.premise_id, PREMISES.c.id, sa.or_(*found), empty=asks_for_none(values))


def of_premise(column: sa.Column[str]) -> Asked:
    """The entrance or the floor of the order's premise; `none` is also an order without a premise."""
    return partial(_of_premise, column=column)


def spellings(code: str) -> list[str]:
    """A code as it was typed, in small and in capital letters: in a long table it is found by its index."""
    return list(dict.fromkeys((code, code.lower(), code.upper())))


def _is_there(reading: Reading, where: ColumnElement[bool]) -> bool:
    return reading.connection.execute(sa.select(PREMISES.c.id).where(where).limit(1)).first() is not None


def _of_building(reading: Reading, values: Sequence[Value], model: type[Any], column: Any) -> Condition:
    where = column.in_(ids_of_things(reading, values, model))
    if asks_for_none(values):
        where = sa.or_(where, column.is_(None))
    return through(reading, ORDERS.c.building_id, col(Building.id), where)


def _of_premise(reading: Reading, values: Sequence[Value], *, column: sa.Column[str]) -> Condition:
    present = [text for text in different_texts(reading, column) if text]
    found: dict[str, None] = {}
    for value in values:
        fitting = [text for text in present if _fits(text, value)]
        if isinstance(value, Text) and not fitting:
            raise no_such(value, value.text, present)
        found |= dict.fromkeys(fitting)
    empty = asks_for_none(values)
    kept = [*found, ""] if empty else list(found)
    return through(reading, ORDERS.c.premise_id, PREMISES.c.id, column.in_(kept), empty=empty)


def _fits(text: str, value: Value) -> bool:
    if isinstance(value, NumberRange):
        return bool(_NUMBER.fullmatch(text)) and value.holds(int(text))
    return isinstance(value, Text) and is_named(text, value)


def different_texts(reading: Reading, column: sa.Column[str]) -> list[str]:
    """The different texts of an indexed column, each by one step in its index."""
    steps = sa.select(sa.func.min(column).label("text")).cte("steps", recursive=True)
    following = sa.select(sa.func.min(column)).where(column > steps.c.text).scalar_subquery()
    steps = steps.union_all(sa.select(following).where(steps.c.text.is_not(None)))
    return [text for text in reading.connection.execute(sa.select(steps.c.text)).scalars() if text is not None]
