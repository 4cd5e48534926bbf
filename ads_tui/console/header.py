"""The line at the top: whose console it is, who works, what goes on, what time it is, whether all is current."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widget import Widget

from ads_tui.console.acting import ActingScreen
from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import cells, fit, safe_line
from ads_tui.i18n import _

if TYPE_CHECKING:
    from ads_tui.console.base_app import BaseApp

# More are not counted.
_MOST_UNREAD = 100


def hour(moment: datetime) -> str:
    """The time of day as everybody reads it: 14:32."""
    return moment.strftime("%H:%M")


class ConsoleHeader(Widget):
    """` ADS  Green Park       Petrova A. · Dispatcher  14:32 MSK  live  ✉ 3`; on narrow screens the left gives way."""

    DEFAULT_CSS = """
    ConsoleHeader {
        height: 1;
        dock: top;
        background: $panel;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, str, str, bool] = ("", "", "", True)

    def on_mount(self) -> None:
        """Follow the console and the clock."""
        self.watch(self.app, "session", self._look)
        self.watch(self.app, "unreachable_since", self._look)
        self.watch(self.app, "unread", self._look)
        self.set_interval(1.0, self._look)

    def _look(self) -> None:
        """Draw only where what is shown has changed: a quiet console writes nothing to the terminal."""
        shown = self._parts()
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def _parts(self) -> tuple[str, str, str, bool]:
        host = cast("BaseApp", self.app)
        session = host.session
        now = host.local_now()
        clock = f"{glyph('clock')} {hour(now)} {now.tzname() or ''}".rstrip()
        if host.clock.fixed:
            clock = f"{clock} " + _("fixed clock")
        since = host.unreachable_since
        if session is None:
            return "", "", clock, True
        state = _("live") if since is None else _("stale since {time}").format(time=hour(since))
        who = f"{safe_line(session.actor.name)} {glyph('dot')} {safe_line(session.role)}"
        told = [host.errand(), clock, state] if host.errand else [clock, state]
        if host.unread:
            count = str(host.unread) if host.unread < _MOST_UNREAD else f"{_MOST_UNREAD - 1}+"
            told.append(f"{glyph('message')} {count}")
        return safe_line(session.organization), who, "  ".join(told), since is None

    async def on_click(self) -> None:
        """Show what the count is of."""
        screen = self.screen
        if isinstance(screen, ActingScreen) and cast("BaseApp", self.app).unread:
            await screen.action_do("notifications")

    def render(self) -> Content:
        """The line."""
        organization, who, right, current = self._shown
        width = self.size.width
        left = f" ADS  {organization}"
        room = width - cells(right) - 2
        who = who if cells(who) + 12 <= room else fit(who, max(0, room - 8)).rstrip()
        left = fit(left, max(0, room - cells(who) - 1))
        return Content("").join(
            [
                Content.styled(left[:4], "bold"),
                Content(f"{left[4:]} {who}  "),
                Content.styled(right, "" if current else "bold $error"),
            ]
        )


class ConnectionBanner(Widget):
    """Says that the database does not answer, for as long as it does not."""

    DEFAULT_CSS = """
    ConnectionBanner {
        display: none;
        height: auto;
        padding: 0 1;
        background: $error;
        color: $background;
        text-style: bold;
    }
    ConnectionBanner:ansi {
        background: ansi_default;
        color: ansi_default;
        text-style: bold reverse;
    }
    ConnectionBanner.-shown {
        display: block;
    }
    """

    def on_mount(self) -> None:
        """Follow the console."""
        self.watch(self.app, "unreachable_since", self._look)

    def _look(self) -> None:
        self.set_class(cast("BaseApp", self.app).unreachable_since is not None, "-shown")
        self.refresh(layout=True)

    def render(self) -> Content:
        """The sentence."""
        since = cast("BaseApp", self.app).unreachable_since
        if since is None:
            return Content("")
        text = _("Database unreachable since {time}, trying again; what you typed is kept")
        return Content(text.format(time=hour(since)))
