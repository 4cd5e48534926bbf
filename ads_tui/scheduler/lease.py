"""Who does the scheduler's work for the whole database (SC-1); it judges by the database's clock alone (decision 11).

A lease saves work and nothing else: that each thing is done once is held by the claims of `running`.
"""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ads_tui.domain.actors import SYSTEM
from ads_tui.models.columns import table_of
from ads_tui.models.time import Lease
from ads_tui.store.work import Store

# Who renews every 5 seconds and dies is followed within 25 (SC-1).
LENGTH_S = 20.0
RENEWAL_S = 5.0

_NAME = "scheduler"
_LEASES = table_of(Lease)
# The present moment of the database, and the one when a lease taken now ends, as its column holds moments.
_NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')", "postgresql": "clock_timestamp()"}
_END = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now', '+' || :length || ' seconds')",
    "postgresql": "clock_timestamp() + make_interval(secs => :length)",
}
# A lease that ends later than any taken now was taken before the database's clock was set back.
_TAKE = """
    INSERT INTO leases (name, owner, since, until) VALUES (:name, :owner, {now}, {end})
    ON CONFLICT (name) DO UPDATE SET
        owner = excluded.owner,
        since = CASE WHEN leases.owner = excluded.owner THEN leases.since ELSE excluded.since END,
        until = excluded.until,
        ticked_at = CASE WHEN :ticked THEN excluded.since ELSE leases.ticked_at END
    WHERE leases.owner = excluded.owner OR leases.until < excluded.since OR leases.until > excluded.until
    RETURNING owner"""


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads, since when, and when he last looked for work; moments by the database's clock, in UTC."""

    owner: str
    since: datetime
    ticked_at: datetime | None


def new_owner() -> str:
    """A name for this process that no other has: machine, process, and something random."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"


def take(store: Store, owner: str, *, length_s: float = LENGTH_S, ticked: bool = False) -> bool:
    """Take the lease or renew it, and say whether it is held; `ticked` notes that work was looked for.

    Raises OutsideError where the database does not answer.
    """

    def upsert(connection: Connection) -> bool:
        kind = connection.dialect.name
        statement = sa.text(_TAKE.format(now=_NOW[kind], end=_END[kind]))
        given = {"name": _NAME, "owner": owner, "length": length_s, "ticked": ticked}
        return connection.execute(statement, given).first() is not None

    return store.perform(SYSTEM, lambda work: upsert(work.connection))


def give_back(store: Store, owner: str) -> None:
    """Let another take the lease at once; nothing where it is not held. Raises OutsideError."""
    mine = sa.delete(_LEASES).where(_LEASES.c.name == _NAME, _LEASES.c.owner == owner)
    store.perform(SYSTEM, lambda work: work.connection.execute(mine))


def leader(store: Store) -> Leader | None:
    """Whoever holds the lease, None where nobody does. Raises OutsideError."""
    with store.reading(SYSTEM) as reading:
        now = _NOW[reading.connection.dialect.name]
        held = sa.select(_LEASES).where(_LEASES.c.name == _NAME, sa.text(f"until >= {now}"))
        row = reading.connection.execute(held).first()
    return None if row is None else Leader(row.owner, row.since, row.ticked_at)
