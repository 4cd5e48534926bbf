"""Two who change the same orders at once: rows are locked in ascending number, so nobody waits in a circle (R3)."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.services.orders.bulk import BulkResult
from tests.services.orders.bulk_acts import assign, give, problems, told, undo
from tests.services.world import World

MANY = 30
ROUNDS = 5


def together(*acts: Callable[[], BulkResult]) -> list[BulkResult]:
    """Several acts that begin at one moment."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], BulkResult]) -> BulkResult:
        barrier.wait(30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(60) for done in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def failures(world: World) -> Any:
    """What the database refused while the trial ran: a repeat after a deadlock would hide it."""
    found: list[str] = []

    def note(context: Any) -> None:
        found.append(str(context.original_exception))

    sa.event.listen(world.store.engine, "handle_error", note)
    yield found
    sa.event.remove(world.store.engine, "handle_error", note)


def orders(world: World) -> list[int]:
    return [world.order("wide", "oak1", "ed") for _ in range(MANY)]


def test_bk_2_two_bulk_changes_of_the_same_orders_wait_for_one_another(world: World, failures: Sequence[str]) -> None:
    numbers = orders(world)
    for turn in range(ROUNDS):
        status, wish = (("in_progress", {}), ("paused", {"comment": "waits"}))[turn % 2]
        for number in numbers:
            assert world.card(number).row.status != status
        first, second = together(
            lambda status=status, wish=wish: give(world, numbers, status, by="sam", **wish),  # type: ignore[misc]
            lambda status=status, wish=wish: give(world, numbers[::-1], status, by="dora", **wish),  # type: ignore[misc]
        )
        assert sorted((first.done, second.done[::-1])) == [(), tuple(numbers)]
        loser = second if first.done else first
        assert told(loser) == dict.fromkeys(numbers, "transition_not_allowed")
    assert failures == []
    assert problems(world) == []


@pytest.mark.parametrize("world", ["postgres"], indirect=True)
def test_r3_rows_are_locked_in_ascending_number_whatever_the_order_given(world: World, failures: Sequence[str]) -> None:
    numbers = orders(world)
    middle = sa.text("SELECT 1 FROM orders WHERE number = :number FOR UPDATE")
    with ThreadPoolExecutor(2) as pool:
        # Both come as far as the middle; had they locked from two ends, each would then want what the other has.
        with world.store.engine.begin() as holder:
            holder.execute(middle, {"number": numbers[MANY // 2]})
            first = pool.submit(give, world, numbers, "in_progress", by="sam")
            second = pool.submit(give, world, numbers[::-1], "in_progress", by="dora")
            wait_for_two(world)
        done = [first.result(60).done, second.result(60).done[::-1]]
    assert sorted(done) == [(), tuple(numbers)]
    assert failures == []


def wait_for_two(world: World) -> None:
    """Until two transactions wait for a row."""
    waiting = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with world.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(20_000):
            if connection.execute(waiting).scalar_one() == 2:
                return
    raise AssertionError("nobody waits")


def test_bk_3_overlapping_changes_of_executors_lose_nobody(world: World, failures: Sequence[str]) -> None:
    numbers = orders(world)
    lower, upper = numbers[: MANY * 2 // 3], numbers[MANY // 3 :]
    results = together(lambda: assign(world, upper[::-1], "eve", by="sam"), lambda: assign(world, lower, "liam"))
    taken = {number: list(world.card(number).row.executors) for number in numbers}
    for number in numbers:
        came = [login for login, result in zip(("eve", "liam"), results, strict=True) if number in result.done]
        assert len(came) == 1
        assert taken[number] == ["ed", *came]
    assert failures == []
    assert problems(world) == []


def test_bk_5_two_who_undo_one_batch_do_it_once(world: World, failures: Sequence[str]) -> None:
    numbers = orders(world)
    batch = give(world, numbers, "in_progress", by="dora").batch

    def attempt(by: str) -> BulkResult:
        try:
            return undo(world, batch, by=by)
        except Exception as refused:
            assert getattr(refused, "code", None) == "order_state"
            return BulkResult((), ())

    results = together(lambda: attempt("sam"), lambda: attempt("dora"))
    assert sorted((result.done, result.refused) for result in results) == [((), ()), (tuple(numbers), ())]
    assert [len(world.history(number)) for number in numbers[:3]] == [5] * 3
    assert failures == []
    assert problems(world) == []
