"""The latest important comment of the order that cursor or mouse rests on (LB-3), which opens nothing (LB-6)."""

from collections.abc import Callable

import pytest

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.orders.important_comment import ImportantComment
from ads_tui.screens.orders.preview import OrderPreview
from ads_tui.services.accounts import sign_in
from ads_tui.services.comments import add_comment, last_important
from ads_tui.services.orders.viewing import open_order
from ads_tui.store.work import Store
from tests.console.order_lists import house, orders, row_of, screen
from tests.console.trial import Trial
from tests.housing import add_order, furnish

__all__ = ["house"]


def comment(store: Store, number: int, text: str, *, important: bool = True) -> None:
    actor = sign_in(store, login="admin", os_user=None)
    store.perform(actor, lambda work: add_comment(work, number, text, important=important))


def popup(trial: Trial) -> str:
    """What the popup says, nothing where it is not shown."""
    found = screen(trial).query_one(ImportantComment)
    if not found.display:
        return ""
    x, y, width, height = found.region
    return "\n".join(line[x : x + width].strip() for line in trial.lines()[y : y + height])


def says(trial: Trial, *words: str) -> Callable[[], bool]:
    return lambda: all(word in popup(trial) for word in words)


def silent(trial: Trial) -> Callable[[], bool]:
    return lambda: popup(trial) == ""


def at(trial: Trial, number: int) -> tuple[int, int]:
    """Where the labels of an order are on the screen."""
    table = screen(trial).table
    line = [entry.key for entry in table.window.visible].index(number)
    return trial.lines()[table.region.y].index("Labels") + 1, table.region.y + 1 + line


@pytest.fixture
def labelled(house: Store) -> Store:
    """Orders 2 and 3 with important comments, 1 with a plain one, 2 at the top."""
    comment(house, 3, "first")
    comment(house, 3, "The key is at\nthe [b]concierge's[/b]")
    comment(house, 3, "nothing of weight", important=False)
    comment(house, 1, "nothing of weight", important=False)
    house.perform(SYSTEM, lambda work: add_comment(work, 2, "seven\n" * 7, important=True))
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET updated_at = datetime(updated_at, '+1 hour') WHERE number = 2")
    return house


def test_lb_3_the_latest_important_comment_is_found(both_desks: Store) -> None:
    admin = sign_in(both_desks, login="admin", os_user=None)
    furnish(both_desks)
    number = add_order(both_desks, admin)
    with both_desks.reading(admin) as reading:
        assert last_important(reading, number) is None
    for text, important in (("one", True), ("two", True), ("three", False)):
        comment(both_desks, number, text, important=important)
    with both_desks.reading(admin) as reading:
        found = last_important(reading, number)
        assert found is not None and (found.text, found.by) == ("two", "admin")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 15)])
async def test_lb_3_the_cursor_shows_it_with_author_and_time_beside_its_row(
    labelled: Store, size: tuple[int, int]
) -> None:
    async with orders(labelled, size) as trial:
        await trial.until(says(trial, "! № 2  20.08.2026 11:00  the system"))
        lines = popup(trial).splitlines()
        shown = [line for line in lines if line.startswith("seven")]
        assert shown[-1] == "seven…"
        assert len(shown) == (5 if size[1] > 20 else 3)
        row = screen(trial).table.region.y + 1
        assert not screen(trial).query_one(ImportantComment).region.contains(5, row)
        await trial.press("down")
        await trial.until(says(trial, "! № 3", "Administrator", "The key is at\nthe [b]concierge's[/b]"))
        assert "first" not in popup(trial) and "weight" not in popup(trial)
        await trial.press("down")
        await trial.until(silent(trial))


async def test_lb_3_escape_puts_it_away_before_all_else(labelled: Store) -> None:
    async with orders(labelled) as trial:
        await trial.press("2")
        await trial.until(says(trial, "№ 2"))
        await trial.press("space")
        await trial.press("escape")
        assert popup(trial) == "" and screen(trial).table.selection == {2}
        await trial.press("r")
        await trial.until(lambda: trial.app.is_at_rest and screen(trial).table.window.is_settled)
        await trial.press("escape")
        assert popup(trial) == "" and screen(trial).table.selection == frozenset()
        await trial.press("down", "up")
        await trial.until(says(trial, "№ 2"))


async def test_lb_3_the_mouse_shows_it_over_the_labels_and_hides_it_beside_them(labelled: Store) -> None:
    async with orders(labelled) as trial:
        await trial.press("end")
        await trial.until(lambda: screen(trial).table.cursor == 1 and popup(trial) == "")
        x, y = at(trial, 3)
        await trial.pilot.hover(offset=(x, y))
        await trial.until(says(trial, "№ 3", "The key is at"))
        assert screen(trial).table.cursor == 1
        await trial.pilot.hover(offset=(2, y))
        await trial.until(silent(trial))
        await trial.pilot.hover(offset=(x, y))
        await trial.until(says(trial, "№ 3"))
        await trial.pilot.click(ImportantComment)
        await trial.until(silent(trial))


async def test_lb_3_a_row_at_the_end_of_the_screen_is_not_covered(labelled: Store) -> None:
    admin = sign_in(labelled, login="admin", os_user=None)
    for _ in range(20):
        comment(labelled, add_order(labelled, admin), "look here")
    async with orders(labelled, (80, 24)) as trial:
        await trial.press("end", "up", "up")
        await trial.until(says(trial, f"№ {screen(trial).table.cursor}"))
        table = screen(trial).table
        line = [entry.key for entry in table.window.visible].index(table.cursor)
        region = screen(trial).query_one(ImportantComment).region
        assert region.y == table.region.y + 1, "the captions stay to be seen"
        assert not region.contains(5, table.region.y + 1 + line)


async def test_lb_3_what_comes_while_the_cursor_rests_is_shown_and_goes_when_another_has_seen_it(house: Store) -> None:
    async with orders(house) as trial:
        comment(house, 3, "look now")
        await trial.until(says(trial, "look now"))
        comment(house, 3, "look again")
        await trial.until(says(trial, "look again"))
        anna = sign_in(house, login="anna", os_user=None)
        house.perform(anna, lambda work: open_order(work, 3, tab="comments"))
        await trial.until(silent(trial))


async def test_lb_6_it_opens_nothing(labelled: Store) -> None:
    before = row_of(labelled, 3)
    async with orders(labelled) as trial:
        await trial.press("down")
        await trial.until(says(trial, "№ 3"))
    assert row_of(labelled, 3) == before and "important" in before.labels


async def test_lb_3_beside_the_preview_only_the_mouse_shows_it(labelled: Store) -> None:
    comment(labelled, 3, "and more", important=False)
    async with orders(labelled, (180, 50)) as trial:
        preview = screen(trial).query_one(OrderPreview)
        await trial.press("down")
        await trial.until(lambda: preview.number == 3)
        # Older than the last two, and yet told.
        await trial.until(lambda: "! The key is at" in trial.shown())
        assert popup(trial) == ""
        await trial.pilot.hover(offset=at(trial, 2))
        await trial.until(says(trial, "№ 2"))
        await trial.pilot.hover(offset=(2, 2))
        await trial.until(silent(trial))
        await trial.pilot.resize_terminal(120, 36)
        await trial.until(says(trial, "№ 3"))


async def test_lb_3_whoever_types_is_left_alone(labelled: Store) -> None:
    async with orders(labelled) as trial:
        await trial.until(says(trial, "№ 2"))
        await trial.press("f3", *"lift")
        await trial.until(lambda: screen(trial).shown.text == "lift" and screen(trial).table.cursor == 3)
        await trial.until(lambda: screen(trial).pointing is None and trial.app.is_at_rest)
        assert popup(trial) == ""
        await trial.press("enter")
        await trial.until(says(trial, "№ 3"))


async def test_p_8_it_comes_and_goes_without_the_list_being_painted_anew(labelled: Store) -> None:
    async with orders(labelled) as trial:
        await trial.until(says(trial, "seven"))
        table = screen(trial).table
        with_it = screen(trial)._compositor.full_map[table]
        await trial.press("escape")
        await trial.until(silent(trial))
        assert screen(trial)._compositor.full_map[table] == with_it
