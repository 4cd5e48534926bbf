"""An export that is being written, and the dialog that shows how far it is (XL-5)."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import get_current_worker

from ads_tui.console.glyphs import glyph
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import content
from ads_tui.console.scopes.export import EXPORTING
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.services.export.orders import ExportResult, OrderExport, export_orders

if TYPE_CHECKING:
    from ads_tui.store.work import Reading

_LOOK_S = 0.25
_BAR_CELLS = 40


class _Stopped(Exception):
    """Somebody has cancelled the export, or left the console."""


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What was asked for: the fields in the order of the columns, the file as it was typed, and where it is."""

    fields: tuple[str, ...]
    typed: str
    place: Path


class ExportRun:
    """One export; its thread writes how far it is, and stops where `is_stopping`.

    `total` is how many rows there will be, None until they are counted.
    """

    def __init__(self, asked: OrderExport, wish: ExportWish) -> None:
        """`asked` has its fields from the wish."""
        self.asked = asked
        self.wish = wish
        self.done = 0
        self.total: int | None = None
        self.is_stopping = False

    def write(self, reading: "Reading") -> ExportResult | None:
        """Write the file, in a worker; None where it was stopped and nothing was left behind. Raises AdsError."""
        worker = get_current_worker()

        def watch(done: int, total: int) -> None:
            self.done, self.total = done, total
            if self.is_stopping or worker.is_cancelled:
                raise _Stopped

        try:
            return export_orders(reading, self.asked, self.wish.place, progress=watch)
        except _Stopped:
            return None

    @property
    def percent(self) -> int | None:
        """How far it is, None until that is known."""
        return None if self.total is None else 100 * self.done // max(self.total, 1)

    def told(self) -> str:
        """How far it is, in few words."""
        return _("Excel") + (" …" if self.percent is None else f" {self.percent} %")


class ExportProgress(ConsoleDialog[AdsError]):
    """Shows an export until it has ended, when whoever opened it closes it; answers why it was refused, else None."""

    SCOPE = EXPORTING
    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    ExportProgress Static {
        height: auto;
    }
    ExportProgress #hint {
        margin-top: 1;
        color: $text-muted;
    }
    """

    def __init__(self, run: ExportRun) -> None:
        super().__init__()
        self._export = run

    def title_text(self) -> str:
        """What goes on."""
        return _("Export to Excel")

    def compose_body(self) -> ComposeResult:
        """The file, how far it is, and what may be done meanwhile."""
        yield Static(content(str(self._export.wish.place)))
        yield Static(id="bar")
        yield Static(id="rows")
        keys = self.host.registry.keys("list.export")
        text = _(
            "You can go on working: the line at the top shows how far it is, and {key} in the list comes back here"
        )
        yield Static(content(text.format(key=key_caption(keys[0]) if keys else _("Excel"))), id="hint")

    def on_mount(self) -> None:
        """Follow the export."""
        self._draw()
        self.set_interval(_LOOK_S, self._draw)

    def _draw(self) -> None:
        run, percent = self._export, self._export.percent
        filled = _BAR_CELLS * (percent or 0) // 100
        bar = glyph("bar") * filled + glyph("no_bar") * (_BAR_CELLS - filled)
        self.query_one("#bar", Static).update(content(bar if percent is None else f"{bar} {percent} %"))
        if run.is_stopping:
            text = _("Cancelling …")
        elif run.total is None:
            text = _("Counting the orders …")
        elif run.done < run.total:
            text = _("{done} of {total} rows").format(done=grouped(run.done), total=grouped(run.total))
        else:
            text = _("All {total} rows are read; the file is being finished").format(total=grouped(run.total))
        self.query_one("#rows", Static).update(content(text))

    def do_exporting_leave(self) -> None:
        """Go on working meanwhile."""
        self.dismiss(None)

    def do_exporting_stop(self) -> None:
        """Have the export end without a file."""
        self._export.is_stopping = True
        self._draw()


def grouped(count: int) -> str:
    """A number as people read it, by thousands."""
    return f"{count:,}".replace(",", " ")
