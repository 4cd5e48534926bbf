"""A widget over the window of a list: what its user does to the list, and what it tells and asks its screen."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from textual.message import Message
from textual.widget import Widget

from ads_tui.console.guarded import Guarded
from ads_tui.widgets.list_pages import PageRead, PageWanted
from ads_tui.widgets.list_window import ListWindow
from ads_tui.widgets.loaded_rows import Entry

R = TypeVar("R")


class TableMessage(Message):
    """What a table tells of itself."""

    def __init__(self, table: "WindowedList[Any]") -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> "WindowedList[Any]":
        """The table that tells it."""
        return self.table


class WindowedList(Guarded, Widget, Generic[R]):
    """Moves through a list of any length; the screen answers its `PageRequested` by `answer` or `failed`.

    Keys are the screen's business: it calls `move`, `turn`, `open` and the like.
    """

    class PageRequested(TableMessage, namespace="virtual_table"):
        """A page is to be read: `wanted` says which; the answer goes to `table`."""

        def __init__(self, table: "WindowedList[Any]", wanted: PageWanted) -> None:
            super().__init__(table)
            self.wanted = wanted

    class Highlighted(TableMessage, namespace="virtual_table"):
        """The cursor came to another row, or off every row (None); many at once count as the last."""

        def __init__(self, table: "WindowedList[Any]", key: Hashable) -> None:
            super().__init__(table)
            self.key = key

        def can_replace(self, message: Message) -> bool:
            """A later one takes the place of one not yet handled."""
            return isinstance(message, WindowedList.Highlighted) and message.table is self.table

    class Opened(TableMessage, namespace="virtual_table"):
        """A row was opened, by Enter or by two clicks."""

        def __init__(self, table: "WindowedList[Any]", key: Hashable) -> None:
            super().__init__(table)
            self.key = key

    class SelectionChanged(TableMessage, namespace="virtual_table"):
        """Other rows are selected: `keys`."""

        def __init__(self, table: "WindowedList[Any]", keys: frozenset[Hashable]) -> None:
            super().__init__(table)
            self.keys = keys

    def __init__(self, *, selectable: bool, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.window: ListWindow[R] = ListWindow()
        self.selectable = selectable
        self._trouble = ""
        self._told_cursor: Hashable = None
        self._told_selection: frozenset[Hashable] = frozenset()
        self._awaiting: Callable[[Hashable], object] | None = None

    @property
    def cursor(self) -> Hashable:
        """The key of the row under the cursor, None in an empty list."""
        return self.window.cursor

    @property
    def row(self) -> R | None:
        """The row under the cursor."""
        current = self.window.current
        return None if current is None else current.row

    @property
    def selection(self) -> frozenset[Hashable]:
        """The keys of the selected rows."""
        return self.window.selection.keys

    # The list

    def restart(self) -> None:
        """Show another list from its beginning."""
        self._act(self.window.restart)
        self._give_up()

    def reorder(self) -> None:
        """Show the same list in another order from its beginning; what is selected stays so."""
        self._act(self.window.reorder)
        self._give_up()

    def reread(self) -> None:
        """The list has changed: read again what is shown; the cursor stays on its row."""
        self._act(self.window.refresh)

    def answer(self, wanted: PageWanted, read: PageRead[R]) -> None:
        """Take the page that was asked for."""
        self._trouble = ""
        self._act(lambda: self.window.answer(wanted, read))
        if self._awaiting is not None and self.window.is_settled:
            act, self._awaiting = self._awaiting, None
            act(self.window.cursor)

    def failed(self, wanted: PageWanted, text: str) -> None:
        """The page could not be read: `text` says why until a page can."""
        self._trouble = text
        self._act(lambda: self.window.failed(wanted))
        self._give_up()

    def replace(self, entries: Iterable[Entry[R]]) -> None:
        """Show a short list that is held whole."""
        self._act(lambda: self.window.replace(entries))

    # What the user does

    def move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._steer(lambda: self.window.move(by))

    def turn(self, screens: int) -> None:
        """Move by whole screens."""
        self._steer(lambda: self.window.turn(screens))

    def home(self) -> None:
        """Go to the first row."""
        self._steer(self.window.home)

    def end(self) -> None:
        """Go to the last row."""
        self._steer(self.window.end)

    def go_to(self, key: Hashable) -> bool:
        """Put the cursor on a row that is loaded; False where it is not, and what is loaded is read again."""
        found = False

        def go() -> None:
            nonlocal found
            found = self.window.go_to(key)
            if not found:
                self.window.refresh()

        self._steer(go)
        return found

    def extend(self, by: int) -> None:
        """Move the cursor and select the rows passed."""
        if self.selectable:
            self._steer(lambda: self.window.extend(by))

    def toggle(self) -> None:
        """Select the row under the cursor, or leave it out."""
        if self.selectable:
            self._steer(self.window.toggle)

    def toggle_visible(self) -> None:
        """Select all rows on the screen, or leave them out."""
        if self.selectable:
            self._steer(self.window.toggle_visible)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._act(self.window.selection.clear)

    def keep_selected(self, keys: Iterable[Hashable]) -> None:
        """Select none but these of the selected rows."""
        self._act(lambda: self.window.selection.keep(keys))

    def open(self) -> None:
        """Open the row under the cursor; on the way to a row that is still being read, open that one."""
        self.when_settled(self._open)

    def when_settled(self, act: Callable[[Hashable], object]) -> None:
        """Call `act` with the key that the cursor comes to, at once where it stands there already.

        It gets None where there is no row, the row could not be read, or another list is shown instead.
        """
        self._give_up()
        if self.window.is_settled:
            act(self.window.cursor)
        else:
            self._awaiting = act

    def look(self) -> None:
        """Draw what is to be seen otherwise by now."""
        raise NotImplementedError

    def _open(self, key: Hashable) -> None:
        if key is not None:
            self.post_message(self.Opened(self, key))

    def _give_up(self) -> None:
        if self._awaiting is not None:
            act, self._awaiting = self._awaiting, None
            act(None)

    def _steer(self, act: Callable[[], object]) -> None:
        # What is pressed after an act on the row to come is meant for what it opens.
        if self._awaiting is None:
            self._act(act)

    def _act(self, act: Callable[[], object]) -> None:
        act()
        self.look()
        wanted = self.window.wanted() if self.is_attached else None
        if wanted is not None:
            self.post_message(self.PageRequested(self, wanted))
        if self.window.cursor != self._told_cursor:
            self._told_cursor = self.window.cursor
            self.post_message(self.Highlighted(self, self._told_cursor))
        selection = self.window.selection.keys
        if selection != self._told_selection:
            self._told_selection = selection
            self.post_message(self.SelectionChanged(self, selection))
