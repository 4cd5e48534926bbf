"""The real file: 10,000 service requests of Baltimore, by the command line, on both databases (CL-16).

What the file says is counted here anew, with nothing of the program but its zone.
"""

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.config import data_path
from ads_tui.domain.actors import Actor
from ads_tui.models.catalogue import Service
from ads_tui.models.people import Department
from ads_tui.models.places import Building, Quarter
from ads_tui.store.order_rows import EVENTS, ORDERS
from ads_tui.store.work import Store
from tests.importing import card_of, count_rows, events_of, told

ADS = Path(sys.executable).parent / "ads"
FILE = Path(__file__).parents[3] / "shared" / "data" / "baltimore-311.csv"
MAP = data_path("maps", "baltimore-311.toml")
NEW_YORK = ZoneInfo("America/New_York")
BATCH = 200

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FILE.exists(), reason="the real file is not here")]

# What the city calls a state, and ours for it.
STATES = {
    "Closed": "done",
    "Closed (Duplicate)": "cancelled",
    "Closed (Transferred)": "cancelled",
    "New": "pending",
    "New (Duplicate)": "pending",
    "Open": "pending",
    "Open (Duplicate)": "pending",
    "Pending": "pending",
    "In Progress": "in_progress",
}
CHANNELS = {
    "Phone": "call_in",
    "API": "open311",
    "Internal": "internal",
    "System": "internal",
    "Mail": "other",
    "Other": "other",
    "Email": "email",
    "Web": "website",
}


def moment(text: str) -> datetime | None:
    """A moment of the file, by the rule of CL-9; the file has none in a doubled hour, two in a missing one."""
    if not text:
        return None
    local = datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")
    aware = local.replace(tzinfo=NEW_YORK)
    if aware.astimezone(UTC).astimezone(NEW_YORK).replace(tzinfo=None) != local:
        assert (local.month, local.day, local.hour) == (3, 11, 2)
        aware = local.replace(hour=3, minute=0, second=0, tzinfo=NEW_YORK)
    return aware.astimezone(UTC)


def rows_of_file() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def ads(url: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ADS_EMPLOYEE": "admin", "ADS_DATABASE_URL": url}
    return subprocess.run([ADS, "--json", *words], env=environment, capture_output=True, text=True)


def bring_in(url: str, *words: str | Path, file: Path = FILE) -> dict[str, object]:
    done = ads(url, "import", "orders", file, "--map", MAP, *words)
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert (document["refused"], document["refused_file"]) == ([], None)
    return {"created": document["created"], "unchanged": document["unchanged"]}


def demand_clean(url: str) -> None:
    done = ads(url, "db", "check")
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])


def test_cl_16_all_rows_come_in_as_the_file_says_and_none_twice(
    store: Store, admin: Actor, installed_url: str, soak: bool
) -> None:
    # Each turn with the whole file takes a dozen seconds.
    repeats = soak or store.engine.dialect.name == "sqlite"
    if soak:
        assert bring_in(installed_url, "--dry-run") == {"created": 10_000, "unchanged": 0}
        assert count_rows(store, ORDERS) == count_rows(store, Building) == 0
    assert bring_in(installed_url) == {"created": 10_000, "unchanged": 0}
    demand_clean(installed_url)
    _demand_orders(store)
    _demand_histories(store)
    _demand_things(store)
    _demand_changes_of_the_clock(store, admin)
    _demand_duplicate(store, admin)
    if repeats:
        heads = _heads(store)
        assert bring_in(installed_url) == {"created": 0, "unchanged": 10_000}
        if soak:
            assert bring_in(installed_url, "--dry-run") == {"created": 0, "unchanged": 10_000}
        assert _heads(store) == heads
        demand_clean(installed_url)


def _heads(store: Store) -> list[bytes]:
    with store.engine.connect() as connection:
        return list(connection.execute(sa.select(ORDERS.c.history_head).order_by(ORDERS.c.number)).scalars())


def _demand_orders(store: Store) -> None:
    """Counts by status and month are the file's, and so is every column."""
    in_file = {row["ServiceRequestNum"]: row for row in rows_of_file()}
    by_month = Counter((STATES[row["SRStatus"]], _month(row["CreatedDate"])) for row in in_file.values())
    with store.engine.connect() as connection:
        stored = connection.execute(_STORED).all()
    assert Counter((row.base_status, _local_month(row.created_at)) for row in stored) == by_month
    assert len(by_month) > 60
    for row in stored:
        _demand_order(row, in_file.pop(row.external_number))
    assert not in_file


_STORED: Any = (
    sa.select(
        ORDERS,
        col(Service.name).label("service"),
        col(Building.name).label("building"),
        col(Department.name).label("department"),
        col(Quarter.name).label("quarter"),
    )
    .join(Service, col(Service.id) == ORDERS.c.service_id)
    .join(Building, col(Building.id) == ORDERS.c.building_id)
    .join(Department, col(Department.id) == ORDERS.c.department_id)
    .outerjoin(Quarter, col(Quarter.id) == col(Building.quarter_id))
)


def _demand_order(row: Any, theirs: dict[str, str]) -> None:
    created, closed = moment(theirs["CreatedDate"]), moment(theirs["CloseDate"])
    changed = moment(theirs["StatusDate"])
    assert created is not None and changed is not None
    assert (row.created_at, row.done_at, row.closed_at) == (created, closed, closed)
    assert (row.due_at, row.due_by_hand) == (moment(theirs["DueDate"]), bool(theirs["DueDate"]))
    assert row.updated_at == max(created, changed)
    assert row.channel == CHANNELS[theirs["MethodReceived"]]
    assert (row.service, row.department) == (theirs["SRType"], theirs["Agency"])
    assert row.building == (theirs["Address"] or "Address unknown")
    assert row.status_comment == theirs["SRStatus"]
    if theirs["Address"]:
        assert (row.quarter or "") == theirs["Neighborhood"]


def _month(text: str) -> str:
    return f"{text[6:10]}-{text[:2]}"


def _local_month(at: datetime) -> str:
    return at.astimezone(NEW_YORK).strftime("%Y-%m")


def _demand_histories(store: Store) -> None:
    """Each order was created in its moment, and its last event says its status in its own."""
    with store.engine.connect() as connection:
        events = connection.execute(
            sa.select(EVENTS.c.order_number, EVENTS.c.at, EVENTS.c.kind, EVENTS.c.data, EVENTS.c.source).order_by(
                EVENTS.c.order_number, EVENTS.c.seq
            )
        ).all()
        orders = connection.execute(sa.select(ORDERS)).all()
    by_order: dict[int, list[Any]] = {}
    for event in events:
        assert event.source == "import"
        by_order.setdefault(event.order_number, []).append(event)
    for order in orders:
        # Whose due is told has been done in time or not.
        created, *rest = [event for event in by_order[order.number] if event.kind != "sla"]
        assert (created.kind, created.at) == ("created", order.created_at)
        assert json.loads((rest or [created])[-1].data)["to"] == order.base_status
        if order.base_status in ("done", "cancelled"):
            assert [(event.kind, event.at) for event in rest] == [("status", order.done_at)]
        assert len(rest) == (0 if order.base_status == "pending" else 1)


def _demand_things(store: Store) -> None:
    """Each name of the file is one thing."""
    rows = list(rows_of_file())
    assert count_rows(store, Service) == len({row["SRType"].casefold() for row in rows})
    assert count_rows(store, Department) == len({row["Agency"].casefold() for row in rows})
    assert count_rows(store, Building) == len({(row["Address"] or "Address unknown").casefold() for row in rows})
    quarters = {row["Neighborhood"].casefold() for row in rows if row["Address"] and row["Neighborhood"]}
    assert count_rows(store, Quarter) == len(quarters)


def _demand_changes_of_the_clock(store: Store, admin: Actor) -> None:
    """Rows of the file: due in the hour that is missing, registered within a day of each change (R10)."""
    for number, local in (("17-00762364", "03/11/2018 02:43:56 AM"), ("17-00762248", "03/11/2018 02:23:08 AM")):
        (row,) = (row for row in rows_of_file() if row["ServiceRequestNum"] == number)
        assert row["DueDate"] == local
        assert card_of(store, admin, number).row.due_at == datetime(2018, 3, 11, 7, tzinfo=UTC)
    seen = set()
    for row in rows_of_file():
        local_moment = datetime.strptime(row["CreatedDate"], "%m/%d/%Y %I:%M:%S %p")
        for change, before, after in CHANGES:
            if abs(local_moment - change) < timedelta(days=1):
                shown = card_of(store, admin, row["ServiceRequestNum"]).row.created_at.replace(tzinfo=None)
                hours = before if local_moment < change else after
                assert shown - local_moment == timedelta(hours=hours), row["ServiceRequestNum"]
                seen.add((change.month, hours))
    assert seen == {(3, 5), (3, 4), (11, 4), (11, 5)}


# When the clock changed, and how many hours it was behind UTC before and after.
CHANGES = [
    *((datetime(year, 3, day, 2), 5, 4) for year, day in ((2014, 9), (2015, 8), (2016, 13), (2017, 12), (2018, 11))),
    *((datetime(year, 11, day, 2), 4, 5) for year, day in ((2014, 2), (2015, 1), (2016, 6), (2017, 5), (2018, 4))),
]


def _demand_duplicate(store: Store, admin: Actor) -> None:
    """A request that was closed as a duplicate reads as what it was (HI-2)."""
    row = card_of(store, admin, "17-00744979").row
    assert (row.status, row.status_comment) == ("cancelled", "Closed (Duplicate)")
    assert told(events_of(store, admin, "17-00744979")) == [
        ("created", "pending", datetime(2017, 12, 2, 10, 51, 21, tzinfo=UTC)),
        ("status", "cancelled", datetime(2017, 12, 4, 15, 47, 6, tzinfo=UTC)),
    ]


def _kill_after(url: str, file: Path, rows: int) -> None:
    """Begin an import and kill it in the batch after so many rows, as its progress tells."""
    environment = {**os.environ, "ADS_EMPLOYEE": "admin", "ADS_DATABASE_URL": url, "TERM": "xterm"}
    refused = file.with_name("refused.csv")
    words = ["--json", "import", "orders", str(file), "--map", str(MAP), "--refused", str(refused)]
    watched, terminal = pty.openpty()
    child = subprocess.Popen([str(ADS), *words], env=environment, stdout=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    seen = ""
    while not any(int(done) >= rows for done in re.findall(r"(\d+) of \d+", seen)):
        seen += os.read(watched, 4_096).decode()
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    os.close(watched)


def _first_rows(count: int, folder: Path) -> Path:
    """The beginning of the file."""
    part = folder / FILE.name
    with FILE.open(encoding="utf-8", newline="") as whole:
        part.write_text("".join(islice(whole, count + 1)), encoding="utf-8", newline="")
    return part


def test_r1_killed_it_goes_on_where_it_was_and_the_database_is_clean(
    store: Store, installed_url: str, tmp_path: Path, soak: bool
) -> None:
    rows, kills = (10_000, (BATCH, 1_400, 4_000, 7_000)) if soak else (2_000, (BATCH, 600, 1_200))
    file = _first_rows(rows, tmp_path)
    before = 0
    for kill in kills:
        _kill_after(installed_url, file, kill)
        found = count_rows(store, ORDERS)
        assert found % BATCH == 0
        assert before < found < rows
        before = found
    demand_clean(installed_url)
    document = bring_in(installed_url, file=file)
    # On Postgres a batch may be committed after its client is gone.
    assert document["unchanged"] in (before, before + BATCH)
    assert count_rows(store, ORDERS) == rows
    demand_clean(installed_url)
