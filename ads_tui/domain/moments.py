"""Moments and durations as people write them (CL-9, ST-6), and as they are shown."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError, RuleError
from ads_tui.i18n import N_

FIRST_YEAR = 1900
LAST_YEAR = 2199
LONGEST_DURATION = 3650 * 86_400
RESUME_AT = time(11)
RESUME_YEARS_AHEAD = 2

_LONGEST_MOMENT = 64
_MINUTE = timedelta(minutes=1)
_MOMENT = re.compile(r"[0-9W-]{7,10}[T ][0-9:.,]+(Z|[+-][0-9:]+)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_DURATION = re.compile(r"(-?)(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ResumeOn:
    """When a paused order resumes: `at` in UTC; `is_date` where only the day was named (ST-6)."""

    at: datetime
    is_date: bool


def parse_when(text: str, zone: ZoneInfo, now: datetime, field: str, date_as: time = time(0)) -> datetime:
    """The moment, in UTC, that a WHEN of CL-9 names: ISO 8601, a date alone, or a clock time alone.

    Without a zone of its own it is read in `zone`. A date alone is `date_as` of that day, a clock time alone its next
    occurrence later than `now`. Raises InputError `invalid_value`, also before FIRST_YEAR and after LAST_YEAR.
    """
    value = _read(text, field)
    if isinstance(value, time):
        return _next_clock(value, zone, now, field)
    if not isinstance(value, datetime):
        value = datetime.combine(value, date_as)
    if value.tzinfo is None:
        return resolve_local(value, zone, field)
    demand_reach(value, field)
    return value.astimezone(UTC)


def parse_resume_on(text: str, zone: ZoneInfo, now: datetime, field: str) -> ResumeOn:
    """The moment to resume on (ST-6): a date alone is 11:00 of it in `zone`.

    Raises InputError `invalid_value` where it cannot be read, RuleError `resume_on_invalid` where it is not later
    than `now`, or its date in `zone` is later than today's date two years ahead.
    """
    value = _read(text, field)
    if not isinstance(value, time) and not _in_reach(value):
        raise _resume_on_refused(field)
    is_date = isinstance(value, date) and not isinstance(value, datetime)
    at = parse_when(text, zone, now, field, RESUME_AT)
    if at <= now or at.astimezone(zone).date() > _years_ahead(now.astimezone(zone).date()):
        raise _resume_on_refused(field)
    return ResumeOn(at, is_date)


def parse_visit(text: str, zone: ZoneInfo, now: datetime, field: str) -> tuple[datetime, datetime | None]:
    """The visit time `WHEN[..WHEN]`, in UTC; the end is None where it is not given.

    A clock time alone as the end is its next occurrence from the start on. Raises InputError `invalid_value`, also
    where the end lies before the start.
    """
    first, separator, last = text.partition("..")
    start = parse_when(first, zone, now, field)
    if not separator:
        return start, None
    end = parse_when(last, zone, start - timedelta(microseconds=1), field)
    if end < start:
        raise InputError("invalid_value", N_("The visit would end before it starts"), field=field)
    return start, end


def resolve_local(naive: datetime, zone: ZoneInfo, field: str | None = None) -> datetime:
    """The moment, in UTC, of a local time without a zone (CL-9).

    The first one in a doubled hour, the next valid minute in a missing one. Raises InputError `invalid_value` before
    FIRST_YEAR and after LAST_YEAR.
    """
    demand_reach(naive, field)
    local = naive.replace(fold=0, tzinfo=None)
    while True:
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(fold=0, tzinfo=None) == local:
            return moment
        local = local.replace(second=0, microsecond=0) + _MINUTE


def demand_reach(day: date, field: str | None) -> None:
    """Refuse a day before FIRST_YEAR or after LAST_YEAR: InputError `invalid_value`."""
    if not _in_reach(day):
        raise InputError(
            "invalid_value",
            N_("The year must lie between {first} and {last}"),
            field=field,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )


def parse_duration(text: str, field: str) -> int:
    """The seconds of a DURATION of CL-9: days, hours and minutes, such as `1h30m`; a day is 24 hours.

    Raises InputError `invalid_value`, also for nothing at all and for more than LONGEST_DURATION.
    """
    found = _DURATION.fullmatch(text.strip().lower()) if len(text) <= _LONGEST_MOMENT else None
    sign, *counts = found.groups() if found else ("",)
    if not any(counts):
        raise InputError(
            "invalid_value",
            N_("This is no duration: {given}. Examples: 30m, 2h, 1h30m, 3d"),
            field=field,
            given=excerpt(text),
        )
    days, hours, minutes = (int(count or 0) for count in counts)
    seconds = ((days * 24 + hours) * 60 + minutes) * 60
    if sign or not 0 < seconds <= LONGEST_DURATION:
        raise InputError(
            "invalid_value",
            N_("A duration is above zero and at most {most}, not {given}"),
            field=field,
            most=show_duration(LONGEST_DURATION),
            given=excerpt(text),
        )
    return seconds


def show_duration(seconds: int) -> str:
    """Seconds as `parse_duration` reads them, begun minutes left out; `0m` where nothing is left."""
    minutes = abs(seconds) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = "".join(f"{count}{unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "m")) if count)
    return f"-{parts}" if seconds < 0 and parts else parts or "0m"


def show_moment(moment: datetime, zone: ZoneInfo) -> str:
    """A moment for people, in `zone`, to the minute: `2026-08-20 11:00`."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(" ", "minutes")


def show_date(moment: datetime, zone: ZoneInfo) -> str:
    """The day of a moment in `zone`: `2026-08-20`."""
    return moment.astimezone(zone).date().isoformat()


def iso_utc(moment: datetime) -> str:
    """A moment for JSON, to the second (CL-3): `2026-08-20T08:00:00Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _read(text: str, field: str) -> datetime | date | time:
    """What the text names, unresolved; raises InputError `invalid_value` where it names nothing."""
    plain = text.strip().upper()
    try:
        if len(plain) > _LONGEST_MOMENT:
            raise ValueError
        clock = _CLOCK.fullmatch(plain)
        if clock:
            hours, minutes, seconds = (int(part or 0) for part in clock.groups())
            return time(hours, minutes, seconds)
        return datetime.fromisoformat(plain) if _MOMENT.fullmatch(plain) else date.fromisoformat(plain)
    except ValueError:
        raise InputError(
            "invalid_value",
            N_("This is no moment: {given}. Examples: 2026-08-20, 2026-08-20T14:30, 14:30"),
            field=field,
            given=excerpt(text),
        ) from None


def _next_clock(clock: time, zone: ZoneInfo, now: datetime, field: str) -> datetime:
    today = now.astimezone(zone).date()
    for day in range(3):
        moment = resolve_local(datetime.combine(today + timedelta(days=day), clock), zone, field)
        if moment > now:
            return moment
    raise AssertionError(f"{clock} does not come within two days of {now} in {zone}")


def _in_reach(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _years_ahead(day: date) -> date:
    year = day.year + RESUME_YEARS_AHEAD
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _resume_on_refused(field: str) -> RuleError:
    return RuleError(
        "resume_on_invalid",
        N_("The order must resume later than now and at most two years ahead"),
        field=field,
    )
