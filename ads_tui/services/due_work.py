"""What is to be done for orders at a moment: planned and withdrawn with the change that causes it (decision 12)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ads_tui.models.columns import table_of
from ads_tui.models.time import DueWork
from ads_tui.store.work import Work

WORK = table_of(DueWork)
# The kinds of CL-6; those of a later piece of work join here with what does them.
AUTO_RESUME = "auto_resume"
RESUME_WARNING = "resume_warning"
SLA_BROKEN = "sla_broken"
DUE_SOON = "due_soon"

_PLANNED = sa.select(WORK.c.id, WORK.c.order_number, WORK.c.kind, WORK.c.subject, WORK.c.due_at, WORK.c.done_at).where(
    WORK.c.order_number.in_(sa.bindparam("b_numbers", expanding=True)),
    WORK.c.kind.in_(sa.bindparam("b_kinds", expanding=True)),
)
_INSERT = sa.insert(WORK).inline()
_DELETE = sa.delete(WORK).where(WORK.c.id == sa.bindparam("b_id"))


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing to be done: `subject` tells two of a kind apart, `due_at` in UTC."""

    kind: str
    subject: str
    due_at: datetime


def planned(work: Work, numbers: Collection[int], kinds: Collection[str]) -> Sequence[Any]:
    """The rows of `due_work` of orders and kinds, those that are done too."""
    return work.connection.execute(_PLANNED, {"b_numbers": list(numbers), "b_kinds": list(kinds)}).all()


def plan(work: Work, rows: Iterable[Any], wanted: Mapping[int, Iterable[Planned]]) -> None:
    """Let just `wanted`, by order, wait in the place of its `planned` rows; what is done already is not planned again.

    The orders must be in the database.
    """
    known = {(row.order_number, row.kind, row.subject, row.due_at): row for row in rows}
    asked = {(number, each.kind, each.subject, each.due_at) for number, all_ in wanted.items() for each in all_}
    gone = [{"b_id": row.id} for key, row in known.items() if row.done_at is None and key not in asked]
    if gone:
        work.connection.execute(_DELETE, gone)
    _insert(work, asked - known.keys())


def plan_first(work: Work, number: int, wanted: Iterable[Planned]) -> None:
    """Plan what waits for a new order, for which nothing was planned before."""
    _insert(work, {(number, each.kind, each.subject, each.due_at) for each in wanted})


def _insert(work: Work, keys: Iterable[tuple[int, str, str, datetime]]) -> None:
    rows = [
        {"order_number": number, "kind": kind, "subject": subject, "due_at": due_at, "done_at": None, "attempts": 0}
        for number, kind, subject, due_at in sorted(keys)
    ]
    if rows:
        work.connection.execute(_INSERT, rows)


def reminded_of(rows: Iterable[Any]) -> dict[int, str]:
    """The latest due of which each order was reminded already (SL-9), as `subject` names it, by `planned` rows."""
    reminded: dict[int, str] = {}
    for row in rows:
        if row.kind == DUE_SOON and row.done_at is not None:
            reminded[row.order_number] = max(reminded.get(row.order_number, ""), row.subject)
    return reminded
