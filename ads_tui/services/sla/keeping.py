"""Keeps beside an order what its clocks say: due, states, what is to be done when (SL-5, SL-6, SL-9, SL-12)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.domain.moments import iso_utc, parse_duration
from ads_tui.domain.sla_clocks import Clock, Clocks, clocks, due_soon_at
from ads_tui.domain.sla_events import Created
from ads_tui.models.columns import table_of
from ads_tui.models.time import OrderClock
from ads_tui.services.due_work import DUE_SOON, SLA_BROKEN, Planned, plan, plan_first, planned, reminded_of
from ads_tui.services.notifications.outbox import Happening, notify_each
from ads_tui.services.sla.events import EventReader, Told
from ads_tui.services.sla.norms import Deciding, FixedNorm, FixedNorms, NormChooser, Situation
from ads_tui.store.order_rows import EVENTS, LockedOrder
from ads_tui.store.settings import Settings
from ads_tui.store.work import Reading, Work

CLOCKS = table_of(OrderClock)
# History goes on in time, so that the newest moment is the last event's.
_LAST_AT = (
    sa.select(EVENTS.c.order_number, sa.func.max(EVENTS.c.at))
    .where(EVENTS.c.order_number.in_(sa.bindparam("b_numbers", expanding=True)))
    .group_by(EVENTS.c.order_number)
)
_RESULTS = frozenset({"met", "broken"})
_TIMED = (SLA_BROKEN, DUE_SOON)
_OF_ORDERS = sa.select(CLOCKS).where(CLOCKS.c.order_number.in_(sa.bindparam("b_numbers", expanding=True)))
_INSERT = sa.insert(CLOCKS).inline()
_HERE = (CLOCKS.c.order_number == sa.bindparam("b_number"), CLOCKS.c.kind == sa.bindparam("b_kind"))
_DELETE = sa.delete(CLOCKS).where(*_HERE)


def situation_of(order: LockedOrder) -> Situation:
    """What of an order decides about its norms."""
    return Situation(
        order["service_id"], order["building_id"], order["client_id"], order["priority"], order["created_at"]
    )


def begin_clocks(work: Work, order: LockedOrder, service: Deciding) -> "BegunClocks":
    """Fix the norms of a new order, and set its due; `write` follows once the order is in the database."""
    chooser = NormChooser(work, {order["service_id"]: service})
    fixed = chooser.choose(situation_of(order))
    due = order["due_at"] if order["due_by_hand"] else None
    if not fixed and due is None:
        return BegunClocks(order, fixed, None)
    event = Created(work.now, order["base_status"], chooser.norms.norms(fixed), due)
    found = clocks([event], work.now)
    order.set(due_at=found.due_at, next_due_at=next_due(found))
    return BegunClocks(order, fixed, found)


class BegunClocks:
    """The clocks of an order that is not in the database yet."""

    def __init__(self, order: LockedOrder, fixed: FixedNorms, found: Clocks | None) -> None:
        self._order = order
        self._fixed = fixed
        self._found = found

    def write(self, work: Work) -> None:
        """Write the clocks and what is to be done by them."""
        if self._found is None:
            return
        number = self._order.number
        _write_rows(work, {number: {}}, {number: clock_rows(self._found, self._fixed)})
        _record_results(work, [self._order], {number: self._found}, {number: {}})
        plan_first(work, number, _Planner(work.settings).of(self._found, ""))


def fix_norms(work: Work, order: LockedOrder, chooser: NormChooser | None = None) -> bool:
    """Fix the norms of an order anew, with history; returns whether they are others than before (SL-12).

    `keep_time` is to follow.
    """
    work.flush()
    before = read_told(work, [order])[order.number].norms
    after = (chooser or NormChooser(work)).choose(situation_of(order))
    if before == after:
        return False
    sides = {"from": before, "to": after}
    data = {side: {kind: norm.recorded for kind, norm in norms.items()} for side, norms in sides.items()}
    work.record(order, "edited", data, field="norms", moves=False)
    return True


def keep_time_of_imported(work: Work, orders: Iterable[LockedOrder]) -> None:
    """Fix the norms of orders that have come with a life behind them, and write what their clocks are now (CL-16)."""
    chooser = NormChooser(work)
    fixed = {order.number: chooser.choose(situation_of(order)) for order in orders}
    keep_time(work, [order for order in orders if fixed[order.number] or order["due_by_hand"]], fixed)


def keep_time(
    work: Work, orders: Sequence[LockedOrder], fixed: Mapping[int, FixedNorms] = MappingProxyType({})
) -> None:
    """Write what the clocks of locked orders are now, with the results that they have come to (SL-6).

    To be called after every change of what clocks are computed from, and when one may have broken: it finds the
    same whenever it is called. `fixed` are the norms of orders that have no clocks yet.
    """
    work.flush()
    numbers = [order.number for order in orders]
    rows, waiting = read_clocks(work, numbers), planned(work, numbers, _TIMED)
    told = _told_of(work, orders, rows, fixed)
    found = {order.number: clocks(told[order.number].events, work.now) for order in orders}
    _write_rows(work, rows, {number: clock_rows(found[number], told[number].norms) for number in numbers})
    _record_results(
        work, orders, found, {number: {kind: row.state for kind, row in of.items()} for number, of in rows.items()}
    )
    for order in orders:
        _repeat(order, found[order.number])
        if order.is_dirty:
            work.change(order)
    to_do, reminded = _Planner(work.settings), reminded_of(waiting)
    plan(work, waiting, {number: to_do.of(found[number], reminded.get(number, "")) for number in numbers})


def read_clocks(reading: Reading, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The rows of clocks by order and kind."""
    found: dict[int, dict[str, Any]] = {number: {} for number in numbers}
    for row in reading.connection.execute(_OF_ORDERS, {"b_numbers": list(numbers)}):
        found[row.order_number][row.kind] = row
    return found


def read_told(reading: Reading, orders: Sequence[LockedOrder]) -> dict[int, Told]:
    """What history tells of the clocks of orders, by number."""
    return _told_of(reading, orders, read_clocks(reading, [order.number for order in orders]), {})


def _told_of(
    reading: Reading,
    orders: Iterable[LockedOrder],
    rows: Mapping[int, Mapping[str, Any]],
    fixed: Mapping[int, FixedNorms],
) -> dict[int, Told]:
    """The same where the rows of clocks are known; `fixed` as for `keep_time`."""
    kept = {number: fixed.get(number) or fixed_of(of.values()) for number, of in rows.items()}
    return EventReader(reading).read({order.number: order.values for order in orders}, kept)


def fixed_of(rows: Iterable[Any]) -> FixedNorms:
    """The norms of an order's rows of clocks."""
    return {
        row.kind: FixedNorm(row.norm_seconds, row.calendar_version_id, row.statutory, row.rule_id)
        for row in rows
        if row.norm_seconds is not None
    }


def _each(found: Clocks) -> Sequence[Clock]:
    return found.reaction, found.execution, found.localization


def _repeat(order: LockedOrder, found: Clocks) -> None:
    """Let the order's own columns say what its clocks do."""
    order.set(
        due_at=found.due_at,
        due_by_hand=found.due_by_hand,
        next_due_at=next_due(found),
        localized_at=found.localized_at,
    )


def next_due(found: Clocks) -> datetime | None:
    """The due of the running clock that is due first, broken ones too (LS-5)."""
    return min((clock.due_at for clock in _each(found) if clock.runs and clock.due_at), default=None)


def clock_rows(found: Clocks, fixed: FixedNorms) -> dict[str, dict[str, Any]]:
    """The rows of an order's clocks by kind, none for one that is `none`."""
    rows: dict[str, dict[str, Any]] = {}
    for clock in _each(found):
        if clock.state == "none":
            continue
        norm = fixed.get(clock.kind)
        rows[clock.kind] = {
            "norm_seconds": norm.seconds if norm else None,
            "calendar_version_id": norm.calendar_version_id if norm else None,
            "statutory": bool(norm and norm.statutory),
            "rule_id": norm.rule_id if norm else None,
            "state": clock.state,
            "due_at": clock.due_at,
            "breaks_at": clock.breaks_at,
            "broken_at": clock.broken_at,
        }
    return rows


def _write_rows(
    work: Work, kept: Mapping[int, Mapping[str, Any]], wanted: Mapping[int, Mapping[str, dict[str, Any]]]
) -> None:
    """Let the rows of orders, by number and kind, be those that are wanted."""
    new: list[dict[str, Any]] = []
    changed: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for number, rows in wanted.items():
        for kind, row in rows.items():
            before = kept[number].get(kind)
            if before is None:
                new.append({"order_number": number, "kind": kind, **row})
                continue
            others = {name: value for name, value in row.items() if getattr(before, name) != value}
            if others:
                changed[tuple(others)].append({"b_number": number, "b_kind": kind, **others})
    gone = [
        {"b_number": number, "b_kind": kind} for number in wanted for kind in kept[number] if kind not in wanted[number]
    ]
    for statement, several in ((_INSERT, new), (_DELETE, gone)):
        if several:
            work.connection.execute(statement, several)
    for columns, several in changed.items():
        work.connection.execute(_update_of(columns), several)


@cache
def _update_of(columns: tuple[str, ...]) -> sa.Update:
    return sa.update(CLOCKS).where(*_HERE).values({name: sa.bindparam(name) for name in columns})


def _record_results(
    work: Work,
    orders: Sequence[LockedOrder],
    found: Mapping[int, Clocks],
    before: Mapping[int, Mapping[str, str]],
) -> None:
    """Write down that clocks came to their results, each at its moment: where it broke, when it was due (SL-6).

    That one broke is told by the system whoever finds it, as time did it; an import tells all of the past by itself.
    History goes on in time: a result that is found late has the moment of the event before it. `before` are the
    states by number and kind.
    """
    results = {order.number: _new_results(found[order.number], before[order.number]) for order in orders}
    concerned = [order for order in orders if results[order.number]]
    if not concerned:
        return
    last_at = dict(work.connection.execute(_LAST_AT, {"b_numbers": [order.number for order in concerned]}).all())
    happenings: list[Happening] = []
    for order in concerned:
        last = last_at[order.number]
        for clock in results[order.number]:
            last = max(last, _result_at(clock))
            due = iso_utc(clock.due_at) if clock.due_at else None
            data = {"from": before[order.number].get(clock.kind), "to": clock.state, "due": due}
            broken = clock.state == "broken"
            teller = SYSTEM if broken and work.source != "import" else None
            work.record(order, "sla", data, field=clock.kind, at=last, moves=False, by=teller)
            if broken:
                happenings.append(Happening(order, f"{clock.kind}_broken", order["history_seq"], {"due": due}))
    notify_each(work, happenings)


def _new_results(found: Clocks, before: Mapping[str, str]) -> Sequence[Clock]:
    """The clocks that have come to a result, in the order in which they did."""
    results = [clock for clock in _each(found) if clock.state in _RESULTS and clock.state != before.get(clock.kind)]
    return sorted(results, key=_result_at)


def _result_at(clock: Clock) -> datetime:
    at = clock.broken_at or clock.met_at
    assert at is not None
    return at


class _Planner:
    """When clocks break if nothing happens, and when the due is to be reminded of, once for a due (SL-9)."""

    def __init__(self, settings: Settings) -> None:
        self._before = timedelta(seconds=parse_duration(settings.text("reminder.before"), "reminder.before"))
        self._share = float(settings.text("reminder.share"))

    def of(self, found: Clocks, reminded: str) -> Sequence[Planned]:
        """What is to be done by an order's clocks; `reminded` is the latest due of which was reminded."""
        breaks = [Planned(SLA_BROKEN, clock.kind, clock.breaks_at) for clock in _each(found) if clock.breaks_at]
        moment = due_soon_at(found, self._before, self._share)
        due = iso_utc(found.due_at) if found.due_at else ""
        if moment is None or due <= reminded:
            return breaks
        return [*breaks, Planned(DUE_SOON, due, moment)]
