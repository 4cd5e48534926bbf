"""Comments, important ones, unread marks, opening: CM-1 … CM-3, LB-3, LB-6, PE-6, BK-1."""

from datetime import timedelta

import pytest

from ads_tui.clock import Clock
from ads_tui.errors import AdsError
from ads_tui.services.comments import CommentView, add_comment, comments_of
from ads_tui.services.orders.viewing import mark_unread, open_order
from ads_tui.store.work import Store
from tests.services.world import NOW, World


def comment(world: World, number: int, by: str, text: str = "text", *, important: bool = False) -> CommentView:
    return world.do(by, lambda work: add_comment(work, number, text, important=important))


def see(world: World, number: int, by: str, tab: str = "comments") -> None:
    world.do(by, lambda work: open_order(work, number, tab=tab))


def labels(world: World, number: int, by: str = "admin") -> tuple[str, ...]:
    return world.card(number, by).row.labels


def test_cm_1_comments_are_listed_oldest_first(world: World) -> None:
    number = world.order()
    made = [comment(world, number, by, f"{by}'s") for by in ("dora", "sam", "dora")]
    assert world.read("olga", lambda reading: comments_of(reading, number)) == made
    assert [(one.by, one.text, one.important) for one in made] == [
        ("dora", "dora's", False),
        ("sam", "sam's", False),
        ("dora", "dora's", False),
    ]
    assert comment(world, number, "system").by is None


def test_st_10_a_comment_moves_updated_and_nothing_of_history(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    world.assign(number, "eve")
    before, kinds = world.card(number).row, world.kinds(number)
    later = World(Store(world.store.engine, Clock(NOW + timedelta(hours=1))), world.url)
    comment(later, number, "ed")
    after = world.card(number).row
    assert (after.updated_at, after.version, world.kinds(number)) == (NOW + timedelta(hours=1), before.version, kinds)


def test_cm_3_comments_are_taken_in_every_status(world: World) -> None:
    for status in ("done", "cancelled"):
        number = world.in_status(status)
        comment(world, number, "dora")
        assert world.card(number).row.status == status


def test_lb_3_the_label_goes_once_another_opens_the_comments(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    comment(world, number, "dora")
    assert labels(world, number) == ()
    comment(world, number, "dora", important=True)
    for by, tab in (("dora", "comments"), ("sam", "main")):
        see(world, number, by, tab)
        assert labels(world, number) == ("important",)
    see(world, number, "olga")
    assert labels(world, number) == ()


def test_lb_3_each_author_leaves_his_own_to_another(world: World) -> None:
    number = world.order()
    comment(world, number, "dora", important=True)
    comment(world, number, "sam", important=True)
    see(world, number, "sam")
    assert labels(world, number) == ("important",)
    see(world, number, "dora")
    assert labels(world, number) == ()


def test_lb_6_the_main_tab_takes_away_the_mark_of_whoever_opens_it(world: World) -> None:
    number = world.order("wide", "oak1", "ed", "eve")
    before = world.card(number).row
    see(world, number, "ed", "comments")
    assert labels(world, number, "ed") == ("unread",)
    see(world, number, "ed", "main")
    see(world, number, "dora", "main")
    assert labels(world, number, "ed") == ()
    assert labels(world, number, "eve") == ("unread",)
    assert world.card(number).row == before


def test_pe_6_an_executor_marks_his_orders_unread_again(world: World) -> None:
    mine, other = world.order("wide", "oak1", "ed"), world.order("wide", "elm1", "eve")
    see(world, mine, "ed", "main")
    told = world.do("ed", lambda work: mark_unread(work, [other, mine, mine]))
    assert (told.done, [(one.order, one.code) for one in told.refused]) == ((mine,), [(other, "not_found")])
    assert labels(world, mine, "ed") == ("unread",)
    world.assign(mine, "eve", mode="replace")
    told = world.do("ed", lambda work: mark_unread(work, [mine]))
    assert (told.done, told.refused[0].code, told.batch) == ((), "not_found", None)


def test_bk_1_a_hundred_orders_at_once_and_no_more(world: World) -> None:
    with pytest.raises(AdsError) as refused:
        world.do("ed", lambda work: mark_unread(work, range(1, 102)))
    assert refused.value.code == "too_many_selected"
    told = world.do("ed", lambda work: mark_unread(work, [9_999] * 200 + list(range(10_000, 10_099))))
    assert (told.done, len(told.refused)) == ((), 100)
