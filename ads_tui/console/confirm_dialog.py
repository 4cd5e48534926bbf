"""Asks a question that is answered by yes or no."""

from textual.app import ComposeResult
from textual.widgets import Static

from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog


class ConfirmDialog(ConsoleDialog[bool]):
    """Answers True for yes, False for no and for Esc."""

    SCOPE = "confirm"

    def __init__(self, title: str, question: str) -> None:
        """Both in the language of the process; they may hold text from data."""
        super().__init__()
        self._title = title
        self._question = question

    def title_text(self) -> str:
        """The title given."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """The question."""
        yield Static(content(self._question))

    def do_confirm_yes(self) -> None:
        """Yes."""
        self.dismiss(True)

    def do_confirm_no(self) -> None:
        """No."""
        self.dismiss(False)
