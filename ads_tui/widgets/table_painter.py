"""What the lines of a table look like; strips are kept by row, look, width and theme."""

import textwrap
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from rich.style import Style
from textual.strip import Strip

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import fit, safe_line
from ads_tui.widgets.columns import GAP, Column, Layout, lay_out, most_skipped
from ads_tui.widgets.loaded_rows import Entry
from ads_tui.widgets.row_drawing import Run, cell_runs, strip_of
from ads_tui.widgets.table_header import TableHeader

R = TypeVar("R")

_CURSOR = "▌"
_THUMB = "▐"
_MOST_KEPT = 1_000


class Look(NamedTuple):
    """How a row is marked, and whether the bar of the scroll bar is beside it."""

    cursor: bool = False
    selected: bool = False
    gone: bool = False
    bar: bool = False

    def differs_in_marks(self, other: "Look") -> bool:
        """Whether only the beginning of the line has to be drawn again."""
        return (self.gone, self.bar) == (other.gone, other.bar)


@dataclass(frozen=True, slots=True)
class _Styles:
    base: Style
    header: Style
    newer: Style
    mark: Style
    cursor: Style
    gone: Style
    notice: Style


class TablePainter(Generic[R]):
    """Draws lines of a width; it has to be given styles before it draws, and again after each `forget`."""

    def __init__(self, columns: Sequence[Column[R]], selectable: bool) -> None:
        self.columns = tuple(columns)
        self._gutter = _gutter(selectable)
        self.width = self._skipped = 0
        self.layout: Layout[R] = lay_out((), 0, 0)
        self.head: TableHeader[R] = TableHeader()
        self._styles: _Styles | None = None
        self._kept: dict[Hashable, tuple[Entry[Any], dict[Look, Strip]]] = {}
        self._blanks: dict[bool, Strip] = {}
        self._header: Strip | None = None
        self.header_drawn = (0, "")

    @property
    def has_styles(self) -> bool:
        """Whether it can draw."""
        return self._styles is not None

    @property
    def marks_width(self) -> int:
        """How much of a line shows where the cursor is and what is selected."""
        first = self.layout.columns[0][1] if self.layout.columns else 0
        return self._gutter + first

    @property
    def bar_x(self) -> int:
        """The column of the scroll bar."""
        return self.width - 1

    def is_mark(self, x: int) -> bool:
        """Whether the mark of selected rows stands there."""
        return self._gutter == 2 and x < self._gutter

    def take_styles(self, base: Style, of: Callable[[str], Style]) -> None:
        """Take the looks of the theme in force."""
        names = ("header", "newer", "mark", "cursor", "gone", "notice")
        self._styles = _Styles(base, *(base + of(f"virtual-table--{name}") for name in names))

    def forget(self) -> None:
        """Nothing drawn so far is good any longer."""
        self._styles = None
        self._clear()

    def forget_rows(self) -> None:
        """Cells may say something else by now."""
        self._kept.clear()

    def set_columns(self, columns: Sequence[Column[R]], *, from_the_first: bool = True) -> None:
        """Draw other columns, scrolled sideways as before unless they are to be seen from the first on."""
        self.columns = tuple(columns)
        if from_the_first:
            self._skipped = 0
        self.resize(self.width)

    def set_selectable(self, selectable: bool) -> None:
        """Draw a place for the marks of selected rows, or none."""
        self._gutter = _gutter(selectable)
        self.resize(self.width)

    def resize(self, width: int) -> None:
        """Draw lines of another width."""
        self.width = width
        self.layout = lay_out(self.columns, self._room, self._skipped)
        self.head.lay(self.layout, self._gutter, width)
        self._clear()

    def _clear(self) -> None:
        self._kept.clear()
        self._blanks.clear()
        self._header = None

    def shift(self, by: int) -> bool:
        """Skip more or fewer columns after the first one; False where there is none to skip."""
        most = most_skipped(self.columns, self._room) if self.columns else 0
        skipped = min(max(min(self._skipped, most) + by, 0), most)
        if skipped == self._skipped:
            return False
        self._skipped = skipped
        self.resize(self.width)
        return True

    @property
    def _room(self) -> int:
        return self.width - self._gutter - 1

    @property
    def _style(self) -> _Styles:
        assert self._styles is not None, "no styles were given"
        return self._styles

    def header(self, newer: int, trouble: str) -> Strip:
        """The captions, or what is wrong; at the right end how many rows are newer."""
        if self._header is None or self.header_drawn != (newer, trouble):
            self.header_drawn = (newer, trouble)
            said = self.notice(trouble) if trouble else None
            self._header = self.head.draw(newer, said, self._style.header, self._style.newer)
        return self._header

    def row(self, entry: Entry[R], look: Look) -> Strip:
        """A row."""
        kept = self._kept.get(entry.key)
        if kept is None or kept[0] is not entry:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[entry.key] = (entry, {})
        strip = kept[1].get(look)
        if strip is None:
            strip = kept[1][look] = self._line(self._row_runs(entry.row, look))
        return strip

    def _row_runs(self, row: R, look: Look) -> list[Run]:
        styles = self._style
        base = styles.gone if look.gone else styles.base
        runs: list[Run] = [(_CURSOR if look.cursor else " ", styles.mark)]
        if self._gutter == 2:
            runs.append((glyph("tick") if look.selected else " ", styles.mark))
        for place, (column, width) in enumerate(self.layout.columns):
            marked = look.cursor and not place
            style = styles.cursor if marked else base
            runs += cell_runs(
                column.cell(row),
                width,
                style,
                right=column.right,
                keeps_end=column.keeps_end,
                plain=marked or look.gone,
            )
            if place < len(self.layout.columns) - 1:
                runs.append((" " * GAP, base))
        runs.append((_THUMB if look.bar else " ", base))
        return runs

    def _line(self, runs: list[Run]) -> Strip:
        """Marks, cells and bar as one line; a terminal narrower than the marks shows what fits of them."""
        return strip_of(runs, max(self.width, self._gutter + 1)).crop(0, self.width)

    def notice(self, text: str) -> Strip:
        """A line that says something."""
        return strip_of([(fit(" " * self._gutter + text, self.width), self._style.notice)], self.width)

    def blank(self, *, bar: bool = False) -> Strip:
        """An empty line, with or without the bar of the scroll bar."""
        if bar not in self._blanks:
            text = " " * (self.width - 1) + (_THUMB if bar else " ")
            self._blanks[bar] = strip_of([(text, self._style.base)], self.width)
        return self._blanks[bar]

    def wrap(self, text: str) -> list[str]:
        """A sentence in lines of the width."""
        return textwrap.wrap(safe_line(text), max(self.width - self._gutter - 1, 1))

    def thumb(self, position: tuple[int, int] | None, height: int) -> tuple[int, int]:
        """The lines beside which the bar of the scroll bar stands: the first one, and the one after the last."""
        if position is None or position[1] <= height or height < 2:
            return 0, 0
        above, count = position
        length = max(height * height // count, 1)
        room = height - length
        begin = -(-min(above, count - height) * room // (count - height)) if above > 0 else 0
        return begin, begin + length


def _gutter(selectable: bool) -> int:
    return 2 if selectable else 1
