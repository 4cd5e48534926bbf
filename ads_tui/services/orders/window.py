"""What a window over the order list reads: pages either way from a place, the list's end, and itself again (LS-3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ads_tui.services.orders.finding import OrderFilter
from ads_tui.services.orders.listing import keys_of, listed_among, sort_of
from ads_tui.services.orders.rows import OrderRow, fetch_rows
from ads_tui.services.orders.sorts import Sort
from ads_tui.services.orders.walking import Key, OrderKeys, Stretch
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

MOST_NEWER = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an order stands in a list: its segment and its values there; places of one list compare as its rows.

    `token` is that of the list's order; in another order the number alone, which is the last value, says where it is.
    """

    segment: int
    values: tuple[Any, ...]
    descending: bool
    token: str = ""

    def __lt__(self, other: "Place") -> bool:
        if self.token != other.token:
            return self.number < other.number
        if self.segment != other.segment:
            return self.segment < other.segment
        return self.values > other.values if self.descending else self.values < other.values

    @property
    def number(self) -> int:
        """The order's number."""
        number: int = self.values[-1]
        return number


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row and its place."""

    row: OrderRow
    place: Place


class Listed(Protocol):
    """A list of orders."""

    def keys(self, reading: Reading) -> OrderKeys:
        """Its keys at the moment of the reading, of what the actor may see."""


@dataclass(frozen=True, slots=True)
class OrderList:
    """Which list: a tab, its filter and its sort; `today` narrows to what falls on today (LS-1)."""

    tab: str = "all"
    wanted: OrderFilter = field(default_factory=OrderFilter)
    sort: Sort | None = None
    today: bool = False

    def keys(self, reading: Reading) -> OrderKeys:
        """Its keys; raises AccessError `forbidden` without the tab's section."""
        return keys_of(reading, self.tab, self.wanted, sort_of(self.wanted, self.sort), today=self.today)

    def among(self, reading: Reading, numbers: Sequence[int]) -> frozenset[int]:
        """Those of a few orders that it holds; raises AccessError `forbidden` without the tab's section."""
        return listed_among(reading, numbers, tab=self.tab, wanted=self.wanted, today=self.today)


@dataclass(frozen=True, slots=True)
class WindowPage:
    """Rows in the order of the list, and whether more follow in the direction asked for.

    `sorted` is False where a search finds too many for the column asked for: they come by number then (SE-1).
    """

    rows: tuple[PlacedRow, ...]
    more: bool
    sorted: bool


@dataclass(frozen=True, slots=True)
class Reread:
    """A stretch of a list read again, and what became of one order and of the list above.

    `order` is the order asked about where it is not in the stretch and the actor still sees it; its place is None where
    the list holds it no longer. `newer` is how many rows stand before the former first one, exact up to `MOST_NEWER`.
    """

    page: WindowPage
    order: tuple[OrderRow, Place | None] | None
    newer: int


def read_page(
    reading: Reading,
    which: Listed,
    *,
    limit: int,
    start: Place | None = None,
    inclusive: bool = False,
    backwards: bool = False,
    skip: int = 0,
) -> WindowPage:
    """A page after a place, before it where `backwards`, or from the list's beginning or end, at the same cost.

    `inclusive` takes the row at the place too; `skip` leaves out so many first, at a cost that grows with it. Raises
    AccessError `forbidden` without the tab's section.
    """
    keys = which.keys(reading)
    return _page(reading, keys, Stretch(limit, _key(keys, start), inclusive, backwards, skip))


def read_again(
    reading: Reading, which: Listed, *, limit: int, start: Place | None, number: int | None, head: Place | None
) -> Reread:
    """The stretch from a place on, that place included, or from the list's beginning, all of one moment (LS-3).

    `number` is the order under the cursor, `head` the place of the list's first row as it was last shown. Raises
    AccessError `forbidden` without the tab's section.
    """
    keys = which.keys(reading)
    page = _page(reading, keys, Stretch(limit, _key(keys, start), inclusive=True))
    order = None
    if number is not None and all(placed.row.number != number for placed in page.rows):
        order = _order(reading, keys, number)
    top = _key(keys, head)
    newer = 0 if top is None else len(keys.read(Stretch(MOST_NEWER, top, backwards=True))[0])
    return Reread(page, order, newer)


def _page(reading: Reading, keys: OrderKeys, stretch: Stretch) -> WindowPage:
    found, more = keys.read(stretch)
    if stretch.backwards:
        found = found[::-1]
    places = {key[1][-1]: Place(*key, keys.descending, keys.token) for key in found}
    rows = fetch_rows(reading, list(places))
    return WindowPage(tuple(PlacedRow(row, places[row.number]) for row in rows), more, keys.applied)


def _order(reading: Reading, keys: OrderKeys, number: int) -> tuple[OrderRow, Place | None] | None:
    seen = select_orders(reading.actor, ORDERS.c.number).where(ORDERS.c.number == number)
    if reading.connection.execute(seen).one_or_none() is None:
        return None
    key = keys.find(number)
    (row,) = fetch_rows(reading, [number])
    return row, None if key is None else Place(*key, keys.descending, keys.token)


def _key(keys: OrderKeys, place: Place | None) -> Key | None:
    """The key of a place, found by its number where the list has come into another order meanwhile."""
    if place is None:
        return None
    return (place.segment, place.values) if place.token == keys.token else keys.find(place.number)
