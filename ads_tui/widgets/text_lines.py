"""Text of any length that scrolls: wrapped once for a width, only the lines on the screen are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip


@dataclass(frozen=True, slots=True)
class WrappedText:
    """Paragraphs, and their lines of at most `width` cells."""

    paragraphs: Sequence[Content]
    width: int
    lines: Sequence[Content]


def wrap_text(paragraphs: Sequence[Content], width: int) -> WrappedText:
    """Paragraphs as lines; for long texts it is asked of a thread."""
    lines: list[Content] = []
    for paragraph in paragraphs:
        if "\n" not in paragraph.plain and paragraph.cell_length <= width:
            lines.append(paragraph)
        else:
            lines += paragraph.wrap(max(width, 1))
    return WrappedText(paragraphs, width, lines)


class TextLines(ScrollView, can_focus=False):
    """Shows paragraphs, each on as many lines as it needs; keys are the screen's business."""

    DEFAULT_CSS = """
    TextLines {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        padding: 0 1;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = WrappedText((), 0, ())

    def width_within(self, width: int) -> int:
        """How wide lines are where the widget fills `width` cells."""
        return width - self.styles.gutter.width - self.styles.scrollbar_size_vertical

    def show(self, text: WrappedText) -> None:
        """Show other text; how far it is scrolled stays."""
        self._text = text
        self._measure()
        self.refresh()

    def show_end(self) -> None:
        """Scroll to the last line, also where the widget has no place yet: asked without force it would stay."""
        self.scroll_end(animate=False, force=True)

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._measure()

    def _measure(self) -> None:
        width = self.scrollable_content_region.width
        if width > 0 and width != self._text.width:
            self._text = wrap_text(self._text.paragraphs, width)
        self.virtual_size = Size(self._text.width, len(self._text.lines))

    def render_line(self, y: int) -> Strip:
        """A line of the text, or nothing below it."""
        width = self.scrollable_content_region.width
        line = self.scroll_offset.y + y
        base = self.visual_style
        if not 0 <= line < len(self._text.lines):
            return Strip.blank(width, base.rich_style)
        text = self._text.lines[line]
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
        return selection.extract("\n".join(line.plain for line in self._text.lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is marked."""
        self.refresh()
