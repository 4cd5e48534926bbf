from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from ads_tui.domain.calendars import Calendar
from ads_tui.domain.hours import ROUND_THE_CLOCK, parse_hours
from ads_tui.domain.sla_clocks import Clocks, clocks, due_soon_at
from ads_tui.domain.sla_events import (
    BreakRecorded,
    Created,
    DueSet,
    Event,
    LocalizationTakenBack,
    Localized,
    Norm,
    Norms,
    NormsFixed,
    StatusChanged,
    StatusUndone,
)
from ads_tui.domain.sla_explained import counted, pauses, to_come
from ads_tui.errors import InputError
from tests.domain.minute_walker import utc

HOUR = 3600
ALWAYS = Calendar("Europe/Moscow", ROUND_THE_CLOCK)
OFFICE = Calendar("Europe/Moscow", parse_hours("mon-fri 09:00-18:00", "hours"))
NORMS = Norms(Norm(HOUR, ALWAYS), Norm(4 * HOUR, ALWAYS), Norm(2 * HOUR, ALWAYS))
NO_NORMS = Norms()


def at(clock: str) -> datetime:
    """A moment of one Monday, or `tue 10:00`, in Moscow."""
    day, _space, time = clock.rpartition(" ")
    days = {"": 24, "tue": 25, "wed": 26, "thu": 27, "fri": 28}
    return utc(f"2026-08-{days[day]}T{time}") - timedelta(hours=3)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def order(*events: Event | tuple[str, str], norms: Norms = NORMS, base: str = "pending") -> list[Event]:
    """An order of Monday 10:00; a pair is a change of status."""
    changes = [StatusChanged(at(event[0]), event[1]) if isinstance(event, tuple) else event for event in events]
    return [Created(at("10:00"), base, norms), *changes]


def states(events: Sequence[Event], now: str) -> tuple[str, str, str]:
    found = clocks(events, at(now))
    return found.reaction.state, found.execution.state, found.localization.state


def look(events: Sequence[Event], now: str) -> Clocks:
    return clocks(events, at(now))


def test_sl_1_reaction_runs_from_creation_to_the_first_in_progress() -> None:
    clock = look(order(("10:40", "in_progress"), ("11:00", "paused"), ("12:00", "in_progress")), "13:00").reaction
    assert (clock.state, clock.met_at, clock.used, clock.left) == ("met", at("10:40"), hours(2 / 3), hours(1 / 3))
    assert clock.ended_at == at("10:40")


@pytest.mark.parametrize("base", ["approval", "clarification", "pending"])
def test_sl_1_reaction_runs_in_approval_and_clarification_too(base: str) -> None:
    found = look(order(("10:10", "clarification"), base=base), "11:00")
    assert (found.reaction.state, found.reaction.left) == ("running", hours(0))
    assert look(order(("10:10", "clarification"), base=base), "11:01").reaction.broken_at == at("11:00")


def test_sl_1_an_order_that_begins_in_progress_has_reacted_at_once() -> None:
    found = look(order(base="in_progress"), "12:00")
    assert (found.reaction.state, found.reaction.met_at, found.reaction.used) == ("met", at("10:00"), hours(0))
    assert (found.execution.state, found.execution.used, found.due_at) == ("running", hours(2), at("14:00"))


def test_sl_1_execution_runs_from_the_first_in_progress_to_done_also_in_quality_control() -> None:
    events = order(("11:00", "in_progress"), ("13:00", "quality_control"), ("14:30", "done"))
    assert look(events[:3], "14:00").execution.used == hours(3)
    clock = look(events, "20:00").execution
    assert (clock.state, clock.met_at, clock.used, clock.left) == ("met", at("14:30"), hours(3.5), hours(0.5))


def test_sl_1_done_without_in_progress_ends_both_clocks() -> None:
    assert states(order(("10:30", "done")), "12:00") == ("met", "met", "met")
    assert states(order(("11:30", "done")), "12:00") == ("broken", "met", "met")


def test_sl_2_without_norms_the_clocks_are_none() -> None:
    found = look(order(("11:00", "in_progress"), ("19:00", "done"), norms=NO_NORMS), "20:00")
    assert (found.reaction.state, found.execution.state, found.localization.state) == ("none", "none", "none")
    assert (found.due_at, found.execution.left, found.execution.breaks_at) == (None, None, None)


def test_sl_4_paused_time_does_not_count_and_moves_the_due() -> None:
    events = order(("11:00", "in_progress"), ("12:00", "paused"), ("17:00", "in_progress"))
    paused = look(events[:3], "16:00")
    assert (paused.execution.state, paused.execution.used, paused.due_at) == ("paused", hours(1), at("15:00"))
    assert paused.execution.breaks_at is None
    assert look(events, "17:00").due_at == at("20:00")
    resumed = look(events, "18:00")
    assert (resumed.execution.state, resumed.execution.used, resumed.due_at) == ("running", hours(2), at("20:00"))
    assert list(pauses(resumed.execution, at("18:00"))) == [(at("12:00"), at("17:00"))]
    assert list(pauses(paused.execution, at("16:00"))) == [(at("12:00"), at("16:00"))]


def test_sl_4_a_pause_moves_the_due_by_its_working_time_only() -> None:
    norms = Norms(execution=Norm(8 * HOUR, OFFICE))
    events = order(("16:00", "in_progress"), ("17:00", "paused"), ("tue 11:00", "in_progress"), norms=norms)
    assert look(events[:3], "tue 10:00").due_at == at("tue 15:00")
    assert look(events, "tue 12:00").due_at == at("tue 18:00")


def test_sl_4_custom_statuses_may_pause_reaction_too() -> None:
    waiting = StatusChanged(at("10:30"), "pending", pauses=True)
    assert states(order(waiting), "15:00")[0] == "paused"
    clock = look(order(waiting, ("12:00", "pending")), "12:15").reaction
    assert (clock.state, clock.due_at, clock.used) == ("running", at("12:30"), hours(0.75))


def test_sl_5_until_in_progress_the_due_is_a_forecast_that_breaks_nothing() -> None:
    found = look(order(), "12:00")
    assert (found.due_at, found.due_is_forecast) == (at("15:00"), True)
    assert (found.execution.state, found.execution.left) == ("not_started", hours(4))
    assert states(order(), "23:00") == ("broken", "not_started", "broken")


def test_sl_5_the_forecast_runs_in_working_time_and_without_a_reaction_norm_from_creation() -> None:
    office = Norms(Norm(6 * HOUR, OFFICE), Norm(4 * HOUR, OFFICE))
    assert look(order(norms=office), "10:00").due_at == at("tue 11:00")
    assert look(order(norms=Norms(execution=Norm(4 * HOUR, OFFICE))), "10:00").due_at == at("14:00")
    assert look(order(norms=Norms(reaction=Norm(4 * HOUR, OFFICE))), "10:00").due_at is None


def test_sl_5_at_the_first_in_progress_the_due_is_computed_anew() -> None:
    assert look(order(("10:30", "in_progress")), "11:00").due_at == at("14:30")
    late = look(order(("19:00", "in_progress")), "20:00")
    assert (late.due_at, late.due_is_forecast, late.execution.state) == (at("23:00"), False, "running")


def test_sl_5_a_due_by_hand_is_moved_by_neither_start_nor_pause() -> None:
    events = order(DueSet(at("10:05"), at("12:00")), ("10:10", "in_progress"), ("10:20", "paused"))
    for count in (2, 3, 4):
        found = look(events[:count], "11:00")
        assert (found.due_at, found.due_is_forecast, found.due_by_hand) == (at("12:00"), False, True)
        assert found.execution.left == hours(1)
    assert [look(events[:count], "11:00").execution.state for count in (2, 3, 4)] == [
        "not_started",
        "running",
        "paused",
    ]


@pytest.mark.parametrize("statuses", [[], [("10:30", "in_progress")], [("10:30", "in_progress"), ("11:00", "paused")]])
@pytest.mark.parametrize("norms", [NORMS, NO_NORMS])
def test_sl_5_a_due_by_hand_breaks_execution_in_every_open_status(
    statuses: list[tuple[str, str]], norms: Norms
) -> None:
    events = [Created(at("10:00"), "pending", norms, due=at("12:00")), *order(*statuses)[1:]]
    assert look(events, "12:00").execution.state in ("not_started", "running", "paused")
    assert look(events, "12:00").execution.breaks_at == at("12:00") + timedelta(microseconds=1)
    clock = look(events, "12:01").execution
    assert (clock.state, clock.broken_at, clock.left) == ("broken", at("12:00"), -hours(1 / 60))


def test_sl_5_a_due_by_hand_judges_done_without_a_norm() -> None:
    events = order(DueSet(at("10:05"), at("12:00")), ("11:00", "in_progress"), ("12:00", "done"), norms=NO_NORMS)
    assert states(events, "20:00") == ("none", "met", "none")


def test_sl_5_auto_goes_back_to_the_computed_due() -> None:
    events = order(("11:00", "in_progress"), DueSet(at("11:05"), at("20:00")), DueSet(at("11:10"), None))
    found = look(events, "12:00")
    assert (found.due_at, found.due_by_hand, found.execution.left) == (at("15:00"), False, hours(3))


def test_sl_6_a_break_has_its_own_moment_whenever_it_is_seen() -> None:
    clock = look(order(("10:30", "in_progress")), "fri 10:00").execution
    assert (clock.state, clock.broken_at, clock.due_at) == ("broken", at("14:30"), at("14:30"))
    assert clock.used == hours(95.5)
    assert clock.left == -hours(91.5)


def test_sl_6_a_result_is_final() -> None:
    broken = order(("10:30", "in_progress"), DueSet(at("15:00"), at("20:00")), ("16:00", "done"))
    found = look(broken, "17:00")
    assert (found.execution.state, found.execution.broken_at) == ("broken", at("14:30"))
    assert (found.due_at, found.due_by_hand) == (at("20:00"), True)
    met = order(("10:30", "in_progress"), NormsFixed(at("10:40"), Norms(Norm(60, ALWAYS), Norm(60, ALWAYS))))
    assert states(met, "11:00")[:2] == ("met", "broken")


def test_sl_6_cancelling_stops_running_clocks_without_a_result() -> None:
    assert states(order(("10:30", "cancelled")), "20:00") == ("stopped", "stopped", "stopped")
    assert states(order(("11:30", "cancelled_by_client")), "20:00") == ("broken", "stopped", "stopped")
    stopped = look(order(("10:30", "in_progress"), ("11:30", "cancelled")), "20:00").execution
    assert (stopped.state, stopped.used, stopped.met_at, stopped.breaks_at) == ("stopped", hours(1), None, None)


def test_sl_6_reopening_starts_a_new_execution_clock_at_the_next_in_progress() -> None:
    events = order(("10:30", "in_progress"), ("15:00", "done"), ("16:00", "reopened"), ("17:00", "in_progress"))
    reopened = look(events[:4], "16:30")
    assert (reopened.execution.state, reopened.due_at, reopened.due_is_forecast) == ("not_started", at("20:00"), True)
    assert (reopened.reaction.state, reopened.localization.state) == ("met", "broken")
    found = look(events, "18:00")
    assert (found.execution.state, found.execution.used, found.due_at) == ("running", hours(1), at("21:00"))
    assert (found.reaction.state, found.reaction.met_at) == ("met", at("10:30"))
    assert [(clock.state, clock.broken_at) for clock in found.earlier] == [("broken", at("14:30"))]
    assert look([*events, StatusChanged(at("20:00"), "done")], "23:00").execution.met_at == at("20:00")


def test_sl_6_what_comes_after_the_end_changes_no_result() -> None:
    events = order(
        ("10:30", "in_progress"), ("12:00", "done"), NormsFixed(at("13:00"), Norms(execution=Norm(60, ALWAYS)))
    )
    found = look(events, "15:00")
    assert (found.execution.state, found.due_at) == ("met", at("14:30"))
    assert list(pauses(found.execution, at("15:00"))) == []
    # An import may bring what ST-2 does not allow.
    assert states([*events, StatusChanged(at("14:00"), "cancelled")], "15:00")[1] == "met"


def test_sl_6_a_due_by_hand_that_has_passed_is_none_of_a_reopening() -> None:
    events = order(DueSet(at("10:05"), at("14:00")), ("10:30", "in_progress"), ("13:00", "done"))
    early = look([*events, StatusChanged(at("13:30"), "reopened")], "13:40")
    assert (early.due_at, early.due_by_hand) == (at("14:00"), True)
    late = look([*events, StatusChanged(at("15:00"), "reopened")], "15:10")
    assert (late.due_at, late.due_by_hand, late.execution.state) == (at("19:00"), False, "not_started")
    anew = look([*events, StatusChanged(at("15:00"), "reopened"), DueSet(at("15:05"), at("14:30"))], "15:10")
    assert (anew.due_at, anew.execution.broken_at) == (at("14:30"), at("15:05"))


def test_sl_6_an_undone_change_counts_as_if_it_had_not_been() -> None:
    events = order(("10:30", "in_progress"), ("11:00", "done"), StatusUndone(at("13:00")))
    found = look(events, "14:00")
    assert (found.execution.state, found.execution.used) == ("running", hours(3.5))
    assert states([*events, StatusUndone(at("14:10"))], "14:20") == ("broken", "not_started", "broken")
    assert states([*events, *[StatusUndone(at("14:10"))] * 5], "14:20")[0] == "broken"


def test_sl_7_a_clock_that_was_set_back_takes_nothing_away() -> None:
    events = order(("12:00", "in_progress"), ("11:00", "paused"), ("11:30", "in_progress"))
    found = look(events, "11:40")
    assert (found.execution.used, list(pauses(found.execution, at("12:00")))) == (hours(0), [])
    assert found.due_at == at("16:00")
    done = look(order(("12:00", "in_progress"), ("11:00", "done")), "11:00").execution
    assert (done.met_at, done.used) == (at("12:00"), hours(0))
    by_hand = order(DueSet(at("10:05"), at("11:30")), ("12:00", "in_progress"))
    assert look(by_hand, "11:00").execution.state == "broken"


def test_sl_6_a_break_that_was_written_down_outlives_a_clock_set_back() -> None:
    events = order(("10:30", "in_progress"), BreakRecorded(at("14:30"), "execution", at("14:30")))
    found = look(events, "12:00").execution
    assert (found.state, found.due_at, found.broken_at) == ("broken", at("14:30"), at("14:30"))
    # Neither a pause, nor another due, nor an end in good time by that clock mends it.
    for more in (
        (("12:10", "paused"), ("13:00", "in_progress")),
        (DueSet(at("12:10"), at("tue 10:00")),),
        (("12:10", "done"),),
    ):
        later = look(order(("10:30", "in_progress"), *events[2:], *more), "13:10").execution
        assert (later.state, later.due_at, later.broken_at) == ("broken", at("14:30"), at("14:30"))
    assert look(events, "12:00").reaction.state == "met"


def test_sl_6_a_break_of_before_a_reopening_or_an_undoing_is_none_of_what_follows() -> None:
    broken = order(("10:30", "in_progress"), BreakRecorded(at("14:30"), "execution", at("14:30")))
    again = [*broken, *order(("15:00", "done"), ("15:10", "reopened"), ("15:20", "in_progress"))[1:]]
    assert look(again, "15:30").execution.state == "running"
    assert look(again, "15:30").earlier[0].state == "broken"
    assert look([*broken, StatusUndone(at("12:00"))], "12:10").execution.state == "not_started"


def test_sl_9_the_reminder_comes_at_the_later_of_its_two_moments() -> None:
    events = order(("11:00", "in_progress"))
    assert due_soon_at(look(events, "12:00"), hours(1), 80) == at("14:12")
    assert due_soon_at(look(events, "12:00"), hours(1), 70) == at("14:00")
    assert due_soon_at(look(events, "12:00"), hours(1), 100) == at("15:00")
    paused = order(("11:00", "in_progress"), ("12:00", "paused"), ("17:00", "in_progress"))
    assert due_soon_at(look(paused, "18:00"), hours(3), 50) == at("18:00")


def test_sl_9_no_reminder_on_a_forecast_while_paused_and_when_it_is_over() -> None:
    events = order(("11:00", "in_progress"), ("12:00", "paused"))
    assert due_soon_at(look(order(), "10:30"), hours(1), 80) is None
    assert due_soon_at(look(events, "12:30"), hours(1), 80) is None
    assert due_soon_at(look(order(("11:00", "in_progress"), ("12:00", "done")), "12:30"), hours(1), 80) is None
    assert due_soon_at(look(order(norms=NO_NORMS), "10:30"), hours(1), 80) is None


def test_sl_9_a_due_by_hand_has_the_first_moment_only_also_while_paused() -> None:
    events = order(DueSet(at("10:05"), at("12:00")), ("10:10", "in_progress"), ("10:20", "paused"), norms=NO_NORMS)
    for count in (2, 3, 4):
        assert due_soon_at(look(events[:count], "10:30"), hours(1), 80) == at("11:00")
    done = [*events, StatusChanged(at("10:30"), "in_progress"), StatusChanged(at("10:35"), "done")]
    assert due_soon_at(look(done, "10:40"), hours(1), 80) is None
    moved = [*events, DueSet(at("10:40"), at("13:00"))]
    assert due_soon_at(look(moved, "10:50"), hours(1), 80) == at("12:00")


def test_sl_10_localization_runs_from_registration_until_it_is_marked() -> None:
    clock = look(order(Localized(at("11:40"), at("11:30"))), "18:00").localization
    assert (clock.state, clock.met_at, clock.used) == ("met", at("11:30"), hours(1.5))
    assert look(order(), "11:00").localization.breaks_at == at("12:00") + timedelta(microseconds=1)
    assert states(order(("10:20", "in_progress"), ("11:00", "done")), "12:00")[2] == "met"


def test_sl_10_a_mark_that_is_taken_back_was_none() -> None:
    events = order(Localized(at("11:00"), at("11:00")), LocalizationTakenBack(at("11:30")))
    assert look(events[:2], "13:00").localized_at == at("11:00")
    assert look(events, "11:40").localization.state == "running"
    assert look(events, "11:40").localized_at is None
    assert look(events, "13:00").localization.broken_at == at("12:00")


def test_sl_10_the_first_of_two_marks_stands() -> None:
    twice = order(Localized(at("11:00"), at("11:00")), Localized(at("11:30"), at("11:30")))
    assert look(twice, "12:30").localization.met_at == at("11:00")


def test_sl_10_a_mark_set_back_into_a_pause_leaves_the_due_that_was_broken() -> None:
    events = order(("10:30", "paused"), ("11:30", "in_progress"), Localized(at("14:00"), at("10:45")))
    clock = look(events, "15:00").localization
    assert (clock.state, clock.broken_at, clock.due_at) == ("broken", at("13:00"), at("13:00"))


def test_sl_10_a_mark_set_back_in_time_heals_no_break() -> None:
    found = look(order(Localized(at("13:00"), at("11:00"))), "14:00")
    assert (found.localization.state, found.localization.broken_at) == ("broken", at("12:00"))
    assert (found.localized_at, found.localization.used) == (at("11:00"), hours(1))
    assert look(order(Localized(at("10:30"), at("09:00"))), "14:00").localized_at == at("10:00")


def test_sl_10_without_statute_localization_stands_still_in_a_pause() -> None:
    clock = look(order(("10:10", "in_progress"), ("11:00", "paused")), "20:00").localization
    assert (clock.state, clock.used) == ("paused", hours(1))


def test_sl_10_statutory_clocks_run_from_registration_through_approval_and_pause() -> None:
    law = Norms(Norm(HOUR, ALWAYS), Norm(4 * HOUR, ALWAYS, statutory=True), Norm(2 * HOUR, ALWAYS, statutory=True))
    waiting = look(order(norms=law, base="approval"), "11:00")
    assert (waiting.execution.state, waiting.due_at, waiting.due_is_forecast) == ("running", at("14:00"), False)
    events = order(("13:00", "in_progress"), ("13:10", "paused"), norms=law)
    found = look(events, "13:30")
    assert (found.execution.state, found.execution.used, found.due_at) == ("running", hours(3.5), at("14:00"))
    assert found.localization.broken_at == at("12:00")
    assert list(pauses(found.execution, at("13:30"))) == []
    assert look(events, "14:01").execution.broken_at == at("14:00")
    again = [*events, *order(("15:00", "done"), ("16:00", "reopened"), ("17:00", "in_progress"))[1:]]
    assert look(again[:-1], "16:30").execution.state == "not_started"
    assert look(again, "18:00").due_at == at("21:00")


def test_sl_10_a_rubbish_chute_is_counted_in_the_calendar_of_its_norm() -> None:
    day = Calendar("Europe/Moscow", parse_hours("mon-sun 08:00-23:00", "hours"))
    created = Created(at("22:00"), "pending", Norms(execution=Norm(2 * HOUR, day, statutory=True)))
    assert clocks([created], at("22:00")).due_at == at("tue 09:00")


def test_sl_11_what_is_used_up_at_a_spans_end_is_due_there_and_in_time_while_no_more_is_used() -> None:
    norms = Norms(execution=Norm(8 * HOUR, OFFICE))
    events = order(("10:00", "in_progress"), norms=norms)
    assert look(events, "12:00").due_at == at("18:00")
    assert look(events, "12:00").execution.breaks_at == at("tue 09:00") + timedelta(microseconds=1)
    for done in ("18:00", "18:01", "tue 08:59", "tue 09:00"):
        assert look([*events, StatusChanged(at(done), "done")], "wed 10:00").execution.met_at == at(done)
    late = look([*events, StatusChanged(at("tue 09:01"), "done")], "wed 10:00").execution
    assert (late.state, late.broken_at) == ("broken", at("18:00"))


def test_sl_11_a_norm_used_up_as_the_pause_begins_is_due_as_it_ends() -> None:
    events = order(("10:00", "in_progress"), ("14:00", "paused"), ("16:00", "in_progress"))
    assert look(events[:3], "15:00").due_at == at("14:00")
    assert look(events[:3], "15:00").execution.state == "paused"
    assert look(events, "16:00").due_at == at("16:00")
    assert look(events, "16:01").execution.broken_at == at("16:00")


def test_sl_12_norms_fixed_anew_hold_for_the_whole_clock() -> None:
    longer = NormsFixed(at("11:30"), Norms(Norm(2 * HOUR, ALWAYS), Norm(8 * HOUR, ALWAYS)))
    found = look(order(("10:30", "in_progress"), longer), "12:00")
    assert (found.due_at, found.execution.used, found.execution.left) == (at("18:30"), hours(1.5), hours(6.5))
    late = look(order(longer), "11:45")
    assert (late.reaction.state, late.reaction.broken_at) == ("broken", at("11:00"))


def test_sl_12_a_shorter_norm_breaks_no_earlier_than_it_was_fixed() -> None:
    shorter = NormsFixed(at("13:00"), Norms(execution=Norm(HOUR, ALWAYS)))
    clock = look(order(("10:30", "in_progress"), shorter), "13:30").execution
    assert (clock.state, clock.due_at, clock.broken_at) == ("broken", at("11:30"), at("13:00"))


def test_sl_12_norms_that_come_after_a_clock_has_ended_do_not_judge_it() -> None:
    events = order(("15:00", "in_progress"), NormsFixed(at("15:00"), NORMS), norms=NO_NORMS)
    assert states(events, "16:00") == ("none", "running", "broken")
    same_moment = order(NormsFixed(at("10:00"), NORMS), ("10:00", "in_progress"), norms=NO_NORMS)
    assert states(same_moment, "10:30") == ("met", "running", "running")


def test_sl_12_a_due_by_hand_outlives_norms_fixed_anew() -> None:
    events = order(DueSet(at("10:05"), at("12:00")), NormsFixed(at("10:10"), NO_NORMS))
    assert look(events, "11:00").due_at == at("12:00")


def test_sl_8_the_spans_that_counted_make_up_what_is_used_and_those_to_come_what_is_left() -> None:
    norms = Norms(execution=Norm(12 * HOUR, OFFICE))
    events = order(("16:00", "in_progress"), ("tue 10:00", "paused"), ("tue 12:00", "in_progress"), norms=norms)
    clock = look(events, "tue 14:00").execution
    assert list(counted(clock)) == [
        (at("16:00"), at("18:00")),
        (at("tue 09:00"), at("tue 10:00")),
        (at("tue 12:00"), at("tue 14:00")),
    ]
    assert list(to_come(clock, at("tue 14:00"))) == [
        (at("tue 14:00"), at("tue 18:00")),
        (at("wed 09:00"), at("wed 12:00")),
    ]
    assert (clock.due_at, clock.used, clock.left) == (at("wed 12:00"), hours(5), hours(7))
    assert list(to_come(look(events[:3], "tue 11:00").execution, at("tue 11:00"))) == []


@pytest.mark.parametrize("seconds", [0, -60, 3650 * 86_400 + 1])
def test_sl_2_a_norm_of_no_time_is_refused(seconds: int) -> None:
    with pytest.raises(InputError) as refused:
        Norm(seconds, ALWAYS)
    assert refused.value.code == "invalid_value"


def test_sl_10_reaction_is_never_statutory() -> None:
    with pytest.raises(ValueError, match="never statutory"):
        Norms(Norm(HOUR, ALWAYS, statutory=True))
    with pytest.raises(ValueError, match="creation"):
        clocks([], at("10:00"))
