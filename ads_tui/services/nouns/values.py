"""How the value of a key is written by people (CL-17): yes or no, a number, a list by comma."""

import re
from decimal import Decimal
from typing import Any

from ads_tui.domain.text import clean_line, excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

NONE = "none"
_WHOLE = re.compile(r"[0-9]{1,9}")
_MONEY = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_FLAGS = {"yes": True, "no": False}


def is_empty(text: str) -> bool:
    """Whether the text empties a key: nothing, white space alone, or `none`."""
    return text.strip() in ("", NONE)


def read_flag(text: str, field: str) -> bool:
    """`yes` or `no`; raises InputError `invalid_value`."""
    flag = _FLAGS.get(text.strip().lower())
    if flag is None:
        raise _wrong(field, N_("This is yes or no: {given}"), given=excerpt(text))
    return flag


def read_choice(text: str, field: str, choices: tuple[str, ...]) -> str:
    """One word of a fixed list; raises InputError `invalid_value`."""
    word = text.strip().lower()
    if word not in choices:
        raise _wrong(
            field, N_("{given} is not offered; choose from: {choices}"), given=excerpt(text), choices=", ".join(choices)
        )
    return word


def read_whole(text: str, field: str, least: int, most: int) -> int:
    """A whole number between two bounds, both included; raises InputError `invalid_value`."""
    typed = text.strip()
    if not _WHOLE.fullmatch(typed) or not least <= int(typed) <= most:
        raise _wrong(
            field,
            N_("This is no whole number from {least} to {most}: {given}"),
            least=least,
            most=most,
            given=excerpt(text),
        )
    return int(typed)


def read_percent(text: str, field: str) -> Decimal:
    """A percentage from 0 to 100 with two places at most; raises InputError `invalid_value`."""
    typed = text.strip()
    if not _PERCENT.fullmatch(typed) or Decimal(typed) > 100:
        raise _wrong(field, N_("This is no percentage from 0 to 100 with two places: {given}"), given=excerpt(text))
    return Decimal(typed)


def read_money(text: str, field: str) -> Decimal:
    """A sum with a decimal point and two places at most, also below zero; raises InputError `invalid_value`."""
    typed = text.strip()
    if not _MONEY.fullmatch(typed):
        raise _wrong(field, N_("This is no sum like 1250.50: {given}"), given=excerpt(text))
    return Decimal(typed)


def read_list(text: str, field: str) -> list[str]:
    """The words between commas, each once, in their order; none for an empty text and for `none`."""
    if is_empty(text):
        return []
    return list(dict.fromkeys(word for word in (clean_line(part, field) for part in text.split(",")) if word))


def _wrong(field: str, text: str, **values: Any) -> InputError:
    return InputError("invalid_value", text, field=field, **values)
