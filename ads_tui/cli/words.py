"""The words of commands that take numbers, logins and KEY=VALUE pairs (CL-10, CL-12)."""

from collections.abc import Sequence

from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

_MOST_DIGITS = 100


def split_status(words: Sequence[str]) -> tuple[list[int], str]:
    """`N... STATUS`: the orders' numbers, each once, and the status; InputError `usage` otherwise."""
    numbers, rest = _numbers(words)
    if not numbers or len(rest) != 1:
        raise InputError("usage", N_("Give order numbers and one status"))
    return numbers, rest[0]


def split_logins(words: Sequence[str]) -> tuple[list[int], list[str]]:
    """`N... LOGIN...`: the orders' numbers, each once, and the logins; InputError `usage` otherwise."""
    numbers, rest = _numbers(words)
    if not numbers or not rest:
        raise InputError("usage", N_("Give order numbers and at least one login"))
    return numbers, rest


def one_number(numbers: Sequence[int]) -> int:
    """The number of a command on one order; InputError `usage` for several."""
    if len(numbers) != 1:
        raise InputError("usage", N_("Give the number of one order"))
    return numbers[0]


def key_values(pairs: Sequence[str], name: str) -> dict[str, list[str]]:
    """KEY=VALUE pairs by key, several values by repeating it; InputError `invalid_value` for what is no pair."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise InputError("invalid_value", N_("Write it as KEY=VALUE: {pair}"), field=name, pair=excerpt(pair))
        found.setdefault(key.strip(), []).append(value)
    return found


def _numbers(words: Sequence[str]) -> tuple[list[int], list[str]]:
    digits = [word for word in words if word.isascii() and word.isdigit()]
    if any(len(word) > _MOST_DIGITS for word in digits):
        raise InputError("usage", N_("An order number has at most {most} digits"), most=_MOST_DIGITS)
    return list(dict.fromkeys(map(int, digits))), [word for word in words if word not in digits]
