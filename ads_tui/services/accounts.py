"""Who signs in: by login, by operating-system user, by password (AU-1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import col

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.domain.rights import effective
from ads_tui.domain.text import clean_line, fold
from ads_tui.errors import AccessError, InputError
from ads_tui.i18n import N_
from ads_tui.models.columns import table_of
from ads_tui.models.ground import SignInLock
from ads_tui.models.people import Employee, EmployeeBuilding, Role, RoleService
from ads_tui.store.work import Store, Work

SLOW_FROM = 3
SLOWEST_S = 30
LOCK_AFTER = 10
LOCK_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1_000
_EMPLOYEES, _ROLES = table_of(Employee), table_of(Role)
_BUILDINGS, _SERVICES = table_of(EmployeeBuilding), table_of(RoleService)
# Every call begins with it: columns, as a first entity would make SQLAlchemy set up all of them.
_WHO = sa.select(
    _EMPLOYEES,
    _ROLES.c.code.label("role"),
    _ROLES.c.rights,
    _ROLES.c.sections,
    _ROLES.c.all_services,
).join(_ROLES, _ROLES.c.id == _EMPLOYEES.c.role_id)


def nobody(refusal: AccessError) -> Actor:
    """An actor who is refused with `refusal` at his first act."""
    return Actor(kind="nobody", refusal=refusal)


def sign_in(store: Store, *, login: str | None, os_user: str | None) -> Actor:
    """The employee of a login, or the one bound to the operating-system user (CL-1).

    Raises AccessError `not_signed_in` where there is none or he is blocked.
    """
    with store.reading(SYSTEM) as reading:
        if login is not None:
            condition = _EMPLOYEES.c.login == clean_line(login, "login").lower()
        elif os_user is not None:
            condition = _EMPLOYEES.c.os_user == os_user
        else:
            raise AccessError("not_signed_in", N_("Nobody is signed in: say who with --as LOGIN or ADS_EMPLOYEE"))
        employee = reading.connection.execute(_WHO.where(condition)).first()
        if employee is None and login is not None:
            raise AccessError("not_signed_in", N_("There is no employee {login}"), field="login", login=login)
        if employee is None:
            raise AccessError(
                "not_signed_in",
                N_("No employee is bound to the user {os_user}: say who with --as LOGIN or ADS_EMPLOYEE"),
                os_user=os_user,
            )
        if employee.blocked_at is not None:
            raise AccessError("not_signed_in", N_("{login} is blocked"), field="login", login=employee.login)
        return _actor_of(reading.connection, employee)


def _actor_of(connection: Connection, employee: sa.Row[Any]) -> Actor:
    """The employee with the rights, sections and reach that his role and access give him."""
    buildings = None
    if not employee.all_buildings:
        reach = sa.select(_BUILDINGS.c.building_id).where(_BUILDINGS.c.employee_id == employee.id)
        buildings = tuple(sorted(connection.execute(reach).scalars()))
    services = None
    if not employee.all_services:
        listed = sa.select(_SERVICES.c.service_id).where(_SERVICES.c.role_id == employee.role_id)
        services = tuple(sorted(connection.execute(listed).scalars()))
    return Actor(
        kind="employee",
        id=employee.id,
        login=employee.login,
        name=employee.name,
        role=employee.role,
        rights=effective(frozenset(employee.rights)),
        sections=frozenset(employee.sections),
        buildings=buildings,
        services=services,
        department_id=employee.department_id,
        lang=employee.lang,
        zone=ZoneInfo(employee.zone) if employee.zone else None,
    )


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """How a sign-in by password ended; `wait_s`: seconds to let pass before the answer is shown (AU-1)."""

    actor: Actor | None
    refusal: AccessError | None
    wait_s: int = 0


def check_password(store: Store, login: str, password: str) -> PasswordCheck:
    """Judge a login and password, counting failures in a row per login, unknown logins alike.

    The refusal is returned, not raised, with the seconds that its answer is to wait. Rule AU-1.
    """
    key = fold(clean_line(login, "login"))
    # Counted before it is judged: the slow judging holds no lock, and guesses made at once all count.
    attempt = store.perform(SYSTEM, lambda work: _count_attempt(work, key))
    if attempt.locked_until:
        return PasswordCheck(None, _locked(attempt.locked_until))
    fits = _matches(attempt.password_hash, password)
    actor = store.perform(SYSTEM, lambda work: _succeed(work, key)) if fits else None
    if actor is None:
        refusal = AccessError("wrong_password", N_("The login or the password is wrong"), field="login")
        return PasswordCheck(None, refusal, min(max(attempt.failures - SLOW_FROM + 1, 0), SLOWEST_S))
    return PasswordCheck(actor, None)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What an attempt is judged by: its number in a row, the hash to match, the end of a lock already closed."""

    failures: int = 0
    password_hash: str | None = None
    locked_until: datetime | None = None


def _count_attempt(work: Work, key: str) -> _Attempt:
    lock = _lock_of(work, key)
    if lock.locked_until:
        if lock.locked_until > work.now:
            return _Attempt(locked_until=lock.locked_until)
        lock.failures, lock.locked_until = 0, None
    lock.failures += 1
    lock.last_failure_at = work.now
    if lock.failures >= LOCK_AFTER:
        lock.locked_until = work.now + LOCK_FOR
    employee = _employee_who_may_sign_in(work, key)
    return _Attempt(lock.failures, employee.password_hash if employee else None)


def _succeed(work: Work, key: str) -> Actor | None:
    work.session.execute(sa.delete(SignInLock).where(col(SignInLock.login_key) == key))
    employee = _employee_who_may_sign_in(work, key)
    return _actor_of(work.connection, employee) if employee else None


def _employee_who_may_sign_in(work: Work, key: str) -> sa.Row[Any] | None:
    return work.connection.execute(_WHO.where(_EMPLOYEES.c.login == key, _EMPLOYEES.c.blocked_at.is_(None))).first()


def _lock_of(work: Work, key: str) -> SignInLock:
    """The failures of a login, locked; one statement adds and locks, so that two first failures at once both count."""
    added = sa.text(
        "INSERT INTO sign_in_locks (login_key, failures) VALUES (:key, 0)"
        " ON CONFLICT (login_key) DO UPDATE SET failures = sign_in_locks.failures"
    )
    work.session.execute(added, {"key": key})
    return work.session.get_one(SignInLock, key)


def _locked(until: datetime) -> AccessError:
    return AccessError(
        "locked",
        N_("Too many wrong passwords: sign-in with this login is closed for 15 minutes"),
        field="login",
        details={"until": until},
    )


def check_new_password(password: str) -> None:
    """Refuse a password that is too short or too long with InputError `invalid_value`."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InputError(
            "invalid_value",
            N_("A password has at least {shortest} characters, at most {longest}"),
            field="password",
            shortest=SHORTEST_PASSWORD,
            longest=LONGEST_PASSWORD,
        )


def new_password_hash(password: str) -> str:
    """The hash of a password that somebody chose; raises InputError `field_required`, `invalid_value`."""
    if not password:
        raise InputError("field_required", N_("A password must be given"), field="password")
    check_new_password(password)
    return hash_password(password)


def hash_password(password: str) -> str:
    """The argon2id hash that is kept of a password; 0.2 s of work."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(_password_bytes(password))


def _matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hash's; without one it takes as long, so that logins cannot be told apart."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    if password_hash is None:
        hash_password(password)
        return False
    try:
        return PasswordHasher().verify(password_hash, _password_bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def _password_bytes(password: str) -> bytes:
    """The same bytes for the same characters, however the keyboard composes them and whatever the terminal sent."""
    return normalize("NFC", password).encode("utf-8", "surrogatepass")
