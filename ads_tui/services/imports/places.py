"""Buildings, premises and clients that rows of an import name (CL-16)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.domain.phones import Phone
from ads_tui.domain.text import fold
from ads_tui.models.people import EmployeeAccess
from ads_tui.models.places import (
    Building,
    BuildingGroup,
    Client,
    ClientContact,
    ClientPremise,
    Organization,
    Premise,
    Quarter,
)
from ads_tui.services import reach
from ads_tui.services.imports.slugs import give_codes, slug
from ads_tui.services.imports.things import Kind, Shelf, Thing, insert_things
from ads_tui.services.naming import not_found
from ads_tui.services.reach import visible_clients, within_buildings
from ads_tui.store.work import Reading, Work

BUILDING = Kind("building", Building, "admin")
QUARTER = Kind("quarter", Quarter, "admin")
GROUP = Kind("group", BuildingGroup, "admin")
ORGANIZATION = Kind("organization", Organization, "admin")
PREMISE = Kind("premise", Premise, "clients.edit", audited=False)
CLIENT = Kind("client", Client, "clients.edit", audited=False)

# Two of them and the dash between leave room in a code for what makes it unlike others.
_LONGEST_HOUSE = 40
_LONGEST_NUMBER = 10


def building_shelf(actor: Actor, *, may_make: bool) -> Shelf:
    """Buildings within the actor's reach; whoever has listed buildings only makes none, since he would not see them."""
    return Shelf(
        BUILDING,
        may_make=may_make and actor.buildings is None,
        where=within_buildings(actor, col(Building.id)),
    )


def make_buildings(work: Work, shelf: Shelf) -> None:
    """Write the buildings that wait on their shelf, and who reaches them by their group or quarter (RO-3)."""
    shelf.make(work)
    listed = [
        sa.and_(col(EmployeeAccess.kind) == kind, col(EmployeeAccess.target_id).in_(ids))
        for kind in ("group", "quarter")
        if (ids := {linked.id for thing in shelf.to_make if (linked := thing.links.get(f"{kind}_id")) is not None})
    ]
    if listed:
        whose = work.session.scalars(sa.select(col(EmployeeAccess.employee_id)).where(sa.or_(*listed)).distinct()).all()
        if whose:
            reach.rebuild(work, whose)


class PremiseShelf:
    """The premises that a batch names, each by its number in a building or by its code."""

    def __init__(self, *, may_make: bool) -> None:
        self._may_make = may_make
        self._by_number: dict[tuple[int | str, str], Thing] = {}
        self._by_code: dict[tuple[int | str, str], Thing] = {}
        self.to_make: dict[tuple[int | str, str], Thing] = {}

    def load(self, reading: Reading, pairs: Iterable[tuple[Thing, str]]) -> None:
        """Look up what the numbers or codes may mean in their buildings; what was looked up before is forgotten."""
        self._by_number, self._by_code = {}, {}
        known = [(building.id, text) for building, text in pairs if building.id is not None]
        if not known:
            return
        texts = {text for _building, text in known}
        statement = sa.select(
            col(Premise.id), col(Premise.code), col(Premise.name), col(Premise.name_key), col(Premise.building_id)
        ).where(
            col(Premise.building_id).in_({building for building, _text in known}),
            sa.or_(col(Premise.name_key).in_({fold(text) for text in texts}), col(Premise.code).in_(texts)),
        )
        for identity, code, name, name_key, building in reading.connection.execute(statement):
            thing = Thing(name, identity, code)
            self._by_number[(building, name_key)] = self._by_code[(building, code)] = thing

    def find(self, building: Thing, text: str) -> Thing | None:
        """The premise of a number in the building, else of a code there (CL-11)."""
        here = (building.key, fold(text))
        return self._by_number.get(here) or self._by_code.get((building.key, text)) or self.to_make.get(here)

    def propose(self, actor: Actor, building: Thing, text: str, entrance: str, floor: str) -> Thing:
        """A new premise of the building, not yet on the shelf; raises as `Shelf.propose`."""
        if not self._may_make:
            raise not_found("premise", text)
        actor.require(PREMISE.right)
        return Thing(text, columns={"entrance": entrance, "floor": floor}, links={"building_id": building})

    def put(self, premise: Thing) -> None:
        """Have a premise made with the batch."""
        building = premise.links["building_id"]
        assert building is not None
        self.to_make[(building.key, fold(premise.name))] = premise

    def make(self, work: Work) -> None:
        """Write the premises that wait; their buildings are written before."""
        things = list(self.to_make.values())
        if things:
            give_codes(work.connection, Premise, things, [_premise_code(thing) for thing in things])
            insert_things(work, PREMISE, things)


def _premise_code(premise: Thing) -> str:
    building = premise.links["building_id"]
    assert building is not None
    number = slug(premise.name, PREMISE.noun)[:_LONGEST_NUMBER]
    return f"{building.code[:_LONGEST_HOUSE]}-{number}".rstrip("-")


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone or an e-mail; `key` is what it is compared by."""

    kind: str
    value: str
    key: str
    valid: bool = True


def contacts_of(phone: Phone | None, email: str | None) -> tuple[Contact, ...]:
    """The contacts of a client, the phone first."""
    found = []
    if phone is not None:
        found.append(Contact("phone", phone.key, phone.key, phone.valid))
    if email:
        found.append(Contact("email", email, fold(email)))
    return tuple(found)


@dataclass(slots=True, eq=False)
class NewClient(Thing):
    """A client to be made, with his contacts and the premise where he lives; `coded`: whether he gets a code."""

    coded: bool = False
    contacts: tuple[Contact, ...] = ()
    premise: Thing | None = None
    status: str = "owner"


class ClientShelf:
    """The clients that a batch names, each by a contact and his name, or by his code."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self.to_make: list[NewClient] = []
        self._found: dict[tuple[str, ...], Thing] = {}
        self._made: dict[tuple[str, ...], NewClient] = {}

    def load(self, reading: Reading, contacts: Iterable[Contact]) -> None:
        """Look up whose contacts these are, among whom the actor may see; what was looked up before is forgotten."""
        self._found = {}
        keys = {contact.key for contact in contacts}
        if keys:
            statement = (
                sa.select(
                    col(Client.id),
                    col(Client.name),
                    col(Client.name_key),
                    col(ClientContact.kind),
                    col(ClientContact.value_key),
                )
                .join(ClientContact, col(ClientContact.client_id) == col(Client.id))
                .where(col(ClientContact.value_key).in_(keys), *visible_clients(self._actor))
                .order_by(col(Client.id).desc())
            )
            # The oldest of several comes last and stays.
            for identity, name, name_key, kind, value_key in reading.connection.execute(statement):
                self._found[(kind, value_key, name_key)] = Thing(name, identity)

    def load_named(self, reading: Reading, codes: Iterable[str], names: Iterable[str]) -> None:
        """Look up whose codes and names these are, besides what `load` has found."""
        either = sa.or_(col(Client.code).in_(set(codes)), col(Client.name_key).in_({fold(name) for name in names}))
        statement = sa.select(col(Client.id), col(Client.code), col(Client.name), col(Client.name_key)).where(either)
        for identity, code, name, name_key in reading.connection.execute(statement):
            thing = Thing(name, identity, code or "")
            self._found[("name", name_key)] = thing
            if code:
                self._found[("code", code)] = thing

    def find(self, name: str, contacts: Sequence[Contact]) -> Thing | None:
        """The client of this name with one of the contacts, the phone before the e-mail."""
        return next(filter(None, (self._at(contact.kind, contact.key, fold(name)) for contact in contacts)), None)

    def by_code(self, code: str) -> Thing | None:
        """The client of a code."""
        return self._at("code", code)

    def by_name(self, name: str) -> Thing | None:
        """A client of this name, whatever his contacts."""
        return self._at("name", fold(name))

    def _at(self, *key: str) -> Thing | None:
        return self._found.get(key) or self._made.get(key)

    def put(self, client: NewClient) -> None:
        """Have a client made with the batch."""
        self.to_make.append(client)
        self._made.setdefault(("name", fold(client.name)), client)
        if client.code:
            self._made[("code", client.code)] = client
        for contact in client.contacts:
            self._made[(contact.kind, contact.key, fold(client.name))] = client

    def make(self, work: Work) -> None:
        """Write the clients that wait with their contacts and premises, which are written before."""
        if not self.to_make:
            return
        coded = [client for client in self.to_make if client.coded]
        give_codes(work.connection, Client, coded, [slug(client.name, CLIENT.noun) for client in coded])
        insert_things(work, CLIENT, self.to_make)
        _insert(
            work,
            ClientContact,
            [_contact_row(client, contact) for client in self.to_make for contact in client.contacts],
        )
        _insert(
            work,
            ClientPremise,
            [
                {"client_id": client.id, "premise_id": client.premise.id, "status": client.status}
                for client in self.to_make
                if client.premise is not None
            ],
        )


def _contact_row(client: Thing, contact: Contact) -> dict[str, Any]:
    return {
        "client_id": client.id,
        "kind": contact.kind,
        "value": contact.value,
        "value_key": contact.key,
        "primary": True,
        "valid": contact.valid,
    }


def _insert(work: Work, model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        work.connection.execute(sa.insert(model), rows)
