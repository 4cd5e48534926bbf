"""What a new order may be about, found by a few letters (CR-2, CR-5, CR-9, RO-3)."""

import pytest

from ads_tui.errors import AccessError
from ads_tui.services.drafts import find_draft, keep_draft
from ads_tui.services.orders import callers, choosing
from ads_tui.services.orders.similar import hand_over, similar_orders
from tests.services.world import World


def _named(world: World, text: str, by: str = "dora") -> list[str]:
    return [found.name for found in world.read(by, lambda reading: choosing.choose_services(reading, text))]


def _called(world: World, text: str, by: str = "dora") -> list[tuple[str, str, str]]:
    found = world.read(by, lambda reading: callers.choose_callers(reading, text))
    return [
        (
            caller.client.name if caller.client else "",
            caller.building.code if caller.building else "",
            caller.premise.name if caller.premise else "",
        )
        for caller in found
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lea", ["Leak"]),
        ("stopped", ["Hoist stopped", "Lift stopped"]),
        ("LIFT st", ["Lift stopped"]),
        ("visits", ["Visit of a specialist", "Visit that needs consent"]),
        ("smoke", ["Hoist stopped", "Lift stopped"]),
        ("his words", ["Lift stopped"]),
        ("hands single", ["Single hands"]),
        ("needs", ["Needs consent", "Visit that needs consent"]),
        ("nothing like it", []),
        ("", []),
    ],
)
def test_cr_2_services_are_found_by_name_type_and_form(world: World, text: str, names: list[str]) -> None:
    assert _named(world, text) == names


def test_cr_2_whole_words_of_a_name_come_before_begun_ones(world: World) -> None:
    assert _named(world, "visit")[0] == "Visit of a specialist"


@pytest.mark.parametrize(
    ("text", "codes"),
    [("oak 2", ["oak2"]), ("OAK", ["oak1", "oak2"]), ("1 oak", ["oak1"]), ("elm", ["elm1"]), ("", [])],
)
def test_cr_2_buildings_are_found_by_words_of_the_address(world: World, text: str, codes: list[str]) -> None:
    found = world.read("dora", lambda reading: choosing.choose_buildings(reading, text))
    assert [building.code for building in found] == codes


def test_cr_2_premises_are_found_by_the_beginning_of_their_number(world: World) -> None:
    oak = world.read("dora", lambda reading: choosing.building_of_code(reading, "oak1"))
    assert oak is not None
    for text, names in (("", ["1", "2"]), ("2", ["2"]), ("3", [])):
        found = world.read("dora", lambda reading, text=text: choosing.choose_premises(reading, oak.id, text))  # type: ignore[misc]
        assert [premise.name for premise in found] == names
        assert all(premise.building == oak for premise in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+7 916 123", [("Пётр Петров", "oak1", "1")]),
        ("8 (916) 123-45-67", [("Пётр Петров", "oak1", "1")]),
        ("9161234567", [("Пётр Петров", "oak1", "1")]),
        ("0000000", []),
        ("петр пет", [("Пётр Петров", "oak1", "1")]),
        ("double", [("Anna Double", "oak1", "2"), ("Anna Double", "oak2", "1")]),
        ("oak 1 2", [("Anna Double", "oak1", "2"), ("", "oak1", "2")]),
        (
            "oak 1",
            [
                ("", "oak1", ""),
                ("Пётр Петров", "oak1", "1"),
                ("", "oak1", "1"),
                ("Anna Double", "oak2", "1"),
                ("", "oak2", "1"),
            ],
        ),
        ("oa 2", [("", "oak2", ""), ("Anna Double", "oak1", "2"), ("", "oak1", "2")]),
        ("elm 1", [("", "elm1", "")]),
        ("elm 1 9", [("Zoltan Faraway", "elm1", "9"), ("", "elm1", "9")]),
        ("o", []),
    ],
)
def test_cr_2_callers_are_found_by_phone_name_and_address(
    world: World, text: str, found: list[tuple[str, str, str]]
) -> None:
    assert _called(world, text) == found


def test_ro_3_only_what_is_within_reach_is_offered(world: World) -> None:
    assert _called(world, "zoltan", "nina") == []
    assert _called(world, "916765", "nina") == []
    assert _called(world, "elm 1", "nina") == []
    assert _called(world, "zoltan", "dora") == [("Zoltan Faraway", "elm1", "9")]
    assert _named(world, "papers", "rita") == []
    assert _named(world, "leak", "rita") == ["Leak"]
    assert world.read("nina", lambda reading: choosing.building_of_code(reading, "elm1")) is None
    assert world.read("rita", lambda reading: choosing.service_of_code(reading, "papers")) is None
    assert world.read("nina", lambda reading: callers.client_of_code(reading, "zoltan")) is None


def test_ro_5_a_phone_finds_nobody_for_whom_it_is_hidden_from(world: World) -> None:
    assert _called(world, "+7 916 123", "rob") == []
    (petrov,) = world.read("rob", lambda reading: callers.choose_callers(reading, "петров"))
    assert petrov.client and petrov.client.phone == ""


@pytest.mark.parametrize("ask", [callers.choose_callers, choosing.choose_buildings, choosing.choose_services])
def test_ro_2_choosing_needs_the_right_to_create(world: World, ask: object) -> None:
    with pytest.raises(AccessError) as refused:
        world.read("olga", lambda reading: ask(reading, "oak"))  # type: ignore[operator]
    assert refused.value.code == "forbidden"


def test_cr_9_open_orders_of_the_same_place_and_service_are_named(world: World) -> None:
    here = world.order("leak", "oak1", premise="1")
    communal = world.order("leak", "oak1")
    world.order("single", "oak1", premise="1")
    closed = world.order("leak", "oak1", premise="1")
    world.status(closed, "cancelled", comment="not needed")
    leak = world.read("dora", lambda reading: choosing.service_of_code(reading, "leak"))
    oak = world.read("dora", lambda reading: choosing.building_of_code(reading, "oak1"))
    assert leak and oak
    premise = world.read("dora", lambda reading: choosing.premise_of_number(reading, oak.id, "1"))
    assert premise
    found = world.read("dora", lambda reading: similar_orders(reading, leak.id, oak.id, premise.id))
    assert [(order.number, order.status) for order in found] == [(here, "Pending")]
    found = world.read("dora", lambda reading: similar_orders(reading, leak.id, oak.id, None))
    assert [order.number for order in found] == [communal]


def test_cr_9_what_was_typed_becomes_a_comment_draft_behind_what_was_begun(world: World) -> None:
    number = world.order("leak", "oak1", premise="1")
    world.do("dora", lambda work: keep_draft(work, "comment", str(number), {"text": "Begun", "important": True}))
    world.do("dora", lambda work: keep_draft(work, "new_order", "", {"find": "x"}))
    world.do("dora", lambda work: hand_over(work, number, "Calls again", ("new_order", "")))
    kept = world.read("dora", lambda reading: find_draft(reading, "comment", str(number)))
    assert kept and kept.payload == {"text": "Begun\nCalls again", "important": True}
    assert world.read("dora", lambda reading: find_draft(reading, "new_order", "")) is None


def test_a_new_order_begins_with_the_client_of_another(world: World) -> None:
    number = world.order("leak", "oak1", premise="1", client="petrov")
    caller = world.read("dora", lambda reading: callers.caller_of_order(reading, number))
    assert caller.client and caller.premise
    assert (caller.client.code, caller.client.phone, caller.premise.name) == ("petrov", "+79161234567", "1")
