"""What the card's History tab says: every event in words, never by codes (HI-1)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from textual.content import Content

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.domain.channels import CHANNELS, PRIORITY_CAPTIONS
from ads_tui.domain.day_first import show_moment
from ads_tui.domain.form_answers import show_answer
from ads_tui.domain.history import EVENT_KINDS, FIELDS
from ads_tui.domain.moments import parse_duration
from ads_tui.domain.time_left import CLOCKS, STATES
from ads_tui.i18n import N_, _
from ads_tui.screens.card.main_tab import told_resume_on
from ads_tui.screens.orders.time_left import span_text
from ads_tui.services.orders.history import EventView
from ads_tui.services.orders.told_history import ToldHistory

_CAPTIONS = {"priority": PRIORITY_CAPTIONS, "channel": CHANNELS}
_MOMENTS = frozenset({"due_at", "localized_at", "visit_from", "visit_to"})
_SOURCES = {"incident": N_("by an incident"), "bulk": N_("one of many"), "import": N_("imported"), "undo": N_("undone")}


def history_lines(told: ToldHistory, zone: ZoneInfo) -> list[Content]:
    """Events, newest first: when and who, what it was and is, what was said with it."""
    words = _Words(told, zone)
    return [line for event in told.events for line in _lines(event, words)]


def _lines(event: EventView, words: "_Words") -> Iterable[Content]:
    who = event.by or ("" if event.source == "resident" else _("the system"))
    source = f" ({_(_SOURCES[event.source])})" if event.source in _SOURCES else ""
    start = content(f"{show_moment(event.at, words.zone)}  {who}{source}  ", "dim")
    yield Content("").join([start, content(words.what(event))])
    if event.reasons:
        yield content(f"    {', '.join(words.reason(code) for code in event.reasons)}")
    if event.comment:
        yield content("\n".join(f"    {line}" for line in event.comment.splitlines()))


class _Words:
    """The words of events of one order, in the zone of whoever looks."""

    def __init__(self, told: ToldHistory, zone: ZoneInfo) -> None:
        self._told = told
        self.zone = zone

    def what(self, event: EventView) -> str:
        """What happened, with the value before and the present one."""
        if event.kind == "resume_on":
            return self._resume_on(event)
        if event.kind == "sla" and event.field:
            return f"{_(CLOCKS[event.field])}: {_(STATES[event.to])}"
        name = self._field(event.field) if event.kind == "edited" and event.field else _(EVENT_KINDS[event.kind])
        before, after = self._value(event, event.from_), self._value(event, event.to)
        if before == after:
            # Norms in another version of their calendar.
            before = ""
        if not (before or after):
            return name
        return f"{name}: {before} {glyph('right')} {after or glyph('none')}" if before else f"{name}: {after}"

    def reason(self, code: str) -> str:
        """The name of a cancel reason."""
        return _(self._told.reasons.get(code, code))

    def _resume_on(self, event: EventView) -> str:
        before, after = told_resume_on(event.from_, self.zone), told_resume_on(event.to, self.zone)
        if not after:
            return _("Resume date taken off: {date}").format(date=before)
        if not before:
            return _("Resume date set: {date}").format(date=after)
        return _("Resume date: {before} → {date}").format(before=before, date=after)

    def _field(self, field: str) -> str:
        key = field.removeprefix("form.")
        if key != field:
            return self._told.fields[key].label if key in self._told.fields else key
        return _(FIELDS[field]) if field in FIELDS else field

    def _value(self, event: EventView, value: Any) -> str:
        field = event.field or event.kind
        if value is None or value == []:
            return ""
        if field == "norms":
            told = ((_(CLOCKS[kind]), _length(norm)) for kind, norm in value.items())
            return ", ".join(" ".join(one) for one in told)
        if isinstance(value, Mapping):
            return str(value["name"])
        if field in ("status", "created"):
            return _(self._told.statuses.get(value, value))
        if field in _MOMENTS:
            return told_resume_on(value, self.zone)
        if field.startswith("form."):
            return self._answer(field.removeprefix("form."), value)
        if field == "cancel_reasons":
            return ", ".join(self.reason(code) for code in value)
        captions = _CAPTIONS.get(field)
        return _(captions[value]) if captions else _plain(value)

    def _answer(self, key: str, value: Any) -> str:
        field = self._told.fields.get(key)
        try:
            return show_answer(field, value, self._told.region) if field else _plain(value)
        except (AttributeError, TypeError):  # the question was of another kind then
            return _plain(value)


def _length(duration: str) -> str:
    return span_text(timedelta(seconds=parse_duration(duration, "norms")))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
