"""Things that a filter may name, found by a few letters among what the actor sees (FL-4, RO-3).

Each is named so that the line finds it and nothing else: by its name in quotes, or by its code where several have the
name or it is another one's code.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.filter_values import Text
from ads_tui.domain.text import fold, words
from ads_tui.i18n import _
from ads_tui.models.catalogue import Service, ServiceType
from ads_tui.models.people import Department
from ads_tui.models.places import Building, BuildingGroup, Client, ClientPremise, Premise, Quarter
from ads_tui.services.orders.choosing import building_ids, ranked
from ads_tui.services.orders.conditions.naming import contains, with_name
from ads_tui.services.orders.conditions.places import spellings
from ads_tui.services.reach import visible_clients, within_buildings, within_services
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

# Of so many that the letters find the best are looked for.
_MOST_LOOKED_AT = 500
_FEW_BUILDINGS = 100
# Goes behind every character that a code may hold.
_LAST = "\U0010ffff"
_MODELS: Mapping[str, type[Any]] = {
    "type": ServiceType,
    "service": Service,
    "department": Department,
    "group": BuildingGroup,
    "quarter": Quarter,
    "building": Building,
}


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing: `text` names it and nothing else in a line; clients without a code are named all alike."""

    text: Text
    caption: str
    note: str
    code: str


def find_things(reading: Reading, name: str, typed: str, limit: int) -> list[NamedThing]:
    """Things of a name of a filter line, each typed word of which begins a word of its name or code; best first."""
    if name == "premise":
        return _premises(reading, typed, limit)
    return _clients(reading, typed, limit) if name == "client" else _few(reading, name, typed, limit)


def known_things(reading: Reading, name: str, codes: Sequence[str]) -> dict[str, str]:
    """What things are called, by code, those out of sight left out."""
    if name == "premise":
        statement = _select_premises(reading).where(col(Premise.code).in_(codes))
        return {row.code: _address(row) for row in reading.connection.execute(statement)}
    model: Any = Client if name == "client" else _MODELS[name]
    within = visible_clients(reading.actor) if name == "client" else _offered(reading, name)
    rows = reading.connection.execute(sa.select(model.code, model.name).where(model.code.in_(codes), *within))
    return {row.code: row.name for row in rows}


# Tables of some thousands


def _few(reading: Reading, name: str, typed: str, limit: int) -> list[NamedThing]:
    model, wanted = _MODELS[name], words(typed)
    archived = col(Service.archived_at) if name == "service" else sa.null()
    columns = (model.id, model.code, model.name, model.name_key, model.sort_key, archived.label("archived"))
    # A name is looked for among all that the condition of the filter looks at.
    rows = reading.connection.execute(sa.select(*columns).where(*_within(reading, name))).all()
    same = Counter(row.name_key for row in rows)
    codes = Counter(fold(row.code) for row in rows)
    offered = _offered_ids(reading, name)
    found = [row for _score, row in ranked(wanted, ((f"{row.name} {row.code}", row.sort_key, row) for row in rows))]
    found.sort(key=lambda row: row.archived is not None)
    things: list[NamedThing] = []
    for row in found:
        # Its own code finds it as well.
        is_free = same[row.name_key] == 1 and codes[row.name_key] == (fold(row.code) == row.name_key)
        text = _text(row.name if is_free else "", row.code)
        if text is not None and (offered is None or row.id in offered):
            note = _("{code}, archived").format(code=row.code) if row.archived else row.code
            things.append(NamedThing(text, row.name, note, row.code))
        if len(things) == limit:
            break
    return things


def _within(reading: Reading, name: str) -> Sequence[ColumnElement[bool]]:
    if name == "building":
        return within_buildings(reading.actor, col(Building.id))
    return within_services(reading.actor, col(Service.id)) if name == "service" else ()


def _offered(reading: Reading, name: str) -> Sequence[ColumnElement[bool]]:
    """What of a table is offered: groups, quarters and types of what is within reach."""
    actor = reading.actor
    if name in ("group", "quarter") and actor.buildings is not None:
        column = col(Building.group_id if name == "group" else Building.quarter_id)
        theirs = sa.select(column).where(*within_buildings(actor, col(Building.id)))
        return (_MODELS[name].id.in_(theirs),)
    if name == "type" and actor.services is not None:
        theirs = sa.select(col(Service.type_id)).where(*within_services(actor, col(Service.id)))
        return (col(ServiceType.id).in_(theirs),)
    return _within(reading, name)


def _offered_ids(reading: Reading, name: str) -> set[int] | None:
    conditions = _offered(reading, name)
    if name in ("building", "service") or not conditions:
        return None
    return set(reading.connection.execute(sa.select(_MODELS[name].id).where(*conditions)).scalars())


def _text(name: str, code: str | None) -> Text | None:
    """The name in quotes, else the code; None where a line can hold neither, as they have no letter or digit."""
    if words(name):
        return Text(name, whole=True)
    return Text(code) if code and words(code) else None


# Premises


def _select_premises(reading: Reading) -> sa.Select[Any]:
    columns: list[Any] = [col(Premise.id), col(Premise.code), col(Premise.name), col(Building.name).label("building")]
    return (
        sa.select(*columns)
        .join(Building, col(Building.id) == col(Premise.building_id))
        .where(*within_buildings(reading.actor, col(Premise.building_id)))
    )


def _address(row: Any) -> str:
    return f"{row.building}, {row.name}"


def _premises(reading: Reading, typed: str, limit: int) -> list[NamedThing]:
    """By the code, by the words of the building with or without the number's, or by the number in any building."""
    wanted = words(typed)
    if not wanted:
        return []
    number = col(Premise.name_key)
    begun = number.startswith(wanted[-1], autoescape=True)
    within_words = col(Premise.building_id).in_(building_ids(reading, wanted)[:limit])
    ways: list[ColumnElement[bool]] = [_code_begins(reading, col(Premise.code), typed), within_words]
    if len(wanted) > 1:
        ways.insert(1, sa.and_(col(Premise.building_id).in_(building_ids(reading, wanted[:-1])[:limit]), begun))
    else:
        ways.insert(1, begun)
    exact_first = sa.case((number == wanted[-1], 0), else_=1)
    found: dict[int, NamedThing] = {}
    for way in ways:
        if len(found) < limit:
            statement = _select_premises(reading).where(way)
            statement = statement.order_by(exact_first, col(Premise.sort_key), col(Premise.id))
            for row in reading.connection.execute(statement.limit(limit)):
                if words(row.code):
                    found.setdefault(row.id, NamedThing(Text(row.code), _address(row), row.code, row.code))
    return list(found.values())[:limit]


# Clients


def _clients(reading: Reading, typed: str, limit: int) -> list[NamedThing]:
    wanted = words(typed)
    if not wanted:
        return []
    # The longest word leaves few to be looked at, word by word, by whoever ranks them.
    key, longest = col(Client.name_key), max(wanted, key=len)
    name = sa.and_(with_name(key, Text(longest)), *(contains(key, word) for word in wanted))
    seen = _seen_clients(reading)
    if not seen:
        # The index of names alone holds all that is asked, and the rows of the first found are read then.
        name = sa.and_(col(Client.id).in_(sa.select(col(Client.id)).where(name).limit(_MOST_LOOKED_AT)))
    columns = (col(Client.id), col(Client.code), col(Client.name), col(Client.name_key), col(Client.sort_key))
    rows: list[Any] = []
    for way in (_code_begins(reading, col(Client.code), typed), name):
        if len(rows) < limit:
            statement = sa.select(*columns).where(way, col(Client.erased_at).is_(None), *seen)
            rows += reading.connection.execute(statement.limit(_MOST_LOOKED_AT)).all()
    clients = {row.id: row for row in rows}.values()
    found = [
        row for _score, row in ranked(wanted, ((f"{row.name} {row.code or ''}", row.sort_key, row) for row in clients))
    ]
    return _named_clients(reading, found[:limit])


def _seen_clients(reading: Reading) -> Sequence[ColumnElement[bool]]:
    """Clients of whose orders the actor may see some; whoever lives in few buildings is found by them."""
    actor = reading.actor
    if actor.buildings is None or len(actor.buildings) > _FEW_BUILDINGS:
        return visible_clients(actor)
    lives = sa.select(col(ClientPremise.client_id)).join(Premise, col(Premise.id) == col(ClientPremise.premise_id))
    lives = lives.where(*within_buildings(actor, col(Premise.building_id)))
    ordered = select_orders(actor, ORDERS.c.client_id).where(*within_buildings(actor, ORDERS.c.building_id))
    return (col(Client.id).in_(lives.union_all(ordered)),)


def _named_clients(reading: Reading, clients: Sequence[Any]) -> list[NamedThing]:
    """The clients with what names them; those without a code and of one name are there once, as the line finds all."""
    keys = {row.name_key for row in clients}
    counted = sa.select(col(Client.name_key), sa.func.count()).where(col(Client.name_key).in_(keys))
    same = {row[0]: row[1] for row in reading.connection.execute(counted.group_by(col(Client.name_key)))}
    taken = _codes_alike(reading, [row.name for row in clients])
    homes = _homes(reading, [row.id for row in clients])
    found: dict[Text, NamedThing] = {}
    for row in clients:
        is_code = any(spelling in taken and spelling != row.code for spelling in spellings(row.name))
        is_free = not is_code and (same[row.name_key] == 1 or row.code is None)
        text = _text(row.name if is_free else "", row.code)
        if text is not None:
            note = ", ".join(filter(None, (row.code, homes.get(row.id)))) if row.code else _("all of this name")
            found.setdefault(text, NamedThing(text, row.name, note, row.code or ""))
    return list(found.values())


def _homes(reading: Reading, clients: Sequence[int]) -> dict[int, str]:
    """An address within reach of each client who has one, by which people of one name are told apart."""
    living = _select_premises(reading).join(ClientPremise, col(ClientPremise.premise_id) == col(Premise.id))
    living = living.add_columns(col(ClientPremise.client_id)).where(col(ClientPremise.client_id).in_(clients))
    rows = reading.connection.execute(living.order_by(col(Premise.id).desc()))
    return {row.client_id: _address(row) for row in rows}


def _codes_alike(reading: Reading, texts: Iterable[str]) -> set[str]:
    asked = {spelling for text in texts for spelling in spellings(text)}
    statement = sa.select(col(Client.code)).where(col(Client.code).in_(asked))
    return {code for code in reading.connection.execute(statement).scalars() if code}


def _code_begins(reading: Reading, column: Any, typed: str) -> ColumnElement[bool]:
    """Whether a code begins with what is typed, in small or capital letters as well."""
    begun = spellings(typed.strip())
    if reading.connection.dialect.name == "sqlite":
        # By the index of codes, which LIKE cannot use.
        return sa.or_(*(column.between(one, one + _LAST) for one in begun))
    return sa.or_(*(column.startswith(one, autoescape=True) for one in begun))
