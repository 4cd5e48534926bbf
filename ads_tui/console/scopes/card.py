"""The card of an order."""

from dataclasses import dataclass

from ads_tui.console.actions import Action, Context, needs
from ads_tui.errors import AdsError, NotFoundError, RuleError
from ads_tui.i18n import N_

CARD = "card"


@dataclass(frozen=True, slots=True)
class CardContext(Context):
    """What the card's actions look at: the client's activity, a list and its cursor, people named on the card.

    `has_localization` is whether the order has that clock, `is_open` whether it may still be marked.
    """

    shows_activity: bool = False
    shows_list: bool = False
    on_an_order: bool = False
    names_people: bool = False
    has_localization: bool = True
    is_open: bool = True


def _has_activity(context: CardContext) -> AdsError | None:
    if context.shows_activity:
        return None
    return RuleError(
        "not_offered", N_("There is no activity for a communal order, nor for a client known by neither code nor phone")
    )


def _on_an_order(context: CardContext) -> AdsError | None:
    # Where there is no list, Enter means nothing, and nothing is said.
    if context.on_an_order or not context.shows_list:
        return None
    return NotFoundError("not_found", N_("There is no order under the cursor"))


def _names_people(context: CardContext) -> AdsError | None:
    return None if context.names_people else NotFoundError("not_found", N_("The card names nobody"))


def _may_localize(context: CardContext) -> AdsError | None:
    if not context.is_open:
        return RuleError("not_editable", N_("The order is closed: reopen it first"), details={"because": "status"})
    if not context.has_localization:
        return RuleError("not_offered", N_("The order has no norm of localization"))
    return None


def _move(name: str, keys: tuple[str, ...], title: str, tooltip: str) -> Action:
    return Action(f"card.{name}", keys, title, tooltip, (CARD,), footer=False)


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
        "card.take",
        ("w",),
        N_("Take"),
        N_("Take the order into work, choosing an executor where it has none"),
        (CARD,),
        exists=needs("orders.edit"),
        footer=False,
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
        "card.edit",
        ("E",),
        N_("Edit"),
        N_("Change the service, the place, the client, the answers, the times, the department"),
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
    Action(
        "card.why",
        ("y",),
        N_("Why"),
        N_("Explain the due: the rule, the calendar, the hours that counted, the pauses"),
        (CARD,),
        footer=False,
    ),
    Action(
        "card.localized",
        ("l",),
        N_("Localized"),
        N_("Mark the accident as localized, or take the mark back"),
        (CARD,),
        allowed=_may_localize,
        exists=needs("orders.edit"),
        footer=False,
    ),
    Action("card.open", ("enter",), N_("Open"), N_("Open the order under the cursor"), (CARD,), allowed=_on_an_order),
    Action(
        "card.people",
        ("p",),
        N_("People"),
        N_("Show the position, phone and e-mail of somebody named on the card"),
        (CARD,),
        allowed=_names_people,
    ),
    # The line of tabs says their keys.
    _move("main", ("1",), N_("Main"), N_("Show the order")),
    _move("comments", ("2",), N_("Comments"), N_("Show the internal comments")),
    Action(
        "card.activity",
        ("3",),
        N_("Client activity"),
        N_("Show what the client has had to do with the company"),
        (CARD,),
        allowed=_has_activity,
        footer=False,
    ),
    _move("building", ("4",), N_("Orders of the building"), N_("Show the orders of the building, newest first")),
    _move("history", ("5",), N_("History"), N_("Show what was done, newest first")),
    _move("refresh", ("r", "F5"), N_("Refresh"), N_("Read the card anew")),
    _move("down", ("down", "j"), N_("Down"), N_("Scroll down, or go to the next order of a list")),
    _move("up", ("up", "k"), N_("Up"), N_("Scroll up, or go to the order before")),
    _move("page_down", ("pagedown",), N_("Page down"), N_("Go a screen further")),
    _move("page_up", ("pageup",), N_("Page up"), N_("Go a screen back")),
    _move("first", ("home", "g"), N_("First"), N_("Go to the beginning")),
    _move("last", ("end", "G"), N_("Last"), N_("Go to the end")),
    _move("right", ("right",), N_("Right"), N_("Show the columns on the right")),
    _move("left", ("left",), N_("Left"), N_("Show the columns on the left")),
    Action("card.next", ("]", "F8"), N_("Next"), N_("Go to the next order of the list"), (CARD,), footer=False),
    Action("card.previous", ("[", "F7"), N_("Previous"), N_("Go to the order before"), (CARD,), footer=False),
)
