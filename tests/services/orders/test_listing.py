"""Pages of the list: every visible order once, in order, however it is read (LB-4, CO-4, LS-1, CL-14)."""

import base64
import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ads_tui.clock import Clock
from ads_tui.errors import InputError
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import Page, count_orders, list_orders
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.sorts import parse_sort
from ads_tui.store.work import Reading, Store
from tests.services.world import NOW, World

MADE = 60
SORTS = (None, "number", "number:desc", "number:asc", "updated", "updated:desc", "created", "created:desc")
# Enough for all hits to be sorted in memory, and so few that each list is walked by its index.
FEW = (5_000, 0)


@pytest.fixture(scope="module")
def many(world: World) -> Iterator[World]:
    """Orders with equal moments, labels, and of several services and buildings."""
    chance = random.Random(7)
    services, buildings = ["wide", "papers", "single"], ["oak1", "elm1", "twin-b"]
    made = [world.order(chance.choice(services), chance.choice(buildings)) for _ in range(MADE)]
    for number in made[::3]:
        world.assign(number, "ed")
    for number in made:
        world.put(
            number,
            updated_at=NOW + timedelta(hours=chance.randint(0, 4)),
            created_at=NOW + timedelta(hours=chance.randint(0, 4)),
            important=chance.random() < 0.2,
            unread_messages=chance.choice([0, 0, 0, 1, 2]),
        )
    yield world


def key_of(sort: str | None) -> Callable[[OrderRow], tuple[Any, ...]]:
    """The order of LB-4 or of a column, as a key that sorts ascending."""

    def labels(row: OrderRow) -> tuple[Any, ...]:
        return ("important" not in row.labels, -row.unread_messages, -row.updated_at.timestamp(), -row.number)

    def column(row: OrderRow) -> tuple[Any, ...]:
        name, _, direction = (sort or "").partition(":")
        moments = {"updated": row.updated_at, "created": row.created_at}
        place = moments[name].timestamp() if name in moments else row.number
        turn = -1 if direction == "desc" else 1
        return (turn * place, turn * row.number)

    return column if sort else labels


def walk(world: World, login: str, *, line: str, tab: str, sort: str | None, limit: int, few: int) -> list[OrderRow]:
    """All rows, page by page."""
    rows: list[OrderRow] = []
    after: str | None = None
    while True:

        def page(reading: Reading, after: str | None = after) -> Any:
            wanted = read_filter(reading, line, tab=tab)
            return list_orders(
                reading, tab=tab, wanted=wanted, sort=parse_sort(sort), limit=limit, after=after, few=few
            )

        found = world.read(login, page)
        assert len(found.rows) == limit or found.next is None
        rows += found.rows
        assert len(rows) <= 10 * MADE, "the pages do not end"
        after = found.next
        if after is None:
            return rows


def everything(world: World, login: str, line: str, tab: str) -> list[OrderRow]:
    def page(reading: Reading) -> Any:
        return list_orders(reading, tab=tab, wanted=read_filter(reading, line, tab=tab), limit=1_000)

    found = world.read(login, page)
    assert found.next is None
    return list(found.rows)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    login=st.sampled_from(["dora", "nina", "rita", "ed"]),
    line=st.sampled_from(["", "service:wide,single", "-building:oak1", "executor:none", "number:10..50"]),
    tab=st.sampled_from(["all", "new", "mine"]),
    sort=st.sampled_from(SORTS),
    limit=st.integers(1, 80),
    few=st.sampled_from(FEW),
)
def test_lb_4_walking_the_pages_gives_every_visible_order_once_in_order(
    many: World, login: str, line: str, tab: str, sort: str | None, limit: int, few: int
) -> None:
    tab = "mine" if login == "ed" else tab
    rows = walk(many, login, line=line, tab=tab, sort=sort, limit=limit, few=few)
    assert rows == sorted(everything(many, login, line, tab), key=key_of(sort))
    assert len({row.number for row in rows}) == len(rows)
    assert len(rows) == many.read(
        login, lambda reading: count_orders(reading, tab=tab, wanted=read_filter(reading, line, tab=tab))
    )


@pytest.mark.parametrize("few", FEW)
@pytest.mark.parametrize("limit", [1, 3, 1_000])
def test_lb_4_while_text_is_searched_the_exact_number_goes_first_then_the_newest(
    many: World, few: int, limit: int
) -> None:
    numbers = [row.number for row in walk(many, "dora", line="1", tab="all", sort=None, limit=limit, few=few)]
    others = sorted((number for number in numbers if number != 1), reverse=True)
    assert numbers == [1, *others]
    assert len(others) > 10
    line = "cleaning 1"
    numbers = [row.number for row in walk(many, "dora", line=line, tab="all", sort=None, limit=limit, few=few)]
    assert numbers == sorted(numbers, reverse=True)


def test_pages_go_on_where_they_were_though_orders_change_meanwhile(many: World) -> None:
    def page(after: str | None) -> Page:
        return many.read("dora", lambda reading: list_orders(reading, limit=20, sort=parse_sort("number"), after=after))

    first = page(None)
    many.order()
    rest: list[int] = []
    after = first.next
    while after is not None:
        following = page(after)
        rest += [row.number for row in following.rows]
        after = following.next
    assert min(rest) > max(row.number for row in first.rows)


def cursor(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "change",
    [
        lambda mark, place, values: [mark, 2, values],
        lambda mark, place, values: [mark, -1, values],
        lambda mark, place, values: [mark, True, values],
        lambda mark, place, values: [mark, place, values[:-1]],
        lambda mark, place, values: [mark, place, [*values, 1]],
        lambda mark, place, values: [mark, place, [*values[:-1], 2**70]],
        lambda mark, place, values: [mark, place, [*values[:-1], 1.5]],
        lambda mark, place, values: [mark, place, [*values[:-1], "1"]],
        lambda mark, place, values: [mark, place, [*values[:-2], "2026-08-20T08:00:00", 1]],
        lambda mark, place, values: [mark, place, [*values[:-2], None, 1]],
        lambda mark, place, values: [mark, place, None],
        lambda mark, place, values: [mark],
        lambda mark, place, values: {"mark": mark},
        lambda mark, place, values: None,
    ],
)
def test_cl_14_a_cursor_that_was_never_printed_is_refused(
    many: World, change: Callable[[str, int, list[Any]], object]
) -> None:
    printed = many.read("dora", lambda reading: list_orders(reading, limit=1).next)
    assert printed is not None
    content = json.loads(base64.urlsafe_b64decode(printed + "=" * (-len(printed) % 4)))

    def page(reading: Reading) -> Any:
        return list_orders(reading, after=cursor(change(*content)))

    with pytest.raises(InputError) as refused:
        many.read("dora", page)
    assert (refused.value.code, refused.value.field) == ("invalid_value", "after")


@pytest.mark.parametrize("few", FEW)
def test_ls_1_today_are_those_whose_due_or_visit_falls_on_today(world: World, few: int) -> None:
    # Today in Moscow is from 21:00 UTC of the 19th to 21:00 UTC of the 20th.
    cases = {
        "due:20": {"due": "2026-08-20T00:00"},
        "due:20 late": {"due": "2026-08-20"},
        "due:21": {"due": "2026-08-21T00:00"},
        "due:19": {"due": "2026-08-19T23:59"},
        "visit:20": {"visit": "2026-08-20T23:00..2026-08-21T01:00"},
        "visit:around": {"visit": "2026-08-18T10:00..2026-08-22T10:00"},
        "visit:21": {"visit": "2026-08-21T00:00"},
        "visit:19": {"visit": "2026-08-19T10:00..2026-08-19T12:00"},
        "none": {},
    }
    made = {name: world.order("wide", "oak1", "eve", **given) for name, given in cases.items()}

    def page(reading: Reading) -> Any:
        return list_orders(reading, tab="mine", today=True, few=few)

    rows = world.read("eve", page).rows
    names = {name for name, number in made.items() if number in [row.number for row in rows]}
    assert names == {"due:20", "due:20 late", "visit:20", "visit:around"}
    assert world.read("eve", lambda reading: count_orders(reading, tab="mine", today=True)) == len(rows)
    tomorrow = World(Store(world.store.engine, Clock(NOW + timedelta(days=1))), world.url)
    assert made["due:21"] in [row.number for row in tomorrow.read("eve", page).rows]


def statements(world: World, login: str, question: Callable[[Reading], Any]) -> int:
    """How many statements a question sends to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    world.actor(login)
    sa.event.listen(world.store.engine, "before_cursor_execute", note)
    try:
        world.read(login, question)
    finally:
        sa.event.remove(world.store.engine, "before_cursor_execute", note)
    return len([statement for statement in sent if statement.lstrip().upper().startswith("SELECT")])


@pytest.mark.parametrize("login", ["dora", "nina"])
def test_a_page_costs_the_same_statements_whatever_its_length(many: World, login: str) -> None:
    short = statements(many, login, lambda reading: list_orders(reading, limit=1))
    full = statements(many, login, lambda reading: list_orders(reading, limit=50))
    # The settings, the order of labels, two stretches of keys, the rows and four lists beside them.
    assert short <= full <= 9
    filtered = statements(
        many, login, lambda reading: list_orders(reading, wanted=read_filter(reading, "service:wide"))
    )
    assert filtered <= 10
