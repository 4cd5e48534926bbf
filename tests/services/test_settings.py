from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.clock import Clock
from ads_tui.domain import settings as domain_settings
from ads_tui.domain.actors import Actor
from ads_tui.domain.settings import SETTINGS, SettingKind
from ads_tui.errors import AdsError
from ads_tui.models.ground import Setting
from ads_tui.services.audit import entries
from ads_tui.services.settings import SettingView, get_setting, list_settings, set_setting
from ads_tui.store.work import Store
from tests import housing


def put(store: Store, actor: Actor, key: str, text: str) -> SettingView:
    return store.perform(actor, lambda work: set_setting(work, key, text))


def stored(store: Store, admin: Actor) -> dict[str, str]:
    with store.reading(admin) as reading:
        rows = reading.session.execute(sa.select(col(Setting.key), col(Setting.value)))
        return {row.key: row.value for row in rows}


def test_cl_17_settings_begin_with_their_defaults(store: Store, admin: Actor) -> None:
    with store.reading(admin) as reading:
        views = {view.key: view for view in list_settings(reading)}
    assert list(views) == list(SETTINGS)
    assert all(view.value == view.default and view.meaning for view in views.values())
    assert views["resume_on.required"].value is False
    assert views["lock.minutes"].value == 15
    assert views["organization.zone"].value == "Europe/Moscow"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("organization.name", "  ООО «Дом»  ", "ООО «Дом»"),
        ("organization.name", "none", ""),
        ("organization.zone", "Asia/Tokyo", "Asia/Tokyo"),
        ("resume_on.required", "yes", True),
        ("lock.minutes", "0", 0),
        ("organization.currency", "EUR", "EUR"),
        ("phone.region", "UA", "UA"),
    ],
)
def test_cl_17_a_setting_is_changed(store: Store, admin: Actor, key: str, text: str, value: object) -> None:
    assert put(store, admin, key, text).value == value
    with store.reading(admin) as reading:
        assert get_setting(reading, key).value == value


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("no.such", "x", "key"),
        ("organization.zone", "Mars/Base", "organization.zone"),
        ("organization.zone", "", "organization.zone"),
        ("resume_on.required", "maybe", "resume_on.required"),
        ("lock.minutes", "-1", "lock.minutes"),
        ("lock.minutes", "٣", "lock.minutes"),
        ("organization.currency", "rub", "organization.currency"),
        ("phone.region", "XX", "phone.region"),
        ("organization.name", "\x1b[31m", "organization.name"),
    ],
)
def test_cl_8_a_value_that_does_not_fit_is_refused(store: Store, admin: Actor, key: str, text: str, field: str) -> None:
    with pytest.raises(AdsError) as refused:
        put(store, admin, key, text)
    assert (refused.value.code, refused.value.field) == ("invalid_value", field)
    assert stored(store, admin) == {}


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("organization.zone", "Moscow", 'such as Europe/Moscow, not "Moscow"'),
        ("reminder.share", "most", "from 0 to 100"),
        ("smtp.url", "nonsense", "smtp+starttls://USER:PASSWORD@HOST:PORT"),
        ("sms.url", "tgram://secret", "SERVICE://…/{phone}"),
        ("reminder.before", "0m", "A duration is above zero and at most 3650d, not 0m"),
        ("reminder.before", "-5m", "A duration is above zero and at most 3650d, not -5m"),
        ("reminder.before", "99999d", "A duration is above zero and at most 3650d, not 99999d"),
    ],
)
def test_cl_8_a_refused_value_says_what_would_fit(store: Store, admin: Actor, key: str, text: str, told: str) -> None:
    with pytest.raises(AdsError) as refused:
        put(store, admin, key, text)
    assert told in refused.value.message
    assert "secret" not in refused.value.message and "nonsense" not in refused.value.message


def test_only_what_differs_from_the_default_is_kept(store: Store, admin: Actor) -> None:
    put(store, admin, "lock.minutes", "20")
    assert stored(store, admin) == {"lock.minutes": "20"}
    put(store, admin, "lock.minutes", "15")
    assert stored(store, admin) == {}


def test_au_3_a_changed_setting_is_in_the_audit_log_once(store: Store, admin: Actor) -> None:
    put(store, admin, "lock.minutes", "20")
    put(Store(store.engine, Clock(store.clock.now() + timedelta(hours=1))), admin, "lock.minutes", "20")
    put(store, admin, "resume_on.required", "yes")
    with store.reading(admin) as reading:
        found = [(entry.by, entry.what, entry.key, entry.old, entry.new) for entry in entries(reading)]
    assert found == [
        ("admin", "setting", "resume_on.required", False, True),
        ("admin", "setting", "lock.minutes", 15, 20),
    ]


def test_au_3_a_secret_is_shown_and_audited_as_stars(
    store: Store, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(domain_settings.SETTINGS, "smtp.url", SettingKind("text", "", "Mail server", secret=True))
    assert put(store, admin, "smtp.url", "smtp://user:secret@host").value == "***"
    with store.reading(admin) as reading:
        assert get_setting(reading, "smtp.url").value == "***"
        assert [(entry.old, entry.new) for entry in entries(reading)] == [("***", "***")]
        assert reading.settings.text("smtp.url") == "smtp://user:secret@host"


@pytest.mark.parametrize("role", ["supervisor", "dispatcher", "executor", "observer"])
def test_ro_1_settings_are_for_administrators(store: Store, role: str) -> None:
    actor = housing.add_employee(store, "anna", role)
    with store.reading(actor) as reading:
        for read in (lambda: list_settings(reading), lambda: get_setting(reading, "lock.minutes")):
            with pytest.raises(AdsError) as refused:
                read()
            assert refused.value.code == "forbidden"
    with pytest.raises(AdsError) as refused:
        put(store, actor, "lock.minutes", "20")
    assert refused.value.code == "forbidden"
    with pytest.raises(AdsError) as refused:
        put(store, actor, "lock.minutes", "many")
    assert refused.value.code == "invalid_value"
