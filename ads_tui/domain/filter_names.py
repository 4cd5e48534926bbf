"""The names of a filter line and what each takes (FL-1, FL-4): one entry, added by the work that owns the data."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ads_tui.domain.channels import CHANNELS, PRIORITIES
from ads_tui.domain.filter_dates import read_date
from ads_tui.domain.filter_reading import (
    Written,
    read_code,
    read_kept_code,
    read_login,
    read_number,
    read_text,
    read_text_or_number,
)
from ads_tui.domain.filter_values import Value
from ads_tui.domain.statuses import BASES
from ads_tui.domain.time_left import CLOCKS
from ads_tui.i18n import N_

READERS: Mapping[str, Callable[[Written], Value]] = {
    "number": read_number,
    "text": read_text,
    "code": read_code,
    "kept": read_kept_code,
    "flag": read_code,
    "thing": read_text,
    "place": read_text_or_number,
    "login": read_login,
    "date": read_date,
}


@dataclass(frozen=True, slots=True)
class FilterName:
    """A name: its caption, what kind of values it takes, and the codes and special words that they may be.

    `kind` is a key of READERS: `number`, `text`, `code` (of `codes`), `kept` (a code that the list may have lost),
    `flag` (yes or no), `thing`, `place` (an entrance or a floor), `login`, `date`.
    """

    caption: str
    kind: str
    codes: Sequence[str] = ()
    special: Collection[str] = ()

    def read(self, value: Written) -> Value:
        """The value as one of the name's kind; raises InputError `filter_syntax`."""
        return READERS[self.kind](value)


_NONE = ("none",)
_PERSON = ("me", "none")
_FLAG = ("yes", "no")

# In the order of FL-1, which is that of the dialog.
NAMES: Mapping[str, FilterName] = {
    "number": FilterName(N_("Number"), "number"),
    "external": FilterName(N_("External number"), "text"),
    "status": FilterName(N_("Status"), "code", codes=BASES),
    "channel": FilterName(N_("Channel"), "code", codes=tuple(CHANNELS)),
    "type": FilterName(N_("Service type"), "thing", special=_NONE),
    "service": FilterName(N_("Service"), "thing", special=_NONE),
    "sla": FilterName(N_("SLA broken"), "code", codes=tuple(CLOCKS), special=_NONE),
    "due": FilterName(N_("Due"), "date", special=_NONE),
    "group": FilterName(N_("Building group"), "thing", special=_NONE),
    "quarter": FilterName(N_("Quarter"), "thing", special=_NONE),
    "building": FilterName(N_("Building"), "thing", special=_NONE),
    "premise": FilterName(N_("Premise"), "thing", special=_NONE),
    "entrance": FilterName(N_("Entrance"), "place", special=_NONE),
    "floor": FilterName(N_("Floor"), "place", special=_NONE),
    "client": FilterName(N_("Client"), "thing", special=_NONE),
    "tag": FilterName(N_("Client tag"), "thing", special=_NONE),
    "department": FilterName(N_("Department"), "thing", special=_NONE),
    "executor": FilterName(N_("Executor"), "login", special=_PERSON),
    "controller": FilterName(N_("Controller"), "login", special=_PERSON),
    "accepted_by": FilterName(N_("Accepted by"), "login", special=_PERSON),
    "accepted": FilterName(N_("Accepted at"), "date", special=_NONE),
    "closed_by": FilterName(N_("Closed by"), "login", special=_PERSON),
    "closed": FilterName(N_("Closed at"), "date", special=_NONE),
    "reopened": FilterName(N_("Was reopened"), "flag", special=_FLAG),
    "manager": FilterName(N_("Quarter manager"), "login", special=_PERSON),
    "created": FilterName(N_("Created"), "date", special=_NONE),
    "updated": FilterName(N_("Updated"), "date", special=_NONE),
    "priority": FilterName(N_("Priority"), "code", codes=PRIORITIES),
    "unread": FilterName(N_("Unread messages"), "flag", special=_FLAG),
    "visit": FilterName(N_("Visit time"), "date", special=_NONE),
}
# What tab New decides by itself (LS-1, CL-14).
NOT_IN_NEW = frozenset({"status", "incident"})


def names_with(
    codes: Mapping[str, Sequence[str]], without: Collection[str] = (), *, kept: bool = False
) -> dict[str, FilterName]:
    """NAMES with the codes of one database, by name (custom statuses), and without those that a tab lacks (CL-14).

    `kept` takes codes that have gone from the database since the line was kept (FV-2).
    """
    return {
        name: replace(known, codes=codes.get(name, known.codes), kind="kept" if kept and name in codes else known.kind)
        for name, known in NAMES.items()
        if name not in without
    }
