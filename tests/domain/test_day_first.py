"""Dates and times typed and shown day first (CR-1, CR-3)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ads_tui.domain.day_first import iso_date, iso_moment, iso_past_moment, iso_visit, show_moment, show_when

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
        ("20.08 18:00", "2027-08-20 18:00"),
        ("20.08 9", "2027-08-20 09:00"),
        ("20.08", "2027-08-20"),
        ("18:00", "18:00"),
        ("2026-08-20T14:30", "2026-08-20T14:30"),
        ("noon 12:00", "noon 12:00"),
    ],
)
def test_a_moment_is_a_day_a_time_or_both(typed: str, read: str) -> None:
    assert iso_moment(typed, TODAY) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20.08 10:00-12:00", "2027-08-20 10:00..12:00"),
        ("20.08 10 – 12:30", "2027-08-20 10:00..12:30"),
        ("10-12", "10:00..12:00"),
        ("2026-12-01T10:00..12:00", "2026-12-01 10:00..12:00"),
        ("01.12 10:00..02.12 12:00", "2026-12-01 10:00..2026-12-02 12:00"),
        ("20.08 10:00", "2027-08-20 10:00"),
        ("soon 10-12", "soon 10-12"),
    ],
)
def test_a_visit_is_a_day_with_a_time_from_and_to(typed: str, read: str) -> None:
    assert iso_visit(typed, TODAY) == read


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
