"""The small dialogs that every screen may open."""

from ads_tui.console.actions import Action
from ads_tui.i18n import N_

ACTIONS = (
    Action("confirm.yes", ("enter", "y"), N_("Yes"), N_("Do it"), ("confirm",)),
    Action("confirm.no", ("escape", "n"), N_("No"), N_("Leave it as it is"), ("confirm",)),
    Action("text.save", ("ctrl+s", "F2"), N_("Save"), N_("Take the text"), ("text",)),
    Action("text.cancel", ("escape",), N_("Cancel"), N_("Close without taking the text"), ("text",)),
    Action("choice.cancel", ("escape",), N_("Close"), N_("Close without choosing"), ("choice",)),
    Action("person.close", ("escape", "enter"), N_("Close"), N_("Back to work"), ("person",)),
    Action("why.close", ("escape", "enter", "y"), N_("Close"), N_("Back to work"), ("why",)),
    Action("failure.copy", ("c", "F2"), N_("Copy"), N_("Send the details to the terminal's clipboard"), ("failure",)),
    Action("failure.close", ("escape", "enter"), N_("Go on"), N_("Close this and go on working"), ("failure",)),
    Action("help.close", ("escape", "enter"), N_("Close"), N_("Back to work"), ("help",)),
)
