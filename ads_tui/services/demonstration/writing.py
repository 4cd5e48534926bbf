"""Writes stories into the database, many at a time."""

import sqlalchemy as sa

from ads_tui.models.columns import table_of
from ads_tui.models.orders import Comment, OrderCancelReason, OrderController, OrderText
from ads_tui.services.demonstration.places import CLIENTS, CONTACTS
from ads_tui.services.demonstration.story import Story
from ads_tui.store.bulk import BulkLoad, Row
from ads_tui.store.order_rows import EVENTS, EXECUTORS, ORDERS

_CONTROLLERS = table_of(OrderController)
_REASONS = table_of(OrderCancelReason)
_COMMENTS = table_of(Comment)
_TEXTS = table_of(OrderText)
ORDER_TABLES: tuple[sa.Table, ...] = (ORDERS, EVENTS, EXECUTORS, _CONTROLLERS, _REASONS, _COMMENTS, _TEXTS)
_BATCH = 2_000


class StoryWriter:
    """Gathers the rows of stories and writes them together; `client_rows` are those of clients they brought along."""

    def __init__(self, load: BulkLoad, reason_ids: dict[str, int], client_rows: dict[str, list[Row]]) -> None:
        self._load, self._reason_ids, self._client_rows = load, reason_ids, client_rows
        self._rows: dict[str, list[Row]] = {table.name: [] for table in ORDER_TABLES}
        self._events = self._comments = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return len(self._rows[ORDERS.name]) >= _BATCH

    def add(self, story: Story) -> None:
        """Take the rows of one order."""
        rows = self._rows
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

    def write(self) -> None:
        """Write what was gathered: clients before their orders, orders before what belongs to them."""
        for table in (CLIENTS, CONTACTS):
            self._load.add(table, self._client_rows[table.name])
            self._client_rows[table.name].clear()
        for table in ORDER_TABLES:
            self._load.add(table, self._rows[table.name])
            self._rows[table.name].clear()
