"""What several orders can be given at once, and acts on those that a list still holds: BK-1 … BK-3, BK-5, LS-3."""

from typing import Any

import pytest

from ads_tui.errors import AdsError
from ads_tui.services.orders.bulk import BulkResult
from ads_tui.services.orders.bulk_executors import change_executors_of
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listed_acts import act_on_listed
from ads_tui.services.orders.people_choices import PeopleChoices, bulk_executor_choices, executor_choices
from ads_tui.services.orders.status_choices import StatusChoice, bulk_status_choices
from ads_tui.services.orders.statuses import StatusWish
from ads_tui.services.orders.window import OrderList
from ads_tui.store.work import Work
from tests.services.orders.bulk_acts import give, problems, state, told
from tests.services.world import World


def offered(world: World, numbers: list[int], by: str = "sam") -> dict[str, StatusChoice]:
    choices = world.read(by, lambda reading: bulk_status_choices(reading, numbers))
    assert (choices.number, choices.comment, choices.resume_on) == (0, "", None)
    return {choice.code: choice for choice in choices.choices}


def cancel_listed(world: World, line: str, numbers: list[int], *, by: str = "dora", **kept: Any) -> BulkResult:
    """Cancel those that the list of a filter still holds."""
    which = OrderList("all", world.read(by, lambda reading: read_filter(reading, line)))
    wish = StatusWish("cancelled", "no need")

    def act(work: Work) -> BulkResult:
        return act_on_listed(work, which, numbers, lambda work, these: change_statuses(work, these, wish))

    return world.do(by, act, **kept)


def test_bk_2_what_one_of_them_at_least_leads_to_is_offered_with_what_all_need(world: World) -> None:
    numbers = [world.order(), world.in_status("in_progress"), world.in_status("done")]
    found = offered(world, numbers)
    assert {"in_progress", "done", "paused", "cancelled", "cancelled_by_client", "reopened"} <= set(found)
    assert "quality_control" not in found and "approval" not in found
    assert {code for code in found if found[code].needs_comment} >= {"done", "paused", "cancelled"}
    assert not found["in_progress"].needs_comment and not any(one.needs_executor for one in found.values())
    assert (found["paused"].takes_resume_on, found["cancelled_by_client"].takes_reasons) == (True, True)


def test_bk_2_a_status_that_all_of_them_have_is_not_offered(world: World) -> None:
    assert "in_progress" not in offered(world, [world.in_status("in_progress"), world.in_status("in_progress")])


def test_bk_2_what_the_role_may_not_choose_is_not_offered(world: World) -> None:
    number = world.in_status("in_progress")
    assert {"done", "paused"} <= set(offered(world, [number], "ed"))
    assert not {"cancelled", "cancelled_by_client"} & set(offered(world, [number], "ed"))
    assert offered(world, [world.order()], "ed") == {}


def test_bk_2_every_status_offered_is_taken_by_an_order_and_no_other_is(world: World) -> None:
    numbers = [world.order(), world.in_status("in_progress"), world.in_status("done"), world.in_status("paused")]
    found = offered(world, numbers)
    for code in ("pending", "in_progress", "done", "paused", "cancelled", "reopened", "approval", "quality_control"):
        tried = give(world, numbers, code, comment="well", keep=False)
        wanting = [one for one in tried.refused if one.code not in ("transition_not_allowed", "forbidden")]
        assert (code in found) == bool(tried.done or wanting), code


def people(world: World, numbers: list[int], by: str = "dora") -> PeopleChoices:
    return world.read(by, lambda reading: bulk_executor_choices(reading, numbers))


def test_bk_3_whoever_fits_one_of_them_is_offered_and_the_most_is_the_largest(world: World) -> None:
    numbers = [world.order("wide"), world.order("single"), world.order("lift")]
    single = [world.read("dora", lambda reading, n=n: executor_choices(reading, n)) for n in numbers]  # type: ignore[misc]
    together = people(world, numbers)
    assert {load.login for load in together.offered} == {load.login for one in single for load in one.offered}
    assert together.most == max(one.most for one in single)
    assert [load.open for load in together.offered] == sorted(load.open for load in together.offered)


def test_bk_3_only_open_orders_count(world: World) -> None:
    closed = world.in_status("done")
    with pytest.raises(AdsError) as refused:
        people(world, [closed])
    assert refused.value.code == "not_editable"
    lift = world.order("lift")
    assert people(world, [lift, closed]).offered == people(world, [lift]).offered


@pytest.mark.parametrize("choose", [bulk_status_choices, bulk_executor_choices])
def test_bk_1_of_more_than_a_hundred_nothing_is_offered(world: World, choose: Any) -> None:
    with pytest.raises(AdsError) as refused:
        world.read("dora", lambda reading: choose(reading, range(1, 102)))
    assert refused.value.code == "too_many_selected"


def test_ls_3_what_the_list_holds_no_longer_is_named_and_left(world: World) -> None:
    numbers = [world.order(), world.in_status("in_progress"), world.order(), 9_999]
    before = state(world, numbers[1])
    result = cancel_listed(world, "status:pending", numbers)
    assert result.done == (numbers[0], numbers[2])
    assert told(result) == {numbers[1]: "conflict", 9_999: "not_found"}
    assert [one.order for one in result.refused] == [numbers[1], 9_999]
    assert state(world, numbers[1]) == before and problems(world) == []


def test_ls_3_where_all_of_them_have_left_there_is_no_batch(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("paused")]
    rows = world.rows()
    result = cancel_listed(world, "status:pending", numbers)
    assert (result.done, result.batch, told(result)) == ((), None, dict.fromkeys(numbers, "conflict"))
    assert world.rows() == rows


def test_bk_1_more_than_a_hundred_are_refused_before_the_list_is_asked(world: World) -> None:
    with pytest.raises(AdsError) as refused:
        cancel_listed(world, "", list(range(1, 102)))
    assert refused.value.code == "too_many_selected"


def test_bk_5_the_preview_tells_which_would_stay_as_they_are(world: World) -> None:
    there, alone = world.order("wide", "oak1", "ed"), world.order("wide")
    tried = world.do("dora", lambda work: change_executors_of(work, [there, alone], ["ed"]), keep=False)
    assert (tried.done, tried.unchanged) == ((there, alone), (there,))
    again = world.do("dora", lambda work: change_executors_of(work, [there], ["ed"]))
    assert (again.unchanged, again.batch) == ((there,), None)
