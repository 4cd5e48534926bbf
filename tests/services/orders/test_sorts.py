"""Sorting by every column: each visible order once, in order, however it is read, on both databases (CO-4, SE-1)."""

import base64
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col

from ads_tui.domain.actors import Actor
from ads_tui.domain.channels import PRIORITIES
from ads_tui.domain.columns import SORTED_BY
from ads_tui.domain.sorting import sort_key
from ads_tui.errors import InputError
from ads_tui.models.catalogue import Status
from ads_tui.models.columns import table_of
from ads_tui.models.time import OrderClock
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.statuses import list_statuses
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import Page, keys_of, list_orders
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.sorts import parse_sort
from ads_tui.services.orders.walking import Stretch
from ads_tui.services.orders.window import OrderList, Place, read_page
from ads_tui.store.work import Reading, Store, Work
from tests import housing
from tests.services.world import NOW, World

MADE = 90
# More things than are named one by one in a statement.
CROWD = 201
STATUSES = ("pending", "in_progress", "paused", "parts", "later", "cancelled", "done")
CRM_NAMES = {"wide": "Ёлка", "single": "ель"}
SERVICES = ("wide", "papers", "single")
# All in memory; a few groups read whole and the others walked by number; every group walked by number.
FEW = (5_000, 12, 0)
WAYS = [f"{name}{turn}" for name in SORTED_BY for turn in ("", ":desc")]


@pytest.fixture(scope="module")
def many(world: World) -> Iterator[World]:
    """Orders with equal and with empty values in every column that is sorted."""
    world.do("admin", _add_things)
    chance = random.Random(11)
    places = [
        ("oak1", "oak1-1", "petrov"),
        ("oak1", "oak1-2", "anna-1"),
        ("oak1", "oak1-10", "petrov-2"),
        ("oak2", "oak2-1", "anna-2"),
        ("oak2", "oak2-2", None),
        ("oak2", None, None),
        ("elm1", "elm1-9", "zoltan"),
        ("twin-a", None, "petrov-2"),
        ("twin-b", None, None),
    ]
    codes = {code: key for key, code in _status_ids(world)}
    for _ in range(MADE):
        building, premise, client = chance.choice(places)
        number = world.order(
            chance.choice(SERVICES),
            building,
            premise=premise,
            client=client,
            channel=chance.choice(["call_in", "email", "visit", "other"]),
            priority=chance.choice(PRIORITIES),
            visit="2026-09-01T10:00..2026-09-01T12:00",
        )
        world.put(
            number,
            status_id=codes[chance.choice(STATUSES)],
            due_at=chance.choice([None, NOW, NOW + timedelta(hours=chance.randint(1, 4))]),
            updated_at=NOW + timedelta(hours=chance.randint(0, 4)),
            created_at=NOW + timedelta(hours=chance.randint(0, 4)),
        )
        _let_run(world, number, chance.choice([None, None, NOW, NOW + timedelta(hours=chance.randint(-1, 2))]))
    yield world


def _let_run(world: World, number: int, due_at: datetime | None) -> None:
    clock = sa.insert(table_of(OrderClock)).values(
        order_number=number, kind="execution", state="running" if due_at else "met", due_at=due_at, statutory=False
    )
    world.do("system", lambda work: work.connection.execute(clock))
    world.put(number, next_due_at=due_at)


def _add_things(work: Work) -> None:
    for code, name in (("yard-1", "Yard"), ("yard-2", "yard")):
        engine.add(work, NOUNS["service-type"], code, name, ())
    for service, code in (("wide", "yard-1"), ("papers", "yard-2"), ("single", "visits")):
        engine.set_key(work, NOUNS["service"], service, "type", code)
    for service, name in CRM_NAMES.items():
        engine.set_key(work, NOUNS["service"], service, "crm_name", name)
    floors = {"oak1-10": ("10", "2"), "oak2-2": ("2", "")}
    for premise, (entrance, floor) in floors.items():
        building, name = premise.split("-")
        keys = {"building": building, "entrance": entrance, "floor": floor}
        engine.add(work, NOUNS["premise"], premise, name, keys.items())
    engine.add(work, NOUNS["client"], "petrov-2", "Петр Петров", {"phone": "+7 916 000-00-01"}.items())


def _status_ids(world: World) -> list[Any]:
    ids = sa.select(col(Status.id), col(Status.code))
    return world.read("system", lambda reading: list(reading.connection.execute(ids)))


def statuses(world: World) -> list[str]:
    """The codes of statuses in the order of their table."""
    return [status.code for status in world.read("system", list_statuses)]


def values(world: World) -> dict[str, Callable[[OrderRow], Any]]:
    """What each column is sorted by, None where it is empty, taken from what is shown."""
    table = statuses(world)
    return {
        "status": lambda row: table.index(row.status),
        "number": lambda row: row.number,
        "type": lambda row: row.service_type and sort_key(row.service_type.name),
        "service": lambda row: sort_key(row.service.name),
        "crm_name": lambda row: row.crm_name and sort_key(row.crm_name),
        "channel": lambda row: row.channel,
        "client": lambda row: row.client and sort_key(row.client.name),
        "building": lambda row: sort_key(row.building.name),
        "entrance": lambda row: row.entrance and sort_key(row.entrance),
        "floor": lambda row: row.floor and sort_key(row.floor),
        "premise": lambda row: row.premise and sort_key(row.premise.name),
        "due": lambda row: row.due_at,
        "left": lambda row: row.left and row.left.due_at,
        "updated": lambda row: row.updated_at,
        "created": lambda row: row.created_at,
        "priority": lambda row: PRIORITIES.index(row.priority),
    }


def in_order(world: World, rows: list[OrderRow], sort: str) -> list[int]:
    """The numbers of rows sorted in Python: empty values last either way, equal ones by number."""
    name, _, turn = sort.partition(":")
    value = values(world)[name]
    falls = turn == "desc"
    valued = sorted(((value(row), row.number) for row in rows if value(row) is not None), reverse=falls)
    empty = sorted((row.number for row in rows if value(row) is None), reverse=falls)
    return [number for _, number in valued] + empty


def page(
    world: World, login: str, line: str, sort: str | None, *, few: int, limit: int = 1_000, after: str | None = None
) -> Page:
    def question(reading: Reading) -> Page:
        wanted = read_filter(reading, line)
        return list_orders(reading, wanted=wanted, sort=parse_sort(sort), limit=limit, after=after, few=few)

    return world.read(login, question)


def walk(world: World, login: str, line: str, sort: str, *, few: int, limit: int) -> list[int]:
    """All numbers, page by page."""
    found: list[int] = []
    after: str | None = None
    while True:
        read = page(world, login, line, sort, few=few, limit=limit, after=after)
        found += [row.number for row in read.rows]
        assert len(found) <= 4 * MADE, "the pages do not end"
        after = read.next
        if after is None:
            return found


def everything(world: World, login: str, line: str) -> list[OrderRow]:
    return page(world, login, line, None, few=5_000).rows


@pytest.mark.parametrize("few", FEW)
@pytest.mark.parametrize("sort", WAYS)
def test_co_4_every_column_sorts_what_is_seen(many: World, sort: str, few: int) -> None:
    for login in ("dora", "nina", "rita"):
        rows = everything(many, login, "")
        assert len(rows) > 20
        assert walk(many, login, "", sort, few=few, limit=40) == in_order(many, rows, sort), login


def test_co_4_the_trial_has_equal_and_empty_values_in_the_columns_that_may_be_empty(many: World) -> None:
    rows = everything(many, "dora", "")
    for name, value in values(many).items():
        found = [value(row) for row in rows]
        assert len(set(found)) > 1, name
        assert name == "number" or len(set(found)) < len(found), name
        assert (None in found) == (name in {"crm_name", "client", "entrance", "floor", "premise", "due", "left"}), name


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    login=st.sampled_from(["dora", "nina", "rita"]),
    line=st.sampled_from(
        ["", "service:wide,single", "-building:oak1", "entrance:none", "priority:high -channel:email", "status:later"]
    ),
    sort=st.sampled_from(WAYS),
    limit=st.integers(1, MADE),
    few=st.sampled_from(FEW),
)
def test_co_4_a_filtered_list_is_sorted_as_python_sorts_it(
    many: World, login: str, line: str, sort: str, limit: int, few: int
) -> None:
    rows = everything(many, login, line)
    assert walk(many, login, line, sort, few=few, limit=limit) == in_order(many, rows, sort)


@pytest.mark.parametrize("sort", WAYS)
def test_ls_3_pages_come_the_other_way_and_from_the_end_as_well(many: World, sort: str) -> None:
    def keys(reading: Reading, few: int) -> Any:
        return keys_of(reading, "all", read_filter(reading, ""), parse_sort(sort), few=few)

    for few in FEW:
        whole = many.read("dora", lambda reading, few=few: keys(reading, few).read(Stretch(1_000))[0])  # type: ignore[misc]
        back: list[Any] = []
        while True:
            start = back[-1] if back else None
            found, more = many.read(
                "dora",
                lambda reading, few=few, start=start: keys(reading, few).read(  # type: ignore[misc]
                    Stretch(40, start, backwards=True)
                ),
            )
            back += found
            if not more:
                break
        assert back == whole[::-1]
        for depth in range(0, len(whole) + 1, 47):
            found = many.read(
                "dora",
                lambda reading, few=few, depth=depth: keys(reading, few).read(Stretch(5, skip=depth))[0],  # type: ignore[misc]
            )
            assert found == whole[depth : depth + 5]
        for key in whole[::53]:
            again = many.read("dora", lambda reading, few=few, key=key: keys(reading, few).find(key[1][-1]))  # type: ignore[misc]
            onward = many.read(
                "dora",
                lambda reading, few=few, key=key: keys(reading, few).read(Stretch(3, key, inclusive=True))[0],  # type: ignore[misc]
            )
            assert again == key
            assert onward == whole[whole.index(key) :][:3]


@pytest.mark.parametrize("sort", [way for way in WAYS if not way.startswith("number")])
def test_se_1_a_column_sort_applies_up_to_so_many_hits_and_beyond_it_says_so(many: World, sort: str) -> None:
    rows = everything(many, "dora", "cleaning")
    assert len(rows) > 12
    found = page(many, "dora", "cleaning", sort, few=len(rows), limit=1_000)
    assert (found.sorted, [row.number for row in found.rows]) == (True, in_order(many, rows, sort))
    found = page(many, "dora", "cleaning", sort, few=len(rows) - 1, limit=1_000)
    assert (found.sorted, [row.number for row in found.rows]) == (False, in_order(many, rows, "number:desc"))
    assert walk(many, "dora", "cleaning", sort, few=len(rows) - 1, limit=5) == in_order(many, rows, "number:desc")


def test_se_1_hits_are_what_is_found_with_all_filters(many: World) -> None:
    line = "cleaning priority:high,low building:oak1,twin-a"
    rows = everything(many, "dora", line)
    broad = [everything(many, "dora", part) for part in line.split()]
    assert 0 < len(rows) < min(map(len, broad))
    found = page(many, "dora", line, "client", few=len(rows))
    assert (found.sorted, [row.number for row in found.rows]) == (True, in_order(many, rows, "client"))


@pytest.mark.parametrize("few", FEW)
@pytest.mark.parametrize("other", ["number", "status", "client", "due", "client:desc", None])
def test_cl_14_a_cursor_of_another_sort_is_refused(many: World, other: str | None, few: int) -> None:
    for sort in ("building", "priority"):
        after = page(many, "dora", "", sort, few=few, limit=5).next
        with pytest.raises(InputError) as refused:
            page(many, "dora", "", other, few=few, limit=5, after=after)
        assert (refused.value.code, refused.value.field) == ("invalid_value", "after")


@pytest.mark.parametrize("rank", [5, None, 1.5, "a\0b", "\ud800", [], True])
def test_cl_14_a_cursor_with_a_rank_that_was_never_printed_is_refused(many: World, rank: object) -> None:
    printed = page(many, "dora", "", "client", few=0, limit=1).next
    assert printed is not None
    mark, place, (_, number) = json.loads(base64.urlsafe_b64decode(printed + "=" * (-len(printed) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps([mark, place, [rank, number]]).encode()).decode().rstrip("=")
    with pytest.raises(InputError) as refused:
        page(many, "dora", "", "client", few=0, after=forged)
    assert (refused.value.code, refused.value.field) == ("invalid_value", "after")


@pytest.mark.parametrize("text", ["rating", "Number", "number:up", "", "number:", ":desc", "labels"])
def test_co_4_an_unknown_column_is_refused_with_those_there_are(text: str) -> None:
    if text == "number:":
        assert parse_sort(text).name == "number"
        return
    with pytest.raises(InputError) as refused:
        parse_sort(text)
    assert (refused.value.code, refused.value.field) == ("invalid_value", "sort")
    assert refused.value.values["choices"] == ", ".join(SORTED_BY)


def test_ls_3_a_place_of_a_list_that_has_come_into_another_order_is_found_by_its_number(many: World) -> None:
    by_client, by_due = OrderList(sort=parse_sort("client")), OrderList(sort=parse_sort("due"))

    def after(reading: Reading, place: Place | None, which: OrderList) -> list[Any]:
        return list(read_page(reading, which, limit=5, start=place).rows)

    first = many.read("dora", lambda reading: after(reading, None, by_client))
    stale = first[2].place
    whole = in_order(many, everything(many, "dora", ""), "due")
    place = whole.index(first[2].row.number)
    found = many.read("dora", lambda reading: after(reading, stale, by_due))
    assert [placed.row.number for placed in found] == whole[place + 1 : place + 6]


def test_co_4_a_value_that_hundreds_of_things_share_is_one_group(store: Store, admin: Actor) -> None:
    housing.furnish(store)
    housing.add_thing(store, "service-type", "crowd", "Crowd")
    for place in range(CROWD):
        housing.add_thing(store, "service", f"s{place}", f"Work {place}", type="crowd")
        housing.add_thing(store, "premise", f"p{place}", "7" if place else "6", building=_crowded(store, place))
    made = [_order_of(store, admin, place) for place in (CROWD - 1, 3, 0, 150, 3)]
    other = housing.add_order(store, admin)
    for few in (5_000, 2, 0):
        with store.reading(admin) as reading:
            by_type = list_orders(reading, sort=parse_sort("type"), few=few).rows
            by_premise = list_orders(reading, sort=parse_sort("premise:desc"), few=few).rows
        assert [row.number for row in by_type] == [*made, other]
        assert [row.number for row in by_premise] == [made[4], made[3], made[1], made[0], made[2], other]


def _crowded(store: Store, place: int) -> str:
    """A building of its own for each premise of one number."""
    housing.add_thing(store, "building", f"b{place}", f"Crowded street, {place}")
    return f"b{place}"


def _order_of(store: Store, admin: Actor, place: int) -> int:
    wanted = NewOrder(service=f"s{place}", building=f"b{place}", premise=f"p{place}")
    return store.perform(admin, lambda work: create_order(work, wanted))
