"""Answers to an order form: read, summed up in a line, carried to another form (CR-3, ED-2, CL-12)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ads_tui.domain.forms import Form, FormField, Kind, read_number
from ads_tui.domain.phones import parse_phone, show_phone
from ads_tui.domain.text import clean_text, excerpt
from ads_tui.errors import Faults, InputError
from ads_tui.i18n import N_, _

# As stored and printed in JSON: phones in E.164, dates as YYYY-MM-DD, choices as a list of values.
Value = str | int | float | bool | list[str]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_NO = {"yes": True, "no": False}
_NOTHING: Mapping[str, Value] = {}


def check_answers(
    form: Form, given: Mapping[str, Sequence[str]], region: str, kept: Mapping[str, Value] = _NOTHING
) -> dict[str, Value]:
    """The answers as stored, in the order of the form, from texts as typed: several for `choices`, else one.

    A key that is not in `given` has the answer of `kept`, which is taken as good; white space alone is no answer and
    takes a kept one away. `region` is where phones are dialled from. Raises InputError `invalid_value` for an unknown
    key or a bad value and `field_required` for a required answer that is missing, with `field` `form.KEY`; of several
    CL-8's first.
    """
    answers: dict[str, Value] = {}
    faults = Faults()
    for key in given:
        with faults:
            _demand_key(form, key)
    for field in form.fields:
        with faults:
            answer = _read(field, given[field.key], region) if field.key in given else kept.get(field.key)
            if answer is not None:
                answers[field.key] = answer
            elif field.required:
                raise InputError(
                    "field_required",
                    N_("This question must be answered: {label}"),
                    field=_place(field),
                    label=field.label,
                )
    faults.raise_first()
    return answers


def essence(form: Form, answers: Mapping[str, Value], region: str) -> str:
    """The answers in one line for people, such as `Cabin: left · Stuck: no`, in the order of the form.

    Yes and no are in the language of the process, phones in the form of their country seen from `region`.
    """
    return " · ".join(
        f"{field.label}: {show_answer(field, answers[field.key], region)}"
        for field in form.fields
        if field.key in answers
    )


def kept_answers(
    old_form: Form, old_answers: Mapping[str, Value], new_form: Form
) -> tuple[dict[str, Value], dict[str, Value]]:
    """What of the answers stays when the form changes, and what goes to history (ED-2).

    An answer stays where the new form has its key with the same kind and takes such a value; of several choices those
    stay that the new form offers.
    """
    kept: dict[str, Value] = {}
    dropped: dict[str, Value] = {}
    for key, answer in old_answers.items():
        old, new = old_form.field(key), new_form.field(key)
        if old is None or new is None or old.kind != new.kind:
            dropped[key] = answer
        elif isinstance(answer, list):
            offered = {choice.value for choice in new.choices}
            stays = [value for value in answer if value in offered]
            goes = [value for value in answer if value not in offered]
            if stays:
                kept[key] = stays
            if goes:
                dropped[key] = goes
        elif _fits(new, answer):
            kept[key] = answer
        else:
            dropped[key] = answer
    return kept, dropped


def _place(field: FormField) -> str:
    return f"form.{field.key}"


def _wrong(field: FormField, text: str, **values: Any) -> InputError:
    return InputError("invalid_value", text, field=_place(field), **values)


def _demand_key(form: Form, key: str) -> None:
    if form.field(key) is None:
        raise InputError(
            "invalid_value",
            N_("The form has no key {given}; its keys are {keys}"),
            field=f"form.{excerpt(key)}",
            given=excerpt(key),
            keys=", ".join(field.key for field in form.fields) or "—",
        )


def _read(field: FormField, given: Sequence[str], region: str) -> Value | None:
    texts = [text for text in (clean_text(text, _place(field)) for text in given) if text]
    if not texts:
        return None
    if field.kind == "choices":
        chosen = {_read_choice(field, text, region) for text in texts}
        return [choice.value for choice in field.choices if choice.value in chosen]
    if len(texts) > 1:
        raise _wrong(field, N_("This question takes one answer: {label}"), label=field.label)
    return _READERS[field.kind](field, texts[0], region)


def _read_text(field: FormField, text: str, region: str) -> str:
    return text


def _read_number(field: FormField, text: str, region: str) -> Value:
    number = read_number(text, _place(field))
    if field.lowest is not None and number < field.lowest:
        raise _wrong(field, N_("The smallest number here is {bound}"), bound=_plain(field.lowest))
    if field.highest is not None and number > field.highest:
        raise _wrong(field, N_("The largest number here is {bound}"), bound=_plain(field.highest))
    return number


def _read_choice(field: FormField, text: str, region: str) -> str:
    for choice in field.choices:
        if choice.value == text:
            return text
    raise _wrong(
        field,
        N_("{given} is not offered; choose from: {choices}"),
        given=excerpt(text),
        choices=", ".join(choice.value for choice in field.choices),
    )


def _read_date(field: FormField, text: str, region: str) -> str:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _wrong(field, N_("This is no date like 2026-08-20: {given}"), given=excerpt(text)) from None


def _read_bool(field: FormField, text: str, region: str) -> bool:
    answer = _YES_NO.get(text.lower())
    if answer is None:
        raise _wrong(field, N_("The answer is yes or no: {given}"), given=excerpt(text))
    return answer


def _read_phone(field: FormField, text: str, region: str) -> str:
    return parse_phone(text, region, _place(field)).key


_READERS: dict[Kind, Callable[[FormField, str, str], Value]] = {
    "text": _read_text,
    "number": _read_number,
    "choice": _read_choice,
    "date": _read_date,
    "bool": _read_bool,
    "phone": _read_phone,
}


def _fits(field: FormField, answer: Value) -> bool:
    if field.kind == "choice":
        return any(choice.value == answer for choice in field.choices)
    if isinstance(answer, int | float):
        return (field.lowest is None or answer >= field.lowest) and (field.highest is None or answer <= field.highest)
    return True


def show_answer(field: FormField, answer: Value, region: str) -> str:
    """One answer for people: yes and no in the language of the process, choices by label, phones seen from `region`."""
    if isinstance(answer, bool):
        return _("yes") if answer else _("no")
    if isinstance(answer, int | float):
        return _plain(answer)
    if isinstance(answer, list):
        return ", ".join(_label(field, value) for value in answer)
    if field.kind == "phone":
        return show_phone(answer, region)
    return _label(field, " ".join(answer.split()))


def _label(field: FormField, value: str) -> str:
    return next((choice.label for choice in field.choices if choice.value == value), value)


def _plain(number: float) -> str:
    return f"{Decimal(repr(number)):f}"
