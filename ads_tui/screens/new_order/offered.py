"""What may be chosen in a field, and the list of it beneath the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.content import Content
from textual.widgets.option_list import Option

from ads_tui.console.option_bar import MOVES, PagedOptions, move_bar
from ads_tui.console.safe_text import cells, content, fit, safe_line

_MOST_TITLE = 30


@dataclass(frozen=True, slots=True)
class Information:
    """What the popup tells of a thing: `kind` and `key` (an id) open its card, `facts` are captions with texts."""

    kind: str
    key: int
    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: `thing` is taken; `note` stands behind its title; `mark` before it."""

    thing: Any
    title: str
    note: str = ""
    information: Information | None = None
    mark: str = ""


class OfferList(PagedOptions, can_focus=False):
    """The offers of the field that has the keys; the keys stay with the line above."""

    DEFAULT_CSS = """
    OfferList {
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
        scrollbar-size-vertical: 1;
    }
    OfferList.-open {
        display: block;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.offers: Sequence[Offer] = ()

    @property
    def is_open(self) -> bool:
        """Whether anything is offered now."""
        return self.has_class("-open")

    @property
    def offer(self) -> Offer | None:
        """What stands under the bar."""
        here = self.highlighted
        return self.offers[here] if self.is_open and here is not None else None

    def open(self, offers: Sequence[Offer], place: int | None) -> None:
        """Offer these, the bar on the one at `place`, on none for None; nothing to offer closes the list."""
        self.offers = offers
        width = min(max((cells(safe_line(offer.title)) for offer in offers), default=0), _MOST_TITLE)
        self.clear_options()
        self.add_options([Option(_prompt(offer, width)) for offer in offers])
        self.set_class(bool(offers), "-open")
        self.highlighted = place if offers else None

    def shut(self) -> None:
        """Offer nothing."""
        self.remove_class("-open")

    def moved(self, key: str, *, leads_on: bool) -> bool:
        """Move the bar by a key; False where there is nothing to move, or an arrow `leads_on` beyond either end."""
        if not self.is_open or key not in MOVES:
            return False
        beyond = {"up": self.highlighted in (0, None), "down": self.highlighted == len(self.offers) - 1}
        if beyond.get(key):
            return not leads_on
        move_bar(self, key)
        return True


def _prompt(offer: Offer, width: int) -> Content:
    title = fit(offer.title, width) if offer.note else safe_line(offer.title)
    note = Content.styled(f"  {safe_line(offer.note)}" if offer.note else "", "dim")
    return Content("").join([content(f"{offer.mark} " if offer.mark else ""), content(title), note])
