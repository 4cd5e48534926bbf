"""Each employee chooses which labels raise an order, and finds his choice again (LB-4)."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from ads_tui.errors import InputError
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.label_order import choose_label_order, label_order
from ads_tui.services.orders.listing import Page, list_orders
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.window import OrderList, read_page
from ads_tui.store.work import Reading
from tests.services.world import NOW, World

MADE = 40
FEW = (5_000, 0)
NEWEST: tuple[Callable[[OrderRow], Any], ...] = (lambda row: row.updated_at, lambda row: row.number)
KEYS: dict[str, Callable[[OrderRow], Any]] = {
    "important": lambda row: "important" in row.labels,
    "message": lambda row: row.unread_messages,
}
CHOICES: tuple[tuple[str, ...], ...] = (
    ("important", "message"),
    ("message", "important"),
    ("important",),
    ("message",),
    (),
)


@pytest.fixture
def many(world: World) -> Iterator[World]:
    """Orders with every combination of labels; everybody's choice is the first one again afterwards."""
    chance = random.Random(5)
    for _ in range(MADE):
        world.put(
            world.order("wide", chance.choice(["oak1", "elm1"])),
            updated_at=NOW + timedelta(hours=chance.randint(0, 3)),
            important=chance.random() < 0.4,
            unread_messages=chance.choice([0, 0, 1, 2]),
        )
    yield world
    for login in ("dora", "nina"):
        choose(world, login, CHOICES[0])


def choose(world: World, login: str, labels: Sequence[str]) -> None:
    world.do(login, lambda work: choose_label_order(work, labels))


def listed(world: World, login: str, line: str, few: int) -> list[OrderRow]:
    rows: list[OrderRow] = []
    after: str | None = None
    while True:

        def page(reading: Reading, after: str | None = after) -> Page:
            return list_orders(reading, wanted=read_filter(reading, line), limit=9, after=after, few=few)

        found = world.read(login, page)
        rows += found.rows
        after = found.next
        if after is None:
            return rows


@pytest.mark.parametrize("labels", CHOICES)
def test_lb_4_the_labels_chosen_raise_orders_in_their_order(many: World, labels: tuple[str, ...]) -> None:
    choose(many, "dora", labels)
    key = [*(KEYS[label] for label in labels), *NEWEST]
    for few in FEW:
        for line in ("", "building:oak1"):
            rows = listed(many, "dora", line, few)
            assert len({row.number for row in rows}) == len(rows) >= MADE // 4
            assert rows == sorted(rows, key=lambda row: [part(row) for part in key], reverse=True)


def test_lb_4_the_choice_is_the_employees_own_and_remembered(many: World) -> None:
    choose(many, "dora", ("message",))
    assert many.read("dora", label_order) == ("message",)
    assert many.read("nina", label_order) == ("important", "message")
    choose(many, "dora", ("important", "message"))
    assert many.read("dora", label_order) == ("important", "message")
    choose(many, "nina", ())
    assert many.read("nina", label_order) == ()


@pytest.mark.parametrize("labels", [("unread",), ("message", "message"), ("important", "message", "important")])
def test_lb_4_there_are_two_labels_to_choose_from(many: World, labels: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as refused:
        choose(many, "dora", labels)
    assert (refused.value.code, refused.value.field) == ("invalid_value", "labels")
    assert many.read("dora", label_order) == ("important", "message")


def test_cl_14_a_cursor_of_another_label_order_is_refused(many: World) -> None:
    after = many.read("dora", lambda reading: list_orders(reading, limit=5)).next
    choose(many, "dora", ("message", "important"))
    with pytest.raises(InputError) as refused:
        many.read("dora", lambda reading: list_orders(reading, limit=5, after=after))
    assert (refused.value.code, refused.value.field) == ("invalid_value", "after")


def test_ls_3_a_window_goes_on_from_its_order_after_another_choice(many: World) -> None:
    first = many.read("dora", lambda reading: read_page(reading, OrderList(), limit=5)).rows[-1]
    choose(many, "dora", ())
    whole = listed(many, "dora", "", 0)
    place = [row.number for row in whole].index(first.row.number)
    found = many.read("dora", lambda reading: read_page(reading, OrderList(), limit=3, start=first.place)).rows
    assert [placed.row.number for placed in found] == [row.number for row in whole[place + 1 : place + 4]]
