"""P8: from a key to the painted screen through a pseudo-terminal, beside a bare `DataTable` of 50 rows."""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Line

WIDTH, HEIGHT = 120, 40
DOWN, UP = b"\x1b[B", b"\x1b[A"
ALL = b"2"
PAGE_DOWN, PAGE_UP = b"\x1b[6~", b"\x1b[5~"
# What is shown where the cursor rests (0.15 s) is no answer to the key, and has a row of its own.
_QUIET_S = 0.06
_RESTED_S = 0.5
_STARTED_S = 2.0
_ADS = Path(sys.executable).parent / "ads"
# What is installed has its bytecode: the first, uncounted start may write it.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
_ENVIRONMENT = {
    **COMPILED,
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LC_ALL": "C.UTF-8",
    "ADS_EMPLOYEE": "admin",
}


@dataclass(frozen=True, slots=True)
class Painted:
    """What one key brought: milliseconds until the last byte, and how many bytes."""

    ms: float
    bytes: int


class Terminal:
    """A program in a pseudo-terminal, to which keys are sent one by one."""

    def __init__(self, master: int, pid: int) -> None:
        self.master = master
        self.pid = pid

    def press(self, key: bytes, quiet: float = _QUIET_S) -> Painted:
        """Send a key and wait until nothing more is painted for so many seconds."""
        start = time.perf_counter()
        os.write(self.master, key)
        select.select([self.master], [], [], _STARTED_S)
        last, size = self.drain(quiet)
        return Painted((last - start) * 1_000, size)

    def read(self, longest: float) -> bytes:
        """What is written next; nothing where that takes too long or the program has ended."""
        if longest <= 0 or not select.select([self.master], [], [], longest)[0]:
            return b""
        try:
            return os.read(self.master, 65_536)
        except OSError:
            return b""

    def drain(self, quiet: float) -> tuple[float, int]:
        """Read until nothing came for so many seconds: the moment of the last byte, and how many there were."""
        last, size = time.perf_counter(), 0
        while select.select([self.master], [], [], quiet)[0]:
            try:
                size += len(os.read(self.master, 65_536))
            except OSError:
                break
            last = time.perf_counter()
        return last, size


@contextmanager
def pseudo_terminal(words: Sequence[str]) -> Iterator[tuple[float, Terminal]]:
    """Run a program in a pseudo-terminal and kill it afterwards; with it the moment of the call (`perf_counter`)."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        words, stdin=slave, stdout=slave, stderr=slave, env={**os.environ, **_ENVIRONMENT}, start_new_session=True
    )
    os.close(slave)
    try:
        yield begun, Terminal(master, process.pid)
    finally:
        process.kill()
        process.wait()
        os.close(master)


@contextmanager
def terminal(words: Sequence[str]) -> Iterator[Terminal]:
    """Run a program in a pseudo-terminal until it has painted its first screen, and end it afterwards."""
    with pseudo_terminal(words) as (_begun, program):
        select.select([program.master], [], [], 60)
        program.drain(_STARTED_S)
        yield program


def measure(url: str, label: str = "SQLite") -> list[Line]:
    """The console's cursor one row on, and a whole screen on, in turns with the floor."""
    bare = [sys.executable, "-m", "bench.bare_table", url]
    with terminal([str(_ADS), "--db", url]) as ours, terminal(bare) as floor:
        ours.press(ALL)
        return [
            *_compare("cursor", ours, floor, [DOWN] * 20 + [UP] * 20, label),
            *_compare("page", ours, floor, [PAGE_DOWN, PAGE_UP] * 10, label),
            *_far(ours, label),
            *_rested(ours, label),
        ]


def _compare(what: str, ours: Terminal, floor: Terminal, keys: Sequence[bytes], label: str) -> list[Line]:
    for program in (ours, floor):
        program.press(keys[0]), program.press(keys[-1])
    pairs = [(ours.press(key), floor.press(key)) for key in keys]
    mine, bare = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return [
        Line("P8", f"{what}, key to painted, {label}", _median_ms(mine), "ms", _median_ms(bare), 0.7),
        Line("P8", f"{what}, bytes, {label}", _median_bytes(mine), "bytes", _median_bytes(bare), 0.4),
    ]


def _far(ours: Terminal, label: str) -> list[Line]:
    """Where no page is at hand: to the list's end and back."""
    keys = [b"\x1b[F", b"\x1b[H"] * 7
    return [Line("P8", f"to the list's end or beginning, {label}", _median_ms([ours.press(key) for key in keys]), "ms")]


def _rested(ours: Terminal, label: str) -> list[Line]:
    """Until all is painted that is shown where the cursor rests: important comments, with which the list begins."""
    painted = [ours.press(key, _RESTED_S) for key in [DOWN] * 10 + [UP] * 10]
    return [
        Line("P8", f"cursor moved and at rest, all painted, {label}", _median_ms(painted), "ms"),
        Line("P8", f"cursor moved and at rest, bytes, {label}", _median_bytes(painted), "bytes"),
    ]


def _median_ms(painted: Sequence[Painted]) -> float:
    return statistics.median(one.ms for one in painted)


def _median_bytes(painted: Sequence[Painted]) -> float:
    return statistics.median(one.bytes for one in painted)


if __name__ == "__main__":
    from bench.measure import table

    print(table(measure(sys.argv[1])))
