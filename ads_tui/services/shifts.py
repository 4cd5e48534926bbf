"""Shifts: who is on duty, the rosters that say so, and what is handed over (NT-7, NT-8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.calendars import Interval
from ads_tui.domain.hours import parse_days, parse_time, show_days
from ads_tui.domain.moments import demand_reach, iso_utc
from ads_tui.domain.shifts import DatedShift, Hours, Roster, WeeklyShift, next_shift, on_shift, shift_at
from ads_tui.domain.text import clean_line, excerpt
from ads_tui.errors import Faults, InputError
from ads_tui.i18n import N_
from ads_tui.models.columns import table_of
from ads_tui.models.notifications import Shift
from ads_tui.models.people import Department, Employee
from ads_tui.services import audit
from ads_tui.services.naming import find_thing, not_found
from ads_tui.services.nouns.keys import find_employee
from ads_tui.store.order_rows import LARGEST_NUMBER, ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading, Work

SHIFTS = table_of(Shift)
_EMPLOYEES, _DEPARTMENTS = table_of(Employee), table_of(Department)
# Where no shifts say how long one lasts.
_USUAL = timedelta(hours=12)
_WAITING = ("approval", "clarification")
_NOTED = sa.select(SHIFTS, _EMPLOYEES.c.login, _DEPARTMENTS.c.code.label("department")).select_from(
    SHIFTS.outerjoin(_EMPLOYEES, _EMPLOYEES.c.id == SHIFTS.c.employee_id).outerjoin(
        _DEPARTMENTS, _DEPARTMENTS.c.id == SHIFTS.c.department_id
    )
)


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift as it is shown: of an employee from one moment (UTC) to another, or of a department by the clock."""

    id: int
    login: str | None
    department: str | None
    start: str
    end: str
    days: str | None

    @property
    def document(self) -> dict[str, Any]:
        """The document of CL-7."""
        who = {"id": self.id, "login": self.login, "department": self.department}
        return {**who, "from": self.start, "to": self.end, "days": self.days}


@dataclass(frozen=True, slots=True)
class Digest:
    """What one shift hands over to the next: numbers of orders, ascending; the spans in UTC."""

    this: Interval
    until: datetime
    open: tuple[int, ...]
    promised: tuple[int, ...]
    due: tuple[int, ...]
    waiting: tuple[int, ...]
    changed: tuple[int, ...]

    @property
    def document(self) -> dict[str, list[int]]:
        """The document of CL-7."""
        return {name: list(getattr(self, name)) for name in DIGEST}


DIGEST: dict[str, str] = {
    "open": N_("Still open"),
    "promised": N_("Promised: a visit time, or a due set by hand"),
    "due": N_("Due before the next shift ends"),
    "waiting": N_("Waiting for an answer"),
    "changed": N_("Changed during this shift"),
}


class Duty:
    """Who is on shift at a moment, by the shifts of all."""

    def __init__(self, reading: Reading, moment: datetime, rows: Iterable[Any]) -> None:
        self._moment, self._zone = moment, reading.settings.zone
        self._dated: dict[int, list[DatedShift]] = {}
        self._weekly: dict[int, list[WeeklyShift]] = {}
        for row in rows:
            hours = Hours(row.from_minute, row.to_minute)
            if row.employee_id is not None:
                self._dated.setdefault(row.employee_id, []).append(DatedShift(row.day, hours))
            else:
                weekdays = frozenset(parse_days(row.weekdays, "days"))
                self._weekly.setdefault(row.department_id, []).append(WeeklyShift(weekdays, hours))
        people = sa.select(_EMPLOYEES.c.id, _EMPLOYEES.c.department_id).where(_EMPLOYEES.c.blocked_at.is_(None))
        self._departments: dict[int, int | None] = dict(reading.connection.execute(people).all())

    def roster(self, employee: int) -> Roster:
        """The shifts that hold for an employee."""
        weekly = self._weekly.get(self._departments.get(employee) or 0, ())
        return Roster(tuple(self._dated.get(employee, ())), tuple(weekly))

    def on_shift(self, employees: Iterable[int]) -> frozenset[int]:
        """Those of the employees who are on shift."""
        return frozenset(one for one in employees if on_shift(self.roster(one), self._zone, self._moment))

    def colleagues(self, employee: int) -> frozenset[int]:
        """The unblocked employees of his department, himself left out."""
        department = self._departments.get(employee)
        if department is None:
            return frozenset()
        return frozenset(one for one, of in self._departments.items() if of == department and one != employee)

    def spans(self, employee: int) -> tuple[Interval, datetime]:
        """The shift of the moment, and when the one after it ends; twelve hours each where no shift tells."""
        moment, zone = self._moment, self._zone
        this = shift_at(self.roster(employee), zone, moment) or (moment - _USUAL, moment)
        mates = [*self.colleagues(employee), employee]
        dated = tuple(shift for one in mates for shift in self._dated.get(one, ()))
        weekly = tuple(self._weekly.get(self._departments.get(employee) or 0, ()))
        rosters = [Roster(dated=dated), Roster(weekly=weekly)]
        coming = [found for roster in rosters if (found := next_shift(roster, zone, moment)) is not None]
        return this, max(this[1], min(coming)[1]) if coming else max(this[1], moment) + _USUAL


def duty_at(reading: Reading, moment: datetime) -> Duty | None:
    """Who is on shift at a moment; None where there are no shifts at all, so that everybody always is."""
    rows = reading.connection.execute(sa.select(SHIFTS)).all()
    return Duty(reading, moment, rows) if rows else None


def add_shift(work: Work, login: str, day: str, start: str, end: str) -> ShiftView:
    """Give an employee a shift on a local day; one that ends when it began, or before, ends on the next day.

    Raises InputError, NotFoundError, AccessError `forbidden` without the right `admin`.
    """
    faults = Faults()
    values: dict[str, Any] = {}
    with faults:
        values["employee_id"] = find_employee(work, login, "login")
    with faults:
        values["day"] = _day(day)
    return _add(work, faults, values, start, end)


def add_pattern(work: Work, department: str, days: str, start: str, end: str) -> ShiftView:
    """Give a department a shift on weekdays, for those of its people who have none of their own; refusals as above."""
    faults = Faults()
    values: dict[str, Any] = {}
    with faults:
        values["department_id"] = find_thing(work, Department, department, "department").id
    with faults:
        values["weekdays"] = show_days(parse_days(days, "days"))
    return _add(work, faults, values, start, end)


def _add(work: Work, faults: Faults, values: dict[str, Any], start: str, end: str) -> ShiftView:
    for name, text in (("from", start), ("to", end)):
        with faults:
            values[f"{name}_minute"] = parse_time(text, name)
    if {"from_minute", "to_minute"} <= values.keys():
        with faults:
            Hours(values["from_minute"], values["to_minute"])
    with faults:
        work.actor.require("admin")
    faults.raise_first()
    made = work.connection.execute(sa.insert(SHIFTS).values(values).returning(SHIFTS.c.id)).scalar_one()
    view = _views(work, work.connection.execute(_NOTED.where(SHIFTS.c.id == made)))[0]
    audit.note(work, "shift", str(made), None, view.document)
    return view


def delete_shift(work: Work, shift: int) -> None:
    """Remove a shift; raises NotFoundError, AccessError."""
    work.actor.require_signed_in()
    found = _NOTED.where(SHIFTS.c.id == shift)
    rows = work.connection.execute(found).all() if 0 < shift <= LARGEST_NUMBER else []
    if not rows:
        raise not_found("id", shift)
    work.actor.require("admin")
    audit.note(work, "shift", str(shift), _views(work, rows)[0].document, None)
    work.connection.execute(sa.delete(SHIFTS).where(SHIFTS.c.id == shift))


def list_shifts(reading: Reading, at: datetime | None = None) -> list[ShiftView]:
    """All shifts, or those that hold at a moment; AccessError without the sections reports and administration."""
    if "administration" not in reading.actor.sections:
        reading.actor.require_section("reports")
    ordered = _NOTED.order_by(
        SHIFTS.c.day.is_not(None), SHIFTS.c.day, _DEPARTMENTS.c.code, SHIFTS.c.from_minute, SHIFTS.c.id
    )
    rows = reading.connection.execute(ordered).all()
    if at is not None:
        rows = [row for row in rows if shift_at(_roster_of(row), reading.settings.zone, at) is not None]
    return _views(reading, rows)


def digest(reading: Reading, at: datetime | None = None) -> Digest:
    """What the shift at a moment hands over: of the actor's department, of all with the right reports.view (NT-8).

    Raises AccessError without the section reports.
    """
    actor = reading.actor
    actor.require_section("reports")
    moment = at or reading.now
    this, until = Duty(reading, moment, reading.connection.execute(sa.select(SHIFTS))).spans(actor.id or 0)

    def numbers(*conditions: sa.ColumnElement[bool]) -> tuple[int, ...]:
        statement = select_orders(actor, ORDERS.c.number).where(*conditions).order_by(ORDERS.c.number)
        if not actor.may("reports.view"):
            statement = statement.where(ORDERS.c.department_id == actor.department_id)
        return tuple(reading.connection.execute(statement).scalars())

    unanswered = sa.or_(ORDERS.c.unread_messages > 0, ORDERS.c.base_status.in_(_WAITING))
    return Digest(
        this=this,
        until=until,
        open=numbers(ORDERS.c.is_open),
        promised=numbers(ORDERS.c.is_open, sa.or_(ORDERS.c.visit_from.is_not(None), ORDERS.c.due_by_hand)),
        due=numbers(ORDERS.c.is_open, ORDERS.c.due_at <= until),
        waiting=numbers(ORDERS.c.is_open, unanswered),
        changed=numbers(ORDERS.c.updated_at >= this[0], ORDERS.c.updated_at < this[1]),
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(clean_line(text, "date"))
    except ValueError:
        raise InputError(
            "invalid_value", N_("This is no date: {given}. Example: 2026-08-20"), field="date", given=excerpt(text)
        ) from None
    demand_reach(day, "date")
    return day


def _roster_of(row: Any) -> Roster:
    hours = Hours(row.from_minute, row.to_minute)
    if row.day is not None:
        return Roster(dated=(DatedShift(row.day, hours),))
    return Roster(weekly=(WeeklyShift(frozenset(parse_days(row.weekdays, "days")), hours),))


def _views(reading: Reading, rows: Iterable[Any]) -> list[ShiftView]:
    found = []
    for row in rows:
        start, end = _clock(row.from_minute), _clock(row.to_minute)
        if row.day is not None:
            before = datetime.combine(row.day, datetime.min.time(), reading.settings.zone) - timedelta(days=1)
            begins = next_shift(_roster_of(row), reading.settings.zone, before)
            start, end = (iso_utc(moment) for moment in begins) if begins else (start, end)
        found.append(ShiftView(row.id, row.login, row.department, start, end, row.weekdays))
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
