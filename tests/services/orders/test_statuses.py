"""What a change of status writes: ST-4 … ST-13, PE-2."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.clock import Clock
from ads_tui.errors import RuleError
from ads_tui.services import employees
from ads_tui.services.blocking import block
from ads_tui.services.comments import add_comment
from ads_tui.services.load import loads
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.viewing import open_order
from ads_tui.store.order_rows import EXECUTORS
from ads_tui.store.work import Store
from tests.services.world import NOW, World, employee_id

LATER = NOW + timedelta(days=1, hours=2)


@pytest.fixture
def later(world: World) -> World:
    """The same company a day later."""
    return World(Store(world.store.engine, Clock(LATER)), world.url)


def row(world: World, number: int) -> OrderRow:
    return world.card(number).row


def test_st_10_the_moments_of_an_order_from_its_call_to_its_end(world: World, later: World) -> None:
    number = world.order("wide", "oak1", "ed")
    world.status(number, "in_progress", by="ed")
    first = row(world, number)
    assert (first.accepted_at, first.accepted_by, first.first_in_progress_at) == (NOW, "ed", NOW)
    later.status(number, "done", by="sam")
    done = row(world, number)
    assert (done.done_at, done.closed_at, done.closed_by, done.updated_at) == (LATER, LATER, "sam", LATER)
    assert (done.accepted_at, done.accepted_by, done.reopened) == (NOW, "ed", False)
    later.status(number, "reopened", by="dora")
    reopened = row(world, number)
    assert (reopened.done_at, reopened.closed_at, reopened.closed_by) == (LATER, None, None)
    assert reopened.reopened is True
    later.status(number, "in_progress", by="ed")
    assert row(world, number).first_in_progress_at == NOW


def test_st_10_the_system_closes_without_a_name_and_does_not_accept(world: World) -> None:
    number = world.order("wide", "oak1", "ed", by="system")
    world.status(number, "in_progress", by="system")
    world.status(number, "done", by="system")
    closed = row(world, number)
    assert (closed.closed_at, closed.closed_by, closed.accepted_at, closed.accepted_by) == (NOW, None, None, None)
    assert [event.by for event in world.history(number)] == [None] * 4


@pytest.mark.parametrize("status", ["cancelled", "cancelled_by_client", "paused"])
def test_st_10_only_done_closes(world: World, status: str) -> None:
    assert row(world, world.in_status(status)).closed_at is None


@pytest.mark.parametrize("act", ["status", "assign", "control", "comment", "edit"])
def test_st_10_the_first_act_of_an_employee_accepts_and_viewing_does_not(world: World, act: str) -> None:
    number = world.order("guarded", "oak1", "ed")
    world.do("ed", lambda work: open_order(work, number))
    assert row(world, number).accepted_at is None
    if act == "status":
        world.status(number, "cancelled", comment="c", by="dima")
    elif act == "assign":
        world.assign(number, "eve", by="dima")
    elif act == "control":
        world.control(number, "sam", by="dima")
    elif act == "comment":
        world.do("dima", lambda work: add_comment(work, number, "text"))
    else:
        world.do("dima", lambda work: edit_order(work, number, Edit(priority="low")))
    world.do("dora", lambda work: add_comment(work, number, "a second act"))
    assert (row(world, number).accepted_at, row(world, number).accepted_by) == (NOW, "dima")
    assert world.kinds(number).count("accepted") == 1


def test_st_10_an_act_that_changes_nothing_does_not_accept(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    world.assign(number, "ed")
    world.assign(number, "eve", mode="remove")
    assert (row(world, number).accepted_at, world.kinds(number)) == (None, ["created", "executors"])


def test_st_5_the_comment_stays_until_somebody_clears_it(world: World) -> None:
    number = world.in_status("paused")
    world.status(number, "in_progress", by="dora")
    assert row(world, number).status_comment == "waits"
    with pytest.raises(RuleError) as refused:
        world.status(number, "paused", by="dora")
    assert refused.value.code == "comment_required"
    world.status(number, "paused", comment="again", by="dora")
    world.status(number, "in_progress", comment="", by="dora")
    assert row(world, number).status_comment is None
    told = [event.comment for event in world.history(number) if event.kind == "status"]
    assert told == [None, "again", None, "waits", None]


def test_st_7_the_cancel_comment_and_the_reasons_are_fields_of_their_own(world: World) -> None:
    number = world.in_status("in_progress")
    world.status(number, "in_progress", comment="on it", by="dora")
    wish: dict[str, Any] = {"comment": "moved away", "reasons": ["other", "MISTAKE", "other"]}
    world.status(number, "cancelled_by_client", by="dora", **wish)
    cancelled = row(world, number)
    assert (cancelled.status_comment, cancelled.cancel_comment) == ("on it", "moved away")
    assert cancelled.cancel_reasons == ("mistake", "other")
    world.status(number, "cancelled_by_client", by="dora", reasons=["too_long"], comment="")
    changed = row(world, number)
    assert (changed.cancel_reasons, changed.cancel_comment) == (("too_long",), None)
    newest = world.history(number)[:2]
    assert [(one.kind, one.field, one.from_, one.to) for one in newest] == [
        ("edited", "cancel_reasons", ["mistake", "other"], ["too_long"]),
        ("edited", "cancel_comment", "moved away", None),
    ]


def test_st_13_the_present_status_again_changes_only_what_goes_with_it(world: World, later: World) -> None:
    number = world.in_status("paused")
    later.status(number, "paused", comment="still waits", resume_on="2026-09-01", by="dora")
    paused = row(world, number)
    assert (paused.status_comment, paused.resume_on) == ("still waits", "2026-09-01")
    assert world.kinds(number)[-2:] == ["edited:status_comment", "resume_on"]
    with pytest.raises(RuleError) as refused:
        later.status(number, "paused", comment="still waits", resume_on="2026-09-01", by="dora")
    assert refused.value.code == "transition_not_allowed"
    done = world.in_status("done")
    world.status(done, "done", comment="well done", by="dora")
    later.status(done, "done", comment="", by="dora")
    assert (row(world, done).status_comment, row(world, done).done_at) == (None, NOW)
    assert [(one.from_, one.to) for one in world.history(done)[:2]] == [("well done", None), (None, "well done")]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026-09-01", "2026-09-01"),
        ("2026-09-01T14:30", "2026-09-01T11:30:00Z"),
        ("2026-09-01T14:30Z", "2026-09-01T14:30:00Z"),
        ("12:00", "2026-08-20T09:00:00Z"),
    ],
)
def test_st_6_a_paused_order_carries_its_date_and_loses_it_on_leaving(world: World, typed: str, shown: str) -> None:
    number = world.in_status("in_progress")
    world.status(number, "paused", comment="waits", resume_on=typed, by="dora")
    assert row(world, number).resume_on == shown
    world.status(number, "in_progress", by="dora")
    assert row(world, number).resume_on is None
    newest = [(one.kind, one.from_, one.to) for one in world.history(number)]
    assert newest[:2] == [("status", "paused", "in_progress"), ("resume_on", shown, None)]
    assert newest[2:4] == [("status", "in_progress", "paused"), ("resume_on", None, shown)]


def test_st_12_between_statuses_of_one_base_only_the_load_changes(world: World, later: World) -> None:
    number = world.in_status("in_progress")
    before = row(world, number)
    later.status(number, "parts", by="dora")
    between = row(world, number)
    assert (between.status, between.base_status, between.first_in_progress_at) == ("parts", "in_progress", NOW)
    assert (between.done_at, between.reopened, between.accepted_at) == (None, False, before.accepted_at)
    paused = world.in_status("paused")
    world.status(paused, "paused", resume_on="2026-09-01", by="dora")
    later.status(paused, "later", comment="longer", by="dora")
    assert row(world, paused).resume_on == "2026-09-01"


def load_of(world: World, login: str) -> int:
    key = employee_id(world, login)
    return world.read("system", lambda reading: loads(reading, [key]))[0].open


def test_pe_2_the_load_counts_open_orders_but_for_custom_statuses_that_do_not_count(world: World) -> None:
    start = load_of(world, "ed")
    numbers = [world.order("wide", "oak1", "ed") for _ in range(2)]
    assert load_of(world, "ed") == start + 2
    number = numbers[0]
    steps: tuple[tuple[str, int], ...] = (
        ("in_progress", 2),
        ("parts", 1),
        ("in_progress", 2),
        ("paused", 2),
        ("in_progress", 2),
        ("done", 1),
        ("reopened", 2),
        ("cancelled", 1),
    )
    for status, more in steps:
        world.status(number, status, comment="c", by="admin")
        assert load_of(world, "ed") == start + more, status
    waiting = world.in_status("parts")
    before = load_of(world, "eve")
    world.assign(waiting, "eve", by="admin")
    assert load_of(world, "eve") == before


def test_st_4_a_blocked_executor_is_none(world: World) -> None:
    given = [("role", "executor"), ("department", "pipes")]
    world.do("system", lambda work: employees.add_employee(work, "gus", "Gus", given))
    number = world.order("wide", "oak1", "gus")
    # Blocked with a replacement of another department, who cannot take the order over: he stays named.
    world.put(number, department_id=world.read("system", lambda reading: _department(reading)))
    world.do("admin", lambda work: block(work, "gus", "liam"))
    assert row(world, number).executors == ("gus",)
    with pytest.raises(RuleError) as refused:
        world.status(number, "in_progress", by="dora")
    assert refused.value.code == "executor_required"


def _department(reading: Any) -> int:
    found = reading.connection.execute(sa.text("SELECT id FROM departments WHERE code = 'pipes'")).scalar_one()
    return int(found)


def test_st_9_quality_control_without_a_controller_is_allowed(world: World) -> None:
    number = world.order("guarded", "oak1", "ed")
    world.status(number, "in_progress", by="ed")
    world.status(number, "quality_control", by="ed")
    assert row(world, number).status == "quality_control"


def test_the_sort_key_of_my_orders_follows_the_order(world: World, later: World) -> None:
    number = world.order("wide", "oak1", "ed")
    later.status(number, "in_progress", by="ed")
    found = world.read(
        "system",
        lambda reading: reading.connection.execute(
            sa.select(EXECUTORS.c.updated_at).where(EXECUTORS.c.order_number == number)
        ).scalar_one(),
    )
    assert found == LATER
