"""Who is told of what with the change itself, and what an employee finds in his list (NT-1 … NT-3, NT-6, NT-7)."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from ads_tui.domain.notifications import ASKED, NOBODY
from ads_tui.errors import AccessError, InputError, NotFoundError
from ads_tui.services import roles
from ads_tui.services.blocking import block, unblock
from ads_tui.services.comments import add_comment
from ads_tui.services.notifications.inbox import list_notifications, mark_all_read, mark_read, news
from ads_tui.services.notifications.matrix import set_own_cell
from ads_tui.services.notifications.outbox import NOTIFICATIONS, notify
from ads_tui.services.orders.bulk_executors import change_executors_of
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.opening import take_order
from ads_tui.services.orders.statuses import StatusWish
from ads_tui.services.orders.undoing import undo_batch
from ads_tui.services.shifts import SHIFTS, add_pattern, add_shift
from ads_tui.services.sla.keeping import keep_time
from tests.services.notifications.conftest import Mailbox, use
from tests.services.world import World, employee_id


def told(world: World, number: int, *kinds: str) -> set[tuple[str, str]]:
    """Kind and whom: a login, a party or `client`."""
    statement = sa.select(NOTIFICATIONS).where(NOTIFICATIONS.c.order_number == number)
    rows = world.read("system", lambda reading: reading.connection.execute(statement).all())
    logins = {
        employee_id(world, login): login for login in ("ed", "eve", "sam", "dora", "dima", "near", "liam", "nina")
    }
    found = {
        (row.kind, row.party or logins.get(row.employee_id) or ("client" if row.client_id else str(row.employee_id)))
        for row in rows
    }
    return {each for each in found if not kinds or each[0] in kinds}


def inbox(world: World, login: str, number: int) -> list[str]:
    entries = world.read(login, list_notifications)
    return [entry.told.kind for entry in entries if entry.told.number == number]


def test_nt_2_a_new_order_is_one_record_that_only_those_who_see_it_find(world: World) -> None:
    number = world.order("wide", "elm1")
    assert told(world, number) == {("order_created", "viewers")}
    assert inbox(world, "dima", number) == ["order_created"]
    assert inbox(world, "dora", number) == []
    assert inbox(world, "nina", number) == []
    assert inbox(world, "ed", number) == []
    assert inbox(world, "admin", number) == []


def test_nt_2_people_are_told_that_they_were_assigned_but_not_by_themselves(world: World) -> None:
    number = world.order("watched", "oak1", "ed")
    world.control(number, "sam", "dora")
    world.assign(number, "eve", by="ed")
    assert told(world, number, "executor_assigned", "controller_assigned") == {
        ("executor_assigned", "ed"),
        ("executor_assigned", "eve"),
        ("controller_assigned", "sam"),
    }


def test_nt_2_a_change_of_status_is_told_to_its_people_and_where_there_are_none_to_all_who_see_it(world: World) -> None:
    manned, empty = world.order("wide", "oak1", "ed", "eve"), world.order("wide")
    world.status(manned, "in_progress", by="ed")
    world.status(empty, "cancelled", comment="no need")
    assert told(world, manned, "status_changed") == {("status_changed", "eve")}
    assert told(world, empty, "status_changed") == {("status_changed", "viewers")}


def test_nt_2_quality_control_without_a_controller_goes_to_those_who_may_judge_it(world: World) -> None:
    number = world.order("guarded", "oak1", "ed")
    world.status(number, "in_progress", by="ed")
    world.status(number, "quality_control", by="ed")
    assert told(world, number, "quality_control_needed") == {("quality_control_needed", "managers")}
    assert "quality_control_needed" in inbox(world, "sam", number)
    assert "quality_control_needed" not in inbox(world, "dora", number)


def test_nt_2_an_approver_an_edit_and_a_comment(world: World) -> None:
    number = world.order("routed")
    assert told(world, number, "approval_needed") == {("approval_needed", "sam")}
    other = world.order("wide", "oak1", "ed", "eve")
    world.do("dora", lambda work: edit_order(work, other, Edit(priority="high")))
    world.do("eve", lambda work: add_comment(work, other, "The key is with the janitor"))
    assert told(world, other, "order_edited", "comment") == {
        ("order_edited", "ed"),
        ("order_edited", "eve"),
        ("comment", "ed"),
    }
    [line] = [one.told.comment for one in world.read("ed", list_notifications) if one.told.kind == "comment"]
    assert line == "The key is with the janitor"


def test_nt_2_a_break_is_told_to_its_people_and_always_to_all_who_see_it_once_each(world: World) -> None:
    number, moved = (world.order("mailed", "oak1", "ed", "nina") for _ in range(2))
    elsewhere = f"UPDATE orders SET building_id = (SELECT id FROM buildings WHERE code = 'elm1') WHERE number = {moved}"
    world.do("system", lambda work: work.connection.execute(sa.text(elsewhere)))
    both = [number, moved]
    world.at("2026-08-20T09:00:00Z").do(
        "system", lambda work: keep_time(work, [take_order(work, each) for each in both])
    )
    people = {("reaction_broken", "ed"), ("reaction_broken", "viewers")}
    assert told(world, number, "reaction_broken") == people
    assert told(world, moved, "reaction_broken") == people | {("reaction_broken", "nina")}
    assert inbox(world, "nina", number).count("reaction_broken") == 1


def test_nt_2_a_blocked_executor_is_nobody(world: World) -> None:
    number = world.order("wide", "oak1", "near")
    world.do("admin", lambda work: block(work, "near", "ed"))
    try:
        world.status(number, "in_progress", by="ed")
        assert ("executor_assigned", "ed") in told(world, number)
        assert told(world, number, "status_changed") == set()
    finally:
        world.do("admin", lambda work: unblock(work, "near"))


def test_bk_3_many_are_changed_silently_unless_asked_for_and_undoing_tells_who_was_told(world: World) -> None:
    silent, other, loud = (world.order("wide", "oak1", "ed") for _ in range(3))
    before = told(world, silent)
    world.do("sam", lambda work: change_statuses(work, [silent, other], StatusWish("in_progress")))
    world.do("sam", lambda work: change_executors_of(work, [silent], ["eve"]))
    assert told(world, silent) == before
    batch = world.do("sam", lambda work: change_statuses(work, [loud], StatusWish("in_progress"), telling=ASKED)).batch
    assert batch is not None
    world.do("sam", lambda work: undo_batch(work, batch))
    lines = [one.told for one in world.read("ed", list_notifications) if one.told.number == loud]
    assert [(one.kind, one.data.get("undone", False)) for one in lines[:2]] == [
        ("status_changed", True),
        ("status_changed", False),
    ]


def test_nt_3_a_change_that_fails_tells_nobody(world: World) -> None:
    before = world.rows()["notifications"]

    def fail(work: Any) -> None:
        add_comment(work, number, "half")
        raise RuntimeError

    number = world.order("wide", "oak1", "ed")
    with pytest.raises(RuntimeError):
        world.do("dora", fail)
    assert told(world, number, "comment") == set()
    assert world.rows()["notifications"] == before + 2


def test_nt_4_reading_one_and_reading_all_empties_the_count(world: World) -> None:
    world.do("dima", lambda work: mark_all_read(work, 10**9))
    assert world.read("dima", lambda reading: news(reading, 5)).count == 0
    world.do("dima", lambda work: mark_all_read(work, 0))
    numbers = [world.order("wide", "oak1", "dima"), world.order()]
    world.do("system", lambda work: work.connection.execute(sa.text("DELETE FROM notification_marks")))
    mine = [one for one in world.read("dima", list_notifications) if one.told.number in numbers]
    assert [(one.told.kind, one.read) for one in mine] == [
        ("order_created", False),
        ("order_created", False),
        ("executor_assigned", False),
    ]
    world.do("dima", lambda work: mark_read(work, [mine[0].told.id, mine[2].told.id]))
    left = [
        one for one in world.read("dima", lambda r: list_notifications(r, unread=True)) if one.told.number in numbers
    ]
    assert [one.told.id for one in left] == [mine[1].told.id]
    newest = mine[0].told.id
    world.do("dima", lambda work: mark_all_read(work, newest))
    assert world.read("dima", lambda reading: list_notifications(reading, unread=True)) == []
    assert not [one for one in world.read("olga", list_notifications) if one.read]


def test_nt_4_what_is_anothers_cannot_be_read(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    [mine] = [one for one in world.read("ed", list_notifications) if one.told.number == number]
    with pytest.raises(NotFoundError):
        world.do("eve", lambda work: mark_read(work, [mine.told.id]))


def test_ro_3_what_one_sees_no_longer_is_not_listed(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    assert inbox(world, "ed", number) == ["executor_assigned"]
    world.assign(number, "eve")
    world.assign(number, "ed", mode="remove")
    assert inbox(world, "ed", number) == []


def test_nt_1_a_cell_is_switched_for_a_role_and_for_oneself(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    world.do("ed", lambda work: set_own_cell(work, "ed", "executor_assigned", "console", "off"))
    assert inbox(world, "ed", number) == []
    world.do("ed", lambda work: set_own_cell(work, "ed", "executor_assigned", "console", "role"))
    view = world.do(
        "admin", lambda work: roles.set_notification(work, "executor", "executor_assigned", "console", "off")
    )
    assert "console" not in view.document["notify"]["executor_assigned"]
    assert inbox(world, "ed", number) == []
    world.do("admin", lambda work: roles.set_notification(work, "executor", "executor_assigned", "console", "on"))
    assert inbox(world, "ed", number) == ["executor_assigned"]


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda work: set_own_cell(work, "eve", "comment", "console", "off"), AccessError),
        (lambda work: set_own_cell(work, "ed", "gossip", "console", "off"), InputError),
        (lambda work: set_own_cell(work, "ed", "comment", "pigeon", "off"), InputError),
        (lambda work: set_own_cell(work, "ed", "comment", "console", "maybe"), InputError),
        (lambda work: roles.set_notification(work, "executor", "comment", "console", "off"), AccessError),
    ],
)
def test_nt_1_cells_of_others_and_unknown_words_are_refused(
    world: World, act: Callable[[Any], Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        world.do("ed", act)


def test_nt_6_a_client_is_told_of_the_statuses_that_concern_him(world: World) -> None:
    use(world, Mailbox(port=1))
    number = world.order("guarded", "oak1", "ed", client="petrov")
    steps: tuple[tuple[str, str | None], ...] = (
        ("in_progress", None),
        ("quality_control", None),
        ("in_progress", "again"),
        ("paused", "waits"),
    )
    for status, comment in steps:
        world.status(number, status, by="admin", comment=comment)
    statement = sa.select(NOTIFICATIONS.c.data).where(
        NOTIFICATIONS.c.order_number == number, NOTIFICATIONS.c.client_id.is_not(None)
    )
    data = world.read("system", lambda reading: reading.connection.execute(statement).scalars().all())
    assert [one["to"] for one in data] == ["in_progress", "in_progress", "paused"]
    use(world, None)
    world.status(number, "in_progress", by="admin")
    again = world.read("system", lambda reading: reading.connection.execute(statement).scalars().all())
    assert len(again) == len(data)


def test_nt_6_a_client_is_not_told_of_what_nobody_is_told_of(world: World) -> None:
    use(world, Mailbox(port=1))
    number = world.order("wide", "oak1", "ed", client="petrov")

    def change(work: Any) -> None:
        work.telling = NOBODY
        change_statuses(work, [number], StatusWish("in_progress"))

    world.do("sam", change)
    use(world, None)
    assert not [each for each in told(world, number) if each[1] == "client"]


def test_nt_7_a_warning_for_somebody_off_shift_goes_to_his_department_too(world: World) -> None:
    world.do("admin", lambda work: add_pattern(work, "pipes", "mon-fri", "20:00", "23:00"))
    try:
        number = world.order("mailed", "oak1", "ed", "eve")
        world.do("admin", lambda work: add_shift(work, "eve", "2026-08-20", "08:00", "20:00"))
        world.at("2026-08-20T09:00:00Z").do("system", lambda work: keep_time(work, [take_order(work, number)]))
        assert told(world, number, "reaction_broken") == {
            ("reaction_broken", "ed"),
            ("reaction_broken", "eve"),
            ("reaction_broken", "viewers"),
        }
        alone = world.order("mailed", "oak1", "ed")
        world.do("system", lambda work: _warn(work, alone))
        assert told(world, alone, "resume_warning") == {("resume_warning", "ed"), ("resume_warning", "sam")}
    finally:
        world.do("system", lambda work: work.connection.execute(sa.delete(SHIFTS)))


def _warn(work: Any, number: int) -> None:
    notify(work, take_order(work, number), "resume_warning", data={"days": 2})
