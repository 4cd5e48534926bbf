"""SLA rules as they are set up, and the norms that orders get by them (SL-2, SL-10)."""

from typing import Any

import pytest

from ads_tui.errors import AdsError
from ads_tui.services import audit
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.sla.calendars import add_calendar
from ads_tui.services.sla.presets import add_preset
from ads_tui.services.sla.rules import NewRule, RuleRow, add_rule, enable_rule, list_rules, move_rule
from ads_tui.store.work import Work
from tests.services.sla.test_keeping import due, states
from tests.services.world import World


def add(world: World, name: str, **given: Any) -> RuleRow:
    return world.do("admin", lambda work: add_rule(work, NewRule(name, **given)))


def enable(world: World, rule: RuleRow, *, enabled: bool) -> RuleRow:
    return world.do("admin", lambda work: enable_rule(work, rule.id, enabled=enabled))


def refused(world: World, by: str = "admin", **given: Any) -> tuple[str, str | None]:
    with pytest.raises(AdsError) as told:
        world.do(by, lambda work: add_rule(work, NewRule(**{"name": "Bad", "execution": "1h", **given})))
    return told.value.code, told.value.field


def test_sl_2_a_rule_names_things_by_code_or_name_and_is_shown_by_codes(world: World) -> None:
    world.do("admin", lambda work: add_calendar(work, "nights", "mon-sun 22:00-06:00"))
    row = add(
        world,
        "Nights",
        service="Quick",
        building="oak2",
        priority="high",
        weekdays="mon,tue",
        from_="22:00",
        to="6:00",
        calendar="nights",
        execution="90m",
    )
    assert (
        row.document.items()
        >= {
            "service": "quick",
            "building": "oak2",
            "priority": "high",
            "weekdays": "mon-tue",
            "from": "22:00",
            "to": "06:00",
            "calendar": "nights",
            "reaction": None,
            "execution": "1h30m",
            "statutory": False,
            "source": None,
            "enabled": True,
        }.items()
    )


def test_sl_2_the_first_enabled_rule_wins_in_the_order_given_by_hand(world: World) -> None:
    late = add(world, "Late", service="timeless", execution="3h")
    soon = add(world, "Soon", service="timeless", execution="1h")
    assert due(world, world.order("timeless")) == "2026-08-20T11:00:00Z"
    world.do("admin", lambda work: move_rule(work, soon.id, 1))
    assert world.read("admin", list_rules)[0].id == soon.id
    assert due(world, world.order("timeless")) == "2026-08-20T09:00:00Z"
    enable(world, soon, enabled=False)
    assert due(world, world.order("timeless")) == "2026-08-20T11:00:00Z"
    enable(world, late, enabled=False)
    assert due(world, world.order("timeless")) is None
    positions = [row.position for row in world.read("admin", list_rules)]
    assert positions == list(range(1, len(positions) + 1))


def test_sl_2_a_clients_category_and_the_buildings_organization_decide(world: World) -> None:
    def furnish(work: Work) -> None:
        engine.add(work, NOUNS["organization"], "garden", "Garden", ())
        engine.set_key(work, NOUNS["building"], "oak2", "organization", "garden")
        engine.add(work, NOUNS["client"], "vera", "Vera", {"category": "VIP"}.items())

    world.do("admin", furnish)
    rules = [
        add(world, "VIPs", client_category="vip", service="timeless", execution="1h"),
        add(world, "Garden", organization="Garden", service="timeless", execution="4h"),
    ]
    assert rules[0].client_category == "VIP"
    assert due(world, world.order("timeless", client="vera")) == "2026-08-20T09:00:00Z"
    assert due(world, world.order("timeless", "oak2")) == "2026-08-20T12:00:00Z"
    assert due(world, world.order("timeless")) is None
    for rule in rules:
        enable(world, rule, enabled=False)


def test_sl_10_the_decrees_preset_names_its_source_and_matches_by_emergency_class(world: World) -> None:
    rows = world.do("admin", lambda work: add_preset(work, "ru-416"))
    assert [(row.emergency, row.localization, row.execution, row.calendar) for row in rows] == [
        ("accident", "30m", "3d", "24x7"),
        ("drain", None, "2h", "24x7"),
        ("chute", None, "2h", "ru-416-chute"),
    ]
    assert all(row.statutory and row.source and "416" in row.source for row in rows)
    world.do("system", _add_emergencies)
    number = world.order("of-accident")
    assert states(world, number) == {"execution": "running", "localization": "running"}
    assert due(world, number) == "2026-08-23T08:00:00Z"
    # 22:30 in Moscow: half an hour before 23:00, the rest from 8:00 on.
    assert due(world, world.at("2026-08-20T19:30:00Z").order("of-chute")) == "2026-08-21T06:30:00Z"
    assert due(world, world.at("2026-08-20T19:30:00Z").order("of-drain")) == "2026-08-20T21:30:00Z"
    with pytest.raises(AdsError) as told:
        world.do("admin", lambda work: add_preset(work, "ru-416"))
    assert told.value.code == "taken"


def _add_emergencies(work: Work) -> None:
    for kind in ("accident", "drain", "chute"):
        engine.add(work, NOUNS["service"], f"of-{kind}", f"Of {kind}", {"emergency": kind}.items())


BAD: tuple[tuple[dict[str, Any], tuple[str, str | None]], ...] = (
    ({"execution": None}, ("field_required", "execution")),
    ({"execution": "0m"}, ("invalid_value", "execution")),
    ({"statutory": True}, ("field_required", "source")),
    ({"from_": "25:00"}, ("invalid_value", "from")),
    ({"from_": "09:00", "to": "09:00"}, ("invalid_value", "to")),
    ({"weekdays": "someday"}, ("invalid_value", "weekdays")),
    ({"emergency": "flood"}, ("invalid_value", "emergency")),
    ({"service": "nothing"}, ("not_found", "service")),
    ({"client_category": "nobody's"}, ("not_found", "client_category")),
    ({"calendar": "nothing"}, ("not_found", "calendar")),
    ({"service": "burst", "emergency": "drain"}, ("invalid_value", "emergency")),
)


@pytest.mark.parametrize(("given", "told"), BAD)
def test_cl_8_rules_that_cannot_be_are_refused(world: World, given: dict[str, Any], told: object) -> None:
    assert refused(world, **given) == told


def test_cl_8_rules_are_refused_by_name_place_and_right(world: World) -> None:
    rule = add(world, "Only once", execution="1h", service="quick", priority="emergency")
    assert refused(world, name="only  once".replace("  ", " ")) == ("taken", "name")
    assert refused(world, by="dora") == ("forbidden", None)
    with pytest.raises(AdsError) as told:
        world.do("admin", lambda work: move_rule(work, rule.id, 99))
    assert (told.value.code, told.value.field) == ("invalid_value", "position")
    with pytest.raises(AdsError) as told:
        world.do("admin", lambda work: enable_rule(work, 2**70, enabled=True))
    assert (told.value.code, told.value.field) == ("not_found", "rule")


def test_au_3_what_is_done_to_rules_is_in_the_audit_log(world: World) -> None:
    rule = add(world, "Noted", execution="1h", service="quick", priority="low")
    enable(world, rule, enabled=False)
    enable(world, rule, enabled=False)
    entries = [e for e in world.read("admin", audit.entries) if (e.what, e.key) == ("sla_rule", str(rule.id))]
    assert [(entry.old, entry.new) for entry in entries[:-1]] == [({"enabled": True}, {"enabled": False})]
    assert entries[-1].new["execution"] == "1h"
