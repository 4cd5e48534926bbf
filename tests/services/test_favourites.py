"""Favourite filters and the filter that is left on a tab (FV-1 … FV-3, FL-3)."""

from datetime import timedelta

import pytest

from ads_tui.clock import Clock
from ads_tui.errors import AdsError
from ads_tui.services import roles
from ads_tui.services.favourites import (
    FavouriteView,
    add_favourite,
    delete_favourite,
    favourite_filter,
    favourites_of,
    rename_favourite,
    roles_to_share_with,
    share_favourite,
)
from ads_tui.services.nouns import engine
from ads_tui.services.nouns.statuses import add_status, delete_status
from ads_tui.services.nouns.table import NOUNS
from ads_tui.services.orders.finding import read_filter
from ads_tui.services.orders.listing import list_orders
from ads_tui.services.orders.remembered_filters import remember_filter, remembered_filter
from ads_tui.services.preferences import prefer
from ads_tui.store.work import Reading, Store
from tests.services.world import NOW, World, postgres_company, sqlite_company, world

__all__ = ["postgres_company", "sqlite_company", "world"]


def add(world: World, name: str, line: str = "status:pending", by: str = "dora", role: str | None = None) -> None:
    world.do(by, lambda work: add_favourite(work, name, line, role))


def seen(world: World, login: str) -> list[FavouriteView]:
    return world.read(login, favourites_of)


def names(world: World, login: str) -> list[str]:
    return [one.name for one in seen(world, login)]


def applied(world: World, name: str, login: str = "dora", tab: str = "all") -> tuple[str, tuple[str, ...]]:
    """The line that a favourite stands for now, and what has gone."""
    wanted, gone = world.read(login, lambda reading: favourite_filter(reading, name, tab=tab))
    return wanted.line, gone


def refusal(world: World, name: str, line: str = "status:pending", by: str = "dora", role: str | None = None) -> str:
    with pytest.raises(AdsError) as refused:
        add(world, name, line, by, role)
    return f"{refused.value.code} {refused.value.field}"


def test_fv_1_favourites_are_kept_oldest_first_and_are_ones_own(world: World) -> None:
    for hours, name in ((2, "Later"), (0, "First"), (1, "Второй")):
        then = World(Store(world.store.engine, Clock(NOW + timedelta(hours=hours))), world.url)
        add(then, name, by="olga", line=f"number:{hours + 1}  Лифт")
    assert names(world, "olga") == ["First", "Второй", "Later"]
    assert seen(world, "olga")[0] == FavouriteView("First", "number:1 Лифт", None, NOW, "olga")
    assert names(world, "dima") == []
    renamed = world.do("olga", lambda work: rename_favourite(work, "ВТОРОЙ", " Second "))
    assert (renamed.name, names(world, "olga")) == ("Second", ["First", "Second", "Later"])
    assert world.do("olga", lambda work: rename_favourite(work, "second", "SECOND")).name == "SECOND"
    assert world.do("olga", lambda work: delete_favourite(work, "first")) == "First"
    assert names(world, "olga") == ["SECOND", "Later"]


def test_fv_1_a_name_has_1_to_60_characters_and_is_there_once_for_the_employee(world: World) -> None:
    add(world, "Ёлка", by="eve")
    add(world, "Ёлка", by="liam")
    assert refusal(world, "елка", by="eve") == "taken name"
    assert refusal(world, "", by="eve") == refusal(world, " \t", by="eve") == "invalid_value name"
    assert refusal(world, "x" * 61, by="eve") == refusal(world, "a\x1bb", by="eve") == "invalid_value name"
    add(world, "x" * 60, by="eve")
    for old, new, code in (("Ёлка", "X" * 60, "taken"), ("Ёлка", "", "invalid_value"), ("none such", "y", "not_found")):
        with pytest.raises(AdsError) as refused:
            world.do("eve", lambda work, old=old, new=new: rename_favourite(work, old, new))  # type: ignore[misc]
        assert refused.value.code == code
    assert sorted(names(world, "eve")) == ["x" * 60, "Ёлка"]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("", "field_required filter"),
        ("  ", "field_required filter"),
        ("stat:pending", "filter_syntax filter"),
        ("status:nothing", "filter_syntax filter"),
        ("building:nowhere", "filter_syntax filter"),
        ("x" * 10_001, "invalid_value filter"),
    ],
)
def test_fv_1_what_is_no_filter_is_not_kept(world: World, line: str, answer: str) -> None:
    assert refusal(world, "Bad", line) == answer
    assert "Bad" not in names(world, "dora")


def test_fv_3_sharing_with_a_role_needs_the_right_and_shows_it_to_whoever_has_the_role(world: World) -> None:
    assert refusal(world, "Ours", role="dispatcher") == "forbidden None"
    assert refusal(world, "Ours", role="nobody") == "not_found role"
    assert refusal(world, "Ours", by="sam", role="nobody") == "not_found role"
    add(world, "Ours", "building:oak1", by="sam", role="Dispatcher")
    assert seen(world, "dima")[-1] == FavouriteView("Ours", "building:oak1", "dispatcher", NOW, "sam")
    assert "Ours" in names(world, "sam")
    assert "Ours" not in names(world, "ed")
    with pytest.raises(AdsError) as refused:
        applied(world, "ours", "ed")
    assert (refused.value.code, refused.value.field) == ("not_found", "favourite")
    assert applied(world, "ours", "dima") == ("building:oak1", ())
    for act in (lambda work: delete_favourite(work, "Ours"), lambda work: rename_favourite(work, "Ours", "Mine")):
        with pytest.raises(AdsError) as refused:
            world.do("dima", act)
        assert refused.value.code == "not_found"
    add(world, "ours", "building:oak2", by="dima")
    assert applied(world, "OURS", "dima") == ("building:oak2", ())
    assert applied(world, "OURS", "dora") == ("building:oak1", ())


def test_fv_3_ones_own_favourite_is_shared_later_and_kept_to_oneself_again(world: World) -> None:
    add(world, "Rounds", "building:oak1", by="sam")
    assert ("dispatcher", "Dispatcher") in world.read("sam", roles_to_share_with)
    shared = world.do("sam", lambda work: share_favourite(work, "rounds", "dispatcher"))
    assert (shared.role, "Rounds" in names(world, "dima")) == ("dispatcher", True)
    refusals = []
    for login, name, role in (("sam", "none such", None), ("sam", "Rounds", "nobody"), ("dima", "Rounds", None)):
        with pytest.raises(AdsError) as refused:
            world.do(login, lambda work, name=name, role=role: share_favourite(work, name, role))  # type: ignore[misc]
        refusals.append(f"{refused.value.code} {refused.value.field}")
    assert refusals == ["not_found favourite", "not_found role", "not_found favourite"]
    assert world.do("sam", lambda work: share_favourite(work, "Rounds", None)).role is None
    assert "Rounds" not in names(world, "dima")
    add(world, "Own", by="dora")
    acts = (lambda work: share_favourite(work, "Own", "dispatcher"), lambda work: share_favourite(work, "Own", None))
    for act in (*acts, roles_to_share_with):
        with pytest.raises(AdsError) as refused:
            world.do("dora", act)
        assert refused.value.code == "forbidden"


def test_fv_3_a_shared_favourite_means_me_and_the_reach_of_whoever_opens_it(world: World) -> None:
    add(world, "Near me", "executor:me building:oak1,elm1", by="sam", role="dispatcher")
    assert applied(world, "Near me", "dora") == ("executor:me building:oak1,elm1", ())
    assert applied(world, "Near me", "nina") == ("executor:me building:oak1", ("elm1",))


def test_fv_2_what_has_gone_is_told_and_the_rest_applied(world: World) -> None:
    world.do("admin", lambda work: add_status(work, "cooling", "Cooling", based_on="paused"))
    world.do("admin", lambda work: engine.add(work, NOUNS["building"], "old", "Old lane, 1", ()))
    add(world, "Passing", 'status:cooling,paused building:"Old lane, 1" -service:lift created:last7 лифт')
    assert applied(world, "passing")[1] == ()
    world.do("admin", lambda work: delete_status(work, "cooling"))
    world.do("admin", lambda work: engine.set_key(work, NOUNS["building"], "old", "name", "New lane, 1"))
    rest = "status:paused -service:lift created:last7 лифт"
    assert applied(world, "passing") == (rest, ("cooling", "Old lane, 1"))

    def page(reading: Reading) -> int:
        return len(list_orders(reading, wanted=favourite_filter(reading, "passing")[0]).rows)

    assert world.read("dora", page) == 0
    assert next(one for one in seen(world, "dora") if one.name == "Passing").filter.startswith("status:cooling")


def test_cl_14_a_favourite_by_status_is_no_filter_of_new(world: World) -> None:
    add(world, "By status", "status:done")
    with pytest.raises(AdsError) as refused:
        applied(world, "By status", tab="new")
    assert refused.value.code == "filter_syntax"


def test_fl_2_words_stay_words(world: World) -> None:
    add(world, "Of the day", "due:today created:last_month..")
    assert applied(world, "Of the day")[0] == "due:today created:last_month.."


def test_fl_3_a_filter_is_remembered_for_the_employee_and_the_tab(world: World) -> None:
    def remember(login: str, tab: str, line: str) -> None:
        world.do(login, lambda work: remember_filter(work, tab, read_filter(work, line, tab=tab)))

    def remembered(login: str, tab: str) -> str:
        return world.read(login, lambda reading: remembered_filter(reading, tab)[0].line)

    remember("dora", "all", "created:today status:done")
    remember("dora", "mine", "building:oak1")
    remember("dima", "all", "service:lift")
    assert remembered("dora", "all") == "created:today status:done"
    assert remembered("dora", "mine") == "building:oak1"
    assert (remembered("dora", "new"), remembered("dima", "all")) == ("", "service:lift")
    remember("dora", "all", "service:leak")
    remember("dora", "mine", "")
    assert (remembered("dora", "all"), remembered("dora", "mine")) == ("service:leak", "")


def test_fl_3_the_text_that_was_searched_is_not_remembered(world: World) -> None:
    world.do("dora", lambda work: remember_filter(work, "all", read_filter(work, "lift number:5.. oak")))
    assert world.read("dora", lambda reading: remembered_filter(reading, "all"))[0].line == "number:5.."
    world.do("dora", lambda work: remember_filter(work, "all", read_filter(work, "lift")))
    assert not world.read("dora", lambda reading: remembered_filter(reading, "all"))[0]


def test_fv_2_a_remembered_line_that_can_no_longer_be_read_has_gone_as_a_whole(world: World) -> None:
    world.do("dora", lambda work: prefer(work, "filter.new", "status:done number:5.."))
    wanted, gone = world.read("dora", lambda reading: remembered_filter(reading, "new"))
    assert (wanted.line, gone) == ("", ("status:done number:5..",))


def test_fv_2_a_remembered_filter_loses_what_has_gone(world: World) -> None:
    world.do("admin", lambda work: add_status(work, "drying", "Drying", based_on="paused"))
    world.do("dora", lambda work: remember_filter(work, "all", read_filter(work, "status:drying number:5..")))
    world.do("admin", lambda work: delete_status(work, "drying"))
    wanted, gone = world.read("dora", lambda reading: remembered_filter(reading, "all"))
    assert (wanted.line, gone) == ("number:5..", ("drying",))


def test_ro_2_whoever_loses_the_right_to_share_keeps_what_is_shared(world: World) -> None:
    add(world, "Kept", by="sam", role="observer")
    world.do("admin", lambda work: roles.revoke(work, "supervisor", ["filters.share"]))
    world._actors.pop("sam")
    assert refusal(world, "More", by="sam", role="observer") == "forbidden None"
    assert "Kept" in names(world, "olga")
