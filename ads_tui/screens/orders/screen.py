"""The order list: tabs with counters, search, the virtual table; what others change appears by itself (LS-1 … LS-4)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from ads_tui.console.actions import EVERYWHERE, Action
from ads_tui.console.keys import key_caption
from ads_tui.console.live import Changed
from ads_tui.console.safe_text import content
from ads_tui.console.scopes.orders import ORDERS, OrdersContext
from ads_tui.domain.selection import MOST_SELECTED
from ads_tui.errors import AdsError
from ads_tui.i18n import _, ngettext
from ads_tui.screens.orders.bulk_acts import BulkActs
from ads_tui.screens.orders.button_line import ButtonLine
from ads_tui.screens.orders.column_acts import ColumnActs
from ads_tui.screens.orders.completion import CompletionList, LineCompletion
from ads_tui.screens.orders.export_acts import ExportActs
from ads_tui.screens.orders.favourite_acts import FavouriteActs
from ads_tui.screens.orders.filter_acts import FilterActs
from ads_tui.screens.orders.filter_chips import FilterChips
from ads_tui.screens.orders.important_acts import ImportantActs
from ads_tui.screens.orders.important_comment import ImportantComment
from ads_tui.screens.orders.preview import OrderPreview, Previewed, read_preview
from ads_tui.screens.orders.searching import MOST_COUNTED, Found, SearchField, count_found
from ads_tui.screens.orders.sort_acts import SortActs
from ads_tui.screens.orders.sort_line import SortLine
from ads_tui.screens.orders.tab_line import TabLine
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.services.orders.listing import Counters, count_my_open, counters
from ads_tui.services.orders.window import OrderList
from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.order_pages import read_orders
from ads_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from ads_tui.services.orders.chosen_columns import ChosenColumn
    from ads_tui.services.orders.rows import OrderRow
    from ads_tui.store.work import Reading

# The cursor passes over orders on its way: only where it rests is one shown beside the list.
_PREVIEW_AFTER_S = 0.15
_CLOCK_LOOK_S = 30.0
_QUARTER_S = 900
# What can be done with several orders at once.
_OF_SELECTED = ("list.status", "list.executors", "list.unread", "list.export", "list.clear")


class OrdersScreen(
    ExportActs, BulkActs, FavouriteActs, ImportantActs, ColumnActs, SortActs, FilterActs, LineCompletion
):
    """The list of orders; `order` is opened at once where a number was asked for."""

    SCOPE = ORDERS
    AUTO_FOCUS = "VirtualTable"

    DEFAULT_CSS = """
    OrdersScreen #search-line {
        height: 1;
    }
    OrdersScreen #found {
        width: auto;
        padding: 0 1;
    }
    OrdersScreen #list {
        layers: default popup;
    }
    OrdersScreen #notice {
        display: none;
        height: auto;
        max-height: 3;
        padding: 0 1;
        color: $text-warning;
    }
    OrdersScreen #notice.-shown, OrdersScreen.-very-wide OrderPreview {
        display: block;
    }
    """

    def __init__(self, order: int | None = None) -> None:
        super().__init__()
        self._first_order = order
        self._today = False
        self._quarter = 0
        self._page_wanted: PageWanted | None = None
        self._counters: Counters | None = None
        self._resting: Timer | None = None
        # What is to be counted once the rows are painted (decision 6).
        self._uncounted: set[Callable[[], None]] = set()

    def compose_body(self) -> ComposeResult:
        """Tabs, the search field with what was found, the table and the preview beside it."""
        # Asked at every key, so it is not looked for among the widgets each time.
        self.table = VirtualTable((), id="orders")
        self.important = ImportantComment()
        yield TabLine()
        with Horizontal(id="search-line"):
            yield SearchField(self.takes_key)
            yield ButtonLine()
            yield Static(id="found")
        yield CompletionList()
        yield FilterChips()
        yield Static(id="notice")
        with Horizontal(id="list"):
            # The first, so that the others keep their places in the order of painting when it comes and goes.
            yield self.important
            yield self.table
            yield OrderPreview()
        # Beneath, so that captions stay under the mouse that clicks them.
        yield SortLine()

    def on_mount(self) -> None:
        """Show the first tab, and the order that was asked for."""
        self._show_tab(next(iter(self._tabs), "mine"))
        self.read_filters(self._tabs)
        self.set_interval(_CLOCK_LOOK_S, self._look_at_clock)
        if self._first_order is not None:
            self.open_order(self._first_order)

    def context(self) -> OrdersContext:
        """The order under the cursor, and what is selected."""
        if not self.is_mounted:
            return OrdersContext(self.host.actor)
        table = self.table
        number = table.cursor if isinstance(table.cursor, int) else None
        settled, selected = table.window.is_settled, len(table.window.selection)
        return OrdersContext(self.host.actor, number, settled, self.tab != "new", selected, self.can_undo)

    def footer_actions(self) -> tuple[Action, ...]:
        """Registering an order first; with orders selected what can be done with them."""
        actions = super().footer_actions()
        if self.table.window.selection:
            return tuple(
                one
                for one in self.actions()
                # A narrow line has no room for help as well.
                if one.id in _OF_SELECTED or (one.footer and _is_everywhere(one) and not self.has_class("-narrow"))
            )
        return tuple(sorted(actions, key=lambda action: action.id != "list.new_order"))

    def footer_lead(self) -> str:
        """How many orders are selected."""
        selected = len(self.table.window.selection)
        text = ngettext("{count} selected", "{count} selected", selected).format(count=selected) if selected else ""
        return (
            _("{selected}, at most {most}").format(selected=text, most=MOST_SELECTED)
            if selected > MOST_SELECTED
            else text
        )

    @property
    def _tabs(self) -> tuple[str, ...]:
        """The tabs of whoever works here (RO-1)."""
        sections = self.host.actor.sections if self.host.actor else ()
        tabs = [*(("new", "all") if "orders" in sections else ()), *(("mine",) if "my_orders" in sections else ())]
        return tuple(tabs)

    @property
    def which(self) -> OrderList:
        """The list that is shown."""
        return OrderList(self.tab, self.shown, self.sort, today=self._today and self.tab == "mine")

    # Reading

    def on_virtual_table_page_requested(self, event: VirtualTable.PageRequested) -> None:
        """Read a page in a worker; a newer wish takes its place."""
        if self.awaits_filters:
            return
        wanted, which = event.wanted, self.which
        self._page_wanted = wanted

        def operation(reading: "Reading") -> "tuple[PageRead[OrderRow], tuple[ChosenColumn, ...] | None]":
            return read_orders(reading, which, wanted), self.unread_columns(reading)

        def take(read: "tuple[PageRead[OrderRow], tuple[ChosenColumn, ...] | None]") -> None:
            page, chosen = read
            self.take_columns(chosen)
            self.table.answer(wanted, page)
            self.call_after_refresh(self._count_due)
            self.tell_sorted(is_sorted=page.sorted)
            self.look_at_important()
            self.refresh_actions()

        def refused(error: AdsError) -> None:
            self.filter_refused(error, lambda: self.table.failed(wanted, error.message))

        self.read(operation, take, group="page", instead=refused)

    def go_unanswered(self, group: str) -> None:
        """A page that could not be read is asked for again by the next key or change, and the list says so."""
        super().go_unanswered(group)
        if group == "page" and self._page_wanted is not None:
            text = _("The list could not be read; {key} reads it anew").format(key=self._key("list.refresh"))
            self.table.failed(self._page_wanted, text)

    def _count_due(self) -> None:
        while self._uncounted:
            self._uncounted.pop()()

    def _count_tabs(self) -> None:
        sees_all = "orders" in (self.host.actor.sections if self.host.actor else ())

        def operation(reading: "Reading") -> Counters:
            return counters(reading) if sees_all else Counters(0, 0, count_my_open(reading), 0)

        self.read(operation, self._take_counters, group="counters")

    def _take_counters(self, counted: Counters) -> None:
        self._counters = counted
        self._draw_tabs()

    def count(self) -> None:
        """What was found is counted after the rows; the next key takes its place (decision 6)."""
        which, is_typing = self.which, self.is_typing

        def operation(reading: "Reading") -> Found:
            return count_found(reading, which, is_typing=is_typing)

        # What is wrong with the filter or the database is said where the rows would be.
        self.read(operation, self._take_found, group="found", instead=lambda _error: None)

    def _take_found(self, found: Found) -> None:
        if found.other is not None:
            self.show(found.other)
            return
        self.found = found.count
        self.table.set_count(found.count)
        self._draw_found(found.count)

    def on_changed(self, event: Changed) -> None:
        """Others have changed orders: read anew what is shown; the cursor stays (LS-3)."""
        event.stop()
        if self.tab not in self._tabs and self._tabs:
            self._show_tab(self._tabs[0])
        elif event.touches("order") or event.touches("access"):
            if self.knows_filters(self._tabs):
                self.reread()
            else:
                self.read_filters(self._tabs)
            self.search_again()
            self.remember()
        preview = self.query_one(OrderPreview)
        if preview.display and (event.changes.everything or str(preview.number) in event.keys("order")):
            self._preview()

    def reread(self) -> None:
        """Read anew the rows, what was found and the counters."""
        self.table.reread()
        self.count()
        self._count_tabs()

    def _look_at_clock(self) -> None:
        """Time left counts; at midnight, a full quarter of an hour in every zone, other orders are today's."""
        self.table.look_anew()
        self.query_one(OrderPreview).look_anew()
        quarter = int(self.host.local_now().timestamp() // _QUARTER_S)
        if self._quarter not in (0, quarter) and self.which.today:
            self.reread()
        self._quarter = quarter

    # What is shown

    def _draw_tabs(self) -> None:
        today = self._today if self.tab == "mine" else None
        self.query_one(TabLine).show(self._tabs, self.tab, today, self._counters)

    def _draw_found(self, count: int | None) -> None:
        if count is None:
            text = _("Found: more than {count}").format(count=_grouped(MOST_COUNTED))
        else:
            text = _("Found: {count}").format(count=_grouped(count))
        self.query_one("#found", Static).update(content(text))

    def _show_tab(self, tab: str) -> None:
        self.tab, self.is_typing = tab, False
        self.table.set_selectable(tab != "new")
        self._draw_tabs()
        self._uncounted.add(self._count_tabs)
        self.change_tab()
        if not self.awaits_filters:
            self.show(self.applied)

    def show(self, wanted: OrderFilter) -> None:
        """Show the present tab with a filter from its beginning."""
        self.shown, self.found = wanted, None
        self.tell_other()
        self.tell_gone()
        self.draw_filters()
        self.query_one("#found", Static).update("")
        self.table.set_empty(self._empty_text())
        self.table.set_count(None)
        self.table.restart()
        self._uncounted.add(self.count)

    def _key(self, action_id: str) -> str:
        """The key of an action, or its name where its user took the key away."""
        keys = self.host.registry.keys(action_id)
        return key_caption(keys[0]) if keys else _(self.host.registry[action_id].title)

    def _empty_text(self) -> str:
        if self.shown:
            return self._nothing_text(len(self.terms))
        if self.tab == "new":
            return _("There are no new orders")
        if self.which.today:
            return _("None of your orders falls on today; {key} shows all of them").format(key=self._key("list.today"))
        return _("You are executor of no order") if self.tab == "mine" else _("There are no orders here")

    def _nothing_text(self, filters: int) -> str:
        key = self._key("list.clear")
        if not filters:
            return _("Nothing matches; {key} clears the search").format(key=key)
        if self.has_text:
            text = ngettext(
                "Nothing matches the text and this filter; {key} clears the text, once more the filter",
                "Nothing matches the text and these {count} filters; {key} clears the text, once more the filters",
                filters,
            )
        else:
            text = ngettext(
                "Nothing matches this filter; {key} clears it",
                "Nothing matches these {count} filters; {key} clears them",
                filters,
            )
        return text.format(key=key, count=filters)

    # The preview

    @on(VirtualTable.Highlighted)
    @on(VirtualTable.SelectionChanged)
    def look_at_cursor(self) -> None:
        """What is possible depends on the order under the cursor; it is shown beside the list where it rests."""
        self.refresh_actions()
        if self.has_class("-very-wide"):
            if self._resting is not None:
                self._resting.stop()
            self._resting = self.set_timer(_PREVIEW_AFTER_S, self._preview)

    @on(OrderPreview.Appeared)
    def _preview(self) -> None:
        number = self.table.cursor
        preview = self.query_one(OrderPreview)
        if not isinstance(number, int):
            preview.clear()
        elif preview.display:
            self.read(lambda reading: read_preview(reading, number), self._show_preview, group="preview")

    def _show_preview(self, previewed: Previewed) -> None:
        if self.host.session is not None:
            self.query_one(OrderPreview).show(previewed, self.host.session.zone, self.host.local_now)

    # Tabs and search by keys

    def do_list_new(self) -> None:
        """Show new orders."""
        self._show_tab("new")

    def do_list_all(self) -> None:
        """Show all orders."""
        self._show_tab("all")

    def do_list_mine(self) -> None:
        """Show my orders."""
        self._show_tab("mine")

    def do_list_today(self) -> None:
        """Show my orders of today, or all of them again; from another tab go there."""
        self._today = not (self._today and self.tab == "mine")
        self._show_tab("mine")

    def do_list_refresh(self) -> None:
        """Read the list anew."""
        self.reread()

    @on(VirtualTable.Opened)
    def open_row(self, event: VirtualTable.Opened) -> None:
        """Show the card of a row that was clicked twice."""
        if isinstance(event.key, int):
            self.open_order(event.key)


def _is_everywhere(action: Action) -> bool:
    return EVERYWHERE in action.scopes


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", " ")
