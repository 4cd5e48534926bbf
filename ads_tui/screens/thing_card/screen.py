"""The card of a building, a premise, a client or a service: what it is, its note, its orders (CR-5)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ads_tui.console.acting import ActingScreen
from ads_tui.console.choice_dialog import Choice, ChoiceDialog
from ads_tui.console.live import Changed
from ads_tui.console.safe_text import cells, content, fit
from ads_tui.console.scopes.thing import THING, ThingContext
from ads_tui.console.screen import ConsoleScreen
from ads_tui.errors import AdsError
from ads_tui.i18n import N_, _
from ads_tui.screens.orders.columns import order_columns
from ads_tui.services.cards.card import Card
from ads_tui.services.cards.things import ThingOfOrder, show_thing, things_of_order
from ads_tui.services.orders.thing_orders import ThingOrders
from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.order_pages import read_orders
from ads_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from ads_tui.services.orders.rows import OrderRow
    from ads_tui.store.work import Reading

_CAPTIONS = {
    "building": N_("Building"),
    "premise": N_("Premise"),
    "client": N_("Client"),
    "service": N_("Service"),
}
_MOST_CAPTION = 30


def open_thing(screen: Screen[Any], kind: str, key: int) -> None:
    """Show the card of a `building`, `premise`, `client` or `service`, an id, above the present screen."""
    screen.app.push_screen(ThingCardScreen(kind, key))


def choose_thing_of_order(screen: ActingScreen[Any], number: int) -> None:
    """Ask which of the things that an order is about is to be shown, and show its card above the present screen."""

    def ask(things: Sequence[ThingOfOrder]) -> None:
        choices = [Choice(thing.kind, _(_CAPTIONS[thing.kind]), thing.name) for thing in things]
        keys = {thing.kind: thing.key for thing in things}

        def show(kind: str | None) -> None:
            if kind is not None:
                open_thing(screen, kind, keys[kind])

        screen.app.push_screen(ChoiceDialog(_("Whose card is to be shown?"), choices), show)

    screen.read(lambda reading: things_of_order(reading, number), ask, group="things")


class ThingCardScreen(ConsoleScreen):
    """The card; read-only, so nothing is lost by going back."""

    SCOPE = THING
    AUTO_FOCUS = "VirtualTable"

    DEFAULT_CSS = """
    ThingCardScreen #name {
        height: 1;
        padding: 0 1;
    }
    ThingCardScreen #facts {
        height: auto;
        max-height: 50%;
        padding: 0 1;
        border-left: blank $background;
    }
    ThingCardScreen #facts:focus {
        border-left: outer $border;
    }
    ThingCardScreen #facts > Static {
        height: auto;
    }
    ThingCardScreen #orders-caption {
        height: 1;
        padding: 0 1;
        text-style: bold;
    }
    """

    def __init__(self, kind: str, key: int) -> None:
        super().__init__()
        self.kind = kind
        self.key = key

    def compose_body(self) -> ComposeResult:
        """The name, the facts, the orders."""
        columns = order_columns(self.app, self.host.local_now)
        yield Static(id="name")
        with VerticalScroll(id="facts"):
            yield Static(id="facts-text")
        yield Static(_("Orders, newest first"), id="orders-caption")
        yield VirtualTable(columns, selectable=False, empty=_("There are no orders here"), id="orders")

    def on_mount(self) -> None:
        """Read both."""
        self._load()
        self.table.restart()

    @property
    def table(self) -> "VirtualTable[OrderRow]":
        """The orders."""
        return self.query_one("#orders", VirtualTable)

    def context(self) -> ThingContext:
        """The order under the cursor."""
        cursor = self.table.cursor if self.is_mounted else None
        return ThingContext(self.host.actor, cursor if isinstance(cursor, int) else None)

    # Reading

    def _load(self) -> None:
        kind, key = self.kind, self.key
        self.read(lambda reading: show_thing(reading, kind, key), self._show, group="thing", instead=self._gone)

    def _show(self, card: Card) -> None:
        name = Content("").join([content(f"{_(_CAPTIONS[self.kind])}  ", "dim"), content(card.name, "bold")])
        self.query_one("#name", Static).update(name)
        self.query_one("#facts-text", Static).update(_facts_content(card))

    def _gone(self, error: AdsError) -> None:
        """It is not there any longer, or was taken out of reach: say so in its place."""
        if error.code != "unreachable":
            self.query_one("#facts-text", Static).update(content(error.message))

    def on_virtual_table_page_requested(self, event: VirtualTable.PageRequested) -> None:
        """Read a page of the orders."""
        wanted, kind, key = event.wanted, self.kind, self.key

        def operation(reading: "Reading") -> "PageRead[OrderRow]":
            return read_orders(reading, ThingOrders(kind, key), wanted)

        self.read(
            operation,
            lambda page: self.table.answer(wanted, page),
            group="page",
            instead=lambda error: self._page_failed(wanted, error),
        )

    def _page_failed(self, wanted: PageWanted, error: AdsError) -> None:
        self.table.failed(wanted, error.message)

    def on_changed(self, event: Changed) -> None:
        """Others have changed the thing or its orders."""
        event.stop()
        everything = event.changes.everything or event.touches("access")
        if everything or event.touches(self.kind):
            self._load()
        if everything or event.touches("order"):
            self.table.reread()

    @on(VirtualTable.Highlighted)
    def look_at_actions(self) -> None:
        """What is possible depends on whether there is an order under the cursor."""
        self.refresh_actions()

    @on(VirtualTable.Opened)
    def open_row(self, event: VirtualTable.Opened) -> None:
        """Show the card of the order."""
        from ads_tui.screens.card.screen import CardScreen

        if isinstance(event.key, int):
            self.app.push_screen(CardScreen(event.key, self._step))

    def _step(self, by: int, number: int) -> int | None:
        if not self.table.go_to(number):
            return None
        self.table.move(by)
        cursor = self.table.cursor
        return cursor if isinstance(cursor, int) else None

    # Actions

    def do_thing_open(self) -> None:
        """Open the order under the cursor."""
        self.table.open()

    def do_thing_back(self) -> None:
        """Go back."""
        self.dismiss(None)

    def do_thing_facts(self) -> None:
        """Let the keys scroll the facts, or the orders again."""
        facts = self.query_one("#facts", VerticalScroll)
        (self.table if facts.has_focus else facts).focus()

    def do_thing_refresh(self) -> None:
        """Read it anew."""
        self._load()
        self.table.reread()

    def do_thing_down(self) -> None:
        """Go down."""
        self.table.move(1)

    def do_thing_up(self) -> None:
        """Go up."""
        self.table.move(-1)

    def do_thing_page_down(self) -> None:
        """Go a screen down."""
        self.table.turn(1)

    def do_thing_page_up(self) -> None:
        """Go a screen up."""
        self.table.turn(-1)

    def do_thing_first(self) -> None:
        """Go to the newest order."""
        self.table.home()

    def do_thing_last(self) -> None:
        """Go to the oldest order."""
        self.table.end()

    def do_thing_right(self) -> None:
        """Show further columns."""
        self.table.shift_columns(1)

    def do_thing_left(self) -> None:
        """Show the columns before."""
        self.table.shift_columns(-1)


def _facts_content(card: Card) -> Content:
    captions = [_(fact.caption) for fact in card.facts]
    width = min(max(map(cells, captions), default=0), _MOST_CAPTION)
    lines = [
        Content("").join([content(f"{fit(caption, width)}  ", "dim"), content(fact.text)])
        for caption, fact in zip(captions, card.facts, strict=True)
    ]
    if card.note:
        lines += [content(_("Note"), "dim"), content(card.note)]
    return Content("\n").join(lines) if lines else content(_("Nothing more is known"))
