"""Searching the list: the field, what a line asks for, what was typed under the wrong keyboard layout (SE-1, SE-3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from textual import events
from textual.message import Message
from textual.widgets import Input

from ads_tui.console.layouts import other_readings
from ads_tui.domain.filter_values import Value
from ads_tui.domain.filters import Filter, Term
from ads_tui.i18n import _
from ads_tui.services.orders.finding import OrderFilter, check_filter, read_filter
from ads_tui.services.orders.listing import count_orders
from ads_tui.services.orders.window import OrderList
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

LONGEST_LINE = 500
# While text is still being typed nobody waits for more than this to be counted (LS-2).
MOST_COUNTED = 1_000

Captions = Mapping[str, Mapping[Value, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks for; `number` is the order to open where the line is the number of one."""

    typed: Filter
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How many orders a list holds, None for more than `MOST_COUNTED`.

    `other` is the filter that finds something where nothing was found: the same keys under another layout.
    """

    count: int | None
    other: OrderFilter | None = None


def read_line(reading: Reading, line: str, tab: str, *, is_kept: bool) -> Asked:
    """Read a line; one that is kept and is an order's number opens that order (LS-4).

    Raises InputError `filter_syntax`, also where it names what is not there.
    """
    wanted = read_filter(reading, line, tab=tab)
    check_filter(reading, wanted)
    number = wanted.exact_number if is_kept and not wanted.filter.terms else None
    if number is not None:
        seen = select_orders(reading.actor, ORDERS.c.number).where(ORDERS.c.number == number)
        number = reading.connection.execute(seen).scalar_one_or_none()
    return Asked(wanted.filter, number)


def together(terms: Iterable[Term], typed: Filter) -> Filter:
    """A line on top of terms: its terms take the places of those with their names."""
    by_name = {term.name: term for term in (*terms, *typed.terms)}
    return Filter(tuple(by_name.values()), typed.text)


def captions_of(reading: Reading, terms: Iterable[Term]) -> Captions:
    """What is called otherwise in words than in the line, by the names of the terms."""
    # No first page needs it.
    from ads_tui.services.orders.filter_choices import value_captions

    return {term.name: value_captions(reading, term.name, term.values) for term in terms}


def count_found(reading: Reading, which: OrderList, *, is_typing: bool) -> Found:
    """Count a list; where a text finds nothing, find what else its keys may have meant.

    Raises InputError `filter_syntax`, AccessError `forbidden`.
    """
    tab, today = which.tab, which.today
    count = count_orders(reading, tab=tab, wanted=which.wanted, today=today, most=MOST_COUNTED if is_typing else None)
    if is_typing and count > MOST_COUNTED:
        return Found(None)
    if not count and which.wanted.text:
        for text in other_readings(which.wanted.text):
            other = OrderFilter(replace(which.wanted.filter, text=text))
            if count_orders(reading, tab=tab, wanted=other, today=today, most=0):
                return Found(0, other)
    return Found(count)


class SearchField(Input):
    """One line to search by; of a longer text that is pasted it takes the beginning.

    `takes_key` is asked of each key whether it was meant for what stands below.
    """

    class LeftBehind(Message):
        """Backspace was pressed at the beginning of the line: it is meant for what stands before it."""

    DEFAULT_CSS = """
    SearchField {
        width: 1fr;
    }
    """

    def __init__(self, takes_key: Callable[[str], bool]) -> None:
        super().__init__(
            placeholder=_("Search: number, phone, client, address, words"), id="search", max_length=LONGEST_LINE
        )
        self._takes_key = takes_key

    def action_delete_left(self) -> None:
        """Delete a character, or say that there is none."""
        if self.cursor_position == 0 and self.selection.is_empty:
            self.post_message(self.LeftBehind())
        else:
            super().action_delete_left()

    def select_nothing(self, place: int) -> None:
        """Put the cursor at a place."""
        self.cursor_position = place

    def on_key(self, event: events.Key) -> None:
        """Ask what stands below first; whoever undoes typing here does not mean a change of orders."""
        if self._takes_key(event.key) or event.key == "ctrl+z":
            event.prevent_default().stop()

    def on_paste(self, event: events.Paste) -> None:
        """Take line breaks as spaces, and as much as there is room for."""
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        room = LONGEST_LINE - len(self.value) + end - start
        text = " ".join(event.text[: 2 * LONGEST_LINE].split())[:room]
        self.replace(text, start, end)
