"""The changes of status that an imported order tells of by its moments (CL-16, HI-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ads_tui.domain.statuses import Status, is_open


@dataclass(frozen=True, slots=True)
class KnownMoments:
    """What a file says of an order's life, in UTC; all but `created_at` may be unknown."""

    created_at: datetime
    first_in_progress_at: datetime | None = None
    done_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownChange:
    """A change to a status, by its code."""

    status: str
    at: datetime


def known_changes(initial: str, present: Status, known: KnownMoments) -> list[KnownChange]:
    """The changes from the status of a new order to the present one, oldest first, none before the one before it.

    A status that closes the order has the moment when it was done, any other that of the last change; what the file
    contradicts itself in is put in order, so that the last event says the present status.
    """
    changes: list[KnownChange] = []
    if known.first_in_progress_at is not None and initial != "in_progress":
        changes.append(KnownChange("in_progress", known.first_in_progress_at))
    # Done and open again: the file knows when it was done, not what it went through since.
    if known.done_at is not None and is_open(present.base):
        changes.append(KnownChange("done", known.done_at))
    last = changes[-1].status if changes else initial
    if present.code != last:
        closed = None if is_open(present.base) else known.done_at
        changes.append(KnownChange(present.code, closed or known.updated_at or known.created_at))
    return _in_order(known.created_at, changes)


def earliest(moments: Iterable[datetime | None], otherwise: datetime) -> datetime:
    """The first of the moments that are known, else another."""
    return min((moment for moment in moments if moment is not None), default=otherwise)


def _in_order(start: datetime, changes: Iterable[KnownChange]) -> list[KnownChange]:
    ordered = []
    for change in changes:
        start = max(start, change.at)
        ordered.append(KnownChange(change.status, start))
    return ordered
