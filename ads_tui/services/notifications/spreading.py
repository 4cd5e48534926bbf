"""Makes deliveries of what was told: one for each recipient, channel and address, storms folded (NT-1, NT-3, NT-5)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.notifications import STORM_WITHIN, Party, folded
from ads_tui.models.columns import table_of
from ads_tui.models.notifications import Delivery, Notification
from ads_tui.models.places import ClientContact
from ads_tui.services.notifications.matrix import Matrix
from ads_tui.services.notifications.parties import EMPLOYEES, onlookers
from ads_tui.store.work import Reading, Work

DELIVERIES, NOTIFICATIONS = table_of(Delivery), table_of(Notification)
CONTACTS = table_of(ClientContact)
EMAIL, OTHER, SMS = "email", "other", "sms"
# So many notifications are spread in one transaction.
AT_ONCE = 100
NO_EMPLOYEE = 0

_WAITING = sa.select(NOTIFICATIONS.c.id).where(~NOTIFICATIONS.c.spread).order_by(NOTIFICATIONS.c.id).limit(AT_ONCE)
_CLAIM = (
    sa.update(NOTIFICATIONS)
    .where(NOTIFICATIONS.c.id.in_(_WAITING), ~NOTIFICATIONS.c.spread)
    .values(spread=True)
    .returning(NOTIFICATIONS)
)


@dataclass(frozen=True, slots=True)
class Reachable:
    """An unblocked employee who can be told outside: his addresses, empty where he has none."""

    id: int
    role: int
    email: str
    urls: tuple[str, ...]

    def targets(self, channel: str) -> Sequence[str]:
        """What tells his addresses on a channel apart."""
        if channel == EMAIL:
            return [""] if self.email else []
        return [target_of(url) for url in self.urls]


def target_of(url: str) -> str:
    """What names an address without telling what it holds."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def spread(work: Work) -> int:
    """Make deliveries of at most `AT_ONCE` new notifications; returns how many notifications they were.

    Each is taken once, however many do this at the same time.
    """
    taken = sorted(work.connection.execute(_CLAIM).all(), key=lambda row: row.id)
    if not taken:
        return 0
    reachable = {one.id: one for one in _reachable(work)}
    matrix = Matrix(work)
    to_employees = [(row, _wanted(work, row, reachable, matrix)) for row in taken if row.client_id is None]
    concerned = {row.order_number for row, wanted in to_employees if wanted}
    seen_by = onlookers(work, concerned, {employee for _row, wanted in to_employees for employee in wanted})
    rows: list[dict[str, Any]] = [
        _delivery(work, row, NO_EMPLOYEE, channel, "")
        for row in taken
        if row.client_id is not None
        for channel in _client_channels(work, row)
    ]
    for row, wanted in to_employees:
        seeing = seen_by.get(row.order_number, {})
        party: Party | None = row.party
        rows += [
            _delivery(work, row, employee, channel, target)
            for employee, channels in wanted.items()
            if employee in seeing and (party is None or seeing[employee].belongs_to(party))
            for channel in channels
            for target in reachable[employee].targets(channel)
        ]
    if rows:
        work.connection.execute(sa.insert(DELIVERIES), rows)
        _fold(work, rows)
    return len(taken)


def _reachable(reading: Reading) -> Iterable[Reachable]:
    by_mail = bool(reading.settings.text("smtp.url"))
    columns = EMPLOYEES.c.id, EMPLOYEES.c.role_id, EMPLOYEES.c.email, EMPLOYEES.c.urls
    for row in reading.connection.execute(sa.select(*columns).where(EMPLOYEES.c.blocked_at.is_(None))):
        if (by_mail and row.email) or row.urls:
            yield Reachable(row.id, row.role_id, row.email if by_mail else "", tuple(dict.fromkeys(row.urls)))


def _wanted(work: Work, row: Any, reachable: Mapping[int, Reachable], matrix: Matrix) -> dict[int, list[str]]:
    """The employees whom a notification may go to, with the channels on which they want it."""
    some = reachable.values() if row.employee_id is None else filter(None, [reachable.get(row.employee_id)])
    found = {
        one.id: [channel for channel in (EMAIL, OTHER) if matrix.is_on(one.id, one.role, row.kind, channel)]
        for one in some
        if row.party is None or one.id != row.by_id
    }
    return {employee: channels for employee, channels in found.items() if channels}


def _client_channels(reading: Reading, row: Any) -> list[str]:
    """E-mail where the client has one, else SMS (NT-6)."""
    kinds = sa.select(CONTACTS.c.kind).where(CONTACTS.c.client_id == row.client_id, CONTACTS.c.primary)
    held = set(reading.connection.execute(kinds).scalars())
    if EMAIL in held and reading.settings.text("smtp.url"):
        return [EMAIL]
    return [SMS] if "phone" in held and reading.settings.text("sms.url") else []


def _delivery(work: Work, row: Any, employee: int, channel: str, target: str) -> dict[str, Any]:
    return {
        "notification_id": row.id,
        "employee_id": employee,
        "channel": channel,
        "target": target,
        "kind": row.kind,
        "at": row.at,
        "state": "waiting",
        "attempts": 0,
        "repeated": False,
        "next_at": work.now,
        "sent_at": None,
        "folded_into": None,
        "error": "",
    }


def _fold(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put the new ones of a storm together: one delivery tells them all, after the minute where it has begun."""
    most = work.settings.number("notify.storm")
    groups: dict[tuple[int, str, str, str], list[Any]] = {}
    for row in rows:
        if row["employee_id"] != NO_EMPLOYEE:
            key = row["employee_id"], row["channel"], row["kind"], row["target"]
            groups.setdefault(key, []).append(row["at"])
    for (employee, channel, kind, target), moments in groups.items():
        near = work.connection.execute(
            sa.select(DELIVERIES.c.id, DELIVERIES.c.at, DELIVERIES.c.state, DELIVERIES.c.attempts)
            .where(
                DELIVERIES.c.employee_id == employee,
                DELIVERIES.c.channel == channel,
                DELIVERIES.c.kind == kind,
                DELIVERIES.c.target == target,
                DELIVERIES.c.at > min(moments) - STORM_WITHIN,
            )
            .order_by(DELIVERIES.c.at, DELIVERIES.c.id)
        ).all()
        for places in folded([row.at for row in near], most):
            if len(places) > 1:
                _fold_some(work, [near[place] for place in places])


def _fold_some(work: Work, storm: Sequence[Any]) -> None:
    fresh = [row for row in storm if row.state == "waiting" and row.attempts == 0]
    if not fresh:
        return
    leader, others = fresh[0], [row.id for row in fresh[1:]]
    if others:
        # One that led others already hands them on with itself.
        led = sa.or_(DELIVERIES.c.id.in_(others), DELIVERIES.c.folded_into.in_(others))
        together = sa.update(DELIVERIES).where(led)
        work.connection.execute(together.values(state="folded", next_at=None, folded_into=leader.id))
    if any(row.state not in ("waiting", "folded") for row in storm):
        begun = storm[0].at + STORM_WITHIN
        work.connection.execute(sa.update(DELIVERIES).where(DELIVERIES.c.id == leader.id).values(next_at=begun))
