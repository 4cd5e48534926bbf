"""Which function answers for which name of a filter line."""

from collections.abc import Mapping

from ads_tui.services.orders.conditions import clients, clocks, own, people, places
from ads_tui.services.orders.conditions.condition import Asked
from ads_tui.services.orders.conditions.places import PREMISES
from ads_tui.store.order_rows import ORDERS

CONDITIONS: Mapping[str, Asked] = {
    "number": own.number,
    "external": own.external,
    "status": own.status,
    "channel": own.channel,
    "priority": own.priority,
    "type": own.service_type,
    "service": own.service,
    "department": own.department,
    "group": places.group,
    "quarter": places.quarter,
    "building": places.building,
    "premise": places.premise,
    "entrance": places.of_premise(PREMISES.c.entrance),
    "floor": places.of_premise(PREMISES.c.floor),
    "client": clients.client,
    "tag": clients.tag,
    "executor": people.executor,
    "controller": people.controller,
    "accepted_by": people.of_person(ORDERS.c.accepted_by),
    "closed_by": people.of_person(ORDERS.c.closed_by),
    "manager": people.manager,
    "sla": clocks.broken,
    "due": own.moment(ORDERS.c.due_at),
    "created": own.moment(ORDERS.c.created_at),
    "updated": own.moment(ORDERS.c.updated_at),
    "accepted": own.moment(ORDERS.c.accepted_at),
    "closed": own.moment(ORDERS.c.closed_at),
    "visit": own.visit,
    "reopened": own.flag("reopened"),
    "unread": own.flag("unread"),
}
