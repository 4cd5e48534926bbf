"""Keys by which names sort alike on both databases (CO-4)."""

import re

from ads_tui.domain.text import caseless, display

LONGEST_KEY = 300

# The Russian and the Ukrainian alphabet in one; ё is е here and decides only between otherwise equal names.
_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя"
# The codes of capital letters are free, since no capital is left in a caseless text.
_PLACES = {ord(letter): chr(0x0400 + place) for place, letter in enumerate(_ALPHABET)}
_PLACES[ord("ё")] = _PLACES[ord("е")]
_DIGITS = re.compile("[0-9]+")
_TIE = "\x01"


def sort_key(text: str) -> str:
    """The text's place in the alphabet, as a string to be compared by code points (BINARY, COLLATE "C").

    Case is ignored, ё stands beside е, numbers up to 10 digits sort as numbers ("кв. 2" before "кв. 10"). Names alike
    in their first `LONGEST_KEY` characters get one key, so that every key fits an index. It holds no NUL.
    """
    plain = caseless(display(text))
    padded = _DIGITS.sub(lambda digits: digits[0].zfill(10), plain)
    key = padded.translate(_PLACES)[:LONGEST_KEY]
    tie = "".join("1" if char == "ё" else "0" for char in plain if char in "её").rstrip("0")[:LONGEST_KEY]
    return key + _TIE + tie if tie else key
