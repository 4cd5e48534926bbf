from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.imported_history import KnownMoments, earliest, known_changes
from ads_tui.domain.statuses import BASES, Status

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(hours: int | None) -> datetime | None:
    return None if hours is None else START + timedelta(hours=hours)


def known(first: int | None = None, done: int | None = None, updated: int | None = None) -> KnownMoments:
    return KnownMoments(START, at(first), at(done), at(updated))


@pytest.mark.parametrize(
    ("initial", "present", "moments", "expected"),
    [
        ("pending", "pending", known(), []),
        ("pending", "pending", known(updated=5), []),
        ("pending", "in_progress", known(first=1, updated=5), [("in_progress", 1)]),
        ("pending", "in_progress", known(updated=5), [("in_progress", 5)]),
        ("pending", "in_progress", known(), [("in_progress", 0)]),
        ("in_progress", "in_progress", known(first=0, updated=5), []),
        ("pending", "done", known(done=3, updated=5), [("done", 3)]),
        ("pending", "done", known(first=1, done=3), [("in_progress", 1), ("done", 3)]),
        ("pending", "done", known(updated=5), [("done", 5)]),
        ("pending", "cancelled", known(done=3, updated=5), [("cancelled", 3)]),
        ("pending", "cancelled_by_client", known(first=1, updated=5), [("in_progress", 1), ("cancelled_by_client", 5)]),
        ("pending", "paused", known(first=1, updated=5), [("in_progress", 1), ("paused", 5)]),
        ("pending", "reopened", known(done=3, updated=5), [("done", 3), ("reopened", 5)]),
        ("pending", "in_progress", known(1, 3, 5), [("in_progress", 1), ("done", 3), ("in_progress", 5)]),
        ("approval", "pending", known(updated=5), [("pending", 5)]),
        # What contradicts itself is put in order.
        ("pending", "done", known(done=-3), [("done", 0)]),
        ("pending", "done", known(first=4, done=3), [("in_progress", 4), ("done", 4)]),
    ],
)
def test_cl_16_history_is_what_the_moments_tell(
    initial: str, present: str, moments: KnownMoments, expected: list[tuple[str, int]]
) -> None:
    changes = known_changes(initial, Status(present, present), moments)
    assert [(change.status, change.at) for change in changes] == [(status, at(hours)) for status, hours in expected]


def test_st_12_a_custom_status_follows_its_base() -> None:
    changes = known_changes("pending", Status("waiting_parts", "in_progress"), known(first=1, updated=5))
    assert [(change.status, change.at) for change in changes] == [("in_progress", at(1)), ("waiting_parts", at(5))]


moments = st.none() | st.integers(-100, 100)


@given(st.sampled_from(["pending", "in_progress", "approval"]), st.sampled_from(BASES), moments, moments, moments)
def test_hi_2_the_last_event_says_the_present_status_whatever_the_moments(
    initial: str, present: str, first: int | None, done: int | None, updated: int | None
) -> None:
    changes = known_changes(initial, Status(present, present), known(first, done, updated))
    assert ([initial] + [change.status for change in changes])[-1] == present
    ats = [START, *(change.at for change in changes)]
    assert ats == sorted(ats)


def test_the_earliest_known_moment() -> None:
    assert earliest([None, at(2), at(1)], START) == at(1)
    assert earliest([None, None], START) == START
