"""`ads employee`, `role`, `setting` and `audit` by command line (CL-3, CL-4, CL-7, CL-17)."""

import io
import json
import sys

import pytest

from ads_tui.domain.rights import RIGHTS, SECTIONS
from ads_tui.domain.settings import SETTINGS
from ads_tui.services.accounts import check_password
from ads_tui.services.blocking import block
from ads_tui.store.work import Store
from tests import housing
from tests.cli.calls import Ads, runner

EMPLOYEE_KEYS = [
    *("login", "name", "position", "department", "role", "phone", "email", "extension", "lang", "zone"),
    *("buildings", "groups", "quarters", "os_user", "urls", "blocked", "keys"),
]


@pytest.fixture
def ads(store: Store, installed_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ads:
    """Run one command on a furnished database."""
    housing.furnish(store)
    return runner(installed_url, monkeypatch, capsys, "2026-08-20T08:00:00Z")


# What does not touch the database needs one kind of it.
ON_SQLITE = pytest.mark.parametrize("installed_url", ["sqlite"], indirect=True)


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_cl_7_an_employee_is_added_listed_shown_set_and_blocked(ads: Ads) -> None:
    added = ads(
        "admin", "employee", "add", "anna", "Анна", "--set", "role=executor", "--set", "quarters=north"
    ).document
    assert list(added) == EMPLOYEE_KEYS
    assert (added["login"], added["quarters"], added["blocked"]) == ("anna", ["north"], False)
    assert ads("admin", "employee", "show", "anna").document == added
    assert ads("admin", "employee", "set", "anna", "position", "Слесарь").document == {**added, "position": "Слесарь"}
    listed = ads("admin", "employee", "list").document
    assert [one["login"] for one in listed["employees"]] == ["admin", "anna"]
    blocked = ads("admin", "employee", "block", "anna").document
    assert list(blocked) == [*EMPLOYEE_KEYS, "replaced", "refused"]
    assert (blocked["blocked"], blocked["replaced"], blocked["refused"]) == (True, [], [])
    assert ads("admin", "employee", "unblock", "anna").document["blocked"] is False


def test_em_2_blocking_asks_for_a_replacement_and_names_the_orders(ads: Ads, store: Store) -> None:
    housing.add_employee(store, "anna", department="lifts")
    housing.add_employee(store, "boris", department="water")
    lift = ("--service", "lift", "--building", "oak1")
    number = ads("admin", "order", "create", *lift, "--executor", "anna").document["number"]
    refused = ads("admin", "employee", "block", "anna")
    assert refused.refused == (1, "replacement_required", "replace_with")
    assert refused.error["details"] == {"logins": ["anna"], "orders": [number]}
    blocked = ads("admin", "employee", "block", "anna", "--replace-with", "boris").document
    assert [(one["order"], one["code"]) for one in blocked["refused"]] == [(number, "wrong_department")]
    assert set(blocked["refused"][0]) == {"order", "code", "message"}


def test_pe_2_load_prints_logins_counts_and_levels(ads: Ads, store: Store) -> None:
    housing.add_employee(store, "anna", department="lifts")
    order = ads("admin", "order", "create", "--service", "lift", "--building", "oak1", "--executor", "anna").document
    assert ads("admin", "employee", "load").document == {
        "employees": [
            {"login": "admin", "name": "Administrator", "open": 0, "level": "green"},
            {"login": "anna", "name": "Anna", "open": 1, "level": "green"},
        ]
    }
    offered = ads("admin", "employee", "load", "--order", order["number"]).document
    assert [one["login"] for one in offered["employees"]] == ["anna"]
    assert ads("admin", "employee", "load", "--order", 99).refused == (3, "not_found", "order")


def test_au_1_a_password_is_read_from_stdin_and_never_shown(
    ads: Ads, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, "очень тайно\n".encode())
    answer = ads("admin", "employee", "password", "admin")
    assert answer.document["login"] == "admin"
    assert "тайно" not in answer.out
    assert check_password(store, "admin", "очень тайно").actor is not None
    log = ads("admin", "audit").document
    assert "тайно" not in json.dumps(log, ensure_ascii=False)
    assert "argon2" not in json.dumps(log)


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", (2, "field_required", "password")),
        (b"\n", (2, "field_required", "password")),
        (b"short\n", (2, "invalid_value", "password")),
        (b"x" * 50_000, (2, "invalid_value", "password")),
    ],
)
def test_cl_8_a_bad_password_is_refused(
    ads: Ads, monkeypatch: pytest.MonkeyPatch, content: bytes, refused: tuple[int, str, str]
) -> None:
    stdin(monkeypatch, content)
    assert ads("admin", "employee", "password", "admin").refused == refused


@ON_SQLITE
@pytest.mark.parametrize(
    ("by", "words", "refused"),
    [
        ("admin", ["employee", "add", "anna", "Anna"], (2, "field_required", "role")),
        ("admin", ["employee", "add", "ANNA", "Anna", "--set", "role=executor"], (2, "invalid_value", "login")),
        ("admin", ["employee", "add", "admin", "Anna", "--set", "role=executor"], (1, "taken", "login")),
        ("admin", ["employee", "add", "anna", "Anna", "--set", "role"], (2, "usage", "set")),
        ("admin", ["employee", "show", "nobody"], (3, "not_found", "login")),
        ("admin", ["employee", "set", "admin", "role", "observer"], (1, "in_use", None)),
        ("admin", ["employee", "set", "admin", "age", "7"], (2, "invalid_value", "key")),
        ("admin", ["employee", "block", "admin"], (1, "in_use", None)),
        ("dora", ["employee", "list"], (4, "forbidden", None)),
        ("dora", ["employee", "set", "admin", "name", "X"], (4, "forbidden", None)),
        ("dora", ["role", "list"], (4, "forbidden", None)),
        ("dora", ["role", "grant", "dispatcher", "admin"], (4, "forbidden", None)),
        ("dora", ["setting", "list"], (4, "forbidden", None)),
        ("dora", ["audit"], (4, "forbidden", None)),
        (None, ["employee", "list"], (4, "not_signed_in", "login")),
        (None, ["role", "grant", "dispatcher", "fly"], (2, "invalid_value", "right")),
        ("admin", ["role", "show", "nobody"], (3, "not_found", "role")),
        ("admin", ["role", "add", "observer", "Again"], (1, "taken", "code")),
        ("admin", ["role", "revoke", "administrator", "admin"], (1, "in_use", "right")),
        ("admin", ["role", "sections", "observer", "attic"], (2, "invalid_value", "section")),
        ("admin", ["role", "services", "observer", "flying"], (3, "not_found", "service")),
        ("admin", ["role", "services", "observer"], (2, "usage", None)),
        ("admin", ["setting", "get", "no.such"], (2, "invalid_value", "key")),
        ("admin", ["setting", "set", "lock.minutes", "-5"], (2, "invalid_value", "lock.minutes")),
        ("admin", ["audit", "--from", "yesterday"], (2, "invalid_value", "from")),
        ("admin", ["audit", "--employee", "nobody"], (3, "not_found", "employee")),
    ],
)
def test_cl_8_refusals_have_code_field_and_exit_code(
    ads: Ads, store: Store, by: str | None, words: list[str], refused: tuple[int, str, str | None]
) -> None:
    housing.add_employee(store, "dora", "dispatcher")
    assert ads(by, *words).refused == refused


def test_ro_2_ones_own_language_needs_no_right(ads: Ads, store: Store) -> None:
    housing.add_employee(store, "dora", "observer")
    assert ads("dora", "employee", "set", "dora", "lang", "ru").document["lang"] == "ru"


def test_em_1_a_blocked_employee_is_not_signed_in(ads: Ads, store: Store) -> None:
    dora = housing.add_employee(store, "dora", "administrator")
    store.perform(dora, lambda work: block(work, "admin"))
    assert ads("admin", "employee", "list").refused == (4, "not_signed_in", "login")


def test_cl_7_roles_are_added_granted_revoked_and_limited(ads: Ads) -> None:
    fresh = ads("admin", "role", "add", "night", "Night").document
    assert fresh == {
        "code": "night",
        "name": "Night",
        "rights": [],
        "sections": [],
        "services": "all",
        "notify": fresh["notify"],
    }
    assert fresh["notify"]["executor_assigned"] == ["console", "email", "other"]
    assert "executor_assigned: console, email, other " in ads("admin", "role", "show", "night", json=False).out
    granted = ads("admin", "role", "grant", "night", "orders.view_all", "comments.add").document
    assert granted == {**fresh, "rights": ["orders.view_all", "comments.add"]}
    assert ads("admin", "role", "revoke", "night", "comments.add").document["rights"] == ["orders.view_all"]
    assert ads("admin", "role", "sections", "night", "orders", "reports").document["sections"] == ["orders", "reports"]
    assert ads("admin", "role", "services", "night", "lift").document["services"] == ["lift"]
    assert ads("admin", "role", "show", "Night").document["services"] == ["lift"]
    listed = ads("admin", "role", "list").document["roles"]
    assert [role["code"] for role in listed][:1] == ["administrator"]
    assert (listed[0]["rights"], listed[0]["sections"]) == (list(RIGHTS), list(SECTIONS))


def test_cl_7_settings_are_listed_shown_and_set(ads: Ads) -> None:
    listed = ads("admin", "setting", "list").document["settings"]
    assert [one["key"] for one in listed] == list(SETTINGS)
    assert all(set(one) == {"key", "type", "default", "value", "meaning"} for one in listed)
    changed = ads("admin", "setting", "set", "resume_on.required", "yes").document
    assert (changed["key"], changed["default"], changed["value"]) == ("resume_on.required", False, True)
    assert ads("admin", "setting", "get", "resume_on.required").document == changed


def test_au_3_the_audit_log_is_newest_first_and_can_be_cut(ads: Ads, monkeypatch: pytest.MonkeyPatch) -> None:
    ads("admin", "setting", "set", "lock.minutes", "20")
    monkeypatch.setenv("ADS_NOW", "2026-08-21T08:00:00Z")
    ads("admin", "role", "grant", "observer", "orders.create")
    ours = [one for one in ads("admin", "audit", "--employee", "admin").document["entries"] if one["by"] == "admin"]
    assert ours == [
        {
            "at": "2026-08-21T08:00:00Z",
            "by": "admin",
            "what": "role",
            "key": "observer",
            "from": {"rights": ["orders.view_all", "reports.view"]},
            "to": {"rights": ["orders.view_all", "orders.create", "reports.view"]},
        },
        {"at": "2026-08-20T08:00:00Z", "by": "admin", "what": "setting", "key": "lock.minutes", "from": 15, "to": 20},
    ]
    first = ads("admin", "audit", "--to", "2026-08-20", "--employee", "admin").document["entries"]
    assert [one["what"] for one in first] == ["setting"]
    second = ads("admin", "audit", "--from", "2026-08-21", "--employee", "admin").document["entries"]
    assert [one["what"] for one in second] == ["role"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["employee", "list"], "Administrator"),
        (["employee", "show", "admin"], "administrator"),
        (["employee", "load"], "green"),
        (["role", "list"], "dispatcher"),
        (["role", "show", "observer"], "reports.view"),
        (["setting", "list"], "organization.zone"),
        (["setting", "get", "organization.zone"], "Europe/Moscow"),
        (["audit"], "building"),
    ],
)
def test_cl_3_people_get_tables(ads: Ads, words: list[str], shown: str) -> None:
    answer = ads("admin", *words, json=False)
    assert (answer.code, answer.err) == (0, "")
    assert shown in answer.out
    assert not answer.out.startswith("{")


@ON_SQLITE
def test_help_of_set_lists_the_keys(ads: Ads) -> None:
    assert "quarters CODE" in ads("admin", "employee", "set", "--help").out
    assert "orders.manage_any" in ads("admin", "role", "grant", "--help").out
