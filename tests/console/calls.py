"""A desk with a house to call about, and the keys by which a call is registered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.new_order.fields import Field, LineField
from ads_tui.screens.new_order.screen import NewOrderScreen
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.orders.card import OrderCard, show_order
from ads_tui.store.work import Store
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial, console
from tests.housing import add_thing, furnish

FORM = """
[[field]]
key = "cabin"
label = "Cabin"
kind = "choice"
required = true
choices = [{ value = "left", label = "The left one" }, { value = "right", label = "The right one" }]
[[field]]
key = "floor"
label = "Floor"
kind = "number"
min = 1
max = 25
[[field]]
key = "signs"
label = "Signs"
kind = "choices"
choices = [{ value = "smoke" }, { value = "noise" }]
[[field]]
key = "stuck"
label = "Somebody stuck"
kind = "bool"
[[field]]
key = "words"
label = "What he says in his words"
kind = "text"
"""


@pytest.fixture
def house(desk: Store) -> Store:
    """A company with premises, clients, a service with a form and one that is an appointment."""
    return furnish_once(desk, _make_house)


def _make_house(desk: Store) -> None:
    furnish(desk)
    add_thing(desk, "premise", "oak1-12", "12", building="oak1", entrance="2", note="The dog bites", account="4711")
    add_thing(desk, "premise", "oak2-3", "3", building="oak2")
    add_thing(
        desk, "client", "petrov", "Petrov Andrey", phone="+7 916 123-45-67", premises="oak1-12:owner",
        tags="veteran", note="Hard of hearing",
    )  # fmt: skip
    add_thing(desk, "client", "double", "Anna Double", premises="oak1-12:tenant,oak2-3:owner")
    add_thing(desk, "service-type", "visits", "Visits", appointment="yes")
    add_thing(desk, "service", "cabin", "Cabin stands", department="lifts", form=FORM)
    add_thing(desk, "service", "master", "Master comes", type="visits")


@asynccontextmanager
async def orders(store: Store, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Trial]:
    async with console(store, size=size, home=OrdersScreen) as trial:
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and trial.app.screen.found is not None)
        yield trial


@asynccontextmanager
async def new_order(store: Store, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Trial]:
    async with orders(store, size) as trial:
        await open_form(trial)
        yield trial


async def open_form(trial: Trial, key: str = "n") -> None:
    await trial.press(key)
    await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen) and trial.app.screen.ready)


def form(trial: Trial) -> NewOrderScreen:
    assert isinstance(trial.app.screen, NewOrderScreen)
    return trial.app.screen


def line(trial: Trial, key: str) -> str:
    field = form(trial).form.field(key)
    assert isinstance(field, LineField)
    return field.line.value


def refused(trial: Trial) -> dict[str, str]:
    return {
        field.key: str(field.query_one(".refusal").render())
        for field in form(trial).query(Field)
        if field.has_class("-refused")
    }


def place(trial: Trial) -> str:
    """The key of the field that has the keys."""
    focused = trial.app.focused
    return next((widget.key for widget in focused.ancestors if isinstance(widget, Field)), "") if focused else ""


async def saved(trial: Trial) -> int:
    await trial.until(lambda: isinstance(trial.app.screen, CardScreen))
    assert isinstance(trial.app.screen, CardScreen)
    return trial.app.screen.number


def card_of(store: Store, number: int) -> OrderCard:
    with store.reading(SYSTEM) as reading:
        return show_order(reading, number)
