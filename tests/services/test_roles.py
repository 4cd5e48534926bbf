from collections.abc import Callable

import pytest

from ads_tui.domain.actors import Actor
from ads_tui.domain.rights import RIGHTS
from ads_tui.errors import AdsError
from ads_tui.services.accounts import sign_in
from ads_tui.services.audit import entries
from ads_tui.services.employees import set_employee
from ads_tui.services.roles import (
    RoleView,
    add_role,
    grant,
    list_roles,
    revoke,
    set_sections,
    set_services,
    show_role,
)
from ads_tui.store.work import Store, Work
from tests import housing


def do(store: Store, actor: Actor, operation: Callable[[Work], RoleView]) -> RoleView:
    return store.perform(actor, operation)


def refusal(store: Store, actor: Actor, operation: Callable[[Work], object]) -> tuple[str, str | None]:
    with pytest.raises(AdsError) as refused:
        store.perform(actor, operation)
    return refused.value.code, refused.value.field


def test_ro_1_a_new_role_has_no_rights_no_sections_and_all_services(store: Store, admin: Actor) -> None:
    view = do(store, admin, lambda work: add_role(work, "night", " Ночная смена "))
    assert view.document == {
        "code": "night",
        "name": "Ночная смена",
        "rights": [],
        "sections": [],
        "services": "all",
        "notify": view.notify,
    }
    assert view.notify["comment"] == ["console"]
    with store.reading(admin) as reading:
        assert [role.code for role in list_roles(reading)] == [
            *("administrator", "supervisor", "dispatcher", "executor", "observer"),
            "night",
        ]
        assert show_role(reading, "НОЧНАЯ СМЕНА") == view


@pytest.mark.parametrize(
    ("code", "name", "refused"),
    [
        ("dispatcher", "Again", ("taken", "code")),
        ("two words", "Name", ("invalid_value", "code")),
        ("", "Name", ("field_required", "code")),
        ("night", "  ", ("field_required", "name")),
    ],
)
def test_cl_8_a_bad_role_is_refused(store: Store, admin: Actor, code: str, name: str, refused: tuple[str, str]) -> None:
    assert refusal(store, admin, lambda work: add_role(work, code, name)) == refused


def test_ro_2_rights_are_granted_and_revoked_in_the_order_of_the_table(store: Store, admin: Actor) -> None:
    granted = do(store, admin, lambda work: grant(work, "observer", ["comments.add", "orders.edit"]))
    assert granted.rights == ("orders.view_all", "orders.edit", "comments.add", "reports.view")
    revoked = do(store, admin, lambda work: revoke(work, "observer", ["orders.view_all", "chat.send"]))
    assert revoked.rights == ("orders.edit", "comments.add", "reports.view")


def test_ro_2_what_a_role_is_granted_its_employees_may(store: Store, admin: Actor) -> None:
    observer = housing.add_employee(store, "anna", "observer")
    assert not observer.may("orders.create")
    do(store, admin, lambda work: grant(work, "observer", ["orders.create"]))
    assert sign_in(store, login="anna", os_user=None).may("orders.create")


@pytest.mark.parametrize("change", [grant, revoke])
def test_cl_8_an_unknown_right_is_refused_and_nothing_changes(
    store: Store, admin: Actor, change: Callable[..., RoleView]
) -> None:
    wanted = ["orders.edit", "orders.fly"]
    assert refusal(store, admin, lambda work: change(work, "observer", wanted)) == ("invalid_value", "right")
    with store.reading(admin) as reading:
        assert show_role(reading, "observer").rights == ("orders.view_all", "reports.view")


def test_the_role_administrator_keeps_the_right_admin(store: Store, admin: Actor) -> None:
    assert refusal(store, admin, lambda work: revoke(work, "administrator", ["admin"])) == ("in_use", "right")
    do(store, admin, lambda work: revoke(work, "administrator", ["orders.create"]))
    with store.reading(admin) as reading:
        assert show_role(reading, "administrator").rights == tuple(set_without("orders.create"))


def set_without(right: str) -> list[str]:
    return [one for one in RIGHTS if one != right]


def test_the_last_who_may_administer_by_another_role_keeps_it(store: Store, admin: Actor) -> None:
    do(store, admin, lambda work: add_role(work, "chief", "Chief"))
    do(store, admin, lambda work: grant(work, "chief", ["admin"]))
    chief = housing.add_employee(store, "chief", "chief")
    store.perform(chief, lambda work: set_employee(work, "admin", "role", "observer"))
    assert refusal(store, chief, lambda work: revoke(work, "chief", ["admin"])) == ("in_use", None)
    assert sign_in(store, login="chief", os_user=None).may("admin")


def test_ro_1_sections_are_set_as_given(store: Store, admin: Actor) -> None:
    wanted = ["reports", "orders", "orders"]
    assert do(store, admin, lambda work: set_sections(work, "observer", wanted)).sections == ("orders", "reports")
    assert do(store, admin, lambda work: set_sections(work, "observer", ["none"])).sections == ()
    assert refusal(store, admin, lambda work: set_sections(work, "observer", ["attic"])) == ("invalid_value", "section")


def test_ro_3_services_limit_which_orders_a_role_sees(store: Store, admin: Actor) -> None:
    housing.furnish(store)
    housing.add_employee(store, "anna", "dispatcher")
    view = do(store, admin, lambda work: set_services(work, "dispatcher", ["leak", "Lift stopped", "lift"]))
    assert view.document["services"] == ["leak", "lift"]
    actor = sign_in(store, login="anna", os_user=None)
    assert actor.services is not None and len(actor.services) == 2
    assert do(store, admin, lambda work: set_services(work, "dispatcher", ["none"])).document["services"] == []
    assert sign_in(store, login="anna", os_user=None).services == ()
    assert do(store, admin, lambda work: set_services(work, "dispatcher", ["all"])).document["services"] == "all"
    assert sign_in(store, login="anna", os_user=None).services is None


@pytest.mark.parametrize(
    ("services", "refused"),
    [
        (["lift", "flying"], ("not_found", "service")),
        (["all", "lift"], ("invalid_value", "service")),
        (["none", "lift"], ("invalid_value", "service")),
    ],
)
def test_cl_8_bad_services_leave_a_role_as_it_was(
    store: Store, admin: Actor, services: list[str], refused: tuple[str, str]
) -> None:
    housing.furnish(store)
    assert refusal(store, admin, lambda work: set_services(work, "dispatcher", services)) == refused
    with store.reading(admin) as reading:
        assert show_role(reading, "dispatcher").services is None


def test_au_3_changes_of_roles_are_in_the_audit_log(store: Store, admin: Actor) -> None:
    do(store, admin, lambda work: add_role(work, "night", "Night"))
    do(store, admin, lambda work: grant(work, "night", ["orders.edit"]))
    do(store, admin, lambda work: grant(work, "night", ["orders.edit"]))
    do(store, admin, lambda work: set_sections(work, "night", ["orders"]))
    do(store, admin, lambda work: set_services(work, "night", ["none"]))
    with store.reading(admin) as reading:
        found = [(entry.by, entry.what, entry.key, entry.old, entry.new) for entry in reversed(entries(reading))]
    assert found == [
        ("admin", "role", "night", None, {"name": "Night"}),
        ("admin", "role", "night", {"rights": []}, {"rights": ["orders.edit"]}),
        ("admin", "role", "night", {"sections": []}, {"sections": ["orders"]}),
        ("admin", "role", "night", {"services": "all"}, {"services": []}),
    ]


@pytest.mark.parametrize("role", ["supervisor", "dispatcher", "executor", "observer"])
def test_ro_1_roles_are_for_administrators(store: Store, role: str) -> None:
    actor = housing.add_employee(store, "anna", role)
    for operation in (
        lambda work: add_role(work, "mine", "Mine"),
        lambda work: grant(work, role, ["admin"]),
        lambda work: revoke(work, role, ["orders.edit"]),
        lambda work: set_sections(work, role, ["administration"]),
        lambda work: set_services(work, role, ["all"]),
    ):
        assert refusal(store, actor, operation)[0] == "forbidden"
    with store.reading(actor) as reading:
        for read in (lambda: list_roles(reading), lambda: show_role(reading, role)):
            with pytest.raises(AdsError) as refused:
                read()
            assert refused.value.code == "forbidden"


def test_cl_8_an_unknown_role_is_not_found(store: Store, admin: Actor) -> None:
    assert refusal(store, admin, lambda work: grant(work, "nobody", ["orders.edit"])) == ("not_found", "role")
