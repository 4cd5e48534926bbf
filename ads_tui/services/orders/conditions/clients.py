"""Clients and their tags (FL-4)."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.filter_values import Value
from ads_tui.models.columns import table_of
from ads_tui.models.places import TAGS_OF_CLIENTS, Client
from ads_tui.services.orders.conditions.condition import Condition, no_such, through
from ads_tui.services.orders.conditions.naming import asks_for_none, is_named, texts_of, with_name
from ads_tui.services.orders.conditions.places import spellings
from ads_tui.services.reach import visible_clients
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

CLIENTS = table_of(Client)


def client(reading: Reading, values: Sequence[Value]) -> Condition:
    """A client by code or name; `none` is an order without one."""
    found: list[ColumnElement[bool]] = [sa.false()]
    for text in texts_of(values):
        ways = (CLIENTS.c.code.in_(spellings(text.text)), with_name(CLIENTS.c.name_key, text))
        way = next((way for way in ways if _is_there(reading, way)), None)
        if way is None:
            raise no_such(text, text.text)
        found.append(way)
    return through(reading, ORDERS.c.client_id, CLIENTS.c.id, sa.or_(*found), empty=asks_for_none(values))


def tag(reading: Reading, values: Sequence[Value]) -> Condition:
    """A tag of the order's client; `none` is also an order without a client.

    Tags stand in lists, and there are few different lists: those with the tag are looked for.
    """
    lists = {text: json.loads(text) for text in _different_lists(reading)}
    wanted: dict[str, None] = {}
    for value in texts_of(values):
        fitting = [text for text, tags in lists.items() if any(is_named(one, value) for one in tags)]
        if not fitting:
            raise no_such(value, value.text, sorted({one for tags in lists.values() for one in tags}))
        wanted |= dict.fromkeys(fitting)
    empty = asks_for_none(values)
    where: ColumnElement[bool] = sa.and_(TAGS_OF_CLIENTS != "[]", TAGS_OF_CLIENTS.in_(list(wanted)))
    if empty:
        where = sa.or_(where, TAGS_OF_CLIENTS == "[]")
    return through(reading, ORDERS.c.client_id, CLIENTS.c.id, where, empty=empty)


def _is_there(reading: Reading, where: ColumnElement[bool]) -> bool:
    statement = sa.select(col(Client.id)).where(where, *visible_clients(reading.actor)).limit(1)
    return reading.connection.execute(statement).first() is not None


def _different_lists(reading: Reading) -> list[str]:
    statement = sa.select(TAGS_OF_CLIENTS).where(TAGS_OF_CLIENTS != "[]").distinct()
    return list(reading.connection.execute(statement).scalars())
