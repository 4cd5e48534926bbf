"""A console for trials: a small home screen, and a watch on all messages, so that nothing is slept for."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast

from textual import events
from textual.app import ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ads_tui.app import ConsoleApp, Home, make_app
from ads_tui.console.actions import Action, Context, needs
from ads_tui.console.keys import character, sign_name
from ads_tui.console.live import Changed
from ads_tui.console.scopes import ACTIONS
from ads_tui.console.screen import ConsoleScreen
from ads_tui.errors import AdsError, RuleError
from ads_tui.store.work import Store

PASSWORD = "a long enough password"
LONG_S = 20.0
# So many turns of the loop without a message waiting anywhere are the end of what a message sets off.
_CALM = 3
# For a trial that holds answers back.
BRIEF_S = 0.1


def not_now(_context: Context) -> AdsError | None:
    return RuleError("order_state", "Not before [b]noon[/b]")


TRIAL = (
    Action("trial.note", ("n", "F7"), "Note", "Write it down", ("trial",)),
    Action("trial.bracket", ("]", "F8"), "Next", "Go to the next", ("trial",)),
    Action("trial.later", ("w",), "Wait", "Never possible", ("trial",), allowed=not_now),
    Action("trial.rule", ("r",), "Rule", "For administrators", ("trial",), exists=needs("admin")),
    Action("trial.break", ("b",), "Break", "Fail", ("trial",)),
)


class TrialScreen(ConsoleScreen):
    """Counts what was done and heard."""

    SCOPE = "trial"
    AUTO_FOCUS = ""

    def __init__(self, order: int | None = None) -> None:
        super().__init__()
        self.order = order
        self.done: list[str] = []
        self.heard: list[Changed] = []

    def compose_body(self) -> ComposeResult:
        yield Static("A screen of trials", id="words")
        yield Input(id="field")

    def do_trial_note(self) -> None:
        self.done.append("note")

    def do_trial_bracket(self) -> None:
        self.done.append("next")

    def do_trial_later(self) -> None:
        self.done.append("later")

    def do_trial_rule(self) -> None:
        self.done.append("rule")

    def do_trial_break(self) -> None:
        raise ZeroDivisionError("broken [/b] on purpose")

    def on_changed(self, event: Changed) -> None:
        event.stop()
        self.heard.append(event)


@dataclass
class Trial:
    """A console under trial."""

    app: ConsoleApp
    pilot: Pilot[int]
    messages: list[Message] = field(default_factory=list)
    # How long answers are waited for after a key.
    patience_s: float = LONG_S
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    def hook(self, message: Message) -> None:
        self.messages.append(message)
        self._told.set()

    async def until(self, condition: Callable[[], Any], *, longest_s: float = LONG_S) -> None:
        """Wait for messages until the condition holds; what is shown instead is told by the TimeoutError."""
        latest = time.monotonic() + longest_s
        while not condition():
            if time.monotonic() > latest:
                shown = self.shown() if self.app.screen_stack else ""
                raise TimeoutError(f"{self.toasts}, {self.app.workers._workers}\n{shown}")
            self._told.clear()
            # What changes without a message is seen at the latest after this.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 0.1)
        if not self.app._exit:
            await self.pilot.pause(0)
            await self._quiet()

    async def _quiet(self) -> None:
        """Let what the last message has set off go its way through the widgets."""
        calm = 0
        while calm < _CALM and self.app.screen_stack:
            await asyncio.sleep(0)
            pumps = [self.app, *self.app.screen.walk_children(with_self=True)]
            calm = 0 if any(pump.message_queue_size for pump in pumps) else calm + 1

    async def press(self, *keys: str) -> None:
        """Press keys as fast as a terminal delivers them, and wait until all are dealt with and answered."""
        for key in keys:
            name = key if len(key) > 1 else sign_name(key)
            self.app.post_message(events.Key(name, character(name) if len(key) > 1 else key))
        await self.pilot.pause(0)
        await self.until(lambda: self.app._exit or (self.app.is_at_rest and not self.app.is_holding()))
        await self.answered()

    async def answered(self) -> None:
        """Wait until nothing is asked of the database any more, as long as `patience_s`."""
        with suppress(TimeoutError):
            await self.until(lambda: not self.app.workers._workers, longest_s=self.patience_s)

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, and do not wait for anything."""
        size = Size(width, height)
        cast(HeadlessDriver, self.app._driver)._size = size
        self.app.post_message(events.Resize(size, size))

    @property
    def home(self) -> TrialScreen:
        found = [screen for screen in self.app.screen_stack if isinstance(screen, TrialScreen)]
        return found[0]

    @property
    def toasts(self) -> list[str]:
        return [notification.message for notification in self.app._notifications]

    def lines(self) -> list[str]:
        """What the terminal shows, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def shown(self) -> str:
        return "\n".join(self.lines())


@asynccontextmanager
async def console(
    store: Store,
    *,
    login: str | None = "anna",
    os_user: str | None = None,
    size: tuple[int, int] = (80, 24),
    home: Callable[[int | None], Any] = TrialScreen,
    actions: Iterable[Action] = (),
    keymap: Mapping[str, Iterable[str]] | None = None,
    order: int | None = None,
    open_store: Callable[[], Store] | None = None,
    language_is_chosen: bool = False,
    may_fail: bool = False,
    waits: bool = True,
) -> AsyncIterator[Trial]:
    """A console on the store, signed in as `login`; it must not have failed, unless it `may_fail`."""

    def import_home() -> Home:
        return home

    app = make_app(
        open_store or (lambda: store),
        import_home,
        login=login,
        os_user=os_user,
        order=order,
        keymap=keymap,
        actions=(*ACTIONS, *TRIAL, *actions),
        clock=store.clock,
        language_is_chosen=language_is_chosen,
    )
    messages: list[Message] = []
    told = asyncio.Event()

    def hook(message: Message) -> None:
        messages.append(message)
        told.set()

    async with app.run_test(size=size, notifications=True, message_hook=hook) as pilot:
        trial = Trial(app, pilot, messages, _told=told)
        if waits and (login is not None or os_user is not None):
            await trial.until(lambda: len(app.screen_stack) > 1 or app._exit)
        yield trial
    assert may_fail or app.failures == 0


__all__ = ["BRIEF_S", "LONG_S", "PASSWORD", "TRIAL", "Trial", "TrialScreen", "console"]
