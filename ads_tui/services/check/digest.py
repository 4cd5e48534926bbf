"""The digest of all histories, and the comparison with an earlier one (HI-2, decision 3).

A digest file has a line `NUMBER SEQ HASH` for each order, ascending; the digest is the SHA-256 of the file. So
`sha256sum FILE` gives what was printed when the file was saved, and the file tells which orders were rewritten since.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from ads_tui.errors import InputError
from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class Head:
    """How far an order's history had come: its number, the last event's place and hash (hexadecimal)."""

    number: int
    seq: int
    hash: str

    @property
    def line(self) -> str:
        """The line of the digest file."""
        return f"{self.number} {self.seq} {self.hash}\n"


class Digest:
    """Made of the heads of all orders, given in ascending number; written to a file where there is one."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._hash = hashlib.sha256()
        self._file = file

    def add(self, head: Head) -> None:
        """Take in the next order."""
        self._hash.update(head.line.encode())
        if self._file is not None:
            self._file.write(head.line)

    def hexdigest(self) -> str:
        """The digest, 64 hexadecimal digits."""
        return self._hash.hexdigest()


class Earlier:
    """The heads of an earlier digest file, asked for in ascending number."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._heads = _read(lines)
        self._next = next(self._heads, None)

    def before(self, number: int) -> Iterator[Head]:
        """The heads of orders below `number` that were not asked for: they are gone."""
        while self._next is not None and self._next.number < number:
            yield self._next
            self._next = next(self._heads, None)

    def take(self, number: int) -> Head | None:
        """The head of an order as it was, None where it is newer than the file."""
        if self._next is None or self._next.number != number:
            return None
        taken = self._next
        self._next = next(self._heads, None)
        return taken

    def rest(self) -> Iterator[Head]:
        """The heads that nobody asked for."""
        while self._next is not None:
            yield self._next
            self._next = next(self._heads, None)


def _read(lines: Iterable[str]) -> Iterator[Head]:
    """Heads from lines; raises InputError `invalid_value` for what is no digest file."""
    last = 0
    for place, line in enumerate(lines, start=1):
        words = line.split()
        fits = len(words) == 3 and words[0].isdecimal() and words[1].isdecimal() and len(words[2]) == 64
        if not fits or int(words[0]) <= last:
            raise InputError("invalid_value", N_("Line {place} is none of a digest file"), field="since", place=place)
        last = int(words[0])
        yield Head(last, int(words[1]), words[2].lower())
