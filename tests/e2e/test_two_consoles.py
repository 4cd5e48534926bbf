"""Two consoles and the command line on one database: what one does, the others show, and cursors stay (LS-3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desk import RUSSIAN, Desk, Sitting, desk_in, register_known

pytestmark = pytest.mark.slow

ORDERS = 40


@pytest.fixture
def desk(upgraded_url: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_in(upgraded_url, tmp_path, ORDERS) as made:
        yield made


def go_to_fourth(sitting: Sitting) -> None:
    """Leave the top of the list for the fourth order."""
    sitting.terminal.until(lambda: f" {ORDERS} " in sitting.row())
    sitting.press("end", "up", "up", "up")
    sitting.terminal.until(lambda: " 4 " in sitting.row())


def has_become(sitting: Sitting, status: str) -> None:
    """Wait until the fourth order, still under the cursor, shows the status, which a narrow column cuts off."""
    sitting.terminal.until(lambda: sitting.caption(status)[:8] in sitting.row())
    assert " 4 " in sitting.row()


def test_ls_3_what_one_does_the_others_show_and_cursors_stay(desk: Desk) -> None:
    first = desk.sit_down()
    second = desk.sit_down(layout=RUSSIAN, language="ru", login="dima", columns=120, lines=36)
    go_to_fourth(first)
    go_to_fourth(second)
    line = first.terminal.screen.display.index(first.row())

    desk.ads("order", "status", "4", "in_progress")
    for sitting in (first, second):
        has_become(sitting, "In progress")

    second.press("enter")
    second.sees("№ 4 ", f"● {second.caption('In progress')}")
    desk.ads("order", "status", "4", "paused", "--comment", "a part")
    second.sees("№ 4 ", second.caption("Paused"), "a part")
    has_become(first, "Paused")

    second.press("s")
    second.sees(f"Esc {second.caption('Close')}", second.caption("In progress"))
    second.press("enter")
    has_become(first, "In progress")
    second.press("escape")
    second.terminal.until(lambda: " 4 " in second.row())
    register_known(second, ORDERS + 1)
    first.sees("1 newer")
    assert " 4 " in first.row()
    assert first.terminal.screen.display.index(first.row()) == line

    first.press("home")
    first.terminal.until(lambda: f" {ORDERS + 1} " in first.row())
    first.sees_not("1 newer")
    desk.ads("order", "create", "--service", "leak", "--building", "Oak street, 2")
    # At the top it is shown at once, and the cursor stays on its order.
    first.sees(f" {ORDERS + 2} ")
    first.terminal.until(lambda: f" {ORDERS + 1} " in first.row())
    first.leave()
    second.leave()
