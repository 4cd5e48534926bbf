"""The demonstration: the same each time, all or nothing, by the rules, believable (CL-15)."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from ads_tui import i18n
from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.domain.assignment import MOST_CONTROLLERS
from ads_tui.domain.form_answers import check_answers, essence
from ads_tui.domain.forms import from_json
from ads_tui.domain.history import GENESIS, chain, status_at
from ads_tui.domain.phones import parse_phone
from ads_tui.domain.status_changes import bookkeeping
from ads_tui.domain.statuses import OPEN_BASES, ServiceTraits, allowed, initial_status, is_open
from ads_tui.errors import ConflictError
from ads_tui.services.accounts import check_password, sign_in
from ads_tui.services.check.running import check_database
from ads_tui.services.demonstration.making import Demonstration, make_demonstration
from ads_tui.services.demonstration.material import load_material
from ads_tui.services.installation import install
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import list_orders
from ads_tui.services.reach import differences
from ads_tui.store.engine import make_engine
from ads_tui.store.order_rows import EVENTS
from ads_tui.store.search import SearchText
from ads_tui.store.work import Store

NOW = datetime(2026, 2, 20, 12, 30, tzinfo=UTC)
Row = Mapping[str, Any]


def silent(_stage: str, _done: int, _total: int) -> None:
    return None


def make(url: str, orders: int = 40, seed: int = 1, **more: Any) -> Demonstration:
    given = {"now": NOW, "os_user": "tester", "progress": silent, **more}
    return make_demonstration(url, orders=orders, seed=seed, **given)


def tables() -> list[sa.Table]:
    return [table for table in SQLModel.metadata.sorted_tables if table.name != "changes"]


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as values outside the database."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
                for table in tables()
                if sa.inspect(connection).has_table(table.name)
            }
    finally:
        engine.dispose()


@pytest.fixture
def opened() -> Iterator[Callable[[str], Store]]:
    """A store of a database, closed after the test."""
    stores = []

    def open_store(url: str) -> Store:
        stores.append(Store(make_engine(url), Clock(NOW)))
        return stores[-1]

    yield open_store
    for store in stores:
        store.engine.dispose()


# --- the same each time


def test_cl_15_same_seed_and_now_give_the_same_contents_over_an_earlier_one(database_url: str) -> None:
    make(database_url, 60)
    first = dump(database_url)
    make(database_url, 60)
    assert dump(database_url) == first
    make(database_url, 60, seed=2)
    assert dump(database_url)["orders"] != first["orders"]


def test_cl_15_both_databases_get_the_same_contents(sqlite_url: str, postgres_url: str) -> None:
    make(sqlite_url, 60)
    make(postgres_url, 60)
    assert dump(sqlite_url) == dump(postgres_url)


# --- all or nothing


def test_cl_15_a_database_in_real_use_is_refused(upgraded_url: str, opened: Callable[[str], Store]) -> None:
    opened(upgraded_url).perform(SYSTEM, lambda work: install(work, admin_login="boss", os_user=None))
    before = dump(upgraded_url)
    with pytest.raises(ConflictError) as refused:
        make(upgraded_url)
    assert (refused.value.code, refused.value.field) == ("conflict", "db")
    assert dump(upgraded_url) == before


def test_cl_15_a_database_of_something_else_is_refused(database_url: str) -> None:
    engine = make_engine(database_url, create=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
    engine.dispose()
    with pytest.raises(ConflictError):
        make(database_url)


def extras(url: str) -> set[tuple[str, str]]:
    """The indexes and triggers of a database, with what makes them."""
    engine = make_engine(url)
    asked = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"
    if engine.dialect.name == "postgresql":
        asked = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    with engine.connect() as connection:
        found = {(name, sql) for name, sql in connection.exec_driver_sql(asked)}
    engine.dispose()
    return found


def test_cl_15_a_prepared_empty_database_is_filled_and_has_its_indexes_again(upgraded_url: str) -> None:
    before = extras(upgraded_url)
    make(upgraded_url)
    assert len(dump(upgraded_url)["orders"]) == 40
    assert extras(upgraded_url) == before


def stop_at(stage: str) -> Callable[[str, int, int], None]:
    def progress(now: str, _done: int, _total: int) -> None:
        if now == stage:
            raise KeyboardInterrupt

    return progress


def test_cl_15_stopped_it_leaves_an_empty_database_empty(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        make(database_url, progress=stop_at("Orders"))
    assert list(tmp_path.iterdir()) == []
    if database_url.startswith("postgresql"):
        assert dump(database_url) == {}


def test_cl_15_stopped_it_leaves_an_earlier_demonstration_as_it_was(database_url: str) -> None:
    make(database_url)
    before = dump(database_url)
    with pytest.raises(KeyboardInterrupt):
        make(database_url, 50, progress=stop_at("Indexes"))
    assert dump(database_url) == before


def test_cl_15_what_a_killed_making_left_is_removed(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "ads.sqlite3.making").write_bytes(b"half a database")
    make(sqlite_url)
    assert [path.name for path in tmp_path.iterdir()] == ["ads.sqlite3"]


def test_cl_15_two_are_not_made_in_one_place_at_once(sqlite_url: str, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "ads.sqlite3.making")
    other.execute("CREATE TABLE orders (number INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ConflictError):
        make(sqlite_url)
    other.rollback()
    assert other.execute("SELECT count(*) FROM orders").fetchone() == (0,)
    other.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ads.sqlite3.making"]


def test_cl_15_a_file_that_somebody_has_open_is_not_replaced(sqlite_url: str) -> None:
    make(sqlite_url)
    console = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    console.execute("PRAGMA journal_mode=WAL").fetchall()
    console.execute("SELECT count(*) FROM orders").fetchall()
    try:
        with pytest.raises(ConflictError):
            make(sqlite_url)
    finally:
        console.close()


# --- who is there


def test_cl_1_the_administrator_is_bound_to_the_user_passwords_work_and_numbers_go_on(
    database_url: str, opened: Callable[[str], Store]
) -> None:
    made = make(database_url)
    store = opened(database_url)
    assert sign_in(store, login=None, os_user="tester").role == "administrator"
    assert len(made.logins) == 20
    assert {login.role for login in made.logins} == {
        "administrator", "supervisor", "dispatcher", "executor", "observer",
    }  # fmt: skip
    for login in (made.logins[0], made.logins[-1]):
        actor = check_password(store, login.login, login.password).actor
        assert actor is not None
        assert (actor.login, actor.role) == (login.login, login.role)
    admin = sign_in(store, login="admin", os_user=None)
    with store.reading(SYSTEM) as reading:
        assert check_database(reading).problems == []
    new = NewOrder(service="toilet", building="h0001", client_name="A B", form={"details": ["Drips"]})
    assert store.perform(admin, lambda work: create_order(work, new)) == 41


@dataclass(frozen=True, slots=True)
class Made:
    """A demonstration with all its rows."""

    store: Store
    orders: list[Row]
    events: dict[int, list[Row]]
    executors: dict[int, list[Row]]
    rows: dict[str, list[Row]]

    def by_id(self, table: str) -> dict[int, Row]:
        return {row["id"]: row for row in self.rows[table]}


@pytest.fixture(scope="module", params=["en", "ru"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Two thousand orders in each language."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demonstration') / 'demo.sqlite3'}"
    i18n.activate(request.param)
    make(url, 2_000)
    store = Store(make_engine(url), Clock(NOW))
    with store.engine.connect() as connection:
        rows: dict[str, list[Row]] = {
            table.name: [
                dict(row) for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()
            ]
            for table in tables()
            if sa.inspect(connection).has_table(table.name)
        }
    i18n.activate("en")
    yield Made(store, rows["orders"], _by_order(rows["history_events"]), _by_order(rows["order_executors"]), rows)
    store.engine.dispose()


def _by_order(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["order_number"], []).append(row)
    return found


def test_ro_3_an_employee_sees_three_buildings_only(made: Made) -> None:
    actor = sign_in(made.store, login="concierge", os_user=None)
    assert actor.buildings is not None
    assert len(actor.buildings) == 3
    with made.store.reading(actor) as reading:
        assert differences(reading.session) == ([], [])
        seen = {row.number for row in list_orders(reading, limit=1_000).rows}
    assert seen == {order["number"] for order in made.orders if order["building_id"] in actor.buildings}
    assert 10 < len(seen) < 200


# --- by the rules


def test_hi_2_every_history_is_chained_and_ends_in_the_status_of_its_order(made: Made) -> None:
    codes = {status["id"]: status["code"] for status in made.rows["statuses"]}
    for order in made.orders:
        events, head = made.events[order["number"]], GENESIS
        for seq, event in enumerate(events, start=1):
            columns = [event[column.name] for column in EVENTS.columns if column.name not in ("id", "hash")]
            head = chain(head, columns)
            assert (event["seq"], event["hash"]) == (seq, head)
        assert (order["history_seq"], order["history_head"]) == (len(events), head)
        told = [SimpleNamespace(**event, to=json.loads(event["data"]).get("to")) for event in events]
        assert status_at(told, NOW) == codes[order["status_id"]]
        assert [event["at"] for event in events] == sorted(event["at"] for event in events)
        assert events[0]["at"] == order["created_at"]
        assert order["updated_at"] == max(
            # A result of a clock moves nothing (ST-10).
            [event["at"] for event in events if event["kind"] != "sla"]
            + [comment["at"] for comment in made.rows["comments"] if comment["order_number"] == order["number"]]
        )
        assert order["updated_at"] <= NOW


def traits(made: Made, service: Row) -> ServiceTraits:
    routed = {stage["service_id"] for stage in made.rows["approval_stages"]}
    return ServiceTraits(bool(service["appointment"]), service["quality_control"], service["id"] in routed)


def test_st_2_every_change_of_status_is_one_that_is_allowed(made: Made) -> None:
    bases = {status["code"]: status["base"] for status in made.rows["statuses"]}
    services = made.by_id("services")
    decided = {("approval", "pending"), ("approval", "clarification"), ("paused", "in_progress")}
    for order in made.orders:
        rules = traits(made, services[order["service_id"]])
        statuses = [event for event in made.events[order["number"]] if event["kind"] in ("created", "status")]
        present = initial_status(rules)
        assert json.loads(statuses[0]["data"])["to"] == present
        for event in statuses[1:]:
            data = json.loads(event["data"])
            assert data["from"] == present
            move = bases[present], bases[data["to"]]
            assert move[0] == move[1] or move[1] in allowed(move[0], rules) or move in decided
            if event["actor_kind"] == "system":
                assert move == ("paused", "in_progress")
            if move[1] in ("paused", "cancelled", "clarification"):
                assert data["comment"]
            if move[1] == "cancelled_by_client":
                assert data["reasons"]
                assert data["comment"] or "other" not in data["reasons"]
            present = data["to"]


def test_st_10_moments_and_names_are_those_that_the_events_give(made: Made) -> None:
    bases = {status["code"]: status["base"] for status in made.rows["statuses"]}
    for order in made.orders:
        first = done = closed = closed_by = accepted = accepted_by = None
        reopened, present = 0, None
        for event in made.events[order["number"]]:
            by = event["actor_id"] if event["actor_kind"] == "employee" else None
            if event["kind"] == "accepted":
                assert accepted is None
                accepted, accepted_by = event["at"], by
            if event["kind"] not in ("created", "status"):
                continue
            after = bases[json.loads(event["data"])["to"]]
            book = bookkeeping(present, after, event["at"], first)
            first, done = book.first_in_progress_at or first, book.done_at or done
            if book.closes is not None:
                closed, closed_by = (event["at"], by) if book.closes else (None, None)
            reopened, present = reopened + book.reopens, after
        expected = (first, done, closed, closed_by, accepted, accepted_by, reopened, present, is_open(present or ""))
        assert expected == tuple(
            order[name]
            for name in (
                "first_in_progress_at", "done_at", "closed_at", "closed_by", "accepted_at", "accepted_by",
                "reopened_count", "base_status", "is_open",
            )
        )  # fmt: skip


def test_pe_1_executors_fit_their_orders_and_their_history(made: Made) -> None:
    services, employees, statuses = (made.by_id(name) for name in ("services", "employees", "statuses"))
    for order in made.orders:
        rows = made.executors.get(order["number"], [])
        present = {row["employee_id"] for row in rows if row["active"]}
        assert len(present) <= services[order["service_id"]]["max_executors"]
        assert all(employees[key]["department_id"] == order["department_id"] for key in present)
        if order["base_status"] in ("in_progress", "paused", "quality_control"):
            assert present
        told: set[int] = set()
        ever: set[int] = set()
        for event in made.events[order["number"]]:
            if event["kind"] == "executors":
                data = json.loads(event["data"])
                assert set(data["from"]) == told
                told = set(data["to"])
                ever |= told
        assert (told, ever) == (present, {row["employee_id"] for row in rows})
        counts = order["is_open"] and statuses[order["status_id"]]["in_load"]
        for row in rows:
            assert (row["updated_at"], row["in_load"]) == (order["updated_at"], counts)
            assert row["active"] == (row["removed_at"] is None)


def test_pe_5_controllers_are_there_where_the_service_has_them_and_only_there(made: Made) -> None:
    services, controllers = made.by_id("services"), _by_order(made.rows["order_controllers"])
    for order in made.orders:
        service = services[order["service_id"]]
        count = len(controllers.get(order["number"], []))
        assert (count > 0) == service["use_controllers"]
        assert count <= MOST_CONTROLLERS
        assert service["use_controllers"] or not service["quality_control"]


def test_st_6_a_day_to_resume_on_is_later_than_now_and_only_where_paused(made: Made) -> None:
    resumed = [order for order in made.orders if order["resume_at"] is not None]
    assert len(resumed) >= 5
    for order in resumed:
        assert order["base_status"] == "paused"
        assert NOW < order["resume_at"] < NOW + timedelta(days=2 * 365)
        (zone,) = [row["value"] for row in made.rows["settings"] if row["key"] == "organization.zone"]
        assert order["resume_at"].astimezone(ZoneInfo(zone)).hour == 11


def test_cr_3_answers_are_what_the_form_takes(made: Made) -> None:
    services = made.by_id("services")
    settings = {row["key"]: row["value"] for row in made.rows["settings"]}
    region = settings["phone.region"]
    i18n.activate("ru" if region == "RU" else "en")
    for order in made.orders:
        form = from_json(services[order["service_id"]]["form"])
        typed = {key: _typed(value) for key, value in order["form_data"].items()}
        answers = check_answers(form, typed, region)
        assert answers == order["form_data"]
        assert essence(form, answers, region) == order["essence"]


def _typed(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def test_se_1_every_order_has_the_words_by_which_it_is_found(made: Made) -> None:
    services, clients, buildings, premises = (
        made.by_id(name) for name in ("services", "clients", "buildings", "premises")
    )
    bodies = {row["order_number"]: row["body"] for row in made.rows["order_texts"]}
    for order in made.orders:
        text = SearchText(
            number=order["number"],
            building_id=order["building_id"],
            service_id=order["service_id"],
            service=services[order["service_id"]]["name"],
            client=clients[order["client_id"]]["name"] if order["client_id"] else "",
            address=buildings[order["building_id"]]["name"],
            premise=premises[order["premise_id"]]["name"] if order["premise_id"] else "",
            essence=order["essence"],
        )
        assert bodies[order["number"]] == text.body
    wanted = services[1]["name"]
    with made.store.reading(sign_in(made.store, login="admin", os_user=None)) as reading:
        found = list_orders(reading, wanted=read_filter(reading, f'"{wanted}"'), limit=1_000).rows
    assert (
        {row.number for row in found} >= {order["number"] for order in made.orders if order["service_id"] == 1} != set()
    )


def test_cr_4_phones_are_numbers_that_a_phone_could_have(made: Made) -> None:
    (region,) = [row["value"] for row in made.rows["settings"] if row["key"] == "phone.region"]
    contacts = [row for row in made.rows["client_contacts"] if row["kind"] == "phone"]
    for number in {row["value"] for row in contacts[::20]} | {row["phone"] for row in made.rows["employees"]}:
        phone = parse_phone(number, region, "phone")
        assert (phone.key, phone.valid) == (number, True)


def test_lb_1_an_important_label_is_an_important_comment_not_yet_seen(made: Made) -> None:
    unseen = {
        comment["order_number"]
        for comment in made.rows["comments"]
        if comment["important"] and comment["seen_at"] is None
    }
    assert unseen == {order["number"] for order in made.orders if order["important"]}
    assert unseen


def test_hi_2_the_check_of_the_database_finds_nothing_wrong(made: Made) -> None:
    with made.store.reading(SYSTEM) as reading:
        assert check_database(reading).problems == []


def test_access_by_service_and_building_is_that_of_every_dispatcher(made: Made) -> None:
    narrow = {row["building_id"] for row in made.rows["employee_buildings"]}
    (concierge,) = {row["employee_id"] for row in made.rows["employee_buildings"]}
    for order in made.orders:
        if concierge in (order["created_by"], order["accepted_by"], order["closed_by"]):
            assert order["building_id"] in narrow


# --- believable


def test_there_is_what_a_housing_company_has(made: Made) -> None:
    counts = {name: len(rows) for name, rows in made.rows.items()}
    assert (counts["employees"], counts["services"], counts["buildings"]) == (20, 40, 120)
    assert counts["premises"] > 5_000
    assert counts["clients"] > 4_000
    assert {client["registered"] for client in made.rows["clients"]} == {True, False}
    assert {service["emergency"] for service in made.rows["services"]} == {"none", "accident", "drain", "chute"}
    assert {service["max_executors"] for service in made.rows["services"]} == {1, 2, 3, 4}
    assert len({building["organization_id"] for building in made.rows["buildings"]}) > 1
    assert any(account["balance"] < 0 for account in made.rows["accounts"])
    assert any(account["balance"] > 0 for account in made.rows["accounts"])


def test_some_dozens_of_orders_are_open_in_every_open_status(made: Made) -> None:
    opened = Counter(order["base_status"] for order in made.orders if order["is_open"])
    assert set(opened) == OPEN_BASES
    assert 30 <= opened.total() <= 120
    custom = {status["id"] for status in made.rows["statuses"] if not status["builtin"]}
    assert any(order["status_id"] in custom for order in made.orders)
    assert made.orders[-1]["base_status"] == "pending"


def test_calls_come_by_day_and_heating_fails_in_winter(made: Made) -> None:
    services = made.by_id("services")
    hours = Counter(order["created_at"].hour for order in made.orders)
    assert sum(hours[hour] for hour in range(7, 20)) > 8 * sum(hours[hour] for hour in range(0, 4))
    months = Counter(
        order["created_at"].month for order in made.orders if services[order["service_id"]]["code"] == "no-heating"
    )
    assert sum(months[month] for month in (6, 7, 8)) == 0
    assert sum(months[month] for month in (10, 11, 12, 1, 2, 3)) > 0.8 * months.total() > 0
    assert all(NOW - timedelta(days=365) <= order["created_at"] <= NOW for order in made.orders)
    assert NOW - made.orders[-1]["created_at"] < timedelta(days=2)


def test_a_part_of_the_orders_is_an_emergency_and_most_end_well(made: Made) -> None:
    services = made.by_id("services")
    emergencies = sum(services[order["service_id"]]["emergency"] != "none" for order in made.orders)
    assert 0.1 < emergencies / 2_000 < 0.35
    done = sum(order["base_status"] == "done" for order in made.orders)
    assert 0.8 < done / 2_000 < 0.95
    assert any(order["reopened_count"] for order in made.orders)
    assert {event["kind"] for events in made.events.values() for event in events} == {
        "created", "status", "resume_on", "executors", "controllers", "edited", "accepted", "sla",
    }  # fmt: skip


# --- both languages


def places(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every text of a file with the keys that lead to it; a list of texts counts as one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, f"{path}.{key}")
    else:
        yield path, value


@pytest.mark.parametrize("part", ["names", "phrases", "services"])
def test_both_languages_say_the_same_things(part: str) -> None:
    files: dict[str, dict[str, object]] = {}
    for language in i18n.LANGUAGES:
        material = load_material(language)
        if part == "services":
            files[language] = {
                service.code: {
                    "form": [(field.key, [choice.value for choice in field.choices]) for field in service.form.fields],
                    "said": bool(service.said),
                    "did": bool(service.did),
                    "note": bool(service.note),
                }
                for service in material.services
            }
            assert all(service.name and service.crm_name and service.tags for service in material.services)
        else:
            files[language] = {path: bool(text) for path, text in places(getattr(material, part))}
            files[language].pop(".people.patronymic", None)
    assert files["en"] == files["ru"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_code_has_a_name_and_every_question_of_text_something_to_say(language: str) -> None:
    material = load_material(language)
    company, names = material.company, material.names
    for kind in ("departments", "quarters", "groups"):
        assert list(names[kind]) == company[kind]
    assert set(names["types"]) == set(material.types) == {service.type for service in material.services}
    assert set(names["employees"]) == set(material.logins)
    assert set(names["organizations"]) == {organization["code"] for organization in company["organization"]}
    assert set(material.phrases["paused"]) >= {service.department for service in material.services}
    for service in material.services:
        assert service.said or not any(field.kind == "text" for field in service.form.fields)
        people = (*service.executors, *service.controllers, *service.fits)
        assert set(people) <= set(material.logins)


def test_a_russian_demonstration_is_russian(made: Made) -> None:
    names = {status["name"] for status in made.rows["statuses"]}
    russian = "Ожидание" in names
    assert russian == ("Грин Парк" in {row["value"] for row in made.rows["settings"]})
    for kind in ("employees", "services", "departments", "clients", "roles"):
        for row in made.rows[kind]:
            assert any("а" <= letter <= "я" for letter in row["name"].lower()) == russian
