"""The values of a filter in words (FL-1, FL-2)."""

from collections.abc import Iterable, Mapping

from ads_tui.domain.filter_dates import DATE_WORDS
from ads_tui.domain.filter_values import DateRange, NumberRange, Special, Text, Value, named_by
from ads_tui.i18n import N_, _
from ads_tui.services.orders.filter_choices import SPECIAL_CAPTIONS

_RANGES = {
    (True, True): N_("{first} to {last}"),
    (True, False): N_("from {first}"),
    (False, True): N_("up to {last}"),
}
_STRICT = {True: N_("after {first}"), False: N_("before {last}")}
_STRICT_NUMBERS = {True: N_("more than {first}"), False: N_("less than {last}")}


def value_in_words(value: Value, captions: Mapping[Value, str]) -> str:
    """A value as people say it; `captions` are those of codes and logins."""
    match value:
        case Special():
            return _(SPECIAL_CAPTIONS[value.word])
        case NumberRange():
            return _range(value.lowest, value.highest, _STRICT_NUMBERS if value.strict else None)
        case DateRange():
            ends = [None if end is None else end_in_words(end) for end in (value.first, value.last)]
            return _range(ends[0], ends[1], _STRICT if value.strict else None)
        case Text() if not value.whole and value not in captions:
            return f"{value.text}…"
    return captions.get(value, named_by(value))


def values_in_words(values: Iterable[Value], captions: Mapping[Value, str], *, none_of: bool) -> str:
    """The values of a name, parted by commas."""
    told = ", ".join(value_in_words(value, captions) for value in values)
    return _("all but {values}").format(values=told) if none_of else told


def end_in_words(end: str) -> str:
    """A day, a minute or a word of a date as it is typed at a desk, day first: `20.08.2026 14:30`."""
    if end in DATE_WORDS:
        return _(DATE_WORDS[end])
    day, _t, minute = end.partition("T")
    return f"{'.'.join(reversed(day.split('-')))} {minute}".rstrip()


def _range(first: object, last: object, strict: Mapping[bool, str] | None) -> str:
    if first == last:
        return str(first)
    form = strict[first is not None] if strict else _RANGES[first is not None, last is not None]
    return _(form).format(first=first, last=last)
