"""The window over a list against a list held whole (LS-3, decision 9)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.list_window import MOST_PAGES, ListWindow
from ads_tui.widgets.loaded_rows import Entry
from tests.console.naive_list import NaiveList, Row, settle

PAGE = 6
HEIGHT = 4


def opened(count: int, height: int = HEIGHT) -> tuple[ListWindow[Row], NaiveList]:
    """A window on a list of keys 1 … count; row k has the rank 10 k."""
    naive = NaiveList({key: key * 10 for key in range(1, count + 1)})
    window: ListWindow[Row] = ListWindow(PAGE)
    window.resize(height)
    settle(window, naive)
    return window, naive


def keys(window: ListWindow[Row]) -> list[object]:
    return [entry.key for entry in window.visible]


def cursor_of(window: ListWindow[Row]) -> object:
    return window.cursor


def position_of(window: ListWindow[Row]) -> object:
    return window.position


def test_a_list_opens_at_its_first_row() -> None:
    window, _naive = opened(100)
    assert (keys(window), window.cursor, window.at_top) == ([1, 2, 3, 4], 1, True)


def test_an_empty_list_has_no_cursor() -> None:
    window, naive = opened(0)
    for act in (window.end, window.home, window.toggle, window.toggle_visible):
        act()
    for steer in (window.move, window.turn, window.extend, window.scroll):
        steer(1)
    settle(window, naive)
    assert (keys(window), window.cursor, window.current) == ([], None, None)
    naive.ranks[5] = 5
    window.refresh()
    settle(window, naive)
    assert (keys(window), window.cursor) == ([5], 5)


def test_ls_3_a_row_that_arrives_above_is_announced_and_moves_nothing() -> None:
    window, naive = opened(100)
    window.move(30)
    settle(window, naive)
    before, line = keys(window), window.cursor_line
    naive.ranks[500], naive.ranks[501] = 5, 4
    window.refresh()
    settle(window, naive)
    assert (keys(window), window.cursor, window.cursor_line, window.newer) == (before, 31, line, 2)
    window.home()
    settle(window, naive)
    assert (keys(window), window.cursor, window.newer) == ([501, 500, 1, 2], 501, 0)


@pytest.mark.parametrize("far", [False, True])
def test_ls_3_what_changes_while_a_page_is_read_is_read_afterwards(far: bool) -> None:
    window, naive = opened(100)
    if far:
        window.restart()
    else:
        window.refresh()
    wanted = window.wanted()
    assert wanted is not None
    older = naive.read(wanted)
    naive.ranks[500] = 5
    window.refresh()
    window.answer(wanted, older)
    settle(window, naive)
    assert keys(window)[:2] == [500, 1]


def test_ls_3_what_changes_before_the_first_page_has_come_is_read_afterwards() -> None:
    naive = NaiveList({1: 10})
    window: ListWindow[Row] = ListWindow(PAGE)
    wanted = window.wanted()
    assert wanted is not None
    older = naive.read(wanted)
    naive.ranks[500] = 5
    window.refresh()
    window.answer(wanted, older)
    settle(window, naive)
    assert (window.loaded, window.wanted()) == (2, None)


def test_a_reading_again_that_failed_is_asked_for_again_after_the_next_move() -> None:
    window, naive = opened(100)
    naive.ranks[500] = 5
    window.refresh()
    wanted = window.wanted()
    assert wanted is not None
    window.failed(wanted)
    assert window.wanted() is None
    window.move(1)
    settle(window, naive)
    assert keys(window)[0] == 500


def test_ls_3_at_the_very_top_it_appears_at_once_and_the_cursor_stays_on_its_row() -> None:
    window, naive = opened(100)
    window.move(1)
    naive.ranks[500] = 5
    window.refresh()
    settle(window, naive)
    assert (keys(window), window.cursor, window.newer) == ([500, 1, 2, 3], 2, 0)


def test_ls_3_at_the_very_top_rows_do_not_push_the_cursor_off_the_screen() -> None:
    window, naive = opened(100)
    naive.ranks.update({500 + place: place - 100 for place in range(50)})
    window.refresh()
    settle(window, naive)
    assert (window.cursor, window.cursor in keys(window), window.newer) == (1, True, 50)


def test_scrolling_up_to_what_is_newer_shows_it() -> None:
    window, naive = opened(100)
    window.move(HEIGHT)
    naive.ranks[500] = 5
    window.refresh()
    settle(window, naive)
    assert window.newer == 1
    for _ in range(HEIGHT + 1):
        window.move(-1)
        settle(window, naive)
    assert (keys(window), window.newer) == ([500, 1, 2, 3], 0)


def test_ls_3_the_row_under_the_cursor_stays_though_it_moved_to_the_top() -> None:
    window, naive = opened(100)
    window.move(30)
    settle(window, naive)
    before, line = keys(window), window.cursor_line
    naive.ranks[31], naive.contents[31] = -1, 7
    window.refresh()
    settle(window, naive)
    assert (keys(window), window.cursor_line, window.gone, window.newer) == (before, line, None, 1)
    current = window.current
    assert current is not None and current.row == (31, 7)
    window.move(1)
    assert 31 not in keys(window) and window.cursor == 32


def test_ls_3_the_row_under_the_cursor_keeps_its_neighbours_though_it_moved_within_the_screen() -> None:
    window, naive = opened(100)
    window.move(2)
    naive.ranks[3] = 5
    window.refresh()
    settle(window, naive)
    assert (keys(window), window.cursor_line, window.gone) == ([1, 2, 3, 4], 2, None)
    window.move(1)
    assert (keys(window), window.cursor, window.cursor_line) == ([3, 1, 2, 4], 4, 3)


def test_a_row_that_moved_into_the_next_page_leaves_its_former_place() -> None:
    window, naive = opened(100)
    window.move(5)
    wanted = window.wanted()
    assert wanted is not None
    naive.ranks[4] = 95
    window.answer(wanted, naive.read(wanted))
    window.move(4)
    assert (cursor_of(window), keys(window)) == (4, [7, 8, 9, 4])


def test_a_row_that_left_the_list_stays_dimmed_until_the_cursor_moves() -> None:
    window, naive = opened(100)
    window.move(2)
    naive.remove(3)
    window.refresh()
    settle(window, naive)
    assert (keys(window), window.cursor, window.gone) == ([1, 2, 3, 4], 3, 3)
    current = window.current
    assert current is not None and current.row == (3, 1), "what it is now is shown while it may be seen"
    window.move(1)
    assert (keys(window), window.cursor, window.gone) == ([1, 2, 4, 5], 4, None)


def test_a_row_out_of_sight_keeps_its_last_face() -> None:
    window, naive = opened(100)
    naive.contents[1] = 9
    naive.remove(1, seen=False)
    window.refresh()
    settle(window, naive)
    assert window.gone == 1 and window.visible[0].row == (1, 0)


@pytest.mark.parametrize("leaves, gone", [(True, 2), (False, None)])
def test_what_became_of_a_row_is_told_though_the_cursor_came_to_it_during_the_reading(
    leaves: bool, gone: int | None
) -> None:
    window, naive = opened(100)
    if leaves:
        naive.remove(2)
    else:
        naive.ranks[2] = 995
    window.refresh()
    wanted = window.wanted()
    assert wanted is not None and wanted.cursor == 1
    window.move(1)
    window.answer(wanted, naive.read(wanted))
    settle(window, naive)
    assert (cursor_of(window), keys(window), window.gone) == (2, [1, 2, 3, 4], gone)


def test_the_only_row_leaves_when_a_move_has_nowhere_to_go() -> None:
    window, naive = opened(1)
    naive.remove(1)
    window.refresh()
    settle(window, naive)
    assert (keys(window), window.gone) == ([1], 1)
    window.move(1)
    assert (keys(window), window.cursor) == ([], None)


def test_rows_that_did_not_change_stay_the_same_objects() -> None:
    window, naive = opened(100)
    before = window.visible
    naive.contents[2] = 5
    window.refresh()
    settle(window, naive)
    same = [old is new for old, new in zip(before, window.visible, strict=True)]
    assert same == [True, False, True, True]


def test_the_end_is_read_from_the_end() -> None:
    window, naive = opened(1_000)
    window.end()
    assert settle(window, naive) <= 2
    assert (keys(window), window.cursor) == ([997, 998, 999, 1000], 1000)
    window.home()
    assert settle(window, naive) <= 2
    assert window.cursor == 1


def test_keys_typed_ahead_of_a_page_are_obeyed_in_their_order() -> None:
    window, naive = opened(1_000)
    window.end()
    window.turn(-2)
    window.move(1)
    assert (cursor_of(window), window.is_settled) == (1, False)
    settle(window, naive)
    assert (cursor_of(window), window.is_settled) == (1000 - 2 * HEIGHT + 1, True)
    window.home()
    window.move(500)
    window.move(-20)
    settle(window, naive)
    assert cursor_of(window) == 481


def test_a_late_page_of_a_former_list_is_left_aside() -> None:
    window, naive = opened(100)
    window.move(5)
    late = window.wanted()
    assert late is not None
    answer = naive.read(late)
    window.restart()
    window.answer(late, answer)
    other = NaiveList({key: key for key in range(700, 800)})
    settle(window, other)
    assert keys(window) == [700, 701, 702, 703]


def test_a_failed_page_is_asked_for_again_after_a_refresh_or_a_move() -> None:
    window, naive = opened(100)
    window.end()
    wanted = window.wanted()
    assert wanted is not None
    window.failed(wanted)
    assert window.wanted() is None
    window.refresh()
    settle(window, naive)
    assert window.cursor == 100


def test_the_position_is_known_with_the_count_only() -> None:
    window, naive = opened(1_000)
    assert position_of(window) is None
    window.jump(0.5)
    settle(window, naive)
    assert cursor_of(window) == 1, "no jump without a count"
    window.count = 1_000
    window.jump(0.5)
    settle(window, naive)
    assert (cursor_of(window), position_of(window)) == (501, (500, 1_000))
    window.end()
    settle(window, naive)
    assert position_of(window) == (1_000 - HEIGHT, 1_000)
    for _ in range(40):
        window.scroll(-7)
        settle(window, naive)
    assert position_of(window) == (int(str(window.visible[0].key)) - 1, 1_000)
    window.refresh()
    settle(window, naive)
    assert position_of(window) == (int(str(window.visible[0].key)) - 1, 1_000)


@pytest.mark.parametrize(
    "moves, selected",
    [
        ([1, 1], {1, 2, 3}),
        ([1, 1, -1], {1, 2}),
        ([3, -5], {1}),
        ([1, -1], {1}),
    ],
)
def test_shift_and_arrows_select_what_was_passed(moves: list[int], selected: set[int]) -> None:
    window, _naive = opened(100)
    for by in moves:
        window.extend(by)
    assert window.selection.keys == selected


def test_a_second_gesture_keeps_what_the_first_one_selected() -> None:
    window, naive = opened(100)
    window.extend(2)
    window.move(4)
    settle(window, naive)
    window.extend(2)
    window.extend(-4)
    settle(window, naive)
    assert window.selection.keys == {1, 2, 3, 5, 6, 7}


def test_selecting_never_takes_in_what_arrives_meanwhile() -> None:
    window, naive = opened(100)
    window.move(50)
    settle(window, naive)
    window.extend(2)
    naive.ranks[51] = -5
    naive.ranks[500] = 515
    window.refresh()
    settle(window, naive)
    window.extend(1)
    assert window.selection.keys == {51, 52, 53, 54}


def test_the_selection_survives_scrolling_and_refreshing_but_no_other_list() -> None:
    window, naive = opened(1_000)
    window.toggle_visible()
    window.end()
    settle(window, naive)
    window.refresh()
    settle(window, naive)
    assert window.selection.keys == {1, 2, 3, 4}
    window.restart()
    assert not window.selection.keys


def test_a_list_held_whole_keeps_its_cursor() -> None:
    window: ListWindow[str] = ListWindow()
    window.resize(3)
    window.replace(Entry(name, place, name) for place, name in enumerate("abcdef"))
    window.move(3)
    window.replace(Entry(name, place, name) for place, name in enumerate("xabcdef"))
    assert (window.cursor, [entry.key for entry in window.visible]) == ("d", ["b", "c", "d"])
    window.replace(Entry(name, place, name) for place, name in enumerate("xabcef"))
    assert window.cursor == "e"
    assert window.wanted() is None and window.count == 6


@given(
    count=st.integers(0, 60),
    height=st.integers(1, 9),
    acts=st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["move", "turn"]), st.integers(-40, 40)),
            st.tuples(st.sampled_from(["home", "end", "answer"]), st.just(0)),
        ),
        max_size=30,
    ),
)
def test_however_late_pages_come_the_cursor_ends_where_a_whole_list_would_have_it(
    count: int, height: int, acts: list[tuple[str, int]]
) -> None:
    window, naive = opened(count, height)
    cursor, last = 0, max(count - 1, 0)
    for name, by in acts:
        match name:
            case "move":
                window.move(by)
                cursor = min(max(cursor + by, 0), last)
            case "turn":
                window.turn(by)
                cursor = min(max(cursor + by * height, 0), last)
            case "home":
                window.home()
                cursor = 0
            case "end":
                window.end()
                cursor = last
            case _:
                wanted = window.wanted()
                if wanted is not None:
                    window.answer(wanted, naive.read(wanted))
    settle(window, naive)
    assert window.cursor == (naive.keys[cursor] if count else None)


def test_co_4_another_order_begins_at_its_top_and_keeps_what_is_selected_and_counted() -> None:
    window, naive = opened(100)
    window.count = 100
    window.move(50)
    settle(window, naive)
    window.toggle()
    naive.ranks = {key: -rank for key, rank in naive.ranks.items()}
    window.reorder()
    assert not window.is_settled
    settle(window, naive)
    assert (keys(window), window.cursor, window.at_top) == ([100, 99, 98, 97], 100, True)
    assert (set(window.selection.keys), window.position) == ({51}, (0, 100))
    window.restart()
    settle(window, naive)
    assert (set(window.selection.keys), window.position) == (set(), None)


class WindowMachine(RuleBasedStateMachine):
    """A changing list under a moving window; pages arrive at any time, of any moment between."""

    def __init__(self) -> None:
        super().__init__()
        self.naive = NaiveList()
        self.window: ListWindow[Row] = ListWindow(PAGE)
        self.next_key = 1
        self.pending: tuple[PageWanted, PageRead[Row]] | None = None

    @initialize(ranks=st.lists(st.integers(0, 300), max_size=80), height=st.integers(1, 8))
    def begin(self, ranks: list[int], height: int) -> None:
        for rank in ranks:
            self.insert(rank)
        self.window.resize(height)

    @rule(rank=st.integers(-50, 350))
    def insert(self, rank: int) -> None:
        self.naive.ranks[self.next_key] = rank
        self.next_key += 1

    @rule(times=st.integers(5, 30))
    def many_arrive(self, times: int) -> None:
        lowest = min(self.naive.ranks.values(), default=0)
        for _ in range(times):
            self.insert(lowest - 1)

    @precondition(lambda self: self.naive.ranks)
    @rule(data=st.data(), seen=st.booleans())
    def leave(self, data: st.DataObject, seen: bool) -> None:
        self.naive.remove(data.draw(st.sampled_from(sorted(self.naive.ranks))), seen=seen)

    @precondition(lambda self: self.naive.ranks)
    @rule(data=st.data(), rank=st.integers(-50, 350))
    def shift(self, data: st.DataObject, rank: int) -> None:
        self.naive.ranks[data.draw(st.sampled_from(sorted(self.naive.ranks)))] = rank

    @precondition(lambda self: self.window.cursor in self.naive.ranks)
    @rule(change=st.sampled_from(["leave", "out of sight", "top", "edit"]))
    def change_under_cursor(self, change: str) -> None:
        key = int(str(self.window.cursor))
        match change:
            case "top":
                self.naive.ranks[key] = min(self.naive.ranks.values()) - 1
            case "edit":
                self.naive.contents[key] = self.naive.contents.get(key, 0) + 1
            case _:
                self.naive.remove(key, seen=change == "leave")

    @rule(
        act=st.sampled_from(["move", "turn", "scroll", "extend", "go_to_line", "go_to", "resize"]),
        by=st.integers(-12, 12),
    )
    def steer(self, act: str, by: int) -> None:
        getattr(self.window, act)(by)

    @rule(act=st.sampled_from(["home", "end", "toggle", "toggle_visible", "restart", "reorder", "refresh"]))
    def press(self, act: str) -> None:
        getattr(self.window, act)()

    @rule(fraction=st.floats(0, 1))
    def drag(self, fraction: float) -> None:
        self.window.count = len(self.naive.ranks)
        self.window.jump(fraction)

    @rule()
    def ask(self) -> None:
        wanted = self.window.wanted()
        if wanted is not None:
            self.pending = (wanted, self.naive.read(wanted))

    @precondition(lambda self: self.pending is not None)
    @rule(fails=st.booleans())
    def receive(self, fails: bool) -> None:
        assert self.pending is not None
        wanted, read = self.pending
        self.pending = None
        if fails:
            self.window.failed(wanted)
        else:
            self.window.answer(wanted, read)

    def come_to_rest(self) -> None:
        if self.pending is not None:
            self.receive(fails=False)
        settle(self.window, self.naive)
        if not self.window.is_settled:
            # The page that the user waits for has failed: it is read now.
            self.window.refresh()
            settle(self.window, self.naive)

    @rule()
    def a_refresh_shows_the_list_as_it_is(self) -> None:
        self.come_to_rest()
        cursor, line, selected = self.window.cursor, self.window.cursor_line, self.window.selection.keys
        was_top = self.window.at_top
        self.window.refresh()
        settle(self.window, self.naive)
        assert self.window.selection.keys == selected
        if cursor is not None:
            assert self.window.cursor == cursor, "the cursor stays on its row"
        self.shows_a_stretch_of_the_list()
        self.counts_what_is_newer()
        if not was_top and cursor is not None:
            assert self.window.cursor_line == min(line, self.rows_above()), "the cursor stays on its line"

    @rule()
    def a_move_leaves_no_line_empty(self) -> None:
        self.come_to_rest()
        self.window.refresh()
        settle(self.window, self.naive)
        self.window.move(1)
        settle(self.window, self.naive)
        shown = len(self.naive.ranks) + (self.window.gone is not None)
        assert len(self.window.visible) == min(self.window.height, shown)

    def rows_above(self) -> int:
        current = self.window.current
        assert current is not None
        return sum(entry.place < current.place and entry.key != current.key for entry in self.naive.entries)

    def shows_a_stretch_of_the_list(self) -> None:
        visible = self.window.visible
        if not visible:
            assert not self.naive.ranks
            return
        held = self.window.current
        assert held is not None
        shown = [entry for entry in visible if entry.key != held.key]
        whole = [entry for entry in self.naive.entries if entry.key != held.key]
        if shown:
            start = whole.index(shown[0])
            assert whole[start : start + len(shown)] == shown
        if held.key in self.naive.ranks:
            assert held.row == self.naive.entry(int(str(held.key))).row
            assert self.window.gone is None
        else:
            assert self.window.gone == held.key
            if held.key in self.naive.left:
                assert held.row[1] == self.naive.left[int(str(held.key))]

    def counts_what_is_newer(self) -> None:
        if self.window.at_top or self.naive.head_asked is None:
            assert self.window.newer == 0
        else:
            assert self.window.newer == self.naive.before(self.naive.head_asked)

    @invariant()
    def the_cursor_is_on_the_screen(self) -> None:
        visible = self.window.visible
        assert len(visible) <= self.window.height
        if self.window.cursor is None:
            assert not visible
        else:
            assert visible[self.window.cursor_line].key == self.window.cursor

    @invariant()
    def rows_stand_once_and_in_order(self) -> None:
        shown = [entry.key for entry in self.window.visible]
        assert len(set(shown)) == len(shown)
        assert all(before.place < after.place for before, after in pairwise(self.window.visible))

    @invariant()
    def few_rows_are_held(self) -> None:
        assert self.window.loaded <= max(MOST_PAGES * self.window.page, MOST_PAGES * 24 + 24)


TestWindow = WindowMachine.TestCase


def test_a_move_in_an_empty_list_goes_nowhere_and_nothing_waits_for_it() -> None:
    window: ListWindow[str] = ListWindow()
    window.resize(10)
    wanted = window.wanted()
    assert wanted is not None
    window.answer(wanted, PageRead([], False))
    window.move(-1)
    assert window.is_settled


def test_a_move_typed_ahead_of_another_list_is_made_there_also_from_an_empty_one() -> None:
    window, _naive = opened(0)
    window.restart()
    window.move(2)
    settle(window, NaiveList({key: key * 10 for key in range(1, 6)}))
    assert window.cursor == 3
