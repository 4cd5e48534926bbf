"""Service calendars as they are set up: versions, exceptions, holidays, the organization's zone (SL-3, SL-12)."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.domain.calendars import calendar_of_json
from ads_tui.errors import AdsError
from ads_tui.services import audit
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.settings import set_setting
from ads_tui.services.sla.calendars import (
    add_calendar,
    except_date,
    find_calendar,
    list_calendars,
    load_holidays,
    renew_zones,
    set_calendar,
)
from ads_tui.services.sla.norms import VERSIONS
from ads_tui.store.work import Work
from tests.services.world import World


def made(world: World, code: str, hours: str = "mon-fri 09:00-18:00") -> str:
    world.do("admin", lambda work: add_calendar(work, code, hours))
    return code


def shown(world: World, code: str) -> dict[str, Any]:
    rows = world.read("admin", list_calendars)
    return next(row.document for row in rows if row.code == code)


def zones(world: World, code: str) -> list[str]:
    """The zones of a calendar's versions, oldest first."""

    def read(reading: Any) -> list[str]:
        wanted = sa.select(VERSIONS.c.body).where(VERSIONS.c.calendar_id == find_calendar(reading, code).id)
        return list(reading.connection.execute(wanted.order_by(VERSIONS.c.id)).scalars())

    return [calendar_of_json(body).zone for body in world.read("admin", read)]


def refused(world: World, act: Callable[[Work], object], by: str = "admin") -> tuple[str, str | None]:
    with pytest.raises(AdsError) as told:
        world.do(by, act)
    return told.value.code, told.value.field


def test_sl_3_a_calendar_has_hours_by_weekday_and_dates_with_others(world: World) -> None:
    code = made(world, "office", "mon-fri 09:00-13:00 14:00-18:00; sat 22:00-06:00")
    world.do("admin", lambda work: except_date(work, code, "2026-05-09", "closed"))
    world.do("admin", lambda work: except_date(work, code, "2026-05-08", "09:00-13:00 14:00-17:00"))
    assert shown(world, code) == {
        "code": "office",
        "hours": "mon-fri 09:00-13:00 14:00-18:00; sat 22:00-06:00",
        "exceptions": [
            {"date": "2026-05-08", "hours": "09:00-13:00 14:00-17:00"},
            {"date": "2026-05-09", "hours": "closed"},
        ],
    }


def test_sl_12_every_change_is_a_new_version_and_none_changes_nothing(world: World) -> None:
    code = made(world, "versions")
    for hours in ("mon-fri 09:00-18:00", "mon-sat 09:00-18:00", "mon-sat 09:00-18:00"):
        world.do("admin", lambda work, hours=hours: set_calendar(work, code, hours))  # type: ignore[misc]
    assert len(zones(world, code)) == 2
    entries = [entry for entry in world.read("admin", audit.entries) if entry.key == code]
    assert [(entry.what, entry.old, entry.new) for entry in entries] == [
        ("calendar", {"hours": "mon-fri 09:00-18:00"}, {"hours": "mon-sat 09:00-18:00"}),
        ("calendar", None, {"zone": "Europe/Moscow", "hours": "mon-fri 09:00-18:00"}),
    ]


def test_sl_3_public_holidays_are_loaded_by_year_and_hours_given_by_hand_stay(world: World) -> None:
    code = made(world, "russian")
    world.do("admin", lambda work: except_date(work, code, "2026-01-09", "10:00-12:00"))
    for _again in range(2):
        row, found = world.do("admin", lambda work: load_holidays(work, code, 2026, "ru"))
    closed = [one["date"] for one in row.document["exceptions"] if one["hours"] == "closed"]
    assert {"2026-01-01", "2026-03-09", "2026-05-11", "2026-12-31"} <= set(closed)
    assert "2026-01-09" not in closed
    assert (len(found.days), found.worked) == (18, ())
    _row, moved = world.do("admin", lambda work: load_holidays(work, code, 2024, "RU"))
    assert [day.isoformat() for day in moved.worked] == ["2024-04-27", "2024-11-02", "2024-12-28"]


def test_sl_3_ukraine_has_no_public_holidays_since_2022(world: World) -> None:
    code = made(world, "ukrainian")
    _row, before = world.do("admin", lambda work: load_holidays(work, code, 2021, "UA"))
    _row, now = world.do("admin", lambda work: load_holidays(work, code, 2026, "UA"))
    assert (len(before.days) > 10, now.days) == (True, ())


def test_sl_7_another_zone_of_the_organization_renews_the_calendars(world: World) -> None:
    code = made(world, "moving")
    always = len(zones(world, "24x7"))
    world.do("admin", lambda work: set_setting(work, "organization.zone", "Asia/Omsk"))
    assert zones(world, code) == ["Europe/Moscow", "Asia/Omsk"]
    # Round the clock is the same in every zone.
    assert len(zones(world, "24x7")) == always
    world.do("admin", lambda work: set_setting(work, "organization.zone", "Europe/Moscow"))
    world.do("admin", lambda work: renew_zones(work, "Europe/Moscow"))
    assert zones(world, code)[-2:] == ["Asia/Omsk", "Europe/Moscow"]


def test_cl_17_a_service_and_the_organization_name_a_calendar_that_there_is(world: World) -> None:
    code = made(world, "named")
    service = NOUNS["service"]
    set_to = world.do("admin", lambda work: engine.set_key(work, service, "quick", "calendar", code))
    emptied = world.do("admin", lambda work: engine.set_key(work, service, "quick", "calendar", "none"))
    assert (set_to.values["calendar"], emptied.values["calendar"]) == (code, None)
    wrong = refused(world, lambda work: engine.set_key(work, service, "quick", "calendar", "nowhere"))
    assert wrong == ("not_found", "calendar")
    view = world.do("admin", lambda work: set_setting(work, "organization.calendar", code))
    assert view.value == code
    assert refused(world, lambda work: set_setting(work, "organization.calendar", "nowhere")) == (
        "not_found",
        "organization.calendar",
    )
    world.do("admin", lambda work: set_setting(work, "organization.calendar", "24x7"))


BAD: tuple[tuple[Callable[[Work], object], tuple[str, str | None]], ...] = (
    (lambda work: add_calendar(work, "empty", ""), ("invalid_value", "hours")),
    (lambda work: add_calendar(work, "twice", "mon 09:00-12:00 11:00-13:00"), ("invalid_value", "hours")),
    (lambda work: add_calendar(work, "24x7", "mon 09:00-12:00"), ("taken", "code")),
    (lambda work: set_calendar(work, "24x7", "mon 09:00-12:00"), ("in_use", "calendar")),
    (lambda work: except_date(work, "24x7", "2026-05-09", "closed"), ("in_use", "calendar")),
    (lambda work: set_calendar(work, "nowhere", "24x7"), ("not_found", "calendar")),
    (lambda work: except_date(work, "nowhere", "9 May", "closed"), ("invalid_value", "date")),
    (lambda work: load_holidays(work, "nowhere", 2026, "XX"), ("invalid_value", "country")),
    (lambda work: load_holidays(work, "nowhere", 1812, "RU"), ("invalid_value", "year")),
)


@pytest.mark.parametrize(("act", "told"), BAD)
def test_cl_8_bad_calendars_are_refused(world: World, act: Callable[[Work], object], told: object) -> None:
    assert refused(world, act) == told


def test_ro_2_calendars_are_an_administrators(world: World) -> None:
    assert refused(world, lambda work: add_calendar(work, "mine", "24x7"), by="dora") == ("forbidden", None)
    with pytest.raises(AdsError, match="section"):
        world.read("dora", list_calendars)
