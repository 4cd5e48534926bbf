"""What may follow in the line of the search while it is typed: names, codes, words, things, logins (FL-4)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input, OptionList

from ads_tui.console.safe_text import cells, safe_line
from ads_tui.domain.filter_completion import Completion, complete
from ads_tui.domain.filter_names import NAMES, NOT_IN_NEW, names_with
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.new_order.offered import Offer, OfferList
from ads_tui.screens.orders.search_line import OrderSearch

if TYPE_CHECKING:
    from ads_tui.services.orders.filter_choices import FilterChoice
    from ads_tui.store.work import Reading

_GROUP = "completion"
_MOST = 20
_WIDEST = 60
# Beside the words: what stands between title and note, and a bar for what does not fit.
_AROUND = 5
_KEYS_LEAVE = frozenset({"left", "right", "home", "end", "ctrl+a", "ctrl+e", "ctrl+left", "ctrl+right"})


class CompletionList(OfferList):
    """The offers, over the list of orders and below the place that they are for."""

    DEFAULT_CSS = """
    CompletionList {
        overlay: screen;
        margin-left: 0;
        max-height: 8;
        background: $panel;
    }
    """

    def put(self, offers: Sequence[Offer], x: int) -> None:
        """Offer these below a column of the screen, none of them chosen."""
        titles = max((cells(safe_line(offer.title)) for offer in offers), default=0)
        notes = max((cells(safe_line(offer.note)) for offer in offers), default=0)
        width = min(titles + notes + _AROUND, _WIDEST, self.app.size.width)
        self.styles.width = width
        self.styles.offset = (min(x, self.app.size.width - width), 0)
        self.open(offers, None)

    def moved(self, key: str, *, leads_on: bool) -> bool:
        """Move the bar; up from the first one chooses none."""
        if self.is_open and key == "up" and not self.highlighted:
            self.highlighted = None
            return True
        return super().moved(key, leads_on=leads_on)


class LineCompletion(OrderSearch):
    """Offers what may follow, beside the search and never in its way."""

    def __init__(self) -> None:
        super().__init__()
        self._offered_for = ("", 0)
        self._completion: Completion | None = None
        self._awaits_values = False
        self._unsaid: AdsError | None = None
        self._is_said = False
        # The line as it was when a value was taken: its user has what he wanted.
        self._taken = ""

    @property
    def _offers(self) -> CompletionList:
        return self.query_one(CompletionList)

    @on(Input.Changed, "#search")
    def offer_names(self) -> None:
        """Offer names at once; the list of values is that of what was typed before."""
        field = self._field
        is_taken, self._taken = field.value == self._taken, ""
        names = names_with({}, without=NOT_IN_NEW if self.tab == "new" else ())
        found = complete(field.value, field.cursor_position, names) if field.has_focus and not is_taken else None
        self.workers.cancel_group(self, _GROUP)
        self._awaits_values = False
        self._completion = found
        self._offered_for = (field.value, field.cursor_position)
        if found is None or found.name is not None:
            self._offers.shut()
            return
        self._offer([Offer(word, word, _(NAMES[word[:-1]].caption)) for word in found.words])

    def search(self, is_kept: bool = False) -> None:
        """Search, and offer values for what is typed."""
        self._unsaid = None
        super().search(is_kept)
        found = self._completion
        if found is None or found.name is None or is_kept or not self._is_for_this:
            return
        name, typed = found.name, found.typed

        def operation(reading: "Reading") -> "list[FilterChoice]":
            # No first page needs it.
            from ads_tui.services.orders.filter_choices import filter_choices

            return filter_choices(reading, name, typed, _MOST)

        self._awaits_values = True
        self.read(
            operation,
            self._offer_values,
            group=_GROUP,
            instead=lambda _error: self._offer_values(()),
        )

    def _offer_values(self, choices: "Sequence[FilterChoice]") -> None:
        self._awaits_values = False
        if self._is_for_this:
            self._offer([Offer(str(one.value), one.caption, one.note) for one in choices])
        self._say_unsaid()

    def search_refused(self, error: AdsError, is_kept: bool) -> None:
        """A value that is not there yet is no fault while there is something to offer for it."""
        if is_kept or error.code != "filter_syntax":
            super().search_refused(error, is_kept)
        else:
            self._unsaid = error
            self._say_unsaid()

    def _say_unsaid(self) -> None:
        if self._unsaid is not None and not self._awaits_values and not self._offers.is_open:
            error, self._unsaid = self._unsaid, None
            self._is_said = True
            super().search_refused(error, False)

    @property
    def _is_for_this(self) -> bool:
        """Whether the line and its cursor are still those that something was looked for."""
        field = self._field
        return field.has_focus and self._offered_for == (field.value, field.cursor_position)

    def _offer(self, offers: Sequence[Offer]) -> None:
        """Offer these unless they say no more than what is typed already."""
        found = self._completion
        assert found is not None
        written = self._field.value[found.start : self._field.cursor_position]
        if not offers or [offer.thing for offer in offers] == [written]:
            self._offers.shut()
            return
        self._offers.put(offers, max(self.column_of(found.start) - 1, 0))
        if self._is_said:
            # It was said before there was anything to offer.
            self._is_said = False
            self.say("")

    @on(Input.Blurred, "#search")
    def offer_nothing(self) -> None:
        """Offer nothing where nobody is."""
        self._offers.shut()

    # What its user does with the offers

    def takes_key(self, key: str) -> bool:
        """Whether a key that is pressed in the line is meant for the offers below it."""
        offers = self._offers
        if not offers.is_open:
            return False
        chosen = offers.offer
        if key == "tab" or (key == "enter" and chosen is not None):
            self._take(chosen or offers.offers[0])
        elif key == "escape":
            offers.shut()
            self._say_unsaid()
        elif not offers.moved(key, leads_on=False):
            if key in _KEYS_LEAVE:
                offers.shut()
            return False
        return True

    @on(OptionList.OptionSelected, "CompletionList")
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        event.stop()
        self._take(self._offers.offers[event.option_index])

    def _take(self, offer: Offer) -> None:
        """Put it in place of what was typed of it; values follow a name, nothing a value."""
        found, field = self._completion, self._field
        self._offers.shut()
        if found is not None and self._is_for_this:
            field.replace(offer.thing, found.start, field.cursor_position)
            self._taken = field.value if found.name else ""
