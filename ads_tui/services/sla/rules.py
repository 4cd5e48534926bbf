"""SLA rules as an administrator sets them up: added, put in order, switched on and off (SL-2, SL-10)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.channels import PRIORITIES, parse_priority
from ads_tui.domain.hours import parse_days, parse_time, show_days, show_time
from ads_tui.domain.moments import parse_duration, show_duration
from ads_tui.domain.sla_rules import Known, Rule, check_rule
from ads_tui.domain.text import clean_line, fold, required_line
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Service, ServiceType
from ads_tui.models.places import Building, Client, Organization
from ads_tui.models.time import ServiceCalendar, SlaRule
from ads_tui.services import audit
from ads_tui.services.naming import find_named, not_found
from ads_tui.services.nouns.keys import labels_of
from ads_tui.services.nouns.service import EMERGENCIES
from ads_tui.services.nouns.values import read_choice
from ads_tui.services.orders.order_client import find_client
from ads_tui.services.orders.subjects import find_building, find_service
from ads_tui.services.reach import visible_clients
from ads_tui.services.sla.calendars import find_calendar
from ads_tui.services.sla.norms import rule_of
from ads_tui.store.work import Reading, Work

_RIGHT = "admin"
_NOUN = "sla_rule"


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule as it was typed; None where an option was not given."""

    name: str
    type: str | None = None
    service: str | None = None
    emergency: str | None = None
    priority: str | None = None
    client: str | None = None
    client_category: str | None = None
    building: str | None = None
    organization: str | None = None
    weekdays: str | None = None
    from_: str | None = None
    to: str | None = None
    calendar: str | None = None
    reaction: str | None = None
    execution: str | None = None
    localization: str | None = None
    statutory: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it is shown: things by code, durations, hours and weekdays as they are typed (CL-7)."""

    id: int
    position: int
    enabled: bool
    name: str
    type: str | None
    service: str | None
    emergency: str | None
    priority: str | None
    client: str | None
    client_category: str | None
    building: str | None
    organization: str | None
    weekdays: str | None
    from_: str | None
    to: str | None
    calendar: str | None
    reaction: str | None
    execution: str | None
    localization: str | None
    statutory: bool
    source: str | None

    @property
    def document(self) -> dict[str, Any]:
        """The document of CL-7."""
        return {("from" if key == "from_" else key): value for key, value in asdict(self).items()}


# What an option names: its column, the table of what is kept by id.
_THINGS: Mapping[str, tuple[str, type[Any]]] = {
    "type": ("type_id", ServiceType),
    "service": ("service_id", Service),
    "client": ("client_id", Client),
    "building": ("building_id", Building),
    "organization": ("organization_id", Organization),
    "calendar": ("calendar_id", ServiceCalendar),
}


def list_rules(reading: Reading) -> list[RuleRow]:
    """All rules in their order, disabled ones too; AccessError `forbidden` without the section administration."""
    reading.actor.require_section("administration")
    return _rows(reading, _all(reading))


def add_rule(work: Work, given: NewRule) -> RuleRow:
    """Add a rule after the others.

    Raises InputError (what is typed, no norm, conditions that match no order), NotFoundError for what it names,
    AccessError, RuleError `taken` for the name of another rule.
    """
    faults = Faults()
    columns: dict[str, Any] = {"name": "", "statutory": given.statutory}
    with faults:
        columns["name"] = required_line(given.name, "name")
    with faults:
        columns["source"] = clean_line(given.source or "", "source")
    for option, (column, read) in _READERS.items():
        text = getattr(given, option)
        if text is not None:
            with faults:
                columns[column] = read(work, text)
    rule = SlaRule(id=0, position=0, **columns)
    with faults:
        found = rule_of(rule)
        check_rule(found, _known(work, found))
    with faults:
        work.actor.require(_RIGHT)
    if not faults:
        with faults:
            _demand_name(work, rule.name)
    faults.raise_first()
    last = work.session.scalar(sa.select(sa.func.max(col(SlaRule.position)))) or 0
    rule.id, rule.position = None, last + 1
    work.session.add(rule)
    work.session.flush()
    return _changed(work, rule, None)


def move_rule(work: Work, rule_id: int, position: int) -> RuleRow:
    """Put a rule at another place, the first being 1; the others move up.

    Raises InputError `invalid_value` for a place that there is not, NotFoundError, AccessError.
    """
    faults = Faults()
    rule, rules = None, _all(work, locked=True)
    with faults:
        rule = _find(work, rules, rule_id)
    with faults:
        if rules and not 1 <= position <= len(rules):
            raise InputError(
                "invalid_value", N_("A rule stands at a place from 1 to {last}"), field="position", last=len(rules)
            )
    with faults:
        work.actor.require(_RIGHT)
    faults.raise_first()
    assert rule is not None
    before = rule.position
    rules.remove(rule)
    rules.insert(position - 1, rule)
    for place, each in enumerate(rules, start=1):
        each.position = place
    work.session.flush()
    return _changed(work, rule, {"position": before})


def enable_rule(work: Work, rule_id: int, *, enabled: bool) -> RuleRow:
    """Switch a rule on or off; a rule that is off matches nothing. Raises NotFoundError, AccessError."""
    faults = Faults()
    rule = None
    with faults:
        rule = _find(work, _all(work, locked=True), rule_id)
    with faults:
        work.actor.require(_RIGHT)
    faults.raise_first()
    assert rule is not None
    before = rule.enabled
    rule.enabled = enabled
    work.session.flush()
    return _changed(work, rule, {"enabled": before})


def names_taken(reading: Reading, names: frozenset[str]) -> bool:
    """Whether a rule has one of these names, case and ё/е ignored."""
    wanted = {fold(name) for name in names}
    return any(fold(name) in wanted for name in reading.session.scalars(sa.select(col(SlaRule.name))))


def _changed(work: Work, rule: SlaRule, before: Mapping[str, Any] | None) -> RuleRow:
    """Note what became of a rule: `before` holds the keys that were to change, None for a new one."""
    (row,) = _rows(work, [rule])
    document = {key: value for key, value in row.document.items() if value is not None}
    after = document if before is None else {key: document[key] for key in before}
    if after != before:
        audit.note(work, _NOUN, str(rule.id), before, after)
        work.touch(_NOUN, str(rule.id))
    return row


def _all(reading: Reading, *, locked: bool = False) -> list[SlaRule]:
    statement = sa.select(SlaRule).order_by(col(SlaRule.position), col(SlaRule.id))
    return list(reading.session.scalars(statement.with_for_update() if locked else statement))


def _find(work: Work, rules: list[SlaRule], rule_id: int) -> SlaRule:
    work.actor.require_signed_in()
    found = next((rule for rule in rules if rule.id == rule_id), None)
    if found is None:
        raise not_found("rule", rule_id)
    return found


def _demand_name(work: Work, name: str) -> None:
    if names_taken(work, frozenset({name})):
        raise RuleError("taken", N_("A rule is called {name} already"), field="name", name=name)


def _rows(reading: Reading, rules: list[SlaRule]) -> list[RuleRow]:
    codes: dict[str, Mapping[int, str]] = {
        option: labels_of(reading, model.id, model.code, {getattr(rule, column) for rule in rules})
        for option, (column, model) in _THINGS.items()
    }
    return [
        _row(rule, {option: codes[option].get(getattr(rule, _THINGS[option][0])) for option in codes}) for rule in rules
    ]


def _row(rule: SlaRule, things: Mapping[str, str | None]) -> RuleRow:
    assert rule.id is not None
    return RuleRow(
        id=rule.id,
        position=rule.position,
        enabled=rule.enabled,
        name=rule.name,
        emergency=rule.emergency,
        priority=None if rule.priority is None else PRIORITIES[rule.priority],
        client_category=rule.client_category,
        weekdays=rule.weekdays,
        from_=None if rule.from_minute is None else show_time(rule.from_minute),
        to=None if rule.to_minute is None else show_time(rule.to_minute),
        reaction=_duration(rule.reaction),
        execution=_duration(rule.execution),
        localization=_duration(rule.localization),
        statutory=rule.statutory,
        source=rule.source or None,
        **things,
    )


def _duration(seconds: int | None) -> str | None:
    return None if seconds is None else show_duration(seconds)


def _read_thing(model: type[Any], option: str) -> Callable[[Reading, str], int]:
    return lambda reading, text: find_named(reading, model, text, option).id


def _read_client(reading: Reading, text: str) -> int:
    found = find_client(reading, required_line(text, "client"), None, None, None)
    assert found is not None
    return found.id


def _read_category(reading: Reading, text: str) -> str:
    """A category that some client has, as it is written there; one that none has would match no order."""
    wanted = required_line(text, "client_category")
    reading.actor.require_signed_in()
    category = col(Client.category)
    there = reading.session.scalars(sa.select(category).where(*visible_clients(reading.actor)).distinct()).all()
    found = [wanted] if wanted in there else [each for each in there if fold(each) == fold(wanted)]
    if len(found) > 1:
        raise InputError(
            "ambiguous",
            N_("Several are named {text}: give the code"),
            field="client_category",
            details={"choices": sorted(found)},
            text=wanted,
        )
    if not found:
        raise not_found("client_category", wanted)
    return found[0]


_READERS: Mapping[str, tuple[str, Callable[[Reading, str], Any]]] = {
    "type": ("type_id", _read_thing(ServiceType, "type")),
    "service": ("service_id", lambda reading, text: find_service(reading, text).id),
    "emergency": ("emergency", lambda _reading, text: read_choice(text, "emergency", EMERGENCIES)),
    "priority": ("priority", lambda _reading, text: parse_priority(text)),
    "client": ("client_id", _read_client),
    "client_category": ("client_category", _read_category),
    "building": ("building_id", lambda reading, text: find_building(reading, text).id),
    "organization": ("organization_id", _read_thing(Organization, "organization")),
    "weekdays": ("weekdays", lambda _reading, text: show_days(parse_days(text, "weekdays"))),
    "from_": ("from_minute", lambda _reading, text: parse_time(text, "from")),
    "to": ("to_minute", lambda _reading, text: parse_time(text, "to")),
    "calendar": ("calendar_id", lambda reading, text: find_calendar(reading, text).id),
    "reaction": ("reaction", lambda _reading, text: parse_duration(text, "reaction")),
    "execution": ("execution", lambda _reading, text: parse_duration(text, "execution")),
    "localization": ("localization", lambda _reading, text: parse_duration(text, "localization")),
}


def _known(reading: Reading, rule: Rule) -> Known:
    """What is known of the things that a rule names."""
    conditions, session = rule.conditions, reading.session
    service = None if conditions.service_id is None else session.get_one(Service, conditions.service_id)
    building = None if conditions.building_id is None else session.get_one(Building, conditions.building_id)
    client = None if conditions.client_id is None else session.get_one(Client, conditions.client_id)
    return Known(
        service_type_id=service.type_id if service else None,
        service_emergency=service.emergency if service else None,
        building_organization_id=building.organization_id if building else None,
        client_category=client.category if client else None,
    )
