"""Where people live: buildings with their premises, accounts and clients."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.sorting import sort_key
from ads_tui.domain.text import fold
from ads_tui.models.columns import table_of
from ads_tui.models.people import EmployeeAccess, EmployeeBuilding
from ads_tui.models.places import Account, Building, Client, ClientContact, ClientPremise, Premise
from ads_tui.services.demonstration.company import Size, Staff, person_name
from ads_tui.services.demonstration.material import Material
from ads_tui.store.bulk import BulkLoad, Row

BUILDINGS = table_of(Building)
ACCOUNTS = table_of(Account)
PREMISES = table_of(Premise)
CLIENTS = table_of(Client)
CONTACTS = table_of(ClientContact)
CLIENT_PREMISES = table_of(ClientPremise)
ACCESS = table_of(EmployeeAccess)
REACH = table_of(EmployeeBuilding)
TABLES: tuple[sa.Table, ...] = (
    BUILDINGS, ACCOUNTS, PREMISES, CLIENTS, CONTACTS, CLIENT_PREMISES, ACCESS, REACH,
)  # fmt: skip

_IN_HOUSES = (ACCOUNTS, PREMISES, CLIENTS, CONTACTS, CLIENT_PREMISES)
_BATCH = 2_000

_NOTHING = Decimal(0)
_FAMILY = ("owner", "family", "family", "tenant", "other")


@dataclass(frozen=True, slots=True)
class Resident:
    """A client as calls need him."""

    id: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Flat:
    """A premise with those who live there."""

    id: int
    name: str
    residents: tuple[Resident, ...]


@dataclass(frozen=True, slots=True)
class House:
    """A building with its flats, the crew that looks after it; `narrow`: the dispatcher of some buildings does, too."""

    id: int
    address: str
    entrances: int
    floors: int
    flats: Sequence[Flat]
    crew: int
    lifts: bool
    narrow: bool


@dataclass(slots=True)
class Ids:
    """The last ids given."""

    premise: int = 0
    client: int = 0
    contact: int = 0


def add_places(load: BulkLoad, material: Material, staff: Staff, size: Size, seed: int) -> tuple[list[House], Ids]:
    """Write buildings and what is in them, and the reach of whoever sees some buildings only."""
    chance = random.Random(f"{seed}/places")
    sites = list(_sites(material, size, chance))
    load.add(BUILDINGS, [site.row for site in sites])
    narrow = _add_reach(load, material, staff)
    ids = Ids()
    houses = []
    rows: dict[str, list[Row]] = {table.name: [] for table in _IN_HOUSES}
    for site in sites:
        flats = [_flat(site, flat, ids, rows, material, chance) for flat in range(site.flats)]
        if len(rows[PREMISES.name]) > _BATCH or site is sites[-1]:
            for table in _IN_HOUSES:
                load.add(table, rows[table.name])
                rows[table.name].clear()
        houses.append(
            House(
                id=site.id,
                address=site.address,
                entrances=site.kind["entrances"],
                floors=site.kind["floors"],
                flats=flats,
                crew=(site.id - 1) * size.crews // size.buildings,
                lifts=site.kind["lifts"],
                narrow=site.id in narrow,
            )
        )
    return houses, ids


def _add_reach(load: BulkLoad, material: Material, staff: Staff) -> range:
    """Write what an employee with some buildings only reaches; the first ones, which are one neighbourhood."""
    reach = range(0)
    for plan in material.company["employee"]:
        if "buildings" in plan:
            reach = range(1, plan["buildings"] + 1)
            employee = staff.ids[plan["login"]]
            load.add(ACCESS, [{"employee_id": employee, "kind": "building", "target_id": key} for key in reach])
            load.add(REACH, [{"employee_id": employee, "building_id": key} for key in reach])
    return reach


@dataclass(frozen=True, slots=True)
class _Site:
    """A building that is to be filled."""

    id: int
    address: str
    row: Row
    kind: Mapping[str, Any]

    @property
    def flats(self) -> int:
        """How many there are."""
        return int(self.kind["entrances"] * self.kind["floors"] * self.kind["flats"])


def _sites(material: Material, size: Size, chance: random.Random) -> Iterator[_Site]:
    """Buildings along the streets, those of one street one after another."""
    company, names = material.company, material.names
    kinds: Sequence[Mapping[str, Any]] = company["building"]
    streets = names["streets"]
    owners = [organization for organization in company["organization"] if "buildings" in organization]
    for number in range(size.buildings):
        street = number * len(streets) // size.buildings
        first = -(-street * size.buildings // len(streets))
        house = 2 * (number - first) + 1 + (number - first) % 2
        address = names["address"].format(street=streets[street], house=house)
        (kind,) = chance.choices(kinds, [kind["share"] for kind in kinds])
        (owner,) = chance.choices(owners, [owner["buildings"] for owner in owners])
        note = chance.choice(names["buildings"]["notes"]) if chance.random() < 0.3 else ""
        row = {
            "id": number + 1,
            "code": f"h{number + 1:04d}",
            "name": address,
            "name_key": fold(address),
            "sort_key": sort_key(address),
            "quarter_id": street * len(company["quarters"]) // len(streets) + 1,
            "group_id": company["groups"].index(kind["group"]) + 1,
            "organization_id": company["organization"].index(owner) + 1,
            "note": note,
            "chat_after_close": "always",
            "show_debt": True,
            "show_repair_debt": chance.random() < 0.8,
        }
        yield _Site(number + 1, address, row, kind)


def _flat(
    site: _Site, place: int, ids: Ids, rows: dict[str, list[Row]], material: Material, chance: random.Random
) -> Flat:
    """Add the rows of the flat with its account and those who live there."""
    ids.premise += 1
    number = ids.premise
    entrance, place_there = divmod(place, site.kind["floors"] * site.kind["flats"])
    name = str(place + 1)
    premises = material.names["premises"]
    rows["accounts"].append(
        {
            "id": number,
            "number": f"{site.id:05d}{place + 1:05d}",
            "balance": _balance(chance),
            "repair_balance": _balance(chance),
        }
    )
    rows["premises"].append(
        {
            "id": number,
            "code": f"h{site.id:04d}-{name}",
            "building_id": site.id,
            "name": name,
            "name_key": name,
            "sort_key": sort_key(name),
            "entrance": str(entrance + 1),
            "floor": str(place_there // site.kind["flats"] + 1),
            "account_id": number,
            "tags": [chance.choice(premises["tags"])] if chance.random() < 0.06 else [],
            "note": chance.choice(premises["notes"]) if chance.random() < 0.03 else "",
        }
    )
    lived = chance.random()
    count = 0 if lived < 0.2 else 1 if lived < 0.82 else 2
    residents = []
    for place_in_family in range(count):
        resident = add_resident(ids, rows, material, chance, registered=True)
        status = _FAMILY[0] if place_in_family == 0 and chance.random() < 0.9 else chance.choice(_FAMILY)
        rows["client_premises"].append({"client_id": resident.id, "premise_id": number, "status": status})
        residents.append(resident)
    return Flat(number, name, tuple(residents))


def add_resident(
    ids: Ids, rows: Mapping[str, list[Row]], material: Material, chance: random.Random, *, registered: bool
) -> Resident:
    """Add the rows of a client with his phone, and mostly his e-mail where he is registered."""
    names = material.names
    ids.client += 1
    name = person_name(material, chance)
    phone = fictitious_phone(names["phones"], chance)
    clients = names["clients"]
    special = registered and chance.random() < 0.08
    rows["clients"].append(
        {
            "id": ids.client,
            "code": f"c{ids.client:06d}" if registered else None,
            "name": name,
            "name_key": fold(name),
            "sort_key": sort_key(name),
            "registered": registered,
            "category": chance.choice(clients["categories"]) if special else "",
            "tags": [chance.choice(clients["tags"])] if special else [],
            "note": chance.choice(clients["notes"]) if special and chance.random() < 0.3 else "",
            "erased_at": None,
        }
    )
    _add_contact(ids, rows, "phone", phone)
    if registered and chance.random() < 0.5:
        _add_contact(ids, rows, "email", f"c{ids.client}@{names['email_domain']}")
    return Resident(ids.client, name, phone)


def _add_contact(ids: Ids, rows: Mapping[str, list[Row]], kind: str, value: str) -> None:
    ids.contact += 1
    rows["client_contacts"].append(
        {
            "id": ids.contact,
            "client_id": ids.client,
            "kind": kind,
            "value": value,
            "value_key": value,
            "primary": True,
            "valid": True,
        }
    )


def fictitious_phone(patterns: Sequence[str], chance: random.Random) -> str:
    """A number of the ranges that nobody is given."""
    pattern = patterns[int(chance.random() * len(patterns))]
    places = pattern.count("#")
    return pattern[:-places] + str(int(chance.random() * 10**places)).zfill(places)


def _balance(chance: random.Random) -> Decimal:
    """Mostly nothing, sometimes a debt, seldom an advance."""
    kind = chance.random()
    if kind < 0.6:
        return _NOTHING
    amount = Decimal(int(chance.random() ** 2 * 3_000_000) + 1_000).scaleb(-2)
    return -amount if kind < 0.9 else amount
