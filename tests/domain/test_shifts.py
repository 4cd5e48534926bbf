from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ads_tui.domain.shifts import DatedShift, Hours, Roster, WeeklyShift, next_shift, on_shift, shift_at
from ads_tui.errors import InputError

MOSCOW = ZoneInfo("Europe/Moscow")
DAY = Hours(8 * 60, 20 * 60)
NIGHT = Hours(20 * 60, 8 * 60)
ROUND = Hours(8 * 60, 8 * 60)
WEEKDAYS = frozenset(range(5))


def moscow(text: str) -> datetime:
    """A moment in August 2026, whose 21st is a Friday."""
    return datetime.fromisoformat(f"2026-08-{text}").replace(tzinfo=MOSCOW).astimezone(UTC)


def test_nt_7_who_has_no_shifts_is_always_on_shift() -> None:
    assert on_shift(Roster(), MOSCOW, moscow("21T03:00"))
    assert shift_at(Roster(), MOSCOW, moscow("21T03:00")) is None


@pytest.mark.parametrize(
    ("at", "on"),
    [("21T07:59", False), ("21T08:00", True), ("21T19:59", True), ("21T20:00", False), ("22T12:00", False)],
)
def test_nt_7_a_department_has_a_weekly_pattern(at: str, on: bool) -> None:
    assert on_shift(Roster(weekly=(WeeklyShift(WEEKDAYS, DAY),)), MOSCOW, moscow(at)) is on


@pytest.mark.parametrize(
    ("at", "on"),
    [("21T20:00", True), ("22T07:59", True), ("22T08:00", False), ("22T20:00", False), ("17T03:00", False)],
)
def test_nt_7_a_night_shift_belongs_to_the_day_on_which_it_begins(at: str, on: bool) -> None:
    assert on_shift(Roster(weekly=(WeeklyShift(WEEKDAYS, NIGHT),)), MOSCOW, moscow(at)) is on


def test_nt_7_own_shifts_come_before_the_departments_week() -> None:
    roster = Roster((DatedShift(date(2026, 8, 22), ROUND),), (WeeklyShift(WEEKDAYS, DAY),))
    assert not on_shift(roster, MOSCOW, moscow("21T12:00"))
    assert shift_at(roster, MOSCOW, moscow("23T07:00")) == (moscow("22T08:00"), moscow("23T08:00"))
    assert next_shift(roster, MOSCOW, moscow("21T12:00")) == (moscow("22T08:00"), moscow("23T08:00"))
    assert next_shift(roster, MOSCOW, moscow("22T08:00")) is None


def test_nt_7_of_overlapping_shifts_that_holds_which_ends_last() -> None:
    roster = Roster(weekly=(WeeklyShift(WEEKDAYS, DAY), WeeklyShift(WEEKDAYS, Hours(19 * 60, 23 * 60))))
    assert shift_at(roster, MOSCOW, moscow("21T19:30")) == (moscow("21T19:00"), moscow("21T23:00"))


def test_nt_8_the_next_shift_begins_later_than_now() -> None:
    roster = Roster(weekly=(WeeklyShift(WEEKDAYS, DAY),))
    assert next_shift(roster, MOSCOW, moscow("21T08:00")) == (moscow("24T08:00"), moscow("24T20:00"))
    assert next_shift(roster, MOSCOW, moscow("21T07:00")) == (moscow("21T08:00"), moscow("21T20:00"))
    once_a_week = Roster(weekly=(WeeklyShift(frozenset({4}), DAY),))
    assert next_shift(once_a_week, MOSCOW, moscow("21T08:00")) == (moscow("28T08:00"), moscow("28T20:00"))


def test_sl_7_a_shift_lasts_as_long_as_its_night() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    roster = Roster((DatedShift(date(2026, 10, 24), NIGHT), DatedShift(date(2026, 3, 28), NIGHT)))
    autumn = shift_at(roster, kyiv, datetime(2026, 10, 25, 0, tzinfo=UTC))
    spring = shift_at(roster, kyiv, datetime(2026, 3, 29, 0, tzinfo=UTC))
    assert autumn and (autumn[1] - autumn[0]).total_seconds() == 13 * 3600
    assert spring and (spring[1] - spring[0]).total_seconds() == 11 * 3600


def test_sl_7_a_shift_within_a_missing_hour_is_none() -> None:
    roster = Roster((DatedShift(date(2026, 3, 8), Hours(135, 165)),))
    assert next_shift(roster, ZoneInfo("America/New_York"), datetime(2026, 3, 7, tzinfo=UTC)) is None


@pytest.mark.parametrize("hours", [(-1, 60), (1440, 60), (0, 1441)])
def test_nt_7_a_shift_has_times_of_day(hours: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        Hours(*hours)
