"""Columns under the mouse: captions are clicked and carried, edges pulled, the sort shown (CO-3, CO-4)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from ads_tui.console.glyphs import plain
from ads_tui.domain.columns import NARROWEST, WIDEST
from ads_tui.widgets.columns import GAP, Column, hold, lay_out, most_skipped
from ads_tui.widgets.virtual_table import VirtualTable
from tests.console.naive_list import NaiveList, Row
from tests.console.table_app import TableApp, plain_columns


class ArrangedApp(TableApp):
    """Notes what the header tells."""

    def __init__(self, rows: int = 5) -> None:
        super().__init__(NaiveList({key: key * 10 for key in range(1, rows + 1)}), plain_columns())
        self.told: list[tuple[Any, ...]] = []

    def on_virtual_table_header_clicked(self, event: VirtualTable.HeaderClicked) -> None:
        self.told.append(("clicked", event.column_id))

    def on_virtual_table_column_resized(self, event: VirtualTable.ColumnResized) -> None:
        self.told.append(("resized", event.column_id, event.width))

    def on_virtual_table_column_moved(self, event: VirtualTable.ColumnMoved) -> None:
        self.told.append(("moved", event.column_id, event.place))

    @property
    def captions(self) -> str:
        return self.lines[0]

    @property
    def order(self) -> list[str]:
        return [column.id for column in self.table.columns]


async def mouse(pilot: Pilot[None], kind: type[events.MouseEvent], x: int, y: int = 0) -> None:
    """What a terminal tells of the mouse; the library makes clicks of it."""
    pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
    await pilot.pause()


async def drag(pilot: Pilot[None], *places: int) -> None:
    """Press in the header at the first place, pass the others, let go at the last one."""
    await mouse(pilot, events.MouseDown, places[0])
    for x in places[1:]:
        await mouse(pilot, events.MouseMove, x)
    await mouse(pilot, events.MouseUp, places[-1])


async def test_a_caption_is_clicked_and_a_gap_is_none() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        assert app.captions == "  Name        Edits Text       More     "
        for x in (2, 11, 18, 24, 13, 0, 39):
            await drag(pilot, x)
        assert app.told == [("clicked", "name"), ("clicked", "name"), ("clicked", "edits"), ("clicked", "text")]


async def test_a_hand_that_trembles_on_a_caption_has_clicked_it() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        await drag(pilot, 21, 22, 21)
        assert app.told == [("clicked", "text")]


async def test_the_scroll_bar_that_is_let_go_in_the_header_clicks_no_caption() -> None:
    app = ArrangedApp(500)
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.set_count(500)
        await pilot.pause()
        await mouse(pilot, events.MouseDown, 39, 5)
        await mouse(pilot, events.MouseMove, 22, 0)
        await mouse(pilot, events.MouseUp, 22, 0)
        await pilot.pause()
        assert app.told == []


async def test_co_3_an_edge_is_pulled_and_drawn_on_the_way() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        await mouse(pilot, events.MouseDown, 13, 0)
        await mouse(pilot, events.MouseMove, 16, 0)
        assert app.captions.split() == ["Name", "Edits", "Text", "More"] and app.told == []
        wide = app.captions.index("Edits")
        await mouse(pilot, events.MouseMove, 9, 0)
        assert app.captions.index("Edits") < wide
        await mouse(pilot, events.MouseUp, 9, 0)
        await pilot.pause()
        assert app.told == [("resized", "name", 7)]
        assert app.lines[1].startswith("▌ ● name… ")


async def test_co_3_a_pulled_edge_stays_where_it_is_put_up_to_half_of_the_line() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        await drag(pilot, 13, 17)
        assert app.captions.index("Edits") - 3 == 15
        await drag(pilot, 17, 39)
        assert app.told == [("resized", "name", 15), ("resized", "name", 37)]
        assert app.captions.split()[0] == "Name" and len(app.captions.split()) > 1


@pytest.mark.parametrize("x", [-500, 500])
async def test_co_3_no_column_is_made_narrower_or_wider_than_can_be(x: int) -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        app.table.take_hold(13)
        app.table.pull(x)
        app.table.let_go()
        await pilot.pause()
        assert app.told == [("resized", "name", NARROWEST if x < 0 else WIDEST)]


async def test_co_3_a_caption_is_carried_onto_another_and_shows_where_it_will_stand() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        await mouse(pilot, events.MouseDown, 32, 0)
        await mouse(pilot, events.MouseMove, 16, 0)
        assert app.captions == "  Name       ┃Edits Text       More     "
        assert any(segment.style and segment.style.reverse for segment in app.table.render_line(0))
        await mouse(pilot, events.MouseUp, 16, 0)
        await pilot.pause()
        assert app.told == [("moved", "more", 1)] and app.order == ["name", "more", "edits", "text"]
        assert app.captions.split() == ["Name", "More", "Edits", "Text"]
        await drag(pilot, 15, 38)
        assert app.told[1:] == [("moved", "more", 3)] and app.order == ["name", "edits", "text", "more"]


async def test_co_3_the_first_column_stays_the_first() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        await drag(pilot, 3, 22)
        await drag(pilot, 15, 3)
        assert app.told == [] and app.order[0] == "name"
        await drag(pilot, 22, 3)
        assert app.told == [("moved", "text", 1)]


async def test_co_3_a_carried_caption_that_comes_back_stays() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        await drag(pilot, 32, 22, 33)
        assert app.told == [] and "┃" not in app.captions


async def test_co_3_columns_are_arranged_beyond_those_scrolled_away() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(27, 4)) as pilot:
        await pilot.pause()
        app.table.shift_columns(1)
        assert app.captions == "  Name    ←Text   More     "
        await drag(pilot, 20, 12)
        assert app.told == [("moved", "more", 2)] and app.order == ["name", "edits", "more", "text"]
        await drag(pilot, 10, 8)
        assert app.told[1:] == [("resized", "name", 6)]
        await drag(pilot, app.captions.index("←"))
        assert "Edits" in app.captions and len(app.told) == 2


async def test_co_4_a_sign_beside_its_caption_tells_what_is_sorted_by() -> None:
    app = ArrangedApp()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.pause()
        app.table.set_sort("text")
        assert app.captions == "  Name        Edits Text↑      More     "
        app.table.set_sort("edits", descending=True)
        assert app.captions == "  Name        Edi…↓ Text       More     "
        assert plain(app.captions).count("v") == 1
        app.table.set_sort(None)
        assert app.captions == "  Name        Edits Text       More     "


@pytest.mark.parametrize("width", range(6, 40, 3))
async def test_co_4_a_sort_never_cuts_the_caption_away(width: int) -> None:
    column: Column[Row] = Column("one", "Caption", 12, 3, lambda _row: "")
    app = TableApp(NaiveList({}), [column, column])
    app.table.set_sort("one")
    async with app.run_test(size=(width, 4)) as pilot:
        await pilot.pause()
        assert cell_len(app.lines[0]) == width and "C" in app.lines[0]


sizes = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 12), st.booleans(), st.none() | st.integers(1, 120)),
    min_size=1,
    max_size=9,
)


def columns_of(drawn: list[tuple[int, int, bool, int | None]]) -> list[Column[Row]]:
    plain_ones: list[Column[Row]] = [
        Column(str(place), "", width, least, lambda _row: "", flexible=flexible)
        for place, (width, least, flexible, _held) in enumerate(drawn)
    ]
    return [one if size[3] is None else hold(one, size[3]) for one, size in zip(plain_ones, drawn, strict=True)]


@given(sizes, st.integers(1, 150), st.integers(0, 9))
def test_co_3_chosen_widths_fill_the_width_too(
    drawn: list[tuple[int, int, bool, int | None]], width: int, skipped: int
) -> None:
    columns = columns_of(drawn)
    laid = lay_out(columns, width, skipped).columns
    assert sum(size for _column, size in laid) + GAP * (len(laid) - 1) == width
    assert laid[0][0] is columns[0]
    if len(laid) > 2 or sum(column.least + GAP for column in columns) - GAP <= width:
        assert all(size >= column.least for column, size in laid)
    if len(laid) > 2:
        kept = [(min(column.width, width // 2), size) for column, size in laid if column.held]
        assert all(size >= least for least, size in kept)


@given(sizes, st.integers(20, 150))
def test_co_3_every_column_can_be_reached_sideways_with_chosen_widths(
    drawn: list[tuple[int, int, bool, int | None]], width: int
) -> None:
    columns = columns_of(drawn)
    seen = set()
    for skipped in range(most_skipped(columns, width) + 1):
        layout = lay_out(columns, width, skipped)
        seen |= {column.id for column, _size in layout.columns}
        assert layout.hides_left == (skipped > 0)
        assert layout.hides_right == (layout.columns[-1][0] is not columns[-1])
    assert seen == {column.id for column in columns}


def test_co_3_a_chosen_width_is_what_the_column_gets_where_there_is_room() -> None:
    columns = columns_of([(10, 5, False, None), (6, 3, True, 20), (8, 4, True, None)])
    assert [size for _column, size in lay_out(columns, 60, 0).columns] == [10, 20, 28]
    assert [size for _column, size in lay_out(columns, 40, 0).columns] == [10, 20, 8]
    assert [size for _column, size in lay_out(columns, 31, 0).columns] == [5, 20, 4]
    assert [size for _column, size in lay_out(columns, 26, 0).columns] == [5, 15, 4]
