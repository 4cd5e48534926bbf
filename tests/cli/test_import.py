"""`ads import …`: the document, the exit codes, what is said where (CL-4, CL-7, CL-16)."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from ads_tui.cli.invocation import prepare
from ads_tui.cli.main import main
from ads_tui.models.orders import Order
from ads_tui.store.work import Store
from tests.importing import MAKE_ALL, count_rows, write_csv, write_orders

Ads = Callable[..., tuple[int, str, str]]

ADS = Path(sys.executable).parent / "ads"


@pytest.fixture
def engines() -> Iterator[list[Engine]]:
    """The engines that are connected while the test runs: a process would close them by ending."""
    found: list[Engine] = []

    def remember(connection: sa.Connection) -> None:
        found.append(connection.engine)

    sa.event.listen(Engine, "engine_connect", remember)
    yield found
    sa.event.remove(Engine, "engine_connect", remember)


@pytest.fixture
def ads(
    store: Store,
    installed_url: str,
    engines: list[Engine],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Ads:
    """Run `ads import …` as the administrator and answer its exit code, stdout and stderr."""
    monkeypatch.setenv("ADS_DATABASE_URL", installed_url)
    monkeypatch.setenv("ADS_EMPLOYEE", "admin")

    def run(*words: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(prepare(["import", *map(str, words)]))
        while engines:
            engines.pop().dispose()
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def make_all(tmp_path: Path) -> Path:
    """A map that makes all that is missing."""
    path = tmp_path / "map.toml"
    path.write_text(MAKE_ALL)
    return path


def error_of(err: str) -> dict[str, object]:
    error = json.loads(err.splitlines()[-1])["error"]
    assert isinstance(error, dict)
    assert error["message"]
    return error


def test_cl_7_the_document_of_an_import(ads: Ads, tmp_path: Path, make_all: Path) -> None:
    file = write_orders(tmp_path, [{"external_number": "1"}, {"external_number": "2", "channel": "pigeon"}])
    code, out, err = ads("orders", file, "--map", make_all, "--json")
    document = json.loads(out)
    assert list(document) == ["created", "unchanged", "refused", "refused_file"]
    assert (code, document["created"], document["unchanged"], err) == (1, 1, 0, "")
    assert document["refused_file"] == str(tmp_path / "orders.refused.csv")
    (refused,) = document["refused"]
    assert refused == {"line": 3, "code": "invalid_value", "field": "channel", "message": refused["message"]}
    assert refused["message"].startswith("Channel is one of: call_in, ")

    write_orders(tmp_path, [{"external_number": "1"}, {"external_number": "3"}])
    code, out, err = ads("orders", file, "--map", make_all, "--dry-run", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"created": 1, "unchanged": 1, "refused": [], "refused_file": None}
    assert json.loads(ads("orders", file, "--map", make_all, "--json")[1])["created"] == 1
    assert json.loads(ads("orders", file, "--map", make_all, "--json")[1])["unchanged"] == 2


def test_without_json_people_read_what_was_done(ads: Ads, tmp_path: Path, make_all: Path) -> None:
    rows: list[dict[str, object]] = [{"external_number": "", "essence": "x"}] * 25
    file = write_orders(tmp_path, [*rows, {"external_number": "1"}])
    code, out, err = ads("orders", file, "--map", make_all, "--refused", tmp_path / "rest.csv")
    assert code == 1
    assert err == "… and 5 more rows\n"
    assert "external_number" in out
    assert [line.split() for line in out.splitlines()[-4:]] == [
        ["Created", "1"],
        ["Unchanged", "0"],
        ["Refused", "25"],
        ["Refused", "rows", "are", "in", str(tmp_path / "rest.csv")],
    ]


def test_hostile_text_reaches_no_terminal(ads: Ads, tmp_path: Path, make_all: Path) -> None:
    hostile = "\x1b[2J\x1b]0;x\x07 [bold]\u202e"
    file = write_orders(tmp_path, [{"external_number": "1", "channel": hostile, "created_at": hostile}])
    for words in ((), ("--json",)):
        code, out, err = ads("orders", file, "--map", make_all, *words)
        assert code == 1
        assert not set(out + err) & set("\x1b\x07\u202e")


def test_cl_16_buildings_and_clients_need_no_map(ads: Ads, tmp_path: Path) -> None:
    houses = write_csv(tmp_path / "houses.csv", [["code", "name"], ["oak1", "Oak street, 1"]])
    people = write_csv(tmp_path / "people.csv", [["name", "phone"], ["Anna", "+79991234567"]])
    nothing = {"unchanged": 0, "refused": [], "refused_file": None}
    for kind, file in (("buildings", houses), ("clients", people)):
        code, out, err = ads(kind, file, "--json")
        assert (code, json.loads(out), err) == (0, {"created": 1, **nothing}, "")


@pytest.mark.parametrize(
    ("map_text", "place"),
    [
        ("[file]\nfoo = 1", "file.foo"),
        ('[columns]\nfoo = "A"', "columns.foo"),
        ('[values.status]\n"Closed" = "shut"', "values.status.Closed"),
        ("[make]\neverything = true", "make.everything"),
        ("not toml", "map"),
    ],
)
def test_cl_16_a_wrong_map_is_told_with_its_place(ads: Ads, tmp_path: Path, map_text: str, place: str) -> None:
    file = write_orders(tmp_path, [{"external_number": "1"}])
    (tmp_path / "map.toml").write_text(map_text)
    code, out, err = ads("orders", file, "--map", tmp_path / "map.toml", "--json")
    assert (code, out) == (2, "")
    assert (error_of(err)["code"], error_of(err)["field"]) == ("invalid_value", place)


def test_files_that_cannot_be_read_are_refused(ads: Ads, tmp_path: Path, make_all: Path) -> None:
    file = write_orders(tmp_path, [{"external_number": "1", "essence": "ё"}])
    (tmp_path / "other.csv").write_bytes(file.read_text().encode("cp1251"))
    found = []
    for words in (
        ("orders", tmp_path / "none.csv"),
        ("orders", file, "--map", tmp_path / "none.toml"),
        ("orders", tmp_path),
        ("orders", tmp_path / "other.csv", "--map", make_all),
        ("orders", file, "--map", make_all, "--refused", tmp_path / "none" / "refused.csv"),
        ("orders",),
        ("everything", file),
    ):
        code, out, err = ads(*words, "--json")
        assert out == ""
        found.append((code, error_of(err)["code"], error_of(err)["field"]))
    assert found == [
        (6, "storage", None),
        (6, "storage", None),
        (2, "invalid_value", "file"),
        (2, "invalid_value", "file.encoding"),
        (6, "storage", None),
        (2, "usage", None),
        (2, "usage", None),
    ]


def test_cl_8_wrong_input_is_told_before_nobody_is_signed_in(
    ads: Ads, tmp_path: Path, make_all: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADS_EMPLOYEE", "nobody.here")
    file = write_orders(tmp_path, [{"external_number": "1"}])
    (tmp_path / "wrong.toml").write_text("foo = 1")
    found = []
    for chosen in (tmp_path / "wrong.toml", make_all):
        code, _out, err = ads("orders", file, "--map", chosen, "--json")
        found.append((code, error_of(err)["code"]))
    assert found == [(2, "invalid_value"), (4, "not_signed_in")]


CELLS = st.text(max_size=12) | st.sampled_from(
    ["call_in", "2026-01-01", "done", "Oak", "Lift", "1", "+79991234567", "admin"]
)
HEADER = ["external_number", "service", "building", "channel", "created_at", "status", "executors", "client_phone"]
HEADER += ["client_name", "premise", "priority", "resume_on", "form.key", "essence"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=200) | st.lists(st.lists(CELLS, min_size=14, max_size=14), max_size=4))
def test_r12_random_files_never_end_in_a_traceback(
    ads: Ads, tmp_path: Path, make_all: Path, content: bytes | list[list[str]]
) -> None:
    file = tmp_path / "random.csv"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        table = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in content]
        write_csv(file, [HEADER, *table])
    code, out, err = ads("orders", file, "--map", make_all, "--json")
    assert code in (0, 1, 2)
    if out:
        document = json.loads(out)
        assert code == (1 if document["refused"] else 0)
        assert all(row["code"] and row["message"] for row in document["refused"])
    else:
        assert error_of(err)["code"] in ("invalid_value", "field_required")


def _many(folder: Path) -> Path:
    return write_orders(folder, [{"external_number": str(at), "building": f"House {at}"} for at in range(2_000)])


@pytest.mark.slow
def test_ctrl_c_stops_after_the_batch_and_says_how_far_it_got(
    store: Store, installed_url: str, tmp_path: Path, make_all: Path
) -> None:
    file = _many(tmp_path)
    environment = {**os.environ, "ADS_DATABASE_URL": installed_url, "ADS_EMPLOYEE": "admin", "TERM": "xterm"}
    master, terminal = pty.openpty()
    child = subprocess.Popen(
        [ADS, "--json", "import", "orders", file, "--map", make_all],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
    )
    os.close(terminal)
    seen = b""
    while b"%" not in seen:
        seen += os.read(master, 1_000)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate()
    seen += os.read(master, 10_000)
    os.close(master)
    document = json.loads(out)
    assert child.returncode == 130
    assert 0 < document["created"] < 2_000
    assert document["created"] % 200 == 0
    assert count_rows(store, Order) == document["created"]
    assert f"Stopped after line {document['created'] + 1}" in seen.decode()
    done = subprocess.run([*child.args], env=environment, capture_output=True, text=True)  # type: ignore[misc]
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["unchanged"] == document["created"]
    assert count_rows(store, Order) == 2_000
