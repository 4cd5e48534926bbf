"""Executors and controllers are ticked by keyboard, with their load (PE-1 … PE-5), at 80×24."""

import pytest
from textual import events
from textual.widgets import Input

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.conflict_dialog import ConflictDialog
from ads_tui.screens.controllers_dialog import ControllersDialog
from ads_tui.screens.executors_dialog import ExecutorsDialog
from ads_tui.screens.people_list import PeopleList
from ads_tui.services.assignment import change_controllers, change_executors
from ads_tui.services.drafts import drafts_of, keep_draft
from ads_tui.services.employees import set_employee
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Store
from tests.console.desk import card, card_of, employee, history, make_company, shows
from tests.console.furnishing import furnish_once
from tests.console.trial import Trial
from tests.housing import add_employee, add_order


@pytest.fixture
def company(desk: Store) -> Store:
    """The company without orders."""
    return furnish_once(desk, make_company)


def order(store: Store, service: str = "lift", *executors: str) -> int:
    return add_order(store, employee(store, "anna"), service, "oak1", *executors)


def lines(trial: Trial) -> list[str]:
    """The lines with people, as they are shown."""
    found = [line for line in trial.lines() if "[ ]" in line or "[✓]" in line]
    return [line[line.index("[") :].split("│")[0].strip() for line in found]


async def open_people(trial: Trial, key: str, kind: type) -> PeopleList:
    await trial.press(key)
    await trial.until(shows(trial, kind))
    return trial.app.screen.query_one(PeopleList)


async def test_pe_2_the_least_loaded_come_first_with_bar_number_and_ticks_without_colour(company: Store) -> None:
    for _each in range(3):
        order(company, "lift", "belov")
    order(company, "lift", "serov")
    number = order(company, "lift", "belov")
    async with card(company, number) as trial:
        await open_people(trial, "x", ExecutorsDialog)
        shown = lines(trial)
        assert [line.split("(")[1].split(")")[0] for line in shown] == ["belov", "tikhov", "serov"]
        assert shown[0].startswith("[✓]   4 ▮▮▮▮▯▯▯▯▯▯  Belov (belov)")
        assert shown[1].startswith("[ ]   0 ▯▯▯▯▯▯▯▯▯▯  Tikhov (tikhov)")


async def test_letters_narrow_space_ticks_enter_saves(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await trial.press("x", *"se", "space", *"tik", "space", "enter")
        await trial.until(shows(trial, CardScreen))
        assert set(card_of(company, number).row.executors) == {"serov", "tikhov"}
        newest = history(company, number)[0]
        assert (newest.kind, newest.by, newest.to) == ("executors", "anna", ["serov", "tikhov"])


async def test_letters_of_a_russian_layout_narrow_too(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        # "se" by the same keys.
        await trial.press("ч", *"ыу", "space", "enter")
        await trial.until(shows(trial, CardScreen))
        assert card_of(company, number).row.executors == ("serov",)


async def test_pe_1_at_the_maximum_it_says_so_and_keeps_the_ticks(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        people = await open_people(trial, "x", ExecutorsDialog)
        await trial.press("space", "down", "space", "down", "space")
        assert "At most 2 at once" in trial.shown()
        assert people.ticked == ["belov", "serov"]
        await trial.press("escape")
        assert card_of(company, number).row.executors == ()


async def test_pe_3_the_only_executor_of_a_service_for_one_is_replaced_by_one_tick(company: Store) -> None:
    add_order(company, employee(company, "anna"), "flood" if False else "leak", "oak1", "vodin")
    add_employee(company, "zorin", department="water")
    number = order(company, "leak", "vodin")
    company.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("in_progress")))
    async with card(company, number) as trial:
        people = await open_people(trial, "x", ExecutorsDialog)
        await trial.press(*"zor", "space")
        assert people.ticked == ["zorin"]
        await trial.press("enter")
        await trial.until(shows(trial, CardScreen))
        assert card_of(company, number).row.executors == ("zorin",)


async def test_pe_3_the_last_executor_cannot_be_unticked_in_progress(company: Store) -> None:
    number = order(company, "lift", "belov")
    company.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("in_progress")))
    async with card(company, number) as trial:
        await open_people(trial, "x", ExecutorsDialog)
        await trial.press("space", "enter")
        await trial.until(lambda: "can be replaced, not removed" in trial.shown())
        assert card_of(company, number).row.executors == ("belov",)


async def test_a_pending_order_may_lose_its_only_executor(company: Store) -> None:
    number = order(company, "lift", "belov")
    async with card(company, number) as trial:
        await trial.press("x", "space", "enter")
        await trial.until(shows(trial, CardScreen))
        assert card_of(company, number).row.executors == ()


async def test_one_who_would_not_be_offered_now_is_there_and_says_so(company: Store) -> None:
    number = order(company, "lift", "belov", "serov")
    company.perform(SYSTEM, lambda work: set_employee(work, "belov", "department", "water"))
    async with card(company, number) as trial:
        people = await open_people(trial, "x", ExecutorsDialog)
        assert set(people.ticked) == {"belov", "serov"}
        (line,) = [line for line in lines(trial) if "belov" in line]
        assert line.endswith("would not be offered now")


async def test_pe_1_people_of_a_closed_order_are_refused_at_once(company: Store) -> None:
    number = order(company, "lift")
    company.perform(SYSTEM, lambda work: change_status(work, number, StatusWish("cancelled", comment="twice")))
    async with card(company, number) as trial:
        await trial.press("x")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["People of an order that is not open cannot be changed"]
        await trial.until(shows(trial, CardScreen))


async def test_pe_5_controllers_are_ticked_from_every_department(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_people(trial, "c", ControllersDialog)
        assert any("0 ▯▯▯▯▯▯▯▯▯▯  Vodin (vodin)" in line for line in lines(trial))
        await trial.press(*"vod", "space", "enter")
        await trial.until(shows(trial, CardScreen))
        assert card_of(company, number).row.controllers == ("vodin",)
        assert history(company, number)[0].kind == "controllers"
        await trial.press("c", "space", "enter")
        await trial.until(shows(trial, CardScreen))
        assert card_of(company, number).row.controllers == ()


async def test_pe_5_where_the_service_has_no_controllers_it_says_so(company: Store) -> None:
    number = order(company, "leak")
    async with card(company, number) as trial:
        await trial.press("c")
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["Orders of the service Leak have no controllers"]


async def test_the_mouse_ticks_too(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        people = await open_people(trial, "x", ExecutorsDialog)
        await trial.pilot.click("TickList", offset=(8, 1))
        await trial.until(lambda: people.ticked == ["serov"])


async def test_r6_a_hostile_name_is_text_and_a_pasted_megabyte_does_no_harm(company: Store) -> None:
    company.perform(SYSTEM, lambda work: set_employee(work, "belov", "name", "Evil [b]name[/b]"))
    number = order(company)
    async with card(company, number) as trial:
        people = await open_people(trial, "x", ExecutorsDialog)
        assert "Evil [b]name[/b]" in trial.shown()
        trial.app.post_message(events.Paste("x" * 1_000_000))
        await trial.press(*"zz")
        assert "Nobody is called like that" in trial.shown()
        assert len(people.query_one(Input).value) <= 60


async def test_st_11_an_executor_added_meanwhile_is_shown_beside_yours_and_the_ticks_stay(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        people = await open_people(trial, "x", ExecutorsDialog)
        company.perform(employee(company, "admin"), lambda work: change_executors(work, number, ["serov"]))
        await trial.press("space", "enter")
        await trial.until(shows(trial, ConflictDialog))
        text = trial.shown()
        assert "Belov" in text and "Serov" in text and "20.08.2026 11:00" in text
        await trial.press("escape")
        await trial.until(shows(trial, ExecutorsDialog))
        assert people.ticked == ["belov"]
        assert card_of(company, number).row.executors == ("serov",)


@pytest.mark.parametrize(("key", "executors"), [("m", ("belov",)), ("t", ("serov",)), ("ь", ("belov",))])
async def test_st_11_yours_or_theirs_stay(company: Store, key: str, executors: tuple[str, ...]) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_people(trial, "x", ExecutorsDialog)
        company.perform(employee(company, "admin"), lambda work: change_executors(work, number, ["serov"]))
        await trial.press("space", "enter")
        await trial.until(shows(trial, ConflictDialog))
        await trial.press(key)
        await trial.until(shows(trial, CardScreen))
        assert card_of(company, number).row.executors == executors


async def test_st_11_a_controller_added_meanwhile_is_a_conflict_too(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_people(trial, "c", ControllersDialog)
        company.perform(employee(company, "admin"), lambda work: change_controllers(work, number, ["serov"]))
        await trial.press(*"vod", "space", "enter")
        await trial.until(shows(trial, ConflictDialog))
        assert card_of(company, number).row.controllers == ("serov",)


async def test_what_was_ticked_is_forgotten_by_whoever_closes_without_saving(company: Store) -> None:
    number = order(company)
    async with card(company, number) as trial:
        await open_people(trial, "x", ExecutorsDialog)
        await trial.press("space", "escape")
        await trial.until(shows(trial, CardScreen))
        people = await open_people(trial, "x", ExecutorsDialog)
        assert people.ticked == []
        assert "These were ticked" not in trial.shown()
        await trial.press("escape")
        await trial.until(shows(trial, CardScreen))
    with company.reading(employee(company, "anna")) as reading:
        assert drafts_of(reading) == []


async def test_st_11_kept_ticks_do_not_take_away_whom_another_has_added_since(company: Store) -> None:
    number = order(company)
    version = card_of(company, number).row.version
    kept = {"ticked": ["belov"], "version": version}
    company.perform(employee(company, "anna"), lambda work: keep_draft(work, "executors", str(number), kept))
    company.perform(employee(company, "admin"), lambda work: change_executors(work, number, ["serov"]))
    async with card(company, number) as trial:
        people = await open_people(trial, "x", ExecutorsDialog)
        await trial.until(lambda: "These were ticked at" in trial.shown())
        assert people.ticked == ["belov"]
        await trial.press("enter")
        await trial.until(shows(trial, ConflictDialog))
        assert card_of(company, number).row.executors == ("serov",)
