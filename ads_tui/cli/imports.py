"""`ads import …`: orders, buildings and clients from CSV and XLSX files (CL-16)."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ads_tui.cli.invocation import current
from ads_tui.cli.output import end_progress, print_pairs, print_table, progress_line, say, tell
from ads_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from ads_tui.services.imports.batches import Progress
    from ads_tui.services.imports.running import ImportResult

app = typer.Typer(help=_("Bring in orders, buildings and clients from files."), no_args_is_help=True)

REFUSED_EXIT = 1
STOPPED_EXIT = 130
_MOST_SHOWN = 20

File = Annotated[Path, typer.Argument(metavar="FILE", help=_("A CSV or XLSX file"))]
Map = Annotated[
    Path | None, typer.Option("--map", metavar="MAP.toml", help=_("What the file's columns and values mean"))
]
Refused = Annotated[
    Path | None,
    typer.Option("--refused", metavar="FILE", help=_("Where refused rows go; beside FILE if not given")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Change nothing, tell what would happen"))]


@app.command(help=_("Import orders; those known by their external number are left unchanged."))
def orders(file: File, map_path: Map = None, refused: Refused = None, dry_run: DryRun = False) -> int:
    """Right `orders.create`."""
    return _import("orders", file, map_path, refused, dry_run=dry_run)


@app.command(help=_("Import buildings; those known by their code or address are left unchanged."))
def buildings(file: File, map_path: Map = None, refused: Refused = None, dry_run: DryRun = False) -> int:
    """Right `admin`."""
    return _import("buildings", file, map_path, refused, dry_run=dry_run)


@app.command(help=_("Import clients; those known by their code, or contact and name, are left unchanged."))
def clients(file: File, map_path: Map = None, refused: Refused = None, dry_run: DryRun = False) -> int:
    """Right `clients.edit`."""
    return _import("clients", file, map_path, refused, dry_run=dry_run)


def _import(kind: str, file: Path, map_path: Path | None, refused: Path | None, *, dry_run: bool) -> int:
    from ads_tui.services.imports.running import ImportFile, import_file

    store = current.store()
    actor = current.actor(store)
    given = ImportFile(kind, file, map_path, refused)
    with _stop_on_interrupt() as stop:
        try:
            result = import_file(store, actor, given, dry_run=dry_run, progress=_show, stopping=lambda: stop.asked)
        finally:
            end_progress()
    tell(_document(result), lambda: _print(result))
    if result.stopped_at is not None:
        say(_("Stopped after line {line}: run it again to go on.").format(line=result.stopped_at))
        return STOPPED_EXIT
    return REFUSED_EXIT if result.refused else 0


class _Stop:
    """Whether the import was asked to stop."""

    asked = False


@contextmanager
def _stop_on_interrupt() -> Iterator[_Stop]:
    """Ctrl+C asks for a stop after the batch; a second one breaks off, which undoes the batch."""
    stop = _Stop()

    def ask(_signal: int, _frame: Any) -> None:
        stop.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _show(progress: "Progress") -> None:
    progress_line(
        _("{rows} of {total} rows, {percent} %").format(
            rows=progress.rows, total=progress.total, percent=100 * progress.rows // max(progress.total, 1)
        )
    )


def _document(result: "ImportResult") -> dict[str, Any]:
    return {
        "created": result.created,
        "unchanged": result.unchanged,
        "refused": [
            {"line": row.line, "code": row.code, "field": row.field, "message": row.message} for row in result.refused
        ],
        "refused_file": str(result.refused_file) if result.refused_file else None,
    }


def _print(result: "ImportResult") -> None:
    if result.refused:
        print_table(
            (_("Line"), _("Field"), _("Reason")),
            [(row.line, row.field or "", row.message) for row in result.refused[:_MOST_SHOWN]],
        )
        more = len(result.refused) - _MOST_SHOWN
        if more > 0:
            say(ngettext("… and {count} more row", "… and {count} more rows", more).format(count=more))
    print_pairs(
        (
            (_("Created"), result.created),
            (_("Unchanged"), result.unchanged),
            (_("Refused"), len(result.refused)),
            (_("Refused rows are in"), result.refused_file),
        )
    )
