"""Records the SQL of an act and replays it by the driver alone: the floor of P1 and P5."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine


@dataclass(slots=True)
class Recording:
    """Statements with their parameters as the driver got them."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)

    @property
    def writes(self) -> list[tuple[str, Any, bool]]:
        """Those that change something."""
        return [
            entry for entry in self.statements if entry[0].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        ]


@contextmanager
def recorded(engine: Engine) -> Iterator[Recording]:
    """Everything that goes through the engine while the block runs."""
    recording = Recording()

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        recording.statements.append((statement, parameters, many))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield recording
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


class Driver:
    """A connection of the driver alone, taken from the engine with its settings."""

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        self._sqlite = engine.dialect.name == "sqlite"
        self.connection: Any = self._pooled.driver_connection

    def read(self, statements: list[tuple[str, Any, bool]]) -> None:
        """Run the statements and fetch their rows."""
        cursor = self.connection.cursor()
        for statement, parameters, _many in statements:
            cursor.execute(statement, parameters)
            if cursor.description:
                cursor.fetchall()
        cursor.close()
        if not self._sqlite:
            self.connection.rollback()

    def write(self, statements: list[tuple[str, Any, bool]]) -> None:
        """Run the statements in one transaction and commit."""
        cursor = self.connection.cursor()
        if self._sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        for statement, parameters, many in statements:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
        if self._sqlite:
            cursor.execute("COMMIT")
        else:
            self.connection.commit()
        cursor.close()

    def close(self) -> None:
        """Give the connection back."""
        self._pooled.close()
