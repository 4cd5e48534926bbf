"""Keys that follow at once on the key that opens a dialog reach that dialog, however slow the database is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.timer import Timer
from textual.widgets import TextArea

from ads_tui.console import type_ahead
from ads_tui.console.keys import character, sign_name
from ads_tui.console.type_ahead import only_binds
from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.comment_dialog import CommentDialog
from ads_tui.screens.controllers_dialog import ControllersDialog
from ads_tui.screens.edit_order.saving import SavingScreen
from ads_tui.screens.executors_dialog import ExecutorsDialog
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.status_dialog import StatusDialog
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.console.desk import card_of, employee, make_company
from tests.console.furnishing import furnish_once
from tests.console.slow_reads import slow_reads
from tests.console.trial import Trial, console
from tests.housing import add_order

_OPENED = {
    "s": StatusDialog,
    "x": ExecutorsDialog,
    "w": ExecutorsDialog,
    "c": ControllersDialog,
    "E": SavingScreen,
    "t": CommentDialog,
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The console soon looks again at keys that wait."""
    monkeypatch.setattr(type_ahead, "_LONGEST_S", 0.2)


@pytest.fixture
def company(desk: Store) -> Store:
    """The company with one order that nobody does yet."""
    furnish_once(desk, make_company)
    add_order(desk, employee(desk, "anna"), "lift", "oak1")
    return desk


def deliver(trial: Trial, *keys: str) -> None:
    """Deliver keys and wait for nothing."""
    for key in keys:
        name = key if len(key) > 1 else sign_name(key)
        trial.app.post_message(events.Key(name, character(name) if len(key) > 1 else key))


async def a_long_while(trial: Trial) -> None:
    """Until the console has looked twice at keys that wait."""
    seen: set[Timer] = set()

    def looks() -> int:
        seen.update(timer for timer in trial.app._timers if "_let_go" in repr(timer._callback))
        return len(seen)

    await trial.until(lambda: looks() > 2)


@asynccontextmanager
async def standing(store: Store, where: str) -> AsyncIterator[Trial]:
    """A console on the list, or on the card of its only order."""
    async with console(store, size=(120, 36), home=OrdersScreen) as trial:
        home = trial.app.screen
        assert isinstance(home, OrdersScreen)
        await trial.until(lambda: home.found is not None and home.table.window.is_loaded)
        if where == "card":
            await trial.press("enter")
            await trial.until(lambda: isinstance(trial.app.screen, CardScreen) and "№ 1" in trial.shown())
        yield trial


_OPENERS = [("list", key) for key in "sxw"] + [("card", key) for key in "sxwcEt"]


@pytest.mark.parametrize(("where", "key"), _OPENERS)
async def test_keys_right_after_an_opener_wait_for_the_dialog(
    company: Store, monkeypatch: pytest.MonkeyPatch, where: str, key: str
) -> None:
    async with standing(company, where) as trial:
        below = trial.app.screen
        with slow_reads(monkeypatch) as let_go:
            deliver(trial, key, "enter")
            await a_long_while(trial)
            assert not trial.app.is_at_rest
            assert trial.app.screen is below if key == "w" else isinstance(trial.app.screen, _OPENED[key])
            let_go.set()
            await trial.until(lambda: trial.app.is_at_rest)
        if key == "t":
            assert trial.app.screen.query_one(TextArea).text == "\n"
        elif key == "s":
            # What stands first in the dialog was left by Enter.
            dialog = trial.app.screen
            assert isinstance(dialog, StatusDialog) and trial.app.focused is not dialog.form.statuses
        elif key == "E":
            screen = trial.app.screen
            assert isinstance(screen, SavingScreen) and trial.app.focused is not screen.form.search("client").line
        else:
            # Nobody was ticked, so Enter closes the dialog.
            await trial.until(lambda: trial.app.screen is below)


async def test_letters_typed_ahead_of_a_slow_dialog_are_all_there(
    company: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with standing(company, "list") as trial:
        with slow_reads(monkeypatch) as let_go:
            deliver(trial, "s", "enter", *"ser", "space", "enter")
            await a_long_while(trial)
            assert isinstance(trial.app.screen, StatusDialog)
            let_go.set()
            await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
    row = card_of(company, 1).row
    assert (row.status, row.executors) == ("in_progress", ("serov",))


@pytest.mark.parametrize("where", ["list", "card"])
async def test_taking_asks_for_the_executor_with_the_keys_typed_ahead(
    company: Store, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    async with standing(company, where) as trial:
        below = trial.app.screen
        with slow_reads(monkeypatch) as let_go:
            deliver(trial, "w", *"ser", "space", "enter")
            await a_long_while(trial)
            assert trial.app.screen is below
            let_go.set()
            await trial.until(lambda: card_of(company, 1).row.status == "in_progress")
    assert card_of(company, 1).row.executors == ("serov",)


async def test_whoever_does_not_want_to_wait_leaves_a_slow_dialog(
    company: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with standing(company, "list") as trial:
        below = trial.app.screen
        with slow_reads(monkeypatch) as let_go:
            deliver(trial, "s", "enter", "x", "escape")
            await trial.until(lambda: trial.app.is_at_rest and trial.app.screen is below)
            let_go.set()


async def test_an_order_that_cannot_be_taken_lets_keys_go_on(company: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async with standing(company, "card") as trial:
        with slow_reads(monkeypatch) as let_go:
            deliver(trial, "w", "t")
            await a_long_while(trial)
            company.perform(SYSTEM, lambda work: change_status(work, 1, StatusWish("cancelled", comment="twice")))
            let_go.set()
            await trial.until(lambda: isinstance(trial.app.screen, CommentDialog))
            assert len([text for text in trial.toasts if "Status changed" not in text]) == 1


async def test_p_8_a_key_goes_from_widget_to_widget_only_where_one_of_them_may_want_it(company: Store) -> None:
    def only_binds_here(name: str) -> bool:
        return only_binds(trial.app.focused or trial.app.screen, events.Key(name, None))

    async with standing(company, "list") as trial:
        assert only_binds_here("down")
        # The library's screens take away with it what is marked.
        assert not only_binds_here("escape")
        await trial.press("f3")
        assert not only_binds_here("down")
        await trial.press("escape", "x")
        await trial.until(lambda: isinstance(trial.app.screen, ExecutorsDialog))
        assert not only_binds_here("down")
