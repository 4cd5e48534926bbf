"""P6: a pass of the scheduler with nothing due, and a thousand things due beside the same writes by the driver."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.scheduler.running import do_due_work
from ads_tui.services.accounts import sign_in
from ads_tui.services.notifications.delivering import deliver
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.work import Store
from bench.measure import Line, median_ms
from bench.recording import Driver, recorded

# Each turn does so many things by us and so many by the driver; the first turns are not counted.
EACH = 200
TURNS = 5
WARM_UP = 1
# By then every clock of an order that nobody touches has broken.
_LATER = timedelta(days=60)
_SERVICE = (
    "SELECT s.code AS service, b.code AS building FROM services s, buildings b WHERE s.archived_at IS NULL"
    " AND s.reaction_norm IS NOT NULL AND s.localization_norm IS NULL AND CAST(s.form AS TEXT) NOT LIKE '%required%'"
    " AND coalesce(s.appointment, false) = false ORDER BY s.id, b.id LIMIT 1"
)


def passes(store: Store, label: str) -> list[Line]:
    """A pass with nothing due, and breaks of clocks a second, ours beside the driver's."""
    actor = sign_in(store, login="admin", os_user=None)
    at = store.clock.now() + _LATER
    _exhaust(_store_at(store, at))
    idle = median_ms(lambda: _one_pass(_store_at(store, at)))
    driver, spent, done = Driver(store.engine), {"ours": 0.0, "floor": 0.0}, {"ours": 0, "floor": 0}
    for turn in range(WARM_UP + TURNS):
        if turn == WARM_UP:
            spent, done = {"ours": 0.0, "floor": 0.0}, {"ours": 0, "floor": 0}
        create_at(store, actor, at, EACH)
        at += _LATER
        start = time.perf_counter()
        done["ours"] += sum(len(some) for some in do_due_work(_store_at(store, at)))
        spent["ours"] += time.perf_counter() - start
        create_at(store, actor, at, EACH)
        at += _LATER
        batches = []
        with recorded(store.engine) as recording:
            for some in do_due_work(_store_at(store, at), keep=False):
                done["floor"] += len(some)
                batches.append(recording.writes)
                recording.statements.clear()
        start = time.perf_counter()
        for batch in batches:
            driver.write(batch)
        spent["floor"] += time.perf_counter() - start
    driver.close()
    ours, floor = (done[side] / spent[side] for side in ("ours", "floor"))
    return [
        Line("P6", f"scheduler pass, nothing due, {label}", idle, "ms", None, 5),
        Line("P6", f"{done['ours']:,} things due, {label}", ours, "/s", floor, 0.3, at_least=True),
    ]


def _store_at(store: Store, moment: datetime) -> Store:
    return replace(store, clock=Clock(moment))


def _one_pass(store: Store) -> None:
    for _done in do_due_work(store):
        pass
    deliver(store)


def _exhaust(store: Store) -> None:
    """Do what is due in the demonstration itself."""
    _one_pass(store)
    while deliver(store).sent:
        pass


def create_at(store: Store, actor: Actor, moment: datetime, count: int) -> None:
    """Register orders as of a moment, whose clocks run from then on."""
    with store.reading(SYSTEM) as reading:
        service, building = reading.connection.execute(sa.text(_SERVICE)).one()
    new = NewOrder(service=service, building=building)
    then = _store_at(store, moment)
    for _number in range(count):
        then.perform(actor, lambda work: create_order(work, new))
