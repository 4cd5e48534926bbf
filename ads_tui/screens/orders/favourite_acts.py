"""What favourite filters do to the list (FV-1, FV-2)."""

from typing import TYPE_CHECKING

from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.orders.search_line import OrderSearch
from ads_tui.services.orders.finding import OrderFilter, read_kept_filter

if TYPE_CHECKING:
    from ads_tui.services.favourites import FavouriteView

Kept = tuple[OrderFilter, tuple[str, ...]]


class FavouriteActs(OrderSearch):
    """The favourites of a screen with a list of orders."""

    def do_list_favourites(self) -> None:
        """Let a favourite be applied, or the present filter be kept."""
        from ads_tui.screens.favourites_dialog import FavouritesDialog

        def take(chosen: "FavouriteView | None") -> None:
            if chosen is not None:
                self._read_favourite(chosen.filter, self.tab)

        self.app.push_screen(FavouritesDialog(self.applied), take)

    def do_list_all(self) -> None:
        """Show all orders."""
        raise NotImplementedError

    def _read_favourite(self, line: str, tab: str) -> None:
        """Read what a line means on a tab; what is pressed next is meant for the orders that it finds."""

        def take(kept: Kept) -> None:
            self.hold(False)
            self._apply_favourite(kept, tab)

        def refused(error: AdsError) -> None:
            self.hold(False)
            if error.code == "filter_syntax" and tab == "new":
                self._offer_all(error, line)
            else:
                self.refuse(error)

        self.hold(True)
        self.read(lambda reading: read_kept_filter(reading, line, tab=tab), take, group="favourite", instead=refused)

    def _apply_favourite(self, kept: Kept, tab: str) -> None:
        wanted, gone = kept
        if tab != self.tab:
            self.do_list_all()
        self.apply_filter(wanted)
        if gone:
            text = _("No longer there, the rest of the filter is applied: {names}")
            self.say(text.format(names=", ".join(gone)))

    def _offer_all(self, error: AdsError, line: str) -> None:
        """Not every tab has every filter: All has."""
        from ads_tui.console.confirm_dialog import ConfirmDialog

        def take(is_wanted: bool | None) -> None:
            if is_wanted:
                self._read_favourite(line, "all")

        question = _("{reason}. Show it on the tab All?").format(reason=error.message)
        self.app.push_screen(ConfirmDialog(_("Favourites"), question), take)
