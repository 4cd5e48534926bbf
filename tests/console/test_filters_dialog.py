"""The dialog of filters: names, values of each kind, what they find, applying and leaving (FL-1 … FL-4)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from textual.widgets import Input, OptionList, Static

from ads_tui.domain.filter_names import NAMES
from ads_tui.domain.filters import parse_filter
from ads_tui.screens.filters_dialog.dialog import FiltersDialog, ask_filter
from ads_tui.screens.filters_dialog.editor import NoneOf
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store
from ads_tui.widgets.tick_list import TickList
from tests.console.desk import employee, make_company, shows
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial, console
from tests.housing import add_employee, add_order, add_thing


@pytest.fixture
def company(desk: Store) -> Store:
    """Two orders, of two buildings."""
    furnish_once(desk, make_company)
    anna = employee(desk, "anna")
    add_order(desk, anna, "lift", "oak1")
    add_order(desk, anna, "other", "oak2")
    return desk


@asynccontextmanager
async def filters(
    store: Store, line: str = "", *, tab: str = "all", size: tuple[int, int] = (80, 24), login: str = "anna"
) -> AsyncIterator[tuple[Trial, list[str]]]:
    """The dialog on a filter, and the lines that were applied."""
    applied: list[str] = []
    async with console(store, size=size, login=login) as trial:
        before = OrderFilter(parse_filter(line))
        ask_filter(trial.home, tab, before, lambda wanted: applied.append(wanted.line))
        await trial.until(shows(trial, FiltersDialog))
        yield trial, applied


def dialog(trial: Trial) -> FiltersDialog:
    assert isinstance(trial.app.screen, FiltersDialog)
    return trial.app.screen


def ticks(trial: Trial) -> list[str]:
    """The lines of the list as they are shown, with their marks."""
    shown = dialog(trial).query_one(TickList)
    return [
        ("+" if option.value in shown.selected else "-") + str(option.prompt)
        for option in (shown.get_option_at_index(place) for place in range(shown.option_count))
    ]


def line(trial: Trial) -> str:
    return str(dialog(trial).query_one("#line", Static).render())


def found(trial: Trial) -> str:
    return str(dialog(trial).query_one("#found", Static).render())


def refusal(trial: Trial) -> str:
    return str(dialog(trial).editor.fields.query_one(".refusal", Static).render())


async def test_fl_1_a_status_is_ticked_and_applied_by_its_keys(company: Store) -> None:
    async with filters(company) as (trial, applied):
        # In steps: a busy machine draws another editor for longer than keys wait for one another.
        await trial.press(*"stat")
        for key in ("right", "space", "down", "space"):
            await trial.press(key)
        assert line(trial) == "status:pending,in_progress"
        assert ticks(trial)[:2] == ["+Pending  pending", "+In progress  in_progress"]
        await trial.press("enter")
        await trial.until(lambda: applied)
    assert applied == ["status:pending,in_progress"]


async def test_fl_1_all_names_are_there_in_their_order_and_new_lacks_status(company: Store) -> None:
    for tab, names in (("all", list(NAMES)), ("new", [name for name in NAMES if name != "status"])):
        async with filters(company, tab=tab) as (trial, _applied):
            shown = dialog(trial).names.query_one(OptionList)
            assert [shown.get_option_at_index(place).id for place in range(shown.option_count)] == names


async def test_fl_2_things_are_found_by_letters_and_what_is_ticked_stays_on_top(company: Store) -> None:
    async with filters(company) as (trial, _applied):
        await trial.press(*"building", "down", "up", "down", "enter", *"oak 2", "enter")
        assert line(trial) == 'building:"Oak street, 2"'
        assert ticks(trial) == ["+Oak street, 2  oak2", "-none", "-Oak street, 1  oak1"]
        await trial.press(*"nowhere")
        assert ticks(trial) == ["+Oak street, 2"]
        await trial.press("enter")
        assert line(trial) == 'building:"Oak street, 2"'
        await trial.press(*["backspace"] * 7, "down", "down", "space")
        assert line(trial) == 'building:"Oak street, 2","Oak street, 1"'


async def test_fl_2_letters_of_which_nothing_is_ticked_are_not_lost_silently(company: Store) -> None:
    async with filters(company) as (trial, applied):
        await trial.press(*"building", "down", "up", "down", "enter", *"oak 2", "ctrl+s")
        assert isinstance(trial.app.screen, FiltersDialog)
        await trial.until(lambda: "Nothing of this is ticked yet" in trial.shown())
        await trial.press("enter", "ctrl+s")
        await trial.until(lambda: applied)
    assert applied == ['building:"Oak street, 2"']
    async with filters(company) as (trial, applied):
        await trial.press(*"building", "down", "up", "down", "enter", *"nowhere", "ctrl+s")
        await trial.until(lambda: "Nothing is called like that" in trial.shown())
        assert applied == []


async def test_ro_3_only_what_the_employee_sees_is_offered(company: Store) -> None:
    add_employee(company, "nina", role="dispatcher", buildings="oak1")
    async with filters(company, "building:none", login="nina") as (trial, _applied):
        assert ticks(trial) == ["+none", "-Oak street, 1  oak1"]


async def test_fl_2_days_are_typed_day_first_both_ends_included_and_words_stay_words(company: Store) -> None:
    async with filters(company) as (trial, applied):
        await trial.press(*"created", "right", "space", "down", "space", "tab", *"1.8", "down", *"20.08.2026 14:30")
        assert line(trial) == "created:none,today,2026-08-01..2026-08-20T14:30"
        assert "01.08 – 20.08 14:30" in trial.shown()
        await trial.until(lambda: found(trial) == "Found: 2")
        await trial.press("enter")
        await trial.until(lambda: applied)
    assert applied == ["created:none,today,2026-08-01..2026-08-20T14:30"]


async def test_fl_2_what_cannot_be_read_is_refused_at_its_field_and_not_applied(company: Store) -> None:
    async with filters(company) as (trial, applied):
        await trial.press(*"number", "right", *"9", "tab", *"x")
        assert refusal(trial) == ""
        await trial.press("left", "left", "left")
        assert refusal(trial) == "x is no whole number"
        # What was typed is there again, and applying leads to it.
        await trial.press(*["backspace"] * 6, *"flo")
        await trial.press("ctrl+s")
        assert dialog(trial).focused in dialog(trial).editor.fields.lines
        assert [field.value for field in dialog(trial).editor.fields.lines] == ["9", "x"]
        assert refusal(trial) == "x is no whole number"
        await trial.press("down", "end", "backspace", "1")
        await trial.press("ctrl+s")
        assert refusal(trial) == "The range ends before it begins"
        await trial.press("2", "enter")
        await trial.until(lambda: applied)
    assert applied == ["number:9..12"]


async def test_fl_1_every_kind_of_values_has_its_editor(company: Store) -> None:
    add_thing(company, "premise", "oak1-70", "70", building="oak1", entrance="3", floor="basement")
    async with filters(company) as (trial, applied):
        await trial.press(*"external", "right", *"SR 1", "escape", *["backspace"] * 8)
        await trial.press(*"entrance", "right", "end", "down", "space", "tab", "5", "escape", *["backspace"] * 8)
        await trial.press(*"reopened", "right", "down", "space", "up", "space", "escape", *["backspace"] * 8)
        await trial.press(*"unread", "right", "space", "space", "escape", *["backspace"] * 6)
        await trial.press(*"executor", "right", "space", *"bel", "enter", "escape", *["backspace"] * 8)
        await trial.press(*"floor", "right", *"bas", "enter", "ctrl+s")
        await trial.until(lambda: applied)
    told = 'external:"SR 1" entrance:2,5.. reopened:yes executor:me,belov floor:"basement"'
    assert applied == [told]


async def test_fl_4_keys_typed_ahead_that_no_name_fits_have_a_filter_to_act_on(company: Store) -> None:
    async with console(company) as trial:
        ask_filter(trial.home, "all", OrderFilter(parse_filter("")), lambda _wanted: None)
        await trial.press(*"нова", "f4", "escape")
        await trial.until(lambda: trial.app.screen is trial.home)


async def test_fl_4_none_of_these_and_clearing(company: Store) -> None:
    async with filters(company, "status:done channel:app лифт") as (trial, applied):
        await trial.press("F4".lower())
        assert line(trial) == "-status:done channel:app лифт"
        assert "all but" in trial.shown()
        await trial.press("f4", "f8")
        assert line(trial) == "channel:app лифт"
        await trial.press("f8")
        assert trial.toasts == ["Nothing is chosen for this filter"]
        await trial.press("f9")
        assert line(trial) == "лифт"
        await trial.press("ctrl+s")
        await trial.until(lambda: applied)
    assert applied == ["лифт"]


async def test_ls_2_what_is_found_is_counted_as_filters_change(company: Store) -> None:
    async with filters(company, "building:oak1") as (trial, applied):
        await trial.until(lambda: found(trial) == "Found: 1")
        assert ticks(trial) == ["+Oak street, 1", "-none", "-Oak street, 2  oak2"]
        await trial.press("right", "down", "down", "space")
        await trial.until(lambda: found(trial) == "Found: 2")
        await trial.press("f4")
        await trial.until(lambda: found(trial) == "Found: 0")
        add_order(company, employee(company, "anna"), "other", "oak1")
        await trial.press("f4")
        await trial.until(lambda: found(trial) == "Found: 3")
        # Esc goes back to the names, and from there away with nothing applied.
        await trial.press("escape")
        assert dialog(trial).focused in dialog(trial).names.children
        await trial.press("escape")
        await trial.until(lambda: trial.app.screen is trial.home)
    assert applied == []


async def test_ls_1_of_my_orders_of_today_those_are_counted(company: Store) -> None:
    anna = employee(company, "anna")
    for due in ("2026-08-20T15:00", "2026-08-27T15:00"):
        number = add_order(company, anna, "other", "oak1", "anna")
        moment = datetime.fromisoformat(due).replace(tzinfo=UTC)
        with company.engine.begin() as connection:
            connection.execute(sa.update(ORDERS).where(ORDERS.c.number == number).values(due_at=moment))
    for today, count in ((True, 1), (False, 2)):
        async with console(company) as trial:
            ask_filter(trial.home, "mine", OrderFilter(), print, today=today)
            await trial.until(shows(trial, FiltersDialog))
            await trial.until(lambda: found(trial).startswith("Found"))
            assert found(trial) == f"Found: {count}"


EVERYTHING = (
    'number:5,7..9,>100 -external:"A 1",b status:done,pending channel:app type:none,x service:"Lift stopped",leak '
    "due:<today,last7..,2026-08-20T10:00..tomorrow,2026-08-01 -group:none quarter:north building:oak1,oak premise:12 "
    'entrance:2,"3",4..,none floor:<0,-1..3 -client:petrov,none tag:none executor:me,none,belov controller:anna '
    "accepted:none,last_month reopened:yes,no manager:me created:2026-08-20..2026-08-20T14:30 priority:high "
    'unread:no лифт "status:x"'
)


async def test_fl_4_a_filter_that_was_looked_at_all_over_is_the_same_filter(company: Store) -> None:
    async with filters(company, EVERYTHING, size=(120, 36)) as (trial, _applied):
        before = dialog(trial).wanted
        assert before.line == EVERYTHING
        for name in ("number", "external", "status", "due", "building", "floor", "executor", "reopened"):
            dialog(trial).names.go_to(name)
            await trial.press("right")
            assert dialog(trial).editor.name_shown == name
            await trial.press(*(("tab", "tab") if name in ("due", "floor") else ()), "escape")
        assert dialog(trial).wanted == before
        assert line(trial) == EVERYTHING


async def test_fl_2_a_range_beside_the_one_in_the_fields_stays_ticked(company: Store) -> None:
    async with filters(company, "created:2026-08-01..2026-08-05,2026-07-01..2026-07-05") as (trial, _applied):
        assert ticks(trial)[0] == "+01.07 – 05.07"
        await trial.press("right", "tab", *["backspace"] * 10, "tab", *["backspace"] * 10)
        assert line(trial) == "created:2026-07-01..2026-07-05"
        assert ticks(trial)[0] == "+01.07 – 05.07"


async def test_fv_2_what_has_gone_meanwhile_is_named_where_it_stands(company: Store) -> None:
    async with filters(company, "status:done executor:nobodyhere due:today") as (trial, applied):
        await trial.press("ctrl+s")
        await trial.until(lambda: "There is no nobodyhere here" in trial.shown())
        assert dialog(trial).editor.name_shown == "executor"
        assert ticks(trial)[0] == "+nobodyhere"
        await trial.press("up", "up", "space", "ctrl+s")
        await trial.until(lambda: applied)
    assert applied == ["status:done due:today"]


@pytest.mark.parametrize("size", [(60, 15), (40, 10), (120, 36)])
async def test_the_dialog_works_in_any_terminal(company: Store, size: tuple[int, int]) -> None:
    async with filters(company, size=size) as (trial, applied):
        await trial.press("pagedown", "pageup", *"status", "right", "down", "pagedown", "pageup", *"done", "enter")
        assert "Done" in trial.shown()
        await trial.press("left")
        assert dialog(trial).focused in dialog(trial).names.children
        trial.resize(80, 24)
        await trial.press("right", "ctrl+s")
        await trial.until(lambda: applied)
    assert applied == ["status:done"]


async def test_the_mouse_does_all_that_keys_do(company: Store) -> None:
    async with filters(company, "channel:app") as (trial, applied):
        names = dialog(trial).names.query_one(OptionList)
        await trial.pilot.click(names, offset=(4, 2))
        await trial.until(lambda: dialog(trial).editor.name_shown == "status" and len(ticks(trial)) > 2)
        await trial.pilot.click(dialog(trial).query_one(TickList), offset=(3, 2))
        await trial.until(lambda: "status:done" in line(trial))
        await trial.pilot.click(dialog(trial).query_one(NoneOf))
        await trial.until(lambda: "-status:done" in line(trial))
        await trial.pilot.click(dialog(trial).footer, offset=(3, 0))
        await trial.until(lambda: applied)
    assert applied == ["channel:app -status:done"]


async def test_letters_typed_under_another_layout_find_names(company: Store) -> None:
    async with filters(company) as (trial, _applied):
        await trial.press(*"ыефе")
        assert dialog(trial).names.here == "status"
        assert dialog(trial).names.query_one(Input).value == "ыефе"
