"""Which labels raise orders in the list, and which of them goes first."""

from ads_tui.console.actions import Action
from ads_tui.i18n import N_

LABEL_ORDER = "label_order"

ACTIONS = (
    Action(
        "label_order.save",
        ("enter", "F2", "ctrl+s"),
        N_("Save"),
        N_("Remember which labels raise orders"),
        (LABEL_ORDER,),
    ),
    # Space is the list's own.
    Action(
        "label_order.swap",
        ("s", "u", "d", "shift+up", "shift+down"),
        N_("Swap"),
        N_("Put the lower label first"),
        (LABEL_ORDER,),
    ),
    Action("label_order.cancel", ("escape",), N_("Cancel"), N_("Leave the order of labels as it is"), (LABEL_ORDER,)),
)
