"""Hears what other connections have committed: the reading end of the change feed (decision 8)."""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from ads_tui.errors import OutsideError
from ads_tui.i18n import N_
from ads_tui.store.changes import CHANNEL
from ads_tui.store.work import outside_error

POLL_S = 0.5
# A console reads everything anew sooner than so many things one by one.
_MOST_CHANGES = 2_000


@dataclass(frozen=True, slots=True)
class Changes:
    """What was committed: keys by kind (`order` → {"17"}), or `everything`, where they cannot be told."""

    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    everything: bool = False

    def __bool__(self) -> bool:
        return self.everything or bool(self.keys)


NOTHING = Changes()
EVERYTHING = Changes(everything=True)


class Feed:
    """Waits for commits of others on a connection of its own; one thread waits, any thread may close."""

    def __init__(self, engine: Engine) -> None:
        """Begin to listen: whatever is committed from now on is told. Raises OutsideError."""
        self._engine = engine
        self._closed = threading.Event()
        self._using = threading.Lock()
        self._ear: _Ear | None = self._open()

    def wait(self, timeout: float) -> Changes:
        """Block until something was committed, at most `timeout` seconds; falsy where nothing was, or on closing.

        Raises OutsideError `unreachable` where the database is gone; called again, it tries to come back, and then
        tells `everything`.
        """
        deadline = time.monotonic() + timeout
        if self._ear is None:
            if self._closed.wait(min(timeout, POLL_S)):
                return NOTHING
            self._ear = self._open()
            return EVERYTHING
        while not self._closed.is_set():
            left = deadline - time.monotonic()
            found = self._listen(max(0.0, min(left, POLL_S)))
            if found or left <= 0:
                return found
        return NOTHING

    def close(self) -> None:
        """Let the waiting thread go, and give the connection back; closing twice does nothing."""
        self._closed.set()
        with self._using:
            if self._ear is not None:
                self._ear.close()
                self._ear = None

    def _listen(self, timeout: float) -> Changes:
        with self._using:
            if self._ear is None:
                return NOTHING
            try:
                found = self._ear.heard(timeout)
            except self._ear.failures as error:
                self._ear.close()
                self._ear = None
                raise OutsideError("unreachable", N_("The connection to the database was lost")) from error
        if not found and self._ear.polls:
            self._closed.wait(timeout)
        return found

    def _open(self) -> "_Ear":
        try:
            lent = self._engine.raw_connection()
            held = lent.driver_connection
            lent.detach()
        except DBAPIError as error:
            raise outside_error(error) from error
        return _SqliteEar(held) if self._engine.dialect.name == "sqlite" else _PostgresEar(held)


class _Ear(Protocol):
    """A held connection; `polls` where `heard` returns at once and the caller lets time pass."""

    polls: bool
    failures: tuple[type[Exception], ...]

    def heard(self, timeout: float) -> Changes: ...

    def close(self) -> None: ...


class _SqliteEar:
    """Asks `data_version` (50 µs), and reads the rows after the last one seen when it has moved."""

    polls = True

    def __init__(self, connection: Any) -> None:
        import sqlite3

        self.failures: tuple[type[Exception], ...] = (sqlite3.Error,)
        self._connection = connection
        self._connection.execute("PRAGMA query_only=ON")
        # First the version, then the last row: a commit between the two is looked at twice, not missed.
        self._version = self._data_version()
        self._last = self._last_given()

    def heard(self, timeout: float) -> Changes:
        version = self._data_version()
        if version == self._version:
            return NOTHING
        self._version = version
        return self._read()

    def close(self) -> None:
        self._connection.close()

    def _read(self) -> Changes:
        self._connection.execute("BEGIN")
        try:
            given = self._last_given()
            rows = self._connection.execute(
                "SELECT kind, key FROM changes WHERE id > ? ORDER BY id LIMIT ?", (self._last, _MOST_CHANGES)
            ).fetchall()
        finally:
            self._connection.execute("COMMIT")
        # Ids follow each other without gaps, so fewer rows than ids are rows already trimmed or too many to tell.
        complete = len(rows) == given - self._last
        self._last = given
        return _by_kind(rows) if complete else EVERYTHING

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _last_given(self) -> int:
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
        return int(row[0]) if row else 0


class _PostgresEar:
    """Listens to NOTIFY, which arrives in the order of commits and only for what was committed."""

    polls = False

    def __init__(self, connection: Any) -> None:
        import psycopg

        self.failures: tuple[type[Exception], ...] = (psycopg.Error,)
        self._connection = connection
        self._connection.autocommit = True
        self._connection.execute(f"LISTEN {CHANNEL}")

    def heard(self, timeout: float) -> Changes:
        payloads = [told.payload for told in self._connection.notifies(timeout=timeout, stop_after=1)]
        if "all" in payloads:
            return EVERYTHING
        return _by_kind(line.split(":", 1) for payload in payloads for line in payload.splitlines())

    def close(self) -> None:
        self._connection.close()


def _by_kind(pairs: Iterable[Any]) -> Changes:
    keys: dict[str, set[str]] = {}
    for kind, key in pairs:
        keys.setdefault(kind, set()).add(key)
    return Changes({kind: frozenset(found) for kind, found in keys.items()})
