"""What holds the screens: keys under every layout, failures that end nothing, toasts, looks, news of others."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import constants, events
from textual.binding import Binding, BindingsMap
from textual.driver import Driver
from textual.filter import Monochrome, NoColor
from textual.reactive import reactive
from textual.screen import Screen

from ads_tui.clock import Clock
from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import Registry
from ads_tui.console.drafts import close_keeper
from ads_tui.console.forgetting import FORGET_EVERY_S, forget_closed
from ads_tui.console.freed_memory import give_back
from ads_tui.console.glyphs import PlainSigns, is_plain
from ads_tui.console.keys import key_caption
from ads_tui.console.layouts import key_by_place
from ads_tui.console.live import Changed, Found, Live, Lost
from ads_tui.console.preferences import chosen_theme, remember_theme
from ads_tui.console.reading import RunningReads
from ads_tui.console.safe_text import NoControls
from ads_tui.console.scheduling import Scheduling
from ads_tui.console.screen import LEAST_HEIGHT, LEAST_WIDTH
from ads_tui.console.telling import TellingApp
from ads_tui.console.themes import THEMES, first_theme, variables_of_others
from ads_tui.domain.actors import Actor
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.services.session import Session
    from ads_tui.store.feed import Changes
    from ads_tui.store.work import Store

# Classes that every screen has by the size of the terminal, for style sheets: the widest or highest that fits.
_WIDTHS = [(0, "-tiny"), (LEAST_WIDTH, "-narrow"), (100, "-wide"), (160, "-very-wide")]
_HEIGHTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (30, "-high")]
_TOAST_S = 6.0


class BaseApp(TellingApp):
    """The console's frame; `ads_tui.app` says which screens it has, and who signs in how."""

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    NOTIFICATION_TIMEOUT = _TOAST_S
    # Fields are one line high, so that a form fits 24 lines; the bar at the left shows them without colours too.
    CSS = """
    .-flat TooSmall, .-tiny TooSmall {
        display: block;
    }
    /* The library forgets `reverse` where it draws options: without colours nothing else would show the bar. */
    OptionList:ansi > .option-list--option-highlighted {
        text-style: bold underline;
    }
    OptionList:ansi:focus > .option-list--option-highlighted {
        text-style: bold underline;
    }
    Input, Input:focus {
        height: 1;
        padding: 0 1;
        border: none;
        border-left: outer $border-blurred;
        background: $panel;
    }
    Input:focus {
        border-left: outer $border;
    }
    Input:ansi, Input:ansi:focus {
        border-left: solid ansi_default;
        border-right: solid ansi_default;
        background: ansi_default;
    }
    Input:ansi:focus {
        border-left: heavy ansi_blue;
        border-right: heavy ansi_blue;
    }
    """

    session: "reactive[Session | None]" = reactive(None, layout=False, init=False)
    unread: reactive[int] = reactive(0, layout=False, init=False)
    unreachable_since: reactive[datetime | None] = reactive(None, layout=False, init=False)

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self.registry = registry
        self.clock = clock
        self.running_reads = RunningReads()
        # What goes on in the background, in few words for the line at the top.
        self.errand: Callable[[], str] | None = None
        super().__init__(_driver_class())
        self._store: Store | None = None
        self._live: Live | None = None
        self._scheduling: Scheduling | None = None
        # The library's own keys would stay when a user chooses others; ours are bound by the screens.
        self._bindings = BindingsMap([Binding("ctrl+c", "help_quit", show=False, system=True)])
        for theme in THEMES:
            self.register_theme(theme)
        self._set_looks()

    # Who works on what

    @property
    def store(self) -> "Store":
        """The database; there is none before it has been opened."""
        assert self._store is not None, "the database is not open yet"
        return self._store

    @property
    def actor(self) -> Actor | None:
        """Whoever is signed in."""
        return None if self.session is None else self.session.actor

    @property
    def signed_in(self) -> Actor:
        """Whoever is signed in, where somebody must be."""
        assert self.session is not None, "nobody is signed in"
        return self.session.actor

    def local_now(self) -> datetime:
        """The present moment in the zone of whoever is signed in, else of the machine."""
        return self.clock.now().astimezone(None if self.session is None else self.session.zone)

    # Keys

    def is_ready(self) -> bool:
        """Whether the present screen stands and has its focus."""
        return not isinstance(self.screen, ActingScreen) or self.screen.ready

    def is_holding(self) -> bool:
        """Whether the present screen lets keys wait for an answer."""
        return isinstance(self.screen, ActingScreen) and self.screen.holding

    def typed_before(self) -> list[events.Key]:
        """What the present screen kept."""
        return self.screen.typed_before() if isinstance(self.screen, ActingScreen) else []

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Try a letter of another layout by its place, once nothing was found under the letter itself."""
        if await super()._check_bindings(key, priority):
            return True
        latin = key_by_place(key)
        return latin is not None and await super()._check_bindings(latin, priority)

    def action_help_quit(self) -> None:
        """Say how to leave to whoever presses the key that ends other programs."""
        keys = self.registry.keys("quit")
        if keys:
            self.tell(_("{key} leaves the console").format(key=key_caption(keys[0])))

    # What others change

    def listen(self, store: "Store") -> None:
        """Begin to work on a database, to hear what others change there, and to do what is due."""
        self._store = store
        self._live = Live(store, self)
        self._live.start()
        self._scheduling = Scheduling(store)
        self._scheduling.start()

    def suspect(self) -> None:
        """Note that the database did not answer; `Lost` or nothing follows."""
        if self._live is not None:
            self._live.suspect()

    def on_lost(self, event: Lost) -> None:
        """Say so on every screen."""
        event.stop()
        self.unreachable_since = self.local_now()

    def on_found(self, event: Found) -> None:
        """Say that all is well again; that everything may have changed is told next."""
        event.stop()
        self.unreachable_since = None

    def on_changed(self, event: Changed) -> None:
        """Look at the news and hand them on."""
        event.stop()
        self.heard(event)
        self.spread(event.changes)

    def spread(self, changes: "Changes") -> None:
        """Hand news to the screens that are seen, keep them for those beneath."""
        seen = True
        for screen in reversed(self.screen_stack):
            if isinstance(screen, ActingScreen):
                if seen:
                    screen.post_message(Changed(changes))
                else:
                    screen.miss(changes)
            seen = seen and screen.is_modal

    def heard(self, event: Changed) -> None:
        """What of the news concerns the console as a whole."""

    # Looks

    def _set_looks(self) -> None:
        chosen = first_theme(os.environ, self.console.color_system, chosen_theme())
        if chosen in self.available_themes:
            self.theme = chosen
        if self.no_color:
            self._filters = [kept for kept in self._filters if not isinstance(kept, (Monochrome, NoColor))]
            self._filters.append(NoColor())
        self._filters.append(NoControls())
        if is_plain():
            self._filters.append(PlainSigns(getattr(sys.__stderr__, "encoding", None) or "utf-8"))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours that our style sheets name, for themes that are not ours."""
        return variables_of_others(self.current_theme)

    # Actions of every screen

    def do_quit(self) -> None:
        """Leave; what was typed is kept as drafts by those who keep them."""
        self.exit(return_code=0)

    def _stands(self, kind: type[Screen[Any]]) -> bool:
        """Whether such a dialog is seen already: its key closes it again, and a held key does not heap up dialogs."""
        if isinstance(self.screen, kind):
            self.screen.dismiss(None)
            return True
        for screen in reversed(self.screen_stack):
            if isinstance(screen, kind):
                return True
            if screen.styles.background.a == 1:
                break
        return False

    def do_help(self) -> None:
        """Show what can be done on the present screen; once more closes it."""
        from ads_tui.console.help_screen import HelpScreen

        if not self._stands(HelpScreen) and isinstance(self.screen, ActingScreen):
            self.push_screen(HelpScreen(self.screen))

    def do_palette(self) -> None:
        """Let an action of the present screen be found by its name; once more closes it."""
        from ads_tui.console.palette import PaletteDialog

        screen = self.screen
        if self._stands(PaletteDialog) or not isinstance(screen, ActingScreen):
            return

        async def do(action_id: str | None) -> None:
            if action_id is not None:
                await screen.action_do(action_id)

        self.push_screen(PaletteDialog(screen), do)

    def do_theme(self) -> None:
        """Choose how the console looks, and keep that; once more closes the choice."""
        from ads_tui.console.theme_dialog import ThemeDialog

        if not self._stands(ThemeDialog):
            self.push_screen(ThemeDialog(self.available_themes), self._take_theme)

    def _take_theme(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
            remember_theme(name)

    # The end

    def on_mount(self) -> None:
        """Stay small, and end well when the terminal goes away or somebody ends the process."""
        self.set_interval(FORGET_EVERY_S, self._stay_small)
        if threading.current_thread() is threading.main_thread() and not self.is_headless:
            for number in (signal.SIGHUP, signal.SIGTERM):
                signal.signal(number, self._leave_by_signal)

    def _stay_small(self) -> None:
        forget_closed(self)
        give_back()

    def _leave_by_signal(self, number: int, _frame: object) -> None:
        # A handler of the loop would not run while the loop waits for a stalled terminal.
        if self._driver is not None:
            self._driver.given_up = True  # type: ignore[attr-defined]
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.exit, None, 128 + number)

    def on_unmount(self) -> None:
        """Stop listening, doing what is due, keeping drafts, and reading what nobody will see."""
        close_keeper(self)
        if self._live is not None:
            self._live.close()
        if self._scheduling is not None:
            self._scheduling.close()
        if self.running_reads:
            threading.Thread(target=self.running_reads.stop_all, daemon=True).start()


def _driver_class() -> type[Driver] | None:
    """Our driver on a terminal of Unix, the library's choice elsewhere."""
    if sys.platform == "win32" or constants.DRIVER:
        return None
    from ads_tui.console.driver import ConsoleDriver

    return ConsoleDriver
