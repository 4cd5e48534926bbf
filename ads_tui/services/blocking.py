"""Blocking an employee: his open orders, service defaults and approval stages go to a replacement (EM-2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.assignment import Candidate
from ads_tui.errors import CODES, Faults, InputError, RuleError
from ads_tui.i18n import N_, _
from ads_tui.models.orders import OrderController
from ads_tui.models.people import Employee
from ads_tui.services import audit
from ads_tui.services.administrators import demand_one_left, lock_administrators
from ads_tui.services.assignment import controllers_of, executors_of, set_controllers, set_executors
from ads_tui.services.candidates import People, candidates
from ads_tui.services.employees import EmployeeView, find_employee, views_of
from ads_tui.services.replacing import replace_in_services
from ads_tui.store.order_rows import EXECUTORS, ORDERS, LockedOrder, lock_orders
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Work

# So many order numbers go into one statement.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Refused:
    """An order whose people could not be changed, and why."""

    order: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking did: `replaced` and `refused` name the orders that the actor may see."""

    employee: EmployeeView
    replaced: tuple[int, ...] = ()
    refused: tuple[Refused, ...] = ()


def block(work: Work, login: str, replace_with: str | None = None) -> Blocked:
    """Block an employee; executors and controllers are replaced in all open orders in one step, with history.

    Where the replacement does not fit, the blocked one stays named but counts no longer. Blocking one who is blocked
    already with a replacement tries those orders again. Raises NotFoundError, AccessError, RuleError `in_use` for the
    last administrator, `no_access` for a blocked replacement, `replacement_required`.
    """
    faults = Faults()
    employee, replacement = None, None
    with faults:
        employee = find_employee(work, login)
    with faults:
        replacement = None if replace_with is None else find_employee(work, replace_with, "replace_with")
    with faults:
        work.actor.require("admin")
    faults.raise_first()
    assert employee is not None
    lock_administrators(work)
    _lock(work, employee, replacement)
    _demand_fit(employee, replacement)
    demand_one_left(work, without=col(Employee.id) == employee.id)
    numbers = _open_orders(work, employee)
    if numbers and replacement is None and employee.blocked_at is None:
        raise _replacement_required(work, employee, numbers)
    _note(work, employee, replacement)
    replaced, refused = _replace(work, numbers, employee, replacement)
    employee.blocked_at = employee.blocked_at or work.now
    _set_active(work, employee, active=False)
    visible = _visible(work, [*replaced, *(one.order for one in refused)])
    return Blocked(
        views_of(work, [employee])[0],
        tuple(number for number in replaced if number in visible),
        tuple(one for one in refused if one.order in visible),
    )


def unblock(work: Work, login: str) -> EmployeeView:
    """Let an employee sign in again; in orders where he is still named he counts as active again."""
    faults = Faults()
    employee = None
    with faults:
        employee = find_employee(work, login)
    with faults:
        work.actor.require("admin")
    faults.raise_first()
    assert employee is not None
    _lock(work, employee, None)
    if employee.blocked_at is not None:
        employee.blocked_at = None
        _set_active(work, employee, active=True)
        audit.note(work, "employee", employee.login, {"blocked": True}, {"blocked": False})
        work.touch("access", employee.login)
    return views_of(work, [employee])[0]


def _lock(work: Work, *people: Employee | None) -> None:
    """Hold the rows against an assignment at the same moment, which would not see the block."""
    for employee in sorted(filter(None, people), key=lambda one: one.id or 0):
        work.session.refresh(employee, with_for_update=True)


def _note(work: Work, employee: Employee, replacement: Employee | None) -> None:
    """Note what is new: the block, the replacement, or both."""
    new: dict[str, object] = {} if employee.blocked_at else {"blocked": True}
    if replacement is not None:
        new["replaced_with"] = replacement.login
    if new:
        audit.note(work, "employee", employee.login, dict.fromkeys(new), new)
        work.touch("access", employee.login)


def _demand_fit(employee: Employee, replacement: Employee | None) -> None:
    if replacement is None:
        return
    if replacement.id == employee.id:
        raise InputError("invalid_value", N_("Nobody replaces himself"), field="replace_with")
    if replacement.blocked_at is not None:
        raise RuleError("no_access", N_("{login} is blocked"), field="replace_with", login=replacement.login)


def _open_orders(work: Work, employee: Employee) -> list[int]:
    """The open orders where he is executor or controller, ascending."""
    assigned = sa.select(EXECUTORS.c.order_number).where(
        EXECUTORS.c.employee_id == employee.id, EXECUTORS.c.removed_at.is_(None)
    )
    controlled = sa.select(col(OrderController.order_number)).where(col(OrderController.employee_id) == employee.id)
    named = sa.or_(ORDERS.c.number.in_(assigned), ORDERS.c.number.in_(controlled))
    return list(work.connection.execute(sa.select(ORDERS.c.number).where(ORDERS.c.is_open, named)).scalars())


def _replacement_required(work: Work, employee: Employee, numbers: Sequence[int]) -> RuleError:
    return RuleError(
        "replacement_required",
        N_("{login} has {count} open orders: say who takes them with --replace-with"),
        field="replace_with",
        details={"logins": [employee.login], "orders": sorted(_visible(work, numbers))},
        login=employee.login,
        count=len(numbers),
    )


def _visible(work: Work, numbers: Iterable[int]) -> set[int]:
    """Those of the orders that exist for the actor (RO-3)."""
    wanted = sorted(set(numbers))
    found: set[int] = set()
    for start in range(0, len(wanted), _BATCH):
        some = select_orders(work.actor, ORDERS.c.number).where(ORDERS.c.number.in_(wanted[start : start + _BATCH]))
        found.update(work.connection.execute(some).scalars())
    return found


def _replace(
    work: Work, numbers: Sequence[int], employee: Employee, replacement: Employee | None
) -> tuple[list[int], list[Refused]]:
    replaced: list[int] = []
    refused: list[Refused] = []
    if replacement is None:
        return replaced, refused
    replace_in_services(work, employee, replacement)
    for start in range(0, len(numbers), _BATCH):
        for number, order in lock_orders(work.connection, numbers[start : start + _BATCH], ()).items():
            code = _replace_in_order(work, order, employee, replacement)
            if code is None:
                replaced.append(number)
            else:
                refused.append(Refused(number, code, _(CODES[code][1])))
                work.touch("order", str(number))
    return replaced, refused


def _replace_in_order(work: Work, order: LockedOrder, employee: Employee, replacement: Employee) -> str | None:
    """Replace in both parts that he has on the order; the code of the first refusal, for each is judged alone."""
    place = {"building_id": order["building_id"], "service_id": order["service_id"]}
    assert replacement.id is not None
    codes: list[str | None] = []
    executors = executors_of(work, order.number)
    if employee.login in executors:
        seen = candidates(work, [replacement.id], place, department_id=order["department_id"])
        code = None if replacement.login in executors else _refusal(seen[replacement.login])
        codes.append(code)
        if code is None:
            set_executors(work, order, executors, _swapped(executors, employee, replacement))
    controllers = controllers_of(work, order.number)
    if employee.login in controllers:
        seen = candidates(work, [replacement.id], place, department_id=None, by_service=False)
        code = None if replacement.login in controllers else _refusal(seen[replacement.login])
        codes.append(code)
        if code is None:
            set_controllers(work, order, controllers, _swapped(controllers, employee, replacement))
    return next((code for code in codes if code), None)


def _refusal(candidate: Candidate) -> str | None:
    """The code with which PE-1 refuses the replacement; None where he fits."""
    if not candidate.department_ok:
        return "wrong_department"
    return None if candidate.access_ok else "no_access"


def _swapped(people: People, employee: Employee, replacement: Employee) -> dict[str, int]:
    """The same people, the replacement in the place of the one who goes."""
    assert replacement.id is not None
    swapped = {replacement.login if login == employee.login else login: key for login, key in people.items()}
    return {**swapped, replacement.login: replacement.id}


def _set_active(work: Work, employee: Employee, *, active: bool) -> None:
    """Whoever is assigned counts as active unless he is blocked, in closed orders too."""
    work.connection.execute(
        sa.update(EXECUTORS)
        .where(
            EXECUTORS.c.employee_id == employee.id,
            EXECUTORS.c.removed_at.is_(None),
            EXECUTORS.c.active != active,
        )
        .values(active=active)
    )
