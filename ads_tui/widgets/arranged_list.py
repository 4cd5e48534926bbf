"""A list with columns, arranged by the mouse: a caption is clicked or carried, an edge is pulled (CO-3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ads_tui.widgets.columns import Column, hold
from ads_tui.widgets.table_header import Carried
from ads_tui.widgets.table_painter import TablePainter
from ads_tui.widgets.windowed_list import TableMessage, WindowedList

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Grip:
    """What the mouse took hold of at `x`: the column at a place among those shown, by its edge or by its caption.

    `width` is how wide the column was then.
    """

    column: Column[Any]
    place: int
    by_edge: bool
    x: int
    width: int


class ArrangedList(WindowedList[R]):
    """Shows columns the first of which stays; where the mouse has arranged them, the screen is told."""

    class HeaderClicked(TableMessage, namespace="virtual_table"):
        """The caption of a column was clicked."""

        def __init__(self, table: WindowedList[Any], column_id: str) -> None:
            super().__init__(table)
            self.column_id = column_id

    class ColumnResized(TableMessage, namespace="virtual_table"):
        """A column was made as wide as that, in cells; it is drawn so already."""

        def __init__(self, table: WindowedList[Any], column_id: str, width: int) -> None:
            super().__init__(table)
            self.column_id = column_id
            self.width = width

    class ColumnMoved(TableMessage, namespace="virtual_table"):
        """A column was moved to that place among all columns, from 0; it is drawn there already."""

        def __init__(self, table: WindowedList[Any], column_id: str, place: int) -> None:
            super().__init__(table)
            self.column_id = column_id
            self.place = place

    def __init__(
        self, columns: Sequence[Column[R]], *, selectable: bool, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(selectable=selectable, id=id, classes=classes)
        self._painter = TablePainter(columns, selectable)
        self._grip: _Grip | None = None
        self._is_pressed = self._has_arranged = False

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns in their order, those off the screen too."""
        return self._painter.columns

    def set_columns(self, columns: Iterable[Column[R]]) -> None:
        """Show other columns, from the first on."""
        self._grip = self._painter.head.carried = None
        self._painter.set_columns(tuple(columns))
        self.redraw()

    def set_sort(self, column_id: str | None, *, descending: bool = False) -> None:
        """Show beside its caption what the list is sorted by; None for nothing."""
        sort = None if column_id is None else (column_id, descending)
        if sort != self._painter.head.sort:
            self._painter.head.sort = sort
            self.redraw()

    def shift_columns(self, by: int) -> None:
        """Scroll sideways by columns; the first one stays."""
        if self._painter.shift(by):
            self.redraw()

    def redraw(self) -> None:
        """Draw everything anew."""
        raise NotImplementedError

    # The mouse in the header

    def click_header(self, x: int) -> None:
        """Show newer rows or hidden columns where they are told of, or tell which caption was clicked."""
        head = self._painter.head
        if not self._is_pressed or self._has_arranged:
            # The mouse was let go here after it had pulled something.
            return
        if self.window.newer and head.is_newer(x):
            self.home()
        elif head.hidden_way(x):
            self.shift_columns(head.hidden_way(x))
        elif (place := head.place_at(x)) is not None:
            self.post_message(self.HeaderClicked(self, self._painter.layout.columns[place][0].id))

    def take_hold(self, x: int | None) -> bool:
        """Take hold of the caption or the edge that is there; False where there is neither, or out of the header."""
        head = self._painter.head
        self._is_pressed, self._has_arranged = x is not None, False
        if x is None:
            return False
        edge = head.edge_at(x)
        place = head.place_at(x) if edge is None else edge
        if place is None:
            return False
        column, width = self._painter.layout.columns[place]
        self._grip = _Grip(column, place, edge is not None, x, width)
        return True

    def pull(self, x: int) -> None:
        """Draw what comes of it where the mouse is now."""
        grip = self._grip
        if grip is None:
            return
        if grip.by_edge:
            self._widen(grip, x)
        elif self._has_arranged or self._painter.head.place_at(x) != grip.place:
            # A hand that trembles on one caption has clicked it.
            self._has_arranged = True
            if grip.place:
                self._carry(grip, x)

    def let_go(self) -> None:
        """Tell what came of it."""
        grip, self._grip = self._grip, None
        carried, self._painter.head.carried = self._painter.head.carried, None
        if grip is None or not self._has_arranged:
            return
        if grip.by_edge:
            column = next(one for one in self.columns if one.id == grip.column.id)
            self.post_message(self.ColumnResized(self, column.id, column.width))
        elif carried is not None and carried.gap is not None:
            self._move(grip, carried.gap)
        else:
            self.redraw()

    def _widen(self, grip: _Grip, x: int) -> None:
        if x == grip.x and not self._has_arranged:
            return
        self._has_arranged = True
        column = hold(grip.column, grip.width + x - grip.x)
        self._arrange([column if one.id == column.id else one for one in self.columns])

    def _carry(self, grip: _Grip, x: int) -> None:
        """Onto a caption on the right it comes behind that one, onto one on the left before it."""
        place = self._painter.head.place_at(x)
        gap = None
        if place is not None and place != grip.place:
            gap = max(place, 1) if place < grip.place else place + 1
        carried = Carried(grip.column.id, None if gap == grip.place else gap)
        if carried != self._painter.head.carried:
            self._painter.head.carried = carried
            self.redraw()

    def _move(self, grip: _Grip, gap: int) -> None:
        shown = [column for column, _width in self._painter.layout.columns]
        others = [column for column in self.columns if column.id != grip.column.id]
        # Columns may be hidden between the first one and the rest: beside whom it stands says where that is.
        place = others.index(shown[gap]) if gap < grip.place else others.index(shown[gap - 1]) + 1
        others.insert(place, grip.column)
        self._arrange(others)
        self.post_message(self.ColumnMoved(self, grip.column.id, place))

    def _arrange(self, columns: Sequence[Column[R]]) -> None:
        self._painter.set_columns(columns, from_the_first=False)
        self.redraw()
