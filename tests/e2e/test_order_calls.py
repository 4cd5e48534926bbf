"""`ads order …` by real processes: from the call to the end, and words that no terminal should see."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.services.world import World, postgres_company, sqlite_company, world

__all__ = ["postgres_company", "sqlite_company", "world"]

pytestmark = pytest.mark.slow

ADS = Path(sys.executable).parent / "ads"


def ads(world: World, *words: str | bytes, by: str = "dora") -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "ADS_DATABASE_URL": world.url, "ADS_NOW": "2026-08-20T08:00:00Z"}
    return subprocess.run(
        [ADS, "--json", "--as", by, *words], capture_output=True, check=False, env=environment, timeout=120
    )


def document(done: "subprocess.CompletedProcess[bytes]") -> Any:
    assert (done.returncode, done.stderr) == (0, b""), done.stderr
    return json.loads(done.stdout)


def refusal(done: "subprocess.CompletedProcess[bytes]") -> tuple[int, str, str | None]:
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stderr
    error = json.loads(done.stderr.splitlines()[-1])["error"]
    return done.returncode, error["code"], error["field"]


def test_from_the_call_to_the_finished_order_with_its_history(world: World) -> None:
    words = ["order", "create", "--service", "lift", "--building", "oak1", "--premise", "1", "--client", "petrov"]
    number = str(document(ads(world, *words, "--form", "cabin=left"))["number"])
    assert refusal(ads(world, "order", "status", number, "in_progress")) == (1, "executor_required", None)
    assert document(ads(world, "order", "assign", number, "liam"))["executors"] == ["liam"]
    assert document(ads(world, "order", "status", number, "in_progress", by="liam"))["accepted_by"] == "dora"
    assert document(ads(world, "order", "comment", number, "Готово?", "--important"))["important"] is True
    done = document(ads(world, "order", "status", number, "done", "--comment", "repaired", by="liam"))
    assert (done["status"], done["closed_by"], done["labels"]) == ("done", "liam", ["important", "unread"])
    events = document(ads(world, "order", "history", number))["events"]
    assert [(event["kind"], event["to"]) for event in events] == [
        ("status", "done"),
        ("status", "in_progress"),
        ("executors", ["liam"]),
        ("accepted", None),
        ("created", "pending"),
    ]
    (row,) = document(ads(world, "order", "list", "-q", f"number:{number} петров"))["orders"]
    assert row["status_comment"] == "repaired"


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ([b"order", b"comment", b"1", b"\xff\xfe"], (2, "invalid_value", "text")),
        ([b"order", b"comment", b"1", b"a\x1b[2Jb"], (2, "invalid_value", "text")),
        ([b"order", b"comment", b"1", b"x" * 100_000], (2, "invalid_value", "text")),
        ([b"order", b"create", b"--service", b"\xff", b"--building", b"oak1"], (2, "invalid_value", "service")),
        ([b"order", b"status", b"1", b"\xff"], (2, "invalid_value", "status")),
        ([b"order", b"list", b"-q", b"\xff"], (2, "invalid_value", "filter")),
        ([b"order", b"list", b"--after", b"\xff"], (2, "invalid_value", "after")),
        ([b"order", b"list", b"--\xff"], (2, "usage", None)),
        ([b"order", b"assign", b"1", b"\xff"], (2, "invalid_value", "login")),
        ([b"order", b"show", b"9" * 40], (3, "not_found", "order")),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_bytes_that_are_no_text_are_refused(
    world: World, words: list[bytes], refused: tuple[int, str, str | None]
) -> None:
    assert refusal(ads(world, *words)) == refused
