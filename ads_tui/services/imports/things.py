"""Things that rows of an import name: found by code or exact name, or made on the way (CL-11, CL-16).

All that a batch names is looked up at once. What is to be made waits on its shelf until every row of the batch was
judged, so that a refused row leaves nothing made for it alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ads_tui.domain.actors import Actor
from ads_tui.domain.sorting import sort_key
from ads_tui.domain.text import fold
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.models.ground import AuditEvent
from ads_tui.services.imports.slugs import give_codes, slug
from ads_tui.services.naming import not_found
from ads_tui.store.work import Reading, Work

_MOST_CHOICES = 20


@dataclass(slots=True, eq=False)
class Thing:
    """Something with a code and a name; `id` is None until it is made.

    `columns` are further columns to be written; `links` the columns that hold the id of another thing, which may be
    one that is still to be made.
    """

    name: str
    id: int | None = None
    code: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    links: dict[str, "Thing | None"] = field(default_factory=dict)

    @property
    def key(self) -> int | str:
        """What tells it from others of its kind, made or not."""
        return self.id if self.id is not None else fold(self.name)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its noun on the command line, its table, whose right its making is."""

    noun: str
    model: Any
    right: str
    audited: bool = True


class Shelf:
    """The things of one kind that a batch names, and those to be made for it."""

    def __init__(self, kind: Kind, *, may_make: bool, where: Sequence[ColumnElement[bool]] = ()) -> None:
        """`where` are the conditions of what the actor may see; `may_make`: whether missing ones are made at all."""
        self.kind = kind
        self.to_make: list[Thing] = []
        self._may_make = may_make
        self._where = tuple(where)
        self._by_code: dict[str, Thing] = {}
        self._by_name: dict[str, list[Thing]] = {}
        self._new_by_code: dict[str, Thing] = {}
        self._new_by_name: dict[str, Thing] = {}

    def load(self, reading: Reading, texts: Iterable[str]) -> None:
        """Look up all that the texts may mean; what was looked up before is forgotten."""
        self._by_code, self._by_name = {}, {}
        wanted = set(texts)
        if not wanted:
            return
        model = self.kind.model
        names = {fold(text) for text in wanted}
        statement = (
            sa.select(model.id, model.code, model.name, model.name_key)
            .where(sa.or_(model.code.in_(wanted), model.name_key.in_(names)), *self._where)
            .order_by(model.code)
        )
        for row in reading.connection.execute(statement):
            thing = Thing(row.name, row.id, row.code)
            self._by_code[row.code] = thing
            self._by_name.setdefault(row.name_key, []).append(thing)

    def __iter__(self) -> Iterator[Thing]:
        """What was found in the database."""
        return iter(self._by_code.values())

    def find(self, text: str, field: str) -> Thing | None:
        """The thing of a code or an exact name, None where there is none; InputError `ambiguous` for several."""
        by_code = self.by_code(text)
        if by_code is not None:
            return by_code
        name_key = fold(text)
        by_name = self._by_name.get(name_key, ())
        if len(by_name) > 1:
            raise InputError(
                "ambiguous",
                N_("Several are named {text}: give the code"),
                field=field,
                details={"choices": [thing.code for thing in by_name[:_MOST_CHOICES]]},
                text=text,
            )
        return by_name[0] if by_name else self._new_by_name.get(name_key)

    def by_code(self, code: str) -> Thing | None:
        """The thing of a code."""
        return self._by_code.get(code) or self._new_by_code.get(code)

    def if_there(self, text: str) -> Thing | None:
        """What `find` finds, None also where the text fits several."""
        try:
            return self.find(text, self.kind.noun.replace("-", "_"))
        except InputError:
            return None

    def demand(self, text: str, field: str) -> Thing:
        """The thing of a code or an exact name; NotFoundError where there is none."""
        found = self.find(text, field)
        if found is None:
            raise not_found(field, text)
        return found

    def propose(self, actor: Actor, text: str, field: str) -> Thing:
        """A new thing of this name, not yet on the shelf.

        Raises NotFoundError where the import makes none of its kind, AccessError `forbidden` where the actor may not.
        """
        if not self._may_make:
            raise not_found(field, text)
        actor.require(self.kind.right)
        return Thing(text)

    def put(self, thing: Thing) -> None:
        """Have a thing made with the batch."""
        self.to_make.append(thing)
        self._new_by_name.setdefault(fold(thing.name), thing)
        if thing.code:
            self._new_by_code[thing.code] = thing

    def make(self, work: Work) -> None:
        """Write the things that wait on the shelf; what they are linked to is written before."""
        if self.to_make:
            bases = [slug(thing.name, self.kind.noun) for thing in self.to_make]
            give_codes(work.connection, self.kind.model, self.to_make, bases)
            insert_things(work, self.kind, self.to_make)


def insert_things(work: Work, kind: Kind, things: Sequence[Thing]) -> None:
    """Write new things with their codes and give them their ids; the audit log and the consoles are told."""
    defaults = defaults_of(kind.model)
    rows = [
        {
            **defaults,
            "code": thing.code or None,
            "name": thing.name,
            "name_key": fold(thing.name),
            "sort_key": sort_key(thing.name),
            **thing.columns,
            **{column: linked.id if linked else None for column, linked in thing.links.items()},
        }
        for thing in things
    ]
    insert_rows(work, kind.model, rows, things)
    for thing in things:
        work.touch(kind.noun, thing.code or str(thing.id))
    if kind.audited:
        note_made(work, kind.noun, things)


def insert_rows(work: Work, model: Any, rows: Sequence[dict[str, Any]], things: Sequence[Any]) -> None:
    """Write rows and give each thing the id of its own."""
    table = model.__table__
    statement = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids = work.connection.execute(statement, list(rows)).scalars()
    for thing, identity in zip(things, ids, strict=True):
        thing.id = identity


def note_made(work: Work, noun: str, things: Sequence[Thing]) -> None:
    """Write in the audit log what was made (AU-3)."""
    work.connection.execute(
        sa.insert(AuditEvent),
        [
            {
                "at": work.now,
                "actor_id": work.actor.id,
                "what": noun,
                "key": thing.code,
                "old": None,
                "new": {"name": thing.name, **{name: linked.code for name, linked in _named(thing)}},
            }
            for thing in things
        ],
    )


def _named(thing: Thing) -> list[tuple[str, Thing]]:
    return [(column.removesuffix("_id"), linked) for column, linked in thing.links.items() if linked is not None]


def defaults_of(model: Any) -> dict[str, Any]:
    """The columns of a new row that have a default, but its id."""
    return {
        name: info.get_default(call_default_factory=True)
        for name, info in model.model_fields.items()
        if name != "id" and not info.is_required()
    }
