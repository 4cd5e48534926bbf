"""Orders, events and comments as tables for people: names, and moments in the zone that they live in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ads_tui.cli.output import print_pairs, print_table, say
from ads_tui.domain.channels import CHANNELS, PRIORITY_CAPTIONS
from ads_tui.domain.history import EVENT_KINDS, FIELDS, tells_status
from ads_tui.domain.moments import show_moment
from ads_tui.domain.phones import show_phone
from ads_tui.domain.time_left import CLOCKS, STATES
from ads_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from ads_tui.services.comments import CommentView
    from ads_tui.services.orders.bulk import BulkResult
    from ads_tui.services.orders.card import OrderCard
    from ads_tui.services.orders.history import EventView
    from ads_tui.services.orders.listing import Page
    from ads_tui.services.orders.rows import OrderRow, Thing
    from ads_tui.services.orders.similar import SimilarOrder
    from ads_tui.store.work import Reading

LABEL_SIGNS = {
    "message": "✉",
    "important": "!",
    "reaction_broken": "◔",
    "execution_broken": "◕",
    "localization_broken": "◉",
    "unread": "•",
}
# Fields of history whose values are moments.
_MOMENTS = frozenset({"due_at", "localized_at", "visit_from", "visit_to"})


def zone_of(reading: "Reading") -> ZoneInfo:
    """The zone in which the employee reads moments: his own, else the organization's."""
    return reading.actor.zone or reading.settings.zone


def print_orders(page: "Page", found: int, zone: ZoneInfo) -> None:
    """A page of the list with the columns of CO-2."""
    captions = (_("№"), _("Status"), _("Service"), _("Address"), _("Client"), _("Executors"), _("Labels"), _("Updated"))
    rows = [
        (
            row.number,
            _(row.status_name),
            row.service.name,
            row.building.name + (f", {row.premise.name}" if row.premise else ""),
            row.client.name if row.client else "",
            row.executors,
            " ".join(LABEL_SIGNS[label] for label in row.labels),
            show_moment(row.updated_at, zone),
        )
        for row in page.rows
    ]
    print_table(captions, rows)
    say(ngettext("Found: {count} order", "Found: {count} orders", found).format(count=found))
    if page.next:
        say(_("More with --after {cursor}").format(cursor=page.next))


def print_counters(found: Mapping[str, int]) -> None:
    """The numbers on the tabs."""
    captions = {"new": _("New"), "all": _("Unread messages"), "mine": _("My orders"), "incidents": _("Incidents")}
    print_pairs((captions[key], str(value)) for key, value in found.items())


def print_order(
    card: "OrderCard", zone: ZoneInfo, region: str, similar: "Sequence[SimilarOrder]" = (), *, numbered: bool = True
) -> None:
    """The card of an order, and the open ones that are like it."""
    row = card.row
    print_pairs(
        (
            (_("№"), row.number if numbered else None),
            (_("External number"), row.external_number),
            *_state(row, zone),
            *_subject(row, region),
            (_("Department"), _name(row.department)),
            (_("Executors"), row.executors),
            (_("Controllers"), row.controllers),
            (_("Due"), _moment(row.due_at, zone)),
            (_("Visit time"), _span(row.visit_from, row.visit_to, zone)),
            (_("Created"), _moment(row.created_at, zone)),
            (_("Updated"), _moment(row.updated_at, zone)),
            (_("Closed"), _moment(row.closed_at, zone)),
            (_("Version"), row.version),
        )
    )
    for one in similar:
        say(_("Another open order there: {number}").format(number=one.number))


def _state(row: "OrderRow", zone: ZoneInfo) -> Iterable[tuple[str, object]]:
    yield _("Status"), _(row.status_name)
    yield _("Status comment"), row.status_comment
    yield _("Resume on"), _text_moment(row.resume_on, zone)
    yield _("Cancel reasons"), list(row.cancel_reasons)
    yield _("Cancel comment"), row.cancel_comment


def _subject(row: "OrderRow", region: str) -> Iterable[tuple[str, object]]:
    client = row.client
    yield _("Service"), row.service.name
    yield _("Essence"), row.essence
    yield _("Address"), row.building.name
    yield _("Premise"), _name(row.premise)
    yield _("Entrance"), row.entrance
    yield _("Floor"), row.floor
    yield _("Client"), client.name if client else None
    yield _("Phone"), show_phone(client.phone, region) if client and client.phone else None
    yield _("Channel"), _(CHANNELS[row.channel])
    yield _("Priority"), _(PRIORITY_CAPTIONS[row.priority])


def _name(thing: "Thing | None") -> str:
    return thing.name if thing else ""


def _moment(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else show_moment(moment, zone)


def _span(start: datetime | None, end: datetime | None, zone: ZoneInfo) -> str | None:
    if start is None:
        return None
    return show_moment(start, zone) + ("" if end is None else f" – {show_moment(end, zone)}")


def _text_moment(text: str | None, zone: ZoneInfo) -> str | None:
    """A moment of JSON in the zone; a date alone stays one."""
    return show_moment(datetime.fromisoformat(text), zone) if text and "T" in text else text


def print_events(events: "Sequence[EventView]", statuses: Mapping[str, str], zone: ZoneInfo) -> None:
    """History, newest first; `statuses` are the names by code."""
    print_table(
        (_("When"), _("Who"), _("What"), _("From"), _("To"), _("Comment")),
        [
            (
                show_moment(event.at, zone),
                event.by or ("" if event.source == "resident" else _("the system")),
                _(EVENT_KINDS[event.kind])
                + (f": {_field(event.field)}" if event.field and event.kind != "undone" else ""),
                _value(event, event.from_, statuses, zone),
                _value(event, event.to, statuses, zone),
                event.comment,
            )
            for event in events
        ],
    )


def _field(field: str) -> str:
    """What an event was about: a field of the order, else a clock, else a question of the form by its key."""
    caption = FIELDS.get(field) or CLOCKS.get(field)
    return _(caption) if caption else field


def _value(event: "EventView", value: Any, statuses: Mapping[str, str], zone: ZoneInfo) -> Any:
    if event.field == "norms" and isinstance(value, Mapping):
        return ", ".join(f"{_(CLOCKS[kind])} {norm}" for kind, norm in value.items())
    if isinstance(value, Mapping):
        return value["name"]
    if event.kind == "sla" and value in STATES:
        return _(STATES[value])
    if tells_status(event.kind, event.field):
        return _(statuses.get(value, value)) if value else value
    if event.kind == "resume_on" or event.field in _MOMENTS:
        return _text_moment(value, zone)
    return _(PRIORITY_CAPTIONS[value]) if event.field == "priority" and value else value


def print_comments(comments: "Sequence[CommentView]", zone: ZoneInfo) -> None:
    """Comments, oldest first."""
    print_table(
        (_("When"), _("Who"), "", _("Comment")),
        [(show_moment(one.at, zone), one.by, "!" if one.important else "", one.text) for one in comments],
    )


def print_bulk(result: "BulkResult", *, dry_run: bool) -> None:
    """What an act on several orders did, or as a trial would do."""
    done, refused = (_("Would be changed"), _("Would be refused")) if dry_run else (_("Done"), _("Refused"))
    refusals = (f"{one.order}: {one.message}" for one in result.refused)
    print_pairs(((done, list(result.done)), *((refused, refusal) for refusal in refusals)))
    if dry_run:
        count = len(result.done)
        say(ngettext("{count} order would be changed", "{count} orders would be changed", count).format(count=count))
    elif result.batch is not None:
        say(_("Batch {batch}").format(batch=result.batch))
