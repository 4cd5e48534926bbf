"""The words by which orders are found, and asking for them on both databases (decision 7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from ads_tui.domain.actors import Actor
from ads_tui.domain.text import words
from ads_tui.models.orders import OrderText
from ads_tui.store.order_rows import ORDERS

TEXTS = OrderText.__table__  # type: ignore[attr-defined]
# With more buildings than this, access is judged on the order's row instead of by tokens (decision 7).
_MOST_TOKENS = 100


@dataclass(frozen=True, slots=True)
class SearchText:
    """What an order is found by (SE-1); names as they are shown."""

    number: int
    building_id: int
    service_id: int
    service: str
    client: str
    address: str
    premise: str
    essence: str

    @property
    def body(self) -> str:
        """Folded words and the access tokens, one line; both databases split it at spaces alike."""
        found = [str(self.number)]
        for text in (self.service, self.client, self.address, self.premise, self.essence):
            found += words(text)
        found += (f"zb{self.building_id}", f"zs{self.service_id}")
        return " ".join(found)


def add_texts(connection: Connection, texts: Iterable[SearchText]) -> None:
    """Write the words of new orders."""
    rows = [{"order_number": text.number, "body": text.body} for text in texts]
    if rows:
        connection.execute(sa.insert(TEXTS), rows)


def change_text(connection: Connection, text: SearchText) -> None:
    """Write the words of an order anew."""
    connection.execute(
        sa.update(TEXTS).where(TEXTS.c.order_number == text.number).values(body=text.body)
    )


def matches(dialect: str, wanted: Sequence[str], actor: Actor) -> ColumnElement[bool]:
    """The condition on `orders` that every folded word of `wanted` begins some word of the order."""
    groups = _access_groups(actor)
    if dialect == "sqlite":
        query = " AND ".join([*(f'"{word}"*' for word in wanted), *(f"({' OR '.join(group)})" for group in groups)])
        found = sa.text("SELECT rowid FROM order_search WHERE order_search MATCH :words").bindparams(words=query)
        return ORDERS.c.number.in_(found.columns(sa.column("rowid")))
    query = " & ".join([*(f"{word}:*" for word in wanted), *(f"({' | '.join(group)})" for group in groups)])
    return ORDERS.c.number.in_(
        sa.select(TEXTS.c.order_number).where(sa.text("words @@ to_tsquery('simple', :words)").bindparams(words=query))
    )


def _access_groups(actor: Actor) -> list[list[str]]:
    groups = []
    for letter, ids in (("b", actor.buildings), ("s", actor.services)):
        if ids is not None and len(ids) <= _MOST_TOKENS:
            groups.append([f"z{letter}{key}" for key in ids] or [f"z{letter}0"])
    return groups


def rebuild(connection: Connection) -> None:
    """Make the full-text index anew from the stored words."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO order_search(order_search) VALUES ('rebuild')")
    else:
        connection.exec_driver_sql("REINDEX INDEX ix_order_texts_words")


def text_rows(rows: Iterable[Mapping[str, Any]]) -> list[SearchText]:
    """Search texts from rows of a select that names them as SearchText does."""
    return [SearchText(**row) for row in rows]
