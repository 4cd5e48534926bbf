"""Draws the console's real screens into docs/pictures, in every language, from a demonstration that never changes.

Seed, size and moment are fixed, so that a picture changes only where a screen does.
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from ads_tui import i18n
from ads_tui.app import ConsoleApp, make_app
from ads_tui.clock import Clock
from ads_tui.console.themes import DARK
from ads_tui.domain.actors import Actor
from ads_tui.i18n import _
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.demonstration.making import make_demonstration
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import list_orders
from ads_tui.services.orders.rows import OrderRow
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store

PLACE = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 19, 11, 42, tzinfo=UTC)
ORDERS = 2_000
SEED = 1
WHO = "dispatcher"
SIZE = (120, 36)
WIDE = (170, 36)
_LONG_S = 10.0
# Fonts from elsewhere are not fetched where documents are read; every terminal's font is one of these.
_FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


class StillClock(Clock):
    """Stands still without saying so on the screen."""

    def now(self) -> datetime:
        """The moment of the pictures."""
        return NOW


@dataclass(frozen=True, slots=True)
class Sitter:
    """Sits for the pictures: a console in which keys are pressed until it shows something."""

    app: ConsoleApp
    pilot: Pilot[int]

    def shown(self) -> str:
        """What the console shows."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the condition holds and nothing is under way any more."""
        limit = time.monotonic() + _LONG_S
        while not (condition() and self.app.is_at_rest and not self._works()):
            if time.monotonic() > limit:
                raise TimeoutError(self.shown())
            await asyncio.sleep(0.02)
        await self.pilot.pause()

    def _works(self) -> bool:
        return any(worker.is_running for worker in self.app.workers)

    async def sees(self, *texts: str) -> None:
        """Wait until all of them are shown."""
        await self.until(lambda: all(text in self.shown() for text in texts))

    async def types(self, text: str) -> None:
        """Type a text."""
        await self.pilot.press(*text)

    async def draw(self, name: str) -> None:
        """Write the picture."""
        for field in self.app.screen.query(Input):
            field.cursor_blink = False
        await self.pilot.pause()
        svg = _FONT_FACES.sub("", self.app.export_screenshot(title="ads", simplify=True))
        svg = svg.replace("Fira Code, monospace", _FONTS).replace("Fira Code", _FONTS)
        lines = (line.rstrip() for line in svg.splitlines())
        (PLACE / f"{name}.{i18n.language()}.svg").write_text("\n".join(lines) + "\n", encoding="utf-8")


@asynccontextmanager
async def sitting(store: Store, size: tuple[int, int], order: int | None = None) -> AsyncIterator[Sitter]:
    """A console of a dispatcher whose list is shown; `order` is opened in it."""
    app = make_app(
        lambda: store, lambda: OrdersScreen, login=WHO, order=order, clock=StillClock(), language_is_chosen=True
    )
    app.theme = DARK
    async with app.run_test(size=size) as pilot:
        yield Sitter(app, pilot)


def draw_all(store: Store, actor: Actor) -> None:
    """All pictures in the language of the process."""
    with store.reading(actor) as reading:
        wanted = read_filter(reading, "status:in_progress")
        rows = list_orders(reading, wanted=wanted, limit=200).rows
    fit = [row for row in rows if row.client and row.client.phone and row.premise and row.executors]
    order = max(fit, key=lambda row: (len(row.labels), len(row.essence or ""), row.number))
    for draw in (draw_list, draw_preview, draw_card, draw_new_order):
        asyncio.run(draw(store, order))


async def draw_list(store: Store, _order: OrderRow) -> None:
    """The list as most see it."""
    async with sitting(store, SIZE) as sitter:
        await sitter.sees(_("Found: {count}").format(count=""))
        await sitter.pilot.press("2", "down", "down", "down")
        await sitter.sees(f"{ORDERS:,}".replace(",", " "))
        await sitter.draw("list")


async def draw_preview(store: Store, _order: OrderRow) -> None:
    """The list with a preview of the order under the cursor."""
    async with sitting(store, WIDE) as sitter:
        await sitter.sees(_("Found: {count}").format(count=""))
        await sitter.pilot.press("2", *["down"] * 8)
        await sitter.sees(_("Created"))
        await sitter.draw("preview")


async def draw_card(store: Store, order: OrderRow) -> None:
    """The card of an order, then the dialog of its status."""
    async with sitting(store, SIZE, order.number) as sitter:
        await sitter.sees(str(order.number), _("Information"))
        await sitter.draw("card")
        await sitter.pilot.press("s")
        await sitter.sees(_("Cancelled"))
        await sitter.pilot.press("down")
        await sitter.sees(_("Resume on"))
        await sitter.draw("status")


async def draw_new_order(store: Store, order: OrderRow) -> None:
    """A new order, half filled in: who calls, from where, about what."""
    assert order.client is not None and order.client.phone is not None
    async with sitting(store, SIZE) as sitter:
        await sitter.sees(_("Found: {count}").format(count=""))
        await sitter.pilot.press("n")
        await sitter.sees(_("Phone, name or address"))
        await sitter.types(order.client.phone)
        await sitter.sees(order.client.name)
        await sitter.pilot.press("enter")
        await sitter.types(order.service.name)
        await sitter.sees(order.service.name)
        await sitter.pilot.press("enter")
        await sitter.draw("new-order")


def main() -> int:
    """Draw them all."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for language in i18n.LANGUAGES:
        i18n.activate(language)
        with tempfile.TemporaryDirectory() as home:
            url = f"sqlite:///{home}/demo.sqlite3"
            make_demonstration(url, orders=ORDERS, seed=SEED, now=NOW, os_user=None, progress=lambda *_stage: None)
            store = Store(make_engine(url), Clock(NOW))
            draw_all(store, sign_in(store, login=WHO, os_user=None))
            store.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
