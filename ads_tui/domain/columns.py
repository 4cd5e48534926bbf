"""The columns of the order list (CO-1): one entry each, added by the work that owns the data."""

from dataclasses import dataclass

from ads_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its name, its caption, the key of CL-7 that holds its value, and what it is sorted by (CO-4).

    `sort` is the name in the command line, None where the column is not sortable.
    """

    name: str
    caption: str
    value: str
    sort: str | None = None


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("status", N_("Status"), "status", "status"),
    ListColumn("number", N_("Number"), "number", "number"),
    ListColumn("external_number", N_("External number"), "external_number"),
    ListColumn("service_type", N_("Service type"), "service_type", "type"),
    ListColumn("service", N_("Service"), "service", "service"),
    ListColumn("crm_name", N_("Service name in CRM"), "crm_name", "crm_name"),
    ListColumn("channel", N_("Channel"), "channel", "channel"),
    ListColumn("essence", N_("Essence"), "essence"),
    ListColumn("client", N_("Client"), "client", "client"),
    ListColumn("client_status", N_("Client status"), "client"),
    ListColumn("building", N_("Address"), "building", "building"),
    ListColumn("entrance", N_("Entrance"), "entrance", "entrance"),
    ListColumn("floor", N_("Floor"), "floor", "floor"),
    ListColumn("premise", N_("Premise"), "premise", "premise"),
    ListColumn("due_at", N_("Due"), "due_at", "due"),
    ListColumn("sla_clock", N_("Time left"), "left", "left"),
    ListColumn("executors", N_("Executors"), "executors"),
    ListColumn("controllers", N_("Controllers"), "controllers"),
    ListColumn("accepted_by", N_("Accepted by"), "accepted_by"),
    ListColumn("accepted_at", N_("Accepted at"), "accepted_at"),
    ListColumn("closed_by", N_("Closed by"), "closed_by"),
    ListColumn("closed_at", N_("Closed at"), "closed_at"),
    ListColumn("updated_at", N_("Updated"), "updated_at", "updated"),
    ListColumn("created_at", N_("Created"), "created_at", "created"),
    ListColumn("labels", N_("Labels"), "labels"),
    ListColumn("unread_messages", N_("Unread messages"), "unread_messages"),
    ListColumn("priority", N_("Priority"), "priority", "priority"),
    ListColumn("visit", N_("Visit time"), "visit_from"),
)
# Shown unless somebody chose others (CO-2), what 80 cells have to show first: whoever calls is found by searching.
DEFAULT_COLUMNS: tuple[str, ...] = (
    "number",
    "status",
    "service",
    "building",
    "executors",
    "labels",
    "client",
    "updated_at",
)
# Always shown, and the first: it stays when one scrolls sideways.
FIXED_COLUMN = "number"
# How wide a column can be made, in cells (CO-3).
NARROWEST, WIDEST = 4, 100
# What `--sort` takes.
SORTED_BY: tuple[str, ...] = tuple(column.sort for column in COLUMNS if column.sort is not None)
