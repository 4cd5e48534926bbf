"""The order form of a service: read from a TOML file, shown whole, searched by its labels and choices (CL-16, CR-2)."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ads_tui.domain.forms import Form, FormField, from_json, parse_form, to_json
from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_
from ads_tui.services.nouns.keys import column_key
from ads_tui.services.nouns.values import is_empty
from ads_tui.store.work import Reading


def form_of(stored: Mapping[str, Any]) -> Form:
    """The form that a service keeps; one without questions where none was set."""
    return from_json(stored) if stored else Form()


def form_texts(stored: Mapping[str, Any]) -> Iterator[str]:
    """The labels and choices by whose words a service is found (CR-2)."""
    for field in form_of(stored).fields:
        yield field.label
        for choice in field.choices:
            yield choice.value
            yield choice.label


def _read(_reading: Reading, text: str) -> dict[str, Any]:
    if is_empty(text):
        return {}
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            "invalid_value", N_("The form cannot be read: {reason}"), field="form", reason=excerpt(str(error), 120)
        ) from None
    form = parse_form(data)
    return to_json(form) if form.fields else {}


def _shown(stored: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_field_document(field) for field in form_of(stored).fields]


def _field_document(field: FormField) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "required": field.required,
        "min": field.lowest,
        "max": field.highest,
        "choices": [{"value": choice.value, "label": choice.label, "price": choice.price} for choice in field.choices],
        "price": field.price,
    }


FORM = column_key("form", N_("Order form"), "FILE.toml", _read, shown=_shown, kind="file")
