"""Why an order is due when it is, and the mark that an accident is localized (SL-8, SL-10)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from ads_tui.domain.moments import iso_utc
from ads_tui.errors import AdsError
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.sla.calendars import add_calendar
from ads_tui.services.sla.explaining import Why, explain
from ads_tui.services.sla.localizing import mark_localized, take_back_localized
from ads_tui.services.sla.rules import NewRule, add_rule, enable_rule
from ads_tui.store.work import Work
from tests.services.sla.test_keeping import edit, results, states
from tests.services.world import World


def why(world: World, number: int, by: str = "admin") -> Why:
    return world.read(by, lambda reading: explain(reading, number))


def spans(found: Iterable[tuple[datetime, datetime]]) -> list[tuple[str, str]]:
    return [(iso_utc(start)[5:16], iso_utc(end)[5:16]) for start, end in found]


def mark(world: World, number: int, at: str | None = None, by: str = "dora") -> None:
    world.do(by, lambda work: mark_localized(work, number, at))


def take_back(world: World, number: int, comment: str = "It leaks again", by: str = "dora") -> None:
    world.do(by, lambda work: take_back_localized(work, number, comment))


def refused(act: Any, *given: Any, **named: Any) -> tuple[str, str | None]:
    with pytest.raises(AdsError) as told:
        act(*given, **named)
    return told.value.code, told.value.field


def test_sl_8_a_due_is_explained_by_rule_calendar_spans_and_pauses(world: World) -> None:
    def furnish(work: Work) -> int:
        add_calendar(work, "lunch", "mon-fri 09:00-13:00 14:00-18:00")
        given = NewRule("Ten hours", service="slow", calendar="lunch", execution="10h", source="Contract 12")
        return add_rule(work, given).id

    rule = world.do("admin", furnish)
    # Thursday, 11:00 in Moscow.
    number = world.order("slow", "oak1", "ed")
    world.status(number, "in_progress")
    world.at("2026-08-20T11:30:00Z").status(number, "paused", comment="waits")
    world.at("2026-08-21T07:00:00Z").status(number, "in_progress")
    found = why(world.at("2026-08-21T08:00:00Z"), number)
    assert (found.rule, found.source, found.calendar, found.is_forecast) == ("Ten hours", "Contract 12", "lunch", False)
    execution = found.clocks[1]
    # 11:00–13:00 and 14:00–14:30, the night paused, 10:00–11:00: 3.5 of 10 hours.
    assert spans(execution.spans) == [
        ("08-20T08:00", "08-20T10:00"),
        ("08-20T11:00", "08-20T11:30"),
        ("08-21T07:00", "08-21T08:00"),
    ]
    assert spans(execution.pauses) == [("08-20T11:30", "08-21T07:00")]
    assert spans(execution.to_come) == [
        ("08-21T08:00", "08-21T10:00"),
        ("08-21T11:00", "08-21T15:00"),
        ("08-24T06:00", "08-24T06:30"),
    ]
    assert execution.clock.used.total_seconds() == 3.5 * 3600
    assert (found.due_at, execution.calendar) == (execution.to_come[-1][1], "lunch")
    # Disabled meanwhile, it is what the order was given all the same.
    world.do("admin", lambda work: enable_rule(work, rule, enabled=False))
    assert why(world, number).rule == "Ten hours"


def test_sl_8_norms_of_the_service_and_none_at_all_are_told_apart(world: World) -> None:
    own, none = why(world, world.order("quick")), why(world, world.order("timeless"))
    assert (own.rule, own.calendar, own.is_forecast) == (None, "24x7", True)
    assert (none.rule, none.calendar, none.due_at) == (None, None, None)
    assert [one.clock.state for one in none.clocks] == ["none"] * 3
    by_hand = why(world, world.order("timeless", due="2026-08-21T12:00:00Z"))
    assert (by_hand.by_hand, by_hand.calendar, iso_utc(by_hand.clocks[1].clock.due_at or by_hand.now)) == (
        True,
        None,
        "2026-08-21T12:00:00Z",
    )


def test_sl_12_a_break_is_told_though_nobody_has_recorded_it(world: World) -> None:
    number = world.order("quick")
    assert why(world.at("2026-08-20T08:16:00Z"), number).clocks[0].clock.state == "broken"
    assert states(world, number)["reaction"] == "running"


def test_sl_6_a_final_result_is_told_with_the_norm_and_calendar_it_came_under(world: World) -> None:
    def furnish(work: Work) -> None:
        add_calendar(work, "mondays", "mon 09:00-18:00")
        keys = {"calendar": "mondays", "reaction_norm": "1h", "execution_norm": "1h"}
        engine.add(work, NOUNS["service"], "seldom", "Seldom", keys.items())

    world.do("admin", furnish)
    number = world.order("quick")
    edit(world.at("2026-08-20T09:00:00Z"), number, service="seldom")
    found = why(world.at("2026-08-20T09:00:00Z"), number)
    told = [(one.clock.state, one.clock.norm and one.clock.norm.seconds, one.calendar) for one in found.clocks[:2]]
    assert told == [("broken", 900, "24x7"), ("not_started", 3600, "mondays")]
    assert [one.is_former for one in found.clocks] == [True, False, False]
    assert found.calendar == "mondays"


def test_ro_3_an_order_that_is_not_seen_is_not_explained(world: World) -> None:
    number = world.order("quick", "twin-b")
    assert refused(why, world, number, by="nina") == ("not_found", "order")
    assert refused(why, world, 2**70) == ("not_found", "order")


def test_sl_10_the_mark_ends_the_clock_and_taken_back_it_runs_again(world: World) -> None:
    number = world.order("burst")
    later = world.at("2026-08-20T08:20:00Z")
    mark(later, number, "2026-08-20T08:10:00Z")
    assert states(world, number)["localization"] == "met"
    assert ("localization", "met") in results(world, number)
    event = next(event for event in world.history(number) if event.field == "localized_at")
    assert (event.kind, event.from_, event.to, event.by) == ("edited", None, "2026-08-20T08:10:00Z", "dora")
    row = world.card(number).row
    assert (row.accepted_by, iso_utc(row.accepted_at or row.created_at)) == ("dora", "2026-08-20T08:20:00Z")
    assert refused(mark, later, number) == ("order_state", None)

    take_back(later, number)
    event = next(event for event in world.history(number) if event.field == "localized_at")
    assert (event.from_, event.to, event.comment) == ("2026-08-20T08:10:00Z", None, "It leaks again")
    assert states(world, number)["localization"] == "running"
    assert refused(take_back, later, number) == ("order_state", None)
    mark(world.at("2026-08-20T08:31:00Z"), number)
    assert states(world, number)["localization"] == "broken"


def test_sl_10_what_has_no_norm_of_localization_is_not_offered(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    assert refused(mark, world, number) == ("not_offered", "localized")
    edit(world, number, service="burst", confirm=True)
    mark(world, number)
    assert states(world, number)["localization"] == "met"


def test_cl_8_marks_that_cannot_be_are_refused(world: World) -> None:
    number = world.order("burst", "oak1", "ed")
    for at in ("2026-08-20T08:00:01Z", "2026-08-20T07:59:59Z", "yesterday"):
        assert refused(mark, world, number, at) == ("invalid_value", "at")
    assert refused(take_back, world, number, "  ") == ("field_required", "comment")
    assert refused(mark, world, number, by="olga") == ("forbidden", None)
    assert refused(mark, world, 999_999) == ("not_found", "order")
    world.status(number, "in_progress")
    world.status(number, "done")
    assert refused(mark, world, number) == ("not_editable", None)


def test_sl_2_a_service_may_name_its_calendar(world: World) -> None:
    def furnish(work: Work) -> None:
        add_calendar(work, "fridays", "fri 09:00-18:00")
        engine.add(work, NOUNS["service"], "weekly", "Weekly", {"calendar": "fridays", "execution_norm": "1h"}.items())

    world.do("admin", furnish)
    found = why(world, world.order("weekly"))
    assert (found.calendar, iso_utc(found.due_at or found.now)) == ("fridays", "2026-08-21T07:00:00Z")
