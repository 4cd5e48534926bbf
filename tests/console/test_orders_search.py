"""Searching the list: numbers, phones, the wrong layout, what cannot be read, pasted text (SE-1, SE-3, LS-4)."""

import pytest
from textual import events
from textual.widgets import Input

from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.orders import searching
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.orders.searching import LONGEST_LINE
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, screen, shows
from tests.console.trial import Trial

__all__ = ["house"]


def keys(trial: Trial) -> list[object]:
    table = screen(trial).table
    return [entry.key for entry in table.window.visible] if table.window.is_settled else []


def field(trial: Trial) -> Input:
    return screen(trial).query_one("#search", Input)


@pytest.fixture
def caller(house: Store) -> int:
    """An order of a client with a phone."""
    admin = sign_in(house, login="admin", os_user=None)
    wanted = NewOrder("leak", "oak2", client_name="Moroz Andrey", client_phone="+79879879879")
    return house.perform(admin, lambda work: create_order(work, wanted))


@pytest.mark.parametrize("typed", ["2", "№ 2"])
async def test_ls_4_a_number_typed_into_the_search_opens_its_order(house: Store, typed: str) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *typed, "enter")
        await trial.until(shows(trial, CardScreen))
        await trial.until(lambda: "№ 2" in trial.shown())
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and keys(trial)[:1] == [2])
        assert screen(trial).table.cursor == 2


async def test_ls_4_a_number_opens_its_order_from_whatever_tab(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    wish = StatusWish("cancelled", comment="by mistake")
    house.perform(admin, lambda work: change_status(work, 2, wish))
    async with orders(house) as trial:
        await trial.press("1", "f3", "2", "enter")
        await trial.until(shows(trial, CardScreen))
        await trial.until(lambda: "№ 2" in trial.shown())


async def test_se_1_a_number_finds_its_order_first_and_nothing_is_opened_while_typing(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", "1")
        await trial.until(lambda: keys(trial)[:1] == [1] and "Found: 3" in trial.shown())
        assert isinstance(trial.app.screen, OrdersScreen)


@pytest.mark.parametrize("typed", ["+7 987 987-98-79", "89879879879", "(987) 987 98 79"])
async def test_se_1_a_phone_in_any_format_finds_the_orders_of_its_client(house: Store, caller: int, typed: str) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *typed, "enter")
        await trial.until(lambda: keys(trial) == [caller])


@pytest.mark.parametrize(("typed", "other"), [("дшае", "lift"), ("щфл дшае", "oak lift")])
async def test_se_3_text_of_the_wrong_layout_is_read_the_other_way_and_that_is_told(
    house: Store, caller: int, typed: str, other: str
) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *typed)
        told = f"Nothing is found for “{typed}”; shown is what “{other}” finds"
        await trial.until(lambda: told in trial.shown() and keys(trial) == [3, 2, 1])
        await trial.until(lambda: "Found: 3" in trial.shown())
        assert field(trial).value == typed
        await trial.press("2")
        await trial.until(lambda: "Nothing is found" not in trial.shown())
        await trial.press("escape")
        await trial.until(lambda: len(keys(trial)) == 4)


async def test_se_3_a_text_that_nothing_finds_is_told_so(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *"zzz")
        await trial.until(lambda: "Nothing matches; Esc clears the search" in trial.shown())
        await trial.until(lambda: "Found: 0" in trial.shown())


async def test_a_line_that_cannot_be_read_is_told_beside_the_field_and_the_list_stays(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *"statu:")
        await trial.until(lambda: "statu" in trial.lines()[3])
        assert trial.toasts == [] and len(keys(trial)) == 3
        await trial.press("enter")
        await trial.until(lambda: field(trial).has_focus)
        assert trial.toasts == []
        await trial.press(*["backspace"] * 6, *"oak")
        await trial.until(lambda: screen(trial).shown.text == "oak")
        assert "statu" not in trial.shown()


async def test_ls_2_more_than_a_thousand_are_counted_exactly_once_nobody_types(
    house: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_COUNTED", 2)
    async with orders(house) as trial:
        await trial.press("f3", *"oak")
        await trial.until(lambda: "Found: more than 1 000" in trial.shown())
        await trial.press("enter")
        await trial.until(lambda: "Found: 3" in trial.shown())


async def test_escape_leaves_the_search_from_the_field_too(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *"zzz")
        await trial.until(lambda: "Nothing matches" in trial.shown())
        await trial.press("escape")
        await trial.until(lambda: len(keys(trial)) == 3)
        assert field(trial).value == "" and screen(trial).table.has_focus


async def test_a_pasted_text_of_a_megabyte_is_cut_to_what_the_field_holds(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *"oak")
        trial.app.post_message(events.Paste("\r\n street\n" + "x\x1b[31m y" * 150_000))
        await trial.until(lambda: trial.app.is_at_rest and len(field(trial).value) > 3)
        assert field(trial).value.startswith("oakstreet x") and len(field(trial).value) <= LONGEST_LINE
        await trial.press("escape")
        await trial.until(lambda: len(keys(trial)) == 3)


async def test_a_line_pasted_from_elsewhere_is_searched(house: Store, caller: int) -> None:
    async with orders(house) as trial:
        await trial.press("f3")
        trial.app.post_message(events.Paste("\t+7 987\r\n987-98-79\n"))
        await trial.until(lambda: keys(trial) == [caller])


async def test_a_search_is_kept_from_tab_to_tab(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *"lift", "enter", "2")
        await trial.until(lambda: screen(trial).tab == "all" and len(keys(trial)) == 3)
        assert screen(trial).shown.text == "lift"
