"""Runs the trials of the console, which are coroutines, on a database with a dispatcher who has a password."""

import asyncio
import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.services.employees import add_employee, set_password
from ads_tui.services.installation import install
from ads_tui.services.settings import set_setting
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store, Work
from tests.console.furnishing import furnish_once
from tests.console.trial import PASSWORD


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Await a test that is a coroutine, in a loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No keys and no theme of the developer's own."""
    monkeypatch.setenv("ADS_CONFIG_DIR", str(tmp_path / "config"))
    for name in ("ADS_ASCII", "ADS_THEME", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")


def furnish(store: Store) -> None:
    """Give an installed database a name, and the dispatcher `anna` a password that is quick to judge."""
    kept = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)

    def operation(work: Work) -> None:
        set_setting(work, "organization.name", "Green Park Management")
        add_employee(work, "anna", "Petrova A.", [("role", "dispatcher"), ("os_user", "anna-os")])
        set_password(work, "anna", kept)

    store.perform(SYSTEM, operation)


@pytest.fixture
def desk(upgraded_sqlite_url: str) -> Iterator[Store]:
    """A furnished SQLite database; its clock stands at 2026-08-20T08:00:00Z."""
    made = Store(make_engine(upgraded_sqlite_url), Clock(datetime(2026, 8, 20, 8, tzinfo=UTC)))
    yield furnish_once(made, _make_desk)
    made.engine.dispose()


def _make_desk(store: Store) -> None:
    store.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    furnish(store)


@pytest.fixture
def both_desks(store: Store) -> Store:
    """A furnished database of each kind."""
    furnish(store)
    return store
