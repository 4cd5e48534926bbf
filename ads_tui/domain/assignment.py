"""Who may be executor or controller of an order (PE-1, PE-3, PE-5)."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from ads_tui.domain.statuses import is_open
from ads_tui.errors import RuleError
from ads_tui.i18n import N_

MOST_CONTROLLERS = 5
# Bases in which the last executor is replaced, not removed (PE-3).
KEEPS_AN_EXECUTOR: frozenset[str] = frozenset({"in_progress", "paused", "quality_control"})

LeftOut = Literal["blocked", "wrong_department", "no_access", "too_many"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """How somebody stands to one order.

    `department_ok`: of the order's department, or it has none. `access_ok`: to its building and service; for a
    controller to its building.
    """

    department_ok: bool = True
    access_ok: bool = True
    blocked: bool = False


def check_executors(
    present: Set[str],
    *,
    add: Set[str] = frozenset(),
    remove: Set[str] = frozenset(),
    maximum: int,
    status_base: str,
    candidates: Mapping[str, Candidate],
) -> frozenset[str]:
    """The executors after a change, by login; adding one who is there or removing one who is not changes nothing.

    `candidates` has everyone to be added. Only those newly added are judged, so that an order whose service has
    changed meanwhile can still lose people. Raises RuleError `not_editable`, `too_many_executors`,
    `wrong_department`, `no_access`, `last_executor`, in the order of CL-8.
    """
    added, after = _changed(present, add, remove)
    if after == present:
        return after
    demand_open(status_base)
    if added and len(after) > maximum:
        raise RuleError(
            "too_many_executors",
            N_("The service takes at most {maximum} executors; there would be {number}"),
            field="login",
            maximum=maximum,
            number=len(after),
        )
    _demand_department(added, candidates)
    demand_access(added, candidates)
    if not after and status_base in KEEPS_AN_EXECUTOR:
        raise RuleError(
            "last_executor",
            N_("The last executor can be replaced, not removed: {logins}"),
            field="login",
            logins=_named(present),
        )
    return after


def check_controllers(
    present: Set[str],
    *,
    add: Set[str] = frozenset(),
    remove: Set[str] = frozenset(),
    offered: bool,
    status_base: str,
    candidates: Mapping[str, Candidate],
) -> frozenset[str]:
    """The controllers after a change, by login; `offered` is whether the service uses controllers (PE-5).

    Raises RuleError `not_editable`, `not_offered`, `too_many_controllers`, `no_access`, in the order of CL-8.
    """
    added, after = _changed(present, add, remove)
    if after == present:
        return after
    demand_open(status_base)
    if not offered:
        raise RuleError("not_offered", N_("The service has no controllers"), field="login")
    if added and len(after) > MOST_CONTROLLERS:
        raise RuleError(
            "too_many_controllers",
            N_("An order takes at most {maximum} controllers; there would be {number}"),
            field="login",
            maximum=MOST_CONTROLLERS,
            number=len(after),
        )
    demand_access(added, candidates)
    return after


def fitting_defaults(
    defaults: Sequence[str], candidates: Mapping[str, Candidate], maximum: int
) -> tuple[tuple[str, ...], tuple[tuple[str, LeftOut], ...]]:
    """Which of a service's default people fit a new order, and who is left out and why (PE-1), in their order.

    Whoever is not among `candidates` has no access; beyond `maximum` the later ones are left out.
    """
    fit: list[str] = []
    left_out: list[tuple[str, LeftOut]] = []
    for login in dict.fromkeys(defaults):
        reason = _reason(candidates.get(login, Candidate(access_ok=False)))
        if reason is None and len(fit) >= maximum:
            reason = "too_many"
        if reason is None:
            fit.append(login)
        else:
            left_out.append((login, reason))
    return tuple(fit), tuple(left_out)


def _reason(candidate: Candidate) -> LeftOut | None:
    if candidate.blocked:
        return "blocked"
    if not candidate.department_ok:
        return "wrong_department"
    return None if candidate.access_ok else "no_access"


def _changed(present: Set[str], add: Set[str], remove: Set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Who is new, and all who are there afterwards."""
    added = frozenset(add) - present
    return added, (frozenset(present) - remove) | added | (frozenset(add) & present)


def demand_open(status_base: str) -> None:
    """Raise RuleError `not_editable` where the order is not open (PE-1)."""
    if not is_open(status_base):
        raise RuleError(
            "not_editable",
            N_("People of an order that is not open cannot be changed"),
            details={"because": "status"},
        )


def _demand_department(added: Iterable[str], candidates: Mapping[str, Candidate]) -> None:
    _refuse(
        added,
        lambda login: not candidates[login].department_ok,
        "wrong_department",
        N_("Not of the order's department: {logins}"),
    )


def demand_access(added: Iterable[str], candidates: Mapping[str, Candidate]) -> None:
    """Raise RuleError `no_access` that names those who are blocked or without access (PE-1)."""
    _refuse(
        added,
        lambda login: candidates[login].blocked or not candidates[login].access_ok,
        "no_access",
        N_("No access to the order, or blocked: {logins}"),
    )


def _refuse(added: Iterable[str], wrong: Callable[[str], bool], code: str, text: str) -> None:
    logins = [login for login in added if wrong(login)]
    if logins:
        raise RuleError(code, text, field="login", logins=_named(logins))


def _named(logins: Iterable[str]) -> str:
    return ", ".join(sorted(logins))
