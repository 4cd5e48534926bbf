"""Organizations, buildings, premises, clients."""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ads_tui.models.columns import BigKey, Json, MoneyAmount, SortKey, partial_index, table_of


class Organization(SQLModel, table=True):
    """A legal entity (управляющая организация); `kind` is company, association, supplier or other."""

    __tablename__ = "organizations"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    kind: str = "company"
    phone: str = ""
    email: str = ""
    requisites: str = ""
    vat_included: bool = True


class Quarter(SQLModel, table=True):
    """A quarter and its manager."""

    __tablename__ = "quarters"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    manager_id: int | None = Field(default=None, foreign_key="employees.id", index=True)


class BuildingGroup(SQLModel, table=True):
    """A building group and its administrator."""

    __tablename__ = "building_groups"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    manager_id: int | None = Field(default=None, foreign_key="employees.id", index=True)


class Building(SQLModel, table=True):
    """A building; its name is its address. `chat_after_close` is always, never or a number of days."""

    __tablename__ = "buildings"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey, index=True)
    quarter_id: int | None = Field(default=None, foreign_key="quarters.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="building_groups.id", index=True)
    organization_id: int | None = Field(default=None, foreign_key="organizations.id", index=True)
    note: str = ""
    chat_after_close: str = "always"
    show_debt: bool = True
    show_repair_debt: bool = True


class Account(SQLModel, table=True):
    """A personal account: positive balances are an advance, negative ones a debt."""

    __tablename__ = "accounts"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    balance: Decimal = Field(default=Decimal(0), sa_type=MoneyAmount)
    repair_balance: Decimal = Field(default=Decimal(0), sa_type=MoneyAmount)


class Premise(SQLModel, table=True):
    """A premise of a building; its name is its number."""

    __tablename__ = "premises"
    __table_args__ = (
        sa.UniqueConstraint("building_id", "name_key"),
        sa.Index("ix_premises_sort_key", "sort_key", "id"),
        sa.Index("ix_premises_entrance", "entrance", "id"),
        sa.Index("ix_premises_floor", "floor", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    building_id: int = Field(foreign_key="buildings.id")
    name: str
    name_key: str
    sort_key: str = Field(sa_type=SortKey)
    entrance: str = ""
    floor: str = ""
    account_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    tags: list[str] = Field(default_factory=list, sa_type=Json)
    note: str = ""


class Client(SQLModel, table=True):
    """A client; an unregistered one has no code (CR-4)."""

    __tablename__ = "clients"
    __table_args__ = (sa.Index("ix_clients_sort_key", "sort_key", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    code: str | None = Field(default=None, unique=True)
    name: str
    name_key: str = Field(index=True)
    sort_key: str = Field(sa_type=SortKey)
    registered: bool = False
    category: str = ""
    tags: list[str] = Field(default_factory=list, sa_type=Json)
    note: str = ""
    erased_at: datetime | None = None


class ClientContact(SQLModel, table=True):
    """A phone or an e-mail of a client; `value_key` is E.164 or the typed digits, or the folded address."""

    __tablename__ = "client_contacts"
    __table_args__ = (sa.Index("ix_client_contacts_value_key", "value_key", "client_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    client_id: int = Field(foreign_key="clients.id", index=True, sa_type=BigKey)
    kind: str
    value: str
    value_key: str = Field(sa_type=SortKey)
    primary: bool = True
    valid: bool = True


class ClientPremise(SQLModel, table=True):
    """What a client is to a premise: owner, family, tenant or other."""

    __tablename__ = "client_premises"

    client_id: int = Field(primary_key=True, foreign_key="clients.id", sa_type=BigKey)
    premise_id: int = Field(primary_key=True, foreign_key="premises.id", index=True)
    status: str = "owner"


# Lists of tags as they are stored; few are different, and those of a client with tags are indexed.
TAGS_OF_CLIENTS: sa.Cast[str] = sa.cast(table_of(Client).c.tags, sa.Text)
partial_index("ix_clients_tags", "CAST(tags AS TEXT) != '[]'", TAGS_OF_CLIENTS)
