"""Where the demonstration goes: an empty database, or an earlier demonstration, which it replaces (CL-15)."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ads_tui.errors import ConflictError
from ads_tui.i18n import N_
from ads_tui.services.installation import is_demonstration, is_installed
from ads_tui.store.bulk import without_safety
from ads_tui.store.engine import WRITES, make_engine
from ads_tui.store.migrate import HEAD, check_revision, revision_of, upgrade
from ads_tui.store.work import outside_error

Fill = Callable[[Connection], None]
# Any fixed number: whoever makes a demonstration waits for another who is making one in the same database.
_ADVISORY_LOCK = 4_162_015


def fill(url: str, make: Fill) -> None:
    """Let `make` fill an empty database of the newest tables, and put it in the place of what was at `url`.

    All or nothing: stopped at any moment, what was there is there still. Raises ConflictError `conflict` where real
    data is there or somebody works with it, OutsideError where it cannot be used, InputError for a bad URL.
    """
    engine = make_engine(url, create=True)
    try:
        if engine.dialect.name == "sqlite":
            _fill_sqlite(engine, make)
        else:
            _fill_postgres(engine, url, make)
    except DBAPIError as error:
        raise outside_error(error) from error
    finally:
        engine.dispose()


def _fill_sqlite(engine: Engine, make: Fill) -> None:
    """Make a file beside the old one and rename it into its place."""
    path = Path(str(engine.url.database)).absolute()
    beside = path.with_name(f"{path.name}.making")
    if path.exists():
        with engine.connect() as connection:
            _demand_replaceable(connection)
        engine.dispose()
        _demand_unused(path)
    if beside.exists():
        _demand_unused(beside)
    try:
        _make_file(engine, beside, make)
        if path.exists():
            _demand_unused(path)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _make_file(engine: Engine, path: Path, make: Fill) -> None:
    path.unlink(missing_ok=True)
    url = engine.url.set(database=str(path)).render_as_string(hide_password=False)
    upgrade(url)
    making = make_engine(url)
    without_safety(making)
    try:
        with making.execution_options(**{WRITES: True}).begin() as connection:
            make(connection)
    finally:
        making.dispose()
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _demand_unused(path: Path) -> None:
    """Refuse a SQLite file that another process has open; without others its write-ahead log goes, too."""
    connection = sqlite3.connect(path, timeout=0)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        raise ConflictError(
            "conflict", N_("Somebody works with {path}: close it there first"), field="db", path=path
        ) from None
    except sqlite3.DatabaseError:
        # Left over from a making that was killed: no database yet.
        return
    finally:
        connection.close()


def _fill_postgres(engine: Engine, url: str, make: Fill) -> None:
    """Fill it in one transaction, and look over it afterwards, since its counters read the visibility map."""
    with engine.connect() as connection:
        _demand_replaceable(connection)
    was_empty = revision_of(engine) is None
    upgrade(url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
            _demand_replaceable(connection)
            tables = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
            connection.exec_driver_sql(f"TRUNCATE {', '.join(sorted(tables))} RESTART IDENTITY")
            make(connection)
    except BaseException:
        if was_empty:
            with contextlib.suppress(DBAPIError):
                _empty(engine)
        raise
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _empty(engine: Engine) -> None:
    """Take the tables away again, unless another has filled them meanwhile."""
    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        with Session(connection) as session:
            if is_installed(session):
                return
        tables = sa.MetaData()
        tables.reflect(connection)
        tables.drop_all(connection)


def _demand_replaceable(connection: Connection) -> None:
    """Refuse a database that holds anything but a demonstration, or that a newer program has made."""
    tables = sa.inspect(connection).get_table_names()
    if not tables:
        return
    revision = None
    if "alembic_version" in tables:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is not None and revision > HEAD:
        check_revision(connection.engine)
    if revision is not None:
        with Session(connection) as session:
            if is_demonstration(session) or not is_installed(session):
                return
    raise ConflictError(
        "conflict",
        N_("This database is in real use: name an empty one, or an earlier demonstration, with --db"),
        field="db",
    )
