"""Importing clients (CL-16): known again by code, else by a contact and the name, else by the name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ads_tui.domain.codes import parse_code
from ads_tui.domain.emails import parse_email
from ads_tui.domain.phones import Phone, parse_phone
from ads_tui.domain.text import clean_line, required_line
from ads_tui.errors import AdsError, Faults
from ads_tui.services.imports.batches import Outcome
from ads_tui.services.imports.fields import FieldReader, text_of
from ads_tui.services.imports.maps import ImportMap
from ads_tui.services.imports.places import (
    CLIENT,
    ClientShelf,
    NewClient,
    PremiseShelf,
    building_shelf,
    contacts_of,
)
from ads_tui.services.imports.readers import Row
from ads_tui.services.imports.things import Thing
from ads_tui.services.nouns.clients import CLIENT_STATUSES
from ads_tui.services.nouns.values import read_choice, read_flag, read_list
from ads_tui.store.work import Reading, Work


@dataclass(slots=True)
class ClientDraft:
    """What a row says; `faults` are those found so far."""

    row: Row
    faults: Faults
    code: str = ""
    name: str = ""
    phone: Phone | None = None
    email: str = ""
    registered: bool = False
    category: str = ""
    tags: tuple[str, ...] = ()
    building: str = ""
    premise: str = ""
    status: str = CLIENT_STATUSES[0]


class ClientImporter:
    """Clients and the premises where they live; premises are made on the way where the map makes buildings."""

    fields = ("code", "name", "phone", "email", "registered", "category", "tags", "building", "premise", "status")
    required = ("name",)
    right = CLIENT.right

    def __init__(self, reading: Reading, reader: FieldReader, import_map: ImportMap) -> None:
        self._reader = reader
        self._region = reading.settings.region
        self._make = import_map.make
        self._judging = _Planner(reading, self._make)

    def read(self, row: Row) -> ClientDraft:
        """The draft of a row."""
        draft = ClientDraft(row, Faults())
        given = {name: text_of(cell) for name, cell in self._reader.read(row.cells).items()}
        self._read_person(draft, given)
        with draft.faults:
            draft.registered = read_flag(given.get("registered", "no"), "registered")
        with draft.faults:
            draft.category = clean_line(given.get("category", ""), "category")
        with draft.faults:
            draft.tags = tuple(read_list(given.get("tags", ""), "tags"))
        with draft.faults:
            draft.status = read_choice(given.get("status", CLIENT_STATUSES[0]), "status", CLIENT_STATUSES)
        need: Callable[[str, str], str] = required_line if {"building", "premise"} & given.keys() else clean_line
        with draft.faults:
            draft.building = need(given.get("building", ""), "building")
        with draft.faults:
            draft.premise = need(given.get("premise", ""), "premise")
        return draft

    def _read_person(self, draft: ClientDraft, given: dict[str, str]) -> None:
        with draft.faults:
            if "code" in given:
                draft.code = parse_code(given["code"])
        with draft.faults:
            draft.name = required_line(given.get("name", ""), "name")
        with draft.faults:
            if "phone" in given:
                draft.phone = parse_phone(given["phone"], self._region, "phone")
        with draft.faults:
            if "email" in given:
                draft.email = parse_email(given["email"], "email")

    def judge(self, reading: Reading, drafts: Sequence[ClientDraft]) -> Outcome:
        """What would become of a batch."""
        return self._judging.plan(reading, drafts)

    def take(self, work: Work, drafts: Sequence[ClientDraft]) -> Outcome:
        """Write a batch."""
        planner = _Planner(work, self._make)
        outcome = planner.plan(work, drafts)
        planner.premises.make(work)
        planner.clients.make(work)
        return outcome


class _Planner:
    """Judges batches; what earlier ones would have made counts as made."""

    def __init__(self, reading: Reading, make: frozenset[str]) -> None:
        self.buildings = building_shelf(reading.actor, may_make=False)
        self.premises = PremiseShelf(may_make="building" in make)
        self.clients = ClientShelf(reading.actor)

    def plan(self, reading: Reading, drafts: Sequence[ClientDraft]) -> Outcome:
        self._load(reading, drafts)
        outcome = Outcome()
        for draft in drafts:
            try:
                if self._known(draft) is None:
                    self._plan(reading, draft)
                    outcome.created += 1
                else:
                    outcome.unchanged += 1
            except AdsError as error:
                outcome.refused.append((draft.row, error))
        return outcome

    def _load(self, reading: Reading, drafts: Sequence[ClientDraft]) -> None:
        self.buildings.load(reading, {draft.building for draft in drafts if draft.building})
        pairs = [
            (building, draft.premise)
            for draft in drafts
            if draft.premise and (building := self.buildings.if_there(draft.building)) is not None
        ]
        self.premises.load(reading, pairs)
        self.clients.load(reading, [contact for draft in drafts for contact in contacts_of(draft.phone, draft.email)])
        self.clients.load_named(
            reading,
            {draft.code for draft in drafts if draft.code},
            {draft.name for draft in drafts if draft.name},
        )

    def _known(self, draft: ClientDraft) -> Thing | None:
        if draft.code:
            return self.clients.by_code(draft.code)
        contacts = contacts_of(draft.phone, draft.email)
        if contacts:
            return self.clients.find(draft.name, contacts)
        return None if draft.faults else self.clients.by_name(draft.name)

    def _plan(self, reading: Reading, draft: ClientDraft) -> None:
        """Prepare a new client and the premise that he lives in."""
        faults, premise, is_new = Faults(), None, False
        with faults:
            draft.faults.raise_first()
        with faults:
            if draft.building and draft.premise:
                building = self.buildings.demand(draft.building, "building")
                premise = self.premises.find(building, draft.premise)
                is_new = premise is None
                premise = premise or self.premises.propose(reading.actor, building, draft.premise, "", "")
        faults.raise_first()
        if premise is not None and is_new:
            self.premises.put(premise)
        self.clients.put(
            NewClient(
                draft.name,
                code=draft.code,
                columns={"registered": draft.registered, "category": draft.category, "tags": list(draft.tags)},
                coded=True,
                contacts=contacts_of(draft.phone, draft.email),
                premise=premise,
                status=draft.status,
            )
        )
