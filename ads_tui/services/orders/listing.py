"""The order list: a page by key, never by offset; exact counts after the rows (decisions 4 and 6)."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.models.orders import OrderExecutor
from ads_tui.services.orders.finding import OrderFilter, conditions_of
from ads_tui.services.orders.rows import OrderRow, fetch_rows
from ads_tui.services.orders.walking import Key, OrderKeys, Segment, Stretch
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders, visible
from ads_tui.store.work import Reading

TABS = ("new", "all", "mine")
DEFAULT_LIMIT = 50
MOST_ROWS = 1_000

_is_labelled: ColumnElement[bool] = sa.text("(important OR unread_messages > 0)")  # type: ignore[assignment]
_is_plain: ColumnElement[bool] = sa.text("NOT (important OR unread_messages > 0)")  # type: ignore[assignment]


# LB-4: an unread important comment, more unread messages, updated newest first, number highest first.
_LABEL_ORDER = (
    Segment(_is_labelled, ("important", "unread_messages", "updated_at", "number")),
    Segment(_is_plain, ("updated_at", "number")),
)
_SORTS: dict[str, tuple[Segment, ...]] = {
    "number": (Segment(None, ("number",)),),
    "updated": (Segment(None, ("updated_at", "number")),),
    "created": (Segment(None, ("created_at", "number")),),
}


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of the list: `name` None is the label order LB-4, newest first."""

    name: str | None = None
    descending: bool = True

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches in the order in which they are walked."""
        return _LABEL_ORDER if self.name is None else _SORTS[self.name]


def parse_sort(text: str | None) -> Sort:
    """`COLUMN` or `COLUMN:desc` (CO-4); raises InputError `invalid_value`."""
    if text is None:
        return Sort()
    name, _, direction = text.partition(":")
    if name not in _SORTS or direction not in ("", "asc", "desc"):
        raise InputError(
            "invalid_value",
            N_("The list is sorted by {choices}, each with :desc for the other way"),
            field="sort",
            choices=", ".join(_SORTS),
        )
    return Sort(name, direction == "desc")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; `next` is the cursor of the following one."""

    rows: list[OrderRow]
    next: str | None


def list_orders(
    reading: Reading,
    *,
    tab: str = "all",
    wanted: OrderFilter | None = None,
    sort: Sort | None = None,
    limit: int = DEFAULT_LIMIT,
    after: str | None = None,
) -> Page:
    """One page of a tab with its filters (LS-1, LB-4, FL-4), for what the actor may see.

    While text is searched and no column is sorted by, the newest number comes first (LB-4). Raises AccessError
    `forbidden` without the tab's section, InputError `invalid_value` for a bad limit or a cursor of another list.
    """
    if not 1 <= limit <= MOST_ROWS:
        raise InputError("invalid_value", N_("The limit is from 1 to {most}"), field="limit", most=MOST_ROWS)
    wanted = wanted or OrderFilter()
    sort = sort_of(wanted, sort)
    mark = _mark(tab, wanted, sort)
    start = _read_cursor(after, mark) if after else None
    keys, more = keys_of(reading, tab, wanted, sort).read(Stretch(limit, start))
    rows = fetch_rows(reading, [key[1][-1] for key in keys])
    return Page(rows, _cursor(mark, keys[-1]) if more else None)


def sort_of(wanted: OrderFilter, sort: Sort | None) -> Sort:
    """The sort in force: the one chosen, else by number while text is searched, else the label order (LB-4)."""
    if (sort is None or sort.name is None) and wanted.text:
        return Sort("number")
    return sort or Sort()


def keys_of(reading: Reading, tab: str, wanted: OrderFilter, sort: Sort) -> OrderKeys:
    """The keys of a tab with its filters, for what the actor may see; raises AccessError `forbidden`."""
    require_tab(reading, tab)
    where = [*visible(reading.actor), *tab_conditions(reading, tab), *conditions_of(reading, wanted)]
    keys = OrderKeys(reading, where, sort.segments, sort.descending)
    if tab != "all" or wanted:
        keys.gather_few()
    return keys


def count_orders(reading: Reading, *, tab: str = "all", wanted: OrderFilter | None = None) -> int:
    """How many orders a tab holds with its filters, exactly (LS-2)."""
    require_tab(reading, tab)
    where = [*tab_conditions(reading, tab), *conditions_of(reading, wanted or OrderFilter())]
    statement = select_orders(reading.actor, sa.func.count()).select_from(ORDERS).where(*where)
    return int(reading.connection.execute(statement).scalar_one())


@dataclass(frozen=True, slots=True)
class Counters:
    """The numbers on the tabs (LS-2)."""

    new: int
    all: int
    mine: int
    incidents: int


def counters(reading: Reading) -> Counters:
    """Exact counters by partial indexes: new orders, those with unread messages, my open ones (LS-2)."""
    actor = reading.actor
    actor.require_section("orders")

    def count(*where: ColumnElement[bool]) -> int:
        statement = select_orders(actor, sa.func.count()).select_from(ORDERS).where(*where)
        return int(reading.connection.execute(statement).scalar_one())

    return Counters(
        new=count(*tab_conditions(reading, "new")),
        all=count(sa.text("unread_messages > 0")),  # type: ignore[arg-type]
        mine=count(sa.text("is_open"), *tab_conditions(reading, "mine")),  # type: ignore[arg-type]
        incidents=0,
    )


def require_tab(reading: Reading, tab: str) -> None:
    """Raise AccessError `forbidden` without the tab's section (RO-1)."""
    reading.actor.require_section("my_orders" if tab == "mine" else "orders")


def tab_of(reading: Reading, tab: str | None) -> str:
    """The tab that was named, else All, else My orders for whoever lacks All (RO-1, CL-14)."""
    if tab is None:
        actor = reading.actor
        return "mine" if "my_orders" in actor.sections and "orders" not in actor.sections else "all"
    if tab not in TABS:
        raise InputError("invalid_value", N_("A tab is one of: {choices}"), field="tab", choices=", ".join(TABS))
    return tab


def tab_conditions(reading: Reading, tab: str) -> list[ColumnElement[bool]]:
    """What a tab shows (LS-1)."""
    if tab == "new":
        # The literal is_open lets the partial index serve both databases.
        return [sa.text("is_open"), ORDERS.c.base_status.in_(("pending", "reopened"))]  # type: ignore[list-item]
    if tab == "mine":
        return [executed_by(sa.literal(reading.actor.id))]
    return []


def executed_by(*employee_ids: Any) -> ColumnElement[bool]:
    """Orders where one of these is an active executor."""
    return ORDERS.c.number.in_(
        sa.select(OrderExecutor.order_number).where(  # type: ignore[call-overload]
            OrderExecutor.employee_id.in_(employee_ids),  # type: ignore[attr-defined]
            sa.text("active"),
        )
    )


def _mark(tab: str, wanted: OrderFilter, sort: Sort) -> str:
    """What a cursor belongs to: another tab, filter or sort has another mark (CL-14)."""
    return hashlib.sha256(repr((tab, wanted.line, sort.name, sort.descending)).encode()).hexdigest()[:12]


def _cursor(mark: str, key: Key) -> str:
    values = [value.isoformat() if isinstance(value, datetime) else value for value in key[1]]
    return base64.urlsafe_b64encode(json.dumps([mark, key[0], values]).encode()).decode().rstrip("=")


def _read_cursor(text: str, mark: str) -> Key:
    try:
        theirs, place, values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        key = tuple(datetime.fromisoformat(value) if isinstance(value, str) else value for value in values)
        fits = theirs == mark and isinstance(place, int)
    except (ValueError, TypeError):
        fits = False
    if not fits:
        raise InputError("invalid_value", N_("The cursor belongs to another list, filter or sort"), field="after")
    return place, key
