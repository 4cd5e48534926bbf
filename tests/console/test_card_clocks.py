"""The clocks on the card: the SLA block, why an order is due when it is, the mark "localized" (SL-8, SL-10)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.facts import FactsBlock
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.card.why_lines import why_lines
from ads_tui.screens.card.why_popup import WhyPopup
from ads_tui.screens.localized_dialog import MarkDialog, TakeBackDialog
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.services.sla.calendars import add_calendar
from ads_tui.services.sla.explaining import Why, explain
from ads_tui.services.sla.rules import NewRule, add_rule
from ads_tui.store.work import Store, Work
from tests.console.desk import card, card_of, employee, history, make_company, shows
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial

ZONE = ZoneInfo("Europe/Moscow")
FLOOD = {"words": ["Everything swims"]}


@pytest.fixture
def house(desk: Store) -> Store:
    """A company whose floods are to be localized within half an hour and done within ten working hours."""
    return furnish_once(desk, _make_house)


def _make_house(desk: Store) -> None:
    make_company(desk)
    desk.perform(SYSTEM, _add_rule)
    new = NewOrder(service="flood", building="oak1", form=FLOOD, executors=["vodin"])
    desk.perform(employee(desk, "anna"), lambda work: create_order(work, new))
    plain = NewOrder(service="cabin", building="oak1", form={"cabin": ["left"]})
    desk.perform(employee(desk, "anna"), lambda work: create_order(work, plain))


def _add_rule(work: Work) -> None:
    add_calendar(work, "lunch", "mon-fri 09:00-13:00 14:00-18:00")
    given = NewRule(
        "Floods", service="flood", calendar="lunch", execution="10h", localization="30m", source="Contract 12"
    )
    add_rule(work, given)


def at(store: Store, moment: str) -> Store:
    """The same company later."""
    return Store(store.engine, Clock(datetime.fromisoformat(moment)))


def change(store: Store, status: str, **wish: str) -> None:
    store.perform(employee(store, "vodin"), lambda work: change_status(work, 1, StatusWish(status, **wish)))


def why(store: Store) -> Why:
    with store.reading(SYSTEM) as reading:
        return explain(reading, 1)


def block(trial: Trial, title: str) -> str:
    found = [one for one in trial.app.screen.query(FactsBlock) if str(one.border_title).startswith(title)]
    return next((str(one.render()) for one in found if one.region.height), "")


async def test_sl_8_the_card_tells_each_clock_with_its_state_its_time_and_the_rule(house: Store) -> None:
    created = house.clock.now()
    later = at(house, (created + timedelta(minutes=12)).isoformat())
    async with card(later, 1, size=(120, 36)) as trial:
        await trial.until(lambda: "Rule" in block(trial, "SLA"))
        told = " ".join(block(trial, "SLA").split())
        assert "Execution not started 10:00" in told
        assert "Localization running 0:18 left of 0:30 l" in told
        assert "Rule Floods Source Contract 12" in told
    async with card(house, 2, size=(80, 24)) as trial:
        await trial.until(lambda: "no norm applies" in block(trial, "SLA"))


async def test_sl_8_the_clocks_count_while_the_card_is_open(house: Store) -> None:
    async with card(house, 1, size=(120, 36)) as trial:
        screen = trial.app.screen
        assert isinstance(screen, CardScreen)
        await trial.until(lambda: "running" in block(trial, "SLA"))
        # The console's store, an hour on: nobody has recorded the break.
        trial.app._store = at(house, (house.clock.now() + timedelta(hours=1)).isoformat())
        screen.look_at_clocks()
        await trial.until(lambda: "broken  0:30 ago" in block(trial, "SLA"))


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 15)])
async def test_sl_8_y_explains_the_due_and_goes_back(house: Store, size: tuple[int, int]) -> None:
    async with card(house, 1, size=size) as trial:
        await trial.press("y")
        await trial.until(shows(trial, WhyPopup))
        await trial.until(lambda: "a forecast" in trial.shown())
        assert "Esc Close" in trial.shown()
        await trial.press("escape")
        assert isinstance(trial.app.screen, CardScreen)


def test_sl_8_bars_draw_what_counted_what_is_to_come_and_the_pauses_by_day(house: Store) -> None:
    # 20 August 2026 is a Thursday; 11:00 in Moscow.
    house = at(house, "2026-08-20T08:00:00+00:00")
    change(house, "in_progress")
    change(at(house, "2026-08-20T11:30:00+00:00"), "paused", comment="waits")
    change(at(house, "2026-08-21T07:00:00+00:00"), "in_progress")
    lines = [line.plain for line in why_lines(why(at(house, "2026-08-21T08:00:00+00:00")), ZONE, 72)]
    start = next(place for place, line in enumerate(lines) if line.startswith("Execution: running"))
    assert lines[0] == "Due 24.08.2026 09:30"
    assert lines[start + 1] == "norm 10:00, calendar lunch, until 24.08.2026 09:30"
    closed, paused = "·" * 20, "‖" * 19
    assert lines[start + 3 :][:5] == [
        f"Thu 20.08 ··{closed}▮▮▮▮··▮{paused}  2:30",
        f"Fri 21.08 {'‖' * 20}▮▮▯▯▯▯··▯▯▯▯▯▯▯▯{'·' * 12}  1:00",
        "Sat 22.08 " + "·" * 48,
        "Sun 23.08 " + "·" * 48,
        f"Mon 24.08 {'·' * 18}▯{'·' * 29}",
    ]
    narrow = [line.plain for line in why_lines(why(house), ZONE, 44)]
    assert max(len(line) for line in narrow if line.startswith("Thu")) <= 44


async def test_sl_10_an_accident_is_marked_since_a_moment_and_taken_back_with_a_comment(house: Store) -> None:
    later = at(house, (house.clock.now() + timedelta(minutes=20)).isoformat())
    since = (house.clock.now() + timedelta(minutes=10)).astimezone(ZONE)
    async with card(later, 1, size=(80, 24)) as trial:
        await trial.press("l")
        await trial.until(shows(trial, MarkDialog))
        dialog = trial.app.screen
        assert isinstance(dialog, MarkDialog)
        # What cannot be is told beneath the field, and what was typed stays.
        dialog.query_one("Input").value = "01.01.2020 10:00"  # type: ignore[attr-defined]
        await trial.press("enter")
        await trial.until(lambda: "between its registration and now" in trial.shown())
        dialog.query_one("Input").value = f"{since:%H:%M}"  # type: ignore[attr-defined]
        await trial.press("enter")
        await trial.until(lambda: "met  0:10 of 0:30" in trial.shown() or "met  0:10" in block(trial, "SLA"))
        assert card_of(later, 1).row.localized_at == since.astimezone(UTC).replace(second=0, microsecond=0)

        await trial.press("l")
        await trial.until(shows(trial, TakeBackDialog))
        await trial.press("enter")
        await trial.until(lambda: "must be given" in trial.shown())
        await trial.press("L", "e", "a", "k", "enter")
        await trial.until(lambda: "running" in block(trial, "SLA"))
    assert [event.comment for event in history(later, 1) if event.field == "localized_at"] == ["Leak", None]


async def test_sl_10_marking_is_refused_where_there_is_no_norm(house: Store) -> None:
    async with card(house, 2) as trial:
        await trial.press("l")
        await trial.until(lambda: any("no norm of localization" in told for told in trial.toasts))
        assert isinstance(trial.app.screen, CardScreen)


async def test_hi_1_history_tells_of_clocks_and_marks_in_words(house: Store) -> None:
    change(house, "in_progress")
    change(house, "done")
    async with card(house, 1, size=(120, 36)) as trial:
        await trial.press("5")
        await trial.until(lambda: "Localization: met" in trial.shown())
        assert "Execution: met" in trial.shown()
