"""Why a line of the search cannot be read, below the place of the line that is wrong (FL-4)."""

from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import cells, content, safe_line
from ads_tui.errors import AdsError
from ads_tui.i18n import _


def refusal_below(error: AdsError, column: int, width: int) -> Content:
    """The refusal with the nearest name, and a mark at a column of a place so many cells wide."""
    nearest = error.details.get("nearest")
    text = error.message
    if nearest:
        text = _("{refusal}. Did you mean {nearest}?").format(refusal=text, nearest=nearest)
    mark = Content.styled(glyph("up"), "bold")
    column = min(max(column, 0), width - 1)
    size = cells(safe_line(text))
    if column + 2 + size <= width:
        return Content(" " * column) + mark + Content(" ") + content(text)
    if size < column:
        return Content(" " * (column - size - 1)) + content(text) + Content(" ") + mark
    return Content(" " * column) + mark + Content("\n") + content(text)
