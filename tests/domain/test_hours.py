import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.hours import (
    DAY,
    ROUND_THE_CLOCK,
    Week,
    check_week,
    parse_day,
    parse_days,
    parse_hours,
    show_day,
    show_days,
    show_hours,
)
from ads_tui.errors import InputError
from tests.domain.minute_walker import days

WORK = (540, 1080)


def test_cl_9_hours_are_24x7_or_spans_by_weekday() -> None:
    assert parse_hours(" 24X7 ", "hours") == ROUND_THE_CLOCK
    assert parse_hours("mon-fri 09:00-13:00 14:00-18:00; sat 22:00-06:00", "hours") == (
        *[((540, 780), (840, 1080))] * 5,
        ((1320, 1800),),
        (),
    )
    assert parse_hours("sun-mon 14:00-18:00 9:00-13:00", "hours")[0] == ((540, 780), (840, 1080))
    assert parse_hours("wed 00:00-24:00", "hours")[2] == ((0, DAY),)


def test_sl_3_the_hours_of_an_exception_are_spans_alone_or_closed() -> None:
    assert parse_day("09:00-15:00", "hours") == ((540, 900),)
    assert parse_day("Closed", "hours") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no working hours"),
        ("mon", "no working hours"),
        ("mon 9-18", "no working hours"),
        ("mon 25:00-26:00", "no working hours"),
        ("mon 10:60-11:00", "no working hours"),
        ("mon 09:00-24:30", "no working hours"),
        ("x" * 2000, "no working hours"),
        ("moon 09:00-18:00", "no weekdays"),
        ("mon-foo 09:00-18:00", "no weekdays"),
        ("mon 09:00-18:00;", "no weekdays"),
        ("mon-fri 09:00-18:00; fri 20:00-22:00", "fri is named twice"),
        ("mon 09:00-09:00", "longer than nothing"),
        ("mon 09:00-14:00 13:00-18:00", "overlap: 09:00-14:00 and 13:00-18:00"),
        ("mon 22:00-06:00; tue 05:00-12:00", "overlap: mon 22:00-06:00 and tue 05:00-12:00"),
        ("sun 22:00-06:00; mon 05:59-12:00", "overlap: sun 22:00-06:00 and mon 05:59-12:00"),
    ],
)
def test_sl_3_hours_that_are_none_are_refused(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as refused:
        parse_hours(text, "hours")
    assert (refused.value.code, refused.value.field) == ("invalid_value", "hours")


@pytest.mark.parametrize("span", [(-10, 60), (DAY, DAY + 60), (60, 60), (60, 0), (0, DAY + 1), (60, DAY + 60)])
def test_sl_3_a_span_is_within_a_day_and_longer_than_nothing(span: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="longer than nothing"):
        check_week([(span,), *[()] * 6], "hours")


def test_sl_3_a_week_without_working_time_is_refused() -> None:
    with pytest.raises(InputError, match="needs working time"):
        check_week([()] * 7, "hours")


def test_sl_3_spans_may_touch_across_midnight_and_the_weeks_end() -> None:
    week = parse_hours("sun 22:00-06:00; mon 06:00-14:00 22:00-06:00; tue 06:00-08:00", "hours")
    assert show_hours(week) == "mon 06:00-14:00 22:00-06:00; tue 06:00-08:00; sun 22:00-06:00"


def test_cl_9_days_are_names_lists_and_ranges() -> None:
    assert parse_days("mon-fri", "weekdays") == (0, 1, 2, 3, 4)
    assert parse_days("wed, mon", "weekdays") == (0, 2)
    assert parse_days("sat-mon", "weekdays") == (0, 5, 6)
    assert show_days((0, 1, 2, 4, 6)) == "mon-wed,fri,sun"
    for text in ("", "mon-", "-fri", "mon;tue", "weekend"):
        with pytest.raises(InputError):
            parse_days(text, "weekdays")


@given(st.lists(days(15), min_size=7, max_size=7).map(tuple).filter(any))
def test_cl_9_hours_are_shown_as_they_are_read(week: Week) -> None:
    try:
        check_week(week, "hours")
    except InputError:
        return
    assert parse_hours(show_hours(week), "hours") == week
    assert all(parse_day(show_day(day), "hours") == day for day in week)


@given(st.sets(st.integers(0, 6), min_size=1))
def test_cl_9_days_are_shown_as_they_are_read(weekdays: set[int]) -> None:
    assert parse_days(show_days(weekdays), "days") == tuple(sorted(weekdays))
