"""The order list."""

from dataclasses import dataclass

from ads_tui.console.actions import Action, Context, needs
from ads_tui.domain.actors import Actor
from ads_tui.domain.selection import demand_few
from ads_tui.errors import AdsError, NotFoundError, RuleError
from ads_tui.i18n import N_

ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class OrdersContext(Context):
    """What the list's actions look at.

    `number` is the order under the cursor, `is_settled` whether the cursor stands where it was sent; `selects` is
    whether orders can be selected on the present tab, `selected` how many are; `undoes` is whether a change of several
    orders can be taken back.
    """

    number: int | None = None
    is_settled: bool = True
    selects: bool = False
    selected: int = 0
    undoes: bool = False


def _on_an_order(context: OrdersContext) -> AdsError | None:
    if context.number is None and context.is_settled:
        return NotFoundError("not_found", N_("There is no order under the cursor"))
    return None


def _on_orders(context: OrdersContext) -> AdsError | None:
    if not context.selected:
        return _on_an_order(context)
    try:
        demand_few(context.selected)
    except RuleError as error:
        return error
    return None


def _undoes(context: OrdersContext) -> AdsError | None:
    if context.undoes:
        return None
    return RuleError("order_state", N_("No change of several orders was made here that could be taken back"))


def _selects(context: OrdersContext) -> AdsError | None:
    return (
        None
        if context.selects
        else RuleError("not_offered", N_("On the tab New orders cannot be selected: do it on All"))
    )


def _sees_all_tabs(actor: Actor | None) -> bool:
    return actor is not None and "orders" in actor.sections


def _sees_mine(actor: Actor | None) -> bool:
    return actor is not None and "my_orders" in actor.sections


def _move(name: str, keys: tuple[str, ...], title: str, tooltip: str) -> Action:
    return Action(f"list.{name}", keys, title, tooltip, (ORDERS,), footer=False)


def _select(name: str, keys: tuple[str, ...], title: str, tooltip: str) -> Action:
    return Action(f"list.{name}", keys, title, tooltip, (ORDERS,), allowed=_selects, footer=False)


ACTIONS = (
    Action("list.open", ("enter",), N_("Open"), N_("Open the order under the cursor"), (ORDERS,), allowed=_on_an_order),
    Action("list.search", ("F3", "/"), N_("Search"), N_("Find by number, phone, client, address, words"), (ORDERS,)),
    Action(
        "list.status",
        ("s",),
        N_("Status"),
        N_("Give the order under the cursor, or the selected ones, another status"),
        (ORDERS,),
        allowed=_on_orders,
    ),
    Action(
        "list.executors",
        ("x",),
        N_("Executors"),
        N_("Choose who does the order under the cursor, or the selected ones"),
        (ORDERS,),
        allowed=_on_orders,
        exists=needs("orders.edit"),
    ),
    Action(
        "list.take",
        ("w",),
        N_("Take"),
        N_("Take the order under the cursor into work, choosing an executor where it has none"),
        (ORDERS,),
        allowed=_on_an_order,
        exists=needs("orders.edit"),
    ),
    Action(
        "list.unread",
        ("u",),
        N_("Unread"),
        N_("Mark the order under the cursor, or the selected ones, unread again"),
        (ORDERS,),
        allowed=_on_orders,
        exists=needs("orders.edit"),
    ),
    Action(
        "list.filters",
        ("f",),
        N_("Filters"),
        N_("Choose what the tab is narrowed by"),
        (ORDERS,),
        # It stands beside the search, with its key.
        footer=False,
    ),
    Action(
        "list.favourites",
        ("F",),
        N_("Favourites"),
        N_("Apply a filter that is kept by a name, or keep the present one"),
        (ORDERS,),
    ),
    Action(
        "list.undo",
        ("ctrl+z", "U"),
        N_("Undo"),
        N_("Take the last change of several orders back, as a whole"),
        (ORDERS,),
        allowed=_undoes,
        exists=needs("orders.edit"),
        footer=False,
    ),
    Action(
        "list.columns",
        ("c",),
        N_("Columns"),
        N_("Choose which columns the list has, in which order and how wide"),
        (ORDERS,),
        footer=False,
    ),
    Action(
        "list.export",
        ("e",),
        N_("Excel"),
        N_("Write the selected orders, or all that the list holds, into an Excel file"),
        (ORDERS,),
        exists=needs("orders.export"),
    ),
    # The tabs show their keys themselves.
    Action("list.new", ("1",), N_("New"), N_("Show new orders"), (ORDERS,), exists=_sees_all_tabs, footer=False),
    Action("list.all", ("2",), N_("All"), N_("Show all orders"), (ORDERS,), exists=_sees_all_tabs, footer=False),
    Action(
        "list.mine",
        ("3",),
        N_("My orders"),
        N_("Show the orders where you are executor"),
        (ORDERS,),
        exists=_sees_mine,
        footer=False,
    ),
    Action(
        "list.today",
        ("t",),
        N_("Today"),
        N_("Show of your orders those whose visit or due time is today; once more, all of them"),
        (ORDERS,),
        exists=_sees_mine,
        footer=False,
    ),
    Action(
        "list.sort",
        ("o",),
        N_("Sort"),
        N_("Choose a column to sort by; the same one again for the other way, and then for none"),
        (ORDERS,),
        footer=False,
    ),
    Action(
        "list.triage",
        ("l",),
        N_("Least time left"),
        N_("Sort by the least time left on any running clock; once more, no longer"),
        (ORDERS,),
        footer=False,
    ),
    Action(
        "list.label_order",
        ("L",),
        N_("Label order"),
        N_("Choose which labels raise orders, and which of them goes first"),
        (ORDERS,),
        footer=False,
    ),
    Action("list.refresh", ("r", "F5"), N_("Refresh"), N_("Read the list anew"), (ORDERS,), footer=False),
    Action(
        "list.clear",
        ("escape",),
        N_("Clear"),
        N_("Select nothing, then leave the search, then clear the filters"),
        (ORDERS,),
        footer=False,
    ),
    _select("select", ("space",), N_("Select"), N_("Select the order under the cursor, or leave it out")),
    _select("select_down", ("shift+down",), N_("Select down"), N_("Select on the way down")),
    _select("select_up", ("shift+up",), N_("Select up"), N_("Select on the way up")),
    _select("select_all", ("*",), N_("Select all"), N_("Select all orders in view, or leave them out")),
    _move("down", ("down", "j"), N_("Down"), N_("Go to the next order")),
    _move("up", ("up", "k"), N_("Up"), N_("Go to the order before")),
    _move("page_down", ("pagedown",), N_("Page down"), N_("Go a screen further")),
    _move("page_up", ("pageup",), N_("Page up"), N_("Go a screen back")),
    _move("first", ("home", "g"), N_("First"), N_("Go to the first order")),
    _move("last", ("end", "G"), N_("Last"), N_("Go to the last order")),
    _move("right", ("right",), N_("Right"), N_("Show the columns on the right")),
    _move("left", ("left",), N_("Left"), N_("Show the columns on the left")),
)
