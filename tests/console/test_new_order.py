"""Registering a call by keyboard alone (CR-1 … CR-10), at 80×24."""

import pytest
from textual.widgets import TextArea

from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.comment_dialog import CommentDialog
from ads_tui.screens.new_order.offers import new_client_offer
from ads_tui.screens.new_order.screen import NewOrderScreen
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.work import Store
from tests.console.calls import card_of, form, house, line, new_order, open_form, orders, place, refused, saved
from tests.housing import orders_of

__all__ = ["house"]


async def test_cr_1_a_call_is_registered_from_the_phone_number_by_four_keys(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("n", *"9161234567", "enter", *"leak", "enter", "ctrl+s")
        row = card_of(house, await saved(trial)).row
        assert row.client and row.premise
        assert (row.client.name, row.building.code, row.premise.name) == ("Petrov Andrey", "oak1", "12")
        assert (row.service.code, row.channel, row.priority, row.created_by) == ("leak", "call_in", "normal", "anna")
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))


async def test_a_call_is_registered_under_a_russian_layout(house: Store) -> None:
    async with orders(house) as trial:
        # "leak" typed by the same keys under ЙЦУКЕН, Ctrl+S by its place.
        await trial.press("т", *"89161234567", "enter", *"дуфл", "enter", "ctrl+ы")
        assert card_of(house, await saved(trial)).row.service.code == "leak"


async def test_cr_4_a_phone_of_nobody_asks_for_the_name(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"+7 916 555-44-33", "enter")
        await trial.until(lambda: place(trial) == "client_name")
        assert line(trial, "client_phone") == "8 (916) 555-44-33"
        await trial.press(*"Somebody New", "enter", *"oak 1", "enter")
        await trial.until(lambda: place(trial) == "premise")
        await trial.press(*"12", "enter", *"leak", "enter", "f2")
        row = card_of(house, await saved(trial)).row
        assert row.client and row.premise
        assert (row.client.name, row.client.phone, row.premise.name) == ("Somebody New", "+79165554433", "12")


async def test_cr_4_what_is_asked_while_somebody_unknown_is_being_taken_knows_no_client(house: Store) -> None:
    async with new_order(house) as trial:
        client = form(trial).form.search("client")
        client.show(new_client_offer("+7 916 555-44-33"))
        # A question that was on its way when the offer was taken.
        client.post_message(SearchField.Wanted(client, "+7 916 555-44-33"))
        await trial.press("tab")
        assert form(trial).form.chosen.client is None


async def test_cr_4_a_phone_that_was_not_taken_asks_for_the_name_too(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"+7 916 555-44-33", "tab", *"oak 1", "enter")
        await trial.until(lambda: place(trial) == "premise")
        await trial.press("tab", *"leak", "enter", "ctrl+s")
        await trial.until(lambda: refused(trial))
        assert list(refused(trial)) == ["client_name"]
        assert place(trial) == "client_name"


async def test_cr_2_a_name_offers_each_home_of_the_client(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"double")
        await trial.until(lambda: "Oak street, 2, 3" in trial.shown())
        assert "Oak street, 1, 12" in trial.shown()
        await trial.press("down", "enter")
        await trial.until(lambda: place(trial) == "service")
        assert (line(trial, "building"), line(trial, "premise")) == ("Oak street, 2", "3")


async def test_cr_2_an_address_fills_the_place_and_a_building_leads_on_to_the_premise(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"oak 2", "enter")
        await trial.until(lambda: place(trial) in ("premise", "service"))
        assert line(trial, "building") == "Oak street, 2"
        assert line(trial, "client") == ""


async def test_cr_3_a_service_brings_its_questions_and_their_answers_are_registered(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"cabin", "enter")
        await trial.until(lambda: place(trial) == "form.cabin")
        assert "Cabin *" in trial.shown()
        await trial.press(*"rig", "enter", *"7", "enter", "space", "enter", *"y", "enter", *"Help", "enter")
        await trial.until(lambda: place(trial) == "visit")
        await trial.press("ctrl+s")
        number = await saved(trial)
        essence = card_of(house, number).row.essence
        answers = "Cabin: The right one · Floor: 7 · Signs: smoke · Somebody stuck: yes"
        assert essence == f"{answers} · What he says in his words: Help"


async def test_refusals_are_told_at_their_fields_together_and_nothing_typed_is_lost(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"cabin", "enter")
        await trial.until(lambda: place(trial) == "form.cabin")
        await trial.press("tab", *"99", "ctrl+s")
        await trial.until(lambda: refused(trial))
        assert list(refused(trial)) == ["form.cabin", "form.floor"]
        assert "The largest number here is 25" in trial.shown()
        assert place(trial) == "form.cabin"
        await trial.press("tab", "backspace", "ctrl+s")
        await trial.until(lambda: list(refused(trial)) == ["form.cabin"])
        assert line(trial, "client") == "Petrov Andrey"
        assert line(trial, "form.floor") == "9"
        assert orders_of(house, SYSTEM) == []


async def test_cr_1_an_appointment_asks_for_its_visit_time(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"master", "enter")
        await trial.until(lambda: place(trial) == "visit")
        assert "Visit time *" in trial.shown()
        await trial.press("ctrl+s")
        await trial.until(lambda: refused(trial))
        assert list(refused(trial)) == ["visit"]
        await trial.press(*"2026-08-21T10:00..12:00", "ctrl+s")
        assert card_of(house, await saved(trial)).row.visit_from is not None


@pytest.mark.parametrize(
    ("keys", "fields"),
    [
        (["ctrl+s"], ["building", "service"]),
        ([*"nobody at all", "ctrl+s"], ["client", "building", "service"]),
        (["tab", *"nowhere", "ctrl+s"], ["building", "service"]),
    ],
)
async def test_all_that_is_missing_is_told_at_once(house: Store, keys: list[str], fields: list[str]) -> None:
    async with new_order(house) as trial:
        await trial.press(*keys)
        await trial.until(lambda: refused(trial))
        assert list(refused(trial)) == fields
        assert place(trial) == fields[0]


async def test_cr_9_an_open_order_is_named_and_opened_with_what_was_typed(house: Store) -> None:
    anna = sign_in(house, login="anna", os_user=None)
    there = house.perform(
        anna, lambda work: create_order(work, NewOrder(service="leak", building="oak1", premise="12"))
    )
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"leak", "enter")
        await trial.until(lambda: f"№ {there} Pending" in trial.shown())
        await trial.press("f4")
        await trial.until(lambda: isinstance(trial.app.screen, CommentDialog) and trial.app.screen.ready)
        assert "Client: Petrov Andrey" in trial.app.screen.query_one(TextArea).text
        await trial.press("ctrl+s")
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen))
        assert isinstance(trial.app.screen, CardScreen)
        assert trial.app.screen.number == there
        assert orders_of(house, SYSTEM) == [there]
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        await open_form(trial)
        assert line(trial, "client") == ""


async def test_the_other_cannot_be_opened_where_there_is_none(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press("f4")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["There is no open order on this place and service"]


async def test_cr_6_clear_empties_the_form_after_asking_once(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press("f8")
        assert isinstance(trial.app.screen, NewOrderScreen)
        await trial.press(*"petrov", "enter", *"cabin", "enter")
        await trial.until(lambda: place(trial) == "form.cabin")
        await trial.press("f8")
        await trial.until(lambda: isinstance(trial.app.screen, ConfirmDialog))
        await trial.press("enter")
        await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen) and not line(trial, "client"))
        assert form(trial).form.field("form.cabin") is None
        assert line(trial, "channel") == "Incoming call"
        assert place(trial) == "client"


async def test_from_a_card_the_client_and_the_place_are_there_and_the_new_one_walks_from_its_place(
    house: Store,
) -> None:
    anna = sign_in(house, login="anna", os_user=None)
    given = NewOrder(service="leak", building="oak1", premise="12", client="petrov")
    first, second = (house.perform(anna, lambda work: create_order(work, given)) for _ in range(2))
    async with orders(house) as trial:
        await trial.press("down", "enter")
        assert await saved(trial) == first
        await open_form(trial)
        assert (line(trial, "client"), line(trial, "premise"), place(trial)) == ("Petrov Andrey", "12", "service")
        await trial.press(*"lift", "enter", "ctrl+s")
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen) and trial.app.screen.number > second)
        home = next(one for one in trial.app.screen_stack if isinstance(one, OrdersScreen))
        await trial.until(lambda: len(home.table.window.visible) == 3)
        await trial.press("]")
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen) and trial.app.screen.number == second)


async def test_at_80_by_24_every_field_can_be_reached_and_seen(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"cabin", "enter")
        await trial.until(lambda: place(trial) == "form.cabin")
        seen = []
        for _turn in range(9):
            focused = trial.app.focused
            assert focused and trial.app.screen.region.contains_region(focused.region)
            seen.append(place(trial))
            await trial.press("tab")
        assert seen[-1] == "channel"
        assert {"form.cabin", "form.floor", "form.signs", "form.stuck", "form.words", "visit", "due"} <= set(seen)
        assert max(map(len, trial.lines())) == 80
        assert "What he says in his words ▌" in trial.shown()
