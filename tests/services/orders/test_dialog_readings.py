"""What the dialogs of an order are filled with: people (PE-1, PE-5), fields (ED-1, ED-2), others' changes (ST-11)."""

from collections.abc import Callable
from typing import Any

import pytest

from ads_tui.errors import AdsError
from ads_tui.services.assignment import change_controllers
from ads_tui.services.orders.editable import editable_order, fitting_executors
from ads_tui.services.orders.opening import changed_since
from ads_tui.services.orders.people_choices import controller_choices, executor_choices
from ads_tui.services.orders.status_choices import status_choices
from tests.services.world import World


def refusal(world: World, login: str, question: Callable[[Any], object]) -> str:
    with pytest.raises(AdsError) as refused:
        world.read(login, question)
    return refused.value.code


def test_pe_1_executors_offered_are_those_of_department_and_access(world: World) -> None:
    number = world.order("leak", "oak2", "eve")
    choices = world.read("dora", lambda reading: executor_choices(reading, number))
    assert {load.login for load in choices.offered} == {"ed", "eve"}
    assert (choices.present, choices.others, choices.most) == (("eve",), (), 2)
    assert choices.version == world.card(number).row.version


def test_pe_5_controllers_are_of_any_department_with_access_to_the_building(world: World) -> None:
    number = world.order("watched", "oak2")
    choices = world.read("dora", lambda reading: controller_choices(reading, number))
    offered = {load.login for load in choices.offered}
    assert {"ed", "liam", "sam", "rita"} <= offered
    assert offered.isdisjoint({"near", "bob"})
    assert choices.most == 5


def test_people_cannot_be_chosen_where_the_rules_forbid_it(world: World) -> None:
    plain, closed = world.order("wide"), world.order("guarded")
    world.status(closed, "cancelled", comment="twice")
    assert refusal(world, "dora", lambda reading: controller_choices(reading, plain)) == "not_offered"
    assert refusal(world, "dora", lambda reading: executor_choices(reading, closed)) == "not_editable"
    assert refusal(world, "olga", lambda reading: executor_choices(reading, plain)) == "forbidden"
    assert refusal(world, "ed", lambda reading: executor_choices(reading, plain)) == "not_found"


def test_st_11_replacing_controllers_removes_nobody_added_meanwhile(world: World) -> None:
    number = world.order("watched")
    seen = world.card(number).row.version
    world.control(number, "sam")
    with pytest.raises(AdsError) as refused:
        world.do("dora", lambda work: change_controllers(work, number, ["liam"], mode="replace", version=seen))
    assert (refused.value.code, refused.value.details["theirs"]) == ("conflict", ["sam"])
    world.do("dora", lambda work: change_controllers(work, number, ["liam"], mode="replace"))
    assert world.card(number).row.controllers == ("liam",)


def test_st_11_what_others_changed_is_told_with_who_and_when(world: World) -> None:
    number = world.order("wide", premise="1")
    seen = world.card(number).row.version
    world.assign(number, "ed", by="sam")
    world.status(number, "in_progress", by="dima")
    changes = world.read("dora", lambda reading: changed_since(reading, number, seen))
    assert (changes["executors"].present, changes["executors"].by) == (["ed"], "Sam")
    assert (changes["status"].present, changes["status"].by) == ("in_progress", "Dima")
    assert changes["status"].at == world.history(number)[0].at
    assert world.read("dora", lambda reading: changed_since(reading, number, world.card(number).row.version)) == {}


def test_ed_1_an_order_is_read_as_its_fields_hold_it(world: World) -> None:
    number = world.order("lift", premise="1", client="petrov", due="2026-09-01T10:00")
    order = world.read("dora", lambda reading: editable_order(reading, number))
    assert order.building and order.premise and order.client
    assert (order.building.code, order.premise.name, order.client.code) == ("oak1", "1", "petrov")
    assert (order.service.code, order.answers, order.department) == ("lift", {"cabin": "left"}, "lifts")
    assert ("pipes", "Pipes") in order.departments
    assert not order.hides_contacts


def test_ed_1_a_closed_order_and_one_without_the_right_are_refused(world: World) -> None:
    number = world.order("wide")
    assert refusal(world, "olga", lambda reading: editable_order(reading, number)) == "forbidden"
    world.status(number, "cancelled", comment="twice")
    assert refusal(world, "dora", lambda reading: editable_order(reading, number)) == "not_editable"


@pytest.mark.parametrize(
    ("change", "offered"),
    [
        ({}, {"ed", "eve", "near"}),
        ({"building": "oak2"}, {"ed", "eve"}),
        ({"department": "lifts"}, {"liam"}),
        ({"service": "lift"}, {"liam"}),
        ({"service": "lift", "department": "pipes"}, {"ed", "eve", "near"}),
    ],
)
def test_ed_2_a_new_executor_is_one_who_fits_the_order_as_it_will_be(
    world: World, change: dict[str, str], offered: set[str]
) -> None:
    number = world.order("leak")
    wanted = {"building": None, "service": None, "department": None} | change
    found = world.read("dora", lambda reading: fitting_executors(reading, number, **wanted))
    assert {load.login for load in found} == offered


def test_st_13_the_present_status_is_offered_last_with_what_goes_with_it(world: World) -> None:
    number = world.in_status("paused")
    world.status(number, "paused", comment="part", resume_on="2026-09-01")
    choices = world.read("dora", lambda reading: status_choices(reading, number))
    present = choices.choices[-1]
    assert (present.code, present.is_present, present.needs_executor) == ("paused", True, False)
    assert [choice.code for choice in choices.choices if choice.is_present] == ["paused"]
    assert (choices.comment, choices.resume_on is not None and choices.resume_on.is_date) == ("part", True)
