"""What a text of a filter line names: among few things by their words, among many by their keys (FL-4, SE-1)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.functions import GenericFunction

from ads_tui.domain.filter_values import Special, Text, Value
from ads_tui.domain.text import fold, words
from ads_tui.services.orders.conditions.condition import no_such
from ads_tui.store.work import Reading

# What may stand before a word in a name; a folded name holds no capitals and no ё.
_BEFORE_WORDS = " -.,/\"'()«»№:;_„“”–—+&*#![]\\"


def asks_for_none(values: Sequence[Value]) -> bool:
    """Whether `none` is among the values."""
    return Special("none") in values


def texts_of(values: Sequence[Value]) -> list[Text]:
    """The values that are texts."""
    return [value for value in values if isinstance(value, Text)]


def ids_of_things(
    reading: Reading, values: Sequence[Value], model: type[Any], reach: Sequence[ColumnElement[bool]] = ()
) -> list[int]:
    """The things of a table of some thousands that any of the texts names.

    A code goes first, then a code but for the case, then the whole name or the words of one. Raises InputError
    `filter_syntax` where a text names nothing within reach.
    """
    texts = texts_of(values)
    things = reading.connection.execute(sa.select(model.id, model.code, model.name, model.name_key).where(*reach)).all()
    found: dict[int, None] = {}
    for text in texts:
        ids = _named(things, text)
        if not ids:
            raise no_such(text, text.text, [name for thing in things for name in (thing.code, thing.name)])
        found |= dict.fromkeys(ids)
    return list(found)


def _named(things: Sequence[Any], text: Text) -> list[int]:
    folded = fold(text.text)
    return (
        [thing.id for thing in things if thing.code == text.text]
        or [thing.id for thing in things if fold(thing.code) == folded]
        or [thing.id for thing in things if is_named(thing.name_key, text)]
    )


def is_named(name: str, text: Text) -> bool:
    """Whether a name is the text in quotes, or has for each word of it one that begins so."""
    if text.whole:
        return fold(name) == fold(text.text)
    present = words(name)
    return all(any(word.startswith(start) for word in present) for start in words(text.text))


def with_name(name_key: Any, text: Text) -> ColumnElement[bool]:
    """`is_named` asked of a column of folded names, for tables too long to read."""
    if text.whole:
        return name_key == fold(text.text)  # type: ignore[no-any-return]
    return sa.and_(*(_begins(name_key, word) for word in words(text.text)))


def _begins(column: Any, word: str) -> ColumnElement[bool]:
    # The first test is cheap and mostly false; what stands before the word is asked of the rest only.
    starts = (contains(column, before + word) for before in _BEFORE_WORDS)
    first: ColumnElement[bool] = column.startswith(word, autoescape=True)
    return sa.and_(contains(column, word), sa.or_(first, *starts))


class contains(GenericFunction[bool]):
    """Whether a text holds another, letter for letter: several times quicker than LIKE."""

    type = sa.Boolean()
    inherit_cache = True


@compiles(contains)
def _strpos(element: contains, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)}) > 0"


@compiles(contains, "sqlite")
def _instr(element: contains, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)}) > 0"
