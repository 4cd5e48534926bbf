"""What the card of an order says beyond its row: people, organization, accounts, counters (CD-1 … CD-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.form_answers import show_answer
from ads_tui.domain.forms import from_json
from ads_tui.models.catalogue import CancelReason, Service
from ads_tui.models.columns import table_of
from ads_tui.models.orders import Comment, OrderCancelReason
from ads_tui.models.people import Employee
from ads_tui.models.places import (
    Account,
    Building,
    BuildingGroup,
    ClientContact,
    ClientPremise,
    Organization,
    Premise,
    Quarter,
)
from ads_tui.services.orders.card import OrderCard, show_order
from ads_tui.services.orders.client_activity import ActivityOf
from ads_tui.services.orders.rows import hides_phones
from ads_tui.services.orders.thing_orders import count_building_orders
from ads_tui.services.people import Person, people_of
from ads_tui.services.sla.explaining import Why, explain
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

_BUILDINGS, _ORGANIZATIONS = table_of(Building), table_of(Organization)
_QUARTERS, _GROUPS = table_of(Quarter), table_of(BuildingGroup)
_PREMISES, _ACCOUNTS = table_of(Premise), table_of(Account)
_RESIDENCES, _SERVICES = table_of(ClientPremise), table_of(Service)
_MANAGERS, _ADMINISTRATORS = table_of(Employee).alias(), table_of(Employee).alias()
_AROUND = (
    ORDERS.join(_BUILDINGS, _BUILDINGS.c.id == ORDERS.c.building_id)
    .join(_SERVICES, _SERVICES.c.id == ORDERS.c.service_id)
    .outerjoin(_ORGANIZATIONS, _ORGANIZATIONS.c.id == _BUILDINGS.c.organization_id)
    .outerjoin(_QUARTERS, _QUARTERS.c.id == _BUILDINGS.c.quarter_id)
    .outerjoin(_MANAGERS, _MANAGERS.c.id == _QUARTERS.c.manager_id)
    .outerjoin(_GROUPS, _GROUPS.c.id == _BUILDINGS.c.group_id)
    .outerjoin(_ADMINISTRATORS, _ADMINISTRATORS.c.id == _GROUPS.c.manager_id)
    .outerjoin(_PREMISES, _PREMISES.c.id == ORDERS.c.premise_id)
    .outerjoin(
        _RESIDENCES,
        sa.and_(_RESIDENCES.c.client_id == ORDERS.c.client_id, _RESIDENCES.c.premise_id == ORDERS.c.premise_id),
    )
    # An account is that of whoever belongs to the premise, not of a neighbour who called.
    .outerjoin(_ACCOUNTS, sa.and_(_ACCOUNTS.c.id == _PREMISES.c.account_id, _RESIDENCES.c.client_id.is_not(None)))
)
_COLUMNS = (
    ORDERS.c.building_id,
    ORDERS.c.client_id,
    ORDERS.c.first_in_progress_at,
    _SERVICES.c.form,
    _ORGANIZATIONS.c.kind.label("organization_kind"),
    _ORGANIZATIONS.c.phone.label("organization_phone"),
    _ORGANIZATIONS.c.email.label("organization_email"),
    _QUARTERS.c.name.label("quarter"),
    _MANAGERS.c.login.label("quarter_manager"),
    _GROUPS.c.name.label("building_group"),
    _ADMINISTRATORS.c.login.label("group_administrator"),
    _BUILDINGS.c.show_debt,
    _BUILDINGS.c.show_repair_debt,
    _ACCOUNTS.c.balance,
    _ACCOUNTS.c.repair_balance,
)


@dataclass(frozen=True, slots=True)
class Led:
    """A quarter or a building group, and the login of whoever leads it."""

    name: str
    leader: str | None


@dataclass(frozen=True, slots=True)
class CardDetails:
    """The card of an order with all that its main tab and its head say.

    `people` holds everybody named on it, by login. `answers` are the form's labels and answers for people, `reasons`
    the names of the cancel reasons. A balance is positive for an advance and negative for a debt, None where there is
    no account or the building's setting hides it (CD-4). `region` is that of phones typed without a country code.
    `open_there` counts the open orders of the building; `activity_of` is None where CD-2 hides the tab; `why` are the
    clocks (SL-8).
    """

    card: OrderCard
    people: Mapping[str, Person]
    answers: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    organization_kind: str | None
    organization_phone: str
    organization_email: str
    quarter: Led | None
    group: Led | None
    balance: Decimal | None
    repair_balance: Decimal | None
    region: str
    comments: int
    building_id: int
    open_there: int
    activity_of: ActivityOf | None
    why: Why


def card_details(reading: Reading, number: int) -> CardDetails:
    """The card of an order; NotFoundError where it does not exist for the actor (RO-3)."""
    card = show_order(reading, number)
    around = reading.connection.execute(
        select_orders(reading.actor, *_COLUMNS).select_from(_AROUND).where(ORDERS.c.number == number)
    ).one()
    return CardDetails(
        card=card,
        people=people_of(reading, logins=_logins(card, around)),
        answers=_answers(card, around.form, reading.settings.region),
        reasons=_reasons(reading, card),
        organization_kind=around.organization_kind,
        organization_phone=around.organization_phone or "",
        organization_email=around.organization_email or "",
        quarter=Led(around.quarter, around.quarter_manager) if around.quarter else None,
        group=Led(around.building_group, around.group_administrator) if around.building_group else None,
        balance=around.balance if around.show_debt else None,
        repair_balance=around.repair_balance if around.show_repair_debt else None,
        region=reading.settings.region,
        comments=_count_comments(reading, number),
        building_id=around.building_id,
        open_there=count_building_orders(reading, around.building_id, open_only=True),
        activity_of=_activity_of(reading, card, around),
        why=explain(reading, number),
    )


def _logins(card: OrderCard, around: Any) -> set[str]:
    row = card.row
    named = {row.created_by, row.accepted_by, row.closed_by, around.quarter_manager, around.group_administrator}
    return {login for login in named if login} | {*row.executors, *row.controllers, *card.executors_all}


def _answers(card: OrderCard, form: Mapping[str, Any], region: str) -> tuple[tuple[str, str], ...]:
    asked = from_json(form).fields if form else ()
    return tuple(
        (field.label, show_answer(field, card.form[field.key], region)) for field in asked if field.key in card.form
    )


def _reasons(reading: Reading, card: OrderCard) -> tuple[str, ...]:
    if not card.row.cancel_reasons:
        return ()
    given = (
        sa.select(col(CancelReason.name))
        .join(OrderCancelReason, col(OrderCancelReason.reason_id) == col(CancelReason.id))
        .where(col(OrderCancelReason.order_number) == card.row.number)
        .order_by(col(CancelReason.position))
    )
    return tuple(reading.session.scalars(given))


def _count_comments(reading: Reading, number: int) -> int:
    statement = sa.select(sa.func.count()).where(col(Comment.order_number) == number)
    return int(reading.session.execute(statement).scalar_one())


def _activity_of(reading: Reading, card: OrderCard, around: Any) -> ActivityOf | None:
    """Hidden for a communal order, and for a client without a code who has no phone, or one hidden by RO-5 (CD-2)."""
    client = card.row.client
    if client is None or card.row.premise is None:
        return None
    if client.code is not None:
        return ActivityOf(around.client_id, by_phone=False)
    if around.first_in_progress_at is None and hides_phones(reading):
        return None
    phone = sa.select(col(ClientContact.id)).where(
        col(ClientContact.client_id) == around.client_id, col(ClientContact.kind) == "phone"
    )
    found = reading.session.execute(phone.limit(1)).first()
    return None if found is None else ActivityOf(around.client_id, by_phone=True)
