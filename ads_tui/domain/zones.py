"""Time zones by their IANA names."""

from zoneinfo import ZoneInfo

from ads_tui.domain.text import clean_line, excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


def parse_zone(text: str, field: str) -> str:
    """The name of a time zone; raises InputError `invalid_value` where there is none of that name."""
    name = clean_line(text, field)
    if not is_zone(name):
        raise InputError(
            "invalid_value",
            N_("There is no time zone {given}; they are called like Europe/Moscow"),
            field=field,
            given=excerpt(name),
        )
    return name
