"""Which orders an act on several left as they were, and why; each can be opened from here (BK-2, BK-5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ads_tui.console.actions import Action
from ads_tui.console.glyphs import glyph
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.option_bar import PagedOptions
from ads_tui.console.safe_text import content, safe_line
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import ngettext
from ads_tui.screens.orders.columns import address
from ads_tui.screens.status_typing import told
from ads_tui.services.orders.bulk import RefusedOrder
from ads_tui.services.orders.rows import OrderRow, fetch_rows
from ads_tui.services.orders.statuses import status_names
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class _Refused:
    """What is shown of refused orders: rows of those that may be seen, by number, and names of statuses by code."""

    rows: Mapping[int, OrderRow]
    names: Mapping[str, str]


def _read(reading: Reading, numbers: Sequence[int]) -> _Refused:
    seen = select_orders(reading.actor, ORDERS.c.number).where(ORDERS.c.number.in_(numbers))
    rows = fetch_rows(reading, list(reading.connection.execute(seen).scalars()))
    return _Refused({row.number: row for row in rows}, status_names(reading))


class BulkResultDialog(HoldsKeys, ConsoleDialog[bool]):
    """Tells what was done, and lists what was not; answers whether what was done is to be taken back."""

    SCOPE = "bulk_result"
    AUTO_FOCUS = "OptionList"

    DEFAULT_CSS = """
    BulkResultDialog OptionList {
        height: auto;
        margin-top: 1;
    }
    """

    def __init__(self, text: str, refused: Sequence[RefusedOrder], *, can_undo: bool) -> None:
        """`text` tells what was done, and that it can be undone where it can."""
        super().__init__()
        self._can_undo = can_undo
        self._text = text
        self._refused = refused

    def title_text(self) -> str:
        """How many were left."""
        count = len(self._refused)
        return ngettext("{count} order was left as it was", "{count} orders were left as they were", count).format(
            count=count
        )

    def compose_body(self) -> ComposeResult:
        """What was done, and the list."""
        yield Static(content(self._text))
        yield PagedOptions(markup=False)

    def on_resize(self) -> None:
        """What does not fit is scrolled to."""
        self.query_one(OptionList).styles.max_height = max(self.size.height - 8, 2)

    def on_mount(self) -> None:
        """Read what the orders are."""
        numbers = [one.order for one in self._refused]
        self.read(lambda reading: _read(reading, numbers), self._show, group="refused", instead=self._show_bare)

    def _show_bare(self, _error: AdsError) -> None:
        self._show(_Refused({}, {}))

    def _show(self, refused: _Refused) -> None:
        choices = self.query_one(OptionList)
        choices.add_options([Option(self._prompt(one, refused), id=str(one.order)) for one in self._refused])
        choices.highlighted = 0
        self.hold(False)

    def _prompt(self, one: RefusedOrder, refused: _Refused) -> Content:
        row = refused.rows.get(one.order)
        what = f"  {row.service.name}, {address(row)}" if row is not None else ""
        reason = told(one.error, refused.names)
        head = Content.styled(safe_line(f"{glyph('number')} {one.order}{what}"), "bold")
        return Content("\n").join([head, Content(f"    {safe_line(reason)}")])

    def footer_actions(self) -> tuple[Action, ...]:
        """Without undoing where there is nothing to undo."""
        return tuple(one for one in super().footer_actions() if self._can_undo or one.id != "bulk_result.undo")

    # Cards

    @on(OptionList.OptionSelected)
    def do_bulk_result_open(self) -> None:
        """Open the order under the bar."""
        from ads_tui.screens.card.screen import CardScreen

        number = self._under_bar
        if number is not None:
            self.app.push_screen(CardScreen(number, self._step))

    @property
    def _under_bar(self) -> int | None:
        place = self.query_one(OptionList).highlighted
        return None if place is None else self._refused[place].order

    def _step(self, by: int, number: int) -> int | None:
        """The order that stands before or after `number`, and the bar with it; None where it is none of these."""
        choices = self.query_one(OptionList)
        places = [place for place, one in enumerate(self._refused) if one.order == number]
        if not places:
            return None
        choices.highlighted = min(max(places[0] + by, 0), len(self._refused) - 1)
        return self._under_bar

    def do_bulk_result_undo(self) -> None:
        """Back to the list, to take back what was done."""
        if self._can_undo:
            self.dismiss(True)

    def do_bulk_result_close(self) -> None:
        """Back to the list."""
        self.dismiss(False)
