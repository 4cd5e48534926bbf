"""Every action of the console, one file for each scope: a new scope is a file here and a line below."""

from ads_tui.console.actions import Action
from ads_tui.console.scopes import card, dialogs, everywhere, order_dialogs, orders, sign_in

# In the order of help and of docs/keys.md.
ACTIONS: tuple[Action, ...] = (
    *sign_in.ACTIONS,
    *orders.ACTIONS,
    *card.ACTIONS,
    *order_dialogs.ACTIONS,
    *dialogs.ACTIONS,
    *everywhere.ACTIONS,
)

__all__ = ["ACTIONS"]
