"""What was closed is let go of: a console that is open for days stays small (P11)."""

import gc
import weakref
from collections.abc import Sequence
from functools import partial
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from ads_tui.console.forgetting import forget_closed
from ads_tui.console.header import ConnectionBanner
from ads_tui.store.work import Store
from tests.console.trial import Trial, TrialScreen, console


def _are_let_go_of(trial: Trial, those: Sequence[weakref.ref[Any]]) -> bool:
    """Whether nothing holds any of those, once the console has let go of what was closed."""
    trial.messages.clear()
    forget_closed(trial.app)
    gc.collect()
    return all(one() is None for one in those)


async def test_p11_a_screen_that_was_closed_is_held_by_nothing(desk: Store) -> None:
    async with console(desk) as trial:
        closed: list[weakref.ref[Widget]] = []
        for _ in range(3):
            screen = TrialScreen()
            await trial.app.push_screen(screen)
            await trial.press()
            closed += [weakref.ref(screen.query_one(ConnectionBanner)), weakref.ref(screen.query_one("#words"))]
            del screen
            await trial.app.pop_screen()
            trial.messages.clear()
        await trial.until(partial(_are_let_go_of, trial, closed))


async def test_p11_a_thread_that_has_answered_does_not_hold_who_asked(desk: Store) -> None:
    async with console(desk) as trial:
        screen = TrialScreen()
        await trial.app.push_screen(screen)
        answers: list[int] = []
        worker = weakref.ref(screen.ask(lambda _store: 1, answers.append, group="trial"))
        await trial.until(lambda: answers)
        await trial.app.pop_screen()
        del screen
        await trial.until(partial(_are_let_go_of, trial, [worker]))


async def test_p11_dialogs_that_were_seen_above_each_other_are_held_by_nothing(desk: Store) -> None:
    async with console(desk) as trial:
        closed: list[weakref.ref[Screen[object]]] = []
        for _ in range(2):
            await trial.press("f1", "ctrl+p")
            closed += [weakref.ref(screen) for screen in trial.app.screen_stack[-2:]]
            await trial.press("escape", "escape")
        assert isinstance(trial.app.screen, TrialScreen)
        await trial.press("n")
        await trial.until(partial(_are_let_go_of, trial, closed))


async def test_p11_a_toast_that_is_told_again_leaves_nothing_of_the_former(desk: Store) -> None:
    async with console(desk) as trial:
        for _ in range(4):
            await trial.press("w")
        await trial.until(lambda: len(trial.app.screen.query("ToastHolder")) == 1)
        assert trial.toasts == ["Not before [b]noon[/b]"]
