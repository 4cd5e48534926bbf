"""How the main screens look: a picture of each, compared with the one that somebody has looked at.

`.venv/bin/pytest tests/console/test_snapshots.py --snapshot-update` takes them anew.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Input

from ads_tui import i18n
from ads_tui.clock import Clock
from ads_tui.console.themes import DARK
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.i18n import _
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_executors
from ads_tui.services.comments import add_comment
from ads_tui.services.employees import add_employee
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Store, Work
from tests import housing
from tests.console.trial import PASSWORD, Trial, console

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def town(desk: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Three orders of as many moments; whoever looks has the theme and the zone of the pictures."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("ADS_THEME", DARK)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    housing.furnish(desk)
    housing.add_thing(desk, "premise", "oak1-12", "12", building="oak1", entrance="2", floor="5")
    client = {"phone": "+7 916 123-45-67", "premises": "oak1-12:owner"}
    housing.add_thing(desk, "client", "petrov", "Пётр Петров", **client)
    desk.perform(SYSTEM, _add_staff)
    _live(desk)
    yield desk
    monkeypatch.undo()
    time.tzset()


def _add_staff(work: Work) -> None:
    set_setting(work, "organization.zone", "Europe/London")
    for login, name, department in (("belov", "Белов Р.", "lifts"), ("fox", "Fox M.", "water")):
        add_employee(work, login, name, [("role", "executor"), ("department", department)])


def _live(town: Store) -> None:
    """What has happened before the pictures: a call each, two of them taken up, one of these put off."""
    anna = sign_in(town, login="anna", os_user=None)
    known = NewOrder(service="lift", building="oak1", premise="oak1-12", client="petrov")
    _call(town, anna, known, datetime(2026, 8, 20, 6, tzinfo=UTC))
    _call(town, anna, replace(known, service="leak"), datetime(2026, 8, 20, 7, tzinfo=UTC))
    stranger = NewOrder(service="other", building="oak2", client_name="Anna 李", client_phone="+7 916 765-43-21")
    _call(town, anna, stranger, datetime(2026, 8, 20, 7, 30, tzinfo=UTC))
    for number, login in ((1, "belov"), (2, "fox")):
        _take_up(town, anna, number, login)
    put_off = StatusWish("paused", comment="Waits for a part", resume_on="2026-08-21")
    town.perform(anna, lambda work: change_status(work, 1, put_off))
    town.perform(anna, lambda work: add_comment(work, 2, "The key is with the concierge", important=True))


def _call(town: Store, anna: Actor, call: NewOrder, moment: datetime) -> None:
    Store(town.engine, Clock(moment)).perform(anna, lambda work: create_order(work, call))


def _take_up(town: Store, anna: Actor, number: int, login: str) -> None:
    town.perform(anna, lambda work: change_executors(work, number, [login]))
    town.perform(anna, lambda work: change_status(work, number, StatusWish("in_progress")))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_the_main_screens_look_as_they_did(
    town: Store, snapshot: SnapshotAssertion, language: str, size: tuple[int, int]
) -> None:
    i18n.activate(language)
    pictures = snapshot.use_extension(SVGImageExtension)

    async def looks(trial: Trial, name: str, *texts: str) -> None:
        await trial.until(lambda: all(text in trial.shown() for text in texts) and is_still(trial))
        for field in trial.app.screen.query(Input):
            field.cursor_blink = False
        await trial.pilot.pause()
        assert trial.app.export_screenshot(title="ads", simplify=True) == pictures(name=name)

    async with console(town, login=None, home=OrdersScreen, size=size, language_is_chosen=True) as trial:
        await trial.until(lambda: trial.app.screen.has_class("-asking") and trial.app.screen.focused)
        await looks(trial, "sign-in", _("Password"))
        await trial.press(*"anna", "enter", *PASSWORD, "enter")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        await trial.press("2")
        await looks(trial, "list", _("Found: {count}").format(count=3), "The key is with the concierge")
        await trial.press("down", "enter")
        await looks(trial, "card", _("Information"))
        await trial.press("s", "down")
        await looks(trial, "status", _("Resume on"))
        await trial.press("escape", "escape", "n", *"9161234567")
        await trial.until(lambda: "Пётр Петров" in trial.shown() and is_still(trial))
        await trial.press("enter", *"leak", "enter")
        await looks(trial, "new-order", "Leak")


def is_still(trial: Trial) -> bool:
    """Whether nothing is under way."""
    return trial.app.is_at_rest and not any(worker.is_running for worker in trial.app.workers)
