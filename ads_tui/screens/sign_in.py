"""Signing in by login and password, and unlocking."""

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import Context
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog, ConsoleScreen
from ads_tui.console.type_ahead import ScreenReady
from ads_tui.errors import AdsError
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.session import Session
    from ads_tui.store.work import Store

_LONGEST_LOGIN = 255
# One more than is ever right: what is longer is refused by the check, not cut to something that might fit.
_LONGEST_PASSWORD = 1_001


class SignedIn(Message):
    """Somebody has signed in; told to the console."""

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session


class PasswordForm(Vertical):
    """Login and password, one below the other; while a password is judged nothing can be typed."""

    DEFAULT_CSS = """
    PasswordForm {
        width: 46;
        max-width: 100%;
        height: auto;
    }
    PasswordForm .note {
        height: auto;
        min-height: 1;
        margin-top: 1;
        color: $text-muted;
    }
    PasswordForm .note.-refusal {
        color: $error;
    }
    """

    def __init__(self, login: str | None = None, note: str = "") -> None:
        """With a `login` only the password is asked for; the `note` is said first."""
        super().__init__()
        self._login = login
        self._note = note

    def compose(self) -> ComposeResult:
        """The fields, and a line for what is to be said."""
        if self._login is None:
            yield Static(_("Login"))
            yield Input(id="login", max_length=_LONGEST_LOGIN)
        yield Static(_("Password"))
        yield Input(id="password", password=True, max_length=_LONGEST_PASSWORD)
        yield Static(content(self._note), classes="note")

    @property
    def login(self) -> str:
        """The login typed, or the one given."""
        return self._login if self._login is not None else self.query_one("#login", Input).value

    @property
    def password(self) -> str:
        """The password typed."""
        return self.query_one("#password", Input).value

    def say(self, text: str, *, refusal: bool = False) -> None:
        """Say something beneath the fields."""
        note = self.query_one(".note", Static)
        note.update(content(text))
        note.set_class(refusal, "-refusal")

    def close(self) -> None:
        """Take nothing while a password is judged."""
        self.disabled = True
        self.say(_("Checking…"))

    def ask_again(self, error: AdsError) -> None:
        """Say why not, and take another password."""
        self.disabled = False
        self.say(error.message, refusal=True)
        password = self.query_one("#password", Input)
        password.value = ""
        password.focus()

    def start(self) -> None:
        """Take what is typed, from the first field on."""
        self.disabled = False
        self.query(Input).first().focus()


def check(store: "Store", login: str, password: str) -> "tuple[Session | AdsError, int]":
    """Judge a password, slowly: the session, or the refusal with the seconds to let pass before it is told (AU-1)."""
    from ads_tui.services.accounts import check_password
    from ads_tui.services.session import session_of

    judged = check_password(store, login, password)
    if judged.actor is None:
        assert judged.refusal is not None
        return judged.refusal, judged.wait_s
    with store.reading(judged.actor) as reading:
        return session_of(reading), 0


def judge(screen: ActingScreen[None], form: PasswordForm) -> None:
    """Have what was typed judged, and tell the console who it is; refusals wait as long as they must."""
    if form.disabled:
        return
    login, password = form.login, form.password
    form.close()

    def judged(answer: "tuple[Session | AdsError, int]") -> None:
        found, wait_s = answer
        if not isinstance(found, AdsError):
            screen.host.post_message(SignedIn(found))
        elif wait_s:
            screen.set_timer(wait_s, lambda: form.ask_again(found))
        else:
            form.ask_again(found)

    screen.ask(lambda store: check(store, login, password), judged, group="password", instead=form.ask_again)


class SignInScreen(ConsoleScreen):
    """The first screen: says that the database is being opened, then asks who is there if nobody is known."""

    SCOPE = "sign_in"
    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    SignInScreen .body {
        align: center middle;
    }
    SignInScreen #opening {
        width: auto;
        color: $text-muted;
    }
    SignInScreen PasswordForm {
        display: none;
    }
    SignInScreen.-asking #opening {
        display: none;
    }
    SignInScreen.-asking PasswordForm {
        display: block;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] = []
        self._is_asking = False

    def compose_body(self) -> ComposeResult:
        """The sentence and the form, of which one is seen."""
        yield Static(_("Opening the database…"), id="opening")
        yield PasswordForm()

    def context(self) -> Context:
        """Nobody is signed in yet."""
        return Context(None)

    def ask_who(self, reason: AdsError | None = None) -> None:
        """Show the form, and why it must be filled in where that is not plain."""
        self.add_class("-asking")
        if reason is not None:
            self.query_one(PasswordForm).say(reason.message, refusal=True)
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self.query_one(PasswordForm).start()
        self.app.call_later(self.app.post_message, ScreenReady())

    def on_key(self, event: events.Key) -> None:
        """Keep what is typed while the database is being opened, for the form or the screen that follows."""
        if not self._is_asking:
            self._early.append(event)

    def typed_before(self) -> list[events.Key]:
        """What was typed while the database was being opened, once the form has the keys."""
        if self.focused is None:
            return []
        self._is_asking = True
        return self.take_early()

    def take_early(self) -> list[events.Key]:
        """What was typed while the database was being opened, which is forgotten here."""
        early, self._early = self._early, []
        return [events.Key(key.key, key.character) for key in early]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the password, or signs in."""
        event.stop()
        if event.input.id == "login":
            self.query_one("#password", Input).focus()
        else:
            self.do_sign_in_go()

    def do_sign_in_go(self) -> None:
        """Sign in."""
        if self._is_asking:
            judge(self, self.query_one(PasswordForm))


class LockScreen(ConsoleDialog[None]):
    """Covers everything until the employee's password is typed; the screens beneath stay as they are."""

    SCOPE = "lock"
    AUTO_FOCUS = "#password"

    DEFAULT_CSS = """
    LockScreen, LockScreen:ansi {
        background: $background;
    }
    LockScreen > .dialog {
        width: 52;
    }
    """

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._session = session

    def title_text(self) -> str:
        """Whose console it is."""
        return self._session.actor.name

    def compose_body(self) -> ComposeResult:
        """The password alone."""
        yield PasswordForm(self._session.actor.login, _("Locked: type your password to go on"))

    def context(self) -> Context:
        """Nobody acts while it is locked."""
        return Context(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter unlocks."""
        event.stop()
        self.do_unlock_go()

    def do_unlock_go(self) -> None:
        """Unlock."""
        judge(self, self.query_one(PasswordForm))
