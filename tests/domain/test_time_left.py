"""The time left on the clock that runs out first, from what is kept beside an order (LS-5, SL-11, SL-12)."""

from datetime import UTC, datetime, timedelta

import pytest

from ads_tui.domain.time_left import KeptClock, TimeLeft, time_left

DUE = datetime(2026, 8, 20, 15, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_sl_12_a_clock_is_broken_at_its_moment_though_nobody_has_recorded_it() -> None:
    clock = KeptClock("running", DUE, DUE + MINUTE, HOUR)
    assert clock.state_at(DUE + MINUTE - timedelta(microseconds=1)) == "running"
    assert clock.state_at(DUE + MINUTE) == "broken"
    assert KeptClock("met", DUE, None, HOUR).state_at(DUE + HOUR) == "met"


def test_ls_5_what_is_left_is_negative_once_broken_and_never_before() -> None:
    opening = DUE + 17 * HOUR
    left = TimeLeft("execution", DUE, opening, HOUR)
    assert left.until(DUE - 18 * MINUTE) == 18 * MINUTE
    assert left.until(DUE + HOUR) == timedelta(0)
    assert left.until(opening) == -17 * HOUR
    assert TimeLeft().until(DUE) is None


@pytest.mark.parametrize(
    ("minutes", "third"), [(61, 3), (60, 3), (41, 3), (40, 3), (39, 2), (20, 2), (19, 1), (0, 1), (-5, 1)]
)
def test_co_1_thirds_of_the_norm(minutes: int, third: int) -> None:
    assert TimeLeft("execution", DUE, DUE, HOUR).third(DUE - minutes * MINUTE) == third


def test_co_1_without_a_norm_and_while_paused_there_are_no_thirds() -> None:
    assert TimeLeft("execution", DUE, DUE).third(DUE - MINUTE) is None
    assert TimeLeft().third(DUE) is None


def test_ls_5_the_clock_is_the_one_whose_due_comes_first() -> None:
    clocks = {
        "reaction": KeptClock("met", DUE, None, MINUTE),
        "localization": KeptClock("broken", DUE, None, HOUR),
        "execution": KeptClock("running", DUE + HOUR, DUE + HOUR, 2 * HOUR),
    }
    assert time_left(clocks, DUE, waits=False) == TimeLeft("localization", DUE, DUE, HOUR)
    assert time_left(clocks, DUE + HOUR, waits=True) == TimeLeft("execution", DUE + HOUR, DUE + HOUR, 2 * HOUR)
    assert time_left(clocks, None, waits=True) == TimeLeft()
    assert time_left(clocks, None, waits=False) is None
