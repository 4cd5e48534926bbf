"""One key of a thing (CL-17): how its value is read, kept and shown; and the keys that many nouns have alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.domain.emails import parse_email
from ads_tui.domain.moments import parse_duration, show_duration
from ads_tui.domain.phones import parse_phone
from ads_tui.domain.sorting import sort_key
from ads_tui.domain.text import NOTE, clean_line, clean_text, fold, required_line
from ads_tui.i18n import N_
from ads_tui.models.people import Employee
from ads_tui.services.naming import find_thing, not_found
from ads_tui.services.nouns.values import is_empty, read_choice, read_flag, read_list, read_whole
from ads_tui.services.reach import Conditions
from ads_tui.store.work import Reading, Work

Read = Callable[[Reading, str], Any]
Write = Callable[[Work, Any, Any], None]
Show = Callable[[Reading, Sequence[Any]], list[Any]]


def everything(_actor: Actor) -> Conditions:
    """No condition: seen by whoever has the section."""
    return ()


@dataclass(frozen=True, slots=True)
class Key:
    """A key: `read` makes the stored value of what was typed, its refusals name the key; `show` the JSON values.

    `show` is asked for many things at once. `linked` values are kept in other tables and written once the thing has
    its id. `takes` says in help what is typed; a `file` is typed as a path, but `read` is given what the file holds.
    """

    name: str
    caption: str
    takes: str
    read: Read
    write: Write
    show: Show
    linked: bool = False
    required: bool = False
    kind: Literal["text", "phone", "file"] = "text"


def column_key(
    name: str,
    caption: str,
    takes: str,
    read: Read,
    *,
    column: str | None = None,
    shown: Callable[[Any], Any] = lambda value: value,
    kind: Literal["text", "phone", "file"] = "text",
) -> Key:
    """A key kept in a column of the thing's own row, which is called as the key where no `column` is named."""
    kept = column or name

    def write(_work: Work, thing: Any, value: Any) -> None:
        setattr(thing, kept, value)

    def show(_reading: Reading, things: Sequence[Any]) -> list[Any]:
        return [shown(getattr(thing, kept)) for thing in things]

    return Key(name, caption, takes, read, write, show, kind=kind)


def line(name: str, caption: str) -> Key:
    """One line of text; `none` empties it."""

    def read(_reading: Reading, text: str) -> str:
        return "" if is_empty(text) else clean_line(text, name)

    return column_key(name, caption, "TEXT", read, shown=_text_or_null)


def note(name: str = "note", caption: str = N_("Note"), longest: int = NOTE) -> Key:
    """Text of several lines; `none` empties it."""

    def read(_reading: Reading, text: str) -> str:
        return "" if is_empty(text) else clean_text(text, name, longest)

    return column_key(name, caption, "TEXT", read, shown=_text_or_null)


def flag(name: str, caption: str) -> Key:
    """Yes or no."""
    return column_key(name, caption, "yes|no", lambda _reading, text: read_flag(text, name))


def choice(name: str, caption: str, choices: tuple[str, ...]) -> Key:
    """One word of a fixed list."""
    return column_key(name, caption, "|".join(choices), lambda _reading, text: read_choice(text, name, choices))


def whole(name: str, caption: str, least: int, most: int) -> Key:
    """A whole number within bounds."""
    return column_key(name, caption, f"{least}–{most}", lambda _reading, text: read_whole(text, name, least, most))


def duration(name: str, caption: str) -> Key:
    """Working time (CL-9), kept in seconds and shown as it is typed: `1h30m`."""

    def read(_reading: Reading, text: str) -> int | None:
        return None if is_empty(text) else parse_duration(text, name)

    return column_key(
        name, caption, "DURATION", read, shown=lambda seconds: None if seconds is None else show_duration(seconds)
    )


def words(name: str, caption: str) -> Key:
    """A list of words by comma."""
    return column_key(name, caption, "TEXT,…", lambda _reading, text: read_list(text, name), shown=list)


def phone(name: str = "phone", caption: str = N_("Phone")) -> Key:
    """A phone number, kept and shown in E.164 (CR-4)."""

    def read(reading: Reading, text: str) -> str:
        return "" if is_empty(text) else parse_phone(text, reading.settings.region, name).key

    return column_key(name, caption, "PHONE", read, shown=_text_or_null, kind="phone")


def email(name: str = "email", caption: str = N_("E-mail")) -> Key:
    """An e-mail address."""

    def read(_reading: Reading, text: str) -> str:
        return "" if is_empty(text) else parse_email(text, name)

    return column_key(name, caption, "EMAIL", read, shown=_text_or_null)


def reference(
    name: str,
    caption: str,
    model: type[Any],
    column: str,
    *,
    within: Callable[[Actor], Conditions] = everything,
    required: bool = False,
) -> Key:
    """Another thing by its code or exact name, shown by its code; `none` empties it unless it is `required`."""

    def read(reading: Reading, text: str) -> int | None:
        if is_empty(text) and not required:
            return None
        thing = find_thing(reading, model, "" if is_empty(text) else text, name, where=within(reading.actor))
        return int(thing.id)

    def write(_work: Work, thing: Any, value: int | None) -> None:
        setattr(thing, column, value)

    def show(reading: Reading, things: Sequence[Any]) -> list[Any]:
        codes = labels_of(reading, model.id, model.code, {getattr(thing, column) for thing in things})
        return [codes.get(getattr(thing, column)) for thing in things]

    return Key(name, caption, "CODE", read, write, show, required=required)


def employee(name: str, caption: str, column: str) -> Key:
    """An employee by login; `none` empties it."""

    def read(reading: Reading, text: str) -> int | None:
        return None if is_empty(text) else find_employee(reading, text, name)

    def write(_work: Work, thing: Any, value: int | None) -> None:
        setattr(thing, column, value)

    def show(reading: Reading, things: Sequence[Any]) -> list[Any]:
        wanted = {getattr(thing, column) for thing in things}
        logins = labels_of(reading, Employee.id, Employee.login, wanted)
        return [logins.get(getattr(thing, column)) for thing in things]

    return Key(name, caption, "LOGIN", read, write, show)


def _write_name(_work: Work, thing: Any, name: str) -> None:
    thing.name, thing.name_key = name, fold(name)
    if hasattr(thing, "sort_key"):
        thing.sort_key = sort_key(name)


# Every noun has it, `set CODE name VALUE`; documents print it beside the code.
NAME = Key(
    "name",
    N_("Name"),
    "TEXT",
    lambda _reading, text: required_line("" if is_empty(text) else text, "name"),
    _write_name,
    lambda _reading, things: [thing.name for thing in things],
    required=True,
)


def find_employee(reading: Reading, login: str, field: str) -> int:
    """The id of the employee with this login, blocked or not; raises NotFoundError naming `field`."""
    wanted = clean_line(login, field).lower()
    reading.actor.require_signed_in()
    found = reading.session.scalars(sa.select(col(Employee.id)).where(col(Employee.login) == wanted)).first()
    if found is None:
        raise not_found(field, wanted)
    return found


def labels_of(reading: Reading, identity: Any, label: Any, ids: set[Any]) -> Mapping[int, str]:
    """The codes or logins of these ids, None left aside."""
    wanted = sorted(ids - {None})
    if not wanted:
        return {}
    rows = reading.session.execute(sa.select(identity, label).where(col(identity).in_(wanted)))
    return {row[0]: row[1] for row in rows}


def _text_or_null(text: str) -> str | None:
    return text or None
