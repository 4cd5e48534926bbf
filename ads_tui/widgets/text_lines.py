"""Text of any length that scrolls: wrapped once for a width, only the lines on the screen are drawn."""

from collections.abc import Iterable, Sequence

from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip


def wrapped(paragraphs: Iterable[Content], width: int) -> list[Content]:
    """Paragraphs as lines of at most `width` cells."""
    lines: list[Content] = []
    for paragraph in paragraphs:
        if "\n" not in paragraph.plain and paragraph.cell_length <= width:
            lines.append(paragraph)
        else:
            lines += paragraph.wrap(max(width, 1))
    return lines


class TextLines(ScrollView, can_focus=False):
    """Shows paragraphs, each on as many lines as it needs; keys are the screen's business."""

    DEFAULT_CSS = """
    TextLines {
        height: 1fr;
        overflow-x: hidden;
        padding: 0 1;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paragraphs: Sequence[Content] = ()
        self._lines: list[Content] = []
        self._wrapped_for = 0

    def show(self, paragraphs: Sequence[Content]) -> None:
        """Show other text; how far it is scrolled stays."""
        self._paragraphs = paragraphs
        self._wrapped_for = 0
        self._wrap()
        self.refresh()

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._wrap()

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0 or width == self._wrapped_for:
            return
        self._wrapped_for = width
        self._lines = wrapped(self._paragraphs, width)
        self.virtual_size = Size(width, len(self._lines))

    def render_line(self, y: int) -> Strip:
        """A line of the text, or nothing below it."""
        width = self.scrollable_content_region.width
        line = self.scroll_offset.y + y
        base = self.visual_style
        if not 0 <= line < len(self._lines):
            return Strip.blank(width, base.rich_style)
        text = self._lines[line]
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            start, end = span
            text = text.stylize(
                self.screen.get_visual_style("screen--selection"), start, len(text) if end == -1 else end
            )
        strip = Strip(text.render_segments(base), text.cell_length)
        return strip.extend_cell_length(width, Style.null() + base.rich_style).apply_offsets(0, line)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What the mouse has marked, for copying."""
        return selection.extract("\n".join(line.plain for line in self._lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is marked."""
        self.refresh()
