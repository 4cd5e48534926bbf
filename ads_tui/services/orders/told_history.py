"""An order's history with the names of all that it tells by codes, as the card shows it (HI-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.forms import FormField, from_json
from ads_tui.models.catalogue import CancelReason, Service
from ads_tui.models.columns import table_of
from ads_tui.services.orders.history import EventView, history_of
from ads_tui.services.orders.statuses import status_names
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

_SERVICES = table_of(Service)


@dataclass(frozen=True, slots=True)
class ToldHistory:
    """Events, newest first, employees by name; names of statuses and reasons by code, form fields by key.

    A field that several forms of the order have had is that of the present one. `region` is that of phones typed
    without a country code.
    """

    events: Sequence[EventView]
    statuses: Mapping[str, str]
    reasons: Mapping[str, str]
    fields: Mapping[str, FormField]
    region: str


def told_history(reading: Reading, number: int) -> ToldHistory:
    """The history of an order; NotFoundError where it does not exist for the actor (RO-3)."""
    events = history_of(reading, number, names=True)
    reasons = reading.session.execute(sa.select(col(CancelReason.code), col(CancelReason.name)))
    return ToldHistory(
        events=events,
        statuses=status_names(reading),
        reasons={row.code: row.name for row in reasons},
        fields=_fields(reading, number, events),
        region=reading.settings.region,
    )


def _fields(reading: Reading, number: int, events: Sequence[EventView]) -> dict[str, FormField]:
    """The questions of the services that the order has had, by key."""
    if not any((event.field or "").startswith("form.") for event in events):
        return {}
    told = (value for event in events if event.field == "service" for value in (event.from_, event.to))
    codes = {thing["code"] for thing in told if thing}
    former = reading.session.scalars(sa.select(col(Service.form)).where(col(Service.code).in_(codes)))
    joined = ORDERS.join(_SERVICES, _SERVICES.c.id == ORDERS.c.service_id)
    present = select_orders(reading.actor, _SERVICES.c.form).select_from(joined)
    forms = [*former, reading.session.scalar(present.where(ORDERS.c.number == number))]
    return {field.key: field for form in forms if form for field in from_json(form).fields}
