"""A console does by itself what is due (SC-1), and nothing under a clock that stands still (CL-2)."""

import threading

import sqlalchemy as sa

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_executors
from ads_tui.services.due_work import AUTO_RESUME, WORK
from ads_tui.services.orders.card import show_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders
from tests.console.trial import console

__all__ = ["house"]


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ads-schedul")]


def pause(store: Store, number: int) -> None:
    """Pause an order until a moment that is over by the clock of the machine."""
    anna = sign_in(store, login="anna", os_user=None)
    store.perform(anna, lambda work: change_executors(work, number, ["belov"]))
    for wish in (StatusWish("in_progress"), StatusWish("paused", "a part", "2026-08-21")):
        store.perform(anna, lambda work, wish=wish: change_status(work, number, wish))  # type: ignore[misc]


async def test_sc_1_a_console_does_what_is_due_and_ends_with_its_scheduler(house: Store) -> None:
    pause(house, 1)
    waiting = sa.select(WORK.c.id).where(WORK.c.kind == AUTO_RESUME, WORK.c.done_at.is_(None))

    def is_done() -> bool:
        with house.reading(SYSTEM) as reading:
            return reading.connection.execute(waiting).first() is None

    assert not is_done()
    running = Store(house.engine, Clock())
    async with console(running, login="anna") as trial:
        await trial.until(is_done)
    with house.reading(SYSTEM) as reading:
        assert show_order(reading, 1).row.status == "in_progress"
    for thread in threading.enumerate():
        if thread.name in threads():
            thread.join(timeout=10)
    assert threads() == []


async def test_cl_2_under_a_clock_that_stands_still_nothing_happens_by_itself(house: Store) -> None:
    async with orders(house):
        assert threads() == []
