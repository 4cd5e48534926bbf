"""`ads demo` by command line (CL-1, CL-7, CL-15)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ads_tui import i18n
from ads_tui.cli.invocation import prepare
from ads_tui.cli.main import main
from ads_tui.clock import Clock
from ads_tui.domain.actors import SYSTEM
from ads_tui.services.installation import install
from ads_tui.store.engine import make_engine
from ads_tui.store.migrate import upgrade
from ads_tui.store.work import Store

Ads = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ads(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Ads]:
    """Run one command of a user whose data directory is empty, and answer its exit code, stdout and stderr."""
    monkeypatch.setenv("ADS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ADS_NOW", "2026-08-20T08:00:00")
    engines: list[Engine] = []

    def remember(connection: sa.Connection) -> None:
        engines.append(connection.engine)

    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(prepare(list(words)))
        while engines:
            engines.pop().dispose()
        out, err = capsys.readouterr()
        return code, out, err

    sa.event.listen(Engine, "engine_connect", remember)
    yield run
    sa.event.remove(Engine, "engine_connect", remember)
    i18n.activate("en")


def test_cl_15_it_makes_a_file_of_its_own_that_can_be_worked_with(ads: Ads, tmp_path: Path) -> None:
    code, out, err = ads("demo", "--orders", "30", "--no-tui", "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert set(document) == {"database", "orders", "logins"}
    assert document["orders"] == 30
    assert document["database"] == f"sqlite:///{tmp_path}/data/demo.sqlite3"
    assert document["logins"][0] == {"login": "admin", "role": "administrator", "password": "admin-demo"}
    assert len(document["logins"]) == 20
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["demo.sqlite3"]
    code, out, _err = ads("--db", document["database"], "--json", "order", "list")
    assert (code, json.loads(out)["found"]) == (0, 30)


def test_cl_15_it_prints_logins_and_new_orders_in_the_language_asked_for(ads: Ads, tmp_path: Path) -> None:
    code, out, err = ads("--lang", "ru", "--db", f"sqlite:///{tmp_path}/mine.sqlite3", "demo", "--orders", "12")
    assert code == 0
    assert "dispatcher-demo" in out
    assert "Услуга" in out
    assert any(line.lstrip().startswith("12 ") for line in out.splitlines())
    assert f"sqlite:///{tmp_path}/mine.sqlite3" in err
    assert not (tmp_path / "data").exists()


def test_cl_15_real_data_is_not_replaced(ads: Ads, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/real.sqlite3"
    upgrade(url)
    store = Store(make_engine(url), Clock())
    store.perform(SYSTEM, lambda work: install(work, admin_login="boss", os_user=None))
    store.engine.dispose()
    code, out, err = ads("--db", url, "--json", "demo", "--orders", "5")
    assert (code, out) == (5, "")
    error = json.loads(err)["error"]
    assert (error["code"], error["field"]) == ("conflict", "db")


@pytest.mark.parametrize("words", [("--orders", "-1"), ("--orders", "many"), ("--seed", "x"), ("--orders", "10000001")])
def test_cl_8_what_is_no_number_of_orders_is_usage(ads: Ads, tmp_path: Path, words: tuple[str, str]) -> None:
    code, out, err = ads("demo", *words, "--json")
    assert (code, out) == (2, "")
    assert json.loads(err)["error"]["code"] == "usage"
    assert not (tmp_path / "data").exists()
