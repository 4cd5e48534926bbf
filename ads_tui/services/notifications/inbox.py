"""What an employee was told in the console: listed, counted, read (NT-3, NT-4)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.notifications import KINDS
from ads_tui.models.columns import table_of
from ads_tui.models.notifications import Delivery, NotificationMark, NotificationRead
from ads_tui.services.naming import not_found
from ads_tui.services.notifications.matrix import Matrix
from ads_tui.services.notifications.outbox import CHANGED
from ads_tui.services.notifications.parties import EMPLOYEES, parties_of
from ads_tui.services.notifications.telling import COLUMNS, JOINED, NOTIFICATIONS, told_of
from ads_tui.services.notifications.texts import Told
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading, Work

# So many are listed, and so many at most are counted.
LISTED = 200
COUNTED = 100

_DELIVERIES, _READS, _MARKS = table_of(Delivery), table_of(NotificationRead), table_of(NotificationMark)
_FAILED = ("failed", "unknown")


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A notification as its reader has it; `failed` are the channels that did not bring it to him.

    `recipient` and `error` are told to administrators of those that failed.
    """

    told: Told
    read: bool
    failed: tuple[str, ...] = ()
    recipient: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """The unread ones, newest first, and how many there are, counted up to `COUNTED`.

    `storm` is how many of a kind are told one by one within a minute, `rings` whether the terminal rings (CL-17).
    """

    unread: tuple[Told, ...]
    count: int
    storm: int
    rings: bool


def list_notifications(reading: Reading, *, unread: bool = False, most: int = LISTED) -> list[InboxEntry]:
    """What the actor was told of orders that he sees, newest first."""
    reading.actor.require_signed_in()
    rows = _rows(reading, unread=unread, most=most)
    read = _read_among(reading, rows)
    failed = _failed_of(reading, [row.id for row in rows])
    return [InboxEntry(told, told.id in read, failed.get(told.id, ())) for told in told_of(reading, rows)]


def news(reading: Reading, most: int) -> News:
    """What the actor has not read yet, at most so many of it."""
    rows = _rows(reading, unread=True, most=COUNTED)
    settings = reading.settings
    told = tuple(told_of(reading, rows[:most]))
    return News(told, len(rows), settings.number("notify.storm"), settings.flag("bell"))


def failed_notifications(reading: Reading) -> list[InboxEntry]:
    """What could not be delivered outside, newest first, to whomever; AccessError without the right `admin`."""
    reading.actor.require("admin")
    recipient = EMPLOYEES.alias()
    columns = (*COLUMNS, _DELIVERIES.c.channel, _DELIVERIES.c.error, recipient.c.login)
    joined = _DELIVERIES.join(JOINED, NOTIFICATIONS.c.id == _DELIVERIES.c.notification_id).outerjoin(
        recipient, recipient.c.id == _DELIVERIES.c.employee_id
    )
    statement = select_orders(reading.actor, *columns).select_from(joined).where(_DELIVERIES.c.state.in_(_FAILED))
    rows = reading.connection.execute(statement.order_by(_DELIVERIES.c.id.desc()).limit(LISTED)).all()
    return [
        InboxEntry(told, row.read_at is not None, (row.channel,), row.login or "", row.error)
        for row, told in zip(rows, told_of(reading, rows), strict=True)
    ]


def retried_deliveries(reading: Reading) -> tuple[int, str]:
    """How many deliveries wait to be tried again after a failure, and the latest error among them, empty for none."""
    again = _DELIVERIES.c.next_at.is_not(None), _DELIVERIES.c.state == "waiting", _DELIVERIES.c.error != ""
    count, latest = sa.func.count(), sa.func.max(_DELIVERIES.c.id)
    row = reading.connection.execute(sa.select(count, latest).where(*again)).one()
    error = sa.select(_DELIVERIES.c.error).where(_DELIVERIES.c.id == row[1])
    return row[0], reading.connection.execute(error).scalar() or ""


def mark_read(work: Work, ids: Sequence[int]) -> list[int]:
    """Count these notifications of the actor as read; NotFoundError for one that he was not told."""
    work.actor.require_signed_in()
    wanted = list(dict.fromkeys(ids))
    rows = {row.id: row for row in _rows(work, only=wanted, most=len(wanted))}
    for one in wanted:
        if one not in rows:
            raise not_found("id", one)
    own = [row.id for row in rows.values() if row.party is None]
    told = NOTIFICATIONS.c.id.in_(own), NOTIFICATIONS.c.read_at.is_(None)
    work.connection.execute(sa.update(NOTIFICATIONS).where(*told).values(read_at=work.now))
    _read_of_parties(work, [row.id for row in rows.values() if row.party is not None])
    work.touch(CHANGED, str(work.actor.id))
    return wanted


def mark_all_read(work: Work, newest: int) -> None:
    """Count all notifications of the actor up to one, the newest that he was shown, as read."""
    work.actor.require_signed_in()
    mine = NOTIFICATIONS.c.employee_id == work.actor.id, NOTIFICATIONS.c.read_at.is_(None)
    read = sa.update(NOTIFICATIONS).where(*mine, NOTIFICATIONS.c.id <= newest)
    work.connection.execute(read.values(read_at=work.now))
    work.connection.execute(
        sa.text(
            "INSERT INTO notification_marks (employee_id, read_to) VALUES (:employee, :newest) ON CONFLICT"
            " (employee_id) DO UPDATE SET read_to = excluded.read_to"
            " WHERE notification_marks.read_to < excluded.read_to"
        ),
        {"employee": work.actor.id, "newest": newest},
    )
    older = sa.delete(_READS).where(_READS.c.employee_id == work.actor.id, _READS.c.notification_id <= newest)
    work.connection.execute(older)
    work.touch(CHANGED, str(work.actor.id))


def _read_of_parties(work: Work, ids: Iterable[int]) -> None:
    for one in ids:
        work.connection.execute(
            sa.text(
                "INSERT INTO notification_reads (employee_id, notification_id) VALUES (:employee, :one)"
                " ON CONFLICT DO NOTHING"
            ),
            {"employee": work.actor.id, "one": one},
        )


def _rows(reading: Reading, *, most: int, unread: bool = False, only: Collection[int] | None = None) -> list[Any]:
    """Notifications to the actor and to his parties, newest first, of the kinds that he wants to see here."""
    actor = reading.actor
    kinds = _kinds(reading)
    if not kinds:
        return []
    base = select_orders(actor, *COLUMNS).select_from(JOINED).where(NOTIFICATIONS.c.kind.in_(kinds))
    if only is not None:
        base = base.where(NOTIFICATIONS.c.id.in_(only))
    base = base.order_by(NOTIFICATIONS.c.id.desc()).limit(most)
    own = base.where(NOTIFICATIONS.c.employee_id == actor.id)
    arms = [own.where(NOTIFICATIONS.c.read_at.is_(None)) if unread else own]
    for party in parties_of(actor):
        told = base.where(NOTIFICATIONS.c.party == party, NOTIFICATIONS.c.by_id.is_distinct_from(actor.id))
        if unread:
            read = sa.exists().where(_READS.c.employee_id == actor.id, _READS.c.notification_id == NOTIFICATIONS.c.id)
            told = told.where(NOTIFICATIONS.c.id > _read_to(reading), ~read)
        arms.append(told)
    found = [row for arm in arms for row in reading.connection.execute(arm)]
    return sorted(found, key=lambda row: row.id, reverse=True)[:most]


def _kinds(reading: Reading) -> list[str]:
    employee = reading.actor.id
    role = reading.connection.execute(sa.select(EMPLOYEES.c.role_id).where(EMPLOYEES.c.id == employee)).scalar()
    if employee is None or role is None:
        return []
    matrix = Matrix(reading, [employee])
    return [kind for kind in KINDS if matrix.is_on(employee, role, kind, "console")]


def _read_to(reading: Reading) -> int:
    mark = sa.select(_MARKS.c.read_to).where(_MARKS.c.employee_id == reading.actor.id)
    return reading.connection.execute(mark).scalar() or 0


def _read_among(reading: Reading, rows: Sequence[Any]) -> set[int]:
    parties = [row.id for row in rows if row.party is not None]
    told = _READS.c.employee_id == reading.actor.id, _READS.c.notification_id.in_(parties)
    read = set(reading.connection.execute(sa.select(_READS.c.notification_id).where(*told)).scalars())
    mark = _read_to(reading)
    read |= {one for one in parties if one <= mark}
    return read | {row.id for row in rows if row.read_at is not None}


def _failed_of(reading: Reading, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The channels that failed to bring these to the actor, once for all that a digest held."""
    statement = (
        sa.select(_DELIVERIES.c.notification_id, _DELIVERIES.c.channel)
        .where(
            _DELIVERIES.c.notification_id.in_(ids),
            _DELIVERIES.c.employee_id == reading.actor.id,
            _DELIVERIES.c.state.in_(_FAILED),
        )
        .order_by(_DELIVERIES.c.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for one, channel in reading.connection.execute(statement):
        if channel not in found.get(one, ()):
            found[one] = (*found.get(one, ()), channel)
    return found
