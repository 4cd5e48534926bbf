"""The change feed in a thread: tells the console what others have committed, and whether the database is there."""

import threading
import time
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import OutsideError
from ads_tui.logs import log_unexpected

if TYPE_CHECKING:
    from ads_tui.store.feed import Changes, Feed
    from ads_tui.store.work import Store

# At most four times a second (decision 8).
PAUSE_S = 0.25
_LISTEN_S = 1.0
_RETRY_S = 1.0


class Changed(Message):
    """Others have changed something: `keys` by kind, or `everything`."""

    def __init__(self, changes: "Changes") -> None:
        super().__init__()
        self.changes = changes

    def keys(self, kind: str) -> frozenset[str]:
        """The keys of that kind that changed; where everything may have, see `touches`."""
        return self.changes.keys.get(kind, frozenset())

    def touches(self, kind: str) -> bool:
        """Whether anything of that kind has changed, or may have."""
        return self.changes.everything or kind in self.changes.keys


class Lost(Message):
    """The database does not answer."""


class Found(Message):
    """The database answers again."""


class Told(Protocol):
    """Whoever is told, from the thread: the console."""

    def post_message(self, message: Message) -> bool: ...


class Live:
    """Listens until closed."""

    def __init__(self, store: "Store", told: Told) -> None:
        self._store = store
        self._told = told
        self._closed = threading.Event()
        self._suspected = threading.Event()
        self._feed: Feed | None = None
        self._lost = False
        self._thread = threading.Thread(target=self._run, name="ads-live", daemon=True)

    @property
    def is_listening(self) -> bool:
        """Whether whatever is committed from now on will be told."""
        return self._feed is not None and not self._lost

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def suspect(self) -> None:
        """Somebody got no answer from the database: ask it, until it answers."""
        self._suspected.set()

    def close(self) -> None:
        """End the thread, without waiting for a database that does not answer."""
        self._closed.set()
        if self._feed is not None:
            self._feed.close()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._listen()
            except OutsideError:
                self._tell_lost()
                self._closed.wait(_RETRY_S)
            except Exception as error:
                # Nothing would be heard any more without this thread: it says so, and goes on trying.
                if not self._lost:
                    log_unexpected(error)
                self._tell_lost()
                self._closed.wait(_RETRY_S)

    def _listen(self) -> None:
        from ads_tui.store.feed import EVERYTHING, Feed

        if self._suspected.is_set() or self._lost:
            with self._store.reading(SYSTEM):
                self._suspected.clear()
        if self._feed is None:
            self._feed = Feed(self._store.engine)
        if self._lost:
            self._lost = False
            self._told.post_message(Found())
            changes = EVERYTHING
        else:
            changes = self._feed.wait(_LISTEN_S)
        if changes and not self._closed.is_set():
            self._told.post_message(Changed(self._all_of(changes)))
            self._closed.wait(PAUSE_S)

    def _all_of(self, changes: "Changes") -> "Changes":
        """What was heard together with all that can be heard at once: some feeds tell commits one by one."""
        assert self._feed is not None
        until = time.monotonic() + PAUSE_S
        while time.monotonic() < until and (more := self._feed.wait(0)):
            changes = together(changes, more)
        return changes

    def _tell_lost(self) -> None:
        """Say it once; what is still held may be of a database that was put aside meanwhile."""
        if self._feed is not None:
            self._feed.close()
            self._feed = None
        self._store.engine.dispose()
        if not self._lost and not self._closed.is_set():
            self._lost = True
            self._told.post_message(Lost())


def together(one: "Changes", other: "Changes") -> "Changes":
    from ads_tui.store.feed import EVERYTHING, Changes

    if one.everything or other.everything:
        return EVERYTHING
    kinds = {**one.keys, **other.keys}
    return Changes({kind: one.keys.get(kind, frozenset()) | other.keys.get(kind, frozenset()) for kind in kinds})
