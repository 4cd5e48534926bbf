"""The rate of `ads import orders` into a million orders, as a whole process."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import Line

_ADS = Path(sys.executable).parent / "ads"
ROWS = 5_000


def import_rate(url: str) -> list[Line]:
    """Rows a second, the start of the process included, of orders that name what the database holds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.csv"
        file.write_text(_rows(url), encoding="utf-8")
        environment = {**os.environ, "ADS_DATABASE_URL": url, "ADS_EMPLOYEE": "admin", "ADS_DATA_DIR": folder}
        start = time.perf_counter()
        done = subprocess.run(
            [str(_ADS), "--json", "import", "orders", str(file)], env=environment, capture_output=True, text=True
        )
        spent = time.perf_counter() - start
    created = re.search(r'"created": (\d+)', done.stdout)
    if created is None or int(created[1]) != ROWS:
        raise RuntimeError(f"the import did not import: {done.stdout[:200]} {done.stderr[-300:]}")
    return [Line("", f"import of {ROWS:,} orders into the database, SQLite", ROWS / spent, "/s")]


def _rows(url: str) -> str:
    from bench.creating import a_call
    from bench.databases import open_store

    store = open_store(url)
    call = a_call(store)
    store.engine.dispose()
    head = "external_number,created_at,status,done_at,service,building,essence"
    rows = [
        f"bench-{number},2026-01-01T10:00,done,2026-01-02T10:00,{call.service},{call.building},Row {number}"
        for number in range(ROWS)
    ]
    return "\n".join([head, *rows]) + "\n"
