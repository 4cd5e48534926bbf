"""What a new order may be about, found by a few letters among what the actor may choose from (CR-2, CR-5, RO-3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import Select
from sqlmodel import col

from ads_tui.domain.forms import Form
from ads_tui.domain.text import fold, words
from ads_tui.models.catalogue import Service, ServiceType
from ads_tui.models.places import Account, Building, BuildingGroup, Organization, Premise, Quarter
from ads_tui.services.nouns.service_form import form_of, form_texts
from ads_tui.services.reach import within_buildings, within_services
from ads_tui.store.work import Reading

MOST = 20
# The same names are looked through at every letter that is typed.
_words_of = lru_cache(maxsize=10_000)(words)


@dataclass(frozen=True, slots=True)
class BuildingChoice:
    """A building with what its popup tells (CR-5)."""

    id: int
    code: str
    name: str
    quarter: str = ""
    group: str = ""
    organization: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PremiseChoice:
    """A premise with what its popup tells (CR-5); `name` is its number in the building."""

    id: int
    building: BuildingChoice
    name: str
    entrance: str = ""
    floor: str = ""
    tags: tuple[str, ...] = ()
    account: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service with what its popup tells (CR-5), its form, and whether it needs a visit time (CR-1)."""

    id: int
    code: str
    name: str
    type: str
    tags: tuple[str, ...]
    note: str
    form: Form
    appointment: bool


def demand_chooser(reading: Reading) -> None:
    """Raise AccessError `forbidden` for whoever neither creates nor edits orders."""
    if not reading.actor.may("orders.edit"):
        reading.actor.require("orders.create")


def choose_buildings(reading: Reading, text: str, limit: int = MOST) -> list[BuildingChoice]:
    """Buildings each typed word begins a word of, whole words first, then by the alphabet; none for no words."""
    demand_chooser(reading)
    return _load_buildings(reading, building_ids(reading, words(text))[:limit])


def building_ids(reading: Reading, wanted: Collection[str]) -> list[int]:
    """The ids of the buildings within reach that the words find, in the order of `choose_buildings`."""
    if not wanted:
        return []
    rows = reading.session.execute(
        sa.select(col(Building.id), col(Building.name), col(Building.sort_key)).where(
            *within_buildings(reading.actor, col(Building.id))
        )
    )
    return [row[0] for _score, row in ranked(wanted, ((row[1], row[2], row) for row in rows))]


def choose_premises(reading: Reading, building: int, text: str, limit: int = MOST) -> list[PremiseChoice]:
    """Premises of the building, an id, whose number begins with what was typed; the first ones for nothing typed."""
    demand_chooser(reading)
    begun = col(Premise.name_key).startswith(fold(text.strip()), autoescape=True)
    return load_premises(reading, select_premises(reading).where(col(Premise.building_id) == building, begun), limit)


def choose_services(reading: Reading, text: str, limit: int = MOST) -> list[ServiceChoice]:
    """Services found by name, CRM name, type, tags, and labels and choices of their form (CR-2); none for no words.

    Those whose name has all the words come first, whole words before begun ones. Archived ones are left out.
    """
    demand_chooser(reading)
    wanted = words(text)
    if not wanted:
        return []
    statement = sa.select(
        col(Service.id),
        col(Service.name),
        col(Service.sort_key),
        col(Service.crm_name),
        col(ServiceType.name).label("type"),
        col(Service.tags),
        col(Service.form),
    ).outerjoin(ServiceType, col(ServiceType.id) == col(Service.type_id))
    rows = reading.session.execute(statement.where(*_offered(reading))).all()
    by_name = [row.id for _score, row in ranked(wanted, ((row.name, row.sort_key, row) for row in rows))]
    others = [row for row in rows if row.id not in set(by_name)]
    by_rest = [row.id for _score, row in ranked(wanted, ((_all_text(row), row.sort_key, row) for row in others))]
    return _load_services(reading, (by_name + by_rest)[:limit])


def building_of_code(reading: Reading, code: str) -> BuildingChoice | None:
    """The building with this code, None where it is not there or out of reach."""
    here = within_buildings(reading.actor, col(Building.id))
    found = list(reading.session.scalars(sa.select(col(Building.id)).where(col(Building.code) == code, *here)))
    return next(iter(_load_buildings(reading, [key for key in found if key])), None)


def premise_of_number(reading: Reading, building: int, number: str) -> PremiseChoice | None:
    """The premise of the building, an id, with this number."""
    same = (col(Premise.building_id) == building, col(Premise.name_key) == fold(number))
    return next(iter(load_premises(reading, select_premises(reading).where(*same), 1)), None)


def service_of_code(reading: Reading, code: str) -> ServiceChoice | None:
    """The service with this code, None where it is not there, archived or out of reach."""
    statement = sa.select(col(Service.id)).where(col(Service.code) == code, *_offered(reading))
    found = [key for key in reading.session.scalars(statement) if key]
    return next(iter(_load_services(reading, found)), None)


def ranked(wanted: Collection[str], things: Iterable[tuple[str, str, Any]]) -> list[tuple[tuple[int, str], Any]]:
    """The things, (text, sort key, thing), of whose text each wanted word begins a word; whole words first."""
    found = []
    for text, key, thing in things:
        theirs = _words_of(text) if wanted else ()
        if all(any(word.startswith(want) for word in theirs) for want in wanted):
            found.append(((sum(want not in theirs for want in wanted), key), thing))
    return sorted(found, key=lambda one: one[0])


def select_premises(reading: Reading) -> Select[Any]:
    """A select of premises within reach for `load_premises`, by number."""
    columns: list[Any] = [Premise, col(Account.number)]
    return (
        sa.select(*columns)
        .outerjoin(Account, col(Account.id) == col(Premise.account_id))
        .where(*within_buildings(reading.actor, col(Premise.building_id)))
        .order_by(col(Premise.sort_key), col(Premise.id))
    )


def load_premises(reading: Reading, statement: Select[Any], limit: int) -> list[PremiseChoice]:
    """The premises that a statement of `select_premises` finds."""
    rows = reading.session.execute(statement.limit(limit)).all()
    ids = dict.fromkeys(premise.building_id for premise, _account in rows)
    buildings = {building.id: building for building in _load_buildings(reading, list(ids))}
    return [
        PremiseChoice(
            id=premise.id,
            building=buildings[premise.building_id],
            name=premise.name,
            entrance=premise.entrance,
            floor=premise.floor,
            tags=tuple(premise.tags),
            account=account or "",
            note=premise.note,
        )
        for premise, account in rows
    ]


def _load_buildings(reading: Reading, ids: list[int]) -> list[BuildingChoice]:
    columns: list[Any] = [col(Building.id), col(Building.code), col(Building.name)]
    columns += [sa.func.coalesce(col(thing.name), "") for thing in (Quarter, BuildingGroup, Organization)]
    columns += [col(Building.note)]
    statement = (
        sa.select(*columns)
        .outerjoin(Quarter, col(Quarter.id) == col(Building.quarter_id))
        .outerjoin(BuildingGroup, col(BuildingGroup.id) == col(Building.group_id))
        .outerjoin(Organization, col(Organization.id) == col(Building.organization_id))
        .where(col(Building.id).in_(ids))
    )
    found = {row[0]: BuildingChoice(*row) for row in reading.session.execute(statement)}
    return [found[key] for key in ids]


def _load_services(reading: Reading, ids: list[int]) -> list[ServiceChoice]:
    statement = (
        sa.select(Service, ServiceType)
        .outerjoin(ServiceType, col(ServiceType.id) == col(Service.type_id))
        .where(col(Service.id).in_(ids))
    )
    found = {service.id: _service(service, of_type) for service, of_type in reading.session.execute(statement)}
    return [found[key] for key in ids]


def _service(service: Service, of_type: ServiceType | None) -> ServiceChoice:
    by_type = of_type is not None and of_type.appointment
    return ServiceChoice(
        id=service.id or 0,
        code=service.code,
        name=service.name,
        type=of_type.name if of_type else "",
        tags=tuple(service.tags),
        note=service.note,
        form=form_of(service.form),
        appointment=by_type if service.appointment is None else service.appointment,
    )


def _offered(reading: Reading) -> list[Any]:
    return [*within_services(reading.actor, col(Service.id)), col(Service.archived_at).is_(None)]


def _all_text(row: Any) -> str:
    return " ".join(text for text in (row.name, row.crm_name, row.type, *row.tags, *form_texts(row.form)) if text)
