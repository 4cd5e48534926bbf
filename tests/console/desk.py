"""A company with people, and a console that stands on the card of one of its orders."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from ads_tui.console.acting import ActingScreen
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.screens.card.screen import CardScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.card import OrderCard, show_order
from ads_tui.services.orders.history import EventView, history_of
from ads_tui.store.work import Store
from tests.console.trial import Trial, console
from tests.housing import add_employee, add_thing, furnish

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
"""
OTHER_FORM = """
[[field]]
key = "floor"
label = "Which floor"
kind = "number"
[[field]]
key = "words"
label = "In his words"
kind = "text"
required = true
"""


def make_company(store: Store) -> None:
    """Buildings, premises, clients, services with forms, and people of two departments."""
    furnish(store)
    add_thing(store, "premise", "oak1-12", "12", building="oak1", entrance="2")
    add_thing(store, "premise", "oak1-13", "13", building="oak1")
    add_thing(store, "premise", "oak2-3", "3", building="oak2")
    add_thing(
        store, "client", "petrov", "Petrov Andrey", phone="+7 916 123-45-67", premises="oak1-12:owner",
        note="Hard of hearing",
    )  # fmt: skip
    add_thing(store, "client", "double", "Anna Double", premises="oak1-12:tenant,oak2-3:owner")
    add_thing(store, "service", "cabin", "Cabin stands", department="lifts", form=FORM, max_executors="2")
    add_thing(store, "service", "flood", "Flood", department="water", form=OTHER_FORM)
    for login, department in (("belov", "lifts"), ("serov", "lifts"), ("tikhov", "lifts"), ("vodin", "water")):
        add_employee(store, login, department=department)


def employee(store: Store, login: str) -> Actor:
    """An employee signed in."""
    return sign_in(store, login=login, os_user=None)


def card_of(store: Store, number: int) -> OrderCard:
    """An order as the system sees it."""
    with store.reading(SYSTEM) as reading:
        return show_order(reading, number)


def history(store: Store, number: int) -> list[EventView]:
    """Its history, newest first."""
    with store.reading(SYSTEM) as reading:
        return history_of(reading, number)


@asynccontextmanager
async def card(
    store: Store, number: int, *, login: str = "anna", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Trial]:
    """A console on the card of an order."""
    async with console(store, login=login, size=size) as trial:
        trial.app.push_screen(CardScreen(number, lambda _by, number: number))
        await trial.until(shows(trial, CardScreen))
        await trial.until(lambda: f"№ {number}" in trial.shown())
        yield trial


def shows(trial: Trial, kind: type) -> Callable[[], bool]:
    """Whether a screen of this kind is on top and takes keys."""
    return lambda: isinstance(screen := trial.app.screen, kind) and isinstance(screen, ActingScreen) and screen.ready
