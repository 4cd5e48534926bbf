"""The scheduler at work in the background of a process, until it is stopped (SC-1).

Durations are monotonic, whatever the clocks do (decision 11).
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.background import BackgroundScheduler

from ads_tui.domain.moments import iso_utc
from ads_tui.errors import OutsideError
from ads_tui.logs import log_unexpected
from ads_tui.scheduler import lease
from ads_tui.scheduler.cleaning import clean
from ads_tui.scheduler.daemons import DaemonExecutor
from ads_tui.scheduler.running import do_due_work
from ads_tui.services.notifications.delivering import deliver
from ads_tui.store.work import Store

# What was done goes to whoever has set up a log: `ads scheduler run`.
LOG = logging.getLogger("ads_tui.scheduler")
# The library would write what it has to say over the screen where nobody has set up a log.
logging.getLogger("apscheduler").addHandler(logging.NullHandler())

_PERIOD_S = 1.0
_CLEANED_EVERY_S = 3_600.0
# A loop that has ended although nobody stopped it is begun again after so long.
_BEGUN_AGAIN_S = 30
_ENDED_WITHIN_S = 5.0


class Scheduler:
    """Takes the lease when it is free, and does what is due while it holds it."""

    def __init__(
        self,
        store: Store,
        *,
        lease_s: float = lease.LENGTH_S,
        renewal_s: float = lease.RENEWAL_S,
    ) -> None:
        """`lease_s` and `renewal_s` are the same in all processes on one database."""
        self._store = store
        self._owner = lease.new_owner()
        self._lease_s = lease_s
        self._renewal_s = renewal_s
        self._stopping = threading.Event()
        self._ended = threading.Event()
        # None until it was asked for the first time.
        self._leads: bool | None = None
        self._renews_at = self._cleans_at = time.monotonic()
        self._looked = False
        self._jobs = BackgroundScheduler(timezone=UTC, executors={"default": DaemonExecutor()})

    def start(self) -> None:
        """Begin to work."""
        # One job is one loop: the library begins it, and begins it again should it ever end.
        for loop in (self._work, self._deliver):
            self._jobs.add_job(
                loop,
                "interval",
                seconds=_BEGUN_AGAIN_S,
                next_run_time=datetime.now(UTC),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._jobs.start()

    def stop(self) -> None:
        """Let the loops end, without waiting for a database that does not answer; stopping twice does nothing."""
        self._stopping.set()
        with contextlib.suppress(SchedulerNotRunningError):
            self._jobs.shutdown(wait=False)

    def join(self) -> None:
        """After `stop`, wait a little while for what is under way; what is not done then is done by whoever is next."""
        self._ended.wait(_ENDED_WITHIN_S)

    def _work(self) -> None:
        self._repeat(self._do_all)
        self._give_back()
        self._ended.set()

    def _deliver(self) -> None:
        """What goes out takes as long as others let it: due work and the lease do not wait for it."""
        self._repeat(lambda: deliver(self._store, self._delivers) if self._leads else None)

    def _delivers(self) -> bool:
        return bool(self._leads) and not self._stopping.is_set()

    def _repeat(self, act: Callable[[], object]) -> None:
        """Act every second until stopped, whatever fails."""
        failing = False
        while not self._stopping.is_set():
            try:
                act()
                failing = False
            except OutsideError:
                # The database is away: the lease may be another's when it is back.
                self._leads = False
            except Exception as error:
                # Nothing would happen by itself any more without this loop: it says so, and goes on trying.
                if not failing:
                    log_unexpected(error)
                failing = True
            self._stopping.wait(_PERIOD_S)

    def _do_all(self) -> None:
        if not self._holds_lease():
            return
        for done in do_due_work(self._store):
            for one in done:
                LOG.info("%s order %s, due %s", one.kind, one.order, iso_utc(one.moment))
            if not self._goes_on():
                return
        self._looked = True
        if time.monotonic() >= self._cleans_at:
            for _removed in clean(self._store):
                if not self._goes_on():
                    return
            self._cleans_at = time.monotonic() + _CLEANED_EVERY_S

    def _goes_on(self) -> bool:
        """Whether to go on after a transaction; other threads of the process have their turn first."""
        time.sleep(0)
        return not self._stopping.is_set() and self._holds_lease()

    def _holds_lease(self) -> bool:
        if time.monotonic() >= self._renews_at:
            led = self._leads
            self._leads = lease.take(self._store, self._owner, length_s=self._lease_s, ticked=self._looked)
            if led != self._leads:
                LOG.info("%s %s", self._owner, "leads" if self._leads else "stands by")
            self._renews_at = time.monotonic() + self._renewal_s
            self._looked = False
        return bool(self._leads)

    def _give_back(self) -> None:
        if self._leads:
            # Where it cannot be given back, it ends by itself.
            with contextlib.suppress(OutsideError):
                lease.give_back(self._store, self._owner)
