"""Chooses which of two labels raise an order in one's own lists, and which of them goes first (LB-4)."""

from textual.app import ComposeResult
from textual.widgets import Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.domain.labels import LABELS
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.told_line import ToldLine
from ads_tui.services.orders.label_order import choose_label_order, label_order
from ads_tui.services.orders.sorts import LABELS as RAISING
from ads_tui.store.work import Work
from ads_tui.widgets.tick_list import TickList


class LabelOrderDialog(HoldsKeys, ConsoleDialog[bool]):
    """Answers whether another order was saved."""

    SCOPE = "label_order"
    AUTO_FOCUS = "TickList"

    DEFAULT_CSS = """
    LabelOrderDialog TickList {
        height: auto;
    }
    LabelOrderDialog .told {
        height: auto;
        color: $text-muted;
        margin-bottom: 1;
    }
    LabelOrderDialog #refusal {
        margin-top: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._before: tuple[str, ...] = ()
        # Both labels, the ones that are off last.
        self._labels: list[str] = []

    def title_text(self) -> str:
        """What is chosen."""
        return _("Which orders stand first")

    def compose_body(self) -> ComposeResult:
        """What the list is for, and the two labels."""
        told = (
            _("Orders with the upper label go first, then those with the lower one, then those updated last."),
            _("Space switches a label on or off."),
            _("This holds while neither a column is sorted nor text is searched."),
        )
        yield Static(content("\n".join(told)), classes="told")
        yield TickList()
        yield ToldLine(id="refusal")

    def on_mount(self) -> None:
        """Read what was chosen before."""
        self.read(label_order, self._begin, group="label_order", instead=self._give_up)

    def _begin(self, chosen: tuple[str, ...]) -> None:
        self._before = chosen
        self._labels = [*chosen, *(label for label in RAISING if label not in chosen)]
        self._show(chosen)
        self.hold(False)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(False)

    def _show(self, ticked: tuple[str, ...]) -> None:
        lines = [(label, content(f"{glyph(LABELS[label].sign)} {_(LABELS[label].caption)}")) for label in self._labels]
        self.query_one(TickList).show(lines, ticked)

    @property
    def _ticked(self) -> tuple[str, ...]:
        selected = self.query_one(TickList).selected
        return tuple(label for label in self._labels if label in selected)

    def do_label_order_swap(self) -> None:
        """Put the lower label first."""
        ticked = self._ticked
        self._labels.reverse()
        self._show(ticked)

    def do_label_order_save(self) -> None:
        """Remember it, unless it is what it was."""
        ticked = self._ticked
        if ticked == self._before:
            self.dismiss(False)
            return

        def operation(work: Work) -> None:
            choose_label_order(work, ticked)

        self.hold(True)
        self.write(operation, self._close, instead=self._refused)

    def _close(self, _nothing: None) -> None:
        self.hold(False)
        self.dismiss(True)

    def _refused(self, error: AdsError) -> None:
        self.hold(False)
        self.query_one(ToldLine).tell(error.message)

    def do_label_order_cancel(self) -> None:
        """Leave it as it was."""
        self.dismiss(False)
