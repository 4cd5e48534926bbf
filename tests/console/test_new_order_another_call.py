"""A draft taken up again does not lend its address and answers to whoever calls next (CR-10, decision 14)."""

import pytest

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.new_order.another_call_dialog import AnotherCallDialog
from ads_tui.screens.new_order.screen import NewOrderScreen
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.store.work import Store
from tests.console.calls import card_of, form, house, line, new_order, open_form, place, refused, saved
from tests.console.trial import Trial
from tests.housing import add_thing, orders_of

__all__ = ["house"]

UNKNOWN = "+7 916 555-44-33"
OTHER = "+7 912 555-00-11"


async def break_off(trial: Trial, *keys: str) -> None:
    """Leave a call unfinished, and open the form with its draft."""
    await trial.press(*keys, "escape")
    await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
    await open_form(trial)


async def break_off_unknown(trial: Trial) -> None:
    await break_off(trial, *UNKNOWN, "enter", *"Some One", "enter", *"oak 1", "enter", *"12", "enter", *"leak", "enter")
    assert (line(trial, "building"), line(trial, "premise"), line(trial, "service")) == ("Oak street, 1", "12", "Leak")


async def asked(trial: Trial) -> None:
    await trial.until(lambda: isinstance(trial.app.screen, AnotherCallDialog))


async def answered(trial: Trial, key: str) -> None:
    await trial.press(key)
    await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen) and trial.app.screen.ready)


def stands(trial: Trial, *keys: str) -> list[str]:
    return [line(trial, key) for key in keys]


async def test_cr_10_another_phone_asks_and_enter_begins_clean(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off_unknown(trial)
        await trial.press(*OTHER, "enter")
        await asked(trial)
        assert "Some One" in trial.shown() and "912" in trial.shown()
        await answered(trial, "enter")
        assert place(trial) == "client_name"
        assert "This is what you typed" not in trial.shown()
        assert stands(trial, "client_name", "building", "premise", "service") == ["", "", "", ""]
        assert stands(trial, "client_phone", "channel") == ["8 (912) 555-00-11", "Incoming call"]
        await trial.press(*"Peter New", "enter", "ctrl+s")
        await trial.until(lambda: refused(trial))
        assert list(refused(trial)) == ["building", "service"]


async def test_cr_10_escape_keeps_the_call_and_is_not_asked_again(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off_unknown(trial)
        await trial.press(*OTHER, "enter")
        await asked(trial)
        await answered(trial, "escape")
        assert place(trial) == "client_name"
        assert stands(trial, "building", "premise", "service") == ["Oak street, 1", "12", "Leak"]
        await trial.press("shift+tab", *"+7 912 555-00-12", "enter", *"Peter New", "ctrl+s")
        row = card_of(house, await saved(trial)).row
        assert row.client and row.premise
        assert (row.client.name, row.client.phone, row.premise.name) == ("Peter New", "+79125550012", "12")


async def test_cr_10_a_known_client_brings_his_own_address_into_a_clean_form_or_none_into_the_kept(
    house: Store,
) -> None:
    async with new_order(house) as trial:
        await break_off(trial, *UNKNOWN, "enter", *"One", "enter", *"oak 2", "enter", *"3", "enter", *"cabin", "enter")
        await trial.press(*"9161234567", "enter")
        await asked(trial)
        await answered(trial, "escape")
        assert stands(trial, "client", "building", "premise") == ["Petrov Andrey", "Oak street, 2", "3"]
        await break_off(trial)
        await trial.press(*"anna double", "enter")
        await asked(trial)
        await answered(trial, "enter")
        assert stands(trial, "client", "building", "premise", "service") == ["Anna Double", "Oak street, 1", "12", ""]
        assert form(trial).form.field("form.cabin") is None
        assert place(trial) == "service"


async def test_cr_10_the_same_caller_is_not_asked(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off_unknown(trial)
        await trial.press(*"89165554433", "enter")
        assert stands(trial, "client_name", "client_phone", "premise") == ["Some One", "8 (916) 555-44-33", "12"]
        await trial.press("f8", "enter")
        await break_off(trial, *"petrov", "enter", *"leak", "enter")
        await trial.press(*"9161234567", "enter")
        assert place(trial) != "client" and line(trial, "service") == "Leak"


async def test_cr_10_a_draft_without_a_caller_and_one_with_nothing_else_are_not_asked(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off(trial, "tab", *"oak 1", "enter")
        await trial.press(*UNKNOWN, "enter")
        assert place(trial) == "client_name" and line(trial, "building") == "Oak street, 1"
        await trial.press("f8", "enter")
        await break_off(trial, *UNKNOWN, "enter")
        await trial.press(*OTHER, "enter", *"Peter", "enter", *"oak 1", "enter")
        assert stands(trial, "client_name", "building") == ["Peter", "Oak street, 1"]


async def test_cr_10_a_form_begun_in_this_opening_is_not_asked(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"leak", "enter")
        form(trial).form.begin_again()
        await trial.press(*OTHER, "enter")
        assert place(trial) == "client_name" and line(trial, "service") == "Leak"


async def test_cr_10_keys_typed_ahead_wait_for_the_answer(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off_unknown(trial)
        # Whoever is called so answers nothing by the letters of his name, nor by the Enter behind it.
        await trial.press(*OTHER, "enter", *"Yanny New", "enter", "ctrl+s")
        assert isinstance(trial.app.screen, AnotherCallDialog)
        await trial.press("enter")
        await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen) and refused(trial))
        assert line(trial, "client_name") == "Yanny New"
        assert list(refused(trial)) == ["building", "service"]
    assert orders_of(house, SYSTEM) == []


async def test_cr_10_what_is_typed_without_looking_comes_to_its_fields(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off_unknown(trial)
        await trial.press(*OTHER, "enter")
        await asked(trial)
        # Under a Russian layout: "нет" would be "y" and "т" would be "n" by their places.
        await trial.press(*"Нетта", "enter", *"oak 2", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen) and place(trial) == "premise")
        assert stands(trial, "client_name", "building", "service") == ["Нетта", "Oak street, 2", ""]


@pytest.mark.parametrize("key", ["tab", "ctrl+s"])
async def test_cr_10_a_phone_that_was_not_taken_asks_too(house: Store, key: str) -> None:
    async with new_order(house) as trial:
        await break_off_unknown(trial)
        await trial.press(*OTHER, key)
        await asked(trial)
        await answered(trial, "enter")
        assert (line(trial, "client"), place(trial)) == (OTHER, "building" if key == "tab" else "client")
        assert stands(trial, "client_name", "client_phone", "building", "service") == ["", "", "", ""]


async def test_cr_10_another_name_in_its_field_asks_when_it_is_left(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off(trial, *"Some One", "enter", "tab", "tab", *"oak 1", "enter")
        await trial.press("tab", "end", "ctrl+u", *"Peter", "enter", *"916")
        await asked(trial)
        await answered(trial, "enter")
        assert stands(trial, "client_name", "client_phone", "building") == ["Peter", "916", ""]


async def test_cr_10_whose_call_a_draft_was_outlasts_another_opening(house: Store) -> None:
    async with new_order(house) as trial:
        await break_off_unknown(trial)
        # Broken off again before the other caller was taken.
        await break_off(trial, *OTHER)
        assert (line(trial, "client"), line(trial, "building")) == (OTHER, "Oak street, 1")
        await trial.press("enter")
        await asked(trial)
        await answered(trial, "enter")
        assert stands(trial, "client_phone", "building") == ["8 (912) 555-00-11", ""]


async def test_cr_10_another_address_in_place_of_the_caller_asks(house: Store) -> None:
    add_thing(house, "premise", "oak2-9", "9", building="oak2")
    async with new_order(house) as trial:
        await break_off(trial, *"petrov", "enter", *"leak", "enter")
        await trial.press(*"oak 2 9", "enter")
        await asked(trial)
        await answered(trial, "enter")
        assert stands(trial, "client", "building", "premise", "service") == ["", "Oak street, 2", "9", ""]
