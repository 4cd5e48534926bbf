"""Text from data on the screen: shown as text, measured in the terminal's cells (R6)."""

import re
from functools import lru_cache
from unicodedata import category, normalize

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from ads_tui.domain.text import display

# More than any field of the database holds; whatever is longer came from elsewhere and is cut, so that nothing stalls.
LONGEST = 50_000
_LONGEST_LINE = 2_000
_MOST_MARKS = 3
_ELLIPSIS = "…"
_NO_LETTER = "\u25cc"
# Printable characters that are surely one cell wide: Latin, Greek, Cyrillic, and signs of our own captions.
_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f–—‘’“”…№₽−]*")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def safe_text(text: str) -> str:
    r"""The text for a widget of several lines: `\n` stays, nothing steers the terminal, nothing invisible is left.

    Longer than `LONGEST` characters it is cut and ends in an ellipsis.
    """
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + _ELLIPSIS
    return "\n".join(_measurable(line) for line in display(cut).split("\n"))


def safe_line(text: str) -> str:
    """The text on one line: line breaks become spaces; at most some 2,000 characters are looked at."""
    if len(text) < 200 and _PLAIN.fullmatch(text):
        return text
    cut = text if len(text) <= _LONGEST_LINE else text[: _LONGEST_LINE - 1] + _ELLIPSIS
    return _measurable(display(cut).replace("\n", " "))


def content(text: str, style: str = "") -> Content:
    """The safe text for a widget, without markup."""
    return Content.styled(safe_text(text), style)


def cells(text: str) -> int:
    """How many cells wide safe text is in the terminal."""
    return len(text) if _PLAIN.fullmatch(text) else sum(map(get_character_cell_size, text))


def fit(text: str, width: int, *, right: bool = False, keeps_end: bool = False) -> str:
    """The text on one line of exactly `width` cells: cut with an ellipsis, or padded with spaces.

    `right` moves what is shorter to the right edge; `keeps_end` cuts in the middle. Wide and combining characters
    stay whole.
    """
    return (_fit if len(text) < 200 else _fit.__wrapped__)(text, width, right, keeps_end)


@lru_cache(8_192)
def _fit(text: str, width: int, right: bool, keeps_end: bool) -> str:
    line = safe_line(text)
    size = cells(line)
    if size > width:
        line, size = _cut_middle(line, width) if keeps_end else _cut(line, width)
    padding = " " * (width - size)
    return padding + line if right else line + padding


class NoControls(LineFilter):
    """The last net before the terminal: drops what would steer it from whatever a widget draws, fields too (R6)."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, as wide as before: these characters take no room."""
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(_STEERING.sub("", segment.text), segment.style)
            for segment in segments
        ]


def _cut(line: str, width: int) -> tuple[str, int]:
    """The beginning of a line that is too long with an ellipsis, and how wide that is."""
    if width <= 0:
        return "", 0
    size = 0
    for place, char in enumerate(line):
        wide = get_character_cell_size(char)
        if size + wide > width - 1:
            return line[:place] + _ELLIPSIS, size + 1
        size += wide
    return line, size


def _cut_middle(line: str, width: int) -> tuple[str, int]:
    """Beginning and end of a line that is too long around an ellipsis, and how wide that is."""
    begin = _end_within(line, (width - 1) * 2 // 3)
    ending = cells(line[begin:])
    beginning, size = _cut(line, width - ending)
    return beginning + line[begin:], size + ending


def _end_within(line: str, room: int) -> int:
    """Where the end of a line that is wider than `room` begins: with a word, as half a number is another number."""
    begin, word, size = len(line), 0, 0
    for place in range(len(line) - 1, 0, -1):
        wide = get_character_cell_size(line[place])
        size += wide
        if size > room:
            break
        if wide and line[place] != " ":
            # Marks go with the letter before them, so an end never begins with one.
            begin = place
            if line[place - 1] == " ":
                word = place
    return word or begin


def _measurable(line: str) -> str:
    """One line whose width every terminal agrees on: no format characters, no emoji joined to one, few marks."""
    if _PLAIN.fullmatch(line):
        return line
    line = _SELECTORS.sub("", normalize("NFC", line))
    kept: list[str] = []
    marks = _MOST_MARKS
    for char in line:
        if category(char) in ("Cf", "Co", "Cn"):
            # Unassigned and private characters have whatever width a font gives them.
            if category(char) != "Cf":
                kept.append("\ufffd")
                marks = 0
        elif get_character_cell_size(char):
            kept.append(char)
            marks = 0
        elif marks < _MOST_MARKS or not kept:
            # A mark at the beginning would join whatever stands before the text on the screen.
            kept.append(char if kept else _NO_LETTER + char)
            marks += 1
    return "".join(kept)
