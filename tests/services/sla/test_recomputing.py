"""What a rule or a calendar changed later moves: nothing by itself, open orders on request, with history (SL-12)."""

import pytest
import sqlalchemy as sa

from ads_tui.domain.moments import iso_utc
from ads_tui.errors import AdsError
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.sla.calendars import add_calendar, set_calendar
from ads_tui.services.sla.keeping import CLOCKS
from ads_tui.services.sla.recomputing import orders_to_move, recompute
from ads_tui.services.sla.rules import NewRule, add_rule, enable_rule
from ads_tui.store.work import Work
from tests.services.sla.test_keeping import due, edit, results, states
from tests.services.world import World


def to_move(world: World) -> list[int]:
    return world.read("admin", orders_to_move)


def norms_told(world: World, number: int) -> int:
    return world.kinds(number).count("edited:norms")


def test_sl_12_a_rule_holds_for_later_orders_and_moves_open_ones_on_request(world: World) -> None:
    # More than are moved in one transaction.
    opened = [world.order("timeless", "oak1", "ed") for _ in range(52)]
    closed = world.order("timeless", "oak1", "ed")
    world.status(closed, "cancelled", comment="no need")
    rule = world.do("admin", lambda work: add_rule(work, NewRule("New", service="timeless", execution="5h")))
    assert [due(world, number) for number in opened] == [None] * 52
    assert set(opened) <= set(to_move(world))
    assert closed not in to_move(world)

    before = world.history(opened[0])
    admin = world.actor("admin")
    dry = recompute(world.store, admin, dry_run=True)
    assert (set(opened) <= set(dry.done), world.history(opened[0])) == (True, before)
    told: list[int] = []
    result = recompute(world.store, admin, progress=lambda done, _of: told.append(done))
    assert (result.done, told[-1], to_move(world)) == (dry.done, len(dry.done), [])
    assert [due(world, number) for number in opened] == ["2026-08-20T13:00:00Z"] * 52
    assert (norms_told(world, opened[0]), due(world, closed)) == (1, None)
    assert world.card(opened[0]).row.updated_at == before[0].at
    assert recompute(world.store, admin).done == ()

    # Back again: what history tells of norms counts, not what the clocks began with.
    world.do("admin", lambda work: enable_rule(work, rule.id, enabled=False))
    assert set(opened) <= set(to_move(world))
    recompute(world.store, admin)
    assert (due(world, opened[0]), states(world, opened[0]), to_move(world)) == (None, {}, [])


def test_sl_12_an_order_keeps_its_version_of_a_calendar_until_it_is_recomputed(world: World) -> None:
    def furnish(work: Work) -> None:
        add_calendar(work, "days", "mon-fri 09:00-18:00")
        keys = {"calendar": "days", "execution_norm": "8h", "max_executors": "2"}
        engine.add(work, NOUNS["service"], "daily", "Daily", keys.items())

    world.do("admin", furnish)
    # Thursday, 11:00 in Moscow: seven hours today, one tomorrow.
    number = world.order("daily")
    assert due(world, number) == "2026-08-21T07:00:00Z"
    world.do("admin", lambda work: set_calendar(work, "days", "mon-sun 09:00-20:00"))
    assert due(world, number) == "2026-08-21T07:00:00Z"
    assert to_move(world) == [number]
    recompute(world.store, world.actor("admin"))
    assert due(world, number) == due(world, world.order("daily")) == "2026-08-20T16:00:00Z"


def test_sl_6_a_result_stays_when_orders_are_recomputed(world: World) -> None:
    number = world.order("quick", "oak1", "ed")
    late = world.at("2026-08-20T09:00:00Z")
    late.status(number, "in_progress")
    rule = world.do("admin", lambda work: add_rule(work, NewRule("Lax", service="quick", reaction="5h")))
    recompute(late.store, world.actor("admin"))
    assert results(world, number) == [("reaction", "broken")]
    world.do("admin", lambda work: enable_rule(work, rule.id, enabled=False))


def test_sl_6_recomputing_tells_of_breaks_as_the_scheduler_does(world: World) -> None:
    number, hasty = world.order("quick", "oak1", "ed"), world.order("timeless", "oak1", "ed")
    late = world.at("2026-08-20T09:00:00Z")
    slack = NewRule("Slack", service="quick", reaction="5h")
    strict = NewRule("Strict", service="timeless", reaction="30m")
    rules = world.do("admin", lambda work: [add_rule(work, slack), add_rule(work, strict)])
    recompute(late.store, world.actor("admin"))
    told = [
        [
            (each.kind, each.by, each.source, iso_utc(each.at))
            for each in sorted(world.history(one), key=lambda event: event.seq)[-2:]
        ]
        for one in (number, hasty)
    ]
    moved = ("edited", "admin", "employee", "2026-08-20T09:00:00Z")
    # One broke before it was moved, the other by being moved: until then it had no norm.
    assert told[0] == [("sla", None, "system", "2026-08-20T08:15:00Z"), moved]
    assert told[1] == [moved, ("sla", None, "system", "2026-08-20T09:00:00Z")]
    world.do("admin", lambda work: [enable_rule(work, rule.id, enabled=False) for rule in rules])


def test_sl_12_a_norm_that_came_too_late_for_its_clock_moves_nothing_again(world: World) -> None:
    number = world.order("slow", "oak1", "ed")
    world.status(number, "in_progress")
    edit(world, number, service="quick", confirm=True)
    assert states(world, number).keys() == {"execution"}
    assert number not in to_move(world)


def test_sl_12_clocks_that_disagree_with_history_are_written_anew(world: World) -> None:
    number = world.order("quick")
    spoil = sa.update(CLOCKS).where(CLOCKS.c.order_number == number, CLOCKS.c.kind == "reaction").values(due_at=None)
    world.do("system", lambda work: work.connection.execute(spoil))
    world.put(number, due_at=None)
    assert number not in to_move(world)
    assert number in recompute(world.store, world.actor("admin")).done
    assert (due(world, number), norms_told(world, number)) == ("2026-08-20T10:15:00Z", 0)
    assert recompute(world.store, world.actor("admin")).done == ()


def test_ro_2_recomputing_is_an_administrators(world: World) -> None:
    with pytest.raises(AdsError) as told:
        recompute(world.store, world.actor("sam"))
    assert told.value.code == "forbidden"
