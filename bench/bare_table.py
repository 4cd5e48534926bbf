"""The floor of P7 and P8: a bare `DataTable` of the first 50 rows of the list (`python -m bench.bare_table URL`)."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from ads_tui.services.accounts import sign_in
from ads_tui.services.orders.listing import list_orders
from ads_tui.services.orders.rows import OrderRow
from bench.databases import open_store

CAPTIONS = ("№", "Status", "Service", "Address", "Client", "Executors", "Labels", "Updated")
ROWS = 50


class BareTable(App[None]):
    """A table as the terminal's library draws it, with the columns of CO-2."""

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


def texts(row: OrderRow) -> tuple[str, ...]:
    """What the columns show."""
    client = row.client.name if row.client else ""
    labels, moment = " ".join(label[0] for label in row.labels), f"{row.updated_at:%d.%m %H:%M}"
    executors = ", ".join(row.executors)
    return str(row.number), row.status_name, row.service.name, row.building.name, client, executors, labels, moment


def main() -> None:
    """Run it."""
    store = open_store(sys.argv[1])
    with store.reading(sign_in(store, login="admin", os_user=None)) as reading:
        rows = [texts(row) for row in list_orders(reading, limit=ROWS).rows]
    BareTable(rows).run()


if __name__ == "__main__":
    main()
