"""The words by which orders are found, and asking for them on both databases (decision 7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.domain.text import TEXT, words
from ads_tui.models.catalogue import Service
from ads_tui.models.columns import table_of
from ads_tui.models.orders import OrderText
from ads_tui.models.places import Building, Client, Premise
from ads_tui.store.order_rows import ORDERS

TEXTS = table_of(OrderText)
FOUND = sa.table("order_search", sa.column("rowid", sa.BigInteger))
_INSERT = sa.insert(TEXTS).inline()
# So many orders are read and written at once when a name changes.
_BATCH = 1_000
# A tsvector holds so many bytes of words, the tokens of access among them.
_LONGEST_BODY = 1_000_000
# Begins an access token: a character of no language, which is part of no typed word, so that no text finds the token.
_ACCESS = "\ue000"
# With more buildings than this, access is judged on the order's row instead of by tokens (decision 7).
_MOST_TOKENS = 100


# Names come again with every order of a service or a building.
_words_of = lru_cache(maxsize=10_000)(words)


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
        """Folded words, each once, and the access tokens, one line; both databases split it at spaces alike.

        Of an essence whose words a tsvector cannot hold the last ones are left out.
        """
        found = dict.fromkeys([str(self.number)])
        for text in (self.service, self.client, self.address, self.premise):
            found |= dict.fromkeys(_words_of(text))
        found |= dict.fromkeys(_words_of(self.essence) if len(self.essence) <= TEXT else words(self.essence))
        line = " ".join(found).encode()
        if len(line) > _LONGEST_BODY:
            line = line[: line.rindex(b" ", 0, _LONGEST_BODY)]
        return f"{line.decode()} {_ACCESS}b{self.building_id} {_ACCESS}s{self.service_id}"


# The names by which each order is found, beside the words that are stored for it, None where there are none.
NAMED_ORDERS = (
    sa.select(
        ORDERS.c.number,
        ORDERS.c.building_id,
        ORDERS.c.service_id,
        ORDERS.c.essence,
        col(Service.name).label("service"),
        col(Building.name).label("address"),
        sa.func.coalesce(col(Client.name), "").label("client"),
        sa.func.coalesce(col(Premise.name), "").label("premise"),
        TEXTS.c.body,
    )
    .select_from(ORDERS)
    .outerjoin(TEXTS, TEXTS.c.order_number == ORDERS.c.number)
    .join(Service, col(Service.id) == ORDERS.c.service_id)
    .join(Building, col(Building.id) == ORDERS.c.building_id)
    .outerjoin(Client, col(Client.id) == ORDERS.c.client_id)
    .outerjoin(Premise, col(Premise.id) == ORDERS.c.premise_id)
    .order_by(ORDERS.c.number)
)
_REWRITE = sa.update(TEXTS).where(TEXTS.c.order_number == sa.bindparam("b_number")).values(body=sa.bindparam("b_body"))


def add_texts(connection: Connection, texts: Iterable[SearchText]) -> None:
    """Write the words of new orders."""
    rows = [{"order_number": text.number, "body": text.body} for text in texts]
    if rows:
        connection.execute(_INSERT, rows)


def change_text(connection: Connection, text: SearchText) -> None:
    """Write the words of an order anew."""
    connection.execute(sa.update(TEXTS).where(TEXTS.c.order_number == text.number).values(body=text.body))


def rewrite_texts(connection: Connection, where: ColumnElement[bool]) -> int:
    """Write the words of all orders that fit a condition on `orders` anew: a name in them has changed.

    Returns how many changed. The names are those in the database now, so flush first.
    """
    changed, last = 0, 0
    while True:
        found = connection.execute(NAMED_ORDERS.where(where, ORDERS.c.number > last).limit(_BATCH)).mappings().all()
        if not found:
            return changed
        last = found[-1]["number"]
        bodies = {row["number"]: row["body"] for row in found}
        texts = text_rows({name: value for name, value in row.items() if name != "body"} for row in found)
        new = [{"b_number": text.number, "b_body": text.body} for text in texts]
        rows = [row for row in new if row["b_body"] != bodies[row["b_number"]]]
        if rows:
            connection.execute(_REWRITE, rows)
        changed += len(rows)


def found_by(dialect: str, wanted: Sequence[str], actor: Actor) -> tuple[Any, ColumnElement[bool]]:
    """The numbers of orders where words are looked up, and the condition that each folded word begins some word there.

    The numbers come either way without being sorted.
    """
    groups = _access_groups(actor)
    if dialect == "sqlite":
        query = " AND ".join([*(f'"{word}"*' for word in wanted), *(f"({' OR '.join(group)})" for group in groups)])
        number, match = FOUND.c.rowid, sa.text("order_search MATCH :words")
    else:
        query = " & ".join([*(f"'{word}':*" for word in wanted), *(f"({' | '.join(group)})" for group in groups)])
        number, match = TEXTS.c.order_number, sa.text("words @@ CAST(:words AS tsquery)")
    where: Any = match.bindparams(words=query)
    return number, where


def _access_groups(actor: Actor) -> list[list[str]]:
    groups = []
    for letter, ids in (("b", actor.buildings), ("s", actor.services)):
        if ids is not None and len(ids) <= _MOST_TOKENS:
            groups.append([f"{_ACCESS}{letter}{key}" for key in ids] or [f"{_ACCESS}{letter}0"])
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
