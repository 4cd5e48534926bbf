import base64

import pytest
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets._toast import Toast

from ads_tui.console.acting import ActingScreen
from ads_tui.console.error_dialog import ErrorDialog
from ads_tui.console.guarded import Guarded
from ads_tui.console.screen import ConsoleScreen
from ads_tui.console.toast import Told
from ads_tui.errors import RuleError
from ads_tui.logs import log_file
from ads_tui.store.work import Reading, Store, Work
from tests.console.trial import Trial, TrialScreen, console


async def failed(trial: Trial) -> ErrorDialog:
    await trial.until(lambda: isinstance(trial.app.screen, ErrorDialog) and "unexpected" in trial.shown())
    assert isinstance(trial.app.screen, ErrorDialog)
    return trial.app.screen


async def lives_on(trial: Trial) -> None:
    """Close the dialog, and see that keys still do something."""
    await trial.press("escape", "n")
    await trial.until(lambda: trial.home.done == ["note"])


async def test_a_failing_action_is_shown_logged_and_ends_nothing(desk: Store) -> None:
    async with console(desk, may_fail=True) as trial:
        await trial.press("b")
        dialog = await failed(trial)
        text = trial.shown()
        assert "you can go on working" in " ".join(text.split())
        assert "ads.log" in "".join(line.strip("│ ") for line in trial.lines())
        assert "ZeroDivisionError: broken [/b] on purpose" in dialog.details
        assert "broken [/b] on purpose" in log_file().read_text()
        await lives_on(trial)


async def test_details_are_copied_through_the_terminal(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async with console(desk, may_fail=True) as trial:
        written: list[str] = []
        monkeypatch.setattr(trial.app._driver, "write", written.append)
        await trial.press("b")
        dialog = await failed(trial)
        await trial.press("c")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["Sent to the terminal's clipboard"]
        (copied,) = [text for text in written if text.startswith("\x1b]52;c;")]
        assert base64.b64decode(copied[7:-1]).decode() == dialog.details


async def test_a_failing_thread_is_shown(desk: Store) -> None:
    def broken(_reading: Reading) -> None:
        raise ZeroDivisionError("in a thread")

    async with console(desk, may_fail=True) as trial:
        trial.home.read(broken, lambda _nothing: None)
        assert "in a thread" in (await failed(trial)).details
        await lives_on(trial)


async def test_a_failing_answer_is_shown(desk: Store) -> None:
    def then(_answer: int) -> None:
        raise ZeroDivisionError("with the answer")

    async with console(desk, may_fail=True) as trial:
        trial.home.read(lambda _reading: 1, then)
        await failed(trial)
        await lives_on(trial)


async def test_a_failing_timer_is_shown(desk: Store) -> None:
    def broken() -> None:
        raise ZeroDivisionError("on time")

    async with console(desk, may_fail=True) as trial:
        trial.home.set_timer(0.001, broken)
        await failed(trial)
        await lives_on(trial)


class Poke(Message):
    pass


class Fragile(Guarded, Widget):
    poked = 0

    def on_poke(self) -> None:
        self.poked += 1
        raise ZeroDivisionError("poked")


async def test_a_guarded_widget_lives_on_after_its_failure(desk: Store) -> None:
    async with console(desk, may_fail=True) as trial:
        fragile = Fragile()
        await trial.home.mount(fragile)
        for times in (1, 2):
            fragile.post_message(Poke())
            await failed(trial)
            await trial.press("escape")
            await trial.until(lambda: trial.app.screen is trial.home)
            assert fragile.poked == times


class BadCompose(ConsoleScreen):
    SCOPE = "trial"

    def compose_body(self) -> ComposeResult:
        yield Static("half")
        raise ZeroDivisionError("composing")


class BadMount(ConsoleScreen):
    SCOPE = "trial"

    def on_mount(self) -> None:
        raise ZeroDivisionError("mounting")


class BadChild(ConsoleScreen):
    SCOPE = "trial"

    def compose_body(self) -> ComposeResult:
        yield Unmountable()


class Unmountable(Widget):
    def on_mount(self) -> None:
        raise ZeroDivisionError("mounting a child")


@pytest.mark.parametrize("screen", [BadCompose, BadMount])
async def test_a_screen_that_cannot_be_built_is_taken_away(desk: Store, screen: type[ActingScreen[None]]) -> None:
    async with console(desk, may_fail=True) as trial:
        trial.app.push_screen(screen())
        await failed(trial)
        assert not any(isinstance(shown, screen) for shown in trial.app.screen_stack)
        await lives_on(trial)


async def test_a_part_that_cannot_be_built_leaves_the_rest(desk: Store) -> None:
    async with console(desk, may_fail=True) as trial:
        trial.app.push_screen(BadChild())
        await failed(trial)
        await trial.press("escape", "f1")
        await trial.until(lambda: "Everywhere" in trial.shown())


class BadRender(Widget):
    def render(self) -> str:
        raise ZeroDivisionError("drawing")


async def test_what_cannot_be_drawn_is_told_and_does_not_go_on_for_ever(desk: Store) -> None:
    async with console(desk, may_fail=True) as trial:
        trial.home.mount(BadRender())
        await trial.until(lambda: trial.app.failures)
        await trial.until(lambda: trial.app._exit or isinstance(trial.app.screen, ErrorDialog))


async def test_failures_without_end_end_the_console(desk: Store) -> None:
    async with console(desk, may_fail=True) as trial:
        for _ in range(21):
            trial.app.fail(ZeroDivisionError("again"))
        await trial.until(lambda: trial.app._exit)
        assert trial.app.return_code == 70


async def test_many_failures_one_after_the_other_do_not(desk: Store) -> None:
    async with console(desk, may_fail=True) as trial:
        for _ in range(25):
            await trial.press("b")
            await failed(trial)
            await trial.press("escape")
            await trial.until(lambda: trial.app.screen is trial.home)
        await lives_on(trial)


class Refusing(TrialScreen):
    def do_trial_bracket(self) -> None:
        raise RuleError("order_state", "No [b]way[/b]")


async def test_a_refusal_of_an_action_is_told_not_shown_as_a_failure(desk: Store) -> None:
    async with console(desk, home=Refusing) as trial:
        await trial.press("f8", "n")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["No [b]way[/b]"]
        assert trial.home.done == ["note"]


async def test_what_was_typed_survives_a_failure(desk: Store) -> None:
    def broken(_work: Work) -> None:
        raise ZeroDivisionError("in a write")

    async with console(desk, may_fail=True) as trial:
        field = trial.home.query_one("#field", Input)
        field.focus()
        await trial.press(*"typed")
        trial.home.write(broken, lambda _nothing: None)
        await failed(trial)
        await trial.press("escape", "!")
        await trial.until(lambda: field.value == "typed!")


async def test_r_14_a_toast_whose_time_is_over_when_it_is_shown_does_not_hold_the_console(desk: Store) -> None:
    async with console(desk) as trial:
        late = Told("late", timeout=-1)
        trial.app.screen.mount(Toast(late))
        await trial.until(lambda: not trial.app.screen.query(Toast))
        assert late.has_expired
