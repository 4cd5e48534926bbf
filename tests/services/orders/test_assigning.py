"""Executors and controllers: PE-1, PE-3 … PE-6, CL-10."""

import pytest

from ads_tui.errors import AdsError
from tests.services.world import World

# The service, who is there, how, whom, and the refusal.
REFUSED: tuple[tuple[str, list[str], str, list[str], str], ...] = (
    ("single", ["ed"], "add", ["eve"], "too_many_executors"),
    ("wide", ["ed"], "add", ["eve", "liam"], "too_many_executors"),
    ("wide", ["ed"], "replace", ["eve", "liam", "sam"], "too_many_executors"),
    ("leak", [], "add", ["liam"], "wrong_department"),
    ("leak", [], "add", ["dora"], "wrong_department"),
    ("wide", [], "add", ["near"], "no_access"),
    ("papers", [], "add", ["rita"], "no_access"),
    ("wide", [], "add", ["bob"], "no_access"),
    ("leak", [], "add", ["bob", "liam"], "wrong_department"),
)


def refuse(world: World, number: int, logins: list[str], mode: str, by: str = "dora") -> AdsError:
    with pytest.raises(AdsError) as refused:
        world.assign(number, *logins, mode=mode, by=by)
    return refused.value


@pytest.mark.parametrize(("service", "present", "mode", "logins", "code"), REFUSED)
def test_pe_1_who_cannot_be_an_executor(
    world: World, service: str, present: list[str], mode: str, logins: list[str], code: str
) -> None:
    number = world.order(service, "oak2", *present)
    before = world.card(number)
    error = refuse(world, number, logins, mode)
    assert (error.code, error.field) == (code, "login")
    assert world.card(number) == before


@pytest.mark.parametrize(
    ("mode", "logins", "after"),
    [
        ("add", ["ed"], ["ed"]),
        ("add", ["eve", "ED", "eve"], ["ed", "eve"]),
        ("remove", ["eve"], ["ed"]),
        ("remove", ["ed", "eve"], []),
        ("replace", ["eve"], ["eve"]),
        ("replace", ["liam", "eve"], ["eve", "liam"]),
    ],
)
def test_cl_10_adding_replacing_removing(world: World, mode: str, logins: list[str], after: list[str]) -> None:
    number = world.order("wide", "oak1", "ed")
    world.assign(number, *logins, mode=mode)
    card = world.card(number)
    assert list(card.row.executors) == after
    assert set(card.executors_all) == {"ed", *after}
    events = [event for event in world.history(number) if event.kind == "executors"]
    assert len(events) == (1 if after == ["ed"] else 2)
    if after != ["ed"]:
        assert (events[0].from_, sorted(events[0].to)) == (["ed"], sorted(after))


@pytest.mark.parametrize("status", ["in_progress", "paused", "quality_control"])
def test_pe_3_the_last_executor_is_replaced_not_removed(world: World, status: str) -> None:
    number = world.in_status(status)
    assert refuse(world, number, ["ed"], "remove").code == "last_executor"
    world.assign(number, "eve", mode="replace")
    assert world.card(number).row.executors == ("eve",)


@pytest.mark.parametrize("status", ["pending", "reopened"])
def test_pe_3_elsewhere_he_is_removed(world: World, status: str) -> None:
    number = world.in_status(status)
    world.assign(number, "ed", mode="remove")
    assert world.card(number).row.executors == ()


@pytest.mark.parametrize("status", ["done", "cancelled", "cancelled_by_client"])
def test_pe_1_people_of_a_closed_order_stay(world: World, status: str) -> None:
    number = world.in_status(status)
    for mode, login in (("add", "eve"), ("replace", "eve"), ("remove", "ed")):
        error = refuse(world, number, [login], mode)
        assert (error.code, error.details) == ("not_editable", {"because": "status"})
    world.assign(number, "ed")


def test_pe_4_whoever_comes_back_is_one_of_all_executors_once(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    world.assign(number, "ed", mode="remove")
    world.assign(number, "ed", "eve")
    card = world.card(number)
    assert (card.row.executors, card.executors_all) == (("ed", "eve"), ("ed", "eve"))
    assert "unread" in world.card(number, by="ed").row.labels


def test_pe_5_controllers_come_and_go(world: World) -> None:
    number = world.order("guarded")
    world.control(number, "sam", "dima", "near", "sam")
    world.control(number, "near", mode="remove")
    assert world.card(number).row.controllers == ("dima", "sam")
    assert world.kinds(number) == ["created", "accepted", "controllers", "controllers"]
    newest = world.history(number)[0]
    assert (sorted(newest.from_), sorted(newest.to)) == (["dima", "near", "sam"], ["dima", "sam"])
    # Access to the building is enough: the service may be beyond reach.
    world.control(number, "rita")


@pytest.mark.parametrize(
    ("service", "building", "logins", "code"),
    [
        ("wide", "oak1", ["sam"], "not_offered"),
        ("guarded", "oak2", ["near"], "no_access"),
        ("guarded", "oak1", ["bob"], "no_access"),
        ("guarded", "oak1", ["sam", "dima", "ed", "eve", "liam", "dora"], "too_many_controllers"),
    ],
)
def test_pe_5_who_cannot_be_a_controller(
    world: World, service: str, building: str, logins: list[str], code: str
) -> None:
    number = world.order(service, building)
    with pytest.raises(AdsError) as refused:
        world.control(number, *logins)
    assert (refused.value.code, world.card(number).row.controllers) == (code, ())


def test_pe_5_controllers_of_a_closed_order_stay(world: World) -> None:
    number = world.in_status("done", "watched")
    with pytest.raises(AdsError) as refused:
        world.control(number, "sam")
    assert refused.value.code == "not_editable"


def test_pe_5_a_controller_may_lack_the_service_and_an_executor_may_not(world: World) -> None:
    number = world.order("watched")
    world.control(number, "rita")
    assert refuse(world, number, ["rita"], "add").code == "no_access"
