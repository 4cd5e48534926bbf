"""Signs of the console, each one cell wide in common fonts, and what stands for them without UTF-8 (R14, LB-5)."""

import os
import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

# Name → sign and what stands for it in ASCII; captions and widgets take signs from here by `glyph`.
_SIGNS: dict[str, tuple[str, str]] = {
    "open": ("●", "*"),
    "half": ("◐", "%"),
    "ring": ("○", "o"),
    "clock": ("◷", "@"),
    "late_reaction": ("◔", "R"),
    "late_execution": ("◕", "E"),
    "late_localization": ("◉", "L"),
    "paused": ("‖", "="),
    "important": ("!", "!"),
    "warning": ("⚠", "!"),
    "message": ("✉", "m"),
    "flag": ("⚑", "F"),
    "phone": ("☎", "t"),
    "star": ("★", "*"),
    "money": ("₽", "P"),
    "columns": ("≡", "="),
    "down": ("↓", "v"),
    "up": ("↑", "^"),
    "left": ("←", "<"),
    "right": ("→", ">"),
    "close": ("✕", "x"),
    "tick": ("✓", "v"),
    "bar": ("▮", "#"),
    "no_bar": ("▯", "."),
    "number": ("№", "N"),
    "dot": ("·", "-"),
    "minus": ("−", "-"),
    "none": ("—", "-"),
}
# Of captions, and of the widgets of the terminal's library.
_OTHERS = {
    "–": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "~", "×": "x", "•": "*",
    "⏎": "<", "⌫": "<", "▲": "^", "▼": "v", "◀": "<", "▶": ">", "►": ">", "◄": "<", "■": "#", "□": ".", "◌": "*",
}  # fmt: skip
_ASCII = dict(_SIGNS.values()) | _OTHERS


def glyph(name: str) -> str:
    """The sign of that name; without UTF-8 the screen shows what stands for it."""
    return _SIGNS[name][0]


def is_plain(environ: Mapping[str, str] = os.environ, encoding: str | None = None) -> bool:
    """Whether signs are to be ASCII: ADS_ASCII=1, or the terminal's encoding (that of stderr) is not UTF-8."""
    known = encoding or getattr(sys.__stderr__, "encoding", None) or "utf-8"
    return environ.get("ADS_ASCII", "") == "1" or known.lower().replace("-", "") != "utf8"


class PlainSigns(LineFilter):
    """Turns every sign on the screen into ASCII, borders and scroll bars too; letters stay where they can be shown."""

    def __init__(self, encoding: str = "utf-8") -> None:
        """`encoding` is the terminal's: letters that it lacks become question marks."""
        super().__init__()
        self._encoding = encoding

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, as wide as before."""
        return [
            segment
            if segment.text.isascii()
            else Segment(plain(segment.text, self._encoding), segment.style, segment.control)
            for segment in segments
        ]


def plain(text: str, encoding: str = "utf-8") -> str:
    """The text with ASCII signs, as wide as before."""
    return "".join(char if char.isascii() else _plain_char(char, encoding) for char in text)


@lru_cache(4_096)
def _plain_char(char: str, encoding: str) -> str:
    found = _ASCII.get(char) or _plain_line(char)
    if found:
        return found
    if char.isalnum() or unicodedata.category(char).startswith("M"):
        try:
            char.encode(encoding)
            return char
        except UnicodeEncodeError:
            pass
    return "?" * get_character_cell_size(char)


def _plain_line(char: str) -> str | None:
    """What stands for a piece of a border, a bar or a shade; None where the character is none."""
    if not "\u2500" <= char <= "\u259f":
        return None
    name = unicodedata.name(char)
    if char < "\u2580":
        across, upright = "HORIZONTAL" in name, "VERTICAL" in name
        return "+" if across == upright else "-" if across else "|"
    if "ONE EIGHTH" in name:
        return "_" if "LOWER" in name else "-" if "UPPER" in name else "|"
    return "." if "SHADE" in name else "#"
