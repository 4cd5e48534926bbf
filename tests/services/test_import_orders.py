import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AdsError
from ads_tui.models.catalogue import Service, ServiceType
from ads_tui.models.orders import Order, OrderExecutor, OrderText
from ads_tui.models.people import Department, Employee
from ads_tui.models.places import Building, Client, ClientContact, Premise, Quarter
from ads_tui.services.audit import entries
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import count_orders, list_orders
from ads_tui.services.orders.rows import Thing
from ads_tui.store.work import Store
from tests.housing import add_employee, add_thing, furnish
from tests.importing import (
    MAKE_ALL,
    bring,
    bring_rows,
    card_of,
    count_rows,
    events_of,
    told,
    write_csv,
    write_xlsx,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


FULL: dict[str, object] = {
    "external_number": "A-1",
    "created_at": "2026-01-10T10:00Z",
    "status": "done",
    "status_comment": "All is well",
    "due_at": "2026-01-12T10:00Z",
    "first_in_progress_at": "2026-01-10T11:00Z",
    "done_at": "2026-01-11T10:00Z",
    "updated_at": "2026-01-11T12:00Z",
    "channel": "telegram",
    "priority": "emergency",
    "service": "Лифт стоит",
    "service_type": "Аварии",
    "department": "Лифтёры",
    "building": "ул. Ёлочная, 1",
    "quarter": "Северный",
    "premise": "12",
    "entrance": "2",
    "floor": "5",
    "client_name": "Анна Ива\u0301нова",
    "client_phone": "8 (999) 123-45-67",
    "client_email": "anna@example.org",
    "essence": "Застрял между этажами",
    "executors": "ivan, Pete",
}


@pytest.fixture
def people(store: Store) -> None:
    furnish(store)
    for login in ("ivan", "pete"):
        add_employee(store, login, department="water")


@pytest.mark.usefixtures("people")
def test_cl_16_an_order_is_taken_as_given_with_all_that_it_needs(store: Store, admin: Actor, tmp_path: Path) -> None:
    result = bring_rows(store, admin, tmp_path, [FULL])
    assert (result.created, result.unchanged, result.refused, result.refused_file) == (1, 0, (), None)
    row = card_of(store, admin, "A-1").row
    assert (row.status, row.status_comment, row.channel, row.priority) == (
        "done",
        "All is well",
        "telegram",
        "emergency",
    )
    assert row.service == Thing("лифт-стоит", "Лифт стоит")
    assert row.service_type == Thing("аварии", "Аварии")
    assert row.department == Thing("лифтеры", "Лифтёры")
    assert row.building == Thing("ул-елочная-1", "ул. Ёлочная, 1")
    assert row.premise == Thing("ул-елочная-1-12", "12")
    assert (row.entrance, row.floor, row.essence) == ("2", "5", "Застрял между этажами")
    assert row.client is not None
    assert (row.client.code, row.client.registered) == (None, False)
    assert (row.client.name, row.client.phone, row.client.email) == (
        "Анна Ива\u0301нова",
        "+79991234567",
        "anna@example.org",
    )
    assert row.executors == ("ivan", "pete")
    assert (row.created_at, row.updated_at) == (at("2026-01-10T10:00"), at("2026-01-11T12:00"))
    assert (row.due_at, row.due_by_hand) == (at("2026-01-12T10:00"), True)
    assert row.first_in_progress_at == at("2026-01-10T11:00")
    assert row.done_at == row.closed_at == at("2026-01-11T10:00")
    assert (row.accepted_at, row.accepted_by, row.closed_by, row.created_by) == (None, None, None, "admin")


@pytest.mark.usefixtures("people")
def test_hi_2_history_is_what_is_known_each_event_at_its_own_moment(store: Store, admin: Actor, tmp_path: Path) -> None:
    bring_rows(store, admin, tmp_path, [FULL])
    events = events_of(store, admin, "A-1")
    assert told(events) == [
        ("created", "pending", at("2026-01-10T10:00")),
        ("executors", ["ivan", "pete"], at("2026-01-10T11:00")),
        ("status", "in_progress", at("2026-01-10T11:00")),
        ("status", "done", at("2026-01-11T10:00")),
        # Its due counts as set by hand, and it was done in time.
        ("sla", "met", at("2026-01-11T10:00")),
    ]
    assert {event.source for event in events} == {"import"}
    assert {event.recorded_at for event in events} == {store.clock.now()}
    assert [event.comment for event in events] == [None, None, None, "All is well", None]
    assert [event.previous for event in events[1:]] == [event.hash for event in events[:-1]]


@pytest.mark.usefixtures("people")
def test_cl_16_nobody_is_notified_and_executors_have_nothing_unread(store: Store, admin: Actor, tmp_path: Path) -> None:
    store.perform(
        SYSTEM,
        lambda work: work.session.execute(
            sa.update(Employee).where(col(Employee.login) == "pete").values(blocked_at=work.now)
        ),
    )
    opened = {**FULL, "external_number": "A-2", "status": "in_progress", "done_at": ""}
    bring_rows(store, admin, tmp_path, [FULL, opened])
    with store.engine.connect() as connection:
        rows = connection.execute(
            sa.select(
                col(Order.external_number),
                col(Employee.login),
                col(OrderExecutor.active),
                col(OrderExecutor.in_load),
                col(OrderExecutor.unread),
            )
            .join(Order, col(Order.number) == col(OrderExecutor.order_number))
            .join(Employee, col(Employee.id) == col(OrderExecutor.employee_id))
            .order_by(col(Order.number), col(Employee.login))
        ).all()
    assert [tuple(row) for row in rows] == [
        ("A-1", "ivan", True, False, False),
        ("A-1", "pete", False, False, False),
        ("A-2", "ivan", True, True, False),
        ("A-2", "pete", False, True, False),
    ]


def test_cl_16_the_least_that_a_row_says_is_enough(store: Store, admin: Actor, tmp_path: Path) -> None:
    assert bring_rows(store, admin, tmp_path, [{"external_number": "1"}]).created == 1
    row = card_of(store, admin, "1").row
    assert (row.status, row.channel, row.priority, row.due_by_hand) == ("pending", "call_in", "normal", False)
    assert row.created_at == row.updated_at == store.clock.now()
    assert (row.premise, row.client, row.department, row.executors, row.due_at) == (None, None, None, (), None)
    assert told(events_of(store, admin, "1")) == [("created", "pending", store.clock.now())]


@pytest.mark.parametrize(
    ("given", "created", "updated"),
    [
        ({"done_at": "2026-01-02"}, "2026-01-01T21:00", "2026-01-01T21:00"),
        ({"updated_at": "2026-01-03", "done_at": "2026-01-02"}, "2026-01-01T21:00", "2026-01-02T21:00"),
        ({"created_at": "2026-01-05", "done_at": "2026-01-02"}, "2026-01-04T21:00", "2026-01-04T21:00"),
        ({"created_at": "2026-01-05", "updated_at": "2026-01-02"}, "2026-01-04T21:00", "2026-01-04T21:00"),
    ],
)
def test_cl_16_moments_that_are_missing_or_contradict_each_other_are_no_refusal(
    store: Store, admin: Actor, tmp_path: Path, given: dict[str, object], created: str, updated: str
) -> None:
    assert bring_rows(store, admin, tmp_path, [{"external_number": "1", "status": "done", **given}]).created == 1
    row = card_of(store, admin, "1").row
    assert (row.created_at, row.updated_at) == (at(created), at(updated))
    events = events_of(store, admin, "1")
    assert [event.kind for event in events] == ["created", "status"]
    assert events[-1].to == "done"
    assert events[0].at == at(created) <= events[1].at


@pytest.mark.parametrize(
    ("status", "closes"),
    [("pending", False), ("in_progress", False), ("reopened", False), ("done", True), ("cancelled", True)],
)
def test_st_10_closed_is_done_while_the_order_is_closed(
    store: Store, admin: Actor, tmp_path: Path, status: str, closes: bool
) -> None:
    given = {"external_number": "1", "status": status, "created_at": "2026-01-01", "done_at": "2026-01-02"}
    bring_rows(store, admin, tmp_path, [given])
    row = card_of(store, admin, "1").row
    assert row.done_at == at("2026-01-01T21:00")
    assert row.closed_at == (row.done_at if closes else None)
    assert row.reopened == (status == "reopened")
    assert events_of(store, admin, "1")[-1].to == status


def test_st_6_a_day_to_resume_on_is_at_eleven_and_may_be_past(store: Store, admin: Actor, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"external_number": "1", "status": "paused", "resume_on": "2020-02-03", "updated_at": "2020-02-01"},
        {"external_number": "2", "status": "paused", "resume_on": "2030-02-03T15:30", "updated_at": "2020-02-01"},
        {"external_number": "3", "status": "pending", "resume_on": "2020-02-03"},
    ]
    assert bring_rows(store, admin, tmp_path, rows).created == 3
    shown = [card_of(store, admin, number).row.resume_on for number in "123"]
    assert shown == ["2020-02-03", "2030-02-03T12:30:00Z", None]
    with store.engine.connect() as connection:
        resume_at = connection.execute(sa.select(col(Order.resume_at)).order_by(col(Order.number))).scalars().first()
    assert resume_at == at("2020-02-03T08:00")
    assert [event.kind for event in events_of(store, admin, "1")] == ["created", "resume_on", "status"]


def test_cl_9_a_due_day_ends_with_its_last_second(store: Store, admin: Actor, tmp_path: Path) -> None:
    bring_rows(store, admin, tmp_path, [{"external_number": "1", "due_at": "2026-01-05"}])
    assert card_of(store, admin, "1").row.due_at == at("2026-01-05T20:59:59")


def test_cl_16_both_changes_of_the_clock_are_the_maps_zone(store: Store, admin: Actor, tmp_path: Path) -> None:
    map_text = f'[file]\nzone = "America/New_York"\nmoments = ["%m/%d/%Y %I:%M:%S %p"]\n{MAKE_ALL}'
    moments = {
        "before": ("11/04/2018 12:59:59 AM", "2018-11-04T04:59:59"),
        "doubled": ("11/04/2018 01:30:00 AM", "2018-11-04T05:30:00"),
        "after": ("11/04/2018 02:00:00 AM", "2018-11-04T07:00:00"),
        "missing": ("03/11/2018 02:43:56 AM", "2018-03-11T07:00:00"),
        "spring": ("03/11/2018 03:00:00 AM", "2018-03-11T07:00:00"),
    }
    rows: list[dict[str, object]] = [
        {"external_number": name, "created_at": text, "done_at": text, "due_at": text, "status": "done"}
        for name, (text, _expected) in moments.items()
    ]
    assert bring_rows(store, admin, tmp_path, rows, map_text).created == len(rows)
    for name, (_text, expected) in moments.items():
        row = card_of(store, admin, name).row
        assert row.created_at == row.done_at == row.due_at == at(expected), name


def test_cl_16_states_are_taken_as_given(store: Store, admin: Actor, tmp_path: Path) -> None:
    add_thing(
        store, "service", "strict", "Strict", require_document="yes", require_payment="yes", quality_control="yes"
    )
    statuses = ["pending", "in_progress", "done", "paused", "cancelled", "cancelled_by_client", "reopened", "approval"]
    statuses += ["clarification", "quality_control"]
    rows: list[dict[str, object]] = [
        {"external_number": status, "status": status, "service": "strict"} for status in statuses
    ]
    assert bring_rows(store, admin, tmp_path, rows).created == len(statuses)
    assert [card_of(store, admin, status).row.status for status in statuses] == statuses


def test_st_1_without_a_status_an_order_begins_as_a_new_one(store: Store, admin: Actor, tmp_path: Path) -> None:
    add_thing(store, "service", "visit", "Visit", appointment="yes")
    bring_rows(store, admin, tmp_path, [{"external_number": "1", "service": "visit"}])
    assert card_of(store, admin, "1").row.status == "in_progress"


def test_st_12_a_status_of_ones_own_may_be_named_also_where_it_is_hidden(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    from ads_tui.services.nouns import statuses

    def add(work: Any) -> None:
        statuses.add_status(work, "waiting_parts", "Waiting for parts", based_on="in_progress")
        statuses.hide_status(work, "waiting_parts")

    store.perform(admin, add)
    given = {"external_number": "1", "status": "Waiting_Parts", "first_in_progress_at": "2026-01-02"}
    assert bring_rows(store, admin, tmp_path, [given]).created == 1
    assert card_of(store, admin, "1").row.status == "waiting_parts"
    assert [event.to for event in events_of(store, admin, "1")] == ["pending", "in_progress", "waiting_parts"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"external_number": ""}, "field_required", "external_number"),
        ({"external_number": "x" * 256}, "invalid_value", "external_number"),
        ({"status": "gone"}, "invalid_value", "status"),
        ({"channel": "pigeon"}, "invalid_value", "channel"),
        ({"priority": "urgent"}, "invalid_value", "priority"),
        ({"created_at": "30.02.2026"}, "invalid_value", "created_at"),
        ({"created_at": "2026-02-30"}, "invalid_value", "created_at"),
        ({"due_at": "soon"}, "invalid_value", "due_at"),
        ({"resume_on": "later"}, "invalid_value", "resume_on"),
        ({"service": ""}, "field_required", "service"),
        ({"building": " "}, "field_required", "building"),
        ({"building": "Oak\x1b[2J"}, "invalid_value", "building"),
        ({"premise": "1\u202e2"}, "invalid_value", "premise"),
        ({"status_comment": "x" * 10_001}, "invalid_value", "status_comment"),
        ({"essence": "x" * 50_001}, "invalid_value", "essence"),
        ({"client_name": "Anna", "client_phone": "call me"}, "invalid_value", "client_phone"),
        ({"client_name": "Anna", "client_email": "anna"}, "invalid_value", "client_email"),
        ({"client_name": "", "client_phone": "89991234567"}, "field_required", "client_name"),
        ({"executors": "nobody"}, "not_found", "executors"),
        ({"executors": "no body"}, "invalid_value", "executors"),
        ({"form.cabin": "left"}, "invalid_value", "form.cabin"),
        # Several faults: wrong input is told before what is not there (CL-8).
        ({"executors": "nobody", "channel": "pigeon"}, "invalid_value", "channel"),
    ],
)
def test_cl_16_a_row_is_refused_and_nothing_is_made_for_it_alone(
    store: Store, admin: Actor, tmp_path: Path, given: dict[str, object], code: str, field: str
) -> None:
    wrong = {**FULL, "executors": "", "external_number": "bad", **given}
    result = bring_rows(store, admin, tmp_path, [{"external_number": "good"}, wrong])
    assert result.created == 1
    assert [(row.line, row.code, row.field) for row in result.refused] == [(3, code, field)]
    assert result.refused[0].message
    made = {model: count_rows(store, model) for model in (Service, Building, Department, ServiceType, Quarter)}
    assert made == {Service: 1, Building: 1, Department: 0, ServiceType: 0, Quarter: 0}
    assert [count_rows(store, model) for model in (Premise, Client, ClientContact, Order, OrderText)] == [0, 0, 0, 1, 1]


def test_r7_an_essence_of_40_000_characters_is_taken(store: Store, admin: Actor, tmp_path: Path) -> None:
    bring_rows(store, admin, tmp_path, [{"external_number": "1", "essence": "ё " * 20_000}])
    assert len(card_of(store, admin, "1").row.essence or "") == 39_999


def test_cl_16_things_are_found_by_code_or_name_before_any_is_made(store: Store, admin: Actor, tmp_path: Path) -> None:
    furnish(store)
    add_thing(store, "building", "fir", "Ёлочная, 1")
    add_thing(store, "premise", "fir-1", "1", building="fir")
    rows: list[dict[str, object]] = [
        {"external_number": "1", "service": "lift", "building": "fir", "premise": "1", "department": "WATER"},
        {"external_number": "2", "service": "LIFT STOPPED", "building": "елочная, 1", "premise": "fir-1"},
        {"external_number": "3", "service": "Lift stopped", "building": "ЁЛОЧНАЯ, 1", "premise": "2"},
        {"external_number": "4", "service": "Lift stopped", "building": "Елочная, 1", "premise": "2"},
    ]
    before = {model: count_rows(store, model) for model in (Service, Building, Department)}
    assert bring_rows(store, admin, tmp_path, rows).created == 4
    assert {model: count_rows(store, model) for model in (Service, Building, Department)} == before
    shown = [card_of(store, admin, number).row for number in "1234"]
    assert {row.service.code for row in shown} == {"lift"}
    assert {row.building.code for row in shown} == {"fir"}
    assert [row.premise.code for row in shown if row.premise] == ["fir-1", "fir-1", "fir-2", "fir-2"]
    # The row's own department, else the service's (CR-7).
    assert [row.department.code for row in shown if row.department] == ["water", "lifts", "lifts", "lifts"]


def test_cl_11_a_name_that_fits_several_is_ambiguous(store: Store, admin: Actor, tmp_path: Path) -> None:
    add_thing(store, "building", "oak-a", "Oak 1")
    add_thing(store, "building", "oak-b", "oak 1")
    result = bring_rows(
        store, admin, tmp_path, [{"external_number": "1"}, {"external_number": "2", "building": "oak-b"}]
    )
    assert [(row.line, row.code, row.field) for row in result.refused] == [(2, "ambiguous", "building")]
    assert card_of(store, admin, "2").row.building.code == "oak-b"


@pytest.mark.parametrize(
    ("made", "refused"),
    [
        ("", {"service", "building", "department"}),
        ("service = true", {"building", "department"}),
        ("building = true", {"service", "department"}),
        ("service = true\nbuilding = true", {"department"}),
        ("service = true\nbuilding = true\ndepartment = true", {"quarter"}),
    ],
)
def test_cl_16_what_the_map_does_not_make_is_not_found(
    store: Store, admin: Actor, tmp_path: Path, made: str, refused: set[str]
) -> None:
    given = {"external_number": "1", "department": "Lifts", "quarter": "North"}
    result = bring_rows(store, admin, tmp_path, [given], f"[make]\n{made}")
    assert [row.code for row in result.refused] == ["not_found"]
    assert result.refused[0].field in refused
    assert count_rows(store, Order) == count_rows(store, Service) == count_rows(store, Building) == 0


def test_codes_of_things_made_are_readable_and_unlike_each_other(store: Store, admin: Actor, tmp_path: Path) -> None:
    from ads_tui.domain.codes import parse_code

    names = [
        "Oak 1",
        "Oak-1",
        "OAK: 1",
        "!!!",
        "???",
        "None",
        "all",
        "x" * 255,
        "x" * 254 + "y",
        "дом № 5/7",
        "ﷺ",
        "1" * 100,
    ]
    rows: list[dict[str, object]] = [
        {"external_number": str(at), "building": name, "premise": "кв. 1"} for at, name in enumerate(names)
    ]
    add_thing(store, "building", "oak-1-2", "Another")
    assert bring_rows(store, admin, tmp_path, rows).created == len(names)
    shown = [card_of(store, admin, str(at)).row for at in range(len(names))]
    codes = [row.building.code for row in shown]
    assert codes[:7] == ["oak-1", "oak-1-3", "oak-1-4", "building", "building-2", "building-none", "building-all"]
    assert codes[9] == "дом-5-7"
    premises = [row.premise.code for row in shown if row.premise]
    assert len(set(codes)) == len(set(premises)) == len(names)
    assert [parse_code(code) for code in (*codes, *premises)] == [*codes, *premises]


def test_cr_4_a_client_is_known_again_by_contact_and_name(store: Store, admin: Actor, tmp_path: Path) -> None:
    add_thing(store, "client", "anna", "Анна", phone="+79991234567", registered="yes")
    rows: list[dict[str, object]] = [
        {"external_number": "1", "client_name": "АННА", "client_phone": "8 999 123 45 67"},
        {"external_number": "2", "client_name": "Пётр", "client_phone": "89991234567"},
        {"external_number": "3", "client_name": "Петр", "client_phone": "9991234567", "client_email": "p@example.org"},
        {"external_number": "4", "client_name": "Zoe", "client_email": "Zoe@Example.org"},
        {"external_number": "5", "client_name": "ZOE", "client_email": "zoe@example.org"},
        {"external_number": "6", "client_name": "Пётр"},
        {"external_number": "7", "client_name": "Пётр"},
    ]
    assert bring_rows(store, admin, tmp_path, rows).created == 7
    with store.engine.connect() as connection:
        owners = list(connection.execute(sa.select(col(Order.client_id)).order_by(col(Order.number))).scalars())
    assert owners[1] == owners[2] and owners[3] == owners[4]
    assert len(set(owners)) == 5
    first = card_of(store, admin, "1").row.client
    assert first is not None and first.code == "anna"


FORM = """
[[field]]
key = "cabin"; label = "Cabin"; kind = "choice"; required = true
choices = [{ value = "left" }, { value = "right" }]
[[field]]
key = "signs"; label = "Signs"; kind = "choices"
choices = [{ value = "smoke" }, { value = "noise" }]
[[field]]
key = "since"; label = "Since"; kind = "date"
[[field]]
key = "stuck"; label = "Stuck"; kind = "bool"
[[field]]
key = "people"; label = "People"; kind = "number"
""".replace("; ", "\n")


@pytest.fixture
def lift_with_form(store: Store) -> None:
    add_thing(store, "service", "lift", "Lift")
    store.perform(SYSTEM, lambda work: engine.set_key(work, NOUNS["service"], "lift", "form", FORM))


@pytest.mark.usefixtures("lift_with_form")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_cr_3_answers_of_the_form_are_columns(store: Store, admin: Actor, tmp_path: Path, kind: str) -> None:
    header = [
        "external_number",
        "service",
        "building",
        "Where",
        "form.signs",
        "form.since",
        "form.stuck",
        "form.people",
    ]
    typed: list[object] = ["1", "lift", "Oak", "left", "noise, smoke", datetime(2026, 1, 5), True, 3.0]
    texts = ["1", "lift", "Oak", "left", "noise, smoke", "05.01.2026", "yes", "3"]
    columns = "\n".join(f'{name} = "{name}"' for name in header[:3] + header[4:])
    map_text = f'[file]\nmoments = ["%d.%m.%Y"]\n[columns]\n{columns}\nform.cabin = "Where"\n{MAKE_ALL}'
    if kind == "csv":
        path = write_csv(tmp_path / "orders.csv", [header, texts])
    else:
        path = write_xlsx(tmp_path / "orders.xlsx", [header, typed])
    assert bring(store, admin, path, map_text).refused == ()
    card = card_of(store, admin, "1")
    assert card.form == {
        "cabin": "left",
        "signs": ["smoke", "noise"],
        "since": "2026-01-05",
        "stuck": True,
        "people": 3,
    }
    assert card.row.essence == "Cabin: left · Signs: smoke, noise · Since: 2026-01-05 · Stuck: yes · People: 3"


@pytest.mark.usefixtures("lift_with_form")
@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "field_required", "form.cabin"),
        ({"form.cabin": "middle"}, "invalid_value", "form.cabin"),
        ({"form.cabin": "left", "form.people": "many"}, "invalid_value", "form.people"),
        ({"form.cabin": "left", "form.since": "31.02.2026"}, "invalid_value", "form.since"),
        ({"form.cabin": "left", "form.doors": "1"}, "invalid_value", "form.doors"),
    ],
)
def test_cr_3_wrong_answers_refuse_the_row(
    store: Store, admin: Actor, tmp_path: Path, given: dict[str, object], code: str, field: str
) -> None:
    result = bring_rows(store, admin, tmp_path, [{"external_number": "1", "service": "lift", **given}])
    assert [(row.code, row.field) for row in result.refused] == [(code, field)]
    assert count_rows(store, Building) == 0


def test_se_1_an_imported_order_is_found_by_its_words(store: Store, admin: Actor, tmp_path: Path) -> None:
    bring_rows(store, admin, tmp_path, [FULL | {"executors": ""}, {"external_number": "2"}])
    with store.reading(admin) as reading:
        for text in ("ёлочная", "застрял", "лифт", "иванова"):
            wanted = read_filter(reading, text, tab="all")
            assert count_orders(reading, wanted=wanted) == 1, text
            assert [row.external_number for row in list_orders(reading, wanted=wanted).rows] == ["A-1"]


def test_ro_2_importing_orders_needs_the_right_to_create_them(store: Store, tmp_path: Path) -> None:
    observer = add_employee(store, "eye", role="observer")
    with pytest.raises(AdsError) as caught:
        bring_rows(store, observer, tmp_path, [{"external_number": "1"}])
    assert caught.value.code == "forbidden"
    assert count_rows(store, Order) == 0


def test_ro_2_making_things_on_the_way_needs_their_own_rights(store: Store, tmp_path: Path) -> None:
    furnish(store)
    dispatcher = add_employee(store, "dina", role="dispatcher")
    rows: list[dict[str, object]] = [
        {"external_number": "1", "service": "lift", "building": "oak1", "premise": "7"},
        {"external_number": "2", "service": "New one", "building": "oak1"},
        {"external_number": "3", "service": "lift", "building": "New one"},
        {"external_number": "4", "service": "lift", "building": "oak1", "department": "New one"},
    ]
    result = bring_rows(store, dispatcher, tmp_path, rows)
    assert result.created == 1
    assert [(row.line, row.code) for row in result.refused] == [(3, "forbidden"), (4, "forbidden"), (5, "forbidden")]


def test_ro_3_what_one_may_not_see_is_not_found_and_not_made_anew(store: Store, tmp_path: Path) -> None:
    furnish(store)
    narrow = add_employee(store, "nora", role="administrator", buildings="oak1")
    rows: list[dict[str, object]] = [
        {"external_number": "1", "service": "lift", "building": "oak1"},
        {"external_number": "2", "service": "lift", "building": "oak2"},
        {"external_number": "3", "service": "lift", "building": "Oak street, 2"},
        {"external_number": "4", "service": "lift", "building": "Never heard of"},
    ]
    result = bring_rows(store, narrow, tmp_path, rows)
    assert [(row.line, row.code, row.field) for row in result.refused] == [
        (line, "not_found", "building") for line in (3, 4, 5)
    ]
    assert {row.message.replace("oak2", "B") for row in result.refused} >= {"There is no building B"}
    assert count_rows(store, Building) == 2


def test_ro_3_new_buildings_of_a_quarter_are_open_to_those_who_reach_it(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    from ads_tui.services.reach import differences

    furnish(store)
    add_employee(store, "nora", role="dispatcher", quarters="north")
    given = {"external_number": "1", "service": "lift", "building": "Oak street, 9", "quarter": "North"}
    bring_rows(store, admin, tmp_path, [given])
    with store.reading(SYSTEM) as reading:
        assert differences(reading.session) == ([], [])
    from ads_tui.services.accounts import sign_in

    nora = sign_in(store, login="nora", os_user=None)
    assert nora.buildings is not None and len(nora.buildings) == 2
    assert card_of(store, nora, "1").row.building.name == "Oak street, 9"


def test_au_3_what_was_made_on_the_way_is_in_the_audit_log(store: Store, admin: Actor, tmp_path: Path) -> None:
    bring_rows(store, admin, tmp_path, [FULL | {"executors": ""}])
    with store.reading(admin) as reading:
        found = {(entry.what, entry.key, entry.by): entry.new for entry in entries(reading)}
    assert found == {
        ("department", "лифтеры", "admin"): {"name": "Лифтёры"},
        ("quarter", "северный", "admin"): {"name": "Северный"},
        ("service-type", "аварии", "admin"): {"name": "Аварии"},
        ("service", "лифт-стоит", "admin"): {"name": "Лифт стоит", "department": "лифтеры", "type": "аварии"},
        ("building", "ул-елочная-1", "admin"): {"name": "ул. Ёлочная, 1", "quarter": "северный"},
    }


@pytest.mark.parametrize(
    ("table", "place"),
    [('[values.status]\n"Closed" = "shut"', "values.status.Closed"), ('[default]\nstatus = "shut"', "default.status")],
)
def test_cl_16_a_map_that_names_no_status_is_refused_whole(
    store: Store, admin: Actor, tmp_path: Path, table: str, place: str
) -> None:
    with pytest.raises(AdsError) as caught:
        bring_rows(store, admin, tmp_path, [{"external_number": "1", "status": "Closed"}], table)
    assert (caught.value.code, caught.value.field) == ("invalid_value", place)


@pytest.mark.parametrize("missing", ["external_number", "service", "building"])
def test_cl_16_a_file_without_a_column_that_every_order_needs_is_refused_whole(
    store: Store, admin: Actor, tmp_path: Path, missing: str
) -> None:
    header = [name for name in ("external_number", "service", "building") if name != missing]
    with pytest.raises(AdsError) as caught:
        bring(store, admin, write_csv(tmp_path / "orders.csv", [header, ["1", "2"]]))
    assert (caught.value.code, caught.value.field) == ("field_required", missing)
    with pytest.raises(AdsError) as of_the_map:
        bring(store, admin, tmp_path / "orders.csv", '[columns]\nexternal_number = "No such"')
    assert of_the_map.value.field == "columns.external_number"


def test_all_columns_of_an_order_are_written(store: Store, admin: Actor, tmp_path: Path) -> None:
    bring_rows(store, admin, tmp_path, [{"external_number": "1"}])
    with store.engine.connect() as connection:
        row = connection.execute(sa.select(Order.__table__)).mappings().one()  # type: ignore[attr-defined]
    assert row["registration_method"] == "import"
    assert {name for name, value in row.items() if value is None} <= {
        *("resume_at", "department_id", "premise_id", "client_id", "due_at", "visit_from", "visit_to"),
        *("first_in_progress_at", "done_at", "accepted_at", "accepted_by", "closed_at", "closed_by"),
        *("next_due_at", "localized_at"),
    }
    assert dataclasses.asdict(card_of(store, admin, "1").row)["version"] == 1
