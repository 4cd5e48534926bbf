"""The cards of buildings and premises."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.phones import show_phone
from ads_tui.i18n import N_, _
from ads_tui.models.columns import table_of
from ads_tui.models.people import Employee
from ads_tui.models.places import (
    Account,
    Building,
    BuildingGroup,
    Client,
    ClientPremise,
    Organization,
    Premise,
    Quarter,
)
from ads_tui.services.cards.card import Card, card, listed
from ads_tui.services.reach import within_buildings
from ads_tui.store.work import Reading

# What a client is to a premise.
RELATIONS = {"owner": N_("owner"), "family": N_("family member"), "tenant": N_("tenant"), "other": N_("other relation")}


def building_card(reading: Reading, key: int) -> Card | None:
    """A building within reach, by id: who answers for it (CD-3)."""
    manager, administrator = [table_of(Employee).alias() for _person in range(2)]
    columns: list[Any] = [Building, col(Quarter.name).label("quarter"), manager.c.name.label("manager")]
    columns += [col(BuildingGroup.name).label("group"), administrator.c.name.label("administrator")]
    columns += [col(Organization.name).label("organization"), col(Organization.phone).label("phone")]
    statement = (
        sa.select(*columns)
        .outerjoin(Quarter, col(Quarter.id) == col(Building.quarter_id))
        .outerjoin(manager, manager.c.id == col(Quarter.manager_id))
        .outerjoin(BuildingGroup, col(BuildingGroup.id) == col(Building.group_id))
        .outerjoin(administrator, administrator.c.id == col(BuildingGroup.manager_id))
        .outerjoin(Organization, col(Organization.id) == col(Building.organization_id))
        .where(col(Building.id) == key, *within_buildings(reading.actor, col(Building.id)))
    )
    row = reading.session.execute(statement).first()
    if row is None:
        return None
    lines = [
        (N_("Quarter"), row.quarter or ""),
        (N_("Quarter manager"), row.manager or ""),
        (N_("Building group"), row.group or ""),
        (N_("Group administrator"), row.administrator or ""),
        (N_("Organization"), row.organization or ""),
        (N_("Phone"), show_phone(row.phone, reading.settings.region) if row.phone else ""),
    ]
    return card(row.Building.name, lines, row.Building.note)


def premise_card(reading: Reading, key: int) -> Card | None:
    """A premise within reach, by id, with its account and who lives there; debts as the building shows them (CD-4)."""
    statement = (
        sa.select(Premise, Building, Account)
        .join(Building, col(Building.id) == col(Premise.building_id))
        .outerjoin(Account, col(Account.id) == col(Premise.account_id))
        .where(col(Premise.id) == key, *within_buildings(reading.actor, col(Premise.building_id)))
    )
    row = reading.session.execute(statement).first()
    if row is None:
        return None
    premise, building, account = row
    lines = [
        (N_("Building"), building.name),
        (N_("Entrance"), premise.entrance),
        (N_("Floor"), premise.floor),
        (N_("Account"), account.number if account else ""),
        (N_("Balance for housing"), _balance(account.balance) if account and building.show_debt else ""),
        (
            N_("Balance for capital repair"),
            _balance(account.repair_balance) if account and building.show_repair_debt else "",
        ),
        (N_("Clients"), listed(_living(reading, key))),
        (N_("Tags"), listed(premise.tags)),
    ]
    return card(f"{building.name}, {premise.name}", lines, premise.note)


def homes_of(reading: Reading, client: int) -> list[str]:
    """The premises of a client, an id, within reach: address, what he is to it, account."""
    columns: list[Any] = [col(Building.name).label("building"), col(Premise.name).label("premise")]
    columns += [col(ClientPremise.status), col(Account.number)]
    statement = (
        sa.select(*columns)
        .select_from(ClientPremise)
        .join(Premise, col(Premise.id) == col(ClientPremise.premise_id))
        .join(Building, col(Building.id) == col(Premise.building_id))
        .outerjoin(Account, col(Account.id) == col(Premise.account_id))
        .where(col(ClientPremise.client_id) == client, *within_buildings(reading.actor, col(Premise.building_id)))
        .order_by(col(Building.sort_key), col(Premise.sort_key))
    )
    return [
        f"{row.building}, {row.premise} ({listed([relation(row.status), _account(row.number)])})"
        for row in reading.session.execute(statement)
    ]


def relation(status: str) -> str:
    """What a client is to a premise, in the language of the process."""
    return _(RELATIONS.get(status, status))


def _living(reading: Reading, premise: int) -> Iterable[str]:
    statement = (
        sa.select(col(Client.name), col(ClientPremise.status))
        .join(ClientPremise, col(ClientPremise.client_id) == col(Client.id))
        .where(col(ClientPremise.premise_id) == premise, col(Client.erased_at).is_(None))
        .order_by(col(Client.sort_key), col(Client.id))
    )
    return [f"{row.name} ({relation(row.status)})" for row in reading.session.execute(statement)]


def _balance(value: Decimal) -> str:
    if value < 0:
        return _("debt {sum}").format(sum=f"{-value:.2f}")
    return _("advance {sum}").format(sum=f"{value:.2f}") if value else "0.00"


def _account(number: str | None) -> str:
    return _("account {number}").format(number=number) if number else ""
