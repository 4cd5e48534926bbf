"""The nouns by command line: documents, tables, files, refusals (CL-3, CL-4, CL-7, CL-11, CL-16, CL-17)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ads_tui.cli.invocation import prepare
from ads_tui.cli.main import main
from ads_tui.store.work import Store
from tests.housing import furnish

Ads = Callable[..., tuple[int, str, str]]


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
    """Run one command as the administrator and answer its exit code, stdout and stderr."""
    monkeypatch.setenv("ADS_DATABASE_URL", installed_url)
    monkeypatch.setenv("ADS_EMPLOYEE", "admin")

    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(prepare(list(words)))
        while engines:
            engines.pop().dispose()
        out, err = capsys.readouterr()
        return code, out, err

    return run


def document(ads: Ads, *words: str) -> Any:
    code, out, err = ads(*words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def error(ads: Ads, *words: str) -> tuple[int, str, str | None]:
    code, out, err = ads("--json", *words)
    assert out == ""
    refusal = json.loads(err.splitlines()[-1])["error"]
    return code, refusal["code"], refusal["field"]


PLURALS = {
    "organization": "organizations",
    "group": "groups",
    "quarter": "quarters",
    "department": "departments",
    "building": "buildings",
    "premise": "premises",
    "client": "clients",
    "category": "categories",
    "service-type": "service_types",
    "service": "services",
}


@pytest.mark.parametrize("noun", PLURALS)
def test_cl_17_every_noun_is_added_listed_shown_and_set(ads: Ads, noun: str) -> None:
    pairs = []
    if noun == "premise":
        document(ads, "building", "add", "b", "Oak street, 1")
        pairs = ["--set", "building=b"]
    added = document(ads, noun, "add", "one", "First", *pairs)
    assert (added["code"], added["name"]) == ("one", "First")
    assert document(ads, noun, "list") == {PLURALS[noun]: [added]}
    assert document(ads, noun, "list", "-q", "fir") == {PLURALS[noun]: [added]}
    assert document(ads, noun, "list", "-q", "second") == {PLURALS[noun]: []}
    assert document(ads, noun, "set", "one", "name", "Second") == {**added, "name": "Second"}
    assert document(ads, noun, "show", "second") == {**added, "name": "Second"}
    for words in (("list",), ("show", "one")):
        code, out, err = ads(noun, *words)
        assert (code, err) == (0, "")
        assert "one" in out
        assert "Second" in out


def test_cl_17_keys_are_given_with_set(ads: Ads) -> None:
    document(ads, "organization", "add", "uk", "Company", "--set", "phone=8 495 123-45-67", "--set", "vat_included=no")
    code, out, _err = ads("organization", "show", "uk")
    assert code == 0
    assert "8 (495) 123-45-67" in out
    assert document(ads, "organization", "show", "uk")["phone"] == "+74951234567"
    note = "a=b --set c"
    assert (
        document(ads, "building", "add", "b", "B", "--set", f"note={note}", "--set", "organization=uk")["note"] == note
    )


def test_cl_17_a_value_may_begin_with_a_minus(ads: Ads) -> None:
    document(ads, "building", "add", "b", "B")
    document(ads, "premise", "add", "p", "1", "--set", "building=b", "--set", "account=77", "--set", "balance=-1.5")
    assert document(ads, "premise", "set", "p", "balance", "-1250.50")["balance"] == "-1250.50"


def test_cl_16_a_form_is_read_from_its_file(ads: Ads, tmp_path: Path) -> None:
    file = tmp_path / "форма.toml"
    file.write_text('\ufeff[[field]]\nkey = "cabin"\nlabel = "Кабина"\nkind = "text"\n', encoding="utf-8")
    added = document(ads, "service", "add", "lift", "Lift", "--set", f"form={file}")
    assert [field["label"] for field in added["form"]] == ["Кабина"]
    assert "Кабина" in ads("service", "show", "lift")[1]
    assert document(ads, "service", "set", "lift", "form", "none")["form"] == []
    assert document(ads, "service", "set", "lift", "form", str(file)) == added


def test_cl_16_a_form_that_cannot_be_read_is_refused(ads: Ads, tmp_path: Path) -> None:
    document(ads, "service", "add", "lift", "Lift")
    broken, foreign = tmp_path / "broken.toml", tmp_path / "foreign.toml"
    broken.write_text('[[field]]\nkey = "a"\nkind = "text"\nhue = 1\n')
    foreign.write_bytes('[[field]]\nkey = "ключ"'.encode("cp1251"))
    assert error(ads, "service", "set", "lift", "form", str(broken)) == (2, "invalid_value", "field[0].hue")
    assert error(ads, "service", "set", "lift", "form", str(foreign)) == (2, "invalid_value", "form")
    assert error(ads, "service", "set", "lift", "form", str(tmp_path)) == (2, "invalid_value", "form")
    assert error(ads, "service", "set", "lift", "form", str(tmp_path / "missing"))[:2] == (6, "storage")
    assert document(ads, "service", "show", "lift")["form"] == []


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("service", "show", "nothing"), (3, "not_found", "service")),
        (("service-type", "show", "nothing"), (3, "not_found", "service_type")),
        (("service", "set", "lift", "colour", "red"), (2, "invalid_value", "key")),
        (("service", "set", "lift", "max_executors", "9"), (2, "invalid_value", "max_executors")),
        (("service", "set", "lift", "default_executors", "nobody"), (3, "not_found", "default_executors")),
        (("service", "add", "lift", "Lift"), (1, "taken", "code")),
        (("service", "add", "x", "Lift", "--set", "internal"), (2, "usage", "set")),
        (("service", "add", "x", "Lift", "--set", "colour=red"), (2, "invalid_value", "key")),
        (("service", "add", "x"), (2, "usage", None)),
        (("service", "add", "a b", "Lift"), (2, "invalid_value", "code")),
        (("premise", "add", "p", "1"), (2, "field_required", "building")),
        (("status", "add", "x", "X"), (2, "usage", None)),
        (("status", "hide", "pending"), (1, "in_use", "status")),
        (("reason", "hide", "nothing"), (3, "not_found", "reason")),
        (("--as", "nobody", "service", "show", "lift"), (4, "not_signed_in", "login")),
        (("--as", "nobody", "service", "set", "lift", "colour", "red"), (2, "invalid_value", "key")),
    ],
)
def test_cl_4_a_refusal_has_its_code_field_and_exit_code(
    ads: Ads, store: Store, words: tuple[str, ...], refused: tuple[int, str, str | None]
) -> None:
    furnish(store)
    assert error(ads, *words) == refused


def test_cl_11_an_ambiguous_name_is_told_with_its_codes(ads: Ads) -> None:
    for code in ("g2", "g1"):
        document(ads, "group", "add", code, "Twin")
    exit_code, _out, err = ads("--json", "building", "add", "b", "B", "--set", "group=twin")
    told = json.loads(err)["error"]
    assert (exit_code, told["code"], told["field"]) == (2, "ambiguous", "group")
    assert told["details"] == {"choices": ["g1", "g2"]}
    assert "g1, g2" in ads("building", "add", "b", "B", "--set", "group=twin")[2]


def test_cl_7_statuses(ads: Ads) -> None:
    added = document(ads, "status", "add", "on_site", "On site", "--based-on", "in_progress", "--no-load")
    assert added == {
        "code": "on_site",
        "name": "On site",
        "colour": "blue",
        "based_on": "in_progress",
        "pauses_sla": False,
        "in_load": False,
        "hidden": False,
    }
    listed = document(ads, "status", "list")["statuses"]
    assert len(listed) == 11
    assert listed[-1] == added
    assert document(ads, "status", "set", "on_site", "pauses_sla", "yes")["pauses_sla"] is True
    assert document(ads, "status", "hide", "on_site")["hidden"] is True
    assert document(ads, "status", "delete", "on_site") == {"done": ["on_site"]}
    assert "Needs clarification" in ads("status", "list")[1]


def test_cl_7_reasons(ads: Ads) -> None:
    added = document(ads, "reason", "add", "moved", "Moved out")
    assert added == {"code": "moved", "name": "Moved out", "hidden": False}
    assert document(ads, "reason", "hide", "moved") == {**added, "hidden": True}
    assert document(ads, "reason", "list")["reasons"][-1] == {**added, "hidden": True}
    assert "Moved out" in ads("reason", "list")[1]


@pytest.mark.parametrize("words", [("service", "set"), ("service", "add"), ("status", "set")])
def test_help_names_the_keys_and_what_they_take(ads: Ads, words: tuple[str, ...]) -> None:
    code, out, _err = ads(*words, "--help")
    assert code == 0
    for name in ("name", "colour") if words[0] == "status" else ("name", "max_executors 1–4", "form FILE.toml"):
        assert name in out


def test_what_people_wrote_cannot_steer_the_terminal(ads: Ads) -> None:
    document(ads, "building", "add", "b", "[red]Oak[/red] :smile:")
    assert "[red]Oak[/red] :smile:" in ads("building", "list")[1]
    assert error(ads, "building", "add", "c", "Oak\x1b[2J") == (2, "invalid_value", "name")
