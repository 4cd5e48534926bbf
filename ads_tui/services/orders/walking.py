"""Walking a list of orders by key, either way from any place, at the same cost at any depth (decision 4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

# Up to so many hits a filter is faster on its own index and sorted here (decision 4).
FEW = 5_000

# An order's place in a list: the segment and the values of the segment's key, the order's number last.
Key = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a list's order: the condition and the key it is walked by, all columns in one direction.

    `holds` is the condition again, asked of a row of keys.
    """

    where: ColumnElement[bool] | None
    key: tuple[str, ...]
    holds: Callable[[Any], bool] = lambda _row: True


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
    """The keys of one list at one moment: the conditions that its orders meet, and the segments it is sorted by."""

    reading: Reading
    where: Sequence[ColumnElement[bool]]
    segments: Sequence[Segment]
    descending: bool
    _few: list[Key] | None = field(default=None, init=False)

    def gather_few(self, most: int = FEW) -> None:
        """Sort the list here from now on where its conditions leave `most` orders; for narrow lists only."""
        found = self.reading.connection.execute(self._select_keys().limit(most + 1)).all()
        if len(found) > most:
            return
        keys = [self._key_of(row) for row in found]
        parts = ([key for key in keys if key[0] == place] for place in range(len(self.segments)))
        self._few = [key for part in parts for key in sorted(part, key=_values, reverse=self.descending)]

    def read(self, stretch: Stretch) -> tuple[list[Key], bool]:
        """The keys in the order of the walk (backwards: from the last), and whether more follow in that direction."""
        if self._few is not None:
            return self._read_few(self._few, stretch)
        return self._walk(stretch)

    def find(self, number: int) -> Key | None:
        """Where an order stands in the list, None where it is not in it."""
        row = self.reading.connection.execute(self._select_keys().where(ORDERS.c.number == number)).one_or_none()
        return None if row is None else self._key_of(row)

    def _select_keys(self) -> sa.Select[Any]:
        names = {name for segment in self.segments for name in segment.key} | {"important", "unread_messages"}
        return sa.select(*(ORDERS.c[name] for name in sorted(names))).where(*self.where)

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
            statement = self._segment(place, stretch).limit(stretch.limit + 1 - len(keys))
            rows = self.reading.connection.execute(statement.offset(skip) if skip else statement).all()
            if skip and not rows:
                whole = sa.select(sa.func.count()).select_from(self._segment(place, stretch).subquery())
                skip -= self.reading.connection.execute(whole).scalar_one()
                continue
            skip = 0
            keys += [(place, tuple(row)) for row in rows]
            if len(keys) > stretch.limit:
                return keys[: stretch.limit], True
        return keys, False

    def _places(self, stretch: Stretch) -> Sequence[int]:
        if stretch.backwards:
            return range(len(self.segments) - 1 if stretch.start is None else stretch.start[0], -1, -1)
        return range(0 if stretch.start is None else stretch.start[0], len(self.segments))

    def _segment(self, place: int, stretch: Stretch) -> sa.Select[Any]:
        segment = self.segments[place]
        columns = [ORDERS.c[name] for name in segment.key]
        statement = sa.select(*columns).where(*self.where)
        if segment.where is not None:
            statement = statement.where(segment.where)
        falls = self._falls(stretch)
        if stretch.start is not None and stretch.start[0] == place:
            here = sa.tuple_(*columns)
            values = zip(stretch.start[1], columns, strict=True)
            start = sa.tuple_(*(sa.literal(value, column.type) for value, column in values))
            if stretch.inclusive:
                statement = statement.where(here <= start if falls else here >= start)
            else:
                statement = statement.where(here < start if falls else here > start)
        return statement.order_by(*(column.desc() if falls else column.asc() for column in columns))


def _values(key: Key) -> tuple[Any, ...]:
    return key[1]
