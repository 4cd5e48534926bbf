"""Dates and times as they are written at a desk, day first: typed, made into what CL-9 reads, and shown."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ads_tui.errors import InputError
from ads_tui.i18n import N_

_DAY = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})(?:[./]([0-9]{4}|[0-9]{2}))?\.?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"[0-9]{1,2}(?::[0-9]{2})?"
_SPAN = re.compile(rf"(?:(\S+)\s+|({_ISO.pattern})T)?({_CLOCK})\s*(?:-|–|—|\.\.)\s*({_CLOCK})")
_MOMENT = re.compile(rf"(\S+)\s+({_CLOCK})")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")
# A day that was yesterday is rather a slip than next year's.
_FARTHEST_WITHOUT_YEAR = timedelta(days=183)


def iso_date(text: str, today: date, *, ahead: bool) -> str:
    """`20.08`, `20.8.27` or `20.08.2027` as `2027-08-20`; whatever else is typed comes back without outer white space.

    A date without a year is the next one from `today` on where `ahead`, else the one nearest to it.
    """
    plain = text.strip()
    found = _DAY.fullmatch(plain)
    if not found:
        return plain
    day, month, year = (int(part) if part else None for part in found.groups())
    if year is not None:
        years = [year + 2000 if year < 100 else year]
    else:
        years = [today.year, today.year + 1] if ahead else [today.year - 1, today.year, today.year + 1]
        # The next 29 February may be some years away.
        years += range(today.year + 2, today.year + 9)
    dates = [made for one in years if (made := _date(one, month or 0, day or 0)) is not None]
    if year is None:
        dates = [made for made in dates if made >= today] if ahead else dates
        dates.sort(key=lambda made: abs(made - today))
    return dates[0].isoformat() if dates else plain


def iso_moment(text: str, today: date, field: str) -> str:
    """`20.08 18:00` as `2027-08-20 18:00`, a date or a time alone as such; the rest as for `iso_date`.

    A date without a year is this year's; where that is past, the next one if it is at most half a year ahead. Raises
    InputError `invalid_value` where it is farther: then the year must be given.
    """
    found = _MOMENT.fullmatch(text.strip())
    day = _coming_date(found[1], today, field) if found else ""
    if not found or not _ISO.fullmatch(day):
        return _coming_date(text, today, field)
    return f"{day} {_clock(found[2])}"


def iso_past_moment(text: str, now: datetime) -> str:
    """`14:30` as when it was that last before `now`, `20.08 14:30` in the year nearest to it; the rest as `iso_moment`.

    `now` is local; what comes back is meant in its zone.
    """
    plain = text.strip()
    if _TIME.fullmatch(plain):
        clock = _clock(plain)
        day = now.date() if clock <= now.strftime("%H:%M") else now.date() - timedelta(days=1)
        return f"{day.isoformat()} {clock}"
    found = _MOMENT.fullmatch(plain)
    day_told = iso_date(found[1], now.date(), ahead=False) if found else ""
    if not found or not _ISO.fullmatch(day_told):
        return iso_date(plain, now.date(), ahead=False)
    return f"{day_told} {_clock(found[2])}"


def iso_visit(text: str, today: date, field: str) -> str:
    """`20.08 10:00-12:00` as `2027-08-20 10:00..12:00`; `10-12` is `10:00..12:00`; the rest as for `iso_moment`."""
    found = _SPAN.fullmatch(text.strip())
    day = _coming_date(found[1] or found[2] or "", today, field) if found else ""
    if found and (not day or _ISO.fullmatch(day)):
        return f"{day} {_clock(found[3])}..{_clock(found[4])}".lstrip()
    return "..".join(iso_moment(part, today, field) for part in text.split(".."))


def show_moment(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in `zone`, to the minute: `20.08.2026 11:00`."""
    return moment.astimezone(zone).strftime("%d.%m.%Y %H:%M")


def show_when(text: str, zone: ZoneInfo) -> str:
    """An ISO day as it is, `20.08.2026`, an ISO moment as `show_moment` tells it in `zone`."""
    found = datetime.fromisoformat(text)
    return show_moment(found, zone) if "T" in text else found.strftime("%d.%m.%Y")


def _coming_date(text: str, today: date, field: str) -> str:
    read = iso_date(text, today, ahead=True)
    found = _DAY.fullmatch(text.strip())
    if found is None or found[3] is not None or not _ISO.fullmatch(read):
        return read
    coming = date.fromisoformat(read)
    if coming.year == today.year or coming - today <= _FARTHEST_WITHOUT_YEAR:
        return read
    is_past = _date(today.year, coming.month, coming.day) is not None
    raise InputError(
        "invalid_value",
        N_("{day} is past; give the year if {date} is meant")
        if is_past
        else N_("{year} has no {day}; give the year if {date} is meant"),
        field=field,
        day=coming.strftime("%d.%m"),
        date=coming.strftime("%d.%m.%Y"),
        year=today.year,
    )


def _clock(text: str) -> str:
    hours, _colon, minutes = text.partition(":")
    return f"{hours:0>2}:{minutes or '00'}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
