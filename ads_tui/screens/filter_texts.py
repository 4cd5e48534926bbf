"""Filters in words, as a dispatcher reads them: `Status: In progress, Paused`, `Due: before 21.11` (FL-3)."""

from collections.abc import Mapping
from datetime import date, datetime

from ads_tui.domain.filter_dates import DATE_WORDS
from ads_tui.domain.filter_names import NAMES
from ads_tui.domain.filter_values import Code, DateRange, NumberRange, Special, Text, Value
from ads_tui.domain.filters import Term
from ads_tui.i18n import N_, _

_SPECIAL: Mapping[str, str] = {"me": N_("me"), "yes": N_("yes"), "no": N_("no"), "any": N_("any")}


def term_text(term: Term, captions: Mapping[Value, str], today: date) -> str:
    """A term in the language of the process.

    `captions` are the names of its codes, logins and things; what it lacks is shown as the line has it. Dates of the
    year of `today` go without their year.
    """
    known = NAMES[term.name]
    values = ", ".join(value_text(value, known.kind, captions, today) for value in term.values)
    text = _("{caption}: {values}").format(caption=_(known.caption), values=values)
    return _("not {term}").format(term=text) if term.negated else text


def value_text(value: Value, kind: str, captions: Mapping[Value, str], today: date) -> str:
    """A value of a name of a kind, as `term_text` tells it."""
    if value in captions:
        return captions[value]
    match value:
        case Special(word):
            return _(_SPECIAL[word]) if word in _SPECIAL else _("nobody") if kind == "login" else _("none")
        case Code(code):
            return code
        case Text(text):
            return text
        case NumberRange(lowest, highest, strict):
            return _range_text(lowest, highest, strict, (_("less than {last}"), _("more than {first}")))
        case DateRange(first, last, strict):
            begin, end = (None if one is None else _date_text(one, today) for one in (first, last))
            return _range_text(begin, end, strict, (_("before {last}"), _("after {first}")))


def _range_text(first: object, last: object, strict: bool, strictly: tuple[str, str]) -> str:
    """A range by its ends; `strictly` says one without its upper and one without its lower end, left out itself."""
    if first == last:
        return str(first)
    if first is None:
        return (strictly[0] if strict else _("to {last}")).format(last=last)
    if last is None:
        return (strictly[1] if strict else _("from {first}")).format(first=first)
    return _("{first} – {last}").format(first=first, last=last)


def _date_text(end: str, today: date) -> str:
    if end in DATE_WORDS:
        return _(DATE_WORDS[end])
    moment = datetime.fromisoformat(end)
    day = moment.strftime("%d.%m" if moment.year == today.year else "%d.%m.%Y")
    return f"{day} {moment:%H:%M}" if "T" in end else day
