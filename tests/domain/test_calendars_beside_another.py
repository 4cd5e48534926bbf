"""Working time beside that of another library, where both can say it: office hours, a lunch break, holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytz
from businesstimedelta import BusinessTimeDelta, HolidayRule, LunchTimeRule, Rules, WorkDayRule
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.calendars import Calendar
from ads_tui.domain.hours import parse_hours

OFFICE = parse_hours("mon-fri 09:00-13:00 14:00-18:00", "hours")
# DST changes at night, outside these hours; the other library sees no span end there.
ZONES = ["Europe/Moscow", "Europe/Kyiv", "America/New_York"]
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
# It looks for the next holiday day by day, so there has to be one after all that is asked.
HOLIDAYS = [date(2026, month, 9) for month in range(1, 13)] + [date(2027, 1, 1)]


def theirs(zone: str) -> Rules:
    here = pytz.timezone(zone)
    return Rules(
        [
            WorkDayRule(time(9), time(18), [0, 1, 2, 3, 4], tz=here),
            LunchTimeRule(time(13), time(14), [0, 1, 2, 3, 4], tz=here),
            HolidayRule(HOLIDAYS, tz=here),
        ]
    )


CALENDARS = {zone: Calendar(zone, OFFICE, dict.fromkeys(HOLIDAYS, ())) for zone in ZONES}
MOMENTS = st.integers(0, 300 * 86_400).map(lambda seconds: BEGIN + timedelta(seconds=seconds))


@given(st.sampled_from(ZONES), MOMENTS, st.integers(0, 14 * 86_400))
def test_sl_3_working_time_is_what_another_library_counts(zone: str, start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=seconds)
    assert CALENDARS[zone].worked(start, end) == theirs(zone).difference(start, end).timedelta


@given(st.sampled_from(ZONES), MOMENTS, st.integers(1, 60) | st.integers(1, 60 * 3600))
def test_sl_11_a_norm_is_used_up_where_another_library_says_also_at_a_spans_end(
    zone: str, start: datetime, amount: int
) -> None:
    hours = timedelta(hours=amount) if amount <= 60 else timedelta(seconds=amount)
    assert CALENDARS[zone].used_up(start, hours) == start + BusinessTimeDelta(theirs(zone), timedelta=hours)
