"""The organization's settings: listed, shown, changed (CL-17)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.settings import PHONE_PLACE, SETTINGS, TEXTS, SettingKind, parse_setting
from ads_tui.domain.text import excerpt
from ads_tui.errors import Faults, InputError
from ads_tui.i18n import N_, _
from ads_tui.models.ground import Setting
from ads_tui.services import audit
from ads_tui.services.notifications.other_services import demand_service
from ads_tui.services.sla.calendars import find_calendar, renew_zones
from ads_tui.store.work import Reading, Work

HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting as it is shown: flags are bools, numbers ints, a secret that is set `***` (CL-7)."""

    key: str
    type: str
    default: object
    value: object
    meaning: str


def list_settings(reading: Reading) -> list[SettingView]:
    """All settings, in the order of CL-17; AccessError `forbidden` without the section administration."""
    reading.actor.require_section("administration")
    return [_view(reading, key) for key in SETTINGS]


def get_setting(reading: Reading, key: str) -> SettingView:
    """One setting; InputError `invalid_value` for a key that there is not."""
    _kind(key)
    reading.actor.require_section("administration")
    return _view(reading, key)


def set_setting(work: Work, key: str, text: str) -> SettingView:
    """Give a setting a value, `none` empties a text; what changes nothing leaves no trace.

    Raises InputError `invalid_value` for the key or the value, NotFoundError for a calendar that there is not,
    AccessError `forbidden` without the right `admin`.
    """
    faults = Faults()
    value = ""
    with faults:
        kind = _kind(key)
        value = parse_setting(key, "" if kind.type in TEXTS and text.strip() == "none" else text)
        if kind.type == "calendar":
            find_calendar(work, value, key)
        if kind.type == "sms" and value:
            demand_service(value.replace(PHONE_PLACE, "15550100"), key)
    with faults:
        work.actor.require("admin")
    faults.raise_first()
    stored = work.session.get(Setting, key, with_for_update=True)
    before = stored.value if stored else kind.default
    if before != value:
        _write(work, key, None if value == kind.default else value)
        if key == "organization.zone":
            renew_zones(work, value)
        shown = (before, value) if not kind.secret else (HIDDEN, HIDDEN)
        audit.note(work, "setting", key, *(_typed(kind, one) for one in shown))
        work.touch("settings", key)
    return SettingView(key, kind.type, _typed(kind, kind.default), _shown(kind, value), _(kind.meaning))


def _write(work: Work, key: str, value: str | None) -> None:
    """Keep only what differs from the default; two writers at once both succeed, the later one's value stays."""
    if value is None:
        work.session.execute(sa.delete(Setting).where(col(Setting.key) == key))
        return
    added = sa.text(
        "INSERT INTO settings (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )
    work.session.execute(added, {"key": key, "value": value})


def _kind(key: str) -> SettingKind:
    kind = SETTINGS.get(key)
    if kind is None:
        raise InputError("invalid_value", N_("There is no setting {key}"), field="key", key=excerpt(key))
    return kind


def _view(reading: Reading, key: str) -> SettingView:
    kind = SETTINGS[key]
    value = reading.settings.text(key)
    return SettingView(key, kind.type, _typed(kind, kind.default), _shown(kind, value), _(kind.meaning))


def _shown(kind: SettingKind, value: str) -> object:
    return HIDDEN if kind.secret and value else _typed(kind, value)


def _typed(kind: SettingKind, value: str) -> object:
    if value == HIDDEN:
        return value
    if kind.type == "flag":
        return value == "yes"
    return int(value) if kind.type == "number" else value
