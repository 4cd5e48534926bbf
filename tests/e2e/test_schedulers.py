"""Several schedulers on one database, the leader killed, thousands due at once: each thing is done once (R2, SC-1)."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ads_tui.scheduler.lease import leader
from ads_tui.services.assignment import change_executors
from ads_tui.services.due_work import AUTO_RESUME, WORK
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store, Work
from tests.housing import add_employee, add_order, furnish
from tests.scheduler.copies import copy_order

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ADS = Path(sys.executable).parent / "ads"
STANDING_BY = 2
PAUSED_AT_ONCE = 12
_ASKED_EVERY_S = 0.02
_ASKED_BEFORE_WAKING = 300
_WAITING = sa.select(sa.func.count()).select_from(WORK).where(WORK.c.done_at.is_(None), WORK.c.kind == AUTO_RESUME)


@pytest.fixture
def address(store: Store) -> str:
    """The address of a database with a company."""
    furnish(store)
    add_employee(store, "fitter")
    return store.engine.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")


@pytest.fixture
def processes() -> Iterator[list["subprocess.Popen[str]"]]:
    """What was started, to be ended."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def until(condition: Callable[[], bool]) -> None:
    """Ask until it holds; the time limit of trials ends what never does."""
    while not condition():
        # The schedulers need the machine too.
        threading.Event().wait(_ASKED_EVERY_S)


def pause(store: Store, count: int) -> list[int]:
    """Orders paused until a day in August 2026 that is long over by the clock of the machine."""
    boss = add_employee(store, f"boss{os.urandom(4).hex()}", role="administrator")
    numbers = [add_order(store, boss) for _ in range(count)]

    def operation(work: Work) -> None:
        for number in numbers:
            change_executors(work, number, ["fitter"])
            change_status(work, number, StatusWish("in_progress"))
            change_status(work, number, StatusWish("paused", "a part", "2026-08-21"))

    store.perform(boss, operation)
    return numbers


def waiting(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(_WAITING).scalar_one())


def resumptions(store: Store) -> dict[int, int]:
    """How often each order was resumed by itself."""
    statement = sa.text(
        "SELECT order_number, count(*) FROM history_events WHERE kind = 'status' AND source = 'system'"
        " GROUP BY order_number"
    )
    with store.engine.connect() as connection:
        return dict(connection.execute(statement).all())


def leading(store: Store) -> int | None:
    """The process that holds the lease."""
    found = leader(store)
    return None if found is None else int(found.owner.split(":")[1])


def some_leader(store: Store) -> int:
    """Whoever leads, as soon as anybody does."""
    found: list[int] = []

    def leads() -> bool:
        found.extend(filter(None, [leading(store)]))
        return bool(found)

    until(leads)
    return found[0]


def begin(address: str, processes: list["subprocess.Popen[str]"]) -> None:
    """Begin a scheduler with a short lease."""
    words = [sys.executable, "-m", "tests.e2e.leader", address]
    processes.append(subprocess.Popen(words, cwd=ROOT, text=True))


def suspend(store: Store, process: int) -> None:
    """Let a leader sleep until another leads; one that fell asleep with a lock is woken, and put to sleep again."""
    while leading(store) in (None, process):
        os.kill(process, signal.SIGCONT)
        threading.Event().wait(_ASKED_EVERY_S)
        os.kill(process, signal.SIGSTOP)
        for _ in range(_ASKED_BEFORE_WAKING):
            threading.Event().wait(_ASKED_EVERY_S)
            if leading(store) not in (None, process):
                break


@contextlib.contextmanager
def held_up(store: Store, number: int) -> Iterator[None]:
    """An order on which nobody can work."""
    with store.engine.connect() as connection, connection.begin():
        connection.execute(sa.select(ORDERS.c.number).where(ORDERS.c.number == number).with_for_update())
        yield


def demand_clean(address: str) -> None:
    """`ads db check` finds nothing."""
    done = subprocess.run([ADS, "--db", address, "--json", "db", "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])


def test_r_2_the_leader_killed_another_takes_over_and_each_thing_is_done_once(
    store: Store, address: str, processes: list["subprocess.Popen[str]"], soak: bool
) -> None:
    for _ in range(STANDING_BY):
        begin(address, processes)
    numbers: list[int] = []
    for _ in range(20 if soak else 3):
        some_leader(store)
        numbers += pause(store, PAUSED_AT_ONCE)
        begin(address, processes)
        # Killed while it works or just after, whenever the orders have begun to be resumed.
        until(lambda: waiting(store) < PAUSED_AT_ONCE)
        killed = some_leader(store)
        os.kill(killed, signal.SIGKILL)
        while some_leader(store) == killed:
            pass
        until(lambda: waiting(store) == 0)
    assert resumptions(store) == dict.fromkeys(numbers, 1)
    demand_clean(address)


def test_sc_1_whoever_slept_or_was_held_up_past_his_lease_does_nothing_that_another_did(
    store: Store, address: str, processes: list["subprocess.Popen[str]"]
) -> None:
    numbers = pause(store, 3)
    begin(address, processes)
    if store.engine.dialect.name == "postgresql":
        # What is done takes longer than the lease: another takes over, and comes to the same order.
        with held_up(store, numbers[0]):
            first = some_leader(store)
            begin(address, processes)
            until(lambda: leading(store) not in (None, first))
    else:
        # Of SQLite's writers each waits for every other.
        begin(address, processes)
    until(lambda: waiting(store) == 0)
    sleeper = some_leader(store)
    suspend(store, sleeper)
    numbers += pause(store, PAUSED_AT_ONCE)
    os.kill(sleeper, signal.SIGCONT)
    until(lambda: waiting(store) < PAUSED_AT_ONCE)
    # Who has slept stands by, and is the next to lead.
    [other] = [process for process in processes if process.pid != sleeper]
    other.kill()
    until(lambda: waiting(store) == 0 and leading(store) == sleeper)
    assert resumptions(store) == dict.fromkeys(numbers, 1)


def test_sc_1_thousands_due_at_once_are_done_once_by_two(
    store: Store, address: str, processes: list["subprocess.Popen[str]"], soak: bool
) -> None:
    count = 10_000 if soak else 400
    [number] = pause(store, 1)
    copies = copy_order(store, number, count - 1)
    tick = [str(ADS), "--db", address, "--json", "scheduler", "tick"]
    for _ in range(2):
        processes.append(subprocess.Popen(tick, stdout=subprocess.PIPE, text=True))
    found = [json.loads(process.communicate()[0])["done"] for process in processes]
    told = [one["order"] for done in found for one in done if one["kind"] == AUTO_RESUME]
    assert sorted(told) == [number, *copies]
    assert resumptions(store) == dict.fromkeys([number, *copies], 1)


def test_sc_1_ads_scheduler_run_leads_until_it_is_ended(
    store: Store, address: str, processes: list["subprocess.Popen[str]"]
) -> None:
    [number] = pause(store, 1)
    run = [str(ADS), "--db", address, "scheduler", "run"]
    process = subprocess.Popen(run, stderr=subprocess.PIPE, text=True)
    processes.append(process)
    until(lambda: waiting(store) == 0)
    assert leading(store) == process.pid
    other = subprocess.Popen(run, stderr=subprocess.PIPE, text=True)
    processes.append(other)
    assert other.stderr is not None and "stands by" in other.stderr.readline()
    other.send_signal(signal.SIGTERM)
    assert other.wait() == 0
    other.stderr.close()
    process.send_signal(signal.SIGTERM)
    said = process.communicate()[1]
    assert process.returncode == 0
    assert f"auto_resume order {number}, due 2026-08-21T08:00:00Z" in said
    assert leader(store) is None
