"""Filters and search of the order list: FL-4, SE-1, ST-12, EM-2."""

import pytest

from ads_tui.errors import InputError
from ads_tui.services import employees
from ads_tui.services.blocking import block
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import count_orders, list_orders
from tests.services.world import World


def found(world: World, line: str, login: str = "dora", tab: str = "all") -> list[int]:
    """The numbers that a line finds, as `order list` would print them, and as it would count them."""
    page = world.read(
        login, lambda reading: list_orders(reading, tab=tab, wanted=read_filter(reading, line), limit=1_000)
    )
    numbers = [row.number for row in page.rows]
    counted = world.read(login, lambda reading: count_orders(reading, tab=tab, wanted=read_filter(reading, line)))
    assert counted == len(numbers)
    return numbers


@pytest.fixture(scope="module")
def orders(world: World) -> dict[str, int]:
    made = {
        "lift": world.order(
            "lift", "oak1", "liam", premise="2", client_name="Фёдор Щёкин", client_phone="+79031234567"
        ),
        "leak": world.order("leak", "oak2", "ed", client="petrov"),
        "clean": world.order("wide", "twin-b"),
        "paused": world.in_status("paused"),
        "parts": world.in_status("parts"),
        "done": world.in_status("done"),
    }
    world.order("wide", "elm1")
    return made


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("service:lift", {"lift"}),
        ("service:LIFT", {"lift"}),
        ('service:"lift STOPPED"', {"lift"}),
        ("service:stop", {"lift"}),
        ("service:lift,leak", {"lift", "leak"}),
        ("-service:lift,wide", {"leak"}),
        ("building:oak1 service:lift", {"lift"}),
        ("building:street", {"lift", "leak", "paused", "parts", "done"}),
        ('building:"street"', None),
        ('building:"Twin yard, 7"', {"clean"}),
        ("building:twin", {"clean"}),
        ("building:TWIN-B", {"clean"}),
        ("building:none", set()),
        ("-building:none service:lift", {"lift"}),
        ("executor:liam", {"lift"}),
        ("executor:LIAM,ed", {"lift", "leak", "paused", "parts", "done"}),
        ("executor:none", {"clean"}),
        ("-executor:none service:wide", {"paused", "parts", "done"}),
        ("executor:me", set()),
        ("status:paused", {"paused"}),
        ("status:in_progress", {"parts"}),
        ("status:parts", {"parts"}),
        ("STATUS:Parts,done", {"parts", "done"}),
        ("-status:pending,done", {"paused", "parts"}),
        ("number:>0 status:done", {"done"}),
        ("щекин", {"lift"}),
        ("ФЕДОР щёк", {"lift"}),
        ("фед oak cab", {"lift"}),
        ("edor", set()),
        ('"oak street, 2"', {"leak", "lift"}),
        ("петр leak", {"leak"}),
        ("+7 903 123-45-67", {"lift"}),
        ("8(903)1234567", {"lift"}),
        ("9031234", {"lift"}),
        ("89161234567", {"leak"}),
        ("9031234 cleaning", set()),
        ("service:lift 9031234567", {"lift"}),
    ],
)
def test_fl_4_and_se_1_what_a_line_finds(
    world: World, orders: dict[str, int], line: str, names: set[str] | None
) -> None:
    if names is None:
        with pytest.raises(InputError) as refused:
            found(world, line)
        assert refused.value.code == "filter_syntax"
        return
    wanted = {orders[name] for name in names}
    assert set(found(world, line)) & set(orders.values()) == wanted, line


def test_fl_4_numbers_and_ranges(world: World, orders: dict[str, int]) -> None:
    number = orders["leak"]
    assert found(world, f"number:{number}") == [number]
    assert found(world, str(number))[0] == number
    assert found(world, f"00{number}")[0] == number
    assert set(found(world, f"number:{number}..{number + 1}")) == {number, number + 1}
    assert set(found(world, f"number:<={number}")) == set(range(1, number + 1))
    assert set(found(world, f"number:<{number}")) == set(range(1, number))
    assert number not in found(world, f"-number:{number}")
    assert found(world, f"number:-5..0,{number}") == [number]


@pytest.mark.parametrize(
    "line", ["service:nothing", "building:elmo", "executor:ghost", "status:started", "servce:lift"]
)
def test_fl_4_what_names_nothing_is_refused_with_its_place(world: World, line: str) -> None:
    with pytest.raises(InputError) as refused:
        found(world, f"лифт {line}")
    assert refused.value.code == "filter_syntax"
    assert refused.value.details["position"] == 5 + (line.index(":") + 1 if line != "servce:lift" else 0)


def test_ro_3_things_beyond_reach_are_no_values(world: World, orders: dict[str, int]) -> None:
    for login, line in (
        ("nina", "building:elm1"),
        ("nina", 'building:"Twin yard, 7",elm1'),
        ("rita", "service:papers"),
    ):
        with pytest.raises(InputError) as refused:
            found(world, line, login)
        assert refused.value.code == "filter_syntax"
    assert set(found(world, "building:yard", "nina")) == set()


def test_em_2_the_orders_of_a_blocked_executor_are_found_by_his_login_and_count_as_without(world: World) -> None:
    given = [("role", "executor"), ("department", "pipes")]
    world.do("system", lambda work: employees.add_employee(work, "gus", "Gus", given))
    number = world.order("leak", "oak1", "gus")
    world.do("admin", lambda work: block(work, "gus", "liam"))
    assert world.card(number).row.executors == ("gus",)
    assert found(world, "executor:gus") == [number]
    assert number in found(world, "executor:none")


def test_se_1_the_same_words_on_both_databases(world: World) -> None:
    name = "Ёлкин-Ïvory ΑΒΓ 中文 e\u0301t\u00e9 naïve 5-й ½ №12/3"
    number = world.order("wide", "oak1", client_name=name)
    for line in ("елкин", "ïvory", "αβγ", "中", "été", "5", "й", "12 3", "naïv"):
        assert number in found(world, line), line
    for line in ("ivory", "文", "naiv", "олкин"):
        assert number not in found(world, line), line


def test_ls_1_a_filter_that_tab_new_lacks_says_where_to_look(world: World) -> None:
    with pytest.raises(InputError) as refused:
        world.read("dora", lambda reading: read_filter(reading, "status:done", tab="new"))
    assert (refused.value.code, refused.value.message) == (
        "filter_syntax",
        "This tab has no filter status: look in All",
    )
