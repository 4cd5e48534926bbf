"""Lines of a table as strips: few changes of style, since each costs forty bytes on the way to the terminal."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ads_tui.console.safe_text import cells, fit, safe_line
from ads_tui.widgets.columns import Cell

Run = tuple[str, Style]


def cell_runs(
    cell: Cell, width: int, base: Style, *, right: bool = False, keeps_end: bool = False, plain: bool = False
) -> list[Run]:
    """A cell of exactly `width` cells; `keeps_end` is for one text, with `plain` pieces lose their looks."""
    if isinstance(cell, str):
        return [(fit(cell, width, right=right, keeps_end=keeps_end), base)]
    pieces = [(safe_line(text), base if plain or style is None else base + style) for text, style in cell]
    runs: list[Run] = []
    left = width
    for text, style in pieces:
        size = cells(text)
        if size > left:
            runs.append((fit(text, left), style))
            left = 0
            break
        runs.append((text, style))
        left -= size
    padding = (" " * left, base)
    return [padding, *runs] if right else [*runs, padding]


def strip_of(runs: Iterable[Run], width: int) -> Strip:
    """One line of runs that are `width` cells wide together, neighbours that look alike joined."""
    joined: list[Run] = []
    for text, style in runs:
        if not text:
            continue
        if joined:
            before, its_style = joined[-1]
            if style is its_style or style == its_style or _is_bare(text, style, its_style):
                joined[-1] = (before + text, its_style)
                continue
            if _is_bare(before, its_style, style):
                joined[-1] = (before + text, style)
                continue
        joined.append((text, style))
    return Strip([Segment(text, style) for text, style in joined], width)


def _is_bare(text: str, style: Style, other: Style) -> bool:
    """Whether the text is blank and looks the same in another style."""
    return (
        style.bgcolor == other.bgcolor
        and text.isspace()
        and not (style.underline or other.underline or style.reverse or other.reverse or other.strike or style.strike)
    )
