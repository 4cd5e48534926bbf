"""Why an order is due when it is: its clocks with the spans that counted, its rule, its calendars (SL-8, SL-12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.calendars import Calendar, Interval
from ads_tui.domain.sla_clocks import Clock, clocks
from ads_tui.domain.sla_explained import counted, pauses, to_come
from ads_tui.services.naming import not_found
from ads_tui.services.sla.events import EventReader
from ads_tui.services.sla.keeping import fixed_of, read_clocks
from ads_tui.services.sla.norms import CALENDARS, RULES, VERSIONS, FixedNorm, FixedNorms
from ads_tui.store.order_rows import LARGEST_NUMBER, ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

# By which of its norms an order's rule and calendar are told.
_TELLING = ("execution", "reaction", "localization")
_FINAL = frozenset({"met", "broken", "stopped"})
_COLUMNS = (ORDERS.c.due_at, ORDERS.c.due_by_hand)


@dataclass(frozen=True, slots=True)
class ClockWhy:
    """A clock with the code of its norm's calendar, the spans that counted, and when it stood still.

    `is_former` is whether its result is final and came under another norm than the present one (SL-6). `to_come` are
    the spans that use up what is left of its norm, of a clock that runs.
    """

    clock: Clock
    is_former: bool
    calendar: str | None
    spans: tuple[Interval, ...]
    pauses: tuple[Interval, ...]
    to_come: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What an order's due comes from, at the moment `now`: the clocks are reaction, execution, localization.

    `rule` is the name of the rule that matched, None where the norms are the service's own; `source` is where a rule's
    norms are written. `calendar` is the code of that in which execution runs, else another clock.
    """

    order: int
    now: datetime
    rule: str | None
    source: str | None
    calendar: str | None
    due_at: datetime | None
    is_forecast: bool
    by_hand: bool
    localized_at: datetime | None
    clocks: tuple[ClockWhy, ...]

    @property
    def localization(self) -> Clock:
        """The clock that the mark "localized" ends."""
        return self.clocks[2].clock


def explain(reading: Reading, number: int) -> Why:
    """Why an order is due when it is; NotFoundError where it does not exist for the actor (RO-3)."""
    wanted = select_orders(reading.actor, *_COLUMNS).where(ORDERS.c.number == number)
    order = reading.connection.execute(wanted).mappings().first() if 0 < number <= LARGEST_NUMBER else None
    if order is None:
        raise not_found("order", number)
    fixed = fixed_of(read_clocks(reading, [number])[number].values())
    reader = EventReader(reading)
    told = reader.read({number: dict(order)}, {number: fixed})[number]
    found = clocks(told.events, reading.now)
    calendars, codes = reader.norms.calendars, _codes(reading, reader.norms.calendars)
    present = {kind: codes[norm.calendar_version_id] for kind, norm in told.norms.items()}
    rule, source = _rule(reading, told.norms)
    norms = reader.norms.norms(told.norms)
    return Why(
        order=number,
        now=reading.now,
        rule=rule,
        source=source,
        calendar=next((present[kind] for kind in _TELLING if kind in present), None),
        due_at=found.due_at,
        is_forecast=found.due_is_forecast,
        by_hand=found.due_by_hand,
        localized_at=found.localized_at,
        clocks=tuple(
            ClockWhy(
                clock,
                clock.state in _FINAL and clock.norm not in (None, getattr(norms, clock.kind)),
                _calendar(clock, told.norms.get(clock.kind), calendars, codes),
                tuple(counted(clock)),
                tuple(pauses(clock, reading.now)),
                tuple(to_come(clock, reading.now)),
            )
            for clock in (found.reaction, found.execution, found.localization)
        ),
    )


def _codes(reading: Reading, versions: Mapping[int, Calendar]) -> Mapping[int, str]:
    """The codes of calendars by the ids of their versions."""
    if not versions:
        return {}
    wanted = sa.select(VERSIONS.c.id, CALENDARS.c.code).join(CALENDARS, CALENDARS.c.id == VERSIONS.c.calendar_id)
    return dict(reading.connection.execute(wanted.where(VERSIONS.c.id.in_(versions))).all())


def _calendar(
    clock: Clock, present: FixedNorm | None, calendars: Mapping[int, Calendar], codes: Mapping[int, str]
) -> str | None:
    """The code of the calendar in which a clock runs: a result that is final may have come under former norms."""
    if clock.norm is None:
        return None
    those = [version for version, calendar in calendars.items() if calendar == clock.norm.calendar]
    if present is not None and present.calendar_version_id in those:
        return codes[present.calendar_version_id]
    return codes[those[0]]


def _rule(reading: Reading, norms: FixedNorms) -> tuple[str | None, str | None]:
    """The name and the source of the rule that gave norms; only one ever does (SL-2)."""
    ids = {norm.rule_id for norm in norms.values() if norm.rule_id is not None}
    if not ids:
        return None, None
    row: Any = reading.connection.execute(sa.select(RULES.c.name, RULES.c.source).where(RULES.c.id.in_(ids))).one()
    return row.name, row.source or None
