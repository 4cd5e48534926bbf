"""A filter while it is put together in the dialog; what is not touched stays as the line wrote it (FL-4)."""

from collections.abc import Sequence
from dataclasses import replace

from ads_tui.domain.filter_values import Value
from ads_tui.domain.filters import Filter, Term, print_filter
from ads_tui.services.orders.finding import OrderFilter


class FilterDraft:
    """The terms by name, and what was typed for a name and cannot be read as a value yet."""

    def __init__(self, applied: OrderFilter) -> None:
        self._text = applied.text
        self._terms = {term.name: term for term in applied.filter.terms}
        self._none_of = {name for name, term in self._terms.items() if term.negated}
        self.unread: dict[str, tuple[str, ...]] = {}

    @property
    def wanted(self) -> OrderFilter:
        """The filter, without what cannot be read."""
        return OrderFilter(Filter(tuple(self._terms.values()), self._text))

    @property
    def terms(self) -> tuple[Term, ...]:
        """What the names are given."""
        return tuple(self._terms.values())

    def values(self, name: str) -> tuple[Value, ...]:
        """What a name is given, nothing for one that does not narrow."""
        term = self._terms.get(name)
        return term.values if term else ()

    def is_none_of(self, name: str) -> bool:
        """Whether orders with none of the values are wanted."""
        return name in self._none_of

    def put(self, name: str, values: Sequence[Value]) -> None:
        """Give a name these values, each once."""
        if values:
            self._terms[name] = Term(name, tuple(dict.fromkeys(values)), name in self._none_of)
        else:
            self._terms.pop(name, None)

    def change(self, name: str, old: Value | None, new: Value | None) -> None:
        """Put a value in the place of another; None for none."""
        values = [new if value == old else value for value in self.values(name)]
        if old is None:
            values.append(new)
        self.put(name, [value for value in values if value is not None])

    def toggle_none_of(self, name: str) -> None:
        """Want orders with none of the values, or again with any of them."""
        self._none_of ^= {name}
        if name in self._terms:
            self._terms[name] = replace(self._terms[name], negated=name in self._none_of)

    def clear(self, name: str) -> None:
        """Let a name narrow no longer."""
        self._terms.pop(name, None)
        self.unread.pop(name, None)
        self._none_of.discard(name)

    def clear_all(self) -> None:
        """Let no name narrow any longer; the text that is searched stays."""
        for name in {*self._terms, *self.unread, *self._none_of}:
            self.clear(name)

    def name_at(self, position: int) -> str | None:
        """The name whose term stands at a place of the filter's line, as a refusal tells it."""
        end = -1
        for term in self.terms:
            end += 1 + len(print_filter(Filter((term,))))
            if position < end:
                return term.name
        return None
