"""The mark that an accident is localized, which ends the third clock (SL-10)."""

from datetime import datetime
from typing import Any

from ads_tui.domain.moments import iso_utc, parse_when
from ads_tui.domain.text import required_text
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.services.orders.editing import demand_editable
from ads_tui.services.orders.opening import accept, take_order
from ads_tui.services.sla.keeping import keep_time, read_told
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work


def mark_localized(work: Work, number: int, at: str | None = None) -> None:
    """Mark the accident of an open order as localized, now or since a moment as typed (CL-9).

    Raises InputError `invalid_value` for a moment to come or before the order, NotFoundError, AccessError `forbidden`,
    RuleError `not_editable` for a closed order, `not_offered` without the norm, `order_state` where it is marked.
    """
    faults = Faults()
    since, order = work.now, None
    with faults:
        since = work.now if at is None else parse_when(at, work.settings.zone, work.now, "at")
    with faults:
        order = take_order(work, number)
    if order is not None:
        with faults:
            _demand_within(work, order, since)
    order = _taken(work, order, faults)
    if order["localized_at"] is not None:
        raise RuleError("order_state", N_("Order {number} is marked as localized: take that back first"), number=number)
    _record(work, order, {"from": None, "to": iso_utc(since)})


def take_back_localized(work: Work, number: int, comment: str) -> None:
    """Take the mark back, saying why; the clock counts as if it had not been.

    Raises InputError `field_required` for an empty comment, and what `mark_localized` raises.
    """
    faults = Faults()
    text, order = "", None
    with faults:
        text = required_text(comment, "comment")
    with faults:
        order = take_order(work, number)
    order = _taken(work, order, faults)
    since = order["localized_at"]
    if since is None:
        raise RuleError("order_state", N_("Order {number} is not marked as localized"), number=number)
    _record(work, order, {"from": iso_utc(since), "to": None, "comment": text})


def _taken(work: Work, order: LockedOrder | None, faults: Faults) -> LockedOrder:
    """The order, where it may be marked by the actor; else the first of all refusals is raised."""
    with faults:
        work.actor.require("orders.edit")
    if order is not None:
        with faults:
            demand_editable(order.number, order["base_status"])
        with faults:
            _demand_norm(work, order)
    faults.raise_first()
    assert order is not None
    return order


def _demand_within(work: Work, order: LockedOrder, since: datetime) -> None:
    created: datetime = order["created_at"]
    if not created.replace(microsecond=0) <= since <= work.now:
        raise InputError(
            "invalid_value", N_("It was localized between its registration and now, not before or after"), field="at"
        )


def _demand_norm(work: Work, order: LockedOrder) -> None:
    if "localization" not in read_told(work, [order])[order.number].norms:
        raise RuleError(
            "not_offered", N_("Order {number} has no norm of localization"), field="localized", number=order.number
        )


def _record(work: Work, order: LockedOrder, data: dict[str, Any]) -> None:
    accept(work, order)
    work.record(order, "edited", data, field="localized_at")
    keep_time(work, [order])
