"""Every name of a filter line finds what a look at the orders one by one finds, on both databases (FL-1, FL-4)."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.errors import InputError
from ads_tui.models.columns import table_of
from ads_tui.models.time import OrderClock
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.finding import conditions_of, read_filter
from ads_tui.services.orders.listing import count_orders, list_orders
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.sorts import parse_sort
from ads_tui.services.orders.walking import Key, OrderKeys, Stretch
from ads_tui.store.visibility import visible
from ads_tui.store.work import Reading, Work
from tests.services.world import NOW, World, employee_id

MADE = 70
# Enough for all hits to be sorted in memory, and none, so that the list is walked.
FEW = (5_000, 0)
QUARTERS = {"oak1": "north", "oak2": "south"}
GROUPS = {"oak1": "east", "elm1": "west"}
# Midnight in Moscow of the day of the trial.
TODAY = datetime(2026, 8, 19, 21, tzinfo=UTC)
DAY = timedelta(days=1)
KINDS = ("reaction", "execution", "localization")
CLOCKS = sa.insert(table_of(OrderClock)).values(statutory=False)

Holds = Callable[[OrderRow], bool]


@pytest.fixture(scope="module")
def many(world: World) -> Iterator[World]:
    """Orders that differ in all that a filter asks, some moments right at the ends of days."""
    world.do("admin", _add_things)
    chance = random.Random(11)
    people = [employee_id(world, login) for login in ("dora", "sam")]
    edges = [TODAY, TODAY - timedelta(microseconds=1), TODAY + DAY, TODAY + DAY - timedelta(microseconds=1)]

    def moment() -> datetime:
        return chance.choice([*edges, TODAY + timedelta(hours=chance.randint(-2_000, 400))])

    places = [
        ("oak1", "1"),
        ("oak1", "2"),
        ("oak1", None),
        ("oak2", "12а"),
        ("twin-b", "7"),
        ("elm1", "9"),
        ("elm1", None),
    ]
    for place in range(MADE):
        building, premise = chance.choice(places)
        client = chance.choice([None, "petrov", "anna-1", "zoltan"])
        service = chance.choice(["wide", "leak", "manned", "papers"])
        number = world.order(service, building, premise=premise, client=client)
        closed = moment() if chance.random() < 0.5 else None
        visit = moment() if chance.random() < 0.5 else None
        external = None if chance.random() < 0.5 else chance.choice([f"SR-2026/{place}", f"Ёлка {place}", f"x{place}"])
        world.put(
            number,
            channel=chance.choice(["call_in", "app", "email"]),
            priority=chance.randint(0, 3),
            created_at=moment(),
            updated_at=moment(),
            due_at=moment() if chance.random() < 0.8 else None,
            accepted_at=moment() if chance.random() < 0.8 else None,
            accepted_by=chance.choice([*people, None]),
            closed_at=closed,
            closed_by=chance.choice(people) if closed else None,
            visit_from=visit,
            visit_to=visit + timedelta(hours=chance.choice([1, 30])) if visit and chance.random() < 0.5 else None,
            reopened_count=chance.choice([0, 0, 2]),
            unread_messages=chance.choice([0, 0, 3]),
            external_number=external,
            external_key=None if external is None else external.lower().replace("ё", "е"),
        )
        clocks = [clock(chance, number, kind) for kind in KINDS if chance.random() < 0.6]
        world.do("system", lambda work, rows=clocks: work.connection.execute(CLOCKS, rows) if rows else None)  # type: ignore[misc]
    yield world


def clock(chance: random.Random, number: int, kind: str) -> dict[str, Any]:
    """A clock that is over, broken, or to break before, at or after the moment of the trial."""
    breaks_at = NOW + timedelta(microseconds=chance.choice([-1, 0, 1])) if chance.random() < 0.5 else None
    broken_at = NOW - DAY if breaks_at is None and chance.random() < 0.5 else None
    state = "running" if breaks_at else "broken" if broken_at else "met"
    return {"order_number": number, "kind": kind, "state": state, "breaks_at": breaks_at, "broken_at": broken_at}


def _add_things(work: Work) -> None:
    things: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("group", "east", "Восточная", {}),
        ("group", "west", "Western", {}),
        ("quarter", "north", "North quarter", {"manager": "sam"}),
        ("quarter", "south", "South quarter", {}),
        ("service-type", "pipework", "Pipework", {}),
        ("premise", "oak2-12a", "12а", {"building": "oak2", "entrance": "3А", "floor": "-1"}),
        ("premise", "twin-7", "7", {"building": "twin-b", "entrance": "10", "floor": "подвал"}),
    )
    for noun, code, name, keys in things:
        engine.add(work, NOUNS[noun], code, name, keys.items())
    for noun, code, key, value in (
        *(("building", building, "quarter", quarter) for building, quarter in QUARTERS.items()),
        *(("building", building, "group", group) for building, group in GROUPS.items()),
        ("client", "petrov", "tags", "Ёлка во дворе,dog"),
        ("client", "zoltan", "tags", "dog"),
        ("service", "leak", "type", "pipework"),
    ):
        engine.set_key(work, NOUNS[noun], code, key, value)


def code_of(thing: object) -> str | None:
    return getattr(thing, "code", None)


def tags(row: OrderRow) -> tuple[str, ...]:
    return row.client.tags if row.client else ()


def day(at: datetime | None, first: int, last: int) -> bool:
    """Whether a moment falls on the days, counted from today."""
    return at is not None and TODAY + first * DAY <= at < TODAY + (last + 1) * DAY


def visited(row: OrderRow, first: int, last: int) -> bool:
    start = row.visit_from
    return start is not None and start < TODAY + (last + 1) * DAY and (row.visit_to or start) >= TODAY + first * DAY


CASES: dict[str, Holds] = {
    "status:pending": lambda row: row.status == "pending",
    "channel:app,EMAIL": lambda row: row.channel in ("app", "email"),
    "-channel:app": lambda row: row.channel != "app",
    "priority:low,emergency": lambda row: row.priority in ("low", "emergency"),
    "type:pipework": lambda row: code_of(row.service_type) == "pipework",
    "type:none": lambda row: row.service_type is None,
    "-type:pipework": lambda row: row.service_type is None,
    "service:leak,papers": lambda row: row.service.code in ("leak", "papers"),
    "department:pipes": lambda row: code_of(row.department) == "pipes",
    "department:none": lambda row: row.department is None,
    "-department:pipes": lambda row: code_of(row.department) != "pipes",
    "department:none,pip": lambda row: code_of(row.department) in (None, "pipes"),
    "group:восточная": lambda row: row.building.code == "oak1",
    "group:east,west": lambda row: row.building.code in GROUPS,
    "group:none": lambda row: row.building.code not in GROUPS,
    "-group:none": lambda row: row.building.code in GROUPS,
    "quarter:north": lambda row: row.building.code == "oak1",
    "quarter:quarter,none": lambda _row: True,
    "-quarter:north": lambda row: row.building.code != "oak1",
    "manager:sam": lambda row: row.building.code == "oak1",
    "manager:none": lambda row: row.building.code != "oak1",
    "manager:dora": lambda _row: False,
    "building:oak1,elm1": lambda row: row.building.code in ("oak1", "elm1"),
    "premise:1": lambda row: row.premise is not None and row.premise.name in ("1", "12а"),
    'premise:"1"': lambda row: row.premise is not None and row.premise.name == "1",
    'premise:"12А"': lambda row: row.premise is not None and row.premise.name == "12а",
    "premise:OAK1-2": lambda row: code_of(row.premise) == "oak1-2",
    "premise:none": lambda row: row.premise is None,
    "-premise:1": lambda row: row.premise is None or row.premise.name not in ("1", "12а"),
    "entrance:2": lambda row: row.entrance == "2",
    "entrance:2..10": lambda row: row.entrance in ("2", "10"),
    "entrance:3а": lambda row: row.entrance == "3А",
    "entrance:>2": lambda row: row.entrance == "10",
    'entrance:"3а",2': lambda row: row.entrance in ("3А", "2"),
    "entrance:none": lambda row: not row.entrance,
    "-entrance:2": lambda row: row.entrance != "2",
    "floor:<0": lambda row: row.floor == "-1",
    "floor:подв,5": lambda row: row.floor in ("подвал", "5"),
    "floor:99": lambda _row: False,
    "floor:none,5": lambda row: row.floor in (None, "", "5"),
    "client:петр": lambda row: code_of(row.client) == "petrov",
    "client:PETROV": lambda row: code_of(row.client) == "petrov",
    'client:"anna double"': lambda row: code_of(row.client) == "anna-1",
    "client:anna,faraway": lambda row: code_of(row.client) in ("anna-1", "zoltan"),
    "client:none": lambda row: row.client is None,
    "-client:anna": lambda row: code_of(row.client) != "anna-1",
    "tag:dog": lambda row: "dog" in tags(row),
    "tag:елка": lambda row: code_of(row.client) == "petrov",
    'tag:"dog"': lambda row: "dog" in tags(row),
    "tag:none": lambda row: not tags(row),
    "-tag:dog": lambda row: "dog" not in tags(row),
    "tag:none,ёлка": lambda row: not tags(row) or code_of(row.client) == "petrov",
    "executor:ed": lambda row: "ed" in row.executors,
    "executor:none": lambda row: not row.executors,
    "-executor:ed,liam": lambda row: not {"ed", "liam"} & set(row.executors),
    "executor:none,near": lambda row: not row.executors or "near" in row.executors,
    "controller:sam": lambda row: "sam" in row.controllers,
    "controller:none": lambda row: not row.controllers,
    "-controller:none": lambda row: bool(row.controllers),
    "accepted_by:dora,sam": lambda row: row.accepted_by in ("dora", "sam"),
    "accepted_by:me": lambda row: row.accepted_by == "dora",
    "accepted_by:none": lambda row: row.accepted_by is None,
    "-accepted_by:sam": lambda row: row.accepted_by != "sam",
    "closed_by:sam,none": lambda row: row.closed_by in ("sam", None),
    "due:today": lambda row: day(row.due_at, 0, 0),
    "due:none,yesterday": lambda row: row.due_at is None or day(row.due_at, -1, -1),
    "-due:today": lambda row: not day(row.due_at, 0, 0),
    "due:<today": lambda row: row.due_at is not None and row.due_at < TODAY,
    "due:>today": lambda row: row.due_at is not None and row.due_at >= TODAY + DAY,
    "created:last7": lambda row: day(row.created_at, -6, 0),
    "created:..yesterday": lambda row: row.created_at < TODAY,
    "updated:this_week": lambda row: day(row.updated_at, -3, 3),
    "accepted:last_month,this_month": lambda row: day(row.accepted_at, -50, 11),
    "closed:2026-08-19T23:59..": lambda row: (
        row.closed_at is not None and row.closed_at >= TODAY - timedelta(minutes=1)
    ),
    "closed:2026-08-19T23:59": lambda row: (
        row.closed_at is not None and TODAY - timedelta(minutes=1) <= row.closed_at < TODAY
    ),
    "closed:none": lambda row: row.closed_at is None,
    "visit:today": lambda row: visited(row, 0, 0),
    "visit:<2026-08-01": lambda row: row.visit_from is not None and row.visit_from < TODAY - 19 * DAY,
    "visit:none,tomorrow": lambda row: row.visit_from is None or visited(row, 1, 1),
    "-visit:today..": lambda row: row.visit_from is None or (row.visit_to or row.visit_from) < TODAY,
    "reopened:yes": lambda row: row.reopened,
    "reopened:no": lambda row: not row.reopened,
    "reopened:yes,no": lambda _row: True,
    "-reopened:yes": lambda row: not row.reopened,
    "unread:yes": lambda row: row.unread_messages > 0,
    "-unread:yes": lambda row: row.unread_messages == 0,
    "external:sr": lambda row: (row.external_number or "").startswith("SR"),
    "external:2026": lambda row: (row.external_number or "").startswith("SR"),
    "external:елк": lambda row: (row.external_number or "").startswith("Ёлка"),
    'external:"SR-2026"': lambda _row: False,
    "-external:sr": lambda row: not (row.external_number or "").startswith("SR"),
    "external:1": lambda row: any(
        word.startswith("1") for word in (row.external_number or "").replace("/", " ").split()
    ),
    "sla:execution": lambda row: row.sla["execution"] == "broken",
    "sla:reaction,LOCALIZATION": lambda row: "broken" in (row.sla["reaction"], row.sla["localization"]),
    "-sla:execution": lambda row: row.sla["execution"] != "broken",
    "sla:none": lambda row: "broken" not in row.sla.values(),
    "-sla:none": lambda row: "broken" in row.sla.values(),
    "sla:none,reaction": lambda row: row.sla["reaction"] == "broken" or "broken" not in row.sla.values(),
    "sla:execution priority:low": lambda row: row.sla["execution"] == "broken" and row.priority == "low",
    "created:last7 priority:low -channel:app": lambda row: (
        day(row.created_at, -6, 0) and row.priority == "low" and row.channel != "app"
    ),
    "tag:dog entrance:2 cleaning": lambda row: (
        "dog" in tags(row) and row.entrance == "2" and row.service.code == "wide"
    ),
}


def rows_of(world: World, login: str, line: str, *, few: int = 5_000, sort: str | None = None) -> list[OrderRow]:
    def page(reading: Reading) -> list[OrderRow]:
        wanted = read_filter(reading, line)
        return list_orders(reading, wanted=wanted, limit=1_000, few=few, sort=parse_sort(sort)).rows

    return world.read(login, page)


# What is beyond the reach of one of them, or means another one's "me", is asked by the other alone.
ASKED = [("dora", line) for line in CASES] + [
    ("nina", line) for line in CASES if "elm1" not in line and ":me" not in line
]


@pytest.mark.parametrize(("login", "line"), ASKED)
def test_fl_4_a_filter_finds_what_an_independent_look_finds(many: World, login: str, line: str) -> None:
    everything = rows_of(many, login, "")
    assert len(everything) > 15
    wanted = [row.number for row in everything if CASES[line](row)]
    for few in FEW:
        assert sorted(row.number for row in rows_of(many, login, line, few=few)) == sorted(wanted)
    by_number = [row.number for row in rows_of(many, login, line, few=0, sort="number")]
    assert by_number == sorted(wanted)
    assert many.read(login, lambda reading: count_orders(reading, wanted=read_filter(reading, line))) == len(wanted)


# What all of the orders are, and what none is.
ALL = {"status:pending", "quarter:quarter,none", "reopened:yes,no", "department:none,pip"}
NONE = {"manager:dora", "floor:99", 'external:"SR-2026"'}


def test_fl_4_each_case_parts_the_orders(many: World) -> None:
    everything = rows_of(many, "dora", "")
    kept = {line: sum(map(holds, everything)) for line, holds in CASES.items()}
    assert {line for line, count in kept.items() if count == len(everything)} == ALL
    assert {line for line, count in kept.items() if count == 0} == NONE


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("sort", [None, "updated", "number:desc"])
@pytest.mark.parametrize("line", ["channel:app priority:low", "created:last7 -priority:low", "tag:dog", "unread:no"])
def test_fl_4_what_is_sorted_after_a_long_way_is_what_a_walk_finds(
    many: World, line: str, sort: str | None, backwards: bool
) -> None:
    order = parse_sort(sort)

    def found(reading: Reading, long_way: int) -> list[list[Key]]:
        conditions = conditions_of(reading, read_filter(reading, line))
        where = visible(reading.actor)
        keys = OrderKeys(reading, where, order.segments, order.descending, conditions, long_way=long_way)
        pages, start = [], None
        while True:
            page, more = keys.read(Stretch(4, start, backwards=backwards))
            pages.append(page)
            if not more:
                return pages
            start = page[-1]

    walked = many.read("dora", lambda reading: found(reading, 1_000))
    assert len(walked) > 1
    assert many.read("dora", lambda reading: found(reading, 5)) == walked


@pytest.mark.parametrize(
    "line",
    [
        "type:nothing",
        "department:ghost",
        "group:southern",
        "quarter:west",
        "premise:99",
        'premise:"12"',
        "entrance:подвал",
        'floor:"6"',
        "client:nobody",
        'client:"anna"',
        "tag:cat",
        'tag:"ёлка"',
        "controller:ghost",
        "accepted_by:ghost",
        "manager:ghost",
    ],
)
def test_fl_4_a_value_that_is_no_thing_is_refused_with_its_place(many: World, line: str) -> None:
    with pytest.raises(InputError) as refused:
        rows_of(many, "dora", f"лифт {line}")
    assert refused.value.code == "filter_syntax"
    assert refused.value.details["position"] == 5 + line.index(":") + 1


def test_ro_3_premises_and_clients_beyond_reach_are_no_values(many: World) -> None:
    for line in ("premise:elm1-9", "client:zoltan", "building:elm1"):
        assert rows_of(many, "dora", line)
    for line in ("premise:elm1-9", "building:elm1"):
        with pytest.raises(InputError) as refused:
            rows_of(many, "nina", line)
        assert refused.value.code == "filter_syntax"


def test_fl_2_a_word_moves_with_the_day(many: World) -> None:
    number = many.order("wide", "oak1", due="2026-08-21T10:00")
    assert number not in [row.number for row in rows_of(many, "dora", "due:today")]
    assert number in [row.number for row in rows_of(many, "dora", "due:tomorrow")]
    assert NOW < TODAY + DAY
