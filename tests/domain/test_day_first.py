"""Dates and times typed and shown day first (CR-1, CR-3)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.day_first import iso_date, iso_moment, iso_past_moment, iso_visit, show_moment, show_when
from ads_tui.errors import InputError

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "ahead", "nearest"),
    [
        ("20.08", "2027-08-20", "2026-08-20"),
        ("21.11", "2026-11-21", "2026-11-21"),
        ("05.01", "2027-01-05", "2027-01-05"),
        (" 20.8.27 ", "2027-08-20", "2027-08-20"),
        ("20/08/2027", "2027-08-20", "2027-08-20"),
        ("29.02", "2028-02-29", "2028-02-29"),
        ("2026-08-20", "2026-08-20", "2026-08-20"),
        ("31.02", "31.02", "31.02"),
        ("tomorrow", "tomorrow", "tomorrow"),
    ],
)
def test_a_date_is_read_day_first_and_its_year_is_found(typed: str, ahead: str, nearest: str) -> None:
    assert iso_date(typed, TODAY, ahead=True) == ahead
    assert iso_date(typed, TODAY, ahead=False) == nearest


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20.05 18:00", "2027-05-20 18:00"),
        ("20.12 9", "2026-12-20 09:00"),
        ("20.05", "2027-05-20"),
        ("18:00", "18:00"),
        ("2026-08-20T14:30", "2026-08-20T14:30"),
        ("noon 12:00", "noon 12:00"),
    ],
)
def test_a_moment_is_a_day_a_time_or_both(typed: str, read: str) -> None:
    assert iso_moment(typed, TODAY, "due") == read


@pytest.mark.parametrize(
    ("today", "typed", "read"),
    [
        ("2026-11-22", "22.11", "2026-11-22"),
        ("2026-11-22", "20.11.2026", "2026-11-20"),
        ("2026-11-22", "20.11.27", "2027-11-20"),
        ("2026-11-22", "20.11", "20.11 is past; give the year if 20.11.2027 is meant"),
        ("2026-11-22", "1/9 15:00", "01.09 is past; give the year if 01.09.2027 is meant"),
        ("2026-12-05", "10.01", "2027-01-10"),
        ("2026-12-05", "06.06", "2027-06-06"),
        ("2026-12-05", "07.06", "07.06 is past; give the year if 07.06.2027 is meant"),
        ("2026-01-01", "31.12", "2026-12-31"),
        ("2028-01-10", "29.02", "2028-02-29"),
        ("2027-12-05", "29.02", "2028-02-29"),
        ("2028-03-01", "29.02", "29.02 is past; give the year if 29.02.2032 is meant"),
        ("2027-01-10", "29.02", "2027 has no 29.02; give the year if 29.02.2028 is meant"),
        ("2027-01-10", "30.02", "30.02"),
    ],
)
def test_a_date_without_a_year_that_is_past_is_next_years_within_half_a_year(today: str, typed: str, read: str) -> None:
    try:
        found = iso_moment(typed, date.fromisoformat(today), "due")
    except InputError as error:
        assert (error.code, error.field) == ("invalid_value", "due")
        found = error.message
    assert found == read


@given(st.dates(date(1900, 1, 1), date(2190, 12, 31)), st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_a_date_without_a_year_is_never_past_and_never_a_year_away_by_a_slip(today: date, day: date) -> None:
    try:
        read = date.fromisoformat(iso_moment(f"{day:%d.%m}", today, "due"))
    except InputError as error:
        read = datetime.strptime(str(error.values["date"]), "%d.%m.%Y").date()
        assert read.year > today.year and (read - today).days > 183
    else:
        assert read >= today and (read.year == today.year or (read - today).days <= 183)
    assert (read.day, read.month) == (day.day, day.month)
    # The date named with its year is taken.
    assert iso_moment(f"{read:%d.%m.}{read.year}", today, "due") == read.isoformat()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20.05 10:00-12:00", "2027-05-20 10:00..12:00"),
        ("20.12 10 – 12:30", "2026-12-20 10:00..12:30"),
        ("10-12", "10:00..12:00"),
        ("2026-12-01T10:00..12:00", "2026-12-01 10:00..12:00"),
        ("01.12 10:00..02.12 12:00", "2026-12-01 10:00..2026-12-02 12:00"),
        ("30.12 10:00..02.01 12:00", "2026-12-30 10:00..2027-01-02 12:00"),
        ("20.12 10:00", "2026-12-20 10:00"),
        ("soon 10-12", "soon 10-12"),
    ],
)
def test_a_visit_is_a_day_with_a_time_from_and_to(typed: str, read: str) -> None:
    assert iso_visit(typed, TODAY, "visit") == read


@pytest.mark.parametrize("typed", ["20.11 10-12", "20.11 10:00..21.11 12:00", "21.11 10:00..20.11 12:00", "20.11"])
def test_a_visit_on_a_day_just_past_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match=r"20\.11 is past; give the year if 20\.11\.2027 is meant") as refused:
        iso_visit(typed, TODAY, "visit")
    assert refused.value.field == "visit"


def test_moments_are_shown_day_first_in_the_zone_of_whoever_looks() -> None:
    moscow = ZoneInfo("Europe/Moscow")
    assert show_moment(datetime(2026, 8, 20, 21, 30, tzinfo=UTC), moscow) == "21.08.2026 00:30"
    assert show_when("2026-08-20T21:30:00Z", moscow) == "21.08.2026 00:30"
    assert show_when("2026-08-20", moscow) == "20.08.2026"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", "2026-01-02 14:30"),
        ("14:31", "2026-01-01 14:31"),
        ("9:05", "2026-01-02 09:05"),
        ("31.12 23:50", "2025-12-31 23:50"),
        ("02.01 14:00", "2026-01-02 14:00"),
        ("31.12", "2025-12-31"),
        ("2026-01-01T10:00Z", "2026-01-01T10:00Z"),
        ("yesterday", "yesterday"),
    ],
)
def test_sl_10_a_time_that_has_been_is_the_last_one(typed: str, read: str) -> None:
    assert iso_past_moment(typed, datetime(2026, 1, 2, 14, 30, 20)) == read
