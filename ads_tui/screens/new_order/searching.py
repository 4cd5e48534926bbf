"""Fields whose answer is chosen by a few letters; what is under the bar is told beneath (CR-2, CR-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ads_tui.console.choice_dialog import Choice, matching
from ads_tui.console.safe_text import content, fit, safe_line
from ads_tui.i18n import _
from ads_tui.screens.new_order.fields import LineField

_TITLE_WIDTH = 28
_MOVES = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: `thing` is taken; `note` stands behind its title, `information` is told beneath."""

    thing: Any
    title: str
    note: str = ""
    information: str = ""


class SearchField(LineField):
    """Tells what is typed, shows what is offered for it, and tells what was taken."""

    DEFAULT_CSS = """
    SearchField > OptionList {
        display: none;
        margin-left: 18;
        height: auto;
        max-height: 6;
        border: none;
        padding: 0 1;
        background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-horizontal: 0;
    }
    SearchField.-open > OptionList {
        display: block;
    }
    SearchField > .information {
        display: none;
        height: auto;
        max-height: 4;
        padding-left: 19;
        color: $text-muted;
    }
    SearchField.-here > .information.-told {
        display: block;
    }
    """

    class Wanted(Message):
        """Something was typed: `offer` waits for what it finds."""

        def __init__(self, field: "SearchField", text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    class Taken(Message):
        """One of the offers was taken."""

        def __init__(self, field: "SearchField", offer: Offer) -> None:
            super().__init__()
            self.field = field
            self.offer = offer

    class Waiting(Message):
        """Enter came before the offers did: the next keys must wait, or need not any longer."""

        def __init__(self, waits: bool) -> None:
            super().__init__()
            self.waits = waits

    def __init__(self, key: str, caption: str, *, required: bool = False, example: str = "") -> None:
        super().__init__(key, caption, required=required, example=example)
        self.taken: Offer | None = None
        self._offers: Sequence[Offer] = ()
        self._answered = ""
        self._enter_waits = False

    def compose(self) -> ComposeResult:
        """The line, what is offered, what is told of it."""
        yield from super().compose()
        offers = OptionList(markup=False)
        offers.can_focus = False
        yield offers
        yield Static(classes="information")

    @property
    def offers(self) -> OptionList:
        """The list of what is offered."""
        return self.query_one(OptionList)

    @property
    def open(self) -> bool:
        """Whether something is offered now."""
        return self.has_class("-open")

    # What is typed

    def edited(self) -> None:
        """What was taken is taken no longer; ask what there is now."""
        self.taken = None
        self._tell("")
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
        """Show what was found for a text, unless something else is typed by now."""
        if text != self.line.value or self.taken is not None:
            return
        self._offers, self._answered = offers, text
        self.offers.clear_options()
        self.offers.add_options([Option(_prompt(offer)) for offer in offers])
        self.set_class(bool(offers), "-open")
        self.offers.highlighted = 0 if offers else None
        nothing = bool(text.strip()) and not offers
        self._tell(_("Nothing is found by these letters") if nothing else "")
        if offers:
            self._tell(offers[0].information)
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
        else:
            self._enter()

    def _enter(self) -> None:
        place = self.offers.highlighted
        if self.open and place is not None:
            self.take(self._offers[place])
        else:
            self.post_message(self.Done(self))

    @on(OptionList.OptionSelected)
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        event.stop()
        self.take(self._offers[event.option_index])

    def take(self, offer: Offer) -> None:
        """Take it and say so."""
        self.show(offer)
        self.accept()
        self.post_message(self.Taken(self, offer))

    def show(self, offer: Offer | None) -> None:
        """Show what is taken, or nothing, saying nothing of it."""
        self.taken = offer
        LineField.put(self, [offer.title] if offer else [])
        self._answered = self.line.value
        self.remove_class("-open")
        self._tell(offer.information if offer else "")

    def on_descendant_focus(self) -> None:
        """Typing replaces what is taken, and corrects what is only typed."""
        self.line.select_on_focus = False
        if self.taken is not None:
            self.line.action_select_all()

    # What is told

    @on(OptionList.OptionHighlighted)
    def tell_of_it(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of what stands under the bar."""
        event.stop()
        if self.open and event.option_index < len(self._offers):
            self._tell(self._offers[event.option_index].information)

    def _tell(self, text: str) -> None:
        place = self.query_one(".information", Static)
        place.update(content(text))
        place.set_class(bool(text), "-told")

    def on_descendant_blur(self) -> None:
        """Nothing is offered where nobody is."""
        self.remove_class("-open")

    def moved(self, key: str) -> bool:
        """Move the bar while something is offered, else lead to other fields."""
        if not self.open or key not in _MOVES:
            return super().moved(key)
        getattr(self.offers, f"action_{_MOVES[key]}")()
        return True


class FixedField(SearchField):
    """Chooses among a few known things; ↓ in the empty field shows them all."""

    def __init__(
        self, key: str, caption: str, choices: Sequence[tuple[str, str]], *, required: bool = False, default: str = ""
    ) -> None:
        """`choices` are values with what is shown for them; `default` is the value of one that is taken at first."""
        super().__init__(key, caption, required=required)
        self._all = [Offer(value, label) for value, label in choices]
        self._default = default

    def begin(self) -> None:
        """Hold the default."""
        self.choose(self._default)

    def choose(self, value: str) -> None:
        """Show the choice of this value as taken, nothing where there is none."""
        self.show(next((offer for offer in self._all if offer.thing == value), None))

    def put(self, values: Sequence[str]) -> None:
        """Take the choice of this value, or let stand there what is typed."""
        known = next((offer for offer in self._all if [offer.thing] == list(values)), None)
        if known is not None:
            self.taken = known
            super().put([known.title])
            self._answered = self.line.value
        else:
            super().put(values)

    @property
    def values(self) -> list[str]:
        """The value taken; what is only typed is told as it is, and refused."""
        return [self.taken.thing] if self.taken else super().values

    def ask(self) -> None:
        """Answer itself."""
        text = self.line.value
        known = [Choice(str(place), offer.title, offer.thing) for place, offer in enumerate(self._all)]
        found = matching(known, text) if text.strip() else []
        self.offer(text, [self._all[int(choice.id)] for choice in found])

    def moved(self, key: str) -> bool:
        """↓ in an empty field shows what there is."""
        if key != "down" or self.open or self.line.value:
            return super().moved(key)
        self.offer("", self._all)
        return True


def _prompt(offer: Offer) -> Content:
    title = fit(offer.title, _TITLE_WIDTH) if offer.note else safe_line(offer.title)
    return Content("").join([content(title), Content.styled(f"  {safe_line(offer.note)}" if offer.note else "", "dim")])
