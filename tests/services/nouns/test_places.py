"""Buildings with what they belong to, premises with their accounts."""

import pytest

from ads_tui.domain.actors import Actor
from ads_tui.store.work import Store
from tests.housing import add_employee, add_order, add_thing, furnish
from tests.services.nouns.doing import add, codes, put, show
from tests.services.nouns.refusing import refusal


@pytest.mark.parametrize(
    ("value", "shown"), [("always", "always"), ("NEVER", "never"), ("14", 14), ("0", 0), ("007", 7)]
)
def test_cl_17_chat_after_close_is_a_word_or_days(store: Store, value: str, shown: str | int) -> None:
    assert add(store, "building", "b")["chat_after_close"] == "always"
    assert put(store, "building", "b", "chat_after_close", value)["chat_after_close"] == shown


@pytest.mark.parametrize("value", ["sometimes", "-1", "1.5", "none", "99999"])
def test_cl_17_chat_after_close_takes_nothing_else(store: Store, value: str) -> None:
    add(store, "building", "b")
    assert refusal(lambda: put(store, "building", "b", "chat_after_close", value))[0] == "invalid_value"


def test_cl_17_a_building_names_what_it_belongs_to_by_codes(store: Store) -> None:
    add(store, "organization", "uk", "Company")
    add(store, "group", "g", "Group", manager="ADMIN")
    add(store, "quarter", "q", "Quarter")
    document = add(store, "building", "b", "Oak street, 1", organization="uk", group="g", quarter="quarter")
    assert (document["organization"], document["group"], document["quarter"]) == ("uk", "g", "q")
    assert put(store, "building", "b", "group", "none")["group"] is None
    assert show(store, "group", "g")["manager"] == "admin"


@pytest.fixture
def houses(store: Store) -> Store:
    """Two buildings with a flat of the same number each."""
    furnish(store)
    add_thing(store, "premise", "oak1-12", "12", building="oak1")
    add_thing(store, "premise", "oak2-12", "12", building="oak2")
    return store


def test_cl_11_a_premise_number_is_unique_within_its_building(houses: Store) -> None:
    assert refusal(lambda: add(houses, "premise", "p", "12", building="oak1")) == ("taken", "name")
    add(houses, "premise", "p", "13", building="oak1")
    assert refusal(lambda: put(houses, "premise", "p", "name", "12")) == ("taken", "name")
    assert put(houses, "premise", "p", "name", "13")["name"] == "13"
    add(houses, "premise", "p14", "14a", building="oak1")
    assert refusal(lambda: put(houses, "premise", "p14", "name", "13")) == ("taken", "name")
    assert put(houses, "premise", "p14", "name", "14A")["name"] == "14A"


def test_cl_11_a_premise_number_of_two_buildings_is_ambiguous(houses: Store) -> None:
    assert refusal(lambda: show(houses, "premise", "12")) == ("ambiguous", "premise")


def test_cl_17_a_premise_needs_its_building(houses: Store) -> None:
    assert refusal(lambda: add(houses, "premise", "p", "1")) == ("field_required", "building")
    assert refusal(lambda: put(houses, "premise", "oak1-12", "building", "none")) == ("field_required", "building")


def test_cl_17_a_premise_moves_to_another_building_only_without_orders(houses: Store, admin: Actor) -> None:
    assert refusal(lambda: put(houses, "premise", "oak1-12", "building", "oak2")) == ("taken", "name")
    put(houses, "premise", "oak1-12", "name", "12b")
    assert put(houses, "premise", "oak1-12", "building", "oak2")["building"] == "oak2"
    from ads_tui.services.orders.creating import NewOrder, create_order

    wanted = NewOrder(service="other", building="oak2", premise="12b")
    houses.perform(admin, lambda work: create_order(work, wanted))
    assert refusal(lambda: put(houses, "premise", "oak1-12", "building", "oak1")) == ("in_use", "building")


def test_cl_17_an_account_is_made_on_the_way_with_its_balances(houses: Store) -> None:
    document = put(houses, "premise", "oak1-12", "account", "77001")
    assert (document["account"], document["balance"], document["repair_balance"]) == ("77001", "0.00", "0.00")
    assert put(houses, "premise", "oak1-12", "balance", "-1250.5")["balance"] == "-1250.50"
    assert put(houses, "premise", "oak1-12", "repair_balance", "3")["repair_balance"] == "3.00"
    document = put(houses, "premise", "oak1-12", "account", "none")
    assert (document["account"], document["balance"], document["repair_balance"]) == (None, None, None)
    again = put(houses, "premise", "oak1-12", "account", "77001")
    assert again["balance"] == "-1250.50"


def test_cl_17_account_and_balance_come_together_in_any_order(houses: Store) -> None:
    document = add(houses, "premise", "p", "99", building="oak1", balance="10", account="77002")
    assert (document["account"], document["balance"]) == ("77002", "10.00")


def test_cl_17_two_rooms_may_have_one_account(houses: Store) -> None:
    put(houses, "premise", "oak1-12", "account", "77001")
    put(houses, "premise", "oak2-12", "account", "77001")
    put(houses, "premise", "oak1-12", "balance", "5")
    assert show(houses, "premise", "oak2-12")["balance"] == "5.00"


@pytest.mark.parametrize("value", ["much", "1.234", "1,5", "1e3", "nan", "", "none", "9" * 13])
def test_cl_17_a_balance_is_a_sum_with_two_places(houses: Store, value: str) -> None:
    put(houses, "premise", "oak1-12", "account", "77001")
    assert refusal(lambda: put(houses, "premise", "oak1-12", "balance", value)) == ("invalid_value", "balance")


def test_cl_17_a_balance_needs_an_account(houses: Store) -> None:
    assert refusal(lambda: put(houses, "premise", "oak1-12", "balance", "5")) == ("field_required", "account")
    assert refusal(lambda: add(houses, "premise", "p", "99", building="oak1", balance="5"))[0] == "field_required"


def test_cr_2_premises_are_found_by_number_address_and_account(houses: Store) -> None:
    put(houses, "premise", "oak1-12", "account", "77001")
    assert codes(houses, "premise", "12 oak 2") == ["oak2-12"]
    assert codes(houses, "premise", "770") == ["oak1-12"]
    assert codes(houses, "premise", "oak") == ["oak1-12", "oak2-12"]


def test_ro_3_an_employee_finds_and_changes_what_is_in_his_buildings_only(houses: Store) -> None:
    anna = add_employee(houses, "anna", role="dispatcher", buildings="oak1")
    assert codes(houses, "building", actor=anna) == ["oak1"]
    assert codes(houses, "building", "oak", actor=anna) == ["oak1"]
    assert codes(houses, "premise", actor=anna) == ["oak1-12"]
    assert codes(houses, "premise", "12", actor=anna) == ["oak1-12"]
    assert show(houses, "premise", "12", actor=anna)["code"] == "oak1-12"
    for noun, code in (("building", "oak2"), ("building", "Oak street, 2"), ("premise", "oak2-12")):
        assert refusal(lambda noun=noun, code=code: show(houses, noun, code, actor=anna)) == ("not_found", noun)  # type: ignore[misc]
    assert refusal(lambda: put(houses, "premise", "oak2-12", "note", "x", actor=anna)) == ("not_found", "premise")
    here = put(houses, "premise", "oak1-12", "note", "x", actor=anna)
    assert here["note"] == "x"
    assert refusal(lambda: put(houses, "premise", "oak1-12", "building", "oak2", actor=anna)) == (
        "not_found",
        "building",
    )


def test_ro_3_a_balance_of_another_building_is_not_reached_by_its_account(houses: Store) -> None:
    put(houses, "premise", "oak2-12", "account", "77002")
    anna = add_employee(houses, "anna", role="dispatcher", buildings="oak1")
    assert refusal(lambda: put(houses, "premise", "oak1-12", "account", "77002", actor=anna)) == ("taken", "account")
    assert put(houses, "premise", "oak1-12", "account", "77003", actor=anna)["account"] == "77003"


def test_ro_3_a_building_that_joins_a_group_is_seen_by_whoever_has_the_group(houses: Store) -> None:
    anna = add_employee(houses, "anna", role="dispatcher", groups="towers")
    number = add_order(houses, Actor(kind="system"), "other", "oak1")
    assert codes(houses, "building", actor=anna) == ["oak2"]
    put(houses, "building", "oak1", "group", "towers")
    from ads_tui.services.accounts import sign_in
    from ads_tui.services.orders.card import show_order

    anna = sign_in(houses, login="anna", os_user=None)
    assert codes(houses, "building", actor=anna) == ["oak1", "oak2"]
    with houses.reading(anna) as reading:
        assert show_order(reading, number).row.building.code == "oak1"
    put(houses, "building", "oak1", "group", "none")
    assert codes(houses, "building", actor=sign_in(houses, login="anna", os_user=None)) == ["oak2"]
