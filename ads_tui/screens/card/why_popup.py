"""A popup that explains an order's due, with bars of the hours that counted (SL-8)."""

from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ads_tui.console.screen import ConsoleDialog
from ads_tui.i18n import _
from ads_tui.screens.card.why_lines import why_lines
from ads_tui.services.sla.explaining import Why
from ads_tui.widgets.text_lines import wrap_text

_WIDTH = 76
# Border, padding and scroll bar.
_AROUND = 6
# Border and footer.
_ABOVE_AND_BELOW = 4


class WhyPopup(ConsoleDialog[None]):
    """Says what gave the norms and how the clocks ran; it scrolls where it is long."""

    SCOPE = "why"
    AUTO_FOCUS = "VerticalScroll"

    DEFAULT_CSS = """
    WhyPopup > .dialog > .dialog-body {
        padding: 0;
    }
    """

    def __init__(self, why: Why, zone: ZoneInfo) -> None:
        """Moments are shown in `zone`."""
        super().__init__()
        self._why = why
        self._zone = zone

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number}: why it is due then").format(number=self._why.order)

    def compose_body(self) -> ComposeResult:
        """The lines."""
        with VerticalScroll():
            yield Static()

    def on_resize(self) -> None:
        """Draw the bars as wide as there is room, the box as high as they need."""
        width = min(self.size.width, _WIDTH) - _AROUND
        lines = wrap_text(why_lines(self._why, self._zone, width), width).lines
        self.query_one(Static).update(Content("\n").join(lines))
        self.query_one(VerticalScroll).styles.height = max(min(len(lines), self.size.height - _ABOVE_AND_BELOW), 1)

    def do_why_close(self) -> None:
        """Back to the card."""
        self.dismiss(None)
