"""Who calls: clients found by phone, name or address, each with the premise that is meant (CR-2, CR-5, RO-3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.phones import phone_digits, search_prefixes
from ads_tui.domain.text import words
from ads_tui.models.places import Client, ClientContact, ClientPremise, Premise
from ads_tui.services.orders.choosing import (
    MOST,
    BuildingChoice,
    PremiseChoice,
    building_ids,
    choose_buildings,
    demand_chooser,
    load_premises,
    ranked,
    select_premises,
)
from ads_tui.services.reach import visible_clients
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

# Fewer digits are rather the number of a house or a flat.
FEWEST_DIGITS = 4
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A client with what his popup tells (CR-5); without a code he was written down with an earlier call (CR-4)."""

    id: int
    code: str | None
    name: str
    phone: str = ""
    tags: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """One answer to what was typed: a client, a place, or a client at one of his premises."""

    client: ClientChoice | None = None
    building: BuildingChoice | None = None
    premise: PremiseChoice | None = None


def choose_callers(reading: Reading, text: str, limit: int = MOST) -> list[Caller]:
    """Clients whose phone begins so or whose name has the words, then premises and buildings of that address.

    A client is there once for each of his premises within reach. An address is the words of a building, or those and
    the beginning of a premise's number, which is found with who lives there. A building whose word the last one is
    goes before premises: `oak 1` is rather the building 1 than the premises 1 of all others. Nothing is found by fewer
    than two letters or digits.
    """
    demand_chooser(reading)
    wanted = words(text)
    if sum(map(len, wanted)) < 2:
        return []
    if len(phone_digits(text)) >= FEWEST_DIGITS and search_prefixes(text, reading.settings.region):
        return _at_home(reading, _by_phone(reading, text, limit))[:limit]
    buildings = choose_buildings(reading, text, limit)
    meant = [building for building in buildings if wanted[-1] in words(building.name)]
    found = _at_home(reading, _by_name(reading, wanted, limit))
    found += [Caller(building=building) for building in meant]
    found += _by_address(reading, wanted, limit) if len(wanted) > 1 else []
    found += [Caller(building=building) for building in buildings if building not in meant]
    return found[:limit]


def client_of_code(reading: Reading, code: str) -> ClientChoice | None:
    """The client with this code, None where he is not there or may not be seen."""
    statement = sa.select(col(Client.id)).where(col(Client.code) == code, *visible_clients(reading.actor))
    found = [key for key in reading.session.scalars(statement) if key]
    return next(iter(_load_clients(reading, found)), None)


def caller_of_order(reading: Reading, number: int) -> Caller:
    """The client and the place of an order that the actor may see, to begin another one with."""
    order = reading.connection.execute(
        select_orders(reading.actor, ORDERS.c.client_id, ORDERS.c.premise_id, ORDERS.c.building_id).where(
            ORDERS.c.number == number
        )
    ).first()
    if order is None:
        return Caller()
    clients = _load_clients(reading, [order.client_id]) if order.client_id else []
    here = select_premises(reading).where(col(Premise.id) == order.premise_id)
    premise = next(iter(load_premises(reading, here, 1)), None)
    return Caller(clients[0] if clients else None, premise.building if premise else None, premise)


def _by_phone(reading: Reading, text: str, limit: int) -> list[ClientChoice]:
    if not reading.actor.may("orders.view_all"):
        return []
    key = col(ClientContact.value_key)
    begun = [
        sa.and_(key >= prefix, key < prefix[:-1] + chr(ord(prefix[-1]) + 1))
        for prefix in search_prefixes(text, reading.settings.region)
    ]
    owners = sa.select(col(ClientContact.client_id)).where(col(ClientContact.kind) == "phone", sa.or_(*begun))
    return _clients(reading, [col(Client.id).in_(owners)], limit)


def _by_name(reading: Reading, wanted: Sequence[str], limit: int) -> list[ClientChoice]:
    has = [col(Client.name_key).contains(word, autoescape=True) for word in wanted]
    statement = (
        sa.select(col(Client.id), col(Client.name), col(Client.sort_key))
        .where(col(Client.erased_at).is_(None), *has, *visible_clients(reading.actor))
        .limit(_MOST_NAMES)
    )
    rows = reading.session.execute(statement).all()
    ids = [row.id for _score, row in ranked(wanted, ((row.name, row.sort_key, row) for row in rows))]
    return _once(_load_clients(reading, ids[:limit]))


def _clients(reading: Reading, conditions: Sequence[ColumnElement[bool]], limit: int) -> list[ClientChoice]:
    statement = (
        sa.select(col(Client.id))
        .where(col(Client.erased_at).is_(None), *conditions, *visible_clients(reading.actor))
        .order_by(col(Client.registered).desc(), col(Client.sort_key), col(Client.id))
        .limit(limit)
    )
    return _once(_load_clients(reading, [key for key in reading.session.scalars(statement) if key]))


def _once(clients: Sequence[ClientChoice]) -> list[ClientChoice]:
    """Each known client, and of those written down with calls each name and phone once."""
    return list({client.code or (client.name, client.phone): client for client in clients}.values())


def _by_address(reading: Reading, wanted: Sequence[str], limit: int) -> list[Caller]:
    """Premises whose number the last word begins, of buildings that the other words find, with who lives there."""
    ids = building_ids(reading, wanted[:-1])[:limit]
    number = col(Premise.name_key)
    exact_first = sa.case((number == wanted[-1], 0), else_=1)
    statement = select_premises(reading).where(
        col(Premise.building_id).in_(ids), number.startswith(wanted[-1], autoescape=True)
    )
    premises = load_premises(
        reading, statement.order_by(None).order_by(exact_first, col(Premise.sort_key), col(Premise.id)), limit
    )
    living = _living(reading, [premise.id for premise in premises])
    return [Caller(client, premise.building, premise) for premise in premises for client in (*living[premise.id], None)]


def _living(reading: Reading, premises: Sequence[int]) -> dict[int, list[ClientChoice]]:
    pairs = reading.session.execute(
        sa.select(col(ClientPremise.premise_id), col(ClientPremise.client_id))
        .join(Client, col(Client.id) == col(ClientPremise.client_id))
        .where(col(ClientPremise.premise_id).in_(premises), col(Client.erased_at).is_(None))
        .order_by(col(Client.sort_key), col(Client.id))
    ).all()
    clients = {client.id: client for client in _load_clients(reading, [pair[1] for pair in pairs])}
    living: dict[int, list[ClientChoice]] = defaultdict(list)
    for premise_id, client_id in pairs:
        living[premise_id].append(clients[client_id])
    return living


def _at_home(reading: Reading, clients: Sequence[ClientChoice]) -> list[Caller]:
    """The clients, each once for every premise of his within reach."""
    ids = [client.id for client in clients]
    pairs = reading.session.execute(
        sa.select(col(ClientPremise.client_id), col(ClientPremise.premise_id)).where(
            col(ClientPremise.client_id).in_(ids)
        )
    ).all()
    here = select_premises(reading).where(col(Premise.id).in_([pair[1] for pair in pairs]))
    premises = {premise.id: premise for premise in load_premises(reading, here, len(pairs) or 1)}
    homes: dict[int, list[PremiseChoice]] = defaultdict(list)
    for client_id, premise_id in pairs:
        if premise_id in premises:
            homes[client_id].append(premises[premise_id])
    callers = []
    for client in clients:
        callers += [Caller(client, premise.building, premise) for premise in homes[client.id]]
        callers += [] if homes[client.id] else [Caller(client)]
    return callers


def _load_clients(reading: Reading, ids: Sequence[int]) -> list[ClientChoice]:
    phones = _phones(reading, ids)
    accounts = _accounts(reading, ids)
    found = {
        client.id: ClientChoice(
            id=client.id or 0,
            code=client.code,
            name=client.name,
            phone=phones.get(client.id or 0, ""),
            tags=tuple(client.tags),
            accounts=tuple(accounts[client.id or 0]),
            note=client.note,
        )
        for client in reading.session.scalars(sa.select(Client).where(col(Client.id).in_(ids)))
    }
    return [found[key] for key in dict.fromkeys(ids)]


def _phones(reading: Reading, clients: Sequence[int]) -> dict[int, str]:
    """The primary phones, by client; none for whom RO-5 hides them from."""
    if not reading.actor.may("orders.view_all"):
        return {}
    rows = reading.session.execute(
        sa.select(col(ClientContact.client_id), col(ClientContact.value))
        .where(col(ClientContact.client_id).in_(clients), col(ClientContact.kind) == "phone")
        .order_by(col(ClientContact.primary), col(ClientContact.id).desc())
    )
    return {row.client_id: row.value for row in rows}


def _accounts(reading: Reading, clients: Sequence[int]) -> dict[int, list[str]]:
    pairs = reading.session.execute(
        sa.select(col(ClientPremise.client_id), col(ClientPremise.premise_id)).where(
            col(ClientPremise.client_id).in_(clients)
        )
    ).all()
    here = select_premises(reading).where(col(Premise.id).in_([pair[1] for pair in pairs]))
    accounts = {premise.id: account for premise, account in reading.session.execute(here)}
    found: dict[int, list[str]] = defaultdict(list)
    for client_id, premise_id in pairs:
        if accounts.get(premise_id):
            found[client_id].append(accounts[premise_id])
    return found
