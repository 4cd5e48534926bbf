"""The filter that an employee left on a tab (FL-3)."""

from dataclasses import replace

from ads_tui.errors import InputError
from ads_tui.services.orders.finding import OrderFilter, read_kept_filter
from ads_tui.services.preferences import prefer, preferred
from ads_tui.store.work import Reading, Work


def remember_filter(work: Work, tab: str, wanted: OrderFilter) -> None:
    """Remember the terms of a tab's filter, without the text that is searched; without terms it is forgotten."""
    prefer(work, f"filter.{tab}", OrderFilter(replace(wanted.filter, text="")).line or None)


def remembered_filter(reading: Reading, tab: str) -> tuple[OrderFilter, tuple[str, ...]]:
    """The filter that the actor left on a tab, and the names of what has gone since (FV-2); empty where there is none.

    Words such as today are kept as words (FL-2). A line that can no longer be read has gone as a whole.
    """
    line = preferred(reading, f"filter.{tab}")
    if not line:
        return OrderFilter(), ()
    try:
        return read_kept_filter(reading, line, tab=tab)
    except InputError:
        return OrderFilter(), (line,)
