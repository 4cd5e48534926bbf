"""Warns executors before a paused order resumes (RE-1, RE-3)."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from ads_tui.domain.moments import ResumeOn
from ads_tui.domain.resuming import ResumeWarning, waiting_at
from ads_tui.scheduler.items import Item, Orders
from ads_tui.services.due_work import RESUME_WARNING, WORK
from ads_tui.services.notifications.outbox import Happening, notify_each
from ads_tui.store.work import Work

_OVER = sa.select(WORK.c.order_number, WORK.c.subject, WORK.c.due_at).where(
    WORK.c.order_number.in_(sa.bindparam("b_numbers", expanding=True)),
    WORK.c.kind == RESUME_WARNING,
    WORK.c.due_at <= sa.bindparam("b_now", type_=WORK.c.due_at.type),
)


def warn(work: Work, items: Sequence[Item], orders: Orders) -> Sequence[Item]:
    """Send the latest warning of each order that is paused still; earlier ones that were missed are dropped."""
    over = _warnings_until_now(work, {item.order for item in items})
    sent, told = [], []
    for item in items:
        order = orders[item.order]
        if order["base_status"] != "paused" or order["resume_at"] is None:
            continue
        resume_on = ResumeOn(order["resume_at"], order["resume_is_date"])
        waiting = waiting_at(resume_on, over[item.order], work.now)
        days = int(item.subject)
        if waiting.warning == ResumeWarning(days, item.due_at):
            told.append(Happening(order, RESUME_WARNING, order["history_seq"], {"days": days}))
            sent.append(item)
    notify_each(work, told)
    return sent


def _warnings_until_now(work: Work, numbers: Collection[int]) -> dict[int, list[ResumeWarning]]:
    """The warnings of orders whose moment has come, sent ones too: none older than them is to be sent."""
    found: dict[int, list[ResumeWarning]] = defaultdict(list)
    for row in work.connection.execute(_OVER, {"b_numbers": sorted(numbers), "b_now": work.now}):
        found[row.order_number].append(ResumeWarning(int(row.subject), row.due_at))
    return found
