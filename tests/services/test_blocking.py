import threading
from collections.abc import Callable, Mapping

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AdsError
from ads_tui.models.catalogue import ApprovalStage, Service, ServicePerson
from ads_tui.models.people import Employee
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_controllers, change_executors, controllers_of, executors_of
from ads_tui.services.audit import entries
from ads_tui.services.blocking import Blocked, block, unblock
from ads_tui.services.employees import set_employee
from ads_tui.services.load import loads
from ads_tui.services.orders.history import history_of
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.order_rows import EXECUTORS
from ads_tui.store.work import Store, Work
from tests import housing


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    """The company with three lift mechanics and a plumber."""
    housing.furnish(store)
    for login in ("anna", "boris", "clara"):
        housing.add_employee(store, login, department="lifts")
    housing.add_employee(store, "peter", department="water")


def refusal(store: Store, actor: Actor, operation: Callable[[Work], object]) -> AdsError:
    with pytest.raises(AdsError) as refused:
        store.perform(actor, operation)
    return refused.value


def block_as(store: Store, actor: Actor, login: str, replace_with: str | None = None) -> Blocked:
    return store.perform(actor, lambda work: block(work, login, replace_with))


def people(store: Store, number: int) -> tuple[list[str], list[str]]:
    with store.reading(SYSTEM) as reading:
        return list(executors_of(reading, number)), list(controllers_of(reading, number))


def active(store: Store, number: int) -> Mapping[str, bool]:
    with store.reading(SYSTEM) as reading:
        rows = reading.session.execute(
            sa.select(col(Employee.login), EXECUTORS.c.active)
            .join(EXECUTORS, EXECUTORS.c.employee_id == col(Employee.id))
            .where(EXECUTORS.c.order_number == number)
        )
        return {row.login: row.active for row in rows}


def test_em_1_a_blocked_employee_cannot_sign_in_and_keeps_his_name(store: Store, admin: Actor) -> None:
    done = block_as(store, admin, "anna")
    assert (done.employee.blocked, done.replaced, done.refused) == (True, (), ())
    with pytest.raises(AdsError) as refused:
        sign_in(store, login="anna", os_user=None)
    assert refused.value.code == "not_signed_in"
    store.perform(admin, lambda work: unblock(work, "anna"))
    assert sign_in(store, login="anna", os_user=None).name == "Anna"


def test_em_2_with_open_orders_a_replacement_is_required(store: Store, admin: Actor) -> None:
    executed = housing.add_order(store, admin, "lift", "oak1", "anna")
    controlled = housing.add_order(store, admin, "lift", "oak1")
    store.perform(admin, lambda work: change_controllers(work, controlled, ["anna"]))
    error = refusal(store, admin, lambda work: block(work, "anna"))
    assert (error.code, error.field) == ("replacement_required", "replace_with")
    assert error.details == {"logins": ["anna"], "orders": [executed, controlled]}
    assert sign_in(store, login="anna", os_user=None).login == "anna"


def test_em_2_executors_and_controllers_are_replaced_in_all_open_orders_with_history(
    store: Store, admin: Actor
) -> None:
    first = housing.add_order(store, admin, "lift", "oak1", "anna", "clara")
    second = housing.add_order(store, admin, "lift", "oak2", "boris")
    store.perform(admin, lambda work: change_controllers(work, second, ["clara", "anna"]))
    done = block_as(store, admin, "anna", "boris")
    assert (done.replaced, done.refused) == ((first, second), ())
    assert people(store, first) == (["boris", "clara"], [])
    assert people(store, second) == (["boris"], ["boris", "clara"])
    with store.reading(admin) as reading:
        event = history_of(reading, first)[0]
        assert (event.kind, event.from_, event.to, event.by) == (
            "executors",
            ["anna", "clara"],
            ["boris", "clara"],
            "admin",
        )
        assert history_of(reading, second)[0].kind == "controllers"


def test_em_2_one_who_is_on_the_order_already_is_there_once(store: Store, admin: Actor) -> None:
    number = housing.add_order(store, admin, "lift", "oak1", "anna", "boris")
    assert block_as(store, admin, "anna", "boris").replaced == (number,)
    assert people(store, number) == (["boris"], [])


def test_em_2_closed_orders_keep_their_people_who_no_longer_count_as_active(store: Store, admin: Actor) -> None:
    number = housing.add_order(store, admin, "lift", "oak1", "anna")
    store.perform(admin, lambda work: change_status(work, number, StatusWish("in_progress")))
    store.perform(admin, lambda work: change_status(work, number, StatusWish("done")))
    assert block_as(store, admin, "anna").replaced == ()
    assert people(store, number) == (["anna"], [])
    assert active(store, number) == {"anna": False}
    store.perform(admin, lambda work: unblock(work, "anna"))
    assert active(store, number) == {"anna": True}


@pytest.mark.parametrize(
    ("replacement", "code", "building"),
    [("peter", "wrong_department", "oak1"), ("boris", "no_access", "oak1")],
)
def test_em_2_where_the_replacement_does_not_fit_the_blocked_one_stays_named_but_inactive(
    store: Store, admin: Actor, replacement: str, code: str, building: str
) -> None:
    store.perform(admin, lambda work: set_employee(work, "boris", "buildings", "oak2"))
    unfit = housing.add_order(store, admin, "lift", building, "anna")
    done = block_as(store, admin, "anna", replacement)
    assert [(one.order, one.code, bool(one.message)) for one in done.refused] == [(unfit, code, True)]
    assert done.replaced == ()
    assert people(store, unfit) == (["anna"], [])
    assert active(store, unfit) == {"anna": False}
    with store.reading(admin) as reading:
        assert [load.open for load in loads(reading, None) if load.login == replacement] == [0]


def test_em_2_fitting_orders_are_replaced_beside_those_that_do_not_fit(store: Store, admin: Actor) -> None:
    store.perform(admin, lambda work: set_employee(work, "boris", "buildings", "oak2"))
    unfit = housing.add_order(store, admin, "lift", "oak1", "anna")
    fit = housing.add_order(store, admin, "lift", "oak2", "anna")
    done = block_as(store, admin, "anna", "boris")
    assert (done.replaced, [one.order for one in done.refused]) == ((fit,), [unfit])
    again = block_as(store, admin, "anna", "clara")
    assert (again.replaced, again.refused) == ((unfit,), ())
    assert people(store, unfit) == (["clara"], [])


def test_em_2_an_order_of_another_departments_service_takes_the_replacement_as_controller(
    store: Store, admin: Actor
) -> None:
    number = housing.add_order(store, admin, "lift", "oak1", "anna")
    store.perform(admin, lambda work: change_controllers(work, number, ["anna"]))
    done = block_as(store, admin, "anna", "peter")
    assert [(one.order, one.code) for one in done.refused] == [(number, "wrong_department")]
    assert people(store, number) == (["anna"], ["peter"])


def test_em_2_service_defaults_and_approval_stages_are_replaced(store: Store, admin: Actor) -> None:
    def name(work: Work) -> None:
        ids = {row.login: row.id for row in work.session.execute(sa.select(col(Employee.login), col(Employee.id)))}
        lift = work.session.scalars(sa.select(Service).where(col(Service.code) == "lift")).one()
        for position, login in enumerate(("anna", "boris")):
            work.session.add(
                ServicePerson(service_id=lift.id or 0, employee_id=ids[login], part="executor", position=position)
            )
        work.session.add(ServicePerson(service_id=lift.id or 0, employee_id=ids["anna"], part="controller"))
        work.session.add(ApprovalStage(service_id=lift.id or 0, position=0, employee_id=ids["anna"]))

    store.perform(SYSTEM, name)
    block_as(store, admin, "anna", "boris")
    with store.reading(admin) as reading:
        parts = reading.session.execute(
            sa.select(col(ServicePerson.part), col(Employee.login))
            .join(Employee, col(Employee.id) == col(ServicePerson.employee_id))
            .order_by(col(ServicePerson.part))
        )
        assert [tuple(row) for row in parts] == [("controller", "boris"), ("executor", "boris")]
        approver = sa.select(col(Employee.login)).join(
            ApprovalStage, col(ApprovalStage.employee_id) == col(Employee.id)
        )
        assert list(reading.session.scalars(approver)) == ["boris"]
        noted = next(entry for entry in entries(reading) if (entry.what, entry.key) == ("service", "lift"))
    keys = ("approval", "default_controllers", "default_executors")
    assert (noted.old, noted.new) == (dict.fromkeys(keys, "anna"), dict.fromkeys(keys, "boris"))


@pytest.mark.parametrize(
    ("login", "replacement", "refused"),
    [
        ("nobody", None, ("not_found", "login")),
        ("anna", "nobody", ("not_found", "replace_with")),
        ("anna", "anna", ("invalid_value", "replace_with")),
        ("anna", "clara", ("no_access", "replace_with")),
        ("admin", "anna", ("in_use", None)),
    ],
)
def test_cl_8_a_bad_block_is_refused(
    store: Store, admin: Actor, login: str, replacement: str | None, refused: tuple[str, str | None]
) -> None:
    block_as(store, admin, "clara")
    error = refusal(store, admin, lambda work: block(work, login, replacement))
    assert (error.code, error.field) == refused


def test_ro_3_blocking_names_only_orders_that_the_administrator_sees(store: Store, admin: Actor) -> None:
    chief = housing.add_employee(store, "chief", "administrator", buildings="oak2")
    hidden = housing.add_order(store, admin, "lift", "oak1", "anna")
    seen = housing.add_order(store, admin, "lift", "oak2", "anna")
    error = refusal(store, chief, lambda work: block(work, "anna"))
    assert error.details["orders"] == [seen]
    unfit = block_as(store, chief, "anna", "peter")
    assert ([one.order for one in unfit.refused], unfit.replaced) == ([seen], ())
    assert block_as(store, chief, "anna", "boris").replaced == (seen,)
    assert people(store, hidden) == (["boris"], [])


def test_au_3_blocking_is_audited_once(store: Store, admin: Actor) -> None:
    housing.add_order(store, admin, "lift", "oak1", "anna")
    block_as(store, admin, "anna", "boris")
    block_as(store, admin, "anna")
    store.perform(admin, lambda work: unblock(work, "anna"))
    store.perform(admin, lambda work: unblock(work, "anna"))
    with store.reading(admin) as reading:
        found = [(entry.old, entry.new) for entry in entries(reading) if entry.key == "anna"][:2]
    assert found == [
        ({"blocked": True}, {"blocked": False}),
        ({"blocked": None, "replaced_with": None}, {"blocked": True, "replaced_with": "boris"}),
    ]


@pytest.mark.parametrize("role", ["supervisor", "dispatcher", "executor", "observer"])
def test_ro_2_blocking_is_for_administrators(store: Store, role: str) -> None:
    actor = housing.add_employee(store, "dora", role)
    assert refusal(store, actor, lambda work: block(work, "anna")).code == "forbidden"
    assert refusal(store, actor, lambda work: unblock(work, "anna")).code == "forbidden"


def test_em_2_one_assigned_while_he_is_being_blocked_is_refused(store: Store, admin: Actor) -> None:
    number = housing.add_order(store, admin, "lift", "oak1")
    refusals: list[AdsError] = []
    assigning = threading.Thread(
        target=lambda: refusals.append(
            refusal(store, admin, lambda work: change_executors(work, number, ["anna"], mode="add"))
        )
    )

    def blocking(work: Work) -> None:
        block(work, "anna")
        work.session.flush()
        assigning.start()

    store.perform(admin, blocking)
    assigning.join()
    assert [error.code for error in refusals] == ["no_access"]
    assert people(store, number) == ([], [])


def test_em_2_one_blocked_while_he_is_being_assigned_is_replaced(store: Store, admin: Actor) -> None:
    number = housing.add_order(store, admin, "lift", "oak1")
    done: list[Blocked] = []
    blocking = threading.Thread(target=lambda: done.append(block_as(store, admin, "anna", "boris")))

    def assigning(work: Work) -> None:
        change_executors(work, number, ["anna"], mode="add")
        blocking.start()

    store.perform(admin, assigning)
    blocking.join()
    assert [one.replaced for one in done] == [(number,)]
    assert people(store, number) == (["boris"], [])
