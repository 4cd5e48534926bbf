"""Who is told of what, where, and when again (NT-1, NT-2, NT-3, NT-5, NT-6, NT-7)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ads_tui.i18n import N_

KINDS: dict[str, str] = {
    "executor_assigned": N_("You are made executor"),
    "controller_assigned": N_("You are made controller"),
    "quality_control_needed": N_("Quality is to be controlled"),
    "resume_warning": N_("A paused order is soon to be resumed"),
    "order_created": N_("New order"),
    "task_created": N_("New task"),
    "order_edited": N_("Order edited"),
    "status_changed": N_("Status changed"),
    "approval_needed": N_("Your approval is needed"),
    "approved": N_("Order approved"),
    "comment": N_("New comment"),
    "message": N_("New message in the chat of an order"),
    "payment_received": N_("Payment received"),
    "refund_requested": N_("Refund requested"),
    "refunded": N_("Refund made"),
    "rated": N_("Order rated"),
    "rating_changed": N_("Rating changed"),
    "reaction_broken": N_("Reaction time is over"),
    "execution_broken": N_("Execution time is over"),
    "localization_broken": N_("Localization time is over"),
    "due_soon": N_("Due soon"),
    "task_due": N_("Task due"),
    "mentioned": N_("You are mentioned"),
    "incident": N_("Incident"),
}
CHANNELS: dict[str, str] = {
    "console": N_("Console"),
    "email": N_("E-mail"),
    "other": N_("Other services"),
}
# Of which somebody on shift must know (NT-7).
WARNINGS = frozenset({"resume_warning", "due_soon", "reaction_broken", "execution_broken", "localization_broken"})

_ALL = frozenset(KINDS)
_NAMED = frozenset({"executor_assigned", "controller_assigned", "mentioned", "approval_needed"})
_URGENT = _NAMED | {"resume_warning", "due_soon", "execution_broken", "incident"}
# What a role has before anybody changes it, by channel; a role that is not here has the last.
_DEFAULTS: dict[str, dict[str, frozenset[str]]] = {
    "administrator": {"console": _ALL - {"order_created"}, "email": _NAMED, "other": _NAMED},
    "supervisor": {
        "console": _ALL,
        "email": _URGENT | {"reaction_broken", "localization_broken", "refund_requested"},
        "other": _URGENT | {"reaction_broken", "localization_broken"},
    },
    "dispatcher": {"console": _ALL, "email": _NAMED, "other": _NAMED},
    "executor": {"console": _ALL, "email": _URGENT, "other": _URGENT},
    "observer": {"console": _NAMED, "email": frozenset(), "other": frozenset()},
    "": {"console": _ALL, "email": _NAMED, "other": _NAMED},
}

# Who an employee may be to an order or an incident; `managers` hold `orders.manage_any`, `viewers` hold
# `orders.view_all`, both with access to building and service. Those two are written as one record, not one by one.
Party = Literal["named", "executors", "controllers", "incident_executors", "managers", "viewers"]
_WHOLE: tuple[Party, ...] = ("managers", "viewers")


@dataclass(frozen=True, slots=True)
class AudienceRule:
    """The parties who are told; where they are nobody `otherwise`, and `always` besides (NT-2)."""

    parties: tuple[Party, ...]
    otherwise: Party = "viewers"
    always: Party | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Employees who are told one by one, and at most one party that is told as a whole but for `left_out`."""

    employees: frozenset[int]
    party: Party | None
    left_out: frozenset[int]


_ON_IT = AudienceRule(("executors", "controllers"))
_RULES: dict[str, AudienceRule] = {
    **dict.fromkeys(_NAMED, AudienceRule(("named",))),
    **dict.fromkeys(("order_edited", "resume_warning", "due_soon"), AudienceRule(("executors",))),
    **dict.fromkeys(
        ("reaction_broken", "localization_broken"), AudienceRule(("executors", "controllers"), always="viewers")
    ),
    "quality_control_needed": AudienceRule(("controllers",), otherwise="managers"),
    "incident": AudienceRule(("incident_executors",)),
    "order_created": AudienceRule(("viewers",)),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom an operation tells of what it changes; of warnings employees are always told.

    `asked`: the client is told also of what the rules do not tell him by themselves (BK-3).
    """

    employees: bool
    clients: bool
    asked: bool = False


BY_RULE = Telling(employees=True, clients=True)
EMPLOYEES_ONLY = Telling(employees=True, clients=False)
ASKED = Telling(employees=True, clients=True, asked=True)
NOBODY = Telling(employees=False, clients=False)

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 12 * 60))
STORM_WITHIN = timedelta(minutes=1)

_CLIENT_IS_TOLD = frozenset({"in_progress", "paused", "done"})
_CLIENT_IS_TOLD_BY_EMPLOYEES = frozenset({"cancelled", "cancelled_by_client", "reopened"})


def is_on_by_default(role: str, kind: str, channel: str) -> bool:
    """Whether a role, by its code, is told of a kind on a channel before anybody has changed it (NT-1)."""
    return kind in _DEFAULTS.get(role, _DEFAULTS[""])[channel]


def audience_rule(kind: str) -> AudienceRule:
    """To whom a kind goes (NT-2)."""
    return _RULES.get(kind, _ON_IT)


def audience(
    kind: str, people: Mapping[Party, Collection[int]], *, blocked: Collection[int] = (), by: int | None = None
) -> Audience:
    """Who is told of a kind (NT-2), from the unblocked and blocked `people` of an order, by their ids.

    Nobody means that all of them are blocked or there are none; who caused it is left out after that is judged, so
    that his own doing does not turn to everybody.
    """
    rule = audience_rule(kind)
    one_by_one = [party for party in rule.parties if party not in _WHOLE]
    found = frozenset(each for party in one_by_one for each in people.get(party, ())) - frozenset(blocked)
    whole = next((party for party in rule.parties if party in _WHOLE), rule.always)
    left_out = frozenset() if by is None else frozenset({by})
    return Audience(found - left_out, whole or (None if found else rule.otherwise), left_out)


def with_stand_ins(
    told: Collection[int],
    on_shift: Collection[int],
    colleagues: Mapping[int, Collection[int]],
    supervisors: Collection[int],
) -> frozenset[int]:
    """Who gets a warning that goes to `told` (NT-7): for each of them off shift also his department's on shift.

    `colleagues` are the unblocked employees of the department of each, `supervisors` step in where none of those is
    on shift.
    """
    duty = frozenset(on_shift)
    found = set(told)
    for employee in told:
        if employee not in duty:
            found |= duty.intersection(colleagues.get(employee, ())) or frozenset(supervisors)
    return frozenset(found)


def next_attempt(failed: int, last: datetime) -> datetime | None:
    """When a delivery is tried again after so many failed attempts, `last` the latest; None where no more (NT-3)."""
    return last + RETRY_AFTER[failed - 1] if 0 < failed <= len(RETRY_AFTER) else None


def folded(moments: Sequence[datetime], most: int) -> list[range]:
    """Notifications of one kind for one employee, oldest first, as places that go out together (NT-5).

    More than `most` within a minute are one digest; the others go out one by one.
    """
    found: list[range] = []
    first = 0
    while first < len(moments):
        last = first
        while last < len(moments) and moments[last] - moments[first] < STORM_WITHIN:
            last += 1
        last = last if last - first > most else first + 1
        found.append(range(first, last))
        first = last
    return found


def client_is_told(before: str, after: str, *, by_employee: bool) -> bool:
    """Whether a client is told that his order went from one base to another (NT-6); within one base he is not."""
    if before == after:
        return False
    return after in _CLIENT_IS_TOLD or (by_employee and after in _CLIENT_IS_TOLD_BY_EMPLOYEES)
