"""Opening the card of a thing by its kind and id, and reading its orders by pages (CR-5)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import col

from ads_tui.models.catalogue import Service
from ads_tui.models.places import Building, Client, Premise
from ads_tui.services.cards.card import Card
from ads_tui.services.cards.catalogue import service_card
from ads_tui.services.cards.clients import client_card
from ads_tui.services.cards.places import building_card, premise_card
from ads_tui.services.naming import not_found
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

_CARDS: dict[str, Callable[[Reading, int], Card | None]] = {
    "building": building_card,
    "premise": premise_card,
    "client": client_card,
    "service": service_card,
}
KINDS = tuple(_CARDS)
_COLUMNS = {kind: ORDERS.c[f"{kind}_id"] for kind in KINDS}


# In the order in which an order names them.
_MODELS: dict[str, Any] = {"client": Client, "premise": Premise, "building": Building, "service": Service}


@dataclass(frozen=True, slots=True)
class ThingOfOrder:
    """Something that an order is about: `kind` of KINDS, `key` its id."""

    kind: str
    key: int
    name: str


def show_thing(reading: Reading, kind: str, key: int) -> Card:
    """The card of a thing, `kind` of KINDS and an id; NotFoundError where it does not exist for the actor (RO-3)."""
    reading.actor.require_signed_in()
    found = _CARDS[kind](reading, key)
    if found is None:
        raise not_found(kind, key)
    return found


def things_of_order(reading: Reading, number: int) -> list[ThingOfOrder]:
    """What an order is about, the client first; NotFoundError where the order does not exist for the actor."""
    columns: list[Any] = []
    for kind, model in _MODELS.items():
        columns += [_COLUMNS[kind].label(f"{kind}_key"), col(model.name).label(f"{kind}_name")]
    statement = select_orders(reading.actor, *columns).select_from(ORDERS).where(ORDERS.c.number == number)
    for kind, model in _MODELS.items():
        statement = statement.outerjoin(model, col(model.id) == _COLUMNS[kind])
    row = reading.connection.execute(statement).mappings().first()
    if row is None:
        raise not_found("order", number)
    things = [ThingOfOrder(kind, row[f"{kind}_key"], row[f"{kind}_name"]) for kind in _MODELS]
    return [thing for thing in things if thing.key is not None]
