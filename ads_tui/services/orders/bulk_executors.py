"""Executors of several orders (BK-3)."""

from collections.abc import Sequence

from ads_tui.domain.notifications import NOBODY, Telling
from ads_tui.errors import Faults
from ads_tui.services.assignment import Seats, executors_of_orders, find_employees, seat_executors
from ads_tui.services.candidates import candidates
from ads_tui.services.orders.bulk import BulkResult, in_batch, selected
from ads_tui.services.orders.service_rules import rules_of
from ads_tui.store.order_rows import LockedOrder, lock_orders
from ads_tui.store.visibility import visible
from ads_tui.store.work import Work


def change_executors_of(
    work: Work, numbers: Sequence[int], logins: Sequence[str], *, mode: str = "add", telling: Telling = NOBODY
) -> BulkResult:
    """Add, replace or remove the same executors of up to 100 orders; each is judged by its own rules.

    An order that has them already is done without a change (CL-10). Refused as a whole, before anything is done:
    InputError, NotFoundError for a login, AccessError, RuleError `too_many_selected`.
    """
    faults = Faults()
    people: dict[str, int] = {}
    wanted: list[int] = []
    with faults:
        people = find_employees(work, logins, "login")
    with faults:
        work.actor.require("orders.edit")
    with faults:
        wanted = selected(numbers)
    faults.raise_first()
    orders = lock_orders(work.connection, wanted, visible(work.actor))
    before = executors_of_orders(work, orders)
    maxima = {key: rules_of(work, key).max_executors for key in {order["service_id"] for order in orders.values()}}
    # Held before the savepoints: going back to one would let go of the people (PE-1).
    seen = {
        place: candidates(work, people.values(), order, department_id=order["department_id"])
        for place, order in {_place(order): order for order in orders.values()}.items()
    }

    def change(order: LockedOrder) -> None:
        seats = Seats(before[order.number], maxima[order["service_id"]], seen[_place(order)])
        seat_executors(work, order, people, seats, mode=mode)

    return in_batch(work, "executors", wanted, orders, change, telling)


def _place(order: LockedOrder) -> tuple[int, int, int | None]:
    """What of an order decides who fits it."""
    return order["building_id"], order["service_id"], order["department_id"]
