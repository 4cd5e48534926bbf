"""A console with nothing but a table over a list held whole, and a screen of what the table has told."""

from collections.abc import Hashable, Sequence
from typing import Any

from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region

from ads_tui.console.themes import THEMES, variables_of_others
from ads_tui.widgets.columns import Cell, Column
from ads_tui.widgets.virtual_table import VirtualTable
from tests.console.naive_list import NaiveList, Row

RED = Style.parse("red")


class WatchedTable(VirtualTable[Row]):
    """Notes which parts of it are to be painted."""

    painted: list[Region]

    def refresh(self, *regions: Region, **how: Any) -> "WatchedTable":
        """As ever."""
        if not hasattr(self, "painted"):
            self.painted = []
        self.painted += regions or [Region(0, 0, 0, 0)]
        return super().refresh(*regions, **how)


class TableApp(App[None]):
    """Answers pages at once, unless `holds` is set; then they wait in `asked`."""

    def __init__(
        self, naive: NaiveList, columns: Sequence[Column[Row]], *, selectable: bool = True, empty: str = "Nothing here"
    ) -> None:
        super().__init__()
        self.naive = naive
        self.table = WatchedTable(columns, selectable=selectable, empty=empty)
        self.holds = False
        self.asked: list[VirtualTable.PageRequested] = []
        self.highlighted: list[Hashable] = []
        self.opened: list[Hashable] = []
        self.selected: list[frozenset[Hashable]] = []
        for theme in THEMES:
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours of statuses."""
        return variables_of_others(self.current_theme)

    def compose(self) -> ComposeResult:
        """The table."""
        yield self.table

    def on_virtual_table_page_requested(self, event: VirtualTable.PageRequested) -> None:
        """Read the page."""
        self.asked.append(event)
        if not self.holds:
            self.answer()

    def answer(self) -> None:
        """Answer what waits."""
        for event in self.asked:
            event.table.answer(event.wanted, self.naive.read(event.wanted))
        self.asked.clear()

    def on_virtual_table_highlighted(self, event: VirtualTable.Highlighted) -> None:
        """Note it."""
        self.highlighted.append(event.key)

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Note it."""
        self.opened.append(event.key)

    def on_virtual_table_selection_changed(self, event: VirtualTable.SelectionChanged) -> None:
        """Note it."""
        self.selected.append(event.keys)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        return [self.table.render_line(y).text for y in range(self.table.size.height)]


def plain_columns(texts: Sequence[str] = ("name", "of", "row")) -> list[Column[Row]]:
    """A coloured name, a number at the right, a text that stretches."""

    def name(row: Row) -> Cell:
        return [("● ", RED), (f"{texts[0]} {row[0]}", None)]

    return [
        Column("name", "Name", 12, 8, name),
        Column("edits", "Edits", 6, 5, lambda row: str(row[1]), right=True),
        Column("text", "Text", 10, 6, lambda row: f"{texts[1]} {row[0]}", flexible=True),
        Column("more", "More", 8, 8, lambda _row: texts[2]),
    ]
