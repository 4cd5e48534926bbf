"""An order from the call to done without the mouse, in a real terminal, and how many keys it takes, text apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desk import QWERTY, RUSSIAN, Desk, Sitting, choose, desk_in, register_known

pytestmark = pytest.mark.slow

LAYOUTS = {"qwerty": QWERTY, "russian": RUSSIAN}


@pytest.fixture
def desk(upgraded_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_in(upgraded_sqlite_url, tmp_path) as made:
        yield made


def assign_freest(sitting: Sitting) -> None:
    sitting.press("x")
    sitting.sees("Zed Free", "Ann Busy", way_out(sitting))
    sitting.press("space", "enter")
    sitting.sees_not(way_out(sitting))
    sitting.sees("Zed Free")


def way_out(sitting: Sitting, caption: str = "Cancel") -> str:
    """What the foot of a dialog says."""
    return f"Esc {sitting.caption(caption)}"


def open_statuses(sitting: Sitting, first: str) -> None:
    sitting.press("s")
    sitting.sees(way_out(sitting, "Close"), sitting.caption(first))


def has_become(sitting: Sitting, status: str) -> None:
    sitting.sees_not(way_out(sitting, "Close"))
    sitting.sees(f" {sitting.caption(status)} ")


def take_first_status(sitting: Sitting, status: str) -> None:
    open_statuses(sitting, status)
    sitting.press("enter")
    has_become(sitting, status)


def pause_until(sitting: Sitting, day: str) -> None:
    open_statuses(sitting, "Paused")
    sitting.press("down", "enter")
    sitting.text("a part")
    sitting.sees(sitting.as_typed("a part"))
    sitting.press("enter")
    sitting.text(day)
    sitting.sees(day)
    sitting.press("enter")
    has_become(sitting, "Paused")


@pytest.mark.parametrize(
    ("layout", "language", "columns", "lines", "everyday"),
    [
        ("russian", "ru", 80, 24, True),
        ("qwerty", "en", 120, 36, True),
        ("qwerty", "ru", 80, 24, False),
        ("russian", "en", 120, 36, False),
    ],
)
def test_an_order_goes_from_the_call_to_done_by_keys_alone(
    desk: Desk, soak: bool, layout: str, language: str, columns: int, lines: int, everyday: bool
) -> None:
    if not (everyday or soak):
        pytest.skip("with --soak only")
    sitting = desk.sit_down(layout=LAYOUTS[layout], language=language, columns=columns, lines=lines)
    register_known(sitting, 4)
    assert sitting.counted() <= 4
    assign_freest(sitting)
    assert sitting.counted() <= 3
    take_first_status(sitting, "In progress")
    sitting.counted()
    pause_until(sitting, "2026-08-21")
    assert sitting.counted() <= 5
    take_first_status(sitting, "In progress")
    sitting.counted()
    take_first_status(sitting, "Done")
    assert sitting.counted() <= 2
    read_history(sitting)
    sitting.leave()
    demand_done(desk, sitting.as_typed("a part"))


def read_history(sitting: Sitting) -> None:
    sitting.press("5")
    told = (sitting.caption(caption) for caption in ("Accepted", "Pending", "Paused", "In progress", "Done"))
    sitting.sees("Dora Desk", sitting.as_typed("a part"), *told)


def test_all_of_it_typed_at_once_comes_to_the_same(desk: Desk) -> None:
    """A line that was slow delivers every key in one piece, before any screen has been read."""
    sitting = desk.sit_down()
    call, people, work = "n9161234567\rleak\r\x13", "x \r", "s\r"
    pause = "s\x1b[B\ra part\r2026-08-21\r"
    sitting.terminal.type(f"{call}{people}{work}{pause}{work}{work}5")
    sitting.sees("№ 4 ", "a part", "Done", "Accepted")
    sitting.leave()
    demand_done(desk, "a part")


def demand_done(desk: Desk, comment: str) -> None:
    """What the command line says of the order."""
    order = desk.ads("order", "show", "4")
    assert (order["status"], order["executors"], order["client"]["code"]) == ("done", ["free"], "petrov")
    assert (order["service"]["code"], order["premise"]["code"], order["channel"]) == ("leak", "oak1-12", "call_in")
    assert (order["accepted_by"], order["closed_by"], order["resume_on"]) == ("dora", "dora", None)
    events = desk.ads("order", "history", "4")["events"][::-1]
    assert {event["by"] for event in events} == {"dora"}
    assert [event["to"] for event in events if event["kind"] in ("created", "status")] == [
        "pending",
        "in_progress",
        "paused",
        "in_progress",
        "done",
    ]
    assert [event["comment"] for event in events if event["to"] == "paused"] == [comment]
    assert [event["to"] for event in events if event["kind"] == "executors"] == [["free"]]


def test_a_call_from_an_unknown_phone_takes_seven_keys(desk: Desk) -> None:
    sitting = desk.sit_down(layout=RUSSIAN, language="ru")
    sitting.press("n")
    sitting.sees(sitting.caption("Phone, name or address"))
    choose(sitting, "9031112233", sitting.caption("New client with this phone")[:24])
    sitting.sees(sitting.caption("Client's name"))
    sitting.text("ivanova")
    sitting.press("enter")
    choose(sitting, "oak street, 2", "Oak street, 2")
    choose(sitting, "7", " 7 ")
    choose(sitting, "leak", " Leak ")
    sitting.press("ctrl+s")
    sitting.sees("№ 4")
    assert sitting.counted() <= 7
    sitting.leave()
    order = desk.ads("order", "show", "4")
    assert (order["client"]["name"].lower(), order["client"]["phone"]) == (sitting.as_typed("ivanova"), "+79031112233")
    assert (order["client"]["registered"], order["premise"]["code"]) == (False, "oak2-7")
