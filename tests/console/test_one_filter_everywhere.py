"""One filter finds the same orders in the console, by the command line and in Excel, and so does plain SQL (FL-4)."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from textual.widgets import Static

from ads_tui.clock import Clock
from ads_tui.domain.filters import parse_filter
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.demonstration.making import make_demonstration
from ads_tui.services.orders.finding import OrderFilter
from ads_tui.store.engine import make_engine
from ads_tui.store.work import Store
from tests.console.trial import console

pytestmark = pytest.mark.slow

ADS = Path(sys.executable).parent / "ads"
NOW = datetime(2026, 8, 20, 8, tzinfo=UTC)
ORDERS = 400
# Each line, and how its orders are found without anything of the program.
FILTERS = (
    (
        "status:done,paused",
        "SELECT o.number FROM orders o JOIN statuses s ON s.id = o.status_id WHERE s.code IN ('done', 'paused')",
    ),
    ("-status:done", "SELECT o.number FROM orders o JOIN statuses s ON s.id = o.status_id WHERE s.code <> 'done'"),
    ("executor:none", "SELECT number FROM orders WHERE number NOT IN (SELECT order_number FROM order_executors)"),
    (
        "executor:lifts channel:call_in",
        "SELECT o.number FROM orders o JOIN order_executors x ON x.order_number = o.number "
        "JOIN employees e ON e.id = x.employee_id WHERE e.login = 'lifts' AND o.channel = 'call_in'",
    ),
    (
        "created:2026-07-01..2026-07-31",
        "SELECT number FROM orders WHERE created_at >= '2026-06-30 23:00' AND created_at < '2026-07-31 23:00'",
    ),
    ("number:>=350 reopened:no", "SELECT number FROM orders WHERE number >= 350 AND reopened_count = 0"),
    (
        "type:emergency lift",
        "SELECT o.number FROM orders o JOIN services v ON v.id = o.service_id "
        "JOIN service_types t ON t.id = v.type_id WHERE t.code = 'emergency' AND lower(v.name) LIKE '%lift%'",
    ),
    (
        "sla:execution",
        "SELECT order_number FROM order_clocks WHERE kind = 'execution' "
        "AND (state = 'broken' OR breaks_at <= '2026-08-20 08:00:00.000000')",
    ),
    (
        "sla:none priority:normal",
        "SELECT number FROM orders WHERE priority = 1 AND number NOT IN (SELECT order_number FROM order_clocks "
        "WHERE state = 'broken' OR breaks_at <= '2026-08-20 08:00:00.000000')",
    ),
    ("building:none", "SELECT number FROM orders WHERE building_id IS NULL"),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    """A demonstration company; its zone is an hour before Greenwich in summer."""
    file = tmp_path_factory.mktemp("everywhere") / "demo.sqlite3"
    url = f"sqlite:///{file}"
    make_demonstration(url, orders=ORDERS, seed=1, now=NOW, os_user=None, progress=lambda *_: None)
    store = Store(make_engine(url), Clock(NOW))
    yield file, store
    store.engine.dispose()


def by_sql(file: Path, statement: str) -> set[int]:
    """What a statement of ours finds."""
    with sqlite3.connect(file) as connection:
        return {number for (number,) in connection.execute(statement)}


def by_command(file: Path, line: str) -> set[int]:
    """What `ads order list` prints as JSON, and its count."""
    document = json.loads(ads(file, "--json", "order", "list", "-q", line, "--limit", str(ORDERS)))
    found = {order["number"] for order in document["orders"]}
    assert document["found"] == len(found)
    return found


def in_excel(file: Path, line: str) -> set[int]:
    """What `ads export orders` writes."""
    place = file.with_name("found.xlsx")
    ads(file, "export", "orders", str(place), "-q", line, "--fields", "number")
    rows = openpyxl.load_workbook(place).worksheets[0].iter_rows(min_row=2, values_only=True)
    return {int(str(number)) for (number,) in rows}


def ads(file: Path, *words: str) -> str:
    environ = {**os.environ, "ADS_DATABASE_URL": f"sqlite:///{file}", "ADS_NOW": NOW.isoformat(), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([ADS, "--as", "admin", *words], env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("line", "statement"), FILTERS, ids=[line for line, _ in FILTERS])
def test_fl_4_a_filter_finds_the_same_by_command_in_excel_and_by_plain_sql(
    database: tuple[Path, Store], line: str, statement: str
) -> None:
    file, _store = database
    wanted = by_sql(file, statement)
    assert by_command(file, line) == in_excel(file, line) == wanted


def shows(screen: OrdersScreen, line: str) -> bool:
    """Whether the list is narrowed by a line and has counted what that finds."""
    return screen.applied.filter == parse_filter(line) and screen.found is not None


async def test_fl_4_the_console_counts_what_plain_sql_counts(database: tuple[Path, Store]) -> None:
    file, store = database
    async with console(store, login="admin", home=OrdersScreen, size=(120, 36)) as trial:
        screen = trial.app.screen
        assert isinstance(screen, OrdersScreen)
        await trial.press("2")
        for line, statement in FILTERS:
            screen.apply_filter(OrderFilter())
            await trial.press("f3", *line, "enter")
            count = len(by_sql(file, statement))
            await trial.until(partial(shows, screen, line))
            assert screen.found == count, line
            assert str(screen.query_one("#found", Static).render()) == f"Found: {count}"
