"""The order list, the card and the dialogs of an order, by keyboard, as a dispatcher uses them."""

import pytest

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.comment_dialog import CommentDialog
from ads_tui.screens.executors_dialog import ExecutorsDialog
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.status_dialog import StatusDialog
from ads_tui.services.accounts import sign_in
from ads_tui.services.comments import add_comment, comments_of
from ads_tui.services.orders.history import history_of
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, row_of, screen, shows
from tests.console.trial import console

__all__ = ["house"]


async def test_ls_1_the_list_shows_orders_newest_first_with_counters(house: Store) -> None:
    async with orders(house) as trial:
        text = trial.shown()
        assert screen(trial).table.cursor == 3
        assert "1 New 3" in text and "Found: 3" in text and "Oak street, 1" in text and "Lift stopped" in text


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_order_goes_from_pending_to_paused_by_keyboard(house: Store, size: tuple[int, int]) -> None:
    async with orders(house, size) as trial:
        await trial.press("s")
        await trial.until(shows(trial, StatusDialog))
        await trial.press("enter", "space", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        assert row_of(house, 3).status == "in_progress"
        assert row_of(house, 3).executors == ("belov",)
        await trial.press("s")
        await trial.until(shows(trial, StatusDialog))
        dialog = trial.app.screen
        assert isinstance(dialog, StatusDialog)
        while dialog.form.chosen.code != "paused":
            await trial.press("down")
        await trial.press("enter", *"part", "enter", *"2026-09-01", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        row = row_of(house, 3)
        assert (row.status, row.status_comment, row.resume_on) == ("paused", "part", "2026-09-01")


async def test_a_refused_status_is_told_in_the_dialog_and_nothing_typed_is_lost(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("s")
        await trial.until(shows(trial, StatusDialog))
        dialog = trial.app.screen
        assert isinstance(dialog, StatusDialog)
        while dialog.form.chosen.code != "cancelled":
            await trial.press("down")
        await trial.press("f2")
        await trial.until(lambda: "needs a comment" in trial.shown())
        assert row_of(house, 3).status == "pending"
        await trial.press(*"twice")
        await trial.press("f2")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        assert row_of(house, 3).status_comment == "twice"


async def test_the_same_under_a_russian_layout(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("о")
        assert screen(trial).table.cursor == 2
        await trial.press("ы")
        await trial.until(shows(trial, StatusDialog))
        await trial.press("escape")
        await trial.press("ч")
        await trial.until(shows(trial, ExecutorsDialog))


async def test_pe_1_executors_are_ticked_and_replaced(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("x")
        await trial.until(shows(trial, ExecutorsDialog))
        await trial.press("space", "down", "space", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        assert set(row_of(house, 3).executors) == {"belov", "serov"}


async def test_cm_1_a_comment_is_written_on_the_card_and_seen_in_its_tab(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        await trial.press("t")
        await trial.until(shows(trial, CommentDialog))
        await trial.press("f8", *"key", "f2")
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen))
        await trial.press("2")
        await trial.until(lambda: "key" in trial.shown())
        with house.reading(SYSTEM) as reading:
            assert [(one.text, one.important, one.by) for one in comments_of(reading, 3)] == [("key", True, "anna")]


async def test_hi_1_the_card_shows_history_and_walks_the_list(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        await trial.press("5")
        await trial.until(lambda: "Created: Pending" in trial.shown())
        await trial.press("]")
        await trial.until(lambda: "№ 2" in trial.shown())
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        assert screen(trial).table.cursor == 2


async def test_ls_3_what_others_change_appears_and_the_cursor_stays(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    async with orders(house) as trial:
        await trial.press("down")
        assert screen(trial).table.cursor == 2
        house.perform(admin, lambda work: add_comment(work, 1, "look", important=True))
        await trial.until(lambda: "!" in trial.shown())
        assert screen(trial).table.cursor == 2


async def test_se_1_typing_narrows_and_escape_shows_all_again(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *"oak stop", "enter")
        await trial.until(lambda: "Found: 3" in trial.shown() and screen(trial).shown.text == "oak stop")
        await trial.press("f3", *"x", "enter")
        await trial.until(lambda: "Nothing matches" in trial.shown() and "Found: 0" in trial.shown())
        await trial.press("escape")
        await trial.until(lambda: not screen(trial).shown and "Found: 3" in trial.shown())


async def test_ls_4_the_console_opens_at_an_order_and_walks_from_its_place_if_the_list_has_it(house: Store) -> None:
    house.perform(SYSTEM, lambda work: change_status(work, 3, StatusWish("cancelled", "well")))
    async with orders(house, order=3) as trial:
        await trial.until(shows(trial, CardScreen))
        await trial.until(lambda: "№ 3" in trial.shown())
        await trial.press("]")
        assert trial.toasts == ["Order 3 is not in the part of the list that was read: nothing stands beside it there"]
        await trial.press("escape")
        screen(trial).open_order(1)
        await trial.until(lambda: "№ 1" in trial.shown() and screen(trial).table.cursor == 2)
        await trial.press("]")
        assert "no next order" in trial.toasts[-1] and screen(trial).table.cursor == 1


async def test_lb_6_opening_the_card_takes_the_unread_mark_off(house: Store) -> None:
    from ads_tui.services.assignment import change_executors

    admin = sign_in(house, login="admin", os_user=None)
    house.perform(admin, lambda work: change_executors(work, 3, ["belov"]))
    async with console(house, login="belov", size=(120, 36), home=OrdersScreen) as trial:
        await trial.until(lambda: "⚑" in trial.shown())
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and "⚑" not in trial.shown())


async def test_r6_hostile_text_is_shown_as_text(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    house.perform(admin, lambda work: add_comment(work, 3, "[b]bold[/b] [/nothing] [link='x']y"))
    async with orders(house) as trial:
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        await trial.press("2")
        await trial.until(lambda: "[b]bold[/b] [/nothing] [link='x']y" in trial.shown())


async def test_an_order_no_longer_visible_says_so_and_the_console_lives_on(house: Store) -> None:
    async with orders(house) as trial:
        trial.app.push_screen(CardScreen(999, lambda _by, number: number))
        await trial.until(lambda: any("999" in toast for toast in trial.toasts))
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))


async def test_history_of_a_status_names_who_did_it(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("s")
        await trial.until(shows(trial, StatusDialog))
        await trial.press("enter", "space", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
    with house.reading(SYSTEM) as reading:
        newest = history_of(reading, 3)[0]
    assert (newest.kind, newest.to, newest.by) == ("status", "in_progress", "anna")
