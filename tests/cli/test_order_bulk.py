"""Acts on several orders by command line: BK-1 … BK-5, CL-3, CL-7, CL-8, CL-10."""

import json
from typing import Any

import pytest

from tests.cli.calls import Ads, Answer
from tests.services.world import World


def result(answer: Answer) -> dict[str, Any]:
    """The bulk result: exit code 1 exactly where an order was refused."""
    document: dict[str, Any] = json.loads(answer.out)
    assert answer.err == ""
    assert document.keys() == {"done", "refused", "batch"}
    assert all(one.keys() == {"order", "code", "message"} and one["message"] for one in document["refused"])
    assert answer.code == (1 if document["refused"] else 0)
    return document


def codes(document: dict[str, Any]) -> dict[int, str]:
    return {one["order"]: one["code"] for one in document["refused"]}


def test_bk_2_status_of_several_and_bk_5_undo(world: World, call: Ads) -> None:
    working, pending, also = world.in_status("in_progress"), world.order(), world.in_status("in_progress")
    told = result(call("dora", "order", "status", working, pending, also, "done", "--comment", "all well"))
    assert (told["done"], codes(told)) == ([working, also], {pending: "transition_not_allowed"})
    assert isinstance(told["batch"], int)
    newest = call("dora", "order", "history", working).document["events"][0]
    assert (newest["kind"], newest["source"], newest["batch"]) == ("status", "bulk", told["batch"])
    assert newest["comment"] == "all well"
    undone = result(call("dora", "order", "undo", told["batch"]))
    assert undone == {"done": [working, also], "refused": [], "batch": told["batch"]}
    newest = call("dora", "order", "history", working).document["events"][0]
    assert {key: newest[key] for key in ("kind", "field", "from", "to", "source", "batch", "by")} == {
        "kind": "undone",
        "field": None,
        "from": "done",
        "to": "in_progress",
        "source": "undo",
        "batch": told["batch"],
        "by": "dora",
    }
    assert call("dora", "order", "undo", told["batch"]).refused == (1, "order_state", "batch")
    at = call("dora", "order", "history", working, "--at", "2026-08-20T08:00:00Z").document
    assert (at["status"], at["events"][0]["kind"]) == ("in_progress", "undone")


def test_cl_7_nothing_refused_exits_0(world: World, call: Ads) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    told = call("sam", "order", "status", *numbers, "paused", "--comment", "c", "--resume-on", "2026-09-01").document
    assert (told["done"], told["refused"]) == (numbers, [])
    assert call("sam", "order", "show", numbers[1]).document["resume_on"] == "2026-09-01"


def test_cl_10_one_number_however_often_given_is_not_bulk(world: World, call: Ads) -> None:
    number = world.in_status("in_progress")
    assert call("sam", "order", "status", number, number, "done").document["number"] == number
    number = world.order()
    assert call("sam", "order", "assign", number, "ed", number).document["executors"] == ["ed"]
    assert call("sam", "order", "history", number).document["events"][0]["batch"] is None


def test_bk_3_executors_of_several(world: World, call: Ads) -> None:
    free, single, lifts = world.order(), world.order("single", "oak1", "ed"), world.order("lift")
    told = result(call("dora", "order", "assign", free, single, "eve", lifts))
    assert (told["done"], codes(told)) == ([free], {single: "too_many_executors", lifts: "wrong_department"})
    told = result(call("dora", "order", "assign", free, single, "ed", "--replace"))
    assert (told["done"], told["refused"]) == ([free, single], [])
    assert call("dora", "order", "show", free).document["executors"] == ["ed"]
    newest = call("dora", "order", "history", free).document["events"][0]
    assert (newest["from"], newest["to"], newest["source"]) == (["eve"], ["ed"], "bulk")
    assert result(call("dora", "order", "undo", told["batch"]))["done"] == [free]
    assert call("dora", "order", "show", free).document["executors"] == ["eve"]
    newest = call("dora", "order", "history", free).document["events"][0]
    assert (newest["kind"], newest["field"], newest["from"], newest["to"]) == ("undone", None, ["ed"], ["eve"])
    told = result(call("dora", "order", "assign", free, single, "eve", "ed", "--remove"))
    assert told["done"] == [free, single]


def test_bk_5_a_preview_changes_nothing(world: World, call: Ads) -> None:
    working, pending = world.in_status("in_progress"), world.order()
    rows = world.rows()
    told = result(call("sam", "order", "status", working, pending, 9_999, "done", "--comment", "c", "--dry-run"))
    assert (told["done"], told["batch"]) == ([working], None)
    assert codes(told) == {pending: "transition_not_allowed", 9_999: "not_found"}
    told = result(call("sam", "order", "assign", working, pending, "eve", "--dry-run"))
    assert told == {"done": [working, pending], "refused": [], "batch": None}
    assert (world.rows(), call("sam", "order", "show", working).document["status"]) == (rows, "in_progress")
    one = result(call("sam", "order", "status", pending, "done", "--dry-run"))
    assert (one["done"], one["batch"], codes(one)) == ([], None, {pending: "transition_not_allowed"})


def test_bk_4_own_orders_unread(world: World, call: Ads) -> None:
    mine, other = world.order("wide", "oak1", "ed"), world.order("wide", "oak1", "eve", "ed")
    world.assign(other, "ed", mode="remove")
    told = result(call("ed", "order", "unread", other, mine, mine))
    assert (told["done"], codes(told), told["batch"]) == ([mine], {other: "not_found"}, None)


HUNDRED_AND_ONE = [str(number) for number in range(50_000, 50_101)]
REFUSED: tuple[tuple[str | None, list[str], tuple[int, str, str | None]], ...] = (
    ("dora", ["status", *HUNDRED_AND_ONE, "done", "--comment", "c"], (1, "too_many_selected", None)),
    ("dora", ["status", *HUNDRED_AND_ONE, "done", "--comment", "c", "--dry-run"], (1, "too_many_selected", None)),
    ("dora", ["status", *HUNDRED_AND_ONE, "done"], (1, "too_many_selected", None)),
    ("dora", ["status", *HUNDRED_AND_ONE, "nonsense"], (2, "invalid_value", "status")),
    ("dora", ["assign", *HUNDRED_AND_ONE, "ed"], (1, "too_many_selected", None)),
    ("olga", ["assign", *HUNDRED_AND_ONE, "ed"], (4, "forbidden", None)),
    ("olga", ["assign", *HUNDRED_AND_ONE, "nobody.here"], (3, "not_found", "login")),
    ("dora", ["unread", *HUNDRED_AND_ONE], (1, "too_many_selected", None)),
    (None, ["status", *HUNDRED_AND_ONE, "done"], (4, "not_signed_in", "login")),
    (None, ["status", "1", "2", "nonsense"], (2, "invalid_value", "status")),
    ("dora", ["status", "1", "2", "done"], (1, "comment_required", "comment")),
    ("dora", ["status", "1", "2", "done", "--comment", " "], (1, "comment_required", "comment")),
    ("dora", ["status", "1", "2", "paused", "--resume-on", "2020-01-01"], (1, "comment_required", "comment")),
    ("dora", ["status", "1", "2", "done", "--comment", "c", "--version", "3"], (2, "usage", "version")),
    ("dora", ["assign", "1", "2", "ed", "--version", "3"], (2, "usage", "version")),
    ("dora", ["assign", "1", "2", "ed", "--add", "--replace"], (2, "usage", None)),
    ("dora", ["assign", "1", "2"], (2, "usage", None)),
    ("dora", ["status", "1", "2"], (2, "usage", None)),
    ("dora", ["status", "1", "2", "done", "paused"], (2, "usage", None)),
    ("dora", ["control", "1", "2", "sam"], (2, "usage", None)),
    ("dora", ["undo", "0"], (2, "usage", None)),
    ("dora", ["undo", "nonsense"], (2, "usage", None)),
    ("dora", ["undo", "9" * 30], (3, "not_found", "batch")),
    ("dora", ["undo", "70000"], (3, "not_found", "batch")),
    (None, ["undo", "70000"], (4, "not_signed_in", "login")),
)


@pytest.mark.parametrize(("by", "words", "refused"), REFUSED, ids=lambda value: str(value)[-40:])
def test_cl_8_refused_as_a_whole(
    world: World, call: Ads, by: str | None, words: list[str], refused: tuple[int, str, str | None]
) -> None:
    rows = world.rows()
    answer = call(by, "order", *words)
    assert answer.code == refused[0]
    assert answer.error["code"] == refused[1]
    if refused[2] is not None:
        assert answer.error["field"] == refused[2]
    assert world.rows() == rows


def test_ro_2_another_undoes_with_manage_any_only(world: World, call: Ads) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    batch = result(call("dora", "order", "status", *numbers, "done", "--comment", "c"))["batch"]
    assert call("dima", "order", "undo", batch).refused == (4, "forbidden", None)
    assert result(call("sam", "order", "undo", batch))["done"] == numbers


def test_cl_3_people_are_told_in_words(world: World, call: Ads) -> None:
    working, pending = world.in_status("in_progress"), world.order()
    words = ["order", "status", str(working), str(pending), "done", "--comment", "c"]
    trial = call("sam", *words, "--dry-run", json=False)
    assert (trial.code, "Would be changed" in trial.out, f"{pending}: From pending" in trial.out) == (1, True, True)
    assert "1 order would be changed" in trial.out + trial.err
    done = call("sam", *words, json=False)
    assert (done.code, "Batch " in done.out + done.err) == (1, True)
    history = call("sam", "order", "history", working, json=False)
    assert "Done" in history.out
