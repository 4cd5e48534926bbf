"""E-mail addresses as people type them (CR-4)."""

import re

from ads_tui.domain.text import clean_line, excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

# Whether an address works only a letter to it can tell; this finds what was meant as something else.
_ADDRESS = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\".]+(\.[^@\s,;<>()\".]+)+")


def parse_email(text: str, field: str) -> str:
    """The address without outer white space; raises InputError `invalid_value` for what is none."""
    address = clean_line(text, field)
    if not _ADDRESS.fullmatch(address):
        raise InputError("invalid_value", N_("This is no e-mail address: {given}"), field=field, given=excerpt(address))
    return address
