"""The card of an order: what it is, its comments, its history."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ads_tui.console.live import Changed
from ads_tui.console.safe_text import content
from ads_tui.console.scopes.card import CARD
from ads_tui.i18n import N_, _
from ads_tui.screens.card.acts import CardActs
from ads_tui.screens.card.blocks import comments_content, head_content, history_content, main_content
from ads_tui.services.comments import CommentView, comments_of
from ads_tui.services.orders.card import OrderCard, show_order
from ads_tui.services.orders.history import EventView, history_of
from ads_tui.services.orders.viewing import open_order
from ads_tui.store.work import Reading

_TABS = {"main": ("1", N_("Main")), "comments": ("2", N_("Comments")), "history": ("5", N_("History"))}
# The card, its comments and its history, read at one moment.
Whole = tuple[OrderCard, list[CommentView], list[EventView]]


class CardScreen(CardActs):
    """The card of one order; `step` moves the list beneath and answers the order that stands there."""

    SCOPE = CARD
    AUTO_FOCUS = "VerticalScroll"

    DEFAULT_CSS = """
    CardScreen #head, CardScreen #card-tabs {
        height: 1;
    }
    CardScreen VerticalScroll {
        height: 1fr;
        padding: 0 1;
    }
    CardScreen #text {
        height: auto;
    }
    """

    def __init__(self, number: int, step: Callable[[int], int | None]) -> None:
        super().__init__(number, step)
        self._tab = "main"
        self._whole: Whole | None = None

    def compose_body(self) -> ComposeResult:
        """The head, the tabs, the text of the present tab."""
        yield Static(id="head")
        yield Static(id="card-tabs")
        with VerticalScroll():
            yield Static(id="text")

    def on_mount(self) -> None:
        """Open the order: unread marks go (LB-6)."""
        self._show_order(self.number)

    def _show_order(self, number: int) -> None:
        self.number = number
        self._open_tab()
        self.load()

    def _open_tab(self) -> None:
        number, tab = self.number, "comments" if self._tab == "comments" else "main"
        self.write(lambda work: open_order(work, number, tab=tab), lambda _nothing: None, group="open")

    def load(self) -> None:
        number = self.number

        def operation(reading: Reading) -> Whole:
            return show_order(reading, number), comments_of(reading, number), history_of(reading, number)

        self.read(operation, self._take, group="card")

    def _take(self, whole: Whole) -> None:
        self._whole = whole
        self._draw()
        self.refresh_actions()

    def on_changed(self, event: Changed) -> None:
        """Somebody changed this order: show it as it is now."""
        event.stop()
        if event.changes.everything or str(self.number) in event.keys("order"):
            self.load()

    def _draw(self) -> None:
        if self._whole is None or self.host.session is None:
            return
        card, comments, events = self._whole
        zone = self.host.session.zone
        self.query_one("#head", Static).update(head_content(self.app, card.row, zone))
        self.query_one("#card-tabs", Static).update(self._tabs(len(comments)))
        match self._tab:
            case "comments":
                text = comments_content(comments, zone)
            case "history":
                text = history_content(events, zone)
            case _:
                text = main_content(card, zone)
        self.query_one("#text", Static).update(text)

    def _tabs(self, comments: int) -> Content:
        parts = []
        for tab, (key, caption) in _TABS.items():
            count = f" {comments}" if tab == "comments" and comments else ""
            parts.append(content(f" {key} {_(caption)}{count} ", "reverse bold" if tab == self._tab else ""))
        return Content(" ").join(parts)

    def _show_tab(self, tab: str) -> None:
        self._tab = tab
        if tab == "comments":
            self._open_tab()
        self._draw()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    # Actions

    def do_card_back(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    def do_card_main(self) -> None:
        """Show the order."""
        self._show_tab("main")

    def do_card_comments(self) -> None:
        """Show the comments."""
        self._show_tab("comments")

    def do_card_history(self) -> None:
        """Show the history."""
        self._show_tab("history")

    def do_card_next(self) -> None:
        """Go on in the list."""
        self._walk(1)

    def do_card_previous(self) -> None:
        """Go back in the list."""
        self._walk(-1)

    def _walk(self, by: int) -> None:
        number = self.step(by)
        if number is not None and number != self.number:
            self._show_order(number)
