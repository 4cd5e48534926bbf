"""Open orders on the same place and service, told while a new one is typed (CR-9)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.models.catalogue import Status
from ads_tui.services.drafts import drop_draft, find_draft, keep_draft
from ads_tui.services.orders.opening import demand_visible
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading, Work

MOST = 20


@dataclass(frozen=True, slots=True)
class SimilarOrder:
    """An open order that a new one may repeat; `status` is the status's name, to be translated."""

    number: int
    status: str
    essence: str


def similar_orders(reading: Reading, service: int, building: int, premise: int | None) -> list[SimilarOrder]:
    """Open orders of the service on the premise, or communal ones of the building; ids; those seen, newest first.

    Raises AccessError `forbidden` without the right `orders.create`.
    """
    reading.actor.require("orders.create")
    same_place = (
        ORDERS.c.premise_id == premise
        if premise is not None
        else sa.and_(ORDERS.c.building_id == building, ORDERS.c.premise_id.is_(None))
    )
    statement = (
        select_orders(reading.actor, ORDERS.c.number, col(Status.name), ORDERS.c.essence)
        .join(Status, col(Status.id) == ORDERS.c.status_id)
        .where(sa.text("is_open"), same_place, ORDERS.c.service_id == service)
        .order_by(ORDERS.c.number.desc())
        .limit(MOST)
    )
    return [SimilarOrder(*row) for row in reading.connection.execute(statement)]


def similar_to(reading: Reading, number: int) -> list[SimilarOrder]:
    """Open orders that an order repeats, itself left out; the rest as for `similar_orders`."""
    order = reading.connection.execute(
        sa.select(ORDERS.c.service_id, ORDERS.c.building_id, ORDERS.c.premise_id).where(ORDERS.c.number == number)
    ).one()
    found = similar_orders(reading, order.service_id, order.building_id, order.premise_id)
    return [other for other in found if other.number != number]


def hand_over(work: Work, number: int, text: str, draft: tuple[str, str]) -> None:
    """Make of what was typed for a new order a comment draft of an open one, and drop the draft, (kind, subject).

    Behind what the actor had already begun to write there. Raises NotFoundError.
    """
    demand_visible(work, number)
    begun = find_draft(work, "comment", str(number))
    before = dict(begun.payload) if begun else {}
    texts = [part for part in (str(before.get("text", "")), text) if part]
    keep_draft(work, "comment", str(number), {**before, "text": "\n".join(texts)})
    drop_draft(work, *draft)
