"""The latest important comment of an order over the list, at most five lines; showing it opens nothing (LB-3, LB-6)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from textual import events
from textual.content import Content
from textual.widgets import Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content, fit
from ads_tui.domain.day_first import show_moment
from ads_tui.i18n import _
from ads_tui.store.work import Reading
from ads_tui.widgets.text_lines import wrap_text

_MOST_LINES = 5
# Its edge, and the line that says whose comment it is.
_FRAME_LINES = 2
_PADDING = 2


@dataclass(frozen=True, slots=True)
class Important:
    """The latest important comment of an order; `by` is the author's name, None where the system wrote it."""

    number: int
    at: datetime
    by: str | None
    text: str


def read_important(reading: Reading, number: int) -> Important | None:
    """The comment to show, None where there is none; raises NotFoundError."""
    from ads_tui.services.comments import last_important
    from ads_tui.services.people import people_of

    comment = last_important(reading, number)
    if comment is None:
        return None
    author = people_of(reading, logins={comment.by}).get(comment.by) if comment.by else None
    return Important(number, comment.at, author.name if author else comment.by, comment.text)


class ImportantComment(Static):
    """Stands over the end of the list, or over its beginning where the order's own row is at the end; a click hides it.

    `number` is the order whose comment is shown, None where none is.
    """

    DEFAULT_CSS = """
    ImportantComment {
        display: none;
        layer: popup;
        dock: bottom;
        height: auto;
        padding: 0 1;
        background: $panel;
        border-top: solid $border-blurred;
    }
    ImportantComment.-above {
        dock: top;
        margin-top: 1;
        border-top: none;
        border-bottom: solid $border-blurred;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.number: int | None = None

    def show(self, told: Important, zone: ZoneInfo, *, line: int, width: int, height: int) -> None:
        """Show a comment where the order's row stands on `line` of a list of that size in cells."""
        # Never more than half of the list, so that the row itself is beside it.
        most = max(min(_MOST_LINES, height // 2 - _FRAME_LINES), 1)
        lines = _cut(told.text, width - _PADDING, most)
        self.number, self.styles.width = told.number, width
        who = told.by or _("the system")
        head = f"{glyph('important')} {glyph('number')} {told.number}  {show_moment(told.at, zone)}  {who}"
        self.update(Content("\n").join([content(head, "bold"), *lines]))
        self.set_class(line >= height - len(lines) - _FRAME_LINES, "-above")
        self.display = True

    def hide(self) -> None:
        """Show nothing."""
        if self.number is not None:
            self.number = None
            self.display = False

    def on_click(self, event: events.Click) -> None:
        """Go out of the way."""
        event.stop()
        self.hide()


def _cut(text: str, width: int, most: int) -> list[Content]:
    """The beginning of a text in lines, the last one with an ellipsis where there is more."""
    lines = list(wrap_text([content(text)], width).lines)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], content(fit(f"{lines[most - 1].plain}…", width))]
