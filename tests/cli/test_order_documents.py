"""The documents of `ads order …`, key by key, and the tables for people (CL-3, CL-7)."""

import json

import pytest

from tests.cli.calls import Ads
from tests.services.world import World

ROW_KEYS = """
number version external_number status status_comment resume_on cancel_reasons cancel_comment channel priority service
service_type department organization building premise entrance floor client essence executors controllers approvers
incident duplicate_of created_at created_by updated_at accepted_at accepted_by first_in_progress_at done_at closed_at
closed_by reopened approved approved_at reaction_due_at due_at due_by_hand localization_due_at localized_at visit_from
visit_to sla labels unread_messages has_attachments rating sum paid costs
"""
CARD_KEYS = """
form answers executors_all duplicates approval_stage rating_comment confirmed invoices refund documents
"""
EVENT_KEYS = "id kind field from to comment at recorded_at by source batch incident previous hash"
ROW, EVENT = ROW_KEYS.split(), EVENT_KEYS.split()
CARD = [*ROW, *CARD_KEYS.split()]
CLIENT: dict[str, object] = {
    "code": "petrov",
    "name": "Пётр Петров",
    "phone": "+79161234567",
    "email": None,
    "registered": True,
    "status": "owner",
    "category": None,
    "tags": [],
}


def test_cl_7_a_new_order_with_everything_given(world: World, call: Ads) -> None:
    words = "order create --service lift --building oak1 --premise 1 --client petrov --channel call_out"
    options = ["--form", "cabin=left", "--form", "signs=noise", "--form", "signs=smoke", "--form", "floor=7"]
    more = "--priority high --due 2026-08-25 --visit 2026-08-24T10:00..2026-08-24T12:30 --executor liam"
    document = call("dora", *words.split(), *options, *more.split(), "--external-number", "X-1").document
    number = document["number"]
    assert set(document) == {*CARD, "warnings"}
    told = {key: document[key] for key in document if key != "number"}
    assert told == {
        **dict.fromkeys(CARD[1:]),
        "version": 2,
        "external_number": "X-1",
        "status": "pending",
        "cancel_reasons": [],
        "channel": "call_out",
        "priority": "high",
        "service": {"code": "lift", "name": "Lift stopped"},
        "department": {"code": "lifts", "name": "Lifts"},
        "organization": {"code": "home", "name": "Our home"},
        "building": {"code": "oak1", "name": "Oak street, 1"},
        "premise": {"code": "oak1-1", "name": "1"},
        "entrance": "2",
        "floor": "5",
        "client": CLIENT,
        "essence": "Cabin: the left one · Floor: 7 · Signs: smoke, noise",
        "executors": ["liam"],
        "controllers": [],
        "approvers": [],
        "created_at": "2026-08-20T08:00:00Z",
        "created_by": "dora",
        "updated_at": "2026-08-20T08:00:00Z",
        "reopened": False,
        "approved": False,
        "due_at": "2026-08-25T20:59:59Z",
        "due_by_hand": True,
        "visit_from": "2026-08-24T07:00:00Z",
        "visit_to": "2026-08-24T09:30:00Z",
        "sla": {"reaction": "none", "localization": "none", "execution": "not_started"},
        "labels": [],
        "unread_messages": 0,
        "has_attachments": False,
        "sum": "0.00",
        "paid": "0.00",
        "costs": "0.00",
        "form": {"cabin": "left", "floor": 7, "signs": ["smoke", "noise"]},
        "answers": {},
        "executors_all": ["liam"],
        "duplicates": [],
        "invoices": [],
        "documents": [],
        "warnings": [],
    }
    shown = call("dora", "order", "show", number).document
    assert shown == {key: value for key, value in document.items() if key != "warnings"}
    (row,) = call("dora", "order", "list", "-q", f"number:{number}").document["orders"]
    assert row == {key: shown[key] for key in ROW}


def test_cl_7_the_barest_order_has_all_keys(world: World, call: Ads) -> None:
    document = call("dora", "order", "create", "--service", "wide", "--building", "oak2").document
    assert set(document) == {*CARD, "warnings"}
    empty = "status_comment cancel_comment essence premise entrance floor client department organization due_at"
    assert [document[key] for key in empty.split()] == [None] * 10


def test_cl_7_the_documents_of_changes_are_the_order(world: World, call: Ads) -> None:
    number = world.order("guarded")
    for words in (
        ["order", "assign", number, "ed"],
        ["order", "control", number, "sam"],
        ["order", "edit", number, "--priority", "low"],
        ["order", "status", number, "in_progress"],
        ["order", "show", number, "--open", "--tab", "comments"],
    ):
        document = call("dora", *words).document
        assert set(document) == set(CARD)
        assert document["number"] == number
    assert (document["executors"], document["controllers"], document["priority"]) == (["ed"], ["sam"], "low")
    assert (document["status"], document["accepted_by"]) == ("in_progress", "dora")


def test_cl_7_list_counters_comments_and_unread(world: World, call: Ads) -> None:
    number = world.order("wide", "oak1", "ed")
    made = call("dora", "order", "comment", number, " Ring  twice \n\nthen wait ", "--important").document
    assert made == {
        "id": made["id"],
        "order": number,
        "at": "2026-08-20T08:00:00Z",
        "by": "dora",
        "text": "Ring  twice \n\nthen wait",
        "important": True,
        "mentions": [],
    }
    assert call("olga", "order", "comments", number).document == {"comments": [made]}
    page = call("dora", "order", "list", "--limit", "1").document
    assert page.keys() == {"found", "orders", "next", "read_as", "gone"}
    assert (page["read_as"], page["gone"], len(page["orders"])) == (None, [], 1)
    assert page["orders"][0]["number"] == number
    assert page["orders"][0]["labels"] == ["important"]
    assert call("dora", "order", "counters").document.keys() == {"new", "all", "mine", "incidents"}
    assert call("ed", "order", "unread", number, number).document == {"done": [number], "refused": [], "batch": None}
    assert call("ed", "order", "show", number).document["labels"] == ["important", "unread"]


def test_cl_7_unread_names_each_refused_order_and_exits_1(world: World, call: Ads) -> None:
    mine, other = world.order("wide", "oak1", "ed"), world.order("wide", "oak1", "eve")
    answer = call("ed", "order", "unread", mine, other, 99999, 2**70)
    assert answer.code == 1
    document = json.loads(answer.out)
    assert (document["done"], document["batch"]) == ([mine], None)
    assert [(one["order"], one["code"]) for one in document["refused"]] == [
        (other, "not_found"),
        (99999, "not_found"),
        (2**70, "not_found"),
    ]
    assert all(one["message"] for one in document["refused"])
    answer = call("dora", "order", "unread", mine)
    assert (answer.code, json.loads(answer.out)["refused"][0]["code"]) == (1, "order_state")


def test_cl_7_history_and_its_replay(world: World, call: Ads) -> None:
    number = world.in_status("paused")
    document = call("olga", "order", "history", number).document
    assert document.keys() == {"events"}
    events = document["events"]
    assert all(list(event) == EVENT for event in events)
    assert [event["kind"] for event in events] == ["status", "status", "accepted", "executors", "created"]
    assert [(event["from"], event["to"], event["comment"]) for event in events] == [
        ("in_progress", "paused", "waits"),
        ("pending", "in_progress", None),
        (None, None, None),
        ([], ["ed"], None),
        (None, "pending", None),
    ]
    assert [event["by"] for event in events] == ["admin"] * 3 + ["dora"] * 2
    assert {event["source"] for event in events} == {"employee"}
    before = call("olga", "order", "history", number, "--at", "2026-08-20").document
    assert before == {"at": "2026-08-19T21:00:00Z", "status": None, "events": []}
    at = call("olga", "order", "history", number, "--at", "2026-08-20T08:00:00Z").document
    assert (at["status"], at["events"]) == ("paused", events)


@pytest.mark.parametrize("command", ["status", "assign"])
def test_cl_7_a_dry_run_changes_nothing_and_tells_what_would_be(world: World, call: Ads, command: str) -> None:
    number, words = world.order("single"), {"status": ["in_progress"], "assign": ["ed", "eve"]}[command]
    before, rows = world.card(number), world.rows()
    answer = call("dora", "order", command, number, *words, "--dry-run")
    code = {"status": "executor_required", "assign": "too_many_executors"}[command]
    document = json.loads(answer.out)
    assert (answer.code, document["done"], document["batch"]) == (1, [], None)
    assert [(one["order"], one["code"]) for one in document["refused"]] == [(number, code)]
    fits = {"status": ["cancelled", "--comment", "c"], "assign": ["ed"]}[command]
    assert call("dora", "order", command, number, *fits, "--dry-run").document["done"] == [number]
    assert (
        call("dora", "order", command, number, "nonsense!", "--dry-run").refused
        == {
            "status": (2, "invalid_value", "status"),
            "assign": (3, "not_found", "login"),
        }[command]
    )
    assert (world.card(number), world.rows()) == (before, rows)


def test_cl_14_a_dry_run_of_create_makes_nothing_and_prints_what_would_be(world: World, call: Ads) -> None:
    like = world.order("wide", "oak1", premise="2")
    rows = world.rows()
    words = ["order", "create", "--service", "wide", "--building", "oak1", "--premise", "2"]
    document = call("dora", *words, "--client-name", "New One", "--dry-run").document
    assert (document["number"], document["client"]["name"]) == (None, "New One")
    assert document["warnings"] == [{"code": "order", "order": like, "incident": None}]
    assert world.rows() == rows
    assert call("dora", *words).document["warnings"] == document["warnings"]


def test_cl_3_json_is_accepted_before_and_after_the_command(world: World, call: Ads) -> None:
    number = world.order()
    after = call("dora", "order", "show", number, "--json", json=False)
    assert after.document == call("dora", "order", "show", number).document
    text = call("dora", "order", "comment", number, "--", "--json", json=False)
    assert "--json" in text.out


def test_tables_show_names_and_the_moments_of_the_organization(world: World, call: Ads) -> None:
    phone = ["--client-name", "Mrs [bold]Smith[/]", "--client-phone", "89161112233"]
    made = call("dora", "order", "create", "--service", "wide", "--building", "oak1", *phone, json=False)
    assert made.code == 0
    assert "Pending" in made.out
    assert "8 (916) 111-22-33" in made.out
    assert "Mrs [bold]Smith[/]" in made.out
    assert "2026-08-20 11:00" in made.out
    number = world.in_status("paused")
    history = call("dora", "order", "history", number, json=False)
    assert ("Paused" in history.out, "2026-08-20 11:00" in history.out) == (True, True)
    assert call("admin", "employee", "set", "dima", "zone", "Asia/Vladivostok").code == 0
    assert "2026-08-20 18:00" in call("dima", "order", "show", number, json=False).out
    listed = call("dima", "order", "list", "-q", f"number:{number}", json=False)
    assert ("2026-08-20 18:00" in listed.out, "Found: 1 order" in listed.err) == (True, True)
    assert call("dima", "order", "counters", json=False).code == 0
    assert call("dima", "order", "comments", number, json=False).code == 0


def test_whoever_loses_sight_of_an_order_by_his_change_is_told_what_it_became(world: World, call: Ads) -> None:
    number = world.order("wide", "oak1", "ed")
    assert call("ed", "order", "assign", number, "eve", "--replace").document["executors"] == ["eve"]
    assert call("ed", "order", "show", number).refused == (3, "not_found", "order")


def test_whoever_may_create_but_not_see_is_told_what_he_made(world: World, call: Ads) -> None:
    document = call("rob", "order", "create", "--service", "wide", "--building", "oak1").document
    assert (document["created_by"], document["status"]) == ("rob", "pending")
    assert call("rob", "order", "show", document["number"]).refused == (3, "not_found", "order")
