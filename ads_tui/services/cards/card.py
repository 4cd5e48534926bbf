"""The card of a building, a premise, a client or a service: facts in the order in which they are shown (CR-5)."""

from collections.abc import Iterable
from dataclasses import dataclass

# What a service hands over for a line: the caption, marked with N_, and the text, which may be empty.
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a card: `caption` is translated where it is shown, `text` is for people and never empty."""

    caption: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A thing by name with its facts, its tags among them, and its note."""

    name: str
    facts: tuple[Fact, ...]
    note: str


def card(name: str, lines: Iterable[Line], note: str) -> Card:
    """A card of the lines that say something."""
    return Card(name, tuple(Fact(caption, text) for caption, text in lines if text), note)


def listed(texts: Iterable[str]) -> str:
    """What there is of several texts, in one line."""
    return ", ".join(text for text in texts if text)
