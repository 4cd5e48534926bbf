"""A row of an import as an order: what it says by itself, before anything is looked up (CL-16)."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from ads_tui.domain.channels import DEFAULT_PRIORITY, parse_channel, parse_priority
from ads_tui.domain.emails import parse_email
from ads_tui.domain.form_answers import Value, check_answers
from ads_tui.domain.forms import Form, FormField
from ads_tui.domain.imported_history import KnownMoments, earliest
from ads_tui.domain.logins import check_login
from ads_tui.domain.moments import RESUME_AT, ResumeOn, resolve_local
from ads_tui.domain.phones import Phone, parse_phone
from ads_tui.domain.text import NOTE, clean_line, clean_text, required_line
from ads_tui.errors import Faults
from ads_tui.services.imports.fields import FORM, FieldReader, listed, text_of
from ads_tui.services.imports.readers import Cell, Row
from ads_tui.store.settings import Settings

ORDER_FIELDS = (
    "external_number",
    "created_at",
    "status",
    "status_comment",
    "resume_on",
    "due_at",
    "first_in_progress_at",
    "done_at",
    "updated_at",
    "channel",
    "priority",
    "service",
    "service_type",
    "department",
    "building",
    "quarter",
    "premise",
    "entrance",
    "floor",
    "client_name",
    "client_phone",
    "client_email",
    "essence",
    "executors",
    FORM,
)
DEFAULT_CHANNEL = "call_in"

_NAMES = ("service_type", "department", "quarter", "premise", "entrance", "floor", "client_name")
_MOMENTS = ("created_at", "first_in_progress_at", "done_at", "updated_at")
_DUE_OF_A_DAY = time(23, 59, 59)


@dataclass(slots=True)
class OrderDraft:
    """What a row says: texts cleaned, moments in UTC; `faults` are those found so far.

    `answers` makes the answers to a form, once the service is known.
    """

    row: Row
    faults: Faults
    external_number: str = ""
    status: str = ""
    status_comment: str = ""
    channel: str = ""
    priority: int = 0
    essence: str = ""
    names: dict[str, str] = dataclasses.field(default_factory=dict)
    moments: dict[str, datetime] = dataclasses.field(default_factory=dict)
    resume_on: ResumeOn | None = None
    phone: Phone | None = None
    email: str = ""
    executors: tuple[str, ...] = ()
    answers: Callable[[Form], dict[str, Value]] = lambda _form: {}

    def name(self, field: str) -> str:
        """What the row calls a thing, "" where it names none."""
        return self.names.get(field, "")

    def known(self, now: datetime) -> KnownMoments:
        """The moments of its life; without one of creation it was there at the first that is known, else now."""
        moments = self.moments
        first, done, updated = (moments.get(name) for name in _MOMENTS[1:])
        created = moments.get("created_at") or earliest((first, done, updated), now)
        return KnownMoments(created, first, done, updated)


def read_order(row: Row, reader: FieldReader, settings: Settings) -> OrderDraft:
    """The draft of a row; what is wrong with it by itself is kept in `faults`."""
    draft = OrderDraft(row, Faults())
    given = reader.read(row.cells)

    def text(field: str, otherwise: str = "") -> str:
        return text_of(given[field]) if field in given else otherwise

    _read_texts(draft, text)
    _read_names(draft, text)
    _read_moments(draft, given, reader, settings)
    with draft.faults:
        if "client_phone" in given:
            draft.phone = parse_phone(text("client_phone"), settings.region, "client_phone")
    with draft.faults:
        if "client_email" in given:
            draft.email = parse_email(text("client_email"), "client_email")
    if draft.phone is not None or draft.email:
        with draft.faults:
            required_line(text("client_name"), "client_name")
    with draft.faults:
        logins = [check_login(login.lower(), "executors") for login in listed(text("executors"))]
        draft.executors = tuple(dict.fromkeys(logins))
    answers = {field.removeprefix(FORM): cell for field, cell in given.items() if field.startswith(FORM)}
    draft.answers = lambda form: _answers(form, answers, reader, settings.region)
    return draft


def _read_texts(draft: OrderDraft, text: Callable[..., str]) -> None:
    with draft.faults:
        draft.external_number = required_line(text("external_number"), "external_number")
    with draft.faults:
        draft.status = clean_line(text("status"), "status").lower()
    with draft.faults:
        draft.status_comment = clean_text(text("status_comment"), "status_comment")
    with draft.faults:
        draft.channel = parse_channel(text("channel", DEFAULT_CHANNEL), by_employee=False)
    with draft.faults:
        draft.priority = parse_priority(text("priority", DEFAULT_PRIORITY))
    with draft.faults:
        draft.essence = clean_line(text("essence"), "essence", NOTE)


def _read_names(draft: OrderDraft, text: Callable[..., str]) -> None:
    for field in ("service", "building"):
        with draft.faults:
            draft.names[field] = required_line(text(field), field)
    for field in _NAMES:
        with draft.faults:
            draft.names[field] = clean_line(text(field), field)


def _read_moments(draft: OrderDraft, given: dict[str, Cell], reader: FieldReader, settings: Settings) -> None:
    for field in _MOMENTS:
        with draft.faults:
            if field in given:
                draft.moments[field] = reader.moment(given[field], field).at
    with draft.faults:
        if "due_at" in given:
            draft.moments["due_at"] = _due_at(given["due_at"], reader)
    with draft.faults:
        if "resume_on" in given:
            draft.resume_on = _resume_on(given["resume_on"], reader, settings)


def _due_at(cell: Cell, reader: FieldReader) -> datetime:
    """A day alone ends with its last second (CL-9)."""
    found = reader.moment(cell, "due_at")
    return reader.at_time(reader.day(cell, "due_at"), _DUE_OF_A_DAY, "due_at") if found.is_date else found.at


def _resume_on(cell: Cell, reader: FieldReader, settings: Settings) -> ResumeOn:
    """A day alone means 11:00 of it in the organization's zone (ST-6)."""
    found = reader.moment(cell, "resume_on")
    if not found.is_date:
        return ResumeOn(found.at, is_date=False)
    day = reader.day(cell, "resume_on")
    return ResumeOn(resolve_local(datetime.combine(day, RESUME_AT), settings.zone, "resume_on"), is_date=True)


def _answers(form: Form, given: dict[str, Cell], reader: FieldReader, region: str) -> dict[str, Value]:
    typed: dict[str, list[str]] = {}
    for key, cell in given.items():
        field = form.field(key)
        typed[key] = [text_of(cell)] if field is None else _typed(field, cell, reader)
    return dict(check_answers(form, typed, region))


def _typed(field: FormField, cell: Cell, reader: FieldReader) -> list[str]:
    """A cell as the answer would be typed: several choices by comma, a day also in the formats of the map."""
    if field.kind == "date":
        return [reader.day(cell, f"{FORM}{field.key}").isoformat()]
    return listed(text_of(cell)) if field.kind == "choices" else [text_of(cell)]
