"""The keys of an employee (CL-17): how each is read, kept and shown."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.domain.zones import parse_zone
from ads_tui.i18n import LANGUAGES, N_
from ads_tui.models.people import Department, Employee, EmployeeAccess, Role
from ads_tui.models.places import Building, BuildingGroup, Quarter
from ads_tui.services.naming import find_thing
from ads_tui.services.notifications.other_services import demand_service
from ads_tui.services.nouns.keys import NAME, Key, column_key, email, everything, line, phone, reference
from ads_tui.services.nouns.values import is_empty, read_choice, read_list
from ads_tui.services.reach import Conditions, within_buildings
from ads_tui.store.work import Reading, Work

# What everyone may set of his own (RO-2).
OWN = frozenset({"lang", "zone"})
ACCESS = frozenset({"buildings", "groups", "quarters"})


def _read_lang(_reading: Reading, text: str) -> str | None:
    return None if is_empty(text) else read_choice(text, "lang", LANGUAGES)


def _read_zone(_reading: Reading, text: str) -> str | None:
    return None if is_empty(text) else parse_zone(text, "zone")


def _read_urls(_reading: Reading, text: str) -> list[str]:
    urls = read_list(text, "urls")
    for url in urls:
        demand_service(url, "urls")
    return urls


def _within(actor: Actor) -> Conditions:
    return within_buildings(actor, col(Building.id))


def _access(name: str, caption: str, kind: str, model: type[Any]) -> Key:
    """Buildings, groups or quarters that an employee may reach; where all three are empty, he reaches all (RO-3)."""
    within = _within if model is Building else everything

    def read(reading: Reading, text: str) -> list[int]:
        where = within(reading.actor)
        return [int(find_thing(reading, model, code, name, where=where).id) for code in read_list(text, name)]

    def write(work: Work, employee: Employee, targets: list[int]) -> None:
        access = EmployeeAccess
        his = col(access.employee_id) == employee.id
        work.session.execute(sa.delete(access).where(his, col(access.kind) == kind))
        for target in dict.fromkeys(targets):
            work.session.add(access(employee_id=employee.id or 0, kind=kind, target_id=target))
        work.session.flush()
        employee.all_buildings = work.session.scalars(sa.select(col(access.kind)).where(his).limit(1)).first() is None

    def show(reading: Reading, employees: Sequence[Employee]) -> list[list[str]]:
        rows = reading.session.execute(
            sa.select(col(EmployeeAccess.employee_id), model.code)
            .join(model, model.id == col(EmployeeAccess.target_id))
            .where(
                col(EmployeeAccess.kind) == kind,
                col(EmployeeAccess.employee_id).in_([employee.id for employee in employees]),
            )
            .order_by(model.code)
        )
        codes: dict[int, list[str]] = {}
        for employee_id, code in rows:
            codes.setdefault(employee_id, []).append(code)
        return [codes.get(employee.id or 0, []) for employee in employees]

    return Key(name, caption, "CODE,…", read, write, show, linked=True)


KEYS: tuple[Key, ...] = (
    NAME,
    line("position", N_("Position")),
    reference("department", N_("Department"), Department, "department_id"),
    reference("role", N_("Role"), Role, "role_id", required=True),
    phone(),
    email(),
    line("extension", N_("Extension")),
    column_key("lang", N_("Language"), "|".join(LANGUAGES), _read_lang),
    column_key("zone", N_("Time zone"), "ZONE", _read_zone),
    _access("buildings", N_("Buildings"), "building", Building),
    _access("groups", N_("Building groups"), "group", BuildingGroup),
    _access("quarters", N_("Quarters"), "quarter", Quarter),
    column_key(
        "os_user",
        N_("Operating-system user"),
        "NAME",
        lambda _reading, text: None if is_empty(text) else line("os_user", "").read(_reading, text),
    ),
    column_key("urls", N_("Notification addresses"), "URL,…", _read_urls, shown=list),
)


def audited(key: Key, value: Any) -> Any:
    """A value as the audit log holds it: addresses of notifications carry tokens, which nobody else may read there."""
    return [url.partition("://")[0] + "://***" for url in value] if key.name == "urls" else value
