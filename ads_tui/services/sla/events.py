"""The events from which an order's clocks are computed, read from its history (SL-12)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.sla_events import (
    BreakRecorded,
    Created,
    DueSet,
    Event,
    LocalizationTakenBack,
    Localized,
    NormsFixed,
    StatusChanged,
    StatusUndone,
)
from ads_tui.models.catalogue import Status
from ads_tui.models.columns import table_of
from ads_tui.services.sla.norms import FixedNorm, FixedNorms, NormReader
from ads_tui.store.order_rows import EVENTS
from ads_tui.store.work import Reading

_STATUSES = table_of(Status)
_TOLD_BY = ("due_at", "due_by_hand", "localized_at", "norms")
_EVENTS = (
    sa.select(EVENTS.c.order_number, EVENTS.c.seq, EVENTS.c.at, EVENTS.c.kind, EVENTS.c.field, EVENTS.c.data)
    .where(
        EVENTS.c.order_number.in_(sa.bindparam("b_numbers", expanding=True)),
        sa.or_(
            EVENTS.c.kind.in_(("created", "status", "sla")),
            sa.and_(EVENTS.c.kind == "undone", EVENTS.c.field == "status"),
            sa.and_(EVENTS.c.kind == "edited", EVENTS.c.field.in_(_TOLD_BY)),
        ),
    )
    .order_by(EVENTS.c.order_number, EVENTS.c.seq)
)

_BASES = sa.select(_STATUSES.c.code, _STATUSES.c.base)
_NORMS = (
    sa.select(EVENTS.c.order_number, EVENTS.c.data)
    .where(
        EVENTS.c.order_number.in_(sa.bindparam("b_numbers", expanding=True)),
        EVENTS.c.kind == "edited",
        EVENTS.c.field == "norms",
    )
    .order_by(EVENTS.c.order_number, EVENTS.c.seq)
)

# A row of history with its data.
_Row = tuple[Any, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """What history tells of an order's clocks: events, oldest first, and the norms that hold after them."""

    events: Sequence[Event]
    norms: FixedNorms


class EventReader:
    """Reads the events of clocks; statuses and calendars are read once, the latter by `norms`."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.norms = NormReader(reading)
        self._bases: dict[str, str] | None = None

    def read(self, orders: Mapping[int, Mapping[str, Any]], fixed: Mapping[int, FixedNorms]) -> dict[int, Told]:
        """What is told of orders by number.

        `orders` are their rows, of which `due_at` and `due_by_hand` are looked at; `fixed` the norms of their clocks,
        which hold where history tells of no others.
        """
        rows: dict[int, list[tuple[Any, Mapping[str, Any]]]] = {number: [] for number in orders}
        for row in self._reading.connection.execute(_EVENTS, {"b_numbers": list(orders)}):
            rows[row.order_number].append((row, json.loads(row.data)))
        return {number: self._told(rows[number], orders[number], fixed[number]) for number in orders}

    def _told(self, rows: Sequence[_Row], order: Mapping[str, Any], fixed: FixedNorms) -> Told:
        changes = [data for row, data in rows if row.field == "norms"]
        first = _fixed(changes[0]["from"]) if changes else fixed
        last = _fixed(changes[-1]["to"]) if changes else fixed
        events = [self._event(row, data, rows, order, first) for row, data in rows if not _is_met(row, data)]
        return Told(events, last)

    def _event(
        self, row: Any, data: Mapping[str, Any], rows: Sequence[_Row], order: Mapping[str, Any], first: FixedNorms
    ) -> Event:
        if row.kind == "created":
            due = _moment(data["due"]) if "due" in data else _first_due(rows, order)
            return Created(row.at, self._base(data["to"]), self.norms.norms(first), due)
        if row.kind == "status":
            return StatusChanged(row.at, self._base(data["to"]), bool(data.get("pauses")))
        if row.kind == "sla":
            return BreakRecorded(row.at, row.field, datetime.fromisoformat(data["due"]))
        if row.kind == "undone":
            return StatusUndone(row.at)
        if row.field == "due_at":
            return DueSet(row.at, _moment(data["to"]))
        if row.field == "due_by_hand":
            return DueSet(row.at, _moment(data.get("due")) if data["to"] else None)
        if row.field == "norms":
            return NormsFixed(row.at, self.norms.norms(_fixed(data["to"])))
        since = _moment(data["to"])
        return Localized(row.at, since) if since else LocalizationTakenBack(row.at)

    def _base(self, code: str) -> str:
        if self._bases is None:
            self._bases = dict(self._reading.connection.execute(_BASES).all())
        return self._bases[code]


def _is_met(row: Any, data: Mapping[str, Any]) -> bool:
    """Whether a row tells a result that was good: nothing but what ended the clock decides about that."""
    return row.kind == "sla" and not (data["to"] == "broken" and data.get("due"))


def norms_told(reading: Reading, numbers: Sequence[int]) -> dict[int, FixedNorms]:
    """The norms that hold for orders by number, of those for which history tells of others than the first."""
    rows = reading.connection.execute(_NORMS, {"b_numbers": list(numbers)})
    return {number: _fixed(json.loads(data)["to"]) for number, data in rows}


def _first_due(rows: Sequence[_Row], order: Mapping[str, Any]) -> datetime | None:
    """The due that an order was registered with, of one whose first event does not say it: only hands set it then."""
    for row, data in rows:
        if row.field == "due_at":
            return _moment(data["from"])
    due: datetime | None = order["due_at"] if order["due_by_hand"] else None
    return due


def _fixed(recorded: Mapping[str, Sequence[Any]]) -> FixedNorms:
    return {kind: FixedNorm(*values) for kind, values in recorded.items()}


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
