"""What is kept of the clocks of open orders is what their history says (SL-12)."""

from collections.abc import Callable

import sqlalchemy as sa

from ads_tui.i18n import _
from ads_tui.services.problems import Problems
from ads_tui.services.sla.comparing import REPEATED, astray
from ads_tui.services.sla.events import EventReader
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.work import Reading

_AT_ONCE = 500
_OPEN = sa.select(*REPEATED).where(sa.text("is_open")).order_by(ORDERS.c.number)


def check_clocks(reading: Reading, problems: Problems, progress: Callable[[int], None]) -> None:
    """Compare the due and the clocks of every open order with those that are computed from its history."""
    reader, done, last = EventReader(reading), 0, 0
    while rows := reading.connection.execute(_OPEN.where(ORDERS.c.number > last).limit(_AT_ONCE)).mappings().all():
        for number in astray(reading, reader, rows):
            advice = _("Write them anew: 'ads sla recompute'")
            problems.add("clocks", _("What is kept of its clocks disagrees with its history"), advice, number)
        last, done = rows[-1]["number"], done + len(rows)
        progress(done)
