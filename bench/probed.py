"""The console with a task that notes how late it is woken (`python -m bench.probed FILE URL`)."""

import asyncio
import sys
import time
from pathlib import Path

from ads_tui.app import ConsoleApp, make_app
from ads_tui.cli.invocation import current
from ads_tui.cli.opening import import_home

_NAP_S = 0.005
# What is imported and opened first is not what is measured.
_START_S = 3.0
_SCHEDULED = Path("/proc/thread-self/schedstat")


async def _watch(late: list[float]) -> None:
    await asyncio.sleep(_START_S)
    while True:
        begun, waited = time.perf_counter(), _waited_s()
        await asyncio.sleep(_NAP_S)
        spent = time.perf_counter() - begun - (_waited_s() - waited)
        late.append(max(spent - _NAP_S, 0.0) * 1_000)


def _waited_s() -> float:
    """Seconds that this thread was ready and others had the processor: what else runs here holds no loop."""
    return int(_SCHEDULED.read_text().split()[1]) / 1e9


async def _run(app: ConsoleApp) -> list[float]:
    late: list[float] = []
    task = asyncio.create_task(_watch(late))
    await app.run_async()
    task.cancel()
    return late


def main() -> None:
    """Run it, and write a line for each nap: by how many milliseconds the loop made it longer."""
    current.db = sys.argv[2]
    late = asyncio.run(_run(make_app(current.store, import_home, login="admin")))
    Path(sys.argv[1]).write_text("".join(f"{one:.3f}\n" for one in late), encoding="ascii")


if __name__ == "__main__":
    main()
