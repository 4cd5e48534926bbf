"""The fields of a service's order form (CR-3)."""

from ads_tui.domain.forms import Form, FormField
from ads_tui.domain.text import LINE, TEXT
from ads_tui.i18n import _
from ads_tui.screens.new_order.fields import Field, LineField, SeveralField
from ads_tui.screens.new_order.searching import FixedField


def question_fields(form: Form) -> list[Field]:
    """A field for each question, in the order of the form."""
    return [_field(question) for question in form.fields]


def _field(question: FormField) -> Field:
    key, caption, required = f"form.{question.key}", question.label, question.required
    choices = [(choice.value, choice.label) for choice in question.choices]
    match question.kind:
        case "choice":
            return FixedField(key, caption, choices, required=required)
        case "choices":
            return SeveralField(key, caption, choices, required=required)
        case "bool":
            return FixedField(key, caption, [("yes", _("yes")), ("no", _("no"))], required=required)
        case "date":
            return LineField(key, caption, required=required, example="2026-08-20")
        case "number":
            return LineField(key, caption, required=required, example=_bounds(question))
        case "phone":
            return LineField(key, caption, required=required)
        case "text":
            return LineField(key, caption, required=required, longest=TEXT + LINE)


def _bounds(question: FormField) -> str:
    low, high = question.lowest, question.highest
    if low is None and high is None:
        return ""
    if high is None:
        return _("{lowest} or more").format(lowest=low)
    if low is None:
        return _("{highest} or less").format(highest=high)
    return _("{lowest} to {highest}").format(lowest=low, highest=high)
