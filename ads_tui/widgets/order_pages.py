"""Reads what the window over an order list asks for; it runs in a worker, with a reading of its own."""

from typing import TYPE_CHECKING

from ads_tui.widgets.list_pages import PageRead, PageWanted, Toward
from ads_tui.widgets.loaded_rows import Entry

if TYPE_CHECKING:
    from ads_tui.services.orders.rows import OrderRow
    from ads_tui.services.orders.window import Listed, WindowPage
    from ads_tui.store.work import Reading


def read_orders(reading: "Reading", which: "Listed", wanted: PageWanted) -> "PageRead[OrderRow]":
    """The page of a list; keys are order numbers. Raises AccessError `forbidden` without the tab's section."""
    from ads_tui.services.orders.window import read_again, read_page

    if wanted.toward is Toward.AGAIN:
        number = wanted.cursor if isinstance(wanted.cursor, int) else None
        again = read_again(reading, which, limit=wanted.limit, start=wanted.start, number=number, head=wanted.head)
        return PageRead(_entries(again.page), again.page.more, again.order, again.newer, again.page.sorted)
    page = read_page(
        reading,
        which,
        limit=wanted.limit,
        start=wanted.start,
        backwards=wanted.toward in (Toward.BEFORE, Toward.END),
        skip=wanted.skip,
    )
    return PageRead(_entries(page), page.more, sorted=page.sorted)


def _entries(page: "WindowPage") -> "list[Entry[OrderRow]]":
    return [Entry(placed.row.number, placed.place, placed.row) for placed in page.rows]
