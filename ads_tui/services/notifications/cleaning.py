"""Forgets notifications after 90 days (decision 13)."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from ads_tui.models.columns import table_of
from ads_tui.models.notifications import Delivery, Notification, NotificationRead
from ads_tui.store.work import Reading, Work

KEPT_FOR = timedelta(days=90)
_AT_ONCE = 500
_NOTIFICATIONS, _DELIVERIES, _READS = table_of(Notification), table_of(Delivery), table_of(NotificationRead)
_OLDEST = sa.select(_NOTIFICATIONS.c.id, _NOTIFICATIONS.c.at).order_by(_NOTIFICATIONS.c.id)


def is_old(reading: Reading) -> bool:
    """Whether there is anything to forget."""
    oldest = reading.connection.execute(_OLDEST.limit(1)).first()
    return oldest is not None and _is_over(oldest.at, reading.now)


def forget_old(work: Work) -> int:
    """Remove some notifications that are too old, with what became of them; returns how many."""
    rows = work.connection.execute(_OLDEST.limit(_AT_ONCE)).all()
    gone = [row.id for row in rows if _is_over(row.at, work.now)]
    for table in (_DELIVERIES, _READS):
        work.connection.execute(sa.delete(table).where(table.c.notification_id.in_(gone)))
    work.connection.execute(sa.delete(_NOTIFICATIONS).where(_NOTIFICATIONS.c.id.in_(gone)))
    return len(gone)


def _is_over(at: datetime, now: datetime) -> bool:
    return at < now - KEPT_FOR
