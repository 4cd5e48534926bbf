"""Files to import and what became of them, for trials."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from ads_tui.domain.actors import Actor
from ads_tui.services.imports.running import ImportFile, ImportResult, import_file
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.card import OrderCard, show_order
from ads_tui.services.orders.history import EventView, history_of
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store

MAKE_ALL = "[make]\nservice = true\nbuilding = true\ndepartment = true\nquarter = true\n"


def write_csv(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A CSV file of rows, the first its header."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read_csv(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    """The rows of a CSV file."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def write_xlsx(path: Path, rows: Iterable[Sequence[object]], sheet: str = "Sheet") -> Path:
    """An XLSX workbook of one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def read_xlsx(path: Path) -> list[tuple[Any, ...]]:
    """The values of the first sheet."""
    book = openpyxl.load_workbook(path)
    return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def bring(
    store: Store, actor: Actor, path: Path, map_text: str | None = MAKE_ALL, *, kind: str = "orders", **options: Any
) -> ImportResult:
    """Import a file by the text of a map, or by none."""
    map_path = None
    if map_text is not None:
        map_path = path.with_name("map.toml")
        map_path.write_text(map_text, encoding="utf-8")
    refused = options.pop("refused", None)
    return import_file(store, actor, ImportFile(kind, path, map_path, refused), **options)


def write_orders(folder: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """A CSV file of orders given as fields of ours; service and building are there unless a row says otherwise."""
    filled = [{"service": "Lift", "building": "Oak 1", **row} for row in rows]
    names = list(dict.fromkeys(name for row in filled for name in row))
    table: list[Sequence[object]] = [names, *([row.get(name, "") for name in names] for row in filled)]
    return write_csv(folder / "orders.csv", table)


def bring_rows(
    store: Store, actor: Actor, folder: Path, rows: Sequence[Mapping[str, object]], map_text: str | None = MAKE_ALL
) -> ImportResult:
    """Import orders given as fields of ours."""
    return bring(store, actor, write_orders(folder, rows), map_text)


def card_of(store: Store, actor: Actor, external_number: str) -> OrderCard:
    """The card of the order with an external number."""
    with store.reading(actor) as reading:
        number = reading.connection.execute(
            ORDERS.select().with_only_columns(ORDERS.c.number).where(ORDERS.c.external_number == external_number)
        ).scalar_one()
        return show_order(reading, number)


def events_of(store: Store, actor: Actor, external_number: str) -> list[EventView]:
    """Its history, oldest first."""
    number = card_of(store, actor, external_number).row.number
    with store.reading(actor) as reading:
        return list(reversed(history_of(reading, number)))


def told(events: Iterable[EventView]) -> list[tuple[str, Any, datetime]]:
    """Kind, new value and moment of events."""
    return [(event.kind, event.to, event.at) for event in events]


def count_rows(store: Store, model: Any) -> int:
    """How many rows a table has."""
    from sqlalchemy import func, select

    with store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(model)).scalar_one())


def names_of(store: Store, actor: Actor, noun: str) -> list[str]:
    """The names that a list shows."""
    with store.reading(actor) as reading:
        return [row.name for row in engine.list_rows(reading, NOUNS[noun])]
