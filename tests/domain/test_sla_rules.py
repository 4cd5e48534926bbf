from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ads_tui.domain.sla_rules import ChosenNorm, Conditions, Facts, Known, Rule, ServiceNorms, check_rule, choose
from ads_tui.errors import InputError

MOSCOW = ZoneInfo("Europe/Moscow")
# Friday 21 August 2026, 23:30 in Moscow.
FRIDAY_NIGHT = datetime(2026, 8, 21, 20, 30, tzinfo=UTC)
FACTS = Facts(
    type_id=1,
    service_id=2,
    emergency="accident",
    priority=3,
    client_ids=frozenset({4, 40}),
    client_category="vip",
    building_id=5,
    organization_id=6,
    registered_at=FRIDAY_NIGHT,
)
OWN = ServiceNorms(calendar_id=9, reaction=600, execution=7200)


def rule(number: int, conditions: Conditions | None = None, **values: object) -> Rule:
    made = Rule(number, f"rule {number}", conditions or Conditions(), execution=number * 60)
    return replace(made, **values)  # type: ignore[arg-type]


def matched(conditions: Conditions, facts: Facts = FACTS) -> bool:
    return choose([rule(1, conditions)], OWN, facts, MOSCOW).rule is not None


def test_sl_2_the_first_enabled_match_wins() -> None:
    rules = [rule(1, Conditions(service_id=99)), rule(2, enabled=False), rule(3), rule(4)]
    choice = choose(rules, OWN, FACTS, MOSCOW)
    assert choice.rule == rules[2]
    assert choice.execution == ChosenNorm(180, 9, False, rules[2])


@pytest.mark.parametrize(
    ("fitting", "other"),
    [
        (Conditions(type_id=1), Conditions(type_id=2)),
        (Conditions(service_id=2), Conditions(service_id=3)),
        (Conditions(emergency="accident"), Conditions(emergency="none")),
        (Conditions(priority=3), Conditions(priority=0)),
        (Conditions(client_id=4), Conditions(client_id=5)),
        (Conditions(client_id=40), Conditions(client_id=6)),
        (Conditions(client_category="vip"), Conditions(client_category="")),
        (Conditions(building_id=5), Conditions(building_id=4)),
        (Conditions(organization_id=6), Conditions(organization_id=5)),
        (Conditions(weekdays=frozenset({4})), Conditions(weekdays=frozenset({0, 5}))),
        (Conditions(start=1380), Conditions(start=1411)),
        (Conditions(start=1410), Conditions(end=1410)),
        (Conditions(start=1320, end=360), Conditions(start=360, end=1320)),
    ],
)
def test_sl_2_every_condition_must_hold(fitting: Conditions, other: Conditions) -> None:
    assert matched(fitting)
    assert not matched(other)
    both = replace(fitting, service_id=FACTS.service_id, building_id=-1)
    assert not matched(both)


def test_sl_2_no_condition_matches_every_order_also_one_without_client_and_type() -> None:
    communal = replace(FACTS, client_ids=frozenset(), client_category=None, type_id=None, organization_id=None)
    assert matched(Conditions(), communal)
    assert not matched(Conditions(client_id=4), communal)
    assert not matched(Conditions(type_id=1), communal)


def test_sl_2_weekday_and_hour_are_those_of_registration_in_the_organizations_zone() -> None:
    night = Conditions(weekdays=frozenset({4}), start=1320, end=360)
    assert choose([rule(1, night)], OWN, FACTS, MOSCOW).rule
    assert choose([rule(1, night)], OWN, FACTS, ZoneInfo("Asia/Vladivostok")).rule is None
    after_midnight = replace(FACTS, registered_at=datetime(2026, 8, 21, 22, 0, tzinfo=UTC))
    assert not matched(night, after_midnight)
    assert matched(replace(night, weekdays=frozenset({5})), after_midnight)


def test_sl_2_what_the_winning_rule_leaves_out_is_the_services_own() -> None:
    winning = rule(1, calendar_id=7, localization=1800, execution=None)
    choice = choose([winning], OWN, FACTS, MOSCOW)
    assert choice.reaction == ChosenNorm(600, 9, False, None)
    assert choice.execution == ChosenNorm(7200, 9, False, None)
    assert choice.localization == ChosenNorm(1800, 7, False, winning)


def test_sl_2_without_a_rule_the_services_own_norms_hold_and_without_them_none() -> None:
    own = choose([], OWN, FACTS, MOSCOW)
    assert (own.rule, own.execution, own.localization) == (None, ChosenNorm(7200, 9, False, None), None)
    none = choose([], ServiceNorms(), FACTS, MOSCOW)
    assert (none.reaction, none.execution, none.localization) == (None, None, None)


def test_sl_10_a_statutory_rule_makes_localization_and_execution_statutory_not_reaction() -> None:
    law = rule(1, statutory=True, source="decree", reaction=60, localization=1800)
    choice = choose([law], OWN, FACTS, MOSCOW)
    assert choice.reaction and not choice.reaction.statutory
    assert choice.execution and choice.execution.statutory
    assert choice.localization and choice.localization.statutory


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        (rule(1, execution=None), "field_required", "execution"),
        (rule(1, execution=0), "invalid_value", "execution"),
        (rule(1, reaction=-60), "invalid_value", "reaction"),
        (rule(1, localization=10**9), "invalid_value", "localization"),
        (rule(1, statutory=True), "field_required", "source"),
        (rule(1, statutory=True, source=" "), "field_required", "source"),
        (rule(1, Conditions(weekdays=frozenset())), "invalid_value", "weekdays"),
        (rule(1, Conditions(weekdays=frozenset({7}))), "invalid_value", "weekdays"),
        (rule(1, Conditions(start=600, end=600)), "invalid_value", "to"),
        (rule(1, Conditions(end=0)), "invalid_value", "to"),
        (rule(1, Conditions(start=1440)), "invalid_value", "from"),
        (rule(1, Conditions(start=-1)), "invalid_value", "from"),
        (rule(1, Conditions(end=1441)), "invalid_value", "to"),
    ],
)
def test_sl_2_a_rule_that_gives_nothing_or_matches_nothing_is_refused(bad: Rule, code: str, field: str) -> None:
    with pytest.raises(InputError) as refused:
        check_rule(bad)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("conditions", "known", "field"),
    [
        (Conditions(type_id=1, service_id=2), Known(service_type_id=2), "type"),
        (Conditions(emergency="drain", service_id=2), Known(service_emergency="none"), "emergency"),
        (Conditions(organization_id=1, building_id=2), Known(building_organization_id=2), "organization"),
        (Conditions(client_category="vip", client_id=2), Known(client_category="usual"), "client_category"),
    ],
)
def test_sl_2_conditions_that_contradict_each_other_are_refused_where_that_is_known(
    conditions: Conditions, known: Known, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        check_rule(rule(1, conditions), known)
    assert refused.value.field == field
    check_rule(rule(1, conditions))
    check_rule(rule(1, Conditions(start=1320, end=0)))
    check_rule(rule(1), known)
