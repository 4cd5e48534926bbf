"""How employees look at the list of orders: their favourite filters and what is remembered of their lists."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ads_tui.models.columns import Json


class FavouriteFilter(SQLModel, table=True):
    """A filter line kept by a name (FV-1), shared with those of a role where there is one (FV-3)."""

    __tablename__ = "favourites"
    __table_args__ = (sa.UniqueConstraint("employee_id", "name_key"),)

    id: int | None = Field(default=None, primary_key=True)
    employee_id: int = Field(foreign_key="employees.id")
    name: str
    name_key: str
    filter: str
    role_id: int | None = Field(default=None, foreign_key="roles.id", index=True)
    created_at: datetime


class Preference(SQLModel, table=True):
    """What is remembered of an employee's lists by `key`: the filter of a tab, columns, the order of labels."""

    __tablename__ = "preferences"

    employee_id: int = Field(primary_key=True, foreign_key="employees.id")
    key: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=Json, nullable=True)
