"""The card of an order: its blocks, its tabs, people's popups, walking the list (CD-1 … CD-4, HI-1, PE-4, PE-7)."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from textual.pilot import Pilot

from ads_tui import i18n
from ads_tui.domain.actors import SYSTEM, Actor
from ads_tui.screens.card.facts import FactsBlock
from ads_tui.screens.card.screen import CardScreen
from ads_tui.screens.orders.columns import short_moment
from ads_tui.screens.orders.screen import OrdersScreen
from ads_tui.screens.person_popup import PersonPopup
from ads_tui.services.accounts import sign_in
from ads_tui.services.assignment import change_executors
from ads_tui.services.comments import add_comment, comments_of
from ads_tui.services.employees import set_employee
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.opening import take_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Store, Work
from tests.console.furnishing import furnish_once
from tests.console.test_asking import Outage
from tests.console.trial import Trial, TrialScreen, console
from tests.housing import add_employee, add_thing, furnish

WIDE, NARROW = (120, 36), (80, 24)
FORM = """
[[field]]
key = "cabin"
label = "Which cabin"
kind = "choice"
choices = [{ value = "left", label = "the left one" }, { value = "right" }]
[[field]]
key = "stuck"
label = "Somebody stuck"
kind = "bool"
"""


@pytest.fixture
def house(desk: Store) -> Store:
    """A company with all that a card can say, and two orders of one flat."""
    return furnish_once(desk, _make_house)


def _make_house(desk: Store) -> None:
    furnish(desk)
    add_employee(
        desk, "belov", department="lifts", position="Fitter", phone="+7 900 111-22-33", email="belov@example.org"
    )
    add_employee(desk, "serov", department="lifts")
    add_employee(desk, "norin", position="Manager of the north")
    set_thing(desk, "service", "lift", "form", FORM)
    add_thing(desk, "organization", "home", "Our home", kind="association", phone="+7 495 765-43-21")
    set_thing(desk, "building", "oak1", "organization", "home")
    set_thing(desk, "building", "oak1", "group", "towers")
    set_thing(desk, "quarter", "north", "manager", "norin")
    flat = {"account": "0012", "balance": "-1250.50", "repair_balance": "300"}
    add_thing(desk, "premise", "oak1-12", "12", building="oak1", entrance="2", floor="4", **flat)
    add_thing(
        desk,
        "client",
        "moroz",
        "Moroz Andrey",
        phone="+7 987 987-98-79",
        email="m@example.org",
        premises="oak1-12:owner",
    )
    for _ in range(2):
        order(desk)


def set_thing(store: Store, noun: str, code: str, key: str, text: str) -> None:
    store.perform(SYSTEM, lambda work: engine.set_key(work, NOUNS[noun], code, key, text))


def actor(store: Store, login: str = "admin") -> Actor:
    return sign_in(store, login=login, os_user=None)


def order(store: Store, **changed: object) -> int:
    """An order of the flat, or with other values."""
    values: dict[str, object] = {
        "service": "lift",
        "building": "oak1",
        "premise": "oak1-12",
        "client": "moroz",
        "form": {"cabin": ["left"], "stuck": ["no"]},
    } | changed
    wanted = NewOrder(**values)  # type: ignore[arg-type]
    return store.perform(actor(store), lambda work: create_order(work, wanted))


def do(store: Store, act: Callable[[Work], object], by: str = "admin") -> None:
    store.perform(actor(store, by), act)


@asynccontextmanager
async def card(
    store: Store,
    number: int = 1,
    size: tuple[int, int] = WIDE,
    login: str = "anna",
    step: Callable[[int, int], int | None] = lambda _by, _number: None,
) -> AsyncIterator[Trial]:
    """A console that stands on the card of an order, which has been read."""
    async with console(store, size=size, login=login) as trial:
        trial.app.push_screen(CardScreen(number, step))
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen) and screen(trial).details is not None)
        yield trial


def screen(trial: Trial) -> CardScreen:
    found = trial.app.screen
    assert isinstance(found, CardScreen)
    return found


def says(trial: Trial, *words: str) -> Callable[[], bool]:
    return lambda: all(word in trial.shown() for word in words)


def block(trial: Trial, title: str) -> str:
    """What the block with this title says."""
    for found in screen(trial).query(FactsBlock):
        if found.border_title and str(found.border_title).startswith(title) and found.region.height:
            return str(found.render())
    raise AssertionError(title)


@pytest.fixture
def russian() -> Iterator[None]:
    """Captions in Russian while a trial lasts."""
    before = i18n.language()
    i18n.activate("ru")
    yield
    i18n.activate(before)


# The layout


async def test_cd_1_two_columns_of_blocks_with_the_keys_of_their_acts(house: Store) -> None:
    do(house, lambda work: change_executors(work, 1, ["belov"]))
    async with card(house) as trial:
        lines = trial.lines()
        top = next(line for line in lines if "Information" in line)
        assert "Manage" in top and "Information  E" in top
        assert any("Organization  p" in line for line in lines)
        executors = next(line for line in lines if "Executors" in line and "Belov" in line)
        assert executors.rstrip().rstrip("│").rstrip().endswith("x")
        assert "№ 1" in lines[1] and "○ Pending" in lines[1] and "prev [ · next ]" in lines[1]
        told = " ".join(block(trial, "Information").split())
        assert "Oak street, 1, apt. 12, entrance 2, floor 4" in told
        assert "Which cabin the left one Somebody stuck no" in told


async def test_cd_1_below_100_columns_one_column_manage_first_organization_last(house: Store) -> None:
    set_thing(house, "service", "lift", "name", "Lift stands with people in it, light and fan off")
    async with card(house, size=NARROW) as trial:
        seen = trial.shown()
        # The words about walking leave their room to the name of the service.
        assert "Lift stands with people in it, light and fan off " in trial.lines()[1] and "[ · ]" in trial.lines()[1]
        assert seen.index("─ Manage") < seen.index("─ Information") < seen.index("─ Client")
        await trial.press("G")
        await trial.until(says(trial, "─ Organization", "Managed by"))
        assert "─ Manage" not in trial.shown()
        await trial.press("g")
        await trial.until(says(trial, "─ Manage"))
        await trial.press("pagedown")
        await trial.until(lambda: "─ Manage" not in trial.shown())
        await trial.press("k", "pageup")
        await trial.until(says(trial, "─ Manage"))


async def test_a_terminal_made_narrow_and_wide_again_shows_the_same(house: Store) -> None:
    async with card(house) as trial:
        before = trial.shown()
        for width in (90, 50, 120):
            trial.resize(width, 36)
            await trial.until(lambda width=width: trial.app.screen.size.width == width)  # type: ignore[misc]
        await trial.until(lambda: trial.shown() == before)


async def test_long_values_wrap_and_nothing_is_cut(house: Store) -> None:
    words = " ".join(f"word{place}" for place in range(60))
    do(house, lambda work: change_status(work, 1, StatusWish("cancelled", words)))
    async with card(house, size=NARROW) as trial:
        assert all(f"word{place}" in block(trial, "Manage") for place in range(60))


async def test_executors_and_controllers_keep_their_place_when_nobody_is_there(house: Store) -> None:
    async with card(house) as trial:
        told = [line.split() for line in block(trial, "Manage").splitlines()]
        assert ["Executors", "—", "x"] in told
        assert ["Controllers", "—", "c"] in told
        assert not any(line[0] == "Comment" for line in told)


# Blocks


async def test_pe_4_who_was_an_executor_before_is_told_by_name(house: Store) -> None:
    do(house, lambda work: change_executors(work, 1, ["belov"]))
    do(house, lambda work: change_executors(work, 1, ["serov"], mode="replace"))
    async with card(house) as trial:
        told = block(trial, "Manage")
        assert "Executors before Belov" in told
        assert "Serov" in told and "serov" not in told


async def test_cd_3_the_organization_its_quarter_and_group_with_who_leads_them(house: Store) -> None:
    set_thing(house, "group", "towers", "manager", "serov")
    async with card(house) as trial:
        told = block(trial, "Organization")
        assert "Our home (homeowners' association)" in told
        assert "8 (495) 765-43-21" in told
        for word in ("North", "Norin", "Towers", "Serov"):
            assert word in told


@pytest.mark.parametrize(
    ("shown", "debt", "repair"),
    [
        (("yes", "yes"), "debt 1 250.50", "advance 300.00"),
        (("no", "yes"), None, "advance 300.00"),
        (("yes", "no"), "debt 1 250.50", None),
    ],
)
async def test_cd_4_debt_and_advance_by_the_buildings_setting(
    house: Store, shown: tuple[str, str], debt: str | None, repair: str | None
) -> None:
    for key, text in zip(("show_debt", "show_repair_debt"), shown, strict=True):
        set_thing(house, "building", "oak1", key, text)
    async with card(house) as trial:
        told = block(trial, "Client")
        assert "Moroz Andrey" in told and "8 (987) 987-98-79" in told
        assert ("Housing" in told) == (debt is not None) and (debt or "") in told
        assert ("Capital repair" in told) == (repair is not None) and (repair or "") in told


async def test_cd_4_neither_debt_nor_advance_is_said_too(house: Store) -> None:
    set_thing(house, "premise", "oak1-12", "balance", "0")
    async with card(house) as trial:
        assert "Housing        0.00" in block(trial, "Client")


async def test_cd_4_a_neighbour_is_not_told_the_account_of_the_flat(house: Store) -> None:
    add_thing(house, "client", "near", "Neighbour")
    number = order(house, client="near")
    async with card(house, number) as trial:
        assert "Housing" not in block(trial, "Client")


# People


async def test_pe_7_a_name_clicked_opens_the_persons_popup(house: Store) -> None:
    do(house, lambda work: change_executors(work, 1, ["belov"]))
    async with card(house) as trial:
        y = next(place for place, line in enumerate(trial.lines()) if "Executors" in line)
        x = trial.lines()[y].index("Belov")
        pilot: Pilot[int] = trial.pilot
        await pilot.click(offset=(x + 1, y))
        await trial.until(lambda: isinstance(trial.app.screen, PersonPopup))
        await trial.until(says(trial, "Belov", "Fitter", "8 (900) 111-22-33", "belov@example.org"))
        links = {
            segment.style.link
            for strip in trial.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style
        }
        assert {"tel:+79001112233", "mailto:belov@example.org"} <= links
        await trial.press("escape")
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen))


async def test_pe_7_the_same_by_key_for_everybody_named_on_the_card(house: Store) -> None:
    do(house, lambda work: change_executors(work, 1, ["belov"]))
    async with card(house) as trial:
        await trial.press("p")
        await trial.until(says(trial, "People", "Executor", "Quarter manager", "Created by"))
        await trial.press(*"nor", "enter")
        await trial.until(lambda: isinstance(trial.app.screen, PersonPopup))
        await trial.until(says(trial, "Norin", "Manager of the north"))


# Comments


async def test_cm_1_comments_by_name_oldest_first_and_important_ones_with_a_sign(house: Store) -> None:
    do(house, lambda work: add_comment(work, 1, "first thing"))
    do(house, lambda work: add_comment(work, 1, "look here", important=True))
    async with card(house, size=NARROW) as trial:
        await trial.until(says(trial, "2 Comments 2!"))
        await trial.press("2")
        await trial.until(says(trial, "first thing", "look here", "! important"))
        shown = trial.shown()
        assert shown.index("first thing") < shown.index("look here")
        # Opened as read: the sign goes from the tab (LB-3).
        await trial.until(lambda: "2 Comments 2!" not in trial.shown() and "2 Comments 2" in trial.shown())
    with house.reading(SYSTEM) as reading:
        assert len(comments_of(reading, 1)) == 2


async def test_cm_1_authors_are_told_by_name(house: Store) -> None:
    do(house, lambda work: change_executors(work, 1, ["belov"]))
    do(house, lambda work: set_employee(work, "belov", "name", "Belov Roman"))
    do(house, lambda work: add_comment(work, 1, "on my way"), by="belov")
    async with card(house) as trial:
        await trial.press("2")
        await trial.until(says(trial, "Belov Roman", "on my way"))


async def test_a_long_comment_is_shown_whole(house: Store) -> None:
    words = [f"w{place}" for place in range(900)]
    do(house, lambda work: add_comment(work, 1, " ".join(words)))
    async with card(house, size=NARROW) as trial:
        await trial.press("2")
        # The newest is the last one.
        await trial.until(says(trial, "w899"))
        await trial.press("home")
        await trial.until(says(trial, "w0 w1 w2"))


# Client activity


async def test_cd_2_client_activity_lists_his_orders_and_enter_opens_one(house: Store) -> None:
    async with card(house) as trial:
        await trial.press("3")
        await trial.until(lambda: screen(trial).lists["activity"].cursor == ("order", 2))
        text = trial.shown()
        assert "Lift stopped" in text and "Order" in text and "Oak street, 1, 12" in text
        await trial.press("enter")
        await trial.until(lambda: screen(trial).number == 2 and screen(trial).details is not None)
        # From there the list that it came from is walked.
        await trial.press("]")
        await trial.until(lambda: screen(trial).details is not None and screen(trial).details.card.row.number == 1)  # type: ignore[union-attr]
        await trial.press("escape")
        await trial.until(lambda: screen(trial).number == 1)
        assert screen(trial).pane is screen(trial).lists["activity"]


async def test_cd_2_the_tab_is_hidden_for_a_communal_order_and_its_key_says_why(house: Store) -> None:
    number = order(house, premise=None, client=None)
    async with card(house, number) as trial:
        await trial.until(says(trial, "4 Orders of the building"))
        assert "Client activity" not in trial.shown()
        await trial.press("3")
        await trial.until(lambda: any("communal" in toast for toast in trial.toasts))
        assert screen(trial).pane.id == "main"


async def test_cd_2_walking_to_an_order_without_activity_goes_to_main(house: Store) -> None:
    number = order(house, premise=None, client=None)
    async with card(house, step=lambda _by, _number: number) as trial:
        await trial.press("3")
        await trial.until(lambda: screen(trial).lists["activity"].cursor is not None)
        await trial.press("]")
        await trial.until(lambda: screen(trial).pane.id == "main")
        assert any("communal" in toast for toast in trial.toasts)


# The building


async def test_cd_1_orders_of_the_building_newest_first_its_open_ones_counted(house: Store) -> None:
    do(house, lambda work: change_status(work, 2, StatusWish("cancelled", "twice")))
    add_thing(house, "premise", "oak2-1", "1", building="oak2")
    order(house, building="oak2", premise="oak2-1", client=None)
    async with card(house, size=NARROW) as trial:
        await trial.until(says(trial, "4 Orders of the building 1"))
        await trial.press("4")
        table = screen(trial).lists["building"]
        await trial.until(lambda: table.window.count == 2 and table.cursor == 2)
        await trial.press("down")
        assert table.cursor == 1
        # Its own card is this one.
        await trial.press("enter")
        await trial.until(lambda: screen(trial).pane.id == "main")


async def test_ls_3_what_others_do_in_the_building_appears(house: Store) -> None:
    async with card(house) as trial:
        await trial.press("4")
        table = screen(trial).lists["building"]
        await trial.until(lambda: table.cursor == 2)
        order(house)
        await trial.until(lambda: table.window.count == 3)
        await trial.until(says(trial, "4 Orders of the building 3"))
        assert table.cursor == 2


# History


def a_life(store: Store) -> None:
    """An order that was changed in every way there is."""
    add_thing(store, "premise", "oak1-14", "14", building="oak1")
    do(store, lambda work: change_executors(work, 1, ["belov"]))
    do(store, lambda work: edit_order(work, 1, Edit(priority="high", form={"cabin": ["right"], "stuck": ["yes"]})))
    do(store, lambda work: edit_order(work, 1, Edit(premise="oak1-14", due="2026-08-30T12:00")))
    do(store, lambda work: change_status(work, 1, StatusWish("in_progress")))
    do(store, lambda work: change_status(work, 1, StatusWish("paused", "waits", "2026-09-01")))
    do(store, lambda work: change_status(work, 1, StatusWish("in_progress")))
    do(store, lambda work: change_status(work, 1, StatusWish("cancelled_by_client", None, None, ("too_long",))))


async def test_hi_1_history_is_told_in_words_and_names(house: Store) -> None:
    a_life(house)
    async with card(house) as trial:
        await trial.press("5")
        await trial.until(
            says(
                trial,
                "Status: In progress → Cancelled by client",
                "Takes too long",
                "Resume date set: 01.09.2026",
                "Resume date taken off: 01.09.2026",
                "Status: In progress → Paused",
                "waits",
                "Executors: Belov",
                "Priority: Normal → High",
                "Which cabin: the left one → right",
                "Somebody stuck: no → yes",
                "Premise: 12 → 14",
                "Due: 30.08.2026 12:00",
                "Created: Pending",
                "Accepted",
            )
        )
        shown = trial.shown()
        for code in (
            "in_progress",
            "cancelled_by_client",
            "too_long",
            "belov",
            "due_at",
            "form.",
            "resume_on",
            "edited",
        ):
            assert code not in shown


async def test_hi_1_the_same_in_russian_at_80_columns(house: Store, russian: None) -> None:
    a_life(house)
    async with card(house, size=(80, 36)) as trial:
        assert "1 Основное" in trial.shown() and "5 История" in trial.shown()
        await trial.press("5")
        await trial.until(
            says(
                trial,
                "Статус: В работе → Отменено клиентом",
                "Слишком долго",
                "Назначена дата возобновления: 01.09.2026",
                "Дата возобновления снята: 01.09.2026",
                "Исполнители: Belov",
                "Приоритет: Обычный → Высокий",
                "Somebody stuck: нет → да",
            )
        )


async def test_hi_1_who_was_left_out_of_a_new_order_is_told_by_name_and_in_words(house: Store) -> None:
    set_thing(house, "service", "lift", "default_executors", "belov")
    do(house, lambda work: set_employee(work, "belov", "buildings", "oak2"))
    number = order(house)
    async with card(house, number) as trial:
        await trial.press("5")
        await trial.until(says(trial, "Left out: Belov (without access)"))


async def test_hi_1_no_name_where_the_system_did_it(house: Store) -> None:
    house.perform(SYSTEM, lambda work: change_status(work, 1, StatusWish("cancelled", "old")))
    async with card(house) as trial:
        await trial.press("5")
        await trial.until(says(trial, "the system  Status: Pending → Cancelled"))


async def test_many_events_are_shown_without_being_drawn(house: Store) -> None:
    def life(work: Work) -> None:
        taken = take_order(work, 1)
        for place in range(3_000):
            work.record(taken, "edited", {"from": f"a{place}", "to": f"b{place}"}, field="status_comment")

    do(house, life)
    async with card(house) as trial:
        await trial.press("5")
        await trial.until(says(trial, "Status comment: a2999 → b2999"))
        await trial.press("end")
        await trial.until(says(trial, "Created: Pending"))
        assert "b2999" not in trial.shown()


# What is not there, and walking


async def test_ro_3_an_order_that_is_not_there_says_so_and_goes_back(house: Store) -> None:
    async with console(house) as trial:
        trial.app.push_screen(CardScreen(999, lambda _by, _number: None))
        await trial.until(lambda: any("Order 999 can be seen no longer" in toast for toast in trial.toasts))
        await trial.until(lambda: isinstance(trial.app.screen, TrialScreen))


@pytest.mark.parametrize("tab", ["1", "4", "5"])
async def test_ro_3_an_order_taken_away_while_it_is_shown_says_so_and_goes_back(house: Store, tab: str) -> None:
    async with card(house) as trial:
        await trial.press(tab)
        do(house, lambda work: set_employee(work, "anna", "buildings", "oak2"))
        await trial.until(lambda: isinstance(trial.app.screen, TrialScreen))
        assert any("Order 1 can be seen no longer" in toast for toast in trial.toasts)


async def test_walking_keeps_the_tab_and_says_where_the_list_ends(house: Store) -> None:
    async with console(house, size=WIDE, home=OrdersScreen) as trial:
        await trial.until(lambda: isinstance(trial.app.screen, OrdersScreen) and trial.app.screen.table.cursor == 2)
        await trial.press("enter")
        await trial.until(lambda: isinstance(trial.app.screen, CardScreen) and screen(trial).details is not None)
        await trial.press("5", "]")
        await trial.until(lambda: "№ 1 " in trial.lines()[1] and screen(trial).pane.id == "history")
        await trial.press("f8")
        await trial.until(lambda: any("no next order" in toast for toast in trial.toasts))
        await trial.press("f7")
        await trial.until(lambda: "№ 2 " in trial.lines()[1])
        await trial.press("[")
        await trial.until(lambda: any("no order before" in toast for toast in trial.toasts))


async def test_the_tabs_and_the_arrow_back_are_clicked_too(house: Store) -> None:
    async with card(house, size=NARROW) as trial:
        pilot: Pilot[int] = trial.pilot
        await pilot.click(offset=(trial.lines()[2].index("History") + 1, 2))
        await trial.until(says(trial, "Created: Pending"))
        await pilot.click(offset=(trial.lines()[1].index("←"), 1))
        await trial.until(lambda: isinstance(trial.app.screen, TrialScreen))


async def test_what_others_change_is_shown_as_it_is_now(house: Store) -> None:
    async with card(house) as trial:
        do(house, lambda work: change_executors(work, 1, ["serov"]))
        await trial.until(says(trial, "Serov"))
        set_thing(house, "building", "oak1", "name", "Elm avenue, 5")
        await trial.until(says(trial, "Elm avenue, 5"))


async def test_due_today_is_told_by_the_hour(house: Store) -> None:
    with house.engine.begin() as connection:
        connection.execute(
            sa.update(ORDERS).where(ORDERS.c.number == 1).values(due_at=datetime(2026, 8, 20, 12, 10, tzinfo=UTC))
        )
    async with card(house) as trial:
        assert "due 15:10" in trial.lines()[1]


async def test_moments_of_another_year_are_told_with_it(house: Store) -> None:
    before, after = datetime(2025, 12, 4, 7, 57, tzinfo=UTC), datetime(2026, 12, 31, 21, 0, tzinfo=UTC)
    with house.engine.begin() as connection:
        connection.execute(sa.update(ORDERS).where(ORDERS.c.number == 1).values(created_at=before, due_at=after))
        connection.execute(sa.update(ORDERS).where(ORDERS.c.number == 2).values(created_at=before.replace(year=2026)))
    async with card(house) as trial:
        assert "due 01.01.2027" in trial.lines()[1]
        for key in "34":
            await trial.press(key)
            await trial.until(says(trial, "04.12.2025", "04.12 10:57"))


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2025, 12, 31, 20, 59, tzinfo=UTC), "31.12.2025"),
        (datetime(2025, 12, 31, 21, 0, tzinfo=UTC), "01.01 00:00"),
        (datetime(2026, 12, 31, 20, 59, tzinfo=UTC), "31.12 23:59"),
        (datetime(2026, 12, 31, 21, 0, tzinfo=UTC), "01.01.2027"),
    ],
)
def test_the_year_is_that_of_the_zone_of_whoever_looks(moment: datetime, told: str) -> None:
    assert short_moment(moment, datetime(2026, 8, 20, 11, 0, tzinfo=ZoneInfo("Europe/Moscow"))) == told


async def test_of_a_long_address_house_and_flat_are_seen_in_every_list(house: Store) -> None:
    set_thing(house, "building", "oak1", "name", "Street of the Northern Volunteers, building 16")
    async with console(house, size=NARROW, home=OrdersScreen, login="anna") as trial:
        await trial.until(says(trial, "…16, 12"))
    async with card(house) as trial:
        await trial.press("3")
        await trial.until(says(trial, "…building 16, 12"))


async def test_r_4_opened_without_a_database_it_says_so_and_is_read_once_there_is_one(house: Store) -> None:
    outage = Outage(house)
    async with console(house, size=WIDE) as trial:
        outage.begin(trial)
        trial.app.push_screen(CardScreen(1, lambda _by, number: number))
        await trial.until(says(trial, "does not answer"))
        outage.end()
        await trial.until(says(trial, "Lift stopped", "─ Information"))
        assert "does not answer" not in trial.shown()
