"""The two applications whose keys are timed: our table over the order list, and a bare `DataTable` of 50 rows.

`python -m bench.table_app ours URL` and `python -m bench.table_app floor`.
"""

import sys
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import DataTable

from ads_tui.console.themes import DARK, THEMES, status_style, variables_of_others
from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.window import OrderList
from ads_tui.widgets.columns import Column
from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.order_pages import read_orders
from ads_tui.widgets.virtual_table import VirtualTable
from bench.databases import open_store

CAPTIONS = ("Status", "№", "Service", "Address", "Client", "Executors", "Labels", "Updated")


def texts(row: OrderRow) -> tuple[str, ...]:
    """What the eight columns of CO-2 show."""
    client = row.client.name if row.client else ""
    moment = f"{row.updated_at:%d.%m %H:%M}"
    executors = ", ".join(row.executors)
    return row.status_name, str(row.number), row.service.name, row.building.name, client, executors, "", moment


def table_columns(app: App[Any]) -> list[Column[OrderRow]]:
    """The same as columns of our table, the status in its colour."""

    def status(row: OrderRow) -> list[tuple[str, Any]]:
        return [(f"● {row.status_name}", status_style(app, row.status_colour))]

    def shows(place: int) -> Any:
        return lambda row: texts(row)[place]

    return [
        Column("status", "Status", 16, 12, status),
        Column("number", "№", 8, 7, shows(1), right=True),
        Column("service", "Service", 24, 10, shows(2), flexible=True),
        Column("address", "Address", 20, 10, shows(3), flexible=True),
        Column("client", "Client", 18, 8, shows(4), flexible=True),
        Column("executors", "Executors", 14, 8, shows(5)),
        Column("labels", "Labels", 8, 6, shows(6)),
        Column("updated", "Updated", 11, 11, shows(7)),
    ]


class Ours(App[None]):
    """Our table, reading in threads as the console does."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Any]] = [
        Binding(key, f"table('{act}', {by})")
        for key, act, by in (
            ("down", "move", 1),
            ("up", "move", -1),
            ("pagedown", "turn", 1),
            ("pageup", "turn", -1),
            ("home", "home", None),
            ("end", "end", None),
            ("shift+down", "extend", 1),
            ("shift+up", "extend", -1),
            ("space", "toggle", None),
            ("asterisk", "toggle_visible", None),
            ("right", "shift_columns", 1),
            ("left", "shift_columns", -1),
            ("r", "reread", None),
            ("enter", "open", None),
        )
    ]

    def __init__(self, url: str) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK
        self.store = open_store(url)
        self.actor = sign_in(self.store, login="admin", os_user=None)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of statuses."""
        return variables_of_others(self.current_theme)

    def compose(self) -> ComposeResult:
        """Nothing but the table."""
        yield VirtualTable(table_columns(self), empty="Nothing here")

    def action_table(self, act: str, by: int | None) -> None:
        """Hand the key to the table."""
        method = getattr(self.query_one(VirtualTable), act)
        method() if by is None else method(by)

    def on_virtual_table_page_requested(self, event: VirtualTable.PageRequested) -> None:
        """Read in a thread."""
        self.run_worker(lambda: self._read(event.wanted), thread=True)

    def _read(self, wanted: PageWanted) -> None:
        with self.store.reading(self.actor) as reading:
            page = read_orders(reading, OrderList(), wanted)
        self.call_from_thread(self._show, wanted, page)

    def _show(self, wanted: PageWanted, page: PageRead[OrderRow]) -> None:
        self.query_one(VirtualTable).answer(wanted, page)


class Floor(App[None]):
    """A bare table of the first rows, as the terminal's library draws it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        """Nothing but the table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*CAPTIONS)
        table.add_rows(self.rows)


def first_rows(url: str, count: int = 50) -> list[tuple[str, ...]]:
    """The rows that both tables begin with."""
    from ads_tui.services.orders.listing import list_orders

    store = open_store(url)
    with store.reading(sign_in(store, login="admin", os_user=None)) as reading:
        return [texts(row) for row in list_orders(reading, limit=count).rows]


def main() -> None:
    """Run one of them."""
    kind, url = sys.argv[1:3]
    app: App[None] = Ours(url) if kind == "ours" else Floor(first_rows(url))
    app.run()


if __name__ == "__main__":
    main()
