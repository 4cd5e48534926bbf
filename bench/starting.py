"""P7: from the call to the first frame and to the first rows in a pseudo-terminal, and a command as a whole process."""

import os
import re
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.key_to_paint import COMPILED, HEIGHT, WIDTH, pseudo_terminal
from bench.measure import Line, paired_ms

_ADS = Path(sys.executable).parent / "ads"
_RUNS = 9
_LONGEST_S = 20.0
# Everything that moves the cursor or sets looks; what is left takes room on the screen.
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<=>]*[a-zA-Z]|[^\[])|[\r\n]")
_FRAME = WIDTH * HEIGHT // 2
# Each row of the list shows when it was changed last.
_ROW = re.compile(rb"\d\d\.\d\d \d\d:\d\d")

Shown = Callable[[bytes], bool]


def first_frame(url: str, label: str) -> list[Line]:
    """The console beside a bare table, and beside the programs of ADS_BENCH_PROGRAMS (lines of commands), in turns."""
    bare, ours = [sys.executable, "-m", "bench.bare_start"], [str(_ADS), "--db", url]
    others = [shlex.split(line) for line in os.environ.get("ADS_BENCH_PROGRAMS", "").splitlines() if line.strip()]
    rounds = [
        (
            until_shown(bare, is_frame),
            until_shown(ours, is_frame),
            until_shown(ours, has_rows),
            *(until_shown(words, is_frame) for words in others),
        )
        for _ in range(_RUNS + 1)
    ][1:]
    floor, frame, rows, *rest = (statistics.median(column) * 1_000 for column in zip(*rounds, strict=True))
    return [
        Line("P7", f"start to first frame, {label}", frame, "ms", floor, 1.3),
        Line("P7", f"start to first rows, {label}", rows, "ms", floor, 3.0),
        *(
            Line("P7", f"start to first frame of {Path(words[0]).name}", median, "ms", floor)
            for words, median in zip(others, rest, strict=True)
        ),
    ]


def until_shown(words: Sequence[str], is_shown: Shown) -> float:
    """Seconds from the call until what was written shows it."""
    with pseudo_terminal(words) as (begun, program):
        written = b""
        while not is_shown(written):
            piece = program.read(_LONGEST_S - (time.perf_counter() - begun))
            if not piece:
                raise RuntimeError(f"{words[0]} shows nothing: {written[-300:]!r}")
            written += piece
        return time.perf_counter() - begun


def is_frame(written: bytes) -> bool:
    """Whether most of the screen was painted, however."""
    return len(_ESCAPES.sub(b"", written).decode(errors="ignore")) >= _FRAME


def has_rows(written: bytes) -> bool:
    """Whether rows of the list are there."""
    return is_frame(written) and len(_ROW.findall(written)) > 3


def order_show(url: str, number: int, label: str) -> list[Line]:
    """`ads order show` beside importing what it must."""
    environment = {**os.environ, **COMPILED, "ADS_DATABASE_URL": url, "ADS_EMPLOYEE": "admin"}

    def run(*words: str) -> None:
        subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)

    ours, floor = paired_ms(
        lambda: run(str(_ADS), "--json", "order", "show", str(number)),
        lambda: run(sys.executable, "-c", "import sqlmodel, typer"),
        runs=11,
    )
    return [Line("P7", f"`ads order show`, {label}", ours, "ms", floor, 2.0)]
