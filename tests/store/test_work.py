"""The unit of work and the rows of orders on both databases (decisions 1 and 3, CR-6)."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, ProgrammingError

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import OutsideError, RuleError
from ads_tui.models.ground import Setting
from ads_tui.store.engine import make_engine
from ads_tui.store.order_rows import EVENTS, LARGEST_NUMBER, ORDERS, allot_numbers, lock_orders
from ads_tui.store.work import Store, Work, outside_error
from tests.housing import add_order, furnish

BUSY = OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))


def keep_setting(work: Work, key: str = "a") -> str:
    work.session.add(Setting(key=key, value="1"))
    work.touch("settings", key)
    return key


def settings_of(store: Store) -> list[str]:
    with store.reading(SYSTEM) as reading:
        return sorted(reading.session.scalars(sa.select(Setting.key)))  # type: ignore[call-overload]


def test_an_operation_is_whole_or_not_at_all(store: Store) -> None:
    def fail(work: Work) -> None:
        keep_setting(work)
        work.session.flush()
        raise RuleError("taken", "refused at the end")

    with pytest.raises(RuleError):
        store.perform(SYSTEM, fail)
    assert settings_of(store) == []
    assert store.perform(SYSTEM, keep_setting) == "a"
    assert settings_of(store) == ["a"]


def test_a_trial_answers_and_leaves_nothing(store: Store) -> None:
    assert store.perform(SYSTEM, keep_setting, keep=False) == "a"
    assert settings_of(store) == []
    with store.reading(SYSTEM) as reading:
        assert reading.session.execute(sa.text("SELECT count(*) FROM changes")).scalar_one() == 0


@pytest.mark.parametrize("failures", [1, 3])
def test_decision_1_what_may_pass_is_repeated_whole(store: Store, failures: int) -> None:
    tries = []

    def operation(work: Work) -> str:
        tries.append(work)
        keep_setting(work)
        work.session.flush()
        if len(tries) <= failures:
            raise BUSY
        return "done"

    assert store.perform(SYSTEM, operation) == "done"
    assert (len(tries), settings_of(store)) == (failures + 1, ["a"])


def test_decision_1_after_three_repeats_it_is_told(store: Store) -> None:
    tries = []

    def operation(work: Work) -> None:
        tries.append(work)
        raise BUSY

    with pytest.raises(OutsideError) as refused:
        store.perform(SYSTEM, operation)
    assert (refused.value.code, len(tries)) == ("unreachable", 4)


def test_the_database_itself_refuses_to_write_while_reading(store: Store) -> None:
    insert = sa.text("INSERT INTO settings (key, value) VALUES ('b', '1')")
    with pytest.raises(OutsideError) as refused, store.reading(SYSTEM) as reading:
        reading.session.execute(insert)
    assert refused.value.code == "storage"
    # The same connection is used again, and may write again.
    store.perform(SYSTEM, keep_setting)
    assert settings_of(store) == ["a"]


_ENDLESS = sa.text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n")


def test_a_read_that_was_interrupted_beside_an_unfinished_one_leaves_nothing_to_whoever_comes_next(
    installed_sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(make_engine(installed_sqlite_url), Clock())
    with pytest.raises(DBAPIError, match="interrupted"), store.reading(SYSTEM) as reading:
        rows, _others = (reading.connection.execute(_ENDLESS) for _ in range(2))
        driver = reading.connection.connection.driver_connection
        assert driver is not None
        driver.interrupt()
        rows.fetchmany(1_000)
    # What the library could not clean up it would tell, and hold the frames of whoever read.
    assert caplog.records == []
    with store.reading(SYSTEM) as reading:
        assert reading.connection.execute(sa.text("SELECT 1")).scalar() == 1
    store.engine.dispose()


def test_a_mistake_of_the_program_is_not_told_as_a_database_that_is_away(store: Store) -> None:
    def operation(work: Work) -> None:
        work.session.execute(sa.text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        store.perform(SYSTEM, operation)
    with pytest.raises(DBAPIError), store.reading(SYSTEM) as reading:
        reading.session.execute(sa.text("SELECT nothing FROM nowhere"))


class Answer(Exception):
    """What a driver of Postgres raises: a text and a state."""

    def __init__(self, text: str, sqlstate: str | None = None) -> None:
        super().__init__(text)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("kind", "original", "code"),
    [
        (OperationalError, sqlite3.OperationalError("database or disk is full"), "storage"),
        (OperationalError, sqlite3.OperationalError("disk I/O error"), "storage"),
        (OperationalError, sqlite3.OperationalError("attempt to write a readonly database"), "storage"),
        (DBAPIError, sqlite3.DatabaseError("database disk image is malformed"), "storage"),
        (DBAPIError, sqlite3.DatabaseError("file is not a database"), "storage"),
        (OperationalError, sqlite3.OperationalError("unable to open database file"), "unreachable"),
        (OperationalError, sqlite3.OperationalError("database is locked"), "unreachable"),
        (OperationalError, sqlite3.OperationalError("no such table: fullness"), None),
        (OperationalError, sqlite3.OperationalError('fts5: syntax error near ""'), None),
        (IntegrityError, sqlite3.IntegrityError("UNIQUE constraint failed: orders.full"), None),
        (OperationalError, Answer("connection refused"), "unreachable"),
        (InterfaceError, Answer("the connection is closed"), "unreachable"),
        (OperationalError, Answer("the database system is starting up", "57P03"), "unreachable"),
        (OperationalError, Answer("too many clients already", "53300"), "unreachable"),
        (OperationalError, Answer("no space left on device", "53100"), "storage"),
        (OperationalError, Answer("deadlock detected", "40P01"), "unreachable"),
        (ProgrammingError, Answer("relation does not exist", "42P01"), None),
    ],
)
def test_each_failure_of_a_database_is_told_as_what_it_is(
    kind: Callable[..., DBAPIError], original: Exception, code: str | None
) -> None:
    error = kind("SELECT 1", {}, original)
    told = outside_error(error)
    assert (told is error) if code is None else (isinstance(told, OutsideError) and told.code == code)


def test_cr_6_numbers_are_given_once_and_increase(store: Store) -> None:
    furnish(store)
    first = add_order(store, SYSTEM)
    many = store.perform(SYSTEM, lambda work: list(allot_numbers(work.connection, 5)), keep=False)
    assert many == sorted(set(many))
    assert min(many) > first
    assert add_order(store, SYSTEM) > first


def test_numbers_beyond_64_bits_name_no_order(store: Store) -> None:
    furnish(store)
    number = add_order(store, SYSTEM)
    numbers = [number, 0, -1, LARGEST_NUMBER, LARGEST_NUMBER + 1, 2**100]
    assert list(store.perform(SYSTEM, lambda work: lock_orders(work.connection, numbers, ()))) == [number]


def test_events_of_several_orders_and_flushes_are_one_chain_each(store: Store) -> None:
    furnish(store)
    numbers = [add_order(store, SYSTEM) for _ in range(3)]

    def operation(work: Work) -> None:
        orders = lock_orders(work.connection, numbers, ())
        for turn in range(2):
            for number in reversed(numbers):
                orders[number].set(priority=turn + 2)
                work.record(orders[number], "edited", {"from": turn + 1, "to": turn + 2}, field="priority")
            work.flush()

    store.perform(SYSTEM, operation)
    with store.reading(SYSTEM) as reading:
        rows = reading.connection.execute(sa.select(ORDERS.c.number, ORDERS.c.history_seq, ORDERS.c.priority)).all()
        heads = reading.connection.execute(sa.select(ORDERS.c.history_head).order_by(ORDERS.c.number)).scalars().all()
        last = reading.connection.execute(
            sa.select(EVENTS.c.hash).where(EVENTS.c.seq == 3).order_by(EVENTS.c.order_number)
        ).scalars()
        assert sorted(rows) == [(number, 3, 3) for number in numbers]
        assert list(last) == list(heads)


def test_every_changed_order_is_told_once(store: Store) -> None:
    furnish(store)
    number = add_order(store, SYSTEM)
    if store.engine.dialect.name != "sqlite":
        return
    with store.reading(SYSTEM) as reading:
        told = reading.session.execute(sa.text("SELECT kind, key FROM changes WHERE kind = 'order'")).all()
    assert [tuple(row) for row in told] == [("order", str(number))]


class Machine(Clock):
    """The clock of a machine that is so far ahead of all others."""

    ahead = timedelta(0)

    def machine(self) -> datetime:
        return super().machine() + self.ahead


def distance(one: datetime, other: datetime) -> float:
    return abs(one - other).total_seconds()


def test_decision_11_on_postgres_machines_whose_clocks_differ_record_one_time(upgraded_postgres_url: str) -> None:
    clocks = [Machine(), Machine()]
    clocks[1].ahead = timedelta(hours=-1)
    stores = [Store(make_engine(upgraded_postgres_url), clock) for clock in clocks]
    first, second = [store.perform(SYSTEM, lambda work: work.now) for store in stores]
    with stores[1].reading(SYSTEM) as reading:
        server = reading.connection.execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    # Trials wait for a loaded machine, though not for minutes.
    assert max(distance(first, second), distance(reading.now, server), distance(clocks[1].now(), server)) < 60
    # The machine is put right, or wrong, while its process runs on the same connection.
    for hours in (0, 5):
        clocks[1].ahead = timedelta(hours=hours)
        later = stores[1].perform(SYSTEM, lambda work: work.now)
        assert distance(later, first) < 60
    for store in stores:
        store.engine.dispose()


def test_decision_11_on_sqlite_and_where_it_is_fixed_the_clock_is_left_alone(store: Store) -> None:
    assert store.perform(SYSTEM, lambda work: work.now) == store.clock.fixed
    if store.engine.dialect.name == "sqlite":
        ahead = Machine()
        ahead.ahead = timedelta(hours=1)
        now = Store(store.engine, ahead).perform(SYSTEM, lambda work: work.now)
        assert distance(now, datetime.now(UTC)) > 3_000


def test_decision_11_the_server_is_taken_to_have_answered_half_way() -> None:
    clock = Clock()
    server = datetime(2030, 1, 1, tzinfo=UTC)

    def ask() -> datetime:
        # An answer that is long on its way: the monotonic clock goes on by some of it.
        asked = time.monotonic()
        while time.monotonic() < asked + 0.04:
            pass
        return server

    clock.follow(ask, anew=False)
    assert server + timedelta(seconds=0.02) <= clock.now() < server + timedelta(seconds=60)
    clock.follow(lambda: server + timedelta(days=1), anew=False)
    assert clock.now() < server + timedelta(hours=1)
    clock.follow(lambda: server + timedelta(days=1), anew=True)
    assert clock.now() >= server + timedelta(days=1)
