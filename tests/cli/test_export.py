"""`ads export orders …`: the document, refusals, progress, an interrupted export (XL-1 … XL-5, CL-7, CL-8, CL-13)."""

import json
import os
import pty
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ads_tui.domain.export_fields import ALL_ORDER_FIELDS, DEFAULT_ORDER_FIELDS
from ads_tui.services.export.ticks import remember_fields
from tests.cli.calls import Ads
from tests.services.world import World

ADS = Path(sys.executable).parent / "ads"


def _numbers(place: Path) -> list[Any]:
    sheet = openpyxl.load_workbook(place).worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "Number")
    return [row[column - 1] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_cl_7_an_export_as_a_document(world: World, call: Ads, tmp_path: Path) -> None:
    made = [world.order("single") for _ in range(3)]
    place = tmp_path / "a.xlsx"
    words = ("export", "orders", place, "-q", "service:single", "--sort", "number", "--fields", "number,due_at")
    document = {"file": str(place), "rows": 3, "sheets": ["Orders", "Filters"], "fields": ["number", "due_at"]}

    assert call("dora", *words, "--dry-run").document == document
    assert list(tmp_path.iterdir()) == []
    assert call("dora", *words).document == document
    assert _numbers(place) == made
    assert list(tmp_path.iterdir()) == [place]
    said = call("dora", *words, json=False)
    assert (said.code, said.err) == (0, "")
    assert str(place) in said.out


def test_cl_13_fields_are_those_asked_for_all_those_ticked_or_those_of_the_list(
    world: World, call: Ads, tmp_path: Path
) -> None:
    words = ("export", "orders", tmp_path / "a.xlsx", "--dry-run")
    assert call("dima", *words).document["fields"] == list(DEFAULT_ORDER_FIELDS)
    world.do("dima", lambda work: remember_fields(work, ["floor", "number"]))
    assert call("dima", *words).document["fields"] == ["floor", "number"]
    assert call("dima", *words, "--fields", "status").document["fields"] == ["status"]
    assert call("dima", *words, "--all").document["fields"] == list(ALL_ORDER_FIELDS)


def test_fv_1_the_orders_of_a_favourite_of_a_tab_and_of_a_selection(world: World, call: Ads, tmp_path: Path) -> None:
    papers, cancelled = world.order("papers"), world.in_status("cancelled", "papers")
    call("dora", "favourite", "add", "Papers", "-q", "service:papers")
    place = tmp_path / "a.xlsx"
    for words, numbers in (
        (("--favourite", "papers"), {papers, cancelled}),
        (("--favourite", "papers", "--tab", "new"), {papers}),
        (("--order", cancelled, "--order", papers, "--order", papers), {papers, cancelled}),
    ):
        call("dora", "export", "orders", place, *words)
        assert sorted(_numbers(place)) == sorted(numbers)


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("a.xlsx", "--fields", "nmber"), (2, "invalid_value", "fields")),
        (("a.xlsx", "--fields", "rating"), (2, "invalid_value", "fields")),
        (("a.xlsx", "--fields", ","), (2, "field_required", "fields")),
        (("a.csv",), (2, "invalid_value", "file")),
        (("a.xlsx", "--fields", "number", "--all"), (2, "usage", None)),
        (("a.xlsx", "-q", "", "--favourite", "A"), (2, "usage", None)),
        (("a.xlsx", "--order", "1", "-q", ""), (2, "usage", None)),
        (("a.xlsx", "--order", "1", "--tab", "all"), (2, "usage", None)),
        (("a.xlsx", "--order", "0"), (2, "usage", None)),
        ((), (2, "usage", None)),
        (("a.xlsx", "--sort", "nothing"), (2, "invalid_value", "sort")),
        (("a.xlsx", "--tab", "nothing"), (2, "invalid_value", "tab")),
        (("a.xlsx", "-q", "stat:x"), (2, "filter_syntax", "filter")),
        (("a.xlsx", "--tab", "new", "-q", "status:done"), (2, "filter_syntax", "filter")),
        (("a.xlsx", "--favourite", "nothing"), (3, "not_found", "favourite")),
        (("a.xlsx", "--order", "1000000"), (3, "not_found", "order")),
        (("none/a.xlsx",), (6, "storage", None)),
    ],
)
def test_cl_8_refusals_of_an_export(
    call: Ads, tmp_path: Path, words: tuple[str, ...], refused: tuple[int, str, str | None]
) -> None:
    given = [tmp_path / words[0], *words[1:]] if words else []
    assert call("dora", "export", "orders", *given).refused == refused
    assert list(tmp_path.iterdir()) == []


def test_cl_8_wrong_input_is_told_before_what_one_may_not(call: Ads, tmp_path: Path) -> None:
    words = ("export", "orders", tmp_path / "a.xlsx")
    for by, refused in (
        (None, (4, "not_signed_in", "login")),
        ("olga", (4, "forbidden", None)),
        ("vic", (4, "forbidden", None)),
    ):
        assert call(by, *words).refused == refused
        assert call(by, *words, "--all").refused == refused
        assert call(by, *words, "--fields", "nothing").refused == (2, "invalid_value", "fields")
        assert call(by, *words, "-q", "stat:x").refused == (2, "filter_syntax", "filter")
    assert call("olga", *words, "-q", "service:nothing").refused == (2, "filter_syntax", "filter")


@pytest.fixture
def large(world: World) -> World:
    """Orders with long texts, enough for two batches."""
    if world.rows()["orders"] < 600:
        for _ in range(600):
            world.order()
        world.do("system", lambda work: work.connection.exec_driver_sql(_LONG))
    return world


_LONG = "UPDATE orders SET essence = REPLACE('" + "x" * 200 + "', 'x', 'Вода ' || number || ' ') "


def _child(world: World, tmp_path: Path, **options: Any) -> "subprocess.Popen[str]":
    (tmp_path / "temporary").mkdir(exist_ok=True)
    (tmp_path / "out").mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "ADS_DATABASE_URL": world.url,
        "ADS_EMPLOYEE": "dora",
        "TERM": "xterm",
        "TMPDIR": str(tmp_path / "temporary"),
    }
    words = [str(ADS), "--json", "export", "orders", str(tmp_path / "out" / "a.xlsx"), "--all"]
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True, **options)


def _left(tmp_path: Path) -> list[Path]:
    return [*(tmp_path / "out").iterdir(), *(tmp_path / "temporary").iterdir()]


@pytest.mark.slow
def test_xl_5_ctrl_c_leaves_no_file_and_progress_is_shown_on_a_terminal(large: World, tmp_path: Path) -> None:
    ends = [_interrupted(large, tmp_path)]
    # On a busy machine the whole export may be done before the signal comes; then there was nothing to stop.
    while ends[-1] != (130, "") and len(ends) < 5:
        for done in _left(tmp_path):
            done.unlink()
        ends.append(_interrupted(large, tmp_path))

    assert ends[-1] == (130, "")
    assert _left(tmp_path) == []


def _interrupted(large: World, tmp_path: Path) -> tuple[int, str]:
    """The exit code and output of an export that gets Ctrl+C at its first progress."""
    master, terminal = pty.openpty()
    child = _child(large, tmp_path, stderr=terminal)
    os.close(terminal)
    seen = b""
    while b" %" not in seen:
        seen += os.read(master, 1_000)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate()
    os.close(master)
    return child.returncode, out


@pytest.mark.slow
def test_r5_a_full_disk_is_refused_and_nothing_is_left(large: World, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.xlsx").write_text("an older one")
    child = _child(large, tmp_path, stderr=subprocess.PIPE, preexec_fn=limit)
    out, err = child.communicate()

    assert (child.returncode, out) == (6, "")
    assert json.loads(err.splitlines()[-1])["error"]["code"] == "storage"
    assert [path.read_text() for path in _left(tmp_path)] == ["an older one"]
