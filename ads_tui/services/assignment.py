"""Executors and controllers of an order (PE-1 … PE-6)."""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.assignment import (
    Candidate,
    check_controllers,
    check_executors,
)
from ads_tui.domain.text import clean_line
from ads_tui.errors import ConflictError, Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Status
from ads_tui.models.columns import table_of
from ads_tui.models.orders import OrderController
from ads_tui.models.people import Employee
from ads_tui.services.candidates import DefaultPeople, People, candidates
from ads_tui.services.naming import not_found
from ads_tui.services.notifications.outbox import Happening, notify, tell_clients
from ads_tui.services.orders.opening import accept, demand_reached, kept_for_undoing, people_after, take_order
from ads_tui.services.orders.standings import rules_of_order
from ads_tui.services.orders.statuses import counts_in_load
from ads_tui.store.order_rows import EXECUTORS, LockedOrder
from ads_tui.store.work import Reading, Work

MODES = ("add", "replace", "remove")
LeftOut = Sequence[tuple[int, str]]

CONTROLLERS = table_of(OrderController)
_ASSIGNED = (
    sa.select(EXECUTORS.c.order_number, col(Employee.login), col(Employee.id))
    .join(Employee, col(Employee.id) == EXECUTORS.c.employee_id)
    .where(EXECUTORS.c.order_number.in_(sa.bindparam("b_numbers", expanding=True)), EXECUTORS.c.removed_at.is_(None))
    .order_by(EXECUTORS.c.assigned_at, col(Employee.login))
)
_INSERT_EXECUTOR = sa.insert(EXECUTORS)
_INSERT_CONTROLLER = sa.insert(CONTROLLERS)


def change_executors(
    work: Work, number: int, logins: Sequence[str], *, mode: str = "add", version: int | None = None
) -> None:
    """Add, replace or remove executors (PE-1, PE-3); adding one who is there changes nothing (CL-10).

    With `version`, replacing removes those whom the sender saw; one added meanwhile is a conflict (ST-11). Raises
    InputError, NotFoundError, AccessError `forbidden`, ConflictError and the refusals of PE-1 and PE-3.
    """
    people, order = _take(work, number, logins, version)
    before = executors_of(work, number)
    if mode == "replace":
        demand_seen(work, order, "executors", before, people, version)
    seats = Seats(
        before,
        rules_of_order(work, order).max_executors,
        candidates(work, people.values(), order, department_id=order["department_id"]),
    )
    seat_executors(work, order, people, seats, mode=mode)


@dataclass(frozen=True, slots=True)
class Seats:
    """What executors of an order are judged by: those there before, the service's maximum, those to come by login."""

    before: People
    maximum: int
    candidates: Mapping[str, Candidate]


def seat_executors(work: Work, order: LockedOrder, people: People, seats: Seats, *, mode: str) -> None:
    """Judge a change of executors and write it; nothing where nobody comes or goes.

    Raises the refusals of PE-1 and PE-3.
    """
    kept = check_executors(
        frozenset(seats.before),
        add=frozenset(people) if mode != "remove" else frozenset(),
        remove=_removed(seats.before, people, mode),
        maximum=seats.maximum,
        status_base=order["base_status"],
        candidates=seats.candidates,
    )
    if kept != frozenset(seats.before):
        accept(work, order)
        set_executors(work, order, seats.before, _in_order(seats.before, people, kept))


def change_controllers(
    work: Work, number: int, logins: Sequence[str], *, mode: str = "add", version: int | None = None
) -> None:
    """Add, replace or remove controllers (PE-5); the rest as for executors."""
    people, order = _take(work, number, logins, version)
    before = controllers_of(work, number)
    if mode == "replace":
        demand_seen(work, order, "controllers", before, people, version)
    kept = check_controllers(
        frozenset(before),
        add=frozenset(people) if mode != "remove" else frozenset(),
        remove=_removed(before, people, mode),
        offered=rules_of_order(work, order).use_controllers,
        status_base=order["base_status"],
        candidates=candidates(work, people.values(), order, department_id=None, by_service=False),
    )
    if kept != frozenset(before):
        accept(work, order)
        set_controllers(work, order, before, _in_order(before, people, kept))


def _take(work: Work, number: int, logins: Sequence[str], version: int | None) -> tuple[dict[str, int], LockedOrder]:
    faults = Faults()
    with faults:
        people = find_employees(work, logins, "login")
    with faults:
        order = take_order(work, number)
        with faults:
            work.actor.require("orders.edit")
        if version is not None:
            demand_reached(order, version)
    faults.raise_first()
    return people, order


def _removed(before: People, people: People, mode: str) -> frozenset[str]:
    if mode == "add":
        return frozenset()
    return frozenset(people) if mode == "remove" else frozenset(before) - frozenset(people)


def _in_order(before: People, people: People, kept: frozenset[str]) -> dict[str, int]:
    """Who stays in the order of assignment, then who came."""
    return {login: key for login, key in {**before, **people}.items() if login in kept}


def find_employees(reading: Reading, logins: Sequence[str], field: str) -> dict[str, int]:
    """Logins with ids, each once, in the order given.

    Raises NotFoundError for an unknown one, InputError `field_required` where none is given.
    """
    wanted = list(dict.fromkeys(clean_line(login, field).lower() for login in logins))
    if not wanted or not all(wanted):
        raise InputError("field_required", N_("A login must be given"), field=field)
    reading.actor.require_signed_in()
    rows = reading.session.execute(
        sa.select(col(Employee.login), col(Employee.id)).where(col(Employee.login).in_(wanted))
    )
    known: dict[str, int] = {login: key for login, key in rows if key is not None}
    for login in wanted:
        if login not in known:
            raise not_found(field, login)
    return {login: known[login] for login in wanted}


def executors_of(reading: Reading, number: int) -> dict[str, int]:
    """Who is assigned now, in the order of assignment."""
    return executors_of_orders(reading, [number])[number]


def executors_of_orders(reading: Reading, numbers: Collection[int]) -> dict[int, dict[str, int]]:
    """Who is assigned to each of the orders now, in the order of assignment."""
    found: dict[int, dict[str, int]] = {number: {} for number in numbers}
    for number, login, key in reading.connection.execute(_ASSIGNED, {"b_numbers": list(numbers)}):
        found[number][login] = key
    return found


def controllers_of(reading: Reading, number: int) -> dict[str, int]:
    """Who controls the order now."""
    statement = (
        sa.select(col(Employee.login), col(Employee.id))
        .join(CONTROLLERS, CONTROLLERS.c.employee_id == col(Employee.id))
        .where(CONTROLLERS.c.order_number == number)
        .order_by(CONTROLLERS.c.assigned_at, col(Employee.login))
    )
    return {login: key for login, key in reading.connection.execute(statement) if key is not None}


@contextlib.contextmanager
def refusing(field: str) -> Iterator[None]:
    """Let the refusals of people name the option by which they were given."""
    try:
        yield
    except RuleError as error:
        error.field = field
        raise


def set_first_people(work: Work, order: LockedOrder, executors: DefaultPeople, controllers: DefaultPeople) -> None:
    """Write a new order with the people that it begins with; history says who was left out and why (PE-1)."""
    if executors.fit or executors.left_out:
        _record_people(work, order, "executors", {}, executors.fit, executors.left_out)
    if controllers.fit or controllers.left_out:
        _record_people(work, order, "controllers", {}, controllers.fit, controllers.left_out)
    work.flush()
    if executors.fit:
        work.connection.execute(_INSERT_EXECUTOR, _executor_rows(work, order, executors.fit.values()))
        notify(work, order, "executor_assigned", named=executors.fit.values())
    if controllers.fit:
        work.connection.execute(_INSERT_CONTROLLER, _controller_rows(work, order, controllers.fit.values()))
        notify(work, order, "controller_assigned", named=controllers.fit.values())


def set_executors(work: Work, order: LockedOrder, before: People, after: People) -> None:
    """Write executors that were judged before, with history; one assigned by another has the order unread (PE-6)."""
    number, connection = order.number, work.connection
    gone = [key for login, key in before.items() if login not in after]
    kept = kept_for_undoing(work, order)
    if gone:
        if kept is not None:
            kept["unread"] = _unread_of(work, number, gone)
        connection.execute(
            sa.update(EXECUTORS)
            .where(EXECUTORS.c.order_number == number, EXECUTORS.c.employee_id.in_(gone))
            .values(active=False, unread=False, removed_at=work.now)
        )
    added = [key for login, key in after.items() if login not in before]
    if added:
        # One who was an executor before has his row still.
        connection.execute(
            sa.delete(EXECUTORS).where(EXECUTORS.c.order_number == number, EXECUTORS.c.employee_id.in_(added))
        )
        connection.execute(_INSERT_EXECUTOR, _executor_rows(work, order, added))
    _record_people(work, order, "executors", before, after, kept=kept)
    notify(work, order, "executor_assigned", named=added)
    if added and work.telling.asked:
        tell_clients(work, [Happening(order, "executor_assigned", order["history_seq"], {})])


def _unread_of(work: Work, number: int, employees: Collection[int]) -> list[int]:
    """Those of the executors who have not opened the order yet (PE-6)."""
    unread = sa.select(EXECUTORS.c.employee_id).where(
        EXECUTORS.c.order_number == number, EXECUTORS.c.employee_id.in_(employees), EXECUTORS.c.unread
    )
    return list(work.connection.execute(unread.order_by(EXECUTORS.c.employee_id)).scalars())


def _executor_rows(work: Work, order: LockedOrder, employees: Iterable[int]) -> list[dict[str, object]]:
    status = work.session.get_one(Status, order["status_id"])
    return [
        {
            "order_number": order.number,
            "employee_id": employee,
            "active": True,
            "in_load": counts_in_load(status),
            "unread": employee != work.actor.id,
            "updated_at": max(work.now, order["updated_at"]),
            "assigned_at": work.now,
            "assigned_by": work.actor.id if work.actor.kind == "employee" else None,
            "removed_at": None,
        }
        for employee in employees
    ]


def set_controllers(work: Work, order: LockedOrder, before: People, after: People) -> None:
    """Write controllers that were judged before, with history."""
    gone = [key for login, key in before.items() if login not in after]
    if gone:
        work.connection.execute(
            sa.delete(CONTROLLERS).where(
                CONTROLLERS.c.order_number == order.number, CONTROLLERS.c.employee_id.in_(gone)
            )
        )
    added = [key for login, key in after.items() if login not in before]
    if added:
        work.connection.execute(_INSERT_CONTROLLER, _controller_rows(work, order, added))
    _record_people(work, order, "controllers", before, after)
    notify(work, order, "controller_assigned", named=added)


def _controller_rows(work: Work, order: LockedOrder, employees: Iterable[int]) -> list[dict[str, object]]:
    by = work.actor.id if work.actor.kind == "employee" else None
    return [
        {"order_number": order.number, "employee_id": employee, "assigned_at": work.now, "assigned_by": by}
        for employee in employees
    ]


def _record_people(
    work: Work,
    order: LockedOrder,
    kind: str,
    before: People,
    after: People,
    left_out: LeftOut = (),
    *,
    kept: Mapping[str, Any] | None = None,
) -> None:
    data: dict[str, Any] = {"from": list(before.values()), "to": list(after.values())}
    if kept is not None:
        data["before"] = kept
    if left_out:
        data["left_out"] = [list(item) for item in left_out]
    work.record(order, kind, data)


def demand_seen(work: Work, order: LockedOrder, kind: str, before: People, kept: People, version: int | None) -> None:
    """Replacing removes those whom the sender saw at `version`; whoever was added since is a conflict (ST-11).

    `kept` are those who are to be there afterwards. Raises ConflictError with logins as `yours` and `theirs`.
    """
    if version is None:
        return
    seen = people_after(work, order, kind, version)
    added_since = [login for login, key in before.items() if key not in seen and login not in kept]
    if added_since:
        raise ConflictError(
            "conflict",
            N_("{logins} was added to {field} of order {number} since you read it"),
            field=kind,
            details={"field": kind, "yours": list(kept), "theirs": list(before), "version": order["history_seq"]},
            logins=", ".join(added_since),
            number=order.number,
        )
