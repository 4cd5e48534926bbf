"""Acts on the orders selected in the list, by keys; what became of them is read in the database (BK-1 … BK-5)."""

from collections.abc import Iterable
from typing import Any

import pytest
import sqlalchemy as sa
from textual.events import Key
from textual.widgets import Input, OptionList

from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.console.live import Changed
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import RuleError
from ads_tui.screens.bulk_dialog import BulkDialog
from ads_tui.screens.bulk_executors_dialog import BulkExecutorsDialog
from ads_tui.screens.bulk_preview import BulkPreview
from ads_tui.screens.bulk_result import BulkResultDialog
from ads_tui.screens.bulk_status_dialog import BulkStatusDialog
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_executors
from ads_tui.services.drafts import drafts_of
from ads_tui.services.notifications.inbox import list_notifications
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.feed import EVERYTHING
from ads_tui.store.order_rows import EVENTS
from ads_tui.store.work import Store
from tests.console.desk import employee, history
from tests.console.order_lists import house, orders, row_of, screen, shows
from tests.console.slow_reads import slow_reads
from tests.console.trial import Trial
from tests.housing import add_order

__all__ = ["house"]


@pytest.fixture
def admin(house: Store) -> Actor:
    return sign_in(house, login="admin", os_user=None)


def give(store: Store, number: int, status: str, comment: str | None = None, *reasons: str) -> None:
    store.perform(SYSTEM, lambda work: change_status(work, number, StatusWish(status, comment, reasons=reasons)))


def assign(store: Store, numbers: Iterable[int], *logins: str) -> None:
    for number in numbers:
        store.perform(SYSTEM, lambda work, number=number: change_executors(work, number, logins))  # type: ignore[misc]


def statuses(store: Store, *numbers: int) -> list[str]:
    return [row_of(store, number).status for number in numbers]


def events(store: Store) -> list[tuple[Any, ...]]:
    """All of history, oldest first: order, kind, source, batch."""
    with store.reading(SYSTEM) as reading:
        columns = (EVENTS.c.order_number, EVENTS.c.kind, EVENTS.c.source, EVENTS.c.batch_id)
        return [tuple(row) for row in reading.connection.execute(sa.select(*columns).order_by(EVENTS.c.id))]


async def select_all(trial: Trial, count: int) -> None:
    """On the tab All, everything in view."""
    await trial.press("2")
    await trial.until(lambda: screen(trial).found == count and len(screen(trial).table.window.visible) == count)
    await trial.press("*")
    assert f"{count} selected" in trial.lines()[-1]


async def open_bulk(trial: Trial, key: str = "s") -> None:
    await trial.press(key)
    await trial.until(shows(trial, BulkStatusDialog if key == "s" else BulkExecutorsDialog))


async def choose(trial: Trial, code: str) -> None:
    bar = trial.app.screen.query_one("#statuses", OptionList)
    codes = [option.id for option in bar.options]
    await trial.press(*["down"] * ((codes.index(code) - (bar.highlighted or 0)) % len(codes)))


async def begin_three(trial: Trial) -> None:
    """Have all three orders begun, which those without an executor refuse."""
    await select_all(trial, 3)
    await open_bulk(trial)
    await choose(trial, "in_progress")
    await trial.press("enter", "enter")
    await trial.until(shows(trial, BulkResultDialog))


def preview(trial: Trial) -> str:
    return str(trial.app.screen.query_one(BulkPreview).query_one("Static").render())


async def back(trial: Trial) -> None:
    await trial.until(shows(trial, OrdersScreen))


async def test_bk_2_and_5_one_status_for_several_by_few_keys_with_a_preview_on_the_way(house: Store) -> None:
    assign(house, (1, 2), "belov")
    before = events(house)
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial)
        await choose(trial, "in_progress")
        await trial.until(lambda: "2 orders will change, 1 will be refused" in trial.shown())
        assert "1: Assign an executor first (№ 3)" in trial.shown()
        assert events(house) == before and statuses(house, 1, 2, 3) == ["pending"] * 3
        await trial.press("enter")
        assert isinstance(trial.app.focused, BulkPreview) and "Enter Save" in trial.shown()
        await trial.press("enter")
        await trial.until(shows(trial, BulkResultDialog))
        assert statuses(house, 1, 2, 3) == ["in_progress", "in_progress", "pending"]
        written = events(house)[len(before) :]
        assert {(number, kind, source) for number, kind, source, _batch in written} >= {
            (1, "status", "bulk"),
            (2, "status", "bulk"),
        }
        assert len({batch for *_rest, batch in written}) == 1 and all(number != 3 for number, *_rest in written)


async def test_bk_2_the_refused_are_named_opened_and_stay_selected(house: Store) -> None:
    assign(house, (1,), "belov")
    async with orders(house, (80, 24)) as trial:
        await begin_three(trial)
        assert "2 orders were left as they were" in trial.shown() and "1 order changed" in trial.shown()
        assert "№ 2  Lift stopped, Oak street, 1" in trial.shown() and "Assign an executor first" in trial.shown()
        await trial.press("down", "enter")
        await trial.until(shows(trial, CardScreen))
        await trial.until(lambda: "№ 3" in trial.shown())
        await trial.press("escape")
        await trial.until(shows(trial, BulkResultDialog))
        await trial.press("escape")
        await back(trial)
        assert screen(trial).table.selection == {2, 3} and "2 selected" in trial.lines()[-1]


async def test_bk_5_what_was_changed_is_taken_back_from_the_list_of_the_refused_too(house: Store) -> None:
    assign(house, (1,), "belov")
    async with orders(house, (80, 24)) as trial:
        await begin_three(trial)
        assert "1 order changed; ^z takes it back" in trial.shown() and "^z Undo" in trial.shown()
        await trial.press("ctrl+z")
        await trial.until(shows(trial, ConfirmDialog))
        await trial.press("enter")
        await back(trial)
        await trial.until(lambda: statuses(house, 1, 2, 3) == ["pending"] * 3)


async def test_bk_2_a_comment_is_asked_for_on_the_way_and_goes_to_each(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial)
        await choose(trial, "cancelled")
        await trial.until(lambda: "This change needs a comment" in preview(trial))
        await trial.press("f2")
        await trial.until(lambda: trial.app.screen.query_one("#comment .refusal.-told") is not None)
        assert isinstance(trial.app.focused, Input)
        await trial.press(*"moved", "enter", "enter")
        await back(trial)
        assert trial.toasts == ["3 orders changed; ^z takes it back"]
        assert statuses(house, 1, 2, 3) == ["cancelled"] * 3
        assert {row_of(house, number).status_comment for number in (1, 2, 3)} == {"moved"}
        assert not screen(trial).table.selection


async def test_bk_2_reasons_and_a_date_are_one_for_all(house: Store) -> None:
    assign(house, (1, 2, 3), "belov")
    for number in (1, 2):
        give(house, number, "in_progress")
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"part", "enter", *"1.9", "enter")
        await trial.until(lambda: "2 orders will change, 1 will be refused" in preview(trial))
        assert "From Pending an order does not go to Paused" in preview(trial)
        await trial.press("enter")
        await trial.until(shows(trial, BulkResultDialog))
        await trial.press("escape")
        await back(trial)
        assert [row_of(house, number).resume_on for number in (1, 2)] == ["2026-09-01"] * 2
        await open_bulk(trial)
        await choose(trial, "cancelled_by_client")
        await trial.press("enter", "space", "enter", "enter")
        await back(trial)
        assert row_of(house, 3).status == "cancelled_by_client" and row_of(house, 3).cancel_reasons


async def test_bk_1_more_than_a_hundred_are_refused_before_anything_is_done(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        screen(trial).table.window.selection.toggle(range(4, 102))
        screen(trial).refresh_actions()
        await trial.until(lambda: "101 selected, at most 100" in trial.lines()[-1])
        for key in ("s", "x", "u"):
            await trial.press(key)
            assert isinstance(trial.app.screen, OrdersScreen)
            assert trial.toasts == ["At most 100 orders at once"]
            trial.app.clear_notifications()


async def test_ls_3_a_selection_outlives_the_card_others_and_scrolling_and_esc_clears_it(
    house: Store, admin: Actor
) -> None:
    async with orders(house, (80, 24)) as trial:
        await trial.press("2")
        await trial.until(lambda: screen(trial).found == 3)
        await trial.press("space", "down", "space", "enter")
        await trial.until(shows(trial, CardScreen))
        give(house, 2, "cancelled", "by mistake")
        number = add_order(house, admin, "leak")
        await trial.press("escape")
        await back(trial)
        await trial.until(lambda: number in [entry.key for entry in screen(trial).table.window.visible])
        await trial.press("end", "home", "r")
        assert screen(trial).table.selection == {2, 3} and "2 selected" in trial.lines()[-1]
        await trial.press("escape")
        assert not screen(trial).table.selection


async def test_ls_3_what_has_left_the_list_is_named_and_not_acted_on_unseen(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await trial.press("2", "/", *"status:pending", "enter")
        await trial.until(lambda: screen(trial).found == 3 and screen(trial).shown.filter.terms)
        await trial.press("*")
        give(house, 2, "cancelled_by_client", None, "mistake")
        await trial.until(lambda: screen(trial).found == 2)
        assert screen(trial).table.selection == {1, 2, 3}
        await open_bulk(trial)
        await choose(trial, "cancelled")
        await trial.press("enter", *"moved", "enter")
        await trial.until(lambda: "1: It has left the list since you chose it (№ 2)" in trial.shown())
        await trial.press("enter")
        await trial.until(shows(trial, BulkResultDialog))
        assert statuses(house, 1, 2, 3) == ["cancelled", "cancelled_by_client", "cancelled"]
        await trial.press("escape")
        await back(trial)
        assert not screen(trial).table.selection


async def test_bk_5_the_preview_is_renewed_when_others_change_one_of_the_orders(house: Store) -> None:
    assign(house, (1, 2, 3), "belov")
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial)
        await choose(trial, "in_progress")
        await trial.press("enter")
        await trial.until(lambda: "3 orders will change" in trial.shown())
        give(house, 2, "in_progress")
        await trial.until(lambda: "2 orders will change, 1 will be refused" in trial.shown())
        assert "The order is in the status In progress already (№ 2)" in trial.shown()


@pytest.mark.parametrize("key", ["s", "x"])
async def test_r_6_news_that_meet_a_dialog_which_could_not_begin_do_no_harm(
    house: Store, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        with slow_reads(monkeypatch):
            trial.app.post_message(Key(key, key))
            await trial.until(lambda: isinstance(trial.app.screen, BulkDialog))
            dialog = trial.app.screen
            assert isinstance(dialog, BulkDialog)
            dialog.give_up(RuleError("order_state", "Not now"))
            dialog.post_message(Changed(EVERYTHING))
            await trial.until(shows(trial, OrdersScreen))
        assert trial.app.failures == 0


async def test_decision_14_what_was_typed_for_several_is_offered_again(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial)
        await choose(trial, "cancelled")
        await trial.press("enter", *"moved", "escape")
        await back(trial)
        await open_bulk(trial)
        assert "did not save; F8 takes it back" in trial.shown()
        assert trial.app.screen.query_one("#comment Input", Input).value == "moved"
        await trial.press("enter", "enter", "enter")
        await back(trial)
        assert statuses(house, 1, 2, 3) == ["cancelled"] * 3
    with house.reading(sign_in(house, login="anna", os_user=None)) as reading:
        assert not drafts_of(reading)


async def test_bk_3_executors_are_added_and_what_does_not_fit_is_listed(house: Store, admin: Actor) -> None:
    leak = add_order(house, admin, "leak")
    assign(house, (1,), "serov")
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 4)
        await open_bulk(trial, "x")
        await trial.press(*"bel", "space", "enter")
        await trial.until(lambda: "3 orders will change, 1 will be refused" in trial.shown())
        await trial.press("enter")
        await trial.until(shows(trial, BulkResultDialog))
        assert f"№ {leak}" in trial.shown()
        assert [set(row_of(house, number).executors) for number in (1, 2, 3, leak)] == [
            {"serov", "belov"},
            {"belov"},
            {"belov"},
            set(),
        ]
        assert history(house, 2)[0].kind == "executors"


async def test_bk_3_executors_take_the_place_of_others_where_the_switch_is_on(house: Store) -> None:
    assign(house, (1, 2), "serov")
    assign(house, (3,), "belov")
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial, "x")
        await trial.press(*"bel", "space", "f4", "enter")
        await trial.until(lambda: "2 orders will change, 1 has it already" in trial.shown())
        await trial.press("enter")
        await back(trial)
        assert trial.toasts == ["2 orders changed; ^z takes it back"]
        assert [row_of(house, number).executors for number in (1, 2, 3)] == [("belov",)] * 3


@pytest.mark.parametrize("told", [False, True])
async def test_bk_3_those_who_come_are_told_where_the_switch_says_so(house: Store, told: bool) -> None:
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial, "x")
        await trial.press(*(["f6"] if told else []), *"bel", "space")
        await trial.until(lambda: "3 orders will change" in preview(trial))
        assert ("[✓] Tell them and the clients" in trial.shown()) is told
        await trial.press("enter", "enter")
        await back(trial)
    with house.reading(employee(house, "belov")) as reading:
        assert [entry.told.number for entry in list_notifications(reading)] == ([3, 2, 1] if told else [])


async def test_bk_3_nobody_ticked_is_refused_at_the_list(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial, "x")
        await trial.press("enter")
        assert "Tick who is to do the orders" in trial.shown()
        assert isinstance(trial.app.screen, BulkExecutorsDialog) and isinstance(trial.app.focused, Input)


async def test_bk_5_the_last_change_is_taken_back_and_what_changed_since_is_named(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await trial.press("ctrl+z")
        assert "No change of several orders" in trial.toasts[-1]
        await select_all(trial, 3)
        await open_bulk(trial)
        await choose(trial, "cancelled_by_client")
        await trial.press("enter", "space", "enter", "enter")
        await back(trial)
        house.perform(SYSTEM, lambda work: change_status(work, 2, StatusWish("cancelled_by_client", "not so")))
        await trial.press("ctrl+z")
        await trial.until(shows(trial, ConfirmDialog))
        assert "2 orders get back what they had before" in trial.shown()
        assert statuses(house, 1, 2, 3) == ["cancelled_by_client"] * 3
        await trial.press("enter")
        await trial.until(shows(trial, BulkResultDialog))
        assert "2 orders are as they were before" in trial.shown() and "changed since" in trial.shown()
        assert statuses(house, 1, 2, 3) == ["pending", "cancelled_by_client", "pending"]
        assert [event.kind for event in history(house, 1)[:2]] == ["undone", "status"]
        await trial.press("escape")
        await back(trial)
        await trial.press("U")
        assert "No change of several orders" in trial.toasts[-1]


async def test_bk_5_undoing_while_one_types_undoes_no_orders(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial)
        await choose(trial, "cancelled")
        await trial.press("enter", *"moved", "enter", "enter")
        await back(trial)
        await trial.press("/", *"zebra", "ctrl+z")
        assert isinstance(trial.app.screen, OrdersScreen) and screen(trial).ready
        await trial.press("enter", "ctrl+z")
        await trial.until(shows(trial, ConfirmDialog))
        await trial.press("escape")
        assert statuses(house, 1, 2, 3) == ["cancelled"] * 3


async def test_an_order_that_may_be_seen_no_longer_is_refused_by_its_number(house: Store) -> None:
    assign(house, (1, 2), "belov")
    for number in (1, 2):
        give(house, number, "in_progress")
    async with orders(house, (80, 24), login="belov") as trial:
        await trial.press("*")
        await open_bulk(trial)
        await choose(trial, "done")
        await trial.press("enter", *"fixed", "enter")
        await trial.until(lambda: "2 orders will change" in trial.shown())
        house.perform(SYSTEM, lambda work: change_executors(work, 2, ["serov"], mode="replace"))
        await trial.until(lambda: "1 order will change, 1 will be refused" in trial.shown())
        await trial.press("enter")
        await trial.until(shows(trial, BulkResultDialog))
        assert "№ 2 " in trial.shown() and "№ 2  Lift" not in trial.shown()
        assert statuses(house, 1, 2) == ["done", "in_progress"]


async def test_bk_4_unread_lists_those_of_others(house: Store, admin: Actor) -> None:
    mine = add_order(house, admin, "other", "oak1", "anna")
    before = events(house)
    async with orders(house, (80, 24)) as trial:
        await select_all(trial, 4)
        await trial.press("u")
        await trial.until(shows(trial, BulkResultDialog))
        assert "1 order is unread again" in trial.shown() and "3 orders were left as they were" in trial.shown()
        await trial.press("escape")
        await back(trial)
        assert screen(trial).table.selection == {1, 2, 3}
        await trial.until(lambda: "⚑" in trial.shown())
    assert events(house) == before and row_of(house, mine).number == mine


async def test_the_dialogs_fit_a_small_terminal_and_take_the_mouse(house: Store) -> None:
    assign(house, (1, 2, 3), "serov")
    async with orders(house, (60, 15)) as trial:
        await select_all(trial, 3)
        await open_bulk(trial, "x")
        await trial.pilot.click("_Switch")
        await trial.press(*"bel", "space")
        await trial.until(lambda: "3 orders will change" in preview(trial))
        assert "[✓] In place" in trial.shown()
        await trial.press("escape")
        await back(trial)
        await open_bulk(trial)
        await trial.until(lambda: "3 orders will change" in preview(trial))
        await trial.press("enter", "enter")
        await back(trial)
        assert statuses(house, 1, 2, 3) == ["in_progress"] * 3
        assert row_of(house, 1).executors == ("serov",)
