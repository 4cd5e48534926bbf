"""The words by which each order is found are those that its names give (decision 7)."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from ads_tui.i18n import _
from ads_tui.services.problems import Problems
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.search import NAMED_ORDERS, TEXTS, text_rows
from ads_tui.store.work import Reading

_AT_ONCE = 2_000


def check_texts(reading: Reading, problems: Problems, progress: Callable[[int], None]) -> None:
    """Compare the stored words of every order with the expected ones, and look for words of no order."""
    advice = _("Make the search index anew: 'ads db reindex'")
    done = 0
    with reading.connection.execute(NAMED_ORDERS.execution_options(yield_per=_AT_ONCE)) as rows:
        for some in rows.mappings().partitions():
            _compare(some, problems, advice)
            done += len(some)
            progress(done)
    stray = sa.select(TEXTS.c.order_number).where(~sa.exists().where(ORDERS.c.number == TEXTS.c.order_number))
    for number in reading.connection.execute(stray).scalars():
        problems.add("texts", _("Words of an order that is not there"), advice, number)
    if reading.connection.dialect.name == "sqlite":
        _check_index(reading, problems, advice)


def _compare(rows: Sequence[RowMapping], problems: Problems, advice: str) -> None:
    texts = text_rows({name: value for name, value in row.items() if name != "body"} for row in rows)
    for row, text in zip(rows, texts, strict=True):
        if row["body"] is None:
            problems.add("texts", _("It cannot be found by its words: they are missing"), advice, text.number)
        elif row["body"] != text.body:
            problems.add("texts", _("It is found by other words than its own"), advice, text.number)


def _check_index(reading: Reading, problems: Problems, advice: str) -> None:
    """The full-text index holds as many orders as there are words of; Postgres keeps its own in step by itself."""
    indexed, stored = (
        reading.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
        for table in ("order_search_docsize", "order_texts")
    )
    if indexed != stored:
        message = _("The full-text index holds {indexed} orders of {stored}").format(indexed=indexed, stored=stored)
        problems.add("texts", message, advice)
