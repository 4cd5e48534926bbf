"""The fields that an employee ticked for his exports last (XL-2)."""

from collections.abc import Sequence

from ads_tui.domain.export_fields import DEFAULT_ORDER_FIELDS, ORDER_FIELDS
from ads_tui.services.preferences import prefer, preferred
from ads_tui.store.work import Reading, Work

_KEY = "export.orders"


def remember_fields(work: Work, fields: Sequence[str]) -> None:
    """Keep the fields in their order."""
    work.actor.require_signed_in()
    prefer(work, _KEY, list(fields))


def remembered_fields(reading: Reading) -> tuple[str, ...]:
    """The fields ticked last, those that are still offered, else the columns of CO-2 (CL-13)."""
    kept = preferred(reading, _KEY) or ()
    return tuple(key for key in kept if key in ORDER_FIELDS) or DEFAULT_ORDER_FIELDS
