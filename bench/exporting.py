"""P9: an Excel file of 100,000 orders beside a loop that writes the same cells from ready tuples, and its memory."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

from ads_tui.domain.export_fields import ORDER_FIELDS
from ads_tui.services.accounts import sign_in
from ads_tui.services.export.order_values import OrderValues
from ads_tui.services.export.orders import OrderExport, export_orders
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import keys_of, sort_of
from ads_tui.store.work import Reading, Store
from bench.databases import open_store
from bench.measure import Line

ROWS, FEW = 100_000, 10_000
FIELDS = tuple(ORDER_FIELDS)[:30]
_FORMATS = {"moment": "dd.mm.yyyy hh:mm", "money": "#,##0.00", "code": "@"}


def excel(store: Store, url: str, label: str) -> list[Line]:
    """Rows a second of the whole export and of the loop, and what the process of each size held at most."""
    actor = sign_in(store, login="admin", os_user=None)
    with tempfile.TemporaryDirectory() as folder, store.reading(actor) as reading:
        place = Path(folder) / "orders.xlsx"
        ready = _ready(reading, _asked(reading, ROWS))
        ours = _seconds(lambda: export_orders(reading, _asked(reading, ROWS), place))
        floor = _seconds(lambda: _loop(ready, place))
    rate = len(ready) / ours
    what = f"Excel, {len(ready):,} orders × {len(FIELDS)}, {label}"
    few, many = (_peak_mib(url, rows) for rows in (FEW, ROWS))
    return [
        Line("P9", what, rate, "/s", len(ready) / floor, 0.7, at_least=True),
        Line("P9", f"memory of it beside {FEW:,} orders, {label}", many, "MiB", few, 1.1),
    ]


def _asked(reading: Reading, rows: int) -> OrderExport:
    return OrderExport(fields=FIELDS, wanted=read_filter(reading, f"number:..{rows}"))


def _ready(reading: Reading, asked: OrderExport) -> list[tuple[Any, ...]]:
    keys = keys_of(reading, asked.tab, asked.wanted, sort_of(asked.wanted, None))
    return [tuple(row) for rows in OrderValues(reading, asked.fields).batches(keys) for row in rows]


def _loop(rows: list[tuple[Any, ...]], place: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    kinds = [ORDER_FIELDS[key].kind for key in FIELDS]
    for row in rows:
        sheet.append([_cell(sheet, value, kind) for value, kind in zip(row, kinds, strict=True)])
    book.save(place)


def _cell(sheet: Any, value: Any, kind: str) -> Any:
    if isinstance(value, datetime | Decimal) or (kind == "code" and value):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = _FORMATS[kind]
        return cell
    return value or None


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _peak_mib(url: str, rows: int) -> float:
    words = [sys.executable, "-m", "bench.exporting", url, str(rows)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def _export_alone(url: str, rows: int) -> None:
    """Export so many orders and print the most that the process held."""
    store = open_store(url)
    actor = sign_in(store, login="admin", os_user=None)
    with tempfile.TemporaryDirectory() as folder, store.reading(actor) as reading:
        export_orders(reading, _asked(reading, rows), Path(folder) / "orders.xlsx")
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    sys.stdout.write(str(int(status["VmHWM"].split()[0]) / 1_024))


if __name__ == "__main__":
    _export_alone(sys.argv[1], int(sys.argv[2]))
