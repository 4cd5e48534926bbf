"""Favourite filters: lines kept by a name, one's own and those shared with one's role (FV-1 … FV-3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from ads_tui.domain.text import clean_line, fold
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.people import Employee, Role
from ads_tui.models.views import FavouriteFilter
from ads_tui.services.naming import find_named, not_found
from ads_tui.services.orders.finding import OrderFilter, check_filter, read_filter, read_kept_filter
from ads_tui.store.work import Reading, Work

LONGEST_NAME = 60
_FIELD = "favourite"


@dataclass(frozen=True, slots=True)
class FavouriteView:
    """A favourite: `role` is the code of the role that it is shared with; `owner` the login of whose it is.

    `created_at` is in UTC.
    """

    name: str
    filter: str
    role: str | None
    created_at: datetime
    owner: str


def favourites_of(reading: Reading) -> list[FavouriteView]:
    """The actor's favourites and those shared with his role, the oldest first."""
    reading.actor.require_signed_in()
    rows = reading.connection.execute(
        _select_views().where(_seen(reading)).order_by(col(FavouriteFilter.created_at), col(FavouriteFilter.id))
    )
    return [_view(row) for row in rows]


def add_favourite(work: Work, name: str, line: str, role: str | None = None) -> FavouriteView:
    """Keep a filter line by a name; with `role`, its code or name, for all who have that role.

    Raises InputError `invalid_value` for a name, `field_required` for a line without a filter, `filter_syntax`;
    NotFoundError for the role, AccessError `forbidden` without the right `filters.share`, RuleError `taken`.
    """
    cleaned = _checked_name(name)
    wanted = read_filter(work, line)
    if not wanted:
        raise InputError("field_required", N_("A favourite keeps at least one filter"), field="filter")
    check_filter(work, wanted)
    role_id = None if role is None else _shared_with(work, role)
    work.actor.require_signed_in()
    _demand_free(work, cleaned)
    assert work.actor.id is not None
    row = FavouriteFilter(
        employee_id=work.actor.id,
        name=cleaned,
        name_key=fold(cleaned),
        filter=wanted.line,
        role_id=role_id,
        created_at=work.now,
    )
    work.session.add(row)
    return _written(work, row)


def rename_favourite(work: Work, name: str, new: str) -> FavouriteView:
    """Give one of the actor's own favourites another name.

    Raises InputError `invalid_value`, NotFoundError, RuleError `taken`.
    """
    cleaned = _checked_name(new)
    row = _own(work, name)
    if fold(cleaned) != row.name_key:
        _demand_free(work, cleaned)
    row.name, row.name_key = cleaned, fold(cleaned)
    return _written(work, row)


def share_favourite(work: Work, name: str, role: str | None) -> FavouriteView:
    """Let all who have a role, its code or name, use one of the actor's own favourites, or with None nobody else.

    Raises NotFoundError for the favourite and the role, AccessError `forbidden` without the right `filters.share`.
    """
    row = _own(work, name)
    role_id = None if role is None else _shared_with(work, role)
    work.actor.require("filters.share")
    row.role_id = role_id
    return _written(work, row)


def roles_to_share_with(reading: Reading) -> list[tuple[str, str]]:
    """Codes and names of all roles, those that ship first; AccessError `forbidden` without `filters.share`."""
    reading.actor.require("filters.share")
    rows = reading.connection.execute(sa.select(col(Role.code), col(Role.name)).order_by(col(Role.id)))
    return [(row.code, row.name) for row in rows]


def delete_favourite(work: Work, name: str) -> str:
    """Forget one of the actor's own favourites, and return its name; raises NotFoundError."""
    row = _own(work, name)
    work.session.delete(row)
    work.session.flush()
    return row.name


def favourite_filter(reading: Reading, name: str, *, tab: str = "all") -> tuple[OrderFilter, tuple[str, ...]]:
    """What a favourite asks for today, and the names of what has gone since it was kept (FV-2).

    One's own goes before a shared one of the same name. Raises NotFoundError, InputError `filter_syntax` for a name
    that the tab lacks.
    """
    reading.actor.require_signed_in()
    mine = col(FavouriteFilter.employee_id) == reading.actor.id
    statement = (
        sa.select(col(FavouriteFilter.filter))
        .where(_seen(reading), col(FavouriteFilter.name_key) == fold(clean_line(name, _FIELD)))
        .order_by(sa.case((mine, 0), else_=1), col(FavouriteFilter.created_at), col(FavouriteFilter.id))
    )
    line = reading.connection.execute(statement.limit(1)).scalar()
    if line is None:
        raise not_found(_FIELD, name)
    return read_kept_filter(reading, line, tab=tab)


def _select_views() -> sa.Select[Any]:
    columns: list[Any] = [
        col(FavouriteFilter.name),
        col(FavouriteFilter.filter),
        col(Role.code).label("role"),
        col(FavouriteFilter.created_at),
        col(Employee.login).label("owner"),
    ]
    return (
        sa.select(*columns)
        .join(Employee, col(Employee.id) == col(FavouriteFilter.employee_id))
        .outerjoin(Role, col(Role.id) == col(FavouriteFilter.role_id))
    )


def _seen(reading: Reading) -> sa.ColumnElement[bool]:
    """Favourites of one's own and of one's role."""
    own_role = sa.select(col(Employee.role_id)).where(col(Employee.id) == reading.actor.id).scalar_subquery()
    return sa.or_(col(FavouriteFilter.employee_id) == reading.actor.id, col(FavouriteFilter.role_id) == own_role)


def _checked_name(name: str) -> str:
    cleaned = clean_line(name, "name", LONGEST_NAME)
    if not cleaned:
        raise InputError(
            "invalid_value", N_("A name has 1 to {longest} characters"), field="name", longest=LONGEST_NAME
        )
    return cleaned


def _shared_with(work: Work, role: str) -> int:
    faults, found = Faults(), None
    with faults:
        found = find_named(work, Role, role, "role")
    with faults:
        work.actor.require("filters.share")
    faults.raise_first()
    assert found is not None
    return found.id


def _own(work: Work, name: str) -> FavouriteFilter:
    work.actor.require_signed_in()
    statement = sa.select(FavouriteFilter).where(
        col(FavouriteFilter.employee_id) == work.actor.id,
        col(FavouriteFilter.name_key) == fold(clean_line(name, _FIELD)),
    )
    found = work.session.scalars(statement).one_or_none()
    if found is None:
        raise not_found(_FIELD, name)
    return found


def _demand_free(work: Work, name: str) -> None:
    statement = sa.select(col(FavouriteFilter.id)).where(
        col(FavouriteFilter.employee_id) == work.actor.id, col(FavouriteFilter.name_key) == fold(name)
    )
    if work.connection.execute(statement).first() is not None:
        raise _taken(name)


def _taken(name: str) -> RuleError:
    return RuleError("taken", N_("You have a favourite named {name} already"), field="name", name=name)


def _written(work: Work, row: FavouriteFilter) -> FavouriteView:
    try:
        work.session.flush()
    except IntegrityError:
        # The same employee has taken the name at another desk meanwhile.
        raise _taken(row.name) from None
    return _view(work.connection.execute(_select_views().where(col(FavouriteFilter.id) == row.id)).one())


def _view(row: Any) -> FavouriteView:
    return FavouriteView(row.name, row.filter, row.role, row.created_at, row.owner)
