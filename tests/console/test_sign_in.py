import time
from pathlib import Path

import pytest
from textual.widgets import Input

from ads_tui import i18n
from ads_tui.clock import Clock
from ads_tui.console.acting import ActingScreen
from ads_tui.console.choice_dialog import ChoiceDialog
from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.domain.actors import SYSTEM
from ads_tui.logs import log_file
from ads_tui.screens.sign_in import LockScreen, PasswordForm, SignInScreen
from ads_tui.services import blocking, roles, settings
from ads_tui.services.accounts import check_password
from ads_tui.services.employees import set_employee
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store
from tests.console.trial import PASSWORD, Trial, TrialScreen, console


async def asked(trial: Trial) -> None:
    await trial.until(lambda: trial.app.screen.has_class("-asking") and trial.app.screen.focused)


async def sign_in(trial: Trial, login: str, password: str) -> None:
    await asked(trial)
    await trial.press(*login, "enter", *password, "enter")


def signed_in(trial: Trial) -> bool:
    return isinstance(trial.app.screen, TrialScreen)


async def test_au_1_by_login_and_password(both_desks: Store) -> None:
    async with console(both_desks, login=None) as trial:
        await sign_in(trial, "Anna", PASSWORD)
        await trial.until(lambda: signed_in(trial))
        assert trial.app.signed_in.login == "anna"
        assert "Petrova A. · Dispatcher" in trial.lines()[0]


async def test_what_is_typed_while_the_database_is_opened_goes_into_the_form(desk: Store) -> None:
    async with console(desk, login=None) as trial:
        assert isinstance(trial.app.screen, SignInScreen)
        await trial.press(*"anna", "enter", *PASSWORD, "enter")
        await trial.until(lambda: signed_in(trial))


async def test_the_password_is_never_shown(desk: Store) -> None:
    async with console(desk, login=None) as trial:
        await asked(trial)
        await trial.press(*"anna", "tab", *"secret")
        assert "anna" in trial.shown()
        assert "secret" not in trial.shown()


@pytest.mark.parametrize(("login", "password"), [("anna", "wrong"), ("nobody", PASSWORD), ("", ""), ("admin", "")])
async def test_au_1_what_is_wrong_is_told_beneath_the_field_and_can_be_mended(
    desk: Store, login: str, password: str
) -> None:
    async with console(desk, login=None) as trial:
        await sign_in(trial, login, password)
        await trial.until(lambda: "The login or the password is wrong" in trial.shown())
        assert trial.app.screen.query_one("#password", Input).value == ""
        await trial.press("shift+tab", *(["backspace"] * 10), *"anna", "enter", *PASSWORD, "enter")
        await trial.until(lambda: signed_in(trial))


async def test_au_1_the_answer_waits_as_long_as_it_must_and_nothing_else_does(desk: Store) -> None:
    for _ in range(2):
        check_password(desk, "anna", "wrong")
    async with console(desk, login=None) as trial:
        await sign_in(trial, "anna", "wrong")
        await trial.until(lambda: "Checking" in trial.shown())
        await trial.press(*PASSWORD, "enter", "ctrl+p")
        await trial.until(lambda: isinstance(trial.app.screen, ChoiceDialog))
        await trial.press("escape")
        await trial.until(lambda: "is wrong" in trial.shown())
        # The third failure waits one second; what was typed meanwhile was no second attempt.
        assert trial.app.screen.query_one("#password", Input).value == ""
        assert check_password(desk, "anna", PASSWORD).actor is not None


async def test_au_1_a_locked_login_is_told(desk: Store) -> None:
    for _ in range(10):
        check_password(desk, "anna", "wrong")
    async with console(desk, login=None) as trial:
        await sign_in(trial, "anna", PASSWORD)
        await trial.until(lambda: "closed for 15 minutes" in " ".join(trial.shown().split()))


@pytest.mark.parametrize("login", ["x\x1b[31m", "y" * 300, "漢字", "‮"])
async def test_au_1_whatever_is_pasted_as_a_login_is_refused(desk: Store, login: str) -> None:
    async with console(desk, login=None) as trial:
        await asked(trial)
        trial.app.screen.query_one("#login", Input).value = login
        await trial.press("enter", "x", "enter")
        await trial.until(lambda: trial.app.screen.query_one(".note").has_class("-refusal"))
        assert "\x1b" not in trial.shown()


async def test_cl_1_the_employee_of_the_operating_system_user_goes_straight_through(desk: Store) -> None:
    async with console(desk, login=None, os_user="anna-os") as trial:
        assert signed_in(trial)
        assert trial.app.signed_in.login == "anna"


async def test_a_user_of_the_system_who_is_nobody_here_is_asked(desk: Store) -> None:
    async with console(desk, login=None) as trial:
        await asked(trial)
        assert not trial.app.screen.query_one(".note").has_class("-refusal")


async def test_em_1_who_is_bound_and_blocked_is_told(desk: Store) -> None:
    desk.perform(SYSTEM, lambda work: blocking.block(work, "anna"))
    async with console(desk, login=None, os_user="anna-os", waits=False) as trial:
        await asked(trial)
        assert "anna is blocked" in trial.shown()


async def test_cl_1_an_unknown_login_of_the_command_line_is_refused(desk: Store) -> None:
    async with console(desk, login="nobody") as trial:
        await trial.until(lambda: trial.app._exit)
        assert trial.app.refusal is not None
        assert (trial.app.refusal.code, trial.app.return_code) == ("not_signed_in", 4)


async def test_a_database_that_cannot_be_opened_is_refused(desk: Store, tmp_path: Path) -> None:
    def open_store() -> Store:
        return Store(make_engine(f"sqlite:///{tmp_path}/none/ads.sqlite3"), Clock())

    async with console(desk, open_store=open_store) as trial:
        await trial.until(lambda: trial.app._exit)
        assert trial.app.refusal is not None
        assert (trial.app.refusal.code, trial.app.return_code) == ("storage", 6)


async def test_an_unexpected_failure_while_opening_is_logged_and_told(desk: Store) -> None:
    def open_store() -> Store:
        raise ZeroDivisionError("marked")

    async with console(desk, open_store=open_store) as trial:
        await trial.until(lambda: trial.app._exit)
        assert trial.app.return_code == 70
    assert "marked" in log_file().read_text()


async def test_an_order_named_on_the_command_line_is_handed_to_the_home_screen(desk: Store) -> None:
    async with console(desk, order=17) as trial:
        assert trial.home.order == 17


async def test_the_language_is_the_employees_unless_it_was_chosen(desk: Store) -> None:
    desk.perform(SYSTEM, lambda work: set_employee(work, "anna", "lang", "ru"))
    async with console(desk):
        assert i18n.language() == "ru"
    i18n.activate("en")
    async with console(desk, language_is_chosen=True):
        assert i18n.language() == "en"


# The lock


async def locked(trial: Trial) -> None:
    await trial.press("ctrl+l")
    await trial.until(lambda: isinstance(trial.app.screen, LockScreen) and trial.app.screen.focused)


@pytest.mark.parametrize("theme", ["ads-dark", "ads-light", "ads-contrast", "ads-16", "textual-light"])
async def test_the_lock_hides_everything_and_keeps_it(desk: Store, theme: str) -> None:
    async with console(desk) as trial:
        trial.app.theme = theme
        field = trial.home.query_one("#field", Input)
        field.focus()
        await trial.press(*"typed")
        await locked(trial)
        await trial.until(lambda: "Locked" in trial.shown())
        assert "A screen of trials" not in trial.shown()
        assert "typed" not in trial.shown()
        await trial.press(*PASSWORD, "enter")
        await trial.until(lambda: signed_in(trial))
        await trial.press("!")
        assert field.value == "typed!"


async def test_a_wrong_password_does_not_unlock(desk: Store) -> None:
    async with console(desk) as trial:
        await locked(trial)
        await trial.press(*"wrong", "enter")
        await trial.until(lambda: "is wrong" in trial.shown())
        assert isinstance(trial.app.screen, LockScreen)
        await trial.press("escape", "ctrl+l", "n")
        assert isinstance(trial.app.screen, LockScreen)
        assert trial.home.done == []


async def test_who_has_no_password_is_not_locked_out(desk: Store) -> None:
    async with console(desk, login="admin") as trial:
        await trial.press("ctrl+l")
        await trial.until(lambda: trial.toasts)
        assert "ads employee password admin" in trial.toasts[0]
        assert signed_in(trial)


async def test_the_lock_covers_dialogs_too(desk: Store) -> None:
    async with console(desk) as trial:
        await trial.press("f1")
        await trial.until(lambda: "Write it down" in trial.shown())
        await locked(trial)
        await trial.until(lambda: "Locked" in trial.shown())
        assert "Write it down" not in trial.shown()
        await trial.press(*PASSWORD, "enter")
        await trial.until(lambda: "Write it down" in trial.shown())


async def test_what_ends_beneath_the_lock_does_not_open_it(desk: Store) -> None:
    answers: list[bool | None] = []
    async with console(desk) as trial:
        dialog = ConfirmDialog("Sure?", "Do it?")
        trial.app.push_screen(dialog, answers.append)
        await trial.until(lambda: dialog.ready)
        await locked(trial)
        dialog.write(lambda _work: True, dialog.dismiss)
        await trial.app.workers.wait_for_complete()
        await trial.pilot.pause()
        assert isinstance(trial.app.screen, LockScreen)
        assert answers == []
        await trial.press(*PASSWORD, "enter")
        await trial.until(lambda: answers)
        await trial.until(lambda: signed_in(trial))
        assert answers == [True]


async def test_a_screen_closes_once(desk: Store) -> None:
    async with console(desk) as trial:
        dialog = ConfirmDialog("Sure?", "Do it?")
        trial.app.push_screen(dialog)
        await trial.until(lambda: dialog.ready)
        dialog.dismiss(True)
        dialog.dismiss(True)
        await trial.pilot.pause()
        assert signed_in(trial)


async def test_au_4_an_idle_console_locks_by_itself(desk: Store) -> None:
    async with console(desk) as trial:
        trial.app.lock_if_idle()
        assert signed_in(trial)
        trial.app._last_act = time.monotonic() - 15 * 60
        trial.app.lock_if_idle()
        await trial.until(lambda: isinstance(trial.app.screen, LockScreen))


async def test_au_4_zero_minutes_never_lock(desk: Store) -> None:
    desk.perform(SYSTEM, lambda work: settings.set_setting(work, "lock.minutes", "0"))
    async with console(desk) as trial:
        trial.app._last_act = time.monotonic() - 1_000_000
        trial.app.lock_if_idle()
        await trial.pilot.pause()
        assert signed_in(trial)


async def test_au_4_a_key_is_a_sign_of_life(desk: Store) -> None:
    async with console(desk) as trial:
        trial.app._last_act = time.monotonic() - 15 * 60
        await trial.press("n")
        trial.app.lock_if_idle()
        await trial.pilot.pause()
        assert signed_in(trial)


# Rights and settings that change meanwhile


async def test_who_is_blocked_while_at_work_is_signed_out(both_desks: Store) -> None:
    async with console(both_desks) as trial:
        await trial.press("f1")
        both_desks.perform(SYSTEM, lambda work: blocking.block(work, "anna"))
        await trial.until(lambda: isinstance(trial.app.screen, SignInScreen))
        await trial.until(lambda: "anna is blocked" in trial.shown())
        assert trial.app.session is None
        assert "Petrova" not in trial.shown()


async def test_rights_given_while_at_work_are_there_at_once(desk: Store) -> None:
    async with console(desk, size=(120, 24)) as trial:
        assert "Rule" not in trial.lines()[-1]
        desk.perform(SYSTEM, lambda work: roles.grant(work, "dispatcher", ["admin"]))
        await trial.until(lambda: "Rule" in trial.lines()[-1])
        await trial.until(lambda: any(event.changes.everything for event in trial.home.heard))


async def test_the_organizations_new_name_is_shown(desk: Store) -> None:
    async with console(desk) as trial:
        desk.perform(SYSTEM, lambda work: settings.set_setting(work, "organization.name", "Blue Park"))
        await trial.until(lambda: "Blue Park" in trial.lines()[0])


def test_every_screen_of_the_frame_names_its_scope() -> None:
    assert all(issubclass(screen, ActingScreen) and screen.SCOPE for screen in (SignInScreen, LockScreen))
    assert PasswordForm("x").login == "x"
