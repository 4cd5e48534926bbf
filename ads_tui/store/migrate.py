"""Brings a database to the program's revision; tells which revision it has."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from ads_tui.errors import OutsideError
from ads_tui.i18n import N_
from ads_tui.store.engine import make_engine
from ads_tui.store.work import outside_error

HEAD = "0007"
FAMILIES = (
    "ads_tui.models.ground",
    "ads_tui.models.people",
    "ads_tui.models.places",
    "ads_tui.models.catalogue",
    "ads_tui.models.orders",
    "ads_tui.models.time",
    "ads_tui.models.notifications",
    "ads_tui.models.drafts",
    "ads_tui.models.views",
)
# Any fixed number: all who migrate one database wait for the same lock.
_ADVISORY_LOCK = 4_162_013


def revision_of(engine: Engine) -> str | None:
    """The revision of a database, None where it is empty.

    Raises OutsideError `unreachable` or `storage` where it cannot be asked.
    """
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        raise outside_error(error) from error


def check_revision(engine: Engine) -> None:
    """Refuse a database that this program cannot work on, saying what to do.

    Raises OutsideError `database_newer` for a newer one, `unreachable` for an empty or older one.
    """
    revision = revision_of(engine)
    if revision == HEAD:
        return
    if revision is None:
        raise OutsideError("unreachable", N_("The database is empty: prepare it with 'ads db init'"))
    refuse_newer(revision)
    raise OutsideError(
        "unreachable",
        N_("The database is of an older revision ({theirs}): bring it to {ours} with 'ads db upgrade'"),
        theirs=revision,
        ours=HEAD,
    )


def refuse_newer(revision: str) -> None:
    """Raise OutsideError `database_newer` for a revision that this program does not know."""
    if revision > HEAD:
        raise OutsideError(
            "database_newer",
            N_("The database is of revision {theirs}, this program knows {ours}: install the newer program"),
            theirs=revision,
            ours=HEAD,
        )


def upgrade(url: str) -> None:
    """Bring the database at `url` to HEAD in one transaction, making a SQLite file that is missing.

    A SQLite file with data is copied beside first (`.before-REVISION`). Raises OutsideError.
    """
    engine = make_engine(url, create=True)
    try:
        revision = revision_of(engine)
        if revision is not None and revision > HEAD:
            check_revision(engine)
        if revision == HEAD:
            return
        if engine.dialect.name == "sqlite":
            _upgrade_sqlite(engine, revision)
        else:
            with engine.begin() as connection:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
                _run(connection)
    except DBAPIError as error:
        raise outside_error(error) from error
    finally:
        engine.dispose()


def _upgrade_sqlite(engine: Engine, revision: str | None) -> None:
    """Migrate without foreign keys: with them, rebuilding a table would delete what refers to it."""
    path = Path(str(engine.url.database))
    if revision is not None:
        _copy(path, path.with_name(f"{path.name}.before-{HEAD}"))
    plain = sa.create_engine(engine.url)
    sa.event.listen(plain, "connect", _explicit_transactions)
    sa.event.listen(plain, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with plain.begin() as connection:
            _run(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise OutsideError(
                    "storage",
                    N_("The database has {count} rows that refer to nothing: nothing was changed"),
                    count=len(broken),
                )
    finally:
        plain.dispose()


def _explicit_transactions(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA busy_timeout=30000")


def _copy(source: Path, target: Path) -> None:
    import sqlite3

    with sqlite3.connect(source) as reading, sqlite3.connect(target) as writing:
        reading.backup(writing)
    reading.close()
    writing.close()


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "ads_tui.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def comes_with_the_database(_item: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Whether the models know the thing; the search index is made by hand, per database."""
    return not (kind == "table" and (name or "").startswith("order_search"))
