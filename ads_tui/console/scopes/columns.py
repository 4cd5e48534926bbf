"""Which columns the list has."""

from ads_tui.console.actions import Action
from ads_tui.i18n import N_

COLUMNS = "columns"

# The list takes Space itself; the arrows stand in its lines.
ACTIONS = (
    Action("columns.save", ("enter", "F2", "ctrl+s"), N_("Save"), N_("Show these columns from now on"), (COLUMNS,)),
    Action("columns.tick", ("space",), N_("Tick"), N_("Show the column, or show it no longer"), (COLUMNS,)),
    Action("columns.up", ("u", "shift+up"), N_("Up"), N_("Move the column further to the left"), (COLUMNS,)),
    Action("columns.down", ("d", "shift+down"), N_("Down"), N_("Move the column further to the right"), (COLUMNS,)),
    Action("columns.cancel", ("escape",), N_("Cancel"), N_("Leave the columns as they are"), (COLUMNS,)),
    Action("columns.default", ("F8",), N_("Standard"), N_("Choose the columns that a new employee has"), (COLUMNS,)),
    Action("columns.narrower", ("left",), N_("Narrower"), N_("Make the column narrower"), (COLUMNS,), footer=False),
    Action("columns.wider", ("right",), N_("Wider"), N_("Make the column wider"), (COLUMNS,), footer=False),
)
