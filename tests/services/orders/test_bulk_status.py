"""One status for several orders: BK-1, BK-2, BK-5."""

from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.domain.actors import Actor
from ads_tui.errors import AccessError, AdsError, RuleError
from ads_tui.services.orders.bulk import BulkResult, each_order
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.statuses import StatusWish
from ads_tui.store.order_rows import LockedOrder, lock_orders
from ads_tui.store.work import Work
from tests.services.orders.bulk_acts import give, problems, state, told
from tests.services.world import NOW, World


def refusal(world: World, numbers: list[int], status: str, *, by: str = "sam", **wish: Any) -> tuple[str, str | None]:
    """Code and field of a refusal as a whole, which leaves everything as it was."""
    before, rows = [state(world, number) for number in numbers if number < 9_000], world.rows()
    with pytest.raises(AdsError) as refused:
        give(world, numbers, status, by=by, **wish)
    assert ([state(world, number) for number in numbers if number < 9_000], world.rows()) == (before, rows)
    return refused.value.code, refused.value.field


def test_bk_2_each_order_is_judged_by_its_own_rules_and_refusals_do_not_undo_the_others(world: World) -> None:
    working, papers, pending = world.in_status("in_progress"), world.in_status("in_progress", "papers"), world.order()
    done, guarded = world.in_status("done"), world.in_status("in_progress", "guarded")
    numbers = [done, working, 9_999, papers, pending, guarded]
    result = give(world, numbers, "done", comment="all well")
    assert result.done == (working,)
    assert told(result) == {
        done: "transition_not_allowed",
        9_999: "not_found",
        papers: "document_required",
        pending: "transition_not_allowed",
        guarded: "transition_not_allowed",
    }
    assert list(told(result)) == [number for number in numbers if number != working]
    assert world.card(working).row.status_comment == "all well"
    assert (world.card(working).row.closed_by, world.card(working).row.closed_at) == ("sam", NOW)
    assert [world.card(number).row.status for number in (papers, pending)] == ["in_progress", "pending"]


def test_bk_2_one_already_in_that_status_is_refused_even_with_something_new(world: World) -> None:
    paused, working = world.in_status("paused"), world.in_status("in_progress")
    result = give(world, [paused, working], "paused", comment="another comment", resume_on="2026-09-01")
    assert (result.done, told(result)) == ((working,), {paused: "transition_not_allowed"})
    assert "already" in result.refused[0].message
    assert world.card(paused).row.status_comment == "waits"


def test_bk_2_history_says_bulk_and_names_one_batch(world: World) -> None:
    numbers = [world.order("wide", "oak1", "ed", by="system") for _ in range(3)]
    result = give(world, numbers, "in_progress", by="dora")
    for number in numbers:
        newest = world.history(number)[0]
        assert (newest.kind, newest.from_, newest.to) == ("status", "pending", "in_progress")
        assert (newest.source, newest.batch, newest.by) == ("bulk", result.batch, "dora")
        assert world.kinds(number)[-2:] == ["accepted", "status"]
        assert world.card(number).row.accepted_by == "dora"
    assert give(world, numbers, "paused", comment="later").batch != result.batch
    assert problems(world) == []


@pytest.mark.parametrize("status", ["done", "paused", "cancelled", "later"])
@pytest.mark.parametrize("comment", [None, "", " \t"])
def test_bk_2_a_comment_is_required(world: World, status: str, comment: str | None) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    assert refusal(world, numbers, status, comment=comment) == ("comment_required", "comment")


def test_bk_2_one_set_of_reasons_for_all(world: World) -> None:
    numbers = [world.order(), world.in_status("in_progress")]
    result = give(world, numbers, "cancelled_by_client", reasons=["other", "mistake"], comment="moved away", by="dora")
    assert result.done == tuple(numbers)
    for number in numbers:
        row = world.card(number).row
        assert (sorted(row.cancel_reasons), row.cancel_comment) == (["mistake", "other"], "moved away")
        assert sorted(world.history(number)[0].reasons) == ["mistake", "other"]
    result = give(world, [world.order(), world.order()], "cancelled_by_client")
    assert (result.done, set(told(result).values()), result.batch) == ((), {"reason_required"}, None)


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        ({"status": "nonsense"}, ("invalid_value", "status")),
        ({"status": "old"}, ("invalid_value", "status")),
        ({"status": "done", "reasons": ["mistake"], "comment": "c"}, ("invalid_value", "reason")),
        ({"status": "cancelled_by_client", "reasons": ["weather"]}, ("invalid_value", "reason")),
        ({"status": "done", "resume_on": "2026-09-01", "comment": "c"}, ("invalid_value", "resume_on")),
        ({"status": "paused", "resume_on": "soon", "comment": "c"}, ("invalid_value", "resume_on")),
        ({"status": "paused", "resume_on": "2020-01-01", "comment": "c"}, ("resume_on_invalid", "resume_on")),
        ({"status": "paused", "resume_on": "2020-01-01"}, ("comment_required", "comment")),
        ({"status": "done", "comment": "x" * 10_001}, ("invalid_value", "comment")),
        ({"status": "done", "comment": "a\x1b[2Jb"}, ("invalid_value", "comment")),
    ],
)
def test_cl_8_what_no_order_could_be_given_is_refused_as_a_whole(
    world: World, wish: dict[str, Any], refused: tuple[str, str]
) -> None:
    assert refusal(world, [world.in_status("in_progress"), world.in_status("in_progress")], **wish) == refused


def test_bk_1_more_than_a_hundred_are_refused_before_anything_is_done(world: World) -> None:
    number = world.in_status("in_progress")
    others = list(range(10_000, 10_100))
    assert refusal(world, [number, *others], "done", comment="c") == ("too_many_selected", None)
    assert refusal(world, [number, *others], "done") == ("too_many_selected", None)
    assert refusal(world, [number, *others], "nonsense") == ("invalid_value", "status")
    result = give(world, [number, *others[:99], number, *others[:99]], "done", comment="c")
    assert (result.done, len(result.refused)) == ((number,), 99)


def test_bk_1_numbers_that_no_database_holds_do_not_exist(world: World) -> None:
    number = world.in_status("in_progress")
    result = give(world, [0, -1, 2**63, 10**30, number], "done", comment="c")
    assert (result.done, set(told(result).values())) == ((number,), {"not_found"})


def test_ro_3_orders_out_of_reach_do_not_exist(world: World) -> None:
    near, far = world.in_status("in_progress"), world.in_status("in_progress", building="elm1")
    result = give(world, [far, near], "done", comment="c", by="nina")
    assert (result.done, told(result)) == ((near,), {far: "not_found"})
    assert "1" not in result.refused[0].message.replace(str(far), "")


def test_ro_2_and_st_9_the_right_is_judged_for_each_order(world: World) -> None:
    controlled, other = world.in_status("quality_control"), world.in_status("quality_control")
    world.control(controlled, "rita", by="admin")
    plain = world.in_status("in_progress")
    result = give(world, [other, controlled, plain], "done", comment="seen", by="rita")
    assert (result.done, told(result)) == ((controlled,), {other: "forbidden", plain: "forbidden"})
    result = give(world, [plain, other], "cancelled", comment="c", by="olga")
    assert (result.done, set(told(result).values()), result.batch) == ((), {"forbidden"}, None)


@pytest.mark.parametrize("count", [2, 200])
def test_cl_1_nobody_does_nothing(world: World, count: int) -> None:
    nobody = Actor(kind="employee", refusal=AccessError("not_signed_in", "Nobody"))
    wish = StatusWish("done", comment="c")
    with pytest.raises(AccessError) as refused:
        world.store.perform(nobody, lambda work: change_statuses(work, range(1, count + 1), wish))
    assert refused.value.code == "not_signed_in"


def test_bk_5_a_preview_tells_the_same_and_changes_nothing(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.order(), world.in_status("in_progress"), 9_999]
    before, rows = [state(world, number) for number in numbers[:3]], world.rows()
    preview = give(world, numbers, "paused", comment="waits", resume_on="2026-09-01", keep=False)
    assert ([state(world, number) for number in numbers[:3]], world.rows()) == (before, rows)
    result = give(world, numbers, "paused", comment="waits", resume_on="2026-09-01")
    assert (preview.done, told(preview)) == (result.done, told(result))
    assert result.done == (numbers[0], numbers[2])
    assert world.card(numbers[0]).row.resume_on == "2026-09-01"


def test_bk_2_a_crash_undoes_all(world: World) -> None:
    numbers = [world.in_status("in_progress") for _ in range(5)]
    before, rows = [state(world, number) for number in numbers], world.rows()
    written = 0

    def cut(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        nonlocal written
        written += "INSERT INTO history_events" in statement
        if written == 3:
            raise ConnectionError("the machine went away")

    sa.event.listen(world.store.engine, "before_cursor_execute", cut)
    try:
        with pytest.raises(ConnectionError):
            give(world, numbers, "done", comment="c")
    finally:
        sa.event.remove(world.store.engine, "before_cursor_execute", cut)
    assert written == 3
    assert ([state(world, number) for number in numbers], world.rows()) == (before, rows)


def test_bk_2_a_refusal_in_the_middle_of_an_order_takes_back_what_was_written_of_it(world: World) -> None:
    numbers = [world.in_status("in_progress") for _ in range(3)]
    before, events = state(world, numbers[1]), world.history(numbers[1])

    def raise_priority(work: Work) -> BulkResult:
        def act(order: LockedOrder) -> None:
            order.set(priority=2)
            work.record(order, "edited", {"from": 1, "to": 2}, field="priority")
            work.flush()
            if order.number == numbers[1]:
                work.touch("order", "beside it")
                order.set(priority=3)
                raise RuleError("order_state", "Too late")

        return each_order(work, numbers, lock_orders(work.connection, numbers, []), act)

    result = world.do("sam", raise_priority)
    assert (result.done, told(result)) == ((numbers[0], numbers[2]), {numbers[1]: "order_state"})
    assert (state(world, numbers[1]), world.history(numbers[1])) == (before, events)
    assert [state(world, number)["priority"] for number in numbers] == [2, 1, 2]
    assert problems(world) == []


def test_pe_2_load_and_moments_follow_each_order(world: World) -> None:
    numbers = [world.in_status("in_progress"), world.in_status("in_progress")]
    give(world, numbers, "paused", comment="c", resume_on="2026-09-01T12:00")
    rows = [world.card(number).row for number in numbers]
    assert [row.resume_on for row in rows] == ["2026-09-01T09:00:00Z"] * 2
    give(world, numbers, "in_progress")
    assert [world.card(number).row.resume_on for number in numbers] == [None] * 2
    give(world, numbers, "done", comment="c")
    for number in numbers:
        held = state(world, number)
        assert (held["done_at"], held["closed_at"], held["is_open"]) == (NOW, NOW, False)
        assert [one["in_load"] for one in held["executors"]] == [False]
    give(world, numbers, "reopened")
    for number in numbers:
        held = state(world, number)
        assert (held["closed_at"], held["reopened_count"], held["done_at"]) == (
            None,
            1,
            NOW,
        )
        assert [one["in_load"] for one in held["executors"]] == [True]
    assert problems(world) == []
