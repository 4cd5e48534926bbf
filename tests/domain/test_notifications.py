from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.notifications import (
    CHANNELS,
    KINDS,
    RETRY_AFTER,
    WARNINGS,
    Party,
    audience,
    audience_rule,
    client_is_told,
    folded,
    is_on_by_default,
    next_attempt,
    with_stand_ins,
)
from ads_tui.domain.rights import BUILTIN_ROLES
from ads_tui.domain.statuses import BASES

NOW = datetime(2026, 8, 20, 8, tzinfo=UTC)
PEOPLE: dict[Party, set[int]] = {"named": {7}, "executors": {1, 2}, "controllers": {3}, "incident_executors": {4}}


def test_nt_1_every_kind_is_on_or_off_for_every_role_and_channel() -> None:
    assert len(KINDS) == 24
    assert WARNINGS.issubset(KINDS)
    for role in (*BUILTIN_ROLES, None):
        code = role.code if role else "a role of one's own"
        for kind in KINDS:
            on = [is_on_by_default(code, kind, channel) for channel in CHANNELS]
            # What is told outside is told in the console too.
            assert on[0] or not any(on[1:]), (code, kind)
    assert is_on_by_default("dispatcher", "order_created", "console")
    assert not is_on_by_default("observer", "order_created", "console")
    assert is_on_by_default("executor", "executor_assigned", "email")


@pytest.mark.parametrize(
    ("kind", "employees", "party"),
    [
        ("executor_assigned", {7}, None),
        ("controller_assigned", {7}, None),
        ("mentioned", {7}, None),
        ("approval_needed", {7}, None),
        ("order_edited", {1, 2}, None),
        ("resume_warning", {1, 2}, None),
        ("due_soon", {1, 2}, None),
        ("quality_control_needed", {3}, None),
        ("incident", {4}, None),
        ("order_created", set(), "viewers"),
        ("reaction_broken", {1, 2, 3}, "viewers"),
        ("localization_broken", {1, 2, 3}, "viewers"),
        ("execution_broken", {1, 2, 3}, None),
        ("status_changed", {1, 2, 3}, None),
        ("comment", {1, 2, 3}, None),
    ],
)
def test_nt_2_each_kind_has_its_audience(kind: str, employees: set[int], party: str | None) -> None:
    found = audience(kind, PEOPLE)
    assert found.employees == employees
    assert found.party == party


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nt_2_where_that_is_nobody_those_of_a_new_order_are_told(kind: str) -> None:
    found = audience(kind, {})
    assert found.employees == frozenset()
    assert found.party == ("managers" if kind == "quality_control_needed" else "viewers")
    assert audience_rule(kind).parties


def test_nt_2_the_blocked_and_the_one_who_caused_it_are_left_out() -> None:
    found = audience("comment", PEOPLE, blocked={2}, by=1)
    assert found.employees == {3}
    assert (found.party, found.left_out) == (None, frozenset({1}))
    assert audience("comment", {"executors": {1}}, by=1).party is None
    assert audience("mentioned", {"named": {1}}, by=1).employees == frozenset()
    assert audience("comment", {"executors": {2}}, blocked={2}, by=1).party == "viewers"
    assert audience("order_created", {}, by=1).left_out == {1}


def test_nt_3_retries_come_after_1_5_30_minutes_2_and_12_hours() -> None:
    assert [next_attempt(failed, NOW) for failed in range(1, 7)] == [
        NOW + timedelta(minutes=1),
        NOW + timedelta(minutes=5),
        NOW + timedelta(minutes=30),
        NOW + timedelta(hours=2),
        NOW + timedelta(hours=12),
        None,
    ]
    assert next_attempt(0, NOW) is None
    assert len(RETRY_AFTER) == 5


def moments(*seconds: float) -> list[datetime]:
    return [NOW + timedelta(seconds=second) for second in seconds]


def test_nt_5_more_than_ten_within_a_minute_are_one_digest() -> None:
    assert folded(moments(*range(10)), 10) == [range(place, place + 1) for place in range(10)]
    assert folded(moments(*range(11)), 10) == [range(0, 11)]
    assert folded(moments(*range(0, 66, 6)), 10) == [range(place, place + 1) for place in range(11)]
    assert folded(moments(0, *range(90, 101), 300), 10) == [range(0, 1), range(1, 12), range(12, 13)]
    assert folded([], 10) == []


@given(st.lists(st.integers(0, 600), max_size=40).map(sorted), st.integers(0, 12))
def test_nt_5_folding_loses_and_repeats_nothing(seconds: list[int], most: int) -> None:
    groups = folded(moments(*seconds), most)
    assert [place for group in groups for place in group] == list(range(len(seconds)))
    for group in groups:
        assert len(group) == 1 or (len(group) > most and seconds[group[-1]] - seconds[group[0]] < 60)
    for first in range(len(seconds) - most):
        within = [place for place in range(first, len(seconds)) if seconds[place] - seconds[first] < 60]
        alone = [place for place in within if any(group == range(place, place + 1) for group in groups)]
        assert len(alone) <= max(most, 1)


def test_nt_6_clients_are_told_of_what_concerns_them() -> None:
    told = {base for base in BASES if client_is_told("pending", base, by_employee=False)}
    assert told == {"in_progress", "paused", "done"}
    by_employee = {base for base in BASES if client_is_told("approval", base, by_employee=True)}
    assert by_employee == told | {"cancelled", "cancelled_by_client", "reopened"}
    assert not client_is_told("in_progress", "in_progress", by_employee=True)


def test_nt_7_for_whom_is_off_shift_his_department_or_the_supervisors_stand_in() -> None:
    colleagues = {1: {1, 5, 6}, 2: {2, 8}}
    assert with_stand_ins({1, 2}, {1, 2, 5}, colleagues, {9}) == {1, 2}
    assert with_stand_ins({1}, {5, 8}, colleagues, {9}) == {1, 5}
    assert with_stand_ins({2}, {5}, colleagues, {9}) == {2, 9}
    assert with_stand_ins({1, 2}, {6}, colleagues, {9}) == {1, 2, 6, 9}
    assert with_stand_ins({3}, set(), {}, {9}) == {3, 9}
