"""Cards of buildings, premises, clients and services, and their orders (CR-5, RO-3, RO-5)."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.errors import NotFoundError
from ads_tui.models.catalogue import Service
from ads_tui.models.places import Building, Client, Premise
from ads_tui.services.cards.card import Card
from ads_tui.services.cards.things import KINDS, show_thing, things_of_order
from ads_tui.services.orders.thing_orders import ThingOrders
from ads_tui.services.orders.window import WindowPage, read_page
from tests.services.world import World

_MODELS: dict[str, Any] = {"building": Building, "premise": Premise, "client": Client, "service": Service}


def _id(world: World, kind: str, code: str) -> int:
    statement = sa.select(_MODELS[kind].id).where(col(_MODELS[kind].code) == code)
    return world.read("system", lambda reading: int(reading.session.execute(statement).scalar_one()))


def _card(world: World, kind: str, code: str, by: str = "dora") -> Card:
    key = _id(world, kind, code)
    return world.read(by, lambda reading: show_thing(reading, kind, key))


def _facts(card: Card) -> dict[str, str]:
    return {fact.caption: fact.text for fact in card.facts}


def _page(world: World, kind: str, key: int, by: str = "dora", **stretch: Any) -> WindowPage:
    return world.read(by, lambda reading: read_page(reading, ThingOrders(kind, key), **{"limit": 50, **stretch}))


def _numbers(page: WindowPage) -> list[int]:
    return [placed.row.number for placed in page.rows]


def _key_of(world: World, number: int, kind: str, by: str = "dora") -> int:
    things = world.read(by, lambda reading: things_of_order(reading, number))
    return next(thing.key for thing in things if thing.kind == kind)


@pytest.mark.parametrize(
    ("kind", "code", "name", "facts"),
    [
        ("building", "oak1", "Oak street, 1", {"Organization": "Our home"}),
        (
            "premise",
            "oak1-1",
            "Oak street, 1, 1",
            {"Building": "Oak street, 1", "Entrance": "2", "Floor": "5", "Clients": "Пётр Петров (owner)"},
        ),
        (
            "client",
            "petrov",
            "Пётр Петров",
            {"Phone": "8 (916) 123-45-67", "Registered": "yes", "Premises": "Oak street, 1, 1 (owner)"},
        ),
        (
            "service",
            "manned",
            "Manned from the start",
            {
                "Department": "Pipes",
                "Default executors": "Ed, Liam, Bob, Near",
                "Default controllers": "Sam",
            },
        ),
    ],
)
def test_cr_5_a_card_tells_the_fields_of_the_thing(
    world: World, kind: str, code: str, name: str, facts: dict[str, str]
) -> None:
    card = _card(world, kind, code)
    assert (card.name, _facts(card)) == (name, facts)


def test_cr_5_a_service_tells_its_questions_approval_and_needs(world: World) -> None:
    assert _facts(_card(world, "service", "lift"))["Questions"].startswith("Cabin, Floor, Signs")
    routed = _facts(_card(world, "service", "routed-visit"))
    assert (routed["Approval"], routed["Needs"]) == ("Supervisor, Sam", "a visit time")


@pytest.mark.parametrize("kind", KINDS)
def test_cr_5_its_orders_are_listed_by_pages_newest_first(world: World, kind: str) -> None:
    given = {"premise": "1", "client": "petrov"}
    numbers = [world.order("wide", "oak1", **given) for _turn in range(5)]
    world.order("single", "oak2")
    key = _key_of(world, numbers[0], kind)
    first = _page(world, kind, key, limit=2)
    assert (_numbers(first), first.more) == (numbers[:2:-1], True)
    second = _page(world, kind, key, limit=2, start=first.rows[-1].place)
    assert (_numbers(second), second.more) == ([numbers[2], numbers[1]], True)
    back = _page(world, kind, key, limit=2, start=second.rows[0].place, backwards=True)
    assert _numbers(back) == _numbers(first)


def test_ro_3_a_thing_out_of_reach_is_not_there_nor_are_its_orders(world: World) -> None:
    number = world.order("wide", "elm1", premise="9", client="zoltan")
    for kind, code in (("building", "elm1"), ("premise", "elm1-9"), ("client", "zoltan")):
        with pytest.raises(NotFoundError):
            _card(world, kind, code, by="nina")
    with pytest.raises(NotFoundError):
        _card(world, "service", "hidden-work", by="rita")
    service = _id(world, "service", "wide")
    assert number in _numbers(_page(world, "service", service, limit=200))
    assert number not in _numbers(_page(world, "service", service, by="nina", limit=200))
    with pytest.raises(NotFoundError):
        _key_of(world, number, "client", by="nina")


def test_cr_5_an_order_names_what_it_is_about(world: World) -> None:
    def named(number: int) -> list[tuple[str, str]]:
        things = world.read("dora", lambda reading: things_of_order(reading, number))
        return [(thing.kind, thing.name) for thing in things]

    place = [("building", "Oak street, 1"), ("service", "Cleaning")]
    number = world.order("wide", "oak1", premise="1", client="petrov")
    assert named(number) == [("client", "Пётр Петров"), ("premise", "1"), *place]
    assert named(world.order("wide", "oak1")) == place


def test_cr_4_a_client_without_a_code_has_a_card_too(world: World) -> None:
    number = world.order("wide", "oak1", client_name="Passer By", client_phone="+79165554433")
    key = _key_of(world, number, "client")
    card = world.read("dora", lambda reading: show_thing(reading, "client", key))
    assert (card.name, _facts(card)) == ("Passer By", {"Phone": "8 (916) 555-44-33", "Registered": "no"})
    assert _numbers(_page(world, "client", key)) == [number]


def test_ro_5_the_phone_is_hidden_from_an_executor_until_the_order_is_in_progress(world: World) -> None:
    number = world.order("wide", "oak1", "ed", client_name="Passer By", client_phone="+79165554433")
    key = _key_of(world, number, "client", by="ed")
    assert "Phone" not in _facts(world.read("ed", lambda reading: show_thing(reading, "client", key)))
    world.status(number, "in_progress", by="ed")
    assert "Phone" in _facts(world.read("ed", lambda reading: show_thing(reading, "client", key)))
