"""Column types shared by the tables: money, sort keys, big keys, JSON."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlmodel import SQLModel

# Rows are never validated by their classes, and making what would do it took a seventh of their import.
SQLModel.model_config["defer_build"] = True


class MoneyAmount(sa.types.TypeDecorator[Decimal]):
    """Money as whole minor units (kopecks); a Decimal with two places outside the database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """A Decimal to minor units; ValueError where it has more than two places."""
        if value is None:
            return None
        minor = value * 100
        if minor != minor.to_integral_value():
            raise ValueError(f"money has two places at most: {value}")
        return int(minor)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Minor units to a Decimal with two places."""
        return None if value is None else Decimal(int(value)).scaleb(-2)


def table_of(model: type[SQLModel]) -> sa.Table:
    """The Core table of a model, for statements without entities."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def partial_index(name: str, where: str, *columns: Any, unique: bool = False) -> sa.Index:
    """An index of the rows for which `where` holds.

    Migrations make it: the condition is only told here, as SQLAlchemy's own way to say it imports every driver.
    """
    return sa.Index(name, *columns, unique=unique, info={"where": where})


# SQLite makes a rowid of INTEGER alone; Postgres needs 8 bytes for what grows.
BigKey = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Compared by code point on both databases, so that both sort alike.
SortKey = sa.String().with_variant(sa.String(collation="C"), "postgresql")

Json = sa.JSON(none_as_null=True)
