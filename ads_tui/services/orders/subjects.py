"""What an order is about, found among what the actor may choose from (RO-3, CL-11)."""

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.text import clean_line, fold
from ads_tui.models.catalogue import Service
from ads_tui.models.columns import table_of
from ads_tui.models.people import Department
from ads_tui.models.places import Building, Premise
from ads_tui.services.naming import Thing, find_named
from ads_tui.services.reach import within_buildings, within_services
from ads_tui.store.work import Reading

_OFFERED = (col(Service.archived_at).is_(None),)
_PREMISES = table_of(Premise)
_BY_NUMBER = sa.select(_PREMISES.c.id, _PREMISES.c.code, _PREMISES.c.name).where(
    _PREMISES.c.building_id == sa.bindparam("b_building"), _PREMISES.c.name_key == sa.bindparam("b_number")
)


def find_service(reading: Reading, text: str, field: str = "service") -> Thing:
    """A service within reach that is not archived."""
    where = within_services(reading.actor, col(Service.id))
    return find_named(reading, Service, text, field, among=_OFFERED, where=where)


def find_building(reading: Reading, text: str, field: str = "building") -> Thing:
    """A building within reach."""
    return find_named(reading, Building, text, field, where=within_buildings(reading.actor, col(Building.id)))


def find_premise(reading: Reading, text: str, building_id: int, field: str = "premise") -> Thing:
    """A premise of the building: its number there goes before a code (CL-11)."""
    wanted = {"b_building": building_id, "b_number": fold(clean_line(text, field))}
    by_number = reading.connection.execute(_BY_NUMBER, wanted).first()
    if by_number is not None:
        return Thing(*by_number)
    return find_named(reading, Premise, text, field, where=(col(Premise.building_id) == building_id,))


def find_department(reading: Reading, text: str, field: str = "department") -> Thing:
    """A department."""
    return find_named(reading, Department, text, field)
