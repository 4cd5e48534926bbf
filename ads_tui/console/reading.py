"""What becomes of questions to the services, which run in threads: how they end, and how they are given up."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.worker import Worker

from ads_tui.errors import AdsError

if TYPE_CHECKING:
    from ads_tui.store.work import Reading


# How soon a read that was between two statements is interrupted again.
_AGAIN_S = 0.1


class Outcome(Message):
    """How a read or a write of a group has ended; told to the screen that asked."""

    def __init__(self, group: str, worker: Worker[None]) -> None:
        super().__init__()
        self.group = group
        self.worker = worker


class Loaded(Outcome):
    """It went well: `value` is what the service returned, `then` whoever waits for it."""

    def __init__(self, group: str, worker: Worker[None], value: Any, then: Callable[[Any], object]) -> None:
        super().__init__(group, worker)
        self.value = value
        self.then = then


class Refused(Outcome):
    """It was refused, by a rule or because the database does not answer."""

    def __init__(
        self, group: str, worker: Worker[None], error: AdsError, instead: Callable[[AdsError], None] | None
    ) -> None:
        super().__init__(group, worker)
        self.error = error
        self.instead = instead


class Failed(Outcome):
    """Something unexpected happened."""

    def __init__(self, group: str, worker: Worker[None], error: Exception) -> None:
        super().__init__(group, worker)
        self.error = error


class RunningReads:
    """The connections of reads under way, so that a read nobody waits for any more can be stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connections: dict[Worker[None], Any] = {}

    @contextlib.contextmanager
    def registered(self, worker: Worker[None], reading: "Reading") -> Iterator[None]:
        """Let `stop` reach the read while it lasts, and no longer: its connection is lent on to others after it."""
        with self._lock:
            self._connections[worker] = reading.connection.connection.driver_connection
        try:
            yield
        finally:
            with self._lock:
                self._connections.pop(worker, None)

    def stop(self, *, given_up_only: bool) -> None:
        """Interrupt reads, called from a thread: a Postgres server takes a moment to hear of it.

        One that is between two statements goes on, and stays within reach of the next who stops it.
        """
        with self._lock:
            for worker, connection in self._connections.items():
                if worker.is_cancelled or not given_up_only:
                    _interrupt(connection)

    def stop_all(self) -> None:
        """Interrupt every read, called from a thread, until none is left: a console that ends waits for them."""
        never = threading.Event()
        while self._connections:
            self.stop(given_up_only=False)
            never.wait(_AGAIN_S)

    def __len__(self) -> int:
        return len(self._connections)


def _interrupt(connection: Any) -> None:
    with contextlib.suppress(Exception):  # it has ended meanwhile, one way or the other
        if hasattr(connection, "cancel_safe"):
            connection.cancel_safe(timeout=2.0)
        else:
            connection.interrupt()
