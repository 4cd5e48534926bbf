"""Columns that part orders into groups, one for each value; the groups come in the order of the values (CO-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.domain.channels import CHANNELS, PRIORITIES
from ads_tui.domain.sorting import sort_key
from ads_tui.services.orders.conditions.condition import Condition, of_column, through
from ads_tui.services.orders.conditions.places import different_texts
from ads_tui.services.orders.row_statements import BUILDINGS, CLIENTS, PREMISES, SERVICES, STATUSES, TYPES
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

# A group's place among the others: a sort key, or a place in a table.
Rank = str | int
# Ids up to so many of one group are named one by one.
_NAMED = 200


@dataclass(frozen=True, slots=True)
class Group:
    """The orders of one value of a column; `rank` is None for those without a value.

    Where they are known one by one, `ids` are the values of `column` that are meant; else `named` tells them. An index
    gives the orders of an `even` one by number.
    """

    rank: Rank | None
    column: sa.Column[Any]
    ids: tuple[int, ...] = ()
    named: Condition | None = None
    even: bool = False

    @property
    def condition(self) -> Condition:
        """What its orders meet."""
        return self.named or of_column(self.column, self.ids)


class Grouping(Protocol):
    """A column by which orders are grouped.

    `column` of an order leads to its value; `rank` is where that value stands among the others, and `source` is what it
    is joined from, None where it is the order's own.
    """

    @property
    def column(self) -> sa.Column[Any]:
        """The column of an order that leads to its value."""

    @property
    def rank(self) -> sa.Column[Any]:
        """The column of the value that tells its place."""

    def joined(self) -> sa.FromClause:
        """Orders and what the rank is read from."""

    def rank_of(self, value: Any) -> Rank | None:
        """The rank of a value of `rank` as it is stored, None where it is empty."""

    def following(self, reading: Reading, rank: Rank | None, size: int, *, falls: bool, inclusive: bool) -> list[Group]:
        """About `size` whole groups after a rank, or from the first one on; none where no more follow."""

    def empty(self, reading: Reading) -> Group:
        """The orders without a value."""


@dataclass(frozen=True, slots=True)
class OfThings:
    """Groups by a table that `column` points into at `id`; `rank` is a column of it or of what it is joined to."""

    column: sa.Column[Any]
    id: sa.Column[Any]
    rank: sa.Column[Any]
    source: sa.FromClause

    @property
    def _is_text(self) -> bool:
        return isinstance(self.rank.type, sa.String)

    def joined(self) -> sa.FromClause:
        """Orders with the things they point at."""
        return ORDERS.outerjoin(self.source, self.id == self.column)

    def rank_of(self, value: Any) -> Rank | None:
        """A key that is empty is none."""
        return None if value is None or value == "" else value

    def following(self, reading: Reading, rank: Rank | None, size: int, *, falls: bool, inclusive: bool) -> list[Group]:
        """By the table's own index; a thing that shares its rank with too many others to be named comes alone."""
        where = [] if rank is None else [_beyond(self.rank, rank, falls=falls, inclusive=inclusive)]
        order = (self.rank.desc(), self.id.desc()) if falls else (self.rank, self.id)
        statement = self._things(*where).order_by(*order).limit(size)
        rows = reading.connection.execute(statement).all()
        ids: dict[Rank, list[int]] = {}
        for found, key in rows:
            ids.setdefault(found, []).append(key)
        if len(rows) < size:
            return [_named(self.column, found, keys) for found, keys in ids.items()]
        # The last one may go on beyond the rows that were read.
        last, _ = ids.popitem()
        return [*(_named(self.column, found, keys) for found, keys in ids.items()), self._whole(reading, last)]

    def empty(self, reading: Reading) -> Group:
        """Orders that point at nothing, or at a thing without a rank."""
        empty = [self.rank == ""] if self._is_text else []
        # Asked of a column that is never empty, it would look at the whole table.
        empty += [] if self.source is self.rank.table else [self.rank.is_(None)]
        without = sa.select(self.id).select_from(self.source).where(sa.or_(sa.false(), *empty))
        ids = list(reading.connection.execute(without).scalars())
        named = of_column(self.column, ids, empty=bool(self.column.nullable))
        return Group(None, self.column, named=named, even=not ids and _is_even(self.column))

    def _things(self, *where: ColumnElement[bool]) -> sa.Select[Any]:
        present = [self.rank != ""] if self._is_text else []
        return sa.select(self.rank, self.id).select_from(self.source).where(*present, *where)

    def _whole(self, reading: Reading, rank: Rank) -> Group:
        """The group of a rank, all of it."""
        things = self._things(self.rank == rank)
        rows = reading.connection.execute(things.limit(_NAMED + 1)).all()
        if len(rows) <= _NAMED:
            return _named(self.column, rank, [row[1] for row in rows])
        is_one = self.source is self.rank.table
        where = self.rank == rank if is_one else self.id.in_(things.with_only_columns(self.id))
        return Group(rank, self.column, named=through(reading, self.column, self.id, where))


@dataclass(frozen=True, slots=True)
class OfTexts:
    """Groups by a column of premises that holds few different texts."""

    rank: sa.Column[Any]

    @property
    def column(self) -> sa.Column[Any]:
        """An order's premise."""
        return ORDERS.c.premise_id

    def joined(self) -> sa.FromClause:
        """Orders with their premises."""
        return ORDERS.outerjoin(PREMISES, PREMISES.c.id == ORDERS.c.premise_id)

    def rank_of(self, value: Any) -> Rank | None:
        """By the alphabet, numbers as numbers."""
        return sort_key(value) if value else None

    def following(self, reading: Reading, rank: Rank | None, size: int, *, falls: bool, inclusive: bool) -> list[Group]:
        """One at a time: each is a large part of all orders. Texts that stand at one place are one group."""
        texts: dict[str, list[str]] = {}
        for text in different_texts(reading, self.rank):
            if text:
                texts.setdefault(sort_key(text), []).append(text)
        ranks = _those_beyond(list(texts), rank, falls=falls, inclusive=inclusive)
        return [
            Group(key, self.column, named=through(reading, self.column, PREMISES.c.id, self.rank.in_(texts[key])))
            for key in ranks[:1]
        ]

    def empty(self, reading: Reading) -> Group:
        """Orders without a premise, or whose premise has none."""
        return Group(None, self.column, named=through(reading, self.column, PREMISES.c.id, self.rank == "", empty=True))


@dataclass(frozen=True, slots=True)
class OfCodes:
    """Groups by a column of orders that holds one of a fixed list of codes, by themselves."""

    column: sa.Column[Any]
    codes: Sequence[Rank]

    @property
    def rank(self) -> sa.Column[Any]:
        """The code itself."""
        return self.column

    def joined(self) -> sa.FromClause:
        """Orders alone."""
        return ORDERS

    def rank_of(self, value: Any) -> Rank | None:
        """The code."""
        code: Rank = value
        return code

    def following(self, reading: Reading, rank: Rank | None, size: int, *, falls: bool, inclusive: bool) -> list[Group]:
        """One at a time: each is a large part of all orders."""
        codes = _those_beyond(self.codes, rank, falls=falls, inclusive=inclusive)
        return [Group(code, self.column, named=of_column(self.column, [code]), even=True) for code in codes[:1]]

    def empty(self, reading: Reading) -> Group:
        """No order is without a code."""
        return Group(None, self.column)


def _named(column: sa.Column[Any], rank: Rank, ids: Sequence[int]) -> Group:
    return Group(rank, column, tuple(ids), even=len(ids) == 1 and _is_even(column))


def _is_even(column: sa.Column[Any]) -> bool:
    """Whether the orders of one value of the column come by number: other indexes go on with a moment."""
    return column.name not in ("building_id", "client_id")


def _beyond(column: sa.Column[Any], rank: Rank, *, falls: bool, inclusive: bool) -> ColumnElement[bool]:
    if inclusive:
        return column <= rank if falls else column >= rank
    return column < rank if falls else column > rank


def _those_beyond(ranks: Sequence[Any], rank: Rank | None, *, falls: bool, inclusive: bool) -> list[Any]:
    ordered = sorted(ranks, reverse=falls)
    if rank is None:
        return ordered
    return [one for one in ordered if (one == rank and inclusive) or (one < rank if falls else one > rank)]


def _of_things(column: sa.Column[Any], rank: sa.Column[Any]) -> OfThings:
    """Groups by a thing that an order points at."""
    return OfThings(column, rank.table.c.id, rank, rank.table)


_SERVICES_AND_TYPES = SERVICES.outerjoin(TYPES, TYPES.c.id == SERVICES.c.type_id)
GROUPINGS: dict[str, Grouping] = {
    "status": _of_things(ORDERS.c.status_id, STATUSES.c.position),
    "type": OfThings(ORDERS.c.service_id, SERVICES.c.id, TYPES.c.sort_key, _SERVICES_AND_TYPES),
    "service": _of_things(ORDERS.c.service_id, SERVICES.c.sort_key),
    "crm_name": _of_things(ORDERS.c.service_id, SERVICES.c.crm_sort_key),
    "channel": OfCodes(ORDERS.c.channel, tuple(CHANNELS)),
    "priority": OfCodes(ORDERS.c.priority, range(len(PRIORITIES))),
    "building": _of_things(ORDERS.c.building_id, BUILDINGS.c.sort_key),
    "client": _of_things(ORDERS.c.client_id, CLIENTS.c.sort_key),
    "premise": _of_things(ORDERS.c.premise_id, PREMISES.c.sort_key),
    "entrance": OfTexts(PREMISES.c.entrance),
    "floor": OfTexts(PREMISES.c.floor),
}
