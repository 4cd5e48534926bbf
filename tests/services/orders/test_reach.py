"""Rights and reach: every act on an order, by everyone, on every kind of order (RO-2, RO-3, RO-5)."""

from collections.abc import Callable
from typing import Any

import pytest

from ads_tui.domain.actors import Actor
from ads_tui.errors import AccessError, AdsError
from ads_tui.services.assignment import change_controllers, change_executors, find_employees, set_executors
from ads_tui.services.comments import add_comment, comments_of
from ads_tui.services.load import list_loads
from ads_tui.services.orders.card import show_order
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.history import history_of
from ads_tui.services.orders.listing import Page, count_orders, counters, list_orders
from ads_tui.services.orders.opening import take_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.services.orders.viewing import mark_unread, open_order
from ads_tui.store.work import Work
from tests.services.world import World

EVERYONE = ("admin", "sam", "dora", "nina", "rita", "olga", "ed", "near", "rob", "vic")
SEES_ALL = frozenset({"admin", "sam", "dora", "olga"})

# Who sees which order. `ed` is executor of one and controller of another; `near` is executor where he has no access.
ORDERS: dict[str, tuple[str, str, frozenset[str]]] = {
    "near": ("wide", "oak1", SEES_ALL | {"nina", "rita"}),
    "far": ("wide", "elm1", SEES_ALL | {"rita"}),
    "other service": ("papers", "oak1", SEES_ALL | {"nina"}),
    "far and other": ("papers", "elm1", SEES_ALL),
    "own": ("wide", "oak2", SEES_ALL | {"nina", "rita", "ed"}),
    "controlled": ("watched", "oak2", SEES_ALL | {"nina", "ed"}),
    "formerly own": ("wide", "oak2", SEES_ALL | {"nina", "rita"}),
    "own beyond reach": ("single", "oak2", SEES_ALL | {"nina", "rita"}),
}
EDIT = frozenset({"admin", "sam", "dora", "nina", "rita", "ed", "near"})
# Whom RO-2's table gives the right that an act needs; None where it needs none.
ACTS: dict[str, tuple[frozenset[str] | None, Callable[[Any, int], Any]]] = {
    "show": (None, show_order),
    "history": (None, history_of),
    "comments": (None, comments_of),
    "open": (None, open_order),
    "open comments": (None, lambda work, number: open_order(work, number, tab="comments")),
    "comment": (EDIT, lambda work, number: add_comment(work, number, "text", important=True)),
    "edit": (EDIT, lambda work, number: edit_order(work, number, Edit(priority="high"))),
    "department": (EDIT, lambda work, number: edit_order(work, number, Edit(department="pipes"))),
    "assign": (EDIT, lambda work, number: change_executors(work, number, ["eve"])),
    "remove": (EDIT, lambda work, number: change_executors(work, number, ["eve"], mode="remove")),
    "control": (EDIT, lambda work, number: change_controllers(work, number, ["sam"])),
    "in_progress": (EDIT, lambda work, number: change_status(work, number, StatusWish("in_progress"))),
    "cancelled": (
        frozenset({"admin", "sam", "dora", "nina", "rita"}),
        lambda work, number: change_status(work, number, StatusWish("cancelled", "c")),
    ),
    "done": (
        frozenset({"admin", "sam", "dora", "nina", "ed", "near"}),
        lambda work, number: change_status(work, number, StatusWish("done")),
    ),
    "offered": (EDIT | {"rob"}, list_loads),
}


@pytest.fixture(scope="module")
def numbers(world: World) -> dict[str, int]:
    """An order of each kind."""
    made = {name: world.order(service, building) for name, (service, building, _who) in ORDERS.items()}
    world.assign(made["own"], "ed")
    world.assign(made["formerly own"], "ed")
    world.assign(made["formerly own"], "ed", mode="remove")
    world.control(made["controlled"], "ed")
    # Assigned while he had access, which was taken away since: his role lets him see his own orders within reach only.
    world.do("admin", lambda work: _assign_beyond_reach(work, made["own beyond reach"]))
    return made


def _assign_beyond_reach(work: Work, number: int) -> None:
    set_executors(work, take_order(work, number), {}, find_employees(work, ["near"], "login"))


def outcome(world: World, login: str, act: str, number: int) -> str | None:
    """The code with which an act is refused, None where it is done; nothing is kept."""
    operation = ACTS[act][1]
    try:
        world.do(login, lambda work: operation(work, number), keep=False)
    except AdsError as error:
        return error.code
    return None


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("login", EVERYONE)
def test_ro_2_and_ro_3_each_act_by_everyone_on_every_order(
    world: World, numbers: dict[str, int], login: str, act: str
) -> None:
    holders = ACTS[act][0]
    for name, (_service, _building, seen_by) in ORDERS.items():
        code = outcome(world, login, act, numbers[name])
        if login not in seen_by:
            assert code == "not_found", name
        elif holders is not None and login not in holders:
            assert code == "forbidden", name
        else:
            assert code not in ("not_found", "forbidden"), name


@pytest.mark.parametrize("act", ACTS)
def test_ro_3_what_is_not_seen_answers_as_a_number_never_given(world: World, numbers: dict[str, int], act: str) -> None:
    operation = ACTS[act][1]

    def refusal(number: int) -> tuple[str, str | None, str, dict[str, Any]]:
        with pytest.raises(AdsError) as refused:
            world.do("nina", lambda work: operation(work, number), keep=False)
        error = refused.value
        return error.code, error.field, error.message.replace(str(number), "N"), error.details

    assert refusal(numbers["far"]) == refusal(999_999)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_does_anything(world: World, numbers: dict[str, int], act: str) -> None:
    nobody = Actor(kind="nobody", refusal=AccessError("not_signed_in", "Nobody"))
    operation = ACTS[act][1]
    with pytest.raises(AccessError) as refused:
        world.store.perform(nobody, lambda work: operation(work, numbers["near"]))
    assert refused.value.code == "not_signed_in"


@pytest.mark.parametrize("login", EVERYONE)
def test_ro_3_unread_marks_reach_own_visible_orders_only(world: World, numbers: dict[str, int], login: str) -> None:
    if login not in EDIT:
        with pytest.raises(AccessError):
            world.do(login, lambda work: mark_unread(work, list(numbers.values())), keep=False)
        return
    result = world.do(login, lambda work: mark_unread(work, list(numbers.values())), keep=False)
    assert result.done == ((numbers["own"],) if login == "ed" else ())
    told = {one.order: one.code for one in result.refused}
    for name, (_service, _building, seen_by) in ORDERS.items():
        if numbers[name] not in result.done:
            assert told[numbers[name]] == ("order_state" if login in seen_by else "not_found")


def listed(world: World, login: str, line: str = "", tab: str = "all", after: str | None = None) -> Page:
    def page(reading: Any) -> Page:
        wanted = read_filter(reading, line, tab=tab)
        return list_orders(reading, tab=tab, wanted=wanted, limit=1000, after=after)

    return world.read(login, page)


def found(world: World, login: str, line: str, tab: str = "all") -> int:
    return world.read(login, lambda reading: count_orders(reading, tab=tab, wanted=read_filter(reading, line, tab=tab)))


LINES = (
    "",
    "cleaning",
    "street",
    "elmwood",
    "executor:none",
    "executor:ed",
    "-executor:ed",
    "service:wide",
    "-building:oak1",
)


@pytest.mark.parametrize("login", [login for login in EVERYONE if login not in ("ed", "near")])
def test_ro_3_lists_searches_and_counts_hold_what_is_seen_and_no_more(
    world: World, numbers: dict[str, int], login: str
) -> None:
    seen = {numbers[name] for name, (_service, _building, seen_by) in ORDERS.items() if login in seen_by}
    for line in LINES:
        got = {row.number for row in listed(world, login, line).rows}
        everything = {row.number for row in listed(world, "admin", line).rows}
        assert got & set(numbers.values()) == everything & seen, line
        assert len(got) == found(world, login, line)
    mine = 0
    if login == "olga":
        with pytest.raises(AccessError):
            listed(world, login, tab="mine")
    else:
        mine = found(world, login, "", "mine")
        assert len(listed(world, login, tab="mine").rows) == mine
    new = {row.number for row in listed(world, login, tab="new").rows}
    assert new == {row.number for row in listed(world, login, "status:pending,reopened").rows}
    told = world.read(login, counters)
    assert (told.new, told.all, told.mine, told.incidents) == (len(new), 0, mine, 0)


@pytest.mark.parametrize(("login", "own"), [("ed", {"own"}), ("near", set())])
def test_ro_3_my_orders_are_those_within_reach(
    world: World, numbers: dict[str, int], login: str, own: set[str]
) -> None:
    mine = {row.number for row in listed(world, login, tab="mine").rows}
    assert mine & set(numbers.values()) == {numbers[name] for name in own}
    for tab in ("all", "new"):
        with pytest.raises(AccessError):
            listed(world, login, tab=tab)
    with pytest.raises(AccessError):
        world.read(login, counters)


def test_ro_3_a_cursor_from_beyond_shows_nothing_from_beyond(world: World, numbers: dict[str, int]) -> None:
    def first(reading: Any) -> str | None:
        return list_orders(reading, limit=1).next

    cursor = world.read("admin", first)
    visible = {row.number for row in listed(world, "nina").rows}
    assert {row.number for row in listed(world, "nina", after=cursor).rows} <= visible


@pytest.mark.parametrize("text", ["zb1", "zs1", "b1", "s1", "\ue000b1", "\ue000"])
def test_se_1_the_tokens_of_access_are_no_words(world: World, numbers: dict[str, int], text: str) -> None:
    assert found(world, "dora", f'"{text}"') == 0


@pytest.mark.parametrize("login", ["ed", "dora"])
def test_ro_5_the_phone_is_hidden_from_whoever_sees_his_own_until_work_began(world: World, login: str) -> None:
    phone = {"ed": "+79031112233", "dora": "+79032223344"}[login]
    number = world.order(client_name="Caller", client_phone=phone, client_email="c@example.org", premise="2")
    world.assign(number, "ed")
    tab = "mine" if login == "ed" else "all"

    def sees() -> tuple[str | None, bool]:
        client = world.card(number, by=login).row.client
        (row,) = (row for row in listed(world, login, tab=tab).rows if row.number == number)
        assert client is not None
        assert row.client == client
        assert client.email == "c@example.org"
        lines = (phone, phone[2:], f"8 {phone[2:5]} {phone[5:]}", phone[2:9])
        return client.phone, {found(world, login, line, tab) for line in lines} == {1}

    assert sees() == ((None, False) if login == "ed" else (phone, True))
    if login == "ed":
        assert found(world, "ed", phone, tab) == 0
    world.status(number, "in_progress", by="dora")
    assert sees() == (phone, True)
    world.status(number, "paused", comment="c", by="dora")
    assert sees() == (phone, True)
