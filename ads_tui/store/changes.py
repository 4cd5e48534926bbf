"""The change feed: a signal that something changed, not a store of what (decision 8)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ads_tui.models.columns import table_of
from ads_tui.models.ground import Change

CHANNEL = "ads_changes"
_CHUNK_BYTES = 7_900
_MOST_CHUNKS = 4
_KEPT_FOR = timedelta(hours=1)
_TRIMMED_AT_ONCE = 20
_INSERT = sa.insert(Change).inline()
_NOTIFY = sa.select(sa.func.pg_notify(CHANNEL, sa.bindparam("b_payload", type_=sa.String)))
_TABLE = table_of(Change)
_OLDEST = sa.select(_TABLE.c.id).order_by(_TABLE.c.id).limit(sa.bindparam("b_most", type_=sa.Integer))
# Rows far ahead were written under a fixed clock (CL-2) and would otherwise stand before all others for years.
_TRIM = sa.delete(_TABLE).where(
    _TABLE.c.id.in_(_OLDEST), ~_TABLE.c.at.between(sa.bindparam("b_from"), sa.bindparam("b_to"))
)


def announce(connection: Connection, touched: Iterable[tuple[str, str]], now: datetime) -> None:
    """Tell every console, in the transaction of the change itself, so that nothing uncommitted is told."""
    rows = list(touched)
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(_INSERT, [{"kind": kind, "key": key, "at": now} for kind, key in rows])
        trim(connection, now, len(rows) + _TRIMMED_AT_ONCE)
    else:
        for payload in payloads(rows):
            connection.execute(_NOTIFY, {"b_payload": payload})


def trim(connection: Connection, now: datetime, most: int) -> int:
    """Remove those of the `most` first rows that are older than an hour, and say how many they were.

    Every writer takes away more than it adds, none waits for it; the scheduler removes the rest.
    """
    fresh = {"b_from": now - _KEPT_FOR, "b_to": now + _KEPT_FOR}
    return connection.execute(_TRIM, {"b_most": most, **fresh}).rowcount


def payloads(rows: list[tuple[str, str]]) -> list[str]:
    """Lines `kind:key` in chunks that NOTIFY carries; "all" where there would be too many."""
    chunks: list[str] = []
    chunk = ""
    for kind, key in rows:
        word = f"{kind}:{key}"
        if chunk and len(chunk) + 1 + len(word.encode()) > _CHUNK_BYTES:
            chunks.append(chunk)
            chunk = word
        else:
            chunk = f"{chunk}\n{word}" if chunk else word
    chunks.append(chunk)
    return chunks if len(chunks) <= _MOST_CHUNKS else ["all"]
