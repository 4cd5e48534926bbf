"""One status for several orders (BK-2)."""

from collections.abc import Sequence

import sqlalchemy as sa

from ads_tui.domain.notifications import NOBODY, Telling
from ads_tui.domain.status_changes import check_bulk
from ads_tui.errors import Faults, RuleError
from ads_tui.i18n import N_
from ads_tui.models.catalogue import Status
from ads_tui.services.orders.bulk import BulkResult, in_batch, selected
from ads_tui.services.orders.standings import controlled_by_actor, standings_of
from ads_tui.services.orders.statuses import Asked, StatusWish, demand_offered, give_status, judge, read_wish
from ads_tui.store.order_rows import LockedOrder, lock_orders
from ads_tui.store.visibility import visible
from ads_tui.store.work import Work


def change_statuses(work: Work, numbers: Sequence[int], wish: StatusWish, *, telling: Telling = NOBODY) -> BulkResult:
    """Give up to 100 orders a status with one comment and one set of reasons; each is judged by its own rules.

    Refused as a whole, before anything is done, is what no order could be given: InputError, AccessError
    `not_signed_in`, RuleError `too_many_selected`, `comment_required` for done, paused and cancelled,
    `resume_on_invalid`.
    """
    asked, wanted = _read(work, numbers, wish)
    orders = lock_orders(work.connection, wanted, visible(work.actor))
    standings = standings_of(work, orders.values())
    controlled = controlled_by_actor(work, orders)
    # Held to the end: the session would read a status that nobody holds again for each order.
    statuses = {status.id: status for status in work.session.scalars(sa.select(Status))}

    def change(order: LockedOrder) -> None:
        present = statuses[order["status_id"]]
        faults = Faults()
        with faults:
            if present.code == asked.change.target.code:
                raise RuleError(
                    "transition_not_allowed", N_("The order is in the status {status} already"), status=present.code
                )
        with faults:
            judge(work, standings[order.number], asked, is_controller=order.number in controlled)
        faults.raise_first()
        give_status(work, order, asked)

    return in_batch(work, "status", wanted, orders, change, telling)


def _read(work: Work, numbers: Sequence[int], wish: StatusWish) -> tuple[Asked, list[int]]:
    """The wish and the numbers, once nothing is wrong for all of them."""
    faults = Faults()
    wanted: list[int] = []
    asked = read_wish(work, wish, faults)
    with faults:
        demand_offered(work, asked.target, None)
    if asked.target is not None:
        with faults:
            check_bulk(asked.change)
    with faults:
        work.actor.require_signed_in()
    with faults:
        wanted = selected(numbers)
    faults.raise_first()
    return asked, wanted
