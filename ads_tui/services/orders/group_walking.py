"""Walking a list sorted by a column of another table: group by group, each by number (CO-4, decision 4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from ads_tui.services.orders.conditions.condition import Condition, of_column
from ads_tui.services.orders.groups import Group, Grouping
from ads_tui.services.orders.walking import FEW, Key, OrderKeys, Segment, Stretch
from ads_tui.store.order_rows import ORDERS

# In a key of a grouped list: the orders with a value, whose key is its rank and the number, and those without one.
_VALUED, _EMPTY = 0, 1
_BY_NUMBER = (Segment(None, ("number",)),)
# So many groups are asked for at first, and so many times more each time they hold too few orders, up to the most.
_FIRST_GROUPS, _GROWTH, _MOST_GROUPS = 4, 4, 1_000
# Where a long way has few orders that fit, up to so many are found by a condition and sorted here.
_MOST_GATHERED = 50_000


@dataclass(frozen=True, slots=True)
class _Part:
    """Groups that stand side by side, and how many orders they hold; more than are read whole count as one more."""

    place: int
    groups: Sequence[Group]
    size: int


@dataclass(slots=True)
class GroupedKeys(OrderKeys):
    """The keys of a list sorted by the groups of a column, equal ones by number, those without a value last.

    Groups that hold `few` orders together are read whole and sorted here; those of a larger one are walked by number.
    """

    grouping: Grouping = field(kw_only=True)
    few: int = field(kw_only=True, default=FEW)

    def columns(self, place: int) -> Sequence[Any]:
        """The rank and the number, or the number alone."""
        return ((self.grouping.rank, ORDERS.c.number), (ORDERS.c.number,))[place]

    def _walk(self, stretch: Stretch) -> tuple[list[Key], bool]:
        keys: list[Key] = []
        skip, passed, may_gather = stretch.skip, 0, bool(self.conditions)
        for part in self._parts(stretch):
            if may_gather and passed > self.long_way:
                # Many orders passed and few that fit: these are found by what they meet instead.
                if self.gather_few(_MOST_GATHERED):
                    return self.read(stretch)
                may_gather = False
            passed += part.size
            if skip and stretch.start is None and (held := self._held(part)) <= skip:
                skip -= held
                continue
            wanted = stretch.limit + 1 - len(keys)
            if part.size > self.few:
                found, skip = self._many(part, stretch, wanted, skip)
                passed += self.long_way
            else:
                few = self._members(part, stretch)
                found, skip = few[skip : skip + wanted], max(skip - len(few), 0)
            keys += found
            if len(keys) > stretch.limit:
                return keys[: stretch.limit], True
        return keys, False

    def _find_by(self, best: Condition) -> None:
        self._sort(self.reading.connection.execute(self._select_keys(self._found_by(best))).all())

    def _parts(self, stretch: Stretch) -> Iterator[_Part]:
        """All groups from the start on, in the order of the walk."""
        begin = _EMPTY if stretch.backwards else _VALUED
        if stretch.start is not None:
            begin = stretch.start[0]
        places = range(begin, -1, -1) if stretch.backwards else range(begin, _EMPTY + 1)
        for place in places:
            if place == _EMPTY:
                yield from self._split(place, [self.grouping.empty(self.reading)])
                continue
            rank = stretch.start[1][0] if stretch.start is not None and stretch.start[0] == _VALUED else None
            size, is_first = _FIRST_GROUPS, True
            falls = self._falls(stretch)
            while groups := self.grouping.following(self.reading, rank, size, falls=falls, inclusive=is_first):
                yield from self._split(place, groups)
                rank, size, is_first = groups[-1].rank, min(size * _GROWTH, _MOST_GROUPS), False

    def _split(self, place: int, groups: Sequence[Group]) -> Iterator[_Part]:
        """The groups in as few parts as can be read whole; a group that is larger by itself is a part of its own."""
        if len(groups) > 1 and not all(group.ids for group in groups):
            for group in groups:
                yield from self._split(place, [group])
            return
        some = sa.select(ORDERS.c.number).where(self._seek(groups)).limit(self.few + 1)
        size = self.reading.connection.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one()
        if size <= self.few or len(groups) == 1:
            yield _Part(place, groups, size)
            return
        middle = len(groups) // 2
        yield from self._split(place, groups[:middle])
        yield from self._split(place, groups[middle:])

    def _seek(self, groups: Sequence[Group]) -> Any:
        """The condition that leads to the orders of the groups by an index."""
        if len(groups) == 1:
            return groups[0].condition.either
        return of_column(self.grouping.column, [key for group in groups for key in group.ids]).either

    def _held(self, part: _Part) -> int:
        """How many orders of the list a part holds."""
        if part.size <= self.few and not self.where and not self.conditions:
            return part.size
        held = sa.select(ORDERS.c.number).where(*self.where, *self._tests(), self._seek(part.groups))
        whole = sa.select(sa.func.count()).select_from(held.subquery())
        return int(self.reading.connection.execute(whole).scalar_one())

    def _members(self, part: _Part, stretch: Stretch) -> list[Key]:
        """The keys of the groups that follow the start, all of them in order."""
        statement = sa.select(self.grouping.column, ORDERS.c.number).where(
            *self.where, *self._tests(), self._seek(part.groups)
        )
        rows = self.reading.connection.execute(statement).all()
        ranks = {key: group.rank for group in part.groups for key in group.ids}
        only = part.groups[0].rank
        keys = [_key(part.place, ranks.get(value, only), number) for value, number in rows]
        keys.sort(key=lambda key: key[1], reverse=self._falls(stretch))
        start = stretch.start
        return keys if start is None else [key for key in keys if self._follows(key, start, stretch)]

    def _many(self, part: _Part, stretch: Stretch, wanted: int, skip: int) -> tuple[list[Key], int]:
        """The keys of one large group that follow the start, and how many are still to be skipped after them."""
        group = part.groups[0]
        start = None
        if stretch.start is not None and stretch.start[0] == part.place:
            *rank, number = stretch.start[1]
            start = (0, (number,)) if rank in ([], [group.rank]) else None
        walk = self._of_group(group, by_index=bool(skip))
        stretch = replace(stretch, limit=wanted, start=start, skip=skip)
        found, _ = walk.read(stretch)
        if skip:
            skip = 0 if found else skip - walk.count(stretch)
        return [_key(part.place, group.rank, values[-1]) for _place, values in found], skip

    def _of_group(self, group: Group, *, by_index: bool) -> OrderKeys:
        """The keys of one group by number; `by_index` finds all of them and sorts them, for a way past many."""
        where, conditions = [*self.where], [*self.conditions]
        if by_index or (group.even and not conditions):
            where.append(group.condition.either)
        else:
            conditions.append(group.condition)
        return OrderKeys(self.reading, where, _BY_NUMBER, self.descending, conditions)

    def _select_keys(self, where: Sequence[Any]) -> sa.Select[Any]:
        columns = (ORDERS.c.number, self.grouping.rank.label("rank"))
        return sa.select(*columns).select_from(self.grouping.joined()).where(*self.where, *where)

    def _key_of(self, row: Any) -> Key:
        rank = self.grouping.rank_of(row.rank)
        return _key(_VALUED if rank is not None else _EMPTY, rank, row.number)

    def _comes_by_hits(self, place: int) -> bool:
        return False


def _key(place: int, rank: Any, number: int) -> Key:
    return place, (number,) if place == _EMPTY else (rank, number)
