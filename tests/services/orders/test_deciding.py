"""What a service decides, told before the order is registered (CR-7)."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from ads_tui.errors import AccessError
from ads_tui.models.catalogue import Service
from ads_tui.models.places import Building
from ads_tui.services.orders.deciding import Decision, decide
from tests.services.world import World


def _id(world: World, model: Any, code: str) -> int:
    statement = sa.select(col(model.id)).where(col(model.code) == code)
    return world.read("system", lambda reading: int(reading.session.execute(statement).scalar_one()))


def _decided(world: World, service: str, building: str | None = "oak2", by: str = "dora") -> Decision:
    ids = (_id(world, Service, service), _id(world, Building, building) if building else None)
    return world.read(by, lambda reading: decide(reading, *ids))


def test_cr_7_department_and_the_executors_who_would_be_assigned(world: World) -> None:
    decision = _decided(world, "manned")
    assert (decision.department, decision.status) == ("Pipes", "Pending")
    assert decision.executors == ("Ed",)
    assert decision.left_out == ("Liam", "Bob", "Near")
    card = world.card(world.order("manned", "oak2"))
    assert card.row.executors == ("ed",)


def test_cr_7_who_fits_depends_on_the_building(world: World) -> None:
    assert _decided(world, "manned", "oak1").executors == ("Ed", "Near")
    nobody_yet = _decided(world, "manned", None)
    assert (nobody_yet.executors, nobody_yet.left_out) == ((), ())


def test_cr_7_approval_comes_before_the_appointment(world: World) -> None:
    decision = _decided(world, "routed-visit")
    assert (decision.status, decision.appointment) == ("Approval", True)
    assert decision.approvers == ("Supervisor", "Sam")
    plain = _decided(world, "visit")
    assert (plain.status, plain.appointment, plain.approvers) == ("In progress", True, ())


def test_ro_2_only_who_may_register_orders_is_told(world: World) -> None:
    with pytest.raises(AccessError):
        _decided(world, "manned", by="olga")
