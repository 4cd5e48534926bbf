"""What a filter may be given is found by a few letters, and its line reads back as what was chosen (FL-1, FL-4)."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.filter_names import NAMES
from ads_tui.domain.filter_values import Code, Special, Text
from ads_tui.models.catalogue import Service
from ads_tui.models.places import Building, Client, Premise
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.conditions.naming import ids_of_things
from ads_tui.services.orders.filter_choices import MOST, FilterChoice, filter_choices, value_captions
from ads_tui.services.orders.finding import check_filter, read_filter
from ads_tui.services.orders.listing import count_orders
from ads_tui.store.work import Reading, Work
from tests.services.world import World


def _add_things(work: Work) -> None:
    things: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("quarter", "north", "North quarter", {}),
        ("group", "west", "Western", {}),
        # A name that is another one's code, in another case.
        ("building", "odd", "OAK1", {"quarter": "north"}),
        ("building", "quoted", 'Yard "B\\C", 3', {}),
        # A code without a letter or digit is none that a line can hold.
        ("department", "-", "Dashes", {}),
        ("premise", "oak2-12a", "12а", {"building": "oak2", "entrance": "3А", "floor": "-1"}),
        ("premise", "Flat-7", "7", {"building": "twin-b", "entrance": "10", "floor": "подвал"}),
        ("client", "c-99", "petrov", {"premises": "elm1-9:owner", "tags": "Ёлка во дворе,dog"}),
    )
    for noun, code, name, keys in things:
        engine.add(work, NOUNS[noun], code, name, keys.items())
    engine.set_key(work, NOUNS["building"], "oak1", "quarter", "north")
    work.session.add(Client(code=None, name="Jane Roe", name_key="jane roe", sort_key="jane roe"))
    work.session.add(Client(code=None, name="Jane Roe", name_key="jane roe", sort_key="jane roe"))


@pytest.fixture(scope="module")
def rich(world: World) -> Iterator[World]:
    world.do("admin", _add_things)
    world.order("leak", "oak1", premise="oak1-1", client="petrov")
    world.order("leak", "elm1", premise="elm1-9", client="zoltan")
    yield world


def found(world: World, name: str, typed: str = "", by: str = "dora") -> list[str]:
    """The words of a line that are offered."""
    choices = world.read(by, lambda reading: filter_choices(reading, name, typed))
    return [str(choice.value) for choice in choices]


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("building", "OAK 1", ['"Oak street, 1"']),
        ("building", "twin", ["twin-a", "twin-b"]),
        ("building", "odd", ["odd"]),
        ("building", "b c", ['"Yard \\"B\\\\C\\", 3"']),
        ("building", "nothing like it", []),
        ("department", "", ["none", '"Dashes"', '"Lifts"', '"Pipes"']),
        ("service", "lift st", ['"Lift stopped"']),
        ("service", "hidden-w", ['"Zymurgy"']),
        ("quarter", "nor", ['"North quarter"']),
        ("premise", "oak 2 12", ["oak2-12a"]),
        ("premise", "12А", ["oak2-12a"]),
        ("premise", "twin", ["Flat-7"]),
        ("premise", "oak1-", ["oak1-1", "oak1-2"]),
        ("premise", "Flat-7", ["Flat-7"]),
        ("premise", "", ["none"]),
        ("client", "петр", ['"Пётр Петров"']),
        ("client", "петров ПЕТР", ['"Пётр Петров"']),
        ("client", "double", ["anna-1", "anna-2"]),
        ("client", "c-9", ["c-99"]),
        ("client", "jane", ['"Jane Roe"']),
        ("client", "", ["none"]),
        ("tag", "елка", ['"Ёлка во дворе"']),
        ("tag", "", ["none", '"dog"', '"Ёлка во дворе"']),
        ("executor", "li", ["liam"]),
        ("executor", "m", ["me"]),
        ("executor", "bob", ["bob"]),
        ("executor", "nobody", ["none"]),
        ("status", "in_pr", ["in_progress"]),
        ("status", "waiting", ["parts"]),
        ("channel", "call", ["call_in", "call_out"]),
        ("priority", "", ["low", "normal", "high", "emergency"]),
        ("reopened", "", ["yes", "no"]),
        ("due", "last", ["last7", "last_month"]),
        ("due", "this_w", ["this_week"]),
        ("entrance", "", ["none", "2", "10", '"3А"']),
        ("floor", "подв", ['"подвал"']),
        ("floor", "", ["none", "-1", "5", '"подвал"']),
        ("number", "5", []),
        ("external", "5", []),
    ],
)
def test_fl_4_each_typed_word_begins_a_word_of_a_name_or_code(
    rich: World, name: str, typed: str, words: list[str]
) -> None:
    assert found(rich, name, typed) == words


@pytest.mark.parametrize("name", sorted(NAMES))
def test_fl_4_what_is_offered_reads_back_as_the_same_value_and_names_something(rich: World, name: str) -> None:
    def read_back(reading: Reading) -> None:
        offered = [choice for typed in ("", *"abdefjlopstz1237п") for choice in filter_choices(reading, name, typed)]
        assert offered or name in ("number", "external")
        for choice in offered:
            read = read_filter(reading, f"{name}:{choice.value}")
            assert [term.values for term in read.filter.terms] == [(choice.value,)]
            check_filter(reading, read)

    rich.read("dora", read_back)


def test_fl_4_what_is_offered_names_that_thing_and_no_other(rich: World) -> None:
    def named(reading: Reading) -> None:
        models: dict[str, Any] = {"building": Building, "service": Service}
        for name, model in models.items():
            codes = {row.id: row.code for row in reading.connection.execute(sa.select(model.id, model.code))}
            offered = [one for one in filter_choices(reading, name, "") if isinstance(one.value, Text)]
            assert len(offered) == len(codes)
            for choice in offered:
                assert [codes[key] for key in ids_of_things(reading, [choice.value], model)] == [choice.note]

    rich.read("dora", named)


def test_fl_4_of_a_client_and_a_premise_the_orders_are_found_and_no_others(rich: World) -> None:
    def counted(reading: Reading, name: str, typed: str) -> list[int]:
        lines = [f"{name}:{choice.value}" for choice in filter_choices(reading, name, typed)]
        return [count_orders(reading, wanted=read_filter(reading, line)) for line in lines]

    # The client called petrov has no order; the one with that code has one.
    assert rich.read("dora", lambda reading: counted(reading, "client", "c-99")) == [0]
    assert rich.read("dora", lambda reading: counted(reading, "client", "пётр")) == [1]
    assert rich.read("dora", lambda reading: counted(reading, "premise", "elm 9")) == [1]


def test_ro_3_whoever_has_few_buildings_is_offered_what_is_in_them(rich: World) -> None:
    assert found(rich, "building", by="nina") == ["none", '"Oak street, 1"', '"Oak street, 2"', '"Twin yard, 7"']
    assert found(rich, "quarter", by="nina") == ["none", '"North quarter"']
    assert found(rich, "group", by="nina") == ["none"]
    assert found(rich, "premise", "1", by="nina") == ["oak1-1", "oak2-1", "oak2-12a", "oak1-2"]
    assert found(rich, "premise", "elm1-9", by="nina") == []
    assert found(rich, "client", "c-9", by="nina") == []
    assert found(rich, "client", "петр", by="nina") == ['"Пётр Петров"']
    assert found(rich, "client", "zoltan", by="nina") == []
    assert found(rich, "tag", by="nina") == ["none"]


def test_ro_3_whoever_has_few_services_is_offered_those(rich: World) -> None:
    assert found(rich, "service", by="rita") == ["none", '"Cleaning"', '"Guarded work"', '"Leak"', '"Single hands"']
    assert found(rich, "type", by="rita") == ["none"]


def test_fl_1_people_who_are_blocked_and_services_gone_come_last(rich: World) -> None:
    def operation(work: Work) -> tuple[list[FilterChoice], list[FilterChoice]]:
        gone = sa.update(Service).where(col(Service.code) == "wide").values(archived_at=work.now)
        work.session.execute(gone)
        return filter_choices(work, "executor", ""), filter_choices(work, "service", "")

    people, services = rich.do("dora", operation, keep=False)
    assert (people[-1].value, people[-1].note) == (Code("bob"), "bob, blocked")
    assert (services[-1].caption, services[-1].note) == ("Cleaning", "wide, archived")


def test_fl_4_no_more_than_asked_for_are_offered_the_best_first(rich: World) -> None:
    choices = rich.read("dora", lambda reading: filter_choices(reading, "service", "", 3))
    assert [choice.caption for choice in choices] == ["none", "Cleaning", "Guarded work"]
    assert MOST == 50


def test_fl_4_people_of_one_name_are_told_apart_by_code_and_address(rich: World) -> None:
    def notes(by: str, typed: str) -> list[str]:
        return [choice.note for choice in rich.read(by, lambda reading: filter_choices(reading, "client", typed))]

    assert notes("dora", "double") == ["anna-1, Oak street, 1, 2", "anna-2, Oak street, 2, 1"]
    assert notes("near", "double") == ["anna-1, Oak street, 1, 2"]
    assert notes("dora", "jane") == ["all of this name"]


def test_fl_4_values_of_a_line_are_called_by_their_names(rich: World) -> None:
    def captions(reading: Reading) -> None:
        line = (
            "building:oak1,twin-b,nosuch status:parts executor:liam,me,none premise:oak1-2 client:petrov,none tag:dog"
        )
        for term in read_filter(reading, line).filter.terms:
            told[term.name] = [value_captions(reading, term.name, term.values).get(value, "") for value in term.values]

    told: dict[str, list[str]] = {}
    rich.read("dora", captions)
    assert told == {
        "building": ["Oak street, 1", "Twin yard, 7", ""],
        "status": ["Waiting for parts"],
        "executor": ["Liam", "me", "nobody"],
        "premise": ["Oak street, 1, 2"],
        "client": ["Пётр Петров", "none"],
        "tag": [""],
    }
    hidden = rich.read("nina", lambda reading: value_captions(reading, "building", [Text("elm1"), Special("none")]))
    assert hidden == {Special("none"): "none"}
    assert rich.read("nina", lambda reading: value_captions(reading, "premise", [Text("elm1-9")])) == {}


def test_fl_4_a_code_with_a_quirk_is_no_pattern(rich: World) -> None:
    for typed in ("%", "_", "o%", "\\", "'", "\U0010ffff", "ъ" * 300):
        for name in NAMES:
            found(rich, name, typed)
    assert found(rich, "premise", "oak%") == found(rich, "premise", "oak")
    assert rich.read("dora", lambda reading: reading.session.scalar(sa.select(sa.func.count()).select_from(Premise)))
