"""Channels, priorities and what else is a fixed list of an order (CR-1, CL-12)."""

from ads_tui.errors import InputError
from ads_tui.i18n import N_

CHANNELS: dict[str, str] = {
    "call_in": N_("Incoming call"),
    "call_out": N_("Outgoing call"),
    "visit": N_("Visit"),
    "email": N_("E-mail"),
    "messenger": N_("Social network / messenger"),
    "internal": N_("Internal"),
    "other": N_("Other"),
    "app": N_("App"),
    "website": N_("Website"),
    "telegram": N_("Telegram"),
    "open311": N_("Open311"),
}
# The residents' own: printed and filtered, never chosen by an employee (CL-12).
RESIDENTS_CHANNELS = frozenset({"app", "website", "telegram", "open311"})
# In the order of their weight: the place in the tuple is what is stored.
PRIORITIES: tuple[str, ...] = ("low", "normal", "high", "emergency")
PRIORITY_CAPTIONS: dict[str, str] = {
    "low": N_("Low"),
    "normal": N_("Normal"),
    "high": N_("High"),
    "emergency": N_("Emergency"),
}
DEFAULT_PRIORITY = "normal"


def parse_channel(text: str, field: str = "channel", *, by_employee: bool = True) -> str:
    """A channel's code; a resident's own is none that an employee chooses. Raises InputError `invalid_value`."""
    code = text.strip().lower()
    choices = [name for name in CHANNELS if not (by_employee and name in RESIDENTS_CHANNELS)]
    if code not in choices:
        raise _no_such(field, choices)
    return code


def parse_priority(text: str, field: str = "priority") -> int:
    """A priority's place in `PRIORITIES`; raises InputError `invalid_value`."""
    code = text.strip().lower()
    if code not in PRIORITIES:
        raise _no_such(field, list(PRIORITIES))
    return PRIORITIES.index(code)


def _no_such(field: str, choices: list[str]) -> InputError:
    return InputError("invalid_value", N_("{field} is one of: {choices}"), field=field, choices=", ".join(choices))
