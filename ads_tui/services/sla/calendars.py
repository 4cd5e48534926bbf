"""Service calendars as an administrator sets them up: every change is a new version, for later orders (SL-3, SL-12)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.calendars import Calendar, calendar_json, calendar_of_json
from ads_tui.domain.codes import parse_code
from ads_tui.domain.hours import ROUND_THE_CLOCK, WHOLE_DAY, parse_day, parse_hours, show_day, show_hours
from ads_tui.domain.text import excerpt, required_line
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.time import CalendarVersion, ServiceCalendar
from ads_tui.services import audit
from ads_tui.services.naming import not_found
from ads_tui.services.nouns.engine import flush_unless_taken
from ads_tui.services.sla.public_holidays import PublicHolidays, public_holidays
from ads_tui.store.work import Reading, Work

# Always there, and always round the clock.
BUILT_IN = "24x7"

_RIGHT = "admin"
_NOUN = "calendar"
_NEWEST = sa.select(sa.func.max(col(CalendarVersion.id))).group_by(col(CalendarVersion.calendar_id))


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar with its newest version."""

    code: str
    calendar: Calendar

    @property
    def document(self) -> dict[str, Any]:
        """The document of CL-7."""
        exceptions = sorted(self.calendar.exceptions.items())
        return {
            "code": self.code,
            "hours": show_hours(self.calendar.week),
            "exceptions": [{"date": day.isoformat(), "hours": show_day(spans)} for day, spans in exceptions],
        }


def list_calendars(reading: Reading) -> list[CalendarRow]:
    """All calendars by code; AccessError `forbidden` without the section administration."""
    reading.actor.require_section("administration")
    return [CalendarRow(calendar.code, present) for calendar, present in _newest(reading)]


def find_calendar(reading: Reading, text: str, field: str = _NOUN) -> ServiceCalendar:
    """A calendar by its code; InputError `field_required`, NotFoundError, AccessError `not_signed_in`."""
    code = required_line(text, field)
    reading.actor.require_signed_in()
    found = reading.session.scalars(sa.select(ServiceCalendar).where(col(ServiceCalendar.code) == code)).first()
    if found is None:
        raise not_found(field, code)
    return found


def add_calendar(work: Work, code: str, hours: str) -> CalendarRow:
    """Add a calendar in the organization's zone; hours as `24x7` or `mon-fri 09:00-18:00; sat 10:00-14:00` (CL-9).

    Raises InputError (no working time, overlapping spans), AccessError, RuleError `taken`.
    """
    faults = Faults()
    new_code, calendar = "", None
    with faults:
        new_code = parse_code(code)
    with faults:
        calendar = Calendar(work.settings.zone.key, parse_hours(hours, "hours"))
    with faults:
        work.actor.require(_RIGHT)
    if not faults:
        with faults:
            _demand_free(work, new_code)
    faults.raise_first()
    assert calendar is not None
    row = ServiceCalendar(code=new_code)
    work.session.add(row)
    flush_unless_taken(work)
    _write(work, row, None, calendar)
    return CalendarRow(new_code, calendar)


def set_calendar(work: Work, code: str, hours: str) -> CalendarRow:
    """Give a calendar other weekly hours; its exceptions stay.

    Raises InputError, NotFoundError, AccessError, RuleError `in_use` for the calendar `24x7`.
    """
    faults = Faults()
    week = ROUND_THE_CLOCK
    with faults:
        week = parse_hours(hours, "hours")
    return _change(work, code, faults, lambda present: replace(present, week=week))


def except_date(work: Work, code: str, day: str, hours: str) -> CalendarRow:
    """Give a date hours of its own: a holiday `closed`, a short day, a working Saturday. Raises as `set_calendar`."""
    faults = Faults()
    found, spans = date.min, WHOLE_DAY
    with faults:
        found = _parse_date(day)
    with faults:
        spans = parse_day(hours, "hours")
    return _change(
        work, code, faults, lambda present: replace(present, exceptions={**present.exceptions, found: spans})
    )


def load_holidays(work: Work, code: str, year: int, country: str) -> tuple[CalendarRow, PublicHolidays]:
    """Close a calendar on the public holidays of a year; a date that has hours of its own already keeps them.

    Raises InputError `invalid_value` also for a country or a year of which none are known; else as `set_calendar`.
    """
    faults = Faults()
    found = PublicHolidays((), ())
    with faults:
        found = public_holidays(country, year)
    closed = dict.fromkeys(found.days, ())
    row = _change(work, code, faults, lambda present: replace(present, exceptions={**closed, **present.exceptions}))
    return row, found


def renew_zones(work: Work, zone: str) -> None:
    """Make versions in another zone of the organization; working round the clock is the same in each."""
    for row, present in _newest(work):
        if present.week != ROUND_THE_CLOCK or present.exceptions:
            _write(work, row, present, replace(present, zone=zone))


def _change(work: Work, code: str, faults: Faults, change: Callable[[Calendar], Calendar]) -> CalendarRow:
    row = present = changed = None
    with faults:
        row = find_calendar(work, code)
        # Locked, so that of two who change it neither loses what the other did.
        work.session.refresh(row, with_for_update=True)
        present = _present(work, row)
    if row is not None and present is not None and not faults:
        with faults:
            changed = change(replace(present, zone=work.settings.zone.key))
    with faults:
        work.actor.require(_RIGHT)
    if row is not None and row.code == BUILT_IN:
        with faults:
            raise RuleError("in_use", N_("The calendar {code} is always round the clock"), field=_NOUN, code=BUILT_IN)
    faults.raise_first()
    assert row is not None
    assert changed is not None
    _write(work, row, present, changed)
    return CalendarRow(row.code, changed)


def _write(work: Work, row: ServiceCalendar, present: Calendar | None, changed: Calendar) -> None:
    """Write a new version and note it; what changes nothing leaves no trace."""
    assert row.id is not None
    body = calendar_json(changed)
    if present is not None and body == calendar_json(present):
        return
    work.session.add(CalendarVersion(calendar_id=row.id, valid_from=work.now, body=body))
    work.session.flush()
    before, after = _told(present) if present else {}, _told(changed)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    old = {key: before[key] for key in keys if key in before}
    audit.note(work, _NOUN, row.code, old if present else None, {key: after[key] for key in keys})
    work.touch(_NOUN, row.code)


def _told(calendar: Calendar) -> dict[str, str]:
    exceptions = {day.isoformat(): show_day(spans) for day, spans in sorted(calendar.exceptions.items())}
    return {"zone": calendar.zone, "hours": show_hours(calendar.week), **exceptions}


def _present(reading: Reading, row: ServiceCalendar) -> Calendar:
    newest = sa.select(col(CalendarVersion.body)).where(col(CalendarVersion.calendar_id) == row.id)
    return calendar_of_json(reading.session.scalars(newest.order_by(col(CalendarVersion.id).desc())).first() or "")


def _newest(reading: Reading) -> list[tuple[ServiceCalendar, Calendar]]:
    rows = reading.session.execute(
        sa.select(ServiceCalendar, col(CalendarVersion.body))
        .join(CalendarVersion, col(CalendarVersion.calendar_id) == col(ServiceCalendar.id))
        .where(col(CalendarVersion.id).in_(_NEWEST))
        .order_by(col(ServiceCalendar.code))
    )
    return [(row, calendar_of_json(body)) for row, body in rows]


def _demand_free(work: Work, code: str) -> None:
    if work.session.scalars(sa.select(col(ServiceCalendar.id)).where(col(ServiceCalendar.code) == code)).first():
        raise RuleError("taken", N_("The code {given} is taken"), field="code", given=code)


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(
            "invalid_value", N_("This is no date: {given}. Example: 2026-08-20"), field="date", given=excerpt(text)
        ) from None
