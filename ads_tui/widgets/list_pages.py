"""What a window over a list asks to be read, and what it is told."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from ads_tui.widgets.loaded_rows import Entry

R = TypeVar("R")

# Newer rows are counted no further than this.
MOST_NEWER = 1_000


class Toward(Enum):
    """What a page is read for."""

    START = "from the list's beginning"
    END = "up to the list's end"
    AFTER = "after a place"
    BEFORE = "before a place"
    AT = "after so many rows from the beginning"
    AGAIN = "from a place on, the place included; from the beginning where there is none"


@dataclass(frozen=True, slots=True)
class PageWanted:
    """A page to be read: `limit` rows; `cursor` and `head` are asked about where the window is read AGAIN."""

    toward: Toward
    limit: int
    start: Any = None
    skip: int = 0
    cursor: Hashable = None
    head: Any = None


@dataclass(frozen=True, slots=True)
class PageRead(Generic[R]):
    """What was read: entries in the order of the list, and whether more rows follow in the direction of the reading.

    `sorted` is False where the list cannot come in the order asked for, and comes in another one (SE-1).
    For AGAIN only: `cursor` is the row asked about where it is not among the entries and may still be seen, with its
    place, or None for a place where the list holds it no longer; `newer` counts the rows before `head`.
    """

    entries: Sequence[Entry[R]]
    more: bool
    cursor: tuple[R, Any] | None = None
    newer: int = 0
    sorted: bool = True
