"""What the shell offers after Tab for things of the database (CL-5): codes and logins within reach."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from ads_tui.cli.invocation import current
from ads_tui.errors import AdsError

if TYPE_CHECKING:
    from ads_tui.store.work import Reading

_MOST = 200
Offered = list[tuple[str, str]]


def logins(ctx: typer.Context, incomplete: str) -> Offered:
    """Employees who are not blocked."""
    with _reading(ctx) as reading:
        if reading is None:
            return []
        from sqlmodel import col

        from ads_tui.models.people import Employee

        return _begun(reading, Employee.login, Employee.name, incomplete, col(Employee.blocked_at).is_(None))


def services(ctx: typer.Context, incomplete: str) -> Offered:
    """Services within reach."""
    with _reading(ctx) as reading:
        if reading is None:
            return []
        from sqlmodel import col

        from ads_tui.models.catalogue import Service
        from ads_tui.services.reach import within_services

        reach = within_services(reading.actor, col(Service.id))
        return _begun(reading, Service.code, Service.name, incomplete, col(Service.archived_at).is_(None), *reach)


def buildings(ctx: typer.Context, incomplete: str) -> Offered:
    """Buildings within reach."""
    with _reading(ctx) as reading:
        if reading is None:
            return []
        from sqlmodel import col

        from ads_tui.models.places import Building
        from ads_tui.services.reach import within_buildings

        reach = within_buildings(reading.actor, col(Building.id))
        return _begun(reading, Building.code, Building.name, incomplete, *reach)


def statuses(ctx: typer.Context, incomplete: str) -> Offered:
    """Statuses that are not hidden."""
    with _reading(ctx) as reading:
        if reading is None:
            return []
        from sqlmodel import col

        from ads_tui.models.catalogue import Status

        return _begun(reading, Status.code, Status.name, incomplete, ~col(Status.hidden))


def favourites(ctx: typer.Context, incomplete: str) -> Offered:
    """One's own favourites and those shared with one's role."""
    with _reading(ctx) as reading:
        if reading is None:
            return []
        from ads_tui.domain.text import fold
        from ads_tui.services.favourites import favourites_of

        begun = fold(incomplete)
        return [(one.name, one.filter) for one in favourites_of(reading) if fold(one.name).startswith(begun)][:_MOST]


@contextlib.contextmanager
def _reading(ctx: typer.Context) -> Iterator["Reading | None"]:
    """A view as the employee of the line so far; None where the database cannot be asked: Tab never fails aloud."""
    root = ctx.find_root().params
    current.db, current.login = root.get("db"), root.get("login")
    try:
        store = current.store()
        actor = current.actor(store)
        actor.require_signed_in()
    except AdsError:
        yield None
        return
    with store.reading(actor) as reading:
        yield reading


def _begun(reading: "Reading", code: Any, name: Any, incomplete: str, *where: Any) -> Offered:
    import sqlalchemy as sa

    statement = sa.select(code, name).where(code.startswith(incomplete, autoescape=True), *where)
    return [(row[0], row[1]) for row in reading.session.execute(statement.order_by(code).limit(_MOST))]
