"""The order list: a page by key, never by offset; exact counts after the rows (decisions 4 and 6)."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel.sql.sqltypes import AutoString

from ads_tui.domain.moments import resolve_local
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.orders.conditions.condition import Condition, any_of
from ads_tui.services.orders.conditions.places import buildings_reached
from ads_tui.services.orders.finding import OrderFilter, conditions_of
from ads_tui.services.orders.group_walking import GroupedKeys
from ads_tui.services.orders.label_order import label_order
from ads_tui.services.orders.rows import OrderRow, fetch_rows
from ads_tui.services.orders.sorts import Sort
from ads_tui.services.orders.walking import FEW, Key, OrderKeys, Stretch
from ads_tui.store.order_rows import EXECUTORS, LARGEST_NUMBER, ORDERS
from ads_tui.store.visibility import select_orders, visible
from ads_tui.store.work import Reading

TABS = ("new", "all", "mine")
DEFAULT_LIMIT = 50
MOST_ROWS = 1_000
# A sort key of a name may take most of it.
_LONGEST_CURSOR = 4_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; `next` is the cursor of the following one.

    `sorted` is False where a search finds too many for the column asked for: they come by number then (SE-1).
    """

    rows: list[OrderRow]
    next: str | None
    sorted: bool = True


def list_orders(
    reading: Reading,
    *,
    tab: str = "all",
    wanted: OrderFilter | None = None,
    sort: Sort | None = None,
    limit: int = DEFAULT_LIMIT,
    after: str | None = None,
    today: bool = False,
    few: int = FEW,
) -> Page:
    """One page of a tab with its filters (LS-1, LB-4, FL-4), for what the actor may see.

    `today` narrows to what falls on today; up to `few` hits of a filter are sorted here and not walked by index, and up
    to so many hits of a search are sorted by a column. Raises InputError `invalid_value` for a bad limit or a cursor of
    another list and `filter_syntax`, AccessError `forbidden` without the tab's section.
    """
    if not 1 <= limit <= MOST_ROWS:
        raise InputError("invalid_value", N_("The limit is from 1 to {most}"), field="limit", most=MOST_ROWS)
    wanted = wanted or OrderFilter()
    found = keys_of(reading, tab, wanted, sort_of(wanted, sort), today=today, few=few)
    mark = _mark(f"{tab} today" if today else tab, wanted, found.token)
    start = None if after is None else _read_cursor(after, mark, found)
    keys, more = found.read(Stretch(limit, start))
    rows = fetch_rows(reading, [key[1][-1] for key in keys])
    return Page(rows, _cursor(mark, keys[-1]) if more else None, found.applied)


def sort_of(wanted: OrderFilter, sort: Sort | None) -> Sort:
    """The sort in force: the one chosen, else the exact number and the newest first for a text, else labels (LB-4)."""
    if (sort is None or sort.name is None) and wanted.text:
        return _search_sort(wanted)
    return sort or Sort()


def _search_sort(wanted: OrderFilter) -> Sort:
    return Sort("number", exact=wanted.exact_number)


def keys_of(
    reading: Reading, tab: str, wanted: OrderFilter, sort: Sort, *, today: bool = False, few: int = FEW
) -> OrderKeys:
    """The keys of a tab with its filters, for what the actor may see; labels count as he has chosen (LB-4).

    A search that finds more than `few` is sorted by number whatever was asked for (SE-1). Raises InputError
    `filter_syntax`, AccessError `forbidden`.
    """
    conditions = _narrowed(reading, tab, wanted, today=today)
    reach = buildings_reached(reading) if conditions or not sort.is_covered else None
    narrowed = conditions if reach is None else [*conditions, reach]
    keys = _keys_by(reading, sort, narrowed, few)
    if keys.gather_few(few) or not wanted.text or sort.name == "number":
        return keys
    by_number = _keys_by(reading, _search_sort(wanted), narrowed, few)
    found, more = by_number.read(Stretch(few))
    if more:
        by_number.applied = False
        return by_number
    keys.gather([key[1][-1] for key in found])
    return keys


def keys_among(reading: Reading, numbers: Sequence[int], sort: Sort) -> OrderKeys:
    """The keys of a few orders, whatever tab they are in, for what the actor may see, in the order of a list."""
    among = ORDERS.c.number.in_(numbers)
    keys = _keys_by(reading, sort, [Condition(among, among)], FEW)
    keys.gather_few()
    return keys


def _keys_by(reading: Reading, sort: Sort, conditions: Sequence[Condition], few: int) -> OrderKeys:
    where = visible(reading.actor)
    if sort.name is None:
        sort = replace(sort, labels=label_order(reading))
    if sort.grouping is None:
        return OrderKeys(reading, where, sort.segments, sort.descending, conditions, token=sort.token)
    return GroupedKeys(
        reading, where, (), sort.descending, conditions, long_way=FEW, token=sort.token, grouping=sort.grouping, few=few
    )


def count_orders(
    reading: Reading,
    *,
    tab: str = "all",
    wanted: OrderFilter | None = None,
    today: bool = False,
    most: int | None = None,
) -> int:
    """How many orders a tab holds with its filters, exactly; with `most` no further than one more than that (LS-2)."""
    conditions = _narrowed(reading, tab, wanted or OrderFilter(), today=today)
    reach = buildings_reached(reading)
    where = [condition.either if reach is None else condition.test for condition in conditions]
    where += [] if reach is None else [reach.either]
    if most is not None:
        found = select_orders(reading.actor, ORDERS.c.number).where(*where).limit(most + 1)
        return int(reading.connection.execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one())
    others = [condition.opposite for condition in conditions if condition.opposite is not None]
    if reach is None and others and len(others) == len(conditions):
        # An index finds the others, while all that are meant would have to be looked at one by one.
        return _count(reading) - _count(reading, any_of(others).either)
    return _count(reading, *where)


def listed_among(
    reading: Reading, numbers: Sequence[int], *, tab: str, wanted: OrderFilter, today: bool = False
) -> frozenset[int]:
    """Those of a few orders that a tab holds with its filters.

    Raises InputError `filter_syntax`, AccessError `forbidden`.
    """
    tests = [condition.test for condition in _narrowed(reading, tab, wanted, today=today)]
    statement = select_orders(reading.actor, ORDERS.c.number).where(ORDERS.c.number.in_(numbers), *tests)
    return frozenset(reading.connection.execute(statement).scalars())


def _narrowed(reading: Reading, tab: str, wanted: OrderFilter, *, today: bool) -> list[Condition]:
    """The conditions of a tab and its filters; a filter that cannot be read is told before a missing section (CL-8)."""
    reading.actor.require_signed_in()
    conditions = conditions_of(reading, wanted)
    require_tab(reading, tab)
    shown = tab_conditions(reading, tab)
    if shown:
        whole = sa.and_(*shown)
        conditions.insert(0, Condition(whole, whole))
    return [*conditions, _falls_on_today(reading)] if today else conditions


def _falls_on_today(reading: Reading) -> Condition:
    """Orders whose due or visit time falls on today in the organization's zone (LS-1)."""
    zone = reading.settings.zone
    day = reading.now.astimezone(zone).date()
    first, last = (resolve_local(datetime.combine(when, time()), zone) for when in (day, day + timedelta(days=1)))
    start, end = ORDERS.c.visit_from, sa.func.coalesce(ORDERS.c.visit_to, ORDERS.c.visit_from)
    is_due = sa.and_(ORDERS.c.due_at >= first, ORDERS.c.due_at < last)
    return Condition(sa.or_(is_due, sa.and_(start < last, end >= first)))


@dataclass(frozen=True, slots=True)
class Counters:
    """The numbers on the tabs (LS-2)."""

    new: int
    all: int
    mine: int
    incidents: int


def counters(reading: Reading) -> Counters:
    """Exact counters by partial indexes: new orders, those with unread messages, my open ones (LS-2)."""
    reading.actor.require_section("orders")
    return Counters(
        new=_count(reading, *tab_conditions(reading, "new")),
        all=_count(reading, sa.text("unread_messages > 0")),  # type: ignore[arg-type]
        mine=count_my_open(reading),
        incidents=0,
    )


def count_my_open(reading: Reading) -> int:
    """How many open orders the actor is executor of, also for whoever has no other tab (LS-2)."""
    reading.actor.require_signed_in()
    return _count(reading, sa.text("is_open"), *tab_conditions(reading, "mine"))  # type: ignore[arg-type]


def _count(reading: Reading, *where: ColumnElement[bool]) -> int:
    statement = select_orders(reading.actor, sa.func.count()).select_from(ORDERS).where(*where)
    return int(reading.connection.execute(statement).scalar_one())


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
        mine = sa.select(EXECUTORS.c.order_number).where(EXECUTORS.c.employee_id == reading.actor.id, sa.text("active"))
        return [ORDERS.c.number.in_(mine)]
    return []


def _mark(tab: str, wanted: OrderFilter, token: str) -> str:
    """What a cursor belongs to: another tab, filter or sort has another mark (CL-14)."""
    told = repr((tab, wanted.line, token))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _cursor(mark: str, key: Key) -> str:
    values = [value.isoformat() if isinstance(value, datetime) else value for value in key[1]]
    return (
        base64.urlsafe_b64encode(json.dumps([mark, key[0], values], ensure_ascii=False).encode()).decode().rstrip("=")
    )


def _read_cursor(text: str, mark: str, keys: OrderKeys) -> Key:
    """The place that a cursor names; raises InputError `invalid_value` for anything that this list has not printed."""
    try:
        if len(text) > _LONGEST_CURSOR:
            raise ValueError
        theirs, place, values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if theirs != mark or type(place) is not int or place < 0:
            raise ValueError
        typed = zip(keys.columns(place), values, strict=True)
        return place, tuple(_key_value(column, value) for column, value in typed)
    except (ValueError, TypeError, IndexError):
        refusal = N_("The cursor belongs to another list, filter or sort")
        raise InputError("invalid_value", refusal, field="after") from None


def _key_value(column: sa.Column[Any], value: Any) -> Any:
    if isinstance(column.type, (sa.Integer, sa.Boolean)):
        if type(value) is not column.type.python_type or abs(value) > LARGEST_NUMBER:
            raise ValueError(value)
        return value
    if isinstance(column.type, (sa.String, AutoString)):
        if type(value) is not str or "\0" in value:
            raise ValueError(value)
        value.encode()
        return value
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment
