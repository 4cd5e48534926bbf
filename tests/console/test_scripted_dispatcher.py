"""A dispatcher who does anything in any order: nothing fails, nothing is stuck, memory stays flat (R6, R14, P11)."""

import gc
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from textual import events
from textual.widget import Widget

from ads_tui.clock import Clock
from ads_tui.console.acting import ActingScreen
from ads_tui.console.error_dialog import ErrorDialog
from ads_tui.console.forgetting import forget_closed
from ads_tui.console.freed_memory import keep_no_freed_blocks
from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import AdsError
from ads_tui.logs import log_file
from ads_tui.models.columns import table_of
from ads_tui.models.ground import SignInLock
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.sign_in import LockScreen, PasswordForm
from ads_tui.services.accounts import sign_in
from ads_tui.services.check.running import check_database
from ads_tui.services.comments import add_comment
from ads_tui.services.demonstration.making import make_demonstration
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.services.settings import set_setting
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store, Work
from tests.console.trial import Trial, console

pytestmark = pytest.mark.slow

NOW = datetime(2026, 8, 20, 8, tzinfo=UTC)
SEED = 20_260_820
ORDERS = 300
SHORT = 150
LONG_S = 3_600
# After so long all that is made once has been made; what comes on top later stays.
WARM_SHARE = 0.3
MOST_GROWTH = 1.1
# A home with what was closed last: idle threads and tasks hold that until they do something else.
MOST_WIDGETS = 400
HOME_EVERY = 40
# The end of a log tells what failed.
MOST_TOLD = 4_000
MOST_HELD_BACK_S = 60
# Deeper than screens and dialogs ever stand above each other.
MOST_ESCAPES = 15

TEXTS = (
    "Иванова",
    "кв. 12, 3-й подъезд",
    "+7 912 345-67-89",
    "17",
    "-1",
    "9" * 25,
    "2026-13-45",
    "2026-09-01",
    "[bold]no[/markup]",
    "'; DROP TABLE orders; --",
    '%_\\*?"',
    "e\u0301 漢字 👩‍👩‍👧",
    "\u202eabc\u2066",
    "статус:в работе",
    "status:new",
    "ЪЭЖ,.",
    "   ",
)
PASTES = ("много строк\n" * 50, "\x1b[2J\x1b]0;x\x07", "\x00\x7f\ufeff", "Ленина, 5\tкв. 1", "я" * 20_000)
KEYS = (
    *("tab", "shift+tab", "enter", "enter", "escape", "escape", "up", "down", "left", "right", "pageup", "pagedown"),
    *("home", "end", "space", "backspace", "delete", "ctrl+a", "ctrl+u", "f1"),
)
SIZES = ((80, 24), (120, 36), (200, 50), (20, 5), (40, 10), (160, 24), (1, 1))


@pytest.fixture
def company(tmp_path: Path) -> Iterator[tuple[Store, dict[str, str]]]:
    """A demonstration with the passwords of its people."""
    url = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    made = make_demonstration(url, orders=ORDERS, seed=1, now=NOW, os_user=None, progress=lambda *_: None)
    store = Store(make_engine(url), Clock(NOW))
    yield store, {login.login: login.password for login in made.logins}
    store.engine.dispose()


class Dispatcher:
    """Does one thing after the other, for an hour or so many acts; `last` tells what came last."""

    def __init__(self, store: Store, passwords: dict[str, str], *, an_hour: bool) -> None:
        self.store = store
        self.passwords = passwords
        self.acts = 0
        self.begun = time.monotonic()
        self.an_hour = an_hour
        self.chance = random.Random(SEED)
        self.last: deque[str] = deque(maxlen=30)
        self.others = [sign_in(store, login=login, os_user=None) for login in passwords]
        # Widgets and pages that were held at home, whatever console it was: each begins with few.
        self.held: list[tuple[int, int]] = []

    @property
    def share_done(self) -> float:
        """How much of the work is done, from 0 to 1."""
        return (time.monotonic() - self.begun) / LONG_S if self.an_hour else self.acts / SHORT

    async def work(self, login: str) -> None:
        """One console, until nothing is left to do or it has been left."""
        async with console(self.store, login=login, home=OrdersScreen, size=(120, 36)) as trial:
            while self.share_done < 1 and not trial.app._exit:
                self.acts += 1
                await self._act(trial)
                self._demand_well(trial)
                if self.acts % HOME_EVERY == 0 and not trial.app._exit:
                    await self._come_home(trial, login)
                trial.messages.clear()

    async def _act(self, trial: Trial) -> None:
        kinds: list[tuple[Callable[[Trial], object], int]] = [
            (self._do_action, 45),
            (self._press, 20),
            (self._type, 15),
            (self._paste, 3),
            (self._click, 4),
            (self._resize, 3),
            (self._change_meanwhile, 10),
        ]
        [kind] = self.chance.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])
        answer = kind(trial)
        if answer is not None:
            await answer  # type: ignore[misc]
        else:
            await trial.press()

    def _note(self, trial: Trial, what: str) -> None:
        self.last.append(f"{type(trial.app.screen).__name__}: {what}")

    async def _do_action(self, trial: Trial) -> None:
        screen = trial.app.screen
        assert isinstance(screen, ActingScreen)
        keys = [key for action in screen.actions() for key in trial.app.registry.keys(action.id)]
        key = self.chance.choice(keys) if keys else "escape"
        # Locking is rare. A console is left by its palette alone: memory is looked at in one that lives long.
        if key in trial.app.registry.keys("quit") or (
            key in trial.app.registry.keys("lock") and self.chance.random() < 0.9
        ):
            key = "escape"
        self._note(trial, f"action by {key}")
        await trial.press(key)

    async def _press(self, trial: Trial) -> None:
        keys = self.chance.choices(KEYS, k=self.chance.choice((1, 1, 2, 5)))
        self._note(trial, f"keys {keys}")
        await trial.press(*keys)

    async def _type(self, trial: Trial) -> None:
        text = self.chance.choice(TEXTS)
        self._note(trial, f"types {text!a}")
        await trial.press(*text, *self.chance.choice(((), ("enter",), ("tab",))))

    def _paste(self, trial: Trial) -> None:
        text = self.chance.choice(PASTES)
        self._note(trial, f"pastes {text[:20]!a}")
        trial.app.post_message(events.Paste(text))

    async def _click(self, trial: Trial) -> None:
        width, height = trial.app.size
        place = self.chance.randrange(width), self.chance.randrange(height)
        times = self.chance.choice((1, 1, 2))
        self._note(trial, f"clicks {times} times at {place} of {width}×{height}")
        await trial.pilot.click(offset=place, times=times)

    def _resize(self, trial: Trial) -> None:
        size = self.chance.choice(SIZES)
        self._note(trial, f"resizes to {size}")
        trial.resize(*size)

    def _change_meanwhile(self, trial: Trial) -> None:
        """Another employee changes an order, as far as he may."""
        other, number = self.chance.choice(self.others), self.chance.randrange(1, ORDERS + 40)
        code = self.chance.choice(("in_progress", "done", "cancelled", "paused"))
        says = self.chance.random() < 0.6
        self._note(trial, f"{other.login} {'says something about' if says else f'makes {code}'} {number}")

        def change(work: Work) -> None:
            if says:
                add_comment(work, number, "Перезвонить", important=number % 2 == 0)
            else:
                change_status(work, number, StatusWish(code, comment="Так надо"))

        try:
            self.store.perform(other, change)
        except AdsError:
            return

    def _demand_well(self, trial: Trial) -> None:
        app = trial.app
        assert not log_file().exists(), log_file().read_text(encoding="utf-8")[-MOST_TOLD:]
        assert app.failures == 0
        assert not any(isinstance(screen, ErrorDialog) for screen in app.screen_stack)

    async def _come_home(self, trial: Trial, login: str) -> None:
        """By Escape and the password one comes home from everywhere; there it is seen how much is held."""
        trial.resize(120, 36)
        await trial.press()
        for _ in range(MOST_ESCAPES):
            screen = trial.app.screen
            if isinstance(screen, OrdersScreen):
                break
            if isinstance(screen, LockScreen):
                # The answer to a wrong password is held back the longer, the more there were before it (AU-1).
                form = screen.query_one(PasswordForm)
                await trial.until(partial(_takes_keys, form), longest_s=MOST_HELD_BACK_S)
                # A quarter of an hour later the wrong passwords are forgotten.
                self.store.perform(SYSTEM, lambda work: work.connection.execute(sa.delete(table_of(SignInLock))))
                await trial.press("end", "ctrl+u", *self.passwords[login], "enter")
                await trial.until(lambda: not isinstance(trial.app.screen, LockScreen))
            else:
                await trial.press("escape")
        assert isinstance(trial.app.screen, OrdersScreen), f"{trial.app.screen} does not close"
        await trial.until(lambda: not trial.app.workers._workers)
        trial.messages.clear()
        forget_closed(trial.app)
        gc.collect()
        widgets = _widgets()
        if self.share_done >= WARM_SHARE:
            self.held.append((widgets, _resident()))


def _takes_keys(form: PasswordForm) -> bool:
    return not form.disabled


def _widgets() -> int:
    """The widgets that the process holds, dead ones too."""
    return sum(isinstance(one, Widget) for one in gc.get_objects())


def _resident() -> int:
    """The pages of memory that the process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from Linux")
async def test_an_hour_of_anything_breaks_nothing_and_memory_stays_flat(
    company: tuple[Store, dict[str, str]], soak: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ADS_DATA_DIR", str(tmp_path / "data"))
    # A table named without a folder is written where one stands.
    monkeypatch.chdir(tmp_path)
    store, passwords = company
    if soak:
        # As the program does before its list; a process of many other trials is left as it is.
        keep_no_freed_blocks()
    store.perform(SYSTEM, lambda work: set_setting(work, "organization.name", "[b]Парк[/b]"))
    dispatcher = Dispatcher(store, passwords, an_hour=soak)
    logins = list(passwords)
    gc.collect()
    before = _widgets()
    try:
        while dispatcher.share_done < 1:
            await dispatcher.work(logins[dispatcher.acts % len(logins)])
    except BaseException as error:
        lines = "\n".join(dispatcher.last)
        raise AssertionError(f"seed {SEED}, after {dispatcher.acts} acts, the last ones:\n{lines}") from error

    with store.reading(SYSTEM) as reading:
        assert list(check_database(reading).problems) == []
    widgets, pages = zip(*dispatcher.held, strict=True)
    assert max(widgets) - before <= MOST_WIDGETS, f"widgets held: {widgets}"
    # In a short time what is made once, such as connections and kept lines, is still being made.
    assert not soak or growth(widgets) <= MOST_GROWTH, f"widgets held: {widgets}"
    assert not soak or growth(pages) <= MOST_GROWTH, f"pages held: {pages}"
    if soak:
        print(f"acts {dispatcher.acts}; widgets {widgets[0]} … {widgets[-1]}, grown {growth(widgets):.2f}×;")
        print(f"pages {pages[0]} … {pages[-1]}, grown {growth(pages):.2f}×")


def growth(held: tuple[int, ...]) -> float:
    """How many times more was held in the last fifth than in the first."""
    part = len(held) // 5
    return sum(held[-part:]) / sum(held[:part])
