"""Why a line of the search cannot be read, below the place of the line that is wrong (FL-4)."""

from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import cells, content, safe_line
from ads_tui.errors import AdsError


def refusal_below(error: AdsError, column: int, width: int) -> Content:
    """The refusal with the nearest name, and a mark at a column of a place so many cells wide."""
    text = error.sentence
    mark = Content.styled(glyph("up"), "bold")
    between = " " if column + 2 + cells(safe_line(text)) <= width else "\n"
    return Content(" " * column) + mark + Content(between) + content(text)
