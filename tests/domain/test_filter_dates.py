"""The spans of dates and words in the organization's zone, also where its clocks are turned (FL-2, FL-4)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.filter_dates import DATE_WORDS, span_of
from ads_tui.domain.filter_values import DateRange
from ads_tui.domain.filters import parse_filter

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
# A Thursday, 00:30 of the 20th in Moscow while it is the 19th in UTC.
NIGHT = datetime(2026, 8, 19, 21, 30, tzinfo=UTC)


def span(text: str, now: datetime = NIGHT, zone: ZoneInfo = MOSCOW) -> tuple[str | None, str | None]:
    """The first moment of a range and the first one past it, in its zone."""
    (value,) = parse_filter(f"due:{text}").terms[0].values
    assert isinstance(value, DateRange)
    first, past = (None if end is None else end.astimezone(zone) for end in span_of(value, now, zone))
    return tuple(None if end is None else end.isoformat(" ", "minutes")[:16] for end in (first, past))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "first", "past"),
    [
        ("today", "2026-08-20 00:00", "2026-08-21 00:00"),
        ("yesterday", "2026-08-19 00:00", "2026-08-20 00:00"),
        ("tomorrow", "2026-08-21 00:00", "2026-08-22 00:00"),
        ("last7", "2026-08-14 00:00", "2026-08-21 00:00"),
        ("this_week", "2026-08-17 00:00", "2026-08-24 00:00"),
        ("this_month", "2026-08-01 00:00", "2026-09-01 00:00"),
        ("last_month", "2026-07-01 00:00", "2026-08-01 00:00"),
        ("2026-08-05", "2026-08-05 00:00", "2026-08-06 00:00"),
        ("2026-08-05T14:30", "2026-08-05 14:30", "2026-08-05 14:31"),
        ("2026-08-05..today", "2026-08-05 00:00", "2026-08-21 00:00"),
        ("2026-08-05T14:30..2026-08-06", "2026-08-05 14:30", "2026-08-07 00:00"),
        ("today..", "2026-08-20 00:00", None),
        (">=today", "2026-08-20 00:00", None),
        (">today", "2026-08-21 00:00", None),
        ("<today", None, "2026-08-20 00:00"),
        ("<=today", None, "2026-08-21 00:00"),
        ("..last_month", None, "2026-08-01 00:00"),
        (">last_month", "2026-08-01 00:00", None),
        ("<this_week", None, "2026-08-17 00:00"),
        ("<2026-08-05T14:30", None, "2026-08-05 14:30"),
        (">2026-08-05T14:30", "2026-08-05 14:31", None),
    ],
)
def test_fl_4_a_date_or_word_is_the_whole_of_its_span(text: str, first: str | None, past: str | None) -> None:
    assert span(text) == (first, past)


@pytest.mark.parametrize(
    ("now", "this_month", "last_month"),
    [
        ("2026-01-31T12:00", "2026-01-01", "2025-12-01"),
        ("2026-12-01T00:00", "2026-12-01", "2026-11-01"),
        ("2028-02-29T12:00", "2028-02-01", "2028-01-01"),
        ("2028-03-31T12:00", "2028-03-01", "2028-02-01"),
    ],
)
def test_fl_4_months_are_those_of_the_calendar(now: str, this_month: str, last_month: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=MOSCOW)
    assert span("this_month", moment)[0] == f"{this_month} 00:00"
    assert span("last_month", moment) == (f"{last_month} 00:00", f"{this_month} 00:00")


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-08-20", 24)])
def test_fl_2_a_day_on_which_clocks_are_turned_is_whole(day: str, hours: int) -> None:
    value = DateRange(day, day)
    first, past = span_of(value, NIGHT, BERLIN)
    assert first is not None and past is not None
    assert past - first == timedelta(hours=hours)
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=BERLIN)
    assert span_of(DateRange("today", "today"), noon, BERLIN) == (first, past)


def test_fl_2_a_day_without_a_midnight_begins_with_its_first_minute() -> None:
    assert span("2026-04-24", zone=ZoneInfo("Africa/Cairo"))[0] == "2026-04-24 01:00"


def test_fl_4_a_minute_that_comes_twice_is_its_first_and_one_that_never_comes_the_next() -> None:
    first, _past = span_of(DateRange("2026-10-25T02:30", "2026-10-25T02:30"), NIGHT, BERLIN)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert span("2026-03-29T02:30", zone=BERLIN) == ("2026-03-29 03:00", "2026-03-29 03:01")


def test_the_last_day_that_may_be_written_has_an_end() -> None:
    first, past = span_of(DateRange("2199-12-31", "2199-12-31"), NIGHT, MOSCOW)
    assert first is not None and past is not None and past > first


@given(
    st.sampled_from([*DATE_WORDS, "2026-08-20", "2026-08-20T14:30"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/Havana", "Pacific/Apia", "America/St_Johns"]),
)
def test_fl_4_comparisons_part_all_moments_at_the_ends_of_the_span(end: str, at: datetime, name: str) -> None:
    zone, now = ZoneInfo(name), at.replace(tzinfo=UTC)
    first, past = span_of(DateRange(end, end), now, zone)
    assert first is not None and past is not None and first < past
    assert span_of(DateRange(None, end, strict=True), now, zone) == (None, first)
    assert span_of(DateRange(end, None, strict=True), now, zone) == (past, None)
    assert span_of(DateRange(None, end), now, zone) == (None, past)
    assert span_of(DateRange(end), now, zone) == (first, None)
