import multiprocessing
import os
import signal
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AdsError, OutsideError
from ads_tui.models.catalogue import Service
from ads_tui.models.ground import AuditEvent, Change
from ads_tui.models.orders import HistoryEvent, Order, OrderText
from ads_tui.models.places import Building, Client, Premise
from ads_tui.services.accounts import sign_in
from ads_tui.services.imports import batches
from ads_tui.services.imports.batches import Progress
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store
from tests.importing import (
    bring,
    bring_rows,
    card_of,
    count_rows,
    read_csv,
    read_xlsx,
    write_csv,
    write_orders,
    write_xlsx,
)

WRITTEN = (Order, HistoryEvent, OrderText, Building, Service, Premise, Client, AuditEvent, Change)


def plain_rows(count: int, start: int = 0) -> list[dict[str, object]]:
    return [
        {"external_number": f"X-{at}", "building": f"House {at // 3}", "client_name": f"Client {at}"}
        for at in range(start, start + count)
    ]


def numbers(store: Store) -> list[str | None]:
    with store.engine.connect() as connection:
        return list(connection.execute(sa.select(ORDERS.c.external_number).order_by(ORDERS.c.number)).scalars())


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of ten rows, so that few rows are several."""
    monkeypatch.setattr(batches, "BATCH_ROWS", 10)


@pytest.mark.usefixtures("small_batches")
def test_cl_16_run_again_it_adds_nothing_twice(store: Store, admin: Actor, tmp_path: Path) -> None:
    first = bring_rows(store, admin, tmp_path, plain_rows(25))
    assert (first.created, first.unchanged) == (25, 0)
    before = [count_rows(store, model) for model in WRITTEN]
    again = bring_rows(store, admin, tmp_path, plain_rows(25))
    assert (again.created, again.unchanged, again.refused) == (0, 25, ())
    assert [count_rows(store, model) for model in WRITTEN] == before
    more = bring_rows(store, admin, tmp_path, [*plain_rows(25), *plain_rows(5, 25)])
    assert (more.created, more.unchanged) == (5, 25)
    assert numbers(store) == [f"X-{at}" for at in range(30)]


def test_cl_16_a_known_order_is_left_unchanged_whatever_its_row_says(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    bring_rows(store, admin, tmp_path, [{"external_number": "1"}])
    card = card_of(store, admin, "1")
    rows: list[dict[str, object]] = [
        {"external_number": "1", "status": "done", "service": "Another"},
        {"external_number": "1", "channel": "no such", "building": ""},
        {"external_number": "2"},
        {"external_number": "2", "status": "done"},
    ]
    result = bring_rows(store, admin, tmp_path, rows)
    assert (result.created, result.unchanged, result.refused) == (1, 3, ())
    assert card_of(store, admin, "1") == card
    assert card_of(store, admin, "2").row.status == "pending"
    assert count_rows(store, Service) == 1


@pytest.mark.usefixtures("small_batches")
def test_cl_16_a_dry_run_tells_what_would_happen_and_changes_nothing(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    bring_rows(store, admin, tmp_path, plain_rows(2))
    rows = plain_rows(25)
    rows[3]["channel"] = "pigeon"
    rows[12]["external_number"] = "X-2"
    rows[14]["external_number"] = ""
    file = write_orders(tmp_path, rows)
    before = [count_rows(store, model) for model in WRITTEN]
    judged = bring(store, admin, file, dry_run=True)
    assert [count_rows(store, model) for model in WRITTEN] == before
    assert sorted(path.name for path in tmp_path.glob("orders*")) == ["orders.csv"]
    done = bring(store, admin, file)
    assert (judged.created, judged.unchanged, judged.refused) == (done.created, done.unchanged, done.refused)
    assert (done.created, done.unchanged) == (20, 3)
    assert [(row.line, row.field) for row in done.refused] == [(5, "channel"), (16, "external_number")]
    assert (judged.refused_file, done.refused_file) == (None, tmp_path / "orders.refused.csv")
    # A number that was allotted and not used would be missing.
    with store.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.max(ORDERS.c.number))).scalar_one() == 22


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(
    ("encoding", "delimiter", "mark"), [("utf-8", ",", ""), ("utf-8", ";", "\ufeff"), ("cp1251", "\t", "")]
)
def test_cl_16_refused_rows_are_written_as_they_were_to_be_mended(
    store: Store, admin: Actor, tmp_path: Path, encoding: str, delimiter: str, mark: str
) -> None:
    header = ["external_number", "service", "building", "channel", "Прочее"]
    rows: list[list[str]] = [[f"{at}", "Lift", "Дом\n1", "call_in", f' "=1;2\t3, {at}" '] for at in range(25)]
    rows[1][3] = rows[15][3] = "pigeon"
    rows[20].pop()
    file = write_csv(tmp_path / "orders.csv", [[mark + header[0], *header[1:]], *rows], encoding, delimiter)
    map_text = f'[file]\nencoding = "{encoding}"\ndelimiter = {delimiter!r}\n[make]\nservice = true\nbuilding = true'
    map_text = map_text.replace("'\\t'", '"\\t"')
    result = bring(store, admin, file, map_text)
    assert result.created == 22
    # Each row takes two lines.
    assert [(row.line, row.field) for row in result.refused] == [(4, "channel"), (32, "channel"), (42, None)]
    refused = tmp_path / "orders.refused.csv"
    assert result.refused_file == refused
    written = read_csv(refused, "utf-8-sig" if mark else encoding, delimiter)
    assert written[0] == ["line", "reason", *header]
    assert [row[2:] for row in written[1:]] == [rows[1], rows[15], rows[20]]
    assert [row[0] for row in written[1:]] == ["4", "32", "42"]
    assert all(row[1] for row in written[1:])
    assert refused.read_bytes().startswith(b"\xef\xbb\xbf") == bool(mark)

    # Mended and brought in again: what is still wrong goes to a file of the same form.
    written[1][5] = "visit"
    written[3].append("")
    again = write_csv(tmp_path / "again.csv", written, "utf-8-sig" if mark else encoding, delimiter)
    second = bring(store, admin, again, map_text, refused=tmp_path / "rest.csv")
    assert (second.created, [row.field for row in second.refused]) == (2, ["channel"])
    rest = read_csv(tmp_path / "rest.csv", "utf-8-sig" if mark else encoding, delimiter)
    assert rest[0] == ["line", "reason", *header]
    assert rest[1][2:] == rows[15]
    assert sorted(card_of(store, admin, number).row.channel for number in ("1", "20")) == ["call_in", "visit"]


def test_cl_16_xlsx_rows_are_refused_to_xlsx_as_typed_as_they_were(store: Store, admin: Actor, tmp_path: Path) -> None:
    header = ["external_number", "service", "building", "created_at", "due_at", "extra"]
    moment, day = datetime(2026, 1, 5, 10, 30), date(2026, 1, 6)
    rows: list[Sequence[object]] = [
        (17.0, "Lift", "Oak", moment, day, "fine"),
        (18, "Lift", None, moment, day, 1.5),
        ("19", "Lift", " ", moment, None, None),
    ]
    file = write_xlsx(tmp_path / "orders.xlsx", [header, *rows])
    book = openpyxl.load_workbook(file)
    book.active["F4"].value = "=cmd()"
    book.active["F4"].data_type = "s"
    book.save(file)
    result = bring(store, admin, file)
    assert result.created == 1
    assert [(row.line, row.field) for row in result.refused] == [(3, "building"), (4, "building")]
    row = card_of(store, admin, "17").row
    assert row.created_at.isoformat() == "2026-01-05T07:30:00+00:00"
    assert row.due_at is not None and row.due_at.isoformat() == "2026-01-06T20:59:59+00:00"
    assert result.refused_file == tmp_path / "orders.refused.xlsx"
    written = read_xlsx(result.refused_file)
    assert written[0] == ("line", "reason", *header)
    assert written[1][2:] == (18, "Lift", None, moment, datetime(2026, 1, 6), 1.5)
    assert written[2][2:] == ("19", "Lift", " ", moment, None, "=cmd()")
    assert openpyxl.load_workbook(result.refused_file).active["H3"].data_type == "s"


def test_without_refused_rows_no_file_is_written_and_an_old_one_is_left_alone(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    old = tmp_path / "orders.refused.csv"
    old.write_text("old")
    result = bring_rows(store, admin, tmp_path, plain_rows(3))
    assert (result.refused_file, old.read_text()) == (None, "old")
    assert not list(tmp_path.glob(".*"))
    assert bring_rows(store, admin, tmp_path, [{"external_number": "", "channel": "x"}]).refused_file == old
    assert old.read_text() != "old"


def test_where_refused_rows_cannot_be_written_nothing_is_imported(store: Store, admin: Actor, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "orders.csv", [["external_number", "service", "building"], ["1", "Lift", "Oak"]])
    (tmp_path / "folder").mkdir()
    found = []
    for place in (
        tmp_path / "none" / "refused.csv",
        tmp_path / "folder",
        file,
        tmp_path / "folder" / ".." / "orders.csv",
    ):
        with pytest.raises(AdsError) as caught:
            bring(store, admin, file, refused=place)
        found.append((caught.value.code, caught.value.field))
    assert found == [("storage", None), ("storage", None), ("invalid_value", "refused"), ("invalid_value", "refused")]
    assert count_rows(store, Order) == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".csv") == ["orders.csv"]


@pytest.mark.usefixtures("small_batches")
def test_asked_to_stop_it_stops_after_the_batch_and_goes_on_when_run_again(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    rows = plain_rows(25)
    rows[2]["channel"] = "pigeon"
    file = write_orders(tmp_path, rows)
    seen: list[Progress] = []
    result = bring(store, admin, file, progress=seen.append, stopping=lambda: len(seen) == 1)
    assert (result.created, result.stopped_at, len(result.refused)) == (9, 11, 1)
    assert result.refused_file is not None
    assert seen == [Progress(10, 25, 11)]
    rest = bring(store, admin, file)
    assert (rest.created, rest.unchanged, rest.stopped_at) == (15, 9, None)


@pytest.mark.usefixtures("small_batches")
def test_cl_16_what_the_database_itself_refuses_is_one_row_and_not_its_batch(
    store: Store, admin: Actor, tmp_path: Path
) -> None:
    def forbid(work: Any) -> None:
        if work.connection.dialect.name == "sqlite":
            work.connection.exec_driver_sql(
                "CREATE TRIGGER forbid BEFORE INSERT ON orders WHEN new.external_number IN ('X-3', 'X-17')"
                " BEGIN SELECT RAISE(ABORT, 'never'); END"
            )
        else:
            work.connection.exec_driver_sql(
                "ALTER TABLE orders ADD CONSTRAINT forbid CHECK (external_number NOT IN ('X-3', 'X-17'))"
            )

    store.perform(SYSTEM, forbid)
    result = bring_rows(store, admin, tmp_path, plain_rows(25))
    assert result.created == 23
    assert [(row.line, row.code) for row in result.refused] == [(5, "invalid_value"), (19, "invalid_value")]
    assert numbers(store) == [f"X-{at}" for at in range(25) if at not in (3, 17)]
    with store.engine.connect() as connection:
        names = set(connection.execute(sa.select(Client.name)).scalars())  # type: ignore[call-overload]
    assert {"Client 3", "Client 17"} & names == set()


@pytest.mark.usefixtures("small_batches")
def test_r4_a_database_that_goes_away_keeps_the_batches_before(store: Store, admin: Actor, tmp_path: Path) -> None:
    def break_off(progress: Progress) -> None:
        if progress.rows == 20:
            raise OutsideError("unreachable", "gone")

    with pytest.raises(OutsideError):
        bring(store, admin, write_orders(tmp_path, plain_rows(25)), progress=break_off)
    assert numbers(store) == [f"X-{at}" for at in range(20)]
    assert not list(tmp_path.glob(".*"))
    assert bring_rows(store, admin, tmp_path, plain_rows(25)).created == 5


def _import_until_killed(store: Store, folder: Path) -> None:
    def die(progress: Progress) -> None:
        if progress.rows == 20:
            os.kill(os.getpid(), signal.SIGKILL)

    store.engine.dispose(close=False)
    admin = sign_in(store, login="admin", os_user=None)
    bring(store, admin, write_orders(folder, plain_rows(35)), progress=die)


@pytest.mark.usefixtures("small_batches")
def test_r1_killed_between_batches_it_goes_on_where_it_was(store: Store, admin: Actor, tmp_path: Path) -> None:
    child = multiprocessing.get_context("fork").Process(target=_import_until_killed, args=(store, tmp_path))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert numbers(store) == [f"X-{at}" for at in range(20)]
    result = bring_rows(store, admin, tmp_path, plain_rows(35))
    assert (result.created, result.unchanged) == (15, 20)


def _import_all(store: Store, folder: Path) -> None:
    store.engine.dispose(close=False)
    bring_rows(store, sign_in(store, login="admin", os_user=None), folder, plain_rows(60))


@pytest.mark.usefixtures("small_batches")
def test_r3_two_imports_of_one_file_at_once_add_nothing_twice(store: Store, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "three")]
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_import_all, args=(store, folder)) for folder in folders]
    for folder, child in zip(folders, children, strict=True):
        folder.mkdir()
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert sorted(map(str, numbers(store))) == sorted(f"X-{at}" for at in range(60))
    assert count_rows(store, Building) == 20
    assert count_rows(store, Service) == 1


@pytest.mark.usefixtures("small_batches")
def test_things_made_in_one_batch_are_found_in_the_next(store: Store, admin: Actor, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"external_number": str(at), "building": "Oak 1", "premise": "5", "client_name": "Anna", "client_phone": "112"}
        for at in range(25)
    ]
    bring_rows(store, admin, tmp_path, rows)
    assert [count_rows(store, model) for model in (Building, Premise, Client, Service)] == [1, 1, 1, 1]
