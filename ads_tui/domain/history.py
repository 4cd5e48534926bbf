"""The history of an order: its kinds of events, its chain of hashes, its replay (HI-2, CL-7)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from json import JSONEncoder
from typing import Protocol

from ads_tui.i18n import N_

EVENT_KINDS: dict[str, str] = {
    "created": N_("Created"),
    "status": N_("Status"),
    "resume_on": N_("Resume on"),
    "executors": N_("Executors"),
    "controllers": N_("Controllers"),
    "edited": N_("Edited"),
    "sla": N_("SLA"),
    "incident": N_("Incident"),
    "document": N_("Document"),
    "invoice": N_("Invoice"),
    "refund": N_("Refund"),
    "approval": N_("Approval"),
    "rating": N_("Rating"),
    "message_deleted": N_("Message deleted"),
    "duplicate": N_("Duplicate"),
    "undone": N_("Undone"),
    "accepted": N_("Accepted"),
}
# Fields of an order that are edited, under their names in history.
FIELDS: dict[str, str] = {
    "service": N_("Service"),
    "building": N_("Building"),
    "premise": N_("Premise"),
    "client": N_("Client"),
    "department": N_("Department"),
    "priority": N_("Priority"),
    "channel": N_("Channel"),
    "due_at": N_("Due"),
    "due_by_hand": N_("Due set by hand"),
    "norms": N_("Norms"),
    "localized_at": N_("Localized"),
    "visit_from": N_("Visit from"),
    "visit_to": N_("Visit until"),
    "status_comment": N_("Status comment"),
    "cancel_comment": N_("Cancel comment"),
    "cancel_reasons": N_("Cancel reasons"),
}
SOURCES: tuple[str, ...] = ("employee", "resident", "system", "incident", "bulk", "import", "undo")
# What the first event of an order follows.
GENESIS = bytes(32)

# Kinds whose `to` is the status that the order then has.
_TELLS_STATUS = frozenset({"created", "status"})


class Event(Protocol):
    """What a replay reads of an event: `at` is when it held, `seq` its place in the chain."""

    @property
    def seq(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def kind(self) -> str: ...

    @property
    def field(self) -> str | None: ...

    @property
    def to(self) -> object: ...


def canonical_data(data: Mapping[str, object]) -> str:
    """An event's data as the one JSON text that stands for it, which is stored and hashed as it is.

    Keys are sorted, there are no spaces. Raises what `canonical` raises.
    """
    return _ENCODER.encode(data)


def canonical(columns: Sequence[object]) -> bytes:
    """The columns of an event as the one JSON array that is hashed.

    UTF-8, keys sorted, no spaces, moments in UTC to the microsecond. Raises ValueError for a moment without a zone
    and for NaN, TypeError for what JSON does not know: a hash over an approximate value would prove nothing.
    """
    return _ENCODER.encode(columns).encode()


def chain(head: bytes, columns: Sequence[object]) -> bytes:
    """The hash (32 bytes) of an event that follows the one with the hash `head`, the first one GENESIS."""
    return sha256(head + canonical(columns)).digest()


def tells_status(kind: str, field: str | None) -> bool:
    """Whether an event's `to` is the status that the order has from then on; `field` says what was undone."""
    return kind in _TELLS_STATUS or (kind == "undone" and field == "status")


def status_at(events: Iterable[Event], moment: datetime) -> str | None:
    """The code of the status that an order had at a moment, its events given in any order.

    An event holds from its `at` on until a later recorded one does. None before the order was created.
    """
    told = [event for event in events if tells_status(event.kind, event.field) and event.at <= moment]
    if not told:
        return None
    return str(max(told, key=lambda event: event.seq).to)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"history does not hold {type(value).__name__}")


# What is recorded holds no reference to itself, and the check for that takes a tenth of the time.
_ENCODER = JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, sort_keys=True, separators=(",", ":"), default=_plain
)
