"""A status is changed in one dialog, which asks for all that it needs (ST-2 … ST-13), at 80×24."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from textual import events
from textual.widgets import Input, OptionList

from ads_tui.domain.actors import SYSTEM
from ads_tui.domain.text import TEXT
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.conflict_dialog import ConflictDialog
from ads_tui.screens.status_dialog import StatusDialog
from ads_tui.services.drafts import drafts_of
from ads_tui.services.nouns.statuses import add_status
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Store
from tests.console.desk import card, card_of, employee, history, make_company, shows
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial
from tests.housing import add_order


@pytest.fixture
def company(desk: Store) -> Store:
    """The company without orders."""
    return furnish_once(desk, make_company)


def order(store: Store, *executors: str, status: str = "pending", comment: str | None = None) -> int:
    number = add_order(store, employee(store, "anna"), "lift", "oak1", *executors)
    steps = {"pending": [], "in_progress": ["in_progress"], "paused": ["in_progress", "paused"]}
    steps |= {"done": ["in_progress", "done"], "cancelled": ["cancelled"]}
    for step in steps[status]:
        wish = StatusWish(step, comment=comment if step == status else None)
        store.perform(SYSTEM, partial(change_status, number=number, wish=wish))
    return number


async def open_statuses(trial: Trial) -> StatusDialog:
    await trial.press("s")
    await trial.until(shows(trial, StatusDialog))
    assert isinstance(trial.app.screen, StatusDialog)
    return trial.app.screen


async def choose(trial: Trial, code: str) -> None:
    dialog = trial.app.screen
    assert isinstance(dialog, StatusDialog)
    statuses = dialog.query_one("#statuses", OptionList)
    codes = [option.id for option in statuses.options]
    for _each in range((codes.index(code) - (statuses.highlighted or 0)) % len(codes)):
        await trial.press("down")
    assert dialog.form.chosen.code == code


def offered(trial: Trial) -> list[str | None]:
    return [option.id for option in trial.app.screen.query_one("#statuses", OptionList).options]


async def saved(trial: Trial) -> None:
    await trial.until(shows(trial, CardScreen))


def kept(store: Store) -> list[Mapping[str, Any]]:
    with store.reading(employee(store, "anna")) as reading:
        return [draft.payload for draft in drafts_of(reading)]


async def test_st_2_only_what_the_status_leads_to_is_offered_and_the_present_one_last(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        assert offered(trial) == ["done", "paused", "cancelled", "cancelled_by_client", "in_progress"]
        # Each with the sign that it has in the list.
        for status in ("✓ Done", "‖ Paused", "✕ Cancelled", "● In progress"):
            assert status in trial.shown()
        assert "○" not in trial.shown()


async def test_st_4_the_executor_is_asked_for_in_the_same_dialog_and_history_has_both(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_statuses(trial)
        assert "Enter Go on" in trial.shown()
        await trial.press("enter", *"ser", "space", "enter")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.status, row.executors) == ("in_progress", ("serov",))
    assert [(event.kind, event.to) for event in history(company, number)[:2]] == [
        ("status", "in_progress"),
        ("executors", ["serov"]),
    ]


async def test_st_4_without_an_executor_it_is_refused_at_the_list(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_statuses(trial)
        await trial.press("f2")
        await trial.until(lambda: "Assign an executor first" in trial.shown())
        await trial.press("space", "enter")
        await saved(trial)
        assert card_of(company, number).row.status == "in_progress"


async def test_a_status_that_asks_for_nothing_is_saved_by_enter_and_the_footer_says_so(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        assert "Enter Save" in trial.shown() and "F2 Save" not in trial.shown()
        await choose(trial, "paused")
        assert "Enter Go on" in trial.shown() and "F2 Save" in trial.shown()
        await choose(trial, "done")
        await trial.press("enter")
        await saved(trial)
        assert card_of(company, number).row.status == "done"


@pytest.mark.parametrize(
    ("typed", "told", "resume_on"),
    [
        ("1.9", "resumes Tue 01.09.2026 11:00", "2026-09-01"),
        ("01.09.2026 15:00", "resumes Tue 01.09.2026 15:00", "2026-09-01T12:00:00Z"),
        ("2026-09-01", "resumes Tue 01.09.2026 11:00", "2026-09-01"),
        ("10.01", "resumes Sun 10.01.2027 11:00", "2027-01-10"),
    ],
)
async def test_st_6_a_date_as_dispatchers_type_it_is_read_back_in_words(
    company: Store, typed: str, told: str, resume_on: str
) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"part", "enter", *typed)
        assert told in trial.shown()
        await trial.press("enter")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.status, row.status_comment, row.resume_on) == ("paused", "part", resume_on)


async def test_st_6_a_past_date_is_told_at_once_and_refused_at_its_field(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"part", "enter", *"2026-08-19")
        assert "must resume later than now" in trial.shown()
        await trial.press("enter")
        await trial.until(lambda: trial.app.screen.query("#resume-on .refusal.-told"))
        assert trial.shown().count("must resume later than now") == 1
        assert trial.app.focused is trial.app.screen.query_one("#resume-on Input")
        await trial.press("backspace", "backspace", *"31", "enter")
        await saved(trial)
        assert card_of(company, number).row.resume_on == "2026-08-31"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("19.08", "19.08 is past; give the year if 19.08.2027 is meant"),
        ("soon", "This is no moment: soon. Examples: 20.08, 20.08 15:00, 2026-08-20"),
    ],
)
async def test_st_6_a_day_just_past_or_no_day_is_refused_beside_the_field_and_nothing_is_saved(
    company: Store, typed: str, refusal: str
) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number, size=(120, 36)) as trial:
        dialog = await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"part", "enter", *typed, "enter")
        await trial.until(lambda: trial.app.screen.query("#resume-on .refusal.-told"))
        assert trial.shown().count(refusal) == 1
        assert trial.app.screen is dialog and trial.app.focused is dialog.query_one("#resume-on Input")
        assert card_of(company, number).row.status == "in_progress"


async def test_st_5_a_comment_from_before_is_shown_and_must_be_given_anew(company: Store) -> None:
    number = order(company, "belov", status="paused", comment="waits for a part")
    company.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("in_progress")))
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        assert "From before, to be given anew: waits for a part" in trial.shown()
        await trial.press("f2")
        await trial.until(lambda: "This change needs a comment" in trial.shown())
        assert trial.app.focused is trial.app.screen.query_one("#comment Input")
        await trial.press(*"again", "f2")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.status, row.status_comment) == ("paused", "again")


async def test_st_13_the_present_status_again_clears_a_comment_left_over(company: Store) -> None:
    number = order(company, "belov", status="paused", comment="waits for a part")
    company.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("in_progress")))
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "in_progress")
        await trial.press("enter")
        assert trial.app.screen.query_one("#comment Input", Input).value == "waits for a part"
        await trial.press("ctrl+u", "enter")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.status, row.status_comment) == ("in_progress", None)
    assert (history(company, number)[0].kind, history(company, number)[0].field) == ("edited", "status_comment")


async def test_st_13_the_date_of_a_pause_is_moved_and_nothing_new_is_refused(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    wish = StatusWish("paused", comment="part", resume_on="2026-09-01")
    company.perform(SYSTEM, lambda work: change_status(work, number, wish))
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("f2")
        await trial.until(lambda: "The order is in the status Paused already" in trial.shown())
        field = trial.app.screen.query_one("#resume-on Input", Input)
        assert field.value == "01.09.2026"
        field.focus()
        await trial.press("home", "delete", "delete", "0", "2", "enter")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.status, row.status_comment, row.resume_on) == ("paused", "part", "2026-09-02")


async def test_st_7_reasons_of_the_client_are_ticked_and_other_asks_for_a_comment(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "cancelled_by_client")
        assert "Reasons of the client (required)" in trial.shown()
        await trial.press("enter", "enter")
        await trial.until(lambda: "Name at least one reason" in trial.shown())
        await trial.press("space", "up", "space")
        assert "[✓]" in trial.shown()
        assert "Cancel comment (required)" in trial.shown()
        await trial.press("enter", *"moved away", "enter")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.status, set(row.cancel_reasons), row.cancel_comment) == (
        "cancelled_by_client",
        {"changed_mind", "other"},
        "moved away",
    )


async def test_st_5_for_reopened_a_comment_is_recommended_and_not_demanded(company: Store) -> None:
    number = order(company, "belov", status="done")
    async with card(company, number) as trial:
        await open_statuses(trial)
        assert "Say why it is opened again" in trial.shown()
        await trial.press("enter", "enter")
        await saved(trial)
        assert card_of(company, number).row.status == "reopened"


async def test_st_12_a_custom_status_stands_where_its_base_does(company: Store) -> None:
    company.perform(SYSTEM, lambda work: add_status(work, "waiting", "Waits for a part", based_on="in_progress"))
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "waiting")
        assert "Waits for a part" in trial.shown()
        await trial.press("enter")
        await saved(trial)
        assert card_of(company, number).row.status == "waiting"


async def test_the_settings_for_reasons_and_dates_are_told(company: Store) -> None:
    company.perform(SYSTEM, lambda work: set_setting(work, "cancel_reasons.collect", "no"))
    company.perform(SYSTEM, lambda work: set_setting(work, "resume_on.required", "yes"))
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        assert "Resume on (required)" in trial.shown()
        await choose(trial, "cancelled_by_client")
        assert "Reasons of the client (required)" not in trial.shown()
        await trial.press("f2")
        await saved(trial)
        assert card_of(company, number).row.status == "cancelled_by_client"


@pytest.mark.parametrize(("key", "status"), [("t", "in_progress"), ("m", "cancelled"), ("escape", "in_progress")])
async def test_st_11_a_status_given_meanwhile_is_shown_beside_yours(company: Store, key: str, status: str) -> None:
    number = order(company, "belov")
    async with card(company, number, size=(120, 36)) as trial:
        await open_statuses(trial)
        await choose(trial, "cancelled")
        await trial.press("enter", *"twice")
        admin = employee(company, "admin")
        company.perform(admin, lambda work: change_status(work, number, StatusWish("in_progress")))
        await trial.press("enter")
        await trial.until(shows(trial, ConflictDialog))
        text = trial.shown()
        assert "Cancelled" in text and "In progress" in text and "20.08.2026 11:00" in text
        await trial.press(key)
        if key != "m":
            await trial.until(shows(trial, StatusDialog))
            assert trial.app.screen.query_one("#comment Input", Input).value == "twice"
            assert "done" in offered(trial)
        else:
            await saved(trial)
    row = card_of(company, number).row
    assert row.status == status
    assert row.status_comment == ("twice" if key == "m" else None)


async def test_st_11_yours_where_the_present_status_does_not_lead_there_is_refused_in_words(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "done")
        admin = employee(company, "admin")
        company.perform(admin, lambda work: change_status(work, number, StatusWish("paused", comment="part")))
        await trial.press("enter")
        await trial.until(shows(trial, ConflictDialog))
        await trial.press("m")
        await trial.until(lambda: "From Paused an order does not go to Done" in trial.shown())
        assert card_of(company, number).row.status == "paused"


async def test_escape_changes_nothing(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    before = len(history(company, number))
    async with card(company, number) as trial:
        await open_statuses(trial)
        await trial.press("down", "enter", *"part", "escape")
        await saved(trial)
    assert len(history(company, number)) == before


async def test_r6_a_megabyte_is_refused_at_the_field_and_lines_are_joined(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "cancelled")
        await trial.press("enter", *"so ")
        trial.app.post_message(events.Paste("x" * 1_000_000))
        await trial.until(lambda: f"At most {TEXT} characters" in trial.shown())
        trial.app.post_message(events.Paste("one\ntwo [b]"))
        await trial.press("!", "enter")
        await saved(trial)
    assert card_of(company, number).row.status_comment == "so one two [b]!"


async def test_in_a_low_terminal_every_field_is_reached(company: Store) -> None:
    number = order(company)
    async with card(company, number, size=(40, 12)) as trial:
        await open_statuses(trial)
        await trial.press("enter", "space")
        assert "[✓]" in trial.shown() and "Enter Save" in trial.shown()
        trial.resize(20, 5)
        await trial.until(lambda: "needs" in trial.shown())
        trial.resize(80, 24)
        await trial.press("enter")
        await saved(trial)
    assert card_of(company, number).row.status == "in_progress"


async def test_st_11_a_pause_moved_by_two_shows_both_dates_in_words(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    pause = StatusWish("paused", comment="part", resume_on="2026-09-01")
    company.perform(SYSTEM, lambda work: change_status(work, number, pause))
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        trial.app.screen.query_one("#resume-on Input", Input).focus()
        await trial.press("home", "delete", "delete", "0", "5")
        again = StatusWish("paused", resume_on="2026-09-03T15:00")
        company.perform(employee(company, "admin"), lambda work: change_status(work, number, again))
        await trial.press("enter")
        await trial.until(shows(trial, ConflictDialog))
        assert "05.09.2026" in trial.shown() and "Thu 03.09.2026 15:00" in trial.shown()
        await trial.press("m")
        await saved(trial)
    assert card_of(company, number).row.resume_on == "2026-09-05"


async def test_what_is_typed_for_a_status_is_offered_again_and_goes_with_saving(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"no part", "enter", *"1.9", "escape")
        await trial.until(lambda: len(kept(company)) == 1)
        dialog = await open_statuses(trial)
        assert "This is what you typed at" in trial.shown()
        assert (dialog.form.chosen.code, dialog.form.comment.text, dialog.form.resume_on.text) == (
            "paused",
            "no part",
            "1.9",
        )
        assert "resumes Tue 01.09.2026 11:00" in trial.shown()
        await trial.press("f2")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.status, row.status_comment, row.resume_on) == ("paused", "no part", "2026-09-01")
    assert kept(company) == []


async def test_ticks_of_the_status_dialog_are_offered_again(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_statuses(trial)
        await trial.press("enter", *"ser", "space", "escape")
        await trial.until(lambda: len(kept(company)) == 1)
        dialog = await open_statuses(trial)
        assert dialog.form.executors == ["serov"]
        await choose(trial, "cancelled_by_client")
        await trial.press("enter", "space", "escape")
        await trial.until(lambda: "reasons" in kept(company)[0])
        dialog = await open_statuses(trial)
        assert (dialog.form.chosen.code, len(dialog.form.reasons.ticked)) == ("cancelled_by_client", 1)


async def test_what_was_typed_for_a_status_is_taken_back_by_a_key(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"no part", "enter", *"1.9", "escape")
        await trial.until(lambda: len(kept(company)) == 1)
        dialog = await open_statuses(trial)
        await trial.press("f8")
        await trial.until(lambda: not kept(company))
        assert "This is what you typed at" not in trial.shown()
        assert (dialog.form.chosen.code, dialog.form.comment.text, dialog.form.resume_on.text) == ("done", "", "")
        assert trial.app.focused is dialog.form.statuses
        await trial.press("escape")
        await saved(trial)
        assert not (await open_statuses(trial)).form.typed()


async def test_a_draft_whose_status_is_not_allowed_any_more_keeps_its_comment(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"no part", "escape")
        await trial.until(lambda: len(kept(company)) == 1)
        company.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("done")))
        dialog = await open_statuses(trial)
        assert (dialog.form.chosen.code, dialog.form.comment.text) == ("reopened", "no part")


async def test_st_11_a_draft_tells_what_another_has_changed_since_it_was_typed(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "in_progress")
        await trial.press("enter", *"mine", "escape")
        await trial.until(lambda: len(kept(company)) == 1)
        theirs = StatusWish("in_progress", comment="theirs")
        company.perform(employee(company, "admin"), lambda work: change_status(work, number, theirs))
        await open_statuses(trial)
        await trial.press("f2")
        await trial.until(shows(trial, ConflictDialog))
        assert "mine" in trial.shown() and "theirs" in trial.shown()
        await trial.press("t")
        await saved(trial)
        await trial.until(lambda: not kept(company))
    assert card_of(company, number).row.status_comment == "theirs"


async def test_a_refused_status_stays_kept(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "paused")
        await trial.press("enter", *"no part", "enter", *"2026-08-19", "f2")
        await trial.until(lambda: trial.app.screen.query("#resume-on .refusal.-told"))
        await trial.until(lambda: [one["comment"] for one in kept(company)] == ["no part"])


async def test_a_status_dialog_where_nothing_was_typed_keeps_nothing(company: Store) -> None:
    number = order(company, "belov", status="in_progress")
    async with card(company, number) as trial:
        await open_statuses(trial)
        await choose(trial, "in_progress")
        await trial.press("enter", "x", "backspace", "escape")
        await saved(trial)
    # The console has ended, so whatever it would keep is written.
    assert kept(company) == []
