"""Writes an internal comment, which the client never sees (CM-1, CM-2, CH-9)."""

from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.i18n import _


class CommentDialog(ConsoleDialog[tuple[str, bool]]):
    """Answers the text and whether it is important; None where it was closed."""

    SCOPE = "comment"
    AUTO_FOCUS = "TextArea"

    DEFAULT_CSS = """
    CommentDialog TextArea {
        height: 8;
        border: none;
        border-left: outer $border;
    }
    CommentDialog #importance {
        height: 1;
    }
    """

    def __init__(self, number: int, text: str = "") -> None:
        super().__init__()
        self._number = number
        self._text = text
        self._important = False

    def title_text(self) -> str:
        """Which order, and that colleagues alone will read it."""
        return _("Order {number}: internal comment, never shown to the client").format(number=self._number)

    def compose_body(self) -> ComposeResult:
        """The text and its importance."""
        yield TextArea(self._text, show_line_numbers=False, tab_behavior="focus")
        yield Static(id="importance")

    def on_mount(self) -> None:
        """Say how it will be sent."""
        self._draw()

    def _draw(self) -> None:
        text = _("Important: it will raise the order in the list") if self._important else _("Not marked as important")
        self.query_one("#importance", Static).update(content(text, "bold" if self._important else "dim"))

    def do_comment_important(self) -> None:
        """Mark it as important, or not."""
        self._important = not self._important
        self._draw()

    def do_comment_send(self) -> None:
        """Send it."""
        text = self.query_one(TextArea).text
        if text.strip():
            self.dismiss((text, self._important))
        else:
            self.host.tell(_("There is nothing to send yet"), "warning")

    def do_comment_cancel(self) -> None:
        """Close."""
        self.dismiss(None)
