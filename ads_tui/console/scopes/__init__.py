"""Every action of the console, one file for each scope: a new scope is a file here and a line below."""

from ads_tui.console.actions import EVERYWHERE, Action
from ads_tui.console.scopes import (
    bulk,
    card,
    columns,
    dialogs,
    everywhere,
    export,
    favourites,
    filters,
    label_order,
    new_order,
    notifications,
    order_dialogs,
    orders,
    sign_in,
    thing,
)
from ads_tui.i18n import N_

# In the order of help and of docs/keys.md.
ACTIONS: tuple[Action, ...] = (
    *sign_in.ACTIONS,
    *orders.ACTIONS,
    *filters.ACTIONS,
    *card.ACTIONS,
    *new_order.ACTIONS,
    *thing.ACTIONS,
    *order_dialogs.ACTIONS,
    *bulk.ACTIONS,
    *label_order.ACTIONS,
    *columns.ACTIONS,
    *favourites.ACTIONS,
    *export.ACTIONS,
    *notifications.ACTIONS,
    *dialogs.ACTIONS,
    *everywhere.ACTIONS,
)

# What each scope is called in docs/keys.md.
CAPTIONS: dict[str, str] = {
    "sign_in": N_("Signing in"),
    "lock": N_("The locked console"),
    "orders": N_("The order list"),
    "filters": N_("The filters of the order list"),
    "card": N_("The card of an order"),
    "new_order": N_("A new order"),
    "thing": N_("The card of a building, a premise, a client or a service"),
    "status": N_("Another status"),
    "bulk_status": N_("Another status for several orders"),
    "bulk_executors": N_("Executors of several orders"),
    "bulk_result": N_("What was not done of several orders"),
    "executors": N_("Executors"),
    "controllers": N_("Controllers"),
    "conflict": N_("Two changed the same"),
    "edit_order": N_("Editing an order"),
    "comment": N_("A comment"),
    "label_order": N_("The order of labels"),
    "columns": N_("The columns of the list"),
    "favourites": N_("Favourites"),
    "export": N_("Export to Excel"),
    "exporting": N_("An export under way"),
    "notifications": N_("Notifications"),
    "digest": N_("Shift handover"),
    "confirm": N_("A question"),
    "text": N_("A line of text"),
    "choice": N_("A choice, the palette"),
    "person": N_("A person"),
    "why": N_("Why an order is due when it is"),
    "failure": N_("Something unexpected"),
    "help": N_("Help"),
    EVERYWHERE: N_("Everywhere"),
}

__all__ = ["ACTIONS", "CAPTIONS"]
