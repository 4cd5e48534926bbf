"""A housing company for trials of orders: every kind of service, every role, three buildings for one dispatcher.

Made through the services, once for each kind of database; a trial makes orders of its own and leaves the company alone.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.models.catalogue import Status
from ads_tui.models.people import Employee
from ads_tui.services import employees, roles
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_controllers, change_executors
from ads_tui.services.blocking import block
from ads_tui.services.installation import install
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.reasons import add_reason, hide_reason
from ads_tui.services.nouns.statuses import add_status, hide_status
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.card import OrderCard, show_order
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.history import EventView, history_of
from ads_tui.services.orders.opening import take_order
from ads_tui.services.orders.statuses import StatusWish, apply_status, change_status
from ads_tui.store.engine import make_engine
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading, Store, Work
from tests import postgres_server

T = TypeVar("T")
NOW = datetime(2026, 8, 20, 8, tzinfo=UTC)

FORM = """
[[field]]
key = "cabin"
label = "Cabin"
kind = "choice"
required = true
choices = [{ value = "left", label = "the left one" }, { value = "right" }]
[[field]]
key = "floor"
label = "Floor"
kind = "number"
min = 1
max = 25
[[field]]
key = "signs"
label = "Signs"
kind = "choices"
choices = [{ value = "smoke" }, { value = "noise" }, { value = "smell" }]
[[field]]
key = "since"
label = "Since"
kind = "date"
[[field]]
key = "stuck"
label = "Somebody stuck"
kind = "bool"
[[field]]
key = "callback"
label = "Call back"
kind = "phone"
[[field]]
key = "words"
label = "In his words"
kind = "text"
"""
# Shares `cabin`, `signs` and, as another kind, `since` with the form above.
OTHER_FORM = """
[[field]]
key = "cabin"
label = "Cabin"
kind = "choice"
required = true
choices = [{ value = "left" }, { value = "middle" }]
[[field]]
key = "signs"
label = "Signs"
kind = "choices"
choices = [{ value = "smoke" }]
[[field]]
key = "since"
label = "Since"
kind = "text"
[[field]]
key = "depth"
label = "Depth"
kind = "number"
"""

THINGS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("department", "pipes", "Pipes", {}),
    ("department", "lifts", "Lifts", {}),
    ("organization", "home", "Our home", {}),
    ("building", "oak1", "Oak street, 1", {"organization": "home"}),
    ("building", "oak2", "Oak street, 2", {}),
    ("building", "twin-a", "Twin yard, 7", {}),
    ("building", "twin-b", "Twin yard, 7", {}),
    ("building", "elm1", "Elmwood avenue, 1", {}),
    ("premise", "oak1-1", "1", {"building": "oak1", "entrance": "2", "floor": "5"}),
    ("premise", "oak1-2", "2", {"building": "oak1"}),
    ("premise", "oak2-1", "1", {"building": "oak2"}),
    ("premise", "elm1-9", "9", {"building": "elm1"}),
    ("client", "petrov", "Пётр Петров", {"phone": "+7 916 123-45-67", "premises": "oak1-1:owner", "registered": "yes"}),
    ("client", "anna-1", "Anna Double", {"premises": "oak1-2:tenant"}),
    ("client", "anna-2", "Anna Double", {"premises": "oak2-1:owner"}),
    ("client", "zoltan", "Zoltan Faraway", {"phone": "+7 916 765-43-21", "premises": "elm1-9:owner"}),
    ("service-type", "visits", "Visits", {"appointment": "yes"}),
    ("service", "wide", "Cleaning", {"max_executors": "2"}),
    ("service", "single", "Single hands", {}),
    ("service", "leak", "Leak", {"department": "pipes", "max_executors": "2"}),
    ("service", "lift", "Lift stopped", {"department": "lifts", "form": FORM, "max_executors": "2"}),
    ("service", "hoist", "Hoist stopped", {"department": "lifts", "form": OTHER_FORM}),
    ("service", "guarded", "Guarded work", {"max_executors": "4", "use_controllers": "yes", "quality_control": "yes"}),
    ("service", "watched", "Watched work", {"max_executors": "4", "use_controllers": "yes"}),
    ("service", "papers", "With papers", {"require_document": "yes"}),
    ("service", "paid", "Paid work", {"require_payment": "yes"}),
    ("service", "visit", "Visit of a specialist", {"type": "visits"}),
    ("service", "routed", "Needs consent", {}),
    ("service", "routed-visit", "Visit that needs consent", {"type": "visits"}),
    (
        "service",
        "manned",
        "Manned from the start",
        {"department": "pipes", "max_executors": "4", "use_controllers": "yes"},
    ),
    ("service", "hidden-work", "Zymurgy", {}),
)
# Login, role and keys; whoever has no buildings listed reaches all.
PEOPLE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("dora", "dispatcher", {}),
    ("dima", "dispatcher", {}),
    ("sam", "supervisor", {}),
    ("ed", "executor", {"department": "pipes"}),
    ("eve", "executor", {"department": "pipes"}),
    ("liam", "executor", {"department": "lifts"}),
    ("near", "executor", {"department": "pipes", "buildings": "oak1"}),
    ("bob", "executor", {"department": "pipes"}),
    ("olga", "observer", {}),
    ("nina", "dispatcher", {"buildings": "oak1,oak2,twin-a"}),
    ("rita", "few-services", {}),
    ("rob", "receptionist", {}),
    ("vic", "no-rights", {}),
)
FEW_SERVICES = ("wide", "single", "leak", "guarded")


def furnish(store: Store) -> None:
    """Make the company in a database that holds nobody but `admin`."""
    store.perform(SYSTEM, _add_things)
    store.perform(SYSTEM, _add_people)
    store.perform(SYSTEM, _finish)


def _add_things(work: Work) -> None:
    for noun, code, name, keys in THINGS:
        engine.add(work, NOUNS[noun], code, name, keys.items())


def _add_people(work: Work) -> None:
    _add_role(
        work, "few-services", ("orders.view_all", "orders.create", "orders.edit", "orders.cancel", "comments.add")
    )
    roles.set_services(work, "few-services", FEW_SERVICES)
    _add_role(work, "receptionist", ("orders.view_own", "orders.create"))
    _add_role(work, "no-rights", ())
    for login, role, keys in PEOPLE:
        employees.add_employee(work, login, login.capitalize(), {"role": role, **keys}.items())


def _add_role(work: Work, code: str, rights: tuple[str, ...]) -> None:
    roles.add_role(work, code, code.capitalize())
    if rights:
        roles.grant(work, code, rights)
    roles.set_sections(work, code, ["orders", "my_orders"])


def _finish(work: Work) -> None:
    for service, key, value in (
        ("routed", "approval", "sam"),
        ("routed-visit", "approval", "role:supervisor,sam"),
        ("manned", "default_executors", "ed,liam,bob,near"),
        ("manned", "default_controllers", "sam"),
    ):
        engine.set_key(work, NOUNS["service"], service, key, value)
    block(work, "bob")
    add_status(work, "parts", "Waiting for parts", based_on="in_progress", in_load=False)
    add_status(work, "later", "Later", based_on="paused")
    add_status(work, "old", "Not chosen any more", based_on="in_progress")
    hide_status(work, "old")
    add_reason(work, "weather", "Weather")
    hide_reason(work, "weather")


@dataclass(slots=True)
class World:
    """The company in one database, and acts on its orders in one line each."""

    store: Store
    url: str
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        """The employee signed in; `system` is the system."""
        if login == "system":
            return SYSTEM
        if login not in self._actors:
            self._actors[login] = sign_in(self.store, login=login, os_user=None)
        return self._actors[login]

    def do(self, login: str, operation: Callable[[Work], T], *, keep: bool = True) -> T:
        """One operation as an employee."""
        return self.store.perform(self.actor(login), operation, keep=keep)

    def read(self, login: str, question: Callable[[Reading], T]) -> T:
        """One question as an employee."""
        with self.store.reading(self.actor(login)) as reading:
            return question(reading)

    def at(self, moment: str) -> "World":
        """The same company with the clock at another moment, ISO 8601."""
        return World(Store(self.store.engine, Clock(datetime.fromisoformat(moment))), self.url, self._actors)

    def order(
        self, service: str = "wide", building: str = "oak1", *executors: str, by: str = "dora", **given: Any
    ) -> int:
        """Register an order and answer its number."""
        if service.endswith("visit"):
            given.setdefault("visit", "2026-09-01T10:00..2026-09-01T12:00")
        if service in ("lift", "hoist"):
            given.setdefault("form", {"cabin": ["left"]})
        new = NewOrder(service=service, building=building, executors=executors, **given)
        return self.do(by, lambda work: create_order(work, new))

    def status(self, number: int, status: str, *, by: str = "sam", version: int | None = None, **wish: Any) -> None:
        """Change a status through the service."""
        self.do(by, lambda work: change_status(work, number, StatusWish(status, **wish), version=version))

    def assign(
        self, number: int, *logins: str, by: str = "dora", mode: str = "add", version: int | None = None
    ) -> None:
        """Change executors through the service."""
        self.do(by, lambda work: change_executors(work, number, logins, mode=mode, version=version))

    def control(self, number: int, *logins: str, by: str = "dora", mode: str = "add") -> None:
        """Change controllers through the service."""
        self.do(by, lambda work: change_controllers(work, number, logins, mode=mode))

    def card(self, number: int, by: str = "admin") -> OrderCard:
        """The card of an order."""
        return self.read(by, lambda reading: show_order(reading, number))

    def history(self, number: int, by: str = "admin") -> list[EventView]:
        """The events of an order, newest first."""
        return self.read(by, lambda reading: history_of(reading, number))

    def kinds(self, number: int) -> list[str]:
        """The kinds of an order's events with their fields, oldest first."""
        return [event.kind + (f":{event.field}" if event.field else "") for event in reversed(self.history(number))]

    def put(self, number: int, **columns: Any) -> None:
        """Give an order's row values that no service gives yet."""
        self.do("system", lambda work: work.connection.execute(_update_of(number, columns)))

    def rows(self) -> dict[str, int]:
        """How many rows every table has."""
        return self.read("system", _count_rows)

    def in_status(self, status: str, service: str | None = None, building: str = "oak1") -> int:
        """An order brought to a status, with an executor and, where the service takes one, `sam` as controller."""
        service = service or _SERVICE_FOR.get(status, "wide")
        number = self.order(service, building, *(() if service.startswith("routed") else ("ed",)))
        if service == "guarded":
            self.control(number, "sam")
        for step, wish in _WAY_TO.get(status, ()):
            self.status(number, step, by="admin", **wish)
        if status not in _WAY_TO:
            self.do("system", lambda work: _force(work, number, status))
        return number


_SERVICE_FOR = {"approval": "routed", "clarification": "routed", "quality_control": "guarded"}
_STARTED: tuple[tuple[str, dict[str, Any]], ...] = (("in_progress", {}),)
# How an employee brings a pending order to a status.
_WAY_TO: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "pending": (),
    "approval": (),
    "in_progress": _STARTED,
    "paused": (*_STARTED, ("paused", {"comment": "waits"})),
    "quality_control": (*_STARTED, ("quality_control", {})),
    "done": (*_STARTED, ("done", {})),
    "reopened": (*_STARTED, ("done", {}), ("reopened", {})),
    "cancelled": (("cancelled", {"comment": "no need"}),),
    "cancelled_by_client": (("cancelled_by_client", {"reasons": ["mistake"]}),),
}


def _force(work: Work, number: int, code: str) -> None:
    """Give a status that only another part of the program gives."""
    status = work.session.execute(sa.select(Status).where(col(Status.code) == code)).scalar_one()
    apply_status(work, take_order(work, number), status)


def _update_of(number: int, columns: dict[str, Any]) -> sa.Update:
    return sa.update(ORDERS).where(ORDERS.c.number == number).values(columns)


def _count_rows(reading: Reading) -> dict[str, int]:
    tables = SQLModel.metadata.sorted_tables
    return {
        table.name: reading.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in tables
        if table.name != "changes"
    }


def employee_id(world: World, login: str) -> int:
    """The key of an employee, blocked ones too."""
    statement = sa.select(col(Employee.id)).where(col(Employee.login) == login)
    return world.read("system", lambda reading: reading.session.execute(statement).scalar_one() or 0)


@pytest.fixture(scope="session")
def sqlite_company(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the company, to copy from."""
    path = tmp_path_factory.mktemp("company") / "ads.sqlite3"
    shutil.copyfile(sqlite_template, path)
    _make_company(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_company(postgres_server_url: str, postgres_template: str) -> Iterator[str]:
    """The name of a Postgres database with the company, to copy from."""
    url = postgres_server.create_database(postgres_server_url, postgres_template)
    _make_company(url)
    yield urlsplit(url).path.removeprefix("/")
    postgres_server.drop_database(postgres_server_url, url)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The company in a database of each kind; the clock stands at 2026-08-20T08:00:00Z.

    The trials of one module share it: each makes orders of its own.
    """
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("world") / "ads.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_company"), path)
        yield from _opened(f"sqlite:///{path}")
        return
    server = request.getfixturevalue("postgres_server_url")
    url = postgres_server.create_database(server, request.getfixturevalue("postgres_company"))
    yield from _opened(url)
    postgres_server.drop_database(server, url)


def _opened(url: str) -> Iterator[World]:
    world = World(Store(make_engine(url), Clock(NOW)), url)
    yield world
    world.store.engine.dispose()


def _make_company(url: str) -> None:
    for world in _opened(url):
        world.store.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
        furnish(world.store)
