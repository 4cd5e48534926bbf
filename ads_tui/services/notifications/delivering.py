"""Delivers outside what was told: attempts recorded before they are made, retries, unknown outcomes (NT-3)."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import takewhile
from typing import Any

import sqlalchemy as sa

from ads_tui.domain.actors import SYSTEM
from ads_tui.domain.notifications import next_attempt
from ads_tui.domain.text import excerpt
from ads_tui.services.notifications.cleaning import forget_old, is_old
from ads_tui.services.notifications.letters import Parcel, Unwanted, parcel_of
from ads_tui.services.notifications.mail import LetterRefusedError, Mailer, ServerDownError
from ads_tui.services.notifications.other_services import send_by
from ads_tui.services.notifications.spreading import DELIVERIES, EMAIL, NOTIFICATIONS, OTHER, SMS, spread
from ads_tui.store.work import Reading, Store, Work

# An attempt whose end was not recorded for so long has ended with whoever made it.
UNKNOWN_AFTER = timedelta(minutes=10)
# So many deliveries of a channel are attempted in one pass.
_AT_ONCE = 100
_LONGEST_ERROR = 300
_ID: sa.BindParameter[int] = sa.bindparam("b_id", type_=sa.BigInteger)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Attempts of one pass that succeeded and that failed; a digest counts once."""

    sent: int = 0
    failed: int = 0

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(self.sent + other.sent, self.failed + other.failed)


def deliver(store: Store, go_on: Callable[[], bool] = lambda: True) -> Delivered:
    """Deliver once what waits to be delivered, each thing once however many do this at the same time.

    Channels go side by side, so that a slow one holds no other back. `go_on` is asked before each attempt; what is left
    is delivered by whoever does this next. Raises OutsideError where the database does not answer, nothing for what
    fails outside.
    """
    with store.reading(SYSTEM) as reading:
        fresh, waiting, old = _has_new(reading), _has_due(reading), is_old(reading)
    if old:
        store.perform(SYSTEM, forget_old)
    if not fresh and not waiting:
        return Delivered()
    while fresh and store.perform(SYSTEM, spread):
        pass
    with store.reading(SYSTEM) as reading:
        due = _due(reading)
    channels = [(channel, ids) for channel, ids in due.items() if ids]
    with ThreadPoolExecutor(max_workers=max(1, len(channels))) as pool:
        done = list(pool.map(lambda each: _deliver_on(store, each[0], each[1], go_on), channels))
    return sum(done, Delivered())


def _has_new(reading: Reading) -> bool:
    statement = sa.select(NOTIFICATIONS.c.id).where(~NOTIFICATIONS.c.spread).limit(1)
    return reading.connection.execute(statement).first() is not None


def _has_due(reading: Reading) -> bool:
    statement = sa.select(DELIVERIES.c.id).where(DELIVERIES.c.next_at <= reading.now).limit(1)
    return reading.connection.execute(statement).first() is not None


def _due(reading: Reading) -> dict[str, list[int]]:
    """The deliveries to attempt, by channel, the longest waiting first."""
    found: dict[str, list[int]] = {}
    for channel in (EMAIL, OTHER, SMS):
        statement = (
            sa.select(DELIVERIES.c.id)
            .where(DELIVERIES.c.next_at <= reading.now, DELIVERIES.c.channel == channel)
            .order_by(DELIVERIES.c.next_at, DELIVERIES.c.id)
            .limit(_AT_ONCE)
        )
        ids = list(reading.connection.execute(statement).scalars())
        if ids:
            found[channel] = ids
    return found


def _deliver_on(store: Store, channel: str, ids: Sequence[int], go_on: Callable[[], bool]) -> Delivered:
    wanted = takewhile(lambda _id: go_on(), ids)
    if channel == EMAIL:
        return _deliver_letters(store, wanted)
    return _deliver_each(store, wanted, _send_other)


def _deliver_letters(store: Store, ids: Iterable[int]) -> Delivered:
    """One connection for all; where the server is down, all that wait for it have failed together."""
    with store.reading(SYSTEM) as reading:
        url, sender = reading.settings.text("smtp.url"), reading.settings.text("mail.from")
    if not url:
        unwanted = list(ids)
        store.perform(SYSTEM, lambda work: _drop(work, unwanted))
        return Delivered()
    mailer, down = Mailer(url, sender), ""

    def send(parcel: Parcel) -> str:
        nonlocal down
        if not down:
            try:
                mailer.send(parcel.letter)
            except ServerDownError as error:
                down = str(error)
            except LetterRefusedError as error:
                return str(error)
        return down

    try:
        return _deliver_each(store, ids, send)
    finally:
        mailer.close()


def _send_other(parcel: Parcel) -> str:
    letter = parcel.letter
    return "" if send_by(parcel.url, letter.subject, letter.body) else "the service did not take it"


def _deliver_each(store: Store, ids: Iterable[int], send: Callable[[Parcel], str]) -> Delivered:
    """Attempt each; `send` returns why it failed, nothing where it did not."""
    done = Delivered()
    for delivery in ids:
        attempt = store.perform(SYSTEM, partial(_begin, delivery=delivery))
        if attempt.parcel is None:
            done += Delivered(failed=attempt.lost)
            continue
        try:
            error = send(attempt.parcel)
        except Exception as unexpected:
            # A library may fail in ways of its own: that is one delivery's failure, not the pass's.
            error = f"{type(unexpected).__name__}: {unexpected}"
        store.perform(SYSTEM, partial(_end, delivery=delivery, error=error))
        done += Delivered(failed=1) if error else Delivered(sent=1)
    return done


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What is to be sent, nothing where nothing is; `lost` counts one whose outcome stays unknown."""

    parcel: Parcel | None = None
    lost: int = 0


def _begin(work: Work, delivery: int) -> _Attempt:
    """Record an attempt before it is made; nothing where another makes it, or nobody is to be told any more."""
    row = work.connection.execute(sa.select(DELIVERIES).where(DELIVERIES.c.id == delivery)).first()
    if row is None or row.next_at is None or row.next_at > work.now:
        return _Attempt()
    stale = row.state == "sending"
    if stale and (row.channel != EMAIL or row.repeated):
        return _Attempt(lost=int(_claim(work, row, state="unknown", next_at=None)))
    if not _claim(
        work,
        row,
        state="sending",
        attempts=row.attempts + 1,
        repeated=row.repeated or stale,
        next_at=work.now + UNKNOWN_AFTER,
    ):
        return _Attempt()
    try:
        return _Attempt(parcel_of(work, row))
    except Unwanted:
        _drop(work, [delivery])
        return _Attempt()


def _claim(work: Work, row: Any, **values: Any) -> bool:
    """Whether nobody else has moved the delivery meanwhile."""
    same = (DELIVERIES.c.id == row.id, DELIVERIES.c.state == row.state, DELIVERIES.c.attempts == row.attempts)
    return work.connection.execute(sa.update(DELIVERIES).where(*same).values(values)).rowcount == 1


def _end(work: Work, delivery: int, error: str) -> None:
    """Record how an attempt has ended."""
    here = DELIVERIES.c.id == delivery
    if not error:
        values: dict[str, Any] = {"state": "sent", "next_at": None, "sent_at": work.now, "error": ""}
    else:
        attempts = work.connection.execute(sa.select(DELIVERIES.c.attempts).where(here)).scalar_one()
        again = next_attempt(attempts, work.now)
        state = "failed" if again is None else "waiting"
        values = {"state": state, "next_at": again, "error": excerpt(error, _LONGEST_ERROR)}
    work.connection.execute(sa.update(DELIVERIES).where(here).values(values))


def _drop(work: Work, deliveries: Sequence[int]) -> None:
    """Nobody is to be told any more."""
    gone = sa.update(DELIVERIES).where(DELIVERIES.c.id.in_(deliveries))
    work.connection.execute(gone.values(state="dropped", next_at=None))
