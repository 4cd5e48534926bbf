"""The console with a task that notes how late it is woken (`python -m bench.probed FILE URL`)."""

import asyncio
import gc
import sys
import time
from pathlib import Path

from ads_tui.app import ConsoleApp, make_app
from ads_tui.cli.invocation import current
from ads_tui.screens.orders.screen import OrdersScreen

_NAP_S = 0.005
# What is imported and opened first is not what is measured.
_START_S = 3.0


async def _watch(late: list[float]) -> None:
    await asyncio.sleep(_START_S)
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(_NAP_S)
        late.append((time.perf_counter() - begun - _NAP_S) * 1_000)


async def _run(app: ConsoleApp) -> list[float]:
    late: list[float] = []
    task = asyncio.create_task(_watch(late))
    await app.run_async()
    task.cancel()
    return late


def main() -> None:
    """Run it, and write a line for each nap: how many milliseconds too long it was."""
    # As `ads` itself does.
    gc.set_threshold(50_000)
    gc.freeze()
    current.db = sys.argv[2]
    late = asyncio.run(_run(make_app(current.store, lambda: OrdersScreen, login="admin")))
    Path(sys.argv[1]).write_text("".join(f"{one:.3f}\n" for one in late), encoding="ascii")


if __name__ == "__main__":
    main()
