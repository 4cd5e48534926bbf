"""Orders, events and comments as tables for people."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ads_tui.cli.output import print_pairs, print_table, say
from ads_tui.domain.channels import CHANNELS, PRIORITY_CAPTIONS
from ads_tui.domain.history import EVENT_KINDS
from ads_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from ads_tui.services.comments import CommentView
    from ads_tui.services.orders.history import EventView
    from ads_tui.services.orders.listing import Page
    from ads_tui.services.orders.viewing import RefusedOrder

_LABELS = {"message": "✉", "important": "!", "unread": "•"}


def print_orders(page: "Page", found: int) -> None:
    """A page of the list with the columns of CO-2."""
    captions = (_("№"), _("Status"), _("Service"), _("Address"), _("Client"), _("Executors"), _("Labels"), _("Updated"))
    rows = [
        (
            row.number,
            row.status,
            row.service.name,
            row.building.name + (f", {row.premise.name}" if row.premise else ""),
            row.client.name if row.client else "",
            row.executors,
            " ".join(_LABELS[label] for label in row.labels),
            row.updated_at.strftime("%Y-%m-%d %H:%M"),
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


def print_order(document: Mapping[str, Any]) -> None:
    """The card of an order, from its JSON document."""
    client = document["client"] or {}
    print_pairs(
        (
            (_("№"), document["number"]),
            (_("External number"), document["external_number"]),
            (_("Status"), document["status"]),
            (_("Status comment"), document["status_comment"]),
            (_("Resume on"), document["resume_on"]),
            (_("Cancel reasons"), document["cancel_reasons"]),
            (_("Cancel comment"), document["cancel_comment"]),
            (_("Service"), _name(document["service"])),
            (_("Essence"), document["essence"]),
            (_("Address"), _name(document["building"])),
            (_("Premise"), _name(document["premise"])),
            (_("Entrance"), document["entrance"]),
            (_("Floor"), document["floor"]),
            (_("Client"), client.get("name")),
            (_("Phone"), client.get("phone")),
            (_("Channel"), _(CHANNELS.get(document["channel"], document["channel"]))),
            (_("Priority"), _(PRIORITY_CAPTIONS[document["priority"]])),
            (_("Department"), _name(document["department"])),
            (_("Executors"), document["executors"]),
            (_("Controllers"), document["controllers"]),
            (_("Due"), document["due_at"]),
            (_("Visit time"), document["visit_from"]),
            (_("Created"), document["created_at"]),
            (_("Updated"), document["updated_at"]),
            (_("Closed"), document["closed_at"]),
            (_("Version"), document["version"]),
        )
    )
    for warning in document.get("warnings", ()):
        say(_("Another open order there: {number}").format(number=warning["order"]))


def _name(thing: Mapping[str, str] | None) -> str:
    return thing["name"] if thing else ""


def print_events(events: "Sequence[EventView]") -> None:
    """History, newest first."""
    print_table(
        (_("When"), _("Who"), _("What"), _("From"), _("To"), _("Comment")),
        [
            (
                event.at.strftime("%Y-%m-%d %H:%M:%S"),
                event.by or _("the system"),
                _(EVENT_KINDS[event.kind]) + (f": {event.field}" if event.field else ""),
                _value(event.from_),
                _value(event.to),
                event.comment,
            )
            for event in events
        ],
    )


def _value(value: Any) -> Any:
    return value["name"] if isinstance(value, Mapping) else value


def print_comments(comments: "Sequence[CommentView]") -> None:
    """Comments, oldest first."""
    print_table(
        (_("When"), _("Who"), "", _("Comment")),
        [(one.at.strftime("%Y-%m-%d %H:%M"), one.by, "!" if one.important else "", one.text) for one in comments],
    )


def print_bulk(done: Sequence[int], refused: "Sequence[RefusedOrder]") -> None:
    """What an act on several orders did."""
    if done:
        say(_("Done: {numbers}").format(numbers=", ".join(map(str, done))))
    for one in refused:
        say(_("Refused: order {number}: {message}").format(number=one.order, message=one.message))
