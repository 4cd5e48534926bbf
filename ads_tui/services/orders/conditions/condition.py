"""A condition on orders in two forms: to go to its orders by an index, or to test each one (decision 4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, Select

from ads_tui.domain.filter_reading import filter_fault, nearest_of
from ads_tui.domain.filter_values import Value
from ads_tui.domain.text import excerpt
from ads_tui.i18n import N_
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import walked_past
from ads_tui.store.work import Reading

# Above this a subquery is cheaper than a literal list.
_LITERAL_IDS = 1_000


@dataclass(frozen=True, slots=True)
class Hits:
    """A table of the orders that a condition finds, which comes by `number` either way without being sorted.

    Where not `whole`, it may lack the order of an exact number, which a list by number has in a segment of its own.
    """

    table: sa.FromClause
    number: sa.ColumnElement[int]
    where: ColumnElement[bool]
    whole: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """`test` is asked of each order of a list that is walked; `seek`, where there is one, is found by an index.

    A `broad` one finds so many by a way so long that walking is tried first. `opposite` holds for all other orders,
    where that is what an index finds. `links` selects the numbers of its orders from another table, some of them twice.
    """

    test: ColumnElement[bool]
    seek: ColumnElement[bool] | None = None
    hits: Hits | None = None
    broad: bool = False
    opposite: "Condition | None" = None
    links: sa.CompoundSelect[Any] | None = None

    @property
    def either(self) -> ColumnElement[bool]:
        """The form that a count takes, in which the database chooses its own way."""
        return self.test if self.seek is None else self.seek

    def some(self, most: int) -> Select[Any]:
        """A select of the orders that the index finds, `most` of them at most."""
        if self.hits is not None:
            return sa.select(self.hits.number).where(self.hits.where).limit(most)
        if self.links is not None:
            # No order is looked at, and the index no further than wanted.
            return sa.select(self.links.subquery().columns[0]).limit(most)
        assert self.seek is not None
        return sa.select(ORDERS.c.number).where(self.seek).limit(most)


# A name of a filter line: the condition that any of the values holds.
Asked = Callable[[Reading, Sequence[Value]], Condition]


def negation(condition: Condition) -> Condition:
    """None of the values: also where the column is empty, so that a value and its negation make up all orders."""
    if condition.opposite is not None:
        return condition.opposite
    return Condition(sa.not_(sa.func.coalesce(condition.test, sa.false())), opposite=condition)


def of_column(column: sa.Column[Any], values: Sequence[Any], *, empty: bool = False) -> Condition:
    """The column is one of the values, or empty where `empty`; its index begins with it."""

    def form(one: Any) -> ColumnElement[bool]:
        ways = [one.in_(values)] if values or not empty else []
        return sa.or_(*ways, *([one.is_(None)] if empty else []))

    return Condition(form(walked_past(column)), form(column))


def through(
    reading: Reading, column: sa.Column[Any], key: Any, where: ColumnElement[bool], *, empty: bool = False
) -> Condition:
    """The column is the `key` of a row of another table that fits, or empty where `empty`."""
    keys: Select[Any] = sa.select(key).where(where)
    few = reading.connection.execute(keys.limit(_LITERAL_IDS + 1)).scalars().all()
    if len(few) <= _LITERAL_IDS:
        return of_column(column, few, empty=empty)
    test: ColumnElement[bool] = sa.exists().where(key == column, where)
    seek: ColumnElement[bool] = column.in_(keys)
    if empty:
        test, seek = sa.or_(walked_past(column).is_(None), test), sa.or_(column.is_(None), seek)
    return Condition(test, seek, broad=True)


def linked(key: Any, *ways: ColumnElement[bool], broad: bool = False) -> Condition:
    """A row of a table of links that is found one of the ways names the order; `key` is its order's number."""
    test = sa.or_(*(sa.exists().where(key == ORDERS.c.number, way) for way in ways))
    # One list of numbers, as Postgres would read all orders for several.
    numbers = sa.union_all(*(sa.select(key).where(way) for way in ways))
    return Condition(test, ORDERS.c.number.in_(numbers), broad=broad, links=numbers)


def any_of(conditions: Sequence[Condition]) -> Condition:
    """One of the conditions holds; found by indexes only where each is."""
    if len(conditions) == 1:
        return conditions[0]
    seeks = [condition.seek for condition in conditions if condition.seek is not None]
    test = sa.or_(*(condition.test for condition in conditions))
    return Condition(test, sa.or_(*seeks) if len(seeks) == len(conditions) else None)


def no_such(value: Value, text: str, known: Sequence[str] = ()) -> Exception:
    """The refusal of a value that names nothing, with the nearest of what it could be."""
    return filter_fault(value.position, N_("There is no {given} here"), nearest_of(text, known), given=excerpt(text))
