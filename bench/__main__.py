"""`python -m bench [--orders N] [--without-postgres]`: measures everything and prints one table."""

import argparse
import platform
import sqlite3
import sys

from bench import bulk, console_walk, creating, databases, exporting, finding, key_to_paint, pages, scheduling, starting
from bench.importing import import_rate
from bench.measure import Line, table


def main() -> int:
    """Run every measure that exists."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--without-postgres", action="store_true")
    arguments = parser.parse_args()
    lines: list[Line] = []
    try:
        _on_sqlite(arguments.orders, lines)
        if not arguments.without_postgres:
            few = _few_on_postgres()
            with databases.postgres(arguments.orders) as url:
                _reads_and_writes(url, url, "Postgres", None, lines)
                lines += key_to_paint.measure(url, "Postgres")
                lines += _walks(url, few, "Postgres")
    finally:
        # What was measured before a failure is worth having.
        print(f"{arguments.orders:,} orders, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n")
        print(table(lines))
    return 0


def _on_sqlite(orders: int, lines: list[Line]) -> None:
    url, made = databases.demonstration(orders)
    lines += made
    small, _none = databases.demonstration(databases.SMALL)
    with databases.scratch_copy(url) as scratch:
        _reads_and_writes(url, scratch, "SQLite", small, lines)
        lines += import_rate(scratch)
        few, _none = databases.demonstration(databases.FEW)
        lines += _walks(scratch, console_walk.walked(few), "SQLite")
    lines += starting.first_frame(url, "SQLite")
    lines += starting.order_show(url, orders // 2, "SQLite")
    lines += key_to_paint.measure(url, "SQLite")


def _few_on_postgres() -> float | None:
    """The walk over few orders; a server that was given has no such database."""
    if databases.is_given():
        return None
    with databases.postgres(databases.FEW) as url:
        return console_walk.walked(url)


def _walks(url: str, few: float | None, label: str) -> list[Line]:
    return console_walk.memory(url, few, label) + console_walk.loop(url, label)


def _reads_and_writes(url: str, scratch: str, label: str, small: str | None, lines: list[Line]) -> None:
    store = databases.open_store(url)
    few = databases.open_store(small) if small else None
    lines += pages.first_page(store, label, few) + pages.deep_page(store, label)
    lines += finding.lists(store, label)
    lines += exporting.excel(store, url, label)
    writing = databases.open_store(scratch)
    lines += creating.rate(writing, label) + creating.many_writers(writing, scratch, label)
    lines += bulk.bulk_status(writing, label) + scheduling.passes(writing, label)
    for one in (store, few, writing):
        if one is not None:
            one.engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
