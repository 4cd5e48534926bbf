"""What an order says of itself: its number, status, service, moments (FL-4, ST-12)."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.channels import PRIORITIES
from ads_tui.domain.filter_dates import span_of
from ads_tui.domain.filter_values import Code, DateRange, NumberRange, Special, Value
from ads_tui.domain.statuses import BASES
from ads_tui.models.catalogue import Service, ServiceType, Status
from ads_tui.models.people import Department
from ads_tui.services.orders.conditions.condition import Asked, Condition, any_of, negation, no_such, of_column, through
from ads_tui.services.orders.conditions.naming import asks_for_none, ids_of_things, texts_of, with_name
from ads_tui.services.reach import within_services
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import walked_past
from ads_tui.store.work import Reading

# Which orders a flag means; literal, so that the partial indexes serve.
FLAGS: Mapping[str, str] = {"reopened": "reopened_count > 0", "unread": "unread_messages > 0"}


def number(_reading: Reading, values: Sequence[Value]) -> Condition:
    """Numbers and ranges of them."""
    ranges = [value for value in values if isinstance(value, NumberRange)]
    column = ORDERS.c.number
    test, seek = (
        sa.or_(*(_within(form, value.lowest, value.highest, strict=value.strict) for value in ranges))
        for form in (walked_past(column), column)
    )
    return Condition(test, seek)


def external(_reading: Reading, values: Sequence[Value]) -> Condition:
    """A number in another system, by its words or whole."""
    key = ORDERS.c.external_key
    where = sa.and_(key.is_not(None), sa.or_(*(with_name(key, text) for text in texts_of(values))))
    return Condition(where, where)


def status(reading: Reading, values: Sequence[Value]) -> Condition:
    """A built-in code stands for the custom statuses based on it too (ST-12)."""
    known = reading.connection.execute(sa.select(col(Status.id), col(Status.code), col(Status.base))).all()
    ids: dict[int, None] = {}
    for value in values:
        assert isinstance(value, Code)
        if value.code in BASES:
            fitting = [row.id for row in known if row.base == value.code]
        else:
            fitting = [row.id for row in known if row.code == value.code]
        if not fitting:
            raise no_such(value, value.code, [row.code for row in known])
        ids |= dict.fromkeys(fitting)
    return of_column(ORDERS.c.status_id, list(ids))


def channel(_reading: Reading, values: Sequence[Value]) -> Condition:
    """The channel by its code."""
    return of_column(ORDERS.c.channel, _codes(values))


def priority(_reading: Reading, values: Sequence[Value]) -> Condition:
    """The priority by its code."""
    return of_column(ORDERS.c.priority, [PRIORITIES.index(code) for code in _codes(values)])


def service(reading: Reading, values: Sequence[Value]) -> Condition:
    """A service within reach, archived or not; no order is without one."""
    ids = ids_of_things(reading, values, Service, within_services(reading.actor, col(Service.id)))
    return of_column(ORDERS.c.service_id, ids, empty=asks_for_none(values))


def service_type(reading: Reading, values: Sequence[Value]) -> Condition:
    """The type of the order's service; `none` is a service without one."""
    column = col(Service.type_id)
    where: ColumnElement[bool] = column.in_(ids_of_things(reading, values, ServiceType))
    if asks_for_none(values):
        where = sa.or_(where, column.is_(None))
    return through(reading, ORDERS.c.service_id, col(Service.id), where)


def department(reading: Reading, values: Sequence[Value]) -> Condition:
    """The department that answers for the order."""
    return of_column(ORDERS.c.department_id, ids_of_things(reading, values, Department), empty=asks_for_none(values))


def flag(name: str) -> Asked:
    """Yes or no to what FLAGS says."""
    return partial(_flag, name=name)


def moment(column: sa.Column[Any]) -> Asked:
    """A moment of the order by days, minutes and words (FL-2)."""
    return partial(_moment, column=column)


def visit(reading: Reading, values: Sequence[Value]) -> Condition:
    """A visit any part of which falls into the days."""
    start, end = ORDERS.c.visit_from, ORDERS.c.visit_to
    found = []
    for value in values:
        if isinstance(value, DateRange):
            first, past = span_of(value, reading.now, reading.settings.zone)
            parts: list[ColumnElement[bool]] = [start.is_not(None)]
            parts += [start < past] if past is not None else []
            if first is None:
                span = sa.and_(*parts)
            else:
                # Both ways are asked of the index alone; many visits began before and have ended.
                span = sa.or_(sa.and_(*parts, end >= first), sa.and_(*parts, end.is_(None), start >= first))
            found.append(Condition(span, span))
        else:
            found.append(negation(Condition(start.is_not(None), start.is_not(None))))
    return any_of(found)


def _codes(values: Sequence[Value]) -> list[str]:
    return [value.code for value in values if isinstance(value, Code)]


def _flag(_reading: Reading, values: Sequence[Value], *, name: str) -> Condition:
    holds: Any = sa.text(f"({FLAGS[name]})")
    yes = Condition(holds, holds)
    return any_of([yes if value == Special("yes") else negation(yes) for value in values])


def _moment(reading: Reading, values: Sequence[Value], *, column: sa.Column[Any]) -> Condition:
    spans = [span_of(value, reading.now, reading.settings.zone) for value in values if isinstance(value, DateRange)]

    def form(one: Any) -> ColumnElement[bool]:
        parts = [_between(one, first, past) for first, past in spans]
        return sa.or_(*parts, *([one.is_(None)] if asks_for_none(values) else []))

    return Condition(form(walked_past(column)), form(column))


def _between(column: Any, first: Any, past: Any) -> ColumnElement[bool]:
    parts = [column >= first] if first is not None else []
    parts += [column < past] if past is not None else []
    return sa.and_(*parts)


def _within(column: Any, lowest: int | None, highest: int | None, *, strict: bool) -> ColumnElement[bool]:
    parts = []
    if lowest is not None:
        parts.append(column > lowest if strict else column >= lowest)
    if highest is not None:
        parts.append(column < highest if strict else column <= highest)
    return sa.and_(*parts)
