"""Ranges and texts of a filter as fields show them and as they are typed; both ways give the same value (FL-2)."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from ads_tui.domain.day_first import iso_date, iso_moment
from ads_tui.domain.filter_dates import DATE_WORDS, read_date
from ads_tui.domain.filter_reading import MOST_DIGITS, Written, read_number
from ads_tui.domain.filter_values import DateRange, NumberRange, Text, Value
from ads_tui.domain.text import excerpt, fold, words
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _

# What fields of which kind of names are called, by the fields that a refusal names.
FIELDS: dict[str, tuple[str, ...]] = {
    "date": ("from", "to"),
    "number": ("from", "to"),
    "place": ("from", "to"),
    "text": ("text",),
}
# Names whose moments are all past.
PAST = frozenset({"created", "updated", "accepted", "closed"})
_YEAR = timedelta(days=365)
_EXAMPLE = "20.08.2026 14:30"
_WHOLE_NUMBER = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}")
_NOT_BARE = re.compile(r"[\s,\"()\[\]{}]")


def as_typed(kind: str, value: Value) -> tuple[str, ...] | None:
    """A value as the fields of its kind of names show it, None where they cannot or a list has it."""
    match value:
        case DateRange(first, last, strict) if not strict and not (first == last and first in DATE_WORDS):
            return tuple("" if end is None else _day_first(end) for end in (first, last))
        case NumberRange(lowest, highest, strict) if not strict and (kind == "number" or lowest != highest):
            return tuple("" if end is None else str(end) for end in (lowest, highest))
        case Text() if kind == "text":
            return (f'"{value.text}"' if value.whole else value.text,)
    return None


def in_fields(kind: str, values: Sequence[Value]) -> Value | None:
    """The first of the values that the fields show; the rest stand in the list."""
    if kind not in FIELDS:
        return None
    return next((value for value in values if as_typed(kind, value) is not None), None)


def read_typed(kind: str, typed: Sequence[str], today: date, *, is_past: bool = False) -> Value | None:
    """The value of what was typed, None for nothing; `today` is in the organization's zone.

    A day without a year is the nearest one, the last one where `is_past`, and as an end the next one from the beginning
    on, where `is_past` one of the same year unless a later one has been. Raises InputError `invalid_value` that names
    the field.
    """
    texts = [" ".join(text.split()) if kind != "text" else text.strip() for text in typed]
    if not any(texts):
        return None
    if kind == "text":
        return _read_text(texts[0])
    if kind == "date":
        ends = _read_days(texts, today, is_past)
    else:
        ends = [_read_whole(text, field) for text, field in zip(texts, FIELDS[kind], strict=True)]
    written = Written("..".join(ends), False, 0, ())
    try:
        return read_date(written) if kind == "date" else read_number(written)
    except InputError:
        raise InputError("invalid_value", N_("The range ends before it begins"), field="to") from None


def _read_days(texts: Sequence[str], today: date, is_past: bool) -> list[str]:
    first = _read_day(texts[0], "from", lambda day: _without_future(day, today) if is_past else _nearest(day, today))
    begin = date.fromisoformat(first[:10]) if first[:1].isdigit() else None
    if begin is None:
        last = _read_day(texts[1], "to", lambda day: _without_future(day, today) if is_past else _nearest(day, today))
    else:
        last = _read_day(texts[1], "to", lambda day: _from_on(day, begin, today if is_past else None))
    return [first, last]


def _nearest(day: str, today: date) -> str:
    return iso_date(day, today, ahead=False)


def _without_future(day: str, today: date) -> str:
    """The last such day; one with a year is what it is."""
    nearest = _nearest(day, today)
    return nearest if nearest <= today.isoformat() else iso_date(day, today - _YEAR, ahead=True)


def _from_on(day: str, begin: date, past: date | None) -> str:
    """The next such day from `begin` on; where none comes after the day `past`, not one of a coming year."""
    found = iso_date(day, begin, ahead=True)
    if past is None or found <= past.isoformat() or found[:4] == f"{begin.year}":
        return found
    return iso_date(day, date(begin.year, 1, 1), ahead=True)


def _read_day(text: str, field: str, complete: Callable[[str], str]) -> str:
    """A day, a minute or a word as a line writes it; `complete` gives a day its year."""
    for word, caption in DATE_WORDS.items():
        if fold(text) in (word, fold(_(caption))):
            return word
    day, _space, clock = text.replace("T", " ").partition(" ")
    end = complete(day)
    if clock:
        end = iso_moment(f"{end} {clock}", date.min, field).replace(" ", "T")
    try:
        if end and read_date(Written(end, False, 0, ())) == DateRange(end, end):
            return end
    except InputError:
        pass
    if not text:
        return ""
    refusal = N_("{given} is no date: type one like {example}, with or without the time, or a word such as {word}")
    word = _(DATE_WORDS["today"])
    raise InputError("invalid_value", refusal, field=field, given=excerpt(text), example=_EXAMPLE, word=word)


def _read_whole(text: str, field: str) -> str:
    if text and not _WHOLE_NUMBER.fullmatch(text):
        raise InputError("invalid_value", N_("{given} is no whole number"), field=field, given=excerpt(text))
    return text


def _read_text(text: str) -> Text:
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    value = Text(text[1:-1], whole=True) if is_quoted else Text(text, whole=_NOT_BARE.search(text) is not None)
    if not words(value.text):
        raise InputError("invalid_value", N_("A letter or a digit is needed"), field="text")
    return value


def _day_first(end: str) -> str:
    """A day, a minute or a word of a line as it is typed at a desk: `20.08.2026 14:30`."""
    if end in DATE_WORDS:
        return _(DATE_WORDS[end])
    day, _t, minute = end.partition("T")
    return f"{'.'.join(reversed(day.split('-')))} {minute}".rstrip()
