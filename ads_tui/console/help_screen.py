"""Help for the present screen: what can be done there, by which keys."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import EVERYWHERE, Action
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import safe_line
from ads_tui.console.screen import ConsoleDialog
from ads_tui.i18n import N_, _

_HINTS = (
    N_("Letters work under a Russian or Ukrainian keyboard layout too, by the place of the key."),
    N_("Your own keys: keys.toml in the configuration directory, see docs/keys.md."),
)


class HelpScreen(ConsoleDialog[None]):
    """Lists the actions of a screen with their keys and what they do; greyed ones are not possible now."""

    SCOPE = "help"
    AUTO_FOCUS = "VerticalScroll"

    DEFAULT_CSS = """
    HelpScreen > .dialog {
        width: 100;
    }
    HelpScreen .dialog-body {
        padding: 0;
    }
    HelpScreen VerticalScroll {
        height: auto;
        max-height: 80vh;
    }
    """

    def __init__(self, screen: ActingScreen[object]) -> None:
        super().__init__()
        self._screen = screen

    def title_text(self) -> str:
        """Help."""
        return _("Help")

    def compose_body(self) -> ComposeResult:
        """The actions of the screen, those of every screen, and two hints."""
        actions = self._screen.actions()
        with VerticalScroll():
            yield Static(self._table(_("On this screen"), (one for one in actions if EVERYWHERE not in one.scopes)))
            yield Static(self._table(_("Everywhere"), (one for one in actions if EVERYWHERE in one.scopes)))
            for hint in _HINTS:
                yield Static(Content.styled(_(hint), "dim"))

    def _table(self, caption: str, actions: Iterable[Action]) -> RenderableType:
        rows = Table.grid(padding=(0, 2, 0, 0))
        context = self._screen.context()
        for action in actions:
            refusal = action.allowed(context)
            told = _(action.tooltip) if refusal is None else f"{_(action.tooltip)} ({refusal.message})"
            style = "" if refusal is None else "dim"
            rows.add_row(*(Text(safe_line(cell), style) for cell in (self._keys(action), _(action.title), told)))
        return Group(Text(caption, "bold"), Padding(rows, (0, 0, 1, 2))) if rows.row_count else Text("")

    def _keys(self, action: Action) -> str:
        return " ".join(key_caption(key) for key in self.host.registry.keys(action.id))

    def do_help_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)
