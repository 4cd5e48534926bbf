"""Columns that repeat what other rows say, compared with them: each pair has one function that writes both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, FromClause
from sqlmodel import col

from ads_tui.domain.statuses import OPEN_BASES
from ads_tui.i18n import N_, _
from ads_tui.models.catalogue import Status
from ads_tui.models.columns import table_of
from ads_tui.models.orders import Comment
from ads_tui.models.people import Employee
from ads_tui.models.places import Building
from ads_tui.services import reach
from ads_tui.services.problems import MOST_OF_A_KIND, Problems
from ads_tui.store.order_rows import EXECUTORS, ORDERS
from ads_tui.store.work import Reading

ADVICE = N_("Report it: the program has written half a change")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Orders for which `wrong` holds are faulty; `tables` are joined to `orders`."""

    check: str
    message: str
    tables: FromClause
    wrong: ColumnElement[bool]


def check_columns(reading: Reading, problems: Problems, progress: Callable[[int], None]) -> None:
    """Compare statuses, labels, executors, numbers and reach with what they repeat."""
    for done, comparison in enumerate(_COMPARISONS):
        progress(done)
        compare(reading, problems, comparison)
    _check_numbers(reading, problems)
    _check_reach(reading, problems)


_STATUS = ORDERS.join(table_of(Status), col(Status.id) == ORDERS.c.status_id)
_LINKS = EXECUTORS.join(ORDERS, ORDERS.c.number == EXECUTORS.c.order_number)
_PEOPLE = _LINKS.join(table_of(Employee), col(Employee.id) == EXECUTORS.c.employee_id)
_COUNTED = _LINKS.join(table_of(Status), col(Status.id) == ORDERS.c.status_id)
_UNSEEN = (
    sa.exists()
    .where(col(Comment.order_number) == ORDERS.c.number, col(Comment.important), col(Comment.seen_at).is_(None))
    .correlate(ORDERS)
)


def _differ(left: Any, right: Any) -> ColumnElement[bool]:
    """Whether two conditions differ, on both databases."""
    return sa.or_(sa.and_(left, ~right), sa.and_(~left, right))


_COMPARISONS = (
    Comparison(
        "base_status", N_("Its base status is not its status's"), _STATUS, ORDERS.c.base_status != col(Status.base)
    ),
    Comparison(
        "is_open",
        N_("Whether it is open disagrees with its status"),
        _STATUS,
        _differ(ORDERS.c.is_open, col(Status.base).in_(sorted(OPEN_BASES))),
    ),
    Comparison(
        "closed",
        N_("It is open and has a moment of closing"),
        ORDERS,
        sa.and_(ORDERS.c.is_open, ORDERS.c.closed_at.is_not(None)),
    ),
    Comparison(
        "closed",
        N_("It is done without a moment of closing"),
        ORDERS,
        sa.and_(
            ORDERS.c.base_status == "done",
            ORDERS.c.closed_at.is_(None),
            # What a file did not know nobody knows.
            ORDERS.c.registration_method != "import",
        ),
    ),
    Comparison(
        "important",
        N_("Its important label disagrees with its comments"),
        ORDERS,
        _differ(ORDERS.c.important, _UNSEEN),
    ),
    Comparison(
        "executors",
        N_("Who is an active executor disagrees with who is assigned and not blocked"),
        _PEOPLE,
        _differ(EXECUTORS.c.active, sa.and_(EXECUTORS.c.removed_at.is_(None), col(Employee.blocked_at).is_(None))),
    ),
    Comparison(
        "executors",
        N_("Whether it counts in its executors' load disagrees with its status"),
        _COUNTED,
        sa.and_(EXECUTORS.c.active, _differ(EXECUTORS.c.in_load, sa.and_(ORDERS.c.is_open, col(Status.in_load)))),
    ),
    Comparison(
        "executors",
        N_("Its executors' lists hold another moment of its last change"),
        _LINKS,
        sa.and_(EXECUTORS.c.active, EXECUTORS.c.updated_at != ORDERS.c.updated_at),
    ),
    Comparison(
        "executors",
        N_("It is unread for one who was removed from it"),
        _LINKS,
        sa.and_(EXECUTORS.c.unread, EXECUTORS.c.removed_at.is_not(None)),
    ),
    Comparison(
        "created_at",
        N_("Its last change is older than the order"),
        ORDERS,
        ORDERS.c.updated_at < ORDERS.c.created_at,
    ),
)


def compare(reading: Reading, problems: Problems, comparison: Comparison) -> None:
    """Add the orders for which a comparison is wrong."""
    found = (
        sa.select(ORDERS.c.number)
        .select_from(comparison.tables)
        .where(comparison.wrong)
        .distinct()
        .order_by(ORDERS.c.number)
    )
    with reading.connection.execute(found.execution_options(yield_per=MOST_OF_A_KIND)) as rows:
        for number in rows.scalars():
            problems.add(comparison.check, _(comparison.message), _(ADVICE), number)


def _check_numbers(reading: Reading, problems: Problems) -> None:
    """External numbers are unique, and no number will be given again (CR-6, CL-11)."""
    external = ORDERS.c.external_number
    twice = (
        sa.select(sa.func.max(ORDERS.c.number))
        .where(external.is_not(None))
        .group_by(external)
        .having(sa.func.count() > 1)
        .order_by(sa.func.max(ORDERS.c.number))
    )
    for number in reading.connection.execute(twice).scalars():
        problems.add("numbers", _("Another order has its external number"), _(ADVICE), number)
    last = reading.connection.execute(sa.select(sa.func.max(ORDERS.c.number))).scalar() or 0
    if _last_given(reading) < last:
        advice = _("Restore a backup, or ask whoever knows the database to move its counter of numbers on")
        problems.add("numbers", _("Numbers up to {number} would be given again").format(number=last), advice, last)


def _last_given(reading: Reading) -> int:
    if reading.connection.dialect.name == "sqlite":
        statement = "SELECT seq FROM sqlite_sequence WHERE name = 'orders'"
    else:
        statement = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM orders_number_seq"
    return reading.connection.exec_driver_sql(statement).scalar() or 0


def _check_reach(reading: Reading, problems: Problems) -> None:
    """`employee_buildings` is what access, groups and quarters say (decision 5)."""
    missing, surplus = reach.differences(reading.session)
    advice = _("Set one of the employee's access keys anew: 'ads employee set LOGIN buildings …'")
    for pairs, text in (
        (missing, _("{login} does not reach {building}, though his access says so")),
        (surplus, _("{login} reaches {building}, though his access does not say so")),
    ):
        for login, building in _named(reading, pairs[: MOST_OF_A_KIND + 1]):
            problems.add("reach", text.format(login=login, building=building), advice)


def _named(reading: Reading, pairs: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    named = []
    for employee_id, building_id in pairs:
        login = reading.session.scalars(sa.select(col(Employee.login)).where(col(Employee.id) == employee_id)).one()
        code = reading.session.scalars(sa.select(col(Building.code)).where(col(Building.id) == building_id)).one()
        named.append((login, code))
    return named
