"""What a login may look like (CL-10)."""

import re

from ads_tui.domain.text import excerpt, required_line
from ads_tui.errors import InputError
from ads_tui.i18n import N_

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,63}")


def check_login(text: str, field: str = "login") -> str:
    """The login if it is one: 2–64 of a–z, 0–9, `.`, `_`, `-`, beginning with a letter.

    Raises InputError `field_required` for an empty one, `invalid_value` for any other that does not fit.
    """
    login = required_line(text, field)
    if not _LOGIN.fullmatch(login):
        raise InputError(
            "invalid_value",
            N_("{login} is no login: 2 to 64 of a–z, 0–9, '.', '_', '-', the first a letter"),
            field=field,
            login=excerpt(login),
        )
    return login
