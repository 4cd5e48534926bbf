"""`ads db`, `login` and `doctor` by command line; nobody need be signed in (CL-1, CL-7, CL-15, AU-1, HI-2)."""

import contextlib
import hashlib
import io
import json
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ads_tui.clock import Clock
from ads_tui.services.accounts import check_password, sign_in
from ads_tui.store.engine import make_engine, shown_url
from ads_tui.store.migrate import HEAD
from ads_tui.store.work import Store
from tests import housing
from tests.cli.calls import Ads, runner

Give = Callable[[bytes], None]


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Give:
    """What stands on stdin."""

    def hand_over(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    hand_over(b"")
    return hand_over


@pytest.fixture
def fresh(database_url: str, give: Give, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ads:
    """Run one command on a database without tables, on each kind."""
    monkeypatch.setenv("LOGNAME", "alice")
    return runner(database_url, monkeypatch, capsys, "2026-08-20T08:00:00Z")


@pytest.fixture
def ads(
    store: Store, installed_url: str, give: Give, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ads:
    """Run one command on an installed database, on each kind."""
    return runner(installed_url, monkeypatch, capsys, "2026-08-20T08:00:00Z")


def shown(url: str) -> str:
    engine = make_engine(url, create=True)
    engine.dispose()
    return shown_url(engine.url)


def test_cl_1_init_prepares_a_database_and_binds_the_administrator(fresh: Ads, database_url: str, give: Give) -> None:
    give(b"a good password\n")
    assert fresh(None, "db", "init", "--admin", "root").document == {"database": shown(database_url), "version": HEAD}
    store = Store(make_engine(database_url), Clock())
    assert sign_in(store, login=None, os_user="alice").login == "root"
    assert check_password(store, "root", "a good password").actor is not None
    store.engine.dispose()


def test_cl_15_init_without_a_password_says_so(fresh: Ads, database_url: str) -> None:
    answer = fresh(None, "db", "init")
    assert answer.code == 0
    assert "admin has no password" in answer.err
    assert fresh("admin", "employee", "list").document["employees"][0]["os_user"] == "alice"


def test_init_on_a_prepared_database_is_refused_and_changes_nothing(ads: Ads, give: Give) -> None:
    give(b"a good password\n")
    assert ads(None, "db", "init", "--admin", "other").refused == (1, "taken", None)
    assert [one["login"] for one in ads("admin", "employee", "list").document["employees"]] == ["admin"]


@pytest.mark.parametrize(
    ("words", "password", "refused"),
    [
        (["--admin", "Root"], b"", (2, "invalid_value", "admin")),
        ([], b"short\n", (2, "invalid_value", "password")),
        (["--admin"], b"", (2, "usage", None)),
    ],
)
def test_a_bad_init_makes_nothing(
    fresh: Ads, database_url: str, give: Give, words: list[str], password: bytes, refused: tuple[int, str, str | None]
) -> None:
    give(password)
    assert fresh(None, "db", "init", *words).refused == refused
    engine = make_engine(database_url, create=True)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    engine.dispose()


def test_init_leaves_a_database_of_something_else_alone(fresh: Ads, database_url: str) -> None:
    engine = make_engine(database_url, create=True)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE theirs (id integer)"))
    assert fresh(None, "db", "init").refused == (5, "conflict", "db")
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["theirs"]
    engine.dispose()


@pytest.mark.parametrize("words", [["upgrade"], ["check"], ["reindex"], ["backup", "ads.tar"]])
def test_an_empty_database_is_to_be_prepared_first(fresh: Ads, database_url: str, words: list[str]) -> None:
    engine = make_engine(database_url, create=True)
    engine.connect().close()
    engine.dispose()
    answer = fresh(None, "db", *words)
    assert answer.refused == (6, "unreachable", None)
    assert "ads db init" in answer.error["message"]


@pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", [["upgrade"], ["check"], ["reindex"], ["backup", "ads.tar"]])
def test_a_file_that_is_not_there_is_not_made(ads: Ads, tmp_path: Path, words: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere.sqlite3'}"
    assert ads(None, "--db", url, "db", *words).refused == (6, "storage", None)
    assert not (tmp_path / "nowhere.sqlite3").exists()


def test_hi_2_check_prints_problems_and_the_digest(ads: Ads, store: Store, tmp_path: Path) -> None:
    clean = ads(None, "db", "check", "--save", tmp_path / "digest").document
    assert clean == {"problems": [], "digest": hashlib.sha256((tmp_path / "digest").read_bytes()).hexdigest()}
    housing.furnish(store)
    housing.add_order(store, sign_in(store, login="admin", os_user=None))
    assert ads(None, "db", "check", "--save", tmp_path / "digest").document["problems"] == []
    assert ads(None, "db", "check", "--since", tmp_path / "digest").document["problems"] == []
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE history_events SET source = 'system'"))
    answer = ads(None, "db", "check")
    assert answer.code == 1
    assert '"check": "history"' in answer.out and '"order": 1' in answer.out
    assert "Somebody has changed" in ads(None, "db", "check", json=False).out


@pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)
def test_hi_2_a_bad_digest_file_is_refused(ads: Ads, store: Store, tmp_path: Path) -> None:
    housing.furnish(store)
    housing.add_order(store, sign_in(store, login="admin", os_user=None))
    (tmp_path / "bad").write_bytes(b"\xff\x00nothing\n")
    assert ads(None, "db", "check", "--since", tmp_path / "bad").refused == (2, "invalid_value", "since")
    assert ads(None, "db", "check", "--since", tmp_path / "missing").refused == (6, "storage", None)
    assert ads(None, "db", "check", "--since", tmp_path).refused == (2, "invalid_value", "since")
    assert ads(None, "db", "check", "--save", tmp_path / "no" / "where").refused == (6, "storage", None)
    assert ads(None, "db", "check", "--save", tmp_path).refused == (6, "storage", None)


def test_reindex_and_upgrade_tell_the_database(ads: Ads, installed_url: str) -> None:
    for command in ("reindex", "upgrade"):
        answer = ads(None, "db", command, json=False)
        assert answer.code == 0
        assert HEAD in answer.out


@pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)
def test_backup_and_restore_by_command_line(ads: Ads, tmp_path: Path) -> None:
    made = ads(None, "db", "backup", tmp_path / "ads.tar")
    assert (made.code, made.out.startswith('{"database": "sqlite:///')) == (0, True)
    target = f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    restored = ads(None, "--db", target, "db", "restore", tmp_path / "ads.tar")
    assert restored.code == 0
    assert "2026-08-20T08:00:00Z" in restored.err
    assert ads(None, "--db", target, "db", "check").document["problems"] == []
    assert ads(None, "--db", target, "db", "restore", tmp_path / "ads.tar").refused == (5, "conflict", "db")
    assert ads(None, "--db", target, "db", "restore", tmp_path / "missing.tar").refused == (6, "storage", None)


def test_au_1_login_checks_a_password(ads: Ads, store: Store, give: Give) -> None:
    kept = housing.quick_hash("тайна")
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE employees SET password_hash = :kept"), {"kept": kept})
    give("тайна\r\n".encode())
    assert ads(None, "login", "Admin").document == {"login": "admin"}
    for _ in range(2):
        give(b"wrong\n")
        assert ads(None, "login", "admin").refused == (4, "wrong_password", "login")
    give(b"\xff\xfe\xfd\n")
    assert ads(None, "login", "stranger").refused == (4, "wrong_password", "login")
    assert ads(None, "login", " ").refused == (2, "field_required", "login")


def test_au_1_a_locked_login_is_told_until_when(ads: Ads, store: Store, give: Give) -> None:
    with store.engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO sign_in_locks VALUES ('admin', 10, NULL, '2026-08-20 08:10:00.000000+00')")
        )
    give(b"whatever\n")
    refused = ads(None, "login", "admin")
    assert refused.refused == (4, "locked", "login")
    assert refused.error["details"] == {"until": "2026-08-20T08:10:00Z"}


def test_doctor_finds_nothing_where_all_is_well(ads: Ads) -> None:
    assert ads("admin", "doctor").document == {"problems": []}


def kinds(ads: Ads, *words: str) -> list[str]:
    answer = ads(None, *words, "doctor")
    assert answer.code == 1
    assert answer.err == ""
    found = json.loads(answer.out)["problems"]
    assert all(set(one) == {"check", "order", "message", "advice"} and one["advice"] for one in found)
    return [one["check"] for one in found]


def test_doctor_names_what_is_wrong(ads: Ads, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds(ads) == ["employee"]
    missing = f"sqlite:///{tmp_path / 'nowhere.sqlite3'}"
    assert kinds(ads, "--db", missing) == ["database"]
    assert kinds(ads, "--db", "postgresql://127.0.0.1:1/none") == ["database"]
    assert kinds(ads, "--db", "mysql://host/none") == ["database"]
    monkeypatch.setenv("ADS_DATA_DIR", "/dev/null/data")
    assert kinds(ads) == ["data_directory", "employee"]
    monkeypatch.setenv("ADS_NOW", "someday")
    assert kinds(ads) == ["clock", "data_directory", "employee"]
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert kinds(ads) == ["clock", "data_directory", "database"]


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A terminal: our end and the end of the program."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def at_terminal(terminal: tuple[int, int], *words: str, **environment: str) -> "subprocess.Popen[bytes]":
    """Run `ads` at a terminal."""
    command = [sys.executable, "-c", "from ads_tui.cli import run; run()", *words]
    _ours, theirs = terminal
    given = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")} | environment
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=given)
    os.close(theirs)
    return process


def rest_of(terminal: tuple[int, int]) -> bytes:
    """What is still said, to the end of the program, which closes its end: then reading is an error."""
    seen = b""
    with contextlib.suppress(OSError):
        while chunk := os.read(terminal[0], 1_000):
            seen += chunk
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "columns", "environment", "found"),
    [
        (24, 80, {"TERM": "xterm-256color"}, ["database"]),
        (5, 20, {"TERM": "xterm-256color"}, ["terminal", "database"]),
        (24, 80, {"TERM": "dumb"}, ["colours", "database"]),
        (24, 80, {"TERM": "no-such-terminal"}, ["colours", "database"]),
        (24, 80, {"TERM": "xterm-256color", "PYTHONIOENCODING": "latin-1"}, ["encoding", "database"]),
    ],
)
def test_r14_doctor_looks_at_the_terminal(
    terminal: tuple[int, int], rows: int, columns: int, environment: dict[str, str], found: list[str], tmp_path: Path
) -> None:
    termios.tcsetwinsize(terminal[1], (rows, columns))
    url = f"sqlite:///{tmp_path / 'nowhere.sqlite3'}"
    process = at_terminal(terminal, "--db", url, "--json", "doctor", **environment)
    said = rest_of(terminal)
    assert process.wait() == 1
    assert [one["check"] for one in json.loads(said)["problems"]] == found


@pytest.mark.slow
def test_cl_15_at_a_terminal_a_password_is_asked_for_twice_without_echo(
    terminal: tuple[int, int], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'ads.sqlite3'}"
    process = at_terminal(terminal, "--db", url, "db", "init")
    seen = b""
    for _ in range(2):
        while b": " not in seen.rpartition(b"\n")[2]:
            seen += os.read(terminal[0], 1_000)
        os.write(terminal[0], b"a good password\n")
        seen += b"\n"
    seen += rest_of(terminal)
    assert process.wait() == 0, seen
    assert b"good" not in seen
    store = Store(make_engine(url), Clock())
    assert check_password(store, "admin", "a good password").actor is not None
    store.engine.dispose()
