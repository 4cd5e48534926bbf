"""Writes who is to be told of what, in the transaction of the change itself (NT-2, NT-3, NT-6, NT-7)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from ads_tui.services.notifications.parties import CONTROLLERS, EMPLOYEES, Onlooker, onlookers
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
_REACHABLE = sa.select(_CONTACTS.c.client_id).where(
    _CONTACTS.c.client_id.in_(sa.bindparam("b_clients", expanding=True)),
    _CONTACTS.c.kind.in_(sa.bindparam("b_kinds", expanding=True)),
    _CONTACTS.c.primary,
)
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
    audiences: list[tuple[Happening, Audience]] = []
    for one in heard:
        if audience_rule(one.kind).parties == ("named",) and not one.named:
            continue
        # A warning is caused by time, whoever's act brought it to light.
        by = _actor_id(work) if one.kind not in WARNINGS else None
        here: Mapping[Party, set[int]] = people[one.order.number]
        if one.named:
            here = {"named": _unblocked(work, one.named)}
        audiences.append((one, audience(one.kind, here, by=by)))
    rows: list[dict[str, Any]] = []
    for one, told in _each_told_once(work, audiences):
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


def tell_clients(work: Work, happenings: Iterable[Happening]) -> None:
    """Tell the clients of orders, where they can be told outside (NT-6); nothing internal."""
    heard = [one for one in happenings if one.order["client_id"] is not None]
    channels = [("email", "smtp.url"), ("phone", "sms.url")]
    kinds = [kind for kind, setting in channels if work.settings.text(setting)]
    if work.source == "import" or not work.telling.clients or not heard or not kinds:
        return
    wanted = {"b_clients": sorted({one.order["client_id"] for one in heard}), "b_kinds": kinds}
    reachable = set(work.connection.execute(_REACHABLE, wanted).scalars())
    rows = [_row(work, one, client_id=client) for one in heard if (client := one.order["client_id"]) in reachable]
    if rows:
        work.connection.execute(_INSERT, rows)


@dataclass(frozen=True, slots=True)
class StatusMove:
    """A change of an order's status, each side a code and the base it stands on."""

    order: LockedOrder
    before: tuple[str, str]
    after: tuple[str, str]


def notify_of_statuses(work: Work, moves: Sequence[StatusMove]) -> None:
    """Tell of changes of status (NT-2, NT-6), which are the newest events of their orders."""
    told = [
        Happening(one.order, STATUS_CHANGED, one.order["history_seq"], {"from": one.before[0], "to": one.after[0]})
        for one in moves
    ]
    controlled = [
        Happening(one.order, "quality_control_needed", one.order["history_seq"], {})
        for one in moves
        if one.after[1] == "quality_control"
    ]
    notify_each(work, [*told, *controlled])
    for one in moves:
        if one.after[1] == "approval":
            notify_approvers(work, one.order)
    by_employee = work.actor.kind == "employee"
    tell_clients(
        work,
        [
            happening
            for one, happening in zip(moves, told, strict=True)
            if client_is_told(one.before[1], one.after[1], by_employee=by_employee)
        ],
    )


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


def _each_told_once(
    work: Work, audiences: Sequence[tuple[Happening, Audience]]
) -> Iterable[tuple[Happening, Audience]]:
    """The audiences with stand-ins of whoever is warned (NT-7), and without those told with their party already."""
    named = [(one, told) for one, told in audiences if told.employees]
    duty = duty_at(work, work.now) if any(one.kind in WARNINGS for one, _told in named) else None
    asked = [one for one, told in named if told.party is not None or (duty is not None and one.kind in WARNINGS)]
    if not asked:
        return audiences
    work.flush()
    # Whoever stands in may be anybody.
    among = {each for _one, told in named for each in told.employees} if duty is None else None
    seen_by = onlookers(work, {one.order.number for one in asked}, among)
    return [
        (one, _told_once(one.kind, told, seen_by.get(one.order.number, {}), duty) if told.employees else told)
        for one, told in audiences
    ]


def _told_once(kind: str, told: Audience, seeing: Mapping[int, Onlooker], duty: Duty | None) -> Audience:
    """The same for one kind of an order that employees see, by their ids."""
    employees = told.employees
    if kind in WARNINGS and duty is not None:
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
