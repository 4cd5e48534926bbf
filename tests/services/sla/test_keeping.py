"""What is kept beside an order of its clocks: due, states, results in history, what is to be done (SL-1 … SL-9)."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.moments import iso_utc
from ads_tui.services.check.running import check_database
from ads_tui.services.due_work import WORK
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.opening import take_order
from ads_tui.services.orders.statuses import StatusWish
from ads_tui.services.orders.undoing import undo_batch
from ads_tui.services.sla.explaining import explain
from ads_tui.services.sla.keeping import CLOCKS, keep_time
from ads_tui.store.order_rows import ORDERS
from tests.services.world import World


def due(world: World, number: int) -> str | None:
    return world.read("system", lambda reading: _iso(_column(reading.connection, number, "due_at")))


def next_due(world: World, number: int) -> str | None:
    return world.read("system", lambda reading: _iso(_column(reading.connection, number, "next_due_at")))


def _column(connection: Any, number: int, name: str) -> Any:
    return connection.execute(sa.select(ORDERS.c[name]).where(ORDERS.c.number == number)).scalar_one()


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso_utc(moment)


def states(world: World, number: int) -> dict[str, str]:
    statement = sa.select(CLOCKS.c.kind, CLOCKS.c.state).where(CLOCKS.c.order_number == number)
    return dict(world.read("system", lambda reading: reading.connection.execute(statement).all()))


def waiting(world: World, number: int) -> list[tuple[str, str, str]]:
    """Kind, subject and moment to the second of what waits for an order."""
    statement = sa.select(WORK.c.kind, WORK.c.subject, WORK.c.due_at).where(
        WORK.c.order_number == number, WORK.c.done_at.is_(None)
    )
    rows = world.read("system", lambda reading: reading.connection.execute(statement).all())
    return sorted((row.kind, row.subject, iso_utc(row.due_at)) for row in rows)


def keep(world: World, number: int) -> None:
    world.do("system", lambda work: keep_time(work, [take_order(work, number)]))


def edit(world: World, number: int, **given: Any) -> None:
    world.do("dora", lambda work: edit_order(work, number, Edit(**given)))


def results(world: World, number: int) -> list[tuple[str | None, Any]]:
    """The clocks and results that history tells, oldest first."""
    return [(event.field, event.to) for event in reversed(world.history(number)) if event.kind == "sla"]


def test_sl_5_a_new_order_has_a_forecast_and_only_its_reaction_runs(world: World) -> None:
    number = world.order("quick")
    assert due(world, number) == "2026-08-20T10:15:00Z"
    assert states(world, number) == {"reaction": "running", "execution": "not_started"}
    assert next_due(world, number) == "2026-08-20T08:15:00Z"
    assert waiting(world, number) == [("sla_broken", "reaction", "2026-08-20T08:15:00Z")]


def test_sl_2_an_order_without_norms_has_no_clocks(world: World) -> None:
    number = world.order("timeless")
    assert (due(world, number), next_due(world, number), states(world, number)) == (None, None, {})
    assert waiting(world, number) == []


def test_sl_5_work_begun_ends_reaction_and_computes_the_due_anew(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    later = world.at("2026-08-20T08:10:00Z")
    later.status(number, "in_progress")
    assert due(world, number) == next_due(world, number) == "2026-08-20T10:10:00Z"
    assert states(world, number) == {"reaction": "met", "execution": "running"}
    assert results(world, number) == [("reaction", "met")]
    assert waiting(world, number) == [
        ("due_soon", "2026-08-20T10:10:00Z", "2026-08-20T09:46:00Z"),
        ("sla_broken", "execution", "2026-08-20T10:10:00Z"),
    ]


def test_sl_4_a_pause_stops_the_clock_and_moves_the_due(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    world.status(number, "in_progress")
    world.at("2026-08-20T09:00:00Z").status(number, "paused", comment="waits")
    assert states(world, number)["execution"] == "paused"
    assert next_due(world, number) is None
    assert waiting(world, number) == []
    world.at("2026-08-20T11:00:00Z").status(number, "in_progress")
    assert due(world, number) == "2026-08-20T12:00:00Z"


def test_sl_6_a_break_is_recorded_once_at_the_moment_it_was_due(world: World) -> None:
    number = world.order("quick")
    later = world.at("2026-08-20T09:00:00Z")
    keep(later, number)
    keep(later, number)
    assert results(world, number) == [("reaction", "broken")]
    [event] = [event for event in world.history(number) if event.kind == "sla"]
    assert iso_utc(event.at) == "2026-08-20T08:15:00Z"
    assert iso_utc(event.recorded_at) == "2026-08-20T09:00:00Z"
    assert states(world, number)["reaction"] == "broken"
    # It goes on being late until somebody begins.
    assert next_due(world, number) == "2026-08-20T08:15:00Z"


def test_sl_6_a_break_that_was_recorded_stays_one_although_the_clock_is_set_back(world: World) -> None:
    number, begun = world.order("quick"), world.order("quick", "oak1", "ed")
    late, back = world.at("2026-08-20T09:00:00Z"), world.at("2026-08-20T08:05:00Z")
    for each in (number, begun):
        keep(late, each)
    due_at = due(world, number)
    edit(back, number, priority="high")
    back.status(begun, "in_progress")
    for then in (back, late):
        for each in (number, begun):
            keep(then, each)
            assert states(world, each)["reaction"] == "broken"
            why = then.read("admin", partial(explain, number=each))
            [clock] = [one.clock for one in why.clocks if one.clock.kind == "reaction"]
            assert (clock.state, _iso(clock.broken_at)) == ("broken", "2026-08-20T08:15:00Z")
        found = back.read("system", lambda reading: check_database(reading).problems)
        assert [one for one in found if one.order in (number, begun)] == []
    assert results(world, number) == results(world, begun) == [("reaction", "broken")]
    assert due(world, number) == due_at


def test_st_10_a_result_does_not_move_the_last_change(world: World) -> None:
    number = world.order("quick")
    keep(world.at("2026-08-20T09:00:00Z"), number)
    assert iso_utc(world.card(number).row.updated_at) == "2026-08-20T08:00:00Z"


def test_sl_6_a_break_that_nobody_saw_is_found_with_the_next_change(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    world.at("2026-08-20T09:00:00Z").status(number, "in_progress")
    assert results(world, number) == [("reaction", "broken")]


def test_sl_11_used_up_exactly_is_in_time(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    world.at("2026-08-20T08:15:00Z").status(number, "in_progress")
    world.at("2026-08-20T10:15:00Z").status(number, "done")
    assert results(world, number) == [("reaction", "met"), ("execution", "met")]


def test_sl_6_cancelling_stops_what_has_no_result(world: World) -> None:
    number = world.order("quick")
    world.status(number, "cancelled", comment="no need")
    assert states(world, number) == {"reaction": "stopped", "execution": "stopped"}
    assert (results(world, number), waiting(world, number), next_due(world, number)) == ([], [], None)


def test_sl_6_a_reopened_order_has_a_new_execution_clock_at_the_next_beginning(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    world.status(number, "in_progress")
    world.at("2026-08-20T09:00:00Z").status(number, "done")
    world.at("2026-08-21T09:00:00Z").status(number, "reopened")
    assert states(world, number) == {"reaction": "met", "execution": "not_started"}
    world.at("2026-08-21T10:00:00Z").status(number, "in_progress")
    assert (due(world, number), states(world, number)["execution"]) == ("2026-08-21T12:00:00Z", "running")
    world.at("2026-08-21T13:00:00Z").status(number, "done")
    assert results(world, number) == [("reaction", "met"), ("execution", "met"), ("execution", "broken")]


def test_sl_5_a_due_by_hand_stands_until_it_is_given_back(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    edit(world, number, due="2026-08-22T12:00:00Z")
    world.at("2026-08-20T09:00:00Z").status(number, "in_progress")
    world.at("2026-08-20T10:00:00Z").status(number, "paused", comment="waits")
    assert due(world, number) == next_due(world, number) == "2026-08-22T12:00:00Z"
    assert ("sla_broken", "execution", "2026-08-22T12:00:00Z") in waiting(world, number)
    assert ("due_soon", "2026-08-22T12:00:00Z", "2026-08-22T11:00:00Z") in waiting(world, number)
    edit(world.at("2026-08-20T10:30:00Z"), number, due="auto")
    world.at("2026-08-20T11:00:00Z").status(number, "in_progress")
    assert due(world, number) == "2026-08-20T12:00:00Z"


def test_sl_5_a_due_by_hand_needs_no_norm(world: World) -> None:
    number = world.order("timeless", due="2026-08-21T12:00:00Z")
    assert states(world, number).keys() == {"execution"}
    keep(world.at("2026-08-21T12:00:01Z"), number)
    assert results(world, number) == [("execution", "broken")]
    other = world.order("timeless", due="2026-08-21T12:00:00Z")
    edit(world, other, due="auto")
    assert (due(world, other), states(world, other), waiting(world, other)) == (None, {}, [])


def test_sl_5_set_by_hand_to_what_was_computed_it_stands_all_the_same(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    edit(world, number, due="2026-08-20T10:15:00Z")
    assert "edited:due_by_hand" in world.kinds(number)
    world.at("2026-08-20T08:10:00Z").status(number, "in_progress")
    assert due(world, number) == "2026-08-20T10:15:00Z"


def test_sl_5_giving_back_what_is_computed_already_changes_nothing(world: World) -> None:
    number = world.order("quick")
    before = world.kinds(number)
    edit(world, number, due="auto")
    assert world.kinds(number) == before


def test_sl_12_norms_are_fixed_anew_with_the_service_and_history_keeps_the_former(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    edit(world.at("2026-08-20T08:05:00Z"), number, service="slow", confirm=True)
    assert states(world, number).keys() == {"execution"}
    assert due(world, number) == "2026-08-21T08:00:00Z"
    assert waiting(world, number) == []
    edit(world.at("2026-08-20T08:06:00Z"), number, service="quick", confirm=True)
    assert waiting(world, number) == [("sla_broken", "reaction", "2026-08-20T08:15:00Z")]
    told = [event for event in reversed(world.history(number)) if event.field == "norms"]
    assert [sorted(event.to) for event in told] == [["execution"], ["execution", "reaction"]]


def test_sl_6_a_result_stays_when_the_norms_change(world: World) -> None:
    number = world.order("quick")
    late = world.at("2026-08-20T09:00:00Z")
    keep(late, number)
    edit(late, number, service="timeless")
    assert states(world, number) == {"reaction": "broken"}
    assert results(world, number) == [("reaction", "broken")]


def test_sl_12_a_change_that_leaves_the_norms_tells_of_none(world: World) -> None:
    number = world.order("quick")
    edit(world, number, priority="high", building="oak2")
    assert "edited:norms" not in world.kinds(number)


def test_sl_9_a_reminder_is_planned_for_each_later_due_only(world: World) -> None:
    number = world.order("slow", "oak1", "ed")
    world.status(number, "in_progress")
    [(kind, subject, moment)] = [each for each in waiting(world, number) if each[0] == "due_soon"]
    assert (subject, moment) == ("2026-08-21T08:00:00Z", "2026-08-21T07:00:00Z")
    done = (
        sa.update(WORK)
        .where(WORK.c.order_number == number, WORK.c.kind == kind)
        .values(done_at=world.store.clock.now())
    )
    world.do("system", lambda work: work.connection.execute(done))
    edit(world, number, due="2026-08-20T20:00:00Z")
    assert "due_soon" not in [each[0] for each in waiting(world, number)]
    edit(world, number, due="2026-08-25T20:00:00Z")
    assert "due_soon" in [each[0] for each in waiting(world, number)]


def test_st_2_undoing_a_change_gives_the_clock_back(world: World) -> None:
    numbers = [world.order("quick", "oak1", "ed") for _ in range(2)]
    before = [(due(world, number), waiting(world, number)) for number in numbers]
    result = world.do("sam", lambda work: change_statuses(work, numbers, StatusWish("in_progress")))
    assert states(world, numbers[0])["reaction"] == "met"
    world.do("sam", lambda work: undo_batch(work, result.batch or 0))
    assert [(due(world, number), waiting(world, number)) for number in numbers] == before
    assert states(world, numbers[0]) == {"reaction": "running", "execution": "not_started"}
