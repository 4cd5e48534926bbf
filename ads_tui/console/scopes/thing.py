"""The card of a building, a premise, a client or a service."""

from dataclasses import dataclass

from ads_tui.console.actions import Action, Context
from ads_tui.console.scopes.card import CARD
from ads_tui.errors import AdsError, NotFoundError
from ads_tui.i18n import N_

THING = "thing"


@dataclass(frozen=True, slots=True)
class ThingContext(Context):
    """What the card's actions look at: the order under the cursor."""

    number: int | None = None


def _on_an_order(context: ThingContext) -> AdsError | None:
    if context.number is None:
        return NotFoundError("not_found", N_("There is no order under the cursor"))
    return None


def _move(name: str, keys: tuple[str, ...], title: str, tooltip: str) -> Action:
    return Action(f"thing.{name}", keys, title, tooltip, (THING,), footer=False)


ACTIONS = (
    Action(
        "card.things",
        ("o",),
        N_("Cards"),
        N_("Show the card of the client, the premise, the building or the service of the order"),
        (CARD,),
        footer=False,
    ),
    Action("thing.open", ("enter",), N_("Open"), N_("Open the order under the cursor"), (THING,), allowed=_on_an_order),
    Action("thing.back", ("escape", "backspace"), N_("Back"), N_("Go back to where you were"), (THING,)),
    Action("thing.facts", ("F3",), N_("Above, below"), N_("Scroll what is told above, or the orders"), (THING,)),
    Action("thing.refresh", ("r", "F5"), N_("Refresh"), N_("Read it anew"), (THING,), footer=False),
    _move("down", ("down", "j"), N_("Down"), N_("Go to the next order")),
    _move("up", ("up", "k"), N_("Up"), N_("Go to the order before")),
    _move("page_down", ("pagedown",), N_("Page down"), N_("Go a screen further")),
    _move("page_up", ("pageup",), N_("Page up"), N_("Go a screen back")),
    _move("first", ("home", "g"), N_("First"), N_("Go to the first order")),
    _move("last", ("end", "G"), N_("Last"), N_("Go to the last order")),
    _move("right", ("right",), N_("Right"), N_("Show the columns on the right")),
    _move("left", ("left",), N_("Left"), N_("Show the columns on the left")),
)
