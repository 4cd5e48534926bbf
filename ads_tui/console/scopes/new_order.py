"""The form of a new order."""

from dataclasses import dataclass

from ads_tui.console.actions import Action, Context, needs
from ads_tui.console.scopes.card import CARD
from ads_tui.console.scopes.orders import ORDERS
from ads_tui.errors import AdsError, NotFoundError
from ads_tui.i18n import N_

NEW_ORDER = "new_order"


@dataclass(frozen=True, slots=True)
class NewOrderContext(Context):
    """What the form's actions look at: how many open orders are like it, whether there is a thing to tell of."""

    similar: int = 0
    told: bool = False


def _like_another(context: NewOrderContext) -> AdsError | None:
    if not context.similar:
        return NotFoundError("not_found", N_("There is no open order on this place and service"))
    return None


def _nothing_told(context: NewOrderContext) -> AdsError | None:
    if not context.told:
        return NotFoundError("not_found", N_("Choose a client, a building, a premise or a service first"))
    return None


ACTIONS = (
    Action(
        "list.new_order",
        ("n", "F6"),
        N_("New order"),
        N_("Register an order, beginning with the phone of whoever calls"),
        (ORDERS,),
        exists=needs("orders.create"),
    ),
    Action(
        "card.new_order",
        ("n", "F6"),
        N_("New order"),
        N_("Register another order for this client"),
        (CARD,),
        exists=needs("orders.create"),
    ),
    Action("new_order.save", ("ctrl+s", "F2"), N_("Save"), N_("Register the order and open its card"), (NEW_ORDER,)),
    Action(
        "new_order.similar",
        ("F4",),
        N_("Open the other"),
        N_("Open the order that is there already, with what you typed as a comment; nothing new is registered"),
        (NEW_ORDER,),
        allowed=_like_another,
    ),
    Action(
        "new_order.information",
        ("F3",),
        N_("Information"),
        N_("Go to what is told beside; Enter there opens the card, Esc goes back"),
        (NEW_ORDER,),
        allowed=_nothing_told,
    ),
    Action("new_order.clear", ("F8",), N_("Clear"), N_("Empty the form"), (NEW_ORDER,)),
    Action("new_order.back", ("escape",), N_("Back"), N_("Leave; what is typed is kept"), (NEW_ORDER,)),
)
