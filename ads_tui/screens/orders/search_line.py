"""What the line of the search does to the list: it narrows while one types, and stays where Enter keeps it (SE-1)."""

from textual import on
from textual.timer import Timer
from textual.widgets import Input, Static

from ads_tui.console.safe_text import content
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.orders.acts import OrderActs
from ads_tui.screens.orders.searching import Asked, read_line
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.services.orders.window import OrderList

# Typing goes on before the first letters are searched.
_SEARCH_AFTER_S = 0.15


class OrderSearch(OrderActs):
    """The search of a screen with a list of orders.

    `asked` is what the line asks for, `shown` what is shown: the same, or what its keys mean under another layout.
    `found` is how many orders that are, None until they are counted, and for very many while `is_typing`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tab = ""
        self.asked = self.shown = OrderFilter()
        self.is_typing = False
        self.found: int | None = None
        self._searching: Timer | None = None
        self._was_unreachable = False

    @property
    def applied(self) -> OrderFilter:
        """All that the list is narrowed by."""
        return self.asked

    def apply_filter(self, wanted: OrderFilter) -> None:
        """Narrow the list by a filter, in place of the one before."""
        self.query_one("#search", Input).value = wanted.line
        self._search(is_kept=True)

    @property
    def which(self) -> OrderList:
        """The list that is shown."""
        raise NotImplementedError

    def show(self, wanted: OrderFilter) -> None:
        """Show the present tab with a filter from its beginning."""
        raise NotImplementedError

    def count(self) -> None:
        """Count what is shown."""
        raise NotImplementedError

    def _say(self, text: str) -> None:
        notice = self.query_one("#notice", Static)
        notice.update(content(text))
        notice.set_class(bool(text), "-shown")

    def tell_other(self) -> None:
        """Say where something else is shown than what was typed (SE-3)."""
        typed, other = self.asked.text, self.shown.text
        told = _("Nothing is found for “{typed}”; shown is what “{other}” finds")
        self._say("" if typed == other else told.format(typed=typed, other=other))

    @on(Input.Changed, "#search")
    def search_soon(self) -> None:
        """Search once typing pauses."""
        self._stop_searching()
        self._searching = self.set_timer(_SEARCH_AFTER_S, self._search_now)

    def _stop_searching(self) -> None:
        if self._searching is not None:
            self._searching.stop()
            self._searching = None

    def _search_now(self) -> None:
        # A timer that was stopped may have rung already.
        if self._searching is not None:
            self._search()

    def _search(self, is_kept: bool = False) -> None:
        line, tab = self.query_one("#search", Input).value, self.tab

        def take(asked: Asked) -> None:
            self._take_line(asked, is_kept)

        self.read(
            lambda reading: read_line(reading, line, tab, is_kept=is_kept),
            take,
            group="filter",
            instead=lambda error: self._search_refused(error, is_kept),
        )

    def _take_line(self, asked: Asked, is_kept: bool) -> None:
        self._was_unreachable = False
        if is_kept or not self.query_one("#search", Input).has_focus:
            self.count_exactly()
        else:
            self.is_typing = True
        if asked.wanted != self.asked:
            self.asked = asked.wanted
            self.show(asked.wanted)
        else:
            self.tell_other()
        if asked.number is not None:
            self.open_order(asked.number)

    def search_again(self) -> None:
        """Search for what was typed while the database was gone."""
        if self._was_unreachable:
            self._search()

    def _search_refused(self, error: AdsError, is_kept: bool) -> None:
        """What cannot be read is told beside the field; what was shown before stays."""
        self._say(error.message)
        self._was_unreachable = error.code == "unreachable"
        if is_kept and not self._was_unreachable:
            self.query_one("#search", Input).focus()

    @on(Input.Submitted, "#search")
    def keep_search(self) -> None:
        """Go on in what was found."""
        self._stop_searching()
        self._search(is_kept=True)
        self.table.focus()

    @on(Input.Blurred, "#search")
    def count_exactly(self) -> None:
        """Whoever types no longer wants to know how many there are."""
        if self.is_typing:
            self.is_typing = False
            if self.found is None:
                self.count()

    def do_list_search(self) -> None:
        """Type what to find."""
        self.query_one("#search", Input).focus()

    def do_list_clear(self) -> None:
        """Select nothing; with nothing selected, or from the field, leave the search and show all again."""
        field = self.query_one("#search", Input)
        if self.table.selection and not field.has_focus:
            self.table.clear_selection()
            return
        field.value = ""
        self._search(is_kept=True)
        self.table.focus()
