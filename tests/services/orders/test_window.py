"""A window's reads: walking forward is the reverse of walking backward, and reading again tells what changed (LS-3)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import Actor
from ads_tui.errors import AccessError
from ads_tui.services.orders.sorts import Sort
from ads_tui.services.orders.window import OrderList, Place, WindowPage, read_again, read_page
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store
from tests import housing

ORDERS_MADE = 23
SORTS = [None, Sort("number", False), Sort("number"), Sort("updated", False), Sort("updated"), Sort("created")]
TABS = ["all", "new"]
# All is walked by index, New is small enough to be sorted in memory.
LISTS = [OrderList(tab, sort=sort) for tab in TABS for sort in SORTS]


@pytest.fixture
def many(store: Store, admin: Actor) -> Iterator[Store]:
    """Orders with equal moments, labels and finished ones among them."""
    housing.furnish(store)
    start = datetime(2026, 8, 1, tzinfo=UTC)
    numbers = [housing.add_order(store, admin) for _ in range(ORDERS_MADE)]
    with store.engine.begin() as connection:
        for place, number in enumerate(numbers):
            moment = start + timedelta(hours=place * 7 % 5)
            changed = {
                "updated_at": moment,
                "created_at": moment,
                "important": place % 6 == 0,
                "unread_messages": place % 4,
            }
            connection.execute(sa.update(ORDERS).where(ORDERS.c.number == number).values(changed))
    yield store


def read(
    store: Store,
    admin: Actor,
    which: OrderList,
    limit: int = 1_000,
    start: Place | None = None,
    *,
    inclusive: bool = False,
    backwards: bool = False,
    skip: int = 0,
) -> WindowPage:
    with store.reading(admin) as reading:
        return read_page(reading, which, limit=limit, start=start, inclusive=inclusive, backwards=backwards, skip=skip)


def numbers(page: WindowPage) -> list[int]:
    return [placed.row.number for placed in page.rows]


def walked(store: Store, admin: Actor, which: OrderList, *, backwards: bool) -> list[int]:
    found: list[int] = []
    page = read(store, admin, which, 4, backwards=backwards)
    while True:
        found = numbers(page) + found if backwards else found + numbers(page)
        if not page.more:
            return found
        page = read(store, admin, which, 4, page.rows[0 if backwards else -1].place, backwards=backwards)


def test_ls_3_walking_back_is_the_reverse_of_walking_on(many: Store, admin: Actor) -> None:
    for which in LISTS:
        whole = read(many, admin, which)
        assert len(whole.rows) == ORDERS_MADE and not whole.more
        assert walked(many, admin, which, backwards=False) == numbers(whole), which
        assert walked(many, admin, which, backwards=True) == numbers(whole), which


def test_places_compare_as_the_rows_of_the_list(many: Store, admin: Actor) -> None:
    for which in LISTS:
        places = [placed.place for placed in read(many, admin, which).rows]
        assert all(before < after and not after < before for before, after in pairwise(places)), which


def test_an_inclusive_page_begins_with_the_row_of_its_place(many: Store, admin: Actor) -> None:
    for which in LISTS:
        whole = read(many, admin, which)
        for depth, placed in enumerate(whole.rows):
            onward = read(many, admin, which, 5, placed.place, inclusive=True)
            back = read(many, admin, which, 5, placed.place, inclusive=True, backwards=True)
            assert onward.rows == whole.rows[depth : depth + 5], which
            assert back.rows == whole.rows[max(depth - 4, 0) : depth + 1], which


def test_a_page_may_begin_at_any_depth(many: Store, admin: Actor) -> None:
    for which in LISTS:
        whole = numbers(read(many, admin, which))
        for skip in range(0, ORDERS_MADE + 2, 3):
            onward = read(many, admin, which, 5, skip=skip)
            back = read(many, admin, which, 5, skip=skip, backwards=True)
            assert numbers(onward) == whole[skip : skip + 5], which
            assert numbers(back) == whole[::-1][skip : skip + 5][::-1], which


def reread(store: Store, admin: Actor, which: OrderList, start: Place, number: int, head: Place) -> object:
    with store.reading(admin) as reading:
        found = read_again(reading, which, limit=5, start=start, number=number, head=head)
    order = found.order and (found.order[0].number, found.order[1] is not None)
    return [placed.row.number for placed in found.page.rows], order, found.newer


@pytest.mark.parametrize("tab", TABS)
def test_ls_3_what_arrived_above_is_counted_and_the_order_under_the_cursor_is_found(
    many: Store, admin: Actor, tab: str
) -> None:
    which = OrderList(tab, sort=Sort("updated"))
    whole = read(many, admin, which)
    window, head = whole.rows[10:15], whole.rows[0].place
    under = window[2].row.number
    shown = [placed.row.number for placed in window]
    assert reread(many, admin, which, window[0].place, under, head) == (shown, None, 0)

    with many.engine.begin() as connection:
        moved = {"updated_at": datetime(2026, 8, 19, tzinfo=UTC)}
        connection.execute(sa.update(ORDERS).where(ORDERS.c.number == under).values(moved))
    shown = [number for number in shown if number != under] + [whole.rows[15].row.number]
    assert reread(many, admin, which, window[0].place, under, head) == (shown, (under, True), 1)


def test_ls_1_an_order_that_left_its_tab_is_told_apart(many: Store, admin: Actor) -> None:
    which = OrderList("new", sort=Sort("updated"))
    whole = read(many, admin, which)
    under = whole.rows[2].row.number
    with many.engine.begin() as connection:
        done = {"base_status": "done", "is_open": False}
        connection.execute(sa.update(ORDERS).where(ORDERS.c.number == under).values(done))

    shown = [placed.row.number for placed in whole.rows[:6] if placed.row.number != under]
    assert reread(many, admin, which, whole.rows[0].place, under, whole.rows[0].place) == (shown, (under, False), 0)


def test_ro_3_an_order_out_of_sight_is_not_told(many: Store, admin: Actor) -> None:
    stranger = housing.add_employee(many, "stranger", "dispatcher", buildings="oak2")
    which = OrderList()
    place = read(many, admin, which).rows[0].place
    number = read(many, admin, which).rows[3].row.number

    assert reread(many, stranger, which, place, number, place) == ([], None, 0)


def test_ro_1_a_tab_needs_its_section(many: Store) -> None:
    executor = housing.add_employee(many, "master")
    with many.reading(executor) as reading, pytest.raises(AccessError):
        read_page(reading, OrderList("all"), limit=5)
