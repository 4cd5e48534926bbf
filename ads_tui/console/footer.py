"""The line at the bottom: what can be done here, by which keys; what is not possible now is greyed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widget import Widget

from ads_tui.console.actions import EVERYWHERE
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import cells, safe_line
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.console.acting import ActingScreen

_GAP = 2


@dataclass(frozen=True, slots=True)
class _Item:
    """One action as the footer shows it."""

    id: str
    key: str
    title: str
    possible: bool

    @property
    def width(self) -> int:
        """Cells of key, space and title."""
        return cells(self.key) + 1 + cells(self.title)


class ActionFooter(Widget):
    """Shows as many actions of its screen as there is room for; those of every screen keep their place at the end."""

    DEFAULT_CSS = """
    ActionFooter {
        height: 1;
        dock: bottom;
        background: $panel;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lead = ""
        self._items: tuple[_Item, ...] = ()
        self._last: tuple[_Item, ...] = ()
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Look for the first time, and whenever the screen says so."""
        cast("ActingScreen[object]", self.screen).footer = self
        self.look()

    def look(self) -> None:
        """See what is possible now, and draw only where that has changed."""
        screen = cast("ActingScreen[object]", self.screen)
        context = screen.context()
        items: dict[bool, list[_Item]] = {False: [], True: []}
        for action in screen.footer_actions():
            keys = screen.host.registry.keys(action.id)
            possible = action.allowed(context) is None
            item = _Item(action.id, key_caption(keys[0]) if keys else "", _(action.title), possible)
            items[EVERYWHERE in action.scopes].append(item)
        seen = (safe_line(screen.footer_lead()), tuple(items[False]), tuple(items[True]))
        if seen != (self._lead, self._items, self._last):
            self._lead, self._items, self._last = seen
            self.refresh()

    def render(self) -> Content:
        """The line."""
        width = self.size.width
        last_width = sum(item.width + _GAP for item in self._last)
        parts: list[Content] = [Content(" ")]
        self._places = []
        x = 1
        if self._lead:
            parts.append(Content.styled(f"{self._lead}{' ' * _GAP}", "bold"))
            x += cells(self._lead) + _GAP
        for item in self._items:
            if x + item.width + last_width > width:
                break
            x = self._add(parts, item, x)
        gap = max(0, width - x - last_width)
        parts.append(Content(" " * gap))
        x += gap
        for item in self._last:
            if x + item.width > width:
                break
            x = self._add(parts, item, x)
        return Content("").join(parts)

    def _add(self, parts: list[Content], item: _Item, x: int) -> int:
        self._places.append((x, x + item.width, item.id))
        key = Content.styled(item.key, "bold $accent" if item.possible else "dim")
        title = Content.styled(f" {item.title}{' ' * _GAP}", "" if item.possible else "dim")
        parts += [key, title]
        return x + item.width + _GAP

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, action_id in self._places:
            if start <= event.x < end:
                event.stop()
                await cast("ActingScreen[object]", self.screen).action_do(action_id)
