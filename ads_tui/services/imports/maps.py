"""The map of an import: what a file's columns, values and moments mean (CL-16)."""

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ads_tui.domain.channels import parse_channel, parse_priority
from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.imports.files import read_whole

FORMATS = ("csv", "xlsx")
TRANSLATED = ("status", "channel", "priority", "service")
MADE = ("service", "building", "department", "quarter")

_TABLES = ("file", "columns", "values", "default", "make")
_FILE_KEYS = ("format", "delimiter", "encoding", "zone", "moments", "sheet")
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_DIRECTIVES = frozenset("aAbBdfHIjmMpSyYz%")
_DAYS = (frozenset("j"), frozenset("dm"), frozenset("db"), frozenset("dB"))
_NO_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
_FORM = "form."


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A map as read: `columns` None where they are named as ours, `zone` None where it is the organization's.

    `moments` are formats of strptime; none stands for ISO 8601. `values` has translations by field, `default` texts
    by field for what the file leaves empty, `make` the kinds of things made on the way.
    """

    format: str | None = None
    delimiter: str = ","
    encoding: str = "utf-8"
    zone: ZoneInfo | None = None
    moments: tuple[str, ...] = ()
    sheet: str | None = None
    columns: Mapping[str, str] | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    default: Mapping[str, str] = field(default_factory=dict)
    make: frozenset[str] = frozenset()


def read_map(path: Path, fields: tuple[str, ...]) -> ImportMap:
    """The map in a TOML file for things that have these fields; `form.` among them stands for every key of a form.

    Raises OutsideError `storage` where it cannot be read, InputError `invalid_value` with the place in `field`.
    """
    text = read_whole(path, "map")
    try:
        data = tomllib.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            "invalid_value", N_("The map cannot be read: {reason}"), field="map", reason=excerpt(str(error), 120)
        ) from None
    return parse_map(data, fields)


def parse_map(data: Mapping[str, Any], fields: tuple[str, ...]) -> ImportMap:
    """The map of a parsed TOML file; raises InputError `invalid_value` with the place, such as `columns.foo`."""
    tables = {name: _table(data.get(name, {}), name) for name in _TABLES}
    _demand_known(data, _TABLES, "")
    file = tables["file"]
    _demand_known(file, _FILE_KEYS, "file")
    return ImportMap(
        format=_format(file),
        delimiter=_delimiter(file),
        encoding=_encoding(file),
        zone=_zone(file),
        moments=_moments(file),
        sheet=_text(file["sheet"], "file.sheet") if "sheet" in file else None,
        columns=_texts_by_field(tables["columns"], fields, "columns") if "columns" in data else None,
        values=_values(tables["values"]),
        default=_defaults(tables["default"], fields),
        make=_make(tables["make"]),
    )


def wrong(place: str, text: str, **values: Any) -> InputError:
    """The refusal of a map, naming the place in it."""
    return InputError("invalid_value", text, field=place, **values)


def place_of(table: str, key: str) -> str:
    """The place of a key in a map, such as `columns.foo`; safe to show whatever the key is."""
    name = excerpt(key) or '""'
    return f"{table}.{name}" if table else name


def _demand_known(table: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            raise wrong(
                place_of(place, key),
                N_("A map has no key {given} here; the keys are: {keys}"),
                given=excerpt(key),
                keys=", ".join(known),
            )


def _table(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise wrong(place, N_("A table is expected here"))
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise wrong(place, N_("A text is expected here"))
    return value


def _format(file: Mapping[str, Any]) -> str | None:
    if "format" not in file:
        return None
    if file["format"] not in FORMATS:
        raise wrong("file.format", N_("{field} is one of: {choices}"), choices=", ".join(FORMATS))
    return str(file["format"])


def _delimiter(file: Mapping[str, Any]) -> str:
    given = file.get("delimiter", ",")
    if not isinstance(given, str) or len(given) != 1 or given in '\r\n"\0':
        raise wrong("file.delimiter", N_("The delimiter is one character, neither a quote nor a line break"))
    return given


def _encoding(file: Mapping[str, Any]) -> str:
    given = _text(file.get("encoding", "utf-8"), "file.encoding")
    try:
        codec = codecs.lookup(given)
        # Codecs such as hex turn bytes into bytes; the others write something else than files.
        if codec.name in _NO_FILES or not isinstance("a\n".encode(codec.name).decode(codec.name), str):
            raise LookupError
    except (LookupError, UnicodeError, ValueError):
        raise wrong("file.encoding", N_("There is no encoding {given}"), given=excerpt(given)) from None
    return codec.name


def _zone(file: Mapping[str, Any]) -> ZoneInfo | None:
    if "zone" not in file:
        return None
    given = _text(file["zone"], "file.zone")
    try:
        return ZoneInfo(given)
    except (KeyError, ValueError, OSError):
        raise wrong(
            "file.zone", N_("There is no time zone {given}; an example: Europe/Moscow"), given=excerpt(given)
        ) from None


def _moments(file: Mapping[str, Any]) -> tuple[str, ...]:
    given = file.get("moments", [])
    if not isinstance(given, list):
        raise wrong("file.moments", N_("A list of formats is expected here"))
    return tuple(_moment_format(item, f"file.moments[{at}]") for at, item in enumerate(given))


def _moment_format(value: object, place: str) -> str:
    """A format that names a day, each directive once."""
    given = _text(value, place)
    found = [name for name in _DIRECTIVE.findall(given) if name != "%"]
    names = frozenset(found)
    has_day = bool(names & {"y", "Y"}) and any(day <= names for day in _DAYS)
    if not names <= _DIRECTIVES or len(found) != len(names) or {"y", "Y"} <= names or not has_day:
        raise wrong(
            place,
            N_("This is no format of a moment: {given}. An example: %d.%m.%Y %H:%M"),
            given=excerpt(given),
        )
    return given


def _texts_by_field(table: Mapping[str, Any], fields: tuple[str, ...], place: str) -> dict[str, str]:
    """Texts by field; `form.cabin = …` arrives as a table within the table."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if key == "form" and isinstance(value, dict) and _FORM in fields:
            flat.update({f"{_FORM}{inner}": text for inner, text in value.items()})
        else:
            flat[key] = value
    for key in flat:
        if not (key in fields and key != _FORM) and not (_FORM in fields and key.startswith(_FORM) and key != _FORM):
            raise wrong(
                place_of(place, key),
                N_("A map has no key {given} here; the keys are: {keys}"),
                given=excerpt(key),
                keys=", ".join(f"{name}KEY" if name == _FORM else name for name in fields),
            )
    return {key: _text(value, place_of(place, key)).strip() for key, value in flat.items()}


def _values(tables: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    _demand_known(tables, TRANSLATED, "values")
    found: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        place = f"values.{name}"
        found[name] = {
            theirs.strip(): _ours(name, _text(ours, place_of(place, theirs)), place_of(place, theirs))
            for theirs, ours in _table(table, place).items()
        }
    return found


def _defaults(table: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    found = _texts_by_field(table, fields, "default")
    return {name: _ours(name, text, f"default.{name}") for name, text in found.items()}


def _ours(name: str, text: str, place: str) -> str:
    """A word of ours, judged here where its list is fixed."""
    if name == "channel":
        parse_channel(text, place, by_employee=False)
    elif name == "priority":
        parse_priority(text, place)
    return text.strip()


def _make(table: Mapping[str, Any]) -> frozenset[str]:
    _demand_known(table, MADE, "make")
    for name, value in table.items():
        if not isinstance(value, bool):
            raise wrong(f"make.{name}", N_("true or false is expected here"))
    return frozenset(name for name, value in table.items() if value)
