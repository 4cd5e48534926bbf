"""Whatever is to be sent outside of orders will be, to somebody and once (NT-3)."""

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.i18n import N_
from ads_tui.models.columns import table_of
from ads_tui.models.people import Employee
from ads_tui.services.check.columns import Comparison, compare
from ads_tui.services.notifications.spreading import DELIVERIES, NO_EMPLOYEE, NOTIFICATIONS
from ads_tui.services.problems import Problems
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

_SENT = DELIVERIES.join(NOTIFICATIONS, NOTIFICATIONS.c.id == DELIVERIES.c.notification_id).join(
    ORDERS, ORDERS.c.number == NOTIFICATIONS.c.order_number
)
_TO_PEOPLE = _SENT.outerjoin(table_of(Employee), col(Employee.id) == DELIVERIES.c.employee_id)
_LEADERS = DELIVERIES.alias()
_FOLDED = _SENT.join(_LEADERS, _LEADERS.c.id == DELIVERIES.c.folded_into)
_IS_TO_BE_SENT = DELIVERIES.c.state.in_(("waiting", "sending"))


def check_notifications(reading: Reading, problems: Problems) -> None:
    """Look for deliveries to nobody, and for those that would never be made, or once more."""
    for comparison in _COMPARISONS:
        compare(reading, problems, comparison)


_COMPARISONS = (
    Comparison(
        "notifications",
        N_("What is to be sent of it has no recipient"),
        _TO_PEOPLE,
        sa.or_(
            sa.and_(DELIVERIES.c.employee_id != NO_EMPLOYEE, col(Employee.id).is_(None)),
            sa.and_(DELIVERIES.c.employee_id == NO_EMPLOYEE, NOTIFICATIONS.c.client_id.is_(None)),
        ),
    ),
    Comparison(
        "notifications",
        N_("What is to be sent of it has no moment, or what was sent has one"),
        _SENT,
        sa.or_(
            sa.and_(_IS_TO_BE_SENT, DELIVERIES.c.next_at.is_(None)),
            sa.and_(~_IS_TO_BE_SENT, DELIVERIES.c.next_at.is_not(None)),
        ),
    ),
    Comparison(
        "notifications",
        N_("What is to be sent of it was put to something that is not sent by itself"),
        _FOLDED,
        sa.and_(DELIVERIES.c.state == "folded", _LEADERS.c.state == "folded"),
    ),
)
