"""What a client has had to do with the company, and the orders of a building, on both databases (CD-1, CD-2, RO-3)."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.services.orders.card_details import card_details
from ads_tui.services.orders.client_activity import (
    ActivityOf,
    count_activity,
    count_newer,
    find_activity,
    read_activity,
)
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.thing_orders import ThingOrders, count_building_orders
from ads_tui.services.orders.walking import Stretch
from ads_tui.services.orders.window import read_page
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading, Store
from tests import housing

PHONE = "+7 916 123-45-67"
FIRST = datetime(2026, 8, 1, tzinfo=UTC)


@pytest.fixture
def house(store: Store) -> Store:
    """Two flats, their owners."""
    housing.furnish(store)
    for place in ("1", "2"):
        housing.add_thing(store, "premise", f"oak1-{place}", place, building="oak1")
    housing.add_thing(store, "client", "moroz", "Moroz", phone=PHONE, premises="oak1-1:owner")
    housing.add_thing(store, "client", "gavrila", "Gavrila", premises="oak1-2:owner")
    return store


def order(store: Store, by: Actor, building: str = "oak1", **values: str) -> int:
    wanted = NewOrder(service="other", building=building, **values)  # type: ignore[arg-type]
    return store.perform(by, lambda work: create_order(work, wanted))


def created(store: Store, number: int, moment: datetime) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.update(ORDERS).where(ORDERS.c.number == number).values(created_at=moment))


def activity_of(store: Store, by: Actor, number: int) -> ActivityOf | None:
    with store.reading(by) as reading:
        return card_details(reading, number).activity_of


def listed(reading: Reading, of: ActivityOf | None, stretch: Stretch) -> list[int]:
    assert of is not None
    return [placed.activity.order for placed in read_activity(reading, of, stretch)[0]]


def test_cd_2_a_clients_orders_newest_first_and_nobody_elses(house: Store, admin: Actor) -> None:
    numbers = [order(house, admin, client="moroz", premise="oak1-1") for _ in range(4)]
    order(house, admin, client="gavrila", premise="oak1-2")
    for place, number in enumerate(numbers):
        created(house, number, FIRST + timedelta(days=[3, 1, 4, 1][place]))
    of = activity_of(house, admin, numbers[0])
    with house.reading(admin) as reading:
        found, more = read_activity(reading, of, Stretch(10))  # type: ignore[arg-type]
    # Equal moments: the higher number is the newer one.
    assert [placed.activity.order for placed in found] == [numbers[2], numbers[0], numbers[3], numbers[1]]
    assert not more
    newest = found[0].activity
    assert (newest.kind, newest.status, newest.subject, newest.address) == (
        "order",
        "pending",
        "Other",
        "Oak street, 1, 1",
    )
    assert newest.at == FIRST + timedelta(days=4)


def test_cd_2_pages_either_way_hold_each_order_once(house: Store, admin: Actor) -> None:
    numbers = [order(house, admin, client="moroz", premise="oak1-1") for _ in range(7)]
    for number in numbers[:4]:
        created(house, number, FIRST)
    of = activity_of(house, admin, numbers[0])
    assert of is not None
    expected = [*numbers[:3:-1], *numbers[3::-1]]
    with house.reading(admin) as reading:
        first, more = read_activity(reading, of, Stretch(3))
        assert more
        values = (0, first[-1].place.values)
        assert listed(reading, of, Stretch(3)) == expected[:3]
        assert listed(reading, of, Stretch(9, values)) == expected[3:]
        assert listed(reading, of, Stretch(9, values, inclusive=True)) == expected[2:]
        assert listed(reading, of, Stretch(9, values, backwards=True)) == expected[:2]
        assert listed(reading, of, Stretch(2, backwards=True)) == expected[-2:]
        assert listed(reading, of, Stretch(2, skip=4)) == expected[4:6]
        assert count_activity(reading, of) == 7
        assert count_newer(reading, of, first[2].place) == 2
        found = find_activity(reading, of, ("order", numbers[0]))
        assert found is not None
        assert found.activity.order == numbers[0]
        assert find_activity(reading, of, ("order", 999)) is None


def test_cd_2_of_somebody_written_down_with_a_call_it_is_the_orders_with_his_phone(house: Store, admin: Actor) -> None:
    known = order(house, admin, client="moroz", premise="oak1-1")
    called = order(house, admin, premise="oak1-2", client_name="Somebody", client_phone="8 916 123 45 67")
    order(house, admin, premise="oak1-2", client_name="Somebody", client_phone="8 916 000 00 00")
    of = activity_of(house, admin, called)
    with house.reading(admin) as reading:
        assert listed(reading, of, Stretch(9)) == [called, known]


def test_cd_2_it_is_hidden_for_a_communal_order_and_without_a_phone(house: Store, admin: Actor) -> None:
    assert activity_of(house, admin, order(house, admin)) is None
    assert activity_of(house, admin, order(house, admin, client="moroz")) is None
    assert activity_of(house, admin, order(house, admin, premise="oak1-2", client_name="Somebody")) is None


def test_ro_3_only_what_the_actor_sees_is_listed_and_counted(house: Store, admin: Actor) -> None:
    seen = order(house, admin, client="moroz", premise="oak1-1")
    housing.add_thing(house, "premise", "oak2-1", "1", building="oak2")
    order(house, admin, "oak2", client="moroz", premise="oak2-1")
    near = housing.add_employee(house, "near", "dispatcher", buildings="oak1")
    of = activity_of(house, near, seen)
    assert of is not None
    with house.reading(near) as reading:
        assert listed(reading, of, Stretch(9)) == [seen]
        assert count_activity(reading, of) == 1


def test_ro_5_a_hidden_phone_finds_nobody_elses_orders(house: Store, admin: Actor) -> None:
    master = housing.add_employee(house, "master")
    number = order(house, admin, premise="oak1-2", client_name="Somebody", client_phone=PHONE, executors=("master",))  # type: ignore[arg-type]
    assert activity_of(house, master, number) is None
    assert activity_of(house, admin, number) is not None


def test_cd_1_the_orders_of_a_building_newest_first_and_its_open_ones_counted(house: Store, admin: Actor) -> None:
    from ads_tui.services.orders.statuses import StatusWish, change_status

    numbers = [order(house, admin) for _ in range(5)]
    order(house, admin, "oak2")
    created(house, numbers[4], FIRST)
    house.perform(admin, lambda work: change_status(work, numbers[1], StatusWish("cancelled", "twice")))
    with house.reading(admin) as reading:
        details = card_details(reading, numbers[0])
        page = read_page(reading, ThingOrders("building", details.building_id), limit=3)
        assert [placed.row.number for placed in page.rows] == numbers[3:0:-1]
        rest = read_page(reading, ThingOrders("building", details.building_id), limit=9, start=page.rows[-1].place)
        assert [placed.row.number for placed in rest.rows] == [numbers[0], numbers[4]]
        assert count_building_orders(reading, details.building_id) == 5
        assert details.open_there == 4


@pytest.mark.parametrize("by_phone", [False, True])
def test_cd_2_a_page_walks_an_index_and_sorts_nothing(upgraded_sqlite_url: str, by_phone: bool) -> None:
    """However many orders a client has; those found by phone are sorted, but never found by a walk of all orders."""
    from ads_tui.clock import Clock
    from ads_tui.store.engine import make_engine

    store = Store(make_engine(upgraded_sqlite_url), Clock(FIRST))
    plans: list[str] = []

    def explain(connection: sa.Connection, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if "LIMIT" in statement and "created_at" in statement and not statement.startswith("EXPLAIN"):
            rows = connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.extend(row[-1] for row in rows)

    sa.event.listen(store.engine, "before_cursor_execute", explain)
    with store.reading(SYSTEM) as reading:
        start = (0, (FIRST, 5, "order"))
        read_activity(reading, ActivityOf(1, by_phone), Stretch(50, start))
    store.engine.dispose()
    assert any("ix_orders_client" in line for line in plans), plans
    assert not any("ix_orders_created" in line or line.startswith("SCAN orders") for line in plans), plans
    if not by_phone:
        assert not any("TEMP B-TREE" in line for line in plans), plans
