"""Writes who is to be told of what, in the transaction of the change itself (NT-2, NT-3, NT-6, NT-7)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.notifications import (
    WARNINGS,
    Audience,
    Party,
    audience,
    audience_rule,
    client_is_told,
    with_stand_ins,
)
from ads_tui.models.catalogue import ApprovalStage
from ads_tui.models.columns import table_of
from ads_tui.models.notifications import Delivery, Notification
from ads_tui.models.places import ClientContact
from ads_tui.services.notifications.parties import CONTROLLERS, EMPLOYEES, onlookers
from ads_tui.services.shifts import Duty, duty_at
from ads_tui.store.order_rows import EXECUTORS, LockedOrder
from ads_tui.store.work import Work

NOTIFICATIONS, DELIVERIES = table_of(Notification), table_of(Delivery)
# The key of the change feed under which consoles hear of something new for them.
CHANGED = "notification"
STATUS_CHANGED = "status_changed"
_TOLD_OF_BATCHES = (STATUS_CHANGED, "quality_control_needed", "approval_needed", "executor_assigned")

_STAGES, _CONTACTS = table_of(ApprovalStage), table_of(ClientContact)
_INSERT = sa.insert(NOTIFICATIONS).inline()
_NUMBERS: sa.BindParameter[int] = sa.bindparam("b_numbers", type_=sa.BigInteger, expanding=True)
_PEOPLE = sa.union_all(
    sa.select(EXECUTORS.c.order_number, sa.literal("executors").label("party"), EXECUTORS.c.employee_id).where(
        EXECUTORS.c.order_number.in_(_NUMBERS), EXECUTORS.c.active
    ),
    sa.select(CONTROLLERS.c.order_number, sa.literal("controllers"), CONTROLLERS.c.employee_id)
    .join(EMPLOYEES, EMPLOYEES.c.id == CONTROLLERS.c.employee_id)
    .where(CONTROLLERS.c.order_number.in_(_NUMBERS), EMPLOYEES.c.blocked_at.is_(None)),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to an order with its version `seq`, to be told to employees.

    `named` are those whom the kinds of one person are about. `data` holds ids, codes and values, never a client's name
    or phone.
    """

    order: LockedOrder
    kind: str
    seq: int
    data: Mapping[str, Any]
    named: Collection[int] = ()


def notify(
    work: Work,
    order: LockedOrder,
    kind: str,
    *,
    named: Collection[int] = (),
    data: Mapping[str, Any] | None = None,
) -> None:
    """Tell employees of something that happened to an order just now; the rest as for `Happening`."""
    notify_each(work, [Happening(order, kind, order["history_seq"], data or {}, named)])


def notify_each(work: Work, happenings: Iterable[Happening]) -> None:
    """Tell employees of what happened to orders, which are in the database, with their people (NT-2).

    An import tells nobody (CL-16).
    """
    heard = [one for one in happenings if work.source != "import" and (one.kind in WARNINGS or work.telling.employees)]
    people = _people_of(work, heard)
    rows: list[dict[str, Any]] = []
    duty = cache(lambda: duty_at(work, work.now))
    for one in heard:
        if audience_rule(one.kind).parties == ("named",) and not one.named:
            continue
        # A warning is caused by time, whoever's act brought it to light.
        by = _actor_id(work) if one.kind not in WARNINGS else None
        here: Mapping[Party, set[int]] = people[one.order.number]
        if one.named:
            here = {"named": _unblocked(work, one.named)}
        told = _told_once(work, one, audience(one.kind, here, by=by), duty)
        rows += [_row(work, one, employee_id=employee) for employee in sorted(told.employees)]
        if told.party is not None:
            rows.append(_row(work, one, party=told.party))
    _insert(work, rows)


def _people_of(work: Work, happenings: Iterable[Happening]) -> Mapping[int, dict[Party, set[int]]]:
    """The people of orders by party, for the kinds that are told to them."""
    found: dict[int, dict[Party, set[int]]] = defaultdict(dict)
    asked = {
        one.order.number for one in happenings if audience_rule(one.kind).parties not in (("named",), ("viewers",))
    }
    if asked:
        for number, party, employee in work.connection.execute(_PEOPLE, {"b_numbers": sorted(asked)}):
            found[number].setdefault(party, set()).add(employee)
    return found


def tell_client(work: Work, order: LockedOrder, kind: str, data: Mapping[str, Any]) -> None:
    """Tell the client of an order, where he can be told outside (NT-6); nothing internal."""
    if work.source == "import" or not work.telling.clients or order["client_id"] is None:
        return
    channels = [("email", "smtp.url"), ("phone", "sms.url")]
    contacts = [contact for contact, setting in channels if work.settings.text(setting)]
    statement = sa.select(_CONTACTS.c.id).where(
        _CONTACTS.c.client_id == order["client_id"], _CONTACTS.c.kind.in_(contacts), _CONTACTS.c.primary
    )
    if contacts and work.connection.execute(statement.limit(1)).first() is not None:
        work.connection.execute(
            _INSERT, [_row(work, Happening(order, kind, order["history_seq"], data), client_id=order["client_id"])]
        )


def notify_of_status(work: Work, order: LockedOrder, before: tuple[str, str], after: tuple[str, str]) -> None:
    """Tell of a change of status, each side a code and the base it stands on (NT-2, NT-6)."""
    data = {"from": before[0], "to": after[0]}
    notify(work, order, STATUS_CHANGED, data=data)
    if after[1] == "quality_control":
        notify(work, order, "quality_control_needed")
    if after[1] == "approval":
        notify_approvers(work, order)
    if client_is_told(before[1], after[1], by_employee=work.actor.kind == "employee"):
        tell_client(work, order, STATUS_CHANGED, data)


def notify_approvers(work: Work, order: LockedOrder) -> None:
    """Tell whoever decides the first stage of the order's approval route, an employee or all of a role (AP-1)."""
    stage = work.connection.execute(
        sa.select(_STAGES.c.employee_id, _STAGES.c.role_id)
        .where(_STAGES.c.service_id == order["service_id"])
        .order_by(_STAGES.c.position)
        .limit(1)
    ).first()
    if stage is None:
        return
    who = EMPLOYEES.c.id == stage.employee_id if stage.role_id is None else EMPLOYEES.c.role_id == stage.role_id
    named = work.connection.execute(sa.select(EMPLOYEES.c.id).where(who)).scalars().all()
    notify(work, order, "approval_needed", named=named)


def take_back(work: Work, order: LockedOrder, since: int) -> None:
    """Undo what was told of a change after the version `since` (BK-5): whoever was told is told again.

    What was not yet on its way to the client is not sent (NT-6).
    """
    told = work.connection.execute(
        sa.select(NOTIFICATIONS).where(
            NOTIFICATIONS.c.order_number == order.number,
            NOTIFICATIONS.c.seq > since,
            NOTIFICATIONS.c.kind.in_(_TOLD_OF_BATCHES),
        )
    ).all()
    clients = [row.id for row in told if row.client_id is not None]
    if clients:
        on_its_way = DELIVERIES.c.notification_id.in_(clients), DELIVERIES.c.state != "waiting"
        gone = set(clients) - set(
            work.connection.execute(sa.select(DELIVERIES.c.notification_id).where(*on_its_way)).scalars()
        )
        work.connection.execute(sa.delete(DELIVERIES).where(DELIVERIES.c.notification_id.in_(gone)))
        work.connection.execute(sa.delete(NOTIFICATIONS).where(NOTIFICATIONS.c.id.in_(gone)))
    by = _actor_id(work)
    rows = [
        _row(
            work,
            Happening(order, row.kind, order["history_seq"], {**row.data, "undone": True}),
            employee_id=row.employee_id,
            party=row.party,
        )
        for row in told
        if row.client_id is None and (row.employee_id is None or row.employee_id != by)
    ]
    _insert(work, rows)


def _told_once(work: Work, happening: Happening, told: Audience, duty_now: Callable[[], Duty | None]) -> Audience:
    """The audience of a warning with stand-ins (NT-7), and nobody by name who is told with his party already."""
    order, kind = happening.order, happening.kind
    if not told.employees or (kind not in WARNINGS and told.party is None):
        return told
    employees = told.employees
    seeing = {one.id: one for one in onlookers(work, order, order.number)}
    if kind in WARNINGS and (duty := duty_now()) is not None:
        supervisors = [one.id for one in seeing.values() if one.role == "supervisor"] or [
            one.id for one in seeing.values() if one.belongs_to("managers")
        ]
        employees = with_stand_ins(
            employees,
            duty.on_shift(employees | seeing.keys()),
            {employee: duty.colleagues(employee) & seeing.keys() for employee in employees},
            supervisors,
        )
    party = told.party
    if party is not None:
        employees = frozenset(one for one in employees if one not in seeing or not seeing[one].belongs_to(party))
    return Audience(employees - told.left_out, party, told.left_out)


def _actor_id(work: Work) -> int | None:
    return work.actor.id if work.actor.kind == "employee" else None


def _unblocked(work: Work, employees: Collection[int]) -> set[int]:
    statement = sa.select(EMPLOYEES.c.id).where(EMPLOYEES.c.id.in_(employees), EMPLOYEES.c.blocked_at.is_(None))
    return set(work.connection.execute(statement).scalars())


def _insert(work: Work, rows: Iterable[dict[str, Any]]) -> None:
    written = list(rows)
    if not written:
        return
    work.connection.execute(_INSERT, written)
    for row in written:
        work.touch(CHANGED, str(row["employee_id"] or row["party"]))


def _row(
    work: Work,
    happening: Happening,
    *,
    employee_id: int | None = None,
    client_id: int | None = None,
    party: str | None = None,
) -> dict[str, Any]:
    return {
        "order_number": happening.order.number,
        "seq": happening.seq,
        "kind": happening.kind,
        "at": work.now,
        "by_id": _actor_id(work) if happening.kind not in WARNINGS else None,
        "employee_id": employee_id,
        "client_id": client_id,
        "party": party,
        "data": dict(happening.data),
        "read_at": None,
        "spread": False,
    }
