"""Services: every key of CL-17, the form's file, the people, and what follows for orders."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.models.orders import OrderController
from ads_tui.services.assignment import change_controllers
from ads_tui.services.orders.card import show_order
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.history import history_of
from ads_tui.services.roles import set_services
from ads_tui.store.work import Store
from tests.housing import add_employee, add_order, furnish
from tests.services.nouns.doing import add, codes, put, show
from tests.services.nouns.refusing import refusal

FORM = """
[[field]]
key = "cabin"; label = "Which cabin"; kind = "choice"; required = true
choices = [{ value = "left" }, { value = "right", label = "Правая", price = "P1" }]
[[field]]
key = "floors"; kind = "number"; min = 1; max = 25
""".replace("; ", "\n")


@pytest.fixture
def desk(store: Store) -> Store:
    """The small company with three people."""
    furnish(store)
    for login in ("anna", "boris", "vera"):
        add_employee(store, login)
    return store


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("department", "water", "water"),
        ("crm_name", "Elevator halt", "Elevator halt"),
        ("tags", "lift, people, lift,", ["lift", "people"]),
        ("note", "Two\nlines", "Two\nlines"),
        ("max_executors", "4", 4),
        ("default_executors", "anna,BORIS,anna", ["anna", "boris"]),
        ("use_controllers", "no", False),
        ("default_controllers", "vera", ["vera"]),
        ("quality_control", "yes", True),
        ("require_document", "YES", True),
        ("require_payment", "yes", True),
        ("payment", "prepaid", "prepaid"),
        ("partner_commission", "12.5", 12.5),
        ("partner_commission", "10.00", 10),
        ("refund_request", "yes", True),
        ("auto_refund", "yes", True),
        ("client_open", "no", False),
        ("client_reopen", "no", False),
        ("ask_again", "yes", True),
        ("appointment", "no", False),
        ("approval", "anna,role:supervisor,anna", ["anna", "role:supervisor", "anna"]),
        ("calendar", "24x7", "24x7"),
        ("reaction_norm", "30m", "30m"),
        ("execution_norm", "1d90m", "1d1h30m"),
        ("localization_norm", "2h", "2h"),
        ("emergency", "chute", "chute"),
        ("rating_average", "hidden", "hidden"),
        ("internal", "yes", True),
    ],
)
def test_cl_17_every_key_is_kept_and_shown(desk: Store, key: str, value: str, shown: Any) -> None:
    before = show(desk, "service", "lift")
    document = put(desk, "service", "lift", key, value)
    assert document == {**before, key: shown}
    assert show(desk, "service", "lift") == document
    assert json.loads(json.dumps(document)) == document


def test_cl_17_a_new_service_has_the_defaults_of_the_table(store: Store) -> None:
    document = add(store, "service", "s", "Service")
    assert document == {
        "code": "s",
        "name": "Service",
        "department": None,
        "type": None,
        "category": None,
        "crm_name": None,
        "tags": [],
        "note": None,
        "max_executors": 1,
        "default_executors": [],
        "use_controllers": False,
        "default_controllers": [],
        "quality_control": False,
        "require_document": False,
        "require_payment": False,
        "payment": "none",
        "partner_commission": 0,
        "refund_request": False,
        "auto_refund": False,
        "client_open": True,
        "client_reopen": True,
        "ask_again": False,
        "appointment": None,
        "approval": [],
        "calendar": None,
        "reaction_norm": None,
        "execution_norm": None,
        "localization_norm": None,
        "emergency": "none",
        "rating_average": "all",
        "internal": False,
        "form": [],
    }


@pytest.mark.parametrize(
    ("key", "value", "refused"),
    [
        ("max_executors", "0", ("invalid_value", "max_executors")),
        ("max_executors", "5", ("invalid_value", "max_executors")),
        ("max_executors", "none", ("invalid_value", "max_executors")),
        ("default_executors", "anna,nobody", ("not_found", "default_executors")),
        ("default_executors", "anna,boris,vera", ("too_many_executors", "default_executors")),
        ("partner_commission", "101", ("invalid_value", "partner_commission")),
        ("partner_commission", "1.005", ("invalid_value", "partner_commission")),
        ("partner_commission", "-1", ("invalid_value", "partner_commission")),
        ("payment", "later", ("invalid_value", "payment")),
        ("appointment", "maybe", ("invalid_value", "appointment")),
        ("approval", "role:nobody", ("not_found", "approval")),
        ("approval", "nobody", ("not_found", "approval")),
        ("reaction_norm", "soon", ("invalid_value", "reaction_norm")),
        ("reaction_norm", "0m", ("invalid_value", "reaction_norm")),
        ("emergency", "fire", ("invalid_value", "emergency")),
        ("rating_average", "month", ("invalid_value", "rating_average")),
        ("type", "nothing", ("not_found", "type")),
        ("note", "x" * 50_001, ("invalid_value", "note")),
        ("crm_name", "x" * 256, ("invalid_value", "crm_name")),
        ("calendar", "nights", ("not_found", "calendar")),
    ],
)
def test_cl_17_what_does_not_fit_a_key_is_refused(desk: Store, key: str, value: str, refused: tuple[str, str]) -> None:
    before = show(desk, "service", "lift")
    assert refusal(lambda: put(desk, "service", "lift", key, value)) == refused
    assert show(desk, "service", "lift") == before


def test_pe_5_at_most_five_default_controllers(desk: Store) -> None:
    for number in range(3):
        add_employee(desk, f"extra{number}")
    six = "anna,boris,vera,extra0,extra1,extra2"
    assert refusal(lambda: put(desk, "service", "lift", "default_controllers", six)) == (
        "too_many_controllers",
        "default_controllers",
    )
    assert len(put(desk, "service", "lift", "default_controllers", six[:-7])["default_controllers"]) == 5


def test_pe_1_default_people_and_their_maximum_come_together(desk: Store) -> None:
    document = add(desk, "service", "s", "S", default_executors="anna,boris", max_executors="2")
    assert document["default_executors"] == ["anna", "boris"]


def test_cl_17_appointment_none_is_as_the_type_says(desk: Store, admin: Actor) -> None:
    add(desk, "service-type", "visit", "Visit", appointment="yes")
    put(desk, "service", "other", "type", "visit")
    put(desk, "service", "other", "appointment", "no")
    assert put(desk, "service", "other", "appointment", "none")["appointment"] is None


def test_cl_16_a_form_is_read_from_toml_and_shown_whole(desk: Store) -> None:
    form = put(desk, "service", "lift", "form", FORM)["form"]
    assert form == [
        {
            "key": "cabin",
            "label": "Which cabin",
            "kind": "choice",
            "required": True,
            "min": None,
            "max": None,
            "choices": [
                {"value": "left", "label": "left", "price": None},
                {"value": "right", "label": "Правая", "price": "P1"},
            ],
            "price": None,
        },
        {
            "key": "floors",
            "label": "floors",
            "kind": "number",
            "required": False,
            "min": 1,
            "max": 25,
            "choices": [],
            "price": None,
        },
    ]
    assert put(desk, "service", "lift", "form", "none")["form"] == []


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("[[field]]\nkey = 'a'\nkind = 'text'\ncolour = 'red'", ("invalid_value", "field[0].colour")),
        ("[[field]]\nkind = 'text'", ("field_required", "field[0].key")),
        ("[[field]]\nkey = 'a'\nkind = 'riddle'", ("invalid_value", "field[0].kind")),
        ("[[field", ("invalid_value", "form")),
        ("x = " + "[" * 5_000, ("invalid_value", "form")),
    ],
)
def test_cl_16_a_fault_of_the_form_is_named_by_its_place(desk: Store, text: str, refused: tuple[str, str]) -> None:
    assert refusal(lambda: put(desk, "service", "lift", "form", text)) == refused


def test_cr_3_orders_are_asked_the_form_that_was_set(desk: Store, admin: Actor) -> None:
    put(desk, "service", "other", "form", FORM)
    assert refusal(lambda: add_order(desk, admin)) == ("field_required", "form.cabin")
    wanted = NewOrder(service="other", building="oak1", form={"cabin": ["right"]})
    number = desk.perform(admin, lambda work: create_order(work, wanted))
    with desk.reading(admin) as reading:
        assert show_order(reading, number).row.essence == "Which cabin: Правая"


@pytest.mark.parametrize("q", ["lift", "elevator ha", "emerg", "тег", "правая", "right", "cabin", "wat"])
def test_cr_2_services_are_found_by_name_crm_name_type_tag_and_form(desk: Store, q: str) -> None:
    add(desk, "service-type", "emergency", "Emergency works")
    add(desk, "service-type", "t2", "Water works")
    for key, value in (
        ("crm_name", "Elevator halt"),
        ("type", "emergency"),
        ("tags", "Тегеран,watt"),
        ("form", FORM),
    ):
        put(desk, "service", "lift", key, value)
    assert codes(desk, "service", q) == ["lift"]


def test_cr_2_words_of_the_form_that_nobody_reads_find_nothing(desk: Store) -> None:
    put(desk, "service", "lift", "form", FORM)
    assert codes(desk, "service", "choice") == codes(desk, "service", "required") == []


def test_ro_3_services_listed_for_a_role_are_all_it_sees(desk: Store) -> None:
    desk.perform(SYSTEM, lambda work: set_services(work, "dispatcher", ["leak"]))
    dora = add_employee(desk, "dora", role="dispatcher")
    assert codes(desk, "service", actor=dora) == ["leak"]
    assert refusal(lambda: show(desk, "service", "lift", actor=dora)) == ("not_found", "service")


def controllers(store: Store) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    with store.reading(SYSTEM) as reading:
        for number, employee_id in reading.session.execute(
            sa.select(col(OrderController.order_number), col(OrderController.employee_id)).order_by(
                col(OrderController.order_number), col(OrderController.employee_id)
            )
        ):
            found.setdefault(number, []).append(employee_id)
    return found


def test_pe_5_turning_controllers_off_removes_them_from_all_orders_with_history(desk: Store, admin: Actor) -> None:
    controlled = [add_order(desk, admin, "other", "oak1") for _ in range(3)]
    elsewhere = add_order(desk, admin, "lift", "oak1")
    without = add_order(desk, admin, "other", "oak1")
    for number in (*controlled, elsewhere):
        desk.perform(admin, lambda work, number=number: change_controllers(work, number, ["vera", "anna"]))  # type: ignore[misc]
    with desk.reading(admin) as reading:
        before = {number: show_order(reading, number).row.version for number in (*controlled, elsewhere, without)}
    put(desk, "service", "other", "use_controllers", "no", actor=admin)
    assert list(controllers(desk)) == [elsewhere]
    with desk.reading(admin) as reading:
        for number in controlled:
            event = history_of(reading, number)[0]
            assert (event.kind, sorted(event.from_), event.to, event.by) == (
                "controllers",
                ["anna", "vera"],
                [],
                "admin",
            )
        after = {number: show_order(reading, number).row.version for number in before}
    assert after == {number: version + (number in controlled) for number, version in before.items()}
    put(desk, "service", "other", "use_controllers", "yes", actor=admin)
    assert list(controllers(desk)) == [elsewhere]


def test_pe_5_a_refused_change_keeps_the_controllers(desk: Store, admin: Actor) -> None:
    number = add_order(desk, admin)
    desk.perform(admin, lambda work: change_controllers(work, number, ["vera"]))
    powerless = Actor(kind="employee", rights=frozenset({"orders.view_all"}))
    assert refusal(lambda: put(desk, "service", "other", "use_controllers", "no", actor=powerless))[0] == "forbidden"
    assert list(controllers(desk)) == [number]


def test_cr_7_a_changed_service_touches_no_order_that_is_there(desk: Store, admin: Actor) -> None:
    put(desk, "service", "other", "department", "lifts")
    number = add_order(desk, admin)
    put(desk, "service", "other", "department", "water")
    put(desk, "service", "other", "max_executors", "1")
    put(desk, "service", "other", "default_executors", "anna")
    with desk.reading(admin) as reading:
        row = show_order(reading, number).row
    assert (row.department and row.department.code, row.executors, row.version) == ("lifts", (), 1)
