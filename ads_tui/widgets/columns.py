"""Columns of a table, and how they share its width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.style import Style

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
    numbers; `keeps_end` cuts text in the middle, where its end tells rows apart.
    """

    id: str
    caption: str
    width: int
    least: int
    cell: Callable[[R], Cell]
    flexible: bool = False
    right: bool = False
    keeps_end: bool = False


@dataclass(frozen=True, slots=True)
class Layout(Generic[R]):
    """The columns on the screen with their widths, and whether some are hidden behind the first one or on the right."""

    columns: tuple[tuple[Column[R], int], ...]
    hides_left: bool
    hides_right: bool


def lay_out(columns: Sequence[Column[R]], width: int, skipped: int) -> Layout[R]:
    """Share `width` cells: the first column always, then what fits of the others after `skipped` of them.

    Columns and the gaps between them fill the width, unless there is none to fill.
    """
    if not columns or width <= 0:
        return Layout((), False, False)
    skipped = min(skipped, most_skipped(columns, width))
    first, *others = columns
    shown = [first]
    room = width - min(first.least, width)
    for column in others[skipped:]:
        room -= column.least + GAP
        if room < 0:
            break
        shown.append(column)
    if len(shown) == 1 and others:
        return _with_a_cut_one(first, others[skipped], width, skipped, len(others))
    widths = _grow(shown, width - GAP * (len(shown) - 1))
    hides_right = skipped + len(shown) - 1 < len(others)
    return Layout(tuple(zip(shown, widths, strict=True)), skipped > 0, hides_right)


def most_skipped(columns: Sequence[Column[R]], width: int) -> int:
    """How many columns after the first have to be skipped for the last one to be seen."""
    room = width - columns[0].least
    others = columns[1:]
    for fitting, column in enumerate(reversed(others)):
        room -= column.least + GAP
        if room < 0:
            return len(others) - max(fitting, 1)
    return 0


def _with_a_cut_one(first: Column[R], other: Column[R], width: int, skipped: int, others: int) -> Layout[R]:
    cut = width - first.least - GAP
    hides_right = skipped + 1 < others
    if cut < _LEAST_CUT:
        return Layout(((first, width),), skipped > 0, True)
    return Layout(((first, first.least), (other, cut)), skipped > 0, hides_right)


def _grow(shown: Sequence[Column[R]], room: int) -> list[int]:
    """Widths that add up to `room`: towards the wanted ones in proportion, then the flexible ones alike."""
    widths = [min(column.least, room) for column in shown]
    wants = [max(column.width - column.least, 0) for column in shown]
    _share(widths, wants, min(room - sum(widths), sum(wants)))
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
