"""An order's history as people and scripts read it (HI-1, CL-7)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.history import GENESIS
from ads_tui.services.orders.event_values import EventValues
from ads_tui.services.orders.opening import demand_visible
from ads_tui.store.order_rows import EVENTS
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of history, keys as in CL-7; `previous` and `hash` in hexadecimal; moments in UTC.

    `seq` is its place in the chain, for replaying; `reasons` are the codes of the cancel reasons given with a status,
    for screens.
    """

    id: int
    seq: int
    kind: str
    field: str | None
    from_: Any
    to: Any
    comment: str | None
    at: datetime
    recorded_at: datetime
    by: str | None
    source: str
    batch: int | None
    incident: int | None
    previous: str
    hash: str
    reasons: tuple[str, ...]


def history_of(reading: Reading, number: int, *, until: datetime | None = None, names: bool = False) -> list[EventView]:
    """The events of an order, newest first by the moment when they held; with `until` those up to it (HI-2).

    With `names` employees are told by name instead of login, as on screens. Raises NotFoundError where the order does
    not exist for the actor.
    """
    demand_visible(reading, number)
    rows = reading.connection.execute(
        sa.select(EVENTS).where(EVENTS.c.order_number == number).order_by(EVENTS.c.seq)
    ).all()
    data = [json.loads(row.data) for row in rows]
    values = EventValues(reading, _values(rows, data), _people(rows, data), names=names)
    views = []
    previous = GENESIS
    for row, event in zip(rows, data, strict=True):
        if until is None or row.at <= until:
            views.append(_view(row, event, previous, values))
        previous = row.hash
    return sorted(views, key=lambda view: (view.at, view.seq), reverse=True)


def _values(rows: Iterable[Any], data: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for row, event in zip(rows, data, strict=True):
        for side in ("from", "to"):
            yield row.field or row.kind, event.get(side)


def _people(rows: Iterable[Any], data: Iterable[dict[str, Any]]) -> Iterator[int]:
    """Who did something, and whom a new order was made without."""
    for row, event in zip(rows, data, strict=True):
        if row.actor_kind == "employee":
            yield row.actor_id
        for employee, _reason in event.get("left_out", ()):
            yield employee


def _view(row: Any, event: dict[str, Any], previous: bytes, values: EventValues) -> EventView:
    key = row.field or row.kind
    return EventView(
        id=row.id,
        seq=row.seq,
        kind=row.kind,
        field=row.field,
        from_=values.shown(key, event.get("from")),
        to=values.shown(key, event.get("to")),
        comment=event.get("comment") or values.left_out(event.get("left_out")),
        at=row.at,
        recorded_at=row.recorded_at,
        by=values.login(row.actor_id) if row.actor_kind == "employee" else None,
        source=row.source,
        batch=row.batch_id,
        incident=None,
        previous=previous.hex(),
        hash=row.hash.hex(),
        reasons=tuple(event.get("reasons") or ()),
    )
