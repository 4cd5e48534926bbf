"""Writes stories into the database, many at a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ads_tui.domain.moments import ResumeOn
from ads_tui.domain.resuming import warnings_before
from ads_tui.models.columns import table_of
from ads_tui.models.orders import Comment, OrderCancelReason, OrderController, OrderText
from ads_tui.services.demonstration.clocks import work_row
from ads_tui.services.demonstration.places import CLIENTS, CONTACTS
from ads_tui.services.demonstration.story import Story
from ads_tui.services.due_work import AUTO_RESUME, RESUME_WARNING, WORK
from ads_tui.services.sla.keeping import CLOCKS
from ads_tui.store.bulk import BulkLoad, Row
from ads_tui.store.order_rows import EVENTS, EXECUTORS, ORDERS

_CONTROLLERS = table_of(OrderController)
_REASONS = table_of(OrderCancelReason)
_COMMENTS = table_of(Comment)
_TEXTS = table_of(OrderText)
ORDER_TABLES: tuple[sa.Table, ...] = (
    *(ORDERS, EVENTS, EXECUTORS, _CONTROLLERS, _REASONS, _COMMENTS, _TEXTS),
    *(CLOCKS, WORK),
)
_BATCH = 2_000


class StoryWriter:
    """Gathers the rows of stories and writes them together; `client_rows` are those of clients they brought along."""

    def __init__(
        self,
        load: BulkLoad,
        reason_ids: dict[str, int],
        client_rows: dict[str, list[Row]],
        calendar_version: int,
        present: datetime,
        zone: ZoneInfo,
    ) -> None:
        self._load, self._reason_ids, self._client_rows = load, reason_ids, client_rows
        self._calendar_version, self._present, self._zone = calendar_version, present, zone
        self._now = int(present.timestamp())
        self._rows: dict[str, list[Row]] = {table.name: [] for table in ORDER_TABLES}
        self._events = self._comments = self._work = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return len(self._rows[ORDERS.name]) >= _BATCH

    def add(self, story: Story) -> None:
        """Take the rows of one order."""
        rows = self._rows
        story.end(self._now)
        is_open = story.order["is_open"]
        values, events = story.order.take()
        rows[ORDERS.name].append(values)
        for event in events:
            self._events += 1
            event["id"] = self._events
        rows[EVENTS.name] += events
        for comment in story.comments:
            self._comments += 1
            rows[_COMMENTS.name].append({**comment, "id": self._comments})
        rows[EXECUTORS.name] += story.executor_rows()
        rows[_CONTROLLERS.name] += story.controllers
        number = story.order.number
        rows[_REASONS.name] += [{"order_number": number, "reason_id": self._reason_ids[code]} for code in story.reasons]
        rows[_TEXTS.name].append(story.text_row())
        rows[CLOCKS.name] += story.clocks.rows(number, self._calendar_version)
        for work in [*story.clocks.work(number, self._now), *self._resuming(values)] if is_open else ():
            self._work += 1
            rows[WORK.name].append({**work, "id": self._work})

    def _resuming(self, order: Mapping[str, Any]) -> Iterable[Row]:
        """When a paused order resumes by itself, and of what its executors are still to be warned (RE-1)."""
        if order["base_status"] == "paused" and order["resume_at"] is not None:
            resume_on = ResumeOn(order["resume_at"], order["resume_is_date"])
            yield work_row(order["number"], AUTO_RESUME, "", resume_on.at)
            for warning in warnings_before(resume_on, self._zone, self._present):
                yield work_row(order["number"], RESUME_WARNING, str(warning.days), warning.at)

    def write(self) -> None:
        """Write what was gathered: clients before their orders, orders before what belongs to them."""
        for table in (CLIENTS, CONTACTS):
            self._load.add(table, self._client_rows[table.name])
            self._client_rows[table.name].clear()
        for table in ORDER_TABLES:
            self._load.add(table, self._rows[table.name])
            self._rows[table.name].clear()
