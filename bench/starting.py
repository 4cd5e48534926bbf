"""P7's share of the command line: whole processes, in turns."""

import os
import subprocess
import sys
from pathlib import Path

from bench.measure import Line, paired_ms

_ADS = Path(sys.executable).parent / "ads"


def order_show(url: str, number: int, label: str) -> list[Line]:
    """`ads order show` beside importing what it must."""
    environment = {**os.environ, "ADS_DATABASE_URL": url, "ADS_EMPLOYEE": "admin"}

    def run(*words: str) -> None:
        subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)

    ours, floor = paired_ms(
        lambda: run(str(_ADS), "--json", "order", "show", str(number)),
        lambda: run(sys.executable, "-c", "import sqlmodel, typer"),
        runs=11,
    )
    return [Line("P7", f"`ads order show`, {label}", ours, "ms", floor, 2.0)]
