"""The loaded stretch of a list: rows without a gap, and the one under the cursor that is kept where it was."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """A row of the list: its key, its place (places of one list compare as its rows stand), and what it shows."""

    key: Hashable
    place: Any
    row: R


@dataclass(frozen=True, slots=True)
class _Held(Generic[R]):
    entry: Entry[R]
    gone: bool = False


class LoadedRows(Generic[R]):
    """Entries in the order of the list.

    `shown` is the entries with the row under the cursor at its former place if it moved elsewhere or left the list;
    it stays there until it is released. `before` is how many rows of the list stand before the first, where known.
    """

    def __init__(
        self,
        entries: Iterable[Entry[R]] = (),
        *,
        at_start: bool = False,
        at_end: bool = False,
        before: int | None = None,
    ) -> None:
        self.entries = list(entries)
        self.shown = self.entries
        self.at_start, self.at_end = at_start, at_end
        self.before = before
        self._held: _Held[R] | None = None

    @property
    def gone(self) -> Hashable:
        """The key of the row that left the list and is still shown, None where there is none."""
        return self._held.entry.key if self._held is not None and self._held.gone else None

    def index(self, key: Hashable) -> int:
        """Where a row is shown; raises StopIteration where it is not."""
        return next(place for place, entry in enumerate(self.shown) if entry.key == key)

    def add_after(self, entries: Sequence[Entry[R]], *, more: bool, under: Entry[R], most: int) -> None:
        """Take the page after the last row; rows that moved into it leave their former place, but not the cursor's."""
        kept = self._without(entries)
        self._shift_before(len(self.entries) - len(kept))
        self.at_end = not more
        self._take(kept + list(entries), under, most)

    def add_before(self, entries: Sequence[Entry[R]], *, more: bool, under: Entry[R], most: int) -> None:
        """Take the page before the first row."""
        kept = self._without(entries)
        self._shift_before(-len(entries))
        self.at_start = not more
        if self.at_start:
            self.before = 0
        self._take(list(entries) + kept, under, most)

    def read_again(self, entries: Sequence[Entry[R]], start: Any, *, more: bool, under: Entry[R] | None) -> None:
        """Take the stretch from a place on (None: from the list's beginning) instead of what was loaded."""
        if start is not None:
            self._shift_before(bisect_left(self.entries, start, key=_place))
        else:
            self.before = 0
        self.at_start, self.at_end = start is None, not more
        known = {entry.key: entry for entry in self.entries}
        # Rows that did not change stay the same objects: what was drawn of them is still good.
        fresh = [known[entry.key] if known.get(entry.key) == entry else entry for entry in entries]
        self._take(fresh, under, len(fresh))

    def judge(self, asked: Hashable, found: tuple[R, Any] | None) -> bool:
        """Say of the row that is held whether it moved or left the list; False where another one was asked about.

        `found` is its row as it may still be seen with its place, or None for a place where it left the list.
        """
        held = self._held
        if held is None or any(entry.key == held.entry.key for entry in self.entries):
            return True
        if asked != held.entry.key:
            return False
        row, place = found if found is not None else (held.entry.row, None)
        self._held = _Held(replace(held.entry, row=row), gone=place is None)
        self._show()
        return True

    def release(self, cursor: Hashable) -> None:
        """The cursor is on another row: the one that was held goes where it belongs."""
        if self._held is not None and self._held.entry.key != cursor:
            self._held = None
            self._show()

    def _without(self, others: Iterable[Entry[R]]) -> list[Entry[R]]:
        keys = {entry.key for entry in others}
        return [entry for entry in self.entries if entry.key not in keys]

    def _shift_before(self, rows: int) -> None:
        if self.before is not None:
            self.before = max(self.before + rows, 0)

    def _take(self, entries: list[Entry[R]], under: Entry[R] | None, most: int) -> None:
        self.entries = entries
        if under is not None:
            self._hold(under)
            self._keep_around(bisect_left(entries, under.place, key=_place), most)
        self._show()

    def _hold(self, under: Entry[R]) -> None:
        fresh = next((entry for entry in self.entries if entry.key == under.key), None)
        if fresh is None:
            self._held = self._held or _Held(under)
        elif fresh.place == under.place:
            self._held = None
        else:
            self._held = _Held(replace(under, row=fresh.row))

    def _keep_around(self, cursor: int, most: int) -> None:
        """Forget what is farthest from the cursor."""
        first = max(min(cursor - most // 2, len(self.entries) - most), 0)
        if first:
            self.at_start = False
            self._shift_before(first)
        if first + most < len(self.entries):
            self.at_end = False
        self.entries = self.entries[first : first + most]

    def _show(self) -> None:
        self.shown = self.entries
        if self._held is not None:
            held = self._held.entry
            self.shown = [entry for entry in self.entries if entry.key != held.key]
            self.shown.insert(bisect_left(self.shown, held.place, key=_place), held)


def _place(entry: Entry[Any]) -> Any:
    return entry.place
