"""The console hears what its user is told: the count at the top, toasts, the bell (NT-4, NT-5)."""

import time
from typing import TYPE_CHECKING

from textual.message import Message

from ads_tui import i18n
from ads_tui.clock import Clock
from ads_tui.console.actions import Registry
from ads_tui.console.base_app import BaseApp
from ads_tui.console.live import Changed
from ads_tui.errors import AdsError
from ads_tui.screens.notifications.storms import WITHIN_S, Storms
from ads_tui.screens.sign_in import LockScreen

if TYPE_CHECKING:
    from ads_tui.services.notifications.inbox import News
    from ads_tui.services.notifications.texts import Told, Words
    from ads_tui.services.session import Session

# So many of the newest are looked at for toasts; more at once are only counted.
_NEWEST = 50


class NewsCame(Message):
    """What the user has not read yet was read anew."""

    def __init__(self, login: str | None, news: "News") -> None:
        super().__init__()
        self.login = login
        self.news = news


class FollowingApp(BaseApp):
    """Follows the notifications of whoever is signed in."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        super().__init__(registry, clock)
        self._known: set[int] | None = None
        self._storms = Storms()

    def watch_session(self, before: "Session | None", session: "Session | None") -> None:
        """Begin anew where another works here than before, or what he wants to hear may be otherwise."""
        if session is None or before is None or before.actor.login != session.actor.login:
            self._known, self._storms, self.unread = None, Storms(), 0
        if session is not None:
            self.look_for_news()

    def hear_of_news(self, event: Changed) -> None:
        """Read anew what concerns the user: his own, or what is told to a whole party."""
        keys = event.keys("notification")
        own = set() if self.actor is None else {str(self.actor.id)}
        if event.changes.everything or any(key in own or not key.isdigit() for key in keys):
            self.look_for_news()

    def look_for_news(self) -> None:
        """Ask what is unread."""
        if self.session is not None:
            self.run_worker(self._read_news, thread=True, exclusive=True, exit_on_error=False, group="news")

    def _read_news(self) -> None:
        from ads_tui.services.notifications.inbox import news

        actor = self.actor
        if actor is None:
            return
        try:
            with self.store.reading(actor) as reading:
                self.post_message(NewsCame(actor.login, news(reading, _NEWEST)))
        except AdsError:
            self.suspect()
        except Exception as error:
            self.call_from_thread(self.fail, error)

    def on_news_came(self, event: NewsCame) -> None:
        """Count, and tell what is new since the user came."""
        event.stop()
        if self.actor is None or self.actor.login != event.login:
            return
        self.unread = event.news.count
        fresh = [] if self._known is None else [told for told in event.news.unread if told.id not in self._known]
        self._known = (self._known or set()) | {told.id for told in event.news.unread}
        # What stands on a locked screen is read by anybody.
        if fresh and not isinstance(self.screen, LockScreen):
            self._tell_news(fresh, event.news)

    def _tell_news(self, fresh: "list[Told]", news: "News") -> None:
        words, waited = self._words(), self._storms.waits
        for told in reversed(fresh):
            if self._storms.takes(told.kind, news.storm, time.monotonic()):
                self.tell(f"№ {told.number} · {words.line(told)}")
        if self._storms.waits and not waited:
            self.set_timer(WITHIN_S, self._tell_of_storms)
        if news.rings:
            self.bell()

    def _tell_of_storms(self) -> None:
        from ads_tui.domain.notifications import KINDS

        if self.session is None:
            return
        words = self._words()
        for kind, count in self._storms.over(time.monotonic()).items():
            self.tell(words.digest(i18n._(KINDS[kind]), count))
        if self._storms.waits:
            self.set_timer(WITHIN_S, self._tell_of_storms)

    def _words(self) -> "Words":
        from ads_tui.services.notifications.texts import Words

        assert self.session is not None
        return Words(i18n.catalogue(), self.session.zone)

    # Actions of every screen

    def do_notifications(self) -> None:
        """Show what the user was told; once more closes it."""
        from ads_tui.screens.notifications.dialog import NotificationsDialog

        if not isinstance(self.screen, LockScreen) and not self._stands(NotificationsDialog):
            self.push_screen(NotificationsDialog())

    def do_digest(self) -> None:
        """Show what the shift hands over."""
        from ads_tui.screens.shift_digest import ShiftDigestDialog

        if not isinstance(self.screen, LockScreen) and not self._stands(ShiftDigestDialog):
            self.push_screen(ShiftDigestDialog())
