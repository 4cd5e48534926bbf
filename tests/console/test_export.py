"""The export to Excel from the list: what, which fields, where to, on the way, the end (XL-1 … XL-5)."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from sqlalchemy.exc import OperationalError
from textual.widgets import Input, Static

from ads_tui.domain.export_fields import ALL_ORDER_FIELDS, DEFAULT_ORDER_FIELDS, ORDER_FIELDS
from ads_tui.screens.export_dialog.form import ExportDialog
from ads_tui.screens.export_dialog.running import ExportProgress
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.export.ticks import remember_fields, remembered_fields
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, screen, shows
from tests.console.trial import BRIEF_S, LONG_S, Trial
from tests.housing import add_order

__all__ = ["house"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of exports; the console is started in another one, which stays as it is."""
    desk, made = tmp_path / "desk", tmp_path / "data" / "exports"
    desk.mkdir()
    made.mkdir(parents=True)
    monkeypatch.chdir(desk)
    monkeypatch.setenv("ADS_DATA_DIR", str(made.parent))
    return made


def remember(store: Store, *fields: str) -> None:
    anna = sign_in(store, login="anna", os_user=None)
    store.perform(anna, lambda work: remember_fields(work, fields))


def remembered(store: Store) -> tuple[str, ...]:
    with store.reading(sign_in(store, login="anna", os_user=None)) as reading:
        return remembered_fields(reading)


def rows(place: Path) -> list[tuple[Any, ...]]:
    """The rows of the file's first sheet, the captions first."""
    book = openpyxl.load_workbook(place)
    return list(book.worksheets[0].iter_rows(values_only=True))


@asynccontextmanager
async def form(store: Store, *keys: str) -> AsyncIterator[Trial]:
    """A console with the export asked about; `keys` were pressed in the list before."""
    async with orders(store) as trial:
        for key in keys:
            await trial.press(key)
            await trial.until(lambda: screen(trial).table.window.is_loaded)
        await trial.press("e")
        await trial.until(shows(trial, ExportDialog))
        yield trial


def typed(trial: Trial) -> Input:
    return trial.app.screen.query_one("#file", Input)


def told(trial: Trial, place: str) -> str:
    return str(trial.app.screen.query_one(place, Static).render())


async def export(trial: Trial, *keys: str) -> None:
    """Press keys in the form, start, and wait for the end."""
    before = len(trial.toasts)
    await trial.press(*keys, "ctrl+s")
    await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and len(trial.toasts) > before)


async def test_xl_1_the_tab_with_its_filter_is_exported_in_the_order_of_the_list(house: Store, folder: Path) -> None:
    # Whoever exports first finds no such folder (CL-2).
    folder.rmdir()
    add_order(house, sign_in(house, login="anna", os_user=None), "leak")
    remember(house, "number", "service")
    async with form(house, "2", "f3", *"service:lift", "enter", "o", *"number", "enter") as trial:
        await trial.until(lambda: told(trial, "#count") == "Rows: 3")
        assert "service:lift" in told(trial, "#what") and "Tab: All" in told(trial, "#what")
        assert "sorted by: Number" in told(trial, "#what")
        await export(trial)
        place = folder / "orders-2026-08-20.xlsx"
        assert trial.toasts == [f"3 orders are exported: {place}"]
        assert trial.app.errand is None
    assert rows(place) == [("Number", "Service"), *((number, "Lift stopped") for number in (1, 2, 3))]
    assert list(folder.iterdir()) == [place] and list(Path.cwd().iterdir()) == []


async def test_xl_1_the_selected_orders_are_exported_alone(house: Store, folder: Path) -> None:
    remember(house, "number")
    async with form(house, "2", "space", "down", "down", "space") as trial:
        await trial.until(lambda: told(trial, "#count") == "Rows: 2")
        assert told(trial, "#what") == "2 selected orders"
        await export(trial)
        assert "2 selected" in trial.shown()
    assert rows(folder / "orders-2026-08-20.xlsx") == [("Number",), (3,), (1,)]


async def test_xl_2_fields_are_ticked_one_by_one_by_group_and_all_and_remembered(house: Store, folder: Path) -> None:
    remember(house, "status")
    async with form(house) as trial:
        assert "Fields: 1" in told(trial, "#columns")
        # The bar stands on the group Main, beneath it are its fields.
        await trial.press("down", "down", "space", "up", "space")
        await export(trial)
        expected = ("status", "external_number", "number")
        assert remembered(house) == expected
        assert rows(folder / "orders-2026-08-20.xlsx")[0] == tuple(ORDER_FIELDS[key].caption for key in expected)
        await trial.press("e")
        await trial.until(shows(trial, ExportDialog))
        main = [key for key in ALL_ORDER_FIELDS if ORDER_FIELDS[key].group == "main"]
        await trial.press("space")
        assert f"Fields: {len(main) + 1}" in told(trial, "#columns")
        await trial.press("down", "g")
        assert "Fields: 1" in told(trial, "#columns")
        await export(trial, "a")
        assert remembered(house) == ALL_ORDER_FIELDS
        await trial.press("e")
        await trial.until(shows(trial, ExportDialog))
        await trial.press("a", "enter")
        assert told(trial, "#refusal") == "Tick at least one field"
    assert remembered(house) == ALL_ORDER_FIELDS


async def test_xl_2_without_ticks_of_ones_own_those_of_the_list_are_offered(house: Store) -> None:
    async with form(house) as trial:
        assert f"Fields: {len(DEFAULT_ORDER_FIELDS)}" in told(trial, "#columns")
        await trial.press("space", "escape")
        await trial.until(shows(trial, OrdersScreen))
    assert remembered(house) == DEFAULT_ORDER_FIELDS


async def test_xl_5_a_file_that_cannot_be_is_refused_beside_its_field_and_all_stays(house: Store) -> None:
    Path("taken.xlsx").mkdir()
    refusals = {
        "orders": "The name of an Excel file ends in .xlsx",
        "": "Name the file",
        "nowhere/a.xlsx": "There is no folder",
        "/dev/full/a.xlsx": "There is no folder",
        "~nobody-of-that-name/a.xlsx": "There is no such user's folder",
        f"{'x' * 300}.xlsx": "cannot be written",
        "taken.xlsx": "is no plain file",
    }
    async with form(house) as trial:
        await trial.press("a")
        for name, refusal in refusals.items():
            typed(trial).value = name
            await trial.answered()
            await trial.press("ctrl+s")
            await trial.until(partial(refused, trial, refusal))
            assert typed(trial).value == name and typed(trial).has_focus
        assert f"Fields: {len(ALL_ORDER_FIELDS)}" in told(trial, "#columns")
        typed(trial).value = "a.xlsx"
        await trial.answered()
        await export(trial)
    assert sorted(place.name for place in Path.cwd().iterdir()) == ["a.xlsx", "taken.xlsx"]


def refused(trial: Trial, refusal: str) -> bool:
    return isinstance(trial.app.screen, ExportDialog) and refusal in told(trial, "#note")


async def test_xl_5_that_a_file_is_replaced_is_said_before(
    house: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    place = folder / "mine.xlsx"
    place.write_text("old")
    async with form(house) as trial:
        assert typed(trial).value == "~/orders-2026-08-20.xlsx"
        typed(trial).value = "~/mine.xlsx"
        await trial.until(lambda: told(trial, "#note") == "A file of that name is there: it will be replaced")
        typed(trial).value = "~/other.xlsx"
        await trial.until(lambda: told(trial, "#note") == "")
        typed(trial).value = "~/mine.xlsx"
        await trial.answered()
        await export(trial)
    assert len(rows(place)) == 4


class Gate:
    """Holds an export before its first row, and lets it go on when it is told to."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.reached.set()
        assert self.open.wait(LONG_S)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made, append = Gate(), WriteOnlyWorksheet.append

    def append_later(sheet: WriteOnlyWorksheet, row: Any) -> None:
        made.wait()
        append(sheet, row)

    monkeypatch.setattr(WriteOnlyWorksheet, "append", append_later)
    return made


async def begin(trial: Trial, gate: Gate) -> None:
    trial.patience_s = BRIEF_S
    await trial.press("enter")
    await trial.until(shows(trial, ExportProgress))
    await trial.until(gate.reached.is_set)


async def test_xl_5_its_user_goes_on_working_while_the_frame_shows_how_far_it_is(
    house: Store, folder: Path, gate: Gate
) -> None:
    async with form(house) as trial:
        await begin(trial, gate)
        await trial.until(lambda: "0 of 3 rows" in trial.shown() and "0 %" in trial.shown())
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and "Excel 0 %" in trial.lines()[0])
        await trial.press("2", "f3", *"oak", "enter", "end")
        await trial.until(lambda: screen(trial).tab == "all" and screen(trial).table.cursor == 1)
        # There is one at a time: the key comes back to it.
        await trial.press("e")
        await trial.until(shows(trial, ExportProgress))
        await trial.press("enter")
        assert trial.toasts == []
        gate.open.set()
        trial.patience_s = LONG_S
        await trial.until(lambda: trial.toasts == [f"3 orders are exported: {folder / 'orders-2026-08-20.xlsx'}"])
        await trial.until(lambda: "Excel ready" in trial.lines()[0])
        await trial.press("e")
        await trial.until(shows(trial, ExportDialog))
        await trial.press("escape")
        await trial.until(lambda: "Excel" not in trial.lines()[0])


async def test_xl_5_a_cancelled_export_leaves_nothing_behind_and_another_may_begin(
    house: Store, folder: Path, gate: Gate
) -> None:
    (folder / "orders-2026-08-20.xlsx").write_text("old")
    async with form(house) as trial:
        await begin(trial, gate)
        await trial.press("escape", "e", "c")
        await trial.until(lambda: "Cancelling" in trial.shown())
        gate.open.set()
        trial.patience_s = LONG_S
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        assert trial.toasts == ["The export was cancelled: no file was written"]
        assert [place.read_text() for place in folder.iterdir()] == ["old"]
        await trial.press("e")
        await trial.until(shows(trial, ExportDialog))
        await export(trial)
    # What was there is not proposed to be replaced.
    assert (folder / "orders-2026-08-20.xlsx").read_text() == "old"
    assert len(rows(folder / "orders-2026-08-20-2.xlsx")) == 4


async def test_xl_5_leaving_the_console_ends_the_export_and_leaves_nothing_behind(
    house: Store, folder: Path, gate: Gate
) -> None:
    async with form(house) as trial:
        await begin(trial, gate)
        assert len(list(folder.iterdir())) == 1
        await trial.press("ctrl+q")
        await trial.until(lambda: trial.app._exit)
        gate.open.set()
        trial.patience_s = LONG_S
    # What a console waits for before its process ends.
    await asyncio.get_running_loop().shutdown_default_executor()
    assert list(folder.iterdir()) == []


async def test_xl_5_a_failure_on_the_way_is_told_and_what_was_asked_for_stays(
    house: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    remember(house, "number", "floor")
    async with form(house) as trial:
        await trial.press("enter")
        await trial.until(
            lambda: isinstance(trial.app.screen, ExportDialog) and "No space left" in told(trial, "#note")
        )
        assert "Fields: 2" in told(trial, "#columns")
        assert list(folder.iterdir()) == []
        assert trial.app.errand is None


async def test_xl_5_a_database_that_is_gone_meanwhile_is_told_in_the_list(house: Store, folder: Path) -> None:
    gate = Gate()

    def gone(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if " AS c0" in statement:
            gate.wait()
            raise OperationalError(statement, {}, sqlite3.OperationalError("unable to open database file"))

    async with form(house) as trial:
        sa.event.listen(house.engine, "before_cursor_execute", gone)
        await begin(trial, gate)
        await trial.press("escape")
        gate.open.set()
        trial.patience_s = LONG_S
        await trial.until(lambda: any("The database does not answer" in toast for toast in trial.toasts))
        sa.event.remove(house.engine, "before_cursor_execute", gone)
        assert list(folder.iterdir()) == []
        await trial.until(lambda: "Excel failed" in trial.lines()[0])
        # Whoever has not seen that is told by the key, and what was asked for is there.
        await trial.press("e")
        await trial.until(lambda: isinstance(trial.app.screen, ExportDialog) and "answer" in told(trial, "#refusal"))
        await export(trial)
    assert len(rows(folder / "orders-2026-08-20.xlsx")) == 4


async def test_ro_2_without_the_right_there_is_no_export(house: Store) -> None:
    async with orders(house, login="belov") as trial:
        await trial.press("e")
        assert isinstance(trial.app.screen, OrdersScreen)
        assert "Excel" not in trial.shown()
