"""The line of captions above a table: what it looks like, and what stands where for the mouse."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.style import Style
from textual.strip import Strip

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import cells, fit, safe_line
from ads_tui.i18n import _, ngettext
from ads_tui.widgets.columns import GAP, Column, Layout, lay_out
from ads_tui.widgets.list_pages import MOST_NEWER
from ads_tui.widgets.row_drawing import Run, strip_of

R = TypeVar("R")

_LANDING = "┃"
# Narrower captions have no room for a sign beside a letter.
_LEAST_SIGNED = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """A caption that the mouse carries, and before which of the shown ones it would come to stand, None for nowhere."""

    column_id: str
    gap: int | None = None


class TableHeader(Generic[R]):
    """Draws the captions of a layout; `sort` is the column sorted by and whether it descends."""

    def __init__(self) -> None:
        self.sort: tuple[str, bool] | None = None
        self.carried: Carried | None = None
        self._layout: Layout[R] = lay_out((), 0, 0)
        self._gutter = self._width = self._newer_width = 0
        self._is_said = False

    def lay(self, layout: Layout[R], gutter: int, width: int) -> None:
        """Take the columns with their widths, after `gutter` cells; the line is `width` cells long."""
        self._layout, self._gutter, self._width = layout, gutter, width

    # What stands where

    def is_newer(self, x: int) -> bool:
        """Whether it tells of newer rows there."""
        return x >= self._width - self._newer_width

    def hidden_way(self, x: int) -> int:
        """Which way it tells there of hidden columns: 1 to the right, -1 to the left, 0 for neither."""
        if x == self._width - 1 and self._layout.hides_right:
            return 1
        first = self._layout.columns[0][1] if self._layout.columns else 0
        return -1 if x == self._gutter + first and self._layout.hides_left else 0

    def place_at(self, x: int) -> int | None:
        """The place among the columns shown of the one whose caption stands there; a gap is none."""
        for place, (begin, width) in enumerate(self._spans()):
            if begin <= x < begin + width:
                return place
        return None

    def edge_at(self, x: int) -> int | None:
        """The place of the column whose right edge, the gap before the next one, is there."""
        ends = [begin + width for begin, width in self._spans()[:-1]]
        return ends.index(x) if x in ends else None

    def _spans(self) -> list[tuple[int, int]]:
        """Where the captions begin and how wide they are; none where something else is said or told there."""
        spans, begin = [], self._gutter
        for _column, width in () if self._is_said else self._layout.columns:
            spans.append((begin, width))
            begin += width + GAP
        return [span for span in spans if not self.is_newer(span[0])] if self._newer_width else spans

    # Drawing

    def draw(self, newer: int, said: Strip | None, style: Style, sign: Style) -> Strip:
        """The captions, or what is `said` instead; at the right end how many rows are newer. Signs look as `sign`."""
        self._is_said = said is not None
        strip = said or strip_of(self._captions(style, sign), max(self._width, self._gutter + 1)).crop(0, self._width)
        badge = self._badge(newer)
        self._newer_width = cells(badge)
        if not badge:
            return strip
        end = strip_of([(badge, sign)], self._newer_width)
        return Strip.join([strip.crop(0, self._width - self._newer_width), end])

    def _captions(self, style: Style, sign: Style) -> list[Run]:
        """The captions; signs at the edges tell that columns are hidden there, or where a carried one would stand."""
        runs: list[Run] = [(" " * self._gutter, style)]
        columns = self._layout.columns
        landing = self.carried.gap if self.carried else None
        for place, (column, width) in enumerate(columns):
            if landing == place:
                runs.append((_LANDING, sign))
            elif place == 1 and self._layout.hides_left:
                runs.append((glyph("left"), sign))
            elif place:
                runs.append((" " * GAP, style))
            runs += self._caption(column, width, style, sign)
        if landing == len(columns):
            runs.append((_LANDING, sign))
        else:
            runs.append((glyph("right"), sign) if self._layout.hides_right else (" ", style))
        return runs

    def _caption(self, column: Column[R], width: int, style: Style, sign: Style) -> list[Run]:
        text = _(column.caption)
        if self.carried and self.carried.column_id == column.id:
            style += Style(reverse=True)
        if self.sort is None or self.sort[0] != column.id or width < _LEAST_SIGNED:
            return [(fit(text, width, right=column.right), style)]
        size = min(cells(safe_line(text)), width - 1)
        padding = (" " * (width - 1 - size), style)
        signed = [(fit(text, size), style), (glyph("down" if self.sort[1] else "up"), sign)]
        return [padding, *signed] if column.right else [*signed, padding]

    def _badge(self, newer: int) -> str:
        if not newer:
            return ""
        text = ngettext("{count} newer", "{count} newer", newer).format(count=newer)
        if newer >= MOST_NEWER:
            text = _("more than {count} newer").format(count=MOST_NEWER - 1)
        return fit(f" {text} {glyph('up')} ", min(cells(text) + 4, self._width))
