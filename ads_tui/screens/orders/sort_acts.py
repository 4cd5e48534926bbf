"""What orders are listed by: a column, chosen by a key or by its caption, else labels as one likes (CO-4, LB-4)."""

from textual import on

from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.glyphs import glyph
from ads_tui.domain.columns import COLUMNS
from ads_tui.i18n import _
from ads_tui.screens.orders.search_line import OrderSearch
from ads_tui.screens.orders.sort_line import SORTED_COLUMNS, SortLine
from ads_tui.services.orders.listing import sort_of
from ads_tui.services.orders.sorts import Sort
from ads_tui.widgets.virtual_table import VirtualTable

_TRIAGE = Sort("left", descending=False)


class SortActs(OrderSearch):
    """The sorts of a screen with a list of orders.

    `sort` is the column chosen, None for the order of labels; it holds for every tab until it is cleared.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sort: Sort | None = None

    def do_list_sort(self) -> None:
        """Choose a column to sort by, the present one for the other way and then for none."""

        def take(name: str | None) -> None:
            if name is not None:
                self.sort_by(name)

        self.app.push_screen(ChoiceDialog(_("Sort by a column"), sort_choices(self.sort)), take)

    @on(VirtualTable.HeaderClicked)
    def sort_by_caption(self, event: VirtualTable.HeaderClicked) -> None:
        """Sort by the column whose caption was clicked."""
        column = next(column for column in COLUMNS if column.name == event.column_id)
        if column.sort is None:
            self.host.tell(_("The list is not sorted by {column}").format(column=_(column.caption)))
        else:
            self.sort_by(column.sort)

    def sort_by(self, name: str) -> None:
        """Sort by a column from the beginning of the list: ascending, then descending, then no longer."""
        self.sort = next_sort(self.sort, name)
        self._sort_anew()

    def do_list_triage(self) -> None:
        """Sort by the least time left, or no longer (LS-5)."""
        self.sort = None if self.sort == _TRIAGE else _TRIAGE
        self._sort_anew()

    def _sort_anew(self) -> None:
        self.tell_sorted(is_sorted=True)
        self.table.reorder()

    def tell_sorted(self, *, is_sorted: bool) -> None:
        """Say what the list is sorted by, or that it is not as was asked for (SE-1)."""
        sort = self.sort
        self.query_one(SortLine).show(sort, is_sorted=is_sorted)
        if sort is None or not is_sorted:
            self.table.set_sort(None)
        else:
            self.table.set_sort(SORTED_COLUMNS[sort.name or ""].name, descending=sort.descending)

    def do_list_label_order(self) -> None:
        """Choose which labels raise orders, and which of them goes first."""
        from ads_tui.screens.label_order_dialog import LabelOrderDialog

        def done(saved: bool | None) -> None:
            if saved and sort_of(self.shown, self.sort).name is None:
                self.table.reorder()

        self.app.push_screen(LabelOrderDialog(), done)


def next_sort(present: Sort | None, name: str) -> Sort | None:
    """What choosing a column leads to: ascending, once more descending, once more no sort (CO-4)."""
    if present is None or present.name != name:
        return Sort(name, descending=False)
    return None if present.descending else Sort(name, descending=True)


def sort_choices(present: Sort | None) -> list[Choice]:
    """The columns to sort by; the present one is the first, so that choosing it again is two keys."""
    choices = [Choice(name, _(column.caption)) for name, column in SORTED_COLUMNS.items()]
    if present is None:
        return choices
    note = (
        _("now descending; once more: not sorted") if present.descending else _("now ascending; once more: descending")
    )
    sign = glyph("down" if present.descending else "up")
    chosen = [Choice(one.id, one.title, note, sign) for one in choices if one.id == present.name]
    return chosen + [one for one in choices if one.id != present.name]
