"""Where things lie (CL-1, CL-2)."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from ads_tui import config


def test_what_ships_is_found() -> None:
    assert config.data_path("README.md").is_file()


def test_what_ships_is_found_inside_an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data" / "maps").mkdir(parents=True)
    monkeypatch.setattr(config, "_PACKAGE", tmp_path)

    assert config.data_path("maps", "city.toml") == tmp_path / "_data" / "maps" / "city.toml"


def test_cl_2_the_data_directory_is_the_named_one_and_asking_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADS_DATA_DIR", str(tmp_path / "there"))

    assert config.data_dir() == tmp_path / "there"
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize(
    ("named", "expected"), [("here", "{cwd}/here"), ("~/ads", "{home}/ads"), ("  here  ", "{cwd}/here")]
)
def test_cl_2_the_data_directory_is_absolute(
    named: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/dispatcher")
    monkeypatch.setenv("ADS_DATA_DIR", named)

    assert str(config.data_dir()) == expected.format(cwd=tmp_path, home="/home/dispatcher")


@pytest.mark.parametrize("named", [None, "", " "])
def test_cl_2_without_a_named_one_it_is_the_users_own(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/dispatcher")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if named is None:
        monkeypatch.delenv("ADS_DATA_DIR")
    else:
        monkeypatch.setenv("ADS_DATA_DIR", named)

    assert config.data_dir().is_relative_to("/home/dispatcher")
    assert config.data_dir().name == "ads-tui"


@pytest.mark.parametrize(
    ("option", "environment", "expected"),
    [
        ("postgresql://a/b", "postgresql://c/d", "postgresql://a/b"),
        (None, "postgresql://c/d", "postgresql://c/d"),
        ("", "postgresql://c/d", "postgresql://c/d"),
        (None, "", "sqlite:////data/ads.sqlite3"),
    ],
)
def test_cl_1_the_database_is_the_option_then_the_environment_then_a_file(
    option: str | None, environment: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADS_DATA_DIR", "/data")
    monkeypatch.setenv("ADS_DATABASE_URL", environment)

    assert config.database_url(option) == expected


def test_the_demonstration_has_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADS_DATA_DIR", "/data")

    assert config.demo_database_url() == "sqlite:////data/demo.sqlite3"


@pytest.mark.parametrize("name", ["plain", "with space", "what?", "100%25", "Данные", "a#b&c=d", "a@b:c"])
def test_a_directory_of_any_name_gives_an_address_that_leads_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADS_DATA_DIR", str(tmp_path / name))

    assert make_url(config.database_url()).database == str(tmp_path / name / "ads.sqlite3")
