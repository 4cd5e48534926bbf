"""Dialogs of an order: its status, its people, its fields, a comment, a conflict."""

from ads_tui.console.actions import Action
from ads_tui.i18n import N_

# Of one order, and of several.
_STATUS = ("status", "bulk_status")

ACTIONS = (
    Action(
        "status.enter",
        ("enter",),
        N_("Go on"),
        N_("Go on to what the status asks for; where nothing more is asked for, save"),
        _STATUS,
    ),
    Action("status.save", ("F2", "ctrl+s"), N_("Save"), N_("Save this status"), _STATUS),
    Action("status.clear", ("F8",), N_("Take back"), N_("Take back what was typed"), _STATUS, footer=False),
    Action("status.cancel", ("escape",), N_("Close"), N_("Close; what is typed is kept"), _STATUS),
    Action("status.down", ("down",), N_("Down"), N_("Go to the field below"), _STATUS, footer=False),
    Action("status.up", ("up",), N_("Up"), N_("Go to the field above"), _STATUS, footer=False),
    Action(
        "executors.save", ("enter", "F2", "ctrl+s"), N_("Save"), N_("Let those ticked do the order"), ("executors",)
    ),
    Action("executors.cancel", ("escape",), N_("Cancel"), N_("Leave the executors as they are"), ("executors",)),
    Action(
        "controllers.save",
        ("enter", "F2", "ctrl+s"),
        N_("Save"),
        N_("Let those ticked control the order"),
        ("controllers",),
    ),
    Action("controllers.cancel", ("escape",), N_("Cancel"), N_("Leave the controllers as they are"), ("controllers",)),
    Action(
        "conflict.mine", ("m", "F2"), N_("Keep yours"), N_("Save your values over those of the other"), ("conflict",)
    ),
    Action("conflict.theirs", ("t", "F4"), N_("Take theirs"), N_("Leave what the other has changed"), ("conflict",)),
    Action(
        "conflict.back", ("escape",), N_("Go back"), N_("Go back to what you typed and decide there"), ("conflict",)
    ),
    Action("edit_order.save", ("ctrl+s", "F2"), N_("Save"), N_("Save all that was changed at once"), ("edit_order",)),
    Action("edit_order.clear", ("F8",), N_("Take back"), N_("Show the order again as it is"), ("edit_order",)),
    Action("edit_order.back", ("escape",), N_("Back"), N_("Leave; what is typed is kept"), ("edit_order",)),
    Action("comment.send", ("ctrl+s", "F2"), N_("Send"), N_("Send the comment to colleagues"), ("comment",)),
    Action("comment.important", ("F8",), N_("Important"), N_("Raise the order in the list"), ("comment",)),
    Action("comment.cancel", ("escape",), N_("Close"), N_("Close; what is typed is kept"), ("comment",)),
)
