"""Many writers at once, and writers killed at any moment, on real databases (R1, R3)."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store
from tests.e2e.writer import SHARED
from tests.housing import add_employee, add_order, furnish

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ADS = Path(sys.executable).parent / "ads"
PROCESSES = {"sqlite": 8, "postgresql": 16}
# A process takes a second to begin: half as many are enough to collide.
FEWER = 2


@pytest.fixture
def address(store: Store) -> str:
    """The address of a database with a company, an executor of the only service and the orders that writers share."""
    furnish(store)
    add_employee(store, "fitter")
    admin = add_employee(store, "boss", role="administrator")
    for _ in range(SHARED):
        add_order(store, admin)
    return store.engine.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")


def writer(address: str, seed: int, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.writer", address, str(seed), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def acknowledged(lines: list[str]) -> Counter[tuple[str, str]]:
    """How often each act on each order was acknowledged."""
    return Counter((kind, rest) for kind, _space, rest in (line.strip().partition(" ") for line in lines))


def demand_clean(address: str) -> None:
    """`ads db check` finds nothing."""
    done = subprocess.run(
        [ADS, "--db", address, "--json", "db", "check"], capture_output=True, text=True, env=os.environ
    )
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])


def stored(address: str) -> dict[str, int]:
    """What the database holds: orders, edits of due per order, comments per order."""
    engine = make_engine(address)
    with engine.connect() as connection:
        orders = connection.execute(sa.text("SELECT count(*) FROM orders")).scalar_one()
        edits = connection.execute(
            sa.text("SELECT order_number, count(*) FROM history_events WHERE field = 'due_at' GROUP BY order_number")
        ).all()
        comments = connection.execute(
            sa.text("SELECT order_number, count(*) FROM comments GROUP BY order_number")
        ).all()
    engine.dispose()
    return {
        "orders": orders,
        **{f"edit {number}": count for number, count in edits},
        **{f"comment {number}": count for number, count in comments},
    }


def test_r3_many_writers_lose_no_update_and_give_no_number_twice(store: Store, address: str, soak: bool) -> None:
    count = 400 if soak else 25
    writers = PROCESSES[store.engine.dialect.name] // (1 if soak else FEWER)
    processes = [writer(address, seed, count) for seed in range(writers)]
    lines = [line for process in processes for line in process.communicate()[0].splitlines()]
    done = acknowledged(lines)
    created = [number for kind, number in done.elements() if kind == "create"]
    assert [process.returncode for process in processes] == [0] * len(processes)
    assert len(lines) == count * len(processes)
    assert [line for line in lines if line.startswith("error")] == []
    assert len(set(created)) == len(created)
    held = stored(address)
    assert held["orders"] == SHARED + len(created)
    for number in range(1, SHARED + 1):
        assert held.get(f"edit {number}", 0) == done[("edit", str(number))]
        assert held.get(f"comment {number}", 0) == done[("comment", str(number))]
    demand_clean(address)


def test_r1_writers_killed_at_any_moment_leave_a_clean_database(store: Store, address: str, soak: bool) -> None:
    chance = random.Random(7)
    kills = 50 if soak else 8
    done: Counter[tuple[str, str]] = Counter()
    for seed in range(kills):
        process = writer(address, seed, 1_000)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(chance.randint(1, 25))]
        try:
            process.wait(timeout=chance.random() / 50)
        except subprocess.TimeoutExpired:
            process.kill()
        lines += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        done += acknowledged([line for line in lines if line.endswith("\n")])
    held = stored(address)
    created = {number for kind, number in done if kind == "create"}
    # What was acknowledged is there; of what was under way at the death, at most one act a process is there too.
    extra = held["orders"] - SHARED - len(created)
    for number in range(1, SHARED + 1):
        for kind in ("edit", "comment"):
            surplus = held.get(f"{kind} {number}", 0) - done[(kind, str(number))]
            assert surplus >= 0
            extra += surplus
    assert 0 <= extra <= kills
    demand_clean(address)
