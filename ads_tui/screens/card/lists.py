"""The lists of the card: what the client has had, the orders of the building; a page each, however long they are."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from textual.app import App

from ads_tui.console.glyphs import glyph
from ads_tui.console.keys import key_caption
from ads_tui.i18n import N_, _
from ads_tui.screens.card.activity_tab import activity_columns, read_activity_page
from ads_tui.screens.card.moving import CardMoves
from ads_tui.screens.orders.columns import order_columns, short_moment
from ads_tui.services.orders.card_details import CardDetails
from ads_tui.services.orders.client_activity import Activity, count_activity
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.thing_orders import ThingOrders, count_building_orders
from ads_tui.store.work import Reading
from ads_tui.widgets.columns import Column
from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.order_pages import read_orders
from ads_tui.widgets.virtual_table import VirtualTable


def _building_columns(app: App[object], now: Callable[[], datetime]) -> list[Column[OrderRow]]:
    """The columns of the order list, the premise instead of the address, and when an order was created."""
    known = {column.id: column for column in order_columns(app, now)}
    first = [known[name] for name in ("number", "status", "service")]
    return [
        *first,
        Column("premise", N_("Premise"), 8, 7, _premise, keeps_end=True),
        Column("created_at", N_("Created"), 11, 11, lambda row: short_moment(row.created_at, now())),
        *(known[name] for name in ("executors", "labels", "client")),
    ]


def _premise(row: OrderRow) -> str:
    return row.premise.name if row.premise else glyph("none")


class CardLists(CardMoves):
    """The two lists; `show_list` reads one of them for the order that is shown."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lists = self._make_lists()
        self._of: CardDetails | None = None
        self._begun: set[str] = set()
        self._wanted: dict[str, PageWanted] = {}

    def _make_lists(self) -> dict[str, VirtualTable[Any]]:
        now, empty = self.host.local_now, _("There are no orders here")
        activity = activity_columns(self.app, now)
        return {
            "activity": VirtualTable[Activity](activity, selectable=False, empty=empty, id="activity"),
            "building": VirtualTable[OrderRow](
                _building_columns(self.app, now), selectable=False, empty=empty, id="building"
            ),
        }

    def forget_lists(self) -> None:
        """Another order is shown: its lists are others."""
        self._begun.clear()

    def show_list(self, tab: str, details: CardDetails) -> None:
        """Read the list of a tab: from its beginning for another order, else as far as it is shown (LS-3)."""
        self._of = details
        table = self.lists[tab]
        if tab in self._begun:
            table.reread()
        else:
            self._begun.add(tab)
            table.set_count(None)
            table.restart()
        self._count(tab, details)

    def step_in_list(self, by: int, number: int) -> int | None:
        """The order that stands before or after `number` in the list of the present tab, and the cursor with it.

        None where `number` is not among the orders loaded, which are read again then.
        """
        table = self.table
        if table is None or not table.go_to(("order", number) if table is self.lists["activity"] else number):
            return None
        table.move(by)
        row = table.row
        return row.order if isinstance(row, Activity) else row.number if isinstance(row, OrderRow) else None

    def on_virtual_table_page_requested(self, event: VirtualTable.PageRequested) -> None:
        """Read a page in a worker; a newer wish takes its place."""
        event.stop()
        details, wanted, table = self._of, event.wanted, event.table
        if details is None:
            return
        tab = str(table.id)
        self._wanted[tab] = wanted

        def operation(reading: Reading) -> PageRead[Any]:
            if tab == "building":
                return read_orders(reading, ThingOrders("building", details.building_id), wanted)
            assert details.activity_of is not None
            return read_activity_page(reading, details.activity_of, wanted)

        def take(page: PageRead[Any]) -> None:
            table.answer(wanted, page)
            self.refresh_actions()

        self.read(operation, take, group=tab, instead=lambda error: table.failed(wanted, error.message))

    def go_unanswered(self, group: str) -> None:
        """A page that could not be read is asked for again by the next key or change, and the list says so."""
        super().go_unanswered(group)
        if group in self._wanted:
            keys = self.host.registry.keys("card.refresh")
            text = _("The list could not be read; {key} reads it anew")
            text = text.format(key=key_caption(keys[0]) if keys else _("Refresh"))
            self.lists[group].failed(self._wanted[group], text)

    def _count(self, tab: str, details: CardDetails) -> None:
        """Count after the rows (decision 6)."""

        def operation(reading: Reading) -> int:
            if tab == "building":
                return count_building_orders(reading, details.building_id)
            assert details.activity_of is not None
            return count_activity(reading, details.activity_of)

        table = self.lists[tab]
        # What is wrong with the database is said where the rows would be.
        self.read(operation, table.set_count, group=f"{tab}-count", instead=lambda _error: None)
