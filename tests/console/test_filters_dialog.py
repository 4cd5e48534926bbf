"""The dialog of filters (FL-1 … FL-4)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ads_tui.domain.filters import parse_filter
from ads_tui.screens.filters_dialog.dialog import FiltersDialog
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.store.work import Store
from tests.console.desk import employee, make_company, shows
from tests.console.trial import Trial, console
from tests.housing import add_order


@asynccontextmanager
async def filters(
    store: Store, line: str = "", *, tab: str = "all", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Trial, list[str]]]:
    """The dialog on a filter, and the lines that it was left with."""
    left: list[str] = []
    async with console(store, size=size) as trial:
        dialog = FiltersDialog(tab, OrderFilter(parse_filter(line)))
        trial.app.push_screen(dialog, lambda wanted: left.append("" if wanted is None else wanted.line or "all"))
        await trial.until(shows(trial, FiltersDialog))
        yield trial, left


@pytest.fixture
def company(desk: Store) -> Store:
    make_company(desk)
    anna = employee(desk, "anna")
    add_order(desk, anna, "lift", "oak1")
    add_order(desk, anna, "other", "oak2")
    return desk


async def test_fl_1_a_status_is_ticked_and_applied(company: Store) -> None:
    async with filters(company) as (trial, left):
        await trial.press(*"stat", "right", "space", "enter")
        print(trial.shown())
        await trial.until(lambda: left)
    assert left == ["status:pending"]
