"""Finds a thing by the code that its list prints, or by its exact name (CL-11)."""

from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.domain.text import clean_line, fold
from ads_tui.errors import InputError, NotFoundError
from ads_tui.i18n import N_
from ads_tui.store.work import Reading


class Named(Protocol):
    """A table of things that have a code and a name."""

    code: Any
    name: Any
    name_key: Any


N = TypeVar("N", bound=Named)
_MOST_CHOICES = 20


def find_thing(
    reading: Reading, model: type[N], text: str, field: str, *, where: tuple[ColumnElement[bool], ...] = ()
) -> N:
    """The one thing whose code or exact name (case and ё/е ignored) is `text`, among those that fit `where`.

    Raises InputError `field_required` for an empty text and `ambiguous` with the codes in `details.choices`;
    NotFoundError `not_found`; AccessError `not_signed_in`. `field` is named in all of them.
    """
    wanted = clean_line(text, field)
    if not wanted:
        raise InputError("field_required", N_("{field} must be given"), field=field)
    reading.actor.require_signed_in()
    by_code = reading.session.scalars(sa.select(model).where(model.code == wanted, *where)).first()
    if by_code is not None:
        return by_code
    by_name = reading.session.scalars(
        sa.select(model).where(model.name_key == fold(wanted), *where).order_by(model.code).limit(_MOST_CHOICES)
    ).all()
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
    return by_name[0]


def not_found(field: str, text: object) -> NotFoundError:
    """The answer for what does not exist and for what may not be seen alike (RO-3)."""
    return NotFoundError("not_found", N_("There is no {field} {text}"), field=field, text=text)
