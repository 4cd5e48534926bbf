"""Any row of single and bulk changes and undoings: what is undone is as before, what changed since is left (BK-5)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ads_tui.clock import Clock
from ads_tui.domain.history import status_at
from ads_tui.errors import AdsError
from ads_tui.services.comments import add_comment
from ads_tui.services.orders.bulk import BulkResult
from ads_tui.services.orders.viewing import open_order
from ads_tui.store.work import Store
from tests.services.orders.bulk_acts import assign, give, problems, state, undo
from tests.services.world import NOW, World

MADE = 4
STATUSES = ("in_progress", "paused", "done", "reopened", "cancelled", "cancelled_by_client", "parts", "quality_control")
PEOPLE = ("ed", "eve", "liam")

some = st.lists(st.integers(0, MADE - 1), min_size=1, max_size=MADE, unique=True)
statuses, people = st.sampled_from(STATUSES), st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True)
modes = st.sampled_from(["add", "replace", "remove"])
steps = st.one_of(
    st.tuples(st.just("give"), some, statuses),
    st.tuples(st.just("assign"), some, people, modes),
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(st.just("status"), st.integers(0, MADE - 1), statuses),
    st.tuples(st.just("executors"), st.integers(0, MADE - 1), people, modes),
    st.tuples(st.just("comment"), st.integers(0, MADE - 1)),
    st.tuples(st.just("open"), st.integers(0, MADE - 1)),
)


@dataclass
class Batch:
    """What the orders of a batch were before it, and the versions that it left."""

    id: int
    before: dict[int, dict[str, Any]]
    after: dict[int, int]


@dataclass
class Model:
    """The company, what was done to it, and the statuses of every moment gone by."""

    world: World
    numbers: list[int]
    batches: list[Batch] = field(default_factory=list)
    passed: list[dict[int, str]] = field(default_factory=list)
    comments: dict[int, datetime] = field(default_factory=dict)

    def at(self) -> World:
        """The company an hour after the last step."""
        clock = Clock(NOW + timedelta(hours=len(self.passed)))
        return World(Store(self.world.store.engine, clock), self.world.url)

    def states(self) -> dict[int, dict[str, Any]]:
        return {number: state(self.world, number) for number in self.numbers}

    def versions(self) -> dict[int, int]:
        return {number: self.world.card(number).row.version for number in self.numbers}

    def step(self, kind: str, *values: Any) -> None:
        before, versions = self.states(), self.versions()
        try:
            result = getattr(self, f"do_{kind}")(self.at(), *values)
        except AdsError:
            assert self.states() == before
            result = None
        after = self.versions()
        if isinstance(result, BulkResult) and kind != "undo":
            changed = [number for number in result.done if after[number] != versions[number]]
            assert (result.batch is None) == (not changed)
            if result.batch is not None:
                self.batches.append(
                    Batch(result.batch, {one: before[one] for one in changed}, {one: after[one] for one in changed})
                )
            untouched = set(self.numbers) - set(changed)
            states = self.states()
            assert {number: states[number] for number in untouched} == {number: before[number] for number in untouched}
        self.passed.append({number: self.world.card(number).row.status for number in self.numbers})

    def do_give(self, world: World, places: list[int], status: str) -> BulkResult:
        reasons = ["mistake"] if status == "cancelled_by_client" else []
        return give(world, [self.numbers[place] for place in places], status, comment=f"now {status}", reasons=reasons)

    def do_assign(self, world: World, places: list[int], logins: list[str], mode: str) -> BulkResult:
        return assign(world, [self.numbers[place] for place in places], *logins, mode=mode, by="sam")

    def do_undo(self, world: World, place: int) -> BulkResult:
        if not self.batches:
            return BulkResult((), ())
        batch = self.batches[place % len(self.batches)]
        before, versions = self.states(), self.versions()
        restorable = [number for number in sorted(batch.before) if versions[number] == batch.after[number]]
        result = undo(world, batch.id)
        assert list(result.done) == restorable
        assert {one.order for one in result.refused} == set(batch.before) - set(restorable)
        states = self.states()
        for number in self.numbers:
            if number not in restorable:
                assert states[number] == before[number]
                continue
            expected = settled(batch.before[number])
            if expected["accepted_at"] is None and number in self.comments:
                # Without the change the comment since was the first act of an employee.
                expected |= {"accepted_at": self.comments[number], "accepted_by": states[number]["accepted_by"]}
            assert settled(states[number]) == expected
        return result

    def do_status(self, world: World, place: int, status: str) -> None:
        reasons = ["mistake"] if status == "cancelled_by_client" else []
        world.status(self.numbers[place], status, comment="alone", reasons=reasons)

    def do_executors(self, world: World, place: int, logins: list[str], mode: str) -> None:
        world.assign(self.numbers[place], *logins, mode=mode)

    def do_comment(self, world: World, place: int) -> None:
        number = self.numbers[place]
        made = world.do("dora", lambda work: add_comment(work, number, "by the way"))
        self.comments.setdefault(number, made.at)

    def do_open(self, world: World, place: int) -> None:
        number = self.numbers[place]
        for login in world.card(number).row.executors:
            world.do(login, lambda work: open_order(work, number))


def settled(told: dict[str, Any]) -> dict[str, Any]:
    """What undoing promises to give back: whether an executor has opened the order since is his own."""
    people = [{name: one[name] for name in one if name != "unread"} for one in told["executors"]]
    return told | {"executors": people}


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(steps, min_size=4, max_size=14))
def test_bk_5_whatever_was_done_before_and_since(world: World, steps: list[tuple[Any, ...]]) -> None:
    numbers = [
        world.order("wide", "oak1", "ed", by="system"),
        world.order("wide", "oak1", "ed", "eve"),
        world.order("guarded", "oak1", "ed"),
        world.order("single", "oak1"),
    ]
    model = Model(world, numbers)
    for kind, *values in steps:
        model.step(kind, *values)
    assert problems(world) == []
    for number in numbers:
        events = world.history(number)
        for hour, statuses in enumerate(model.passed):
            assert status_at(events, NOW + timedelta(hours=hour)) == statuses[number]
