"""One pass over the work that is due: claimed and done in the same transaction, so that each thing is done once."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import OutsideError
from ads_tui.logs import log_unexpected
from ads_tui.scheduler.items import Item
from ads_tui.scheduler.kinds import KINDS
from ads_tui.services.due_work import WORK
from ads_tui.store.order_rows import lock_orders
from ads_tui.store.visibility import visible
from ads_tui.store.work import Store, Work

# A transaction holds the interpreter, and all other writers of SQLite, so it is kept short (decision 12).
MOST_AT_ONCE = 50
_FEWEST_AT_ONCE = 10
_FOUND_AT_ONCE = 500
_LONGEST_S = 0.05
# How long work that failed is left alone, by how often it has failed.
_PUT_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))

_MOMENT = WORK.c.due_at.type
_IS_DUE = (
    WORK.c.done_at.is_(None),
    WORK.c.due_at <= sa.bindparam("b_now", type_=_MOMENT),
    # One put off further than ever was put off under a clock that was ahead.
    sa.or_(
        WORK.c.try_at.is_(None),
        WORK.c.try_at <= sa.bindparam("b_now", type_=_MOMENT),
        WORK.c.try_at > sa.bindparam("b_longest", type_=_MOMENT),
    ),
    WORK.c.kind.in_(tuple(KINDS)),
)
_FIND = (
    sa.select(WORK.c.id, WORK.c.order_number, WORK.c.due_at)
    .where(*_IS_DUE)
    .order_by(WORK.c.due_at, WORK.c.id)
    .limit(sa.bindparam("b_most", type_=sa.Integer))
)
_FIND_AFTER = _FIND.where(
    sa.tuple_(WORK.c.due_at, WORK.c.id)
    > sa.tuple_(sa.bindparam("b_due_at", type_=_MOMENT), sa.bindparam("b_id", type_=sa.Integer))
)
_OF_ORDERS = WORK.c.order_number.in_(sa.bindparam("b_numbers", expanding=True))
_CLAIM = (
    sa.update(WORK)
    .where(*_IS_DUE, _OF_ORDERS)
    .values(done_at=sa.bindparam("b_now", type_=_MOMENT))
    .returning(WORK.c.id, WORK.c.order_number, WORK.c.kind, WORK.c.subject, WORK.c.due_at)
)
_FIRST = sa.select(sa.func.min(WORK.c.due_at)).where(*_IS_DUE)
_IDS = sa.select(WORK.c.id).where(*_IS_DUE, _OF_ORDERS).order_by(WORK.c.due_at, WORK.c.id)


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done, as CL-6 prints it: `moment` is when it was due, `more` what its kind adds."""

    kind: str
    order: int
    moment: datetime
    more: Mapping[str, str | int]


def do_due_work(store: Store, *, keep: bool = True) -> Iterator[Sequence[Done]]:
    """Do all work that is due, and tell after each transaction what was done in it; stopping between two loses nothing.

    Where not `keep`, each transaction is undone again: a trial. What fails is logged and tried again later. Raises
    OutsideError where the database does not answer.
    """
    most, after, tried = MOST_AT_ONCE, None, set[int]()
    while rows := _find(store, after):
        if keep:
            tried = set()
        else:
            # What was tried stands there as before.
            after = rows[-1]
        while rows:
            # All of an order's work is done with the first of it.
            numbers = {row.order_number for row in rows[:most]} - tried
            rows, tried = rows[most:], tried | numbers
            if numbers:
                began = _spent(store)
                done = _do_orders(store, sorted(numbers), keep=keep)
                most = _next_most(most, _spent(store) - began)
                yield done


def due_since(store: Store) -> datetime | None:
    """The moment since when something waits to be done, None where nothing does. Raises OutsideError."""
    with store.reading(SYSTEM) as reading:
        moment: datetime | None = reading.connection.execute(_FIRST, _at(reading.now)).scalar()
    return moment


def _spent(store: Store) -> float:
    """A clock of the seconds in which others wait: all on SQLite, but those of the interpreter alone on Postgres."""
    return time.monotonic() if store.engine.dialect.name == "sqlite" else time.thread_time()


def _next_most(most: int, spent_s: float) -> int:
    """How many things to do at once, after so many took so long."""
    if spent_s > _LONGEST_S:
        return max(most // 2, _FEWEST_AT_ONCE)
    return min(most * 2, MOST_AT_ONCE)


def _find(store: Store, after: Any | None) -> Sequence[Any]:
    """The first things that are due, for some transactions: each looks itself at what of them is due still."""
    with store.reading(SYSTEM) as reading:
        wanted = {**_at(reading.now), "b_most": _FOUND_AT_ONCE}
        if after is None:
            return reading.connection.execute(_FIND, wanted).all()
        return reading.connection.execute(_FIND_AFTER, {**wanted, "b_due_at": after.due_at, "b_id": after.id}).all()


def _at(now: datetime) -> dict[str, Any]:
    return {"b_now": now, "b_longest": now + _PUT_OFF[-1]}


def _do_orders(store: Store, numbers: Sequence[int], *, keep: bool) -> Sequence[Done]:
    """Do what is due for orders in one transaction; where that fails, order by order and thing by thing."""
    try:
        return store.perform(SYSTEM, lambda work: _do(work, numbers), keep=keep)
    except OutsideError:
        raise
    except Exception:
        if len(numbers) > 1:
            return [done for number in numbers for done in _do_orders(store, [number], keep=keep)]
    with store.reading(SYSTEM) as reading:
        given = {**_at(reading.now), "b_numbers": numbers}
        ids = reading.connection.execute(_IDS, given).scalars().all()
    return [done for key in ids for done in _do_one(store, numbers, key, keep=keep)]


def _do_one(store: Store, numbers: Sequence[int], key: int, *, keep: bool) -> Sequence[Done]:
    """Do one thing alone; where it fails, leave it for later."""
    try:
        return store.perform(SYSTEM, lambda work: _do(work, numbers, only=key), keep=keep)
    except OutsideError:
        raise
    except Exception as error:
        if keep:
            log_unexpected(error)
            store.perform(SYSTEM, lambda work: _put_off(work, key))
        return []


def _do(work: Work, numbers: Sequence[int], only: int | None = None) -> list[Done]:
    """Claim what is due for orders and do it, and what that makes due in its turn; or `only` one thing."""
    orders = lock_orders(work.connection, numbers, visible(work.actor))
    claim = _CLAIM if only is None else _CLAIM.where(WORK.c.id == only)
    done: list[Done] = []
    while items := _claimed(work, claim, orders):
        for code, kind in KINDS.items():
            mine = [item for item in items if item.kind == code]
            if mine:
                done += _told(kind.do(work, mine, orders))
    return done


def _claimed(work: Work, claim: sa.Executable, numbers: Iterable[int]) -> list[Item]:
    """The items that nobody else has done, which are done from now on."""
    rows = work.connection.execute(claim, {**_at(work.now), "b_numbers": list(numbers)})
    return sorted((Item(*row) for row in rows), key=lambda item: (item.due_at, item.id))


def _told(items: Iterable[Item]) -> list[Done]:
    return [Done(item.kind, item.order, item.due_at, KINDS[item.kind].shown(item.subject)) for item in items]


def _put_off(work: Work, key: int) -> None:
    """Leave a thing that failed alone for a while, so that it holds nothing else back."""
    here = WORK.c.id == key
    attempts = work.connection.execute(sa.select(WORK.c.attempts).where(here)).scalar()
    if attempts is None:
        return
    try_at = work.now + _PUT_OFF[min(attempts, len(_PUT_OFF) - 1)]
    work.connection.execute(sa.update(WORK).where(here).values(attempts=attempts + 1, try_at=try_at))
