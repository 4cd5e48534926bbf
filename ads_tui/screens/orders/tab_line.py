"""The line of tabs with their counters and the switch Today (LS-1, LS-2)."""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widget import Widget

from ads_tui.console.glyphs import glyph
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import cells
from ads_tui.i18n import N_, _
from ads_tui.services.orders.listing import Counters

if TYPE_CHECKING:
    from ads_tui.console.acting import ActingScreen

CAPTIONS = {"new": N_("New"), "all": N_("All"), "mine": N_("My orders")}


class TabLine(Widget):
    """` 1 New 12   2 All ✉3   3 My orders 5   t Today [✓]`; a click does what the key does."""

    DEFAULT_CSS = """
    TabLine {
        height: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._tabs: tuple[str, ...] = ()
        self._tab = ""
        self._today: bool | None = None
        self._counters: Counters | None = None
        self._places: list[tuple[int, int, str]] = []

    def show(self, tabs: tuple[str, ...], tab: str, today: bool | None, counters: Counters | None) -> None:
        """Show these tabs, `tab` being the present one; `today` is the switch, None where it is not offered."""
        self._tabs, self._tab, self._today, self._counters = tabs, tab, today, counters
        self.refresh()

    def render(self) -> Content:
        """The line."""
        parts: list[Content] = []
        self._places = []
        x = 0
        for tab in self._tabs:
            text = f" {self._key(tab)} {_(CAPTIONS[tab])}{self._count(tab)} "
            parts.append(Content.styled(text, "reverse bold" if tab == self._tab else ""))
            self._places.append((x, x + cells(text), f"list.{tab}"))
            x += cells(text) + 1
        if self._today is not None:
            mark = glyph("tick") if self._today else " "
            text = f" {self._key('today')} " + _("Today") + f" [{mark}] "
            parts.append(Content.styled(text, "bold" if self._today else ""))
            self._places.append((x, x + cells(text), "list.today"))
        return Content(" ").join(parts)

    def _key(self, name: str) -> str:
        keys = cast("ActingScreen[None]", self.screen).host.registry.keys(f"list.{name}")
        return key_caption(keys[0]) if keys else ""

    def _count(self, tab: str) -> str:
        """The number on a tab, with its sign where it counts messages; nothing for none."""
        count = getattr(self._counters, tab) if self._counters else 0
        sign = glyph("message") if tab == "all" else ""
        return f" {sign}{count}" if count else ""

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, action_id in self._places:
            if start <= event.x < end:
                event.stop()
                await cast("ActingScreen[None]", self.screen).action_do(action_id)
