import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ads_tui.domain.history import EVENT_KINDS, GENESIS, canonical, canonical_data, chain, status_at

NOON = datetime(2026, 8, 20, 12, 0, tzinfo=UTC)

VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
COLUMNS: st.SearchStrategy[list[object]] = st.lists(VALUES, min_size=1, max_size=6)


@dataclass(frozen=True)
class Told:
    seq: int
    kind: str
    at: datetime
    to: object = None
    field: str | None = None


def test_hi_2_the_form_that_is_hashed_never_changes() -> None:
    columns = [17, 1, NOON, "status", {"to": "paused", "from": "Ёлка"}, None, True, 2.5, date(2026, 9, 1)]
    assert (
        canonical(columns)
        == (
            '[17,1,"2026-08-20T12:00:00.000000+00:00","status",{"from":"Ёлка","to":"paused"},null,true,2.5,"2026-09-01"]'
        ).encode()
    )


def test_hi_2_the_chain_begins_with_zeros_and_hashes_head_and_event() -> None:
    assert GENESIS == b"\0" * 32
    first = chain(GENESIS, [1, "created"])
    assert first == sha256(b"\0" * 32 + b'[1,"created"]').digest()
    assert chain(first, [2, "status"]) == sha256(first + b'[2,"status"]').digest()


def test_hi_2_a_moment_counts_and_not_its_zone() -> None:
    moscow = NOON.astimezone(ZoneInfo("Europe/Moscow"))
    assert canonical([moscow]) == canonical([NOON])
    assert canonical([{"at": moscow}]) == canonical([{"at": NOON.astimezone(timezone(timedelta(hours=-5)))}])
    assert canonical([NOON]) != canonical([NOON + timedelta(microseconds=1)])


def test_hi_2_data_has_one_text() -> None:
    data = {"to": "paused", "from": "Ёлка", "at": NOON}
    assert canonical_data(data) == '{"at":"2026-08-20T12:00:00.000000+00:00","from":"Ёлка","to":"paused"}'
    assert canonical_data(dict(reversed(data.items()))) == canonical_data(data)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (datetime(2026, 8, 20), ValueError),
        (float("nan"), ValueError),
        (float("inf"), ValueError),
        (Decimal("1.5"), TypeError),
        (b"x", TypeError),
        ({1, 2}, TypeError),
    ],
)
def test_hi_2_what_has_no_one_form_is_not_hashed(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        canonical([value])


@given(COLUMNS)
def test_hi_2_what_was_read_back_has_the_same_hash(columns: list[object]) -> None:
    assert chain(GENESIS, json.loads(json.dumps(columns))) == chain(GENESIS, columns)


@given(st.lists(COLUMNS, min_size=1, max_size=6), st.data())
def test_hi_2_any_change_removal_or_swap_changes_the_head(history: list[list[object]], data: st.DataObject) -> None:
    def head(events: list[list[object]]) -> bytes:
        last = GENESIS
        for columns in events:
            last = chain(last, columns)
        return last

    place = data.draw(st.integers(0, len(history) - 1))
    other = data.draw(COLUMNS)
    changed = [*history[:place], other, *history[place + 1 :]]
    assert (head(changed) == head(history)) is (canonical(other) == canonical(history[place]))
    assert head([*history[:place], *history[place + 1 :]]) != head(history)
    assert head([*history[:place], other, *history[place:]]) != head(history)


def test_cl_7_kinds_of_events_are_those_of_the_table() -> None:
    assert " ".join(EVENT_KINDS) == (
        "created status resume_on executors controllers edited sla incident document invoice refund approval rating "
        "message_deleted duplicate undone accepted"
    )


EVENTS = (
    Told(1, "created", NOON, "pending"),
    Told(2, "executors", NOON + timedelta(minutes=1), ["belov"]),
    Told(3, "status", NOON + timedelta(minutes=2), "in_progress"),
    Told(4, "status", NOON + timedelta(minutes=5), "paused"),
    Told(5, "edited", NOON + timedelta(minutes=5), "high"),
    Told(6, "status", NOON + timedelta(minutes=5), "in_progress"),
    Told(7, "sla", NOON + timedelta(minutes=3), "broken"),
)


@pytest.mark.parametrize(
    ("minutes", "status"),
    [(-0.01, None), (0, "pending"), (1.99, "pending"), (2, "in_progress"), (4, "in_progress"), (5, "in_progress")],
)
@pytest.mark.parametrize("events", [EVENTS, EVENTS[::-1]])
def test_hi_2_status_at_any_past_moment(events: tuple[Told, ...], minutes: float, status: str | None) -> None:
    assert status_at(events, NOON + timedelta(minutes=minutes)) == status


def test_hi_2_what_was_undone_holds_from_then_on_and_the_time_between_stays_told() -> None:
    events = (
        *EVENTS,
        Told(8, "undone", NOON + timedelta(minutes=8), "paused", "status"),
        Told(9, "undone", NOON + timedelta(minutes=9), ["belov"], "executors"),
    )
    told = [status_at(events, NOON + timedelta(minutes=minutes)) for minutes in (5, 7.99, 8, 9)]
    assert told == ["in_progress", "in_progress", "paused", "paused"]


def test_hi_2_before_its_first_event_an_order_has_no_status() -> None:
    assert status_at((), NOON) is None
    assert status_at(EVENTS[:4], NOON + timedelta(minutes=9)) == "paused"
