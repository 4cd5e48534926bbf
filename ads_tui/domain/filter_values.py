"""The values of a filter line: what each kind takes, and how it is written back (FL-4)."""

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ads_tui.domain.logins import check_login
from ads_tui.domain.text import excerpt, words
from ads_tui.errors import InputError
from ads_tui.i18n import N_

# The words that some names take beside things, logins and codes: as a login each is written in quotes.
SPECIAL_WORDS = frozenset({"me", "none", "yes", "no", "any"})
# Order numbers and ids fit 64 bits on both databases.
MOST_DIGITS = 18

_ALIKE = 0.6
_RANGE = re.compile(
    r"(?P<sign><=|>=|<|>)(?P<bound>-?[0-9]+)|(?P<low>-?[0-9]+)?(?P<dots>\.\.)(?P<high>-?[0-9]+)?|(?P<one>-?[0-9]+)"
)


@dataclass(frozen=True, slots=True)
class Special:
    """A word with a meaning of its own, such as `me` or `none`."""

    word: str
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a fixed list, or a login."""

    code: str
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return quoted(self.code) if self.code in SPECIAL_WORDS else self.code


@dataclass(frozen=True, slots=True)
class Text:
    """A thing's code or a part of its name: the `whole` name where it was in quotes, else words as in SE-1."""

    text: str
    whole: bool = False
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return quoted(self.text) if self.whole else self.text


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Whole numbers from `lowest` to `highest`; None is without an end.

    Both ends are included, but for a `strict` range, which has one end.
    """

    lowest: int | None = None
    highest: int | None = None
    strict: bool = False
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if self.strict:
            return f"<{self.highest}" if self.lowest is None else f">{self.lowest}"
        if self.lowest == self.highest:
            return str(self.lowest)
        return "..".join("" if end is None else str(end) for end in (self.lowest, self.highest))


Value = Special | Code | Text | NumberRange


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it stands in the line; `special` and `codes` are those that its name takes."""

    text: str
    in_quotes: bool
    position: int
    special: Collection[str]
    codes: Sequence[str] = ()


def filter_fault(position: int, text: str, nearest: str | None = None, **values: str) -> InputError:
    """The refusal `filter_syntax` at a place of the line, counted from 0, with the nearest valid word."""
    return InputError(
        "filter_syntax", text, field="filter", details={"position": position, "nearest": nearest}, **values
    )


def nearest_of(word: str, known: Collection[str]) -> str | None:
    """The known word that is most like a mistyped one: one that begins with it, else by likeness, else None."""
    mistyped = word.lower()
    begun = sorted((name for name in known if mistyped and name.lower().startswith(mistyped)), key=len)
    return next(iter(begun or difflib.get_close_matches(mistyped, known, 1, _ALIKE)), None)


def quoted(text: str) -> str:
    r"""The text in quotes, with `\"` and `\\` inside."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def read_code(value: Written) -> Value:
    """A code of the list, whatever its case, or a special word."""
    special = _special(value)
    if special:
        return special
    wanted = value.text.lower()
    for code in value.codes:
        if code.lower() == wanted:
            return Code(code, value.position)
    raise filter_fault(
        value.position,
        N_("There is no {given} here"),
        nearest_of(value.text, [*value.codes, *value.special]),
        given=excerpt(value.text),
    )


def read_login(value: Written) -> Value:
    """A login, whatever its case, or a special word; whether there is such an employee is not judged here."""
    special = _special(value)
    if special:
        return special
    try:
        return Code(check_login(value.text.lower()), value.position)
    except InputError:
        raise filter_fault(
            value.position,
            N_("This is no login: {given}"),
            nearest_of(value.text, value.special),
            given=excerpt(value.text),
        ) from None


def read_thing(value: Written) -> Value:
    """A code or a text, or a special word; whether there is such a thing is not judged here."""
    special = _special(value)
    if special:
        return special
    if not words(value.text):
        raise filter_fault(value.position, N_("There is no letter or digit in it: {given}"), given=excerpt(value.text))
    return Text(value.text, value.in_quotes, value.position)


def read_number(value: Written) -> Value:
    """A whole number or a range of them, or a special word."""
    special = _special(value)
    if special:
        return special
    found = _RANGE.fullmatch(value.text)
    if not found:
        raise filter_fault(
            value.position,
            N_("This is no number and no range like 5..9 or >=5: {given}"),
            nearest_of(value.text, value.special),
            given=excerpt(value.text),
        )
    one, bound, sign = found["one"], found["bound"], found["sign"]
    low = one or found["low"] or (bound if sign in (">", ">=") else None)
    high = one or found["high"] or (bound if sign in ("<", "<=") else None)
    if found["dots"] and low is None and high is None:
        raise filter_fault(value.position, N_("A range needs at least one end"))
    lowest, highest = _whole(low, value), _whole(high, value)
    if lowest is not None and highest is not None and lowest > highest:
        raise filter_fault(value.position, N_("The range ends before it begins: {given}"), given=excerpt(value.text))
    return NumberRange(lowest, highest, sign in ("<", ">"), value.position)


def _whole(digits: str | None, value: Written) -> int | None:
    if digits is None:
        return None
    if len(digits.lstrip("-0")) > MOST_DIGITS:
        raise filter_fault(value.position, N_("The number is too large: {given}"), given=excerpt(value.text))
    return int(digits)


def _special(value: Written) -> Special | None:
    word = value.text.lower()
    return Special(word, value.position) if word in value.special and not value.in_quotes else None
