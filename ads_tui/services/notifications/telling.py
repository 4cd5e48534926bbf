"""Reads what a notification tells: the order, its service and address, who did it, the comment."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ads_tui.models.catalogue import Service, Status
from ads_tui.models.columns import table_of
from ads_tui.models.notifications import Notification
from ads_tui.models.orders import Comment
from ads_tui.models.people import Employee
from ads_tui.models.places import Building, Premise
from ads_tui.services.notifications.texts import Told
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

NOTIFICATIONS = table_of(Notification)
_SERVICES, _BUILDINGS, _PREMISES = table_of(Service), table_of(Building), table_of(Premise)
_EMPLOYEES, _COMMENTS, _STATUSES = table_of(Employee), table_of(Comment), table_of(Status)
# What a notification is shown by; who may see it was judged where it was found.
COLUMNS: tuple[Any, ...] = (
    NOTIFICATIONS,
    _SERVICES.c.name.label("service"),
    _BUILDINGS.c.name.label("building"),
    _PREMISES.c.name.label("premise"),
    _EMPLOYEES.c.name.label("by"),
)
JOINED = (
    NOTIFICATIONS.join(ORDERS, ORDERS.c.number == NOTIFICATIONS.c.order_number)
    .join(_SERVICES, _SERVICES.c.id == ORDERS.c.service_id)
    .join(_BUILDINGS, _BUILDINGS.c.id == ORDERS.c.building_id)
    .outerjoin(_PREMISES, _PREMISES.c.id == ORDERS.c.premise_id)
    .outerjoin(_EMPLOYEES, _EMPLOYEES.c.id == NOTIFICATIONS.c.by_id)
)


def told_of(reading: Reading, rows: Sequence[Any]) -> list[Told]:
    """What rows of `COLUMNS` tell, in their order."""
    if not rows:
        return []
    comments = _comments(reading, (row.data["comment"] for row in rows if "comment" in row.data))
    statuses = {}
    if any("to" in row.data for row in rows):
        statuses = dict(reading.connection.execute(sa.select(_STATUSES.c.code, _STATUSES.c.name)).all())
    return [
        Told(
            id=row.id,
            kind=row.kind,
            number=row.order_number,
            at=row.at,
            service=row.service,
            address=", ".join(part for part in (row.building, row.premise) if part),
            by=row.by or "",
            comment=comments.get(row.data.get("comment", 0), ""),
            data=row.data,
            statuses=statuses,
        )
        for row in rows
    ]


def _comments(reading: Reading, ids: Iterable[int]) -> dict[int, str]:
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    statement = sa.select(_COMMENTS.c.id, _COMMENTS.c.text).where(_COMMENTS.c.id.in_(wanted))
    return dict(reading.connection.execute(statement).all())
