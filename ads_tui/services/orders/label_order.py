"""Which labels raise an order in an employee's lists, and which of them goes first (LB-4)."""

from collections.abc import Sequence

from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.orders.sorts import LABELS
from ads_tui.services.preferences import prefer, preferred
from ads_tui.store.work import Reading, Work

_KEY = "label_order"


def label_order(reading: Reading) -> tuple[str, ...]:
    """The labels that raise an order for the actor, the first one before the other; none: updated newest first."""
    chosen = preferred(reading, _KEY)
    return LABELS if chosen is None else tuple(chosen)


def choose_label_order(work: Work, labels: Sequence[str]) -> None:
    """Remember which of `LABELS` raise an order, in their order; raises InputError `invalid_value`."""
    if len(set(labels)) != len(labels) or not set(labels) <= set(LABELS):
        raise InputError("invalid_value", N_("{field} is one of: {choices}"), field="labels", choices=", ".join(LABELS))
    prefer(work, _KEY, None if tuple(labels) == LABELS else list(labels))
