"""The card of an order."""

from ads_tui.console.actions import Action, needs
from ads_tui.i18n import N_

CARD = "card"

ACTIONS = (
    Action("card.back", ("escape", "backspace"), N_("Back"), N_("Go back to the list"), (CARD,)),
    Action("card.status", ("s",), N_("Status"), N_("Give the order another status"), (CARD,)),
    Action(
        "card.executors",
        ("x",),
        N_("Executors"),
        N_("Choose who does the order"),
        (CARD,),
        exists=needs("orders.edit"),
    ),
    Action(
        "card.controllers",
        ("c",),
        N_("Controllers"),
        N_("Choose who controls the order"),
        (CARD,),
        exists=needs("orders.edit"),
    ),
    Action(
        "card.comment",
        ("t", "F4"),
        N_("Comment"),
        N_("Write an internal comment, never shown to the client"),
        (CARD,),
        exists=needs("comments.add"),
    ),
    Action("card.main", ("1",), N_("Main"), N_("Show the order"), (CARD,)),
    Action("card.comments", ("2",), N_("Comments"), N_("Show the internal comments"), (CARD,)),
    Action("card.history", ("5",), N_("History"), N_("Show what was done, newest first"), (CARD,)),
    Action("card.next", ("]", "F8"), N_("Next"), N_("Go to the next order of the list"), (CARD,), footer=False),
    Action("card.previous", ("[", "F7"), N_("Previous"), N_("Go to the order before"), (CARD,), footer=False),
)
