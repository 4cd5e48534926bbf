"""An order's history as people and scripts read it (HI-1, CL-7): ids become codes, logins and names."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.channels import PRIORITIES
from ads_tui.domain.history import GENESIS
from ads_tui.i18n import _
from ads_tui.models.catalogue import Service
from ads_tui.models.people import Department, Employee
from ads_tui.models.places import Building, Client, Premise
from ads_tui.services.orders.opening import demand_visible
from ads_tui.store.order_rows import EVENTS
from ads_tui.store.work import Reading

_THINGS: Mapping[str, type[Any]] = {
    "service": Service,
    "building": Building,
    "premise": Premise,
    "client": Client,
    "department": Department,
}
_PEOPLE = frozenset({"executors", "controllers"})


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of history, keys as in CL-7; `previous` and `hash` in hexadecimal; moments in UTC."""

    id: int
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


def history_of(reading: Reading, number: int, *, until: datetime | None = None) -> list[EventView]:
    """The events of an order, newest first by the moment when they held; with `until` those up to it (HI-2).

    Raises NotFoundError where the order does not exist for the actor.
    """
    demand_visible(reading, number)
    rows = reading.connection.execute(
        sa.select(EVENTS).where(EVENTS.c.order_number == number).order_by(EVENTS.c.seq)
    ).all()
    names = _Names(reading, rows)
    views = []
    previous = GENESIS
    for row in rows:
        if until is None or row.at <= until:
            views.append((row.at, row.seq, _view(row, previous, names)))
        previous = row.hash
    views.sort(key=lambda item: item[:2], reverse=True)
    return [view for _at, _seq, view in views]


def status_at(events: Iterable[EventView]) -> str | None:
    """The status after the newest of the events that says one; `events` newest first (HI-2)."""
    return next((event.to for event in events if event.kind in ("status", "created", "undone") and event.to), None)


def _view(row: Any, previous: bytes, names: "_Names") -> EventView:
    data = json.loads(row.data)
    key = row.field or row.kind
    return EventView(
        id=row.id,
        kind=row.kind,
        field=row.field,
        from_=names.shown(key, data.get("from")),
        to=names.shown(key, data.get("to")),
        comment=data.get("comment") or names.left_out(data.get("left_out")),
        at=row.at,
        recorded_at=row.recorded_at,
        by=names.login(row.actor_id) if row.actor_kind == "employee" else None,
        source=row.source,
        batch=row.batch_id,
        incident=None,
        previous=previous.hex(),
        hash=row.hash.hex(),
    )


class _Names:
    """Logins, codes and names of the ids that some events hold, each kind asked for once."""

    def __init__(self, reading: Reading, rows: Sequence[Any]) -> None:
        self._session = reading.session
        people: set[int] = {row.actor_id for row in rows if row.actor_kind == "employee" and row.actor_id}
        things: dict[str, set[int]] = {}
        for row in rows:
            key = row.field or row.kind
            data = json.loads(row.data)
            if key in _PEOPLE:
                for side in ("from", "to"):
                    people.update(data.get(side) or ())
                people.update(employee for employee, _reason in data.get("left_out") or ())
            elif key in _THINGS:
                things.setdefault(key, set()).update(value for value in (data.get("from"), data.get("to")) if value)
        self._logins = dict(
            reading.session.execute(
                sa.select(col(Employee.id), col(Employee.login)).where(col(Employee.id).in_(people))
            ).all()
        )
        self._things = {key: self._load(key, ids) for key, ids in things.items()}

    def _load(self, key: str, ids: set[int]) -> dict[int, dict[str, Any]]:
        model = _THINGS[key]
        rows = self._session.execute(sa.select(model.id, model.code, model.name).where(model.id.in_(ids)))
        return {row.id: {"code": row.code, "name": row.name} for row in rows}

    def login(self, employee_id: int | None) -> str | None:
        """The login of an employee."""
        return self._logins.get(employee_id) if employee_id else None

    def shown(self, key: str, value: Any) -> Any:
        """A value of an event as CL-7 prints it."""
        if value is None:
            return None
        if key in _PEOPLE:
            return [self._logins.get(employee, str(employee)) for employee in value]
        if key in _THINGS:
            return self._things[key].get(value)
        return PRIORITIES[value] if key == "priority" else value

    def left_out(self, people: Sequence[tuple[int, str]] | None) -> str | None:
        """Which default people were left out of a new order, and why (PE-1)."""
        if not people:
            return None
        named = ", ".join(f"{self._logins.get(employee, employee)} ({reason})" for employee, reason in people)
        return _("Left out: {people}").format(people=named)
