"""The list of what one was told: Enter opens the order, and what was read counts no longer (NT-4)."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ads_tui import i18n
from ads_tui.console.glyphs import glyph
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.live import Changed
from ads_tui.console.option_bar import PagedOptions
from ads_tui.console.safe_text import content, safe_line
from ads_tui.console.scopes.notifications import NOTIFICATIONS, NotificationsContext
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.orders.columns import short_moment
from ads_tui.services.notifications.inbox import InboxEntry, list_notifications, mark_all_read, mark_read
from ads_tui.services.notifications.texts import Words

_GROUP = "notifications"


class NotificationsDialog(HoldsKeys, ConsoleDialog[None]):
    """Newest first; what is unread has a mark and is bold."""

    SCOPE = NOTIFICATIONS
    AUTO_FOCUS = "OptionList"

    DEFAULT_CSS = """
    NotificationsDialog > .dialog {
        width: 110;
    }
    NotificationsDialog OptionList {
        height: auto;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    NotificationsDialog #line {
        height: auto;
        max-height: 3;
        margin-top: 1;
        color: $text-muted;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[InboxEntry] = []

    def title_text(self) -> str:
        """What it shows."""
        return _("Notifications")

    def compose_body(self) -> ComposeResult:
        """The list, and the whole of what is under the bar."""
        yield PagedOptions(markup=False)
        yield Static(id="line")

    def context(self) -> NotificationsContext:
        """Whether there is anything under the bar, and anything unread."""
        return NotificationsContext(
            self.host.actor, bool(self._entries), any(not entry.read for entry in self._entries)
        )

    def on_resize(self) -> None:
        """What does not fit is scrolled to."""
        self.query_one(OptionList).styles.max_height = max(self.size.height - 10, 2)

    def on_mount(self) -> None:
        """Read the list."""
        self._read()

    def on_changed(self, event: Changed) -> None:
        """Show what came meanwhile."""
        event.stop()
        if event.touches("notification"):
            self._read()

    def _read(self) -> None:
        self.read(list_notifications, self._show, group=_GROUP, instead=self._give_up)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(None)

    def _show(self, entries: list[InboxEntry]) -> None:
        choices = self.query_one(OptionList)
        under = self._under_bar
        self._entries = entries
        choices.clear_options()
        choices.add_options([Option(self._prompt(entry)) for entry in entries])
        ids = [entry.told.id for entry in entries]
        if entries:
            choices.highlighted = ids.index(under.told.id) if under and under.told.id in ids else 0
        self._look()
        self.hold(False)

    def _prompt(self, entry: InboxEntry) -> Content:
        told, words = entry.told, self._words
        mark = " " if entry.read else glyph("message")
        when = short_moment(told.at, self.host.local_now())
        text = f"{mark} {when}  {glyph('number')} {told.number}  {safe_line(words.line(told))}"
        return Content(text) if entry.read else Content.styled(text, "bold")

    @property
    def _words(self) -> Words:
        assert self.host.session is not None
        return Words(i18n.catalogue(), self.host.session.zone)

    @property
    def _under_bar(self) -> InboxEntry | None:
        place = self.query_one(OptionList).highlighted if self.is_mounted else None
        return None if place is None or place >= len(self._entries) else self._entries[place]

    @on(OptionList.OptionHighlighted)
    def _look(self) -> None:
        """Tell all of what the bar stands on."""
        entry = self._under_bar
        if entry is None:
            text = _("Nothing was told to you yet")
        else:
            who = f" · {entry.told.by}" if entry.told.by else ""
            text = f"{self._words.line(entry.told)}{who}"
        self.query_one("#line", Static).update(content(text))
        self.refresh_actions()

    @on(OptionList.OptionSelected)
    def do_notifications_open(self) -> None:
        """Open the order, and count what was told of it here as read."""
        from ads_tui.screens.card.screen import CardScreen

        entry = self._under_bar
        if entry is not None and not self.holding:
            self._count_as_read(entry)
            self.app.push_screen(CardScreen(entry.told.number, lambda _by, number: number))

    def do_notifications_read(self) -> None:
        """Count the one under the bar as read, and go to the next."""
        entry = self._under_bar
        if entry is not None:
            self._count_as_read(entry)
            self.query_one(OptionList).action_cursor_down()

    def _count_as_read(self, entry: InboxEntry) -> None:
        if not entry.read:
            ids = [entry.told.id]
            self.write(lambda work: mark_read(work, ids), lambda _done: self._read())

    def do_notifications_read_all(self) -> None:
        """Count all that is shown here, and what is older, as read."""
        newest = max(entry.told.id for entry in self._entries)
        self.write(lambda work: mark_all_read(work, newest), lambda _done: self._read())

    def do_notifications_close(self) -> None:
        """Go back."""
        self.dismiss(None)
