"""Reads the values of a filter line: what each kind takes, and the refusal with its place (FL-4)."""

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ads_tui.domain.filter_values import Code, NumberRange, Special, Text, Value
from ads_tui.domain.logins import check_login
from ads_tui.domain.text import excerpt, words
from ads_tui.errors import InputError
from ads_tui.i18n import N_

# Order numbers and ids fit 64 bits on both databases.
MOST_DIGITS = 18

_ALIKE = 0.6
_RANGE = re.compile(
    r"(?P<sign><=|>=|<|>)(?P<bound>-?[0-9]+)|(?P<low>-?[0-9]+)?(?P<dots>\.\.)(?P<high>-?[0-9]+)?|(?P<one>-?[0-9]+)"
)


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


def read_code(value: Written) -> Value:
    """A code of the list, whatever its case, or a special word."""
    special = special_of(value)
    if special:
        return special
    wanted = value.text.lower()
    for code in value.codes:
        if code.lower() == wanted:
            return Code(code, value.position)
    choices = [*value.codes, *value.special]
    raise filter_fault(
        value.position,
        N_("There is no {given} here; there are: {choices}"),
        nearest_of(value.text, choices),
        given=excerpt(value.text),
        choices=", ".join(choices),
    )


def read_kept_code(value: Written) -> Value:
    """A code that was on the list once: whether it still is, is judged where it is looked for (FV-2)."""
    return special_of(value) or Code(value.text.lower(), value.position)


def read_login(value: Written) -> Value:
    """A login, whatever its case, or a special word; whether there is such an employee is not judged here."""
    special = special_of(value)
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


def read_text(value: Written) -> Value:
    """A code or a text, or a special word; whether there is such a thing is not judged here."""
    special = special_of(value)
    if special:
        return special
    if not words(value.text):
        raise filter_fault(value.position, N_("There is no letter or digit in it: {given}"), given=excerpt(value.text))
    return Text(value.text, value.in_quotes, value.position)


def read_text_or_number(value: Written) -> Value:
    """A number or a range of them where it reads so and is not in quotes, else a text, or a special word."""
    if not value.in_quotes and _RANGE.fullmatch(value.text):
        return read_number(value)
    return read_text(value)


def read_number(value: Written) -> Value:
    """A whole number or a range of them, or a special word."""
    special = special_of(value)
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
        raise no_end(value)
    lowest, highest = _whole(low, value), _whole(high, value)
    if lowest is not None and highest is not None and lowest > highest:
        raise ends_early(value)
    return NumberRange(lowest, highest, sign in ("<", ">"), value.position)


def special_of(value: Written) -> Special | None:
    """The special word that a value is, None where it is none."""
    word = value.text.lower()
    return Special(word, value.position) if word in value.special and not value.in_quotes else None


def no_end(value: Written) -> InputError:
    """The refusal of a range without an end."""
    return filter_fault(value.position, N_("A range needs at least one end"))


def ends_early(value: Written) -> InputError:
    """The refusal of a range that ends before it begins."""
    return filter_fault(value.position, N_("The range ends before it begins: {given}"), given=excerpt(value.text))


def _whole(digits: str | None, value: Written) -> int | None:
    if digits is None:
        return None
    if len(digits.lstrip("-0")) > MOST_DIGITS:
        raise filter_fault(value.position, N_("The number is too large: {given}"), given=excerpt(value.text))
    return int(digits)
