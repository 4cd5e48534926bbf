"""What the line of the search does to the list: it narrows while one types, and stays where Enter keeps it (SE-1)."""

from dataclasses import replace

from textual import on
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ads_tui.console.safe_text import cells, content
from ads_tui.domain.filters import Filter, Term
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.orders.acts import OrderActs
from ads_tui.screens.orders.refused_line import refusal_below
from ads_tui.screens.orders.searching import Asked, SearchField, read_line, together
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.services.orders.window import OrderList

# Typing goes on before the first letters are searched.
_SEARCH_AFTER_S = 0.15


class OrderSearch(OrderActs):
    """The search of a screen with a list of orders.

    A tab has terms of its own; what the line says comes on top of them and goes with its user from tab to tab. `shown`
    is what is shown: what is `applied`, or what the keys of its text mean under another layout. `found` is how many
    orders that are, None until they are counted, and for very many while `is_typing`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tab = ""
        self.shown = OrderFilter()
        self.is_typing = False
        self.found: int | None = None
        self._terms: dict[str, tuple[Term, ...]] = {}
        self._typed = Filter()
        self._searching: Timer | None = None
        self._was_unreachable = False
        self._keys_wait = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the present tab."""
        return self._terms.get(self.tab, ())

    @property
    def applied(self) -> OrderFilter:
        """All that the list is narrowed by: the terms of the tab and what is typed."""
        return OrderFilter(together(self.terms, self._typed))

    def apply_filter(self, wanted: OrderFilter) -> None:
        """Narrow the present tab by a filter in place of the one before; its terms are remembered (FL-3)."""
        self.keep_terms(wanted.filter.terms)
        self._put_text(replace(wanted.filter, terms=()))
        self.count_exactly()
        self.show(self.applied)

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

    def remember(self) -> None:
        """Remember the terms of every tab."""
        raise NotImplementedError

    def draw_filters(self) -> None:
        """Show the terms of the present tab."""
        raise NotImplementedError

    def keep_terms(self, terms: tuple[Term, ...]) -> None:
        """Take these terms in place of those of the present tab."""
        self._terms[self.tab] = terms
        self.draw_filters()
        self.remember()

    def say(self, text: str | Content) -> None:
        """Say something below the line, nothing for no text."""
        notice = self.query_one("#notice", Static)
        notice.update(content(text) if isinstance(text, str) else text)
        notice.set_class(bool(text), "-shown")

    def tell_other(self) -> None:
        """Say where something else is shown than what was typed (SE-3)."""
        typed, other = self._typed.text, self.shown.text
        told = _("Nothing is found for “{typed}”; shown is what “{other}” finds")
        self.say("" if typed == other else told.format(typed=typed, other=other))

    def change_tab(self) -> None:
        """Another tab is shown: the text goes along, the line's terms where the tab has such (CL-14)."""
        self._typed = replace(self._typed, terms=())
        if self.has_text:
            self.search()

    # The line

    @property
    def _field(self) -> SearchField:
        return self.query_one(SearchField)

    def _put_text(self, typed: Filter) -> None:
        """Let the line say this, which is known to be right."""
        self._stop_searching()
        self._release_keys()
        # An answer about what was typed before is of no use any longer.
        self.workers.cancel_group(self, "filter")
        self._typed = typed
        field = self._field
        with field.prevent(Input.Changed):
            field.value = OrderFilter(typed).line

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
            self.search()

    def search(self, is_kept: bool = False) -> None:
        """Read the line and show what it asks for; `is_kept` makes its terms those of the tab."""
        line, tab = self._field.value, self.tab

        def take(asked: Asked) -> None:
            self._take_line(asked, is_kept)

        self.read(
            lambda reading: read_line(reading, line, tab, is_kept=is_kept),
            take,
            group="filter",
            instead=lambda error: self.search_refused(error, is_kept),
        )

    def _take_line(self, asked: Asked, is_kept: bool) -> None:
        self._was_unreachable = False
        self._release_keys()
        if is_kept or not self._field.has_focus:
            self.count_exactly()
        else:
            self.is_typing = True
        before, self._typed = self.applied, asked.typed
        if is_kept and asked.typed.terms:
            self.keep_terms(self.applied.filter.terms)
            self._put_text(replace(asked.typed, terms=()))
        if self.applied != before:
            self.show(self.applied)
        else:
            self.tell_other()
        if asked.number is not None:
            self.open_order(asked.number)

    def search_again(self) -> None:
        """Search for what was typed while the database was gone."""
        if self._was_unreachable:
            self.search()

    def search_refused(self, error: AdsError, is_kept: bool) -> None:
        """What cannot be read is told beside the field; what was shown before stays."""
        self.say(self._refusal(error))
        self._was_unreachable = error.code == "unreachable"
        self._release_keys()
        if is_kept and not self._was_unreachable:
            self._field.focus()

    def _refusal(self, error: AdsError) -> str | Content:
        position = error.details.get("position")
        if not isinstance(position, int):
            return error.message
        side = self.query_one("#notice").styles.padding.left
        return refusal_below(error, self.column_of(position) - side, self.size.width - 2 * side)

    def column_of(self, position: int) -> int:
        """The column of the screen at which a place of the line stands, or the end beyond which it does."""
        field = self._field
        region = field.content_region
        return min(max(cells(field.value[:position]) - field.scroll_offset.x, 0), region.width - 1) + region.x

    @on(Input.Submitted, "#search")
    def keep_search(self) -> None:
        """Go on in what was found; what is pressed next is meant for that."""
        self._stop_searching()
        self._keys_wait = True
        self.hold(True)
        self.search(is_kept=True)
        self.table.focus()

    def _release_keys(self) -> None:
        """The line that keys waited for is read, or another one instead of it."""
        if self._keys_wait:
            self._keys_wait = False
            self.hold(False)

    @on(Input.Blurred, "#search")
    def count_exactly(self) -> None:
        """Whoever types no longer wants to know how many there are."""
        if self.is_typing:
            self.is_typing = False
            if self.found is None:
                self.count()

    @property
    def has_text(self) -> bool:
        """Whether anything stands in the line."""
        return bool(self._field.value)

    def leaves_field(self) -> bool:
        """Go from the line to the list; False where the keys were not in the line."""
        had_focus = self._field.has_focus
        self.table.focus()
        return had_focus

    def leave_text(self) -> None:
        """Search for no text any longer."""
        before = self.shown
        self._put_text(Filter())
        self.count_exactly()
        if self.applied != before:
            self.show(self.applied)
        else:
            self.tell_other()

    def put_before(self, term: Term) -> None:
        """Put a term, which is no longer the tab's, before what is typed."""
        field, written = self._field, OrderFilter(Filter((term,))).line
        self._typed = together((term,), self._typed)
        field.value = f"{written} {field.value}"
        self.set_focus(field)
        # Coming here selects all, which is for typing something else.
        field.call_later(field.select_nothing, len(written))

    def do_list_search(self) -> None:
        """Type what to find."""
        self._field.focus()
