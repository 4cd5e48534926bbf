"""What a client has had to do with the company, newest first (CD-2)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.models.places import ClientContact
from ads_tui.services.orders.rows import fetch_rows
from ads_tui.services.orders.walking import Stretch
from ads_tui.services.orders.window import MOST_NEWER, Place
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class ActivityOf:
    """Whose activity: a client's, or, `by_phone`, that of everybody who has a phone of this client."""

    client_id: int
    by_phone: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing, keys as in CL-7, moments in UTC; `status_name`, `status_colour`, `base_status` are for screens."""

    kind: str
    order: int
    status: str
    status_name: str
    status_colour: str
    base_status: str
    subject: str
    address: str
    at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PlacedActivity:
    """A thing, its key (kind and id) and its place in the list."""

    key: tuple[str, int]
    place: Place
    activity: Activity


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind: what of it the actor sees as columns `at` and `id`, and the things of some ids."""

    select: Callable[[Reading, ActivityOf], sa.Select[Any]]
    load: Callable[[Reading, Sequence[int]], Mapping[int, Activity]]


def read_activity(reading: Reading, of: ActivityOf, stretch: Stretch) -> tuple[list[PlacedActivity], bool]:
    """A stretch of the list in the order of the list, and whether more follows in the direction of the reading.

    It costs the same at any depth and for any number of things, but for `skip`.
    """
    found = _union(reading, of)
    key = sa.tuple_(found.c.at, found.c.id, found.c.kind)
    statement = sa.select(found.c.at, found.c.id, found.c.kind)
    falls = not stretch.backwards
    if stretch.start is not None:
        start = sa.tuple_(*(sa.literal(value) for value in stretch.start[1]))
        if stretch.inclusive:
            statement = statement.where(key <= start if falls else key >= start)
        else:
            statement = statement.where(key < start if falls else key > start)
    statement = statement.order_by(
        *(column.desc() if falls else column.asc() for column in (found.c.at, found.c.id, found.c.kind))
    )
    rows = reading.connection.execute(statement.limit(stretch.limit + 1).offset(stretch.skip or None)).all()
    taken = rows[: stretch.limit]
    return _load(reading, taken if falls else taken[::-1]), len(rows) > stretch.limit


def find_activity(reading: Reading, of: ActivityOf, key: tuple[str, int]) -> PlacedActivity | None:
    """The thing with this key, None where it is not, or no longer, among them."""
    found = _union(reading, of)
    row = reading.connection.execute(
        sa.select(found.c.at, found.c.id, found.c.kind).where(found.c.kind == key[0], found.c.id == key[1])
    ).first()
    return None if row is None else _load(reading, [row])[0]


def count_newer(reading: Reading, of: ActivityOf, head: Place) -> int:
    """How many things stand before a place of the list, exact up to MOST_NEWER."""
    found = _union(reading, of)
    head_values = sa.tuple_(*(sa.literal(value) for value in head.values))
    above = sa.select(found.c.id).where(sa.tuple_(found.c.at, found.c.id, found.c.kind) > head_values)
    return _count(reading, above.limit(MOST_NEWER))


def count_activity(reading: Reading, of: ActivityOf) -> int:
    """How many things there are, exactly."""
    return _count(reading, sa.select(_union(reading, of).c.id))


def _count(reading: Reading, statement: sa.Select[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(statement.subquery())
    return int(reading.connection.execute(counted).scalar_one())


def _union(reading: Reading, of: ActivityOf) -> sa.Subquery:
    """All things of all kinds: when, id and kind."""
    parts = []
    for name, kind in _KINDS.items():
        parts.append(kind.select(reading, of).add_columns(sa.literal(name, literal_execute=True).label("kind")))
    return sa.union_all(*parts).subquery()


def _load(reading: Reading, rows: Sequence[Any]) -> list[PlacedActivity]:
    ids: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[row.kind].append(row.id)
    things = {kind: _KINDS[kind].load(reading, wanted) for kind, wanted in ids.items()}
    return [
        PlacedActivity(
            (row.kind, row.id), Place(0, (row.at, row.id, row.kind), descending=True), things[row.kind][row.id]
        )
        for row in rows
    ]


def _select_orders(reading: Reading, of: ActivityOf) -> sa.Select[Any]:
    theirs = ORDERS.c.client_id == of.client_id
    if of.by_phone:
        key, owner, kind = col(ClientContact.value_key), col(ClientContact.client_id), col(ClientContact.kind)
        phones = sa.select(key).where(owner == of.client_id, kind == "phone")
        theirs = ORDERS.c.client_id.in_(sa.select(owner).where(key.in_(phones), kind == "phone"))
    return select_orders(reading.actor, ORDERS.c.created_at.label("at"), ORDERS.c.number.label("id")).where(theirs)


def _load_orders(reading: Reading, numbers: Sequence[int]) -> dict[int, Activity]:
    return {
        row.number: Activity(
            kind="order",
            order=row.number,
            status=row.status,
            status_name=row.status_name,
            status_colour=row.status_colour,
            base_status=row.base_status,
            subject=row.service.name,
            address=f"{row.building.name}, {row.premise.name}" if row.premise else row.building.name,
            at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in fetch_rows(reading, numbers)
    }


# Each kind of CD-2 is an entry.
_KINDS: Mapping[str, _Kind] = {"order": _Kind(_select_orders, _load_orders)}
