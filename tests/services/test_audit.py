"""The audit log (AU-3)."""

from datetime import UTC, datetime, timedelta

import pytest

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AccessError, NotFoundError
from ads_tui.services import audit
from ads_tui.store.work import Store
from tests.housing import add_employee

START = datetime(2026, 8, 20, 8, tzinfo=UTC)


@pytest.fixture
def log(store: Store, admin: Actor) -> Store:
    """Three changes, an hour apart: two of the administrator, one of the system."""
    for hour, actor in enumerate((admin, SYSTEM, admin)):
        then = Store(store.engine, Clock(START + timedelta(hours=hour)))
        then.perform(actor, lambda work, hour=hour: audit.note(work, "setting", f"key{hour}", None, {"hour": hour}))  # type: ignore[misc]
    return store


def keys(store: Store, actor: Actor, **narrow: object) -> list[str]:
    with store.reading(actor) as reading:
        return [entry.key for entry in audit.entries(reading, **narrow)]  # type: ignore[arg-type]


def test_au_3_the_log_says_who_when_old_and_new_newest_first(log: Store, admin: Actor) -> None:
    with log.reading(admin) as reading:
        entries = audit.entries(reading)
    assert [(entry.at, entry.by, entry.what, entry.key, entry.old, entry.new) for entry in entries] == [
        (START + timedelta(hours=2), "admin", "setting", "key2", None, {"hour": 2}),
        (START + timedelta(hours=1), None, "setting", "key1", None, {"hour": 1}),
        (START, "admin", "setting", "key0", None, {"hour": 0}),
    ]


def test_cl_2_entries_of_one_moment_keep_the_order_in_which_they_were_written(store: Store, admin: Actor) -> None:
    for number in range(3):
        store.perform(admin, lambda work, number=number: audit.note(work, "role", f"key{number}", 1, 2))  # type: ignore[misc]
    assert keys(store, admin) == ["key2", "key1", "key0"]


def test_au_3_the_log_is_narrowed_by_time_and_employee(log: Store, admin: Actor) -> None:
    assert keys(log, admin, since=START + timedelta(hours=1)) == ["key2", "key1"]
    assert keys(log, admin, until=START + timedelta(hours=2)) == ["key1", "key0"]
    assert keys(log, admin, since=START, until=START) == []
    assert keys(log, admin, login="ADMIN") == ["key2", "key0"]
    with pytest.raises(NotFoundError) as caught:
        keys(log, admin, login="nobody")
    assert caught.value.field == "employee"


def test_ro_2_the_log_is_for_administrators(log: Store) -> None:
    boss = add_employee(log, "boss", role="supervisor")
    with pytest.raises(AccessError):
        keys(log, boss)
    with pytest.raises(AccessError):
        keys(log, Actor(kind="employee", sections=frozenset({"administration"})))
    with pytest.raises(AccessError):
        keys(log, Actor(kind="employee", rights=frozenset({"admin"})))
