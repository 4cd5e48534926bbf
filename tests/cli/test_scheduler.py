"""`ads scheduler`: what happens by itself, done once at a moment (CL-6, RE-1, RE-3), and who does it (SC-1)."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.scheduler.lease import give_back, take
from ads_tui.services.due_work import WORK
from tests.cli.calls import Ads
from tests.services.world import World

# Moscow is three hours ahead of UTC: the warnings at 09:00, on the day at 10:00, resuming at 11:00 (RE-1).
WARNINGS = {
    3: "2026-08-17T06:00:00Z",
    2: "2026-08-18T06:00:00Z",
    1: "2026-08-19T06:00:00Z",
    0: "2026-08-20T07:00:00Z",
}
RESUMED = "2026-08-20T08:00:00Z"

At = Callable[..., Any]


@pytest.fixture
def at(call: Ads, monkeypatch: pytest.MonkeyPatch) -> At:
    """Run a command with the clock at a moment, and answer its document."""

    def run(moment: str, *words: str | int, by: str | None = None) -> Any:
        monkeypatch.setenv("ADS_NOW", moment)
        return call(by, *words).document

    return run


@pytest.fixture
def number(at: At) -> int:
    """An order paused on 16 August until the 20th."""
    begun = "2026-08-16T12:00:00Z"
    made: int = at(begun, "order", "create", "--service", "wide", "--building", "oak1", by="dora")["number"]
    at(begun, "order", "assign", made, "ed", by="dora")
    at(begun, "order", "status", made, "in_progress", by="dora")
    at(begun, "order", "status", made, "paused", "--comment", "a part", "--resume-on", "2026-08-20", by="dora")
    return made


def warning(order: int, day: int) -> dict[str, object]:
    return {"kind": "resume_warning", "order": order, "moment": WARNINGS[day], "day": day}


def resumed(order: int) -> dict[str, object]:
    return {"kind": "auto_resume", "order": order, "moment": RESUMED}


def done(document: dict[str, Any], order: int) -> list[dict[str, object]]:
    return [one for one in document["done"] if one["order"] == order]


def test_re_1_the_example_of_the_pause_until_the_20th_of_august(at: At, number: int) -> None:
    assert done(at("2026-08-17T05:59:59Z", "scheduler", "tick"), number) == []
    for day, moment in WARNINGS.items():
        document = at(moment, "scheduler", "tick")
        assert document["at"] == moment
        assert done(document, number) == [warning(number, day)]
        assert done(at(moment, "scheduler", "tick"), number) == []
    assert at("2026-08-20T07:59:59Z", "order", "show", number, by="dora")["status"] == "paused"
    assert done(at("2026-08-20T07:59:59Z", "scheduler", "tick"), number) == []
    assert done(at(RESUMED, "scheduler", "tick"), number) == [resumed(number)]
    assert at(RESUMED, "order", "show", number, by="dora")["status"] == "in_progress"
    newest = at(RESUMED, "order", "history", number, by="dora")["events"][0]
    assert (newest["to"], newest["by"], newest["source"], newest["at"]) == ("in_progress", None, "system", RESUMED)


@pytest.mark.parametrize(
    ("on_again", "days"),
    [
        (("2026-08-17T12:00:00Z", "2026-08-19T12:00:00Z"), (3, 1)),
        (("2026-08-18T06:00:00Z", "2026-08-20T07:30:00Z"), (2, 0)),
        (("2026-08-20T07:59:59Z",), (0,)),
        (("2026-08-19T05:59:59Z", "2026-08-21T12:00:00Z"), (2,)),
        (("2026-09-20T12:00:00Z",), ()),
    ],
)
def test_re_3_with_the_machine_off_meanwhile(at: At, number: int, on_again: Sequence[str], days: Sequence[int]) -> None:
    found = [
        one for moment in (*on_again, "2026-09-21T00:00:00Z") for one in done(at(moment, "scheduler", "tick"), number)
    ]
    assert found == [*(warning(number, day) for day in days), resumed(number)]
    assert at("2026-09-21T00:00:00Z", "order", "show", number, by="dora")["status"] == "in_progress"


def test_cl_6_a_tick_at_another_moment_and_a_dry_run(at: At, number: int) -> None:
    early = "2026-08-16T12:00:00Z"
    trial = at(early, "scheduler", "tick", "--at", "2026-08-20T11:00", "--dry-run")
    assert (trial["at"], trial["sent"], trial["failed"]) == (RESUMED, 0, 0)
    assert done(trial, number) == [resumed(number)]
    assert done(at(early, "scheduler", "tick", "--at", "2026-08-20T11:00", "--dry-run"), number) == [resumed(number)]
    assert at(early, "order", "show", number, by="dora")["status"] == "paused"
    assert done(at(early, "scheduler", "tick", "--at", "2026-08-20T11:00"), number) == [resumed(number)]
    assert at(RESUMED, "order", "show", number, by="dora")["status"] == "in_progress"


def test_cl_9_a_moment_that_cannot_be_read_is_refused(call: Ads) -> None:
    assert call(None, "scheduler", "tick", "--at", "teatime").refused == (2, "invalid_value", "at")


def test_cl_2_nothing_runs_by_itself_under_a_clock_that_stands_still(call: Ads) -> None:
    assert call(None, "scheduler", "run").refused == (2, "usage", "ADS_NOW")


def test_sc_1_the_status_names_whoever_holds_the_lease(call: Ads, world: World) -> None:
    assert call(None, "scheduler", "status").document == {"leader": None, "since": None, "last_tick": None}
    assert "No scheduler runs." in call(None, "scheduler", "status", json=False).err
    take(world.store, "desk:1", length_s=20)
    found = call(None, "scheduler", "status").document
    assert (found["leader"], found["last_tick"]) == ("desk:1", None)
    take(world.store, "desk:1", length_s=20, ticked=True)
    found = call(None, "scheduler", "status").document
    assert found["last_tick"] >= found["since"]
    assert "desk:1" in call(None, "scheduler", "status", json=False).out
    give_back(world.store, "desk:1")


def test_cl_6_people_read_a_table(at: At, number: int, call: Ads) -> None:
    answer = call(None, "scheduler", "tick", "--at", "2026-08-17T09:00", json=False)
    assert answer.code == 0
    assert f"{number}" in answer.out
    assert "warned before resuming" in answer.out
    assert "Nothing is due." in call(None, "scheduler", "tick", "--at", "2026-08-17T09:00", json=False).err


def test_doctor_says_whether_a_scheduler_runs_where_something_waits(call: Ads, at: At, world: World) -> None:
    at("2026-08-16T12:00:00Z", "scheduler", "tick", "--at", "2100-01-01")
    assert call("admin", "doctor").document == {"problems": []}
    assert "No scheduler runs." in call("admin", "doctor", json=False).err
    order = at("2026-08-16T12:00:00Z", "order", "create", "--service", "wide", "--building", "oak1", by="dora")
    due = {
        "order_number": order["number"],
        "kind": "due_soon",
        "subject": "",
        "attempts": 0,
        "due_at": world.store.clock.now(),
    }
    world.do("system", lambda work: work.connection.execute(sa.insert(WORK).values(due)))
    answer = call("admin", "doctor")
    [problem] = json.loads(answer.out)["problems"]
    assert (answer.code, problem["check"]) == (1, "scheduler")
    assert "2026-08-20 11:00" in problem["message"]
    take(world.store, "desk:1", length_s=20)
    assert call("admin", "doctor").document == {"problems": []}
    assert "desk:1" in call("admin", "doctor", json=False).err
    give_back(world.store, "desk:1")
    at("2026-08-16T12:00:00Z", "scheduler", "tick", "--at", "2100-01-01")
