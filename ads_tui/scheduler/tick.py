"""Everything due, once, without a lease (CL-6): claims let it work beside whoever leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ads_tui.scheduler.cleaning import clean
from ads_tui.scheduler.running import Done, do_due_work
from ads_tui.services.notifications.delivering import Delivered, deliver
from ads_tui.store.work import Store


@dataclass(frozen=True, slots=True)
class Tick:
    """What a tick did at a moment: things by their moments, and how many deliveries went out or failed."""

    at: datetime
    done: Sequence[Done]
    sent: int
    failed: int


def tick(store: Store, *, keep: bool = True, progress: Callable[[int], None] = lambda _count: None) -> Tick:
    """Do all that is due now; where not `keep` nothing is changed, sent or removed.

    `progress` hears how many things are done so far. Raises OutsideError where the database does not answer.
    """
    at = store.clock.now()
    done: list[Done] = []
    for some in do_due_work(store, keep=keep):
        done += some
        progress(len(done))
    done.sort(key=lambda one: one.moment)
    if not keep:
        return Tick(at, done, 0, 0)
    delivered = _deliver_all(store)
    for _removed in clean(store):
        pass
    return Tick(at, done, delivered.sent, delivered.failed)


def _deliver_all(store: Store) -> Delivered:
    """Attempt all that waits to be delivered; what fails has its next moment later."""
    together = Delivered()
    while (some := deliver(store)) != Delivered():
        together += some
    return together
