"""The chain of every order's history, recomputed from its events (HI-2), and what the order's row repeats of it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ads_tui.domain.history import GENESIS, chain, tells_status
from ads_tui.i18n import _
from ads_tui.models.catalogue import Status
from ads_tui.services.check.digest import Digest, Earlier, Head
from ads_tui.services.problems import Problems
from ads_tui.store.order_rows import EVENTS, ORDERS
from ads_tui.store.work import Reading

_AT_ONCE = 2_000
# What such an event tells of may be later than the last change that moves `updated_at` (ST-10).
_DOES_NOT_MOVE = frozenset({"sla"})


def check_histories(
    reading: Reading,
    problems: Problems,
    digest: Digest,
    earlier: Earlier | None,
    progress: Callable[[int], None],
) -> None:
    """Walk through all events once, in the order of orders; memory does not grow with their number."""
    codes = reading.session.execute(sa.select(col(Status.id), col(Status.code)))
    statuses = {row.id: row.code for row in codes}
    with reading.connection.execute(_statement().execution_options(yield_per=_AT_ONCE)) as rows:
        for done, (number, events) in enumerate(groupby(rows, key=lambda row: row.number), start=1):
            for gone in earlier.before(number) if earlier else ():
                _tell_gone(problems, gone)
            walk = _Walk(earlier.take(number) if earlier else None)
            walk.follow(events)
            walk.tell(number, problems, statuses)
            digest.add(Head(number, walk.order.history_seq, _hexadecimal(walk.order.history_head)))
            progress(done)
    for gone in earlier.rest() if earlier else ():
        _tell_gone(problems, gone)


def _statement() -> sa.Select[Any]:
    # Moments come as they are stored, since a tampered one may be none that can be read. Statuses are not joined:
    # SQLite would begin with them, and sort all events in memory.
    stored = (EVENTS.c.at, EVENTS.c.recorded_at, ORDERS.c.updated_at, ORDERS.c.accepted_at)
    at, recorded_at, updated_at, accepted_at = (sa.type_coerce(column, sa.String()) for column in stored)
    return (
        sa.select(
            ORDERS.c.number,
            ORDERS.c.history_seq,
            ORDERS.c.history_head,
            updated_at.label("updated_at"),
            accepted_at.label("accepted_at"),
            ORDERS.c.status_id,
            EVENTS.c.seq,
            at.label("at"),
            recorded_at.label("recorded_at"),
            EVENTS.c.actor_kind,
            EVENTS.c.actor_id,
            EVENTS.c.source,
            EVENTS.c.batch_id,
            EVENTS.c.kind,
            EVENTS.c.field,
            EVENTS.c.data,
            EVENTS.c.hash,
        )
        .outerjoin_from(ORDERS, EVENTS, EVENTS.c.order_number == ORDERS.c.number)
        .order_by(ORDERS.c.number, EVENTS.c.seq)
    )


@dataclass(slots=True)
class _Walk:
    """What the events of one order add up to; `broken` says where the chain breaks first."""

    earlier: Head | None
    order: Any = None
    broken: str | None = None
    head: bytes = GENESIS
    seq: int = 0
    found_earlier: bool = False
    status_data: str | None = None
    accepted: bool = False
    last_move: Any = None

    def follow(self, events: Iterable[Any]) -> None:
        """Go from event to event; behind the first break nothing is judged."""
        for event in events:
            self.order = event
            if event.seq is None:
                self.broken = _("it has no history")
            elif self.broken is None:
                self._step(event)
        order = self.order
        if self.broken is None and (order.history_seq, order.history_head) != (self.seq, self.head):
            self.broken = _("events after event {seq} were removed or added").format(seq=self.seq)

    def _step(self, event: Any) -> None:
        if event.seq != self.seq + 1:
            self.broken = _("event {seq} is missing").format(seq=self.seq + 1)
            return
        at, recorded_at = _moment(event.at), _moment(event.recorded_at)
        columns = (event.number, event.seq, at, recorded_at, event.actor_kind, event.actor_id, event.source)
        rest = (event.batch_id, event.kind, event.field, event.data)
        if _hash(self.head, (*columns, *rest)) != event.hash:
            self.broken = _("event {seq} was changed").format(seq=event.seq)
            return
        self.head, self.seq = event.hash, event.seq
        if self.earlier and (self.earlier.seq, self.earlier.hash) == (event.seq, event.hash.hex()):
            self.found_earlier = True
        self._learn(event, at)

    def _learn(self, event: Any, at: Any) -> None:
        """What the event says of the order, now that it is known to be genuine."""
        if tells_status(event.kind, event.field):
            self.status_data = event.data
        if event.kind == "accepted":
            self.accepted = True
        elif event.kind == "undone":
            # What was undone may be the first act of an employee (ST-10).
            self.accepted = json.loads(event.data)["accepted"]
        moves = event.kind not in _DOES_NOT_MOVE and event.source != "import"
        if moves and (self.last_move is None or at > self.last_move):
            self.last_move = at

    def tell(self, number: int, problems: Problems, statuses: Mapping[Any, str]) -> None:
        """Report what does not agree; `statuses` are codes by id."""
        if self.earlier and not self.found_earlier:
            advice = _("Compare with a backup from before that file was saved")
            problems.add("since", _("Its history was rewritten since the earlier digest"), advice, number)
        if self.broken is not None:
            advice = _("Somebody has changed the database past the program: compare with a backup")
            problems.add("history", _("Its history is broken: {where}").format(where=self.broken), advice, number)
            return
        for check, message in self._disagreements(statuses.get(self.order.status_id)):
            problems.add(check, message, _("Report it: the program has written half a change"), number)

    def _disagreements(self, status: str | None) -> Iterator[tuple[str, str]]:
        order = self.order
        told = json.loads(self.status_data).get("to") if self.status_data else None
        if told != status:
            yield "status", _("Its status is {status}, its history says {told}").format(status=status, told=told)
        if self.accepted != (order.accepted_at is not None):
            yield "accepted", _("Whether it was accepted disagrees with its history")
        updated_at, last = _moment(order.updated_at), self.last_move
        if last is not None and (type(updated_at) is not type(last) or updated_at < last):
            yield "updated_at", _("Its last change is older than its history")


def _hash(head: bytes, columns: tuple[object, ...]) -> bytes | None:
    """The hash of an event; None for values that no event has."""
    try:
        return chain(head, columns)
    except (TypeError, ValueError):
        return None


def _moment(stored: Any) -> Any:
    """The moment as it is hashed: of SQLite's text the same text that a moment in UTC gives, which is quicker."""
    return f"{stored.replace(' ', 'T', 1)}+00:00" if isinstance(stored, str) else stored


def _hexadecimal(head: object) -> str:
    return head.hex() if isinstance(head, bytes) else "-"


def _tell_gone(problems: Problems, gone: Head) -> None:
    advice = _("Compare with a backup from before that file was saved")
    problems.add("since", _("It was there at the earlier digest and is gone"), advice, gone.number)
