"""Who may be ticked as executor or controller of an order, and who is there now (PE-1, PE-2, PE-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ads_tui.domain.assignment import MOST_CONTROLLERS, demand_open
from ads_tui.errors import RuleError
from ads_tui.i18n import N_
from ads_tui.services.assignment import controllers_of, executors_of
from ads_tui.services.load import Load, loads, loads_fitting_any, offered_loads
from ads_tui.services.naming import not_found
from ads_tui.services.orders.bulk import selected
from ads_tui.services.orders.service_rules import ServiceRules, rules_of
from ads_tui.store.order_rows import ORDERS
from ads_tui.store.visibility import select_orders
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class PeopleChoices:
    """Who is there (`present`, logins), whom the rules offer, the least loaded first, and `most` that are taken.

    `others` are there and would not be offered now. `version` is that of the order at this moment (ST-11). For several
    orders at once nobody is there, and both `number` and `version` are 0.
    """

    number: int
    version: int
    present: tuple[str, ...]
    offered: tuple[Load, ...]
    others: tuple[Load, ...]
    most: int


def executor_choices(reading: Reading, number: int) -> PeopleChoices:
    """Who may be an executor of an order (PE-1).

    Raises NotFoundError, AccessError `forbidden`, RuleError `not_editable` for an order that is not open.
    """
    order, rules = _open_order(reading, number)
    offered = offered_loads(reading, order, department_id=order["department_id"])
    return _choices(reading, order, executors_of(reading, number), offered, rules.max_executors)


def controller_choices(reading: Reading, number: int) -> PeopleChoices:
    """Who may be a controller of an order (PE-5).

    Raises what `executor_choices` raises, and RuleError `not_offered` where the service uses no controllers.
    """
    order, rules = _open_order(reading, number)
    if not rules.use_controllers:
        raise RuleError("not_offered", N_("Orders of the service {service} have no controllers"), service=rules.name)
    offered = offered_loads(reading, order, department_id=None, by_service=False)
    return _choices(reading, order, controllers_of(reading, number), offered, MOST_CONTROLLERS)


def bulk_executor_choices(reading: Reading, numbers: Sequence[int]) -> PeopleChoices:
    """Who may be an executor of one at least of several orders; what does not fit is refused order by order (BK-3).

    Raises AccessError `forbidden`, RuleError `too_many_selected`, `not_editable` where none of them is open.
    """
    reading.actor.require("orders.edit")
    columns = (ORDERS.c.building_id, ORDERS.c.service_id, ORDERS.c.department_id)
    among = select_orders(reading.actor, *columns).where(ORDERS.c.number.in_(selected(numbers)), ORDERS.c.is_open)
    places = [dict(row) for row in reading.connection.execute(among.distinct()).mappings()]
    if not places:
        raise RuleError("not_editable", N_("None of the selected orders is open"))
    return PeopleChoices(
        number=0,
        version=0,
        present=(),
        offered=tuple(loads_fitting_any(reading, places)),
        others=(),
        most=max(rules_of(reading, service).max_executors for service in {place["service_id"] for place in places}),
    )


def _open_order(reading: Reading, number: int) -> tuple[dict[str, Any], ServiceRules]:
    columns = ("number", "history_seq", "base_status", "building_id", "service_id", "department_id")
    statement = select_orders(reading.actor, *(ORDERS.c[name] for name in columns)).where(ORDERS.c.number == number)
    order = reading.connection.execute(statement).mappings().first()
    if order is None:
        raise not_found("order", number)
    reading.actor.require("orders.edit")
    demand_open(order["base_status"])
    return dict(order), rules_of(reading, order["service_id"])


def _choices(
    reading: Reading, order: dict[str, Any], present: dict[str, int], offered: list[Load], most: int
) -> PeopleChoices:
    logins = {load.login for load in offered}
    others = [key for login, key in present.items() if login not in logins]
    return PeopleChoices(
        number=order["number"],
        version=order["history_seq"],
        present=tuple(present),
        offered=tuple(offered),
        others=tuple(loads(reading, others)) if others else (),
        most=most,
    )
