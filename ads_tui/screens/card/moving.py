"""Moving on the card: scrolling what is shown, or the cursor of the list that is shown."""

from typing import Any

from textual.widget import Widget

from ads_tui.console.screen import ConsoleScreen
from ads_tui.widgets.virtual_table import VirtualTable


class CardMoves(ConsoleScreen):
    """The keys that move; `pane` is what the present tab shows."""

    @property
    def pane(self) -> Widget:
        """What the present tab shows."""
        raise NotImplementedError

    @property
    def table(self) -> VirtualTable[Any] | None:
        """The list of the present tab, None where it is text."""
        pane = self.pane
        return pane if isinstance(pane, VirtualTable) else None

    def do_card_down(self) -> None:
        """Go down."""
        self._move(1)

    def do_card_up(self) -> None:
        """Go up."""
        self._move(-1)

    def do_card_page_down(self) -> None:
        """Go a screen down."""
        self._turn(1)

    def do_card_page_up(self) -> None:
        """Go a screen up."""
        self._turn(-1)

    def do_card_first(self) -> None:
        """Go to the beginning."""
        if self.table is not None:
            self.table.home()
        else:
            self.pane.scroll_home(animate=False)

    def do_card_last(self) -> None:
        """Go to the end."""
        if self.table is not None:
            self.table.end()
        else:
            self.pane.scroll_end(animate=False)

    def do_card_right(self) -> None:
        """Show further columns."""
        if self.table is not None:
            self.table.shift_columns(1)

    def do_card_left(self) -> None:
        """Show the columns before."""
        if self.table is not None:
            self.table.shift_columns(-1)

    def _move(self, by: int) -> None:
        if self.table is not None:
            self.table.move(by)
        else:
            self.pane.scroll_relative(y=by, animate=False)

    def _turn(self, screens: int) -> None:
        if self.table is not None:
            self.table.turn(screens)
        else:
            height = self.pane.scrollable_content_region.height
            self.pane.scroll_relative(y=screens * max(height - 1, 1), animate=False)
