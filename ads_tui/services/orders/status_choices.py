"""Which statuses an employee may choose for an order, and what each asks for (ST-2 … ST-13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.moments import ResumeOn
from ads_tui.domain.status_changes import BULK_COMMENTED
from ads_tui.domain.statuses import ServiceTraits, allowed, kept_for_controllers, may_choose
from ads_tui.models import catalogue
from ads_tui.models.catalogue import CancelReason
from ads_tui.models.orders import OrderController
from ads_tui.services.naming import not_found
from ads_tui.services.orders.bulk import selected
from ads_tui.services.orders.service_rules import rules_of
from ads_tui.services.orders.standings import controlled_by_actor, has_active_executor, reasons_of
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """A status that may be chosen; what it needs is asked for in the same dialog.

    The present one chosen again changes only what goes with it (ST-13).
    """

    code: str
    base: str
    name: str
    colour: str
    needs_executor: bool
    needs_comment: bool
    recommends_comment: bool
    takes_resume_on: bool
    takes_reasons: bool
    is_present: bool


@dataclass(frozen=True, slots=True)
class StatusChoices:
    """What may follow the present status, that one last, and the version at which all was read (ST-11).

    `names` are those of all statuses by code, `reasons` those of a client with their names. The rest is what goes with
    the present status: comments, reasons by code, the moment of resuming in UTC and whether only its day was named.
    For several orders at once there is no present status: all that goes with one is empty, `number` and `version` 0.
    """

    number: int
    version: int
    status: str
    status_name: str
    choices: tuple[StatusChoice, ...]
    names: Mapping[str, str]
    reasons: tuple[tuple[str, str], ...]
    needs_reasons: bool
    needs_resume_on: bool
    comment: str
    cancel_comment: str
    cancel_reasons: tuple[str, ...]
    resume_on: ResumeOn | None


def status_choices(reading: Reading, number: int) -> StatusChoices:
    """What the actor may choose for an order now; NotFoundError where it does not exist for him."""
    columns = ("status_id", "base_status", "service_id", "history_seq", "status_comment", "cancel_comment")
    resuming = ("resume_at", "resume_is_date")
    order = reading.connection.execute(
        select_orders(reading.actor, *(ORDERS.c[name] for name in (*columns, *resuming))).where(
            ORDERS.c.number == number
        )
    ).first()
    if order is None:
        raise not_found("order", number)
    statuses = _statuses(reading)
    present = next(status for status in statuses if status.id == order.status_id)
    return StatusChoices(
        number=number,
        version=order.history_seq,
        status=present.code,
        status_name=present.name,
        choices=_choices(reading, number, statuses, present, rules_of(reading, order.service_id).traits),
        names={status.code: status.name for status in statuses},
        reasons=_offered_reasons(reading),
        needs_reasons=reading.settings.flag("cancel_reasons.collect"),
        needs_resume_on=reading.settings.flag("resume_on.required"),
        comment=order.status_comment,
        cancel_comment=order.cancel_comment,
        cancel_reasons=tuple(reasons_of(reading, number)),
        resume_on=ResumeOn(order.resume_at, order.resume_is_date) if order.resume_at else None,
    )


def bulk_status_choices(reading: Reading, numbers: Sequence[int]) -> StatusChoices:
    """What the actor may choose for one at least of several orders; each is judged by its own rules later (BK-2).

    Raises RuleError `too_many_selected`.
    """
    wanted = selected(numbers)
    columns = (ORDERS.c.number, ORDERS.c.status_id, ORDERS.c.service_id)
    rows = reading.connection.execute(select_orders(reading.actor, *columns).where(ORDERS.c.number.in_(wanted))).all()
    statuses, controlled = _statuses(reading), controlled_by_actor(reading, wanted)
    by_id = {status.id: status for status in statuses}
    traits = {service: rules_of(reading, service).traits for service in {row.service_id for row in rows}}
    kinds = {(row.status_id, row.service_id, row.number in controlled) for row in rows}
    standings = [(by_id[status], traits[service], controls) for status, service, controls in kinds]
    return StatusChoices(
        number=0,
        version=0,
        status="",
        status_name="",
        choices=tuple(
            choice
            for status in statuses
            if not status.hidden and (choice := _bulk_choice(reading, status, standings)) is not None
        ),
        names={status.code: status.name for status in statuses},
        reasons=_offered_reasons(reading),
        needs_reasons=reading.settings.flag("cancel_reasons.collect"),
        needs_resume_on=reading.settings.flag("resume_on.required"),
        comment="",
        cancel_comment="",
        cancel_reasons=(),
        resume_on=None,
    )


def _bulk_choice(
    reading: Reading, status: catalogue.Status, standings: Sequence[tuple[catalogue.Status, ServiceTraits, bool]]
) -> StatusChoice | None:
    """A status with what all orders need for it, None where none of them leads there."""
    leading = [
        (present.base, traits)
        for present, traits, controls in standings
        if present is not status
        and status.base in {*allowed(present.base, traits), present.base}
        and may_choose(present.base, status.base, traits, reading.actor.rights, controls)
    ]
    if not leading:
        return None
    kept = any(kept_for_controllers(present, status.base, traits) for present, traits in leading)
    return StatusChoice(
        code=status.code,
        base=status.base,
        name=status.name,
        colour=status.colour,
        needs_executor=False,
        needs_comment=status.base in BULK_COMMENTED or (status.base == "in_progress" and kept),
        recommends_comment=status.base == "reopened",
        takes_resume_on=status.base == "paused",
        takes_reasons=status.base == "cancelled_by_client",
        is_present=False,
    )


def _statuses(reading: Reading) -> Sequence[catalogue.Status]:
    return reading.session.scalars(sa.select(catalogue.Status).order_by(col(catalogue.Status.position))).all()


def _offered_reasons(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Reasons of a client by code, with their names."""
    offered = (
        sa.select(col(CancelReason.code), col(CancelReason.name))
        .where(~col(CancelReason.hidden))
        .order_by(col(CancelReason.position))
    )
    return tuple((code, name) for code, name in reading.session.execute(offered))


def _choices(
    reading: Reading,
    number: int,
    statuses: Sequence[catalogue.Status],
    present: catalogue.Status,
    traits: ServiceTraits,
) -> tuple[StatusChoice, ...]:
    controls = reading.session.get(OrderController, (number, reading.actor.id)) is not None
    bases = {*allowed(present.base, traits), present.base}
    staffed = has_active_executor(reading, number)
    choices = [
        StatusChoice(
            code=status.code,
            base=status.base,
            name=status.name,
            colour=status.colour,
            needs_executor=status is not present and status.base in ("in_progress", "done") and not staffed,
            needs_comment=status.base in ("paused", "cancelled")
            or (status.base == "in_progress" and kept_for_controllers(present.base, status.base, traits)),
            recommends_comment=status is not present and status.base == "reopened",
            takes_resume_on=status.base == "paused",
            takes_reasons=status.base == "cancelled_by_client",
            is_present=status is present,
        )
        for status in statuses
        if status.base in bases
        and (status is present or not status.hidden)
        and may_choose(present.base, status.base, traits, reading.actor.rights, controls)
    ]
    return tuple(sorted(choices, key=lambda choice: choice.is_present))
