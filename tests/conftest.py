"""What every test stands on: an environment of its own, fresh databases of both kinds, the length of trials."""

import gc
import importlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from ads_tui import i18n
from tests import postgres_server

if TYPE_CHECKING:
    from ads_tui.domain.actors import Actor
    from ads_tui.store.work import Store

_RUN = pytest.StashKey[postgres_server.PostgresRun]()
_HOME = "ADS_TEST_RUN_HOME"

hypothesis.settings.register_profile("everyday", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=5_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know `--soak`, which makes heavy trials long."""
    parser.addoption("--soak", action="store_true", help="make the heavy trials long (make soak)")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how hard hypothesis tries, and lay out the place that the workers of this run share."""
    soak = config.getoption("--soak")
    hypothesis.settings.load_profile("soak" if soak else "ci" if os.environ.get("CI") else "everyday")
    if not hasattr(config, "workerinput"):
        run = postgres_server.begin_run()
        os.environ[_HOME] = str(run.home)
        config.stash[_RUN] = run


def pytest_collection_finish() -> None:
    """Look for garbage as seldom as is sound for many short trials: by the language's own measure it took a tenth."""
    gc.freeze()
    gc.set_threshold(20_000, 5, 5)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what this run has started."""
    run = config.stash.get(_RUN, None)
    if run is not None:
        run.end()


@pytest.fixture(scope="session")
def soak(pytestconfig: pytest.Config) -> bool:
    """Whether heavy trials are to be long."""
    return bool(pytestconfig.getoption("--soak"))


@pytest.fixture(autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of the developer's own: no settings, no data directory, no language; English again after each test."""
    for name in ("COLUMNS", "ADS_DATABASE_URL", "ADS_EMPLOYEE", "ADS_LANG", "ADS_NOW", "LANG", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("ADS_DATA_DIR", str(tmp_path_factory.getbasetemp() / "data"))
    yield
    i18n.activate("en")


def _upgrade(url: str) -> None:
    importlib.import_module("ads_tui.store.migrate").upgrade(url)


@pytest.fixture(scope="session")
def postgres_server_url() -> str:
    """The address of the run's Postgres, as a user who may make databases."""
    return postgres_server.server_url(Path(os.environ[_HOME]))


@pytest.fixture(scope="session")
def postgres_template(postgres_server_url: str) -> str:
    """The name of a database upgraded to the newest tables, to copy from."""
    return postgres_server.template_database(postgres_server_url, Path(os.environ[_HOME]), "upgraded", _upgrade)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file upgraded to the newest tables, to copy from."""
    path = tmp_path_factory.mktemp("template") / "ads.sqlite3"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgres_url(postgres_server_url: str) -> Iterator[str]:
    """A fresh Postgres database without tables."""
    url = postgres_server.create_database(postgres_server_url)
    yield url
    postgres_server.drop_database(postgres_server_url, url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh SQLite database without tables; its file does not exist yet."""
    return f"sqlite:///{tmp_path / 'ads.sqlite3'}"


@pytest.fixture
def upgraded_postgres_url(postgres_server_url: str, postgres_template: str) -> Iterator[str]:
    """A fresh Postgres database with the newest tables."""
    url = postgres_server.create_database(postgres_server_url, postgres_template)
    yield url
    postgres_server.drop_database(postgres_server_url, url)


@pytest.fixture
def upgraded_sqlite_url(sqlite_template: Path, sqlite_url: str) -> str:
    """A fresh SQLite database with the newest tables."""
    shutil.copyfile(sqlite_template, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database without tables: the test runs on both kinds."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgres"])
def upgraded_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with the newest tables: the test runs on both kinds."""
    return str(request.getfixturevalue(f"upgraded_{request.param}_url"))


def _store_at(url: str) -> "Store":
    from ads_tui.clock import Clock
    from ads_tui.store.engine import make_engine
    from ads_tui.store.work import Store

    return Store(make_engine(url), Clock(datetime(2026, 8, 20, 8, tzinfo=UTC)))


def _install(url: str) -> None:
    from ads_tui.domain.actors import SYSTEM
    from ads_tui.services.installation import install

    made = _store_at(url)
    made.perform(SYSTEM, lambda work: install(work, admin_login="admin", os_user=None))
    made.engine.dispose()


@pytest.fixture(scope="session")
def postgres_installed(postgres_server_url: str, postgres_template: str) -> str:
    """The name of an installed database, to copy from."""
    home = Path(os.environ[_HOME])
    return postgres_server.template_database(postgres_server_url, home, "installed", _install, postgres_template)


@pytest.fixture(scope="session")
def sqlite_installed(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """An installed database file, to copy from."""
    path = tmp_path_factory.mktemp("installed") / "ads.sqlite3"
    shutil.copyfile(sqlite_template, path)
    _install(f"sqlite:///{path}")
    return path


@pytest.fixture
def installed_postgres_url(postgres_server_url: str, postgres_installed: str) -> Iterator[str]:
    """A fresh installed Postgres database."""
    url = postgres_server.create_database(postgres_server_url, postgres_installed)
    yield url
    postgres_server.drop_database(postgres_server_url, url)


@pytest.fixture
def installed_sqlite_url(sqlite_installed: Path, sqlite_url: str) -> str:
    """A fresh installed SQLite database."""
    shutil.copyfile(sqlite_installed, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_url


@pytest.fixture(params=["sqlite", "postgres"])
def installed_url(request: pytest.FixtureRequest) -> str:
    """A fresh installed database with the administrator `admin`: the test runs on both kinds."""
    return str(request.getfixturevalue(f"installed_{request.param}_url"))


@pytest.fixture
def store(installed_url: str) -> Iterator["Store"]:
    """An installed database of each kind with the administrator `admin`; its clock stands at 2026-08-20T08:00:00Z."""
    made = _store_at(installed_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def admin(store: "Store") -> "Actor":
    """The administrator of `store`."""
    from ads_tui.services.accounts import sign_in

    return sign_in(store, login="admin", os_user=None)
