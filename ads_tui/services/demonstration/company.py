"""The company itself: departments, employees, organizations, quarters, groups, settings, and a status of its own."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ads_tui.domain.sorting import sort_key
from ads_tui.domain.statuses import BUILTIN_STATUSES
from ads_tui.domain.text import fold
from ads_tui.models.catalogue import Status
from ads_tui.models.ground import Setting
from ads_tui.models.people import Department, Employee, Role
from ads_tui.models.places import BuildingGroup, Organization, Quarter
from ads_tui.services.demonstration.material import Material

WAITING_PARTS = "waiting_parts"
_BUILDINGS = 120
_MOST_BUILDINGS = 2_000
_ORDERS_OF_A_BUILDING = 500


@dataclass(frozen=True, slots=True)
class Size:
    """How big the company is: it grows with its orders, as one with a million of them in a year must be."""

    buildings: int
    crews: int


def size_for(orders: int) -> Size:
    """The size of a company with so many orders a year."""
    buildings = min(max(_BUILDINGS, orders // _ORDERS_OF_A_BUILDING), _MOST_BUILDINGS)
    return Size(buildings, buildings // _BUILDINGS)


@dataclass(frozen=True, slots=True)
class Login:
    """A login of the demonstration with its password, to be printed."""

    login: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class Crew:
    """Who looks after some of the buildings: employee ids by login of the first crew, by department, on shift."""

    ids: Mapping[str, int]
    departments: Mapping[str, tuple[int, ...]]
    shift: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Everyone who works: employee ids by login, crews, role ids by code, and the logins to be printed."""

    ids: Mapping[str, int]
    crews: Sequence[Crew]
    role_ids: Mapping[str, int]
    logins: tuple[Login, ...]


def add_ground(session: Session, material: Material) -> None:
    """Write settings, organizations and the status of the company's own."""
    names = material.names
    session.add(Setting(key="organization.name", value=names["company"]))
    session.add_all(Setting(key=key, value=value) for key, value in names["settings"].items())
    for number, organization in enumerate(material.company["organization"], start=1):
        session.add(
            Organization(
                id=number,
                **_named(organization["code"], names["organizations"][organization["code"]]),
                kind=organization["kind"],
                phone=_phone(names["staff_phone"], 900 + number),
                email=f"office{number}@{names['email_domain']}",
            )
        )
    name = names["custom_status"]
    session.add(
        Status(
            code=WAITING_PARTS,
            base="in_progress",
            name=name,
            name_key=fold(name),
            colour="pink",
            pauses_sla=True,
            position=len(BUILTIN_STATUSES) + 1,
        )
    )


def add_staff(session: Session, material: Material, size: Size, seed: int, os_user: str | None) -> Staff:
    """Write departments and employees, the first of whom is there already and is bound to the user of the system.

    Those beyond the company's own twenty have no password: they are there to do the work.
    """
    for number, code in enumerate(material.company["departments"], start=1):
        session.add(Department(id=number, **_named(code, material.names["departments"][code])))
    session.flush()
    roles = {role.code: role.id or 0 for role in session.scalars(sa.select(Role))}
    chance = random.Random(f"{seed}/staff")
    own, logins = _own_employees(material, roles)
    crews = [_crew(material, {employee.login: employee.id or 0 for employee in own})]
    everyone = list(own)
    for number in range(2, size.crews + 1):
        more = _more_employees(material, roles, own, number, len(everyone), chance)
        crews.append(_crew(material, {plain: employee.id or 0 for plain, employee in more.items()}))
        everyone += more.values()
    administrator = session.get_one(Employee, 1)
    for column, value in own[0].model_dump(exclude={"id"}).items():
        setattr(administrator, column, value)
    administrator.os_user = os_user
    session.add_all(everyone[1:])
    session.flush()
    return Staff({employee.login: employee.id or 0 for employee in everyone}, crews, roles, logins)


def add_areas(session: Session, material: Material, staff: Staff) -> None:
    """Write quarters and groups with their managers."""
    company, names = material.company, material.names
    for number, (code, manager) in enumerate(zip(company["quarters"], company["quarter_managers"], strict=True), 1):
        session.add(Quarter(id=number, **_named(code, names["quarters"][code]), manager_id=staff.ids[manager]))
    for number, (code, manager) in enumerate(zip(company["groups"], company["group_managers"], strict=True), 1):
        session.add(BuildingGroup(id=number, **_named(code, names["groups"][code]), manager_id=staff.ids[manager]))
    session.flush()


def _own_employees(material: Material, roles: Mapping[str, int]) -> tuple[list[Employee], tuple[Login, ...]]:
    found, logins = [], []
    for number, plan in enumerate(material.company["employee"], start=1):
        name, position = material.names["employees"][plan["login"]]
        password = f"{plan['login']}-demo"
        logins.append(Login(plan["login"], plan["role"], password))
        employee = _employee(material, plan, number, plan["login"], name, position, roles)
        employee.password_hash = _password_hash(plan["login"], password)
        found.append(employee)
    return found, tuple(logins)


def _more_employees(
    material: Material,
    roles: Mapping[str, int],
    own: Sequence[Employee],
    crew: int,
    last_id: int,
    chance: random.Random,
) -> dict[str, Employee]:
    """The employees of another crew, by the login of their like in the first one."""
    found: dict[str, Employee] = {}
    for like, plan in zip(own, material.company["employee"], strict=True):
        if plan.get("crew"):
            name = person_name(material, chance)
            login = f"{plan['login']}.{crew}"
            number = last_id + len(found) + 1
            found[plan["login"]] = _employee(material, plan, number, login, name, like.position, roles)
    return found


def _employee(
    material: Material,
    plan: Mapping[str, Any],
    number: int,
    login: str,
    name: str,
    position: str,
    roles: Mapping[str, int],
) -> Employee:
    departments = material.company["departments"]
    return Employee(
        id=number,
        login=login,
        name=name,
        name_key=fold(name),
        sort_key=sort_key(name),
        position=position,
        phone=_phone(material.names["staff_phone"], number),
        email=f"{login}@{material.names['email_domain']}",
        extension=str(100 + number),
        department_id=departments.index(plan["department"]) + 1 if "department" in plan else None,
        role_id=roles[plan["role"]],
        all_buildings="buildings" not in plan,
    )


def _crew(material: Material, ids: Mapping[str, int]) -> Crew:
    members: dict[str, list[int]] = {}
    shift = []
    for plan in material.company["employee"]:
        if plan.get("crew") and plan["login"] in ids:
            members.setdefault(plan["department"], []).append(ids[plan["login"]])
            if plan.get("shift"):
                shift.append(ids[plan["login"]])
    return Crew(ids, {code: tuple(found) for code, found in members.items()}, tuple(shift))


def person_name(material: Material, chance: random.Random) -> str:
    """A made-up person's full name."""
    people = material.names["people"]
    female = chance.random() < 0.5
    family, patronymic = chance.choice(people["family"]), ""
    if people["patronymic"]:
        # Russian family names and patronymics have a form for each sex.
        family += "а" if female else ""
        patronymic = chance.choice(people["patronymic"]) + ("на" if female else "ич")
    given = chance.choice(people["female" if female else "male"])
    return str(material.names["person"].format(family=family, given=given, patronymic=patronymic))


def _named(code: str, name: str) -> dict[str, Any]:
    return {"code": code, "name": name, "name_key": fold(name), "sort_key": sort_key(name)}


def _phone(pattern: str, number: int) -> str:
    """The number put in the place of the pattern's `#`."""
    places = pattern.count("#")
    return pattern.rstrip("#") + str(number % 10**places).zfill(places)


def _password_hash(login: str, password: str) -> str:
    """A hash that is the same each time, and cheap: the password is no secret, `ads demo` prints it."""
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    return hasher.hash(password, salt=f"demonstration {login}".encode())
