"""What can be done with the list as a whole, beside the search: each a click for the key of its action."""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from ads_tui.console.glyphs import glyph
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import cells
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.console.acting import ActingScreen

# Actions with the signs before their titles; those that the console has are shown.
_BUTTONS = {"list.filters": "", "list.favourites": "star", "list.columns": "columns", "list.export": "down"}
_GAP = 2
# What the line of the search and what was found are left, in cells.
_OTHERS = 66


class ButtonLine(Widget):
    """`f Filters 2  F ★ Favourites  c ≡ Columns  e ↓ Excel`; a narrow terminal has room for the first ones."""

    DEFAULT_CSS = """
    ButtonLine {
        width: auto;
        height: 1;
        padding-left: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._filters = 0
        self._places: list[tuple[int, int, str]] = []

    def count(self, filters: int) -> None:
        """Show how many filters are applied."""
        if filters != self._filters:
            self._filters = filters
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as what is shown."""
        return _width(self._buttons())

    def _buttons(self) -> list[tuple[str, str, str]]:
        """Ids with the keys and the words behind them."""
        screen = cast("ActingScreen[None]", self.screen)
        actions = {action.id: action for action in screen.actions()}
        found: list[tuple[str, str, str]] = []
        for name, sign in _BUTTONS.items():
            if name in actions:
                keys = screen.host.registry.keys(name)
                words = [_(actions[name].title)]
                words[:0] = [glyph(sign)] if sign else []
                words += [str(self._filters)] if name == "list.filters" and self._filters else []
                found.append((name, key_caption(keys[0]) if keys else "", "".join(f" {word}" for word in words)))
        while len(found) > 1 and _width(found) > self.app.size.width - _OTHERS:
            found.pop()
        return found

    def render(self) -> Content:
        """The line."""
        parts: list[Content] = []
        self._places = []
        x = 0
        for name, key, words in self._buttons():
            is_filtered = name == "list.filters" and self._filters
            parts += [Content.styled(key, "bold $accent"), Content.styled(words, "bold" if is_filtered else "")]
            end = x + cells(key) + cells(words)
            self._places.append((x, end, name))
            parts.append(Content(" " * _GAP))
            x = end + _GAP
        return Content("").join(parts)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        offset = event.get_content_offset(self)
        for start, end, action_id in self._places:
            if offset is not None and start <= offset.x < end:
                event.stop()
                await cast("ActingScreen[None]", self.screen).action_do(action_id)
                return


def _width(buttons: list[tuple[str, str, str]]) -> int:
    return sum(cells(key) + cells(words) + _GAP for _id, key, words in buttons)
