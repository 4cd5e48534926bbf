"""What the list is sorted by: labels until a column is chosen, each column its own way (CO-4, LB-4, decision 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.domain.columns import SORTED_BY
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.orders.groups import GROUPINGS, Grouping
from ads_tui.services.orders.walking import Segment
from ads_tui.store.order_rows import ORDERS

# The two labels that raise an order (LB-4), by their names in CL-7, in the order of whoever has chosen none.
LABELS = ("important", "message")


def _literal(condition: str) -> ColumnElement[bool]:
    """A condition as it stands in a partial index."""
    found: ColumnElement[bool] = sa.text(condition)  # type: ignore[assignment]
    return found


def _has_label(row: Any) -> bool:
    return bool(row.important) or row.unread_messages > 0


_NEWEST = ("updated_at", "number")
_EITHER = "important OR unread_messages > 0"
_LABELLED = _literal(f"({_EITHER})")
_PLAIN = Segment(_literal(f"NOT ({_EITHER})"), _NEWEST)
# Each choice of labels has a partial index of its own; those with a label go before the rest, the newest first.
_LABEL_ORDERS: Mapping[tuple[str, ...], tuple[Segment, ...]] = {
    ("important", "message"): (
        Segment(_LABELLED, ("important", "unread_messages", *_NEWEST), _has_label),
        _PLAIN,
    ),
    ("message", "important"): (
        Segment(_LABELLED, ("unread_messages", "important", *_NEWEST), _has_label),
        _PLAIN,
    ),
    ("important",): (
        Segment(_literal("important"), ("important", *_NEWEST), lambda row: row.important),
        Segment(_literal("NOT important"), _NEWEST),
    ),
    ("message",): (
        Segment(_literal("unread_messages > 0"), ("unread_messages", *_NEWEST), lambda row: row.unread_messages > 0),
        Segment(_literal("NOT (unread_messages > 0)"), _NEWEST),
    ),
    (): (Segment(None, _NEWEST),),
}
_OWN: Mapping[str, tuple[Segment, ...]] = {
    "number": (Segment(None, ("number",)),),
    "due": (
        Segment(ORDERS.c.due_at.is_not(None), ("due_at", "number"), lambda row: row.due_at is not None),
        Segment(ORDERS.c.due_at.is_(None), ("number",)),
    ),
    "left": (
        Segment(ORDERS.c.next_due_at.is_not(None), ("next_due_at", "number"), lambda row: row.next_due_at is not None),
        Segment(ORDERS.c.next_due_at.is_(None), ("number",)),
    ),
    "created": (Segment(None, ("created_at", "number")),),
    "updated": (Segment(None, _NEWEST),),
}
# Their indexes hold the building, so that the orders of few buildings are found on the way (decision 5).
_COVERED = frozenset({None, "number", "created", "updated"})


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of the list: `name` is a column of CO-4, None the order of `labels` (LB-4), the newest first.

    The order `exact` goes before others. Orders without a value come last either way, equal ones by number.
    """

    name: str | None = None
    descending: bool = True
    exact: int | None = None
    labels: tuple[str, ...] = LABELS

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches in the order in which they are walked; none of a list that is walked by groups."""
        if self.exact is not None:
            number, exact = ORDERS.c.number, self.exact
            return (
                Segment(number == exact, ("number",), lambda row: row.number == exact, is_sought=True),
                Segment(number != exact, ("number",)),
            )
        return _LABEL_ORDERS[self.labels] if self.name is None else _OWN.get(self.name, ())

    @property
    def grouping(self) -> Grouping | None:
        """The groups by which the list is walked, None where it is walked by columns of orders."""
        return None if self.name is None else GROUPINGS.get(self.name)

    @property
    def is_covered(self) -> bool:
        """Whether the walk alone finds quickly what is within few buildings."""
        return self.name in _COVERED

    @property
    def token(self) -> str:
        """Tells sorts apart: keys of one token stand in one order."""
        return repr((self.name, self.descending, self.exact, self.labels if self.name is None else None))


def parse_sort(text: str | None) -> Sort:
    """`COLUMN` or `COLUMN:desc` (CO-4); raises InputError `invalid_value`."""
    if text is None:
        return Sort()
    name, _, direction = text.partition(":")
    if name not in SORTED_BY or direction not in ("", "asc", "desc"):
        raise InputError(
            "invalid_value",
            N_("The list is sorted by {choices}, each with :desc for the other way"),
            field="sort",
            choices=", ".join(SORTED_BY),
        )
    return Sort(name, direction == "desc")
