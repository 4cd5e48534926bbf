"""The export to Excel: what is asked for, and the one that is being written (XL-1 … XL-5)."""

from ads_tui.console.actions import Action
from ads_tui.i18n import N_

EXPORT = "export"
EXPORTING = "exporting"

ACTIONS = (
    Action("export.start", ("enter", "ctrl+s", "F2"), N_("Export"), N_("Write the file"), (EXPORT,)),
    Action("export.group", ("g", "F7"), N_("Group"), N_("Tick all fields of the group, or none"), (EXPORT,)),
    Action("export.all", ("a", "F8"), N_("All"), N_("Tick all fields, or none"), (EXPORT,)),
    Action("export.cancel", ("escape",), N_("Close"), N_("Close without exporting"), (EXPORT,)),
    Action(
        "exporting.leave",
        ("escape", "enter"),
        N_("Go on working"),
        N_("Let the file be written while you work; the line at the top shows how far it is"),
        (EXPORTING,),
    ),
    Action("exporting.stop", ("c", "F8"), N_("Cancel the export"), N_("Write no file"), (EXPORTING,)),
)
