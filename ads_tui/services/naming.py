"""Finds a thing by the code that its list prints, or by its exact name (CL-11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, Select

from ads_tui.domain.text import clean_line, excerpt, fold
from ads_tui.errors import InputError, NotFoundError
from ads_tui.i18n import N_
from ads_tui.store.work import Reading


class Named(Protocol):
    """A table of things that have a code and a name."""

    code: Any
    name: Any
    name_key: Any


@dataclass(frozen=True, slots=True)
class Thing:
    """What a thing is known by."""

    id: int
    code: str | None
    name: str


N = TypeVar("N", bound=Named)
_MOST_CHOICES = 20


def find_thing(
    reading: Reading, model: type[N], text: str, field: str, *, where: tuple[ColumnElement[bool], ...] = ()
) -> N:
    """The row of the one thing that `find_named` finds; refusals are its."""
    reading.session.flush()
    return reading.session.get_one(model, find_named(reading, model, text, field, where=where).id)


def find_named(
    reading: Reading,
    model: type[Named],
    text: str,
    field: str,
    *,
    among: tuple[ColumnElement[bool], ...] = (),
    where: tuple[ColumnElement[bool], ...] = (),
) -> Thing:
    """The one thing whose code or exact name (case and ё/е ignored) is `text`, among those that fit `where`.

    `among` are conditions that are the same on every call, for which the statements are kept.

    Raises InputError `field_required` for an empty text and `ambiguous` with the codes in `details.choices`;
    NotFoundError `not_found`; AccessError `not_signed_in`. `field` is named in all of them.
    """
    wanted = clean_line(text, field)
    if not wanted:
        raise InputError("field_required", N_("{field} must be given"), field=field)
    reading.actor.require_signed_in()
    coded, named = _statements(model, among)
    by_code = reading.connection.execute(coded.where(*where) if where else coded, {"b_text": wanted}).first()
    if by_code is not None:
        return Thing(*by_code)
    by_name = reading.connection.execute(named.where(*where) if where else named, {"b_text": fold(wanted)}).all()
    if len(by_name) > 1:
        raise InputError(
            "ambiguous",
            N_("Several are named {text}: give the code"),
            field=field,
            details={"choices": [thing.code for thing in by_name]},
            text=wanted,
        )
    if not by_name:
        raise not_found(field, wanted)
    return Thing(*by_name[0])


@cache
def _statements(model: type[Named], among: tuple[ColumnElement[bool], ...]) -> tuple[Select[Any], Select[Any]]:
    """The statements that find by code and by name: building them anew costs more than running them."""
    things = sa.select(*(sa.inspect(model).c[name] for name in ("id", "code", "name"))).where(*among)
    text: sa.BindParameter[str] = sa.bindparam("b_text")
    return (
        things.where(model.code == text),
        things.where(model.name_key == text).order_by(model.code).limit(_MOST_CHOICES),
    )


def not_found(field: str, text: object) -> NotFoundError:
    """The answer for what does not exist and for what may not be seen alike (RO-3)."""
    return NotFoundError("not_found", N_("There is no {field} {text}"), field=field, text=text)


def demand_word(word: str, table: Iterable[str], field: str) -> None:
    """Refuse, as InputError `invalid_value`, a word that a fixed list does not have (CL-8)."""
    if word not in table:
        raise InputError(
            "invalid_value",
            N_("There is no {field} {word}; there are: {choices}"),
            field=field,
            word=excerpt(word),
            choices=", ".join(table),
        )
