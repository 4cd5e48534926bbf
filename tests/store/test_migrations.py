"""Revisions: the newest is the program's, models and migrations agree, later ones only add."""

import importlib
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from ads_tui.errors import OutsideError
from ads_tui.store import migrate
from ads_tui.store.engine import make_engine


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "ads_tui.store:migrations")
    return config


def test_the_programs_revision_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(_config()).get_heads() == [migrate.HEAD]


# SQLite does not tell what an index over an expression is made of.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_tables_after_all_migrations_are_those_of_the_models(upgraded_url: str) -> None:
    for family in migrate.FAMILIES:
        importlib.import_module(family)
    engine = make_engine(upgraded_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": migrate.comes_with_the_database, "compare_type": True}
        )
        differences = [
            difference
            for difference in compare_metadata(context, SQLModel.metadata)
            # Postgres's own column and index for searching are made by hand, as FTS5 is on SQLite.
            if not str(difference).count("ix_order_texts_words") and not str(difference).count("'words'")
        ]
    engine.dispose()
    assert differences == []


def test_partial_indexes_hold_the_rows_that_the_models_say(upgraded_sqlite_url: str) -> None:
    for family in migrate.FAMILIES:
        importlib.import_module(family)
    said = {
        index.name: index.info.get("where") for table in SQLModel.metadata.tables.values() for index in table.indexes
    }
    engine = make_engine(upgraded_sqlite_url)
    with engine.connect() as connection:
        made = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"))
        held = {name: sql.partition(" WHERE ")[2] or None for name, sql in made}
    engine.dispose()
    assert held == said


def test_later_migrations_leave_the_columns_of_orders_as_they_are(sqlite_url: str) -> None:
    engine = sa.create_engine(sqlite_url)
    script = ScriptDirectory.from_config(_config())
    revisions = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    before: dict[str, tuple[str, Any]] = {}
    for revision in revisions:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            columns = {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in sa.inspect(connection).get_columns("orders")
            }
        assert before.items() <= columns.items()
        before = columns
    engine.dispose()
    assert len(before) > 30


def test_r13_a_newer_database_is_refused_and_left_alone(upgraded_url: str) -> None:
    engine = make_engine(upgraded_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OutsideError) as refusal:
        migrate.check_revision(engine)
    with pytest.raises(OutsideError) as refused_upgrade:
        migrate.upgrade(upgraded_url)
    assert (refusal.value.code, refused_upgrade.value.code) == ("database_newer", "database_newer")
    assert migrate.revision_of(engine) == "9999"
    engine.dispose()


def test_an_empty_database_says_how_to_prepare_it(database_url: str) -> None:
    engine = make_engine(database_url, create=True)
    with pytest.raises(OutsideError, match="ads db init"):
        migrate.check_revision(engine)
    engine.dispose()


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    migrate.upgrade(database_url)
    engine = make_engine(database_url)
    assert migrate.revision_of(engine) == migrate.HEAD
    engine.dispose()
