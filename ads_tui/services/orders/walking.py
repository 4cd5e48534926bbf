"""Walking a list of orders by key, either way from any place, at the same cost at any depth (decision 4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.services.orders.conditions.condition import Condition, Hits
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import walked_past
from ads_tui.store.work import Reading

# Up to so many hits a filter is faster on its own index and sorted here (decision 4).
FEW = 5_000
# So many orders are walked past in search of some that fit; then up to so many are found and sorted instead.
_LONG_WAY = 20_000
_MOST_SORTED = 300_000

# An order's place in a list: the segment and the values of the segment's key, the order's number last.
Key = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a list's order: the condition and the key it is walked by, all columns in one direction.

    `holds` is the condition again, asked of a row of keys. `is_sought` where it is the order whose number is searched
    for, which is found whatever its text says.
    """

    where: ColumnElement[bool] | None
    key: tuple[str, ...]
    holds: Callable[[Any], bool] = lambda _row: True
    is_sought: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows wanted of a list: `limit` of them after `start`, or before it where `backwards`.

    Without `start` they are counted from the list's beginning, or from its end. `inclusive` takes the row at `start`
    too; `skip` leaves out so many first, at a cost that grows with it.
    """

    limit: int
    start: Key | None = None
    inclusive: bool = False
    backwards: bool = False
    skip: int = 0


@dataclass(slots=True)
class OrderKeys:
    """The keys of one list at one moment: what its orders meet, and the segments it is sorted by.

    `where` holds for whatever the actor may see; `conditions` narrow the list further. Past `long_way` orders of which
    too few fit, those that fit are found and sorted instead. Keys of one `token` stand in one order; `applied` is False
    where that is not the one asked for (SE-1).
    """

    reading: Reading
    where: Sequence[ColumnElement[bool]]
    segments: Sequence[Segment]
    descending: bool
    conditions: Sequence[Condition] = ()
    long_way: int = _LONG_WAY
    token: str = ""
    applied: bool = field(init=False, default=True)
    _few: list[Key] | None = field(default=None, init=False)
    _best: Condition | None = field(default=None, init=False)

    def gather_few(self, most: int = FEW) -> bool:
        """Find and sort instead of walking from now on where an index of one condition leads to `most` orders at most.

        False where none does, or where the list comes in its order by itself.
        """
        best = None if self._is_by_hits() else self._narrowest(most, broad=False)
        if best is None:
            return False
        self._find_by(best)
        return True

    def _find_by(self, best: Condition) -> None:
        # The database sorts: what it finds is mostly more than a page, and costs far more to bring here.
        self._best = best

    def gather(self, numbers: Sequence[int]) -> None:
        """Sort the list here from now on: these are all the orders that it holds."""
        self._sort(self.reading.connection.execute(self._select_keys([ORDERS.c.number.in_(numbers)])).all())

    def read(self, stretch: Stretch) -> tuple[list[Key], bool]:
        """The keys in the order of the walk (backwards: from the last), and whether more follow in that direction."""
        if self._few is not None:
            return self._read_few(self._few, stretch)
        return self._walk(stretch)

    def find(self, number: int) -> Key | None:
        """Where an order stands in the list, None where it is not in it."""
        statement = self._select_keys(self._tests()).where(ORDERS.c.number == number)
        row = self.reading.connection.execute(statement).one_or_none()
        return None if row is None else self._key_of(row)

    def columns(self, place: int) -> Sequence[Any]:
        """The columns of a key at a place; raises IndexError where there is none."""
        return [ORDERS.c[name] for name in self.segments[place].key]

    def count(self, stretch: Stretch) -> int:
        """How many orders follow the start of a stretch."""
        return sum(self._count(place, stretch) for place in self._places(stretch))

    def _count(self, place: int, stretch: Stretch) -> int:
        whole = sa.select(sa.func.count()).select_from(self._segment(place, stretch).subquery())
        return int(self.reading.connection.execute(whole).scalar_one())

    def _sort(self, found: Sequence[Any]) -> None:
        keys = [self._key_of(row) for row in found]
        parts = ([key for key in keys if key[0] == place] for place in sorted({key[0] for key in keys}))
        self._few = [key for part in parts for key in sorted(part, key=_values, reverse=self.descending)]

    def _narrowest(self, most: int, *, broad: bool = True) -> Condition | None:
        """The condition whose own index leads to the fewest orders, None where each leads to more than `most`."""
        sought = [one for one in self.conditions if one.seek is not None and (broad or not one.broad)]
        if not sought:
            return None
        counts = (
            sa.select(sa.func.count()).select_from(condition.some(most + 1).subquery()).scalar_subquery()
            for condition in sought
        )
        found = self.reading.connection.execute(sa.select(*counts)).one()
        least = min(found)
        return None if least > most else sought[tuple(found).index(least)]

    def _tests(self) -> list[ColumnElement[bool]]:
        return [condition.test for condition in self.conditions]

    def _found_by(self, best: Condition) -> list[ColumnElement[bool]]:
        """The conditions, that one by its index."""
        return [best.either, *(condition.test for condition in self.conditions if condition is not best)]

    def _select_keys(self, where: Sequence[Any]) -> sa.Select[Any]:
        names = {name for segment in self.segments for name in segment.key} | {"important", "unread_messages"}
        return sa.select(*(ORDERS.c[name] for name in sorted(names))).where(*self.where, *where)

    def _key_of(self, row: Any) -> Key:
        place = next(place for place, segment in enumerate(self.segments) if segment.holds(row))
        return place, tuple(getattr(row, name) for name in self.segments[place].key)

    def _falls(self, stretch: Stretch) -> bool:
        return self.descending != stretch.backwards

    def _read_few(self, few: list[Key], stretch: Stretch) -> tuple[list[Key], bool]:
        ordered = few[::-1] if stretch.backwards else few
        if stretch.start is not None:
            ordered = [key for key in ordered if self._follows(key, stretch.start, stretch)]
        ordered = ordered[stretch.skip :]
        return ordered[: stretch.limit], len(ordered) > stretch.limit

    def _follows(self, key: Key, start: Key, stretch: Stretch) -> bool:
        if key[0] != start[0]:
            return (key[0] > start[0]) != stretch.backwards
        if key[1] == start[1]:
            return stretch.inclusive
        return (key[1] < start[1]) == self._falls(stretch)

    def _walk(self, stretch: Stretch) -> tuple[list[Key], bool]:
        """Walk the sort's index from the start, segment by segment, until there is one row more than wanted."""
        keys: list[Key] = []
        skip = stretch.skip
        for place in self._places(stretch):
            rows = self._rows(place, stretch, stretch.limit + 1 - len(keys), skip)
            if skip and not rows:
                skip -= self._count(place, stretch)
                continue
            skip = 0
            keys += [(place, tuple(row)) for row in rows]
            if len(keys) > stretch.limit:
                return keys[: stretch.limit], True
        return keys, False

    def _rows(self, place: int, stretch: Stretch, limit: int, skip: int) -> Sequence[Any]:
        """Rows of a segment: where a long way has none that fit, they are found by the narrowest condition instead."""
        execute = self.reading.connection.execute
        statement = self._segment(place, stretch).limit(limit)
        if skip or not self.conditions or self._best is not None or self._comes_by_hits(place):
            return execute(statement.offset(skip) if skip else statement).all()
        end = execute(self._segment(place, stretch, ()).limit(1).offset(self.long_way)).first()
        if end is None:
            return execute(statement).all()
        rows = execute(self._segment(place, stretch, end=tuple(end)).limit(limit)).all()
        if len(rows) == limit:
            return rows
        best = self._narrowest(_MOST_SORTED)
        if best is None:
            return execute(statement).all()
        return execute(self._segment(place, stretch, self._found_by(best), is_sorted=True).limit(limit)).all()

    def _comes_by_hits(self, place: int) -> bool:
        """Whether a segment is the plain numbers of what an index of words finds, which come in that order."""
        hits = self._hits()
        return hits is not None and self.segments[place].key == ("number",) and (hits.whole or place > 0)

    def _is_by_hits(self) -> bool:
        """Whether the whole list comes in the order of an index of words."""
        return self._comes_by_hits(len(self.segments) - 1) and all(one.key == ("number",) for one in self.segments)

    def _hits(self) -> Hits | None:
        return next((condition.hits for condition in self.conditions if condition.hits is not None), None)

    def _places(self, stretch: Stretch) -> Sequence[int]:
        if stretch.backwards:
            return range(len(self.segments) - 1 if stretch.start is None else stretch.start[0], -1, -1)
        return range(0 if stretch.start is None else stretch.start[0], len(self.segments))

    def _segment(
        self,
        place: int,
        stretch: Stretch,
        conditions: Sequence[Any] | None = None,
        *,
        end: tuple[Any, ...] | None = None,
        is_sorted: bool = False,
    ) -> sa.Select[Any]:
        """The keys of a segment from the start, as far as `end`; `is_sorted` finds all by the conditions and sorts."""
        if conditions is None and self._best is not None:
            conditions, is_sorted = self._found_by(self._best), True
        segment, falls = self.segments[place], self._falls(stretch)
        columns = self.columns(place)
        hits = self._hits() if conditions is None and self._comes_by_hits(place) else None
        if conditions is None:
            conditions = [one.test for one in self.conditions if not (segment.is_sought and one.hits is not None)]
        statement = sa.select(*columns).where(*self.where)
        if hits is not None:
            columns = [hits.number]
            conditions = [hits.where, *(test.test for test in self.conditions if test.hits is None)]
            joined = sa.join(hits.table, ORDERS, ORDERS.c.number == walked_past(hits.number))
            statement = statement.select_from(joined)
        statement = statement.where(*conditions)
        if segment.where is not None:
            statement = statement.where(segment.where)
        if stretch.start is not None and stretch.start[0] == place:
            statement = statement.where(_beyond(columns, stretch.start[1], falls, inclusive=stretch.inclusive))
        if end is not None:
            statement = statement.where(_beyond(columns, end, not falls, inclusive=True))
        if is_sorted:
            # Apart, lest the database walk an index of this order after all.
            found = statement.cte("found").prefix_with("MATERIALIZED")
            columns = [found.c[column.name] for column in columns]
            statement = sa.select(*columns)
        return statement.order_by(*(column.desc() if falls else column.asc() for column in columns))


def _beyond(columns: Sequence[Any], values: tuple[Any, ...], falls: bool, *, inclusive: bool) -> ColumnElement[bool]:
    """The condition of a key that lies below the values, or above them unless it `falls`, or is them."""
    here = sa.tuple_(*columns)
    there = sa.tuple_(*(sa.literal(value, column.type) for value, column in zip(values, columns, strict=True)))
    if inclusive:
        return here <= there if falls else here >= there
    return here < there if falls else here > there


def _values(key: Key) -> tuple[Any, ...]:
    return key[1]
