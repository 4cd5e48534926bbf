"""What a command says: one JSON document or a table on stdout, everything else on stderr (CL-3, CL-4)."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ads_tui.cli.invocation import current
from ads_tui.domain.text import display
from ads_tui.errors import AdsError
from ads_tui.i18n import _


def tell(document: Any, table: Callable[[], None]) -> None:
    """Print the result: `document` with --json, else what `table` prints."""
    if current.json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        table()


def say(text: str) -> None:
    """A message for people, on stderr."""
    sys.stderr.write(display(text) + "\n")


def print_table(captions: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people; text from outside is shown as text, never as markup or escapes."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    for caption in captions:
        table.add_column(caption)
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    _console().print(table)


def print_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """A thing for people: a caption and a value a line; empty values are left out."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim")
    table.add_column()
    for caption, value in pairs:
        if value not in (None, "", [], {}):
            table.add_row(caption, _cell(value))
    _console().print(table)


def _cell(value: object) -> Any:
    from rich.text import Text

    if value is None:
        return Text("")
    if isinstance(value, bool):
        return Text(_("yes") if value else _("no"))
    if isinstance(value, (list, tuple)):
        return Text(", ".join(display(str(item)) for item in value))
    if isinstance(value, Mapping):
        return Text(", ".join(f"{key}={display(str(item))}" for key, item in value.items()))
    return Text(display(str(value)))


def _console() -> Any:
    from rich.console import Console

    class Printer(Console):
        def on_broken_pipe(self) -> None:
            """Whoever read has read enough, as `head` does: that is no failure."""
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0)

    # A pipe has no width of its own: leave lines whole for whoever reads them.
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 200
    return Printer(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width)


def tell_error(error: AdsError) -> None:
    """Print a refusal: with --json as the last line on stderr, else a sentence."""
    if current.json:
        body = {"code": error.code, "message": error.message, "field": error.field, "details": error.details}
        sys.stderr.write(json.dumps({"error": body}, ensure_ascii=False, default=_plain) + "\n")
        return
    choices = error.details.get("choices")
    hint = f" ({', '.join(map(str, choices))})" if choices else ""
    sys.stderr.write(display(_("Refused: {message}").format(message=error.sentence) + hint) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        from ads_tui.domain.moments import iso_utc

        return iso_utc(value)
    return str(value)


def progress_line(text: str) -> None:
    """Progress on stderr, over itself, only where a person watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{display(text)}")
        sys.stderr.flush()


def end_progress() -> None:
    """Leave the line that progress was written over."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
