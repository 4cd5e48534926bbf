"""Of what two people gave a status, each value is chosen by itself, and what was typed elsewhere stays (ST-11)."""

import pytest

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.conflict_dialog import ConflictDialog
from ads_tui.screens.status_dialog import StatusDialog
from ads_tui.services.assignment import change_executors
from ads_tui.services.drafts import drafts_of
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.console.desk import card, card_of, employee, make_company, shows
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial
from tests.housing import add_order

PAUSE = StatusWish("paused", comment="theirs", resume_on="2026-12-30")


@pytest.fixture
def company(desk: Store) -> Store:
    """The company without orders."""
    return furnish_once(desk, make_company)


def in_progress(store: Store) -> int:
    number = add_order(store, employee(store, "anna"), "lift", "oak1", "belov")
    store.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("in_progress")))
    return number


async def type_a_pause(trial: Trial) -> StatusDialog:
    await trial.press("s")
    await trial.until(shows(trial, StatusDialog))
    dialog = trial.app.screen
    assert isinstance(dialog, StatusDialog)
    await trial.press("down")
    assert dialog.form.chosen.code == "paused"
    await trial.press("enter", *"mine", "enter", *"20.12")
    return dialog


async def save_against(trial: Trial, store: Store, number: int, theirs: StatusWish) -> None:
    store.perform(employee(store, "admin"), lambda work: change_status(work, number, theirs))
    await trial.press("f2")
    await trial.until(shows(trial, ConflictDialog))


async def answer(trial: Trial, key: str, then: str) -> None:
    """Answer, and wait for what the screen says next."""
    await trial.press(key)
    await trial.until(lambda: then in trial.shown())


def pause_of(store: Store, number: int) -> tuple[str, str | None, str | None]:
    row = card_of(store, number).row
    return row.status, row.status_comment, row.resume_on


async def test_st_11_taking_their_date_keeps_the_comment_typed(company: Store) -> None:
    number = in_progress(company)
    async with card(company, number) as trial:
        dialog = await type_a_pause(trial)
        await save_against(trial, company, number, PAUSE)
        assert "20.12" in trial.shown() and "Wed 30.12.2026 11:00" in trial.shown()
        await answer(trial, "t", "theirs")
        assert isinstance(trial.app.screen, ConflictDialog) and "mine" in trial.shown()
        await trial.press("m")
        await trial.until(shows(trial, StatusDialog))
        form = dialog.form
        assert (form.chosen.code, form.chosen.is_present) == ("paused", True)
        assert (form.comment.text, form.resume_on.text) == ("mine", "30.12.2026")
        assert pause_of(company, number) == ("paused", "theirs", "2026-12-30")
        await trial.press("f2")
        await trial.until(shows(trial, CardScreen))
    assert pause_of(company, number) == ("paused", "mine", "2026-12-30")


async def test_st_11_all_that_is_yours_is_saved_at_once(company: Store) -> None:
    number = in_progress(company)
    async with card(company, number) as trial:
        await type_a_pause(trial)
        await save_against(trial, company, number, PAUSE)
        await answer(trial, "m", "theirs")
        await trial.press("m")
        await trial.until(shows(trial, CardScreen))
    assert pause_of(company, number) == ("paused", "mine", "2026-12-20")


async def test_st_11_all_that_is_theirs_leaves_nothing_to_save(company: Store) -> None:
    number = in_progress(company)
    async with card(company, number) as trial:
        await type_a_pause(trial)
        await save_against(trial, company, number, PAUSE)
        await answer(trial, "t", "theirs")
        await trial.press("t")
        await trial.until(shows(trial, CardScreen))
    assert pause_of(company, number) == ("paused", "theirs", "2026-12-30")
    with company.reading(employee(company, "anna")) as reading:
        assert drafts_of(reading) == []


async def test_st_11_what_was_not_settled_is_asked_for_again(company: Store) -> None:
    number = in_progress(company)
    async with card(company, number) as trial:
        dialog = await type_a_pause(trial)
        await save_against(trial, company, number, PAUSE)
        await trial.press("escape")
        await trial.until(shows(trial, StatusDialog))
        assert (dialog.form.comment.text, dialog.form.resume_on.text) == ("mine", "20.12")
        await trial.press("f2")
        await trial.until(shows(trial, ConflictDialog))
    assert pause_of(company, number) == ("paused", "theirs", "2026-12-30")


async def test_st_11_their_status_is_taken_with_the_comment_typed(company: Store) -> None:
    number = in_progress(company)
    async with card(company, number) as trial:
        dialog = await type_a_pause(trial)
        await save_against(trial, company, number, StatusWish("done"))
        await trial.press("t")
        await trial.until(shows(trial, StatusDialog))
        assert (dialog.form.chosen.code, dialog.form.chosen.is_present) == ("done", True)
        assert dialog.form.comment.text == "mine"
        await trial.press("f2")
        await trial.until(shows(trial, CardScreen))
    assert pause_of(company, number) == ("done", "mine", None)


async def test_whoever_comes_second_with_the_same_status_sees_the_order_as_it_is(company: Store) -> None:
    number = add_order(company, employee(company, "anna"), "lift", "oak1")
    async with card(company, number) as trial:
        await trial.press("s")
        await trial.until(shows(trial, StatusDialog))
        dialog = trial.app.screen
        assert isinstance(dialog, StatusDialog)
        admin = employee(company, "admin")
        company.perform(admin, lambda work: change_executors(work, number, ["belov"]))
        company.perform(admin, lambda work: change_status(work, number, StatusWish("in_progress")))
        assert dialog.form.chosen.code == "in_progress"
        await trial.press("enter", "space", "enter")
        await trial.until(lambda: "already" in trial.shown())
        assert dialog.form.choices.status == "in_progress"
        assert not dialog.form.chosen.needs_executor
        await trial.press("escape")
        await trial.until(shows(trial, CardScreen))
