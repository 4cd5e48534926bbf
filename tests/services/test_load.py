import pytest

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AdsError
from ads_tui.services.blocking import block
from ads_tui.services.load import list_loads, loads
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests import housing


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    housing.furnish(store)


def shown(store: Store, actor: Actor, number: int | None = None) -> list[tuple[str, int, str]]:
    with store.reading(actor) as reading:
        return [(load.login, load.open, load.level) for load in list_loads(reading, number)]


def test_pe_2_the_least_loaded_come_first_and_equal_ones_by_login(store: Store, admin: Actor) -> None:
    for login, orders in (("c.busy", 11), ("b.some", 6), ("d.free", 0), ("a.free", 0)):
        housing.add_employee(store, login)
        for _ in range(orders):
            housing.add_order(store, admin, "other", "oak1", login)
    assert shown(store, admin) == [
        ("a.free", 0, "green"),
        ("admin", 0, "green"),
        ("d.free", 0, "green"),
        ("b.some", 6, "yellow"),
        ("c.busy", 11, "red"),
    ]


def test_pe_2_done_cancelled_and_inactive_do_not_count(store: Store, admin: Actor) -> None:
    for login in ("anna", "boris"):
        housing.add_employee(store, login)
    first, second, *_rest = (housing.add_order(store, admin, "other", "oak1", "anna") for _ in range(3))
    store.perform(admin, lambda work: change_status(work, first, StatusWish("in_progress")))
    store.perform(admin, lambda work: change_status(work, first, StatusWish("done")))
    store.perform(admin, lambda work: change_status(work, second, StatusWish("cancelled", "twice")))
    assert shown(store, admin)[-1] == ("anna", 1, "green")
    store.perform(admin, lambda work: change_status(work, first, StatusWish("reopened", "again")))
    assert shown(store, admin)[-1] == ("anna", 2, "green")
    store.perform(admin, lambda work: block(work, "anna", "boris"))
    assert shown(store, admin) == [("admin", 0, "green"), ("boris", 2, "green")]


def test_ro_3_the_load_counts_orders_that_one_does_not_see(store: Store, admin: Actor) -> None:
    housing.add_employee(store, "anna")
    housing.add_order(store, admin, "other", "oak1", "anna")
    actor = housing.add_employee(store, "dora", "dispatcher", buildings="oak2")
    assert ("anna", 1, "green") in shown(store, actor)


def test_pe_1_for_an_order_those_are_offered_who_fit_it(store: Store, admin: Actor) -> None:
    housing.add_employee(store, "lifter", department="lifts")
    housing.add_employee(store, "elsewhere", department="lifts", buildings="oak2")
    housing.add_employee(store, "gone", department="lifts")
    housing.add_employee(store, "plumber", department="water")
    store.perform(admin, lambda work: block(work, "gone"))
    lift, anything = (housing.add_order(store, admin, service, "oak1") for service in ("lift", "other"))
    assert [login for login, *_ in shown(store, admin, lift)] == ["lifter"]
    assert [login for login, *_ in shown(store, admin, anything)] == ["admin", "lifter", "plumber"]


def test_some_employees_are_told_by_id(store: Store, admin: Actor) -> None:
    anna = housing.add_employee(store, "anna")
    assert anna.id is not None
    with store.reading(SYSTEM) as reading:
        assert [load.login for load in loads(reading, [anna.id])] == ["anna"]
        assert loads(reading, []) == []


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("administrator", True), ("supervisor", True), ("dispatcher", True), ("executor", True), ("observer", False)],
)
def test_ro_1_the_load_is_for_those_who_choose_people(store: Store, role: str, allowed: bool) -> None:
    actor = housing.add_employee(store, "dora", role)
    if allowed:
        assert shown(store, actor)
        return
    with pytest.raises(AdsError) as refused:
        shown(store, actor)
    assert refused.value.code == "forbidden"


def test_ro_3_an_order_that_one_does_not_see_is_not_found(store: Store, admin: Actor) -> None:
    number = housing.add_order(store, admin, "other", "oak1")
    actor = housing.add_employee(store, "dora", "dispatcher", buildings="oak2")
    for wanted in (number, 999):
        with pytest.raises(AdsError) as refused:
            shown(store, actor, wanted)
        assert refused.value.code == "not_found"
