"""What is due is done, once, whatever else fails and however many do it (SC-1 … SC-4, RE-3, SL-6, SL-9)."""

import threading
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.moments import iso_utc
from ads_tui.scheduler.running import Done, do_due_work
from ads_tui.scheduler.tick import tick
from ads_tui.services.due_work import WORK
from ads_tui.services.notifications.spreading import NOTIFICATIONS
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.store.order_rows import EVENTS
from tests.scheduler.copies import copy_order
from tests.services.world import World


def of(done: Iterable[Done], *numbers: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, moment and the rest of what was done for the orders."""
    return [(one.kind, iso_utc(one.moment), dict(one.more)) for one in done if one.order in numbers]


def paused(world: World, service: str = "wide", resume_on: str = "2026-08-25") -> int:
    """An order paused on 20 August at 08:00 UTC, with an executor."""
    number = world.order(service, "oak1", "ed")
    world.status(number, "in_progress")
    world.status(number, "paused", comment="waits", resume_on=resume_on)
    return number


def ticked(world: World, moment: str, *numbers: int) -> list[tuple[str, str, dict[str, Any]]]:
    return of(tick(world.at(moment).store).done, *numbers)


def statuses(world: World, number: int) -> list[tuple[Any, str]]:
    """The statuses that history tells after the first, with their sources, oldest first."""
    return [(event.to, event.source) for event in reversed(world.history(number)) if event.kind == "status"]


def results(world: World, number: int) -> list[tuple[str | None, Any, str, str]]:
    """Clock, result, its moment and when it was recorded, oldest first."""
    events = [event for event in reversed(world.history(number)) if event.kind == "sla"]
    return [(event.field, event.to, iso_utc(event.at), iso_utc(event.recorded_at)) for event in events]


def test_re_1_an_order_is_resumed_by_the_system_at_its_moment(world: World) -> None:
    number = paused(world)
    assert ticked(world, "2026-08-25T07:59:59Z", number) == [("resume_warning", "2026-08-25T07:00:00Z", {"day": 0})]
    assert statuses(world, number)[-1] == ("paused", "employee")
    assert ticked(world, "2026-08-25T08:00:00Z", number) == [("auto_resume", "2026-08-25T08:00:00Z", {})]
    assert statuses(world, number)[-1] == ("in_progress", "system")
    assert ticked(world, "2026-08-25T08:00:00Z", number) == []
    assert len(statuses(world, number)) == 3


def test_st_3_an_order_without_executor_and_one_in_a_custom_pause_resume_too(world: World) -> None:
    alone, later = paused(world), paused(world)
    world.do(
        "system",
        lambda work: work.connection.execute(sa.text(f"DELETE FROM order_executors WHERE order_number = {alone}")),
    )
    world.status(later, "later", comment="waits", resume_on="2026-08-25")
    found = ticked(world, "2026-08-26T08:00:00Z", alone, later)
    assert found == [("auto_resume", "2026-08-25T08:00:00Z", {})] * 2
    assert statuses(world, alone)[-1] == statuses(world, later)[-1] == ("in_progress", "system")


def test_re_2_resumed_by_hand_or_put_off_the_plan_follows(world: World) -> None:
    resumed, put_off = paused(world), paused(world)
    world.status(resumed, "in_progress")
    world.status(put_off, "paused", resume_on="2026-08-30T12:00:00Z")
    assert ticked(world, "2026-08-26T12:00:00Z", resumed, put_off) == []
    assert ticked(world, "2026-08-30T11:30:00Z", put_off) == [("resume_warning", "2026-08-30T11:00:00Z", {"day": 0})]
    assert ticked(world, "2026-08-30T12:00:00Z", put_off) == [("auto_resume", "2026-08-30T12:00:00Z", {})]


def test_sl_6_breaks_that_nobody_saw_are_recorded_later_with_the_moments_they_were_due(world: World) -> None:
    number = world.order("burst")
    found = ticked(world, "2026-08-21T12:00:00Z", number)
    assert found == [
        ("sla_broken", "2026-08-20T08:15:00Z", {"clock": "reaction"}),
        ("sla_broken", "2026-08-20T08:30:00Z", {"clock": "localization"}),
    ]
    late = "2026-08-21T12:00:00Z"
    assert sorted(results(world, number)) == [
        ("localization", "broken", "2026-08-20T08:30:00Z", late),
        ("reaction", "broken", "2026-08-20T08:15:00Z", late),
    ]


def test_sl_6_a_break_keeps_its_moment_although_the_order_resumes_in_the_same_tick(world: World) -> None:
    number = paused(world)
    edit = Edit(due="2026-08-23T12:00:00Z")
    world.do("dora", lambda work: edit_order(work, number, edit))
    found = ticked(world, "2026-08-27T08:00:00Z", number)
    assert [kind for kind, _moment, _more in found] == ["sla_broken", "auto_resume"]
    assert [result[:3] for result in results(world, number)] == [("execution", "broken", "2026-08-23T12:00:00Z")]


def test_sl_9_a_reminder_is_due_once_and_dropped_where_the_due_has_passed(world: World) -> None:
    missed, told = (world.order("quick", "oak1", "ed") for _ in range(2))
    for number in (missed, told):
        world.status(number, "in_progress")
    reminder: tuple[str, str, dict[str, Any]] = ("due_soon", "2026-08-20T09:36:00Z", {})
    assert of(tick(world.at("2026-08-20T09:36:00Z").store, keep=False).done, told) == [reminder]
    world.at("2026-08-20T09:30:00Z").status(missed, "paused", comment="waits")
    assert ticked(world, "2026-08-20T09:40:00Z", missed, told) == [reminder]
    assert ticked(world, "2026-08-20T09:50:00Z", missed, told) == []
    world.at("2026-08-20T10:00:00Z").status(missed, "in_progress")
    assert ticked(world, "2026-08-20T11:00:00Z", missed) == [
        ("sla_broken", "2026-08-20T10:30:00Z", {"clock": "execution"})
    ]


def test_sc_3_a_pass_with_nothing_due_is_one_short_query(world: World) -> None:
    world.order("quick")
    asked = asked_by(world, "2020-01-01T00:00:00Z")
    assert [statement.split()[0] for statement in asked if "due_work" in statement] == ["SELECT"]
    assert len([statement for statement in asked if statement.startswith(("SELECT", "INSERT", "UPDATE"))]) == 2


def test_sc_3_orders_that_are_due_together_are_read_and_written_together(world: World) -> None:
    counts = []
    for count in (1, 4):
        numbers = [paused(world, "quick") for _ in range(count)]
        ticked(world, "2026-08-25T07:59:59Z")
        counts.append(len(asked_by(world, "2026-08-25T08:00:00Z")))
        assert {statuses(world, number)[-1] for number in numbers} == {("in_progress", "system")}
    assert counts[0] == counts[1]


def asked_by(world: World, moment: str) -> list[str]:
    """The statements of a pass over what is due at a moment."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    sa.event.listen(world.store.engine, "before_cursor_execute", note)
    try:
        list(do_due_work(world.at(moment).store))
    finally:
        sa.event.remove(world.store.engine, "before_cursor_execute", note)
    return asked


def test_sc_3_due_work_is_found_by_its_index(world: World) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "due_work" in statement:
            asked.append((statement, parameters))

    sa.event.listen(world.store.engine, "before_cursor_execute", note)
    try:
        list(do_due_work(world.at("2020-01-01T00:00:00Z").store))
    finally:
        sa.event.remove(world.store.engine, "before_cursor_execute", note)
    [(statement, parameters)] = asked
    with world.store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        else:
            # Of a few rows reading them all is the cheapest.
            connection.exec_driver_sql("SET enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).all()
    assert "ix_due_work_waiting" in str(plan)


def test_sc_4_what_fails_holds_nothing_back_and_is_tried_again_later(world: World) -> None:
    spoiled, sound = paused(world), paused(world)
    spoil(world, spoiled, "created", "undone")
    found = ticked(world, "2026-08-25T08:00:00Z", spoiled, sound)
    assert found == [("auto_resume", "2026-08-25T08:00:00Z", {})]
    assert statuses(world, sound)[-1] == ("in_progress", "system")
    assert attempts(world, spoiled) == [(1, "2026-08-25T08:01:00Z")]
    ticked(world, "2026-08-25T08:00:59Z", spoiled)
    ticked(world, "2026-08-25T08:01:00Z", spoiled)
    assert attempts(world, spoiled) == [(2, "2026-08-25T08:06:00Z")]
    # Put off under a clock that was years ahead, it is tried again all the same.
    ahead = sa.update(WORK).where(WORK.c.attempts > 0).values(try_at=datetime.fromisoformat("2036-08-25T08:00:00Z"))
    world.do("system", lambda work: work.connection.execute(ahead))
    ticked(world, "2026-08-25T08:02:00Z", spoiled)
    assert attempts(world, spoiled) == [(3, "2026-08-25T08:32:00Z")]
    spoil(world, spoiled, "undone", "created")
    assert ticked(world, "2026-08-25T08:32:00Z", spoiled) == [("auto_resume", "2026-08-25T08:00:00Z", {})]
    assert statuses(world, spoiled)[-1] == ("in_progress", "system")


def spoil(world: World, number: int, kind: str, other: str) -> None:
    """Let the first event of an order be of another kind: its clocks cannot be computed from it."""
    first = (EVENTS.c.order_number == number, EVENTS.c.seq == 1, EVENTS.c.kind == kind)
    statement = sa.update(EVENTS).where(*first).values(kind=other, field="status" if other == "undone" else None)
    world.do("system", lambda work: work.connection.execute(statement))


def attempts(world: World, number: int) -> list[tuple[int, str]]:
    statement = sa.select(WORK.c.attempts, WORK.c.try_at).where(WORK.c.order_number == number, WORK.c.attempts > 0)
    return [
        (count, iso_utc(at))
        for count, at in world.read("system", lambda reading: reading.connection.execute(statement).all())
    ]


def test_cl_6_a_dry_run_tells_the_same_and_changes_nothing(world: World) -> None:
    numbers = [paused(world, "quick"), world.order("burst"), world.order("quick", "oak1", "ed")]
    world.status(numbers[-1], "in_progress")
    copies = copy_order(world.store, numbers[1], 60)
    later = world.at("2026-08-25T08:00:00Z")
    before = world.rows(), [world.history(number)[0].hash for number in numbers]
    told = tick(later.store, keep=False)
    assert (world.rows(), [world.history(number)[0].hash for number in numbers]) == before
    assert len(of(told.done, *copies)) == 120
    assert tick(later.store).done == told.done
    assert tick(later.store, keep=False).done == []


def test_sc_1_two_at_once_do_each_thing_once(world: World) -> None:
    numbers = [*copy_order(world.store, paused(world, "quick"), 60), *copy_order(world.store, world.order("burst"), 60)]
    found: list[Done] = []
    later = world.at("2026-08-25T09:00:00Z")
    threads = [threading.Thread(target=lambda: found.extend(tick(later.store).done)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = Counter((one.order, one.kind, one.moment) for one in found if one.order in numbers)
    assert len(counted) == 60 + 120
    assert set(counted.values()) == {1}
    events = sa.text(
        "SELECT order_number, kind, field, count(*) FROM history_events WHERE recorded_at > :at GROUP BY 1, 2, 3"
    )
    rows = world.read("system", lambda reading: reading.connection.execute(events, {"at": "2026-08-25 08:30:00"}).all())
    assert {row[3] for row in rows if row[0] in numbers} == {1}


def test_sc_1_a_clock_set_back_and_forward_again_does_nothing_twice(world: World) -> None:
    number, waiting = paused(world), paused(world)
    assert ticked(world, "2026-08-25T08:00:00Z", number)
    for moment in ("2026-08-20T08:00:00Z", "2026-08-25T08:00:00Z", "2026-08-27T08:00:00Z"):
        assert ticked(world, moment, number) == []
    assert [status for status, _source in statuses(world, number)] == ["in_progress", "paused", "in_progress"]
    assert statuses(world, waiting)[-1] == ("in_progress", "system")


def told(world: World, number: int) -> list[tuple[str, Any]]:
    """Kinds and data of what was told to executors of an order, oldest first."""
    statement = sa.select(NOTIFICATIONS.c.kind, NOTIFICATIONS.c.data).where(
        NOTIFICATIONS.c.order_number == number, NOTIFICATIONS.c.kind.in_(("resume_warning", "due_soon"))
    )
    rows = world.read(
        "system", lambda reading: reading.connection.execute(statement.order_by(NOTIFICATIONS.c.id)).all()
    )
    return [(row.kind, row.data) for row in rows]


def test_nt_1_executors_are_warned_and_reminded(world: World) -> None:
    waits, runs = paused(world), world.order("quick", "oak1", "ed")
    world.status(runs, "in_progress")
    for moment in ("2026-08-20T09:40:00Z", "2026-08-22T06:00:00Z", "2026-08-24T12:00:00Z", "2026-08-26T12:00:00Z"):
        ticked(world, moment)
        ticked(world, moment)
    assert told(world, runs) == [("due_soon", {"due": "2026-08-20T10:00:00Z"})]
    assert told(world, waits) == [("resume_warning", {"days": 3}), ("resume_warning", {"days": 1})]
