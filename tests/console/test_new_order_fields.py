"""The fields of a new order: answers narrowed, dates and phones as typed, refusals in words (CR-3, CR-12)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events

from ads_tui.domain.actors import SYSTEM
from ads_tui.screens.new_order.searching import SearchField
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.store.work import Store
from tests.console.calls import card_of, form, house, line, new_order, open_form, place, refused, saved
from tests.console.trial import Trial
from tests.housing import add_thing, orders_of

__all__ = ["house"]

MORE = """
[[field]]
key = "since"
label = "Since"
kind = "date"
[[field]]
key = "depth"
label = "Depth"
kind = "number"
min = 0.5
[[field]]
key = "callback"
label = "Call back"
kind = "phone"
"""


@asynccontextmanager
async def asked(store: Store, service: str = "cabin") -> AsyncIterator[Trial]:
    """A form in the first question of a service, for a client who is known."""
    async with new_order(store) as trial:
        await trial.press(*"petrov", "enter", *service, "enter")
        await trial.until(lambda: place(trial).startswith("form."))
        yield trial


def offered(trial: Trial, key: str) -> list[str]:
    field = form(trial).form.field(key)
    assert isinstance(field, SearchField)
    return [offer.title for offer in field.below.offers] if field.open else []


async def go_to(trial: Trial, key: str) -> None:
    field = form(trial).form.field(key)
    assert field is not None
    form(trial).form.focus_field(field)
    await trial.until(lambda: place(trial) == key)


async def paste(trial: Trial, text: str) -> None:
    trial.app.post_message(events.Paste(text))
    await trial.pilot.pause()
    await trial.until(lambda: trial.app.is_at_rest)


async def test_cr_3_a_choice_lists_its_answers_at_once_and_takes_one_by_down(house: Store) -> None:
    async with asked(house) as trial:
        assert offered(trial, "form.cabin") == ["The left one", "The right one"]
        assert "The right one" in trial.shown()
        await trial.press("down", "down", "enter")
        assert line(trial, "form.cabin") == "The right one"
        assert place(trial) == "form.floor"


async def test_cr_3_enter_alone_answers_nothing(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press("enter")
        assert (line(trial, "form.cabin"), place(trial)) == ("", "form.floor")


async def test_cr_3_letters_narrow_the_answers_and_leaving_takes_the_only_one(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press(*"rig")
        assert offered(trial, "form.cabin") == ["The right one"]
        await trial.press("tab")
        assert line(trial, "form.cabin") == "The right one"
        assert form(trial).form.typed.new_order().form["cabin"] == ["right"]


async def test_cr_3_what_is_no_answer_is_refused_by_captions_when_the_field_is_left(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press(*"middle", "tab")
        assert refused(trial) == {"form.cabin": "middle is not offered; choose from: The left one, The right one"}
        await trial.press("ctrl+s")
        await trial.until(lambda: place(trial) == "form.cabin")
        assert "left," not in refused(trial)["form.cabin"]
        assert line(trial, "form.cabin") == "middle"


async def test_cr_1_a_priority_that_is_none_is_refused_by_captions(house: Store) -> None:
    async with asked(house) as trial:
        await go_to(trial, "priority")
        assert offered(trial, "priority") == ["Low", "Normal", "High", "Emergency"]
        await trial.press(*"soon", "ctrl+s")
        await trial.until(lambda: "priority" in refused(trial))
        assert refused(trial)["priority"] == "soon is not offered; choose from: Low, Normal, High, Emergency"
        await go_to(trial, "priority")
        assert trial.shown().count("soon is not offered") == 1
        # As while it is typed.
        await trial.press("x")
        assert trial.shown().count("soonx is not offered") == 1


async def test_whoever_comes_back_to_what_is_typed_stands_behind_it(house: Store) -> None:
    async with new_order(house) as trial:
        for key in ("visit", "due", "priority"):
            await go_to(trial, key)
            await trial.press(*"soon")
        await trial.press("escape")
        await open_form(trial)
        for key in ("visit", "due", "priority"):
            await go_to(trial, key)
            await trial.press(*"er")
            assert line(trial, key) == "sooner"
            await trial.press("ctrl+u")
            assert line(trial, key) == ""


async def test_cr_1_the_bar_stands_on_the_default_and_moves_from_there(house: Store) -> None:
    async with asked(house) as trial:
        await go_to(trial, "priority")
        await trial.press("down", "enter")
        assert form(trial).form.typed.new_order().priority == "high"


async def test_cr_3_several_are_ticked_by_space_and_by_letters(house: Store) -> None:
    async with asked(house) as trial:
        await go_to(trial, "form.signs")
        await trial.press(*"noi", "enter")
        assert form(trial).form.typed.new_order().form["signs"] == ["noise"]
        assert offered(trial, "form.signs") == ["smoke", "noise"]
        await trial.press("up", "space")
        assert form(trial).form.typed.new_order().form["signs"] == ["smoke", "noise"]
        assert "[✓] smoke" in trial.shown()
        await trial.press("space", "tab")
        assert form(trial).form.typed.new_order().form["signs"] == ["noise"]
        assert "✓ noise" in trial.shown()
        assert "✓ smoke" not in trial.shown()


async def test_cr_3_letters_that_tick_nothing_are_refused_not_lost(house: Store) -> None:
    async with asked(house) as trial:
        await go_to(trial, "form.signs")
        await trial.press(*"fog", "tab")
        assert refused(trial) == {"form.signs": "fog is not offered; choose from: smoke, noise"}
        assert line(trial, "form.signs") == "fog"


@pytest.mark.parametrize(("keys", "answer"), [("y", "yes"), ("yes", "yes"), ("no", "no"), ("yn", "no"), ("N", "no")])
async def test_cr_3_yes_and_no_are_one_key_each(house: Store, keys: str, answer: str) -> None:
    async with asked(house) as trial:
        await go_to(trial, "form.stuck")
        await trial.press(*keys)
        assert (line(trial, "form.stuck"), place(trial)) == (answer, "form.stuck")
        assert form(trial).form.typed.new_order().form["stuck"] == [answer]
        await trial.press("backspace")
        assert "stuck" not in form(trial).form.typed.new_order().form


async def test_cr_3_a_bad_number_is_told_at_once_and_the_bounds_before(house: Store) -> None:
    async with asked(house) as trial:
        assert "1 to 25" in trial.shown()
        await trial.press("tab", *"26", "tab")
        assert refused(trial) == {"form.floor": "The largest number here is 25"}
        await trial.press("shift+tab", "backspace")
        assert refused(trial) == {}


async def test_cr_3_dates_decimals_and_phones_are_taken_as_people_type_them(house: Store) -> None:
    add_thing(house, "service", "more", "More asked", form=MORE)
    async with asked(house, "more") as trial:
        await trial.press(*"20.08", "enter", *"1,5", "enter", *"9161234567", "enter")
        shown = [line(trial, f"form.{key}") for key in ("since", "depth", "callback")]
        assert shown == ["2026-08-20", "1.5", "8 (916) 123-45-67"]
        await trial.press("ctrl+s")
        essence = card_of(house, await saved(trial)).row.essence
        assert essence == "Since: 2026-08-20 · Depth: 1.5 · Call back: 8 (916) 123-45-67"


async def test_cr_1_due_and_visit_are_typed_day_first_and_an_odd_one_is_refused_with_such_examples(
    house: Store,
) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", *"master", "enter")
        await trial.until(lambda: place(trial) == "visit")
        await trial.press(*"21.08 10-12", "tab", *"someday", "tab")
        assert line(trial, "visit") == "2026-08-21 10:00..12:00"
        assert refused(trial) == {"due": "This is no moment: someday. Examples: 20.08, 20.08 18:00, 18:00"}
        await go_to(trial, "due")
        await trial.press("ctrl+u", *"19.08", "ctrl+s")
        await trial.until(lambda: refused(trial))
        assert refused(trial) == {"due": "19.08 is past; give the year if 19.08.2027 is meant"}
        await trial.press("ctrl+u", *"18:00", "ctrl+s")
        row = card_of(house, await saved(trial)).row
        assert row.visit_from and row.visit_to and row.due_at
        moments = [moment.isoformat(timespec="minutes") for moment in (row.visit_from, row.visit_to, row.due_at)]
        assert moments == ["2026-08-21T07:00+00:00", "2026-08-21T09:00+00:00", "2026-08-20T15:00+00:00"]


async def test_cr_4_an_unregistered_client_may_have_an_e_mail_and_enter_passes_it_over(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"9165554433", "enter", *"Somebody New", "enter")
        await trial.until(lambda: place(trial) == "building")
        await go_to(trial, "client_email")
        await trial.press(*"no address", "tab")
        assert refused(trial) == {"client_email": "This is no e-mail address: no address"}
        await go_to(trial, "client_email")
        await trial.press("ctrl+u", *"new@example.org", "tab", *"oak 1", "enter", "enter", *"leak", "enter", "ctrl+s")
        client = card_of(house, await saved(trial)).row.client
        assert client and (client.name, client.email) == ("Somebody New", "new@example.org")


async def test_cr_4_a_call_of_somebody_unknown_takes_seven_keys(house: Store) -> None:
    async with new_order(house) as trial:
        # The first of the seven was `n`.
        await trial.press(*"9165554433", "enter", *"Somebody New", "enter", *"oak 1", "enter", *"12", "enter")
        await trial.press(*"leak", "enter", "ctrl+s")
        row = card_of(house, await saved(trial)).row
        assert row.client and row.premise
        assert (row.client.phone, row.premise.name, row.service.code) == ("+79165554433", "12", "leak")


async def test_cr_2_a_name_typed_whole_is_taken_when_its_field_is_left(house: Store) -> None:
    async with new_order(house) as trial:
        await go_to(trial, "service")
        await trial.press(*"cabin stands", "tab")
        await trial.until(lambda: form(trial).form.field("form.cabin") is not None)
        assert form(trial).form.typed.new_order().service == "cabin"


async def test_cr_2_a_thing_that_was_not_chosen_is_refused_in_words_without_codes(house: Store) -> None:
    add_thing(house, "building", "twin-a", "Twin yard")
    add_thing(house, "building", "twin-b", "Twin yard")
    async with asked(house) as trial:
        await trial.press(*"rig", "enter")
        await go_to(trial, "building")
        await trial.press("ctrl+u", *"twin yard", "ctrl+s")
        await trial.until(lambda: refused(trial))
        assert refused(trial) == {"building": "Choose from the list: twin yard alone is not known"}


async def test_cr_2_the_bar_does_not_run_off_what_is_offered_for_letters(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press("tab", *"oak")
        await trial.until(lambda: len(offered(trial, "building")) == 2)
        await trial.press("down", "down", "down", "enter")
        await trial.until(lambda: place(trial) == "premise")
        assert line(trial, "building") == "Oak street, 2"


async def test_cr_3_arrows_walk_through_the_answers_and_on_to_other_fields(house: Store) -> None:
    async with asked(house) as trial:
        await go_to(trial, "due")
        await trial.press("down", "down", "down")
        assert place(trial) == "priority"
        await trial.press("down")
        assert (place(trial), line(trial, "priority")) == ("channel", "Normal")


@pytest.mark.parametrize("typed", ["e-05", "cellar", "visits", "call back", "рщшые", "HOI"])
async def test_cr_2_a_service_is_found_by_crm_name_tags_type_and_the_words_of_its_form(
    house: Store, typed: str
) -> None:
    add_thing(house, "service", "hoist", "Hoist", crm_name="E-05 Hoist", tags="cellar", type="visits", form=MORE)
    async with new_order(house) as trial:
        await go_to(trial, "service")
        await trial.press(*typed)
        await trial.until(lambda: "Hoist" in offered(trial, "service"))


async def test_cr_2_an_offer_is_taken_by_a_click(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press("tab", *"oak")
        await trial.until(lambda: len(offered(trial, "building")) == 2)
        field = form(trial).form.search("building")
        await trial.pilot.click(field.below, offset=(3, 1))
        await trial.until(lambda: place(trial) == "premise")
        assert line(trial, "building") == "Oak street, 2"


async def test_cr_2_a_premise_needs_its_building_first(house: Store) -> None:
    async with new_order(house) as trial:
        await go_to(trial, "premise")
        await trial.press(*"12")
        await trial.until(lambda: "Choose the building first" in trial.shown())
        await trial.press("enter")
        assert place(trial) == "service"


async def test_cr_12_a_pasted_megabyte_is_refused_in_words_and_nothing_is_lost(house: Store) -> None:
    async with asked(house) as trial:
        await go_to(trial, "form.words")
        await trial.press(*"Before")
        await paste(trial, "x" * 1_000_000)
        assert line(trial, "form.words") == "Before"
        assert refused(trial) == {"form.words": "At most 10255 characters fit here"}
        await paste(trial, " first line\r\nsecond\n")
        assert line(trial, "form.words") == "Before first line second "
        assert refused(trial) == {}


async def test_cr_12_a_text_too_long_is_refused_with_its_field(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press(*"rig", "enter")
        await go_to(trial, "form.words")
        await paste(trial, "x" * 10_001)
        await trial.press("ctrl+s")
        await trial.until(lambda: "form.words" in refused(trial))
        assert len(line(trial, "form.words")) == 10_001
        assert orders_of(house, SYSTEM) == []


async def test_cr_12_white_space_alone_is_no_answer(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press(*"   ", "ctrl+s")
        await trial.until(lambda: refused(trial))
        assert refused(trial) == {"form.cabin": "This question must be answered: Cabin"}


async def test_r6_hostile_text_is_shown_as_text_in_every_field(house: Store) -> None:
    hostile = "[red]x[/red] \x1b[31m\u202e]8;;http://x\x07"
    async with asked(house) as trial:
        for field in [field.key for field in form(trial).form.fields if not field.has_class("-gone")]:
            await go_to(trial, field)
            await paste(trial, hostile)
        await trial.press("ctrl+s")
        await trial.until(lambda: refused(trial))
        assert "\x1b" not in trial.shown()
        assert "\u202e" not in trial.shown()
        assert orders_of(house, SYSTEM) == []


async def test_a_question_that_was_added_meanwhile_is_asked_for(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press(*"rig", "enter")
        form_file = '[[field]]\nkey = "code"\nlabel = "Code"\nkind = "text"\nrequired = true\n'
        house.perform(SYSTEM, lambda work: engine.set_key(work, NOUNS["service"], "cabin", "form", form_file))
        await trial.press("ctrl+s")
        await trial.until(lambda: place(trial) == "form.code")
        assert form(trial).form.field("form.cabin") is None
        await trial.press(*"42", "ctrl+s")
        assert card_of(house, await saved(trial)).row.essence == "Code: 42"


async def test_answers_come_back_with_their_service(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press(*"rig", "enter", *"7")
        await go_to(trial, "service")
        await trial.press("ctrl+u", *"leak", "enter")
        await trial.until(lambda: form(trial).form.field("form.floor") is None)
        await go_to(trial, "service")
        await trial.press("ctrl+u", *"cabin", "enter")
        await trial.until(lambda: form(trial).form.field("form.floor") is not None)
        assert (line(trial, "form.cabin"), line(trial, "form.floor")) == ("The right one", "7")


async def test_resizing_keeps_the_keys_and_the_text(house: Store) -> None:
    async with asked(house) as trial:
        await trial.press(*"rig", "enter", *"7")
        for size in ((120, 36), (80, 24), (200, 50), (40, 10), (80, 24)):
            trial.resize(*size)
            await trial.until(lambda size=size: trial.app.size == size)  # type: ignore[misc]
            await trial.pilot.pause()
        focused = trial.app.focused
        assert (place(trial), line(trial, "form.floor")) == ("form.floor", "7")
        assert focused and trial.app.screen.region.contains_region(focused.region)


async def test_cr_10_enter_takes_what_a_draft_holds_half_typed(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petr", "tab", *"oa", "shift+tab", "escape")
        await open_form(trial)
        assert line(trial, "client") == "petr" and place(trial) == "client"
        await trial.press("enter")
        await trial.until(lambda: trial.app.is_at_rest and place(trial) != "client")
        assert line(trial, "client").startswith("Petrov")


async def test_cr_10_whoever_calls_next_is_typed_over_the_one_of_a_broken_off_call(house: Store) -> None:
    async with new_order(house) as trial:
        await trial.press(*"petrov", "enter", "tab", "tab", *"12", "escape")
        await open_form(trial)
        assert place(trial) == "client"
        await trial.press(*"+7 912 555-00-11")
        assert line(trial, "client") == "+7 912 555-00-11"
