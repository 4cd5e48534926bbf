"""Which columns an employee's list of orders has, in which order and how wide (CO-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ads_tui.domain.columns import COLUMNS, DEFAULT_COLUMNS, FIXED_COLUMN, NARROWEST, WIDEST
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.preferences import prefer, preferred
from ads_tui.store.work import Reading, Work

_KEY = "columns"
_NAMES = frozenset(column.name for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column of the registry that is shown; `width` in cells, None for the column's own."""

    name: str
    width: int | None = None


DEFAULT = tuple(ChosenColumn(name) for name in DEFAULT_COLUMNS)


def chosen_columns(reading: Reading) -> tuple[ChosenColumn, ...]:
    """The columns that the actor chose, those of CO-2 where he chose none; the number is always there and the first.

    What another version of the program remembered and this one does not know is left out.
    """
    kept = preferred(reading, _KEY)
    if not isinstance(kept, list):
        return DEFAULT
    found = {one.name: one for one in map(_read, kept) if one is not None}
    fixed = found.pop(FIXED_COLUMN, ChosenColumn(FIXED_COLUMN))
    return (fixed, *found.values())


def choose_columns(work: Work, columns: Sequence[ChosenColumn]) -> None:
    """Remember the columns in their order; those of CO-2, as wide as they are, are forgotten.

    Raises InputError `invalid_value` for a column that is none or comes twice, another first one than the number, and
    a width out of range.
    """
    names = [column.name for column in columns]
    if len(set(names)) != len(names) or not set(names) <= _NAMES or names[:1] != [FIXED_COLUMN]:
        refusal = N_("Columns are the number first, then others once each, of: {choices}")
        raise InputError("invalid_value", refusal, field="columns", choices=", ".join(sorted(_NAMES)))
    if not all(column.width is None or NARROWEST <= column.width <= WIDEST for column in columns):
        refusal = N_("A column is from {least} to {most} cells wide")
        raise InputError("invalid_value", refusal, field="columns", least=NARROWEST, most=WIDEST)
    is_default = tuple(columns) == DEFAULT
    prefer(work, _KEY, None if is_default else [[column.name, column.width] for column in columns])


def _read(kept: Any) -> ChosenColumn | None:
    match kept:
        case [str(name), *rest] if name in _NAMES:
            width = rest[0] if rest and type(rest[0]) is int and NARROWEST <= rest[0] <= WIDEST else None
            return ChosenColumn(name, width)
    return None
