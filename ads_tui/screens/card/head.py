"""The two lines above the card: what the order is, and the tabs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from ads_tui.console.glyphs import glyph
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import cells, content, fit, safe_line
from ads_tui.domain.time_left import TimeLeft
from ads_tui.i18n import N_, _
from ads_tui.screens.orders.columns import short_moment, status_text
from ads_tui.screens.orders.time_left import is_urgent, left_colour, left_text, left_told
from ads_tui.services.orders.rows import OrderRow

if TYPE_CHECKING:
    from ads_tui.console.acting import ActingScreen
    from ads_tui.console.base_app import BaseApp

# The tabs of CD-1, each an action `card.<tab>`.
TABS = {
    "main": N_("Main"),
    "comments": N_("Comments"),
    "activity": N_("Client activity"),
    "building": N_("Orders of the building"),
    "history": N_("History"),
}
_GAP = 3
# Less of a service's name tells nothing.
_LEAST_NAME = 16
_CLOCK_LOOK_S = 30.0


class _Line(Widget):
    """One line whose pieces do what their keys do when they are clicked."""

    DEFAULT_CSS = """
    _Line {
        height: 1;
        padding: 0 1;
        link-style: none;
        link-style-hover: underline;
        link-color: $foreground;
        link-background: transparent;
    }
    """

    def key_of(self, action_id: str) -> str:
        """The key of an action as it is shown."""
        keys = cast("ActingScreen[None]", self.screen).host.registry.keys(action_id)
        return key_caption(keys[0]) if keys else ""


def _does(action_id: str) -> Style:
    return Style.from_meta({"@click": f"screen.do({action_id!r})"})


class CardHead(_Line):
    """`← № 482  Lift does not work    ● In progress   due 15:10 (−0:42)   prev [ · next ]`.

    The words about walking give way first, then the name; the time left counts.
    """

    def __init__(self) -> None:
        super().__init__()
        self._row: OrderRow | None = None
        self._number = 0
        self._now = datetime.now(UTC)

    def on_mount(self) -> None:
        """Follow the clock."""
        self.set_interval(_CLOCK_LOOK_S, self._look_at_clock)

    def _look_at_clock(self) -> None:
        """Draw only where the time left says something else: a quiet console writes nothing to the terminal."""
        left, before = self._row.left if self._row else None, self._now
        self._now = cast("BaseApp", self.app).local_now()
        if left is not None and left_text(left, before) != left_text(left, self._now):
            self.refresh()

    def show(self, number: int, row: OrderRow | None, now: datetime) -> None:
        """Show an order, or its number alone while it is being read; `now` in the zone of whoever looks."""
        self._number, self._row, self._now = number, row, now
        self.refresh()

    def render(self) -> Content:
        """The line."""
        width = self.content_size.width
        number = f"{glyph('left')} {glyph('number')} {self._number}  "
        start = content(number, "bold").stylize(_does("card.back"), 0, 1)
        if self._row is None:
            return start
        parts = [*self._parts(self._row), self._walking(_("prev {key}"), _("next {key}"))]

        def room() -> int:
            return width - cells(number) - sum(part.cell_length + _GAP for part in parts)

        if room() < cells(safe_line(self._row.service.name)):
            parts[-1] = self._walking("{key}", "{key}")
        while len(parts) > 1 and room() < _LEAST_NAME:
            parts.pop()
        name = content(fit(self._row.service.name, max(room(), 0)), "bold")
        return Content(" " * _GAP).join([Content("").join([start, name]), *parts])

    def _parts(self, row: OrderRow) -> Iterator[Content]:
        """Status, due and time left; the last ones go first where there is no room."""
        yield content(status_text(row), self.app.theme_variables[f"status-{row.status_colour}"])
        if row.due_at or row.left:
            yield Content("  ").join(self._deadline(row))

    def _walking(self, before: str, after: str) -> Content:
        """The keys to the orders beside this one, each in its words."""
        previous = content(before.format(key=self.key_of("card.previous"))).stylize(_does("card.previous"))
        following = content(after.format(key=self.key_of("card.next"))).stylize(_does("card.next"))
        return Content(f" {glyph('dot')} ").join([previous, following])

    def _deadline(self, row: OrderRow) -> Iterator[Content]:
        """When the order is due, and the time left; that of another clock, which runs out before, by its name."""
        left = row.left
        due = content(_("due {moment}").format(moment=self._due(row.due_at))) if row.due_at else None
        if left is not None and due is not None and left.due_at in (row.due_at, None):
            counting = content(left_text(left, self._now), self._look(left))
            yield Content("").join([due, Content(" ("), counting, Content(")")])
            return
        if left is not None:
            yield content(left_told(left, self._now), self._look(left))
        if due is not None:
            yield due

    def _look(self, left: TimeLeft) -> str:
        colour = left_colour(left, self._now)
        shown = self.app.theme_variables[f"status-{colour}"] if colour else ""
        return f"bold {shown}" if is_urgent(left, self._now) else shown

    def _due(self, due: datetime) -> str:
        local = due.astimezone(self._now.tzinfo)
        return local.strftime("%H:%M") if local.date() == self._now.date() else short_moment(due, self._now)


class CardTabs(_Line):
    """` 1 Main   2 Comments 2!   3 Client activity   4 Orders of the building 9   5 History`."""

    def __init__(self) -> None:
        super().__init__()
        self._tabs: tuple[str, ...] = tuple(TABS)
        self._tab = "main"
        self._counters: dict[str, str] = {}

    def show(self, tabs: tuple[str, ...], tab: str, counters: dict[str, str]) -> None:
        """Show these tabs, `tab` being the present one; `counters` stand behind captions."""
        self._tabs, self._tab, self._counters = tabs, tab, counters
        self.refresh()

    def render(self) -> Content:
        """The line; without room for all, the captions of other tabs are cut, their keys and counters stay."""
        others = [tab for tab in self._tabs if tab != self._tab]
        longest = max((cells(self._caption(tab)) for tab in others), default=0)
        while longest > 3 and sum(self._width(tab, longest) for tab in self._tabs) > self.content_size.width:
            longest -= 1
        return Content("").join([self._piece(tab, longest) for tab in self._tabs])

    def _piece(self, tab: str, longest: int) -> Content:
        looks = "reverse bold" if tab == self._tab else ""
        return content(self._text(tab, longest), looks).stylize(_does(f"card.{tab}"))

    def _width(self, tab: str, longest: int) -> int:
        return cells(self._text(tab, longest))

    def _text(self, tab: str, longest: int) -> str:
        caption = self._caption(tab)
        if tab != self._tab and cells(caption) > longest:
            caption = fit(caption, longest).rstrip()
        counter = self._counters.get(tab, "")
        return f" {self.key_of(f'card.{tab}')} {caption}{' ' + counter if counter else ''} "

    def _caption(self, tab: str) -> str:
        return safe_line(_(TABS[tab]))
