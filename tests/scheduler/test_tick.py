"""A tick sends what was told, after what is due was done, and removes what is old (SC-2, CL-6)."""

import sqlalchemy as sa

from ads_tui.scheduler.tick import tick
from ads_tui.services.due_work import WORK
from ads_tui.services.notifications.delivering import Delivered, deliver
from tests.services.notifications.conftest import Mailbox, company, mailbox, use, world
from tests.services.world import World

__all__ = ["company", "mailbox", "world"]


def test_sc_2_what_a_tick_tells_goes_out_with_it_and_is_counted(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    number = world.order("mailed", "oak1", "ed", "eve")
    deliver(world.store)
    before = len(mailbox.letters)
    later = world.at("2026-08-20T08:16:00Z").store
    trial = tick(later, keep=False)
    assert (trial.sent, trial.failed, len(mailbox.letters)) == (0, 0, before)
    found = tick(later)
    assert [(one.kind, one.order) for one in found.done] == [("sla_broken", number)]
    assert (found.sent, found.failed) == (len(mailbox.letters) - before, 0)
    assert found.sent > 0
    again = tick(later)
    assert (again.done, again.sent, again.failed) == ([], 0, 0)


def test_sc_1_whoever_stops_delivering_leaves_the_rest_to_the_next(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    deliver(world.store)
    for _ in range(3):
        world.order("wide", "oak1", "ed")
    asked: list[bool] = []

    def go_on() -> bool:
        asked.append(True)
        return len(asked) < 2

    assert deliver(world.store, go_on) == Delivered(sent=1)
    assert deliver(world.store) == Delivered(sent=2)


def test_sc_2_what_was_done_for_closed_orders_is_forgotten_after_90_days(world: World) -> None:
    closed, standing = world.order("mailed"), world.order("mailed")
    tick(world.at("2026-08-21T08:00:00Z").store)
    world.at("2026-08-21T09:00:00Z").status(closed, "cancelled", comment="no need")
    tick(world.at("2026-11-19T08:00:00Z").store)
    assert kept(world, closed, standing) == {closed: 1, standing: 1}
    tick(world.at("2026-11-19T08:00:01Z").store)
    assert kept(world, closed, standing) == {standing: 1}


def kept(world: World, *numbers: int) -> dict[int, int]:
    """How many things that were done are kept of orders."""
    statement = (
        sa.select(WORK.c.order_number, sa.func.count())
        .where(WORK.c.order_number.in_(numbers), WORK.c.done_at.is_not(None))
        .group_by(WORK.c.order_number)
    )
    return dict(world.read("system", lambda reading: reading.connection.execute(statement).all()))
