"""What the code of a thing may look like, and of a status (CL-10, CL-11)."""

import re

from ads_tui.domain.text import excerpt, required_line
from ads_tui.errors import InputError
from ads_tui.i18n import N_

LONGEST_CODE = 64

_CODE = re.compile(rf"[\w.-]{{1,{LONGEST_CODE}}}")
_STATUS_CODE = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_CODE - 1}}}")
# Words that stand where a code could stand: `--premise none`, `role services R all`.
_WORDS = frozenset({"none", "all"})


def parse_code(text: str, field: str = "code") -> str:
    """The code if it is one: 1–64 letters of any script, digits, `.`, `_`, `-`; case matters.

    Raises InputError `field_required` for an empty one, `invalid_value` for any other that does not fit.
    """
    code = required_line(text, field)
    if not _CODE.fullmatch(code) or code.lower() in _WORDS:
        raise InputError(
            "invalid_value",
            N_("{given} is no code: 1 to {longest} letters, digits, '.', '_', '-', and none of: {words}"),
            field=field,
            given=excerpt(code),
            longest=LONGEST_CODE,
            words=", ".join(sorted(_WORDS)),
        )
    return code


def parse_status_code(text: str, field: str = "code") -> str:
    """The code of a status if it is one: a–z, 0–9 and `_`, beginning with a letter, so that it is no order's number.

    Raises InputError `field_required` for an empty one, `invalid_value` for any other that does not fit.
    """
    code = required_line(text, field)
    if not _STATUS_CODE.fullmatch(code):
        raise InputError(
            "invalid_value",
            N_("{given} is no code of a status: a–z, 0–9 and '_', the first a letter, at most {longest}"),
            field=field,
            given=excerpt(code),
            longest=LONGEST_CODE,
        )
    return code
