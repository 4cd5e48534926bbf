"""What the columns of the order list show, and that there is a cell for each of the registry (CO-1, CO-2)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ads_tui import i18n
from ads_tui.domain.columns import COLUMNS
from ads_tui.domain.time_left import TimeLeft
from ads_tui.screens.orders.columns import every_column, order_columns
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_controllers, change_executors
from ads_tui.services.orders.rows import ClientView, OrderRow, Thing
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store, Work
from ads_tui.widgets.columns import Cell
from tests.console.naive_list import NaiveList
from tests.console.order_lists import house, row_of
from tests.console.table_app import TableApp, plain_columns

__all__ = ["house"]

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))
NOON = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
SHOWN = {
    "status": "○ Pending",
    "number": "1",
    "external_number": "E-7",
    "service_type": "Lifts",
    "service": "Lift stopped",
    "crm_name": "E-05",
    "channel": "Incoming call",
    "essence": "It hangs",
    "client": "Petrov",
    "client_status": "tenant",
    "building": "Oak street, 1, 12",
    "entrance": "2",
    "floor": "5",
    "premise": "12",
    "due_at": "20.05 12:00",
    "sla_clock": "0:18",
    "executors": "Belov, Serov",
    "controllers": "Tikhov",
    "accepted_by": "Anna",
    "accepted_at": "20.05 13:00",
    "closed_by": "Dora",
    "closed_at": "20.05 14:00",
    "updated_at": "20.05 15:00",
    "created_at": "04.12.2025",
    "labels": "✉3 ",
    "unread_messages": "3",
    "priority": "! Emergency",
    "visit": "20.05 12:00–14:00",
}


def full(row: OrderRow) -> OrderRow:
    """An order that has something in every column."""
    hours = [NOON + timedelta(hours=hour) for hour in range(4)]
    client = ClientView("p", "Petrov", None, None, True, "tenant", None, ())
    return replace(
        row, external_number="E-7", service_type=Thing("lifts", "Lifts"), crm_name="E-05", essence="It hangs",
        client=client, premise=Thing("12", "12"), entrance="2", floor="5", due_at=hours[0], priority="emergency",
        executor_names=("Belov", "Serov"), controller_names=("Tikhov",), accepted_by_name="Anna", closed_by_name="Dora",
        accepted_at=hours[1], closed_at=hours[2], updated_at=hours[3], created_at=datetime(2025, 12, 4, tzinfo=UTC),
        labels=("message",), unread_messages=3, visit_from=hours[0], visit_to=hours[2], channel="call_in",
        left=TimeLeft("execution", NOW + timedelta(minutes=18, seconds=59), None, timedelta(hours=1)),
    )  # fmt: skip


def bare(row: OrderRow) -> OrderRow:
    """An order that has nothing where there may be nothing."""
    return replace(row, client=None, premise=None, executor_names=(), due_at=None)


def text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "".join(piece for piece, _style in cell)


def app() -> Any:
    return TableApp(NaiveList({}), plain_columns())


def test_co_1_every_column_of_the_registry_shows_its_value(house: Store) -> None:
    columns = every_column(app(), lambda: NOW)
    assert set(columns) == {column.name for column in COLUMNS} == set(SHOWN)
    row = full(row_of(house, 1))
    assert {name: text(column.cell(row)) for name, column in columns.items()} == SHOWN


def test_co_1_no_column_fails_where_there_is_nothing(house: Store) -> None:
    columns = every_column(app(), lambda: NOW)
    row = bare(row_of(house, 1))
    shown = {name: text(column.cell(row)) for name, column in columns.items()}
    there = {"status", "number", "service", "channel", "building", "updated_at", "created_at", "priority", "executors"}
    assert {name for name, value in shown.items() if value} == there
    assert shown["executors"] == "—"


def test_co_1_a_visit_names_the_other_day_where_it_ends_on_one(house: Store) -> None:
    visit = every_column(app(), lambda: NOW)["visit"]
    row = full(row_of(house, 1))
    assert visit.cell(replace(row, visit_to=NOON + timedelta(days=1))) == "20.05 12:00–21.05 12:00"
    assert visit.cell(replace(row, visit_to=None)) == "20.05 12:00"


def test_co_1_people_are_called_by_their_names(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    belov = sign_in(house, login="belov", os_user=None)

    def operation(work: Work) -> None:
        change_controllers(work, 1, ["serov", "belov"], mode="replace")
        change_executors(work, 1, ["belov"], mode="replace")

    house.perform(admin, operation)
    house.perform(belov, lambda work: change_status(work, 1, StatusWish("in_progress")))
    house.perform(belov, lambda work: change_status(work, 1, StatusWish("done", "mended")))
    row = row_of(house, 1)
    assert set(row.controller_names) == {"Serov", "Belov"} and row.executor_names == ("Belov",)
    assert (row.accepted_by_name, row.closed_by_name) == ("Administrator", "Belov")


def test_co_2_the_columns_shown_by_default() -> None:
    shown = {column.id for column in order_columns(app(), lambda: NOW)}
    assert shown == {"status", "number", "service", "building", "client", "executors", "labels", "updated_at"}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_co_1_captions_fit_their_columns_with_the_sign_of_sorting(language: str) -> None:
    columns = every_column(app(), lambda: NOW)
    caption = i18n.catalogue_of(language).gettext
    sorted_by = [columns[column.name] for column in COLUMNS if column.sort]
    assert [one.id for one in sorted_by if len(caption(one.caption)) + 1 > one.width] == []
    assert len(caption(columns["sla_clock"].caption)) < columns["sla_clock"].least
    assert all(column.least <= column.width for column in columns.values())
    assert {column.id for column in columns.values() if column.flexible} == {"service", "essence", "client", "building"}
