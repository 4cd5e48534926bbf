"""The list keeps itself current, waits for rows, and outlives what goes wrong (LS-3, R4, R14)."""

import random
import threading
from datetime import UTC, datetime

import pytest
from textual.widgets import Input

from ads_tui.console.error_dialog import ErrorDialog
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.orders import screen as orders_screen
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.status_dialog import StatusDialog
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.services.roles import set_sections
from ads_tui.store.work import Reading, Store, Work
from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.order_pages import read_orders
from tests.console.order_lists import house, orders, screen, shows
from tests.console.test_asking import Outage
from tests.console.trial import BRIEF_S, LONG_S, Trial
from tests.housing import add_order

__all__ = ["house"]


@pytest.fixture
def admin(house: Store) -> Actor:
    return sign_in(house, login="admin", os_user=None)


@pytest.fixture
def many(house: Store, admin: Actor) -> Store:
    """Two hundred orders, all changed at one moment: the newest number is the first of the list."""

    def operation(work: Work) -> None:
        for _ in range(197):
            create_order(work, NewOrder("leak", "oak2"))

    house.perform(admin, operation)
    return house


def keys(trial: Trial) -> list[object]:
    return [entry.key for entry in screen(trial).table.window.visible]


def close(store: Store, admin: Actor, number: int) -> None:
    wish = StatusWish("cancelled", comment="by mistake")
    store.perform(admin, lambda work: change_status(work, number, wish))


async def test_ls_3_what_arrives_above_is_shown_at_once_at_the_top_and_the_cursor_stays(
    house: Store, admin: Actor
) -> None:
    async with orders(house) as trial:
        number = add_order(house, admin, "leak")
        await trial.until(lambda: keys(trial)[:1] == [number])
        assert screen(trial).table.cursor == 3
        await trial.until(lambda: "1 New 4" in trial.shown() and "Found: 4" in trial.shown())


async def test_ls_3_what_arrives_above_a_view_further_down_is_announced(many: Store, admin: Actor) -> None:
    async with orders(many, (80, 24)) as trial:
        await trial.press("pagedown", "pagedown")
        table = screen(trial).table
        await trial.until(lambda: table.window.is_settled)
        before, under, line = keys(trial), table.cursor, table.window.cursor_line
        numbers = [add_order(many, admin, "leak") for _ in range(3)]
        await trial.until(lambda: "3 newer ↑" in trial.shown())
        assert (keys(trial), table.cursor, table.window.cursor_line) == (before, under, line)
        await trial.press("home")
        await trial.until(lambda: keys(trial)[:3] == sorted(numbers, reverse=True))
        assert "newer" not in trial.shown()


async def test_ls_3_an_order_that_left_the_list_stays_under_the_cursor_until_it_moves(
    house: Store, admin: Actor
) -> None:
    async with orders(house) as trial:
        await trial.press("down")
        close(house, admin, 2)
        await trial.until(lambda: screen(trial).table.window.gone == 2)
        assert keys(trial) == [3, 2, 1] and screen(trial).table.cursor == 2
        assert "✕ Cancelled" in trial.shown()
        await trial.until(lambda: "Found: 2" in trial.shown() and "1 New 2" in trial.shown())
        await trial.press("down")
        assert keys(trial) == [3, 1] and screen(trial).table.cursor == 1


async def test_ls_3_a_selection_and_a_search_outlive_changes(house: Store, admin: Actor) -> None:
    async with orders(house) as trial:
        await trial.press("2", "f3", *"lift", "enter")
        await trial.until(lambda: screen(trial).shown.text == "lift" and keys(trial) == [3, 2, 1])
        await trial.press("down", "space")
        number = add_order(house, admin, "lift")
        await trial.until(lambda: keys(trial) == [number, 3, 2, 1])
        table = screen(trial).table
        assert (table.cursor, set(table.selection)) == (2, {2})


class Gate:
    """Holds back the reading of pages until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.open.set()
        monkeypatch.setattr(orders_screen, "read_orders", self._read)

    def _read(self, reading: Reading, which: object, wanted: PageWanted) -> "PageRead[object]":
        assert self.open.wait(20)
        return read_orders(reading, which, wanted)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("key", ["enter", "s"])
async def test_a_key_right_after_a_move_acts_on_the_order_that_the_cursor_came_to(
    many: Store, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    gate = Gate(monkeypatch)
    async with orders(many, (80, 24)) as trial:
        gate.open.clear()
        trial.patience_s = BRIEF_S
        trial.app.simulate_key("end")
        trial.app.simulate_key(key)
        await trial.until(lambda: not screen(trial).table.window.is_settled and not screen(trial).ready)
        assert len(trial.app.screen_stack) == 2
        gate.open.set()
        trial.patience_s = LONG_S
        kind = CardScreen if key == "enter" else StatusDialog
        await trial.until(shows(trial, kind))
        assert screen(trial).table.cursor == 1
        await trial.until(lambda: ("№ 1 " if kind is CardScreen else "Order 1:") in trial.shown())


async def test_walking_from_card_to_card_passes_over_no_order_that_is_still_being_read(
    many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with orders(many, (80, 24)) as trial:
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        card = trial.app.screen
        assert isinstance(card, CardScreen)
        gate.open.clear()
        trial.patience_s = BRIEF_S
        seen = [card.number]
        while True:
            await trial.press("]")
            if card.number == seen[-1]:
                break
            seen.append(card.number)
        await trial.press("]", "]")
        gate.open.set()
        trial.patience_s = LONG_S
        await trial.until(lambda: screen(trial).table.window.is_settled)
        await trial.press("]")
        await trial.press("]")
        seen += [card.number + 1, card.number]
        assert seen == list(range(200, 200 - len(seen), -1))


async def test_ls_1_at_midnight_other_orders_are_todays(house: Store, admin: Actor) -> None:
    wanted = NewOrder("other", "oak1", due="2026-08-21T10:00", executors=("anna",))
    number = house.perform(admin, lambda work: create_order(work, wanted))
    async with orders(house) as trial:
        await trial.press("t")
        await trial.until(lambda: "None of your orders falls on today" in trial.shown())
        screen(trial)._look_at_clock()
        object.__setattr__(house.clock, "fixed", datetime(2026, 8, 20, 21, 0, tzinfo=UTC))
        screen(trial)._look_at_clock()
        await trial.until(lambda: keys(trial) == [number])


class Broken:
    """Fails once to read a page, in a way that nobody expects."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails = False
        monkeypatch.setattr(orders_screen, "read_orders", self._read)

    def _read(self, reading: Reading, which: object, wanted: PageWanted) -> "PageRead[object]":
        if self.fails:
            raise ZeroDivisionError("in a page")
        return read_orders(reading, which, wanted)  # type: ignore[arg-type,return-value]


async def test_a_list_whose_page_failed_says_so_and_reads_on(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Broken(monkeypatch)
    async with orders(many, (80, 24), may_fail=True) as trial:
        broken.fails = True
        await trial.press("end")
        await trial.until(lambda: isinstance(trial.app.screen, ErrorDialog))
        broken.fails = False
        await trial.press("escape")
        await trial.until(lambda: "The list could not be read; r reads it anew" in trial.shown())
        await trial.press("r")
        await trial.until(lambda: "could not be read" not in trial.shown())
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))


async def test_r_4_the_list_outlives_a_database_that_is_gone_and_shows_what_changed_meanwhile(
    house: Store, admin: Actor
) -> None:
    outage = Outage(house)
    async with orders(house) as trial:
        await trial.press("down", "s")
        await trial.until(shows(trial, StatusDialog))
        outage.begin(trial)
        await trial.until(lambda: trial.app.unreachable_since is not None)
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        assert "Database unreachable since 11:00" in trial.shown()
        assert keys(trial) == [3, 2, 1] and screen(trial).table.cursor == 2
        await trial.press("r", "up", "down", "f3", *"leak", "enter")
        await trial.until(lambda: "does not answer" in trial.lines()[4])
        outage.end()
        number = add_order(house, admin, "leak")
        await trial.until(lambda: "Database unreachable" not in trial.shown())
        await trial.until(lambda: keys(trial) == [number] and "Found: 1" in trial.shown())
        assert screen(trial).query_one("#search", Input).value == "leak"
        assert "does not answer" not in trial.shown()
        assert all(f"№ {number}" in text for text in trial.toasts)


async def test_r_14_a_terminal_of_20_by_5_and_back(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("down")
        await trial.pilot.resize_terminal(20, 5)
        await trial.until(lambda: "20×5" in trial.shown())
        await trial.press("down", "up", "up")
        await trial.pilot.resize_terminal(80, 24)
        await trial.until(lambda: "Lift stopped" in trial.shown())
        assert screen(trial).table.cursor == 3


async def test_r_14_resized_a_hundred_times(many: Store) -> None:
    chance = random.Random(3)
    async with orders(many) as trial:
        await trial.press(*["down"] * 30)
        under = screen(trial).table.cursor
        for _ in range(100):
            trial.resize(chance.randint(1, 220), chance.randint(1, 60))
        await trial.pilot.resize_terminal(80, 24)
        await trial.until(lambda: trial.app.size == (80, 24) and screen(trial).table.size.width == 80)
        table = screen(trial).table
        assert table.cursor == under and under in keys(trial)
        assert len(keys(trial)) == table.window.height


async def test_a_thousand_keys_are_all_dealt_with(many: Store) -> None:
    async with orders(many, (80, 24)) as trial:
        moves = ["down", "up", "pagedown", "pageup", "j", "л", "right", "left", "*", "end", "home"]
        chance = random.Random(5)
        pressed = chance.choices([*moves, "1", "2", "3"], [10] * len(moves) + [1] * 3, k=1000)
        await trial.press(*pressed, "2")
        await trial.until(lambda: screen(trial).table.window.is_settled and "Found: 200" in trial.shown())
        await trial.press("home")
        await trial.until(lambda: keys(trial)[:1] == [200])


async def test_a_role_that_loses_the_list_says_why(house: Store) -> None:
    async with orders(house) as trial:
        house.perform(SYSTEM, lambda work: set_sections(work, "dispatcher", ["clients"]))
        await trial.until(lambda: "Your role lacks the section" in trial.shown())
