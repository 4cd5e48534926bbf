"""A list whose lines are ticked with Space, so that Enter is left to the dialog around it."""

from collections.abc import Collection, Iterable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widgets import OptionList, SelectionList
from textual.widgets.option_list import OptionDoesNotExist
from textual.widgets.selection_list import Selection

from ads_tui.console.glyphs import glyph
from ads_tui.console.option_bar import PagedOptions


class TickList(PagedOptions, SelectionList[str]):
    """Space and a click tick; Enter goes to whoever holds the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bindings.key_to_bindings.pop("enter", None)

    def show(self, lines: Iterable[tuple[str, Content]], ticked: Collection[str]) -> None:
        """Show these values with what stands for them, saying nothing of it; the bar stays on its value if it can.

        So does the view: whoever ticks a line in the middle does not see all the others jump.
        """
        before, above = self.value_under_bar, self.scroll_offset.y
        with self.prevent(SelectionList.SelectedChanged):
            self.clear_options()
            self.add_options([Selection(line, value, value in ticked) for value, line in lines])
        values = [self.get_option_at_index(place).value for place in range(self.option_count)]
        self.highlighted = values.index(before) if before in values else (0 if values else None)
        self.scroll_to(y=above, animate=False, immediate=True)
        self.scroll_to_highlight()

    @property
    def value_under_bar(self) -> str | None:
        """The value that Space ticks."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).value

    def render_line(self, y: int) -> Strip:
        """A line with its mark, which is told without colour."""
        line = OptionList.render_line(self, y)
        place = self.scroll_offset.y + y
        try:
            selection = self.get_option_at_index(place)
        except OptionDoesNotExist:
            return line
        style = next((segment.style for segment in line if segment.style), None) or self.rich_style
        # As wide as the library's own marks, which differ by nothing but their colour.
        mark = f"[{glyph('tick') if selection.value in self._selected else ' '}] "
        return Strip([Segment(mark, style + Style(meta={"option": place})), *line])
