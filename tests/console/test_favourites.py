"""Favourite filters in the console: applied, kept, renamed, deleted, shared (FV-1 … FV-3)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.widgets import Input, OptionList

from ads_tui.console.choice_dialog import ChoiceDialog
from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.favourites_dialog import FavouritesDialog
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.favourites import FavouriteView, add_favourite, delete_favourite, favourites_of
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, screen, shows
from tests.console.trial import Trial
from tests.housing import add_employee

__all__ = ["house"]


def keep(store: Store, name: str, line: str, login: str = "anna", role: str | None = None) -> None:
    actor = sign_in(store, login=login, os_user=None)
    store.perform(actor, lambda work: add_favourite(work, name, line, role))


def kept(store: Store, login: str = "anna") -> list[FavouriteView]:
    with store.reading(sign_in(store, login=login, os_user=None)) as reading:
        return favourites_of(reading)


def names(store: Store, login: str = "anna") -> list[str]:
    return [one.name for one in kept(store, login)]


@asynccontextmanager
async def favourites(store: Store, *typed: str, login: str = "anna") -> AsyncIterator[Trial]:
    """A console with the favourites open, a text typed before."""
    async with orders(store, login=login) as trial:
        if typed:
            await trial.press("f3", *typed, "enter")
            await trial.until(lambda: screen(trial).applied.line == "".join(typed))
        await open_favourites(trial)
        yield trial


async def open_favourites(trial: Trial) -> None:
    await trial.press("F")
    await trial.until(shows(trial, FavouritesDialog))


def listed(trial: Trial) -> list[str]:
    """The lines of the list."""
    assert isinstance(trial.app.screen, FavouritesDialog)
    there = trial.app.screen.query_one(OptionList)
    return [str(option.prompt) for option in there.options]


async def test_fv_1_the_present_filter_is_kept_by_a_name_and_a_refused_name_stays_typed(house: Store) -> None:
    keep(house, "Lifts", "service:lift")
    async with favourites(house, *"service:leak") as trial:
        await trial.press("n", *"LIFTS", "enter")
        await trial.until(lambda: "You have a favourite named LIFTS already" in trial.shown())
        assert trial.app.screen.query_one(Input).value == "LIFTS"
        assert "^s Save" in trial.shown() and "Rename" not in trial.shown()
        await trial.press(*["backspace"] * 5, "enter")
        await trial.until(lambda: "A name has 1 to 60 characters" in trial.shown())
        await trial.press(*"Leaks", "ctrl+s")
        await trial.until(lambda: len(listed(trial)) == 2)
        assert listed(trial)[1].split() == ["2", "Leaks", "service:leak"]
        assert "A name has" not in trial.shown()
        assert "^s Save" not in trial.shown() and "Rename" in trial.shown()
        # The bar stands on what was kept.
        await trial.press("enter")
        await trial.until(shows(trial, OrdersScreen))
        assert screen(trial).applied.line == "service:leak"
    assert [(one.name, one.filter) for one in kept(house)] == [("Lifts", "service:lift"), ("Leaks", "service:leak")]


async def test_fv_1_without_a_filter_there_is_nothing_to_keep_and_that_is_said(house: Store) -> None:
    async with favourites(house) as trial:
        assert "No favourites yet: apply a filter" in trial.shown()
        await trial.press("n")
        await trial.until(lambda: trial.toasts == ["The list has no filter now: apply one, then keep it here"])
        await trial.press("enter", "1", "r", "d")
        assert isinstance(trial.app.screen, FavouritesDialog)
        await trial.press("escape")
        await trial.until(shows(trial, OrdersScreen))


async def test_fv_1_a_digit_applies_one_of_the_first_nine_the_oldest_first(house: Store) -> None:
    for place in range(1, 11):
        keep(house, f"Number {place}", f"number:{place}")
    async with favourites(house) as trial:
        assert [line.split()[:3] for line in listed(trial)][8:] == [["9", "Number", "9"], ["Number", "10", "number:10"]]
        await trial.press("2")
        await trial.until(shows(trial, OrdersScreen))
        await trial.until(lambda: screen(trial).found == 1 and screen(trial).table.cursor == 2)
        assert screen(trial).applied.line == "number:2"
        await open_favourites(trial)
        await trial.press("end", "enter")
        await trial.until(lambda: screen(trial).applied.line == "number:10")


async def test_fv_1_a_digit_typed_ahead_waits_for_the_list_and_what_follows_for_its_orders(house: Store) -> None:
    keep(house, "One", "number:1")
    async with orders(house) as trial:
        await trial.press("2", "F", "1", "space")
        await trial.until(lambda: screen(trial).table.selection == {1})


async def test_fv_1_a_digit_in_the_name_is_part_of_the_name(house: Store) -> None:
    keep(house, "One", "number:1")
    async with favourites(house, *"lift") as trial:
        await trial.press("n", "1", "enter")
        await trial.until(lambda: len(listed(trial)) == 2)
    assert names(house) == ["One", "1"]


async def test_fv_1_a_favourite_is_renamed_and_deleted_when_asked_twice(house: Store) -> None:
    keep(house, "Lifts", "service:lift")
    keep(house, "Leaks", "service:leak")
    async with favourites(house) as trial:
        await trial.press("down", "r", *"!", "enter")
        await trial.until(lambda: "Leaks!" in listed(trial)[1])
        await trial.press("r", "x", "escape")
        assert isinstance(trial.app.screen, FavouritesDialog)
        await trial.press("d")
        await trial.until(shows(trial, ConfirmDialog))
        assert "Leaks!" in trial.shown()
        await trial.press("n")
        await trial.until(shows(trial, FavouritesDialog))
        assert names(house) == ["Lifts", "Leaks!"]
        await trial.press("d", "y")
        await trial.until(lambda: isinstance(trial.app.screen, FavouritesDialog) and len(listed(trial)) == 1)
    assert names(house) == ["Lifts"]


async def test_fv_2_what_has_gone_is_said_and_the_rest_is_applied(house: Store) -> None:
    house.perform(SYSTEM, lambda work: engine.add(work, NOUNS["group"], "sheds", "Huts", ()))
    keep(house, "Of huts", 'group:"Huts" service:lift')
    house.perform(SYSTEM, lambda work: engine.set_key(work, NOUNS["group"], "sheds", "name", "Cottages"))
    async with favourites(house) as trial:
        await trial.press("1")
        await trial.until(lambda: screen(trial).applied.line == "service:lift")
        await trial.until(lambda: "No longer there, the rest of the filter is applied: Huts" in trial.shown())
        await trial.until(lambda: screen(trial).found == 3)


async def test_ls_1_a_favourite_that_tab_new_lacks_is_offered_on_tab_all(house: Store) -> None:
    keep(house, "Pending", "status:pending")
    async with favourites(house) as trial:
        assert screen(trial).tab == "new"
        await trial.press("1")
        await trial.until(shows(trial, ConfirmDialog))
        assert "Show it on the tab All?" in trial.shown()
        await trial.press("escape")
        await trial.until(shows(trial, OrdersScreen))
        assert (screen(trial).tab, screen(trial).applied.line) == ("new", "")
        await trial.press("F", "1", "enter")
        await trial.until(lambda: (screen(trial).tab, screen(trial).applied.line) == ("all", "status:pending"))
        await trial.until(lambda: screen(trial).found == 3)


async def test_fv_3_a_favourite_is_shared_with_a_role_by_whoever_may_and_kept_to_oneself_again(house: Store) -> None:
    add_employee(house, "sam", "supervisor")
    keep(house, "Ours", "service:lift", login="sam")
    async with favourites(house, login="sam") as trial:
        await trial.press("s", *"dispatcher", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, FavouritesDialog) and "Dispatcher" in listed(trial)[0])
        assert names(house) == ["Ours"]
        await trial.press("s")
        await trial.until(shows(trial, ChoiceDialog))
        await trial.press("enter")
        await trial.until(lambda: isinstance(trial.app.screen, FavouritesDialog) and len(listed(trial)[0].split()) == 3)
    assert names(house) == []


async def test_fv_3_a_shared_favourite_is_marked_applied_and_not_changed(house: Store) -> None:
    add_employee(house, "sam", "supervisor")
    keep(house, "Mine", "number:1")
    keep(house, "mine", "number:2", login="sam", role="dispatcher")
    async with favourites(house) as trial:
        assert "from sam" in listed(trial)[1]
        await trial.press("down")
        for key in ("r", "d"):
            await trial.press(key)
            await trial.until(lambda: trial.toasts == ["sam shares this favourite: you can apply it, not change it"])
            trial.app.clear_notifications()
        # Without the right there is nothing to share by.
        await trial.press("s")
        assert isinstance(trial.app.screen, FavouritesDialog)
        # That of the other, though one's own has the same name.
        await trial.press("enter")
        await trial.until(lambda: screen(trial).applied.line == "number:2")
    assert names(house) == ["Mine", "mine"]


async def test_a_favourite_deleted_at_another_desk_is_told_and_leaves_the_list(house: Store) -> None:
    keep(house, "Lifts", "service:lift")
    keep(house, "Leaks", "service:leak")
    async with favourites(house) as trial:
        anna = sign_in(house, login="anna", os_user=None)
        house.perform(anna, lambda work: delete_favourite(work, "Lifts"))
        await trial.press("d", "y")
        await trial.until(lambda: isinstance(trial.app.screen, FavouritesDialog) and len(listed(trial)) == 1)
        assert "Leaks" in listed(trial)[0]
