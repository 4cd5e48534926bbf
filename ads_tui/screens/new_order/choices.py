"""Fields that choose among a few known answers: all are listed at once, letters narrow them (CR-3)."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from ads_tui.console.choice_dialog import Choice, matching
from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.domain.text import excerpt, fold
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.new_order.offered import Offer
from ads_tui.screens.new_order.searching import SearchField

_EMPTYING = frozenset({"backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+h"})


class FixedField(SearchField):
    """One of a few answers, listed as soon as the keys come here."""

    # What is told while typing is the refusal, which stands there once.
    DEFAULT_CSS = """
    FixedField.-here.-refused > .hint.-told {
        display: none;
    }
    """

    def __init__(
        self, key: str, caption: str, choices: Sequence[tuple[str, str]], *, required: bool = False, default: str = ""
    ) -> None:
        """`choices` are values with what is shown for them; `default` is the value of one that is taken at first."""
        super().__init__(key, caption, required=required)
        self.all = [Offer(value, label) for value, label in choices]
        self._default = default

    def begin(self) -> None:
        """Hold the default."""
        self.choose(self._default)

    def choose(self, value: str) -> None:
        """Show the answer of this value as taken, nothing where there is none."""
        self.show(self._of(value))

    def _of(self, value: str) -> Offer | None:
        return next((offer for offer in self.all if offer.thing == value), None)

    def put(self, values: Sequence[str]) -> None:
        """Take the answer of this value, or let stand there what is typed."""
        known = self._of(values[0]) if len(values) == 1 else None
        self.show(known)
        if known is None:
            super().put(values)

    @property
    def values(self) -> list[str]:
        """The value taken; what is only typed is told as it is, and refused."""
        return [self.taken.thing] if self.taken else super().values

    @property
    def told(self) -> str:
        """What the answer is called."""
        return self.line.value

    def ask(self) -> None:
        """List all, or what fits what is typed."""
        text = self.line.value
        found = narrowed(self.all, text) if self.line.has_focus else []
        self._answered = text
        self.hint("" if found or not text else self._refusal(text))
        self.below.open(found, 0 if text.strip() else None)
        self._tell()

    def on_descendant_focus(self) -> None:
        """List all."""
        self.unfold()

    def unfold(self) -> None:
        """List all answers, the bar on what is taken; typing narrows them."""
        if self.taken is None:
            self.ask()
        else:
            self.below.open(self.all, self.all.index(self.taken))

    def takes(self, key: str, character: str) -> bool:
        """Look at keys that were typed ahead with the list there already."""
        if not self.open:
            self.unfold()
        return super().takes(key, character)

    def leave(self) -> None:
        """Take what the letters leave no doubt about; say so where they fit nothing, or several."""
        super().leave()
        text = self.line.value
        if self.taken is not None or not text.strip():
            return
        found = narrowed(self.all, text)
        whole = [offer for offer in found if fold(offer.title) == fold(text.strip())]
        if len(whole or found) == 1:
            self.take_behind((whole or found)[0])
        else:
            self.refuse(self._refusal(text))

    def message(self, error: AdsError) -> str:
        """Name the answers as people know them, not by their values."""
        return self._refusal(self.line.value) if error.code == "invalid_value" else error.message

    def _refusal(self, text: str) -> str:
        return not_offered(self.all, text)


class YesNoField(FixedField):
    """Yes or no by one letter; other letters do nothing, so that the whole word may be typed too."""

    def __init__(self, key: str, caption: str, *, required: bool = False) -> None:
        super().__init__(key, caption, [("yes", _("yes")), ("no", _("no"))], required=required)

    def takes(self, key: str, character: str) -> bool:
        """Answer by the first letter, take the answer away by the keys that delete."""
        if not character and key not in _EMPTYING:
            return super().takes(key, character)
        if key in _EMPTYING:
            self._answer(None)
            return True
        found = [offer for offer in self.all if fold(offer.title)[:1] == fold(character)]
        if found:
            self._answer(found[0])
        return True

    def _answer(self, offer: Offer | None) -> None:
        self.show(offer)
        self.below.open(self.all, self.all.index(offer) if offer else None)
        self.accept()
        self.post_message(self.Edited(self))


class SeveralField(FixedField):
    """Several of a few answers: Space ticks what stands under the bar, Enter leads on; letters narrow the list."""

    DEFAULT_CSS = """
    SeveralField > .ticked {
        display: none;
        height: auto;
        margin-left: 18;
        padding-left: 1;
    }
    SeveralField > .ticked.-some {
        display: block;
    }
    """

    def __init__(self, key: str, caption: str, choices: Sequence[tuple[str, str]], *, required: bool = False) -> None:
        super().__init__(key, caption, choices, required=required)
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        """The line, what is ticked, the list."""
        yield from super().compose()
        yield Static(classes="ticked")

    def begin(self) -> None:
        """Hold nothing."""
        self.put([])

    def put(self, values: Sequence[str]) -> None:
        """Tick these; what is not offered stands in the line."""
        self._ticked = {offer.thing for offer in self.all} & set(values)
        self.show(None)
        with self.line.prevent(self.line.Changed):
            self.line.value = ", ".join(value for value in values if value not in self._ticked)
        self._show_ticked()

    @property
    def values(self) -> list[str]:
        """The values ticked in their order, and what is only typed, which is refused."""
        typed = self.line.value
        return [*(offer.thing for offer in self._chosen), *([typed] if typed.strip() else [])]

    @property
    def told(self) -> str:
        """What the answers are called."""
        return ", ".join(offer.title for offer in self._chosen)

    @property
    def _chosen(self) -> list[Offer]:
        return [offer for offer in self.all if offer.thing in self._ticked]

    def ask(self) -> None:
        """List what fits, each with its tick."""
        super().ask()
        # Enter only leads on here, so the bar may stand on the first at once.
        self.below.open([self._marked(offer) for offer in self.below.offers], 0)

    def _marked(self, offer: Offer) -> Offer:
        mark = f"[{glyph('tick') if offer.thing in self._ticked else ' '}]"
        return Offer(offer.thing, offer.title, mark=mark)

    def takes(self, key: str, character: str) -> bool:
        """Tick by Space."""
        if not self.open:
            self.unfold()
        offer = self.below.offer
        if character == " " and offer is not None:
            self.tick(offer)
            return True
        return super().takes(key, character)

    def entered(self) -> None:
        """Tick what was narrowed down to; with nothing typed, lead on."""
        offer = self.below.offer
        if self.line.value.strip() and offer is not None:
            self.tick(offer)
        else:
            self.post_message(self.Done(self))

    @on(OptionList.OptionSelected)
    def take_clicked(self, event: OptionList.OptionSelected) -> None:
        """Tick what was clicked."""
        event.stop()
        self.tick(self.below.offers[event.option_index])

    def tick(self, offer: Offer) -> None:
        """Tick it, or take its tick away; the whole list is there again with the bar where it was."""
        self._ticked ^= {offer.thing}
        with self.line.prevent(self.line.Changed):
            self.line.value = ""
        self._show_ticked()
        self.accept()
        place = next(place for place, other in enumerate(self.all) if other.thing == offer.thing)
        self.below.open([self._marked(other) for other in self.all], place)
        self.post_message(self.Edited(self))

    def leave(self) -> None:
        """What was typed and fits one answer is ticked."""
        super().leave()
        self.below.shut()

    def take_behind(self, offer: Offer) -> None:
        """Tick it."""
        self._ticked.add(offer.thing)
        self.show(None)
        self._show_ticked()
        self.accept()
        self.post_message(self.Edited(self))

    def _show_ticked(self) -> None:
        place = self.query_one(".ticked", Static)
        place.update(content(f" {glyph('dot')} ".join(f"{glyph('tick')} {offer.title}" for offer in self._chosen)))
        place.set_class(bool(self._ticked), "-some")


def narrowed(offers: Sequence[Offer], text: str) -> list[Offer]:
    """The offers whose words begin with what is typed, all for nothing typed."""
    if not text.strip():
        return list(offers)
    known = [Choice(str(place), offer.title) for place, offer in enumerate(offers)]
    return [offers[int(choice.id)] for choice in matching(known, text)]


def not_offered(offers: Sequence[Offer], text: str) -> str:
    """Why a text is no answer, with the answers."""
    choices = ", ".join(offer.title for offer in offers)
    if not text.strip():
        return _("Choose from: {choices}").format(choices=choices)
    return _("{given} is not offered; choose from: {choices}").format(given=excerpt(text.strip()), choices=choices)
