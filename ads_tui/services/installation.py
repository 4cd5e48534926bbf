"""Makes an empty database one to work in: its identity, statuses, reasons, roles and first administrator."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from ads_tui.domain.calendars import Calendar, calendar_json
from ads_tui.domain.cancel_reasons import BUILTIN_REASONS
from ads_tui.domain.hours import ROUND_THE_CLOCK, show_hours
from ads_tui.domain.logins import check_login
from ads_tui.domain.rights import ADMINISTRATOR, BUILTIN_ROLES, RIGHTS, SECTIONS
from ads_tui.domain.sorting import sort_key
from ads_tui.domain.statuses import BUILTIN_STATUSES, is_open
from ads_tui.domain.text import fold
from ads_tui.errors import RuleError
from ads_tui.i18n import N_, _
from ads_tui.models.catalogue import CancelReason, Status
from ads_tui.models.ground import Installation
from ads_tui.models.people import Employee, Role
from ads_tui.models.time import CalendarVersion, ServiceCalendar
from ads_tui.services.accounts import new_password_hash
from ads_tui.store.emptiness import demand_empty, is_empty
from ads_tui.store.migrate import revision_of
from ads_tui.store.work import Work


def install(
    work: Work, *, admin_login: str, os_user: str | None, password: str | None = None, demonstration: bool = False
) -> None:
    """Fill a migrated, empty database with what every one begins with (CL-1, ST-7, ST-12, RO-1).

    Names are written in the language of the process. The administrator is bound to `os_user`; without a password he
    cannot sign in by one. Raises RuleError `taken` where it is installed already, InputError `invalid_value` for the
    login or the password.
    """
    login = check_login(admin_login, "admin")
    password_hash = None if password is None else new_password_hash(password)
    if is_installed(work.session):
        raise _installed_already()
    work.session.add(Installation(id=str(uuid.uuid4()), created_at=work.now, demonstration=demonstration))
    _add_statuses(work.session)
    _add_reasons(work.session)
    _add_roles(work.session)
    try:
        _add_calendar(work.session, work.now)
        work.session.flush()
    except IntegrityError:
        # Another was installing at the same moment and has committed first.
        raise _installed_already() from None
    name = _("Administrator")
    work.session.add(
        Employee(
            login=login,
            name=name,
            name_key=fold(name),
            sort_key=sort_key(name),
            role_id=_role_id(work.session, ADMINISTRATOR),
            password_hash=password_hash,
            os_user=os_user,
        )
    )


def demand_not_installed(engine: Engine) -> None:
    """Refuse before anything is asked or written what `install` would refuse.

    Raises RuleError `taken`; ConflictError `conflict` for a database of something else; OutsideError.
    """
    if is_empty(engine):
        return
    if revision_of(engine) is None:
        demand_empty(engine)
    with Session(engine) as session:
        if is_installed(session):
            raise _installed_already()


def is_installed(session: Session) -> bool:
    """Whether the database has been prepared by `install`."""
    return session.scalars(sa.select(col(Installation.id))).first() is not None


def is_demonstration(session: Session) -> bool:
    """Whether the database was made by `ads demo`."""
    return bool(session.scalars(sa.select(col(Installation.demonstration))).first())


def _installed_already() -> RuleError:
    return RuleError("taken", N_("The database is prepared already; nothing was changed"))


def _add_statuses(session: Session) -> None:
    for status in BUILTIN_STATUSES:
        name = _(status.caption)
        session.add(
            Status(
                code=status.code,
                base=status.code,
                name=name,
                name_key=fold(name),
                colour=status.colour,
                in_load=is_open(status.code),
                position=status.position,
                builtin=True,
            )
        )


def _add_reasons(session: Session) -> None:
    for position, reason in enumerate(BUILTIN_REASONS, start=1):
        name = _(reason.caption)
        session.add(CancelReason(code=reason.code, name=name, name_key=fold(name), position=position, builtin=True))


def _add_roles(session: Session) -> None:
    for role in BUILTIN_ROLES:
        name = _(role.caption)
        session.add(
            Role(
                code=role.code,
                name=name,
                name_key=fold(name),
                rights=[right for right in RIGHTS if right in role.rights],
                sections=[section for section in SECTIONS if section in role.sections],
            )
        )


def _add_calendar(session: Session, now: datetime) -> None:
    """Norms run round the clock where nobody says otherwise (SL-2)."""
    calendar = ServiceCalendar(code=show_hours(ROUND_THE_CLOCK))
    session.add(calendar)
    session.flush()
    body = calendar_json(Calendar("UTC", ROUND_THE_CLOCK))
    session.add(CalendarVersion(calendar_id=calendar.id or 0, valid_from=now, body=body))


def _role_id(session: Session, code: str) -> int:
    found = session.scalars(sa.select(col(Role.id)).where(col(Role.code) == code)).one()
    assert found is not None
    return found
