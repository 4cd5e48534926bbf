"""From a filter line to conditions on orders (FL-4, SE-1); what a line names is found among what the actor sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from ads_tui.domain.filter_names import names_with
from ads_tui.domain.filter_values import Code, NumberRange, Special, Text, Value, filter_fault, nearest_of
from ads_tui.domain.filters import Filter, Term, parse_filter, print_filter
from ads_tui.domain.phones import phone_digits, search_prefixes
from ads_tui.domain.statuses import BASES
from ads_tui.domain.text import excerpt, fold, words
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Service, Status
from ads_tui.models.orders import OrderExecutor
from ads_tui.models.people import Employee
from ads_tui.models.places import Building, ClientContact
from ads_tui.services.reach import within_buildings, within_services
from ads_tui.store.order_rows import LARGEST_NUMBER, ORDERS
from ads_tui.store.search import matches
from ads_tui.store.work import Reading

# Fewer digits than this are no part of a phone number worth asking for (decision 7).
_PHONE_DIGITS = 5
# Among so many names the nearest to a mistyped one is looked for.
_MOST_NAMES = 5_000


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
    codes = {"status": list(reading.session.scalars(sa.select(col(Status.code)).order_by(col(Status.position))))}
    return OrderFilter(parse_filter(line, names_with(codes, without=("status",) if tab == "new" else ())))


def conditions_of(reading: Reading, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """Conditions on orders that all hold for what the filter wants.

    Raises InputError `filter_syntax` where a value names nothing that the actor can see.
    """
    found = [_condition(reading, term) for term in wanted.filter.terms]
    if wanted.text:
        found.append(_searched(reading, wanted))
    return found


def _condition(reading: Reading, term: Term) -> ColumnElement[bool]:
    any_of = sa.or_(*(_READERS[term.name](reading, value) for value in term.values))
    return sa.not_(any_of) if term.negated else any_of


def _number(_reading: Reading, value: Value) -> ColumnElement[bool]:
    assert isinstance(value, NumberRange)
    number, conditions = ORDERS.c.number, []
    if value.lowest is not None:
        conditions.append(number > value.lowest if value.strict else number >= value.lowest)
    if value.highest is not None:
        conditions.append(number < value.highest if value.strict else number <= value.highest)
    return sa.and_(*conditions)


def _status(_reading: Reading, value: Value) -> ColumnElement[bool]:
    """A built-in code stands for the custom statuses based on it too (ST-12)."""
    assert isinstance(value, Code)
    if value.code in BASES:
        return ORDERS.c.base_status == value.code
    return ORDERS.c.status_id == sa.select(col(Status.id)).where(col(Status.code) == value.code).scalar_subquery()


def _executor(reading: Reading, value: Value) -> ColumnElement[bool]:
    """Whoever is assigned; only one who is not blocked counts for `none` (EM-2)."""
    if value == Special("none"):
        active = sa.exists().where(col(OrderExecutor.order_number) == ORDERS.c.number, sa.text("active"))
        return sa.not_(active)
    if value == Special("me"):
        return _assigned(reading.actor.id, blocked=False)
    assert isinstance(value, Code)
    found = reading.session.execute(
        sa.select(col(Employee.id), col(Employee.blocked_at)).where(col(Employee.login) == value.code)
    ).first()
    if found is None:
        raise _no_such(value, value.code, list(reading.session.scalars(sa.select(col(Employee.login)))))
    return _assigned(found.id, blocked=found.blocked_at is not None)


def _assigned(employee_id: int | None, *, blocked: bool) -> ColumnElement[bool]:
    """Orders that he is named on; the index by employee holds the active ones, which all are unless he is blocked."""
    assigned = col(OrderExecutor.removed_at).is_(None) if blocked else sa.text("active")
    return ORDERS.c.number.in_(
        sa.select(col(OrderExecutor.order_number)).where(col(OrderExecutor.employee_id) == employee_id, assigned)
    )


def _service(reading: Reading, value: Value) -> ColumnElement[bool]:
    return _thing(reading, value, Service, ORDERS.c.service_id, within_services(reading.actor, col(Service.id)))


def _building(reading: Reading, value: Value) -> ColumnElement[bool]:
    return _thing(reading, value, Building, ORDERS.c.building_id, within_buildings(reading.actor, col(Building.id)))


def _thing(
    reading: Reading, value: Value, model: type[Any], column: Any, reach: Sequence[ColumnElement[bool]]
) -> ColumnElement[bool]:
    if isinstance(value, Special):
        return column.is_(None)  # type: ignore[no-any-return]
    assert isinstance(value, Text)
    by_code = reading.session.scalars(sa.select(model.id).where(model.code == value.text, *reach)).all()
    ids = by_code or _named(reading, value, model, reach)
    if not ids:
        names = reading.session.scalars(sa.select(model.name).where(*reach).limit(_MOST_NAMES))
        raise _no_such(value, value.text, list(names))
    return column.in_(ids)  # type: ignore[no-any-return]


def _named(reading: Reading, value: Text, model: type[Any], reach: Sequence[ColumnElement[bool]]) -> list[int]:
    """Things whose code it is but for the case, else those with that whole name, or whose words its words begin."""
    things = reading.session.execute(sa.select(model.id, model.code, model.name_key).where(*reach)).all()
    folded, wanted = fold(value.text), words(value.text)
    by_code = [thing.id for thing in things if fold(thing.code) == folded]
    if by_code:
        return by_code
    if value.whole:
        return [thing.id for thing in things if thing.name_key == folded]
    return [thing.id for thing in things if _all_begin(wanted, words(thing.name_key))]


def _all_begin(wanted: Sequence[str], present: Sequence[str]) -> bool:
    return all(any(word.startswith(start) for word in present) for start in wanted)


_READERS: dict[str, Callable[[Reading, Value], ColumnElement[bool]]] = {
    "number": _number,
    "status": _status,
    "executor": _executor,
    "service": _service,
    "building": _building,
}


def _no_such(value: Value, text: str, known: Sequence[str]) -> Exception:
    return filter_fault(value.position, N_("There is no {given} here"), nearest_of(text, known), given=excerpt(text))


def _searched(reading: Reading, wanted: OrderFilter) -> ColumnElement[bool]:
    """Orders of whose text every word begins some word, the order of a number, the orders of a phone (SE-1)."""
    text = wanted.text
    if not words(text):
        return sa.false()
    ways = [matches(reading.connection.dialect.name, words(wanted.text), reading.actor)]
    if wanted.exact_number is not None:
        ways.append(ORDERS.c.number == wanted.exact_number)
    if len(phone_digits(text)) >= _PHONE_DIGITS:
        ways += _by_phone(reading, text)
    return sa.or_(*ways)


def _by_phone(reading: Reading, text: str) -> list[ColumnElement[bool]]:
    """Orders of clients whose number begins so; RO-5 hides it from executors until the order was in progress."""
    prefixes = search_prefixes(text, reading.settings.region)
    if not prefixes:
        return []
    key = col(ClientContact.value_key)
    begun = sa.or_(*(sa.and_(key >= prefix, key < prefix[:-1] + chr(ord(prefix[-1]) + 1)) for prefix in prefixes))
    clients = sa.select(col(ClientContact.client_id)).where(col(ClientContact.kind) == "phone", begun)
    condition: ColumnElement[bool] = ORDERS.c.client_id.in_(clients)
    if not reading.actor.may("orders.view_all"):
        condition = sa.and_(condition, ORDERS.c.first_in_progress_at.is_not(None))
    return [condition]
