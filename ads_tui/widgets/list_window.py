"""A window over a list of any length: a few pages of rows, a cursor that is a key, a top that is a place (decision 9).

It knows no terminal and no database: it says which page it wants, and is told what was read.
"""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from ads_tui.widgets.list_pages import PageRead, PageWanted, Toward
from ads_tui.widgets.loaded_rows import Entry, LoadedRows
from ads_tui.widgets.row_selection import RowSelection

R = TypeVar("R")

PAGE = 50
MOST_PAGES = 5
_BESIDE = (Toward.AFTER, Toward.BEFORE)


class ListWindow(Generic[R]):
    """Some pages of a list around what is visible.

    The row under the cursor stays under it, whatever happens to the list. `wanted` names the next page to read, one at
    a time; `answer` takes it. Lines count from 0 at the first one visible.
    """

    def __init__(self, page: int = PAGE) -> None:
        self._smallest_page = page
        self._rows: LoadedRows[R] = LoadedRows()
        self._cursor = self._top = 0
        # Rows that the cursor has still to go, once they are read: one way, then the other.
        self._owed: list[int] = []
        self._head: Any = None
        self._asked: PageWanted | None = None
        self._goal: PageWanted | None = PageWanted(Toward.START, self._smallest_page)
        self._again = self._close = self._halted = False
        self.height = 1
        self.count: int | None = None
        self.newer = 0
        self.is_loaded = False
        self.selection = RowSelection()

    @property
    def page(self) -> int:
        """How many rows are read at a time: two screens at least."""
        return max(self._smallest_page, 2 * self.height)

    @property
    def current(self) -> Entry[R] | None:
        """The row under the cursor."""
        return self._rows.shown[self._cursor] if self._rows.shown else None

    @property
    def cursor(self) -> Hashable:
        """The key under the cursor, None in an empty list."""
        return self._rows.shown[self._cursor].key if self._rows.shown else None

    @property
    def cursor_line(self) -> int:
        """The line of the cursor."""
        return self._cursor - self._first

    @property
    def visible(self) -> list[Entry[R]]:
        """The rows on the screen, from the first line."""
        return self._rows.shown[self._first : self._first + self.height]

    @property
    def gone(self) -> Hashable:
        """The key of the row that left the list and is still shown, None where there is none."""
        return self._rows.gone

    @property
    def at_top(self) -> bool:
        """Whether the list's first row is on the first line."""
        return self._rows.at_start and self._first == 0

    @property
    def position(self) -> tuple[int, int] | None:
        """How many rows stand above the first line, and the count of all; None while either is unknown."""
        if self.count is None or self._rows.before is None:
            return None
        return self._rows.before + self._first, self.count

    @property
    def is_settled(self) -> bool:
        """Whether the cursor stands where the user sent it; else a page is awaited."""
        return not self._owed and self._goal is None

    @property
    def loaded(self) -> int:
        """How many rows are held."""
        return len(self._rows.entries)

    @property
    def _first(self) -> int:
        # A top below 0 waits for rows before the loaded ones: until then the screen begins with what there is.
        return max(self._top, 0)

    def resize(self, height: int) -> None:
        """Show so many lines; the cursor stays on the screen."""
        self.height = max(height, 1)
        self._fill_view()

    def move(self, by: int) -> None:
        """Move the cursor by rows; what lies beyond the rows loaded is gone through once they are read."""
        self._begin_move()
        self._step(by)

    def turn(self, screens: int) -> None:
        """Move cursor and view by whole screens."""
        self._begin_move()
        line = self.cursor_line
        self._step(screens * self.height)
        if self.is_settled:
            self._top = self._cursor - line
            self._fill_view()

    def scroll(self, by: int) -> None:
        """Move the view by rows; the cursor is taken along where it would leave the screen."""
        self._begin_move()
        self._top = min(max(self._first + by, 0), max(len(self._rows.shown) - self.height, 0))
        self._put_cursor(min(max(self._cursor, self._top), self._top + self.height - 1))

    def go_to_line(self, line: int) -> bool:
        """Put the cursor on a line; False where no row is there."""
        if not 0 <= line < len(self.visible):
            return False
        self._land(self._first + line)
        return True

    def go_to(self, key: Hashable) -> bool:
        """Put the cursor on a row; False where it is not loaded."""
        if all(entry.key != key for entry in self._rows.shown):
            return False
        self._land(self._rows.index(key))
        return True

    def _land(self, place: int) -> None:
        """Put the cursor on a row that is loaded, in place of whatever was still to be walked."""
        self._begin_move()
        self._owed.clear()
        self._put_cursor(place)

    def home(self) -> None:
        """Go to the first row."""
        self._go_far(Toward.START, 0 if self._rows.at_start and not self.newer else None)

    def end(self) -> None:
        """Go to the last row."""
        self._go_far(Toward.END, len(self._rows.shown) - 1 if self._rows.at_end else None)

    def jump(self, fraction: float) -> None:
        """Go to a part of the list, 0 being its beginning and 1 its end; nothing happens while the count is unknown."""
        if self.count is None:
            return
        skip = int(min(max(fraction, 0.0), 1.0) * self.count)
        if skip + self.height >= self.count:
            self.end()
        elif skip == 0:
            self.home()
        else:
            self._go_far(Toward.AT, None, skip)

    def extend(self, by: int) -> None:
        """Move the cursor and select the rows passed, or leave them out on the way back; only over loaded rows."""
        rows = self._rows.shown
        if not rows:
            return
        self._halted = False
        self._owed.clear()
        start, target = self._cursor, min(max(self._cursor + by, 0), len(rows) - 1)
        passed = [(entry.key, entry.place) for entry in rows[min(start, target) : max(start, target) + 1]]
        self.selection.extend(passed, rows[start].place, rows[target].place)
        self._put_cursor(target)

    def toggle(self) -> None:
        """Select the row under the cursor, or leave it out."""
        if self.current is not None:
            self.selection.toggle([self.current.key])

    def toggle_visible(self) -> None:
        """Select all rows on the screen, or leave them out where all are selected."""
        self.selection.toggle([entry.key for entry in self.visible])

    def restart(self) -> None:
        """Show another list from its beginning; the present rows stay to be seen until it is read."""
        self.selection.clear()
        self.count = None
        self.reorder()

    def reorder(self) -> None:
        """Show the same list in another order from its beginning; what is selected stays so."""
        self.newer, self._head = 0, None
        self._again, self._halted = False, False
        self._rows.at_start = self._rows.at_end = False
        self._goal = None
        self._go_far(Toward.START, None)

    def refresh(self) -> None:
        """Read the rows around the view again: the list has changed, and what is being read may be older than that."""
        self._again, self._halted = True, False

    def replace(self, entries: Iterable[Entry[R]]) -> None:
        """Show a list that is held whole; the cursor stays on its row, or on its line where the row is gone."""
        key, line = self.cursor, self.cursor_line
        self._rows = LoadedRows(entries, at_start=True, at_end=True, before=0)
        self._goal = self._asked = None
        self._owed.clear()
        self.newer, self.is_loaded = 0, True
        self.count = len(self._rows.shown)
        found = (place for place, entry in enumerate(self._rows.shown) if entry.key == key)
        self._cursor = min(next(found, self._first + line), max(self.count - 1, 0))
        self._top = self._cursor - line
        self._fill_view()

    def wanted(self) -> PageWanted | None:
        """The page to read now, None while one is being read or none is needed; it is `answer`ed or has `failed`."""
        if self._asked is not None or self._halted:
            return None
        self._asked = self._next_page()
        if self._asked is not None and self._asked.toward not in _BESIDE:
            self._again = False
        return self._asked

    def failed(self, asked: PageWanted) -> None:
        """A page could not be read; it is asked for again after the next `refresh` or move."""
        if asked is self._asked:
            self._asked, self._halted = None, True
            self._again = self._again or asked.toward is Toward.AGAIN

    def answer(self, asked: PageWanted, read: PageRead[R]) -> None:
        """Take what was read; what the user no longer waits for is left aside."""
        if asked is not self._asked:
            return
        self._asked = None
        match asked.toward:
            case Toward.AGAIN:
                self._take_again(asked, read)
            case Toward.AFTER | Toward.BEFORE:
                self._take_beside(asked.toward, read)
            case _:
                self._take_far(asked, read)
        self._pay()

    def _next_page(self) -> PageWanted | None:
        if self._goal is not None:
            return replace(self._goal, limit=self.page)
        if self._again:
            return self._again_wanted()
        if not self._rows.shown:
            return None
        owed = self._owed[0] if self._owed else 0
        below = len(self._rows.shown) - self._first - self.height
        if owed <= 0 and not self._rows.at_start and (owed or self._top < self.height):
            return PageWanted(Toward.BEFORE, self.page, self._rows.shown[0].place)
        if owed >= 0 and not self._rows.at_end and (owed or below < self.height):
            return PageWanted(Toward.AFTER, self.page, self._rows.shown[-1].place)
        return None

    def _again_wanted(self) -> PageWanted:
        current = self.current
        if current is None:
            return PageWanted(Toward.AGAIN, self.page, head=self._head)
        begin = max(self._first - self.height, 0)
        start = None if begin == 0 and self._rows.at_start else self._rows.shown[begin].place
        if self._close:
            start = current.place
        return PageWanted(
            Toward.AGAIN, self._first - begin + 2 * self.height, start, cursor=current.key, head=self._head
        )

    def _take_far(self, asked: PageWanted, read: PageRead[R]) -> None:
        if asked.toward is Toward.AT and not read.entries:
            self._goal = PageWanted(Toward.END, self.page)
            return
        self._goal, self._close = None, False
        self.is_loaded = True
        if asked.toward is Toward.END:
            before = None if self.count is None else max(self.count - len(read.entries), 0)
            self._rows = LoadedRows(
                read.entries, at_start=not read.more, at_end=True, before=before if read.more else 0
            )
            self._cursor = max(len(self._rows.shown) - 1, 0)
        else:
            at_start = asked.toward is Toward.START
            self._rows = LoadedRows(read.entries, at_start=at_start, at_end=not read.more, before=asked.skip)
            self._cursor = 0
        self._top = self._cursor
        self._fill_view()
        self._note_top()

    def _take_beside(self, toward: Toward, read: PageRead[R]) -> None:
        under, most = self.current, MOST_PAGES * self.page
        if under is None:
            return
        line = self._cursor - self._top
        if toward is Toward.AFTER:
            self._rows.add_after(read.entries, more=read.more, under=under, most=most)
        else:
            self._rows.add_before(read.entries, more=read.more, under=under, most=most)
        self._stay(under, line)
        self._note_top()

    def _take_again(self, asked: PageWanted, read: PageRead[R]) -> None:
        under = self.current
        if under is not None and not self._covers(asked, read, under):
            # Where so many rows arrived above the cursor that it was not reached, the next reading begins at it.
            self._again, self._close = True, asked.cursor == under.key
            return
        was_top, line = asked.start is None and self.at_top, self._cursor - self._top
        self._rows.read_again(read.entries, asked.start, more=read.more, under=under)
        self._again, self._close = not self._rows.judge(asked.cursor, read.cursor) or self._again, False
        self.newer = read.newer
        if under is not None:
            self._stay(under, line)
        if was_top:
            self._top = 0
            self._keep_in_view()
        self._note_top()

    def _covers(self, asked: PageWanted, read: PageRead[R], under: Entry[R]) -> bool:
        """Whether what was read again holds the part of the list in which the cursor stands by now."""
        starts = asked.start is None or not under.place < asked.start
        return starts and (not read.more or (bool(read.entries) and not read.entries[-1].place < under.place))

    def _stay(self, under: Entry[R], line: int) -> None:
        """Keep a row under the cursor on its line; lines below the list's end may become empty."""
        self._cursor = self._rows.index(under.key)
        self._top = self._cursor - line
        if self._rows.at_start:
            self._top = max(self._top, 0)
        self._keep_in_view()

    def _begin_move(self) -> None:
        self._halted = False
        self.selection.end_gesture()

    def _step(self, by: int) -> None:
        if self._owed and (self._owed[-1] > 0) == (by > 0):
            self._owed[-1] += by
        else:
            self._owed.append(by)
        self._pay()

    def _pay(self) -> None:
        """Move the cursor by what is owed, as far as rows are loaded."""
        if self.is_loaded and not self._rows.shown and self._goal is None:
            # An empty list has nowhere to go.
            self._owed.clear()
        while self._owed and self._goal is None and self._rows.shown:
            target = self._cursor + self._owed[0]
            reached = min(max(target, 0), len(self._rows.shown) - 1)
            self._put_cursor(reached)
            beyond = target - reached
            if beyond and not (self._rows.at_end if beyond > 0 else self._rows.at_start):
                self._owed[0] = beyond
                return
            self._owed.pop(0)
            if beyond and self.cursor == self._rows.gone:
                self._rows.release(None)
                self._put_cursor(self._cursor)

    def _put_cursor(self, target: int) -> None:
        """Put the cursor on a row; the one that was held for it goes where it belongs."""
        if not self._rows.shown:
            return
        target = min(max(target, 0), len(self._rows.shown) - 1)
        entry, line = self._rows.shown[target], target - self._top
        self._rows.release(entry.key)
        self._stay(entry, line)
        self._fill_view()
        if self.newer and self.at_top:
            # The rows counted may stand before the loaded ones: the beginning is read again.
            self._note_top()
            self._again = True

    def _go_far(self, toward: Toward, loaded: int | None, skip: int = 0) -> None:
        self._begin_move()
        self._owed.clear()
        if loaded is not None and self._goal is None:
            self._put_cursor(loaded)
        elif self._goal is None or self._goal.toward is not toward or toward is Toward.AT:
            self._asked, self._goal = None, PageWanted(toward, self.page, skip=skip)

    def _fill_view(self) -> None:
        """Leave no line empty that a loaded row could take."""
        if self._rows.at_end:
            self._top = min(self._top, max(len(self._rows.shown) - self.height, 0))
        if self._rows.at_start:
            self._top = max(self._top, 0)
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        if self._cursor < self._first:
            self._top = self._cursor
        elif self._cursor >= self._first + self.height:
            self._top = self._cursor - self.height + 1

    def _note_top(self) -> None:
        """Where the list's first row is seen, nothing is newer than it."""
        if self.at_top:
            self._head = self._rows.entries[0].place if self._rows.entries else None
            self.newer = 0
