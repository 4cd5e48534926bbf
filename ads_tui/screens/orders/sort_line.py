"""The line that says in words what the list is sorted by (CO-4), and where it cannot be (SE-1)."""

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widgets import Static

from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import content
from ads_tui.domain.columns import COLUMNS
from ads_tui.i18n import _
from ads_tui.services.orders.walking import FEW

if TYPE_CHECKING:
    from ads_tui.console.acting import ActingScreen
    from ads_tui.services.orders.sorts import Sort

# The column that a sort of the command line belongs to.
SORTED_COLUMNS = {column.sort: column for column in COLUMNS if column.sort is not None}


class SortLine(Static):
    """Shown while a column is chosen to sort by, be that column shown or not; a click lets another be chosen."""

    DEFAULT_CSS = """
    SortLine {
        display: none;
        height: auto;
        max-height: 2;
        padding: 0 1;
    }
    SortLine.-shown {
        display: block;
    }
    """

    def show(self, sort: "Sort | None", *, is_sorted: bool) -> None:
        """Say what was chosen; `is_sorted` is whether the list comes in that order."""
        self.set_class(sort is not None, "-shown")
        if sort is not None:
            self.update(self._told(sort) if is_sorted else self._refused(sort))

    def _told(self, sort: "Sort") -> Content:
        screen = cast("ActingScreen[None]", self.screen)
        keys = screen.host.registry.keys("list.sort")
        way = _("Sorted by {column}, descending") if sort.descending else _("Sorted by {column}, ascending")
        told = content(way.format(column=caption(sort)), "bold")
        return (
            told + content("  " + _("{key} sorts otherwise").format(key=key_caption(keys[0])), "dim") if keys else told
        )

    def _refused(self, sort: "Sort") -> Content:
        text = _("More than {count} are found: they come by number, the newest first, not sorted by {column}")
        return content(text.format(count=f"{FEW:,}".replace(",", " "), column=caption(sort)), "$text-warning")

    async def on_click(self) -> None:
        """Let another column be chosen."""
        await cast("ActingScreen[None]", self.screen).action_do("list.sort")


def caption(sort: "Sort") -> str:
    """The caption of the column that was chosen."""
    assert sort.name is not None, "no column is chosen"
    return _(SORTED_COLUMNS[sort.name].caption)
