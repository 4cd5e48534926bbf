"""The list sorted by a column, by key and by its caption; the order of labels of one's own (CO-4, LB-4, SE-1)."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ads_tui.console.choice_dialog import ChoiceDialog
from ads_tui.domain.columns import COLUMNS, SORTED_BY
from ads_tui.screens.label_order_dialog import LabelOrderDialog
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.orders.sort_acts import next_sort, sort_choices
from ads_tui.screens.orders.sort_line import SortLine
from ads_tui.services.accounts import sign_in
from ads_tui.services.comments import add_comment
from ads_tui.services.orders.label_order import choose_label_order, label_order
from ads_tui.services.orders.sorts import Sort
from ads_tui.services.orders.walking import FEW
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.reindex import reindex
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, screen, shows
from tests.console.trial import Trial
from tests.housing import add_order

__all__ = ["house"]


def change(store: Store, number: int, **values: object) -> None:
    """Write into an order what no service would."""
    with store.engine.begin() as connection:
        connection.execute(sa.update(ORDERS).where(ORDERS.c.number == number).values(values))


def lists(trial: Trial, numbers: Sequence[int]) -> Callable[[], bool]:
    """Whether the list stands still and begins with these orders."""

    def look() -> bool:
        window = screen(trial).table.window
        return window.is_settled and [entry.key for entry in window.visible][: len(numbers)] == list(numbers)

    return look


def told(trial: Trial) -> str:
    """What the line of the sort says, nothing where it is not shown."""
    line = screen(trial).query_one(SortLine)
    return str(line.render()) if line.display else ""


async def choose(trial: Trial, *typed: str) -> None:
    """Choose a column to sort by: the first one offered, or what is typed."""
    await trial.press("o")
    await trial.until(shows(trial, ChoiceDialog))
    await trial.press(*typed, "enter")
    await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))


def test_co_4_ascending_then_descending_then_cleared() -> None:
    for name in SORTED_BY:
        first = next_sort(None, name)
        second = next_sort(first, name)
        assert (first, second, next_sort(second, name)) == (Sort(name, False), Sort(name, True), None)
        other = next(one for one in SORTED_BY if one != name)
        assert next_sort(second, other) == Sort(other, False)


def test_co_4_every_sortable_column_is_offered_the_present_one_first() -> None:
    for present in (None, Sort("due", False), Sort("due", True)):
        choices = sort_choices(present)
        assert sorted(choice.id for choice in choices) == sorted(SORTED_BY)
        assert [choice.id for choice in choices if choice.mark] == ([choices[0].id] if present else [])
        assert present is None or choices[0].id == "due"


async def test_co_4_a_key_sorts_by_a_column_and_the_same_one_again_turns_and_clears_it(house: Store) -> None:
    change(house, 2, priority=3)
    async with orders(house) as trial:
        assert told(trial) == ""
        await trial.press("down", "down")
        await choose(trial, *"prio")
        await trial.until(lists(trial, [1, 3, 2]))
        assert screen(trial).table.cursor == 1, "another order of the list begins at its top"
        assert told(trial) == "Sorted by Priority, ascending  o sorts otherwise"
        await trial.until(lambda: "Found: 3" in trial.shown())
        await choose(trial)
        await trial.until(lists(trial, [2, 3, 1]))
        assert told(trial).startswith("Sorted by Priority, descending")
        await choose(trial)
        await trial.until(lists(trial, [3, 2, 1]))
        assert told(trial) == ""


async def test_co_4_a_sort_holds_on_every_tab_and_is_not_remembered(house: Store) -> None:
    async with orders(house) as trial:
        await choose(trial, *"numb")
        await trial.until(lists(trial, [1, 2, 3]))
        await trial.press("2")
        await trial.until(lists(trial, [1, 2, 3]))
        await trial.press("f3", *"oak", "enter")
        await trial.until(lambda: screen(trial).shown.text == "oak" and lists(trial, [1, 2, 3])())
        await trial.press("escape", "escape")
        await trial.until(lambda: not screen(trial).shown and lists(trial, [1, 2, 3])())
        assert "Sorted by Number" in told(trial), "Escape clears no sort"
    async with orders(house) as trial:
        assert lists(trial, [3, 2, 1])() and told(trial) == ""


async def test_co_4_what_is_selected_stays_selected_in_another_order(house: Store) -> None:
    async with orders(house) as trial:
        await trial.press("2")
        await trial.until(lambda: screen(trial).tab == "all" and lists(trial, [3, 2, 1])())
        await trial.press("space", "down", "space")
        await choose(trial, *"numb")
        await trial.until(lists(trial, [1, 2, 3]))
        assert screen(trial).table.selection == {2, 3}


async def test_co_4_a_click_on_a_caption_sorts_by_its_column(house: Store) -> None:
    async with orders(house) as trial:
        place = screen(trial).table.region.y
        captions = trial.lines()[place]
        for wanted, sign in (([1, 2, 3], "№↑"), ([3, 2, 1], "№↓"), ([3, 2, 1], "№ ")):
            await trial.pilot.click(offset=(captions.index("№"), place))
            await trial.until(lists(trial, wanted))
            assert sign in trial.lines()[place]
        assert told(trial) == ""
        await trial.pilot.click(offset=(captions.index("Executors") + 1, place))
        await trial.until(lambda: trial.toasts == ["The list is not sorted by Executors"])
        assert told(trial) == ""


async def test_co_4_a_click_on_the_line_that_tells_of_a_sort_lets_another_be_chosen(house: Store) -> None:
    async with orders(house, (80, 24)) as trial:
        await choose(trial, *"floor")
        await trial.until(lambda: "Sorted by Floor" in told(trial))
        assert all("Floor" not in column.caption for column in screen(trial).table.columns), "it is told though hidden"
        await trial.pilot.click(SortLine, offset=(2, 0))
        await trial.until(shows(trial, ChoiceDialog))


def multiply(store: Store, count: int) -> None:
    """Copies of the first order, until there are so many."""
    names = [column.name for column in ORDERS.c if column.name not in ("number", "external_number")]
    numbers = sa.select(sa.literal(4).label("number")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.number + 1).where(numbers.c.number < count))
    joined = sa.join(numbers, ORDERS, ORDERS.c.number == 1)
    copies = sa.select(numbers.c.number, *(ORDERS.c[name] for name in names)).select_from(joined)
    with store.engine.begin() as connection:
        connection.execute(sa.insert(ORDERS).from_select(["number", *names], copies))
    reindex(store, lambda _reached, _last: None)


async def test_se_1_beyond_5_000_hits_the_list_says_that_it_is_not_sorted(house: Store) -> None:
    multiply(house, FEW + 1)
    change(house, 3, due_at=house.clock.now() + timedelta(days=1))
    change(house, FEW + 1, due_at=house.clock.now())
    async with orders(house) as trial:
        await choose(trial, *"due")
        await trial.until(lists(trial, [FEW + 1, 3, 1]))
        await trial.press("f3", *"lift", "enter")
        await trial.until(lambda: "More than 5 000 are found" in told(trial) and lists(trial, [FEW + 1, FEW])())
        assert told(trial).endswith("they come by number, the newest first, not sorted by Due")
        assert "↑" not in trial.lines()[screen(trial).table.region.y]
        await trial.press("escape")
        await trial.until(lambda: "Sorted by Due, ascending" in told(trial))
        await trial.until(lists(trial, [FEW + 1, 3, 1]))


# The order of labels


@pytest.fixture
def labelled(house: Store) -> Store:
    """Order 1 with an important comment, 2 with messages, 3 newer than both, 4 the newest."""
    admin = sign_in(house, login="admin", os_user=None)
    house.perform(admin, lambda work: add_comment(work, 1, "look", important=True))
    change(house, 2, unread_messages=2)
    add_order(house, admin, "lift")
    for number in range(1, 5):
        change(house, number, updated_at=house.clock.now() + timedelta(minutes=number))
    return house


async def open_dialog(trial: Trial) -> None:
    await trial.press("L")
    await trial.until(shows(trial, LabelOrderDialog))


async def test_lb_4_the_label_that_goes_first_is_chosen_and_remembered(labelled: Store) -> None:
    async with orders(labelled) as trial:
        assert lists(trial, [1, 2, 4, 3])()
        await trial.press("down", "down", "down")
        await open_dialog(trial)
        lines = [line for line in trial.lines() if "[✓]" in line]
        assert ["! Important comment" in line for line in lines] == [True, False]
        assert "✉ Unread messages" in lines[1]
        await trial.press("s", "enter")
        await trial.until(lists(trial, [2, 1, 4, 3]))
        assert screen(trial).table.cursor == 2
    async with orders(labelled) as trial:
        assert lists(trial, [2, 1, 4, 3])()


async def test_lb_4_either_label_is_switched_off(labelled: Store) -> None:
    async with orders(labelled) as trial:
        await open_dialog(trial)
        await trial.press("space", "ctrl+s")
        await trial.until(lists(trial, [2, 4, 3, 1]))
        await open_dialog(trial)
        assert [line.count("[✓]") for line in trial.lines() if "Unread messages" in line] == [1]
        await trial.press("space", "enter")
        await trial.until(lists(trial, [4, 3, 2, 1]))
        await open_dialog(trial)
        await trial.press("space", "down", "space", "escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        anna = sign_in(labelled, login="anna", os_user=None)
        with labelled.reading(anna) as reading:
            assert label_order(reading) == (), "Escape saves nothing"


async def test_lb_4_a_column_goes_before_labels(labelled: Store) -> None:
    anna = sign_in(labelled, login="anna", os_user=None)
    labelled.perform(anna, lambda work: choose_label_order(work, ("message",)))
    async with orders(labelled, (60, 15)) as trial:
        await choose(trial, *"numb")
        await trial.until(lists(trial, [1, 2, 3, 4]))
        await trial.press("down")
        await open_dialog(trial)
        await trial.press("down", "space", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        assert screen(trial).table.cursor == 2, "nothing has changed in a list that a column sorts"
        await choose(trial)
        await choose(trial)
        await trial.until(lists(trial, [2, 1, 4, 3]))


def test_co_4_each_column_has_one_sort_of_its_own() -> None:
    sorts = [column.sort for column in COLUMNS if column.sort is not None]
    assert len(set(sorts)) == len(sorts) == len(SORTED_BY)
