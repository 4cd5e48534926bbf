"""Which statuses an employee may choose for an order, and what each asks for (ST-2 … ST-13)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.statuses import allowed, kept_for_controllers, may_choose
from ads_tui.models import catalogue
from ads_tui.models.catalogue import CancelReason
from ads_tui.models.orders import OrderController
from ads_tui.services.naming import not_found
from ads_tui.services.orders.service_rules import rules_of
from ads_tui.services.orders.statuses import has_active_executor
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """A status that may be chosen; what it needs is asked for in the same dialog."""

    code: str
    base: str
    name: str
    colour: str
    needs_executor: bool
    needs_comment: bool
    takes_resume_on: bool
    takes_reasons: bool


@dataclass(frozen=True, slots=True)
class StatusChoices:
    """The present status, those that may follow, the reasons of a client, and the version they were read at (ST-11)."""

    number: int
    version: int
    status: str
    status_name: str
    choices: tuple[StatusChoice, ...]
    reasons: tuple[tuple[str, str], ...]


def status_choices(reading: Reading, number: int) -> StatusChoices:
    """What the actor may choose for an order now; NotFoundError where it does not exist for him."""
    order = reading.connection.execute(
        select_orders(
            reading.actor,
            ORDERS.c.status_id,
            ORDERS.c.base_status,
            ORDERS.c.service_id,
            ORDERS.c.history_seq,
        ).where(ORDERS.c.number == number)
    ).first()
    if order is None:
        raise not_found("order", number)
    statuses = reading.session.scalars(
        sa.select(catalogue.Status).where(~col(catalogue.Status.hidden)).order_by(col(catalogue.Status.position))
    ).all()
    present = reading.session.get_one(catalogue.Status, order.status_id)
    traits = rules_of(reading, order.service_id).traits
    controls = reading.session.get(OrderController, (number, reading.actor.id)) is not None
    bases = {*allowed(order.base_status, traits), order.base_status}
    staffed = has_active_executor(reading, number)
    choices = tuple(
        StatusChoice(
            code=status.code,
            base=status.base,
            name=status.name,
            colour=status.colour,
            needs_executor=status.base in ("in_progress", "done") and not staffed,
            needs_comment=status.base in ("paused", "cancelled")
            or (status.base == "in_progress" and kept_for_controllers(order.base_status, status.base, traits)),
            takes_resume_on=status.base == "paused",
            takes_reasons=status.base == "cancelled_by_client",
        )
        for status in statuses
        if status.base in bases
        and status.code != present.code
        and may_choose(order.base_status, status.base, traits, reading.actor.rights, controls)
    )
    reasons = reading.session.execute(
        sa.select(col(CancelReason.code), col(CancelReason.name))
        .where(~col(CancelReason.hidden))
        .order_by(col(CancelReason.position))
    )
    return StatusChoices(
        number, order.history_seq, present.code, present.name, choices, tuple((code, name) for code, name in reasons)
    )
