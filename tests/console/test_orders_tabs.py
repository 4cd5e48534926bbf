"""Tabs of the list, their counters, Today; taking, selecting and marking unread (LS-1, LS-2, LS-5, PE-6)."""

from functools import partial

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.executors_dialog import ExecutorsDialog
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.orders.tab_line import TabLine
from ads_tui.screens.status_dialog import StatusDialog
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_executors
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.viewing import open_order
from ads_tui.services.roles import set_sections
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, row_of, screen, shows
from tests.console.trial import Trial
from tests.housing import add_employee

__all__ = ["house"]


def assign(store: Store, number: int, *logins: str) -> None:
    """By another, so that the order is unread for them."""
    admin = sign_in(store, login="admin", os_user=None)
    store.perform(admin, lambda work: change_executors(work, number, logins))


def add_mine(store: Store, due: str | None = None) -> int:
    """An order of anna's, of a service of no department."""
    admin = sign_in(store, login="admin", os_user=None)
    wanted = NewOrder("other", "oak1", due=due, executors=("anna",))
    return store.perform(admin, lambda work: create_order(work, wanted))


def shown_keys(trial: Trial) -> list[object]:
    return [entry.key for entry in screen(trial).table.window.visible]


async def click(trial: Trial, x: int) -> None:
    """Click on the line of tabs."""
    await trial.pilot.click(TabLine, offset=(x, 0))


async def test_ls_1_a_dispatcher_begins_with_new_orders(house: Store) -> None:
    async with orders(house) as trial:
        assert screen(trial).tab == "new"
        await trial.press("s")
        await trial.until(shows(trial, StatusDialog))
        await trial.press("enter", "space", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and "1 New 2" in trial.shown())
        await trial.press("2")
        await trial.until(lambda: shown_keys(trial) and "Found: 3" in trial.shown())
        await trial.press("1")
        await trial.until(lambda: set(shown_keys(trial)) == {1, 2})


async def test_ls_1_an_executor_has_his_orders_only(house: Store) -> None:
    assign(house, 2, "belov")
    async with orders(house, login="belov") as trial:
        assert screen(trial).tab == "mine"
        assert shown_keys(trial) == [2]
        await trial.until(lambda: "3 My orders 1" in trial.lines()[1])
        assert "New" not in trial.lines()[1] and "All" not in trial.lines()[1]
        await trial.press("1", "2")
        assert screen(trial).tab == "mine" and trial.toasts == []


async def test_ls_1_an_observer_has_no_orders_of_his_own(house: Store) -> None:
    add_employee(house, "council", role="observer")
    async with orders(house, login="council") as trial:
        assert "My orders" not in trial.lines()[1]
        await trial.press("3", "t")
        assert screen(trial).tab == "new"


async def test_ls_2_all_counts_orders_with_unread_messages_by_its_sign(house: Store) -> None:
    async with orders(house) as trial:
        await trial.until(lambda: "1 New 3" in trial.lines()[1])
        assert "✉" not in trial.lines()[1] and "My orders  " in trial.lines()[1] + "  "
        with house.engine.begin() as connection:
            connection.execute(sa.update(ORDERS).where(ORDERS.c.number < 3).values(unread_messages=4))
        add_mine(house)
        await trial.until(lambda: "2 All ✉2" in trial.lines()[1] and "3 My orders 1" in trial.lines()[1])


async def test_ls_1_today_shows_of_my_orders_those_of_today(house: Store) -> None:
    # The day of the organization, which is Moscow's, ends at 21:00Z.
    due, later, other = add_mine(house, "2026-08-20T23:30"), add_mine(house, "2026-08-21T00:30"), add_mine(house)
    async with orders(house) as trial:
        await trial.press("3")
        await trial.until(lambda: set(shown_keys(trial)) == {other, due, later})
        assert "t Today [ ]" in trial.lines()[1]
        await trial.press("t")
        await trial.until(lambda: shown_keys(trial) == [due] and "Found: 1" in trial.shown())
        assert "t Today [✓]" in trial.lines()[1]
        await click(trial, trial.lines()[1].index("Today") + 1)
        await trial.until(lambda: len(shown_keys(trial)) == 3)
        await trial.press("1", "t")
        await trial.until(lambda: screen(trial).tab == "mine" and shown_keys(trial) == [due])


async def test_ls_1_where_nothing_is_for_today_the_key_that_shows_all_is_told(house: Store) -> None:
    add_mine(house)
    async with orders(house) as trial:
        await trial.press("t")
        await trial.until(lambda: "None of your orders falls on today; t shows all of them" in trial.shown())


async def test_ls_1_a_click_on_a_tab_shows_it(house: Store) -> None:
    async with orders(house) as trial:
        await click(trial, trial.lines()[1].index("All") + 1)
        await trial.until(lambda: screen(trial).tab == "all")
        await click(trial, trial.lines()[1].index("My orders") + 1)
        await trial.until(lambda: "You are executor of no order" in trial.shown())
        await click(trial, 100)
        assert screen(trial).tab == "mine"


@pytest.mark.parametrize("key", ["w", "ц"])
async def test_ls_5_taking_asks_for_an_executor_where_there_is_none(house: Store, key: str) -> None:
    async with orders(house) as trial:
        await trial.press(key)
        await trial.until(shows(trial, ExecutorsDialog))
        await trial.press("space", "enter")
        await trial.until(lambda: row_of(house, 3).status == "in_progress")
        assert row_of(house, 3).executors == ("belov",)


async def test_ls_5_an_order_is_taken_from_its_card_too(house: Store) -> None:
    assign(house, 3, "belov")
    async with orders(house) as trial:
        await trial.press("enter")
        await trial.until(lambda: "Manage" in trial.shown())
        await trial.press("w")
        await trial.until(lambda: row_of(house, 3).status == "in_progress")
        await trial.until(lambda: "● In progress" in trial.shown())


async def test_ls_5_taking_an_order_with_an_executor_is_one_key(house: Store) -> None:
    assign(house, 3, "belov")
    async with orders(house) as trial:
        await trial.press("w")
        await trial.until(lambda: row_of(house, 3).status == "in_progress")
        await trial.until(lambda: "● In progress" in trial.shown())
        await trial.press("w")
        await trial.until(lambda: trial.toasts == ["This order cannot be taken into work now"])


async def test_pe_6_an_executor_marks_his_orders_unread_again(house: Store) -> None:
    for number in (1, 2):
        assign(house, number, "belov")
    belov = sign_in(house, login="belov", os_user=None)
    for number in (1, 2):
        house.perform(belov, partial(open_order, number=number))
    async with orders(house, login="belov") as trial:
        assert "⚑" not in trial.shown()
        await trial.press("u")
        await trial.until(lambda: trial.shown().count("⚑") == 1)
        await trial.press("*")
        assert "2 selected" in trial.lines()[-1]
        await trial.press("u")
        await trial.until(lambda: trial.shown().count("⚑") == 2)
        assert trial.toasts[-1] == "2 orders are unread again"
        assert screen(trial).table.selection == frozenset()


async def test_pe_6_who_is_no_executor_is_told_so(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("u")
        await trial.until(lambda: trial.toasts == ["3: Only an executor of the order can mark it unread"])


async def test_orders_are_selected_by_keys_and_escape_leaves_them_out_before_the_search(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("space")
        assert trial.toasts == ["On the tab New orders cannot be selected: do it on All"]
        await trial.press("2", "f3", *"oak", "enter")
        await trial.until(lambda: screen(trial).shown.text == "oak" and screen(trial).table.window.is_settled)
        await trial.press("space", "shift+down")
        assert screen(trial).table.selection == {3, 2}
        assert trial.lines()[-1].startswith(" 2 selected  s Status  x Executors  u Unread  e Excel  Esc Clear")
        await trial.press("escape")
        assert screen(trial).table.selection == frozenset() and screen(trial).shown.text == "oak"
        await trial.press("escape")
        await trial.until(lambda: not screen(trial).shown)


async def test_ro_1_a_tab_that_is_taken_away_while_it_is_open_is_left(house: Store) -> None:
    number = add_mine(house)
    async with orders(house) as trial:
        house.perform(SYSTEM, lambda work: set_sections(work, "dispatcher", ["my_orders"]))
        await trial.until(lambda: screen(trial).tab == "mine" and shown_keys(trial) == [number])
        assert "New" not in trial.lines()[1]
