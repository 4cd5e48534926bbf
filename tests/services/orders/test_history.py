"""The history of an order: HI-1, HI-2, and its chain computed again by hand."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from ads_tui.clock import Clock
from ads_tui.domain.history import status_at
from ads_tui.errors import NotFoundError
from ads_tui.services.comments import add_comment
from ads_tui.services.orders.editing import Edit, edit_order
from ads_tui.services.orders.history import EventView, history_of
from ads_tui.services.orders.opening import take_order
from ads_tui.store.order_rows import EVENTS, ORDERS
from ads_tui.store.work import Store, Work
from tests.services.world import NOW, World


def busy_order(world: World) -> int:
    """An order with events of every kind that there is now."""
    number = world.order("manned", "oak1", client_name="Ёжи", premise="1")
    world.do("dora", lambda work: edit_order(work, number, Edit(priority="high", client="petrov", due="2026-09-01")))
    world.status(number, "in_progress", comment="«on my way»", by="ed")
    world.status(number, "paused", comment="waits", resume_on="2026-09-01", by="dora")
    world.status(number, "paused", comment="still waits", by="dora")
    world.do("dora", lambda work: add_comment(work, number, "a comment is no event"))
    world.control(number, "dima", by="dora")
    world.status(number, "in_progress", by="dora")
    return number


def test_hi_2_each_event_carries_a_hash_over_itself_and_the_one_before(world: World) -> None:
    number = busy_order(world)
    columns = "order_number seq at recorded_at actor_kind actor_id source batch_id kind field data"
    rows = world.read(
        "system",
        lambda reading: reading.connection.execute(
            sa.select(EVENTS).where(EVENTS.c.order_number == number).order_by(EVENTS.c.seq)
        ).all(),
    )
    head = bytes(32)
    for place, row in enumerate(rows, start=1):
        values = [getattr(row, column) for column in columns.split()]
        told = [
            value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
            for value in values
        ]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        head = hashlib.sha256(head + text.encode()).digest()
        assert (row.seq, row.hash) == (place, head)
        data = json.loads(row.data)
        assert row.data == json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    order = world.read(
        "system",
        lambda reading: reading.connection.execute(
            sa.select(ORDERS.c.history_seq, ORDERS.c.history_head).where(ORDERS.c.number == number)
        ).one(),
    )
    assert (order.history_seq, order.history_head) == (len(rows), head)
    views = world.history(number)[::-1]
    assert [(view.hash, view.previous) for view in views] == [
        (row.hash.hex(), (rows[place - 1].hash if place else bytes(32)).hex()) for place, row in enumerate(rows)
    ]


def test_hi_2_history_names_clients_by_id_only(world: World) -> None:
    number = busy_order(world)
    texts = world.read(
        "system",
        lambda reading: (
            reading.connection.execute(sa.select(EVENTS.c.data).where(EVENTS.c.order_number == number)).scalars().all()
        ),
    )
    for word in ("Ёжи", "Петров", "petrov", "+7916"):
        assert not any(word in text for text in texts)


def test_hi_1_the_newest_event_of_a_change_is_its_main_one(world: World) -> None:
    number = busy_order(world)
    assert world.kinds(number) == [
        "created",
        "executors",
        "controllers",
        "accepted",
        "edited:client",
        "edited:priority",
        "edited:due_at",
        "status",
        "resume_on",
        "status",
        "edited:status_comment",
        "controllers",
        "resume_on",
        "status",
    ]
    events = world.history(number)
    assert [(one.seq, one.at) for one in events] == [(seq, NOW) for seq in range(14, 0, -1)]
    assert [one.id for one in events] == sorted((one.id for one in events), reverse=True)
    assert {one.recorded_at for one in events} == {NOW}
    client = next(one for one in events if one.field == "client")
    assert (client.from_, client.to) == (
        {"code": None, "name": "Ёжи"},
        {"code": "petrov", "name": "Пётр Петров"},
    )


def test_hi_2_replays_the_status_of_any_past_moment(world: World) -> None:
    store = world.store
    number = world.order("wide", "oak1", "ed")
    steps = (("in_progress", None), ("paused", "waits"), ("in_progress", None), ("done", None), ("reopened", None))
    for hours, (status, comment) in enumerate(steps, start=1):
        at = World(Store(store.engine, Clock(NOW + timedelta(hours=hours))), world.url)
        at.status(number, status, comment=comment)
    told = ["pending", *(status for status, _comment in steps)]

    def up_to(moment: datetime) -> list[EventView]:
        return world.read("admin", lambda reading: history_of(reading, number, until=moment))

    for hours, status in enumerate(told):
        for minutes, expected in ((0, status), (59, status)):
            moment = NOW + timedelta(hours=hours, minutes=minutes)
            events = up_to(moment)
            assert status_at(events, moment) == expected
            assert all(one.at <= moment for one in events)
    before = up_to(NOW - timedelta(seconds=1))
    assert (before, status_at(before, NOW - timedelta(seconds=1))) == ([], None)


def test_hi_2_the_chain_follows_recording_and_the_screen_the_moment(world: World) -> None:
    number = world.in_status("paused")
    early = NOW - timedelta(days=1)

    def record_late(work: Work) -> None:
        work.record(take_order(work, number), "sla", {"to": "broken"}, field="reaction", at=early, moves=False)

    before = world.card(number).row
    world.do("system", record_late)
    events = world.history(number)
    assert (events[-1].kind, events[-1].at, events[-1].recorded_at) == ("sla", early, NOW)
    assert events[-1].seq == max(one.seq for one in events)
    assert world.card(number).row.updated_at == before.updated_at
    assert status_at(events, NOW) == "paused"
    world.status(number, "in_progress")
    assert world.history(number)[0].to == "in_progress"


def test_a_clock_that_went_back_writes_no_event_before_the_last(world: World) -> None:
    number = world.in_status("in_progress")
    earlier = World(Store(world.store.engine, Clock(NOW - timedelta(hours=3))), world.url)
    earlier.status(number, "paused", comment="c")
    newest = world.history(number)[0]
    assert (newest.to, newest.at, newest.recorded_at) == ("paused", NOW, NOW - timedelta(hours=3))
    assert world.card(number).row.updated_at == NOW


def test_ro_3_history_of_what_is_not_seen_does_not_exist(world: World) -> None:
    number = world.order("wide", "elm1")
    with pytest.raises(NotFoundError):
        world.history(number, by="nina")
