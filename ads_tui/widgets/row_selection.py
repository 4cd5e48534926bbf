"""Which rows of a list are selected: keys, so that it outlives scrolling and refreshing."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any


class RowSelection:
    """The selected keys, and the gesture (Shift and arrows) that is being made."""

    def __init__(self) -> None:
        self._keys: set[Hashable] = set()
        self._before: frozenset[Hashable] = frozenset()
        self._anchor: Any = None

    @property
    def keys(self) -> frozenset[Hashable]:
        """The selected keys."""
        return frozenset(self._keys)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    def clear(self) -> None:
        """Select nothing."""
        self._keys.clear()
        self.end_gesture()

    def keep(self, keys: Iterable[Hashable]) -> None:
        """Leave out all but these."""
        self.end_gesture()
        self._keys &= set(keys)

    def toggle(self, keys: Iterable[Hashable]) -> None:
        """Select the keys, or leave them out where all of them are selected."""
        self.end_gesture()
        wanted = set(keys)
        if wanted <= self._keys:
            self._keys -= wanted
        else:
            self._keys |= wanted

    def extend(self, passed: Sequence[tuple[Hashable, Any]], start: Any, end: Any) -> None:
        """Follow the cursor from one place to another over rows, each a key with its place.

        Rows between where the gesture began and its end are selected; rows passed on the way back are as they were
        before. Only rows passed change, so what arrives meanwhile is never selected unseen.
        """
        if self._anchor is None:
            self._anchor, self._before = start, frozenset(self._keys)
        first, last = (end, self._anchor) if end < self._anchor else (self._anchor, end)
        for key, place in passed:
            if not place < first and not last < place:
                self._keys.add(key)
            elif key not in self._before:
                self._keys.discard(key)

    def end_gesture(self) -> None:
        """What follows is another gesture."""
        self._anchor = None
