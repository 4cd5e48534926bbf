"""A list held whole, against which a window is tried; it answers what the window wants as a database would."""

from dataclasses import dataclass, field
from typing import Any

from ads_tui.widgets.list_pages import PageRead, PageWanted, Toward
from ads_tui.widgets.list_window import ListWindow
from ads_tui.widgets.loaded_rows import Entry

Row = tuple[int, int]


@dataclass
class NaiveList:
    """Keys with their ranks (ties by key) and contents; a key that left the list may still be seen or not."""

    ranks: dict[int, int] = field(default_factory=dict)
    contents: dict[int, int] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    head_asked: Any = None

    @property
    def entries(self) -> list[Entry[Row]]:
        """The list as it stands."""
        return sorted((self.entry(key) for key in self.ranks), key=lambda entry: entry.place)

    @property
    def keys(self) -> list[int]:
        """The keys in order."""
        return [int(str(entry.key)) for entry in self.entries]

    def entry(self, key: int) -> Entry[Row]:
        """One row of the list."""
        return Entry(key, (self.ranks[key], key), (key, self.contents.get(key, 0)))

    def remove(self, key: int, *, seen: bool = True) -> None:
        """Take a row out of the list; afterwards it may still be seen elsewhere, or not."""
        if self.ranks.pop(key, None) is not None and seen:
            self.left[key] = self.contents.get(key, 0) + 1

    def read(self, wanted: PageWanted) -> PageRead[Row]:
        """What a database would answer."""
        whole = self.entries
        start = wanted.start
        match wanted.toward:
            case Toward.START:
                found = whole
            case Toward.AT:
                found = whole[wanted.skip :]
            case Toward.AFTER:
                found = [entry for entry in whole if entry.place > start]
            case Toward.AGAIN:
                found = [entry for entry in whole if start is None or entry.place >= start]
            case Toward.BEFORE | Toward.END:
                found = [entry for entry in whole if start is None or entry.place < start]
                return PageRead(found[-wanted.limit :], len(found) > wanted.limit)
        page = found[: wanted.limit]
        if wanted.toward is Toward.AGAIN:
            self.head_asked = wanted.head
        newer = self.before(wanted.head) if wanted.head is not None else 0
        return PageRead(page, len(found) > wanted.limit, self._cursor(wanted, page), newer)

    def before(self, place: Any) -> int:
        """How many rows stand before a place."""
        return sum(entry.place < place for entry in self.entries)

    def _cursor(self, wanted: PageWanted, page: list[Entry[Row]]) -> tuple[Row, Any] | None:
        key = wanted.cursor
        if not isinstance(key, int) or any(entry.key == key for entry in page):
            return None
        if key in self.ranks:
            return self.entry(key).row, self.entry(key).place
        return ((key, self.left[key]), None) if key in self.left else None


def settle(window: ListWindow[Row], naive: NaiveList) -> int:
    """Answer all that the window wants, and say how many pages that were."""
    pages = 0
    while (wanted := window.wanted()) is not None:
        window.answer(wanted, naive.read(wanted))
        pages += 1
        assert pages < 1_000, "the window never has enough"
    return pages
