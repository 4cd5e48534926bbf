"""The export of orders: what is asked for, and the file (XL-1 … XL-5, BK-4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ads_tui.domain.columns import COLUMNS
from ads_tui.domain.export_fields import DEFAULT_ORDER_FIELDS, ORDER_FIELDS
from ads_tui.domain.selection import MOST_SELECTED
from ads_tui.errors import Faults
from ads_tui.i18n import N_, _
from ads_tui.services.export.order_values import OrderValues
from ads_tui.services.export.workbook import MOST_ROWS, Column, ExcelFile, demand_excel_name
from ads_tui.services.naming import not_found
from ads_tui.services.orders.bulk import selected
from ads_tui.services.orders.finding import OrderFilter, check_filter
from ads_tui.services.orders.listing import count_orders, keys_among, keys_of, sort_of
from ads_tui.services.orders.sorts import Sort
from ads_tui.services.orders.walking import OrderKeys
from ads_tui.store.order_rows import LARGEST_NUMBER, ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading

# Called with the rows done and all of them; what it raises ends the export, and nothing is left behind.
Progress = Callable[[int, int], None]

_TABS = {"new": N_("New"), "all": N_("All"), "mine": N_("My orders")}


@dataclass(frozen=True, slots=True)
class OrderExport:
    """Which orders, in which order, with which fields; `numbers` are a selection, in place of a tab with its filter."""

    fields: tuple[str, ...] = DEFAULT_ORDER_FIELDS
    tab: str = "all"
    wanted: OrderFilter = field(default_factory=OrderFilter)
    sort: Sort | None = None
    today: bool = False
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export wrote, or as a trial would write: the names of its sheets, the keys of its columns."""

    file: Path
    rows: int
    sheets: tuple[str, ...]
    fields: tuple[str, ...]


def export_orders(
    reading: Reading,
    asked: OrderExport,
    place: Path,
    *,
    dry_run: bool = False,
    progress: Progress = lambda _done, _all: None,
    most_rows: int = MOST_ROWS,
) -> ExportResult:
    """Write the orders that the actor sees into an Excel file, all of the reading's moment; `dry_run` only counts.

    A file of that name is replaced when all is written. Raises InputError `invalid_value` for the file's name,
    `filter_syntax`; RuleError `too_many_selected`; NotFoundError for a selected order that the actor does not see;
    AccessError `forbidden` without the right `orders.export` or the tab's section; OutsideError `storage`.
    """
    demand_excel_name(place)
    keys, total = _found(reading, asked)
    title, notes_title = _("Orders"), _("Filters")
    if dry_run:
        count = max(1, -(-total // most_rows))
        sheets = (title, *(f"{title} {place}" for place in range(2, count + 1)), notes_title)
        return ExportResult(place, total, sheets, asked.fields)
    columns = [Column(_(ORDER_FIELDS[key].caption), ORDER_FIELDS[key].kind) for key in asked.fields]
    done = 0
    file = ExcelFile(place, title, columns, watch=lambda: progress(done, total), most_rows=most_rows)
    try:
        for rows in OrderValues(reading, asked.fields).batches(keys):
            progress(done, total)
            file.add(rows)
            done += len(rows)
        file.finish(notes_title, _notes(reading, asked, done, _sort_in_force(asked, keys)))
        return ExportResult(place, done, file.sheets, asked.fields)
    finally:
        file.discard()


def _found(reading: Reading, asked: OrderExport) -> tuple[OrderKeys, int]:
    """The keys of the orders asked for and how many they are."""
    reading.actor.require_signed_in()
    if asked.numbers:
        return _selection(reading, asked)
    check_filter(reading, asked.wanted)
    reading.actor.require("orders.export")
    sort = sort_of(asked.wanted, asked.sort)
    keys = keys_of(reading, asked.tab, asked.wanted, sort, today=asked.today)
    return keys, count_orders(reading, tab=asked.tab, wanted=asked.wanted, today=asked.today)


def _selection(reading: Reading, asked: OrderExport) -> tuple[OrderKeys, int]:
    numbers: list[int] = []
    faults = Faults()
    with faults:
        _demand_seen(reading, asked.numbers)
    with faults:
        reading.actor.require("orders.export")
    with faults:
        numbers = selected(asked.numbers)
    faults.raise_first()
    return keys_among(reading, numbers, asked.sort or Sort()), len(numbers)


def _demand_seen(reading: Reading, numbers: Sequence[int]) -> None:
    """Raise NotFoundError for the first order that the actor does not see."""
    wanted = [number for number in dict.fromkeys(numbers) if number <= LARGEST_NUMBER]
    statement = select_orders(reading.actor, ORDERS.c.number).where(ORDERS.c.number.in_(wanted[: MOST_SELECTED + 1]))
    seen = set(reading.connection.execute(statement).scalars())
    for number in numbers[: MOST_SELECTED + 1]:
        if number not in seen:
            raise not_found("order", number)


def _notes(reading: Reading, asked: OrderExport, rows: int, sort: Sort) -> list[tuple[str, Any]]:
    """What was exported, when and by whom (XL-3)."""
    zone, actor = reading.settings.zone, reading.actor
    notes: list[tuple[str, Any]] = [(_("What"), _("Orders"))]
    if asked.numbers:
        notes.append((_("Selected orders"), ", ".join(map(str, selected(asked.numbers)))))
    else:
        notes.append((_("Tab"), _(_TABS[asked.tab]) + (", " + _("Today") if asked.today else "")))
        notes.append((_("Filter"), asked.wanted.line or _("no filter")))
    return [
        *notes,
        (_("Sorted by"), sort_caption(sort)),
        (_("Rows"), rows),
        (_("Fields"), ", ".join(_(ORDER_FIELDS[key].caption) for key in asked.fields)),
        (_("Exported at"), reading.now.astimezone(zone).replace(tzinfo=None, microsecond=0)),
        (_("Time zone"), str(zone)),
        (_("Exported by"), f"{actor.name} ({actor.login})" if actor.login else _("the system")),
        (_("Organization"), reading.settings.text("organization.name") or None),
    ]


def _sort_in_force(asked: OrderExport, keys: OrderKeys) -> Sort:
    if asked.numbers:
        return asked.sort or Sort()
    # A search that finds too many comes by number, whatever was asked for (SE-1).
    return sort_of(asked.wanted, asked.sort if keys.applied else None)


def sort_caption(sort: Sort) -> str:
    """What the rows are sorted by, in words."""
    if sort.name is None:
        return _("labels, the newest first")
    caption = _(next(column.caption for column in COLUMNS if column.sort == sort.name))
    return _("{column}, descending").format(column=caption) if sort.descending else caption
