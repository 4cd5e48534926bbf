"""What may follow in a filter line while it is typed: names, codes and words (FL-4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ads_tui.domain.filter_dates import DATE_WORDS
from ads_tui.domain.filter_names import NAMES, FilterName


@dataclass(frozen=True, slots=True)
class Completion:
    """The words that may stand in place of what was typed from `start` on, where a quote may open it.

    `name` is the name whose value is being typed, so that things and logins can be looked for; None for a name itself.
    """

    start: int
    typed: str
    words: tuple[str, ...]
    name: str | None = None


def complete(line: str, cursor: int, names: Mapping[str, FilterName] = NAMES) -> Completion | None:
    """What may follow at a cursor, a place in the line from 0; None where no name or value is typed."""
    word, value, in_quotes = _last_begins(line[:cursor])
    left, colon, _values = line[word:cursor].partition(":")
    if not colon:
        typed = left.removeprefix("-")
        if not typed or in_quotes:
            return None
        return Completion(cursor - len(typed), typed, _begun(typed, [f"{name}:" for name in names]))
    name = left.removeprefix("-").lower()
    start = max(value, word + len(left) + 1)
    typed = line[start:cursor]
    if name not in names or in_quotes != typed.startswith('"'):
        return None
    if in_quotes:
        return Completion(start, typed[1:], (), name)
    return Completion(start, typed, _begun(typed, _words_of(names[name])), name)


def _last_begins(before: str) -> tuple[int, int, bool]:
    """Where the last word begins, where its last value does if it has several, and whether quotes are open."""
    word = value = 0
    in_quotes = is_escaped = False
    for at, char in enumerate(before):
        if is_escaped:
            is_escaped = False
        elif in_quotes and char == "\\":
            is_escaped = True
        elif char == '"':
            in_quotes = not in_quotes
        elif not in_quotes and (char == "," or char.isspace()):
            value = at + 1
            word = word if char == "," else value
    return word, value, in_quotes


def _words_of(name: FilterName) -> list[str]:
    return [*name.codes, *(DATE_WORDS if name.kind == "date" else ()), *name.special]


def _begun(typed: str, words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word.startswith(typed.lower()))
