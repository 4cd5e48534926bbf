"""When the latest important comment is shown: the cursor or the mouse rests on an order labelled for it (LB-3)."""

from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.timer import Timer

from ads_tui.errors import AdsError
from ads_tui.screens.orders.filter_acts import FilterActs
from ads_tui.screens.orders.important_comment import Important, ImportantComment, read_important
from ads_tui.screens.orders.preview import OrderPreview
from ads_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from ads_tui.services.orders.rows import OrderRow

# As the preview: only where the cursor rests.
_AFTER_S = 0.15


class ImportantActs(FilterActs):
    """Shows the important comment of the order that is pointed at, and hides it once that is another one."""

    # Asked at every key, so it is not looked for among the widgets each time.
    important: ImportantComment

    def __init__(self) -> None:
        super().__init__()
        self._hovered: int | None = None
        # The order whose comment was put away, until another one is pointed at.
        self._hushed: int | None = None
        # Set while it is not yet known whether the cursor rests.
        self.pointing: Timer | None = None

    @on(VirtualTable.Highlighted)
    def point_by_cursor(self) -> None:
        """The cursor came to another order."""
        self._hushed = None
        self.look_at_important()

    @on(events.MouseMove)
    def point_by_mouse(self, event: events.MouseMove) -> None:
        """The mouse came to the labels of an order, or left them."""
        hovered = self._labels_at(event)
        if hovered != self._hovered:
            self._hovered, self._hushed = hovered, None
            self.look_at_important()

    @on(events.DescendantFocus)
    @on(events.Resize)
    @on(OrderPreview.Appeared)
    def look_at_important(self) -> None:
        """Whatever is shown may be out of place: show anew what is pointed at once that rests."""
        if self.pointing is not None:
            self.pointing.stop()
            self.pointing = None
        if not self.is_mounted:
            return
        row = self._pointed()
        popup = self.important
        if row is None or row.number != popup.number:
            popup.hide()
        if row is not None:
            self.pointing = self.set_timer(_AFTER_S, self._read_important)

    async def action_do(self, action_id: str) -> None:
        """The comment of an order that the cursor has left goes with the rows, not a frame behind them (P8)."""
        await super().action_do(action_id)
        popup = self.important
        if popup.number is not None and self._hovered is None and self.table.cursor != popup.number:
            popup.hide()

    def do_list_clear(self) -> None:
        """Put the comment away; with none shown select nothing, and so on."""
        popup = self.important
        if popup.number is None or not self.table.has_focus:
            super().do_list_clear()
        else:
            self._hushed = popup.number
            popup.hide()

    def _labels_at(self, event: events.MouseMove) -> int | None:
        """The order whose labels are under the mouse."""
        if event.widget is not self.table:
            return None
        cell = self.table.cell_at(event.get_content_offset_capture(self.table))
        return cast(int, cell[0].key) if cell is not None and cell[1] == "labels" else None

    def _pointed(self) -> "OrderRow | None":
        """The order that is pointed at and has an important comment to show."""
        row = self.table.row
        if self._hovered is not None:
            row = next((entry.row for entry in self.table.window.visible if entry.key == self._hovered), None)
        return None if row is None or "important" not in row.labels or row.number == self._hushed else row

    def _read_important(self) -> None:
        self.pointing = None
        row = self._pointed()
        # Beside the preview, which tells it already, and while one types, only the mouse shows it.
        by_cursor = self.table.has_focus and not self.query_one(OrderPreview).display
        if row is None or not (by_cursor or self._hovered is not None):
            self.important.hide()
            return
        number = row.number
        self.read(
            lambda reading: read_important(reading, number),
            self._show_important,
            group="important",
            instead=self._hide_important,
        )

    def _hide_important(self, _error: AdsError) -> None:
        self.important.hide()

    def _show_important(self, told: Important | None) -> None:
        row, session, window = self._pointed(), self.host.session, self.table.window
        if told is None or row is None or row.number != told.number or session is None:
            return
        line = next((place for place, entry in enumerate(window.visible) if entry.key == row.number), 0)
        width, height = self.table.size.width, window.height
        self.important.show(told, session.zone, line=line, width=width, height=height)
