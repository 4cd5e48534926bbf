"""Adding, listing, showing and setting of every noun alike (CL-11, CL-17, RO-1, RO-2)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Select

from ads_tui.domain.actors import Actor
from ads_tui.domain.codes import parse_code
from ads_tui.domain.text import clean_line, excerpt, words
from ads_tui.errors import Faults, InputError, RuleError
from ads_tui.i18n import N_
from ads_tui.services import audit
from ads_tui.services.naming import find_thing
from ads_tui.services.nouns.keys import NAME, Key, everything
from ads_tui.services.reach import Conditions
from ads_tui.store.work import Reading, Work

# The id and the texts by whose words a thing is found.
Found = Select[*tuple[Any, ...]]

# So many are shown at once: few queries, and no list of ids too long for a database.
_BATCH = 500


def _nothing_to_check(_reading: Reading, _thing: Any, _given: Mapping[str, Any]) -> None:
    return None


def _nothing_follows(_work: Work, _thing: Any, _changed: frozenset[str]) -> None:
    return None


def _by_words_alone(_reading: Reading, _text: str) -> frozenset[int]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of thing: its table, its keys, whose right its changes are, which section shows it.

    `columns` are the keys of its table for people. `within` are the conditions of what an actor may see. `found_by`
    selects the id and the texts by whose words `-q` finds a thing, `also_found` adds what is found otherwise.
    `check(reading, thing or None, stored values by key)` raises refusals before anything is written;
    `settle(work, thing, changed keys)` does what else follows from a change.
    """

    name: str
    plural: str
    model: type[Any]
    right: str
    section: str
    keys: tuple[Key, ...]
    columns: tuple[str, ...] = ()
    audited: bool = True
    within: Callable[[Actor], Conditions] = everything
    found_by: Callable[[], Found] | None = None
    text_of: Callable[[Sequence[Any]], str] = lambda texts: " ".join(str(text) for text in texts if text)
    also_found: Callable[[Reading, str], frozenset[int]] = _by_words_alone
    check: Callable[[Reading, Any, Mapping[str, Any]], None] = _nothing_to_check
    settle: Callable[[Work, Any, frozenset[str]], None] = _nothing_follows

    @property
    def field(self) -> str:
        """The name by which refusals call the thing."""
        return self.name.replace("-", "_")

    def key(self, name: str) -> Key:
        """The key of this name; InputError `invalid_value` naming `key` where there is none."""
        for key in (NAME, *self.keys):
            if key.name == name.strip():
                return key
        raise InputError(
            "invalid_value",
            N_("There is no key {given}; the keys are: {keys}"),
            field="key",
            given=excerpt(name),
            keys=", ".join(key.name for key in (NAME, *self.keys)),
        )


@dataclass(frozen=True, slots=True)
class NounRow:
    """A thing as it is shown: `values` are JSON values by key (CL-17), in the order of the keys."""

    code: str | None
    name: str
    values: Mapping[str, Any]

    @property
    def document(self) -> dict[str, Any]:
        """The document of CL-7."""
        return {"code": self.code, "name": self.name, **self.values}


def add(work: Work, noun: Noun, code: str, name: str, pairs: Iterable[tuple[str, str]] = ()) -> NounRow:
    """Add a thing with its code, name and keys as typed.

    Raises InputError (a key given twice too), NotFoundError for what a key names, AccessError, RuleError `taken`.
    """
    pairs = list(pairs)
    faults = Faults()
    new_code = ""
    given: dict[str, Any] = {}
    with faults:
        new_code = parse_code(code)
    for key_name, text in [(NAME.name, name), *pairs]:
        with faults:
            key = noun.key(key_name)
            _demand_once(key, given)
            given[key.name] = None
            given[key.name] = key.read(work, text)
    for key in noun.keys:
        if key.required and key.name not in given:
            with faults:
                raise InputError("field_required", N_("{field} must be given"), field=key.name)
    if not faults:
        with faults:
            noun.check(work, None, given)
        with faults:
            _demand_free(work, noun, new_code)
    with faults:
        work.actor.require(noun.right)
    faults.raise_first()
    return _write_new(work, noun, new_code, given)


def set_key(work: Work, noun: Noun, code: str, key_name: str, text: str) -> NounRow:
    """Give one key of a thing another value; what changes nothing leaves no trace.

    Raises InputError, NotFoundError for the thing (`field` its noun) or what the value names, AccessError, RuleError.
    """
    faults = Faults()
    key, value, thing = None, None, None
    with faults:
        key = noun.key(key_name)
        value = key.read(work, text)
    with faults:
        thing = _find(work, noun, code)
    if not faults and thing is not None and key is not None:
        # Locked against orders that are being created with it, which would keep what is being changed.
        work.session.refresh(thing, with_for_update=True)
        with faults:
            noun.check(work, thing, {key.name: value})
    with faults:
        work.actor.require(noun.right)
    faults.raise_first()
    assert key is not None
    return _write_key(work, noun, thing, key, value)


def list_rows(reading: Reading, noun: Noun, q: str = "") -> list[NounRow]:
    """The things that the actor may see and that every word of `q` finds, by the alphabet of their names.

    Raises AccessError `forbidden` without the section.
    """
    wanted = clean_line(q, "q")
    reading.actor.require_section(noun.section)
    conditions = noun.within(reading.actor)
    model = noun.model
    ids = list(reading.session.scalars(sa.select(model.id).where(*conditions).order_by(model.sort_key, model.id)))
    if words(wanted):
        found = _found(reading, noun, wanted, conditions)
        ids = [key for key in ids if key in found]
    rows: list[NounRow] = []
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        things = {thing.id: thing for thing in reading.session.scalars(sa.select(model).where(model.id.in_(some)))}
        rows += rows_of(reading, noun, [things[key] for key in some])
    return rows


def show(reading: Reading, noun: Noun, code: str) -> NounRow:
    """One thing by its code or exact name; NotFoundError where it is not there or may not be seen."""
    faults = Faults()
    thing = None
    with faults:
        thing = _find(reading, noun, code)
    with faults:
        reading.actor.require_section(noun.section)
    faults.raise_first()
    return rows_of(reading, noun, [thing])[0]


def rows_of(reading: Reading, noun: Noun, things: Sequence[Any]) -> list[NounRow]:
    """The things as they are shown, in their order."""
    shown = [key.show(reading, things) for key in noun.keys]
    names = [key.name for key in noun.keys]
    return [
        NounRow(thing.code, thing.name, dict(zip(names, values, strict=True)))
        for thing, *values in zip(things, *shown, strict=True)
    ]


def _find(reading: Reading, noun: Noun, code: str) -> Any:
    known = noun.model.code.is_not(None)
    return find_thing(reading, noun.model, code, noun.field, where=(known, *noun.within(reading.actor)))


def _found(reading: Reading, noun: Noun, text: str, conditions: Conditions) -> set[int]:
    """The ids of what every word of the text finds: each begins some word of the thing (SE-1, CR-2)."""
    model = noun.model
    statement = noun.found_by() if noun.found_by else sa.select(model.id, model.code, model.name)
    wanted = words(text)
    found = set(noun.also_found(reading, text))
    for identity, *texts in reading.session.execute(statement.where(*conditions)):
        theirs = words(noun.text_of(texts))
        if all(any(word.startswith(begun) for word in theirs) for begun in wanted):
            found.add(identity)
    return found


def _demand_once(key: Key, given: Mapping[str, Any]) -> None:
    if key.name in given:
        raise InputError("invalid_value", N_("{key} is given twice"), field=key.name, key=key.name)


def _demand_free(work: Work, noun: Noun, code: str) -> None:
    model = noun.model
    if work.session.scalars(sa.select(model.id).where(model.code == code)).first() is not None:
        raise RuleError("taken", N_("The code {given} is taken"), field="code", given=code)


def _write_new(work: Work, noun: Noun, code: str, given: Mapping[str, Any]) -> NounRow:
    thing = noun.model(code=code)
    keys = [key for key in (NAME, *noun.keys) if key.name in given]
    for key in keys:
        if not key.linked:
            key.write(work, thing, given[key.name])
    work.session.add(thing)
    flush_unless_taken(work)
    for key in keys:
        if key.linked:
            key.write(work, thing, given[key.name])
    flush_unless_taken(work)
    noun.settle(work, thing, frozenset(given))
    if noun.audited:
        audit.note(work, noun.name, code, None, {key.name: key.show(work, [thing])[0] for key in keys})
    work.touch(noun.name, code)
    return rows_of(work, noun, [thing])[0]


def _write_key(work: Work, noun: Noun, thing: Any, key: Key, value: Any) -> NounRow:
    (old,) = key.show(work, [thing])
    key.write(work, thing, value)
    flush_unless_taken(work)
    (new,) = key.show(work, [thing])
    if old != new:
        noun.settle(work, thing, frozenset({key.name}))
        if noun.audited:
            audit.note(work, noun.name, thing.code, {key.name: old}, {key.name: new})
        work.touch(noun.name, thing.code)
    return rows_of(work, noun, [thing])[0]


def flush_unless_taken(work: Work, field: str = "code") -> None:
    """Write what waits; RuleError `taken` where another writer has just taken the code, name or number."""
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleError("taken", N_("Somebody else has just taken this {field}"), field=field) from error
