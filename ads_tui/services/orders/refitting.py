"""The people of an order whose service, building or department changes (ED-2, ED-4, PE-3, PE-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ads_tui.domain.assignment import KEEPS_AN_EXECUTOR, Candidate, check_executors
from ads_tui.errors import RuleError
from ads_tui.i18n import N_
from ads_tui.services.assignment import controllers_of, demand_seen, executors_of, refusing
from ads_tui.services.candidates import candidates
from ads_tui.services.orders.service_rules import ServiceRules
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work

# Columns whose change lets executors fit no longer.
_MOVES = frozenset({"service_id", "department_id", "building_id"})


@dataclass(frozen=True, slots=True)
class Refit:
    """People before and after, logins with ids."""

    before: dict[str, int]
    after: dict[str, int]


def fit_executors(
    work: Work,
    order: LockedOrder,
    changes: Mapping[str, Any],
    rules: ServiceRules,
    named: Mapping[str, int],
    *,
    confirm: bool,
    version: int | None,
) -> Refit | None:
    """Executors before and after the columns change, with those `named` added; None where they stay.

    Raises RuleError `executors_do_not_fit` for those who would be dropped without `confirm`, `last_executor` where
    nobody would be left, those of PE-1 for the named ones; ConflictError where one was added since `version` (ST-11).
    """
    moved = _MOVES & changes.keys()
    if not moved and not named:
        return None
    before = executors_of(work, order.number)
    place = {name: changes.get(name, order[name]) for name in ("building_id", "service_id")}
    department_id = changes.get("department_id", order["department_id"])
    seen = candidates(work, [*before.values(), *named.values()], place, department_id=department_id)
    stay = {login: key for login, key in before.items() if not moved or _fits(seen[login])}
    if "service_id" in moved:
        stay = _within_maximum(stay, named, rules.max_executors)
    after = {**stay, **named}
    dropped = [login for login in before if login not in after]
    if dropped:
        demand_seen(work, order, "executors", before, after, version)
        _demand_confirmed(order, dropped, confirm=confirm)
    if before and not after and order["base_status"] in KEEPS_AN_EXECUTOR:
        raise RuleError(
            "last_executor", N_("The last executor would go: name a new one in the same change"), field="executor"
        )
    with refusing("executor"):
        check_executors(
            frozenset(stay),
            add=frozenset(named),
            maximum=rules.max_executors,
            status_base=order["base_status"],
            candidates=seen,
        )
    return Refit(before, after) if before.keys() != after.keys() else None


def fit_controllers(work: Work, order: LockedOrder, changes: Mapping[str, Any], rules: ServiceRules) -> Refit | None:
    """Controllers go where the new service uses none (PE-5); None where they stay."""
    if "service_id" not in changes or rules.use_controllers:
        return None
    before = controllers_of(work, order.number)
    return Refit(before, {}) if before else None


def _fits(candidate: Candidate) -> bool:
    return candidate.department_ok and candidate.access_ok


def _within_maximum(stay: dict[str, int], named: Mapping[str, int], maximum: int) -> dict[str, int]:
    """Those longest assigned, as many as the new service takes beside the named ones."""
    room = max(maximum - len(named.keys() - stay.keys()), 0)
    kept = [login for login in stay if login in named]
    others = [login for login in stay if login not in named][: max(room - len(kept), 0)]
    return {login: key for login, key in stay.items() if login in {*kept, *others}}


def _demand_confirmed(order: LockedOrder, dropped: list[str], *, confirm: bool) -> None:
    if not confirm:
        raise RuleError(
            "executors_do_not_fit",
            N_("No longer fit and would be dropped: {logins}; confirm it"),
            field="executor",
            details={"logins": dropped, "orders": [order.number]},
            logins=", ".join(dropped),
        )
