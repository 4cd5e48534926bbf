"""The table that draws only what is on the screen (decisions.md 9, R6, R14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Region

from ads_tui.console.glyphs import plain
from ads_tui.console.themes import CONTRAST, DARK, SIXTEEN
from ads_tui.i18n import activate
from ads_tui.widgets.columns import GAP, Column, lay_out, most_skipped
from ads_tui.widgets.row_drawing import cell_runs, strip_of
from ads_tui.widgets.virtual_table import VirtualTable
from tests.console.naive_list import NaiveList, Row
from tests.console.table_app import RED, TableApp, plain_columns
from tests.console.test_safe_text import HOSTILE, steers

BASE = Style.parse("white on black")
widths = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12), st.booleans()), min_size=1, max_size=9)


def numbered(count: int) -> NaiveList:
    return NaiveList({key: key * 10 for key in range(1, count + 1)})


def columns_of(sizes: list[tuple[int, int, bool]]) -> list[Column[Row]]:
    return [
        Column(str(place), "", width, least, lambda _row: "", flexible=flexible)
        for place, (width, least, flexible) in enumerate(sizes)
    ]


# Columns


@given(widths, st.integers(1, 150), st.integers(0, 9))
def test_columns_fill_the_width_and_are_never_below_their_least(
    sizes: list[tuple[int, int, bool]], width: int, skipped: int
) -> None:
    columns = columns_of(sizes)
    laid = lay_out(columns, width, skipped).columns
    assert sum(size for _column, size in laid) + GAP * (len(laid) - 1) == width
    assert laid[0][0] is columns[0]
    if len(laid) > 2 or sum(column.least + GAP for column in columns) - GAP <= width:
        assert all(size >= column.least for column, size in laid)


@given(widths, st.integers(20, 150))
def test_every_column_can_be_reached_sideways(sizes: list[tuple[int, int, bool]], width: int) -> None:
    columns = columns_of(sizes)
    seen = set()
    for skipped in range(most_skipped(columns, width) + 1):
        layout = lay_out(columns, width, skipped)
        seen |= {column.id for column, _size in layout.columns}
        assert layout.hides_left == (skipped > 0)
        assert layout.hides_right == (layout.columns[-1][0] is not columns[-1])
    assert seen == {column.id for column in columns}


def test_columns_that_fit_get_what_they_want_and_the_flexible_ones_the_rest() -> None:
    columns = columns_of([(10, 5, False), (6, 3, False), (8, 4, True)])
    assert [size for _column, size in lay_out(columns, 40, 0).columns] == [10, 6, 22]
    assert [size for _column, size in lay_out(columns, 20, 0).columns] == [7, 5, 6]


# Cells


@given(st.lists(st.text(max_size=12), max_size=4), st.integers(0, 25), st.booleans())
def test_r_6_pieces_of_any_text_fill_their_cell_exactly(texts: list[str], width: int, right: bool) -> None:
    runs = cell_runs([(text, RED) for text in texts], width, BASE, right=right)
    strip = strip_of(runs, width)
    assert cell_len(strip.text) == width
    assert not steers(strip.text)


def test_blanks_take_the_look_of_their_neighbours() -> None:
    runs = [("  ", BASE), ("red", BASE + RED), (" ", BASE), ("more", BASE + RED), (" text", BASE)]
    assert [segment.text for segment in strip_of(runs, 15)] == ["  red more", " text"]


def test_blanks_that_can_be_seen_keep_their_look() -> None:
    runs = [(" ", BASE + Style(reverse=True)), ("a", BASE), (" ", BASE + Style(bgcolor="red"))]
    assert [segment.text for segment in strip_of(runs, 3)] == [" ", "a", " "]


# The table


def wheel(table: VirtualTable[Row], kind: type[events.MouseEvent], *, shift: bool = False) -> events.MouseEvent:
    """A turn of the wheel over the table."""
    return kind(table, 10, 3, 0, 0, 0, shift, False, False, 10, 3)


async def test_it_shows_what_is_on_the_screen_and_tells_where_the_cursor_is() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        assert [line.rstrip() for line in app.lines] == [
            "  Name        Edits Text       More",
            "▌ ● name 1        0 of 1       row",
            "  ● name 2        0 of 2       row",
            "  ● name 3        0 of 3       row",
            "  ● name 4        0 of 4       row",
            "  ● name 5        0 of 5       row",
        ]
        app.table.move(7)
        await pilot.pause()
        assert app.lines[5].startswith("▌ ● name 8")
        assert (app.table.cursor, app.table.row, app.highlighted) == (8, (8, 0), [1, 8])


async def test_a_thousand_moves_end_where_they_should() -> None:
    app = TableApp(numbered(3_000), plain_columns())
    async with app.run_test(size=(40, 12)) as pilot:
        for _ in range(1_000):
            app.table.move(1)
        await pilot.pause()
        assert (app.table.cursor, app.highlighted[-1]) == (1_001, 1_001)
        assert len(app.highlighted) < 100, "many at once count as the last"


async def test_a_move_paints_the_marks_of_two_rows_and_nothing_else() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.table.painted = []
        app.table.move(1)
        marks = app.table.painted[0].width
        assert app.table.painted == [Region(0, 1, marks, 1), Region(0, 2, marks, 1)]
        assert marks < 16


async def test_a_refresh_paints_the_rows_that_changed() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.table.painted = []
        app.naive.contents[3] = 7
        app.table.reread()
        await pilot.pause()
        assert app.table.painted == [Region(0, 3, 40, 1)]
        assert "7" in app.lines[3]


async def test_what_the_clock_changes_paints_the_rows_that_say_something_else() -> None:
    passed = 0
    counting: Column[Row] = Column("left", "Left", 6, 6, lambda row: str(passed if row[0] in (2, 4) else 0))
    app = TableApp(numbered(500), [*plain_columns()[:1], counting])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.table.painted = []
        app.table.look_anew()
        assert app.table.painted == []
        passed = 7
        app.table.look_anew()
        assert app.table.painted == [Region(0, 2, 40, 1), Region(0, 4, 40, 1)]
        await pilot.pause()
        assert [line.split()[-1] for line in app.lines[1:5]] == ["0", "7", "0", "7"]


async def test_ls_3_what_arrived_above_is_announced_and_shown_by_a_click() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.move(40)
        await pilot.pause()
        app.naive.ranks[900], app.naive.ranks[901] = 1, 2
        app.table.reread()
        await pilot.pause()
        assert app.lines[0].endswith(" 2 newer ↑ ")
        await pilot.click(app.table, offset=(35, 0))
        assert app.table.cursor == 900 and "newer" not in app.lines[0]


async def test_a_row_that_left_the_list_loses_its_colours() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.naive.remove(1)
        app.table.reread()
        await pilot.pause()
        strip = app.table.render_line(1)
        assert "name 1 " in strip.text
        assert all(segment.style is None or segment.style.color != RED.color for segment in strip)
        app.table.move(1)
        assert "name 1 " not in "".join(app.lines)


async def test_enter_opens_the_row_that_the_cursor_is_sent_to() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.holds = True
        app.table.end()
        app.table.open()
        app.table.move(-1)
        await pilot.pause()
        assert app.opened == []
        app.holds = False
        app.answer()
        await pilot.pause()
        assert app.opened == [500]
        app.table.move(-1)
        assert app.table.cursor == 499


async def test_nothing_opens_where_there_is_nothing() -> None:
    app = TableApp(numbered(0), plain_columns())
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        app.table.open()
        await pilot.pause()
        assert (app.opened, app.highlighted) == ([], [])


async def test_rows_are_selected_and_told() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        app.table.toggle()
        app.table.extend(2)
        await pilot.pause()
        assert app.selected[-1] == {1, 2, 3}
        assert [line[:2] for line in app.lines[1:]] == [" ✓", " ✓", "▌✓", "  ", "  "]
        app.table.toggle_visible()
        assert app.table.selection == {1, 2, 3, 4, 5}
        app.table.clear_selection()
        await pilot.pause()
        assert app.selected[-1] == frozenset()


async def test_ls_1_a_list_without_selection_has_no_marks_for_it() -> None:
    app = TableApp(numbered(500), plain_columns(), selectable=False)
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        for act in (app.table.toggle, app.table.toggle_visible):
            act()
        app.table.extend(2)
        assert (app.table.selection, app.table.cursor) == (frozenset(), 1)
        assert app.lines[1].startswith("▌● name 1")


async def test_the_mouse_goes_to_rows_selects_opens_and_scrolls() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        await pilot.click(app.table, offset=(10, 3))
        assert (app.table.cursor, app.opened) == (3, [])
        await pilot.click(app.table, offset=(1, 4))
        assert app.table.selection == {4}
        await pilot.click(app.table, offset=(10, 2), control=True)
        await pilot.click(app.table, offset=(10, 3), shift=True)
        assert app.table.selection == {2, 3, 4}
        await pilot.double_click(app.table, offset=(10, 5))
        assert app.opened == [5]
        app.table.post_message(wheel(app.table, events.MouseScrollDown))
        await pilot.pause()
        assert app.lines[1].startswith(" ✓● name 4")
        app.table.post_message(wheel(app.table, events.MouseScrollUp))
        await pilot.pause()
        assert app.lines[1].startswith("  ● name 1")


async def test_the_scroll_bar_shows_the_place_and_is_dragged() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.pause()
        assert "▐" not in "".join(app.lines), "the place is not known without the count"
        app.table.set_count(500)
        assert [line[-1] for line in app.lines].index("▐") == 1
        await pilot.mouse_down(app.table, offset=(39, 6))
        await pilot.mouse_up(app.table, offset=(39, 6))
        cursor = app.table.cursor
        assert isinstance(cursor, int) and 220 < cursor < 330
        assert 4 < [line[-1] for line in app.lines].index("▐") < 8
        app.table.end()
        await pilot.pause()
        assert [line[-1] for line in app.lines].index("▐") == 10


async def test_columns_scroll_sideways_and_the_first_one_stays() -> None:
    app = TableApp(numbered(5), plain_columns())
    async with app.run_test(size=(27, 4)) as pilot:
        await pilot.pause()
        assert app.lines[0].split() == ["Name", "Edits", "Text", "→"]
        app.table.shift_columns(1)
        assert app.lines[0] == "  Name    ←Text   More     "
        assert app.lines[1] == "▌ ● name 1 of 1   row      "
        app.table.shift_columns(9)
        app.table.post_message(wheel(app.table, events.MouseScrollUp, shift=True))
        await pilot.pause()
        assert app.lines[0].split() == ["Name", "Edits", "Text", "→"]


async def test_the_signs_of_hidden_columns_are_clicked() -> None:
    app = TableApp(numbered(5), plain_columns())
    async with app.run_test(size=(27, 4)) as pilot:
        await pilot.pause()
        await pilot.click(app.table, offset=(app.lines[0].index("→"), 0))
        assert app.lines[0].split() == ["Name", "←Text", "More"]
        await pilot.click(app.table, offset=(3, 0))
        await pilot.click(app.table, offset=(26, 0))
        assert app.lines[0].split() == ["Name", "←Text", "More"]
        await pilot.click(app.table, offset=(app.lines[0].index("←"), 0))
        assert app.lines[0].split() == ["Name", "Edits", "Text", "→"]


async def test_ls_1_a_list_may_lose_the_place_for_selected_rows_and_get_it_again() -> None:
    app = TableApp(numbered(5), plain_columns())
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        app.table.toggle()
        await pilot.pause()
        assert app.selected[-1] == {1} and app.lines[1].startswith("▌✓")
        app.table.set_selectable(False)
        app.table.toggle()
        await pilot.pause()
        assert app.selected[-1] == frozenset() and not app.lines[1].startswith("▌✓")
        app.table.set_selectable(True)
        app.table.toggle()
        await pilot.pause()
        assert app.selected[-1] == {1} and app.lines[1].startswith("▌✓")


async def test_empty_and_failing_states_say_so() -> None:
    app = TableApp(numbered(0), plain_columns(), empty="Nothing matches these 2 filters — Clear (Esc)")
    app.holds = True
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.pause()
        assert "Reading…" in "".join(app.lines)
        (event,) = app.asked
        app.asked.clear()
        app.table.failed(event.wanted, "The database does not answer")
        assert "The database does not answer" in " ".join(line.strip() for line in app.lines)
        app.holds = False
        app.table.reread()
        await pilot.pause()
        assert "Nothing matches these 2 filters — Clear (Esc)" in " ".join(line.strip() for line in app.lines)


async def test_rows_stay_in_sight_while_the_database_is_gone() -> None:
    app = TableApp(numbered(50), plain_columns())
    async with app.run_test(size=(60, 8)) as pilot:
        await pilot.pause()
        app.holds = True
        app.table.reread()
        await pilot.pause()
        event = app.asked.pop()
        app.table.failed(event.wanted, "Unreachable since 14:31")
        assert "Unreachable since 14:31" in app.lines[0] and "name 1" in app.lines[1]
        app.holds = False
        app.table.reread()
        await pilot.pause()
        assert "Name" in app.lines[0]


async def test_r_6_hostile_text_keeps_columns_aligned() -> None:
    shown = [*HOSTILE, "x" * 100_000]
    naive = numbered(len(shown))
    columns: list[Column[Row]] = [
        Column("a", "A", 9, 9, lambda row: [(shown[row[0] - 1], RED), (shown[row[0] - 1], None)]),
        Column("b", "B", 11, 11, lambda row: shown[row[0] - 1]),
        Column("c", "C", 6, 6, lambda row: f"end{row[0]:03}"),
    ]
    app = TableApp(naive, columns)
    async with app.run_test(size=(31, len(shown) + 1)) as pilot:
        await pilot.pause()
        for number, line in enumerate(app.lines[1:], 1):
            assert cell_len(line) == 31 and not steers(line)
            assert line.rstrip().endswith(f"end{number:03}")


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 3), (5, 2), (20, 5), (200, 3)])
async def test_r_14_any_terminal_is_filled_exactly(size: tuple[int, int]) -> None:
    app = TableApp(numbered(50), plain_columns(), empty="")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert len(app.lines) == size[1]
        assert all(cell_len(line) == size[0] for line in app.lines)


async def test_r_14_a_hundred_sizes_lose_neither_cursor_nor_rows() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.move(200)
        await pilot.pause()
        for step in range(100):
            width, height = 1 + step * 37 % 160, 1 + step * 13 % 50
            await pilot.resize_terminal(width, height)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert app.table.cursor == 201
        assert sum("▌" in line for line in app.lines) == 1


async def test_r_14_every_sign_of_a_table_has_one_in_ascii() -> None:
    app = TableApp(numbered(500), plain_columns())
    async with app.run_test(size=(26, 9)) as pilot:
        app.table.move(30)
        await pilot.pause()
        app.naive.ranks[900] = 1
        app.table.set_count(501)
        app.table.toggle()
        app.table.reread()
        await pilot.pause()
        signs = {char for line in app.lines for char in line if not char.isascii()}
        assert {"▌", "✓", "▐", "↑"} <= signs
        assert "?" not in plain("".join(signs))


@pytest.mark.parametrize("theme", [DARK, CONTRAST, SIXTEEN, "textual-light"])
async def test_the_cursor_can_be_told_without_colours(theme: str) -> None:
    app = TableApp(numbered(50), plain_columns())
    async with app.run_test(size=(40, 6)) as pilot:
        app.theme = theme
        await pilot.pause()
        assert app.lines[1].startswith("▌") and not app.lines[2].startswith("▌")


async def test_another_theme_draws_everything_anew() -> None:
    app = TableApp(numbered(50), plain_columns())
    async with app.run_test(size=(40, 6)) as pilot:
        app.theme = DARK
        await pilot.pause()
        before = app.table.render_line(2)
        app.theme = CONTRAST
        await pilot.pause()
        after = app.table.render_line(2)
        assert before.text == after.text and list(before) != list(after)


async def test_captions_are_translated() -> None:
    app = TableApp(numbered(0), plain_columns())
    activate("ru")
    app.holds = True
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        assert "Чтение…" in "".join(app.lines)
