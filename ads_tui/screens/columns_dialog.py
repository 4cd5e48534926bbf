"""Chooses the columns of the list: which, in which order, how wide (CO-3)."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import SelectionList, Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content, fit
from ads_tui.console.screen import ConsoleDialog
from ads_tui.domain.columns import COLUMNS, FIXED_COLUMN, NARROWEST, WIDEST
from ads_tui.i18n import _
from ads_tui.screens.orders.columns import every_column
from ads_tui.services.orders.chosen_columns import DEFAULT, ChosenColumn
from ads_tui.widgets.movable_list import MovableList

_CAPTION_CELLS = 23


class ColumnsDialog(ConsoleDialog[tuple[ChosenColumn, ...]]):
    """Answers the columns chosen, None where they stay as they are."""

    SCOPE = "columns"
    AUTO_FOCUS = "MovableList"

    DEFAULT_CSS = """
    ColumnsDialog > .dialog {
        height: 100%;
        max-height: 33;
    }
    ColumnsDialog > .dialog > .dialog-body {
        height: 1fr;
    }
    ColumnsDialog MovableList {
        height: 1fr;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    ColumnsDialog .told {
        height: auto;
        color: $text-muted;
    }
    ColumnsDialog .told.-refused {
        color: $text-warning;
    }
    """

    def __init__(self, chosen: Sequence[ChosenColumn]) -> None:
        super().__init__()
        self._own_widths = {name: column.width for name, column in every_column(self.app, self.host.local_now).items()}
        # All columns; those that are not shown keep a place among the others for when they are ticked.
        self._order: list[str] = []
        self._ticked: set[str] = set()
        self._widths: dict[str, int] = {}
        self._begin(chosen)

    def title_text(self) -> str:
        """What is chosen."""
        return _("Columns of the list")

    def compose_body(self) -> ComposeResult:
        """How many are shown, and all of them, those that are shown first."""
        yield Static(classes="told")
        yield MovableList()

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def _begin(self, chosen: Sequence[ChosenColumn]) -> None:
        names = [one.name for one in chosen]
        self._order = [*names, *(column.name for column in COLUMNS if column.name not in names)]
        self._ticked = set(names)
        self._widths = {one.name: one.width for one in chosen if one.width is not None}

    def _show(self, refusal: str = "") -> None:
        self.query_one(MovableList).show([(name, self._line(name)) for name in self._order], self._ticked)
        told = self.query_one(".told", Static)
        count = _("Shown: {count} of {all}").format(count=len(self._ticked), all=len(self._order))
        told.update(content(refusal or count))
        told.set_class(bool(refusal), "-refused")

    def _line(self, name: str) -> Content:
        caption = next(_(column.caption) for column in COLUMNS if column.name == name)
        width = self._widths.get(name)
        shown = f"{width or self._own_widths[name]:>3}"
        parts = [
            Content(f"{fit(caption, _CAPTION_CELLS)} {glyph('left')} "),
            Content.styled(shown, "dim" if width is None else "bold"),
            Content(f" {glyph('right')}"),
        ]
        return Content("").join(parts)

    # What is chosen

    @on(SelectionList.SelectionToggled)
    def tick(self, event: "SelectionList.SelectionToggled[str]") -> None:
        """Show the column, or show it no longer."""
        name = event.selection.value
        if name == FIXED_COLUMN:
            self._show(_("The number is always shown, and first"))
            return
        self._ticked ^= {name}
        self._show()

    @on(MovableList.Carried)
    def carry(self, event: MovableList.Carried) -> None:
        """Move a column to where the mouse is."""
        self._move(event.value, event.place)

    @on(MovableList.Turned)
    def turn(self, event: MovableList.Turned) -> None:
        """Narrow or widen the column whose sign was clicked."""
        self.query_one(MovableList).highlighted = self._order.index(event.value)
        self._widen(event.by)

    def do_columns_tick(self) -> None:
        """Tick what stands under the bar, as Space does."""
        self.query_one(MovableList).action_select()

    def do_columns_up(self) -> None:
        """Move the column under the bar further to the left."""
        self._step(-1)

    def do_columns_down(self) -> None:
        """Move it further to the right."""
        self._step(1)

    def do_columns_narrower(self) -> None:
        """Make it narrower."""
        self._widen(-1)

    def do_columns_wider(self) -> None:
        """Make it wider."""
        self._widen(1)

    def do_columns_default(self) -> None:
        """Choose what those have who chose nothing."""
        self._begin(DEFAULT)
        self._show()

    def do_columns_save(self) -> None:
        """Answer the choice."""
        self.dismiss(tuple(ChosenColumn(name, self._widths.get(name)) for name in self._order if name in self._ticked))

    def do_columns_cancel(self) -> None:
        """Leave the columns as they are."""
        self.dismiss(None)

    def _step(self, by: int) -> None:
        name = self.query_one(MovableList).value_under_bar
        if name is not None:
            self._move(name, self._order.index(name) + by)

    def _move(self, name: str, place: int) -> None:
        if name == FIXED_COLUMN or not place:
            self._show(_("The number is always shown, and first"))
            return
        self._order.remove(name)
        self._order.insert(place, name)
        self._show()
        self.query_one(MovableList).highlighted = self._order.index(name)

    def _widen(self, by: int) -> None:
        name = self.query_one(MovableList).value_under_bar
        if name is None:
            return
        width = min(max(self._widths.get(name, self._own_widths[name]) + by, NARROWEST), WIDEST)
        self._widths[name] = width
        if width == self._own_widths[name]:
            del self._widths[name]
        self._show()
