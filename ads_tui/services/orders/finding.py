"""From a filter line to conditions on orders (FL-4, SE-1); what a line names is found among what the actor sees."""

from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import Select

from ads_tui.domain.filter_names import NOT_IN_NEW, FilterName, names_with
from ads_tui.domain.filter_values import named_by
from ads_tui.domain.filters import Filter, Term, parse_filter, print_filter
from ads_tui.domain.phones import phone_digits, search_prefixes
from ads_tui.domain.text import words
from ads_tui.errors import InputError
from ads_tui.models.catalogue import Status
from ads_tui.models.columns import table_of
from ads_tui.models.places import ClientContact
from ads_tui.services.orders.conditions.condition import Condition, Hits, negation
from ads_tui.services.orders.conditions.table import CONDITIONS
from ads_tui.store.order_rows import LARGEST_NUMBER, ORDERS
from ads_tui.store.search import found_by
from ads_tui.store.work import Reading

# Fewer digits than this are no part of a phone number worth asking for (decision 7).
_PHONE_DIGITS = 5
_STATUSES, _CONTACTS = table_of(Status), table_of(ClientContact)
# Orders within a condition on orders.
_OTHER_ORDERS = ORDERS.alias("others")


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What a list is narrowed to."""

    filter: Filter = field(default_factory=Filter)

    @property
    def line(self) -> str:
        """The line that reads back as the same filter."""
        return print_filter(self.filter)

    @property
    def text(self) -> str:
        """The words that are searched."""
        return self.filter.text

    @property
    def exact_number(self) -> int | None:
        """The number of the order that goes before all others where the text is one (LB-4, SE-1)."""
        wanted = words(self.text)
        digits = wanted[0].lstrip("0") if len(wanted) == 1 else ""
        if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(LARGEST_NUMBER)):
            return None
        return min(int(digits), LARGEST_NUMBER)

    def __bool__(self) -> bool:
        return bool(self.filter.terms or self.filter.text)


def read_filter(reading: Reading, line: str, *, tab: str = "all") -> OrderFilter:
    """The filter of a line, with the statuses of this database; tab New lacks the filter by status (LS-1).

    Raises InputError `filter_syntax` with the place and the nearest name.
    """
    return OrderFilter(parse_filter(line, _names(reading, tab)))


def read_kept_filter(reading: Reading, line: str, *, tab: str = "all") -> tuple[OrderFilter, tuple[str, ...]]:
    """The filter of a line that was kept, without what it names that has gone since, and the names of that (FV-2).

    Raises InputError `filter_syntax` for a name that the tab lacks.
    """
    kept = parse_filter(line, _names(reading, tab, kept=True))
    terms: list[Term] = []
    gone: dict[str, None] = {}
    for term in kept.terms:
        there = []
        for value in term.values:
            try:
                CONDITIONS[term.name](reading, (value,))
                there.append(value)
            except InputError:
                gone[named_by(value)] = None
        if there:
            terms.append(replace(term, values=tuple(there)))
    return OrderFilter(Filter(tuple(terms), kept.text)), tuple(gone)


def check_filter(reading: Reading, wanted: OrderFilter) -> None:
    """Raise InputError `filter_syntax` where a value names nothing that the actor can see."""
    conditions_of(reading, wanted)


def conditions_of(reading: Reading, wanted: OrderFilter) -> list[Condition]:
    """Conditions on orders that all hold for what the filter wants.

    Raises InputError `filter_syntax` where a value names nothing that the actor can see.
    """
    found = [_condition(reading, term) for term in wanted.filter.terms]
    return [*found, _searched(reading, wanted)] if wanted.text else found


def _names(reading: Reading, tab: str, *, kept: bool = False) -> dict[str, FilterName]:
    codes = reading.connection.execute(sa.select(_STATUSES.c.code).order_by(_STATUSES.c.position)).scalars().all()
    return names_with({"status": codes}, without=NOT_IN_NEW if tab == "new" else (), kept=kept)


def _condition(reading: Reading, term: Term) -> Condition:
    any_of = CONDITIONS[term.name](reading, term.values)
    return negation(any_of) if term.negated else any_of


def _searched(reading: Reading, wanted: OrderFilter) -> Condition:
    """Orders of whose text every word begins some word, the order of a number, the orders of a phone (SE-1)."""
    asked = words(wanted.text)
    if not asked:
        return Condition(sa.false(), sa.false())
    number, where = found_by(reading.connection.dialect.name, asked, reading.actor)
    ways: list[Select[Any]] = [sa.select(number).where(where)]
    if wanted.exact_number is not None:
        ways.append(sa.select(sa.literal(wanted.exact_number, sa.BigInteger)))
    by_phone = _by_phone(reading, wanted.text) if len(phone_digits(wanted.text)) >= _PHONE_DIGITS else []
    # One list of numbers: Postgres finds none of several conditions by its index where one of them asks elsewhere.
    found = ORDERS.c.number.in_(sa.union_all(*ways, *by_phone))
    return Condition(found, found, None if by_phone else Hits(number.table, number, where, len(ways) == 1))


def _by_phone(reading: Reading, text: str) -> list[Select[Any]]:
    """Orders of clients whose number begins so; RO-5 hides it from executors until the order was in progress."""
    prefixes = search_prefixes(text, reading.settings.region)
    if not prefixes:
        return []
    key = _CONTACTS.c.value_key
    begun = sa.or_(*(sa.and_(key >= prefix, key < prefix[:-1] + chr(ord(prefix[-1]) + 1)) for prefix in prefixes))
    clients = sa.select(_CONTACTS.c.client_id).where(_CONTACTS.c.kind == "phone", begun)
    theirs = sa.select(_OTHER_ORDERS.c.number).where(_OTHER_ORDERS.c.client_id.in_(clients))
    if not reading.actor.may("orders.view_all"):
        theirs = theirs.where(_OTHER_ORDERS.c.first_in_progress_at.is_not(None))
    return [theirs]
