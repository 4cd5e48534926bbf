"""The line of chips: the terms that narrow a tab, each in words, taken away by its cross (FL-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ads_tui.console.glyphs import glyph
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import cells, fit, safe_line
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.console.acting import ActingScreen

_LONGEST = 44
_GAP = 1
# Around the words of a chip: a space before and behind, the cross and a space.
_MARKS = 4
_MOST_SIGN = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """Cells of the line, from `start` up to `end`, and what a click there means."""

    start: int
    end: int
    meant: Message


class FilterChips(Widget):
    """` Status: Done ✕  Due: today ✕  +3        Esc Clear`, there only while there are terms."""

    DEFAULT_CSS = """
    FilterChips {
        display: none;
        height: 1;
        padding: 0 1;
    }
    FilterChips.-some {
        display: block;
    }
    """

    class Removed(Message):
        """The term of this name is not wanted any longer."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Mended(Message):
        """The term of this name is to be changed."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Cleared(Message):
        """No term is wanted any longer."""

    class AllWanted(Message):
        """There are more than are shown, and all are to be seen."""

    def __init__(self) -> None:
        super().__init__(id="chips")
        self._chips: tuple[tuple[str, str], ...] = ()
        self._places: list[_Place] = []

    def show(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show these: names of terms, and each in words."""
        self._chips = tuple(chips)
        self.set_class(bool(chips), "-some")
        self.refresh()

    def render(self) -> Content:
        """As many as there is room for, how many more there are, and what clears them."""
        keys = cast("ActingScreen[None]", self.screen).host.registry.keys("list.clear")
        key, clear = key_caption(keys[0]) if keys else "", " " + _("Clear")
        end = self.content_size.width
        room = end - cells(key) - cells(clear) - _GAP
        self._places = []
        parts: list[Content] = []
        x = 0
        shown = self._fitting(room)
        for name, text in self._chips[:shown]:
            x = self._add_chip(parts, name, text, x, room)
        if more := len(self._chips) - shown:
            x = self._add(parts, Content.styled(f"+{more}", "bold"), x, self.AllWanted())
        parts.append(Content(" " * max(room + _GAP - x, 0)))
        button = Content.styled(key, "bold $accent") + Content(clear)
        self._add(parts, button, max(room + _GAP, x), self.Cleared())
        return Content("").join(parts)

    def _fitting(self, room: int) -> int:
        """How many chips fit, one at least; where some do not, with the sign that says how many more there are."""
        widths = [_width(text) + _MARKS + _GAP for _name, text in self._chips]
        if sum(widths) - _GAP <= room:
            return len(widths)
        return next((n for n in range(len(widths) - 1, 1, -1) if sum(widths[:n]) + _MOST_SIGN <= room), 1)

    def _add_chip(self, parts: list[Content], name: str, text: str, x: int, room: int) -> int:
        sign = _MOST_SIGN if len(self._chips) > 1 else 0
        words = fit(text, max(min(_width(text), room - x - _MARKS - sign), 1))
        x = self._add(parts, Content.styled(f" {words} ", "reverse"), x, self.Mended(name))
        x = self._add(parts, Content.styled(f"{glyph('close')} ", "reverse bold"), x, self.Removed(name))
        parts.append(Content(" " * _GAP))
        return x + _GAP

    def _add(self, parts: list[Content], part: Content, x: int, meant: Message) -> int:
        end = x + cells(part.plain)
        parts.append(part)
        self._places.append(_Place(x, end, meant))
        return end

    def on_click(self, event: events.Click) -> None:
        """Say what was clicked."""
        offset = event.get_content_offset(self)
        for place in self._places:
            if offset is not None and place.start <= offset.x < place.end:
                event.stop()
                self.post_message(place.meant)
                return


def _width(text: str) -> int:
    return min(cells(safe_line(text)), _LONGEST)
