"""Asks for one line of text."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.domain.text import LINE
from ads_tui.errors import AdsError


class TextDialog(ConsoleDialog[str]):
    """Answers the text, None for Esc; what `check` refuses is told beneath, and the dialog stays."""

    SCOPE = "text"
    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    TextDialog .refusal {
        display: none;
        height: auto;
        color: $error;
    }
    TextDialog .refusal.-shown {
        display: block;
    }
    """

    def __init__(
        self, title: str, label: str, value: str = "", *, check: Callable[[str], str] | None = None, longest: int = LINE
    ) -> None:
        """`check` returns the text as it is to be taken, or raises an AdsError."""
        super().__init__()
        self._title = title
        self._label = label
        self._value = value
        self._check = check
        self._longest = longest

    def title_text(self) -> str:
        """The title given."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """The label, the field, and a place for the refusal."""
        yield Static(content(self._label))
        yield Input(self._value, max_length=self._longest, select_on_focus=False)
        yield Static("", classes="refusal")

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal beneath the field."""
        place = self.query_one(".refusal", Static)
        place.update(content(error.message))
        place.add_class("-shown")

    @on(Input.Submitted)
    def do_text_save(self) -> None:
        """Take the text."""
        text = self.query_one(Input).value
        try:
            taken = self._check(text) if self._check else text
        except AdsError as error:
            self.refuse(error)
            return
        self.take(taken)

    def take(self, text: str) -> None:
        """Answer the text; a dialog that does something with it first does it here."""
        self.dismiss(text)

    def do_text_cancel(self) -> None:
        """Close without it."""
        self.dismiss(None)
