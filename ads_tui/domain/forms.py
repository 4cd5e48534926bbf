"""Order forms: what a service asks about an order (CR-3), and their file (CL-16)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ads_tui.domain.text import excerpt, required_line
from ads_tui.errors import InputError
from ads_tui.i18n import N_

Kind = Literal["text", "number", "choice", "choices", "date", "bool", "phone"]
Number = int | float

KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_DIGITS = 15

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(rf"([+-]?)([0-9]{{1,{MOST_DIGITS}}})(?:\.([0-9]{{1,{MOST_DIGITS}}}))?")
_FIELD_KEYS = frozenset({"key", "label", "kind", "required", "min", "max", "choices", "price"})
_CHOICE_KEYS = frozenset({"value", "label", "price"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers of a choice; `price` is the code of a price-list line (IV-4)."""

    value: str
    label: str
    price: str | None = None


@dataclass(frozen=True, slots=True)
class FormField:
    """One question; bounds are included and a price is named by numbers only, choices by choices only."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    lowest: Number | None = None
    highest: Number | None = None
    choices: tuple[Choice, ...] = ()
    price: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of a service in the order in which they are asked; keys are unique."""

    fields: tuple[FormField, ...] = ()

    def field(self, key: str) -> FormField | None:
        """The question with this key."""
        return next((field for field in self.fields if field.key == key), None)


def read_number(text: str, place: str) -> Number:
    """A decimal number with a point: an int where it is whole, else a float.

    At most MOST_DIGITS digits are taken: so many survive a float, which prints again as what was typed, so that an
    answer is one JSON number everywhere. Raises InputError `invalid_value`.
    """
    found = _NUMBER.fullmatch(text.strip())
    sign, whole, part = found.groups("") if found else ("", "", "")
    part = part.rstrip("0")
    if not found or len((whole + part).lstrip("0")) > MOST_DIGITS:
        raise _wrong(place, N_("This is no number: {given}"), given=excerpt(text))
    return float(f"{sign}{whole}.{part}") if part else int(sign + whole)


def parse_form(data: Mapping[str, object], place: str = "") -> Form:
    """The form of a parsed TOML file with its tables `[[field]]` (CL-16).

    A label left out is the key or the value. `place` stands before the place of a fault, which is like
    `field[2].kind`, counted from 0. Raises InputError `invalid_value`, and `field_required` for a key, kind or value
    left out.
    """
    start = f"{place}." if place else ""
    _demand_known(data, frozenset({"field"}), place)
    fields: dict[str, FormField] = {}
    for field_place, table in _tables(data.get("field", []), f"{start}field"):
        field = _parse_field(table, field_place)
        if field.key in fields:
            raise _wrong(f"{field_place}.key", N_("{key} is there twice"), key=field.key)
        fields[field.key] = field
    return Form(tuple(fields.values()))


def to_json(form: Form) -> dict[str, Any]:
    """The form in the shape of its file, what is default left out."""
    return {"field": [_field_to_json(field) for field in form.fields]}


def from_json(data: Mapping[str, Any]) -> Form:
    """The form that `to_json` has written."""
    return Form(
        tuple(
            FormField(
                key=table["key"],
                label=table["label"],
                kind=table["kind"],
                required=table.get("required", False),
                lowest=table.get("min"),
                highest=table.get("max"),
                choices=tuple(
                    Choice(choice["value"], choice["label"], choice.get("price")) for choice in table.get("choices", ())
                ),
                price=table.get("price"),
            )
            for table in data["field"]
        )
    )


def _field_to_json(field: FormField) -> dict[str, Any]:
    choices = [
        {"value": choice.value, "label": choice.label} | ({"price": choice.price} if choice.price else {})
        for choice in field.choices
    ]
    optional = {
        "required": field.required or None,
        "min": field.lowest,
        "max": field.highest,
        "choices": choices or None,
        "price": field.price,
    }
    told = {name: value for name, value in optional.items() if value is not None}
    return {"key": field.key, "label": field.label, "kind": field.kind} | told


def _parse_field(table: Mapping[str, object], place: str) -> FormField:
    _demand_known(table, _FIELD_KEYS, place)
    key = _required_line(table, "key", place)
    if not _KEY.fullmatch(key):
        raise _wrong(
            f"{place}.key",
            N_("A key begins with a letter a–z and goes on with a–z, 0–9 and _: {given}"),
            given=excerpt(key),
        )
    kind = _parse_kind(table, place)
    lowest, highest = (_parse_bound(table, name, kind, place) for name in ("min", "max"))
    if lowest is not None and highest is not None and lowest > highest:
        raise _wrong(f"{place}.max", N_("The largest number is smaller than the smallest"))
    price = _optional_line(table, "price", place)
    if price is not None and kind != "number":
        raise _wrong(f"{place}.price", N_("A price goes with a number or beside a choice"))
    return FormField(
        key=key,
        label=_optional_line(table, "label", place) or key,
        kind=kind,
        required=_parse_required(table, place),
        lowest=lowest,
        highest=highest,
        choices=_parse_choices(table, kind, place),
        price=price,
    )


def _parse_kind(table: Mapping[str, object], place: str) -> Kind:
    given = _required_line(table, "kind", place)
    for kind in KINDS:
        if kind == given:
            return kind
    raise _wrong(
        f"{place}.kind",
        N_("There is no kind {given}; the kinds are {kinds}"),
        given=excerpt(given),
        kinds=", ".join(KINDS),
    )


def _parse_required(table: Mapping[str, object], place: str) -> bool:
    required = table.get("required", False)
    if not isinstance(required, bool):
        raise _wrong(f"{place}.required", N_("This is true or false"))
    return required


def _parse_bound(table: Mapping[str, object], name: str, kind: Kind, place: str) -> Number | None:
    bound = table.get(name)
    if bound is None:
        return None
    if kind != "number":
        raise _wrong(f"{place}.{name}", N_("Bounds go with numbers only"))
    if isinstance(bound, str):
        raise _wrong(f"{place}.{name}", N_("This is no number: {given}"), given=excerpt(bound))
    return read_number(str(bound), f"{place}.{name}")


def _parse_choices(table: Mapping[str, object], kind: Kind, place: str) -> tuple[Choice, ...]:
    wanted = kind in ("choice", "choices")
    if not wanted and "choices" in table:
        raise _wrong(f"{place}.choices", N_("Choices go with the kinds choice and choices only"))
    choices: dict[str, Choice] = {}
    for choice_place, choice_table in _tables(table.get("choices", []), f"{place}.choices"):
        _demand_known(choice_table, _CHOICE_KEYS, choice_place)
        value = _required_line(choice_table, "value", choice_place)
        if value in choices:
            raise _wrong(f"{choice_place}.value", N_("{key} is there twice"), key=excerpt(value))
        label = _optional_line(choice_table, "label", choice_place)
        choices[value] = Choice(value, label or value, _optional_line(choice_table, "price", choice_place))
    if wanted and not choices:
        raise _wrong(f"{place}.choices", N_("A choice needs at least one answer to choose"))
    return tuple(choices.values())


def _tables(value: object, place: str) -> list[tuple[str, Mapping[str, object]]]:
    """The tables of a list, each with its place."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _wrong(place, N_("A list of tables belongs here"))
    tables = []
    for number, table in enumerate(value):
        if not isinstance(table, Mapping):
            raise _wrong(f"{place}[{number}]", N_("A table belongs here"))
        tables.append((f"{place}[{number}]", table))
    return tables


def _demand_known(table: Mapping[str, object], known: frozenset[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise _wrong(
                f"{place}.{excerpt(key)}" if place else excerpt(key),
                N_("There is no key {given} here; the keys are {keys}"),
                given=excerpt(key),
                keys=", ".join(sorted(known)),
            )


def _optional_line(table: Mapping[str, object], name: str, place: str) -> str | None:
    return _required_line(table, name, place) if name in table else None


def _required_line(table: Mapping[str, object], name: str, place: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise _wrong(f"{place}.{name}", N_("A text belongs here"))
    return required_line(value, f"{place}.{name}")


def _wrong(place: str, text: str, **values: Any) -> InputError:
    return InputError("invalid_value", text, field=place, **values)
