"""The fields of a service's order form (CR-3)."""

from collections.abc import Callable

from ads_tui.domain.forms import Form, FormField
from ads_tui.domain.text import LINE, TEXT
from ads_tui.i18n import _
from ads_tui.screens.new_order.choices import FixedField, SeveralField, YesNoField
from ads_tui.screens.new_order.fields import Field, LineField
from ads_tui.screens.new_order.readings import DATE_EXAMPLES, Now, answer_reader


def question_fields(form: Form, region: Callable[[], str], now: Now) -> list[Field]:
    """A field for each question, in the order of the form; `region` is where phones are dialled from."""
    return [_field(question, region, now) for question in form.fields]


def _field(question: FormField, region: Callable[[], str], now: Now) -> Field:
    key, caption, required = f"form.{question.key}", question.label, question.required
    choices = [(choice.value, choice.label) for choice in question.choices]
    match question.kind:
        case "choice":
            return FixedField(key, caption, choices, required=required)
        case "choices":
            return SeveralField(key, caption, choices, required=required)
        case "bool":
            return YesNoField(key, caption, required=required)
        case "text":
            return LineField(key, caption, required=required, longest=TEXT + LINE)
        case _:
            helps = {"date": DATE_EXAMPLES, "number": _bounds(question)}.get(question.kind, "")
            reader = answer_reader(question, region, now)
            return LineField(key, caption, required=required, example=helps, reader=reader)


def _bounds(question: FormField) -> str:
    low, high = question.lowest, question.highest
    if low is None and high is None:
        return ""
    if high is None:
        return _("{lowest} or more").format(lowest=low)
    if low is None:
        return _("{highest} or less").format(highest=high)
    return _("{lowest} to {highest}").format(lowest=low, highest=high)
