"""The unit of work: one operation, one transaction (decision 1)."""

import contextlib
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from ads_tui.clock import Clock
from ads_tui.domain.actors import Actor
from ads_tui.domain.notifications import BY_RULE, Telling
from ads_tui.errors import OutsideError
from ads_tui.i18n import N_
from ads_tui.store import changes
from ads_tui.store.engine import WRITES
from ads_tui.store.order_rows import LockedOrder, PendingEvent, write_orders
from ads_tui.store.settings import Settings, load_settings

T = TypeVar("T")
_ATTEMPTS = 4
_PAUSE_S = 0.05
# A connection keeps beside it that the server's clock was read over it.
_CLOCK_IS_KNOWN = "clock_is_known"
_SERVER_NOW = sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))


@dataclass(slots=True)
class Reading:
    """What a reading service stands on: connection, actor, the moment (UTC), settings."""

    connection: Connection
    actor: Actor
    now: datetime
    settings: Settings
    _session: Session | None = field(default=None, repr=False)

    @property
    def session(self) -> Session:
        """A session on the connection, for entities; made when first asked for, as hot operations need none."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False)
        return self._session


@dataclass(slots=True)
class Work(Reading):
    """What a writing service stands on: `record` for history, `change` for columns without it, `touch` for the rest."""

    source: str | None = None
    batch_id: int | None = None
    telling: Telling = BY_RULE
    _orders: dict[int, LockedOrder] = field(default_factory=dict)
    _touched: dict[tuple[str, str], None] = field(default_factory=dict)

    def record(
        self,
        order: LockedOrder,
        kind: str,
        data: Mapping[str, Any] | None = None,
        *,
        field: str | None = None,
        at: datetime | None = None,
        moves: bool = True,
        by: Actor | None = None,
    ) -> None:
        """Write one event of an order's history: the only way to it.

        It bumps the version, chains the hash, notes the change for the feed, and moves `updated_at` unless `moves`
        is false (ST-10). `data` holds ids, codes and values, never a person's name or phone (HI-2). `by` is whose
        doing it was, else the actor's.
        """
        actor = by or self.actor
        event = PendingEvent(
            at=at or max(self.now, order.last_at),
            recorded_at=self.now,
            actor_kind=actor.kind,
            actor_id=actor.id,
            source=(None if by else self.source) or _SOURCES[actor.kind],
            batch_id=self.batch_id,
            kind=kind,
            field=field,
            data=data or {},
        )
        order.append(event, moves=moves)
        self.change(order)

    def change(self, order: LockedOrder) -> None:
        """Write the columns of an order that changed without an event of history: a comment, an unread mark."""
        self._orders[order.number] = order
        self.touch("order", str(order.number))

    def touch(self, kind: str, key: str) -> None:
        """Tell every console that something else than history changed."""
        self._touched[(kind, key)] = None

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        """Write all that the block does, or nothing of it where it raises (BK-2).

        An order changed before the block is not changed in it.
        """
        # A session that began in the savepoint would end with it.
        self.session.connection()
        self.flush()
        orders, touched = dict(self._orders), dict(self._touched)
        with self.connection.begin_nested():
            try:
                yield
                self.flush()
            except BaseException:
                self._orders, self._touched = orders, touched
                raise

    def flush(self) -> None:
        """Write what was recorded so far; `perform` does it before the commit."""
        if self._session is not None:
            self._session.flush()
        pending = [order for order in self._orders.values() if order.is_dirty]
        if pending:
            write_orders(self.connection, pending)


_SOURCES = {"employee": "employee", "system": "system", "client": "resident"}


@dataclass(frozen=True, slots=True)
class Store:
    """A database and a clock; made once by the composition root."""

    engine: Engine
    clock: Clock
    _writer: Engine = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_writer", self.engine.execution_options(**{WRITES: True}))

    def perform(self, actor: Actor, operation: Callable[[Work], T], *, keep: bool = True) -> T:
        """Run `operation` in one transaction and commit it, or roll it back where not `keep` (a trial).

        The whole is repeated up to 3 times where the database answers deadlock, serialization failure or busy, so the
        operation touches nothing but its Work. Raises OutsideError `unreachable` or `storage` where the database
        does not answer or the disk is full.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._perform_once(actor, operation, keep)
            except DBAPIError as error:
                if not _is_passing(error) or attempt == _ATTEMPTS:
                    raise outside_error(error) from error
                # Duration, not business time: spread the retries of colliding writers.
                time.sleep(_PAUSE_S * attempt * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")

    def _perform_once(self, actor: Actor, operation: Callable[[Work], T], keep: bool) -> T:
        with self._writer.connect() as connection, connection.begin() as transaction:
            settings = load_settings(connection)
            work = Work(connection, actor, self._now(connection), settings)
            result = operation(work)
            work.flush()
            changes.announce(connection, work._touched, work.now)
            if not keep:
                transaction.rollback()
        return result

    @contextlib.contextmanager
    def reading(self, actor: Actor) -> Iterator[Reading]:
        """A read-only view of one moment; the database itself refuses writes in it."""
        try:
            with self.engine.connect() as connection, _read_only(connection):
                settings = load_settings(connection)
                yield Reading(connection, actor, self._now(connection), settings)
        except DBAPIError as error:
            raise outside_error(error) from error

    def _now(self, connection: Connection) -> datetime:
        """The present moment; that of Postgres, whatever the machine's clock says (decision 11)."""
        if connection.dialect.name == "postgresql":
            anew = _CLOCK_IS_KNOWN not in connection.info
            connection.info[_CLOCK_IS_KNOWN] = True
            self.clock.follow(lambda: connection.execute(_SERVER_NOW).scalar_one(), anew=anew)
        return self.clock.now()


@contextlib.contextmanager
def _read_only(connection: Connection) -> Iterator[None]:
    try:
        _make_read_only(connection)
        try:
            yield
        finally:
            _end_read_only(connection)
    except DBAPIError:
        # On SQLite an interruption lasts while any statement is unfinished: it would meet whoever comes next.
        if connection.dialect.name == "sqlite":
            connection.invalidate()
        raise


def _make_read_only(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only=ON")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _end_read_only(connection: Connection) -> None:
    with contextlib.suppress(DBAPIError):
        if connection.in_transaction() and connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only=OFF")


def _is_passing(error: DBAPIError) -> bool:
    """Whether a repeat may succeed: busy (SQLite), deadlock or serialization failure (Postgres)."""
    text = str(error.orig)
    state = getattr(error.orig, "sqlstate", None)
    return "database is locked" in text or state in ("40001", "40P01")


def outside_error(error: DBAPIError) -> OutsideError | DBAPIError:
    """A database's failure as a refusal that says what to do; a mistake of the program stays as it is."""
    state = getattr(error.orig, "sqlstate", None) or ""
    text = str(error.orig)
    if "disk is full" in text or state == "53100":
        return OutsideError("storage", N_("The disk of the database is full: nothing was saved"))
    if any(sign in text for sign in _SPOILED):
        return OutsideError("storage", N_("The database file cannot be used: {reason}"), reason=_first_line(text))
    if _is_passing(error) or _is_away(error, state, text):
        return OutsideError("unreachable", N_("The database does not answer: {reason}"), reason=_first_line(text))
    return error


# What SQLite says of a file that it cannot work on, and Postgres of a copy that takes no writes.
_SPOILED = ("readonly database", "read-only", "disk I/O", "image is malformed", "not a database")


def _is_away(error: DBAPIError, state: str, text: str) -> bool:
    """Whether the connection failed, not the statement: Postgres tells it by its state, or has none to tell."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return "unable to open" in text
    return not state or state.startswith(("08", "28", "3D", "53", "55", "57"))


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:200] if text.strip() else "-"
