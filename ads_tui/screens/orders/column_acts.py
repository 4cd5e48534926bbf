"""The columns of the list: those that its user chose, by the dialog or by the mouse, found again at any desk (CO-3)."""

from typing import TYPE_CHECKING

from textual import on

from ads_tui.errors import AdsError
from ads_tui.screens.orders.columns import every_column
from ads_tui.screens.orders.search_line import OrderSearch
from ads_tui.services.orders.chosen_columns import ChosenColumn, choose_columns, chosen_columns
from ads_tui.widgets.columns import hold
from ads_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from ads_tui.store.work import Reading, Work

_GROUP = "columns"


class ColumnActs(OrderSearch):
    """The columns of a screen with a list of orders; until they are read the table has none."""

    def __init__(self) -> None:
        super().__init__()
        self._columns_chosen: tuple[ChosenColumn, ...] | None = None
        self._keeps_columns = self._has_newer_columns = False

    def unread_columns(self, reading: "Reading") -> tuple[ChosenColumn, ...] | None:
        """What was chosen, read together with a page; None where it is known already."""
        return chosen_columns(reading) if self._columns_chosen is None else None

    def take_columns(self, chosen: tuple[ChosenColumn, ...] | None) -> None:
        """Show what was read, unless it is known already."""
        if chosen is not None and self._columns_chosen is None:
            self._show_columns(chosen)

    def _show_columns(self, chosen: tuple[ChosenColumn, ...]) -> None:
        self._columns_chosen = chosen
        known = every_column(self.app, self.host.local_now)
        self.table.set_columns(
            known[one.name] if one.width is None else hold(known[one.name], one.width) for one in chosen
        )

    @on(VirtualTable.ColumnResized, "#orders")
    @on(VirtualTable.ColumnMoved, "#orders")
    def remember_arranged(self) -> None:
        """Remember what the mouse has made of the columns."""
        self._columns_chosen = tuple(
            ChosenColumn(column.id, column.width if column.held else None) for column in self.table.columns
        )
        self._keep_columns()

    def _keep_columns(self) -> None:
        """Write the choice down; one that comes meanwhile is written afterwards, so that the last one stays."""
        if self._keeps_columns:
            self._has_newer_columns = True
            return
        self._keeps_columns, self._has_newer_columns = True, False
        chosen = self._columns_chosen or ()

        def operation(work: "Work") -> None:
            choose_columns(work, chosen)

        self.write(operation, self._columns_kept, group=_GROUP, instead=self._columns_not_kept)

    def _columns_kept(self, _nothing: None) -> None:
        self._keeps_columns = False
        if self._has_newer_columns:
            self._keep_columns()

    def _columns_not_kept(self, error: AdsError) -> None:
        self._keeps_columns = False
        self.host.tell_refusal(error)

    def go_unanswered(self, group: str) -> None:
        """What could not be written is written with the next choice."""
        super().go_unanswered(group)
        if group == _GROUP:
            self._keeps_columns = False

    def do_list_columns(self) -> None:
        """Choose the columns."""
        if self._columns_chosen is not None:
            self._ask_columns()
            return
        self.hold(True)
        self.read(chosen_columns, self._ask_columns_early, group="columns_before_rows", instead=self._columns_not_read)

    def _ask_columns_early(self, chosen: tuple[ChosenColumn, ...]) -> None:
        self.hold(False)
        self.take_columns(chosen)
        self._ask_columns()

    def _columns_not_read(self, error: AdsError) -> None:
        self.hold(False)
        self.host.tell_refusal(error)

    def _ask_columns(self) -> None:
        from ads_tui.screens.columns_dialog import ColumnsDialog

        def take(chosen: tuple[ChosenColumn, ...] | None) -> None:
            if chosen is not None and chosen != self._columns_chosen:
                self._show_columns(chosen)
                self._keep_columns()

        self.app.push_screen(ColumnsDialog(self._columns_chosen or ()), take)
