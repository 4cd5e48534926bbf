"""`ads notification`, `ads role notify`, `ads employee notify`, `--notify`, `ads shift` (NT-1 … NT-8, CL-7, CL-10)."""

import json
from typing import Any

import pytest

from ads_tui.services.notifications.delivering import deliver
from tests.cli.calls import Ads, runner
from tests.services.world import World

# The library of notifications imports what Python has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")

KEYS = {"id", "kind", "order", "incident", "at", "text", "read", "failed"}


def told(call: Ads, login: str, number: int, *options: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = call(login, "notification", "list", *options).document["notifications"]
    assert all(entry.keys() == KEYS for entry in entries)
    return [entry for entry in entries if entry["order"] == number]


def test_nt_4_what_one_was_told_is_listed_and_read(world: World, call: Ads) -> None:
    number = world.order("wide", "oak1", "eve")
    world.status(number, "in_progress", by="sam")
    entries = told(call, "eve", number)
    assert [(entry["kind"], entry["text"], entry["at"], entry["read"]) for entry in entries] == [
        ("status_changed", "Status changed · Pending → In progress · Cleaning · Oak street, 1", NOW, False),
        ("executor_assigned", "You are made executor · Cleaning · Oak street, 1", NOW, False),
    ]
    first = entries[0]["id"]
    assert call("eve", "notification", "read", first).document == {"done": [first]}
    assert [entry["id"] for entry in told(call, "eve", number, "--unread")] == [entries[1]["id"]]
    assert call("ed", "notification", "read", first).refused == (3, "not_found", "id")
    assert call("eve", "notification", "list", "--failed").refused == (4, "forbidden", None)
    assert call("admin", "notification", "list", "--failed").document == {"notifications": []}
    assert call(None, "notification", "list").refused == (4, "not_signed_in", "login")
    call("admin", "employee", "set", "eve", "urls", "json://127.0.0.1:1/closed")
    assert deliver(world.store).failed == 1
    problems = json.loads(call("admin", "doctor").out)["problems"]
    waiting = (
        "1 notification could not be sent and waits to be tried again; the last error: the service did not take it"
    )
    assert [one["message"] for one in problems if one["check"] == "notifications"] == [waiting]


NOW = "2026-08-20T08:00:00Z"


def test_cl_10_one_orders_executors_are_told_by_themselves_those_of_many_when_asked(world: World, call: Ads) -> None:
    numbers = [world.order("wide", "oak1", "eve") for _ in range(4)]
    call("sam", "order", "status", numbers[0], "in_progress")
    call("sam", "order", "status", numbers[1], "in_progress", "--no-notify")
    call("sam", "order", "status", numbers[2], numbers[3], "in_progress")
    kinds = [[entry["kind"] for entry in told(call, "eve", number)] for number in numbers]
    assert kinds == [["status_changed", "executor_assigned"], *[["executor_assigned"]] * 3]
    call("sam", "order", "assign", numbers[2], numbers[3], "ed", "--notify")
    assert [len(told(call, "ed", number)) for number in numbers] == [0, 0, 1, 1]


def test_nt_1_the_matrix_of_a_role_and_ones_own(world: World, call: Ads) -> None:
    before = call("admin", "role", "show", "observer").document["notify"]
    assert before["mentioned"] == ["console"]
    after = call("admin", "role", "notify", "observer", "comment", "email", "on").document["notify"]
    assert after == {**before, "comment": ["email"]}
    call("admin", "role", "notify", "observer", "comment", "email", "off")
    number = world.order("wide", "oak1", "ed")
    assert call("ed", "employee", "notify", "ed", "executor_assigned", "console", "off").document["login"] == "ed"
    assert told(call, "ed", number) == []
    call("ed", "employee", "notify", "ed", "executor_assigned", "console", "role")
    assert len(told(call, "ed", number)) == 1
    entry = call("admin", "audit").document["entries"][0]
    assert (entry["what"], entry["key"], entry["to"]) == ("employee", "ed", {"executor_assigned console": None})
    assert call("ed", "employee", "notify", "eve", "comment", "console", "off").refused == (4, "forbidden", None)
    assert call("ed", "employee", "notify", "ed", "gossip", "console", "off").refused == (2, "invalid_value", "kind")
    assert call("ed", "role", "notify", "executor", "comment", "console", "off").refused == (4, "forbidden", None)


def test_cl_17_the_mail_servers_address_is_a_secret(world: World, call: Ads) -> None:
    shown = call("admin", "setting", "set", "smtp.url", "smtps://us:pass@mail.example:465").document
    assert shown["value"] == "***"
    assert call("admin", "setting", "set", "smtp.url", "none").document["value"] == ""
    refused = call("admin", "setting", "set", "smtp.url", "mail.example:pass")
    assert refused.refused == (2, "invalid_value", "smtp.url") and "pass" not in refused.err
    for url in ("sms://gate", "bogus://{phone}"):
        assert call("admin", "setting", "set", "sms.url", url).refused == (2, "invalid_value", "sms.url")
    assert call("admin", "setting", "set", "mail.from", "nobody").refused == (2, "invalid_value", "mail.from")


def test_nt_7_shifts_are_added_listed_and_deleted(world: World, call: Ads) -> None:
    night = call("admin", "shift", "add", "ed", "2026-08-20", "20:00", "08:00").document
    assert night == {
        "id": night["id"],
        "login": "ed",
        "department": None,
        "from": "2026-08-20T17:00:00Z",
        "to": "2026-08-21T05:00:00Z",
        "days": None,
    }
    week = call("admin", "shift", "pattern", "pipes", "mon-fri", "08:00", "20:00").document
    assert week == {
        "id": week["id"],
        "login": None,
        "department": "pipes",
        "from": "08:00",
        "to": "20:00",
        "days": "mon-fri",
    }
    assert [one["id"] for one in call("sam", "shift", "list").document["shifts"]] == [week["id"], night["id"]]
    shown = call("sam", "shift", "list", json=False).out
    assert all(text in shown for text in ("2026-08-20 20:00", "2026-08-21 08:00", "Begins", "mon-fri"))
    holding = call("sam", "shift", "list", "--at", "2026-08-21T01:00").document["shifts"]
    assert [one["id"] for one in holding] == [night["id"]]
    assert call("sam", "shift", "delete", night["id"]).refused == (4, "forbidden", None)
    assert call("dora", "shift", "list").refused == (4, "forbidden", None)
    for shift in (night, week):
        assert call("admin", "shift", "delete", shift["id"]).document == {"done": [shift["id"]]}
    assert call("admin", "shift", "delete", night["id"]).refused == (3, "not_found", "id")
    assert call("admin", "shift", "list").document == {"shifts": []}


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("add", "nemo", "2026-08-20", "08:00", "20:00"), (3, "not_found", "login")),
        (("add", "ed", "20 August", "08:00", "20:00"), (2, "invalid_value", "date")),
        (("add", "ed", "2026-08-20", "8 o'clock", "20:00"), (2, "invalid_value", "from")),
        (("add", "ed", "2026-08-20", "08:00", "25:00"), (2, "invalid_value", "to")),
        (("add", "ed", "2026-08-20", "24:00", "08:00"), (2, "invalid_value", "from")),
        (("pattern", "nowhere", "mon", "08:00", "20:00"), (3, "not_found", "department")),
        (("pattern", "pipes", "someday", "08:00", "20:00"), (2, "invalid_value", "days")),
    ],
)
def test_nt_7_bad_shifts_are_refused(call: Ads, words: tuple[str, ...], refusal: tuple[int, str, str]) -> None:
    assert call("admin", "shift", *words).refused == refusal


def test_nt_8_a_shift_hands_over_what_is_open_promised_due_waiting_and_changed(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    early = runner(world.url, monkeypatch, capsys, "2026-08-19T08:00:00Z")
    left = early("dora", "order", "create", "--service", "wide", "--building", "oak1", "--client-name", "N").document
    call = runner(world.url, monkeypatch, capsys, NOW)
    due = world.order(due="2026-08-20T21:00:00+03:00")
    later = world.order(due="2026-08-29T21:00:00+03:00")
    waiting, done = world.order("routed"), world.in_status("done")
    mine = {left["number"], due, later, waiting, done}
    call("admin", "shift", "pattern", "pipes", "mon-sun", "08:00", "20:00")
    shift = call("admin", "shift", "pattern", "pipes", "mon-sun", "20:00", "08:00").document
    call("admin", "employee", "set", "sam", "department", "pipes")
    found = {name: mine.intersection(numbers) for name, numbers in call("sam", "shift", "digest").document.items()}
    assert found == {
        "open": mine - {done},
        "promised": {due, later},
        "due": {due},
        "waiting": {waiting},
        "changed": mine - {left["number"]},
    }
    assert call("dora", "shift", "digest").refused == (4, "forbidden", None)
    call("admin", "employee", "set", "sam", "department", "none")
    for number in (shift["id"], shift["id"] - 1):
        call("admin", "shift", "delete", number)
