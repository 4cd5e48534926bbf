"""Editing orders: ED-1, ED-2, ED-4, PE-3, PE-5, AP-2, CR-1."""

from collections.abc import Callable
from typing import Any

import pytest

from ads_tui.errors import AdsError
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import list_orders
from tests.services.world import NOW, World


def edit(world: World, number: int, by: str = "dora", **given: Any) -> None:
    world.do(by, lambda work: edit_order(work, number, Edit(**given)))


def refusal(act: Callable[[], None]) -> AdsError:
    with pytest.raises(AdsError) as refused:
        act()
    return refused.value


def edits(world: World, number: int) -> list[tuple[str | None, Any, Any]]:
    """The edits of an order, oldest first: field, from, to."""
    return [(one.field, one.from_, one.to) for one in reversed(world.history(number)) if one.kind == "edited"]


def thing(code: str | None, name: str) -> dict[str, str | None]:
    return {"code": code, "name": name}


@pytest.mark.parametrize(
    ("given", "field", "before", "after"),
    [
        ({"priority": "high"}, "priority", "normal", "high"),
        ({"due": "2026-08-25"}, "due_at", None, "2026-08-25T20:59:59Z"),
        ({"visit": "2026-08-25T10:00"}, "visit_from", None, "2026-08-25T07:00:00Z"),
        ({"department": "pipes"}, "department", None, thing("pipes", "Pipes")),
        ({"client": "petrov"}, "client", None, thing("petrov", "Пётр Петров")),
        ({"client_name": "Ann"}, "client", None, thing(None, "Ann")),
        ({"premise": "2"}, "premise", None, thing("oak1-2", "2")),
        ({"building": "oak2"}, "building", thing("oak1", "Oak street, 1"), thing("oak2", "Oak street, 2")),
        ({"service": "single"}, "service", thing("wide", "Cleaning"), thing("single", "Single hands")),
    ],
)
def test_ed_1_each_field_is_changed_with_its_event(
    world: World, given: dict[str, str], field: str, before: Any, after: Any
) -> None:
    number = world.order()
    edit(world, number, **given)
    assert edits(world, number) == [(field, before, after)]
    row = world.card(number).row
    assert (row.accepted_by, row.updated_at) == ("dora", NOW)


def test_ed_1_what_is_so_already_leaves_no_trace(world: World) -> None:
    number = world.order("lift", premise="2", client="petrov")
    before = world.card(number)
    same: dict[str, Any] = {"service": "lift", "building": "oak1", "premise": "2", "form": {"cabin": ["left"]}}
    edit(world, number, client="petrov", **same)
    edit(world, number, priority="normal", department="lifts", visit="none", due="auto")
    assert world.card(number) == before


def test_ed_1_none_empties_and_auto_computes_due_again(world: World) -> None:
    number = world.order(premise="1", client="petrov", due="2026-08-25", visit="2026-08-25T10:00..2026-08-25T11:00")
    edit(world, number, premise="none", client="none", due="auto", visit="none", department="none")
    row = world.card(number).row
    assert (row.premise, row.client, row.due_at, row.due_by_hand) == (None, None, None, False)
    assert (row.visit_from, row.visit_to) == (None, None)


def test_ed_1_a_due_moment_set_by_hand_to_what_it_was_is_still_noted(world: World) -> None:
    number = world.order(due="2026-08-25")
    world.put(number, due_by_hand=False)
    edit(world, number, due="2026-08-25")
    assert edits(world, number) == [("due_by_hand", False, True)]


def test_a_premise_goes_with_its_building(world: World) -> None:
    number = world.order(premise="1")
    edit(world, number, building="oak2")
    assert world.card(number).row.premise is None
    assert [field for field, _before, _after in edits(world, number)] == ["building", "premise"]
    edit(world, number, building="oak1", premise="2")
    premise = world.card(number).row.premise
    assert premise is not None
    assert premise.code == "oak1-2"


def test_ed_1_a_new_name_keeps_the_phone_and_e_mail_of_an_unregistered_client(world: World) -> None:
    number = world.order("lift", client_name="Ivan", client_phone="89161112233", client_email="ivan@example.org")

    def told() -> tuple[str, str | None, str | None]:
        client = world.card(number).row.client
        assert client is not None
        return client.name, client.phone, client.email

    edit(world, number, client_name="Ivan Petrov")
    assert told() == ("Ivan Petrov", "+79161112233", "ivan@example.org")
    edit(world, number, client_name="Ivan Petrov", client_phone="", client_email="other@example.org")
    assert told() == ("Ivan Petrov", None, "other@example.org")


def test_ed_1_the_same_unregistered_client_again_changes_nothing(world: World) -> None:
    number = world.order("lift", client_name="Ivan", client_phone="89161112233")
    version = world.card(number).row.version
    edit(world, number, client_name="Ivan")
    edit(world, number, client_name="Ivan", client_phone="+7 916 111-22-33")
    assert world.card(number).row.version == version


def test_se_1_an_edited_order_is_found_by_its_new_words_only(world: World) -> None:
    number = world.order("lift", client_name="Quentin")

    def found(line: str) -> bool:
        page = world.read("dora", lambda reading: list_orders(reading, wanted=read_filter(reading, line)))
        return number in [row.number for row in page.rows]

    assert found("quentin left")
    edit(world, number, client_name="Rosamund", form={"cabin": ["right"]}, building="elm1")
    assert found("rosamund right elmwood")
    assert not found("quentin")
    # The tokens of access moved too (RO-3): a dispatcher of three buildings does not find it.
    page = world.read("nina", lambda reading: list_orders(reading, wanted=read_filter(reading, "rosamund")))
    assert page.rows == []


CLOSED = ("done", "cancelled", "cancelled_by_client")
OPEN = ("pending", "in_progress", "paused", "reopened", "approval", "clarification", "quality_control")
ANY_EDIT: tuple[dict[str, Any], ...] = (
    {"service": "single"},
    {"building": "oak2"},
    {"premise": "1"},
    {"client": "petrov"},
    {"priority": "low"},
    {"due": "2026-09-01"},
    {"department": "pipes"},
    {"visit": "2026-09-01T10:00"},
    {"executors": ["eve"]},
)


@pytest.mark.parametrize("status", CLOSED)
def test_ed_1_and_ed_4_a_closed_order_is_not_edited(world: World, status: str) -> None:
    number = world.in_status(status)
    before = world.card(number)
    for given in ANY_EDIT:
        error = refusal(lambda given=given: edit(world, number, **given))  # type: ignore[misc]
        assert (error.code, error.details) == ("not_editable", {"because": "status"}), given
    assert world.card(number) == before


@pytest.mark.parametrize("status", OPEN)
def test_ed_1_and_ed_4_an_open_order_is_edited(world: World, status: str) -> None:
    number = world.in_status(status)
    edit(world, number, by="admin", priority="low", due="2026-09-01", department="pipes")
    assert world.card(number).row.priority == "low"


def test_ed_2_a_new_service_brings_its_department_and_keeps_answers_of_the_same_key_and_kind(world: World) -> None:
    answers = {"cabin": ["left"], "floor": ["7"], "signs": ["smoke", "noise"], "since": ["2026-08-01"]}
    number = world.order("lift", form=answers)
    edit(world, number, service="hoist", form={"depth": ["3"]})
    card = world.card(number)
    assert card.form == {"cabin": "left", "signs": ["smoke"], "depth": 3}
    assert card.row.essence == "Cabin: left · Signs: smoke · Depth: 3"
    assert edits(world, number) == [
        ("service", thing("lift", "Lift stopped"), thing("hoist", "Hoist stopped")),
        ("form.depth", None, 3),
        ("form.floor", 7, None),
        ("form.signs", ["smoke", "noise"], ["smoke"]),
        ("form.since", "2026-08-01", None),
    ]
    edit(world, number, service="leak")
    row = world.card(number).row
    assert (world.card(number).form, row.essence) == ({}, None)
    assert row.department is not None
    assert row.department.code == "pipes"


def test_ed_2_required_answers_of_the_new_form_must_be_given(world: World) -> None:
    number = world.order("lift", form={"cabin": ["right"]})
    error = refusal(lambda: edit(world, number, service="hoist"))
    assert (error.code, error.field) == ("field_required", "form.cabin")
    edit(world, number, service="hoist", form={"cabin": ["middle"]})
    assert world.card(number).form == {"cabin": "middle"}


def test_answers_are_changed_one_by_one_and_those_to_forgotten_questions_stay(world: World) -> None:
    number = world.order("lift", form={"cabin": ["left"], "floor": ["7"]})
    world.put(number, form_data={"cabin": "left", "floor": 7, "gone": "old"})
    edit(world, number, form={"floor": ["8"]})
    assert edits(world, number) == [("form.floor", 7, 8)]
    edit(world, number, form={"floor": [" "]})
    assert world.card(number).form == {"cabin": "left", "gone": "old"}
    error = refusal(lambda: edit(world, number, form={"cabin": [""]}))
    assert (error.code, error.field) == ("field_required", "form.cabin")


def test_ed_2_executors_who_would_go_are_named_and_go_on_confirmation_only(world: World) -> None:
    number = world.order("wide", "oak1", "ed", "liam")
    before = world.card(number)
    error = refusal(lambda: edit(world, number, service="leak"))
    assert (error.code, error.details) == ("executors_do_not_fit", {"logins": ["liam"], "orders": [number]})
    assert world.card(number) == before
    edit(world, number, service="leak", confirm=True)
    card = world.card(number)
    assert (card.row.executors, card.executors_all) == (("ed",), ("ed", "liam"))
    newest = world.history(number)[0]
    assert (newest.kind, newest.from_, newest.to) == ("executors", ["ed", "liam"], ["ed"])


@pytest.mark.parametrize(
    ("given", "dropped"),
    [
        ({"service": "single"}, ["liam"]),
        ({"service": "single", "executors": ["eve"]}, ["ed", "liam"]),
        ({"department": "lifts"}, ["ed"]),
        ({"service": "lift", "form": {"cabin": ["left"]}, "department": "none"}, []),
        ({"service": "leak", "executors": ["eve"]}, ["liam"]),
    ],
)
def test_ed_2_who_goes(world: World, given: dict[str, Any], dropped: list[str]) -> None:
    number = world.order("wide", "oak1", "ed", "liam")
    if dropped:
        assert refusal(lambda: edit(world, number, **given)).details["logins"] == dropped
    edit(world, number, **given, confirm=True)
    left = [login for login in ("ed", "liam") if login not in dropped]
    assert sorted(world.card(number).row.executors) == sorted([*left, *given.get("executors", [])])


def test_ed_2_executors_without_access_to_the_new_building_go_alike(world: World) -> None:
    number = world.order("wide", "oak1", "near", "ed")
    assert refusal(lambda: edit(world, number, building="oak2")).details["logins"] == ["near"]
    edit(world, number, building="oak2", confirm=True)
    assert world.card(number).row.executors == ("ed",)


def test_ed_4_another_department_drops_on_confirmation_only(world: World) -> None:
    number = world.in_status("in_progress")
    assert refusal(lambda: edit(world, number, department="lifts")).code == "executors_do_not_fit"
    error = refusal(lambda: edit(world, number, department="lifts", confirm=True))
    assert (error.code, error.field) == ("last_executor", "executor")
    edit(world, number, department="lifts", executors=["liam"], confirm=True)
    row = world.card(number).row
    assert (row.executors, row.department and row.department.code) == (("liam",), "lifts")


@pytest.mark.parametrize(
    ("executors", "code"),
    [(["liam"], "wrong_department"), (["bob"], "no_access"), (["eve", "near", "ed"], "too_many_executors")],
)
def test_ed_2_new_executors_are_judged_by_the_new_service(world: World, executors: list[str], code: str) -> None:
    number = world.order("wide")
    error = refusal(lambda: edit(world, number, service="leak", executors=executors))
    assert (error.code, error.field) == (code, "executor")


def test_an_executor_named_without_another_change_is_added(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    edit(world, number, executors=["eve", "ed"])
    assert world.card(number).row.executors == ("ed", "eve")


def test_pe_5_controllers_go_with_a_service_that_has_none(world: World) -> None:
    number = world.order("guarded")
    world.control(number, "sam", "dima")
    edit(world, number, service="watched")
    assert world.card(number).row.controllers == ("dima", "sam")
    edit(world, number, service="wide")
    assert world.card(number).row.controllers == ()
    assert "controllers" in world.kinds(number)[-1]


def test_ed_2_default_people_are_not_added_again(world: World) -> None:
    number = world.order("wide")
    edit(world, number, service="manned")
    row = world.card(number).row
    assert (row.executors, row.controllers) == ((), ())


@pytest.mark.parametrize(
    ("status", "service", "after"),
    [
        ("approval", "routed-visit", "approval"),
        ("clarification", "routed-visit", "approval"),
        ("approval", "wide", "pending"),
        ("clarification", "wide", "pending"),
        ("approval", "visit", "in_progress"),
        ("in_progress", "routed", "in_progress"),
        ("pending", "routed", "pending"),
    ],
)
def test_ap_2_an_order_in_approval_takes_the_new_route(world: World, status: str, service: str, after: str) -> None:
    number = world.in_status(status)
    edit(world, number, by="admin", service=service, visit="2026-09-01T10:00", confirm=True)
    row = world.card(number).row
    assert row.status == after
    if after != status:
        newest = world.history(number)[0]
        assert (newest.kind, newest.from_, newest.to) == ("status", status, after)
    assert (row.first_in_progress_at is not None) == (after == "in_progress")


def test_cr_1_an_appointment_keeps_a_visit_time(world: World) -> None:
    number = world.order("wide")
    error = refusal(lambda: edit(world, number, service="visit"))
    assert (error.code, error.field) == ("field_required", "visit")
    edit(world, number, service="visit", visit="2026-09-01T10:00")
    assert refusal(lambda: edit(world, number, visit="none")).field == "visit"
    edit(world, number, service="wide", visit="none")
    assert world.card(number).row.visit_from is None


def test_a_service_beyond_reach_is_not_found(world: World) -> None:
    number = world.order("wide")
    error = refusal(lambda: edit(world, number, by="rita", service="papers"))
    assert (error.code, error.field) == ("not_found", "service")
    edit(world, number, by="rita", priority="low")


def test_cl_8_an_edit_tells_the_first_of_its_faults(world: World) -> None:
    done = world.in_status("done")
    cases: list[tuple[str, int, dict[str, Any], str]] = [
        ("olga", done, {"priority": "x"}, "invalid_value"),
        ("olga", done, {"service": "nothing"}, "not_found"),
        ("olga", done, {"priority": "low"}, "forbidden"),
        ("dora", done, {"priority": "low"}, "not_editable"),
        (
            "dora",
            world.order("wide", "oak1", "liam"),
            {"department": "pipes", "executors": ["bob"]},
            "executors_do_not_fit",
        ),
    ]
    for by, number, given, code in cases:
        assert refusal(lambda by=by, number=number, given=given: edit(world, number, by=by, **given)).code == code  # type: ignore[misc]
