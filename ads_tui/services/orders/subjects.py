"""What an order is about, found among what the actor may choose from (RO-3, CL-11)."""

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.text import clean_line, fold
from ads_tui.models.catalogue import Service
from ads_tui.models.people import Department
from ads_tui.models.places import Building, Premise
from ads_tui.services.naming import find_thing
from ads_tui.services.reach import within_buildings, within_services
from ads_tui.store.work import Reading


def find_service(reading: Reading, text: str, field: str = "service") -> Service:
    """A service within reach that is not archived."""
    where = (*within_services(reading.actor, col(Service.id)), col(Service.archived_at).is_(None))
    return find_thing(reading, Service, text, field, where=where)


def find_building(reading: Reading, text: str, field: str = "building") -> Building:
    """A building within reach."""
    return find_thing(reading, Building, text, field, where=within_buildings(reading.actor, col(Building.id)))


def find_premise(reading: Reading, text: str, building: Building, field: str = "premise") -> Premise:
    """A premise of the building: its number there goes before a code (CL-11)."""
    here: tuple[ColumnElement[bool], ...] = (col(Premise.building_id) == building.id,)
    number = clean_line(text, field)
    by_number = reading.session.scalars(sa.select(Premise).where(col(Premise.name_key) == fold(number), *here)).first()
    return by_number or find_thing(reading, Premise, text, field, where=here)


def find_department(reading: Reading, text: str, field: str = "department") -> Department:
    """A department."""
    return find_thing(reading, Department, text, field)
