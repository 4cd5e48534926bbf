"""Importing buildings (CL-16): known again by their code, else by their address; the right is `admin`."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ads_tui.domain.codes import parse_code
from ads_tui.domain.text import NOTE, clean_line, clean_text, required_line
from ads_tui.errors import AdsError, Faults
from ads_tui.services.imports.batches import Outcome
from ads_tui.services.imports.fields import FieldReader, text_of
from ads_tui.services.imports.maps import ImportMap
from ads_tui.services.imports.places import BUILDING, GROUP, ORGANIZATION, QUARTER, make_buildings
from ads_tui.services.imports.readers import Row
from ads_tui.services.imports.things import Shelf, Thing
from ads_tui.store.work import Reading, Work

_LINKED = ("quarter", "group", "organization")


@dataclass(slots=True)
class BuildingDraft:
    """What a row says; `faults` are those found so far."""

    row: Row
    faults: Faults
    code: str = ""
    name: str = ""
    note: str = ""
    names: dict[str, str] = field(default_factory=dict)


class BuildingImporter:
    """Buildings with their quarters, groups and organizations; quarters alone are made on the way."""

    fields = ("code", "name", *_LINKED, "note")
    required = ("name",)
    right = BUILDING.right

    def __init__(self, reading: Reading, reader: FieldReader, import_map: ImportMap) -> None:
        self._reader = reader
        self._make = import_map.make
        self._judging = _Planner(self._make)

    def read(self, row: Row) -> BuildingDraft:
        """The draft of a row."""
        draft = BuildingDraft(row, Faults())
        given = {name: text_of(cell) for name, cell in self._reader.read(row.cells).items()}
        with draft.faults:
            if "code" in given:
                draft.code = parse_code(given["code"])
        with draft.faults:
            draft.name = required_line(given.get("name", ""), "name")
        with draft.faults:
            draft.note = clean_text(given.get("note", ""), "note", NOTE)
        for noun in _LINKED:
            with draft.faults:
                draft.names[noun] = clean_line(given.get(noun, ""), noun)
        return draft

    def judge(self, reading: Reading, drafts: Sequence[BuildingDraft]) -> Outcome:
        """What would become of a batch."""
        return self._judging.plan(reading, drafts)

    def take(self, work: Work, drafts: Sequence[BuildingDraft]) -> Outcome:
        """Write a batch."""
        planner = _Planner(self._make)
        outcome = planner.plan(work, drafts)
        planner.linked["quarter"].make(work)
        make_buildings(work, planner.buildings)
        return outcome


class _Planner:
    """Judges batches; what earlier ones would have made counts as made."""

    def __init__(self, make: frozenset[str]) -> None:
        self.buildings = Shelf(BUILDING, may_make=True)
        self.linked = {
            "quarter": Shelf(QUARTER, may_make="quarter" in make),
            "group": Shelf(GROUP, may_make=False),
            "organization": Shelf(ORGANIZATION, may_make=False),
        }

    def plan(self, reading: Reading, drafts: Sequence[BuildingDraft]) -> Outcome:
        self.buildings.load(reading, {text for draft in drafts for text in (draft.code, draft.name) if text})
        for noun, shelf in self.linked.items():
            shelf.load(reading, {draft.names[noun] for draft in drafts if draft.names.get(noun)})
        outcome = Outcome()
        for draft in drafts:
            try:
                if self._plan(reading, draft):
                    outcome.created += 1
                else:
                    outcome.unchanged += 1
            except AdsError as error:
                outcome.refused.append((draft.row, error))
        return outcome

    def _plan(self, reading: Reading, draft: BuildingDraft) -> bool:
        """Whether the building is new, its making prepared then."""
        if draft.code and self.buildings.by_code(draft.code) is not None:
            return False
        if not draft.code and draft.name and self.buildings.find(draft.name, "name") is not None:
            return False
        faults, links, new = Faults(), {}, []
        with faults:
            draft.faults.raise_first()
        for noun, shelf in self.linked.items():
            text = draft.names.get(noun, "")
            with faults:
                found = shelf.find(text, noun) if text else None
                if text and found is None:
                    found = shelf.propose(reading.actor, text, noun)
                    new.append((shelf, found))
                links[f"{noun}_id"] = found
        faults.raise_first()
        for shelf, thing in new:
            shelf.put(thing)
        self.buildings.put(Thing(draft.name, code=draft.code, columns={"note": draft.note}, links=links))
        return True
