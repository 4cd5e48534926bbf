"""A scheduler with a short lease: `python -m tests.e2e.leader URL` works until it is killed."""

import sys
import threading

from ads_tui.clock import Clock
from ads_tui.scheduler.thread import Scheduler
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store

LEASE_S = 1.0

if __name__ == "__main__":
    Scheduler(Store(make_engine(sys.argv[1]), Clock()), lease_s=LEASE_S, renewal_s=LEASE_S / 4).start()
    threading.Event().wait()
