"""Columns of a table, and how they share its width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from rich.style import Style

from ads_tui.domain.columns import NARROWEST, WIDEST

R = TypeVar("R")

# A cell's text, or pieces of text each with its own look.
Cell = str | Sequence[tuple[str, Style | None]]

GAP = 1
# A column cut to less tells nothing.
_LEAST_CUT = 4


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: `width` cells where there is room, never below `least`; a `flexible` one takes what is left over.

    `caption` is translated where it is shown; `cell` is what a row shows here, any text being safe; `right` aligns
    numbers; `keeps_end` cuts text in the middle, where its end tells rows apart. `held` says that somebody chose the
    width (`hold`).
    """

    id: str
    caption: str
    width: int
    least: int
    cell: Callable[[R], Cell]
    flexible: bool = False
    right: bool = False
    keeps_end: bool = False
    held: bool = False


def hold(column: Column[R], width: int) -> Column[R]:
    """The column as wide as somebody wishes, from `NARROWEST` to `WIDEST`; it takes nothing of what is left over."""
    width = min(max(width, NARROWEST), WIDEST)
    return replace(column, width=width, least=min(column.least, width), flexible=False, held=True)


@dataclass(frozen=True, slots=True)
class Layout(Generic[R]):
    """The columns on the screen with their widths, and whether some are hidden behind the first one or on the right."""

    columns: tuple[tuple[Column[R], int], ...]
    hides_left: bool
    hides_right: bool


def lay_out(columns: Sequence[Column[R]], width: int, skipped: int) -> Layout[R]:
    """Share `width` cells: the first column always, then what fits of the others after `skipped` of them.

    Columns and the gaps between them fill the width, unless there is none to fill. A width that was chosen is kept up
    to half of the room, whatever else has to go off the screen for it; beyond that it is a wish, heard before those of
    columns whose width nobody chose. What is left over goes to the flexible columns, or else to the last one shown.
    """
    if not columns or width <= 0:
        return Layout((), False, False)
    skipped = min(skipped, most_skipped(columns, width))
    first, *others = columns
    shown = [first]
    room = width - min(_kept(first, width), width)
    for column in others[skipped:]:
        room -= _kept(column, width) + GAP
        if room < 0:
            break
        shown.append(column)
    if len(shown) == 1 and others:
        if first.least + GAP + others[skipped].least > width:
            return _with_a_cut_one(first, others[skipped], width, skipped, len(others))
        shown.append(others[skipped])
    widths = _grow(shown, width)
    hides_right = skipped + len(shown) - 1 < len(others)
    return Layout(tuple(zip(shown, widths, strict=True)), skipped > 0, hides_right)


def most_skipped(columns: Sequence[Column[R]], width: int) -> int:
    """How many columns after the first have to be skipped for the last one to be seen."""
    room = width - _kept(columns[0], width)
    others = columns[1:]
    for fitting, column in enumerate(reversed(others)):
        room -= _kept(column, width) + GAP
        if room < 0:
            return len(others) - max(fitting, 1)
    return 0


def _with_a_cut_one(first: Column[R], other: Column[R], width: int, skipped: int, others: int) -> Layout[R]:
    cut = width - first.least - GAP
    hides_right = skipped + 1 < others
    if cut < _LEAST_CUT:
        return Layout(((first, width),), skipped > 0, True)
    return Layout(((first, first.least), (other, cut)), skipped > 0, hides_right)


def _kept(column: Column[R], width: int) -> int:
    """What a line of `width` cells has at least for a column that it shows beside others."""
    return max(column.least, min(column.width, width // 2)) if column.held else column.least


def _grow(shown: Sequence[Column[R]], width: int) -> list[int]:
    """Widths that fill the line: the least, what is kept, wishes, wants, in proportion; then the flexible ones."""
    room = width - GAP * (len(shown) - 1)
    widths = [min(column.least, room) for column in shown]
    for aims in (
        [_kept(column, width) for column in shown],
        [column.width if column.held else column.least for column in shown],
        [column.width for column in shown],
    ):
        missing = [max(aim - size, 0) for aim, size in zip(aims, widths, strict=True)]
        _share(widths, missing, min(room - sum(widths), sum(missing)))
    stretching = [int(column.flexible) for column in shown]
    if not any(stretching):
        stretching[-1] = 1
    _share(widths, stretching, room - sum(widths))
    return widths


def _share(widths: list[int], parts: Sequence[int], amount: int) -> None:
    whole = sum(parts)
    if amount <= 0 or not whole:
        return
    given = 0
    for place, part in enumerate(parts):
        # What was due so far less what was given: rounding never loses a cell.
        due = amount * sum(parts[: place + 1]) // whole - given if part else 0
        widths[place] += due
        given += due
