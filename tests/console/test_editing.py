"""An order is edited in place by keyboard (ED-1, ED-2, ED-4, ST-11), at 80×24."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events

from ads_tui.console import type_ahead
from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.console.drafts import keeper_of
from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.conflict_dialog import ConflictDialog
from ads_tui.screens.edit_order.form import EditForm
from ads_tui.screens.edit_order.saving import SavingScreen
from ads_tui.screens.new_order.fields import Field, LineField
from ads_tui.services.drafts import drafts_of
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.console.desk import card, card_of, employee, history, make_company, shows
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial


@pytest.fixture
def company(desk: Store) -> Store:
    """The company without orders."""
    return furnish_once(desk, make_company)


def order(store: Store, *, status: str = "pending", **given: Any) -> int:
    wanted: dict[str, Any] = {"service": "cabin", "building": "oak1", "premise": "12", "client": "petrov"}
    wanted |= {"form": {"cabin": ["left"], "floor": ["2"]}} if given.get("service", "cabin") == "cabin" else {}
    new = NewOrder(**{**wanted, **given})
    number = store.perform(employee(store, "anna"), lambda work: create_order(work, new))
    if status == "in_progress":
        store.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("in_progress")))
    return number


def change(store: Store, number: int, login: str = "admin", **given: Any) -> None:
    store.perform(employee(store, login), lambda work: edit_order(work, number, Edit(**given)))


@asynccontextmanager
async def editing(
    store: Store, number: int, *, login: str = "anna", size: tuple[int, int] = (80, 24), key: str = "E"
) -> AsyncIterator[Trial]:
    async with card(store, number, login=login, size=size) as trial:
        await trial.press(key)
        await trial.until(shows(trial, SavingScreen))
        yield trial


def form(trial: Trial) -> EditForm:
    return trial.app.screen.query_one(EditForm)


def line(trial: Trial, key: str) -> str:
    field = form(trial).field(key)
    assert isinstance(field, LineField)
    return field.line.value


async def go_to(trial: Trial, key: str) -> None:
    """Go to a field by the keys that go there, whatever is offered on the way."""
    for _each in range(30):
        if place(trial) == key:
            return
        await trial.press("tab")
    raise AssertionError(key)


def place(trial: Trial) -> str:
    focused = trial.app.focused
    return next(widget.key for widget in focused.ancestors if isinstance(widget, Field)) if focused else ""


def refused(trial: Trial) -> dict[str, str]:
    return {
        field.key: str(field.query_one(".refusal").render())
        for field in form(trial).fields
        if field.has_class("-refused")
    }


async def saved(trial: Trial) -> None:
    await trial.until(shows(trial, CardScreen))


def edits(store: Store, number: int) -> dict[str | None, tuple[object, object, str | None]]:
    """What history has of edits, by field."""
    return {one.field: (one.from_, one.to, one.by) for one in history(store, number) if one.kind == "edited"}


async def test_ed_1_the_fields_hold_the_order(company: Store) -> None:
    number = order(company, due="2026-08-21T18:00", visit="2026-08-21T10:00..12:00")
    async with editing(company, number) as trial:
        told = {field.key: field.values for field in form(trial).fields if not field.has_class("-gone")}
        assert told == {
            "client": ["Petrov Andrey"],
            "building": ["Oak street, 1"],
            "premise": ["12"],
            "service": ["Cabin stands"],
            "form.cabin": ["left"],
            "form.floor": ["2"],
            "form.signs": [],
            "priority": ["normal"],
            "department": ["lifts"],
            "visit": ["2026-08-21T10:00..2026-08-21T12:00"],
            "due": ["2026-08-21T18:00"],
        }
        assert form(trial).edit(confirm=False).is_empty
        await trial.press("ctrl+s")
        await saved(trial)
        assert trial.toasts == ["Nothing was changed"]
    assert edits(company, number) == {}


async def test_ed_1_all_changed_fields_are_saved_in_one_transaction_with_history(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "premise")
        await trial.press(*"13", "enter")
        await go_to(trial, "form.cabin")
        await trial.press(*"right", "enter")
        await go_to(trial, "form.signs")
        await trial.press("space")
        await go_to(trial, "due")
        await trial.press(*"22.08 18:00")
        await go_to(trial, "priority")
        await trial.press(*"high", "enter")
        await trial.press("ctrl+s")
        await saved(trial)
    found = card_of(company, number)
    assert found.row.premise and found.row.premise.name == "13"
    assert found.form == {"cabin": "right", "floor": 2, "signs": ["smoke"]}
    assert (found.row.priority, found.row.due_at.isoformat() if found.row.due_at else "") == (
        "high",
        "2026-08-22T15:00:00+00:00",
    )
    written = edits(company, number)
    assert set(written) == {"premise", "form.cabin", "form.signs", "due_at", "priority"}
    assert {by for _from, _to, by in written.values()} == {"anna"}
    assert len({one.at for one in history(company, number) if one.kind == "edited"}) == 1


async def test_fields_are_emptied_and_history_says_so(company: Store) -> None:
    number = order(company, due="2026-08-21T18:00", visit="2026-08-21T10:00")
    async with editing(company, number) as trial:
        for key in ("client", "premise", "form.floor", "visit", "due", "department"):
            await go_to(trial, key)
            await trial.press("end", "ctrl+u")
        await trial.press("ctrl+s")
        await saved(trial)
    found = card_of(company, number)
    assert (found.row.client, found.row.premise, found.row.visit_from, found.row.due_at) == (None, None, None, None)
    assert (found.row.department, found.form) == (None, {"cabin": "left"})


async def test_enter_leads_through_the_fields_and_saves_in_the_last(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "department")
        await trial.press(*"water", "enter")
        assert place(trial) == "visit"
        await trial.press("enter", *"22.08 18:00", "enter")
        await saved(trial)
    row = card_of(company, number).row
    assert row.department and row.due_at
    assert (row.department.code, row.visit_from) == ("water", None)


async def test_under_a_russian_layout(company: Store) -> None:
    number = order(company)
    async with editing(company, number, key="У") as trial:
        await go_to(trial, "building")
        # "oak 2" by the same keys.
        await trial.press(*"щфл 2", "enter")
        await trial.press("ctrl+ы")
        await saved(trial)
    row = card_of(company, number).row
    assert (row.building.code, row.premise) == ("oak2", None)


async def test_ed_1_a_premise_of_the_same_number_in_another_building_is_another(company: Store) -> None:
    from tests.housing import add_thing

    add_thing(company, "premise", "oak2-12", "12", building="oak2")
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "building")
        await trial.press(*"oak 2", "enter")
        await trial.until(lambda: place(trial) == "premise")
        await trial.press(*"12", "enter", "ctrl+s")
        await saved(trial)
    row = card_of(company, number).row
    assert row.premise and (row.building.code, row.premise.code) == ("oak2", "oak2-12")


async def test_ed_1_the_client_is_another_or_written_down(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await trial.press(*"double", "enter", "ctrl+s")
        await saved(trial)
        client = card_of(company, number).row.client
        assert client and client.code == "double"
        await trial.press("E")
        await trial.until(shows(trial, SavingScreen))
        await trial.press(*"somebody new", "enter")
        await go_to(trial, "client_phone")
        await trial.press(*"9165554433")
        await trial.press("ctrl+s")
        await saved(trial)
    row = card_of(company, number).row
    assert row.client
    assert (row.client.name, row.client.phone, row.client.registered) == ("somebody new", "+79165554433", False)
    assert row.premise and row.premise.name == "12"


async def test_ed_1_a_client_written_down_keeps_his_contacts_when_his_name_changes(company: Store) -> None:
    given: dict[str, Any] = {
        "client": None,
        "client_name": "Ivan",
        "client_phone": "+7 916 555-44-33",
        "client_email": "i@example.org",
    }
    number = order(company, **given)
    async with editing(company, number) as trial:
        assert (line(trial, "client_name"), line(trial, "client_email")) == ("Ivan", "i@example.org")
        await go_to(trial, "client_name")
        await trial.press("end", *"ov", "ctrl+s")
        await saved(trial)
    client = card_of(company, number).row.client
    assert client and (client.name, client.phone, client.email) == ("Ivanov", "+79165554433", "i@example.org")


async def test_ed_1_a_closed_order_says_why_it_cannot_be_edited(company: Store) -> None:
    number = order(company)
    company.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("cancelled", comment="twice")))
    async with card(company, number) as trial:
        await trial.press("E")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == [f"Order {number} is closed: reopen it first"]
        await trial.until(shows(trial, CardScreen))


async def test_ed_2_another_service_keeps_answers_of_the_same_key_and_type_and_asks_the_rest(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "service")
        await trial.press(*"flood", "enter")
        await trial.until(lambda: form(trial).field("form.words") is not None)
        assert line(trial, "form.floor") == "2"
        assert line(trial, "department") == ""
        await trial.press("ctrl+s")
        await trial.until(lambda: refused(trial))
        assert list(refused(trial)) == ["form.words"]
        assert place(trial) == "form.words"
        await trial.press(*"Help", "ctrl+s")
        await saved(trial)
    found = card_of(company, number)
    assert (found.row.service.code, found.form) == ("flood", {"floor": 2, "words": "Help"})
    assert found.row.department and found.row.department.code == "water"
    assert edits(company, number)["form.cabin"][:2] == ("left", None)


async def test_ed_2_back_at_the_old_service_nothing_has_changed(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "service")
        await trial.press(*"flood", "enter")
        await trial.until(lambda: form(trial).field("form.words") is not None)
        await go_to(trial, "service")
        await trial.press(*"cabin", "enter")
        await trial.until(lambda: form(trial).field("form.cabin") is not None)
        assert form(trial).edit(confirm=False).is_empty
        assert line(trial, "department") == "Lifts"


async def test_ed_2_executors_who_do_not_fit_are_dropped_after_asking_by_name(company: Store) -> None:
    number = order(company, executors=("belov",))
    async with editing(company, number) as trial:
        await go_to(trial, "department")
        await trial.press(*"water", "enter", "ctrl+s")
        await trial.until(shows(trial, ConfirmDialog))
        assert "belov" in trial.shown()
        await trial.press("n")
        await trial.until(shows(trial, SavingScreen))
        assert card_of(company, number).row.executors == ("belov",)
        assert line(trial, "department") == "Water"
        await trial.press("ctrl+s")
        await trial.until(shows(trial, ConfirmDialog))
        await trial.press("y")
        await saved(trial)
    row = card_of(company, number).row
    assert row.department and (row.department.code, row.executors) == ("water", ())


async def test_ed_2_where_the_last_would_go_a_new_one_is_named_in_the_same_change(company: Store) -> None:
    number = order(company, executors=("belov",), status="in_progress")
    async with editing(company, number) as trial:
        await go_to(trial, "department")
        await trial.press(*"water", "enter", "ctrl+s")
        await trial.until(shows(trial, ConfirmDialog))
        await trial.press("y")
        await trial.until(lambda: place(trial) == "executor")
        assert list(refused(trial)) == ["executor"]
        assert card_of(company, number).row.executors == ("belov",)
        await trial.press(*"vod", "enter", "ctrl+s")
        await saved(trial)
    row = card_of(company, number).row
    assert row.department and (row.department.code, row.executors) == ("water", ("vodin",))


async def test_a_refusal_is_told_at_its_field_and_nothing_typed_is_lost(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "form.floor")
        await trial.press("end", *"99")
        await go_to(trial, "due")
        await trial.press(*"never", "ctrl+s")
        await trial.until(lambda: list(refused(trial)) == ["due"])
        assert (line(trial, "form.floor"), line(trial, "due"), place(trial)) == ("299", "never", "due")
        await trial.press("end", "ctrl+u", "ctrl+s")
        await trial.until(lambda: list(refused(trial)) == ["form.floor"])
        assert line(trial, "form.floor") == "299"
        assert edits(company, number) == {}


# Two on one order


async def test_st_11_different_fields_of_two_both_succeed(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        change(company, number, priority="high")
        await go_to(trial, "form.floor")
        await trial.press("end", *"1", "ctrl+s")
        await saved(trial)
    found = card_of(company, number)
    assert (found.row.priority, found.form["floor"]) == ("high", 21)


@pytest.mark.parametrize(("key", "floor"), [("m", 21), ("t", 7), ("escape", 7)])
async def test_st_11_the_same_field_is_shown_side_by_side(company: Store, key: str, floor: int) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "form.floor")
        await trial.press("end", *"1")
        await go_to(trial, "form.cabin")
        await trial.press(*"right", "enter")
        change(company, number, form={"floor": ["7"]}, priority="high")
        await trial.press("ctrl+s")
        await trial.until(shows(trial, ConflictDialog))
        text = trial.shown()
        assert "Floor" in text and "21" in text and "7" in text and "20.08.2026 11:00" in text
        assert "Priority" not in text
        await trial.press(key)
        if key == "escape":
            await trial.until(shows(trial, SavingScreen))
            assert (line(trial, "form.floor"), line(trial, "form.cabin")) == ("21", "The right one")
            return
        await saved(trial)
    found = card_of(company, number)
    assert (found.form, found.row.priority) == ({"cabin": "right", "floor": floor}, "high")


async def test_st_11_clients_and_moments_are_told_as_people_read_them(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await trial.press(*"somebody new", "enter")
        await go_to(trial, "due")
        await trial.press(*"22.08 18:00")
        change(company, number, client="double", due="2026-08-23T10:00")
        await trial.press("ctrl+s")
        await trial.until(shows(trial, ConflictDialog))
        text = trial.shown()
        assert "somebody new" in text and "Anna Double" in text and "2026-08-23 10:00" in text
        await trial.press("m")
        await saved(trial)
    row = card_of(company, number).row
    assert row.client and row.due_at
    assert (row.client.name, row.due_at.isoformat()) == ("somebody new", "2026-08-22T15:00:00+00:00")


async def test_st_11_an_executor_added_meanwhile_is_not_dropped_unseen(company: Store) -> None:
    from ads_tui.services.assignment import change_executors

    number = order(company, executors=("belov",))
    async with editing(company, number) as trial:
        await go_to(trial, "department")
        await trial.press(*"water", "enter")
        company.perform(employee(company, "admin"), lambda work: change_executors(work, number, ["serov"]))
        await trial.press("ctrl+s")
        await trial.until(shows(trial, ConflictDialog))
        assert "serov" in trial.shown()
        await trial.press("m")
        await trial.until(shows(trial, ConfirmDialog))
        assert "belov, serov" in trial.shown()


# Drafts


async def test_what_is_typed_is_kept_and_offered_again(company: Store) -> None:
    number = order(company)
    anna = employee(company, "anna")
    async with editing(company, number) as trial:
        await go_to(trial, "service")
        await trial.press(*"flood", "enter")
        await trial.until(lambda: form(trial).field("form.words") is not None)
        await go_to(trial, "form.words")
        await trial.press(*"Help")
        await go_to(trial, "premise")
        await trial.press("ctrl+u", "escape")
        await trial.until(shows(trial, CardScreen))
        keeper_of(trial.app).flush(20)
    change(company, number, premise="13")
    async with editing(company, number) as trial:
        assert "This is what you typed at 11:00" in trial.shown()
        assert [line(trial, key) for key in ("service", "form.words", "form.floor")] == ["Flood", "Help", "2"]
        assert line(trial, "premise") == ""
        await trial.press("ctrl+s")
        # The draft was made from the order before the other changed it.
        await trial.until(shows(trial, ConflictDialog))
        await trial.press("m")
        await saved(trial)
        with company.reading(anna) as reading:
            assert drafts_of(reading) == []
    found = card_of(company, number)
    assert (found.row.service.code, found.row.premise, found.form) == ("flood", None, {"floor": 2, "words": "Help"})


async def test_taking_back_shows_the_order_again_and_throws_the_draft_away(company: Store) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        await go_to(trial, "form.floor")
        await trial.press("end", *"1", "f8")
        await trial.until(lambda: line(trial, "form.floor") == "2")
        keeper_of(trial.app).flush(20)
        with company.reading(employee(company, "anna")) as reading:
            assert drafts_of(reading) == []


async def test_the_next_key_follows_at_once_on_taking_a_service_back(
    company: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = order(company)
    async with editing(company, number) as trial:
        # A key that nobody says is done holds up the next for longer than a trial waits.
        monkeypatch.setattr(type_ahead, "_LONGEST_S", 600)
        await go_to(trial, "service")
        await trial.press(*"flood")
        await trial.until(lambda: "Flood" in trial.shown())
        await trial.press("enter")
        await trial.until(lambda: form(trial).field("form.words") is not None)
        await go_to(trial, "form.words")
        await trial.press(*"Help", "f8", "tab")
        await trial.until(lambda: form(trial).field("form.words") is None)
        assert form(trial).changed() == {}
        assert trial.app.focused is not None and trial.app.is_at_rest


# Bad input and small terminals


async def test_r6_hostile_text_and_a_megabyte_do_no_harm(company: Store) -> None:
    number = order(company, service="flood", form={"words": ["[b]bold[/b]"]})
    async with editing(company, number) as trial:
        assert line(trial, "form.words") == "[b]bold[/b]"
        await go_to(trial, "form.words")
        trial.app.post_message(events.Paste("x" * 1_000_000))
        await trial.until(lambda: "form.words" in refused(trial))
        assert line(trial, "form.words") == "[b]bold[/b]"
        trial.app.post_message(events.Paste("y" * 10_001))
        await trial.press("ctrl+s")
        await trial.until(lambda: "the longest allowed" in refused(trial).get("form.words", ""))
        assert len(line(trial, "form.words")) > 10_000
        trial.resize(20, 5)
        await trial.until(lambda: "needs" in trial.shown())
        trial.resize(80, 24)
        await trial.press("escape")
        await saved(trial)


async def test_an_executor_may_edit_what_he_may_not_create(company: Store) -> None:
    number = order(company, executors=("belov",))
    async with editing(company, number, login="belov") as trial:
        await go_to(trial, "service")
        await trial.press(*"cabin", "enter")
        await go_to(trial, "form.floor")
        await trial.press("end", *"1", "ctrl+s")
        await saved(trial)
    assert card_of(company, number).form["floor"] == 21


async def test_an_observer_has_no_such_key(company: Store) -> None:
    from tests.housing import add_employee

    add_employee(company, "olga", role="observer")
    number = order(company)
    async with card(company, number, login="olga") as trial:
        await trial.press("E", "c", "x")
        assert isinstance(trial.app.screen, CardScreen)
