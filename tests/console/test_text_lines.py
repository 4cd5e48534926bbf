"""A long text as lines: shown from its end, also where its place is not laid out yet."""

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ads_tui.widgets.text_lines import TextLines, wrap_text


class _Hidden(App[None]):
    def compose(self) -> ComposeResult:
        with Vertical():
            yield TextLines()

    def on_mount(self) -> None:
        self.query_one(Vertical).display = False


@pytest.mark.parametrize("is_hidden", [True, False])
async def test_cm_3_the_end_is_shown_also_where_the_text_came_before_its_place(is_hidden: bool) -> None:
    app = _Hidden()
    async with app.run_test(size=(80, 24)) as pilot:
        place, lines = app.query_one(Vertical), app.query_one(TextLines)
        place.display = not is_hidden
        await pilot.pause()
        lines.show(wrap_text([Content(f"w{number}") for number in range(200)], 70))
        lines.show_end()
        await pilot.pause()
        place.display = True
        await pilot.pause()
        assert lines.scroll_offset.y == 200 - 24
