"""The time left in the console: the column that counts, the key for triage, the card, the preview (LS-5, CO-1)."""

from datetime import UTC, datetime, timedelta

import pytest

from ads_tui.domain.actors import SYSTEM
from ads_tui.domain.time_left import TimeLeft
from ads_tui.screens.card.head import CardHead
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.orders.preview import OrderPreview
from ads_tui.screens.orders.sort_line import SortLine
from ads_tui.screens.orders.time_left import is_urgent, left_colour, left_text, left_told
from ads_tui.services.accounts import sign_in
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.chosen_columns import ChosenColumn, choose_columns
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store, Work
from tests.console.order_lists import house, orders, screen, shows
from tests.console.trial import Trial
from tests.housing import add_order

__all__ = ["house"]

DUE = datetime(2026, 8, 20, 15, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (18 * MINUTE + timedelta(seconds=59), "0:18"),
        (timedelta(0), "0:00"),
        (-42 * MINUTE, "−0:42"),
        (71 * HOUR + 59 * MINUTE, "71:59"),
        (100 * HOUR, "4 d"),
        (-300 * HOUR, "−12 d"),
    ],
)
def test_co_1_time_left_is_hours_and_minutes_then_days(ahead: timedelta, text: str) -> None:
    left = TimeLeft("reaction", DUE, DUE + timedelta(microseconds=1), HOUR)
    assert left_text(left, DUE - ahead) == text
    assert left_told(left, DUE - ahead) == f"Reaction {text}"


def test_lb_5_the_last_third_and_what_is_broken_are_seen_without_colours() -> None:
    left = TimeLeft("execution", DUE, DUE + timedelta(microseconds=1), HOUR)
    looks = [
        (left_colour(left, DUE - minutes * MINUTE), is_urgent(left, DUE - minutes * MINUTE))
        for minutes in (50, 30, 10, -1)
    ]
    assert looks == [("green", False), ("yellow", False), ("red", True), ("red", True)]
    assert (left_text(TimeLeft(), DUE), left_told(TimeLeft(), DUE)) == ("‖", "‖ paused")
    assert (left_colour(TimeLeft(), DUE), is_urgent(TimeLeft(), DUE)) == (None, False)


@pytest.fixture
def timed(house: Store) -> dict[str, int]:
    """Orders whose clocks run, stand and are none; `Time left` is shown in the list."""
    admin = sign_in(house, login="admin", os_user=None)

    def set_norms(work: Work) -> None:
        for key, norm in (("reaction_norm", "30m"), ("execution_norm", "2h")):
            engine.set_key(work, NOUNS["service"], "other", key, norm)

    house.perform(SYSTEM, set_norms)
    numbers = {
        "begun": add_order(house, admin, "other", "oak1", "belov"),
        "paused": add_order(house, admin, "other", "oak1", "belov"),
        "waiting": add_order(house, admin, "other"),
    }
    for name in ("begun", "paused"):
        house.perform(admin, lambda work, name=name: change_status(work, numbers[name], StatusWish("in_progress")))  # type: ignore[misc]
    house.perform(admin, lambda work: change_status(work, numbers["paused"], StatusWish("paused", "waits")))
    anna = sign_in(house, login="anna", os_user=None)
    columns = [ChosenColumn(name, None) for name in ("number", "sla_clock", "labels", "service")]
    house.perform(anna, lambda work: choose_columns(work, columns))
    return numbers


def wait(store: Store, time: timedelta) -> None:
    """Let time pass."""
    object.__setattr__(store.clock, "fixed", store.clock.now() + time)


def line_of(trial: Trial, number: int) -> str:
    """The line of the list that shows an order."""
    return next(line for line in trial.lines() if line.strip(" ▌").startswith(f"{number} "))


async def test_co_1_the_column_counts_without_reading_the_list_again(house: Store, timed: dict[str, int]) -> None:
    async with orders(house) as trial:
        await trial.press("2")
        await trial.until(lambda: "2:00" in line_of(trial, timed["begun"]))
        assert "‖" in line_of(trial, timed["paused"])
        assert "0:30" in line_of(trial, timed["waiting"])
        before = screen(trial).table.window.visible
        wait(house, 31 * MINUTE)
        screen(trial)._look_at_clock()
        await trial.until(lambda: "1:29" in line_of(trial, timed["begun"]))
        assert "−0:01" in line_of(trial, timed["waiting"])
        assert screen(trial).table.window.visible == before


async def test_ls_5_one_key_sorts_by_the_least_time_left_and_again_clears(house: Store, timed: dict[str, int]) -> None:
    def order() -> list[object]:
        window = screen(trial).table.window
        return [entry.key for entry in window.visible] if window.is_settled else []

    newest = sorted([1, 2, 3, *timed.values()], reverse=True)
    others = sorted(set(newest) - {timed["waiting"], timed["begun"]})
    async with orders(house) as trial:
        await trial.press("2")
        await trial.until(lambda: len(order()) == len(newest))
        before = order()
        await trial.press("l")
        await trial.until(lambda: order() == [timed["waiting"], timed["begun"], *others])
        assert "Sorted by Time left, ascending" in str(screen(trial).query_one(SortLine).render())
        await trial.press("д")
        await trial.until(lambda: order() == before)


async def test_lb_1_a_broken_clock_is_labelled_in_the_list(house: Store, timed: dict[str, int]) -> None:
    wait(house, HOUR)
    async with orders(house) as trial:
        await trial.press("2")
        await trial.until(lambda: "◔" in line_of(trial, timed["waiting"]))
        assert "◔" not in line_of(trial, timed["begun"])


async def test_the_card_says_when_the_order_is_due_and_what_is_left(house: Store, timed: dict[str, int]) -> None:
    def head() -> str:
        return str(trial.app.screen.query_one(CardHead).render()) if shows(trial, CardScreen)() else ""

    async with orders(house, order=timed["begun"]) as trial:
        await trial.until(lambda: "(2:00)" in head())
        wait(house, MINUTE)
        trial.app.screen.query_one(CardHead)._look_at_clock()
        assert "(1:59)" in head()
        await trial.press("escape")
    async with orders(house, order=timed["waiting"]) as trial:
        await trial.until(lambda: "Reaction 0:29" in head())
    async with orders(house, order=timed["paused"]) as trial:
        await trial.until(lambda: "(‖)" in head())


async def test_the_preview_counts_as_well(house: Store, timed: dict[str, int]) -> None:
    def told() -> str:
        return str(screen(trial).query_one(OrderPreview).query_one("Static").render())

    async with orders(house, (160, 36)) as trial:
        await trial.press("2")
        await trial.until(lambda: bool(screen(trial).table.window.is_settled))
        await trial.press("l")
        await trial.until(lambda: "Time left: Reaction 0:30" in told())
        wait(house, MINUTE)
        screen(trial)._look_at_clock()
        assert "Time left: Reaction 0:29" in told()
