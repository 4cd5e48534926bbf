"""Chooses who does an order: those whom its service and department allow, the least loaded first (PE-1 … PE-3)."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.selection_list import Selection

from ads_tui.console.acting import ActingScreen
from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content, fit
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.services.assignment import change_executors, executors_of
from ads_tui.services.load import Load, list_loads
from ads_tui.services.orders.card import show_order
from ads_tui.store.work import Reading
from ads_tui.widgets.tick_list import TickList

_NAME_WIDTH = 34
_BAR_CELLS = 10
_COLOURS = {"green": "$success", "yellow": "$warning", "red": "$error"}


def ask_executors(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Read who may do the order, let them be ticked and saved, then call `then`."""

    def operation(reading: Reading) -> tuple[int, list[Load], tuple[str, ...]]:
        card = show_order(reading, number)
        return card.row.version, list_loads(reading, number), tuple(executors_of(reading, number))

    def done(saved: bool | None) -> None:
        if saved:
            then()

    def show(read: tuple[int, list[Load], tuple[str, ...]]) -> None:
        version, offered, present = read
        screen.app.push_screen(ExecutorsDialog(number, version, offered, present), done)

    screen.read(operation, show, group="executors")


class ExecutorsDialog(ConsoleDialog[bool]):
    """Ticks executors; saving replaces those who were there, and one added meanwhile is a conflict (ST-11)."""

    SCOPE = "executors"
    AUTO_FOCUS = "TickList"

    DEFAULT_CSS = """
    ExecutorsDialog TickList {
        height: auto;
        max-height: 14;
        border: none;
        padding: 0;
        background: transparent;
    }
    ExecutorsDialog #refusal {
        height: auto;
        color: $error;
    }
    """

    def __init__(self, number: int, version: int, offered: list[Load], present: tuple[str, ...]) -> None:
        super().__init__()
        self._number = number
        self._version = version
        self._offered = offered
        self._present = present

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number}: executors, the least loaded first").format(number=self._number)

    def compose_body(self) -> ComposeResult:
        """Everybody offered, with his load; who is there is ticked, also where he would not be offered now."""
        offered = {load.login for load in self._offered}
        others = [login for login in self._present if login not in offered]
        options = [Selection(content(login), login, True) for login in others]
        options += [Selection(load_line(load), load.login, load.login in self._present) for load in self._offered]
        if options:
            yield TickList(*options)
        else:
            yield Static(content(_("Nobody of the department has access to this building and service")))
        yield Static(id="refusal")

    def do_executors_save(self) -> None:
        """Save; a refusal is told here, and the ticks stay."""
        lists = self.query(TickList)
        chosen: list[str] = list(lists.first().selected) if lists else []
        number, version = self._number, self._version
        if set(chosen) == set(self._present):
            self.dismiss(False)
        elif chosen:
            self.write(
                lambda work: change_executors(work, number, chosen, mode="replace", version=version), self._close
            )
        else:
            gone = list(self._present)
            self.write(lambda work: change_executors(work, number, gone, mode="remove"), self._close)

    def _close(self, _nothing: None) -> None:
        self.dismiss(True)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal."""
        self.query_one("#refusal", Static).update(content(error.message))

    def do_executors_cancel(self) -> None:
        """Close without saving."""
        self.dismiss(False)


def load_line(load: Load) -> Content:
    """A name, a bar and the number of open orders: green to 5, yellow to 10, red from 11 (PE-2)."""
    filled = min(load.open, _BAR_CELLS)
    bar = glyph("bar") * filled + glyph("no_bar") * (_BAR_CELLS - filled)
    name = content(fit(f"{load.name} ({load.login})", _NAME_WIDTH))
    return Content("").join([name, Content.styled(f" {bar} {load.open:>3}", _COLOURS[load.level])])
