"""Every row of ST-2 by command line, allowed and refused, on both databases."""

import pytest

from ads_tui.domain.statuses import BASES
from tests.cli.calls import Ads
from tests.services.world import World

# The table of ST-2, as it stands in the rules: a status, the service whose order it is, and where it leads.
LEADS_TO = (
    ("pending", "wide", "in_progress cancelled cancelled_by_client"),
    ("in_progress", "wide", "done paused cancelled cancelled_by_client"),
    ("in_progress", "guarded", "quality_control paused cancelled cancelled_by_client"),
    ("paused", "wide", "in_progress"),
    ("quality_control", "guarded", "done in_progress cancelled cancelled_by_client"),
    ("done", "wide", "reopened"),
    ("reopened", "wide", "in_progress cancelled cancelled_by_client"),
    ("approval", "routed", "cancelled cancelled_by_client"),
    ("clarification", "routed", "approval cancelled cancelled_by_client"),
    ("cancelled", "wide", ""),
    ("cancelled_by_client", "wide", ""),
)
# What a status asks for beside itself, so that nothing but ST-2 can refuse it.
ASKS_FOR = {
    "paused": ["--comment", "waits for parts"],
    "cancelled": ["--comment", "no need"],
    "cancelled_by_client": ["--reason", "mistake"],
}
ALLOWED = [(start, service, target) for start, service, targets in LEADS_TO for target in targets.split()]
REFUSED = [
    (start, service, [target for target in BASES if target not in targets.split()])
    for start, service, targets in LEADS_TO
]


@pytest.mark.parametrize(("start", "service", "target"), ALLOWED)
def test_st_2_allowed(world: World, call: Ads, start: str, service: str, target: str) -> None:
    number = world.in_status(start, service)
    comment = ["--comment", "again"] if start == "quality_control" else []
    words = ASKS_FOR.get(target, comment)
    document = call("admin", "order", "status", number, target, *words).document
    assert (document["number"], document["status"]) == (number, target)
    newest = call("admin", "order", "history", number).document["events"][0]
    assert (newest["kind"], newest["from"], newest["to"], newest["by"]) == ("status", start, target, "admin")
    assert newest["comment"] == (words[1] if "--comment" in words else None)


@pytest.mark.parametrize(("start", "service", "targets"), REFUSED, ids=lambda value: str(value)[:20])
def test_st_2_refused(world: World, call: Ads, start: str, service: str, targets: list[str]) -> None:
    number = world.in_status(start, service)
    before = world.card(number)
    for target in targets:
        words = [] if target == start else ASKS_FOR.get(target, [])
        answer = call("admin", "order", "status", number, target, *words)
        assert answer.refused == (1, "transition_not_allowed", "status"), target
    assert world.card(number) == before


@pytest.mark.parametrize(
    ("start", "target", "code"),
    [
        ("pending", "parts", None),
        ("in_progress", "parts", None),
        ("parts", "in_progress", None),
        ("parts", "done", None),
        ("parts", "later", None),
        ("paused", "later", None),
        ("later", "paused", None),
        ("later", "parts", None),
        ("later", "done", "transition_not_allowed"),
        ("parts", "reopened", "transition_not_allowed"),
        ("parts", "parts", "transition_not_allowed"),
        ("done", "parts", "transition_not_allowed"),
    ],
)
def test_st_12_a_custom_status_leads_where_its_base_does(
    world: World, call: Ads, start: str, target: str, code: str | None
) -> None:
    number = world.in_status(start)
    words = ["--comment", "waits"] if target in ("later", "paused") else []
    answer = call("admin", "order", "status", number, target, *words)
    if code is None:
        assert answer.document["status"] == target
    else:
        assert answer.refused == (1, code, "status")


def test_st_12_a_hidden_status_is_chosen_only_by_an_order_that_has_it(world: World, call: Ads) -> None:
    number = world.in_status("in_progress")
    assert call("admin", "order", "status", number, "old").refused == (2, "invalid_value", "status")
    has_it = world.in_status("old")
    assert call("admin", "order", "status", has_it, "old", "--comment", "new").document["status_comment"] == "new"


@pytest.mark.parametrize("by", ["dora", "ed"])
def test_st_9_quality_control_is_decided_by_controllers_and_manage_any(world: World, call: Ads, by: str) -> None:
    number = world.in_status("quality_control")
    for target in ("done", "in_progress"):
        assert call(by, "order", "status", number, target, "--comment", "seen").refused == (4, "forbidden", None)
    assert call("sam", "order", "status", number, "in_progress").refused == (1, "comment_required", "comment")
    assert call("sam", "order", "status", number, "done").document["closed_by"] == "sam"


def test_st_9_a_controller_decides_without_the_right_to_complete(world: World, call: Ads) -> None:
    number = world.in_status("quality_control")
    world.control(number, "rita", by="admin")
    assert call("rita", "order", "status", number, "done").document["status"] == "done"


# Who, from where, the words, and the refusal: exit code, code, field.
REFUSALS = (
    ("dora", "pending:", ["in_progress"], (1, "executor_required", None)),
    ("dora", "in_progress", ["paused"], (1, "comment_required", "comment")),
    ("dora", "in_progress", ["paused", "--comment", " \t"], (1, "comment_required", "comment")),
    ("dora", "pending", ["cancelled"], (1, "comment_required", "comment")),
    ("dora", "pending", ["cancelled_by_client"], (1, "reason_required", "reason")),
    ("dora", "pending", ["cancelled_by_client", "--reason", "other"], (1, "comment_required", "comment")),
    ("dora", "pending", ["cancelled_by_client", "--reason", "weather"], (2, "invalid_value", "reason")),
    ("dora", "pending", ["cancelled_by_client", "--reason", "\x1b[31m"], (2, "invalid_value", "reason")),
    ("dora", "pending", ["in_progress", "--reason", "other"], (2, "invalid_value", "reason")),
    ("dora", "pending", ["in_progress", "--resume-on", "2026-09-01"], (2, "invalid_value", "resume_on")),
    ("dora", "pending", ["in_progress", "--resume-on", "2020-01-01"], (2, "invalid_value", "resume_on")),
    ("dora", "in_progress", ["paused", "--comment", "c", "--resume-on", "soon"], (2, "invalid_value", "resume_on")),
    ("dora", "in_progress", ["paused", "--comment", "c", "--resume-on", ""], (2, "invalid_value", "resume_on")),
    ("dora", "in_progress", ["paused", "--comment", "c", "--resume-on", "2026-08-21"], None),
    ("dora", "in_progress", ["paused", "--comment", "c", "--resume-on", "2028-08-20"], None),
    (
        "dora",
        "in_progress",
        ["paused", "--comment", "c", "--resume-on", "2028-08-21"],
        (1, "resume_on_invalid", "resume_on"),
    ),
    (
        "dora",
        "in_progress",
        ["paused", "--comment", "c", "--resume-on", "2029-08-20"],
        (1, "resume_on_invalid", "resume_on"),
    ),
    # Eleven o'clock of today has come: it is that in the zone of the organization.
    (
        "dora",
        "in_progress",
        ["paused", "--comment", "c", "--resume-on", "2026-08-20"],
        (1, "resume_on_invalid", "resume_on"),
    ),
    (
        "dora",
        "in_progress",
        ["paused", "--comment", "c", "--resume-on", "2026-08-20T11:00"],
        (1, "resume_on_invalid", "resume_on"),
    ),
    ("dora", "in_progress", ["paused", "--comment", "x" * 10_001], (2, "invalid_value", "comment")),
    ("dora", "in_progress", ["paused", "--comment", "x" * 1_048_576], (2, "invalid_value", "comment")),
    ("dora", "in_progress", ["paused", "--comment", "a\x1b[2Jb"], (2, "invalid_value", "comment")),
    ("dora", "in_progress", ["paused", "--comment", "a\u202eb"], (2, "invalid_value", "comment")),
    ("dora", "in_progress", ["nonsense"], (2, "invalid_value", "status")),
    ("dora", "in_progress", ["weather\udcff"], (2, "invalid_value", "status")),
    ("dora", "in_progress:papers", ["done"], (1, "document_required", None)),
    ("dora", "in_progress:paid", ["done"], (1, "payment_required", None)),
    ("olga", "in_progress", ["done"], (4, "forbidden", None)),
    ("ed", "pending", ["cancelled", "--comment", "c"], (4, "forbidden", None)),
    ("rita", "in_progress", ["done"], (4, "forbidden", None)),
    ("nina", "in_progress@elm1", ["done"], (3, "not_found", "order")),
    ("rita", "in_progress:papers", ["done"], (3, "not_found", "order")),
    ("rob", "in_progress", ["done"], (3, "not_found", "order")),
    ("vic", "in_progress", ["done"], (3, "not_found", "order")),
    (None, "in_progress", ["done"], (4, "not_signed_in", "login")),
    ("bob", "in_progress", ["done"], (4, "not_signed_in", "login")),
)


@pytest.mark.parametrize(("by", "start", "words", "refused"), REFUSALS, ids=lambda value: str(value)[:24])
def test_cl_8_every_refusal_of_a_status(
    world: World, call: Ads, by: str | None, start: str, words: list[str], refused: tuple[int, str, str | None] | None
) -> None:
    start, _, building = start.partition("@")
    status, colon, service = start.partition(":")
    alone = colon and not service
    number = world.order() if alone else world.in_status(status, service or None, building or "oak1")
    before, rows = world.card(number), world.rows()
    answer = call(by, "order", "status", number, *words)
    if refused is None:
        assert answer.code == 0
        return
    assert answer.refused == refused
    assert len(answer.error["message"]) < 500
    assert (world.card(number), world.rows()) == (before, rows)


# Of several faults the first in the order of CL-8 is told.
ORDERS_OF_FAULTS = (
    (None, ["nonsense"], "99999", "invalid_value"),
    (None, ["paused", "--comment", "\x1b"], "99999", "invalid_value"),
    (None, ["done"], "99999", "not_signed_in"),
    ("olga", ["nonsense"], "99999", "invalid_value"),
    ("olga", ["done"], "99999", "not_found"),
    ("olga", ["done", "--version", "99"], "pending", "invalid_value"),
    ("olga", ["reopened", "--version", "1"], "pending", "forbidden"),
    ("dora", ["reopened", "--version", "1"], "in_progress", "conflict"),
    ("dora", ["done", "--version", "1"], "cancelled", "conflict"),
    ("dora", ["reopened"], "pending:", "transition_not_allowed"),
    ("dora", ["done"], "pending:papers", "transition_not_allowed"),
    ("dora", ["paused", "--resume-on", "2020-01-01"], "in_progress", "comment_required"),
    ("dora", ["cancelled_by_client", "--reason", "other"], "pending", "comment_required"),
    ("dora", ["paused", "--resume-on", "2020-01-01"], "pending", "transition_not_allowed"),
)


@pytest.mark.parametrize(("by", "words", "start", "code"), ORDERS_OF_FAULTS, ids=lambda value: str(value)[:24])
def test_cl_8_of_several_faults_the_first_is_told(
    world: World, call: Ads, by: str | None, words: list[str], start: str, code: str
) -> None:
    if start == "99999":
        number = 99999
    elif ":" in start:
        service = start.partition(":")[2]
        number = world.order(service or "wide")
    else:
        number = world.in_status(start)
    assert call(by, "order", "status", number, *words).error["code"] == code


def test_st_6_and_resume_on_required_asks_for_a_date_and_judges_the_one_given(world: World, call: Ads) -> None:
    number = world.in_status("in_progress")
    assert call("admin", "setting", "set", "resume_on.required", "yes").code == 0
    try:
        words = ["order", "status", str(number), "paused", "--comment", "waits"]
        assert call("dora", *words).refused == (1, "resume_on_required", "resume_on")
        assert call("dora", *words[:4]).refused == (1, "comment_required", "comment")
        assert call("dora", *words, "--resume-on", "2020-01-01").refused == (1, "resume_on_invalid", "resume_on")
        assert call("dora", *words, "--resume-on", "2026-09-01").document["resume_on"] == "2026-09-01"
    finally:
        call("admin", "setting", "set", "resume_on.required", "no")


def test_st_7_reasons_may_be_left_out_where_they_are_not_collected(world: World, call: Ads) -> None:
    number = world.in_status("pending")
    assert call("admin", "setting", "set", "cancel_reasons.collect", "no").code == 0
    try:
        assert call("dora", "order", "status", number, "cancelled_by_client").document["cancel_reasons"] == []
    finally:
        call("admin", "setting", "set", "cancel_reasons.collect", "yes")
