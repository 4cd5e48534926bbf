"""The names of a filter line and what each takes (FL-4)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ads_tui.domain.filter_values import Value, Written, read_code, read_login, read_number, read_thing
from ads_tui.domain.statuses import BASES
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class FilterName:
    """A name: its caption, the reader of its values, and the codes and special words that they may be."""

    caption: str
    read: Callable[[Written], Value]
    codes: Sequence[str] = ()
    special: Collection[str] = ()


NAMES: Mapping[str, FilterName] = {
    "number": FilterName(N_("Number"), read_number),
    "status": FilterName(N_("Status"), read_code, codes=BASES),
    "service": FilterName(N_("Service"), read_thing, special=("none",)),
    "building": FilterName(N_("Building"), read_thing, special=("none",)),
    "executor": FilterName(N_("Executor"), read_login, special=("me", "none")),
}


def names_with(codes: Mapping[str, Sequence[str]], without: Collection[str] = ()) -> dict[str, FilterName]:
    """NAMES with the codes of one database, by name (custom statuses), and without those that a tab lacks (CL-14)."""
    return {
        name: replace(known, codes=codes.get(name, known.codes)) for name, known in NAMES.items() if name not in without
    }
