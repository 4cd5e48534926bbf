"""History with names instead of codes, as the card reads it, on both databases (HI-1, RO-3)."""

import pytest

from ads_tui.errors import NotFoundError
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.told_history import ToldHistory, told_history
from ads_tui.services.people import people_of
from tests.services.world import World


def told(world: World, number: int, by: str = "admin") -> ToldHistory:
    return world.read(by, lambda reading: told_history(reading, number))


def test_hi_1_employees_are_told_by_name_and_scripts_still_read_logins(world: World) -> None:
    number = world.order("wide")
    world.assign(number, "eve")
    name = told(world, number).events[0]
    eve = world.read("admin", lambda reading: people_of(reading, logins=["eve"]))["eve"]
    assert (name.kind, name.to) == ("executors", [eve.name])
    assert eve.name != "eve"
    assert world.history(number)[0].to == ["eve"]


def test_hi_1_questions_of_the_present_form_and_of_former_ones_are_known(world: World) -> None:
    number = world.order("lift", form={"cabin": ["left"], "floor": ["3"]})
    edit = Edit(service="hoist", form={"cabin": ["middle"], "depth": ["4"]})
    world.do("admin", lambda work: edit_order(work, number, edit))
    found = told(world, number)
    assert {"floor", "depth", "cabin"} <= found.fields.keys()
    # Both forms ask for the cabin: the present one is meant.
    assert [choice.value for choice in found.fields["cabin"].choices] == ["left", "middle"]


def test_hi_1_statuses_and_reasons_have_names(world: World) -> None:
    found = told(world, world.order("wide"))
    assert found.statuses["in_progress"] == "In progress"
    assert found.reasons["too_long"] == "Takes too long"


def test_ro_3_what_is_not_seen_has_no_history(world: World) -> None:
    number = world.order("wide", "elm1")
    with pytest.raises(NotFoundError):
        told(world, number, "nina")
