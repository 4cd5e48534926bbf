"""Roles: their rights, sections and services (RO-1, RO-2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.codes import parse_code
from ads_tui.domain.rights import ADMINISTRATOR, RIGHTS, SECTIONS
from ads_tui.domain.text import fold, required_line
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Service
from ads_tui.models.people import Employee, Role, RoleService
from ads_tui.services import audit
from ads_tui.services.administrators import demand_one_left, lock_administrators
from ads_tui.services.naming import demand_word, find_thing
from ads_tui.services.notifications.matrix import Matrix, change_role_cell, demand_words
from ads_tui.services.nouns.engine import flush_unless_taken
from ads_tui.store.work import Reading, Work

ALL = "all"
NONE = "none"


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role as it is shown; `services` are codes, None for all."""

    code: str
    name: str
    rights: tuple[str, ...]
    sections: tuple[str, ...]
    services: tuple[str, ...] | None
    notify: Mapping[str, Sequence[str]]

    @property
    def document(self) -> dict[str, Any]:
        """The document of CL-7."""
        return {
            "code": self.code,
            "name": self.name,
            "rights": list(self.rights),
            "sections": list(self.sections),
            "services": ALL if self.services is None else list(self.services),
            "notify": {kind: list(channels) for kind, channels in self.notify.items()},
        }


def list_roles(reading: Reading) -> list[RoleView]:
    """All roles, those that ship first; AccessError `forbidden` without the section administration."""
    reading.actor.require_section("administration")
    matrix = Matrix(reading, ())
    return [_view(reading, role, matrix) for role in reading.session.scalars(sa.select(Role).order_by(col(Role.id)))]


def show_role(reading: Reading, code: str) -> RoleView:
    """One role by its code or exact name."""
    faults = Faults()
    with faults:
        role = find_thing(reading, Role, code, "role")
    with faults:
        reading.actor.require_section("administration")
    faults.raise_first()
    return _view(reading, role)


def add_role(work: Work, code: str, name: str) -> RoleView:
    """A new role without rights and sections, which sees all services. Raises RuleError `taken`."""
    faults = Faults()
    new_code, new_name = "", ""
    with faults:
        new_code = parse_code(code)
    with faults:
        new_name = required_line(name, "name")
    with faults:
        work.actor.require("admin")
    with faults:
        _demand_free(work, new_code)
    faults.raise_first()
    role = Role(code=new_code, name=new_name, name_key=fold(new_name))
    work.session.add(role)
    flush_unless_taken(work)
    audit.note(work, "role", new_code, None, {"name": new_name})
    return _view(work, role)


def grant(work: Work, code: str, rights: Sequence[str]) -> RoleView:
    """Give a role rights; those that it has change nothing."""
    role, named = _take(work, code, rights, RIGHTS, "right")
    return _change(work, role, "rights", [right for right in RIGHTS if right in role.rights or right in named])


def revoke(work: Work, code: str, rights: Sequence[str]) -> RoleView:
    """Take rights from a role; those that it has not change nothing.

    Raises RuleError `in_use` where the administrator's role, or the last unblocked administrator, would lose `admin`.
    """
    role, named = _take(work, code, rights, RIGHTS, "right")
    if "admin" in named and role.code == ADMINISTRATOR:
        raise RuleError("in_use", N_("The role {role} keeps the right admin"), field="right", role=role.code)
    if "admin" in named and "admin" in role.rights:
        lock_administrators(work)
        demand_one_left(work, without=col(Employee.role_id) == role.id)
    return _change(work, role, "rights", [right for right in role.rights if right not in named])


def set_sections(work: Work, code: str, sections: Sequence[str]) -> RoleView:
    """Give a role exactly these sections; `none` alone is none."""
    named = () if list(sections) == [NONE] else sections
    role, wanted = _take(work, code, named, SECTIONS, "section")
    return _change(work, role, "sections", [section for section in SECTIONS if section in wanted])


def set_services(work: Work, code: str, services: Sequence[str]) -> RoleView:
    """Give a role exactly these services to see, by code or exact name; `all` alone is all, `none` alone is none."""
    faults = Faults()
    chosen: set[int] = set()
    with faults:
        _demand_words(services, "service")
    for service in () if list(services) in ([ALL], [NONE]) else services:
        with faults:
            chosen.add(int(find_thing(work, Service, service, "service").id or 0))
    with faults:
        role = find_thing(work, Role, code, "role")
    with faults:
        work.actor.require("admin")
    faults.raise_first()
    before = _view(work, role).document["services"]
    work.session.execute(sa.delete(RoleService).where(col(RoleService.role_id) == role.id))
    if chosen:
        rows = [{"role_id": role.id, "service_id": service} for service in sorted(chosen)]
        work.session.execute(sa.insert(RoleService), rows)
    role.all_services = list(services) == [ALL]
    view = _view(work, role)
    _finish(work, role, "services", before, view.document["services"])
    return view


def set_notification(work: Work, code: str, kind: str, channel: str, switch: str) -> RoleView:
    """Switch a kind of notifications on a channel `on` or `off` for a role (NT-1)."""
    faults = Faults()
    role = None
    demand_words(faults, kind, channel, switch)
    with faults:
        role = find_thing(work, Role, code, "role")
    with faults:
        work.actor.require("admin")
    faults.raise_first()
    assert role is not None
    _finish(work, role, f"notify {kind} {channel}", *change_role_cell(work, role, kind, channel, switch))
    return _view(work, role)


def _take(work: Work, code: str, words: Sequence[str], table: Iterable[str], field: str) -> tuple[Role, frozenset[str]]:
    """The role, locked, and the words, each of them of the table; refusals in the order of CL-8."""
    faults = Faults()
    for word in words:
        with faults:
            demand_word(word, table, field)
    with faults:
        role = find_thing(work, Role, code, "role")
        work.session.refresh(role, with_for_update=True)
    with faults:
        work.actor.require("admin")
    faults.raise_first()
    return role, frozenset(words)


def _demand_words(words: Sequence[str], field: str) -> None:
    if len(words) > 1 and {ALL, NONE} & set(words):
        raise InputError("invalid_value", N_("Give codes, or 'all' or 'none' alone"), field=field)


def _demand_free(work: Work, code: str) -> None:
    if work.session.scalars(sa.select(col(Role.id)).where(col(Role.code) == code)).first() is not None:
        raise RuleError("taken", N_("The code {given} is taken"), field="code", given=code)


def _change(work: Work, role: Role, column: str, words: list[str]) -> RoleView:
    before = list(getattr(role, column))
    setattr(role, column, words)
    _finish(work, role, column, before, words)
    return _view(work, role)


def _finish(work: Work, role: Role, key: str, before: object, after: object) -> None:
    """Note a change, and tell the consoles of those whom it concerns; nothing where nothing changed."""
    if before == after:
        return
    work.session.flush()
    audit.note(work, "role", role.code, {key: before}, {key: after})
    for login in work.session.scalars(sa.select(col(Employee.login)).where(col(Employee.role_id) == role.id)):
        work.touch("access", login)


def _view(reading: Reading, role: Role, matrix: Matrix | None = None) -> RoleView:
    notify = (matrix or Matrix(reading, ())).document(role.id or 0)
    services = None
    if not role.all_services:
        listed = (
            sa.select(col(Service.code))
            .join(RoleService, col(RoleService.service_id) == col(Service.id))
            .where(col(RoleService.role_id) == role.id)
            .order_by(col(Service.code))
        )
        services = tuple(reading.session.scalars(listed))
    return RoleView(
        role.code,
        role.name,
        tuple(role.rights),
        tuple(role.sections),
        services,
        notify,
    )
