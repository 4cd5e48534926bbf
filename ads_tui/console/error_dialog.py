"""Shows an unexpected failure: what can be copied, where the log is, and that work goes on."""

import traceback

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.i18n import _


class ErrorDialog(ConsoleDialog[None]):
    """Tells a failure of the program, with details for whoever mends it."""

    SCOPE = "failure"
    AUTO_FOCUS = "VerticalScroll"

    # What could not be drawn would fail again beneath it.
    DEFAULT_CSS = """
    ErrorDialog, ErrorDialog:ansi {
        background: $background;
    }
    ErrorDialog VerticalScroll {
        height: auto;
        max-height: 12;
        margin-top: 1;
        color: $text-muted;
    }
    """

    def __init__(self, error: BaseException, place: str) -> None:
        """`place` is the path of the log."""
        super().__init__()
        self._error = error
        self._place = place

    def title_text(self) -> str:
        """That something is wrong."""
        return _("Something unexpected happened")

    def compose_body(self) -> ComposeResult:
        """What happened, what to do, and the end of the details."""
        yield Static(content(_("Nothing was half-saved, and you can go on working. The details are in the log file:")))
        yield Static(content(self._place))
        with VerticalScroll():
            yield Static(content(self.details))

    @property
    def details(self) -> str:
        """The failure itself, then how it came about."""
        failure = "".join(traceback.format_exception_only(self._error)).strip()
        return f"{failure}\n\n{''.join(traceback.format_tb(self._error.__traceback__)).rstrip()}"

    def do_failure_copy(self) -> None:
        """Send the details to the terminal's clipboard, which also works over SSH (OSC 52)."""
        self.app.copy_to_clipboard(self.details)
        self.host.tell(_("Sent to the terminal's clipboard"))

    def do_failure_close(self) -> None:
        """Go on."""
        self.dismiss(None)
