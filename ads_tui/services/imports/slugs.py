"""Codes for things made on the way: readable, from the name, unique."""

import uuid
from collections.abc import Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ads_tui.domain.text import words

# Short enough that a number or a key behind it leaves a code (`domain.codes`).
LONGEST_SLUG = 48
_TRIED = 9
# Nothing at all, and the words that stand where a code could stand.
RESERVED = frozenset({"", "none", "all"})


class Coded(Protocol):
    """Something new that needs a code; one that has it keeps it."""

    code: str


def slug(name: str, otherwise: str) -> str:
    """The words of a name with dashes between them, letters of any script; `otherwise` where there is none."""
    code = ""
    for word in words(name):
        longer = f"{code}-{word}" if code else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        code = longer
    return code if code not in RESERVED else f"{otherwise}-{code}".rstrip("-")


def give_codes(connection: Connection, model: Any, things: Sequence[Coded], bases: Sequence[str]) -> None:
    """Give each thing without a code its base as one, made unlike every code of the table and of the other things."""
    taken = {thing.code for thing in things if thing.code} | _existing(connection, model, bases)
    for thing, base in zip(things, bases, strict=True):
        if not thing.code:
            thing.code = base if base not in taken else _free(connection, model, base, taken)
            taken.add(thing.code)


def _free(connection: Connection, model: Any, base: str, taken: set[str]) -> str:
    tries = [*(f"{base}-{count}" for count in range(2, _TRIED + 1)), f"{base}-{uuid.uuid4().hex[:12]}"]
    there = _existing(connection, model, tries) | taken
    return next(code for code in tries if code not in there)


def _existing(connection: Connection, model: Any, codes: Sequence[str]) -> set[str]:
    if not codes:
        return set()
    return set(connection.execute(sa.select(model.code).where(model.code.in_(codes))).scalars())
