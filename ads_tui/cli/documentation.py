"""Writes commands.md, errors.md and filters.md in docs/ from the program; `--check` tells whether they are current."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 100


def commands_document() -> str:
    """Every command with its help, in the order of `ads --help`."""
    from typer.main import get_command

    from ads_tui.cli.main import app

    parts = [
        "# Commands\n",
        "Made from the program's own help by `make docs`. What is the same for all - `--json`, exit codes, dates,",
        "durations, names - stands in [scripting.md](scripting.md) and [errors.md](errors.md).",
        "",
    ]
    for path, text in _helps(get_command(app), ["ads"]):
        parts += [f"## {path}\n", "```text", text, "```", ""]
    return "\n".join(parts)


def _helps(command: Any, path: list[str]) -> Iterator[tuple[str, str]]:
    context = command.make_context(" ".join(path), [], resilient_parsing=True)
    context.terminal_width = context.max_content_width = WIDTH
    text = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE).strip()
    yield " ".join(path), text
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield from _helps(inner, [*path, name])


def errors_document() -> str:
    """Every error code with its exit code and meaning."""
    from ads_tui.errors import CODES

    lines = [
        "# Errors\n",
        "Made from the program by `make docs`. With `--json` a refusal is the last line on stderr:",
        '`{"error": {"code": "…", "message": "…", "field": null, "details": {}}}`. Of several faults the first of this',
        "table is told. Codes are stable; messages are for people and come in their language.",
        "",
        "| exit | code | meaning |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {exit_code} | `{code}` | {meaning} |" for code, (exit_code, meaning) in CODES.items()]
    return "\n".join(lines) + "\n"


# What each kind of values is written as (FL-4).
_VALUES = {
    "number": "a number or a range: `17`, `10..20`, `>100`",
    "text": "words; in quotes the whole text",
    "thing": "the code or words of the name; in quotes the whole name",
    "place": "text, a number or a range",
    "login": "logins",
    "date": "`2026-08-20`, `2026-08-20T14:30`, a word, or a range: `2026-08-01..`, `<today`",
}


def filters_document() -> str:
    """Every name of a filter line with what it takes."""
    from ads_tui.domain.filter_dates import DATE_WORDS
    from ads_tui.domain.filter_names import NAMES

    lines = [
        "# Filters\n",
        "Made from the program by `make docs`. What the line of `F3`, favourites, `ads order list -q` and",
        "`ads export orders -q` take: `name:value[,value…]` (any of the values), `-name:value` (none of them),",
        "and text that is searched in the number, service, client, address and essence. Different names must all hold.",
        "Ranges hold both ends; `a..`, `..b`, `<a`, `<=a`, `>a`, `>=a` are ranges too. Quotes are needed for spaces,",
        'commas and brackets: `building:"Lenina 5"`.',
        "",
        f"Words for dates: {_codes(DATE_WORDS)}.",
        "",
        "| name | of | value |",
        "| --- | --- | --- |",
    ]
    for name, known in NAMES.items():
        values = _VALUES.get(known.kind) or _codes((*known.codes, *known.special))
        special = f", {_codes(known.special)}" if known.kind in _VALUES and known.special else ""
        lines.append(f"| `{name}` | {known.caption} | {values}{special} |")
    return "\n".join(lines) + "\n"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def main(argv: list[str]) -> int:
    """Write the documents, or with --check compare them; the exit code is 1 where one is not current."""
    documents = {"commands.md": commands_document(), "errors.md": errors_document(), "filters.md": filters_document()}
    stale = [
        name
        for name, text in documents.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in argv:
        for name in stale:
            sys.stderr.write(f"docs/{name} is not current: run 'make docs'\n")
        return 1 if stale else 0
    DOCS.mkdir(exist_ok=True)
    for name in stale:
        (DOCS / name).write_text(documents[name], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
