"""P11 and P12: what the console holds after a walk, and how long its event loop is held, as the real program."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.key_to_paint import ALL, DOWN, PAGE_DOWN, Terminal, pseudo_terminal, terminal
from bench.measure import Line, percentile

if TYPE_CHECKING:
    from ads_tui.store.work import Work

_PAGES, _CARDS, _TURNS = 2_000, 20, 300
_WRITES_PER_S, _DUE = 20, 1_000
_HOME, _END, _ENTER, _ESCAPE, _QUIT, _EXPORT = b"\x1b[H", b"\x1b[F", b"\r", b"\x1b", b"\x11", b"e"
_WORDS = ("Иванова", "17", "вода", "лифт")
_BREATH_S, _MOMENT_S = 0.02, 0.3
# Under writes the screen is never quiet, so the start is waited for by the clock.
_STARTED_S, _LEAVING_S = 6.0, 2.0


def memory(url: str, few: float | None, label: str) -> list[Line]:
    """P11: memory after the walk over many orders, beside that after the same walk over few."""
    return [Line("P11", f"console's memory beside a thousand orders, {label}", walked(url), "MiB", few, 1.1)]


def walked(url: str) -> float:
    """MiB of its own after paging 2,000 times, searching, going to both ends and opening cards."""
    with terminal(_console(url)) as console:
        _send(console, ALL, breath=_MOMENT_S)
        _page(console, _PAGES)
        for word in _WORDS:
            _send(console, b"/", *(char.encode() for char in word), _ENTER, breath=_MOMENT_S)
            _send(console, _ESCAPE, breath=_MOMENT_S)
        _send(console, _END, _HOME, breath=_MOMENT_S)
        for _ in range(_CARDS):
            _send(console, _ENTER, _ESCAPE, DOWN, breath=_MOMENT_S)
        return _own_mib(console.pid)


def loop(url: str, label: str) -> list[Line]:
    """P12: how late a task of 5 ms comes while paging, alone and with each kind of work beside it; 99 of 100."""
    return [
        *_held("paging", url, label, nullcontext(), ALL),
        *_held("paging under 20 writes a second", url, label, _writer(url), ALL),
        *_held(f"paging while leading, {_DUE:,} due", url, label, _due(url), ALL),
        *_held("paging while exporting", url, label, nullcontext(), ALL, _EXPORT, _ENTER, _ESCAPE),
    ]


def _held(what: str, url: str, label: str, beside: AbstractContextManager[None], *first: bytes) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "late"
        probed = ["env", f"ADS_DATA_DIR={folder}", sys.executable, "-m", "bench.probed", str(noted), url]
        with beside, pseudo_terminal(probed) as (_begun, console):
            _send(console, b"", breath=_STARTED_S)
            _send(console, *first, breath=_MOMENT_S)
            _page(console, _TURNS)
            _send(console, _QUIT, breath=_LEAVING_S)
        late = [float(line) for line in noted.read_text(encoding="ascii").splitlines()]
    return [
        Line("P12", f"event loop held, p99, {what}, {label}", percentile(late, 0.99), "ms", None, 50),
        Line("P12", f"event loop held, longest, {what}, {label}", max(late), "ms"),
    ]


def _console(url: str) -> list[str]:
    return [str(Path(sys.executable).parent / "ads"), "--db", url]


def _page(console: Terminal, times: int) -> None:
    for _ in range(times):
        _send(console, PAGE_DOWN, breath=_BREATH_S)


def _send(console: Terminal, *keys: bytes, breath: float) -> None:
    for key in keys:
        os.write(console.master, key)
        end = time.perf_counter() + breath
        while time.perf_counter() < end:
            console.read(end - time.perf_counter())


def _own_mib(pid: int) -> float:
    # Pages of the database's file and of libraries belong to the system, which takes them back when it likes.
    rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return int(rows["Anonymous"].split()[0]) / 1_024


@contextmanager
def _writer(url: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "bench.console_walk", url])
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def _due(url: str) -> Iterator[None]:
    """Orders of long ago, whose breaks nobody has recorded: the console that begins next leads, and does so."""
    from ads_tui.services.accounts import sign_in
    from bench.databases import open_store
    from bench.scheduling import create_at

    store = open_store(url)
    create_at(store, sign_in(store, login="admin", os_user=None), store.clock.now() - timedelta(days=60), _DUE)
    store.engine.dispose()
    yield


def _write_on(url: str) -> None:
    """Comment on the newest orders, so many times a second, until killed."""
    from ads_tui.services.accounts import sign_in
    from ads_tui.services.orders.listing import list_orders
    from bench.databases import open_store

    store = open_store(url)
    admin = sign_in(store, login="admin", os_user=None)
    with store.reading(admin) as reading:
        numbers = [row.number for row in list_orders(reading, limit=50).rows]
    for turn in range(1_000_000):
        number = numbers[turn % len(numbers)]
        store.perform(admin, partial(_comment, number))
        time.sleep(1 / _WRITES_PER_S)


def _comment(number: int, work: "Work") -> None:
    from ads_tui.services.comments import add_comment

    add_comment(work, number, "Bench")


if __name__ == "__main__":
    _write_on(sys.argv[1])
