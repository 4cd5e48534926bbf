"""The card's Main tab: blocks in two columns, in one where the terminal is narrow."""

from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from ads_tui.console.safe_text import content
from ads_tui.i18n import _
from ads_tui.screens.card.clocks import clocks
from ads_tui.screens.card.facts import FactsBlock, FactsOf
from ads_tui.screens.card.main_tab import client, information, manage, organization
from ads_tui.services.orders.card_details import CardDetails
from ads_tui.services.sla.explaining import Why


class MainPane(VerticalScroll, can_focus=False):
    """The blocks.

    In one column Manage comes first, SLA and Organization last, so these have a second block that only a narrow screen
    shows.
    """

    DEFAULT_CSS = """
    MainPane #notice {
        padding: 1;
        color: $text-muted;
    }
    MainPane Horizontal, MainPane Vertical {
        height: auto;
    }
    MainPane Vertical {
        width: 1fr;
    }
    MainPane .-one-column {
        display: none;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._notice = Static(content(_("Reading…")), id="notice")
        self._manage = (FactsBlock(), FactsBlock(classes="-one-column"))
        self._information = (FactsBlock(),)
        self._client = (FactsBlock(),)
        self._sla = (FactsBlock(), FactsBlock(classes="-one-column"))
        self._organization = (FactsBlock(), FactsBlock(classes="-one-column"))

        self._told_clocks: FactsOf | None = None

    def compose(self) -> ComposeResult:
        """What is said while there is nothing to show, and the blocks."""
        yield self._notice
        yield self._manage[1]
        with Horizontal():
            with Vertical(id="left"):
                yield from self._information
                yield from self._client
            with Vertical(id="right"):
                yield self._manage[0]
                yield self._sla[0]
                yield self._organization[0]
        yield self._sla[1]
        yield self._organization[1]

    def show(self, details: CardDetails, zone: ZoneInfo) -> None:
        """Show an order."""
        self._notice.display = False
        for blocks, told in (
            (self._manage, manage(self.app, details, zone)),
            (self._information, information(details, zone)),
            (self._client, client(details)),
            (self._sla, clocks(self.app, details.why, zone)),
            (self._organization, organization(details)),
        ):
            for block in blocks:
                block.show(told)

    def show_clocks(self, why: Why, zone: ZoneInfo) -> None:
        """Show what the clocks are by now; what says the same is not drawn again."""
        told = clocks(self.app, why, zone)
        if told != self._told_clocks:
            self._told_clocks = told
            for block in self._sla:
                block.show(told)

    def say(self, text: str) -> None:
        """Say why there is nothing to show."""
        self._notice.update(content(text))
