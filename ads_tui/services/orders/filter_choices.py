"""What a filter may be given: things, people, codes and words, found by a few letters (FL-1, FL-4)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.channels import CHANNELS, PRIORITY_CAPTIONS
from ads_tui.domain.filter_dates import DATE_WORDS
from ads_tui.domain.filter_names import NAMES
from ads_tui.domain.filter_reading import Written, read_text_or_number
from ads_tui.domain.filter_values import Code, DateRange, Special, Text, Value, named_by
from ads_tui.domain.text import fold, words
from ads_tui.domain.time_left import CLOCKS
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _
from ads_tui.models.catalogue import Status
from ads_tui.models.people import Employee
from ads_tui.models.places import TAGS_OF_CLIENTS, Client
from ads_tui.services.orders.choosing import ranked
from ads_tui.services.orders.conditions.places import PREMISES, different_texts
from ads_tui.services.orders.filter_things import find_things, known_things
from ads_tui.services.reach import visible_clients
from ads_tui.store.work import Reading

MOST = 50
_SPECIAL = {"me": N_("me"), "none": N_("none"), "yes": N_("yes"), "no": N_("no")}
_CAPTIONS = {"channel": CHANNELS, "priority": PRIORITY_CAPTIONS, "sla": CLOCKS}
_COLUMNS = {"entrance": PREMISES.c.entrance, "floor": PREMISES.c.floor}


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One value of a name: `str(value)` is the word of a line that reads back as it; `caption` and `note` are shown.

    `code` is that of a thing, by which a line may name it as well.
    """

    value: Value
    caption: str
    note: str = ""
    code: str = ""


def filter_choices(reading: Reading, name: str, typed: str, limit: int = MOST) -> list[FilterChoice]:
    """What a name of a filter line may be given, each typed word of which begins a word of its name or code.

    Words such as `me` first, then whole words before begun ones. Of clients, premises and the like those that the
    actor may see. For nothing typed all there is, but for clients and premises, of which there are too many.
    """
    wanted = words(typed)
    found = _special(reading, name, wanted) + _of_kind(reading, name, typed, wanted, limit)
    return found[:limit]


def value_captions(reading: Reading, name: str, values: Iterable[Value]) -> dict[Value, str]:
    """What those values of a name are called that its line knows by a word, a code or a login."""
    values = list(values)
    special: dict[Value, str] = {
        value: _special_caption(name, value.word) for value in values if isinstance(value, Special)
    }
    codes = {value: named_by(value) for value in values if isinstance(value, (Code, Text))}
    known: dict[str, str] = {}
    match NAMES[name].kind:
        case "thing":
            known = known_things(reading, name, list(codes.values())) if name != "tag" else {}
        case "login":
            known = _names_of(reading, list(codes.values()))
        case "code" | "kept":
            known = {named_by(choice.value): choice.caption for choice in _codes(reading, name)}
    return special | {value: known[code] for value, code in codes.items() if code in known}


def _of_kind(reading: Reading, name: str, typed: str, wanted: Sequence[str], limit: int) -> list[FilterChoice]:
    match NAMES[name].kind:
        case "code" | "kept":
            return _fitting(wanted, _codes(reading, name))
        case "date":
            return _fitting(
                wanted, [FilterChoice(DateRange(word, word), _(DATE_WORDS[word]), word) for word in DATE_WORDS]
            )
        case "login":
            return _people(reading, wanted)
        case "place":
            return _fitting(wanted, _places(reading, name))
        case "thing" if name == "tag":
            return _fitting(wanted, _tags(reading))
        case "thing":
            things = find_things(reading, name, typed, limit)
            return [FilterChoice(thing.text, thing.caption, thing.note, thing.code) for thing in things]
    return []


def _fitting(wanted: Sequence[str], choices: Iterable[FilterChoice]) -> list[FilterChoice]:
    """The choices that have the words in their caption or in the line, as they stand."""
    return [choice for choice in choices if _has(wanted, f"{choice.caption} {choice.note} {named_by(choice.value)}")]


def _has(wanted: Sequence[str], text: str) -> bool:
    # A code is also one word, as it is typed: in_progress.
    there = (*words(text), *fold(text).split())
    return all(any(word.startswith(want) for word in there) for want in wanted)


def _special(reading: Reading, name: str, wanted: Sequence[str]) -> list[FilterChoice]:
    offered = [word for word in NAMES[name].special if word != "me" or reading.actor.id is not None]
    return _fitting(wanted, [FilterChoice(Special(word), _special_caption(name, word)) for word in offered])


def _special_caption(name: str, word: str) -> str:
    is_nobody = word == "none" and NAMES[name].kind == "login"
    return _("nobody") if is_nobody else _(_SPECIAL[word])


def _codes(reading: Reading, name: str) -> list[FilterChoice]:
    if name != "status":
        return [FilterChoice(Code(code), _(caption), code) for code, caption in _CAPTIONS[name].items()]
    rows = reading.connection.execute(sa.select(col(Status.code), col(Status.name)).order_by(col(Status.position)))
    return [FilterChoice(Code(row.code), _(row.name), row.code) for row in rows]


def _people(reading: Reading, wanted: Sequence[str]) -> list[FilterChoice]:
    """Everybody, blocked ones last: orders of long ago are theirs."""
    rows = reading.connection.execute(
        sa.select(col(Employee.login), col(Employee.name), col(Employee.sort_key), col(Employee.blocked_at))
    ).all()
    found = [row for _score, row in ranked(wanted, ((f"{row.name} {row.login}", row.sort_key, row) for row in rows))]
    found.sort(key=lambda row: row.blocked_at is not None)
    return [
        FilterChoice(
            Code(row.login), row.name, _("{login}, blocked").format(login=row.login) if row.blocked_at else row.login
        )
        for row in found
    ]


def _names_of(reading: Reading, logins: Sequence[str]) -> dict[str, str]:
    rows = reading.connection.execute(
        sa.select(col(Employee.login), col(Employee.name)).where(col(Employee.login).in_(logins))
    )
    return {row.login: row.name for row in rows}


def _places(reading: Reading, name: str) -> list[FilterChoice]:
    """The entrances or floors there are, numbers first: `3` is the number, not the text."""
    found: dict[Value, FilterChoice] = {}
    for text in sorted(filter(None, different_texts(reading, _COLUMNS[name])), key=_by_number):
        try:
            value = read_text_or_number(Written(text, False, 0, ()))
        except InputError:
            continue
        if isinstance(value, Text) or str(value) != text:
            value = Text(text, whole=True)
        found.setdefault(value, FilterChoice(value, text))
    return list(found.values())


def _by_number(text: str) -> tuple[bool, int, str]:
    is_number = text.lstrip("-").isdecimal()
    return not is_number, int(text) if is_number else 0, text


def _tags(reading: Reading) -> list[FilterChoice]:
    """Tags of clients whom the actor may see, each once whatever its case."""
    lists = sa.select(TAGS_OF_CLIENTS).where(TAGS_OF_CLIENTS != "[]").distinct()
    found: dict[str, str] = {}
    for text in reading.connection.execute(lists).scalars():
        theirs = sa.select(col(Client.id)).where(TAGS_OF_CLIENTS.in_((text,)), *visible_clients(reading.actor))
        if reading.connection.execute(theirs.limit(1)).first() is not None:
            found |= {fold(tag): tag for tag in json.loads(text) if words(tag)}
    return [FilterChoice(Text(found[key], whole=True), found[key]) for key in sorted(found)]
