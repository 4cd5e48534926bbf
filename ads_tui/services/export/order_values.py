"""The values of orders' cells, a batch at a time: no more statements for a thousand orders than for one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from ads_tui.domain.channels import CHANNELS, PRIORITIES, PRIORITY_CAPTIONS
from ads_tui.domain.export_fields import ORDER_FIELDS
from ads_tui.domain.labels import LABELS, labels_of
from ads_tui.domain.time_left import STATES
from ads_tui.i18n import _
from ads_tui.services.cards.places import relation
from ads_tui.services.export.order_statements import APPROVERS, COLUMNS, LISTS, UNREAD_ORDERS, select_columns
from ads_tui.services.orders.row_clocks import WITHOUT_CLOCKS, RowClocks, clocks_of
from ads_tui.services.orders.rows import hides_phones
from ads_tui.services.orders.walking import OrderKeys, Stretch
from ads_tui.store.work import Reading

BATCH = 500
# Finding where a filter's orders go on may cost as much as finding them all, so that it is done seldom.
STRETCH = 10_000
# Fields that tell of clocks.
_OF_CLOCKS = frozenset({"labels", "reaction_due_at", "reaction", "execution", "localization"})

# From a row, as `select_columns` reads it, to a cell's value: text, a number, a Decimal, or a moment of the
# organization's zone without a zone, a date; None or "" where there is nothing.
_Cell = Callable[[Any], Any]


class OrderValues:
    """Reads the cells of orders, those of the fields asked for in that order."""

    def __init__(self, reading: Reading, fields: Sequence[str]) -> None:
        self._reading = reading
        self._zone = reading.settings.zone
        self._hides_phones = hides_phones(reading)
        self._lists: dict[str, Mapping[int, list[str]]] = {key: {} for key in fields if key in LISTS}
        self._unread: frozenset[int] | None = frozenset() if "labels" in fields else None
        self._asks_clocks = not _OF_CLOCKS.isdisjoint(fields)
        self._clocks: Mapping[int, RowClocks] = {}
        self._approvers = _grouped(reading.connection.execute(APPROVERS)) if "approvers" in fields else {}
        columns: list[Any] = []
        self._cells: list[_Cell] = []
        for key in fields:
            # The order's number goes before the columns of the fields.
            self._cells.append(self._cell_of(key, len(columns) + 1))
            columns += COLUMNS.get(key, ())
        self._statement = select_columns(*columns)

    def batches(self, keys: OrderKeys) -> Iterator[list[list[Any]]]:
        """The cells of a list's orders in its order, a batch at a time."""
        start = None
        while True:
            found, more = keys.read(Stretch(STRETCH, start))
            for place in range(0, len(found), BATCH):
                yield self.read([key[1][-1] for key in found[place : place + BATCH]])
            if not more:
                return
            start = found[-1]

    def read(self, numbers: Sequence[int]) -> list[list[Any]]:
        """The cells of these orders, in the order asked for; who may see them was judged where they were found."""
        if not numbers:
            return []
        execute, wanted = self._reading.connection.execute, {"numbers": list(numbers)}
        for key in self._lists:
            self._lists[key] = _grouped(execute(LISTS[key], wanted))
        if self._unread is not None:
            self._unread = frozenset(execute(UNREAD_ORDERS, wanted | {"employee": self._reading.actor.id}).scalars())
        if self._asks_clocks:
            self._clocks = clocks_of(self._reading, numbers)
        found = {row[0]: [cell(row) for cell in self._cells] for row in execute(self._statement, wanted)}
        return [found[number] for number in numbers]

    def _cell_of(self, key: str, place: int) -> _Cell:
        """How the value of a field is made of a row whose columns of it begin at a place."""
        if key in LISTS:
            # Built-in reasons have captions, people have names.
            shown: Callable[[str], str] = _ if key == "cancel_reasons" else str
            return lambda row: ", ".join(map(shown, self._lists[key].get(row[0], ())))
        if key in self._made:
            make, count = self._made[key], len(COLUMNS[key])
            return lambda row: make(self, *row[place : place + count])
        if ORDER_FIELDS[key].kind == "moment":
            return lambda row: self._local(row[place])
        return lambda row: row[place]

    def _local(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(self._zone).replace(tzinfo=None, microsecond=0)

    def _resume_on(self, moment: datetime | None, is_date: bool) -> date | None:
        local = self._local(moment)
        return local.date() if local and is_date else local

    def _phone(self, phone: str | None, first_in_progress_at: datetime | None) -> str | None:
        return None if self._hides_phones and first_in_progress_at is None else phone

    def _labels(self, number: int, unread_messages: int, important: bool) -> str:
        broken = self._clocks_of(number).broken
        found = labels_of(unread_messages, important, number in (self._unread or ()), broken)
        return ", ".join(_(LABELS[label].caption) for label in found)

    def _clocks_of(self, number: int) -> RowClocks:
        return self._clocks.get(number, WITHOUT_CLOCKS)

    def _state(self, number: int, kind: str) -> str | None:
        """A clock's state in words, nothing where there is no norm."""
        state = self._clocks_of(number).states[kind]
        return None if state == "none" else _(STATES[state])

    def _approver_names(self, service: int) -> str:
        return ", ".join(self._approvers.get(service, ()))

    _made: ClassVar[Mapping[str, Callable[..., Any]]] = {
        "channel": lambda _self, code: _(CHANNELS[code]),
        "priority": lambda _self, place: _(PRIORITY_CAPTIONS[PRIORITIES[place]]),
        "labels": _labels,
        "client_phone": _phone,
        "client_status": lambda _self, code: relation(code) if code else None,
        "client_tags": lambda _self, tags: ", ".join(tags or ()),
        "registered": lambda _self, flag: None if flag is None else _yes_or_no(flag),
        "debt": lambda _self, balance, shown: _debt(balance) if shown else None,
        "approvers": _approver_names,
        "reaction_due_at": lambda self, number: self._local(self._clocks_of(number).due_at("reaction")),
        "reaction": lambda self, number: self._state(number, "reaction"),
        "execution": lambda self, number: self._state(number, "execution"),
        "localization": lambda self, number: self._state(number, "localization"),
        "status": lambda _self, name: _(name),
        "resume_on": _resume_on,
        "reopened": lambda _self, count: _yes_or_no(count > 0),
    }


def _grouped(rows: Iterable[Any]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, value in rows:
        groups[key].append(value)
    return groups


def _yes_or_no(flag: bool) -> str:
    return _("yes") if flag else _("no")


def _debt(balance: Decimal | None) -> Decimal | None:
    """A debt as a positive sum, else nothing (CD-4)."""
    return -balance if balance is not None and balance < 0 else None
