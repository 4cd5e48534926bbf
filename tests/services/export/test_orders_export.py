"""Exports of orders: which, in which order, what stands in the cells, who may (XL-1 … XL-5, RO-2, RO-3, RO-5)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui import i18n
from ads_tui.domain.export_fields import ALL_ORDER_FIELDS, DEFAULT_ORDER_FIELDS, ORDER_FIELDS
from ads_tui.errors import AdsError
from ads_tui.models.places import Account, Premise
from ads_tui.services import roles
from ads_tui.services.comments import add_comment
from ads_tui.services.export import order_values
from ads_tui.services.export.orders import ExportResult, OrderExport, export_orders
from ads_tui.services.export.ticks import remember_fields, remembered_fields
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.label_order import choose_label_order
from ads_tui.services.orders.listing import list_orders
from ads_tui.services.orders.sorts import parse_sort
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Work
from tests.services.export.conftest import Export
from tests.services.world import NOW, World


@pytest.fixture(scope="module", autouse=True)
def exporters(world: World) -> None:
    """Roles that see their own orders only, and may export them."""
    for role in ("executor", "receptionist"):
        world.do("admin", lambda work, role=role: roles.grant(work, role, ["orders.export"]))  # type: ignore[misc]
    world.do("admin", lambda work: roles.set_sections(work, "receptionist", ["my_orders"]))


def _asking(world: World, line: str, by: str = "dora") -> Any:
    return world.read(by, lambda reading: read_filter(reading, line))


def _cells(export: Export, number: int, *fields: str, by: str = "dora") -> dict[str, Any]:
    # A row without any value would be read back as none.
    (row,) = export(by, numbers=(number,), fields=("number", *fields)).rows
    return dict(zip(fields, row[1:], strict=True))


@pytest.fixture(scope="module")
def furnished(world: World) -> World:
    """The company with a quarter, a group, tags and an account."""

    def furnish(work: Work) -> None:
        for noun, code, name, keys in (
            ("quarter", "north", "North", {"manager": "sam"}),
            ("group", "towers", "Towers", {}),
            ("service-type", "plumbing", "Plumbing", {}),
        ):
            engine.add(work, NOUNS[noun], code, name, keys.items())
        for noun, code, key, value in (
            ("building", "oak1", "quarter", "north"),
            ("building", "oak1", "group", "towers"),
            ("client", "petrov", "tags", "vip,loud"),
            ("client", "petrov", "email", "petrov@example.org"),
            ("service", "leak", "crm_name", "CRM leak"),
            ("service", "leak", "type", "plumbing"),
        ):
            engine.set_key(work, NOUNS[noun], code, key, value)
        account = Account(number="17-1", balance=Decimal("-1250.50"))
        work.session.add(account)
        work.session.flush()
        work.session.execute(sa.update(Premise).where(Premise.code == "oak1-1").values(account_id=account.id))  # type: ignore[arg-type]

    world.do("system", furnish)
    return world


def test_xl_3_every_field_of_a_full_order_in_the_organization_s_zone(furnished: World, export: Export) -> None:
    world = furnished
    number = world.order(
        "leak",
        "oak1",
        "ed",
        premise="1",
        client="petrov",
        channel="visit",
        priority="high",
        visit="2026-09-01T10:00..2026-09-01T12:00",
        due="2026-08-21T15:30",
        external_number="0042",
    )
    world.assign(number, "eve")
    world.assign(number, "ed", mode="remove")
    world.status(number, "in_progress")
    world.status(number, "paused", comment="no parts", resume_on="2026-08-25")
    world.put(number, essence="Water in the hall", unread_messages=2)
    world.do("sam", lambda work: add_comment(work, number, "Look", important=True))

    cells = _cells(export, number, *ALL_ORDER_FIELDS)

    moment = datetime(2026, 8, 20, 11)
    assert cells == {
        "number": number,
        "external_number": "0042",
        "channel": "Visit",
        "priority": "High",
        "service_type": "Plumbing",
        "service": "Leak",
        "crm_name": "CRM leak",
        "essence": "Water in the hall",
        "department": "Pipes",
        "visit_from": datetime(2026, 9, 1, 10),
        "visit_to": datetime(2026, 9, 1, 12),
        "created_at": moment,
        "created_by": "Dora",
        "updated_at": moment,
        "labels": "Unread messages, Important comment",
        "client": "Пётр Петров",
        "client_phone": "+79161234567",
        "client_email": "petrov@example.org",
        "client_status": "owner",
        "client_tags": "vip, loud",
        "registered": "yes",
        "debt": 1250.5,
        "organization": "Our home",
        "group": "Towers",
        "quarter": "North",
        "quarter_manager": "Sam",
        "building": "Oak street, 1",
        "premise": "1",
        "entrance": "2",
        "floor": "5",
        "executors": "Eve",
        "executors_all": "Ed, Eve",
        "controllers": None,
        "approvers": None,
        "accepted_by": cells["accepted_by"],
        "closed_by": None,
        "status": "Paused",
        "status_comment": "no parts",
        "resume_on": datetime(2026, 8, 25),
        "reopened": "no",
        "cancel_reasons": None,
        "cancel_comment": None,
        "accepted_at": cells["accepted_at"],
        "first_in_progress_at": cells["first_in_progress_at"],
        "reaction_due_at": None,
        "reaction": None,
        "due_at": datetime(2026, 8, 21, 15, 30),
        "execution": "paused",
        "localization": None,
        "localized_at": None,
        "done_at": None,
        "closed_at": None,
    }


def test_xl_3_the_cells_of_ended_orders_and_of_bare_ones(furnished: World, export: Export) -> None:
    world = furnished
    done, cancelled = world.in_status("reopened"), world.in_status("cancelled_by_client")
    routed = world.in_status("approval")
    controlled = world.in_status("quality_control")
    world.control(controlled, "dima", "olga")

    reopened = _cells(export, done, "reopened", "first_in_progress_at", "done_at", "closed_by", "accepted_by")
    assert (reopened["reopened"], reopened["first_in_progress_at"]) == ("yes", datetime(2026, 8, 20, 11))
    assert _cells(export, cancelled, "status", "cancel_reasons") == {
        "status": "Cancelled by client",
        "cancel_reasons": "Created by mistake",
    }
    assert _cells(export, routed, "approvers", "executors", "client", "registered", "debt", "premise") == {
        "approvers": "Sam",
        "executors": None,
        "client": None,
        "registered": None,
        "debt": None,
        "premise": None,
    }
    assert _cells(export, controlled, "controllers")["controllers"] == "Dima, Olga, Sam"


def test_xl_3_cells_speak_the_language_of_the_process(world: World, export: Export) -> None:
    number = world.in_status("paused")
    i18n.activate("ru")
    exported = export(numbers=(number,), fields=("status", "channel", "number"))
    assert (exported.captions, exported.rows) == (
        ["Статус", "Канал обращения", "Номер"],
        [("Приостановлено", "Входящий звонок", number)],
    )
    assert exported.book.sheetnames == ["Заявки", "Фильтры"]


def test_xl_1_columns_come_in_the_order_asked_for_with_their_captions(world: World, export: Export) -> None:
    world.order()
    fields = ("due_at", "number", "executors_all")
    exported = export(fields=fields)
    assert exported.captions == ["Due", "Number", "Executors (all)"]
    assert exported.result.fields == fields
    assert export(fields=ALL_ORDER_FIELDS).captions == [field.caption for field in ORDER_FIELDS.values()]


@pytest.fixture(scope="module")
def many(world: World) -> Iterator[World]:
    """More orders than two stretches of batches hold, with equal moments and labels."""
    before = order_values.BATCH, order_values.STRETCH
    order_values.BATCH, order_values.STRETCH = 4, 7
    for place in range(20):
        number = world.order("wide" if place % 2 else "single", "oak1" if place % 3 else "elm1", "ed")
        world.put(number, updated_at=NOW + timedelta(hours=place % 4), unread_messages=place % 5 % 2)
    yield world
    order_values.BATCH, order_values.STRETCH = before


@pytest.mark.parametrize("sort", [None, "number", "updated:desc", "service", "building:desc"])
@pytest.mark.parametrize("line", ["", "service:wide", "Cleaning", "executor:ed -building:elm1"])
@pytest.mark.parametrize(("tab", "by"), [("all", "dora"), ("new", "dora"), ("mine", "ed")])
def test_xl_3_rows_are_those_of_the_list_in_its_order(
    many: World, export: Export, sort: str | None, line: str, tab: str, by: str
) -> None:
    if by == "ed":
        many._actors.pop("ed", None)
    wanted, order = _asking(many, line, by), parse_sort(sort)
    listed = many.read(by, lambda reading: list_orders(reading, tab=tab, wanted=wanted, sort=order, limit=1_000)).rows

    exported = export(by, tab=tab, wanted=wanted, sort=order, fields=("number", "service"))

    assert exported.rows == [(row.number, row.service.name) for row in listed]
    assert exported.result.rows == len(listed) > 0


def test_xl_3_the_last_sheet_says_what_was_exported_when_and_by_whom(many: World, export: Export) -> None:
    wanted = _asking(many, "service:wide")
    exported = export(wanted=wanted, sort=parse_sort("number:desc"), fields=("number", "due_at"))
    assert exported.book.sheetnames[-1] == "Filters"
    assert exported.notes == {
        "What": "Orders",
        "Tab": "All",
        "Filter": "service:wide",
        "Sorted by": "Number, descending",
        "Rows": exported.result.rows,
        "Fields": "Number, Due",
        "Exported at": datetime(2026, 8, 20, 11),
        "Time zone": "Europe/Moscow",
        "Exported by": "Dora (dora)",
        "Organization": None,
    }


def test_xl_4_rows_beyond_a_sheet_go_on_further_ones(many: World, export: Export) -> None:
    exported = export(fields=("number",), most_rows=6, sort=parse_sort("number"))
    *sheets, notes = exported.book.worksheets
    assert exported.result.sheets == tuple(sheet.title for sheet in (*sheets, notes))
    found = [row[0] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == sorted(set(found))
    assert len(found) == exported.result.rows == notes["B5"].value
    assert [sheet.max_row for sheet in sheets[:-1]] == [7] * (len(sheets) - 1)


def test_xl_5_one_statement_of_a_kind_for_a_batch_however_many_orders(many: World, tmp_path: Path) -> None:
    counts = []
    for line in ("number:..3", ""):
        wanted = _asking(many, line)
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any, said: list[str] = statements) -> None:
            said.append(statement)

        sa.event.listen(many.store.engine, "before_cursor_execute", note)
        asked = OrderExport(fields=ALL_ORDER_FIELDS, wanted=wanted)
        result = many.read("dora", lambda reading, asked=asked: export_orders(reading, asked, tmp_path / "a.xlsx"))  # type: ignore[misc]
        sa.event.remove(many.store.engine, "before_cursor_execute", note)
        batches = -(-result.rows // order_values.BATCH)
        counts.append(sum("IN (" in statement for statement in statements) / max(batches, 1))
    assert counts[1] <= counts[0] + 2


def test_xl_5_progress_tells_rows_and_a_raise_in_it_cancels(many: World, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    place = tmp_path / "a.xlsx"
    result = many.read(
        "dora", lambda reading: export_orders(reading, OrderExport(), place, progress=lambda *at: told.append(at))
    )
    assert (told[0], told[-1]) == ((0, result.rows), (result.rows, result.rows))
    assert told == sorted(told)
    assert len({done for done, _total in told}) > 3
    place.unlink()

    def cancel(done: int, total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        many.read("dora", lambda reading: export_orders(reading, OrderExport(), place, progress=cancel))
    assert list(tmp_path.iterdir()) == []


def test_xl_5_all_rows_are_of_one_moment_while_others_write(many: World, tmp_path: Path) -> None:
    before = {row[0] for row in _numbers(many)}

    def write(done: int, total: int) -> None:
        if done == order_values.BATCH:
            for number in sorted(before)[:5]:
                many.put(number, updated_at=NOW - timedelta(days=9))
            many.order()

    result = many.read(
        "dora", lambda reading: export_orders(reading, OrderExport(), tmp_path / "a.xlsx", progress=write)
    )
    assert result.rows == len(before)
    assert len(_numbers(many)) == len(before) + 1


def _numbers(world: World) -> list[Any]:
    return [(row.number,) for row in world.read("dora", lambda reading: list_orders(reading, limit=1_000)).rows]


def test_a_trial_writes_nothing_and_tells_the_same(many: World, export: Export, tmp_path: Path) -> None:
    asked = OrderExport(fields=("number",))
    trial = many.read(
        "dora", lambda reading: export_orders(reading, asked, tmp_path / "orders.xlsx", dry_run=True, most_rows=5)
    )
    assert list(tmp_path.iterdir()) == []
    assert trial == export(fields=("number",), most_rows=5).result


def test_bk_4_a_selection_comes_in_the_list_s_order_each_once(many: World, export: Export) -> None:
    chosen = [row[0] for row in _numbers(many)][2:9]
    exported = export(numbers=(*reversed(chosen), chosen[0]), fields=("number",))
    assert [row[0] for row in exported.rows] == chosen
    assert exported.notes["Selected orders"].split(", ") == [str(number) for number in reversed(chosen)]
    assert "Filter" not in exported.notes


def test_lb_4_rows_and_selections_come_in_the_employee_s_own_order_of_labels(many: World, export: Export) -> None:
    many.do("dima", lambda work: choose_label_order(work, []))
    listed = [row.number for row in many.read("dima", lambda reading: list_orders(reading, limit=1_000)).rows]
    assert [row[0] for row in export("dima", fields=("number",)).rows] == listed
    assert [row[0] for row in export("dima", fields=("number",), numbers=tuple(sorted(listed[:40]))).rows] == listed[
        :40
    ]
    assert listed != [row[0] for row in _numbers(many)]


def test_bk_4_a_selection_is_sorted_by_any_column(many: World, export: Export) -> None:
    numbers = tuple(row[0] for row in _numbers(many)[:12])
    for text in ("number", "service", "status:desc"):
        sort = parse_sort(text)
        listed = many.read("dora", lambda reading, sort=sort: list_orders(reading, sort=sort, limit=1_000)).rows  # type: ignore[misc]
        found = export(numbers=numbers, sort=sort, fields=("number",)).rows
        assert [row[0] for row in found] == [row.number for row in listed if row.number in numbers]


@pytest.mark.parametrize(
    ("line", "sort", "caption"),
    [
        ("", None, "labels, the newest first"),
        ("Cleaning", None, "Number, descending"),
        ("Cleaning", "service", "Service"),
        ("", "crm_name:desc", "Service name in CRM, descending"),
    ],
)
def test_xl_3_the_last_sheet_names_the_sort_in_force(
    many: World, export: Export, line: str, sort: str | None, caption: str
) -> None:
    exported = export(wanted=_asking(many, line), sort=parse_sort(sort), fields=("number",))
    assert exported.notes["Sorted by"] == caption


def _refusal(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(AdsError) as refused:
        act()
    return refused.value.code, refused.value.field


def _trial(world: World, folder: Path, numbers: tuple[int, ...]) -> ExportResult:
    asked = OrderExport(numbers=numbers)
    return world.read("dora", lambda reading: export_orders(reading, asked, folder / "a.xlsx", dry_run=True))


def test_bk_1_ro_3_selections_that_are_refused(many: World, export: Export, tmp_path: Path) -> None:
    far = many.order("wide", "elm1")
    assert _refusal(lambda: export("nina", numbers=(far,))) == ("not_found", "order")
    assert _refusal(lambda: export("nina", numbers=(10**6,))) == ("not_found", "order")
    assert _refusal(lambda: export("nina", numbers=(10**30,))) == ("not_found", "order")
    assert _refusal(lambda: export("olga", numbers=(10**6,))) == ("not_found", "order")
    assert _refusal(lambda: export("olga", numbers=(far,))) == ("forbidden", None)
    made = tuple(many.order() for _ in range(101))
    assert _refusal(lambda: export(numbers=made)) == ("too_many_selected", None)
    assert _refusal(lambda: _trial(many, tmp_path, made)) == ("too_many_selected", None)
    assert _trial(many, tmp_path, made[:3] * 40).rows == 3
    assert len(export(numbers=made[1:]).rows) == 100
    assert list(tmp_path.iterdir()) == [tmp_path / "orders.xlsx"]


def test_ro_2_the_right_to_export_is_needed_and_the_tab_s_section(many: World, export: Export) -> None:
    assert _refusal(lambda: export("olga")) == ("forbidden", None)
    assert _refusal(lambda: export("rob")) == ("forbidden", None)
    assert export("rob", tab="mine").rows == []


def test_ro_3_only_orders_within_reach_are_exported(many: World, export: Export) -> None:
    near, far = many.order("wide", "oak1"), many.order("wide", "elm1")
    found = {row[0] for row in export("nina", fields=("number", "building")).rows}
    assert near in found
    assert far not in found


def test_ro_5_a_phone_is_hidden_until_the_order_was_in_progress(many: World, export: Export) -> None:
    waiting = many.order("leak", "oak1", "near", premise="1", client="petrov")
    begun = many.order("leak", "oak1", "near", premise="1", client="petrov")
    many.status(begun, "in_progress")
    phone = "+79161234567"
    assert _cells(export, waiting, "client_phone", by="near") == {"client_phone": None}
    assert _cells(export, begun, "client_phone", by="near") == {"client_phone": phone}
    assert _cells(export, waiting, "client_phone") == {"client_phone": phone}


def test_lb_1_an_unread_order_is_labelled_for_its_executor_only(many: World, export: Export) -> None:
    number = many.order("wide", "oak1", "eve")
    assert _cells(export, number, "labels", by="eve")["labels"] == "Unread order"
    assert _cells(export, number, "labels")["labels"] is None


def test_xl_2_ticks_are_remembered_by_each_employee(world: World) -> None:
    assert world.read("dima", remembered_fields) == DEFAULT_ORDER_FIELDS
    world.do("dima", lambda work: remember_fields(work, ["floor", "number"]))
    assert world.read("dima", remembered_fields) == ("floor", "number")
    assert world.read("sam", remembered_fields) == DEFAULT_ORDER_FIELDS
    world.do("dima", lambda work: remember_fields(work, ["no_longer_offered", "number"]))
    assert world.read("dima", remembered_fields) == ("number",)


def _set_zone(work: Work, zone: str) -> None:
    set_setting(work, "organization.zone", zone)


def test_xl_3_moments_follow_the_zone_over_a_change_of_its_clock(world: World, export: Export) -> None:
    number = world.order()
    world.do("admin", lambda work: _set_zone(work, "Europe/London"))
    try:
        for moment, shown in (
            (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30)),
            (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30)),
            (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 30)),
        ):
            world.put(number, due_at=moment)
            assert _cells(export, number, "due_at")["due_at"] == shown
    finally:
        world.do("admin", lambda work: _set_zone(work, "Europe/Moscow"))
