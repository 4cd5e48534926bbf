"""A window over the real order list, on both databases (LS-1, LS-3)."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import Actor
from ads_tui.errors import AccessError
from ads_tui.services.comments import add_comment, comments_of
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import count_my_open, count_orders, counters, keys_of, list_orders, sort_of
from ads_tui.services.orders.rows import OrderRow
from ads_tui.services.orders.sorts import Sort
from ads_tui.services.orders.walking import OrderKeys
from ads_tui.services.orders.window import OrderList
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading, Store
from ads_tui.widgets.list_pages import PageWanted, Toward
from ads_tui.widgets.list_window import ListWindow
from ads_tui.widgets.order_pages import read_orders
from tests import housing

COUNT = 30


@pytest.fixture
def orders(store: Store, admin: Actor) -> Store:
    """Orders, some labelled, some of equal moments."""
    housing.furnish(store)
    for place in range(COUNT):
        number = housing.add_order(store, admin)
        moment = datetime(2026, 8, 1, tzinfo=UTC) + timedelta(hours=place % 7)
        change(store, number, updated_at=moment, important=place % 9 == 0)
    return store


def change(store: Store, number: int, **values: object) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.update(ORDERS).where(ORDERS.c.number == number).values(values))


def settle(window: ListWindow[OrderRow], store: Store, actor: Actor, which: OrderList) -> None:
    while (wanted := window.wanted()) is not None:
        with store.reading(actor) as reading:
            window.answer(wanted, read_orders(reading, which, wanted))


def test_a_window_walks_the_list_both_ways_and_jumps(orders: Store, admin: Actor) -> None:
    with orders.reading(admin) as reading:
        lists = [
            OrderList(),
            OrderList("new"),
            OrderList(sort=Sort("number", False)),
            OrderList(wanted=read_filter(reading, "oak")),
        ]
    for which in lists:
        with orders.reading(admin) as reading:
            page = list_orders(reading, tab=which.tab, wanted=which.wanted, sort=which.sort, limit=1_000)
        whole = [row.number for row in page.rows]
        assert len(whole) == COUNT
        window: ListWindow[OrderRow] = ListWindow(page=6)
        window.resize(3)
        settle(window, orders, admin, which)
        seen = [window.cursor]
        for _ in range(COUNT):
            window.move(1)
            settle(window, orders, admin, which)
            seen.append(window.cursor)
        assert seen == [*whole, whole[-1]], which
        window.home()
        settle(window, orders, admin, which)
        window.end()
        settle(window, orders, admin, which)
        back = [window.cursor]
        for _ in range(COUNT - 1):
            window.move(-1)
            settle(window, orders, admin, which)
            back.append(window.cursor)
        assert back == whole[::-1], which
        window.count = COUNT
        window.jump(0.5)
        settle(window, orders, admin, which)
        assert window.cursor == whole[COUNT // 2], which


def test_ls_3_the_order_under_the_cursor_stays_under_it(orders: Store, admin: Actor) -> None:
    which = OrderList("new")
    window: ListWindow[OrderRow] = ListWindow(page=6)
    window.resize(4)
    window.move(11)
    settle(window, orders, admin, which)
    under, line = window.cursor, window.cursor_line
    assert isinstance(under, int)
    before = [entry.key for entry in window.visible]

    change(orders, under, updated_at=datetime(2026, 8, 10, tzinfo=UTC), important=True)
    window.refresh()
    settle(window, orders, admin, which)
    assert ([entry.key for entry in window.visible], window.cursor_line) == (before, line)
    assert (window.newer, window.gone) == (1, None)

    change(orders, under, base_status="done", is_open=False)
    window.refresh()
    settle(window, orders, admin, which)
    assert (window.cursor, window.gone, window.newer) == (under, under, 0)
    window.move(1)
    assert under not in [entry.key for entry in window.visible]


def test_ro_1_a_list_that_is_not_for_the_actor_is_refused(orders: Store) -> None:
    executor = housing.add_employee(orders, "master")
    window: ListWindow[OrderRow] = ListWindow()
    with pytest.raises(AccessError):
        settle(window, orders, executor, OrderList("all"))


def test_ls_2_a_count_may_end_at_one_more_than_wanted(orders: Store, admin: Actor) -> None:
    with orders.reading(admin) as reading:
        assert [count_orders(reading, most=most) for most in (None, 0, 5, COUNT, COUNT + 9)] == [
            COUNT,
            1,
            6,
            COUNT,
            COUNT,
        ]


def test_ls_2_my_open_orders_are_counted_for_whoever_sees_no_others(orders: Store, admin: Actor) -> None:
    executor = housing.add_employee(orders, "master")
    number = housing.add_order(orders, admin, "other", "oak1", "master")
    with orders.reading(executor) as reading:
        assert count_my_open(reading) == 1
        with pytest.raises(AccessError):
            counters(reading)
    change(orders, number, base_status="done", is_open=False)
    with orders.reading(executor) as reading:
        assert count_my_open(reading) == 0


def test_lb_6_the_last_comments_are_the_newest_oldest_first(orders: Store, admin: Actor) -> None:
    for text in ("one", "two", "three"):
        orders.perform(admin, partial(add_comment, number=1, text=text))
    with orders.reading(admin) as reading:
        assert [comment.text for comment in comments_of(reading, 1, last=2)] == ["two", "three"]
        assert [comment.text for comment in comments_of(reading, 1)] == ["one", "two", "three"]


def test_se_1_a_page_tells_that_it_is_not_sorted_as_asked(orders: Store, admin: Actor) -> None:
    class ListOfFew(OrderList):
        """No more than half the orders are sorted by a column."""

        def keys(self, reading: Reading) -> OrderKeys:
            return keys_of(reading, self.tab, self.wanted, sort_of(self.wanted, self.sort), few=COUNT // 2)

    with orders.reading(admin) as reading:
        wanted = read_filter(reading, "oak")
        for sort, is_sorted in ((None, True), (Sort("due", descending=False), False)):
            which = ListOfFew(wanted=wanted, sort=sort)
            for toward in Toward:
                place = read_orders(reading, which, PageWanted(Toward.START, 6)).entries[3].place
                start = place if toward in (Toward.AFTER, Toward.BEFORE) else None
                assert read_orders(reading, which, PageWanted(toward, 6, start)).sorted is is_sorted
