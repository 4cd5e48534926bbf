"""Undoing a bulk change: BK-5, ST-2, ST-10, RO-2."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.clock import Clock
from ads_tui.domain.history import status_at
from ads_tui.errors import AdsError, ConflictError
from ads_tui.services.blocking import block, unblock
from ads_tui.services.comments import add_comment
from ads_tui.services.nouns.statuses import add_status
from ads_tui.services.orders.undoing import undo_batch
from ads_tui.services.orders.viewing import open_order
from ads_tui.store.order_rows import EVENTS
from ads_tui.store.work import Store
from tests.services.orders.bulk_acts import assign, give, problems, state, told, undo, without
from tests.services.world import NOW, World

# Where an order stands, the status given in bulk, and what goes with it.
CHANGES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("pending", "in_progress", {"comment": "on the way"}),
    ("in_progress", "paused", {"comment": "waits", "resume_on": "2026-09-01"}),
    ("in_progress", "done", {"comment": "well done"}),
    ("in_progress", "parts", {}),
    ("paused", "in_progress", {}),
    ("paused", "later", {"comment": "much later", "resume_on": "2026-10-01"}),
    ("done", "reopened", {"comment": "leaks again"}),
    ("reopened", "in_progress", {}),
    ("quality_control", "done", {"comment": "seen"}),
    ("pending", "cancelled", {"comment": "no need"}),
    ("in_progress", "cancelled_by_client", {"comment": "moved", "reasons": ["other", "mistake"]}),
    ("clarification", "approval", {}),
)


def refusal(world: World, batch: int | None, by: str) -> str:
    """The code of a refusal as a whole, which leaves everything as it was."""
    rows = world.rows()
    with pytest.raises(AdsError) as refused:
        undo(world, batch, by=by)
    assert world.rows() == rows
    return refused.value.code


@pytest.mark.parametrize(("start", "status", "wish"), CHANGES, ids=lambda value: str(value)[:20])
def test_bk_5_status_moments_and_comments_are_as_before(
    world: World, start: str, status: str, wish: dict[str, Any]
) -> None:
    numbers = [world.in_status(start), world.in_status(start)]
    before = [state(world, number) for number in numbers]
    batch = give(world, numbers, status, **wish).batch
    assert [state(world, number) for number in numbers] != before
    result = undo(world, batch)
    assert (result.done, result.refused, result.batch) == (tuple(numbers), (), batch)
    assert [state(world, number) for number in numbers] == before
    newest = world.history(numbers[0])[0]
    assert (newest.kind, newest.source, newest.batch, newest.by) == ("undone", "undo", batch, "sam")
    assert (newest.from_, newest.to, newest.comment) == (status, start, None)
    assert problems(world) == []


def test_st_10_the_first_act_is_taken_back_with_the_change(world: World) -> None:
    fresh, known = world.order("wide", "oak1", "ed", by="system"), world.in_status("pending")
    world.assign(known, "eve")
    before = [state(world, number) for number in (fresh, known)]
    assert [one["accepted_at"] for one in before] == [None, NOW]
    batch = give(world, [fresh, known], "in_progress", by="dora").batch
    assert state(world, fresh)["accepted_at"] == NOW
    undo(world, batch, by="dora")
    assert [state(world, number) for number in (fresh, known)] == before
    assert problems(world) == []
    world.assign(fresh, "eve", by="dora")
    assert world.card(fresh).row.accepted_by == "dora"
    assert problems(world) == []


def test_st_7_the_reasons_from_before_come_back(world: World) -> None:
    world.do("system", lambda work: add_status(work, "gone", "Gone", based_on="cancelled_by_client"))
    numbers = [world.in_status("cancelled_by_client"), world.in_status("cancelled_by_client")]
    before = [state(world, number) for number in numbers]
    batch = give(world, numbers, "gone", reasons=["too_long"]).batch
    assert [world.card(number).row.cancel_reasons for number in numbers] == [("too_long",)] * 2
    undo(world, batch)
    assert [state(world, number) for number in numbers] == before


@pytest.mark.parametrize(("mode", "logins"), [("add", ["eve"]), ("replace", ["eve"]), ("replace", ["eve", "dora"])])
def test_bk_5_executors_are_as_before(world: World, mode: str, logins: list[str]) -> None:
    seen, unseen = world.in_status("in_progress"), world.in_status("in_progress")
    empty = world.order("wide")
    world.do("ed", lambda work: open_order(work, seen))
    numbers = [seen, unseen, empty]
    before = [state(world, number) for number in numbers]
    assert [one["executors"][0]["unread"] for one in before[:2]] == [False, True]
    batch = assign(world, numbers, *logins, mode=mode, by="dora").batch
    result = undo(world, batch, by="dora")
    assert (result.done, result.refused) == (tuple(numbers), ())
    assert [state(world, number) for number in numbers] == before
    newest = world.history(seen)[0]
    added = ["ed", *logins] if mode == "add" else logins
    assert (newest.kind, newest.field, newest.from_, newest.to) == ("undone", "executors", added, ["ed"])
    assert set(world.card(seen).executors_all) == {"ed", *logins}
    assert problems(world) == []


def test_bk_5_orders_changed_since_are_listed_and_left_and_the_rest_restored(world: World) -> None:
    numbers = [world.in_status("in_progress") for _ in range(5)]
    status, people, comment, seen, plain = numbers
    batch = give(world, numbers, "paused", comment="waits").batch
    world.status(status, "in_progress")
    world.assign(people, "eve")
    world.do("dora", lambda work: add_comment(work, comment, "no change of the order"))
    world.do("ed", lambda work: open_order(work, seen))
    before = [state(world, number) for number in (status, people)]
    result = undo(world, batch)
    assert (result.done, told(result)) == ((comment, seen, plain), {status: "conflict", people: "conflict"})
    assert [state(world, number) for number in (status, people)] == before
    assert [world.card(number).row.status for number in numbers] == ["in_progress", "paused", *["in_progress"] * 3]
    assert problems(world) == []


def test_bk_5_a_batch_is_undone_once_and_an_undoing_is_no_batch(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    batch = give(world, numbers, "done", comment="c").batch
    result = undo(world, batch)
    assert result.batch == batch
    assert refusal(world, batch, "sam") == "order_state"
    changed = give(world, numbers, "done", comment="c").batch
    for number in numbers:
        world.status(number, "reopened")
    again = undo(world, changed)
    assert (again.done, set(told(again).values()), again.batch) == ((), {"conflict"}, None)


def test_bk_5_what_one_could_not_undo_another_still_can(world: World) -> None:
    near, far = world.in_status("in_progress"), world.in_status("in_progress", building="elm1")
    batch = give(world, [near, far], "done", comment="c", by="sam").batch
    narrow = replace(world.actor("sam"), buildings=world.actor("nina").buildings)
    first = world.store.perform(narrow, lambda work: undo_batch(work, batch or 0))
    assert (first.done, told(first)) == ((near,), {far: "not_found"})
    assert undo(world, batch).done == (far,)
    assert refusal(world, batch, "sam") == "order_state"


def test_ro_2_ones_own_needs_the_rights_of_the_act_anothers_manage_any(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    batch = give(world, numbers, "cancelled", comment="c", by="dora").batch
    for other in ("dima", "ed", "olga", "vic"):
        assert refusal(world, batch, other) == ("not_found" if other == "vic" else "forbidden")
    dora = without(world.actor("dora"), "orders.cancel")
    left = world.store.perform(dora, lambda work: undo_batch(work, batch or 0))
    assert (left.done, set(told(left).values())) == ((), {"forbidden"})
    assert undo(world, batch, by="dora").done == tuple(numbers)
    batch = assign(world, numbers, "eve", by="dora").batch
    assert refusal(world, batch, "dima") == "forbidden"
    with pytest.raises(AdsError) as refused:
        world.store.perform(without(world.actor("dora"), "orders.edit"), lambda work: undo_batch(work, batch or 0))
    assert refused.value.code == "forbidden"
    assert undo(world, batch, by="sam").done == tuple(numbers)


def test_st_9_a_controller_undoes_what_he_let_pass(world: World) -> None:
    numbers = [world.in_status("quality_control"), world.in_status("quality_control")]
    for number in numbers:
        world.control(number, "rita", by="admin")
    batch = give(world, numbers, "done", comment="seen", by="rita").batch
    assert undo(world, batch, by="rita").done == tuple(numbers)
    assert [world.card(number).row.status for number in numbers] == ["quality_control"] * 2


@pytest.mark.parametrize("batch", [0, -1, 99_999, 2**63, 10**30])
def test_cl_8_a_batch_that_is_not_there(world: World, batch: int) -> None:
    assert refusal(world, batch, "sam") == "not_found"


def test_ro_3_a_batch_of_which_one_sees_no_order_is_not_there(world: World) -> None:
    numbers = [world.in_status("in_progress", building="elm1"), world.in_status("in_progress", building="elm1")]
    batch = give(world, numbers, "paused", comment="c", by="sam").batch
    assert refusal(world, batch, "nina") == "not_found"


def test_pe_1_one_who_was_blocked_since_does_not_come_back(world: World) -> None:
    numbers = [world.order("wide", "oak1", "liam"), world.order("wide", "oak1", "ed")]
    batch = assign(world, numbers, "eve", mode="replace").batch
    world.do("system", lambda work: block(work, "liam", "dora"))
    try:
        result = undo(world, batch)
        assert (result.done, told(result)) == ((numbers[1],), {numbers[0]: "no_access"})
        assert world.card(numbers[0]).row.executors == ("eve",)
    finally:
        world.do("system", lambda work: unblock(work, "liam"))
    assert problems(world) == []


def test_hi_2_the_status_of_every_past_moment_is_told(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    later = [World(Store(world.store.engine, Clock(NOW + timedelta(hours=hour))), world.url) for hour in range(4)]
    batch = give(later[1], numbers, "done", comment="c").batch
    undo(later[2], batch)
    give(later[3], numbers, "paused", comment="c")
    events = world.history(numbers[0])
    moments = [NOW + timedelta(hours=hour, minutes=minutes) for hour in range(4) for minutes in (0, 59)]
    assert [status_at(events, moment) for moment in moments] == [
        *("in_progress", "in_progress", "done", "done", "in_progress", "in_progress", "paused", "paused")
    ]
    assert world.card(numbers[0]).row.updated_at == NOW + timedelta(hours=3)


def test_st_11_undone_since_the_version_that_one_has_read(world: World) -> None:
    first, second = world.in_status("in_progress"), world.in_status("in_progress")
    before = world.card(first).row.version
    batch = give(world, [first, second], "paused", comment="waits").batch
    between = world.card(first).row.version
    undo(world, batch)
    with pytest.raises(ConflictError) as refused:
        world.status(first, "cancelled", version=between, comment="no need")
    assert (refused.value.field, refused.value.details["theirs"]) == ("status", "in_progress")
    # To whoever had read it before, the order is as he has seen it, its comment too.
    world.status(first, "in_progress", version=before, comment="parts have come")
    world.status(first, "done", version=before)
    batch = assign(world, [second, world.order()], "eve").batch
    undo(world, batch)
    seen = world.card(second).row.version
    world.assign(second, "eve")
    with pytest.raises(ConflictError) as refused:
        world.assign(second, "liam", mode="replace", version=seen)
    assert (refused.value.field, refused.value.details["theirs"]) == ("executors", ["ed", "eve"])


def test_hi_2_the_chain_proves_an_undoing_too(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    undo(world, give(world, numbers, "done", comment="c").batch)
    assert problems(world) == []
    wrong = sa.update(EVENTS).where(EVENTS.c.order_number == numbers[0], EVENTS.c.kind == "undone")
    told_events = world.read(
        "system",
        lambda reading: reading.connection.execute(
            sa.select(EVENTS.c.data).where(EVENTS.c.order_number == numbers[0], EVENTS.c.kind == "undone")
        ).scalar_one(),
    )
    world.do("system", lambda work: work.connection.execute(wrong.values(data=told_events.replace("done", "paused"))))
    assert len(problems(world)) == 1
    world.do("system", lambda work: work.connection.execute(wrong.values(data=told_events)))
    assert problems(world) == []
