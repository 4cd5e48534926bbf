"""Dialogs of acts on several orders; the status dialog's own actions serve for several orders too."""

from ads_tui.console.actions import Action, needs
from ads_tui.i18n import N_

ACTIONS = (
    Action(
        "bulk_executors.save",
        ("enter", "F2", "ctrl+s"),
        N_("Save"),
        N_("Look at what would change; from there save it"),
        ("bulk_executors",),
    ),
    Action(
        "bulk_executors.mode",
        ("F4",),
        N_("In place"),
        N_("Let those ticked take the place of those who are there, or come beside them"),
        ("bulk_executors",),
    ),
    Action(
        "bulk_executors.tell",
        ("F6",),
        N_("Tell"),
        N_("Tell whoever comes, and the clients, of it; else nobody is told"),
        ("bulk_executors",),
    ),
    Action(
        "bulk_executors.cancel", ("escape",), N_("Cancel"), N_("Leave the executors as they are"), ("bulk_executors",)
    ),
    Action("bulk_result.open", ("enter",), N_("Open"), N_("Open the order under the bar"), ("bulk_result",)),
    Action(
        "bulk_result.undo",
        ("ctrl+z", "U"),
        N_("Undo"),
        N_("Take back what was changed, as a whole"),
        ("bulk_result",),
        exists=needs("orders.edit"),
    ),
    Action("bulk_result.close", ("escape",), N_("Close"), N_("Back to work"), ("bulk_result",)),
)
