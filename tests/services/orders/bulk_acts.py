"""Acts on several orders in one line each, and all that the database holds of an order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.models.orders import OrderCancelReason
from ads_tui.services.check.running import check_database
from ads_tui.services.orders.bulk import BulkResult
from ads_tui.services.orders.bulk_executors import change_executors_of
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.statuses import StatusWish
from ads_tui.services.orders.undoing import undo_batch
from ads_tui.store.order_rows import EXECUTORS, ORDERS
from ads_tui.store.work import Reading
from tests.services.world import World

# What moves with every event, an undoing too.
MOVING = ("history_seq", "history_head", "updated_at")


def give(
    world: World, numbers: Sequence[int], status: str, *, by: str = "sam", keep: bool = True, **wish: Any
) -> BulkResult:
    """One status for several orders."""
    return world.do(by, lambda work: change_statuses(work, numbers, StatusWish(status, **wish)), keep=keep)


def assign(
    world: World, numbers: Sequence[int], *logins: str, by: str = "dora", mode: str = "add", keep: bool = True
) -> BulkResult:
    """The same executors for several orders."""
    return world.do(by, lambda work: change_executors_of(work, numbers, logins, mode=mode), keep=keep)


def undo(world: World, batch: int | None, *, by: str = "sam") -> BulkResult:
    """Undo a batch."""
    assert batch is not None
    return world.do(by, lambda work: undo_batch(work, batch))


def told(result: BulkResult) -> dict[int, str]:
    """The codes of the refusals, by order; each says why in words."""
    assert all(one.message for one in result.refused)
    return {one.order: one.code for one in result.refused}


def state(world: World, number: int) -> dict[str, Any]:
    """Everything of an order but its history: its row, who is assigned and how they see it, its reasons."""

    def question(reading: Reading) -> dict[str, Any]:
        row = reading.connection.execute(sa.select(ORDERS).where(ORDERS.c.number == number)).mappings().one()
        people = reading.connection.execute(
            sa.select(EXECUTORS)
            .where(EXECUTORS.c.order_number == number, EXECUTORS.c.removed_at.is_(None))
            .order_by(EXECUTORS.c.employee_id)
        ).mappings()
        reasons = reading.connection.execute(
            sa.select(col(OrderCancelReason.reason_id)).where(col(OrderCancelReason.order_number) == number)
        ).scalars()
        return {
            **{name: value for name, value in row.items() if name not in MOVING},
            "executors": [{name: one[name] for name in one if name != "updated_at"} for one in people],
            "reasons": sorted(reasons),
        }

    return world.read("system", question)


def problems(world: World) -> list[str]:
    """What `ads db check` finds."""
    return world.read("system", lambda reading: [problem.message for problem in check_database(reading).problems])


def without(actor: Actor, *rights: str) -> Actor:
    """The employee after his role has lost rights."""
    return replace(actor, rights=actor.rights - frozenset(rights))
