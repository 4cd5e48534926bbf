"""The change feed on both databases: every trial has two connections, the writer's and the listener's (decision 8)."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import OutsideError
from ads_tui.store.feed import EVERYTHING, NOTHING, Changes, Feed
from ads_tui.store.work import Store, Work

LONG = 30.0


@pytest.fixture
def feed(store: Store) -> Iterator[Feed]:
    """A listener on the store's database."""
    made = Feed(store.engine)
    yield made
    made.close()


def touch(store: Store, *pairs: tuple[str, str]) -> None:
    def operation(work: Work) -> None:
        for kind, key in pairs:
            work.touch(kind, key)

    store.perform(SYSTEM, operation)


def kept(store: Store) -> list[str]:
    with store.reading(SYSTEM) as reading:
        return list(reading.session.execute(sa.text("SELECT key FROM changes ORDER BY id")).scalars())


def test_what_another_commits_is_told_by_kind(store: Store, feed: Feed) -> None:
    touch(store, ("order", "17"), ("order", "18"), ("access", "anna"))
    assert feed.wait(LONG) == Changes({"order": frozenset({"17", "18"}), "access": frozenset({"anna"})})


def test_what_was_told_is_not_told_again(store: Store, feed: Feed) -> None:
    touch(store, ("order", "17"))
    assert feed.wait(LONG)
    assert feed.wait(0) == NOTHING
    touch(store, ("order", "18"))
    assert feed.wait(LONG) == Changes({"order": frozenset({"18"})})


def test_what_came_before_listening_is_not_told(store: Store) -> None:
    touch(store, ("order", "17"))
    feed = Feed(store.engine)
    assert feed.wait(0) == NOTHING
    feed.close()


def test_a_commit_that_announces_nothing_tells_nothing(store: Store, feed: Feed) -> None:
    store.perform(SYSTEM, lambda work: work.session.execute(sa.text("UPDATE employees SET position = 'x'")))
    assert feed.wait(0) == NOTHING


def test_what_is_not_committed_is_not_told(store: Store, feed: Feed) -> None:
    def fails(work: Work) -> None:
        work.touch("order", "17")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.perform(SYSTEM, fails)
    touch(store, ("order", "18"))
    assert feed.wait(LONG) == Changes({"order": frozenset({"18"})})


def test_a_waiting_thread_wakes_when_another_commits(store: Store, feed: Feed) -> None:
    heard: list[Changes] = []
    listener = threading.Thread(target=lambda: heard.append(feed.wait(LONG)))
    listener.start()
    touch(store, ("order", "17"))
    listener.join(LONG)
    assert heard == [Changes({"order": frozenset({"17"})})]


def test_closing_lets_the_waiting_thread_go(feed: Feed) -> None:
    heard: list[Changes] = []
    listener = threading.Thread(target=lambda: heard.append(feed.wait(3_600)))
    listener.start()
    feed.close()
    listener.join(LONG)
    assert not listener.is_alive()
    assert heard == [NOTHING]
    feed.close()


def test_too_much_to_tell_is_everything(store: Store, feed: Feed) -> None:
    touch(store, *(("order", f"{number:09}") for number in range(5_000)))
    assert feed.wait(LONG) == EVERYTHING
    touch(store, ("order", "17"))
    assert feed.wait(LONG) == Changes({"order": frozenset({"17"})})


def test_a_lost_connection_is_said_and_then_everything_is_told(store: Store, feed: Feed) -> None:
    if store.engine.dialect.name == "sqlite":
        feed._ear.close()  # type: ignore[union-attr]
    else:
        with store.engine.connect() as connection:
            connection.execute(
                # Of this database alone: other trials listen on the same server.
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE query LIKE 'LISTEN %' AND datname = current_database()"
                )
            )
    with pytest.raises(OutsideError) as refused:
        feed.wait(LONG)
    assert refused.value.code == "unreachable"
    assert feed.wait(LONG) == EVERYTHING
    touch(store, ("order", "17"))
    assert feed.wait(LONG) == Changes({"order": frozenset({"17"})})


@pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)
def test_rows_trimmed_before_they_were_read_are_everything(store: Store, feed: Feed) -> None:
    touch(store, ("order", "17"))
    touch(store, ("order", "18"))
    store.perform(SYSTEM, lambda work: work.session.execute(sa.text("DELETE FROM changes WHERE key = '17'")))
    assert feed.wait(LONG) == EVERYTHING


@pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)
def test_rows_older_than_an_hour_are_taken_away_by_later_writers(store: Store, feed: Feed) -> None:
    touch(store, *(("order", str(number)) for number in range(100)))
    two_hours_on = Store(store.engine, Clock(store.clock.now() + timedelta(hours=2)))
    for number in range(5):
        touch(two_hours_on, ("order", f"later {number}"))
    assert kept(store) == [f"later {number}" for number in range(5)]
    # The old rows are gone before they were read, the listener cannot know which.
    assert feed.wait(LONG) == EVERYTHING


@pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)
def test_rows_of_the_last_hour_stay_also_those_of_a_clock_slightly_ahead(store: Store) -> None:
    for minutes in (0, 59, 58):
        touch(Store(store.engine, Clock(store.clock.now() + timedelta(minutes=minutes))), ("order", str(minutes)))
    assert kept(store) == ["0", "59", "58"]


@pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)
def test_rows_of_a_clock_set_years_ahead_do_not_keep_the_others(store: Store) -> None:
    touch(Store(store.engine, Clock(store.clock.now() + timedelta(days=2_000))), ("order", "2032"))
    touch(store, ("order", "now"))
    assert kept(store) == ["now"]
