"""The order list: tabs with counters, search, the virtual table; what others change appears by itself (LS-1 … LS-4)."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ads_tui.console.live import Changed
from ads_tui.console.scopes.orders import ORDERS, OrdersContext
from ads_tui.console.screen import ConsoleScreen
from ads_tui.errors import AdsError
from ads_tui.i18n import N_, _
from ads_tui.screens.orders.columns import order_columns
from ads_tui.services.orders.finding import OrderFilter, read_filter
from ads_tui.services.orders.listing import Counters, count_orders, counters, tab_of
from ads_tui.services.orders.window import OrderList
from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.order_pages import read_orders
from ads_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from ads_tui.services.orders.rows import OrderRow
    from ads_tui.store.work import Reading

_TABS = {"new": N_("New"), "all": N_("All"), "mine": N_("My orders")}
# Typing goes on before the first letters are searched.
_SEARCH_AFTER_S = 0.15


class OrdersScreen(ConsoleScreen):
    """The list of orders; `order` is opened at once where a number was asked for."""

    SCOPE = ORDERS
    AUTO_FOCUS = "VirtualTable"

    DEFAULT_CSS = """
    OrdersScreen #tabs {
        height: 1;
    }
    OrdersScreen #search-line {
        height: 1;
    }
    OrdersScreen #search {
        width: 1fr;
    }
    OrdersScreen #found {
        width: auto;
        padding: 0 1;
    }
    """

    def __init__(self, order: int | None = None) -> None:
        super().__init__()
        self._first_order = order
        self._tab = "all"
        self._filter = OrderFilter()
        self._counters: Counters | None = None
        self._found: int | None = None
        self._searching: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Tabs, the search field with what was found, the table."""
        zone = self.host.session.zone if self.host.session else None
        assert zone is not None
        yield Static(id="tabs")
        with Horizontal(id="search-line"):
            yield Input(placeholder=_("Search: number, phone, client, address, words"), id="search", max_length=500)
            yield Static(id="found")
        yield VirtualTable(order_columns(self.app, zone), empty=_("There are no orders here"), id="orders")

    def on_mount(self) -> None:
        """Read the first page."""
        self.read(lambda reading: tab_of(reading, None), self._begin, group="tab")

    def _begin(self, tab: str) -> None:
        self._show_tab(tab)
        if self._first_order is not None:
            self._open(self._first_order)

    @property
    def table(self) -> "VirtualTable[OrderRow]":
        """The list."""
        return self.query_one("#orders", VirtualTable)

    def context(self) -> OrdersContext:
        """The order under the cursor."""
        cursor = self.table.cursor if self.is_mounted else None
        return OrdersContext(self.host.actor, cursor if isinstance(cursor, int) else None)

    # Reading

    def on_virtual_table_page_requested(self, event: VirtualTable.PageRequested) -> None:
        """Read a page in a worker; a newer wish takes its place."""
        wanted, which = event.wanted, OrderList(self._tab, self._filter)

        def operation(reading: "Reading") -> "PageRead[OrderRow]":
            return read_orders(reading, which, wanted)

        def take(page: "PageRead[OrderRow]") -> None:
            self.table.answer(wanted, page)

        self.read(operation, take, group="page", instead=lambda error: self._page_failed(wanted, error))

    def _page_failed(self, wanted: PageWanted, error: AdsError) -> None:
        self.table.failed(wanted, error.message)

    def _count(self) -> None:
        """Counters come after the rows; the next key takes their place (decision 6)."""
        tab, wanted = self._tab, self._filter
        sees_all = self.host.actor is not None and "orders" in self.host.actor.sections

        def operation(reading: "Reading") -> tuple[Counters | None, int]:
            return counters(reading) if sees_all else None, count_orders(reading, tab=tab, wanted=wanted)

        self.read(operation, self._take_counts, group="counts")

    def _take_counts(self, counts: tuple[Counters | None, int]) -> None:
        self._counters, self._found = counts
        self.table.set_count(self._found)
        self._draw_lines()

    def on_changed(self, event: Changed) -> None:
        """Others have changed orders: read anew what is shown; the cursor stays (LS-3)."""
        event.stop()
        if event.changes.everything or event.touches("order") or event.touches("access"):
            self._reread()

    def _reread(self) -> None:
        self.table.reread()
        self._count()

    # What is shown

    def _draw_lines(self) -> None:
        parts = []
        for place, (tab, caption) in enumerate(_TABS.items(), 1):
            if tab != "mine" and (self.host.actor is None or "orders" not in self.host.actor.sections):
                continue
            count = getattr(self._counters, tab) if self._counters else None
            text = f" {place} {_(caption)}" + (f" {count}" if count else "") + " "
            parts.append(Content.styled(text, "reverse bold" if tab == self._tab else ""))
        self.query_one("#tabs", Static).update(Content(" ").join(parts))
        found = "" if self._found is None else _("Found: {count}").format(count=f"{self._found:,}".replace(",", " "))
        self.query_one("#found", Static).update(Content(found))

    def _show_tab(self, tab: str) -> None:
        self._tab, self._found = tab, None
        self._draw_lines()
        self.table.set_count(None)
        self.table.restart()
        self._count()

    @on(Input.Changed, "#search")
    def search_soon(self) -> None:
        """Search once typing pauses."""
        if self._searching is not None:
            self._searching.stop()
        self._searching = self.set_timer(_SEARCH_AFTER_S, self._search)

    def _search(self) -> None:
        line, tab = self.query_one("#search", Input).value, self._tab
        self.read(lambda reading: read_filter(reading, line, tab=tab), self._take_filter, group="filter")

    def _take_filter(self, wanted: OrderFilter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            empty = _("Nothing matches: Esc clears the search") if wanted else _("There are no orders here")
            self.table.set_empty(empty)
            self._show_tab(self._tab)

    @on(Input.Submitted, "#search")
    def keep_search(self) -> None:
        """Go on in what was found."""
        self._search()
        self.table.focus()

    @on(VirtualTable.Highlighted)
    def look_at_actions(self) -> None:
        """What is possible depends on whether there is an order under the cursor."""
        self.refresh_actions()

    # Actions

    def do_list_down(self) -> None:
        """Go down."""
        self.table.move(1)

    def do_list_up(self) -> None:
        """Go up."""
        self.table.move(-1)

    def do_list_page_down(self) -> None:
        """Go a screen down."""
        self.table.turn(1)

    def do_list_page_up(self) -> None:
        """Go a screen up."""
        self.table.turn(-1)

    def do_list_first(self) -> None:
        """Go to the first order."""
        self.table.home()

    def do_list_last(self) -> None:
        """Go to the last order."""
        self.table.end()

    def do_list_right(self) -> None:
        """Show further columns."""
        self.table.shift_columns(1)

    def do_list_left(self) -> None:
        """Show the columns before."""
        self.table.shift_columns(-1)

    def do_list_new(self) -> None:
        """Show new orders."""
        self._show_tab("new")

    def do_list_all(self) -> None:
        """Show all orders."""
        self._show_tab("all")

    def do_list_mine(self) -> None:
        """Show my orders."""
        self._show_tab("mine")

    def do_list_refresh(self) -> None:
        """Read the list anew."""
        self._reread()

    def do_list_search(self) -> None:
        """Type what to find."""
        self.query_one("#search", Input).focus()

    def do_list_clear(self) -> None:
        """Leave the search; once more, show all again."""
        field = self.query_one("#search", Input)
        field.value = ""
        self.table.focus()

    def do_list_open(self) -> None:
        """Open the order under the cursor."""
        self.table.open()

    @on(VirtualTable.Opened)
    def open_row(self, event: VirtualTable.Opened) -> None:
        """Show the card of the row."""
        if isinstance(event.key, int):
            self._open(event.key)

    def _open(self, number: int) -> None:
        from ads_tui.screens.card.screen import CardScreen

        self.app.push_screen(CardScreen(number, self._step))

    def do_list_new_order(self) -> None:
        """Register an order."""
        from ads_tui.screens.new_order.screen import NewOrderScreen

        self.app.push_screen(NewOrderScreen(self._step))

    def _step(self, by: int) -> int | None:
        """The order that stands before or after in the list, and the cursor with it."""
        self.table.move(by)
        cursor = self.table.cursor
        return cursor if isinstance(cursor, int) else None

    def do_list_executors(self) -> None:
        """Choose who does the order under the cursor."""
        from ads_tui.screens.executors_dialog import ask_executors

        number = self.context().number
        if number is not None:
            ask_executors(self, number, self._reread)

    def do_list_status(self) -> None:
        """Change the status of the order under the cursor."""
        from ads_tui.screens.status_dialog import ask_status

        number = self.context().number
        if number is not None:
            ask_status(self, number, self._reread)
