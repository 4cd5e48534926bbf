"""Filters in the line of the search and as chips: kept, mended, cleared, remembered, completed (FL-3, FL-4)."""

from functools import partial

import pytest

from ads_tui.domain.filters import parse_filter
from ads_tui.screens.orders.button_line import ButtonLine
from ads_tui.screens.orders.completion import CompletionList
from ads_tui.screens.orders.filter_chips import FilterChips
from ads_tui.services.accounts import sign_in
from ads_tui.services.nouns.statuses import add_status, delete_status
from ads_tui.services.orders.finding import OrderFilter, read_filter
from ads_tui.services.orders.remembered_filters import remember_filter, remembered_filter
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.services.preferences import prefer
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, screen
from tests.console.trial import Trial
from tests.housing import add_order

__all__ = ["house"]


def keys(trial: Trial) -> list[object]:
    table = screen(trial).table
    return [entry.key for entry in table.window.visible] if table.window.is_settled else []


def line(trial: Trial) -> str:
    return screen(trial)._field.value


def chips(trial: Trial) -> str:
    """What the line of chips says, empty where it is not there."""
    there = screen(trial).query_one(FilterChips)
    return trial.lines()[there.region.y].strip() if there.display else ""


def offered(trial: Trial) -> list[str]:
    """The words that are offered."""
    there = screen(trial).query_one(CompletionList)
    return [str(offer.thing) for offer in there.offers] if there.is_open else []


def remember(store: Store, tab: str, written: str) -> None:
    """As another console of anna's does."""
    anna = sign_in(store, login="anna", os_user=None)
    store.perform(anna, lambda work: remember_filter(work, tab, read_filter(work, written, tab=tab)))


def remembered(store: Store, tab: str) -> str:
    with store.reading(sign_in(store, login="anna", os_user=None)) as reading:
        return remembered_filter(reading, tab)[0].line


def cancel(store: Store, number: int) -> None:
    admin = sign_in(store, login="admin", os_user=None)
    store.perform(admin, lambda work: change_status(work, number, StatusWish("cancelled", comment="by mistake")))


async def test_fl_3_terms_of_the_line_narrow_at_once_and_enter_makes_them_chips(house: Store) -> None:
    cancel(house, 2)
    async with orders(house) as trial:
        await trial.press("2", "f3", *"status:cancelled lift")
        await trial.until(lambda: keys(trial) == [2])
        assert chips(trial) == "" and line(trial) == "status:cancelled lift"
        await trial.press("enter")
        await trial.until(lambda: chips(trial).startswith("Status: Cancelled ✕"))
        await trial.until(lambda: line(trial) == "lift" and keys(trial) == [2])
        await trial.until(lambda: "f Filters 1" in trial.lines()[2] and "Found: 1" in trial.lines()[2])
        await trial.press("f3", *"-status:cancelled oak", "enter")
        await trial.until(lambda: chips(trial).startswith("not Status: Cancelled ✕"))
        await trial.until(lambda: line(trial) == "oak" and keys(trial) == [3, 1])
        await trial.pilot.click(FilterChips, offset=(chips(trial).index("✕") + 2, 0))
        await trial.until(lambda: len(keys(trial)) == 3 and chips(trial) == "")


async def test_fl_3_backspace_before_the_text_takes_the_last_chip_back_to_be_mended(house: Store) -> None:
    cancel(house, 2)
    remember(house, "all", "number:1.. status:cancelled")
    async with orders(house) as trial:
        await trial.press("2", "f3", *"lift", "home", "backspace")
        await trial.until(lambda: chips(trial).startswith("Number: from 1 ✕") and "Status" not in chips(trial))
        assert line(trial) == "status:cancelled lift"
        await trial.until(lambda: keys(trial) == [2])
        await trial.press("ctrl+w", *"pending", "enter")
        await trial.until(lambda: "Status: Pending" in chips(trial))
        await trial.until(lambda: line(trial) == "lift" and keys(trial) == [3, 1])
        # What is clicked is taken back too.
        await trial.pilot.click(FilterChips, offset=(4, 0))
        await trial.until(lambda: line(trial) == "number:1.. lift")
        await trial.press(*" oak")
        assert line(trial) == "number:1.. oak lift"


async def test_fl_3_terms_are_remembered_for_the_employee_and_the_tab_and_text_is_not(house: Store) -> None:
    cancel(house, 2)
    async with orders(house) as trial:
        await trial.press("2", "f3", *"-status:cancelled number:..2 lift", "enter")
        await trial.until(lambda: remembered(house, "all") == "-status:cancelled number:..2")
        await trial.press("1")
        await trial.until(lambda: keys(trial) == [3, 1])
        assert chips(trial) == "" and line(trial) == "lift"
    async with orders(house) as trial:
        assert keys(trial) == [3, 1] and line(trial) == ""
        await trial.press("2")
        await trial.until(lambda: keys(trial) == [1] and "Number: to 2 ✕" in chips(trial))
        screen(trial).apply_filter(OrderFilter(parse_filter("status:cancelled lift")))
        await trial.until(lambda: keys(trial) == [2] and line(trial) == "lift")
        await trial.until(lambda: remembered(house, "all") == "status:cancelled")


async def test_fv_2_what_has_gone_is_told_and_left_out_also_while_it_is_shown(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    for code in ("drying", "cooling"):
        house.perform(admin, partial(add_status, code=code, name=code.capitalize(), based_on="paused"))
    remember(house, "all", "status:drying,cooling number:2..")
    house.perform(admin, lambda work: delete_status(work, "drying"))
    told = "No longer there, the rest of the filter is applied:"
    async with orders(house) as trial:
        assert told not in trial.shown()
        await trial.press("2")
        await trial.until(lambda: f"{told} drying" in trial.shown() and chips(trial).startswith("Status: Cooling ✕"))
        await trial.until(lambda: remembered(house, "all") == "status:cooling number:2..")
        assert keys(trial) == []
        house.perform(admin, lambda work: delete_status(work, "cooling"))
        await trial.press("r")
        await trial.until(lambda: f"{told} cooling" in trial.shown() and keys(trial) == [3, 2])
        assert chips(trial).startswith("Number: from 2 ✕")


async def test_a_filter_that_cannot_be_read_does_not_keep_the_list_away(house: Store) -> None:
    anna = sign_in(house, login="anna", os_user=None)
    house.perform(anna, lambda work: prefer(work, "filter.new", ["no", "line"]))
    async with orders(house, may_fail=True) as trial:
        assert len(keys(trial)) == 3


async def test_escape_leaves_the_text_then_asks_before_it_clears_the_filters(house: Store) -> None:
    remember(house, "new", "number:9.. executor:none")
    async with orders(house) as trial:
        await trial.until(lambda: "Nothing matches these 2 filters; Esc clears them" in trial.shown())
        await trial.press("f3", *"lift")
        await trial.until(lambda: "Nothing matches the text and these 2 filters; Esc clears the text" in trial.shown())
        await trial.press("escape")
        assert line(trial) == "" and screen(trial).table.has_focus and len(screen(trial).terms) == 2
        await trial.press("escape")
        await trial.until(lambda: "Clear 2 filters?" in trial.shown())
        await trial.press("n")
        assert len(screen(trial).terms) == 2
        await trial.press("escape", "enter")
        await trial.until(lambda: len(keys(trial)) == 3 and chips(trial) == "")
        await trial.until(lambda: remembered(house, "new") == "")


async def test_ls_1_a_term_that_new_lacks_is_refused_there_and_the_list_stays(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("f3", *"status:done", "enter")
        await trial.until(lambda: "↑ This tab has no filter status: look in All" in trial.shown())
        assert len(keys(trial)) == 3 and screen(trial).terms == () and screen(trial)._field.has_focus


async def test_fl_4_a_refusal_stands_below_its_place_with_the_nearest_name(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("2", "f3", *"lift crated:today")
        await trial.until(lambda: "Did you mean created?" in trial.shown())
        place = trial.lines()[2].index("crated")
        assert trial.lines()[3][place:].startswith("↑ There is no filter crated")
        # Where there is no room beside the mark the words stand below it.
        await trial.press("ctrl+u", *"lift status:x")
        await trial.until(lambda: "there are: pending, in_progress" in trial.lines()[4])
        assert trial.lines()[3].rstrip() == "↑".rjust(trial.lines()[2].index("x") + 1)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_fl_4_names_and_values_are_offered_below_what_is_typed(house: Store, size: tuple[int, int]) -> None:
    async with orders(house, size) as trial:
        await trial.press("2", "f3", *"lift st")
        await trial.until(lambda: offered(trial) == ["status:"])
        assert trial.lines()[3].index("status:") == trial.lines()[2].index("st")
        await trial.press("tab")
        await trial.until(lambda: "in_progress" in offered(trial))
        assert line(trial) == "lift status:" and "In progress" in trial.shown()
        # That the value is still missing is no fault yet.
        assert not screen(trial).query_one("#notice").display, trial.shown()
        await trial.press("down", "down", "up", "enter")
        assert line(trial) == "lift status:pending" and offered(trial) == [] and screen(trial)._field.has_focus
        await trial.press(*",do")
        await trial.until(lambda: offered(trial) == ["done"])
        # Escape leaves the offer only, and Enter keeps the line where none is chosen.
        await trial.press("escape")
        assert offered(trial) == [] and line(trial) == "lift status:pending,do"
        await trial.press(*"ne", "enter")
        await trial.until(lambda: "Status: Pending, Done" in chips(trial))


async def test_fl_4_things_are_offered_and_written_in_quotes_where_they_need_them(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    other = add_order(house, admin, "leak", "oak2")
    async with orders(house) as trial:
        await trial.press("f3", *'building:"oak str')
        await trial.until(lambda: offered(trial) == ['"Oak street, 1"', '"Oak street, 2"'])
        await trial.press("down", "down", "tab")
        assert line(trial) == 'building:"Oak street, 2"'
        await trial.press(*" executor:BEL")
        await trial.until(lambda: offered(trial) == ["belov"])
        await trial.press(*["backspace"] * 13, "enter")
        await trial.until(lambda: chips(trial).startswith("Building: Oak street, 2 ✕") and keys(trial) == [other])


async def test_fl_3_the_buttons_do_what_keys_do_and_more_chips_than_fit_are_counted(house: Store) -> None:
    remember(house, "all", "executor:none reopened:no unread:no created:2026-08-01.. number:1..9 status:pending")
    async with orders(house, (80, 24)) as trial:
        await trial.press("2")
        await trial.until(lambda: "+" in chips(trial) and len(keys(trial)) == 3)
        text = chips(trial)
        shown = text.count("✕")
        assert text.startswith("Executor: nobody ✕") and f"+{6 - shown}" in text and text.endswith("Esc Clear")
        await trial.until(lambda: "f Filters 6" in trial.lines()[2] and "Found: 3" in trial.lines()[2])
        await trial.pilot.click(FilterChips, offset=(text.index("+") + 2, 0))
        await trial.until(lambda: type(trial.app.screen).__name__ == "FiltersDialog")
        await trial.press("escape")
        await trial.until(lambda: trial.app.screen is screen(trial))
        await trial.pilot.click(ButtonLine, offset=(4, 0))
        await trial.until(lambda: type(trial.app.screen).__name__ == "FiltersDialog")
        await trial.press("escape")
        await trial.until(lambda: trial.app.screen is screen(trial))
        await trial.pilot.click(FilterChips, offset=(text.index("Clear") + 3, 0))
        await trial.until(lambda: screen(trial).terms == () and chips(trial) == "")
