"""Fields whose answer is chosen by a few letters (CR-2)."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import OptionList

from ads_tui.domain.text import excerpt, fold
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.new_order.fields import LineField
from ads_tui.screens.new_order.offered import Information, Offer, OfferList

_NOT_CHOSEN = frozenset({"not_found", "ambiguous"})


class SearchField(LineField):
    """Tells what is typed, shows what is offered for it, and tells what was taken."""

    class Wanted(Message):
        """Something was typed: `offer` waits for what it finds."""

        def __init__(self, field: "SearchField", text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    class Taken(Message):
        """One of the offers was taken; the keys go on to the next field, or have gone elsewhere already."""

        def __init__(self, field: "SearchField", offer: Offer, goes_on: bool) -> None:
            super().__init__()
            self.field = field
            self.offer = offer
            self.goes_on = goes_on

    class Told(Message):
        """There is something to tell of what is chosen here or stands under the bar; None for nothing."""

        def __init__(self, field: "SearchField", information: Information | None) -> None:
            super().__init__()
            self.field = field
            self.information = information

    class Waiting(Message):
        """Enter came before the offers did: the next keys must wait, or need not any longer."""

        def __init__(self, waits: bool) -> None:
            super().__init__()
            self.waits = waits

    def __init__(self, key: str, caption: str, *, required: bool = False, example: str = "") -> None:
        super().__init__(key, caption, required=required, example=example)
        self.taken: Offer | None = None
        self._found: Sequence[Offer] = ()
        self._answered = ""
        self._enter_waits = False

    def compose(self) -> ComposeResult:
        """The line, what is offered."""
        yield from super().compose()
        yield OfferList()

    @property
    def below(self) -> OfferList:
        """The list of what is offered."""
        return self.query_one(OfferList)

    @property
    def open(self) -> bool:
        """Whether something is offered now."""
        return self.below.is_open

    # What is typed

    def edited(self) -> None:
        """What was taken is taken no longer; ask what there is now."""
        self.taken = None
        super().edited()
        self.ask()

    def begin(self) -> None:
        """Hold nothing."""
        self.show(None)

    def ask(self) -> None:
        """Ask for what fits what is typed."""
        text = self.line.value
        if text.strip():
            self._answered = ""
            self.post_message(self.Wanted(self, text))
        else:
            self.offer(text, ())

    def offer(self, text: str, offers: Sequence[Offer]) -> None:
        """Show what was found for a text, unless something else is typed by now or the keys are elsewhere."""
        if text != self.line.value or self.taken is not None:
            return
        self._found, self._answered = offers, text
        self.hint(_("Nothing is found by these letters") if text.strip() and not offers else "")
        if self.line.has_focus or self._enter_waits:
            self.below.open(offers, 0)
            self._tell()
        else:
            self._take_whole()
        self._answer_enter()

    def failed(self) -> None:
        """There is no answer to be had: let the keys go on."""
        self._answered = self.line.value
        self._answer_enter()

    def _answer_enter(self) -> None:
        if self._enter_waits:
            self._enter_waits = False
            self._enter()
            self.post_message(self.Waiting(False))

    # What is taken

    def entered(self) -> None:
        """Take what stands under the bar, or go on where there is nothing to take; wait for what is on its way."""
        if self.taken is None and self.line.value.strip() and self._answered != self.line.value:
            self._enter_waits = True
            self.post_message(self.Waiting(True))
            # What a draft has put here was never asked for.
            self.ask()
        else:
            self._enter()

    def _enter(self) -> None:
        offer = self.below.offer
        if offer is not None:
            self.take(offer)
        else:
            self.post_message(self.Done(self))

    @on(OptionList.OptionSelected)
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        event.stop()
        self.take(self.below.offers[event.option_index])

    def take(self, offer: Offer) -> None:
        """Take it and say so."""
        self.show(offer)
        self.accept()
        self.post_message(self.Taken(self, offer, goes_on=True))

    def show(self, offer: Offer | None) -> None:
        """Show what is taken, or nothing, saying nothing of it."""
        self.taken = offer
        LineField.put(self, [offer.title] if offer else [])
        self._answered = self.line.value
        self.below.shut()
        self.hint("")

    # Where the keys are

    def on_descendant_focus(self) -> None:
        """Typing replaces what is taken, and goes on with what is only typed."""
        if self.taken is not None:
            self.line.action_select_all()
            self._tell()
        else:
            self._tell()
            self.ask()

    def leave(self) -> None:
        """Offer nothing where nobody is; what was typed whole is taken."""
        self.below.shut()
        self.hint("")
        self._take_whole()

    def _take_whole(self) -> None:
        """Take what was typed to its last letter, where it is one thing."""
        text = self.line.value
        whole = [offer for offer in self._found if fold(offer.title) == fold(text.strip())]
        if self.taken is None and self._answered == text and len(whole) == 1:
            self.take_behind(whole[0])

    def take_behind(self, offer: Offer) -> None:
        """Take what the keys have left behind: they stay where they are."""
        self.show(offer)
        self.accept()
        self.post_message(self.Taken(self, offer, goes_on=False))

    # What is told

    @on(OptionList.OptionHighlighted)
    def tell_of_it(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of what stands under the bar."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        offer = self.below.offer or self.taken
        self.post_message(self.Told(self, offer.information if offer else None))

    def message(self, error: AdsError) -> str:
        """Codes and the like are of no use to whoever may choose from a list."""
        text = self.line.value.strip()
        if error.code not in _NOT_CHOSEN or self.taken is not None or not text:
            return error.message
        return _("Choose from the list: {given} alone is not known").format(given=excerpt(text))

    def takes(self, key: str, character: str) -> bool:
        """Move the bar while something is offered for what is typed, else lead to other fields."""
        typed = self.taken is None and bool(self.line.value.strip())
        return self.below.moved(key, leads_on=not typed) or super().takes(key, character)
