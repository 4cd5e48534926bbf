"""The statuses of orders: the built-in ones, where each leads, and whose right each is (ST-1, ST-2, ST-9, ST-12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ads_tui.domain.rights import effective
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class BuiltinStatus:
    """A status that every database has; it can be renamed and recoloured, not removed (ST-12)."""

    code: str
    caption: str
    colour: str
    position: int


# In the order in which lists sort by status (CO-4).
BUILTIN_STATUSES: tuple[BuiltinStatus, ...] = (
    BuiltinStatus("pending", N_("Pending"), "red", 1),
    BuiltinStatus("in_progress", N_("In progress"), "blue", 2),
    BuiltinStatus("done", N_("Done"), "green", 3),
    BuiltinStatus("paused", N_("Paused"), "grey", 4),
    BuiltinStatus("cancelled", N_("Cancelled"), "yellow", 5),
    BuiltinStatus("cancelled_by_client", N_("Cancelled by client"), "yellow", 6),
    BuiltinStatus("reopened", N_("Reopened"), "purple", 7),
    BuiltinStatus("approval", N_("Approval"), "cyan", 8),
    BuiltinStatus("clarification", N_("Needs clarification"), "orange", 9),
    BuiltinStatus("quality_control", N_("Quality control"), "teal", 10),
)
BASES: tuple[str, ...] = tuple(status.code for status in BUILTIN_STATUSES)
FINAL: frozenset[str] = frozenset({"cancelled", "cancelled_by_client"})
OPEN_BASES: frozenset[str] = frozenset(BASES) - FINAL - {"done"}
# Bases on which a custom status may stand that pauses the SLA (ST-12).
MAY_PAUSE_SLA: frozenset[str] = frozenset({"in_progress", "reopened", "pending", "clarification"})

_CANCELLED = ("cancelled", "cancelled_by_client")
_LEADS_TO: dict[str, tuple[str, ...]] = {
    "pending": ("in_progress", *_CANCELLED),
    "paused": ("in_progress",),
    "quality_control": ("done", "in_progress", *_CANCELLED),
    "done": ("reopened",),
    "reopened": ("in_progress", *_CANCELLED),
    "approval": _CANCELLED,
    "clarification": ("approval", *_CANCELLED),
    "cancelled": (),
    "cancelled_by_client": (),
}


@dataclass(frozen=True, slots=True)
class ServiceTraits:
    """What of a service its orders' statuses depend on."""

    appointment: bool = False
    quality_control: bool = False
    approval: bool = False
    requires_document: bool = False
    requires_payment: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """A status of an order: its own code and the built-in code whose rules it follows (ST-12)."""

    code: str
    base: str


def is_open(base: str) -> bool:
    """Whether an order whose status has this base is open."""
    return base in OPEN_BASES


def initial_status(traits: ServiceTraits) -> str:
    """The status of a new order (ST-1)."""
    return "approval" if traits.approval else after_approval(traits)


def after_approval(traits: ServiceTraits) -> str:
    """The status after the last approval (ST-1, AP-2), and of a new order that needs none."""
    return "in_progress" if traits.appointment else "pending"


def allowed(base: str, traits: ServiceTraits) -> tuple[str, ...]:
    """The bases that an employee may choose from a status of this base, in the order of ST-2.

    `clarification` from `approval` and what follows approval are not chosen but come of deciding (AP-2).
    """
    if base == "in_progress":
        return ("quality_control" if traits.quality_control else "done", "paused", *_CANCELLED)
    return _LEADS_TO[base]


def right_for(base: str) -> str:
    """The right that choosing a status of this base needs (RO-2), ST-9 left aside."""
    if base in FINAL:
        return "orders.cancel"
    return "orders.complete" if base == "done" else "orders.edit"


def kept_for_controllers(present: str, target: str, traits: ServiceTraits) -> bool:
    """Whether moving from one base to another is for controllers and holders of `orders.manage_any` only (ST-9)."""
    return traits.quality_control and present == "quality_control" and target in ("done", "in_progress")


def may_choose(present: str, target: str, traits: ServiceTraits, rights: Iterable[str], is_controller: bool) -> bool:
    """Whether somebody's rights let him move an order from one base to another (RO-2, ST-9)."""
    works = effective(rights)
    if kept_for_controllers(present, target, traits):
        return is_controller or "orders.manage_any" in works
    return right_for(target) in works
