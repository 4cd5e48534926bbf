"""An import from its file to its result (CL-7 `import`, CL-16)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ads_tui.domain.actors import Actor
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.imports.batches import Importer, Progress, Tally, run_batches
from ads_tui.services.imports.buildings import BuildingImporter
from ads_tui.services.imports.clients import ClientImporter
from ads_tui.services.imports.fields import FieldReader
from ads_tui.services.imports.maps import ImportMap, read_map
from ads_tui.services.imports.orders import OrderImporter
from ads_tui.services.imports.readers import Source, open_source
from ads_tui.services.imports.refusals import RefusedFile, RefusedRow, refused_place
from ads_tui.store.work import Store

IMPORTERS: dict[str, type[OrderImporter] | type[BuildingImporter] | type[ClientImporter]] = {
    "orders": OrderImporter,
    "buildings": BuildingImporter,
    "clients": ClientImporter,
}


@dataclass(frozen=True, slots=True)
class ImportFile:
    """What was given for an import: a file of `orders`, `buildings` or `clients`, its map, where refused rows go."""

    kind: str
    path: Path
    map_path: Path | None = None
    refused_path: Path | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; `refused_file` None where no row was refused, `stopped_at` the line where it was stopped."""

    created: int
    unchanged: int
    refused: tuple[RefusedRow, ...]
    refused_file: Path | None
    stopped_at: int | None


def import_file(
    store: Store,
    actor: Actor,
    given: ImportFile,
    *,
    dry_run: bool = False,
    progress: Callable[[Progress], None] = lambda _progress: None,
    stopping: Callable[[], bool] = lambda: False,
) -> ImportResult:
    """Import a file in batches, each a transaction of its own; run again it goes on and adds nothing twice.

    With `dry_run` it tells what would happen and writes nothing, no file either. Raises InputError for the map, the
    file or its columns, OutsideError, AccessError, all of them before anything is done; OutsideError later too, where
    the database or the disk gives up: the batches before are kept.
    """
    importer_of = IMPORTERS[given.kind]
    import_map = read_map(given.map_path, importer_of.fields) if given.map_path else ImportMap()
    source = open_source(given.path, import_map)
    place = refused_place(source, given.refused_path)
    with store.reading(actor) as reading:
        reader = FieldReader(source.header, import_map, importer_of.fields, reading.settings.zone)
        _demand_columns(reader, importer_of.required)
        importer = importer_of(reading, reader, import_map)
        actor.require(importer_of.right)
    run = _Run(store, actor, importer, source, progress, stopping)
    return run.judged() if dry_run else run.written(place)


def _demand_columns(reader: FieldReader, required: tuple[str, ...]) -> None:
    """A column without which every row would be refused is asked for at once."""
    for field in required:
        if field not in reader.given:
            raise InputError("field_required", N_("The file needs a column for {field}"), field=field)


@dataclass(frozen=True, slots=True)
class _Run:
    store: Store
    actor: Actor
    importer: Importer
    source: Source
    progress: Callable[[Progress], None]
    stopping: Callable[[], bool]

    def judged(self) -> ImportResult:
        return _result(self._batches(None), None)

    def written(self, place: Path) -> ImportResult:
        refused_file = RefusedFile(place, self.source)
        try:
            tally = self._batches(refused_file)
            return _result(tally, refused_file.finish())
        finally:
            refused_file.discard()

    def _batches(self, refused_file: RefusedFile | None) -> Tally:
        return run_batches(
            self.store,
            self.actor,
            self.importer,
            self.source,
            refused_file,
            progress=self.progress,
            stopping=self.stopping,
        )


def _result(tally: Tally, refused_file: Path | None) -> ImportResult:
    return ImportResult(tally.created, tally.unchanged, tuple(tally.refused), refused_file, tally.stopped_at)
