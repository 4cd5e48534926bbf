"""The dates of a filter line: days, minutes, words and ranges of them, in the organization's zone (FL-2, FL-4)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ads_tui.domain.filter_reading import Written, ends_early, filter_fault, nearest_of, no_end, special_of
from ads_tui.domain.filter_values import DateRange, Value
from ads_tui.domain.moments import FIRST_YEAR, LAST_YEAR, resolve_local
from ads_tui.domain.text import excerpt
from ads_tui.i18n import N_

DATE_WORDS: dict[str, str] = {
    "today": N_("today"),
    "yesterday": N_("yesterday"),
    "tomorrow": N_("tomorrow"),
    "last7": N_("last 7 days"),
    "this_week": N_("this week"),
    "this_month": N_("this month"),
    "last_month": N_("last month"),
}

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")
_SIGNS = ("<=", ">=", "<", ">")


def read_date(value: Written) -> Value:
    """A day, a minute, a word, or a range of them, or a special word."""
    special = special_of(value)
    if special:
        return special
    text = value.text
    sign = next((sign for sign in _SIGNS if text.startswith(sign)), "")
    low, dots, high = text.removeprefix(sign).partition("..")
    if dots and not (low or high):
        raise no_end(value)
    if sign and dots:
        raise _no_date(value)
    first, last = (_end(end, value) if end or not dots else None for end in (low, high if dots else low))
    first, last = (None if "<" in sign else first), (None if ">" in sign else last)
    if _is_after(first, last):
        raise ends_early(value)
    return DateRange(first, last, sign in ("<", ">"), value.position)


def span_of(value: DateRange, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """The moments of a range in UTC: the first one in it, and the first one past it; None is without an end.

    Days begin and end in `zone`, whatever its clocks do that day; words count from `now`.
    """
    if value.strict:
        if value.last is not None:
            return None, _span(value.last, now, zone)[0]
        return _span(value.first or "", now, zone)[1], None
    first = None if value.first is None else _span(value.first, now, zone)[0]
    return first, None if value.last is None else _span(value.last, now, zone)[1]


def _span(end: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if "T" in end:
        start = resolve_local(datetime.fromisoformat(end), zone)
        return start, start + _MINUTE
    first, last = _days(end, now.astimezone(zone).date())
    return _midnight(first, zone), _midnight(last + _DAY, zone)


def _days(end: str, today: date) -> tuple[date, date]:
    """The first and the last day of a date or a word."""
    month = today.replace(day=1)
    monday = today - timedelta(days=today.weekday())
    days = {
        "today": (today, today),
        "yesterday": (today - _DAY, today - _DAY),
        "tomorrow": (today + _DAY, today + _DAY),
        "last7": (today - 6 * _DAY, today),
        "this_week": (monday, monday + 6 * _DAY),
        "this_month": (month, (month + 31 * _DAY).replace(day=1) - _DAY),
        "last_month": ((month - _DAY).replace(day=1), month - _DAY),
    }
    if end in days:
        return days[end]
    day = date.fromisoformat(end)
    return day, day


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    if day.year > LAST_YEAR:
        return datetime(day.year, 1, 2, tzinfo=UTC)
    return resolve_local(datetime.combine(day, time()), zone)


def _end(text: str, value: Written) -> str:
    """An end as it is kept; raises InputError `filter_syntax` where it is no date, minute or word."""
    if text.lower() in DATE_WORDS:
        return text.lower()
    kept = text.upper()
    try:
        if _DATE.fullmatch(kept) and FIRST_YEAR <= datetime.fromisoformat(kept).year <= LAST_YEAR:
            return kept
    except ValueError:
        pass
    raise _no_date(value, text)


def _no_date(value: Written, end: str = "") -> Exception:
    return filter_fault(
        value.position,
        N_("This is no date, no range of dates and no word like today: {given}. Example: 2026-08-01..today"),
        nearest_of(end, [*DATE_WORDS, *value.special]),
        given=excerpt(value.text),
    )


def _is_after(first: str | None, last: str | None) -> bool:
    """Whether a range ends before it begins, which of words depends on the day and is not judged."""
    if first is None or last is None or first in DATE_WORDS or last in DATE_WORDS:
        return False
    return first > last if len(first) == len(last) else first[:10] > last[:10]
