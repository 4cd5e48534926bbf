"""The fields that an export offers, in the order of XL-1, and the reading of those asked for (CL-13)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ads_tui.domain.text import excerpt
from ads_tui.errors import InputError
from ads_tui.i18n import N_

GROUPS: dict[str, str] = {
    "main": N_("Main"),
    "client": N_("Client"),
    "building": N_("Building"),
    "responsible": N_("Responsible"),
    "status": N_("Status"),
    "deadlines": N_("Deadlines"),
}


@dataclass(frozen=True, slots=True)
class ExportField:
    """A field of a group of XL-1.

    Kinds of cell: `text`, `code` (text of digits that must stay text), `number`, `money`, `moment`.
    """

    group: str
    caption: str
    kind: str = "text"


ORDER_FIELDS: Mapping[str, ExportField] = {
    "number": ExportField("main", N_("Number"), "number"),
    "external_number": ExportField("main", N_("External number"), "code"),
    "channel": ExportField("main", N_("Channel")),
    "priority": ExportField("main", N_("Priority")),
    "service_type": ExportField("main", N_("Service type")),
    "service": ExportField("main", N_("Service")),
    "crm_name": ExportField("main", N_("Service name in CRM")),
    "essence": ExportField("main", N_("Essence")),
    "department": ExportField("main", N_("Department")),
    "visit_from": ExportField("main", N_("Visit from"), "moment"),
    "visit_to": ExportField("main", N_("Visit to"), "moment"),
    "created_at": ExportField("main", N_("Created"), "moment"),
    "created_by": ExportField("main", N_("Created by")),
    "updated_at": ExportField("main", N_("Updated"), "moment"),
    "labels": ExportField("main", N_("Labels")),
    "client": ExportField("client", N_("Client")),
    "client_phone": ExportField("client", N_("Client's phone"), "code"),
    "client_email": ExportField("client", N_("Client's e-mail")),
    "client_status": ExportField("client", N_("Client status")),
    "client_tags": ExportField("client", N_("Client tags")),
    "registered": ExportField("client", N_("Registered")),
    "debt": ExportField("client", N_("Debt"), "money"),
    "organization": ExportField("building", N_("Organization")),
    "group": ExportField("building", N_("Building group")),
    "quarter": ExportField("building", N_("Quarter")),
    "quarter_manager": ExportField("building", N_("Quarter manager")),
    "building": ExportField("building", N_("Building")),
    "premise": ExportField("building", N_("Premise"), "code"),
    "entrance": ExportField("building", N_("Entrance"), "code"),
    "floor": ExportField("building", N_("Floor"), "code"),
    "executors": ExportField("responsible", N_("Executors")),
    "executors_all": ExportField("responsible", N_("Executors (all)")),
    "controllers": ExportField("responsible", N_("Controllers")),
    "approvers": ExportField("responsible", N_("Approvers")),
    "accepted_by": ExportField("responsible", N_("Accepted by")),
    "closed_by": ExportField("responsible", N_("Closed by")),
    "status": ExportField("status", N_("Status")),
    "status_comment": ExportField("status", N_("Status comment")),
    "resume_on": ExportField("status", N_("Resume on"), "moment"),
    "reopened": ExportField("status", N_("Was reopened")),
    "cancel_reasons": ExportField("status", N_("Cancel reasons")),
    "cancel_comment": ExportField("status", N_("Cancel comment")),
    "accepted_at": ExportField("deadlines", N_("Accepted at"), "moment"),
    "first_in_progress_at": ExportField("deadlines", N_("First in progress"), "moment"),
    "reaction_due_at": ExportField("deadlines", N_("Reaction due"), "moment"),
    "reaction": ExportField("deadlines", N_("Reaction")),
    "due_at": ExportField("deadlines", N_("Due"), "moment"),
    "execution": ExportField("deadlines", N_("Execution")),
    "localization": ExportField("deadlines", N_("Localization")),
    "localized_at": ExportField("deadlines", N_("Localized at"), "moment"),
    "done_at": ExportField("deadlines", N_("Done at"), "moment"),
    "closed_at": ExportField("deadlines", N_("Closed at"), "moment"),
}
ALL_ORDER_FIELDS = tuple(ORDER_FIELDS)
# The columns that a list shows by default (CO-2, CL-13).
DEFAULT_ORDER_FIELDS = ("status", "number", "service", "building", "client", "executors", "labels", "updated_at")


def parse_fields(text: str, known: Mapping[str, ExportField] = ORDER_FIELDS) -> tuple[str, ...]:
    """The keys that a line of them by comma names, each once, in the order asked for.

    Raises InputError `field_required` for none at all, `invalid_value` for a name that there is not.
    """
    asked = tuple(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))
    if not asked:
        raise InputError("field_required", N_("Name at least one field"), field="fields")
    for key in asked:
        if key not in known:
            raise InputError(
                "invalid_value",
                N_("There is no field {given}; there are: {choices}"),
                field="fields",
                given=excerpt(key),
                choices=", ".join(known),
            )
    return asked
