"""Which norms an order gets: rules in their order, the first enabled match wins, then the service's own (SL-2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from ads_tui.domain.hours import DAY
from ads_tui.domain.sla_events import check_norm
from ads_tui.errors import InputError
from ads_tui.i18n import N_

NORM_FIELDS = ("reaction", "execution", "localization")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an order must be for a rule to match; None matches every order.

    Ids are those of the rows, `client` a client or a company; `priority` is the place in PRIORITIES. `weekdays`
    (Monday 0) and the hours, minutes from `start` to before `end`, are those of registration in the organization's
    zone; hours past midnight end before they start, and a moment after midnight has its own weekday.
    """

    type_id: int | None = None
    service_id: int | None = None
    emergency: str | None = None
    priority: int | None = None
    client_id: int | None = None
    client_category: str | None = None
    building_id: int | None = None
    organization_id: int | None = None
    weekdays: frozenset[int] | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its norms in seconds, and the calendar in which they run, None for the service's.

    A statutory one (SL-10) names its source.
    """

    id: int
    name: str
    conditions: Conditions = field(default_factory=Conditions)
    calendar_id: int | None = None
    reaction: int | None = None
    execution: int | None = None
    localization: int | None = None
    statutory: bool = False
    source: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an order rules look at; `client_ids` are its client and the client's company."""

    type_id: int | None
    service_id: int
    emergency: str
    priority: int
    client_ids: frozenset[int]
    client_category: str | None
    building_id: int
    organization_id: int | None
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class ServiceNorms:
    """A service's own norms in seconds and its calendar, None for the organization's."""

    calendar_id: int | None = None
    reaction: int | None = None
    execution: int | None = None
    localization: int | None = None


@dataclass(frozen=True, slots=True)
class ChosenNorm:
    """A norm in seconds; `calendar_id` None is the organization's, `rule` None the service itself."""

    seconds: int
    calendar_id: int | None
    statutory: bool
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The norms of an order and the rule that matched, with whose name and source they are explained (SL-8)."""

    rule: Rule | None
    reaction: ChosenNorm | None
    execution: ChosenNorm | None
    localization: ChosenNorm | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the things that a rule names, to find conditions which contradict each other.

    None where the rule does not name the thing.
    """

    service_type_id: int | None = None
    service_emergency: str | None = None
    building_organization_id: int | None = None
    client_category: str | None = None


def choose(rules: Iterable[Rule], own: ServiceNorms, facts: Facts, zone: ZoneInfo) -> Choice:
    """The norms of an order, its rules given in their order; `zone` is the organization's.

    A norm that the winning rule leaves out is the service's own, in the service's calendar.
    """
    local = facts.registered_at.astimezone(zone)
    rule = next((rule for rule in rules if rule.enabled and _matches(rule.conditions, facts, local)), None)

    def norm(name: str) -> ChosenNorm | None:
        seconds: int | None = getattr(rule, name) if rule else None
        if rule and seconds is not None:
            calendar_id = own.calendar_id if rule.calendar_id is None else rule.calendar_id
            return ChosenNorm(seconds, calendar_id, rule.statutory and name != "reaction", rule)
        seconds = getattr(own, name)
        return None if seconds is None else ChosenNorm(seconds, own.calendar_id, False, None)

    return Choice(rule, *(norm(name) for name in NORM_FIELDS))


def check_rule(rule: Rule, known: Known | None = None) -> None:
    """Refuse a rule that gives nothing, or that can match no order as far as that is known.

    Raises InputError `field_required` without any norm, or statutory without its source; `invalid_value` for a norm
    that is none, hours or weekdays that never are, and conditions of which one rules the other out.
    """
    norms = {name: getattr(rule, name) for name in NORM_FIELDS}
    for name, seconds in norms.items():
        if seconds is not None:
            check_norm(seconds, name)
    if not any(norms.values()):
        raise InputError("field_required", N_("A rule needs at least one norm"), field="execution")
    if rule.statutory and not rule.source.strip():
        raise InputError("field_required", N_("A statutory rule names its source"), field="source")
    _check_time(rule.conditions)
    _check_agreement(rule.conditions, known or Known())


def _check_time(conditions: Conditions) -> None:
    if conditions.weekdays is not None and not conditions.weekdays:
        raise InputError("invalid_value", N_("The rule matches no order: it names no weekday"), field="weekdays")
    if conditions.weekdays and not conditions.weekdays <= frozenset(range(7)):
        raise InputError("invalid_value", N_("A week has seven days"), field="weekdays")
    for name, minutes, last in (("from", conditions.start, DAY - 1), ("to", conditions.end, DAY)):
        if minutes is not None and not 0 <= minutes <= last:
            raise InputError("invalid_value", N_("A day has hours from 00:00 to 24:00"), field=name)
    start, end = _hours(conditions)
    if start == end:
        raise InputError("invalid_value", N_("The rule matches no order: its hours are empty"), field="to")


def _check_agreement(conditions: Conditions, known: Known) -> None:
    for name, wanted, fact in (
        ("type", conditions.type_id, known.service_type_id),
        ("emergency", conditions.emergency, known.service_emergency),
        ("organization", conditions.organization_id, known.building_organization_id),
        ("client_category", conditions.client_category, known.client_category),
    ):
        if wanted is not None and fact is not None and wanted != fact:
            raise InputError(
                "invalid_value",
                N_("The rule matches no order: its {field} is not that of what else it names"),
                field=name,
            )


def _matches(conditions: Conditions, facts: Facts, local: datetime) -> bool:
    pairs = (
        (conditions.type_id, facts.type_id),
        (conditions.service_id, facts.service_id),
        (conditions.emergency, facts.emergency),
        (conditions.priority, facts.priority),
        (conditions.client_category, facts.client_category),
        (conditions.building_id, facts.building_id),
        (conditions.organization_id, facts.organization_id),
    )
    return (
        all(wanted is None or wanted == fact for wanted, fact in pairs)
        and (conditions.client_id is None or conditions.client_id in facts.client_ids)
        and (conditions.weekdays is None or local.weekday() in conditions.weekdays)
        and _within(conditions, local.hour * 60 + local.minute)
    )


def _within(conditions: Conditions, minute: int) -> bool:
    start, end = _hours(conditions)
    return start <= minute < end if start < end else minute >= start or minute < end


def _hours(conditions: Conditions) -> tuple[int, int]:
    return conditions.start or 0, DAY if conditions.end is None else conditions.end
