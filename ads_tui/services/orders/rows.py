"""Orders as a list shows them: column projections into frozen dataclasses, never entities."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from ads_tui.domain.channels import PRIORITIES
from ads_tui.domain.labels import labels_of
from ads_tui.domain.moments import iso_utc, show_date
from ads_tui.domain.statuses import is_open
from ads_tui.domain.time_left import TimeLeft
from ads_tui.services.orders.row_clocks import WITHOUT_CLOCKS, RowClocks, clocks_of
from ads_tui.services.orders.row_statements import (
    APPROVERS_OF_ORDERS,
    CONTROLLERS_OF_ORDERS,
    EXECUTORS_OF_ORDERS,
    REASONS_OF_ORDERS,
    ROWS_OF_ORDERS,
)
from ads_tui.store.work import Reading


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a code and a name; a building's name is its address, a premise's its number."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ClientView:
    """The client of an order; `status` is what he is to the order's premise.

    `phone` is in E.164, None where RO-5 hides it or there is none.
    """

    code: str | None
    name: str
    phone: str | None
    email: str | None
    registered: bool
    status: str | None
    category: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row of the list, keys as in CL-7, None where empty; moments in UTC, `resume_on` a local date or a moment.

    `status_name`, `status_colour`, `base_status`, the names of people, `crm_name` and `left` are for screens: a script
    knows the things by their codes. `left` is None where no clock runs or stands.
    """

    number: int
    version: int
    external_number: str | None
    status: str
    status_comment: str | None
    resume_on: str | None
    cancel_reasons: tuple[str, ...]
    cancel_comment: str | None
    channel: str
    priority: str
    service: Thing
    service_type: Thing | None
    department: Thing | None
    organization: Thing | None
    building: Thing
    premise: Thing | None
    entrance: str | None
    floor: str | None
    client: ClientView | None
    essence: str | None
    executors: tuple[str, ...]
    controllers: tuple[str, ...]
    approvers: tuple[str, ...]
    incident: int | None
    duplicate_of: int | None
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    accepted_at: datetime | None
    accepted_by: str | None
    first_in_progress_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    reopened: bool
    approved: bool
    approved_at: datetime | None
    reaction_due_at: datetime | None
    due_at: datetime | None
    due_by_hand: bool
    localization_due_at: datetime | None
    localized_at: datetime | None
    visit_from: datetime | None
    visit_to: datetime | None
    sla: Mapping[str, str]
    labels: tuple[str, ...]
    unread_messages: int
    has_attachments: bool
    rating: int | None
    sum: Decimal
    paid: Decimal
    costs: Decimal
    status_name: str
    status_colour: str
    base_status: str
    executor_names: tuple[str, ...]
    controller_names: tuple[str, ...]
    accepted_by_name: str | None
    closed_by_name: str | None
    crm_name: str | None
    left: TimeLeft | None


# Incidents, documents, ratings and money join with the work that owns their data.
_NOTHING = Decimal("0.00")


def fetch_rows(reading: Reading, numbers: Sequence[int]) -> list[OrderRow]:
    """The rows of these orders in the order asked for; who may see them was judged where the numbers were found."""
    if not numbers:
        return []
    wanted = {"numbers": list(numbers)}
    connection = reading.connection
    executors: dict[int, list[str]] = defaultdict(list)
    names: dict[int, list[str]] = defaultdict(list)
    unread: set[int] = set()
    for number, employee_id, is_unread, login, name in connection.execute(EXECUTORS_OF_ORDERS, wanted):
        executors[number].append(login)
        names[number].append(name)
        if is_unread and employee_id == reading.actor.id:
            unread.add(number)
    rows = connection.execute(ROWS_OF_ORDERS, wanted).all()
    gave_reasons = [row.number for row in rows if row.base_status == "cancelled_by_client"]
    lists = _Lists(
        executors,
        names,
        unread,
        clocks_of(reading, numbers),
        _controllers(connection.execute(CONTROLLERS_OF_ORDERS, wanted)),
        _grouped(connection.execute(APPROVERS_OF_ORDERS, wanted)),
        _grouped(connection.execute(REASONS_OF_ORDERS, {"numbers": gave_reasons})) if gave_reasons else {},
    )
    found = {row.number: _row(reading, row, lists) for row in rows}
    return [found[number] for number in numbers if number in found]


@dataclass(frozen=True, slots=True)
class _Lists:
    executors: Mapping[int, list[str]]
    executor_names: Mapping[int, list[str]]
    unread: set[int]
    clocks: Mapping[int, RowClocks]
    controllers: Mapping[int, list[tuple[str, str]]]
    approvers: Mapping[int, list[str]]
    reasons: Mapping[int, list[str]]


def _grouped(rows: Iterable[Any]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, value in rows:
        groups[key].append(value)
    return groups


def _controllers(rows: Iterable[Any]) -> dict[int, list[tuple[str, str]]]:
    groups: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, login, name in rows:
        groups[number].append((login, name))
    return groups


def _row(reading: Reading, row: Any, lists: _Lists) -> OrderRow:
    # Unpacked at once: 50 names asked of 50 rows one by one cost a third of a page.
    (
        number,
        history_seq,
        external_number,
        status,
        status_name,
        status_colour,
        base_status,
        status_comment,
        resume_at,
        resume_is_date,
        cancel_comment,
        channel,
        priority,
        service_id,
        service_code,
        service_name,
        crm_name,
        type_code,
        type_name,
        department_code,
        department_name,
        organization_code,
        organization_name,
        building_code,
        building_name,
        premise_code,
        premise_name,
        entrance,
        floor,
        client_id,
        client_code,
        client_name,
        registered,
        category,
        tags,
        client_status,
        client_phone,
        client_email,
        essence,
        created_at,
        created_by,
        updated_at,
        accepted_at,
        accepted_by,
        accepted_by_name,
        first_in_progress_at,
        done_at,
        closed_at,
        closed_by,
        closed_by_name,
        reopened_count,
        due_at,
        due_by_hand,
        _next_due_at,
        localized_at,
        visit_from,
        visit_to,
        important,
        unread_messages,
    ) = row
    clocks = lists.clocks.get(number, WITHOUT_CLOCKS)
    controllers = lists.controllers.get(number, ())
    return OrderRow(
        number=number,
        version=history_seq,
        external_number=external_number,
        status=status,
        status_comment=status_comment or None,
        resume_on=shown_resume_on(resume_at, resume_is_date, reading),
        cancel_reasons=tuple(lists.reasons.get(number, ())),
        cancel_comment=cancel_comment or None,
        channel=channel,
        priority=PRIORITIES[priority],
        service=Thing(service_code, service_name),
        service_type=_thing(type_code, type_name),
        department=_thing(department_code, department_name),
        organization=_thing(organization_code, organization_name),
        building=Thing(building_code, building_name),
        premise=_thing(premise_code, premise_name),
        entrance=entrance or None,
        floor=floor or None,
        client=None
        if client_id is None
        else ClientView(
            code=client_code,
            name=client_name,
            phone=None if first_in_progress_at is None and hides_phones(reading) else client_phone,
            email=client_email,
            registered=registered,
            status=client_status,
            category=category or None,
            tags=tuple(tags),
        ),
        essence=essence or None,
        executors=tuple(lists.executors.get(number, ())),
        controllers=tuple(login for login, _name in controllers),
        approvers=tuple(lists.approvers.get(service_id, ())),
        incident=None,
        duplicate_of=None,
        created_at=created_at,
        created_by=created_by,
        updated_at=updated_at,
        accepted_at=accepted_at,
        accepted_by=accepted_by,
        first_in_progress_at=first_in_progress_at,
        done_at=done_at,
        closed_at=closed_at,
        closed_by=closed_by,
        reopened=reopened_count > 0,
        approved=False,
        approved_at=None,
        reaction_due_at=clocks.due_at("reaction"),
        due_at=due_at,
        due_by_hand=due_by_hand,
        localization_due_at=clocks.due_at("localization"),
        localized_at=localized_at,
        visit_from=visit_from,
        visit_to=visit_to,
        sla=clocks.states,
        labels=labels_of(unread_messages, important, number in lists.unread, clocks.broken),
        unread_messages=unread_messages,
        has_attachments=False,
        rating=None,
        sum=_NOTHING,
        paid=_NOTHING,
        costs=_NOTHING,
        status_name=status_name,
        status_colour=status_colour,
        base_status=base_status,
        executor_names=tuple(lists.executor_names.get(number, ())),
        controller_names=tuple(name for _login, name in controllers),
        accepted_by_name=accepted_by_name,
        closed_by_name=closed_by_name,
        crm_name=crm_name or None,
        left=_left(row, clocks) if clocks.kept else None,
    )


def _left(row: Any, clocks: RowClocks) -> TimeLeft | None:
    closed = not is_open(row.base_status)
    ended = {
        "reaction": closed or row.first_in_progress_at is not None,
        "execution": closed,
        "localization": closed or row.localized_at is not None,
    }
    return clocks.left(row.next_due_at, ended)


def _thing(code: str | None, name: str | None) -> Thing | None:
    return None if code is None else Thing(code, name or "")


def shown_resume_on(moment: datetime | None, is_date: bool, reading: Reading) -> str | None:
    """`YYYY-MM-DD` of the organization's zone where a day was named, else the moment (ST-6)."""
    if moment is None:
        return None
    return show_date(moment, reading.settings.zone) if is_date else iso_utc(moment)


def hides_phones(reading: Reading) -> bool:
    """Whether the actor sees a client's phone only once the order was in progress (RO-5)."""
    return not reading.actor.may("orders.view_all")
