"""The employee's columns in the console: chosen by a dialog or the mouse, found again when the list opens (CO-3)."""

import pytest
from textual import events

from ads_tui.domain.columns import COLUMNS, DEFAULT_COLUMNS, NARROWEST
from ads_tui.i18n import _
from ads_tui.screens.columns_dialog import ColumnsDialog
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.chosen_columns import DEFAULT, ChosenColumn, choose_columns, chosen_columns
from ads_tui.store.work import Store
from ads_tui.widgets.columns import hold
from ads_tui.widgets.movable_list import MovableList
from ads_tui.widgets.virtual_table import VirtualTable
from tests.console.order_lists import house, orders, screen, shows
from tests.console.trial import Trial, console

__all__ = ["house"]

NAMES = [column.name for column in COLUMNS]


def remembered(store: Store) -> tuple[ChosenColumn, ...]:
    with store.reading(sign_in(store, login="anna", os_user=None)) as reading:
        return chosen_columns(reading)


def remember(store: Store, *columns: ChosenColumn) -> None:
    store.perform(sign_in(store, login="anna", os_user=None), lambda work: choose_columns(work, columns))


def shown(trial: Trial) -> list[str]:
    return [column.id for column in screen(trial).table.columns]


def captions(trial: Trial) -> str:
    table = screen(trial).table
    return trial.lines()[table.region.y]


async def dialog(trial: Trial, *keys: str) -> MovableList:
    """Open the dialog and press keys in it."""
    await trial.press("c")
    await trial.until(shows(trial, ColumnsDialog))
    await trial.press(*keys)
    return trial.app.screen.query_one(MovableList) if isinstance(trial.app.screen, ColumnsDialog) else MovableList()


async def test_co_3_columns_are_ticked_moved_and_widened_by_keys(house: Store) -> None:
    async with orders(house) as trial:
        await dialog(trial)
        assert "Space Tick" in trial.shown()
        await trial.press("down", "space", *["down"] * 7, "space", *["u"] * 7, "left", "left", "enter")
        await trial.until(lambda: "external_number" in shown(trial))
        expected = ["number", "external_number", *DEFAULT_COLUMNS[2:]]
        assert shown(trial) == expected
        assert captions(trial).split()[:3] == ["№", "External", "num…"]
        await trial.until(lambda: remembered(house) != DEFAULT)
        assert remembered(house) == (
            ChosenColumn("number"),
            ChosenColumn("external_number", 13),
            *map(ChosenColumn, DEFAULT_COLUMNS[2:]),
        )


async def test_co_3_another_console_of_the_employee_opens_with_his_columns(house: Store) -> None:
    remember(house, ChosenColumn("number"), ChosenColumn("priority", 20), ChosenColumn("essence"))
    seen: list[str] = []

    class Watched(OrdersScreen):
        def take_columns(self, chosen: tuple[ChosenColumn, ...] | None) -> None:
            seen.extend(column.id for column in self.table.columns)
            super().take_columns(chosen)

    async with console(house, size=(120, 36), home=Watched) as trial:
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and trial.app.screen.found is not None)
        assert captions(trial).split() == ["№", "Priority", "Essence"]
        assert captions(trial).index("Essence") - captions(trial).index("Priority") == 21
        assert not set(seen) - {"number", "priority", "essence"}, "the usual columns never flashed up"


async def test_co_3_escape_leaves_the_columns_as_they_are(house: Store) -> None:
    async with orders(house) as trial:
        before = captions(trial)
        await dialog(trial, "down", "space", "d", "right", "escape")
        assert captions(trial) == before and remembered(house) == DEFAULT


async def test_co_3_one_key_goes_back_to_the_standard_ones(house: Store) -> None:
    remember(house, ChosenColumn("number", 12), ChosenColumn("due_at"))
    async with orders(house) as trial:
        assert shown(trial) == ["number", "due_at"]
        await dialog(trial, "f8", "ctrl+s")
        await trial.until(lambda: shown(trial) == list(DEFAULT_COLUMNS))
        await trial.until(lambda: remembered(house) == DEFAULT)


@pytest.mark.parametrize("key", ["space", "d", "u", "shift+up", "shift+down"])
async def test_co_3_the_number_stays_and_is_the_first(house: Store, key: str) -> None:
    async with orders(house) as trial:
        await dialog(trial, key)
        assert "The number is always shown, and first" in trial.shown()
        await trial.press("down", "u", "enter")
        assert shown(trial) == list(DEFAULT_COLUMNS) and remembered(house) == DEFAULT


async def test_co_3_letters_of_the_russian_layout_move_columns(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("с")
        await trial.until(shows(trial, ColumnsDialog))
        await trial.press("down", "в", "down", "г", "enter")
        await trial.until(lambda: shown(trial)[1:4] != list(DEFAULT_COLUMNS[1:4]))


async def test_co_3_a_column_has_a_least_width(house: Store) -> None:
    async with orders(house) as trial:
        await dialog(trial, "down", *["left"] * 30, "enter")
        await trial.until(lambda: remembered(house)[1] == ChosenColumn("status", NARROWEST))


async def test_co_3_the_mouse_ticks_carries_and_widens_in_the_dialog(house: Store) -> None:
    async with orders(house) as trial:
        found = await dialog(trial)
        line = found.render_line(1).text
        await trial.pilot.click(found, offset=(6, 7))
        await trial.pilot.click(found, offset=(line.index("→"), 1))
        await mouse(trial, found, events.MouseDown, 6, 2)
        await mouse(trial, found, events.MouseMove, 6, 3)
        await mouse(trial, found, events.MouseMove, 6, 4)
        await mouse(trial, found, events.MouseUp, 6, 4)
        await trial.press("enter")
        expected = ["number", "status", "building", "executors", "service", "labels", "client"]
        await trial.until(lambda: shown(trial) == expected)
        await trial.until(lambda: [one.name for one in remembered(house)] == expected)
        assert remembered(house)[1] == ChosenColumn("status", 19)


async def mouse(trial: Trial, over: MovableList, kind: type[events.MouseEvent], x: int, y: int) -> None:
    """What a terminal tells of the mouse, at a place in the list."""
    x, y = x + over.region.x, y + over.region.y
    trial.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
    await trial.pilot.pause()


async def pull(trial: Trial, *places: int) -> None:
    """Press in the header at the first place, pass the others, let go at the last one."""
    y = screen(trial).table.region.y
    kinds = [events.MouseDown, *[events.MouseMove] * (len(places) - 1), events.MouseUp]
    for kind, x in zip(kinds, [*places, places[-1]], strict=True):
        trial.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
    await trial.pilot.pause()


async def test_co_3_what_the_mouse_does_in_the_header_is_remembered(house: Store) -> None:
    async with orders(house) as trial:
        await pull(trial, captions(trial).index("Status") - 1, 20, 13)
        await pull(trial, captions(trial).index("Labels"), captions(trial).index("Status"))
        await trial.until(lambda: [one.name for one in remembered(house)][1] == "labels")
        assert remembered(house)[0].width is not None
        assert [one.name for one in remembered(house)] == shown(trial)


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (40, 10)])
async def test_co_3_every_column_of_all_can_be_reached_and_ticked_at_any_size(
    house: Store, size: tuple[int, int]
) -> None:
    async with orders(house, size) as trial:
        found = await dialog(trial, "end")
        assert found.value_under_bar == [name for name in NAMES if name not in DEFAULT_COLUMNS][-1]
        assert _(COLUMNS[-1].caption) in trial.shown()
        for place in range(len(DEFAULT_COLUMNS), len(NAMES)):
            found.highlighted = place
            await trial.press("space")
        await trial.press("enter")
        await trial.until(lambda: len(shown(trial)) == len(NAMES))
        seen = set()
        for _step in range(len(NAMES)):
            laid = screen(trial).table._painter.layout.columns
            assert laid[0][0].id == "number"
            seen |= {column.id for column, width in laid if width >= min(column.least, 12)}
            await trial.press("right")
        assert seen == set(NAMES)


async def test_a_line_that_is_ticked_or_widened_stays_where_it_is_seen(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        found = await dialog(trial, "end", *["up"] * 6)
        before = (found.scroll_offset.y, found.highlighted)
        assert before[0] > 0
        await trial.press("space", "right", "space", "left")
        assert (found.scroll_offset.y, found.highlighted) == before
        await trial.press(*["u"] * 16)
        assert found.scroll_offset.y <= (found.highlighted or 0) < before[0]


async def test_co_3_the_last_of_several_quick_changes_is_the_one_remembered(house: Store) -> None:
    async with orders(house) as trial:
        there = screen(trial)
        for width in (20, 21, 22):
            there.table.set_columns(hold(column, width) for column in there.table.columns)
            there.remember_arranged()
        await trial.until(lambda: {one.width for one in remembered(house)} == {22})


async def test_co_3_the_dialog_opens_with_ones_own_columns_before_the_rows_are_there(house: Store) -> None:
    remember(house, ChosenColumn("number"), ChosenColumn("essence", 50))

    class Waiting(OrdersScreen):
        def on_virtual_table_page_requested(self, event: VirtualTable.PageRequested) -> None:
            event.prevent_default()

    async with console(house, size=(120, 36), home=Waiting) as trial:
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        found = await dialog(trial)
        assert found.selected == ["number", "essence"] and "50" in found.render_line(1).text
