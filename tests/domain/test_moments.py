from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.moments import (
    LONGEST_DURATION,
    ResumeOn,
    iso_utc,
    parse_duration,
    parse_resume_on,
    parse_visit,
    parse_when,
    resolve_local,
    show_date,
    show_duration,
    show_moment,
)
from ads_tui.errors import InputError, RuleError

MOSCOW = ZoneInfo("Europe/Moscow")
NEW_YORK = ZoneInfo("America/New_York")
KYIV = ZoneInfo("Europe/Kyiv")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")
ZONES = st.sampled_from([MOSCOW, NEW_YORK, KYIV, LORD_HOWE, APIA])
NOW = datetime(2026, 8, 20, 8, 0, tzinfo=UTC)
LOCAL = st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31)).map(
    lambda local: local.replace(microsecond=0, second=0)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def transitions(zone: ZoneInfo, year: int) -> list[datetime]:
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(366 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hour for hour, before, after in zip(hours[1:], offsets, offsets[1:], strict=False) if before != after]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-08-20T08:00:00Z", "2026-08-20T08:00"),
        ("2026-08-20t08:00z", "2026-08-20T08:00"),
        ("2026-08-20T08:00+03:00", "2026-08-20T05:00"),
        ("2026-08-20T08:00:30.5-0400", "2026-08-20T12:00:30.5"),
        ("2026-08-20T11:00", "2026-08-20T08:00"),
        (" 2026-08-20 11:00:05 ", "2026-08-20T08:00:05"),
        ("20260820T110000", "2026-08-20T08:00"),
        ("2026-08-20", "2026-08-19T21:00"),
        ("2026-W34-4", "2026-08-19T21:00"),
        ("11:00:01", "2026-08-20T08:00:01"),
        ("11:00", "2026-08-21T08:00"),
        ("9:30", "2026-08-21T06:30"),
        ("23:59", "2026-08-20T20:59"),
    ],
)
def test_cl_9_when_is_a_moment_a_date_or_a_clock_time(text: str, moment: str) -> None:
    assert parse_when(text, MOSCOW, NOW, "at") == utc(moment)
    assert parse_when(text, MOSCOW, NOW, "at").tzinfo is UTC


def test_cl_9_a_date_alone_is_the_time_of_it_that_is_asked_for() -> None:
    assert parse_when("2026-08-20", MOSCOW, NOW, "due", time(23, 59, 59)) == utc("2026-08-20T20:59:59")
    assert parse_when("2026-08-20T00:00", MOSCOW, NOW, "due", time(23, 59, 59)) == utc("2026-08-19T21:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "tomorrow",
        "2026",
        "2026-13-01",
        "2026-02-29",
        "2026-08-20x11:00",
        "2026-08-20T",
        "2026-08-20T24:01",
        "2026-08-20T11:00+25:00",
        "24:00",
        "11:60",
        "11",
        "20.08.2026",
        "2026-08-20T11:00 Europe/Moscow",
        "２０２６-08-20",
        "２３:00",
        "-1",
        "\x1b[31m",
        "\ud800",
        "1" * 1_000_000,
    ],
)
def test_cl_9_what_is_no_moment_is_refused_naming_the_field(text: str) -> None:
    for parse in (parse_when, parse_resume_on, parse_visit):
        with pytest.raises(InputError) as refusal:
            parse(text, MOSCOW, NOW, "due")
        assert (refusal.value.code, refusal.value.field) == ("invalid_value", "due")
        assert len(refusal.value.message) < 200
        assert "\x1b" not in refusal.value.message


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01",
        "0001-01-01T00:00+14:00",
        "0001-01-01T00:00",
        "1899-12-31",
        "2200-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59",
    ],
)
def test_cl_9_moments_out_of_reach_are_refused(text: str) -> None:
    for zone in (MOSCOW, NEW_YORK, APIA):
        with pytest.raises(InputError) as refusal:
            parse_when(text, zone, NOW, "due")
        assert (refusal.value.code, refusal.value.field) == ("invalid_value", "due")


@given(
    st.one_of(
        st.text(max_size=30),
        st.from_regex(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", fullmatch=True),
    ),
    ZONES,
)
def test_r12_any_text_is_a_moment_or_refused(text: str, zone: ZoneInfo) -> None:
    try:
        moment = parse_when(text, zone, NOW, "at")
        show_moment(moment, zone)
        iso_utc(moment)
    except InputError as refusal:
        assert (refusal.code, refusal.field) == ("invalid_value", "at")
    try:
        assert parse_resume_on(text, zone, NOW, "resume_on").at > NOW
    except (InputError, RuleError) as refusal:
        assert refusal.code in ("invalid_value", "resume_on_invalid")


@pytest.mark.parametrize(
    ("zone", "local", "moment"),
    [
        (NEW_YORK, "2026-11-01T01:30", "2026-11-01T05:30"),
        (NEW_YORK, "2026-11-01T02:00", "2026-11-01T07:00"),
        (NEW_YORK, "2026-03-08T02:30", "2026-03-08T07:00"),
        (NEW_YORK, "2026-03-08T02:00", "2026-03-08T07:00"),
        (NEW_YORK, "2026-03-08T02:59:59", "2026-03-08T07:00"),
        (NEW_YORK, "2026-03-08T03:00", "2026-03-08T07:00"),
        (MOSCOW, "2010-03-28T02:15", "2010-03-27T23:00"),
        (MOSCOW, "2010-10-31T02:15", "2010-10-30T22:15"),
        (MOSCOW, "2014-10-26T01:30", "2014-10-25T21:30"),
        (KYIV, "2026-03-29T03:10", "2026-03-29T01:00"),
        (KYIV, "2026-10-25T03:10", "2026-10-25T00:10"),
        (APIA, "2011-12-30T12:00", "2011-12-30T10:00"),
    ],
)
def test_cl_9_a_doubled_hour_is_its_first_and_a_missing_one_the_next_valid_minute(
    zone: ZoneInfo, local: str, moment: str
) -> None:
    naive = datetime.fromisoformat(local)
    assert resolve_local(naive, zone) == resolve_local(naive.replace(fold=1), zone) == utc(moment)
    assert parse_when(local, zone, NOW, "at") == utc(moment)


@given(ZONES, LOCAL)
def test_r10_a_local_time_is_the_first_moment_when_the_clock_has_reached_it(zone: ZoneInfo, local: datetime) -> None:
    _judge_by_walking(zone, local)


@given(ZONES, st.integers(1975, 2036), st.integers(-180, 180), st.data())
def test_r10_so_it_is_around_every_change_of_the_clock(
    zone: ZoneInfo, year: int, minutes: int, data: st.DataObject
) -> None:
    changes = transitions(zone, year)
    if changes:
        change = data.draw(st.sampled_from(changes))
        _judge_by_walking(zone, (change.astimezone(zone) + timedelta(minutes=minutes)).replace(fold=0, tzinfo=None))


def _judge_by_walking(zone: ZoneInfo, local: datetime) -> None:
    start = local.replace(tzinfo=UTC) - timedelta(hours=27)
    minutes = (start + timedelta(minutes=minute) for minute in range(54 * 60))
    reached = next(minute for minute in minutes if minute.astimezone(zone).replace(tzinfo=None) >= local)
    assert resolve_local(local, zone) == reached


@given(ZONES, LOCAL, LOCAL)
def test_r10_later_on_the_clock_is_never_earlier_in_time(zone: ZoneInfo, one: datetime, other: datetime) -> None:
    assert (one <= other) <= (resolve_local(one, zone) <= resolve_local(other, zone))


@given(ZONES, LOCAL, st.times().map(lambda clock: clock.replace(microsecond=0)))
def test_cl_9_a_clock_time_alone_is_its_next_occurrence(zone: ZoneInfo, local: datetime, clock: time) -> None:
    now = resolve_local(local, zone)
    moment = parse_when(clock.isoformat(), zone, now, "at")
    today = now.astimezone(zone).date()
    earlier = [resolve_local(datetime.combine(today + timedelta(days=day), clock), zone) for day in (-1, 0, 1)]
    assert moment > now
    assert not any(now < other < moment for other in earlier)


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-11-01T05:00", "2026-11-01T05:30"),
        ("2026-11-01T05:30", "2026-11-02T06:30"),
        ("2026-11-01T06:10", "2026-11-02T06:30"),
    ],
)
def test_cl_9_a_clock_time_in_a_doubled_hour_comes_once_a_day(now: str, moment: str) -> None:
    assert parse_when("01:30", NEW_YORK, utc(now), "at") == utc(moment)


@pytest.mark.parametrize(
    ("text", "zone", "at", "is_date"),
    [
        ("2026-08-21", MOSCOW, "2026-08-21T08:00", True),
        ("2026-08-20", NEW_YORK, "2026-08-20T15:00", True),
        ("2026-08-20T11:01", MOSCOW, "2026-08-20T08:01", False),
        ("2026-08-21T11:00", MOSCOW, "2026-08-21T08:00", False),
        ("2026-08-20T08:00:01Z", MOSCOW, "2026-08-20T08:00:01", False),
        ("11:00", MOSCOW, "2026-08-21T08:00", False),
        ("2028-08-20", MOSCOW, "2028-08-20T08:00", True),
        ("2028-08-20T23:59:59", MOSCOW, "2028-08-20T20:59:59", False),
    ],
)
def test_st_6_resume_on_is_a_day_or_a_moment(text: str, zone: ZoneInfo, at: str, is_date: bool) -> None:
    assert parse_resume_on(text, zone, NOW, "resume_on") == ResumeOn(utc(at), is_date)


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-20",
        "2026-08-19",
        "2026-08-20T11:00",
        "2026-08-20T08:00Z",
        "0001-01-01",
        "0001-01-01T00:00+14:00",
        "2028-08-21",
        "2028-08-21T00:00",
        "2028-08-20T21:00Z",
        "2200-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_st_6_resume_on_past_or_more_than_two_years_ahead_is_refused(text: str) -> None:
    with pytest.raises(RuleError) as refusal:
        parse_resume_on(text, MOSCOW, NOW, "resume_on")
    assert (refusal.value.code, refusal.value.field) == ("resume_on_invalid", "resume_on")


@pytest.mark.parametrize(("text", "fits"), [("2026-02-28", True), ("2026-03-01", False)])
def test_st_6_two_years_from_a_leap_day_are_the_28th_of_february(text: str, fits: bool) -> None:
    now = utc("2024-02-29T12:00")
    if fits:
        assert parse_resume_on(text, MOSCOW, now, "resume_on").is_date
    else:
        with pytest.raises(RuleError):
            parse_resume_on(text, MOSCOW, now, "resume_on")


def test_st_6_today_is_the_day_in_the_zone() -> None:
    now = utc("2026-08-20T21:30")
    assert parse_resume_on("2028-08-21", MOSCOW, now, "resume_on").is_date
    with pytest.raises(RuleError):
        parse_resume_on("2028-08-21", NEW_YORK, now, "resume_on")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-08-20", "2026-08-19T21:00", None),
        ("2026-08-20..2026-08-20", "2026-08-19T21:00", "2026-08-19T21:00"),
        ("2026-08-21T10:00..2026-08-21T12:00", "2026-08-21T07:00", "2026-08-21T09:00"),
        ("2026-08-21T10:00..12:00", "2026-08-21T07:00", "2026-08-21T09:00"),
        ("10:00 .. 12:00", "2026-08-21T07:00", "2026-08-21T09:00"),
        ("12:00..14:00", "2026-08-20T09:00", "2026-08-20T11:00"),
        ("22:00..02:00", "2026-08-20T19:00", "2026-08-20T23:00"),
        ("12:00..12:00", "2026-08-20T09:00", "2026-08-20T09:00"),
    ],
)
def test_cr_1_a_visit_is_a_moment_or_a_span(text: str, start: str, end: str | None) -> None:
    assert parse_visit(text, MOSCOW, NOW, "visit") == (utc(start), utc(end) if end else None)


@pytest.mark.parametrize(
    "text",
    ["2026-08-21T12:00..2026-08-21T11:59", "2026-08-21..2026-08-20", "..12:00", "12:00..", "..", "12:00..13:00..14:00"],
)
def test_cr_1_a_visit_that_ends_before_it_starts_or_lacks_an_end_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_visit(text, MOSCOW, NOW, "visit")
    assert (refusal.value.code, refusal.value.field) == ("invalid_value", "visit")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30m", 1_800),
        ("2h", 7_200),
        ("1h30m", 5_400),
        ("3d", 259_200),
        ("1D2H3M", 93_780),
        (" 90m ", 5_400),
        ("3650d", LONGEST_DURATION),
    ],
)
def test_cl_9_a_duration_is_days_hours_and_minutes(text: str, seconds: int) -> None:
    assert parse_duration(text, "reaction") == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0m",
        "0d0h",
        "30",
        "m",
        "30m1h",
        "1.5h",
        "-1h",
        "1h 30m",
        "1w",
        "3651d",
        "999999d",
        "9" * 40 + "m",
        "３h",
        "1" * 1_000_000,
    ],
)
def test_cl_9_what_is_no_duration_is_refused_naming_the_field(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_duration(text, "reaction")
    assert (refusal.value.code, refusal.value.field) == ("invalid_value", "reaction")
    assert len(refusal.value.message) < 200


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0m"),
        (59, "0m"),
        (-59, "0m"),
        (60, "1m"),
        (5_400, "1h30m"),
        (86_400, "1d"),
        (108_000, "1d6h"),
        (-5_400, "-1h30m"),
    ],
)
def test_cl_9_durations_are_shown_as_they_are_typed(seconds: int, shown: str) -> None:
    assert show_duration(seconds) == shown


@given(st.integers(1, LONGEST_DURATION // 60).map(lambda minutes: minutes * 60))
def test_cl_9_a_shown_duration_reads_back(seconds: int) -> None:
    assert parse_duration(show_duration(seconds), "reaction") == seconds


def test_cl_3_moments_are_printed_in_utc_to_the_second() -> None:
    moment = datetime(2026, 8, 20, 11, 0, 59, 999_999, tzinfo=MOSCOW)
    assert iso_utc(moment) == "2026-08-20T08:00:59Z"
    assert iso_utc(datetime(999, 1, 1, tzinfo=UTC)) == "0999-01-01T00:00:00Z"


def test_moments_are_shown_in_the_zone() -> None:
    moment = utc("2026-08-20T21:05:30")
    assert (show_moment(moment, MOSCOW), show_date(moment, MOSCOW)) == ("2026-08-21 00:05", "2026-08-21")
    assert (show_moment(moment, NEW_YORK), show_date(moment, NEW_YORK)) == ("2026-08-20 17:05", "2026-08-20")
    assert date.fromisoformat(show_date(moment, KYIV)) == date(2026, 8, 21)
