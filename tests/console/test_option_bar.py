"""The bar of a list of options, also of one that has no room (R14)."""

import pytest
from textual.app import App, ComposeResult

from ads_tui.console.option_bar import MOVES, PagedOptions, move_bar


class _Listed(App[None]):
    def compose(self) -> ComposeResult:
        yield PagedOptions(*(f"option {number}" for number in range(40)))


@pytest.mark.parametrize("key", sorted(MOVES))
@pytest.mark.parametrize("room", [0, 5])
async def test_r_14_the_bar_moves_by_a_page_only_where_there_is_room(key: str, room: int) -> None:
    app = _Listed()
    async with app.run_test(size=(40, 20)) as pilot:
        options = app.query_one(PagedOptions)
        options.styles.height = room
        options.styles.border = ("none", "white")
        options.highlighted = 20
        await pilot.pause()
        move_bar(options, key)
        by = {"up": -1, "down": 1, "pageup": -room, "pagedown": room}[key]
        assert options.highlighted == 20 + by
