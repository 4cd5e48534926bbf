"""Reads what the window over a thing's orders asks for; it runs in a worker, with a reading of its own."""

from collections.abc import Iterable

from ads_tui.services.cards.things import newer_orders, orders_page
from ads_tui.services.orders.rows import OrderRow
from ads_tui.store.work import Reading
from ads_tui.widgets.list_pages import MOST_NEWER, PageRead, PageWanted, Toward
from ads_tui.widgets.loaded_rows import Entry


def read_orders_of(reading: Reading, kind: str, key: int, wanted: PageWanted) -> PageRead[OrderRow]:
    """The page of a thing's orders; the place of an order is its number below zero, so that the newest is first."""
    start = None if wanted.start is None else -wanted.start
    backwards = wanted.toward in (Toward.BEFORE, Toward.END)
    page = orders_page(
        reading,
        kind,
        key,
        limit=wanted.limit,
        start=start,
        inclusive=wanted.toward is Toward.AGAIN,
        backwards=backwards,
        skip=wanted.skip,
    )
    cursor, newer = None, 0
    if wanted.toward is Toward.AGAIN:
        shown = {row.number for row in page.rows}
        if isinstance(wanted.cursor, int) and wanted.cursor not in shown:
            cursor = _one(reading, kind, key, wanted.cursor)
        if wanted.head is not None:
            newer = newer_orders(reading, kind, key, -wanted.head, MOST_NEWER)
    return PageRead(_entries(page.rows), page.more, cursor, newer)


def _one(reading: Reading, kind: str, key: int, number: int) -> tuple[OrderRow, int] | None:
    here = orders_page(reading, kind, key, limit=1, start=number, inclusive=True).rows
    return (here[0], -number) if here and here[0].number == number else None


def _entries(rows: Iterable[OrderRow]) -> list[Entry[OrderRow]]:
    return [Entry(row.number, -row.number, row) for row in rows]
