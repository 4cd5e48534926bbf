r"""Fewer bytes to the terminal: a change of looks tells what changes, and not every look whole (P8).

The terminal's library ends each piece of text with a reset and begins the next with its whole look: some 80 bytes where
20 do, most of what a thin line carries.
"""

import re
from functools import lru_cache

# Foreground, background, and what else is on (bold, underline …), all by their codes.
Look = tuple[str, str, frozenset[str]]

_PLAIN: Look = ("39", "49", frozenset())
# Codes of looks; places, to which a line end before them adds nothing; line ends, which no look changes.
_TOKEN = re.compile("(\x1b\\[[0-9;:]*m)|\n*((?:\x1b\\[[0-9]+;[0-9]+H)+)|(\n+)")


def thin(data: str) -> str:
    """The same for the eye in fewer bytes; it begins and ends in the terminal's plain look."""
    if "\x1b[0m" not in data:
        return data
    pieces: list[str] = []
    here = wanted = _PLAIN
    end = 0
    for token in _TOKEN.finditer(data):
        if token.start() > end:
            pieces += _change(here, wanted), data[end : token.start()]
            here = wanted
        end = token.end()
        if token[1]:
            wanted = _with(wanted, token[1])
        else:
            pieces.append(token[2] or token[3])
    if end < len(data):
        pieces += _change(here, wanted), data[end:]
        here = wanted
    pieces.append(_change(here, wanted))
    return "".join(pieces)


@lru_cache(4_096)
def _with(look: Look, sequence: str) -> Look:
    """The look after a sequence of codes."""
    front, back, others = look
    codes = iter(sequence[2:-1].split(";"))
    for code in codes:
        number = int(code or 0) if ":" not in code else -1
        if number == 0:
            front, back, others = _PLAIN
        elif number in (38, 48):
            kind = next(codes, "")
            values = [next(codes, "0") for _ in range({"5": 1, "2": 3}.get(kind, 0))]
            colour = ";".join([code, kind, *values])
            front, back = (colour, back) if number == 38 else (front, colour)
        elif 30 <= number <= 39 or 90 <= number <= 97:
            front = code
        elif 40 <= number <= 49 or 100 <= number <= 107:
            back = code
        elif 22 <= number <= 29:
            others = others - _ENDED[number]
        else:
            others = others | {code}
    return front, back, others


_ENDED = {number: frozenset({str(number - 20)}) for number in range(23, 30)} | {22: frozenset({"1", "2"})}


@lru_cache(4_096)
def _change(here: Look, wanted: Look) -> str:
    if here == wanted:
        return ""
    if wanted == _PLAIN:
        return "\x1b[0m"
    anew = _codes(_PLAIN, wanted, ["0"])
    endings = [str(code) for code, ended in sorted(_ENDED.items()) if ended & (here[2] - wanted[2])]
    left = here[2].difference(*(_ENDED[int(code)] for code in endings))
    if left - wanted[2]:
        # No code ends it alone.
        return anew
    return min(_codes((here[0], here[1], left), wanted, endings), anew, key=len)


def _codes(here: Look, wanted: Look, first: list[str]) -> str:
    codes = first + sorted(wanted[2] - here[2])
    codes += [code for code, before in zip(wanted[:2], here[:2], strict=True) if code != before]
    return f"\x1b[{';'.join(codes)}m"
