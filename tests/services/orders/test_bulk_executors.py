"""Executors of several orders: BK-3, and each by PE-1 and PE-3."""

import pytest

from ads_tui.errors import AdsError
from tests.services.orders.bulk_acts import assign, problems, state, told
from tests.services.world import World


def test_bk_3_one_whose_maximum_would_be_passed_or_whose_department_does_not_fit_is_listed_and_left(
    world: World,
) -> None:
    free, single, full = world.order("wide"), world.order("single", "oak1", "ed"), world.order("wide", "oak1", "ed")
    world.assign(full, "dora")
    lifts, closed, far = world.order("lift"), world.in_status("done", "watched"), world.order("wide", "elm1")
    numbers = [free, single, full, lifts, closed, far, 9_999]
    before = {number: state(world, number) for number in numbers[1:6]}
    result = assign(world, numbers, "near")
    assert result.done == (free,)
    assert told(result) == {
        single: "too_many_executors",
        full: "too_many_executors",
        lifts: "wrong_department",
        closed: "not_editable",
        far: "no_access",
        9_999: "not_found",
    }
    assert {number: state(world, number) for number in before} == before
    newest = world.history(free)[0]
    assert (newest.kind, newest.to, newest.source, newest.batch) == ("executors", ["near"], "bulk", result.batch)
    assert world.card(free).row.accepted_by == "dora"
    assert problems(world) == []


def test_bk_3_replacing(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.order("single", "oak2", "eve"), world.order("leak")]
    result = assign(world, numbers, "eve", mode="replace")
    assert result.done == tuple(numbers)
    assert [world.card(number).row.executors for number in numbers] == [("eve",)] * 3
    assert world.card(numbers[0]).executors_all == ("ed", "eve")
    assert [one["unread"] for one in state(world, numbers[0])["executors"]] == [True]


def test_cl_10_who_is_there_already_is_done_without_a_change(world: World) -> None:
    there, alone = world.order("wide", "oak1", "ed"), world.order("wide")
    events = world.history(there)
    result = assign(world, [there, alone], "ed")
    assert (result.done, result.refused) == ((there, alone), ())
    assert world.history(there) == events
    again = assign(world, [there, alone], "ed")
    assert (again.done, again.refused, again.batch) == ((there, alone), (), None)


def test_pe_3_the_last_executor_stays(world: World) -> None:
    working, pending = world.in_status("in_progress"), world.order("wide", "oak1", "ed")
    result = assign(world, [working, pending], "ed", mode="remove")
    assert (result.done, told(result)) == ((pending,), {working: "last_executor"})


@pytest.mark.parametrize(
    ("by", "logins", "count", "code"),
    [
        ("dora", [], 2, "field_required"),
        ("dora", ["nobody.here"], 101, "not_found"),
        ("olga", ["ed"], 101, "forbidden"),
        ("dora", ["ed"], 101, "too_many_selected"),
    ],
)
def test_cl_8_refused_as_a_whole(world: World, by: str, logins: list[str], count: int, code: str) -> None:
    numbers = [world.order(), *range(10_000, 9_999 + count)]
    rows = world.rows()
    with pytest.raises(AdsError) as refused:
        assign(world, numbers, *logins, by=by)
    assert (refused.value.code, world.rows()) == (code, rows)


def test_bk_5_a_preview_changes_nothing(world: World) -> None:
    numbers = [world.order("wide"), world.order("lift")]
    before, rows = [state(world, number) for number in numbers], world.rows()
    preview = assign(world, numbers, "ed", keep=False)
    assert ([state(world, number) for number in numbers], world.rows()) == (before, rows)
    result = assign(world, numbers, "ed")
    assert (result.done, told(result)) == (preview.done, told(preview)) == ((numbers[0],), told(result))
