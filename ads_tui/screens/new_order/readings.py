"""How what is typed into a line of the form is read when the line is left: shown and sent so, or refused at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from ads_tui.domain.day_first import iso_date, iso_moment, iso_visit
from ads_tui.domain.emails import parse_email
from ads_tui.domain.form_answers import check_answers
from ads_tui.domain.forms import Form, FormField
from ads_tui.domain.moments import parse_visit, parse_when, show_date
from ads_tui.domain.phones import parse_phone, show_phone
from ads_tui.errors import InputError
from ads_tui.i18n import N_

DATE_EXAMPLES = "20.08, 20.08.2027"
DUE_EXAMPLES = "20.08, 20.08 18:00, 18:00"
VISIT_EXAMPLES = "20.08 10:00-12:00, 10-12"

# The present moment in the organization's zone.
Now = Callable[[], datetime]
# From what is typed to what is shown and sent; raises InputError where it cannot be read.
Reader = Callable[[str], str]


def phone_reader(key: str, region: Callable[[], str]) -> Reader:
    """Phones in the national form (CR-4); as typed before the region is known."""

    def read(text: str) -> str:
        return show_phone(parse_phone(text, region(), key).key, region()) if region() else text.strip()

    return read


def email_reader(key: str) -> Reader:
    """E-mail addresses."""
    return lambda text: parse_email(text, key)


def due_reader(now: Now) -> Reader:
    """A moment, a day or a time; day first or ISO."""

    def read(text: str) -> str:
        here = now()
        moment = iso_moment(text, here.date(), "due")
        with naming_examples(DUE_EXAMPLES):
            return _dated(moment, parse_when(moment, _zone(here), here, "due"), _zone(here))

    return read


def visit_reader(now: Now) -> Reader:
    """A day with a time from and to; the day may be left out."""

    def read(text: str) -> str:
        here = now()
        visit = iso_visit(text, here.date(), "visit")
        with naming_examples(VISIT_EXAMPLES):
            start, _end = parse_visit(visit, _zone(here), here, "visit")
            return _dated(visit, start, _zone(here))

    return read


@contextmanager
def naming_examples(examples: str) -> Iterator[None]:
    """Name what people type at a desk in the refusal of what cannot be read, rather than what commands take."""
    try:
        yield
    except InputError as error:
        if "given" not in error.values:
            raise
        text = N_("This is no moment: {given}. Examples: {examples}")
        raise InputError(error.code, text, field=error.field, given=error.values["given"], examples=examples) from None


def _dated(text: str, moment: datetime, zone: ZoneInfo) -> str:
    """What begins with a time alone, with the day that was meant."""
    return f"{show_date(moment, zone)} {text}" if text[1:3].find(":") >= 0 else text


def _zone(here: datetime) -> ZoneInfo:
    return cast(ZoneInfo, here.tzinfo)


def answer_reader(question: FormField, region: Callable[[], str], now: Now) -> Reader:
    """An answer to a question of the order form: a number with a comma too, a date day first too, a phone (CR-3)."""
    if question.kind == "phone":
        return phone_reader(f"form.{question.key}", region)

    def check(answer: str) -> str:
        check_answers(Form((question,)), {question.key: [answer]}, region())
        return answer

    def read_date(text: str) -> str:
        with naming_examples(DATE_EXAMPLES):
            return check(iso_date(text, now().date(), ahead=False))

    if question.kind == "date":
        return read_date
    return lambda text: check(text.strip().replace(",", "."))
