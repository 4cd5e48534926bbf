"""What people type: what may pass into a field, how it compares, how it is shown."""

import re
from unicodedata import category, normalize

from ads_tui.errors import InputError
from ads_tui.i18n import N_

LINE = 255
TEXT = 10_000
NOTE = 50_000
LONGEST_WORD = 255

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    + _NONCHARACTERS
    + "]|\r(?!\n)"
)
_YO_WITH_MARKS = re.compile("ё[\u0300-\u036f]*")
_WORD = re.compile(r"[^\W_]+")


def caseless(text: str) -> str:
    """The text without differences of case and of form (NFKC); ё stays ё and № stays a sign, not "no"."""
    if text.isascii():
        return text.lower()
    return "№".join(normalize("NFKC", normalize("NFKC", part).casefold()) for part in text.split("№"))


def fold(text: str) -> str:
    """The text as names are compared and indexed: without case, form, and the difference of ё and е (CL-11, SE-1)."""
    folded = caseless(text)
    if "ё" not in folded:
        return folded
    return normalize("NFC", _YO_WITH_MARKS.sub(lambda found: "е" + found[0][1:].replace("\u0308", ""), folded))


def words(text: str) -> tuple[str, ...]:
    """The folded words of letters and digits, in the order of the text (SE-1).

    Marks that belong to no letter of their own (a stress) and invisible format characters (a soft hyphen) are left
    out of words, not split at. A word is cut at `LONGEST_WORD` characters, since an index takes no longer ones.
    """
    folded = fold(text)
    if not folded.isascii():
        silent = [char for char in set(folded) if category(char) in ("Mn", "Mc", "Me", "Cf")]
        folded = folded.translate(dict.fromkeys(map(ord, silent)))
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(folded))


def clean_line(text: str, field: str, longest: int = LINE) -> str:
    """One line without outer white space; line breaks and tabs become spaces, white space alone is "" (CR-12).

    Raises InputError `invalid_value` for what `clean_text` refuses.
    """
    return _clean(text, field, longest, line=True)


def clean_text(text: str, field: str, longest: int = TEXT) -> str:
    r"""Text of several lines (`\n`) without outer white space; white space alone is "" (CR-12).

    Raises InputError `invalid_value` where it is longer than `longest` code points, or holds a control character,
    a lone surrogate, a bidi override, embedding or isolate, a line or paragraph separator or a noncharacter.
    """
    return _clean(text, field, longest, line=False)


def required_line(text: str, field: str, longest: int = LINE) -> str:
    """`clean_line`, raising InputError `field_required` where nothing is left."""
    return _required(clean_line(text, field, longest), field)


def required_text(text: str, field: str, longest: int = TEXT) -> str:
    """`clean_text`, raising InputError `field_required` where nothing is left."""
    return _required(clean_text(text, field, longest), field)


def display(text: str) -> str:
    r"""The text for a terminal: `\n` stays, a tab is a space, whatever could steer the terminal is U+FFFD."""
    return _REFUSED.sub("\ufffd", text.replace("\r\n", "\n").replace("\t", " "))


def excerpt(text: str, longest: int = 40) -> str:
    """The beginning of what was typed, on one line and safe to show, for the message of a refusal."""
    start = display(text[: longest + 1]).replace("\n", " ")
    return start if len(start) <= longest else start[: longest - 1] + "…"


def _clean(text: str, field: str, longest: int, *, line: bool) -> str:
    refused = _REFUSED.search(text)
    if refused:
        raise InputError(
            "invalid_value",
            N_("The character {character}, number {place} of the text, cannot be taken"),
            field=field,
            character=f"U+{ord(refused[0]):04X}",
            place=refused.start() + 1,
        )
    text = text.replace("\r\n", "\n")
    if line:
        text = text.replace("\n", " ").replace("\t", " ")
    text = text.strip()
    if len(text) > longest:
        raise InputError(
            "invalid_value",
            N_("The text is {length} characters long, the longest allowed is {longest}"),
            field=field,
            length=len(text),
            longest=longest,
        )
    # Format characters alone would look like nothing at all.
    return "" if all(char.isspace() or category(char) == "Cf" for char in text) else text


def _required(text: str, field: str) -> str:
    if not text:
        raise InputError("field_required", N_("A value that must be given is missing"), field=field)
    return text
