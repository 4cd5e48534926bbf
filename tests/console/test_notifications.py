"""What the console tells of notifications: the count at the top, toasts, the list (NT-3, NT-4, NT-5, NT-8)."""

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.notifications.dialog import NotificationsDialog
from ads_tui.screens.notifications.storms import Storms
from ads_tui.screens.shift_digest import ShiftDigestDialog
from ads_tui.screens.sign_in import LockScreen
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.roles import set_sections
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Store
from tests.console.desk import employee, shows
from tests.console.trial import Trial, console
from tests.housing import furnish


def new_order(desk: Store, due: str | None = None) -> int:
    wanted = NewOrder(service="other", building="oak1", due=due)
    return desk.perform(employee(desk, "admin"), lambda work: create_order(work, wanted))


def header(trial: Trial) -> str:
    return trial.lines()[0]


async def count(trial: Trial, number: int) -> None:
    await trial.until(lambda: trial.app.unread == number)
    await trial.until(lambda: (f"✉ {number}" in header(trial)) is bool(number))


async def told(trial: Trial) -> list[str]:
    """The toasts, once there are any."""
    await trial.until(lambda: trial.toasts)
    return trial.toasts


async def test_nt_4_a_notification_is_counted_and_told_once_and_rings(desk: Store) -> None:
    furnish(desk)
    new_order(desk)
    async with console(desk) as trial:
        rung: list[int] = []
        trial.app.bell = lambda: rung.append(1)  # type: ignore[method-assign]
        await count(trial, 1)
        assert trial.toasts == []
        number = new_order(desk)
        await count(trial, 2)
        assert [text for text in await told(trial) if f"№ {number} · New order" in text] == trial.toasts
        assert rung == [1]
        desk.perform(SYSTEM, lambda work: set_setting(work, "bell", "no"))
        new_order(desk)
        await count(trial, 3)
        assert (len(trial.toasts), rung) == (2, [1])


async def test_nt_4_the_list_opens_the_order_and_what_was_read_counts_no_longer(desk: Store) -> None:
    furnish(desk)
    numbers = [new_order(desk) for _ in range(3)]
    async with console(desk) as trial:
        await count(trial, 3)
        await trial.press("ctrl+n")
        await trial.until(shows(trial, NotificationsDialog))
        assert [line for line in trial.lines() if f"№ {numbers[2]}" in line and "✉" in line]
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        assert isinstance(trial.app.screen, CardScreen) and trial.app.screen.number == numbers[2]
        await count(trial, 2)
        await trial.press("escape")
        await trial.until(shows(trial, NotificationsDialog))
        await trial.press("a")
        await count(trial, 0)
        await trial.press("a")
        assert "All of it was read" in trial.toasts[-1]
        await trial.press("ctrl+n")
        await trial.until(lambda: not isinstance(trial.app.screen, NotificationsDialog))
        await trial.press("ctrl+t")
        assert trial.toasts[-1] == "Your role lacks the section of reports; an administrator can give it"


async def test_nt_4_a_click_on_the_header_opens_the_list(desk: Store) -> None:
    furnish(desk)
    new_order(desk)
    async with console(desk) as trial:
        await count(trial, 1)
        await trial.pilot.click("ConsoleHeader", offset=(78, 0))
        await trial.until(shows(trial, NotificationsDialog))


async def test_au_4_a_locked_console_tells_nothing(desk: Store) -> None:
    furnish(desk)
    async with console(desk) as trial:
        await trial.press("ctrl+l")
        await trial.until(lambda: isinstance(trial.app.screen, LockScreen))
        new_order(desk)
        await trial.until(lambda: trial.app.unread == 1)
        assert trial.toasts == []
        await trial.press("ctrl+n")
        assert isinstance(trial.app.screen, LockScreen)


async def test_nt_8_the_handover_is_shown_to_those_who_have_reports(desk: Store) -> None:
    furnish(desk)
    number = new_order(desk, due="2026-08-20T18:00")
    desk.perform(SYSTEM, lambda work: set_sections(work, "dispatcher", ["orders", "my_orders", "reports"]))
    async with console(desk) as trial:
        await trial.press("ctrl+p")
        await trial.press(*"handover", "enter")
        await trial.until(shows(trial, ShiftDigestDialog))
        assert "Still open: 1" in trial.shown() and "Due before the next shift ends: 1" in trial.shown()
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        assert isinstance(trial.app.screen, CardScreen) and trial.app.screen.number == number


def test_nt_5_toasts_above_the_setting_are_told_together_after_their_minute() -> None:
    storms = Storms()
    assert [storms.takes("comment", 2, float(at)) for at in range(5)] == [True, True, False, False, False]
    assert storms.takes("order_created", 2, 5.0)
    assert storms.over(59.0) == {}
    assert storms.over(60.0) == {"comment": 3}
    assert storms.over(61.0) == {}
    assert storms.takes("comment", 2, 62.0)
