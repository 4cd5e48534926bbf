"""What a database cannot stand on is refused with what to do, before anything is made."""

import sqlite3
from pathlib import Path

import pytest

from ads_tui.errors import AdsError
from ads_tui.store import engine
from ads_tui.store.engine import check_sqlite_library, check_sqlite_place, disk_type, make_engine, shown_url

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/ads /srv/ads nfs4 rw 0 0
//box/share /mnt/two\\040words cifs rw 0 0
tmpfs /srv/ads/fast tmpfs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mounts"
    path.write_text(MOUNTS)
    return path


@pytest.mark.parametrize(
    "url", ["", "ads", "mysql://host/ads", "sqlite://", "postgresql", "http://[::1", "sqlite:///\x00", "oracle://x"]
)
def test_a_url_that_is_none_is_wrong_input(url: str) -> None:
    with pytest.raises(AdsError) as refusal:
        make_engine(url)
    assert (refusal.value.exit_code, refusal.value.code, refusal.value.field) == (2, "invalid_value", "db")


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AdsError, match="ads db init") as refusal:
        make_engine(f"sqlite:///{tmp_path}/none.sqlite3")
    assert refusal.value.code == "storage"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(AdsError, match="is a folder") as refusal:
        make_engine(f"sqlite:///{tmp_path}")
    assert refusal.value.code == "storage"


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AdsError, match="cannot be made") as refusal:
        make_engine(f"sqlite:///{tmp_path}/file/ads.sqlite3", create=True)
    assert refusal.value.code == "storage"


def test_r5_a_folder_that_the_system_keeps_from_writing_is_refused() -> None:
    with pytest.raises(AdsError) as refusal:
        make_engine("sqlite:////proc/ads.sqlite3", create=True)
    assert (refusal.value.exit_code, refusal.value.code) == (6, "storage")


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ads", "ext4"),
        ("/srv/ads", "nfs4"),
        ("/srv/ads/data", "nfs4"),
        ("/srv/ads/fast", "tmpfs"),
        ("/mnt/two words/ads", "cifs"),
    ],
)
def test_the_nearest_mount_tells_what_disk_a_folder_is_on(mounts: Path, folder: str, kind: str) -> None:
    assert disk_type(Path(folder), mounts) == kind


def test_a_machine_without_a_list_of_mounts_tells_nothing(tmp_path: Path) -> None:
    assert disk_type(tmp_path, tmp_path / "none") is None


def test_sqlite_on_a_network_disk_is_refused(tmp_path: Path) -> None:
    listed = tmp_path / "mounts"
    listed.write_text(f"server:/ads {tmp_path} nfs4 rw 0 0\n")
    with pytest.raises(AdsError, match="network disk") as refusal:
        check_sqlite_place(tmp_path / "ads.sqlite3", create=True, mounts=listed)
    assert refusal.value.code == "storage"
    assert not (tmp_path / "ads.sqlite3").exists()


@pytest.mark.parametrize(
    ("version", "options", "told"),
    [((3, 34, 1), {"ENABLE_FTS5"}, "too old"), ((3, 40, 0), {"ENABLE_FTS4"}, "FTS5")],
)
def test_an_old_sqlite_and_one_without_fts5_are_refused(
    version: tuple[int, int, int], options: set[str], told: str
) -> None:
    with pytest.raises(AdsError, match=told) as refusal:
        check_sqlite_library(version, options)
    assert refusal.value.code == "storage"


def test_this_sqlite_will_do() -> None:
    check_sqlite_library(sqlite3.sqlite_version_info, engine.compile_options())


def test_an_address_is_shown_without_its_password() -> None:
    assert "secret" not in shown_url("postgresql://ads:secret@db.example/ads")
