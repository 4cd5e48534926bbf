"""Orders whose clocks are broken, recorded or not (FL-4, SL-12)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.domain.filter_values import Code, Value
from ads_tui.domain.time_left import CLOCKS
from ads_tui.models.columns import table_of
from ads_tui.models.time import OrderClock
from ads_tui.services.orders.conditions.condition import Condition, any_of, linked, negation
from ads_tui.services.orders.conditions.naming import asks_for_none
from ads_tui.store.work import Reading

_CLOCKS = table_of(OrderClock)
# Literal, so that the partial indexes serve.
_RECORDED: Any = sa.text("broken_at IS NOT NULL")
_MAY_BREAK: Any = sa.text("breaks_at IS NOT NULL")


def broken(reading: Reading, values: Sequence[Value]) -> Condition:
    """A clock of these kinds is broken; `none` is the order without a broken one."""
    kinds = [value.code for value in values if isinstance(value, Code)]
    found = [linked(_CLOCKS.c.order_number, *_ways(reading, kinds))] if kinds else []
    if asks_for_none(values):
        found.append(negation(linked(_CLOCKS.c.order_number, *_ways(reading, list(CLOCKS)))))
    return any_of(found)


def _ways(reading: Reading, kinds: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    """The clocks that are recorded as broken, and those that are broken by now."""
    theirs = _CLOCKS.c.kind.in_(kinds)
    return sa.and_(theirs, _RECORDED), sa.and_(theirs, _MAY_BREAK, _CLOCKS.c.breaks_at <= reading.now)
