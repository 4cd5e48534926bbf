"""Two people on one order: ST-11."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ads_tui.errors import AdsError, ConflictError, InputError
from ads_tui.services.orders.editing import Edit, edit_order
from tests.services.world import World


def version_of(world: World, number: int) -> int:
    return world.card(number).row.version


def edit(world: World, number: int, by: str, version: int | None, **given: Any) -> None:
    world.do(by, lambda work: edit_order(work, number, Edit(**given), version=version))


def conflict(world: World, number: int, act: Callable[[], None]) -> tuple[str | None, dict[str, Any]]:
    """The field and details of a conflict, which leaves everything as it was."""
    before = world.card(number)
    with pytest.raises(ConflictError) as refused:
        act()
    assert world.card(number) == before
    assert refused.value.details.keys() == {"field", "yours", "theirs", "version"}
    return refused.value.field, refused.value.details


@pytest.mark.parametrize(
    ("theirs", "yours", "field", "told"),
    [
        ({"priority": "high"}, {"priority": "low"}, "priority", ("low", "high")),
        (
            {"due": "2026-09-01T10:00"},
            {"due": "2026-09-02T10:00"},
            "due_at",
            ("2026-09-02T07:00:00Z", "2026-09-01T07:00:00Z"),
        ),
        ({"due": "2026-09-01T10:00"}, {"due": "auto"}, "due_at", (None, "2026-09-01T07:00:00Z")),
        (
            {"building": "oak2"},
            {"building": "elm1"},
            "building",
            ({"code": "elm1", "name": "Elmwood avenue, 1"}, {"code": "oak2", "name": "Oak street, 2"}),
        ),
        (
            {"client": "petrov"},
            {"client_name": "Ann"},
            "client",
            ({"code": None, "name": "Ann"}, {"code": "petrov", "name": "Пётр Петров"}),
        ),
        ({"premise": "1"}, {"premise": "none"}, "premise", (None, {"code": "oak1-1", "name": "1"})),
        ({"department": "pipes"}, {"department": "lifts"}, "department", None),
        ({"service": "single"}, {"service": "guarded"}, "service", None),
        ({"visit": "2026-09-01T10:00"}, {"visit": "2026-09-03T10:00"}, "visit_from", None),
    ],
)
def test_st_11_one_field_twice_is_a_conflict(
    world: World, theirs: dict[str, str], yours: dict[str, str], field: str, told: tuple[Any, Any] | None
) -> None:
    number = world.order("wide", due="2026-08-30", premise="2", client="anna-1")
    seen = version_of(world, number)
    edit(world, number, "dora", seen, **theirs)
    where, details = conflict(world, number, lambda: edit(world, number, "dima", seen, **yours))
    assert (where, details["field"], details["version"]) == (field, field, version_of(world, number))
    if told is not None:
        assert (details["yours"], details["theirs"]) == told
    # Without a version the present state is taken.
    edit(world, number, "dima", None, **yours)


def test_st_11_answers_are_fields_each(world: World) -> None:
    number = world.order("lift")
    seen = version_of(world, number)
    edit(world, number, "dora", seen, form={"cabin": ["right"]})
    edit(world, number, "dima", seen, form={"floor": ["3"]})
    assert world.card(number).form == {"cabin": "right", "floor": 3}
    where, details = conflict(world, number, lambda: edit(world, number, "sam", seen, form={"floor": ["4"]}))
    assert (where, details["yours"], details["theirs"]) == ("form.floor", 4, 3)


def test_st_11_different_fields_both_succeed(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    seen = version_of(world, number)
    edit(world, number, "dora", seen, priority="high")
    edit(world, number, "dima", seen, due="2026-09-01")
    world.assign(number, "eve", by="dora", version=seen)
    world.status(number, "in_progress", by="dima", version=seen)
    row = world.card(number).row
    assert (row.priority, row.due_by_hand, row.status, row.executors) == ("high", True, "in_progress", ("ed", "eve"))


def test_st_11_the_same_value_twice_is_no_conflict(world: World) -> None:
    number = world.order()
    seen = version_of(world, number)
    edit(world, number, "dora", seen, priority="high")
    edit(world, number, "dima", seen, priority="high")
    assert world.kinds(number).count("edited:priority") == 1


def test_st_11_what_is_again_as_it_was_seen_is_no_conflict(world: World) -> None:
    number = world.order()
    seen = version_of(world, number)
    edit(world, number, "dora", seen, priority="high")
    edit(world, number, "dora", None, priority="normal")
    edit(world, number, "dima", seen, priority="low")
    assert world.card(number).row.priority == "low"


def test_st_11_the_status_is_one_field_and_still_judged_from_the_present_one(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    seen = version_of(world, number)
    world.status(number, "in_progress", by="dora", version=seen)
    where, details = conflict(
        world, number, lambda: world.status(number, "cancelled", comment="c", by="dima", version=seen)
    )
    assert (where, details["yours"], details["theirs"]) == ("status", "cancelled", "in_progress")
    with pytest.raises(AdsError) as refused:
        world.status(number, "in_progress", by="dima", version=seen)
    assert refused.value.code == "transition_not_allowed"
    world.status(number, "done", by="sam", version=version_of(world, number))


@pytest.mark.parametrize("by_status", [True, False])
def test_st_13_comments_of_the_present_status_are_compared_too(world: World, by_status: bool) -> None:
    number = world.in_status("paused")
    seen = version_of(world, number)
    if by_status:
        world.status(number, "in_progress", by="dora")
        world.status(number, "paused", comment="theirs", by="dora")
    else:
        world.status(number, "paused", comment="theirs", resume_on="2026-09-01", by="dora")
    where, details = conflict(
        world, number, lambda: world.status(number, "paused", comment="yours", by="dima", version=seen)
    )
    assert (where, details["yours"], details["theirs"]) == ("status_comment", "yours", "theirs")
    if not by_status:
        where, details = conflict(
            world, number, lambda: world.status(number, "paused", resume_on="2026-09-02", by="dima", version=seen)
        )
        assert (where, details["yours"], details["theirs"]) == ("resume_on", "2026-09-02", "2026-09-01")


def test_st_11_replacing_removes_those_who_were_seen_and_nobody_added_meanwhile(world: World) -> None:
    number = world.order("guarded", "oak1", "ed")
    seen = version_of(world, number)
    world.assign(number, "eve", by="dora")
    where, details = conflict(
        world, number, lambda: world.assign(number, "liam", mode="replace", by="dima", version=seen)
    )
    assert (where, details["yours"], details["theirs"]) == ("executors", ["liam"], ["ed", "eve"])
    world.assign(number, "liam", "eve", mode="replace", by="dima", version=seen)
    assert world.card(number).row.executors == ("eve", "liam")
    world.assign(number, "sam", mode="replace", by="dima")
    assert world.card(number).row.executors == ("sam",)


def test_st_11_replacing_where_somebody_went_meanwhile_succeeds(world: World) -> None:
    number = world.order("guarded", "oak1", "ed", "eve")
    seen = version_of(world, number)
    world.assign(number, "eve", mode="remove")
    world.assign(number, "liam", mode="replace", version=seen)
    assert world.card(number).row.executors == ("liam",)


def test_st_11_dropping_executors_by_an_edit_drops_nobody_added_meanwhile(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    seen = version_of(world, number)
    world.assign(number, "liam")
    where, _details = conflict(world, number, lambda: edit(world, number, "dima", seen, service="leak", confirm=True))
    assert where == "executors"
    edit(world, number, "dima", None, service="leak", confirm=True)
    assert world.card(number).row.executors == ("ed",)


@pytest.mark.parametrize("version", [0, -1, 99, 2**70])
def test_a_version_that_never_was_is_refused_by_every_change(world: World, version: int) -> None:
    number = world.order("wide", "oak1", "ed")
    acts: list[Callable[[], None]] = [
        lambda: edit(world, number, "dora", version, priority="low"),
        lambda: world.status(number, "in_progress", version=version),
        lambda: world.assign(number, "eve", version=version),
        lambda: world.assign(number, "eve", mode="replace", version=version),
        lambda: world.assign(number, "eve", mode="remove", version=version),
    ]
    for act in acts:
        with pytest.raises(InputError) as refused:
            act()
        assert (refused.value.code, refused.value.field) == ("invalid_value", "version")
    assert world.kinds(number) == ["created", "executors"]


def test_st_11_both_of_two_at_the_same_moment_count(world: World) -> None:
    number = world.order("guarded", "oak1", "ed")
    seen = version_of(world, number)
    acts: list[Callable[[], None]] = [
        lambda: edit(world, number, "dora", seen, priority="high"),
        lambda: edit(world, number, "dima", seen, due="2026-09-01"),
        lambda: world.assign(number, "eve", by="admin", version=seen),
        lambda: world.status(number, "in_progress", by="sam", version=seen),
    ]
    for login in ("dora", "dima", "admin", "sam"):
        world.actor(login)
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()
    row = world.card(number).row
    assert (row.priority, row.due_by_hand, row.executors, row.status) == ("high", True, ("ed", "eve"), "in_progress")
    assert row.version == len(world.history(number)) == seen + 5


def test_st_11_of_two_at_the_same_moment_on_one_field_one_is_refused(world: World) -> None:
    number = world.order("wide", "oak1", "ed")
    seen = version_of(world, number)
    world.actor("dora")
    with ThreadPoolExecutor(4) as pool:
        tries = [
            pool.submit(lambda due=due: edit(world, number, "dora", seen, due=f"2026-09-0{due}"))  # type: ignore[misc]
            for due in range(1, 5)
        ]
    refused = [one for one in tries if isinstance(one.exception(), ConflictError)]
    assert len(refused) == 3
    assert world.kinds(number).count("edited:due_at") == 1
