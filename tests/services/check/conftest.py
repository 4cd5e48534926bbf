"""A company that has lived a little, on each database; each trial tampers within a transaction that is undone."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_controllers
from ads_tui.services.blocking import block
from ads_tui.services.check.running import Checked, check_database
from ads_tui.services.comments import add_comment
from ads_tui.services.employees import set_employee
from ads_tui.services.installation import install
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.engine import make_engine
from ads_tui.store.settings import Settings
from ads_tui.store.work import Reading, Store, Work
from tests import housing, postgres_server

ORDERS = 6
NOW = datetime(2026, 8, 20, 8, tzinfo=UTC)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def lived_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six orders in several statuses, with comments, people, a blocked employee and one with three lists of access.

    Shared by all trials: nobody commits to it.
    """
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("lived-in") / "ads.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        made = Store(make_engine(f"sqlite:///{path}"), Clock(NOW))
        fill(made)
        yield made
        made.engine.dispose()
        return
    server = request.getfixturevalue("postgres_server_url")
    url = postgres_server.create_database(server, request.getfixturevalue("postgres_template"))
    made = Store(make_engine(url), Clock(NOW))
    fill(made)
    yield made
    made.engine.dispose()
    postgres_server.drop_database(server, url)


def fill(store: Store) -> None:
    """Let the company live a little."""
    store.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    admin = sign_in(store, login="admin", os_user=None)
    housing.furnish(store)
    for login in ("anna", "boris", "clara"):
        housing.add_employee(store, login, department="lifts")
    first, second, third, *_rest = (housing.add_order(store, admin, "lift", "oak1", "anna") for _ in range(ORDERS))
    store.perform(admin, lambda work: change_status(work, first, StatusWish("in_progress")))
    store.perform(admin, lambda work: change_status(work, first, StatusWish("done")))
    store.perform(admin, lambda work: change_status(work, second, StatusWish("cancelled", "twice")))
    store.perform(admin, lambda work: change_controllers(work, third, ["clara"]))
    store.perform(admin, lambda work: add_comment(work, third, "Ключ у консьержа", important=True))
    store.perform(admin, lambda work: block(work, "anna", "boris"))
    store.perform(admin, lambda work: set_employee(work, "clara", "buildings", "oak1"))
    store.perform(admin, lambda work: set_employee(work, "clara", "groups", "towers"))


class Trial:
    """The company within one transaction, in which nothing guards references."""

    def __init__(self, session: Session, admin: Actor) -> None:
        self.session = session
        self.admin = admin

    def tamper(self, *statements: str) -> None:
        """Change the database past the program."""
        for statement in statements:
            self.session.execute(sa.text(statement))

    def perform(self, operation: Callable[[Work], object]) -> None:
        """Change the database by the program, as the administrator."""
        work = Work(self.session.connection(), self.admin, NOW, Settings({}))
        operation(work)
        self.session.flush()
        work.flush()

    def check(self, *, save: TextIO | None = None, since: Iterable[str] | None = None) -> Checked:
        """What a check finds now."""
        return check_database(Reading(self.session.connection(), SYSTEM, NOW, Settings({})), save=save, since=since)

    def found(self, since: Iterable[str] | None = None) -> list[tuple[str, int | None]]:
        """The kind and order of each problem, sorted."""
        return sorted(((one.check, one.order) for one in self.check(since=since).problems), key=str)


@pytest.fixture
def trial(lived_in: Store) -> Iterator[Trial]:
    """The company, to be tampered with."""
    admin = sign_in(lived_in, login="admin", os_user=None)
    with lived_in.engine.connect() as connection:
        sqlite = lived_in.engine.dialect.name == "sqlite"
        # Within a transaction SQLite does not listen to this, so past SQLAlchemy, which would begin one.
        held: Any = connection.connection.driver_connection
        if sqlite:
            held.execute("PRAGMA foreign_keys=OFF")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        with Session(connection, expire_on_commit=False) as session:
            yield Trial(session, admin)
        connection.rollback()
        if sqlite:
            held.execute("PRAGMA foreign_keys=ON")


@pytest.fixture
def own_copy(request: pytest.FixtureRequest, lived_in: Store, tmp_path: Path) -> Iterator[Store]:
    """The company in a database of its own, for what commits."""
    url = lived_in.engine.url
    lived_in.engine.dispose()
    if lived_in.engine.dialect.name == "sqlite":
        path = tmp_path / "ads.sqlite3"
        shutil.copyfile(str(url.database), path)
        made = Store(make_engine(f"sqlite:///{path}"), Clock(NOW))
        yield made
        made.engine.dispose()
        return
    server = request.getfixturevalue("postgres_server_url")
    copied = postgres_server.create_database(server, urlsplit(url.render_as_string()).path.removeprefix("/"))
    made = Store(make_engine(copied), Clock(NOW))
    yield made
    made.engine.dispose()
    postgres_server.drop_database(server, copied)
