r"""Filters as one line of text, read and written (FL-4).

line  = { white space | term | text }
term  = [ "-" ] name ":" value { "," value }
value = quoted | characters without white space, comma, quote and bracket
text  = quoted | characters without white space, not beginning with a quote, not beginning like a term
quoted = '"' { character | '\"' | '\\' } '"'
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ads_tui.domain.filter_names import NAMES, FilterName
from ads_tui.domain.filter_reading import Written, filter_fault, nearest_of
from ads_tui.domain.filter_values import Value, quoted
from ads_tui.domain.text import TEXT, clean_line, excerpt
from ads_tui.i18n import N_

# Line breaks and tabs are white space, also in quotes; one for one, so that places stay.
_BREAKS = str.maketrans("\t\n\r", "   ")
_NOT_BARE = frozenset('"()[]{}')
_WORD = re.compile(r"\S*")
_BARE_VALUE = re.compile(r"[^\s,]*")


@dataclass(frozen=True, slots=True)
class Term:
    """A name with its values: any of them, or none of them where `negated`."""

    name: str
    values: tuple[Value, ...]
    negated: bool = False
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a line asks for: all of the terms, and `text` to be searched (SE-1), its words parted by one space."""

    terms: tuple[Term, ...] = ()
    text: str = ""

    def term(self, name: str) -> Term | None:
        """The term with this name."""
        return next((term for term in self.terms if term.name == name), None)


def parse_filter(line: str, names: Mapping[str, FilterName] = NAMES) -> Filter:
    """The filter that a line writes.

    Things and logins are taken as written; where none is found later, `filter_fault` at the value's position says so.
    Raises InputError `filter_syntax` with the details `position` (from 0) and `nearest`, and `invalid_value` for a
    line that is too long or holds what no line may.
    """
    clean_line(line, "filter", TEXT)
    line = line.translate(_BREAKS)
    terms: dict[str, Term] = {}
    text: list[str] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif line[at] == '"':
            content, end = _read_quoted(line, at)
            if end < len(line) and not line[end].isspace():
                raise filter_fault(end, N_("A space belongs after the closing quote"))
            text += content.split()
            at = end
        elif _begins_term(word := _from(line, at, _WORD)):
            term, at = _read_term(line, at, names)
            if term.name in terms:
                raise filter_fault(term.position, N_("{name} is there twice"), name=term.name)
            terms[term.name] = term
        else:
            text.append(word)
            at += len(word)
    return Filter(tuple(terms.values()), " ".join(text))


def print_filter(filter: Filter) -> str:
    """The line that reads back as the same filter."""
    terms = [
        ("-" if term.negated else "") + term.name + ":" + ",".join(str(value) for value in term.values)
        for term in filter.terms
    ]
    text = [quoted(word) if word.startswith('"') or _begins_term(word) else word for word in filter.text.split()]
    return " ".join(terms + text)


def _from(line: str, start: int, pattern: re.Pattern[str]) -> str:
    """What of the pattern stands from a place on; both patterns may be empty, so that they always match."""
    found = pattern.match(line, start)
    return found[0] if found else ""


def _begins_term(word: str) -> bool:
    left, colon, _right = word.partition(":")
    name = left.removeprefix("-")
    return bool(colon and name) and all(char.isalpha() or char == "_" for char in name)


def _read_quoted(line: str, start: int) -> tuple[str, int]:
    """What stands in the quotes that open at a place, and the place behind them."""
    content: list[str] = []
    at = start + 1
    while at < len(line):
        if line[at] == '"':
            return "".join(content), at + 1
        if line[at] == "\\" and line[at + 1 : at + 2] in ('"', "\\"):
            at += 1
        content.append(line[at])
        at += 1
    raise filter_fault(start, N_("The closing quote is missing"))


def _read_term(line: str, start: int, names: Mapping[str, FilterName]) -> tuple[Term, int]:
    """The term that begins at a place, and the place behind it."""
    left = line[start : line.index(":", start)]
    given = left.removeprefix("-")
    name = given.lower()
    if name not in names:
        raise filter_fault(
            start,
            N_("This tab has no filter {given}: look in All")
            if name in NAMES
            else N_("There is no filter {given}; text with a colon goes in quotes"),
            nearest_of(given, names),
            given=excerpt(given),
        )
    values: dict[Value, None] = {}
    at = start + len(left)
    while line[at : at + 1] in (":", ","):
        written, at = _read_value(line, at + 1, names[name])
        values.setdefault(names[name].read(written))
    return Term(name, tuple(values), left != given, start), at


def _read_value(line: str, start: int, name: FilterName) -> tuple[Written, int]:
    """The value that begins at a place, and the place behind it: a comma, white space or the end."""
    if line.startswith('"', start):
        content, end = _read_quoted(line, start)
        if end < len(line) and line[end] != "," and not line[end].isspace():
            raise filter_fault(end, N_("A comma or a space belongs after the closing quote"))
        return Written(content, True, start, name.special, name.codes), end
    content = _from(line, start, _BARE_VALUE)
    if not content:
        given = line[:start].split()[-1]
        raise filter_fault(start, N_("A value is missing after {given}"), given=excerpt(given))
    if _NOT_BARE.intersection(content):
        raise filter_fault(start, N_("Quotes and brackets stand in quotes only: {given}"), given=excerpt(content))
    return Written(content, False, start, name.special, name.codes), start + len(content)
