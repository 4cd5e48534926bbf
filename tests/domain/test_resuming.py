from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.moments import ResumeOn, parse_resume_on
from ads_tui.domain.resuming import Waiting, waiting_at, warnings_before
from tests.domain.minute_walker import ODD_MOMENTS, utc

MOSCOW = ZoneInfo("Europe/Moscow")
PAUSED = utc("2026-08-01T10:00")


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-08-{text}").replace(tzinfo=MOSCOW).astimezone(UTC)


def until(text: str, zone: ZoneInfo = MOSCOW, now: datetime = PAUSED) -> ResumeOn:
    return parse_resume_on(text, zone, now, "resume_on")


def test_re_1_paused_until_20_august() -> None:
    resume = until("2026-08-20")
    found = warnings_before(resume, MOSCOW, PAUSED)
    assert [(warning.days, warning.at) for warning in found] == [
        (3, moscow("17T09:00")),
        (2, moscow("18T09:00")),
        (1, moscow("19T09:00")),
        (0, moscow("20T10:00")),
    ]
    assert resume.at == moscow("20T11:00")


@pytest.mark.parametrize(
    ("text", "last", "resumes"),
    [("20T18:30", "20T17:30", "20T18:30"), ("20T00:30", "19T23:30", "20T00:30"), ("20T11:00", "20T10:00", "20T11:00")],
)
def test_re_1_a_named_time_is_warned_of_one_hour_before(text: str, last: str, resumes: str) -> None:
    resume = until(f"2026-08-{text}")
    found = warnings_before(resume, MOSCOW, PAUSED)
    assert [warning.at for warning in found] == [
        moscow("17T09:00"),
        moscow("18T09:00"),
        moscow("19T09:00"),
        moscow(last),
    ]
    assert resume.at == moscow(resumes)


def test_re_1_the_days_are_those_of_the_organizations_zone() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = warnings_before(until("2026-08-20", apia), apia, PAUSED)
    assert [warning.at.astimezone(apia).isoformat(" ", "minutes")[:16] for warning in found] == [
        "2026-08-17 09:00",
        "2026-08-18 09:00",
        "2026-08-19 09:00",
        "2026-08-20 10:00",
    ]


@pytest.mark.parametrize(
    ("paused", "days"),
    [("17T08:59", [3, 2, 1, 0]), ("17T09:00", [3, 2, 1, 0]), ("17T09:01", [2, 1, 0]), ("20T10:30", [])],
)
def test_re_1_warnings_whose_moment_lay_before_the_pausing_are_left_out(paused: str, days: list[int]) -> None:
    since = moscow(paused)
    found = warnings_before(until("2026-08-20", now=since), MOSCOW, since)
    assert [warning.days for warning in found] == days


def test_re_2_a_changed_date_has_the_warnings_from_its_change_on() -> None:
    changed = moscow("19T12:00")
    found = warnings_before(until("2026-08-21", now=changed), MOSCOW, changed)
    assert [(warning.days, warning.at) for warning in found] == [(1, moscow("20T09:00")), (0, moscow("21T10:00"))]


@pytest.mark.parametrize(
    ("now", "days"),
    [("17T08:59", None), ("17T09:00", 3), ("19T08:00", 2), ("20T10:00", 0), ("20T10:59", 0)],
)
def test_re_3_of_several_missed_warnings_the_latest_is_sent(now: str, days: int | None) -> None:
    resume = until("2026-08-20")
    found = waiting_at(resume, warnings_before(resume, MOSCOW, PAUSED), moscow(now))
    assert not found.resume
    assert (found.warning.days if found.warning else None) == days


def test_re_3_a_warning_older_than_its_orders_resume_is_dropped() -> None:
    resume = until("2026-08-20")
    unsent = warnings_before(resume, MOSCOW, PAUSED)
    for now in ("20T11:00", "25T00:00"):
        assert waiting_at(resume, unsent, moscow(now)) == Waiting(resume=True)
    assert waiting_at(resume, unsent[3:], moscow("19T10:00")) == Waiting()


@given(
    st.sampled_from([(zone, moment) for zone, moments in sorted(ODD_MOMENTS.items()) for moment in moments]),
    st.integers(2, 6),
    st.integers(0, 6 * 24 * 60),
)
def test_re_1_warnings_come_in_their_order_before_the_resume_in_every_zone(
    place: tuple[str, str], days: int, offset: int
) -> None:
    zone = ZoneInfo(place[0])
    day = date.fromordinal(date.fromisoformat(place[1]).toordinal() + days)
    paused = utc(place[1])
    resume = until(day.isoformat(), zone, paused)
    found = warnings_before(resume, zone, paused)
    assert [warning.days for warning in found] == sorted((warning.days for warning in found), reverse=True)
    assert all(paused <= warning.at < resume.at for warning in found)
    assert found[-1].days == 0
