"""The history of an order as a chain of hashes (HI-2)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

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
GENESIS = bytes(32)

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical_data(data: Mapping[str, Any]) -> str:
    """An event's data as the one JSON text that stands for it: keys sorted, no spaces."""
    return _encode(data)


def canonical(columns: Sequence[object]) -> bytes:
    """An event's columns as one JSON array in UTF-8; moments to the microsecond in UTC."""
    return _encode([_moment(value) if isinstance(value, datetime) else value for value in columns]).encode()


def chain(head: bytes, columns: Sequence[object]) -> bytes:
    """The hash of an event: SHA-256 over the hash before it and its own columns, 32 bytes."""
    return hashlib.sha256(head + canonical(columns)).digest()


def _moment(value: datetime) -> str:
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
