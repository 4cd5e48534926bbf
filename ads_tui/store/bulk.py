"""Fills an empty database fast: rows as its driver takes them, indexes and full text made at the end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlmodel.sql.sqltypes import UTCDateTime

from ads_tui.store import search

Row = Mapping[str, Any]
Convert = Callable[[Any], Any]
Progress = Callable[[int, int], None]


_PLAIN = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "temp_store=FILE",
    "foreign_keys=OFF",
    "threads=2",
    "cache_size=-65536",
)


def without_safety(engine: Engine) -> None:
    """Let a SQLite engine write without journal and without waiting for the disk.

    Only for a file that nobody else uses and that is thrown away where anything goes wrong.
    """
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _write_plainly)


def _write_plainly(connection: Any, _record: Any) -> None:
    # Sorting for the indexes goes to files, so that memory does not grow with the rows.
    for pragma in _PLAIN:
        connection.execute(f"PRAGMA {pragma}")


class BulkLoad:
    """Writes rows of some tables within the connection's transaction; nobody else may use them meanwhile.

    `begin` takes their indexes and triggers away, `finish` makes them again. Rows are mappings with every column of
    the table, moments in UTC. `connection` is that on which they are written.
    """

    def __init__(self, connection: Connection, tables: Sequence[sa.Table]) -> None:
        self.connection = connection
        self._sqlite = connection.dialect.name == "sqlite"
        self._tables = {table.name: _TableRows(table, connection) for table in tables}
        self._taken: list[str] = []

    def begin(self) -> None:
        """Take the secondary indexes and the triggers of the tables away."""
        found = self.connection.execute(
            sa.text(_SQLITE_EXTRAS if self._sqlite else _POSTGRES_EXTRAS).bindparams(
                sa.bindparam("tables", list(self._tables), expanding=True)
            )
        ).all()
        for kind, name, statement in found:
            self.connection.exec_driver_sql(f'DROP {kind} "{name}"')
            self._taken.append(statement)

    def add(self, table: sa.Table, rows: Iterable[Row]) -> None:
        """Write rows of one table."""
        writer = self._tables[table.name]
        if self._sqlite:
            values = [writer.values(row) for row in rows]
            if values:
                self.connection.exec_driver_sql(writer.insert, values)
            return
        cursor: Any = self.connection.connection.cursor()
        with cursor, cursor.copy(writer.copy) as copy:
            for row in rows:
                copy.write_row(writer.values(row))

    def finish(self, progress: Progress) -> None:
        """Make indexes, triggers and full text again, and let the database look at how its values are spread."""
        steps: list[Callable[[], object]] = [
            *(lambda statement=statement: self.connection.exec_driver_sql(statement) for statement in self._taken)
        ]
        if self._sqlite:
            steps.append(lambda: search.rebuild(self.connection))
            steps.append(lambda: self.connection.exec_driver_sql("PRAGMA analysis_limit=1000"))
        else:
            steps.append(self._move_sequences)
        steps.append(lambda: self.connection.exec_driver_sql("ANALYZE"))
        for done, step in enumerate(steps):
            progress(done, len(steps))
            step()
        progress(len(steps), len(steps))

    def _move_sequences(self) -> None:
        """Let Postgres go on after the ids that were given here."""
        for table, column in self.connection.execute(sa.text(_POSTGRES_SERIALS)).all():
            self.connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table} "
                f"HAVING max({column}) IS NOT NULL"
            )


_SQLITE_EXTRAS = """
    SELECT type, name, sql FROM sqlite_master
    WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN :tables ORDER BY type, name"""
_POSTGRES_EXTRAS = """
    SELECT 'index', indexname, indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename IN :tables
        AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname"""
_POSTGRES_SERIALS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'"""


class _TableRows:
    """How a row of one table is handed to the driver."""

    def __init__(self, table: sa.Table, connection: Connection) -> None:
        columns = list(table.columns)
        names = [column.name for column in columns]
        self._pick = itemgetter(*names)
        self._converts = [
            (place, convert)
            for place, column in enumerate(columns)
            if (convert := _convert_of(column, connection)) is not None
        ]
        quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
        self.insert = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join('?' * len(columns))})"
        self.copy = f"COPY {table.name} ({quoted}) FROM STDIN"

    def values(self, row: Row) -> tuple[Any, ...]:
        """The row's values in the order of the columns, as the driver takes them."""
        values = list(self._pick(row))
        for place, convert in self._converts:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)


def _convert_of(column: sa.Column[Any], connection: Connection) -> Convert | None:
    """What SQLAlchemy does to a value of the column where the driver needs it, a moment on SQLite in a quicker way."""
    if isinstance(column.type, sa.Boolean | sa.LargeBinary):
        return None
    if isinstance(column.type, UTCDateTime):
        return _sqlite_moment if connection.dialect.name == "sqlite" else None
    return column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)


def _sqlite_moment(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")[:26]
