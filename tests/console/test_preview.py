"""The order under the cursor beside the list, on wide terminals (LB-6)."""

from collections.abc import Callable

import pytest

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.orders.preview import OrderPreview
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_executors
from ads_tui.services.comments import add_comment
from ads_tui.services.employees import set_employee
from ads_tui.services.orders.card import show_order
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.work import Store, Work
from tests.console.order_lists import house, orders, row_of, screen
from tests.console.trial import Trial

__all__ = ["house"]

WIDE = (160, 36)


def preview(trial: Trial) -> str:
    """What the preview says, its lines joined; nothing where it is not shown."""
    part = screen(trial).query_one(OrderPreview)
    if not part.display:
        return ""
    left = part.region.x
    return "\n".join(line[left:] for line in trial.lines())


def tells(trial: Trial, *words: str) -> Callable[[], bool]:
    return lambda: all(word in preview(trial) for word in words)


@pytest.fixture
def caller(house: Store) -> int:
    """An order with a client, a deadline, an executor and three comments."""
    admin = sign_in(house, login="admin", os_user=None)
    wanted = NewOrder(
        "lift", "oak2", client_name="Moroz Andrey", client_phone="+79879879879", due="2026-08-21T10:00", form={},
        executors=("serov",),
    )  # fmt: skip
    number = house.perform(admin, lambda work: create_order(work, wanted))

    def comment(work: Work) -> None:
        add_comment(work, number, "first of all")
        add_comment(work, number, "second [b]thing[/b]")
        add_comment(work, number, "third and last", important=True)

    house.perform(admin, comment)
    return number


async def test_the_order_under_the_cursor_is_told_beside_the_list(house: Store, caller: int) -> None:
    async with orders(house, WIDE) as trial:
        await trial.until(tells(trial, f"№ {caller}"))
        text = preview(trial)
        for words in (
            "Lift stopped",
            "Oak street, 2",
            "Moroz Andrey",
            "987-98-79",
            "Serov",
            "21.08.2026 10:00",
            "Pending",
        ):
            assert words in text, words
        assert "! third and last" in text and "second [b]thing[/b]" in text
        assert "first of all" not in text
        assert text.index("third") < text.index("second")


async def test_it_follows_the_cursor_once_it_rests(house: Store) -> None:
    async with orders(house, WIDE) as trial:
        await trial.until(tells(trial, "№ 3"))
        await trial.press("down")
        await trial.until(tells(trial, "№ 2"))
        await trial.press("down", "up", "up", "down", "down")
        await trial.until(tells(trial, "№ 1"))


async def test_it_follows_what_others_change(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    async with orders(house, WIDE) as trial:
        await trial.until(tells(trial, "№ 3"))
        house.perform(admin, lambda work: change_executors(work, 3, ["belov"]))
        await trial.until(tells(trial, "№ 3", "Belov"))
        house.perform(admin, lambda work: add_comment(work, 3, "the key is at the concierge's"))
        await trial.until(tells(trial, "№ 3", "the key is at the concierge's"))


async def test_an_order_that_can_be_seen_no_longer_is_told_so(house: Store) -> None:
    async with orders(house, WIDE) as trial:
        await trial.until(tells(trial, "№ 3"))
        house.perform(SYSTEM, lambda work: set_employee(work, "anna", "buildings", "oak2"))
        await trial.until(lambda: "№ 3" not in preview(trial))


async def test_lb_6_the_preview_opens_nothing(house: Store) -> None:
    admin = sign_in(house, login="admin", os_user=None)
    house.perform(admin, lambda work: change_executors(work, 3, ["belov"]))
    house.perform(admin, lambda work: add_comment(work, 3, "look", important=True))
    async with orders(house, WIDE, login="belov") as trial:
        await trial.until(tells(trial, "№ 3", "! look"))
        assert "!" in trial.shown() and "⚑" in trial.shown()
    belov = sign_in(house, login="belov", os_user=None)
    with house.reading(belov) as reading:
        assert show_order(reading, 3).row.labels == ("important", "unread")
    assert row_of(house, 3).version == 3


async def test_it_goes_when_the_terminal_narrows_and_comes_back(house: Store) -> None:
    async with orders(house, (159, 36)) as trial:
        assert preview(trial) == ""
        await trial.pilot.resize_terminal(160, 36)
        await trial.until(tells(trial, "№ 3"))
        await trial.pilot.resize_terminal(120, 36)
        await trial.until(lambda: preview(trial) == "")
        await trial.press("down")
        await trial.pilot.resize_terminal(200, 36)
        await trial.until(tells(trial, "№ 2"))


async def test_an_empty_list_has_no_preview(house: Store) -> None:
    async with orders(house, WIDE) as trial:
        await trial.until(tells(trial, "№ 3"))
        await trial.press("3")
        await trial.until(lambda: "You are executor of no order" in trial.shown() and "№ 3" not in preview(trial))
