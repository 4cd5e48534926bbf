"""The popup beside a new order and the cards it opens (CR-5, CR-7)."""

import pytest

from ads_tui.console.choice_dialog import ChoiceDialog
from ads_tui.screens.new_order.screen import NewOrderScreen
from ads_tui.screens.thing_card.screen import ThingCardScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.work import Store
from tests.console.calls import form, house, line, new_order, orders, place, saved
from tests.console.trial import Trial
from tests.housing import add_thing

__all__ = ["house"]


def popup_text(trial: Trial) -> str:
    """What the popup tells, empty where it is not there."""
    popup = form(trial).popup
    if not popup.display:
        return ""
    told = popup.information
    assert told is not None
    return f"{told.name}: " + "; ".join(f"{caption} {text}" for caption, text in told.facts)


async def opened(trial: Trial) -> ThingCardScreen:
    await trial.until(lambda: isinstance(trial.app.screen, ThingCardScreen) and trial.app.screen.table.window.is_loaded)
    assert isinstance(trial.app.screen, ThingCardScreen)
    return trial.app.screen


def register(store: Store, count: int = 1) -> list[int]:
    anna = sign_in(store, login="anna", os_user=None)
    new = NewOrder(service="leak", building="oak1", premise="12", client="petrov")
    return [store.perform(anna, lambda work: create_order(work, new)) for _turn in range(count)]


async def test_cr_5_the_popup_tells_of_what_is_under_the_bar_and_of_what_is_chosen(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov")
        await trial.until(lambda: popup_text(trial))
        assert popup_text(trial) == "Petrov Andrey: Tags veteran; Account 4711; Note Hard of hearing"
        assert place(trial) == "client"
        await trial.press("enter")
        await trial.until(lambda: place(trial) == "service")
        assert popup_text(trial) == ""
        await trial.press("up")
        await trial.until(lambda: popup_text(trial) == "Oak street, 1, 12: Account 4711; Note The dog bites")
        await trial.press("up")
        await trial.until(lambda: popup_text(trial) == "Oak street, 1: Quarter North")
        assert "Quarter: North" in trial.shown()


async def test_cr_5_a_service_is_told_of_with_type_tags_and_note(house: Store) -> None:
    add_thing(house, "service", "pump", "Pump", type="visits", tags="cellar", note="Ask for the key")
    async with new_order(house) as trial:
        await trial.press("tab", "tab", "tab", *"pump")
        await trial.until(lambda: popup_text(trial))
        assert popup_text(trial) == "Pump: Service type Visits; Tags cellar; Note Ask for the key"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_cr_5_enter_in_the_popup_opens_the_card_and_esc_comes_back_to_all_that_was_typed(
    house: Store, size: tuple[int, int]
) -> None:
    (number,) = register(house)
    async with new_order(house, size) as trial:
        await trial.press(*"petrov")
        await trial.until(lambda: popup_text(trial))
        await trial.press("f3")
        assert form(trial).popup.has_focus
        await trial.press("enter")
        card = await opened(trial)
        assert (card.kind, card.table.cursor) == ("client", number)
        for text in (
            "Petrov Andrey",
            "8 (916) 123-45-67",
            "Oak street, 1, 12 (owner, account 4711)",
            "Hard of hearing",
        ):
            assert text in trial.shown()
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen))
        assert (line(trial, "client"), place(trial)) == ("petrov", "client")
        await trial.until(lambda: "New client of this name" in trial.shown())


async def test_cr_5_esc_in_the_popup_goes_back_to_the_field(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter")
        await trial.until(lambda: place(trial) == "service")
        await trial.press("up")
        await trial.until(lambda: popup_text(trial))
        await trial.press("f3", "escape")
        assert isinstance(trial.app.screen, NewOrderScreen)
        assert place(trial) == "premise"


async def test_cr_5_from_a_question_the_key_leads_to_the_thing_nearest_above(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter")
        await trial.until(lambda: place(trial) == "service")
        await trial.press(*"cabin")
        await trial.until(lambda: popup_text(trial))
        await trial.press("enter")
        await trial.until(lambda: place(trial) == "form.cabin")
        assert popup_text(trial) == ""
        await trial.press("f3")
        assert form(trial).popup.has_focus
        assert popup_text(trial).startswith("Cabin stands: ")
        await trial.press("enter")
        assert (await opened(trial)).kind == "service"
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen))
        assert place(trial) == "form.cabin"
        assert trial.toasts == []


async def test_cr_5_above_all_that_is_chosen_the_key_leads_to_what_is_below(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press("down", *"oak street, 1")
        await trial.until(lambda: popup_text(trial))
        await trial.press("enter")
        await trial.until(lambda: place(trial) != "building")
        form(trial).form.focus_field(form(trial).form.search("client"))
        await trial.until(lambda: place(trial) == "client" and not popup_text(trial))
        await trial.press("f3")
        assert popup_text(trial) == "Oak street, 1: Quarter North"


async def test_cr_5_where_nothing_is_chosen_the_key_says_so(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press("f3")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["Choose a client, a building, a premise or a service first"]


async def test_cr_5_the_orders_of_a_thing_are_walked_and_opened(house: Store) -> None:
    numbers = register(house, 60)
    async with new_order(house) as trial:
        await trial.press(*"petrov")
        await trial.until(lambda: popup_text(trial))
        await trial.press("f3", "f3")
        card = await opened(trial)
        await trial.press("end")
        await trial.until(lambda: card.table.cursor == numbers[0])
        await trial.press("home", "down")
        await trial.until(lambda: card.table.cursor == numbers[-2])
        await trial.press("enter")
        assert await saved(trial) == numbers[-2]
        await trial.press("escape")
        await trial.until(lambda: trial.app.screen is card)
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, NewOrderScreen))


async def test_cr_5_what_others_register_appears_on_the_card(house: Store) -> None:
    (number,) = register(house)
    async with new_order(house) as trial:
        await trial.press(*"petrov")
        await trial.until(lambda: popup_text(trial))
        await trial.press("f3", "enter")
        card = await opened(trial)
        (later,) = register(house)
        await trial.until(lambda: card.table.window.visible and card.table.window.visible[0].key == later)
        assert card.table.cursor == number


async def test_cr_5_from_an_order_the_cards_of_what_it_is_about_are_opened(house: Store) -> None:
    (number,) = register(house)
    async with orders(house) as trial:
        await trial.press("enter")
        assert await saved(trial) == number
        await trial.press("o")
        await trial.until(lambda: isinstance(trial.app.screen, ChoiceDialog))
        assert [word in trial.shown() for word in ("Petrov Andrey", "Oak street, 1", "Leak")] == [True] * 3
        await trial.press(*"build", "enter")
        assert (await opened(trial)).kind == "building"
        await trial.until(lambda: "Oak street, 1" in trial.shown())
        await trial.press("escape")
        assert await saved(trial) == number


async def test_a_thing_that_is_out_of_reach_says_so_in_its_place(house: Store) -> None:
    async with new_order(house) as trial:
        trial.app.push_screen(ThingCardScreen("client", 999))
        await trial.until(lambda: "There is no client 999" in trial.shown())
        await trial.press("escape")
        assert isinstance(trial.app.screen, NewOrderScreen)


async def test_cr_7_what_the_service_decides_is_told_in_the_form(house: Store) -> None:
    add_thing(house, "service", "routed", "Routed", department="lifts", approval="admin", default_executors="admin")
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"routed", "enter")
        await trial.until(lambda: "→ Lifts · Approval" in trial.shown())
        assert "approval: " in trial.shown()
        assert "does not fit here: " in trial.shown()
        await trial.press("up", "ctrl+u", *"master", "enter")
        await trial.until(lambda: "→ In progress · by appointment" in trial.shown())
