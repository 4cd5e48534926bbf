"""The scheduler of a console (SC-1): begun in a thread once the first rows are there, as its import takes a while."""

import threading
from typing import TYPE_CHECKING

from ads_tui.logs import log_unexpected

if TYPE_CHECKING:
    from ads_tui.scheduler.thread import Scheduler
    from ads_tui.store.work import Store

_BEGINS_AFTER_S = 2.0


class Scheduling:
    """Works from `start` to `close`; under a clock that stands still nothing happens by itself (CL-2)."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._closed = threading.Event()
        self._scheduler: Scheduler | None = None

    def start(self) -> None:
        """Begin in a while."""
        if self._store.clock.fixed is None:
            threading.Thread(target=self._begin, name="ads-scheduling", daemon=True).start()

    def close(self) -> None:
        """End, without waiting for a database that does not answer."""
        self._closed.set()
        if self._scheduler is not None:
            self._scheduler.stop()

    def _begin(self) -> None:
        if self._closed.wait(_BEGINS_AFTER_S):
            return
        try:
            from ads_tui.scheduler.thread import Scheduler

            scheduler = Scheduler(self._store)
            scheduler.start()
        except Exception as error:
            log_unexpected(error)
            return
        self._scheduler = scheduler
        if self._closed.is_set():
            scheduler.stop()
