"""The console put together: database, clock, actions and screens; nothing heavy is imported before its first frame."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.screen import Screen

from ads_tui import i18n
from ads_tui.clock import Clock
from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import Action, Registry
from ads_tui.console.keymap import read_keymap
from ads_tui.console.live import Changed
from ads_tui.console.scopes import ACTIONS
from ads_tui.console.terminal import demand_terminal
from ads_tui.errors import AccessError, AdsError
from ads_tui.i18n import N_, _
from ads_tui.screens.notifications.following import FollowingApp
from ads_tui.screens.sign_in import LockScreen, SignedIn, SignInScreen

if TYPE_CHECKING:
    from ads_tui.services.session import Session
    from ads_tui.store.work import Store

# Makes the screen that one comes to after signing in; the number is of the order to open there, None for none.
Home = Callable[[int | None], Screen[None]]

_IDLE_LOOK_S = 10.0


class Opened(Message):
    """The database is open; `found` is who works here, or why nobody is known."""

    def __init__(self, store: "Store", home: Home, found: "Session | AccessError") -> None:
        super().__init__()
        self.store = store
        self.home = home
        self.found = found


class NotOpened(Message):
    """The database could not be opened."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Reloaded(Message):
    """The rights or settings of whoever works here were read anew; refused where he may work no longer."""

    def __init__(self, found: "Session | AccessError") -> None:
        super().__init__()
        self.found = found


class ConsoleApp(FollowingApp):
    """Opens the database, signs somebody in, shows the home screen; locks it and lets him in again."""

    def __init__(
        self,
        open_store: "Callable[[], Store]",
        import_home: Callable[[], Home],
        registry: Registry,
        clock: Clock,
        *,
        login: str | None,
        os_user: str | None,
        order: int | None,
        language_is_chosen: bool,
    ) -> None:
        super().__init__(registry, clock)
        self.title = "ADS"
        self.refusal: AdsError | None = None
        self._open_store = open_store
        self._import_home = import_home
        self._login = login
        self._os_user = os_user
        self._order = order
        self._language_is_chosen = language_is_chosen
        self._home: Home | None = None
        self._last_act = time.monotonic()

    def get_default_screen(self) -> Screen[None]:
        """The first screen, at the bottom of all others."""
        return SignInScreen()

    def on_mount(self) -> None:
        """Open the database once the first frame is painted."""
        self.call_after_refresh(self.run_worker, self._open, thread=True, exit_on_error=False)
        self.set_interval(_IDLE_LOOK_S, self.lock_if_idle)

    # Opening and signing in

    def _open(self) -> None:
        try:
            store = self._open_store()
            home = self._import_home()
            self.post_message(Opened(store, home, _who(store, self._login, self._os_user)))
        except Exception as error:
            self.post_message(NotOpened(error))

    def on_not_opened(self, event: NotOpened) -> None:
        """Leave, saying why."""
        if isinstance(event.error, AdsError):
            self.refusal = event.error
            self.exit(return_code=event.error.exit_code)
        else:
            self.give_up(event.error)

    def on_opened(self, event: Opened) -> None:
        """Go to the home screen, or ask who is there."""
        self.listen(event.store)
        self._home = event.home
        if not isinstance(event.found, AccessError):
            self.on_signed_in(SignedIn(event.found))
        elif self._login is not None:
            self.on_not_opened(NotOpened(event.found))
        else:
            # Whoever is bound and blocked is told; that nobody is bound is what the form is for.
            self._ask_who(event.found if event.found.field == "login" else None)

    def on_signed_in(self, event: SignedIn) -> None:
        """Show the home screen, or what was locked."""
        self._take(event.session)
        if isinstance(self.screen, LockScreen):
            self.screen.dismiss()
        elif len(self.screen_stack) == 1:
            assert self._home is not None
            self.type_again(self._first.take_early())
            self.push_screen(self._home(self._order))
            self._order = None

    def _take(self, session: "Session") -> None:
        if session.actor.lang and not self._language_is_chosen:
            i18n.activate(session.actor.lang)
        self._last_act = time.monotonic()
        self.session = session

    def _ask_who(self, reason: AdsError | None) -> None:
        self._first.ask_who(reason)

    @property
    def _first(self) -> SignInScreen:
        first = self.screen_stack[0]
        assert isinstance(first, SignInScreen)
        return first

    # Rights and settings that change meanwhile

    def heard(self, event: Changed) -> None:
        """Read anew who works here when his rights, his reach or the settings may have changed (decision 8)."""
        if self.session is None:
            return
        if event.keys("schema"):
            self.tell(_("The database has a newer version now: finish what you type and start the console again"))
        if event.changes.everything or event.touches("settings") or self.session.actor.login in event.keys("access"):
            self.run_worker(self._reload, thread=True, exclusive=True, exit_on_error=False, group="session")
        self.hear_of_news(event)

    def _reload(self) -> None:
        session = self.session
        if session is None:
            return
        try:
            self.post_message(Reloaded(_who(self.store, session.actor.login, None)))
        except AdsError:
            self.suspect()
        except Exception as error:
            self.call_from_thread(self.fail, error)

    async def on_reloaded(self, event: Reloaded) -> None:
        """Work on with what he may now, or not at all."""
        if self.session is None:
            return
        if not isinstance(event.found, AccessError):
            before, self.session = self.session, event.found
            if before.actor != event.found.actor:
                self._may_otherwise()
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.session = None
        self._ask_who(event.found)

    def _may_otherwise(self) -> None:
        """Have every screen show what may be seen and done now."""
        from ads_tui.store.feed import EVERYTHING

        for screen in self.screen_stack:
            if isinstance(screen, ActingScreen):
                screen.refresh_actions()
        self.spread(EVERYTHING)

    # The lock

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there."""
        if isinstance(event, events.InputEvent):
            self._last_act = time.monotonic()
        await super().on_event(event)

    def lock_if_idle(self) -> None:
        """Lock after the setting's minutes without a key (AU-4); who has no password could not come back."""
        session = self.session
        if session is None or not session.lock_minutes or not session.has_password:
            return
        if time.monotonic() - self._last_act >= session.lock_minutes * 60:
            self.do_lock()

    def do_lock(self) -> None:
        """Cover everything until the password is typed."""
        session = self.session
        if session is None or any(isinstance(screen, LockScreen) for screen in self.screen_stack):
            return
        if not session.has_password:
            text = N_("You have no password to unlock with: set one with 'ads employee password {login}'")
            self.tell_refusal(AccessError("forbidden", text, login=session.actor.login))
            return
        self.push_screen(LockScreen(session))


def _who(store: "Store", login: str | None, os_user: str | None) -> "Session | AccessError":
    """The session of a login or of the operating-system user, or why there is none."""
    from ads_tui.services.accounts import sign_in
    from ads_tui.services.session import session_of

    try:
        actor = sign_in(store, login=login, os_user=os_user)
    except AccessError as error:
        return error
    with store.reading(actor) as reading:
        return session_of(reading)


def make_app(
    open_store: "Callable[[], Store]",
    import_home: Callable[[], Home],
    *,
    login: str | None = None,
    os_user: str | None = None,
    order: int | None = None,
    keymap: Mapping[str, Iterable[str]] | None = None,
    actions: Iterable[Action] = ACTIONS,
    clock: Clock | None = None,
    language_is_chosen: bool = False,
) -> ConsoleApp:
    """The console on a database.

    `open_store` and `import_home` are called in a thread, after the first frame. `login` needs no password (CL-1),
    neither does the employee bound to `os_user`; otherwise a login and password are asked for. `order` is opened first.
    `keymap` are the user's own keys by action, `clock` is that of the header. Raises InputError for the keys.
    """
    return ConsoleApp(
        open_store,
        import_home,
        Registry(actions, keymap),
        clock or Clock(),
        login=login,
        os_user=os_user,
        order=order,
        language_is_chosen=language_is_chosen,
    )


def run_console(
    open_store: "Callable[[], Store]",
    import_home: Callable[[], Home],
    clock: Clock,
    *,
    login: str | None = None,
    os_user: str | None = None,
    order: int | None = None,
    language_is_chosen: bool = False,
) -> int:
    """Show the console until somebody leaves it; the exit code. `clock` is that of the store as well.

    Raises AdsError: without a terminal, for the user's own keys, and for a database that cannot be opened.
    """
    demand_terminal(os.environ, sys.__stdin__, sys.__stderr__)
    app = make_app(
        open_store,
        import_home,
        login=login,
        os_user=os_user,
        order=order,
        keymap=read_keymap(),
        clock=clock,
        language_is_chosen=language_is_chosen,
    )
    app.run()
    if app.refusal is not None:
        raise app.refusal
    return app.return_code or 0
