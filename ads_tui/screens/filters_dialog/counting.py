"""How many orders a filter finds, counted while it changes (LS-2)."""

from textual.timer import Timer
from textual.widgets import Static

from ads_tui.console.holding import HoldsKeys
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.i18n import _
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.services.orders.listing import count_orders
from ads_tui.store.work import Reading

# A change is followed by others before it is counted.
_COUNT_AFTER_S = 0.2
# Nobody waits for more than this to be counted; the exact number comes after it.
_MOST_COUNTED = 1_000


class CountingDialog(HoldsKeys, ConsoleDialog[OrderFilter]):
    """A dialog that tells in `#found` how many orders of a tab its filter finds; each change gives a count up.

    `today` counts those that fall on today alone, as the list shows them (LS-1).
    """

    def __init__(self, tab: str, *, today: bool) -> None:
        super().__init__()
        self.tab = tab
        self._today_only = today
        self._counting: Timer | None = None

    @property
    def wanted(self) -> OrderFilter:
        """The filter as it stands now."""
        raise NotImplementedError

    def count_soon(self) -> None:
        """Count once changes pause."""
        if self._counting is not None:
            self._counting.stop()
        self.workers.cancel_group(self, "found")
        self._tell(_("Counting…"))
        self._counting = self.set_timer(_COUNT_AFTER_S, self.count)

    def count(self) -> None:
        """Count now: up to as many as nobody waits for, then all."""
        self._count(_MOST_COUNTED)

    def _count(self, most: int | None) -> None:
        wanted, tab, today = self.wanted, self.tab, self._today_only

        def operation(reading: Reading) -> int:
            return count_orders(reading, tab=tab, wanted=wanted, today=today, most=most)

        def take(count: int) -> None:
            if most is not None and count > most:
                self._tell(_("Found: more than {count}").format(count=_grouped(most)))
                self._count(None)
            else:
                self._tell(_("Found: {count}").format(count=_grouped(count)))

        self.read(operation, take, group="found", instead=self.refuse)

    def go_unanswered(self, group: str) -> None:
        """Say nothing of what could not be counted."""
        super().go_unanswered(group)
        if group == "found":
            self._tell("")

    def _tell(self, text: str) -> None:
        self.query_one("#found", Static).update(content(text))


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", " ")
