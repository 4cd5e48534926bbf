"""A service's calendar, in which its norms run; none for the organization's (SL-2)."""

from collections.abc import Sequence
from typing import Any

from ads_tui.i18n import N_
from ads_tui.models.time import ServiceCalendar
from ads_tui.services.nouns.keys import Key, labels_of
from ads_tui.services.nouns.values import is_empty
from ads_tui.services.sla.calendars import find_calendar
from ads_tui.store.work import Reading, Work


def _read(reading: Reading, text: str) -> int | None:
    return None if is_empty(text) else find_calendar(reading, text).id


def _write(_work: Work, service: Any, calendar_id: int | None) -> None:
    service.calendar_id = calendar_id


def _show(reading: Reading, services: Sequence[Any]) -> list[Any]:
    codes = labels_of(reading, ServiceCalendar.id, ServiceCalendar.code, {service.calendar_id for service in services})
    return [codes.get(service.calendar_id) for service in services]


CALENDAR = Key("calendar", N_("Service calendar, none as the organization"), "CODE", _read, _write, _show)
