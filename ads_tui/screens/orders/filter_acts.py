"""The filters of a list's tabs: remembered, taken away one by one, cleared (FL-3)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from ads_tui.domain.filters import Filter, Term
from ads_tui.errors import AdsError
from ads_tui.i18n import _, ngettext
from ads_tui.screens.filter_texts import term_text
from ads_tui.screens.orders.button_line import ButtonLine
from ads_tui.screens.orders.filter_chips import FilterChips
from ads_tui.screens.orders.search_line import OrderSearch
from ads_tui.screens.orders.searching import Captions, SearchField, captions_of
from ads_tui.services.orders.finding import OrderFilter, read_kept_filter
from ads_tui.services.orders.remembered_filters import remember_filter, remembered_filter

if TYPE_CHECKING:
    from ads_tui.store.work import Reading, Work

_REMEMBERED = "remembered filters"
_REMEMBER = "remember filters"
_CHIPS = "chips"

Remembered = dict[str, tuple[OrderFilter, tuple[str, ...]]]


class FilterActs(OrderSearch):
    """The acts on filters of a screen with a list of orders; its first list waits while it `awaits_filters`."""

    def __init__(self) -> None:
        super().__init__()
        self.awaits_filters = True
        self._gone: dict[str, tuple[str, ...]] = {}
        self._remembered: dict[str, tuple[Term, ...] | None] = {}
        self._is_remembering = False
        self._drawn: tuple[Term, ...] = ()

    # What is shown

    def draw_filters(self) -> None:
        """Show the terms of the present tab, in words once these are read."""
        terms = self.terms
        self.query_one(ButtonLine).count(len(terms))
        if terms == self._drawn:
            return
        self._drawn = terms
        if not terms:
            self._show_chips({})
            return
        self.read(
            lambda reading: captions_of(reading, terms),
            self._show_chips,
            group=_CHIPS,
            instead=lambda _error: self._show_chips({}),
        )

    def _show_chips(self, captions: Captions) -> None:
        today = self.host.local_now().date()
        chips = [(term.name, term_text(term, captions.get(term.name, {}), today)) for term in self._drawn]
        self.query_one(FilterChips).show(chips)

    # What is remembered

    def read_filters(self, tabs: tuple[str, ...]) -> None:
        """Read what the filters of the tabs were, and show the present one with its filter."""

        def operation(reading: "Reading") -> Remembered:
            return {tab: remembered_filter(reading, tab) for tab in tabs}

        self.read(operation, self._take_filters, group=_REMEMBERED, instead=lambda _error: self._go_without())

    def _take_filters(self, remembered: Remembered) -> None:
        for tab, (wanted, gone) in remembered.items():
            self._terms.setdefault(tab, wanted.filter.terms)
            self._remembered[tab] = None if gone else wanted.filter.terms
            if gone:
                self._gone[tab] = gone
        self.awaits_filters = False
        self.show(self.applied)

    def knows_filters(self, tabs: tuple[str, ...]) -> bool:
        """Whether the filters of all these tabs have been read."""
        return self._remembered.keys() >= set(tabs)

    def _go_without(self) -> None:
        """The list says itself what hinders; the filters are read again once that is over."""
        self.awaits_filters = False
        self.show(self.applied)

    def go_unanswered(self, group: str) -> None:
        """Go on without what could not be read or remembered."""
        super().go_unanswered(group)
        if group == _REMEMBERED:
            self._go_without()
        elif group == _REMEMBER:
            self._is_remembering = False
        elif group == _CHIPS:
            self._show_chips({})

    def tell_gone(self) -> None:
        """Say what has gone since the filter of the present tab was remembered, once (FV-2)."""
        gone = self._gone.pop(self.tab, ())
        if gone:
            self.say(_("No longer there, the rest of the filter is applied: {names}").format(names=", ".join(gone)))
            self.remember()

    def remember(self) -> None:
        """Remember what has changed, one tab after the other, so that the last word is kept."""
        changed = [tab for tab in self._terms if tab not in self._gone and self._terms[tab] != self._known(tab)]
        if not changed or self._is_remembering:
            return
        self._is_remembering = True
        tab, terms = changed[0], self._terms[changed[0]]

        def operation(work: "Work") -> None:
            remember_filter(work, tab, OrderFilter(Filter(terms)))

        def done(_nothing: None) -> None:
            self._remembered[tab] = terms
            self._is_remembering = False
            self.remember()

        self.write(operation, done, group=_REMEMBER, instead=self._not_remembered)

    def _known(self, tab: str) -> tuple[Term, ...] | None:
        return self._remembered.get(tab, ())

    def _not_remembered(self, error: AdsError) -> None:
        self._is_remembering = False
        if error.code != "unreachable":
            self.refuse(error)

    def filter_refused(self, error: AdsError, otherwise: Callable[[], None]) -> None:
        """A list was refused: where its filter names what has gone meanwhile, go on without that, `otherwise` not."""
        tab, before = self.tab, self.terms
        if error.code != "filter_syntax" or not before:
            otherwise()
            return
        line = OrderFilter(Filter(before)).line

        def take(kept: tuple[OrderFilter, tuple[str, ...]]) -> None:
            wanted, gone = kept
            if not gone:
                otherwise()
            elif self.terms == before:
                self._gone[tab] = gone
                self._terms[tab] = wanted.filter.terms
                self.show(self.applied)

        self.read(lambda reading: read_kept_filter(reading, line, tab=tab), take, group=_REMEMBERED)

    # What its user does to it

    @on(FilterChips.Removed)
    def remove_term(self, event: FilterChips.Removed) -> None:
        """Take the term of a name away."""
        self.keep_terms(tuple(term for term in self.terms if term.name != event.name))
        self.show(self.applied)

    @on(FilterChips.Mended)
    def mend_term(self, event: FilterChips.Mended) -> None:
        """Take the term of a name back into the line."""
        for term in self.terms:
            if term.name == event.name:
                self._mend(term)

    @on(SearchField.LeftBehind)
    def mend_last(self) -> None:
        """Take the last term back into the line."""
        if self.terms:
            self._mend(self.terms[-1])

    def _mend(self, term: Term) -> None:
        """Take a term into the line as text, to be mended there; the list stays as it is."""
        self.keep_terms(tuple(one for one in self.terms if one is not term))
        self.put_before(term)

    @on(FilterChips.AllWanted)
    def do_list_filters(self) -> None:
        """Choose what the tab is narrowed by."""
        from ads_tui.screens.filters_dialog.dialog import ask_filter

        ask_filter(self, self.tab, self.applied, self.apply_filter, today=self.which.today)

    def do_list_clear(self) -> None:
        """Select nothing; then leave the text, from the field at once; then ask whether to clear the filters."""
        from_field = self.leaves_field()
        if self.table.selection and not from_field:
            self.table.clear_selection()
        elif self.has_text:
            self.leave_text()
        elif self.terms and not from_field:
            self._ask_to_clear()

    def _ask_to_clear(self) -> None:
        from ads_tui.console.confirm_dialog import ConfirmDialog

        count = len(self.terms)
        question = ngettext("Clear {count} filter?", "Clear {count} filters?", count).format(count=count)

        def take(is_wanted: bool | None) -> None:
            if is_wanted:
                self.clear_terms()

        self.app.push_screen(ConfirmDialog(_("Filters"), question), take)

    @on(FilterChips.Cleared)
    def clear_terms(self) -> None:
        """Take all terms of the present tab away."""
        self.keep_terms(())
        self.show(self.applied)
