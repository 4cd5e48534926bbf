"""Shifts: who is on duty at a moment, by his own dated shifts or by his department's week (NT-7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ads_tui.domain.calendars import Interval
from ads_tui.domain.hours import DAY
from ads_tui.domain.moments import resolve_local
from ads_tui.errors import InputError
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class Hours:
    """From and to, in minutes from local midnight; a shift that ends when it began, or before, ends on the next day."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < DAY or not 0 <= self.end <= DAY:
            raise InputError("invalid_value", N_("A shift goes from one time of day to another"), field="from")


@dataclass(frozen=True, slots=True)
class DatedShift:
    """A shift of one employee, by the local day on which it begins."""

    day: date
    hours: Hours


@dataclass(frozen=True, slots=True)
class WeeklyShift:
    """A shift of a department on each of these weekdays, Monday 0."""

    weekdays: frozenset[int]
    hours: Hours


@dataclass(frozen=True, slots=True)
class Roster:
    """The shifts that hold for an employee: his own where he has any, else his department's."""

    dated: tuple[DatedShift, ...] = ()
    weekly: tuple[WeeklyShift, ...] = ()


def on_shift(roster: Roster, zone: ZoneInfo, moment: datetime) -> bool:
    """Whether an employee is on shift; who has no shifts at all always is. `zone` is the organization's."""
    return not (roster.dated or roster.weekly) or shift_at(roster, zone, moment) is not None


def shift_at(roster: Roster, zone: ZoneInfo, moment: datetime) -> Interval | None:
    """The shift, in UTC and half-open, that holds at a moment; of overlapping ones that which ends last."""
    today = moment.astimezone(zone).date()
    holding = [
        (start, end)
        for start, end in _shifts(roster, zone, (today - timedelta(days=1), today))
        if start <= moment < end
    ]
    return max(holding, key=lambda shift: shift[1], default=None)


def next_shift(roster: Roster, zone: ZoneInfo, moment: datetime) -> Interval | None:
    """The first shift, in UTC, that begins after a moment; None where there is none."""
    today = moment.astimezone(zone).date()
    days = [shift.day for shift in roster.dated] if roster.dated else [today + timedelta(days=n) for n in range(9)]
    coming = [shift for shift in _shifts(roster, zone, days) if shift[0] > moment]
    return min(coming, default=None)


def _shifts(roster: Roster, zone: ZoneInfo, days: Iterable[date]) -> list[Interval]:
    """The shifts that begin on local days; one that DST leaves nothing of is none."""
    wanted = set(days)
    hours = (
        [(shift.day, shift.hours) for shift in roster.dated if shift.day in wanted]
        if roster.dated
        else [(day, shift.hours) for day in wanted for shift in roster.weekly if day.weekday() in shift.weekdays]
    )
    found = [(_moment(day, span.start, zone), _moment(day, _end(span), zone)) for day, span in hours]
    return [shift for shift in found if shift[0] < shift[1]]


def _end(hours: Hours) -> int:
    return hours.end if hours.end > hours.start else hours.end + DAY


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    return resolve_local(datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes), zone)
