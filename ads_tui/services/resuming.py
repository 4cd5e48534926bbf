"""Plans when a paused order resumes by itself and its executors are warned (RE-1, RE-2)."""

from collections.abc import Sequence

from ads_tui.domain.moments import ResumeOn
from ads_tui.domain.resuming import warnings_before
from ads_tui.services.due_work import AUTO_RESUME, RESUME_WARNING, Planned, plan, planned
from ads_tui.store.order_rows import LockedOrder
from ads_tui.store.work import Work


def plan_resuming(work: Work, orders: Sequence[LockedOrder]) -> None:
    """Let the warnings and the resuming follow the orders' present state; those whose moment is over are left out.

    To be called where an order is paused or no longer paused, or its date to resume on changes.
    """
    if orders:
        rows = planned(work, [order.number for order in orders], (AUTO_RESUME, RESUME_WARNING))
        plan(work, rows, {order.number: _wanted(work, order) for order in orders})


def _wanted(work: Work, order: LockedOrder) -> Sequence[Planned]:
    if order["base_status"] != "paused" or order["resume_at"] is None:
        return []
    resume_on = ResumeOn(order["resume_at"], order["resume_is_date"])
    warnings = warnings_before(resume_on, work.settings.zone, work.now)
    return [
        Planned(AUTO_RESUME, "", resume_on.at),
        *(Planned(RESUME_WARNING, str(warning.days), warning.at) for warning in warnings),
    ]
