"""The two kinds of screens: whole ones with header and footer, and dialogs above them."""

from typing import TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from ads_tui.console.acting import ActingScreen
from ads_tui.console.footer import ActionFooter
from ads_tui.console.header import ConnectionBanner, ConsoleHeader
from ads_tui.console.safe_text import content
from ads_tui.i18n import _

S = TypeVar("S")

# Below this the screens say so instead of showing what nobody could read.
LEAST_WIDTH = 40
LEAST_HEIGHT = 10


class TooSmall(Widget):
    """Covers a screen whose terminal is too small, and says what it needs; whatever is typed goes on beneath."""

    DEFAULT_CSS = """
    TooSmall {
        display: none;
        layer: too-small;
        width: 100%;
        height: 100%;
        background: $background;
        color: $foreground;
    }
    """

    def render(self) -> Content:
        """What there is and what is needed."""
        size = self.app.size
        text = _("Terminal {width}×{height}, needs {least_width}×{least_height}")
        return Content(
            text.format(width=size.width, height=size.height, least_width=LEAST_WIDTH, least_height=LEAST_HEIGHT)
        )


class ConsoleScreen(ActingScreen[None]):
    """A whole screen: header, what the screen itself composes by `compose_body`, footer. `SCOPE` names its actions."""

    DEFAULT_CSS = """
    ConsoleScreen {
        layers: default too-small;
        overflow: hidden;
    }
    ConsoleScreen > .body {
        height: 1fr;
    }
    """

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield ConsoleHeader()
        yield ConnectionBanner()
        with Vertical(classes="body"):
            yield from self.compose_body()
        yield ActionFooter()
        yield TooSmall()

    def compose_body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()


class ConsoleDialog(ActingScreen[S], ModalScreen[S]):
    """A dialog: a box with a title, what the dialog composes by `compose_body`, and its own footer."""

    DEFAULT_CSS = """
    ConsoleDialog {
        layers: default too-small;
        overflow: hidden;
        align: center middle;
        background: $background 60%;
    }
    ConsoleDialog:ansi {
        background: transparent;
    }
    ConsoleDialog > .dialog {
        width: 76;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        border: round $border;
        border-title-style: bold;
        background: $surface;
        padding: 0 1;
    }
    ConsoleDialog > .dialog > .dialog-body {
        height: auto;
        padding: 1 0;
    }
    ConsoleDialog > .dialog > ActionFooter {
        dock: none;
        background: $surface;
    }
    ConsoleDialog OptionList, ConsoleDialog OptionList:focus {
        border: none;
        padding: 0;
        background: transparent;
        scrollbar-size-horizontal: 0;
    }
    ConsoleDialog:ansi > .dialog {
        background: ansi_default;
    }
    """

    def compose(self) -> ComposeResult:
        """The box around the body."""
        with Vertical(classes="dialog") as box:
            with Vertical(classes="dialog-body"):
                yield from self.compose_body()
            yield ActionFooter()
        box.border_title = cast(str, content(self.title_text()))
        yield TooSmall()

    def title_text(self) -> str:
        """The dialog's title in the language of the process; it may hold text from data."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """The dialog's own widgets."""
        yield from ()
