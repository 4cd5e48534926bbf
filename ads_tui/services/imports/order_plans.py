"""What a batch of orders needs that is there already, what must be made for it, and which rows are refused (CL-16)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.form_answers import Value, essence
from ads_tui.domain.forms import Form
from ads_tui.domain.imported_history import KnownChange, KnownMoments, known_changes
from ads_tui.domain.statuses import ServiceTraits, Status, initial_status
from ads_tui.errors import AdsError, Faults, InputError
from ads_tui.i18n import N_
from ads_tui.models import catalogue
from ads_tui.models.catalogue import ApprovalStage, Service, ServiceType
from ads_tui.models.people import Department, Employee
from ads_tui.services.imports.batches import Outcome
from ads_tui.services.imports.order_rows import OrderDraft
from ads_tui.services.imports.places import (
    QUARTER,
    ClientShelf,
    NewClient,
    PremiseShelf,
    building_shelf,
    contacts_of,
    make_buildings,
)
from ads_tui.services.imports.readers import Row
from ads_tui.services.imports.things import Kind, Shelf, Thing
from ads_tui.services.naming import not_found
from ads_tui.services.nouns.service_form import form_of
from ads_tui.services.reach import within_services
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading, Work

DEPARTMENT = Kind("department", Department, "admin")
SERVICE_TYPE = Kind("service-type", ServiceType, "services.edit")
SERVICE = Kind("service", Service, "services.edit")


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What of a service its imported orders depend on."""

    traits: ServiceTraits = field(default_factory=ServiceTraits)
    form: Form = field(default_factory=Form)
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class KnownStatus:
    """A status of the database."""

    id: int
    status: Status
    in_load: bool


@dataclass(slots=True)
class OrderPlan:
    """An order that can be written; things may still have to be made."""

    draft: OrderDraft
    service: Thing
    building: Thing
    premise: Thing | None
    client: Thing | None
    # The row's own, else the service's by its id (CR-7).
    department: Thing | None
    department_id: int | None
    status: KnownStatus
    initial: str
    known: KnownMoments
    changes: list[KnownChange]
    # Employee ids with whether they are active: assigned and not blocked.
    executors: list[tuple[int, bool]]
    answers: dict[str, Value]
    essence: str


@dataclass(slots=True)
class OrderBatch:
    """What becomes of the rows of a batch."""

    plans: list[OrderPlan] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[Row, AdsError]] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """The counts of it."""
        return Outcome(len(self.plans), self.unchanged, self.refused)


class OrderPlanner:
    """Judges batches of drafts against the database; what earlier batches would have made counts as made."""

    def __init__(self, reading: Reading, make: frozenset[str]) -> None:
        actor = reading.actor
        self.departments = Shelf(DEPARTMENT, may_make="department" in make)
        self.quarters = Shelf(QUARTER, may_make="quarter" in make)
        self.types = Shelf(SERVICE_TYPE, may_make="service" in make)
        self.services = Shelf(
            SERVICE,
            may_make="service" in make and actor.services is None,
            where=within_services(actor, col(Service.id)),
        )
        self.buildings = building_shelf(actor, may_make="building" in make)
        self.premises = PremiseShelf(may_make="building" in make)
        self.clients = ClientShelf(actor)
        self._planned: set[str] = set()
        self._facts: dict[int, ServiceFacts] = {}
        self._statuses: dict[str, KnownStatus] = {}
        self._employees: dict[str, tuple[int, bool]] = {}

    def plan(self, reading: Reading, drafts: Sequence[OrderDraft]) -> OrderBatch:
        """Judge a batch; what its orders need waits on the shelves."""
        self._load(reading, drafts)
        there = _existing(reading, drafts)
        batch = OrderBatch()
        for draft in drafts:
            if draft.external_number in there or draft.external_number in self._planned:
                batch.unchanged += 1
                continue
            try:
                batch.plans.append(self._plan(reading, draft))
                self._planned.add(draft.external_number)
            except AdsError as error:
                batch.refused.append((draft.row, error))
        return batch

    def make_things(self, work: Work) -> None:
        """Write all that waits on the shelves, each after what it is linked to."""
        self.departments.make(work)
        self.quarters.make(work)
        self.types.make(work)
        self.services.make(work)
        make_buildings(work, self.buildings)
        self.premises.make(work)
        self.clients.make(work)

    def _load(self, reading: Reading, drafts: Sequence[OrderDraft]) -> None:
        def named(field: str) -> set[str]:
            return {name for draft in drafts if (name := draft.name(field))}

        shelves = {
            "department": self.departments,
            "quarter": self.quarters,
            "service_type": self.types,
            "service": self.services,
            "building": self.buildings,
        }
        for noun, shelf in shelves.items():
            shelf.load(reading, named(noun))
        self._facts = _facts(reading, [thing.id for thing in self.services if thing.id is not None])
        self._statuses = statuses_of(reading)
        self._employees = _employees(reading, {login for draft in drafts for login in draft.executors})
        pairs = []
        for draft in drafts:
            building = self.buildings.if_there(draft.name("building"))
            if building is not None and draft.name("premise"):
                pairs.append((building, draft.name("premise")))
        self.premises.load(reading, pairs)
        self.clients.load(reading, [contact for draft in drafts for contact in contacts_of(draft.phone, draft.email)])

    def _plan(self, reading: Reading, draft: OrderDraft) -> OrderPlan:
        """The plan of one order; what must be made for it is put on the shelves only where nothing is refused."""
        found, new, faults = _Found(), _NewThings(), Faults()
        with faults:
            draft.faults.raise_first()
        with faults:
            found.status = self._status(draft.status)
        with faults:
            found.department = self._thing(reading, self.departments, draft, "department", new)
        with faults:
            found.service = self._service(reading, draft, found.department, new)
            found.answers = draft.answers(self._facts_of(found.service).form)
        with faults:
            found.building = self._building(reading, draft, new)
        with faults:
            found.premise = self._premise(reading, draft, found.building, new)
        with faults:
            found.executors = self._people(draft)
        faults.raise_first()
        found.client = self._client(draft, new)
        self._put(new)
        return self._plan_of(reading, draft, found)

    def _plan_of(self, reading: Reading, draft: OrderDraft, found: "_Found") -> OrderPlan:
        assert found.service is not None and found.building is not None
        facts = self._facts_of(found.service)
        initial = initial_status(facts.traits)
        status = found.status or self._statuses[initial]
        known = draft.known(reading.now)
        return OrderPlan(
            draft=draft,
            service=found.service,
            building=found.building,
            premise=found.premise,
            client=found.client,
            department=found.department,
            department_id=facts.department_id,
            status=status,
            initial=initial,
            known=known,
            changes=known_changes(initial, status.status, known),
            executors=found.executors,
            answers=found.answers,
            essence=draft.essence or essence(facts.form, found.answers, reading.settings.region),
        )

    def _put(self, new: "_NewThings") -> None:
        """The row is taken: what it needs is made with the batch."""
        for shelf, thing in new.things:
            shelf.put(thing)
        if new.premise is not None:
            self.premises.put(new.premise)
        if new.client is not None:
            self.clients.put(new.client)

    def _thing(self, reading: Reading, shelf: Shelf, draft: OrderDraft, noun: str, new: "_NewThings") -> Thing | None:
        text = draft.name(noun)
        if not text:
            return None
        found = shelf.find(text, noun)
        if found is None:
            found = shelf.propose(reading.actor, text, noun)
            new.things.append((shelf, found))
        return found

    def _service(self, reading: Reading, draft: OrderDraft, department: Thing | None, new: "_NewThings") -> Thing:
        found = self.services.find(draft.name("service"), "service")
        if found is None:
            found = self.services.propose(reading.actor, draft.name("service"), "service")
            found.links = {
                "department_id": department,
                "type_id": self._thing(reading, self.types, draft, "service_type", new),
            }
            new.things.append((self.services, found))
        return found

    def _building(self, reading: Reading, draft: OrderDraft, new: "_NewThings") -> Thing:
        found = self.buildings.find(draft.name("building"), "building")
        if found is None:
            found = self.buildings.propose(reading.actor, draft.name("building"), "building")
            found.links = {"quarter_id": self._thing(reading, self.quarters, draft, "quarter", new)}
            new.things.append((self.buildings, found))
        return found

    def _premise(self, reading: Reading, draft: OrderDraft, building: Thing | None, new: "_NewThings") -> Thing | None:
        text = draft.name("premise")
        if not text or building is None:
            return None
        found = self.premises.find(building, text)
        if found is None:
            found = new.premise = self.premises.propose(
                reading.actor, building, text, draft.name("entrance"), draft.name("floor")
            )
        return found

    def _client(self, draft: OrderDraft, new: "_NewThings") -> Thing | None:
        name = draft.name("client_name")
        if not name:
            return None
        contacts = contacts_of(draft.phone, draft.email)
        found = self.clients.find(name, contacts)
        if found is None:
            found = new.client = NewClient(name, contacts=contacts)
        return found

    def _status(self, code: str) -> KnownStatus | None:
        if not code:
            return None
        if code not in self._statuses:
            raise InputError(
                "invalid_value", N_("{field} is one of: {choices}"), field="status", choices=", ".join(self._statuses)
            )
        return self._statuses[code]

    def _people(self, draft: OrderDraft) -> list[tuple[int, bool]]:
        for login in draft.executors:
            if login not in self._employees:
                raise not_found("executors", login)
        return [self._employees[login] for login in draft.executors]

    def _facts_of(self, service: Thing) -> ServiceFacts:
        return self._facts[service.id] if service.id is not None else ServiceFacts()


@dataclass(slots=True)
class _Found:
    """What the words of one row turned out to mean."""

    status: KnownStatus | None = None
    department: Thing | None = None
    service: Thing | None = None
    building: Thing | None = None
    premise: Thing | None = None
    client: Thing | None = None
    answers: dict[str, Value] = field(default_factory=dict)
    executors: list[tuple[int, bool]] = field(default_factory=list)


@dataclass(slots=True)
class _NewThings:
    """What one row alone would have made."""

    things: list[tuple[Shelf, Thing]] = field(default_factory=list)
    premise: Thing | None = None
    client: NewClient | None = None


def _existing(reading: Reading, drafts: Sequence[OrderDraft]) -> set[str]:
    """Which external numbers orders have, whoever may see them: a second order cannot have one."""
    wanted = [draft.external_number for draft in drafts if draft.external_number]
    statement = sa.select(ORDERS.c.external_number).where(ORDERS.c.external_number.in_(wanted))
    return set(reading.connection.execute(statement).scalars())


def _facts(reading: Reading, ids: list[int]) -> dict[int, ServiceFacts]:
    if not ids:
        return {}
    routed = sa.exists().where(col(ApprovalStage.service_id) == col(Service.id))
    statement: Any = (
        sa.select(Service, col(ServiceType.appointment).label("by_type"), routed.label("routed"))
        .outerjoin(ServiceType, col(ServiceType.id) == col(Service.type_id))
        .where(col(Service.id).in_(ids))
    )
    found = {}
    for service, by_type, is_routed in reading.session.execute(statement):
        appointment = service.appointment if service.appointment is not None else bool(by_type)
        traits = ServiceTraits(appointment=appointment, approval=is_routed)
        found[service.id] = ServiceFacts(traits, form_of(service.form), service.department_id)
    return found


def statuses_of(reading: Reading) -> dict[str, KnownStatus]:
    """All statuses by code, hidden ones too: an old order may have one."""
    model: Any = catalogue.Status
    rows = reading.connection.execute(
        sa.select(model.id, model.code, model.base, model.in_load).order_by(model.position)
    )
    return {row.code: KnownStatus(row.id, Status(row.code, row.base), row.in_load) for row in rows}


def _employees(reading: Reading, logins: set[str]) -> dict[str, tuple[int, bool]]:
    if not logins:
        return {}
    model: Any = Employee
    rows = reading.connection.execute(sa.select(model.id, model.login, model.blocked_at).where(model.login.in_(logins)))
    return {row.login: (row.id, row.blocked_at is None) for row in rows}
