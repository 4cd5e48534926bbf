"""An import batch by batch: each row whole or not at all, what was done before a stop is kept (CL-16)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ads_tui.domain.actors import Actor
from ads_tui.domain.text import excerpt
from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_
from ads_tui.services.imports.readers import Row, Source
from ads_tui.services.imports.refusals import RefusedFile, RefusedRow
from ads_tui.store.work import Reading, Store, Work

BATCH_ROWS = 200
# Any fixed number: on Postgres one import at a time makes things, so that none is made twice.
_ADVISORY_LOCK = 4_162_015


@dataclass(slots=True)
class Outcome:
    """What became of rows: how many were created and were there already, which were refused and why."""

    created: int = 0
    unchanged: int = 0
    refused: list[tuple[Row, AdsError]] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Count the rows of another."""
        self.created += other.created
        self.unchanged += other.unchanged
        self.refused += other.refused


class Importer(Protocol):
    """One kind of thing that is imported; a draft is a row read by itself."""

    def read(self, row: Row) -> Any:
        """The draft of a row; asks no database."""
        ...

    def judge(self, reading: Reading, drafts: Sequence[Any]) -> Outcome:
        """What `take` would do, earlier batches that were judged counted as taken; nothing is written."""
        ...

    def take(self, work: Work, drafts: Sequence[Any]) -> Outcome:
        """Write what is not refused."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: rows looked at, of how many, and the line of the last."""

    rows: int
    total: int
    line: int


@dataclass(slots=True)
class Tally:
    """What an import has done; `stopped_at` is the last line looked at where it was stopped."""

    created: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    stopped_at: int | None = None


def run_batches(
    store: Store,
    actor: Actor,
    importer: Importer,
    source: Source,
    refused_file: RefusedFile | None,
    *,
    progress: Callable[[Progress], None],
    stopping: Callable[[], bool],
) -> Tally:
    """Import the rows of a source in batches, each in one transaction; without a refused file they are only judged.

    After each batch `progress` is told and `stopping` asked. Raises OutsideError where the database does not answer:
    the batches before it are kept.
    """
    tally = Tally()
    done = 0
    for rows in _batches(source):
        outcome = _one_batch(store, actor, importer, rows, dry_run=refused_file is None)
        tally.created += outcome.created
        tally.unchanged += outcome.unchanged
        for row, error in sorted(outcome.refused, key=lambda item: item[0].line):
            refused = RefusedRow.of(row, error)
            tally.refused.append(refused)
            if refused_file is not None:
                refused_file.add(row, refused)
        done += len(rows)
        progress(Progress(done, source.total, rows[-1].line))
        if stopping():
            tally.stopped_at = rows[-1].line
            break
    return tally


def _batches(source: Source) -> Iterator[list[Row]]:
    rows = source.rows()
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


def _one_batch(store: Store, actor: Actor, importer: Importer, rows: list[Row], *, dry_run: bool) -> Outcome:
    outcome = Outcome(refused=[(row, row.fault) for row in rows if row.fault is not None])
    drafts = [importer.read(row) for row in rows if row.fault is None]
    if dry_run:
        with store.reading(actor) as reading:
            outcome.add(importer.judge(reading, drafts))
    elif drafts:
        outcome.add(_take(store, actor, importer, drafts))
    return outcome


def _take(store: Store, actor: Actor, importer: Importer, drafts: Sequence[Any]) -> Outcome:
    """Write a batch; what the database itself refuses is found by halves, so that it is one row and not all."""

    def operation(work: Work) -> Outcome:
        if work.connection.dialect.name == "postgresql":
            work.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        return importer.take(work, drafts)

    try:
        return store.perform(actor, operation)
    except DBAPIError as error:
        if len(drafts) == 1:
            return Outcome(refused=[(drafts[0].row, _not_taken(error))])
    half = len(drafts) // 2
    outcome = _take(store, actor, importer, drafts[:half])
    outcome.add(_take(store, actor, importer, drafts[half:]))
    return outcome


def _not_taken(error: DBAPIError) -> InputError:
    reason = excerpt(str(error.orig), 120)
    return InputError("invalid_value", N_("The database does not take this row: {reason}"), reason=reason)
