"""Makes an engine from one URL, SQLite or Postgres, and refuses what it cannot stand on."""

import os
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from ads_tui.errors import InputError, OutsideError
from ads_tui.i18n import N_

WRITES = "writes"
# A compiled statement holds 40 KB, and every other filter makes some: by the library's own 500 a console would grow
# for an hour (P11). Those of a day's work are fewer.
_MOST_COMPILED = 200
BUSY_TIMEOUT_MS = 30_000
_OLDEST_SQLITE = (3, 35, 0)
_NETWORK_DISKS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "9p"}
)
_MOUNTS = Path("/proc/self/mounts")
# Joins are written in the order in which they are best made; looking for another costs more than a page (P1).
_POSTGRES_OPTIONS = (
    "-c jit=off -c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_custom_plan -c join_collapse_limit=1"
)


def parse_url(text: str) -> URL:
    """The URL of a database; raises InputError `invalid_value` where it is none of SQLite or Postgres."""
    try:
        url = None if "\0" in text else make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError(
            "invalid_value",
            N_("A database URL is sqlite:///PATH or postgresql://USER@HOST/NAME"),
            field="db",
        )
    if url.get_backend_name() == "sqlite" and not url.database:
        raise InputError("invalid_value", N_("A SQLite URL names a file: sqlite:///PATH"), field="db")
    return url


def shown_url(url: URL | str) -> str:
    """The URL without its password, for people and logs."""
    return make_url(url).render_as_string(hide_password=True)


def make_engine(text: str, *, create: bool = False) -> Engine:
    """An engine for the URL; nothing is opened yet, but a SQLite file must be there unless `create`.

    Raises InputError `invalid_value` for a bad URL; OutsideError `storage` for a file that is missing, on a
    network disk or in a folder that cannot be written, and for a SQLite that is too old or lacks FTS5.
    """
    url = parse_url(text)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, create=create)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(
        url,
        pool_pre_ping=True,
        query_cache_size=_MOST_COMPILED,
        connect_args={"options": _POSTGRES_OPTIONS, "connect_timeout": 10, "application_name": "ads"},
    )


def _sqlite_engine(url: URL, *, create: bool) -> Engine:
    path = Path(str(url.database)).expanduser()
    check_sqlite_library(sqlite3.sqlite_version_info, compile_options())
    check_sqlite_place(path, create=create)
    engine = sa.create_engine(
        url.set(database=str(path)),
        query_cache_size=_MOST_COMPILED,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
    )
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def compile_options() -> frozenset[str]:
    """How this SQLite was built."""
    connection = sqlite3.connect(":memory:")
    try:
        return frozenset(row[0] for row in connection.execute("PRAGMA compile_options"))
    finally:
        connection.close()


def check_sqlite_library(version: tuple[int, ...], options: Collection[str]) -> None:
    """Raise OutsideError `storage` where SQLite is older than 3.35 or was built without FTS5."""
    if version < _OLDEST_SQLITE:
        raise OutsideError(
            "storage",
            N_("SQLite {version} is too old, 3.35 is needed: install a newer Python or use Postgres"),
            version=".".join(map(str, version)),
        )
    if "ENABLE_FTS5" not in options:
        raise OutsideError("storage", N_("This SQLite was built without FTS5: install another Python or use Postgres"))


def check_sqlite_place(path: Path, *, create: bool, mounts: Path = _MOUNTS) -> None:
    """Raise OutsideError `storage` where a database file cannot live or is missing."""
    folder = path.absolute().parent
    if not path.exists() and not create:
        raise OutsideError(
            "storage",
            N_("There is no database at {path}: make one with 'ads db init', or look at one with 'ads demo'"),
            path=path,
        )
    if path.is_dir():
        raise OutsideError("storage", N_("{path} is a folder, not a database"), path=path)
    if create:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutsideError(
                "storage", N_("{path} cannot be made: {reason}"), path=folder, reason=error.strerror
            ) from None
    if not _is_writable(path, folder):
        raise OutsideError(
            "storage", N_("{path} cannot be written: the database needs its folder writable"), path=folder
        )
    disk = disk_type(folder, mounts)
    if disk in _NETWORK_DISKS:
        raise OutsideError(
            "storage",
            N_("{path} is on a network disk ({disk}), where SQLite loses data: use a local disk, or Postgres"),
            path=folder,
            disk=disk,
        )


def _is_writable(path: Path, folder: Path) -> bool:
    """Whether the file can be written, or made where it is missing: tried, as a disk may refuse what rights allow."""
    if path.exists():
        return os.access(folder, os.W_OK) and os.access(path, os.W_OK)
    try:
        path.touch()
        path.unlink()
    except OSError:
        return False
    return True


def disk_type(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """The file system's type under a folder, None where the machine does not tell."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return None
    best: tuple[int, str] = (-1, "")
    resolved = folder.resolve()
    for line in lines:
        words = line.split(" ")
        if len(words) > 2:
            point = Path(words[1].replace("\\040", " "))
            if resolved.is_relative_to(point) and len(point.parts) >= best[0]:
                best = (len(point.parts), words[2])
    return best[1] or None


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    # The page cache stays as small as SQLite makes it: the machine keeps the file, every connection its own copy (P11).
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
