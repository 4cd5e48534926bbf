"""Which norms an order is given, and in which version of a calendar (SL-2, SL-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ads_tui.domain.calendars import Calendar, calendar_of_json
from ads_tui.domain.hours import parse_days
from ads_tui.domain.sla_events import Norm, Norms
from ads_tui.domain.sla_rules import NORM_FIELDS, Conditions, Facts, Rule, ServiceNorms, choose
from ads_tui.models.catalogue import Service
from ads_tui.models.columns import table_of
from ads_tui.models.places import Building, Client
from ads_tui.models.time import CalendarVersion, ServiceCalendar, SlaRule
from ads_tui.store.work import Reading

RULES = table_of(SlaRule)
CALENDARS = table_of(ServiceCalendar)
VERSIONS = table_of(CalendarVersion)
_SERVICES, _BUILDINGS, _CLIENTS = table_of(Service), table_of(Building), table_of(Client)

_NEWEST = sa.select(sa.func.max(VERSIONS.c.id)).group_by(VERSIONS.c.calendar_id)
_PRESENT = (
    sa.select(CALENDARS.c.code, VERSIONS.c.calendar_id, VERSIONS.c.id, VERSIONS.c.body)
    .join(VERSIONS, VERSIONS.c.calendar_id == CALENDARS.c.id)
    .where(VERSIONS.c.id.in_(_NEWEST))
)
_BODIES = sa.select(VERSIONS.c.id, VERSIONS.c.body).where(VERSIONS.c.id.in_(sa.bindparam("b_ids", expanding=True)))
# The columns of `services` that decide about norms.
DECIDING: Sequence[Any] = (
    _SERVICES.c.type_id,
    _SERVICES.c.emergency,
    _SERVICES.c.calendar_id,
    *(_SERVICES.c[f"{name}_norm"] for name in NORM_FIELDS),
)
_OF_SERVICE = sa.select(*DECIDING).where(_SERVICES.c.id == sa.bindparam("b_service", type_=sa.Integer))
_ORGANIZATION = sa.select(_BUILDINGS.c.organization_id).where(
    _BUILDINGS.c.id == sa.bindparam("b_building", type_=sa.Integer)
)
_CATEGORY = sa.select(_CLIENTS.c.category).where(_CLIENTS.c.id == sa.bindparam("b_client", type_=sa.Integer))
_IN_ORDER = sa.select(RULES).order_by(RULES.c.position, RULES.c.id)


@dataclass(frozen=True, slots=True)
class FixedNorm:
    """A norm as it is fixed for an order: seconds of the working time of a calendar's version."""

    seconds: int
    calendar_version_id: int
    statutory: bool = False
    rule_id: int | None = None

    @property
    def recorded(self) -> list[Any]:
        """As an event of history holds it."""
        return [self.seconds, self.calendar_version_id, self.statutory, self.rule_id]


# By the clock's kind; a kind without a norm is left out.
FixedNorms = Mapping[str, FixedNorm]


@dataclass(frozen=True, slots=True)
class Situation:
    """What of an order decides about its norms; moments in UTC."""

    service_id: int
    building_id: int
    client_id: int | None
    priority: int
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Deciding:
    """What of a service decides about the norms of its orders."""

    type_id: int | None
    emergency: str
    norms: ServiceNorms


def deciding(row: Any) -> Deciding:
    """The same from a row with the columns `DECIDING`."""
    norms = ServiceNorms(row.calendar_id, *(getattr(row, f"{name}_norm") for name in NORM_FIELDS))
    return Deciding(row.type_id, row.emergency, norms)


@dataclass(frozen=True, slots=True)
class InForce:
    """What decides about norms for all orders: the rules, the newest versions by calendar, what the organization set.

    `organization` is the version of its calendar.
    """

    rules: Sequence[Rule]
    versions: Mapping[int, int]
    organization: int
    zone: ZoneInfo


def read_in_force(reading: Reading) -> InForce:
    """What is in force now, to be compared with what will be."""
    versions, organization = _versions(reading, reading.connection.execute(_PRESENT).all())
    return InForce(read_rules(reading), versions, organization, reading.settings.zone)


def _versions(reading: Reading, rows: Sequence[Any]) -> tuple[dict[int, int], int]:
    code = reading.settings.text("organization.calendar")
    organization = next(row.id for row in rows if row.code == code)
    return {row.calendar_id: row.id for row in rows}, organization


class NormChooser:
    """Chooses norms for orders of one operation: rules, services and calendars are read once, the latter by `norms`.

    `services` are those, by id, that were read before. It goes by what was `in_force`, else by what is.
    """

    def __init__(
        self,
        reading: Reading,
        services: Mapping[int, Deciding] = MappingProxyType({}),
        in_force: InForce | None = None,
    ) -> None:
        self._reading = reading
        self.norms = NormReader(reading)
        self._rules = in_force.rules if in_force else read_rules(reading)
        self._zone = in_force.zone if in_force else reading.settings.zone
        self._by_category = any(rule.conditions.client_category for rule in self._rules)
        self._services = dict(services)
        self._organizations: dict[int, int | None] = {}
        self._versions: tuple[Mapping[int, int], int] | None = None
        if in_force:
            self._versions = in_force.versions, in_force.organization

    def choose(self, situation: Situation) -> FixedNorms:
        """The norms that hold for an order now (SL-2)."""
        own = self._service(situation.service_id)
        if not self._rules and not any(getattr(own.norms, name) for name in NORM_FIELDS):
            return {}
        choice = choose(self._rules, own.norms, self._facts(situation, own), self._zone)
        chosen = {name: found for name in NORM_FIELDS if (found := getattr(choice, name)) is not None}
        versions, organization = self._present() if chosen else ({}, 0)
        return {
            name: FixedNorm(
                norm.seconds,
                organization if norm.calendar_id is None else versions[norm.calendar_id],
                norm.statutory,
                norm.rule.id if norm.rule else None,
            )
            for name, norm in chosen.items()
        }

    def _service(self, service_id: int) -> Deciding:
        if service_id not in self._services:
            row = self._reading.connection.execute(_OF_SERVICE, {"b_service": service_id}).one()
            self._services[service_id] = deciding(row)
        return self._services[service_id]

    def _facts(self, situation: Situation, own: Deciding) -> Facts:
        category = None
        if self._by_category and situation.client_id is not None:
            category = self._reading.connection.execute(_CATEGORY, {"b_client": situation.client_id}).scalar()
        return Facts(
            type_id=own.type_id,
            service_id=situation.service_id,
            emergency=own.emergency,
            priority=situation.priority,
            client_ids=frozenset() if situation.client_id is None else frozenset({situation.client_id}),
            client_category=category or None,
            building_id=situation.building_id,
            organization_id=self._organization(situation.building_id) if self._rules else None,
            registered_at=situation.registered_at,
        )

    def _organization(self, building_id: int) -> int | None:
        if building_id not in self._organizations:
            found = self._reading.connection.execute(_ORGANIZATION, {"b_building": building_id}).scalar()
            self._organizations[building_id] = found
        return self._organizations[building_id]

    def _present(self) -> tuple[Mapping[int, int], int]:
        if self._versions is None:
            rows = self._reading.connection.execute(_PRESENT).all()
            self._versions = _versions(self._reading, rows)
            self.norms.keep({row.id: row.body for row in rows})
        return self._versions


def read_rules(reading: Reading) -> list[Rule]:
    """All rules in their order, disabled ones too."""
    return [rule_of(row) for row in reading.connection.execute(_IN_ORDER)]


def rule_of(row: Any) -> Rule:
    """A rule as the domain knows it."""
    return Rule(
        id=row.id,
        name=row.name,
        conditions=Conditions(
            type_id=row.type_id,
            service_id=row.service_id,
            emergency=row.emergency,
            priority=row.priority,
            client_id=row.client_id,
            client_category=row.client_category,
            building_id=row.building_id,
            organization_id=row.organization_id,
            weekdays=None if row.weekdays is None else frozenset(parse_days(row.weekdays, "weekdays")),
            start=row.from_minute,
            end=row.to_minute,
        ),
        calendar_id=row.calendar_id,
        reaction=row.reaction,
        execution=row.execution,
        localization=row.localization,
        statutory=row.statutory,
        source=row.source,
        enabled=row.enabled,
    )


class NormReader:
    """Turns fixed norms into those of the domain; the calendars of versions are read once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._bodies: dict[int, str] = {}
        self._norms: dict[FixedNorm, Norm] = {}

    @property
    def calendars(self) -> Mapping[int, Calendar]:
        """The calendars of all versions that were read."""
        return {version: calendar_of_json(body) for version, body in self._bodies.items()}

    def keep(self, bodies: Mapping[int, str]) -> None:
        """Know the bodies of versions, by id, that were read with something else."""
        self._bodies |= bodies

    def load(self, versions: set[int]) -> None:
        """Read the bodies of these versions of calendars at once."""
        missing = sorted(versions - self._bodies.keys())
        if missing:
            self._bodies |= dict(self._reading.connection.execute(_BODIES, {"b_ids": missing}).all())

    def norms(self, fixed: FixedNorms) -> Norms:
        """The norms as clocks are computed from them."""
        self.load({norm.calendar_version_id for norm in fixed.values()})
        return Norms(**{kind: self._norm(norm) for kind, norm in fixed.items()})

    def _norm(self, norm: FixedNorm) -> Norm:
        found = self._norms.get(norm)
        if found is None:
            calendar = calendar_of_json(self._bodies[norm.calendar_version_id])
            found = self._norms[norm] = Norm(norm.seconds, calendar, norm.statutory)
        return found
