"""No event can be changed, removed, inserted or reordered unnoticed (HI-2)."""

import hashlib
import io

import pytest
import sqlalchemy as sa

from ads_tui.domain.history import GENESIS, chain
from ads_tui.errors import InputError
from ads_tui.services.orders.creating import NewOrder, create_order
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.order_rows import EVENTS, ORDERS
from ads_tui.store.work import Work
from tests.services.check.conftest import Trial

LAST = "(SELECT history_seq FROM orders WHERE number = 1)"
BROKEN = [("history", 1)]


def saved(trial: Trial) -> list[str]:
    """The lines of the digest file as it would be now."""
    file = io.StringIO()
    trial.check(save=file)
    return file.getvalue().splitlines(keepends=True)


def test_hi_2_what_the_program_wrote_is_clean(trial: Trial) -> None:
    assert trial.found() == []


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-08-20 09:00:00.000000+00'",
        "recorded_at = '2026-08-20 09:00:00.000000+00'",
        "actor_kind = 'system'",
        "actor_id = 2",
        "actor_id = NULL",
        "source = 'import'",
        "batch_id = 1",
        "kind = 'edited'",
        "field = 'essence'",
        """data = '{"to":"done"}'""",
        "data = data || ' '",
        "hash = (SELECT hash FROM history_events WHERE order_number = 2 AND seq = 1)",
        "order_number = 99",
        "seq = 77",
    ],
)
@pytest.mark.parametrize("seq", [1, 2, LAST])
def test_hi_2_an_event_changed_in_any_column_is_found(trial: Trial, change: str, seq: int | str) -> None:
    trial.tamper(f"UPDATE history_events SET {change} WHERE order_number = 1 AND seq = {seq}")
    assert set(BROKEN) <= set(trial.found())


@pytest.mark.parametrize(
    "which", ["seq = 1", "seq = 2", "seq = (SELECT history_seq FROM orders WHERE number = 1)", "1 = 1"]
)
def test_hi_2_a_removed_event_is_found(trial: Trial, which: str) -> None:
    trial.tamper(f"DELETE FROM history_events WHERE order_number = 1 AND {which}")
    assert trial.found() == BROKEN


def test_hi_2_an_event_added_at_the_end_is_found(trial: Trial) -> None:
    columns = ", ".join(column.name for column in EVENTS.columns if column.name not in ("id", "seq"))
    trial.tamper(
        f"INSERT INTO history_events (id, seq, {columns}) SELECT 9999, seq + 1, {columns} FROM history_events"
        " WHERE order_number = 1 ORDER BY seq DESC LIMIT 1"
    )
    assert trial.found() == BROKEN


def test_hi_2_an_event_inserted_between_others_is_found(trial: Trial) -> None:
    columns = ", ".join(column.name for column in EVENTS.columns if column.name not in ("id", "seq"))
    trial.tamper(
        "UPDATE history_events SET seq = seq + 100 WHERE order_number = 1 AND seq > 1",
        "UPDATE history_events SET seq = seq - 99 WHERE order_number = 1 AND seq > 1",
        f"INSERT INTO history_events (id, seq, {columns}) SELECT 9999, 2, {columns} FROM history_events"
        " WHERE order_number = 1 AND seq = 1",
        "UPDATE orders SET history_seq = history_seq + 1 WHERE number = 1",
    )
    assert trial.found() == BROKEN


def test_hi_2_events_in_another_order_are_found(trial: Trial) -> None:
    trial.tamper(
        "UPDATE history_events SET seq = 77 WHERE order_number = 1 AND seq = 1",
        "UPDATE history_events SET seq = 1 WHERE order_number = 1 AND seq = 2",
        "UPDATE history_events SET seq = 2 WHERE order_number = 1 AND seq = 77",
    )
    assert trial.found() == BROKEN


@pytest.mark.parametrize("column", ["history_seq = history_seq - 1", "history_head = hash FROM history_events"])
def test_hi_2_a_changed_head_is_found(trial: Trial, column: str) -> None:
    if "hash" in column:
        column = "history_head = (SELECT hash FROM history_events WHERE order_number = 2 AND seq = 1)"
    trial.tamper(f"UPDATE orders SET {column} WHERE number = 1")
    assert trial.found() == BROKEN


@pytest.mark.parametrize("lived_in", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", ["at = 'yesterday'", "actor_id = 'x'", "hash = 'text'", "data = x'00ff'"])
def test_hi_2_what_cannot_even_be_read_is_found(trial: Trial, change: str) -> None:
    trial.tamper(f"UPDATE history_events SET {change} WHERE order_number = 1 AND seq = 1")
    assert trial.found() == BROKEN


def test_the_digest_is_the_sha_256_of_the_digest_file(trial: Trial) -> None:
    assert trial.check().digest == hashlib.sha256("".join(saved(trial)).encode()).hexdigest()


def test_the_digest_tells_any_new_event(trial: Trial) -> None:
    before = trial.check().digest
    assert trial.check().digest == before
    trial.perform(lambda work: change_status(work, 3, StatusWish("in_progress")))
    assert trial.check().digest != before


def test_hi_2_what_was_added_since_an_earlier_digest_is_no_fault(trial: Trial) -> None:
    earlier = saved(trial)
    trial.perform(lambda work: change_status(work, 3, StatusWish("in_progress")))
    trial.perform(lambda work: create_order(work, NewOrder(service="leak", building="oak2")))
    assert trial.found(earlier) == []


def rewrite(work: Work) -> None:
    """Rewrite the history of order 1 with a chain that fits, as one who knows the program would."""
    head = GENESIS
    for row in work.connection.execute(sa.select(EVENTS).where(EVENTS.c.order_number == 1).order_by(EVENTS.c.seq)):
        values = {name: value for name, value in row._mapping.items() if name not in ("id", "hash")}
        if row.seq == 1:
            values["actor_id"] = None
        head = chain(head, list(values.values()))
        work.connection.execute(sa.update(EVENTS).where(EVENTS.c.id == row.id).values(**values, hash=head))
    work.connection.execute(sa.update(ORDERS).where(ORDERS.c.number == 1).values(history_head=head))


def test_hi_2_a_history_rewritten_with_its_chain_is_found_by_an_earlier_digest(trial: Trial) -> None:
    earlier = saved(trial)
    trial.perform(rewrite)
    assert trial.found(earlier) == [("since", 1)]
    assert trial.found() == []


@pytest.mark.parametrize("number", [1, 3, 6])
def test_hi_2_an_order_removed_whole_is_found_by_an_earlier_digest(trial: Trial, number: int) -> None:
    earlier = saved(trial)
    tables = ("history_events", "order_executors", "order_controllers", "order_texts", "comments", "notifications")
    told = f"(SELECT id FROM notifications WHERE order_number = {number})"
    trial.tamper(
        *(f"DELETE FROM {table} WHERE notification_id IN {told}" for table in ("notification_reads", "deliveries")),
        *(f"DELETE FROM {table} WHERE order_number = {number}" for table in tables),
        f"DELETE FROM orders WHERE number = {number}",
    )
    assert trial.found(earlier) == [("since", number)]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["hello"], 1),
        (["1 2 " + "a" * 64, "1 2 " + "b" * 64], 2),
        (["1 2 " + "a" * 63], 1),
        (["-1 2 " + "a" * 64], 1),
        ([""], 1),
    ],
)
def test_a_file_that_is_no_digest_file_is_refused(trial: Trial, lines: list[str], place: int) -> None:
    with pytest.raises(InputError) as refused:
        trial.check(since=lines)
    assert (refused.value.code, refused.value.field, refused.value.values) == (
        "invalid_value",
        "since",
        {"place": place},
    )
