"""Employees: added, listed, shown, changed, given a password (EM-1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.logins import check_login
from ads_tui.domain.text import clean_line, excerpt, fold
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.ground import SignInLock
from ads_tui.models.people import Employee, Role
from ads_tui.services import audit, reach
from ads_tui.services.administrators import demand_one_left, lock_administrators
from ads_tui.services.employee_keys import ACCESS, KEYS, OWN, audited
from ads_tui.services.naming import not_found
from ads_tui.services.nouns.engine import flush_unless_taken
from ads_tui.services.nouns.keys import NAME, Key
from ads_tui.store.work import Reading, Work


@dataclass(frozen=True, slots=True)
class EmployeeView:
    """An employee as he is shown: JSON values by key, in the order of CL-17."""

    login: str
    values: Mapping[str, Any]
    blocked: bool

    @property
    def document(self) -> dict[str, Any]:
        """The document of CL-7."""
        return {"login": self.login, **self.values, "blocked": self.blocked, "keys": []}


def list_employees(reading: Reading) -> list[EmployeeView]:
    """All employees by the alphabet, blocked ones too; AccessError `forbidden` without the section administration."""
    reading.actor.require_section("administration")
    everyone = sa.select(Employee).order_by(col(Employee.sort_key), col(Employee.id))
    return views_of(reading, reading.session.scalars(everyone).all())


def show_employee(reading: Reading, login: str) -> EmployeeView:
    """One employee; raises NotFoundError, AccessError `forbidden` without the section administration."""
    faults = Faults()
    with faults:
        employee = find_employee(reading, login)
    with faults:
        reading.actor.require_section("administration")
    faults.raise_first()
    return views_of(reading, [employee])[0]


def add_employee(work: Work, login: str, name: str, pairs: Iterable[tuple[str, str]] = ()) -> EmployeeView:
    """Add an employee with his keys as typed; the key `role` is required.

    Raises InputError, NotFoundError for what a key names, AccessError, RuleError `taken` for the login or `os_user`.
    """
    faults = Faults()
    new_login = ""
    given: dict[str, Any] = {}
    with faults:
        new_login = check_login(login)
    for key_name, text in [(NAME.name, name), *pairs]:
        with faults:
            key = _key(key_name)
            _demand_once(key, given)
            given[key.name] = None
            given[key.name] = key.read(work, text)
    with faults:
        _demand_role(given)
    with faults:
        work.actor.require("admin")
    with faults:
        _demand_free(work, login=new_login, os_user=given.get("os_user"))
    faults.raise_first()
    return _write_new(work, new_login, given)


def set_employee(work: Work, login: str, key_name: str, text: str) -> EmployeeView:
    """Give one key another value; one's own language and zone need no right (RO-2).

    Raises InputError, NotFoundError, AccessError, RuleError `taken` for an `os_user` of another and `in_use` where
    nobody would be left who may administer.
    """
    faults = Faults()
    key, employee = None, None
    value: Any = None
    with faults:
        key = _key(key_name)
        value = key.read(work, text)
    with faults:
        employee = find_employee(work, login)
    with faults:
        if not (employee and employee.id == work.actor.id and key and key.name in OWN):
            work.actor.require("admin")
    faults.raise_first()
    assert key is not None and employee is not None
    if key.name == "os_user":
        _demand_free(work, os_user=value, but=employee.id)
    if key.name == "role":
        lock_administrators(work)
        _demand_administrator(work, employee, value)
    return _write_key(work, employee, key, value)


def set_password(work: Work, login: str, password_hash: str) -> EmployeeView:
    """Give an employee another password, one's own without a right; what locked his sign-in is forgotten.

    `password_hash` comes of `accounts.new_password_hash`, made before, since making it is slow.
    """
    faults = Faults()
    employee = None
    with faults:
        employee = find_employee(work, login)
    with faults:
        if not (employee and employee.id == work.actor.id):
            work.actor.require("admin")
    faults.raise_first()
    assert employee is not None
    employee.password_hash = password_hash
    work.session.execute(sa.delete(SignInLock).where(col(SignInLock.login_key) == fold(employee.login)))
    audit.note(work, "employee", employee.login, None, {"password": "***"})
    return views_of(work, [employee])[0]


def find_employee(reading: Reading, login: str, field: str = "login") -> Employee:
    """The employee of a login, blocked or not; raises NotFoundError, AccessError `not_signed_in`."""
    wanted = clean_line(login, field).lower()
    reading.actor.require_signed_in()
    found = reading.session.scalars(sa.select(Employee).where(col(Employee.login) == wanted)).first()
    if found is None:
        raise not_found(field, wanted)
    return found


def views_of(reading: Reading, employees: Sequence[Employee]) -> list[EmployeeView]:
    """Employees as they are shown, in their order."""
    shown = [key.show(reading, employees) for key in KEYS]
    names = [key.name for key in KEYS]
    return [
        EmployeeView(employee.login, dict(zip(names, values, strict=True)), employee.blocked_at is not None)
        for employee, *values in zip(employees, *shown, strict=True)
    ]


def _write_new(work: Work, login: str, given: Mapping[str, Any]) -> EmployeeView:
    employee = Employee(login=login, name="", name_key="", sort_key="", role_id=given["role"])
    keys = [key for key in KEYS if key.name in given]
    for key in keys:
        if not key.linked:
            key.write(work, employee, given[key.name])
    work.session.add(employee)
    flush_unless_taken(work)
    for key in keys:
        if key.linked:
            key.write(work, employee, given[key.name])
    _settle(work, employee, access=not ACCESS.isdisjoint(given))
    audit.note(work, "employee", login, None, {key.name: audited(key, key.show(work, [employee])[0]) for key in keys})
    return views_of(work, [employee])[0]


def _write_key(work: Work, employee: Employee, key: Key, value: Any) -> EmployeeView:
    (old,) = key.show(work, [employee])
    key.write(work, employee, value)
    flush_unless_taken(work)
    (new,) = key.show(work, [employee])
    if old != new:
        _settle(work, employee, access=key.name in ACCESS)
        audit.note(work, "employee", employee.login, {key.name: audited(key, old)}, {key.name: audited(key, new)})
    return views_of(work, [employee])[0]


def _settle(work: Work, employee: Employee, *, access: bool) -> None:
    """Rebuild the reach where access has changed, and let his consoles read his rights and name anew."""
    if access and employee.id is not None:
        reach.rebuild(work, [employee.id])
    work.touch("access", employee.login)


def _key(name: str) -> Key:
    for key in KEYS:
        if key.name == name.strip():
            return key
    raise InputError(
        "invalid_value",
        N_("There is no key {given}; the keys are: {keys}"),
        field="key",
        given=excerpt(name),
        keys=", ".join(key.name for key in KEYS),
    )


def _demand_once(key: Key, given: Mapping[str, Any]) -> None:
    if key.name in given:
        raise InputError("invalid_value", N_("{key} is given twice"), field=key.name, key=key.name)


def _demand_role(given: Mapping[str, Any]) -> None:
    if "role" not in given:
        raise InputError("field_required", N_("{field} must be given"), field="role")


def _demand_free(work: Work, *, login: str | None = None, os_user: str | None = None, but: int | None = None) -> None:
    """Raise RuleError `taken` where another has the login or is bound to the operating-system user."""
    for field, column, value in (("login", Employee.login, login), ("os_user", Employee.os_user, os_user)):
        if not value:
            continue
        other = sa.select(col(Employee.login)).where(col(column) == value, col(Employee.id).is_distinct_from(but))
        if work.session.scalars(other).first() is not None:
            raise RuleError("taken", N_("The {field} {given} is taken"), field=field, given=value)


def _demand_administrator(work: Work, employee: Employee, role_id: int) -> None:
    if "admin" not in work.session.get_one(Role, role_id).rights:
        demand_one_left(work, without=col(Employee.id) == employee.id)
