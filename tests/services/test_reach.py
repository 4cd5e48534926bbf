"""The buildings that follow from an employee's access (RO-3)."""

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col

from ads_tui.domain.actors import SYSTEM
from ads_tui.models.people import Employee, EmployeeAccess, EmployeeBuilding
from ads_tui.models.places import Building, BuildingGroup, Quarter
from ads_tui.services import reach
from ads_tui.store.work import Store, Work
from tests.housing import add_employee, add_thing


def pairs(store: Store) -> set[tuple[str, str]]:
    statement = (
        sa.select(col(Employee.login), col(Building.code))
        .join(EmployeeBuilding, col(EmployeeBuilding.employee_id) == col(Employee.id))
        .join(Building, col(Building.id) == col(EmployeeBuilding.building_id))
    )
    with store.reading(SYSTEM) as reading:
        return {(row[0], row[1]) for row in reading.session.execute(statement)}


@pytest.fixture
def town(store: Store) -> Store:
    """Four buildings in two groups and two quarters, an employee who sees all and two who see some."""
    for noun in ("group", "quarter"):
        for code in ("1", "2"):
            add_thing(store, noun, code, f"{noun} {code}")
    for code, group, quarter in (("a", "1", "1"), ("b", "1", "2"), ("c", "2", "2"), ("d", "none", "none")):
        add_thing(store, "building", code, f"House {code}", group=group, quarter=quarter)
    add_employee(store, "anna", buildings="d", groups="1")
    add_employee(store, "boris", quarters="2", buildings="b")
    return store


def test_ro_3_groups_quarters_and_buildings_add_up(town: Store) -> None:
    assert pairs(town) == {("anna", "a"), ("anna", "b"), ("anna", "d"), ("boris", "b"), ("boris", "c")}


def touched(store: Store, work_on: Any, employee_ids: list[int] | None) -> set[tuple[str, str]]:
    def act(work: Work) -> set[tuple[str, str]]:
        work_on(work)
        reach.rebuild(work, employee_ids)
        return {key for key in work._touched if key[0] == "access"}

    return store.perform(SYSTEM, act)


def test_ro_3_only_those_whose_reach_changed_are_told(town: Store) -> None:
    def to_group_1(work: Work) -> None:
        work.session.execute(sa.update(Building).where(col(Building.code) == "c").values(group_id=1))

    assert touched(town, to_group_1, None) == {("access", "anna")}
    assert ("anna", "c") in pairs(town)
    assert touched(town, lambda _work: None, None) == set()


def test_ro_3_rebuilding_some_leaves_the_others(town: Store) -> None:
    def empty(work: Work) -> None:
        work.session.execute(sa.delete(EmployeeBuilding))

    with town.reading(SYSTEM) as reading:
        anna = reading.session.scalars(sa.select(col(Employee.id)).where(col(Employee.login) == "anna")).one()
    assert anna is not None
    assert touched(town, empty, [anna]) == {("access", "anna")}
    assert {login for login, _code in pairs(town)} == {"anna"}
    assert touched(town, lambda _work: None, []) == set()


def test_ro_3_who_sees_all_has_no_rows(town: Store) -> None:
    def all_buildings(work: Work) -> None:
        work.session.execute(sa.update(Employee).values(all_buildings=True))

    assert touched(town, all_buildings, None) == {("access", "anna"), ("access", "boris")}
    assert pairs(town) == set()


def test_db_check_is_told_what_is_missing_and_what_is_wrong(town: Store) -> None:
    with town.reading(SYSTEM) as reading:
        assert reach.differences(reading.session) == ([], [])
        right = reach.expected(reading.session)
    assert len(right) == 5
    lost = min(right)

    def spoil(work: Work) -> None:
        work.session.execute(
            sa.delete(EmployeeBuilding).where(
                col(EmployeeBuilding.employee_id) == lost[0], col(EmployeeBuilding.building_id) == lost[1]
            )
        )
        work.session.add(EmployeeBuilding(employee_id=1, building_id=lost[1]))

    town.perform(SYSTEM, spoil)
    with town.reading(SYSTEM) as reading:
        assert reach.differences(reading.session) == ([lost], [(1, lost[1])])


LISTED = st.sets(st.tuples(st.sampled_from(["building", "group", "quarter"]), st.integers(1, 4)))
PLACES = st.lists(st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from([None, 1, 2])), min_size=4, max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(listed=LISTED, places=PLACES)
def test_ro_3_reach_is_what_access_says_whatever_was_before(
    town: Store, listed: set[tuple[str, int]], places: list[tuple[int | None, int | None]]
) -> None:
    with town.reading(SYSTEM) as reading:
        anna = reading.session.scalars(sa.select(Employee).where(col(Employee.login) == "anna")).one().id
        buildings = list(reading.session.scalars(sa.select(col(Building.id)).order_by(col(Building.id))))
        assert len(list(reading.session.scalars(sa.select(col(BuildingGroup.id))))) == 2
        assert len(list(reading.session.scalars(sa.select(col(Quarter.id))))) == 2

    def arrange(work: Work) -> None:
        work.session.execute(sa.delete(EmployeeAccess).where(col(EmployeeAccess.employee_id) == anna))
        for kind, target_id in listed:
            work.session.add(EmployeeAccess(employee_id=anna or 0, kind=kind, target_id=target_id))
        for building_id, (group_id, quarter_id) in zip(buildings, places, strict=True):
            work.session.execute(
                sa.update(Building)
                .where(col(Building.id) == building_id)
                .values(group_id=group_id, quarter_id=quarter_id)
            )
        reach.rebuild(work, None)

    town.perform(SYSTEM, arrange)
    right = {
        building_id
        for building_id, (group_id, quarter_id) in zip(buildings, places, strict=True)
        if {("building", building_id), ("group", group_id), ("quarter", quarter_id)} & listed
    }
    with town.reading(SYSTEM) as reading:
        held = sa.select(col(EmployeeBuilding.building_id)).where(col(EmployeeBuilding.employee_id) == anna)
        assert set(reading.session.scalars(held)) == right
