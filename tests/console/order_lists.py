"""The order list over a small company: how trials open it and look at it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ads_tui.console.acting import ActingScreen
from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.card import show_order
from ads_tui.services.orders.rows import OrderRow
from ads_tui.store.work import Store
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial, console
from tests.housing import add_employee, add_order, furnish


@pytest.fixture
def house(desk: Store) -> Store:
    """A company with a lift, two fitters, and three orders of it."""
    return furnish_once(desk, _make_house)


def _make_house(desk: Store) -> None:
    furnish(desk)
    add_employee(desk, "belov", department="lifts")
    add_employee(desk, "serov", department="lifts")
    anna = sign_in(desk, login="anna", os_user=None)
    for _ in range(3):
        add_order(desk, anna, "lift")


@asynccontextmanager
async def orders(
    store: Store,
    size: tuple[int, int] = (120, 36),
    order: int | None = None,
    login: str = "anna",
    *,
    may_fail: bool = False,
) -> AsyncIterator[Trial]:
    """A console whose list has been read and counted."""
    async with console(store, size=size, home=OrdersScreen, order=order, login=login, may_fail=may_fail) as trial:
        await trial.until(lambda: screen(trial).found is not None and screen(trial).table.window.is_loaded)
        await trial.answered()
        yield trial


def screen(trial: Trial) -> OrdersScreen:
    """The list, wherever it stands among the screens."""
    found = [one for one in trial.app.screen_stack if isinstance(one, OrdersScreen)]
    return found[0]


def row_of(store: Store, number: int) -> OrderRow:
    """An order as it is by now."""
    with store.reading(SYSTEM) as reading:
        return show_order(reading, number).row


def shows(trial: Trial, kind: type[ActingScreen[Any]]) -> Callable[[], bool]:
    """Whether a screen of the kind is on top."""
    return lambda: isinstance(trial.app.screen, kind) and trial.app.screen.ready
