"""What may follow in a filter line while it is typed: names, codes and words (FL-4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ads_tui.domain.filter_dates import DATE_WORDS
from ads_tui.domain.filter_names import NAMES, FilterName


@dataclass(frozen=True, slots=True)
class Completion:
    """The words that may stand in place of what was typed from `start` on.

    `name` is the name whose value is being typed, so that things and logins can be looked for; None for a name itself.
    """

    start: int
    typed: str
    words: tuple[str, ...]
    name: str | None = None


def complete(line: str, cursor: int, names: Mapping[str, FilterName] = NAMES) -> Completion | None:
    """What may follow at a cursor, a place in the line from 0; None in quotes and where no name or value is typed."""
    before = line[:cursor]
    if before.replace('\\"', "").count('"') % 2:
        return None
    word = "" if not before or before[-1].isspace() else before.split()[-1]
    left, colon, values = word.partition(":")
    if colon:
        name = left.removeprefix("-").lower()
        if name not in names:
            return None
        typed = values.rpartition(",")[2]
        return Completion(cursor - len(typed), typed, _begun(typed, _words_of(names[name])), name)
    typed = left.removeprefix("-")
    return Completion(cursor - len(typed), typed, _begun(typed, [f"{name}:" for name in names])) if typed else None


def _words_of(name: FilterName) -> list[str]:
    return [*name.codes, *(DATE_WORDS if name.kind == "date" else ()), *name.special]


def _begun(typed: str, words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word.startswith(typed.lower()))
