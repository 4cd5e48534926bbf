"""What is typed and not sent is offered again (CR-10, CH-8, decision 14)."""

import stat
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from textual.widgets import TextArea

from ads_tui.config import data_dir
from ads_tui.console.drafts import DraftKeeper, drafts_dir, keeper_of
from ads_tui.domain.actors import Actor
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.comment_dialog import CommentDialog
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.services.accounts import sign_in
from ads_tui.services.comments import comments_of
from ads_tui.services.drafts import DraftView, drafts_of, find_draft
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.store.work import Store
from tests.console.calls import form, house, line, new_order, open_form, orders, place, saved
from tests.console.trial import Trial

__all__ = ["house"]


@pytest.fixture
def anna(desk: Store) -> Actor:
    """Who types."""
    return sign_in(desk, login="anna", os_user=None)


def drafts(store: Store, actor: Actor) -> list[DraftView]:
    with store.reading(actor) as reading:
        return drafts_of(reading)


def gone(store: Store) -> Store:
    """A database out of reach."""
    return Store(sa.create_engine("sqlite:////nowhere/at/all.sqlite3"), store.clock)


async def open_comment(trial: Trial) -> TextArea:
    await trial.press("enter")
    await saved(trial)
    await trial.press("t")
    await trial.until(lambda: isinstance(trial.app.screen, CommentDialog) and trial.app.screen.ready)
    return trial.app.screen.query_one(TextArea)


async def test_cr_10_a_new_order_is_offered_again_in_another_console(house: Store, anna: Actor) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"cabin", "enter")
        await trial.until(lambda: place(trial) == "form.cabin")
        await trial.press(*"rig", "enter", *"7", "tab", "tab", "tab", *"Help", "tab", "tab", *"18:00")
        keeper = keeper_of(trial.app)
        keeper.flush(20)
        assert [draft.kind for draft in drafts(house, anna)] == ["new_order"]
        # Nothing of what follows when a console is closed in order: it is as if it had been killed.
        keeper.flush = lambda wait_s=0: None  # type: ignore[method-assign]
    async with new_order(house) as trial:
        assert "This is what you typed at 11:00" in trial.shown()
        assert line(trial, "client") == "Petrov Andrey"
        assert line(trial, "form.cabin") == "The right one"
        assert [line(trial, key) for key in ("form.floor", "form.words", "due")] == ["7", "Help", "2026-08-20 18:00"]
        await trial.press("ctrl+s")
        await saved(trial)
        assert drafts(house, anna) == []


async def test_a_draft_is_written_by_itself_once_typing_pauses(house: Store, anna: Actor) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petr")
        # A busy machine may write one before all was typed.
        await trial.until(lambda: [one.payload["texts"]["client"] for one in drafts(house, anna)] == [["petr"]])


async def test_escape_keeps_and_clear_throws_away(house: Store, anna: Actor) -> None:
    async with new_order(house) as trial:
        await trial.press(*"half a na", "escape")
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen))
        await open_form(trial)
        assert line(trial, "client") == "half a na"
        await trial.press("f8", "enter")
        await trial.until(lambda: not line(trial, "client") if trial.app.screen.query("NewOrderForm") else False)
        keeper_of(trial.app).flush(20)
        assert drafts(house, anna) == []


async def test_unregistered_clients_and_untaken_texts_come_back(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"+79165554433", "enter", *"Some One", "tab", "tab", "tab", *"oak")
        await trial.press("escape")
        await open_form(trial)
        assert (line(trial, "client_name"), line(trial, "client_phone")) == ("Some One", "8 (916) 555-44-33")
        assert line(trial, "building") == "oak"
        assert form(trial).form.search("building").taken is None


async def test_ch_8_a_comment_is_offered_again_and_goes_with_its_sending(house: Store, anna: Actor) -> None:
    number = house.perform(anna, lambda work: create_order(work, NewOrder(service="leak", building="oak1")))
    async with orders(house) as trial:
        await open_comment(trial)
        assert "This is what you typed" not in trial.shown()
        await trial.press(*"Calls again", "f8", "escape")
        keeper_of(trial.app).flush(20)
    async with orders(house) as trial:
        text = await open_comment(trial)
        assert text.text == "Calls again"
        assert "Important: it will" in trial.shown()
        assert "This is what you typed at 11:00 and did not send" in trial.shown()
        await trial.press(*"!", "ctrl+s")
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen))
    with house.reading(anna) as reading:
        assert [(comment.text, comment.important) for comment in comments_of(reading, number)] == [
            ("Calls again!", True)
        ]
    assert drafts(house, anna) == []


async def test_a_refused_comment_stays_and_is_kept(house: Store, anna: Actor) -> None:
    house.perform(anna, lambda work: create_order(work, NewOrder(service="leak", building="oak1")))
    async with orders(house) as trial:
        text = await open_comment(trial)
        text.text = "x" * 10_001
        await trial.press("ctrl+s")
        await trial.until(lambda: "the longest allowed is 10000" in trial.shown())
        keeper_of(trial.app).flush(20)
        assert [draft.kind for draft in drafts(house, anna)] == ["comment"]


# The keeper itself


def keeper(store: Store, actor: Actor, folder: Path, pause_s: float = 0) -> DraftKeeper:
    return DraftKeeper(store, actor, folder, pause_s)


def test_decision_14_a_draft_that_is_written_while_its_form_is_read_is_offered(
    desk: Store, anna: Actor, tmp_path: Path
) -> None:
    writer = keeper(desk, anna, tmp_path, pause_s=60)
    writer.keep("comment", "17", {"text": "Слово"})
    offering = writer.offering("comment", "17")
    with desk.reading(anna) as reading:
        writer.flush(20)
        assert find_draft(reading, "comment", "17") is None
        offered = offering.find(reading)
    assert offered and offered.payload == {"text": "Слово"}


def test_without_the_database_drafts_lie_in_private_files_until_it_is_back(
    desk: Store, anna: Actor, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts" / "one"
    first = keeper(gone(desk), anna, folder)
    first.keep("comment", "17", {"text": "Слово"})
    first.flush(20)
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    offered = first.offering("comment", "17").alone()
    assert offered and offered.payload == {"text": "Слово"}

    second = keeper(desk, anna, folder)
    second.flush(20)
    with desk.reading(anna) as reading:
        kept = find_draft(reading, "comment", "17")
    assert kept and kept.payload == {"text": "Слово"}
    assert list(folder.iterdir()) == []
    first.close()
    second.close()


def test_a_draft_that_was_sent_is_not_written_behind_it(desk: Store, anna: Actor, tmp_path: Path) -> None:
    kept = keeper(desk, anna, tmp_path, pause_s=3600)
    kept.keep("new_order", "", {"texts": {}})
    sending = threading.Thread(target=kept.settle, args=("new_order", ""))
    sending.start()
    sending.join(20)
    kept.close()
    assert drafts(desk, anna) == []


def test_what_is_newer_in_the_database_is_offered_and_stays(desk: Store, anna: Actor, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    first = keeper(gone(desk), anna, folder)
    first.keep("comment", "1", {"text": "old"})
    first.flush(20)
    first.close()
    (path,) = folder.iterdir()
    path.write_text(path.read_text().replace("2026-08-20", "2026-08-19"))
    direct = keeper(desk, anna, tmp_path / "other")
    direct.keep("comment", "1", {"text": "new"})
    direct.flush(20)
    direct.close()
    second = keeper(desk, anna, folder)
    second.flush(20)
    second.close()
    (draft,) = drafts(desk, anna)
    assert draft.payload == {"text": "new"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"employee": 1}', "null"])
def test_a_spoiled_file_does_no_harm(desk: Store, anna: Actor, tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    kept = keeper(desk, anna, tmp_path)
    kept.flush(20)
    kept.close()
    assert drafts(desk, anna) == []


def test_each_database_has_a_folder_of_its_own(desk: Store) -> None:
    assert drafts_dir(desk).parent == data_dir() / "drafts"
    assert drafts_dir(desk) != drafts_dir(gone(desk))
