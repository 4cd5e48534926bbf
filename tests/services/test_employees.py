from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AdsError
from ads_tui.services.accounts import check_password, new_password_hash, sign_in
from ads_tui.services.audit import entries
from ads_tui.services.employees import (
    EmployeeView,
    add_employee,
    list_employees,
    set_employee,
    set_password,
    show_employee,
)
from ads_tui.store.work import Store, Work
from tests import housing

# The library of notifications imports what Python has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    housing.furnish(store)


def add(store: Store, actor: Actor, login: str, *pairs: tuple[str, str]) -> EmployeeView:
    return store.perform(actor, lambda work: add_employee(work, login, "Анна", pairs))


def put(store: Store, actor: Actor, login: str, key: str, text: str) -> EmployeeView:
    return store.perform(actor, lambda work: set_employee(work, login, key, text))


def refusal(store: Store, actor: Actor, operation: Callable[[Work], object]) -> tuple[str, str | None]:
    with pytest.raises(AdsError) as refused:
        store.perform(actor, operation)
    return refused.value.code, refused.value.field


def test_em_1_an_employee_is_added_with_all_keys(store: Store, admin: Actor) -> None:
    view = add(
        store,
        admin,
        "anna",
        ("role", "dispatcher"),
        ("position", "Старший диспетчер"),
        ("department", "Lifts"),
        ("phone", "8 (495) 123-45-67"),
        ("email", "anna@example.org"),
        ("extension", "101"),
        ("lang", "ru"),
        ("zone", "Asia/Yekaterinburg"),
        ("buildings", "oak1"),
        ("groups", "towers"),
        ("quarters", "none"),
        ("os_user", "anna"),
        ("urls", "ntfy://token, json://a"),
    )
    assert view.document == {
        "login": "anna",
        "name": "Анна",
        "position": "Старший диспетчер",
        "department": "lifts",
        "role": "dispatcher",
        "phone": "+74951234567",
        "email": "anna@example.org",
        "extension": "101",
        "lang": "ru",
        "zone": "Asia/Yekaterinburg",
        "buildings": ["oak1"],
        "groups": ["towers"],
        "quarters": [],
        "os_user": "anna",
        "urls": ["ntfy://token", "json://a"],
        "blocked": False,
        "keys": [],
    }
    with store.reading(admin) as reading:
        assert show_employee(reading, "ANNA") == view


def test_cl_7_every_key_of_an_employee_is_there_where_nothing_is_known(store: Store, admin: Actor) -> None:
    assert add(store, admin, "anna", ("role", "executor")).document == {
        "login": "anna",
        "name": "Анна",
        **dict.fromkeys(("position", "department")),
        "role": "executor",
        **dict.fromkeys(("phone", "email", "extension", "lang", "zone")),
        **{key: [] for key in ("buildings", "groups", "quarters")},
        "os_user": None,
        "urls": [],
        "blocked": False,
        "keys": [],
    }


def test_employees_are_listed_by_the_alphabet(store: Store, admin: Actor) -> None:
    for login, name in (("c.c", "яна"), ("b.b", "Ёлка"), ("d.d", "Жанна")):
        add(store, admin, login, ("role", "executor"))
        put(store, admin, login, "name", name)
    with store.reading(admin) as reading:
        assert [view.login for view in list_employees(reading)] == ["admin", "b.b", "d.d", "c.c"]


@pytest.mark.parametrize(
    ("login", "pairs", "refused"),
    [
        ("anna", [], ("field_required", "role")),
        ("anna", [("role", "none")], ("field_required", "role")),
        ("anna", [("role", "boss")], ("not_found", "role")),
        ("Anna", [("role", "executor")], ("invalid_value", "login")),
        ("", [("role", "executor")], ("field_required", "login")),
        ("a" * 65, [("role", "executor")], ("invalid_value", "login")),
        ("admin", [("role", "executor")], ("taken", "login")),
        ("anna", [("role", "executor"), ("height", "2")], ("invalid_value", "key")),
        ("anna", [("role", "executor"), ("role", "observer")], ("invalid_value", "role")),
        ("anna", [("role", "executor"), ("phone", "abc")], ("invalid_value", "phone")),
        ("anna", [("role", "executor"), ("email", "abc")], ("invalid_value", "email")),
        ("anna", [("role", "executor"), ("lang", "de")], ("invalid_value", "lang")),
        ("anna", [("role", "executor"), ("zone", "Nowhere")], ("invalid_value", "zone")),
        ("anna", [("role", "executor"), ("department", "sky")], ("not_found", "department")),
        ("anna", [("role", "executor"), ("buildings", "oak1,oak9")], ("not_found", "buildings")),
        ("anna", [("role", "executor"), ("os_user", "root")], ("taken", "os_user")),
        ("anna", [("role", "executor"), ("urls", "json://a,bogus://a")], ("invalid_value", "urls")),
        ("anna", [("role", "executor"), ("position", "a\x1b[2J")], ("invalid_value", "position")),
    ],
)
def test_cl_8_a_bad_employee_is_refused_and_not_added(
    store: Store, admin: Actor, login: str, pairs: list[tuple[str, str]], refused: tuple[str, str]
) -> None:
    put(store, admin, "admin", "os_user", "root")
    assert refusal(store, admin, lambda work: add_employee(work, login, "Анна", pairs)) == refused
    with store.reading(admin) as reading:
        assert [view.login for view in list_employees(reading)] == ["admin"]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("name", "Борис", "Борис"),
        ("position", "none", None),
        ("role", "Наблюдатель", None),
        ("department", "water", "water"),
        ("department", "none", None),
        ("lang", "none", None),
        ("zone", "UTC", "UTC"),
        ("buildings", "oak2,oak1,oak2", ["oak1", "oak2"]),
        ("quarters", "north", ["north"]),
        ("os_user", "none", None),
        ("urls", "none", []),
    ],
)
def test_cl_17_a_key_is_changed(store: Store, admin: Actor, key: str, text: str, value: object) -> None:
    add(store, admin, "anna", ("role", "executor"), ("os_user", "anna"), ("position", "x"), ("department", "lifts"))
    if value is None and key == "role":
        assert refusal(store, admin, lambda work: set_employee(work, "anna", key, text)) == ("not_found", "role")
        return
    assert put(store, admin, "anna", key, text).document[key] == value


@pytest.mark.parametrize(
    ("pairs", "buildings"),
    [
        ([("buildings", "oak1")], ["oak1"]),
        ([("groups", "towers")], ["oak2"]),
        ([("quarters", "north")], ["oak1"]),
        ([("buildings", "oak1"), ("groups", "towers")], ["oak1", "oak2"]),
        ([("buildings", "oak1"), ("buildings", "none")], None),
    ],
)
def test_ro_3_access_lists_decide_which_buildings_he_reaches(
    store: Store, admin: Actor, pairs: list[tuple[str, str]], buildings: list[str] | None
) -> None:
    add(store, admin, "anna", ("role", "dispatcher"))
    for key, text in pairs:
        put(store, admin, "anna", key, text)
    reached = sign_in(store, login="anna", os_user=None).buildings
    assert (None if reached is None else len(reached)) == (None if buildings is None else len(buildings))
    if buildings is not None:
        actor = sign_in(store, login="anna", os_user=None)
        seen = {housing.add_order(store, admin, "other", building): building for building in ("oak1", "oak2")}
        assert sorted(seen[number] for number in housing.orders_of(store, actor)) == buildings


def test_ro_2_one_sets_his_own_language_and_zone_and_nothing_else(store: Store, admin: Actor) -> None:
    actor = housing.add_employee(store, "anna", "observer")
    housing.add_employee(store, "boris", "observer")
    put(store, actor, "anna", "lang", "ru")
    put(store, actor, "anna", "zone", "Asia/Tokyo")
    again = sign_in(store, login="anna", os_user=None)
    assert (again.lang, again.zone) == ("ru", ZoneInfo("Asia/Tokyo"))
    assert refusal(store, actor, lambda work: set_employee(work, "anna", "role", "administrator"))[0] == "forbidden"
    assert refusal(store, actor, lambda work: set_employee(work, "anna", "name", "Queen"))[0] == "forbidden"
    assert refusal(store, actor, lambda work: set_employee(work, "boris", "lang", "ru"))[0] == "forbidden"


def test_ro_2_one_sets_his_own_password_and_an_administrator_anybodys(store: Store, admin: Actor) -> None:
    actor = housing.add_employee(store, "anna", "observer")
    kept = new_password_hash("long enough")
    store.perform(actor, lambda work: set_password(work, "anna", kept))
    assert check_password(store, "anna", "long enough").actor is not None
    assert refusal(store, actor, lambda work: set_password(work, "admin", kept))[0] == "forbidden"
    store.perform(admin, lambda work: set_password(work, "admin", kept))
    assert check_password(store, "admin", "long enough").actor is not None


def test_au_1_a_new_password_forgets_the_lock(store: Store, admin: Actor) -> None:
    housing.add_employee(store, "anna", "observer")
    kept = housing.quick_hash("long enough")
    store.perform(admin, lambda work: set_password(work, "anna", kept))
    for _ in range(10):
        check_password(store, "anna", "wrong")
    store.perform(admin, lambda work: set_password(work, "anna", kept))
    assert check_password(store, "anna", "long enough").actor is not None


def test_the_last_administrator_keeps_his_role(store: Store, admin: Actor) -> None:
    assert refusal(store, admin, lambda work: set_employee(work, "admin", "role", "observer"))[0] == "in_use"
    housing.add_employee(store, "anna", "administrator")
    assert put(store, admin, "admin", "role", "observer").document["role"] == "observer"


def test_au_3_changes_of_employees_are_audited_without_secrets(store: Store, admin: Actor) -> None:
    since = store.clock.now()
    with store.reading(admin) as reading:
        before = len(entries(reading))
    add(store, admin, "anna", ("role", "executor"), ("urls", "ntfy://secret-token"))
    put(store, admin, "anna", "position", "Plumber")
    put(store, admin, "anna", "position", "Plumber")
    kept = new_password_hash("very secret")
    store.perform(admin, lambda work: set_password(work, "anna", kept))
    with store.reading(admin) as reading:
        found = list(reversed(entries(reading, since=since)))[before:]
    assert [(entry.by, entry.what, entry.key, entry.old, entry.new) for entry in found] == [
        ("admin", "employee", "anna", None, {"name": "Анна", "role": "executor", "urls": ["ntfy://***"]}),
        ("admin", "employee", "anna", {"position": None}, {"position": "Plumber"}),
        ("admin", "employee", "anna", None, {"password": "***"}),
    ]


@pytest.mark.parametrize("role", ["supervisor", "dispatcher", "executor", "observer"])
def test_ro_1_employees_are_for_administrators(store: Store, role: str) -> None:
    actor = housing.add_employee(store, "anna", role)
    assert refusal(store, actor, lambda work: add_employee(work, "mine", "Mine", [("role", role)]))[0] == "forbidden"
    with store.reading(actor) as reading:
        for read in (lambda: list_employees(reading), lambda: show_employee(reading, "anna")):
            with pytest.raises(AdsError) as refused:
                read()
            assert refused.value.code == "forbidden"


def test_cl_8_an_unknown_employee_is_not_found(store: Store, admin: Actor) -> None:
    assert refusal(store, admin, lambda work: set_employee(work, "nobody", "name", "X")) == ("not_found", "login")
    assert refusal(store, SYSTEM, lambda work: set_password(work, "nobody", "x")) == ("not_found", "login")
