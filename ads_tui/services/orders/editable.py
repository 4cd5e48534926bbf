"""An order as it is edited: its parts as the fields hold them, and why it cannot be edited (ED-1, ED-2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.models.people import Department
from ads_tui.services.load import Load, offered_loads
from ads_tui.services.naming import not_found
from ads_tui.services.orders.callers import ClientChoice, client_of_code
from ads_tui.services.orders.choosing import (
    BuildingChoice,
    PremiseChoice,
    ServiceChoice,
    building_of_code,
    premise_of_number,
)
from ads_tui.services.orders.edit_target import NONE
from ads_tui.services.orders.editing import demand_editable
from ads_tui.services.orders.rows import ClientView, OrderRow, fetch_rows, hides_phones
from ads_tui.services.orders.service_rules import ServiceRules, rules_of
from ads_tui.services.orders.subjects import find_building, find_department, find_service
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class Editable:
    """The parts of an order, moments in UTC; `version` is the one to be told with the change (ST-11).

    `client` is registered, else `unregistered` was written down with the call; its contacts are None where they are
    hidden from the actor (RO-5). `departments` are all, by code and name.
    """

    number: int
    version: int
    building: BuildingChoice | None
    premise: PremiseChoice | None
    client: ClientChoice | None
    unregistered: ClientView | None
    service: ServiceChoice
    answers: Mapping[str, Any]
    priority: str
    due_at: datetime | None
    visit_from: datetime | None
    visit_to: datetime | None
    department: str | None
    departments: tuple[tuple[str, str], ...]
    hides_contacts: bool
    region: str
    zone: ZoneInfo


def editable_order(reading: Reading, number: int) -> Editable:
    """The order as it is now.

    Raises NotFoundError, AccessError `forbidden`, RuleError `not_editable` where none of its fields can be changed.
    """
    order = _order(reading, number)
    reading.actor.require("orders.edit")
    demand_editable(number, order["base_status"])
    (row,) = fetch_rows(reading, [number])
    building = building_of_code(reading, row.building.code)
    here = building.id if building and row.premise else None
    client = row.client
    departments = reading.connection.execute(
        sa.select(col(Department.code), col(Department.name)).order_by(col(Department.sort_key))
    )
    return Editable(
        number=number,
        version=order["history_seq"],
        building=building,
        premise=premise_of_number(reading, here, row.premise.name) if here is not None and row.premise else None,
        client=client_of_code(reading, client.code) if client and client.code else None,
        unregistered=client if client and not client.code else None,
        service=_service(row, rules_of(reading, order["service_id"])),
        answers=order["form_data"],
        priority=row.priority,
        due_at=row.due_at,
        visit_from=row.visit_from,
        visit_to=row.visit_to,
        department=row.department.code if row.department else None,
        departments=tuple((code, name) for code, name in departments),
        hides_contacts=hides_phones(reading),
        region=reading.settings.region,
        zone=reading.settings.zone,
    )


def fitting_executors(
    reading: Reading, number: int, *, building: str | None, service: str | None, department: str | None
) -> list[Load]:
    """Who may be an executor of an order once these are changed, as typed; None leaves one as it is (ED-2, PE-1).

    Raises NotFoundError and InputError for what cannot be found.
    """
    order = _order(reading, number)
    rules = rules_of(reading, find_service(reading, service).id if service else order["service_id"])
    place = {
        "building_id": find_building(reading, building).id if building else order["building_id"],
        "service_id": rules.id,
    }
    department_id = rules.department_id if service else order["department_id"]
    if department is not None:
        department_id = None if department == NONE else find_department(reading, department).id
    return offered_loads(reading, place, department_id=department_id)


def _order(reading: Reading, number: int) -> Mapping[str, Any]:
    columns = ("history_seq", "base_status", "building_id", "service_id", "department_id", "form_data")
    statement = select_orders(reading.actor, *(ORDERS.c[name] for name in columns)).where(ORDERS.c.number == number)
    order = reading.connection.execute(statement).mappings().first()
    if order is None:
        raise not_found("order", number)
    return dict(order)


def _service(row: OrderRow, rules: ServiceRules) -> ServiceChoice:
    """The present service, archived or not."""
    return ServiceChoice(
        id=rules.id,
        code=rules.code,
        name=rules.name,
        type=row.service_type.name if row.service_type else "",
        tags=(),
        note="",
        form=rules.form,
        appointment=rules.traits.appointment,
    )
