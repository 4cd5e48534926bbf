import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ads_tui.domain.calendars import Calendar, calendar_json, calendar_of_json
from ads_tui.domain.hours import ROUND_THE_CLOCK, parse_hours
from ads_tui.errors import InputError
from tests.domain.minute_walker import ODD_MOMENTS, calendars, utc, walk

HOUR = timedelta(hours=1)
OFFICE = parse_hours("mon-fri 09:00-13:00 14:00-18:00", "hours")
NIGHT = parse_hours("mon-sun 22:00-06:00", "hours")
THREE_DAYS = 3 * 24 * 60


@st.composite
def places(draw: st.DrawFn) -> tuple[str, datetime]:
    zone = draw(st.sampled_from(sorted(ODD_MOMENTS)))
    return zone, utc(draw(st.sampled_from(ODD_MOMENTS[zone])))


@st.composite
def weeks_of_minutes(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    zone, near = draw(places())
    return draw(calendars(zone, near, 1)), near


def test_sl_3_norms_run_in_working_time_only() -> None:
    calendar = Calendar("Europe/Moscow", OFFICE)
    friday = utc("2026-08-21T12:00")  # 15:00 in Moscow
    assert calendar.used_up(friday, 8 * HOUR) == utc("2026-08-24T12:00")
    assert calendar.worked(friday, utc("2026-08-24T12:00")) == 8 * HOUR
    assert list(calendar.spans(friday, utc("2026-08-24T08:00"))) == [
        (friday, utc("2026-08-21T15:00")),
        (utc("2026-08-24T06:00"), utc("2026-08-24T08:00")),
    ]


def test_sl_3_exception_dates_have_their_own_hours() -> None:
    calendar = Calendar(
        "Europe/Moscow",
        OFFICE,
        {date(2026, 8, 21): ((540, 900),), date(2026, 8, 22): ((600, 660),), date(2026, 8, 24): ()},
    )
    assert list(calendar.spans(utc("2026-08-21T11:00"), utc("2026-08-25T07:00"))) == [
        (utc("2026-08-21T11:00"), utc("2026-08-21T12:00")),
        (utc("2026-08-22T07:00"), utc("2026-08-22T08:00")),
        (utc("2026-08-25T06:00"), utc("2026-08-25T07:00")),
    ]


def test_sl_3_a_span_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    calendar = Calendar("Europe/Moscow", NIGHT, {date(2026, 8, 22): ()})
    assert list(calendar.spans(utc("2026-08-21T12:00"), utc("2026-08-24T00:00"))) == [
        (utc("2026-08-21T19:00"), utc("2026-08-22T03:00")),
        (utc("2026-08-23T19:00"), utc("2026-08-24T00:00")),
    ]


def test_sl_3_round_the_clock_is_one_span() -> None:
    start, end = utc("2026-01-01T10:00"), utc("2027-01-01T10:00")
    assert list(Calendar("Europe/Kyiv", ROUND_THE_CLOCK).spans(start, end)) == [(start, end)]


def test_sl_11_time_used_up_at_a_spans_end_is_due_at_that_end() -> None:
    calendar = Calendar("Europe/Moscow", OFFICE)
    monday = utc("2026-08-24T06:00")
    assert calendar.used_up(monday, 4 * HOUR) == utc("2026-08-24T10:00")
    assert calendar.used_up(monday, 8 * HOUR) == utc("2026-08-24T15:00")
    assert calendar.used_up(monday, 8 * HOUR + timedelta(microseconds=1)) == utc("2026-08-25T06:00:00.000001")
    assert calendar.used_up(utc("2026-08-24T20:00"), timedelta(0)) == utc("2026-08-24T20:00")


def test_sl_11_the_next_opening_is_the_moment_itself_in_working_time() -> None:
    calendar = Calendar("Europe/Moscow", OFFICE)
    assert calendar.opening(utc("2026-08-24T06:00")) == utc("2026-08-24T06:00")
    assert calendar.opening(utc("2026-08-24T09:59:59")) == utc("2026-08-24T09:59:59")
    assert calendar.opening(utc("2026-08-24T10:00")) == utc("2026-08-24T11:00")
    assert calendar.opening(utc("2026-08-28T15:00")) == utc("2026-08-31T06:00")


@pytest.mark.parametrize(
    ("zone", "start", "hours", "due"),
    [
        ("Europe/Kyiv", "2025-03-29T20:00", 7, "2025-03-30T03:00"),  # the night that is an hour short
        ("Europe/Kyiv", "2025-10-25T19:00", 9, "2025-10-26T04:00"),  # and the one that is an hour long
        ("Europe/Moscow", "2011-03-26T19:00", 7, "2011-03-27T02:00"),
        ("Europe/Moscow", "2014-10-25T18:00", 9, "2014-10-26T03:00"),
        ("Australia/Lord_Howe", "2026-04-04T11:00", 8.5, "2026-04-04T19:30"),
        ("Australia/Lord_Howe", "2026-10-03T11:30", 7.5, "2026-10-03T19:00"),
    ],
)
def test_sl_7_a_night_has_the_hours_that_pass_in_it(zone: str, start: str, hours: float, due: str) -> None:
    calendar = Calendar(zone, NIGHT)
    assert list(calendar.spans(utc(start) - HOUR, utc(due) + HOUR)) == [(utc(start), utc(due))]
    assert calendar.used_up(utc(start), hours * HOUR) == utc(due)


def test_sl_7_an_hour_that_comes_twice_counts_once_where_the_span_lies_within_it() -> None:
    within = Calendar("America/New_York", parse_hours("sun 01:15-01:45", "hours"))
    assert within.worked(utc("2026-11-01T00:00"), utc("2026-11-02T00:00")) == HOUR / 2
    missing = Calendar("America/New_York", parse_hours("sun 02:15-02:45", "hours"))
    assert missing.worked(utc("2026-03-08T00:00"), utc("2026-03-09T00:00")) == timedelta(0)
    assert missing.opening(utc("2026-03-08T00:00")) == utc("2026-03-15T06:15")


@pytest.mark.parametrize(
    ("zone", "hours", "asked"),
    [
        ("Europe/Moscow", "mon-sun 22:00-06:00", "01:30"),
        ("America/New_York", "mon-sun 23:00-22:00", "01:30"),
        ("Pacific/Kiritimati", "mon-sun 00:00-02:00", "10:30"),
        ("Pacific/Pago_Pago", "mon-sun 00:00-23:00", "09:30"),
    ],
)
def test_sl_3_every_day_has_its_hours(zone: str, hours: str, asked: str) -> None:
    calendar = Calendar(zone, parse_hours(hours, "hours"))
    for day in range(60):
        moment = utc(f"2026-01-01T{asked}") + timedelta(days=day)
        assert calendar.worked(moment - HOUR / 4, moment + HOUR / 4) == HOUR / 2, moment
        assert calendar.opening(moment) == moment


def test_sl_7_a_lost_day_has_no_working_time() -> None:
    calendar = Calendar("Pacific/Apia", parse_hours("fri 09:00-18:00; sat 10:00-12:00", "hours"))
    assert list(calendar.spans(utc("2011-12-29T00:00"), utc("2011-12-31T12:00"))) == [
        (utc("2011-12-30T20:00"), utc("2011-12-30T22:00"))
    ]


@given(weeks_of_minutes(), st.integers(0, THREE_DAYS), st.integers(0, THREE_DAYS))
def test_sl_7_working_time_is_what_a_walker_counts_minute_by_minute(
    trial: tuple[Calendar, datetime], first: int, last: int
) -> None:
    calendar, near = trial
    path = walk(calendar.zone, near - 30 * HOUR, THREE_DAYS + 1, 1)
    works = path.works(calendar)
    first, last = sorted((first, last))
    start, end = path.moment(first), path.moment(last)
    counted = sum(works[first:last])
    assert calendar.worked(start, end) == timedelta(minutes=counted)
    spans = list(calendar.spans(start, end))
    ticks = [place for opens, closes in spans for place in range(path.place(opens), path.place(closes))]
    assert ticks == [place for place in range(first, last) if works[place]]
    assert all(opens < closes for opens, closes in spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    if counted:
        last_worked = max(place for place in range(first, last) if works[place])
        assert calendar.used_up(start, timedelta(minutes=counted)) == path.moment(last_worked + 1)
    opening = next((place for place in range(first, len(works)) if works[place]), None)
    if opening is not None:
        assert calendar.opening(start) == path.moment(opening)


@given(weeks_of_minutes(), st.lists(st.integers(0, 400 * 86_400 * 10**6), min_size=3, max_size=3))
def test_sl_7_working_time_adds_up_and_is_used_up_where_it_was_counted(
    trial: tuple[Calendar, datetime], offsets: list[int]
) -> None:
    calendar, near = trial
    a, b, c = (near + timedelta(microseconds=offset) for offset in sorted(offsets))
    assert calendar.worked(a, b) + calendar.worked(b, c) == calendar.worked(a, c)
    assert timedelta(0) <= calendar.worked(a, b) <= b - a
    assert calendar.worked(b, a) == timedelta(0) or a == b
    end = calendar.used_up(a, b - a)
    assume(end is not None)
    assert end is not None
    assert calendar.worked(a, end) == b - a
    assert a == b or calendar.worked(a, end - timedelta(microseconds=1)) == b - a - timedelta(microseconds=1)


@given(weeks_of_minutes())
def test_sl_12_a_calendar_is_read_back_from_its_one_text(trial: tuple[Calendar, datetime]) -> None:
    text = calendar_json(trial[0])
    assert calendar_of_json(text) == trial[0]
    assert calendar_json(calendar_of_json(text)) == text


def test_sl_12_the_text_of_a_calendar_does_not_depend_on_how_it_was_made() -> None:
    first = Calendar("UTC", OFFICE, {date(2026, 1, 2): (), date(2026, 1, 1): ()})
    second = Calendar("UTC", OFFICE, {date(2026, 1, 1): (), date(2026, 1, 2): ()})
    assert calendar_json(first) == calendar_json(second)
    assert calendar_of_json(calendar_json(first)) is calendar_of_json(calendar_json(second))


@pytest.mark.parametrize(
    ("zone", "hours", "exceptions", "field"),
    [
        ("Europe/Nowhere", OFFICE, {}, "zone"),
        ("", OFFICE, {}, "zone"),
        ("UTC", ((),) * 7, {}, "hours"),
        ("UTC", (((540, 600), (590, 700)), *[()] * 6), {}, "hours"),
        ("UTC", OFFICE, {date(2026, 8, 22): ((540, 540),)}, "hours"),
        ("UTC", OFFICE, {date(2026, 8, 23): ((1320, 2000),)}, "hours"),  # into Monday's morning
        ("UTC", NIGHT, {date(2026, 8, 22): ((300, 400),)}, "hours"),  # within Friday's night
        ("UTC", OFFICE, {date(1, 1, 1): ()}, "date"),
    ],
)
def test_sl_3_a_calendar_that_cannot_be_is_refused(
    zone: str,
    hours: tuple[tuple[tuple[int, int], ...], ...],
    exceptions: dict[date, tuple[tuple[int, int], ...]],
    field: str,
) -> None:
    with pytest.raises(InputError) as refused:
        Calendar(zone, hours, exceptions)
    assert refused.value.field == field
    assert refused.value.code in ("invalid_value", "field_required")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"zone":"UTC","week":[[[1]]],"exceptions":{}}',
        '{"zone":"UTC","week":[[[1,2]]],"exceptions":{}}',
    ],
)
def test_sl_12_a_text_that_is_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no service calendar"):
        calendar_of_json(text)


def test_sl_11_an_end_that_is_not_in_reach_is_none() -> None:
    calendar = Calendar("UTC", parse_hours("mon 00:00-00:01", "hours"))
    assert calendar.used_up(datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=3650)) is None
    assert Calendar("UTC", OFFICE).used_up(datetime(2199, 12, 1, tzinfo=UTC), timedelta(days=3650)) is None
    assert Calendar("UTC", OFFICE).worked(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)) > timedelta(
        0
    )
