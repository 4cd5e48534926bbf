"""An internal comment: what is refused stays typed (CM-1, CR-12, R6)."""

import pytest
from textual import events
from textual.widgets import TextArea

from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.comment_dialog import CommentDialog
from ads_tui.services.comments import comments_of
from ads_tui.store.work import Store
from tests.console.desk import card, employee, make_company, shows
from tests.console.furnishing import furnish_once
from tests.housing import add_order


@pytest.fixture
def company(desk: Store) -> Store:
    """The company without orders."""
    return furnish_once(desk, make_company)


async def test_r6_a_megabyte_is_refused_and_stays_and_hostile_text_is_sent_as_text(company: Store) -> None:
    number = add_order(company, employee(company, "anna"), "leak")
    async with card(company, number) as trial:
        await trial.press("t")
        await trial.until(shows(trial, CommentDialog))
        text = trial.app.screen.query_one(TextArea)
        trial.app.post_message(events.Paste("x" * 1_000_000))
        await trial.press("ctrl+s")
        await trial.until(lambda: "the longest allowed is 10000" in trial.shown())
        assert len(text.text) == 1_000_000
        text.text = "[b]bold[/b] [/nothing]\nsecond line"
        await trial.press("ctrl+s")
        await trial.until(shows(trial, CardScreen))
        with company.reading(employee(company, "anna")) as reading:
            assert [comment.text for comment in comments_of(reading, number)] == ["[b]bold[/b] [/nothing]\nsecond line"]


async def test_white_space_alone_is_nothing_to_send(company: Store) -> None:
    number = add_order(company, employee(company, "anna"), "leak")
    async with card(company, number, size=(80, 24)) as trial:
        await trial.press("t")
        await trial.until(shows(trial, CommentDialog))
        await trial.press("space", "enter", "ctrl+s")
        await trial.until(lambda: trial.toasts == ["There is nothing to send yet"])
        assert isinstance(trial.app.screen, CommentDialog)
