"""What the keys of the order list do: moving, selecting, and acts on the order that the cursor came to."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from ads_tui.console.screen import ConsoleScreen
from ads_tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from ads_tui.services.orders.rows import OrderRow


class OrderActs(ConsoleScreen):
    """The acts of a screen with a list of orders."""

    table: "VirtualTable[OrderRow]"

    def __init__(self) -> None:
        super().__init__()
        # The order that the card above was last stepped to, or from.
        self._on_card: int | None = None

    def reread(self) -> None:
        """Read anew what is shown."""
        raise NotImplementedError

    def _with_order(self, act: Callable[[int], object]) -> None:
        """Act on the order that the cursor comes to; keys that follow wait until it is there."""

        came = False

        def go(key: Hashable) -> None:
            nonlocal came
            came = True
            self.hold(False)
            if isinstance(key, int):
                act(key)

        self.table.when_settled(go)
        # The act itself may move the cursor on to a row that is still to be read: nothing waits for that one.
        if not came:
            self.hold(True)

    # Moving

    def do_list_down(self) -> None:
        """Go down."""
        self.table.move(1)

    def do_list_up(self) -> None:
        """Go up."""
        self.table.move(-1)

    def do_list_page_down(self) -> None:
        """Go a screen down."""
        self.table.turn(1)

    def do_list_page_up(self) -> None:
        """Go a screen up."""
        self.table.turn(-1)

    def do_list_first(self) -> None:
        """Go to the first order."""
        self.table.home()

    def do_list_last(self) -> None:
        """Go to the last order."""
        self.table.end()

    def do_list_right(self) -> None:
        """Show further columns."""
        self.table.shift_columns(1)

    def do_list_left(self) -> None:
        """Show the columns before."""
        self.table.shift_columns(-1)

    # Selecting

    def do_list_select(self) -> None:
        """Select the order under the cursor, or leave it out."""
        self.table.when_settled(lambda _key: self.table.toggle())

    def do_list_select_down(self) -> None:
        """Select on the way down."""
        self.table.extend(1)

    def do_list_select_up(self) -> None:
        """Select on the way up."""
        self.table.extend(-1)

    def do_list_select_all(self) -> None:
        """Select all orders in view."""
        self.table.toggle_visible()

    # Acting on an order

    def do_list_open(self) -> None:
        """Open the order."""
        self._with_order(self.open_order)

    def open_order(self, number: int) -> None:
        """Show the card of an order."""
        from ads_tui.screens.card.screen import CardScreen

        self._on_card = None
        self.app.push_screen(CardScreen(number, self.step))

    def step(self, by: int, number: int) -> int | None:
        """The order that stands before or after `number` in the list, and the cursor with it.

        `number` itself where there is none, or while it is being read: what was awaited by the step before comes
        without a further step. None where `number` is not among the orders loaded; beneath a card the list hears no
        news, so they are read again then.
        """
        if number != self._on_card:
            if not self.table.go_to(number):
                return None
            self._on_card = number
        if self.table.window.is_settled and self.table.cursor == number:
            self.table.move(by)
        cursor = self.table.cursor
        if not self.table.window.is_settled or not isinstance(cursor, int):
            return number
        self._on_card = cursor
        return cursor

    def do_list_new_order(self) -> None:
        """Register an order."""
        from ads_tui.screens.new_order.screen import NewOrderScreen

        self.app.push_screen(NewOrderScreen(self.step))

    def do_list_executors(self) -> None:
        """Choose who does the order."""
        from ads_tui.screens.executors_dialog import ask_executors

        self._with_order(lambda number: ask_executors(self, number, self.reread))

    def do_list_status(self) -> None:
        """Change the status of the order."""
        from ads_tui.screens.status_dialog import ask_status

        self._with_order(lambda number: ask_status(self, number, self.reread))

    def do_list_take(self) -> None:
        """Take the order into work."""
        from ads_tui.screens.taking import take_into_work

        self._with_order(lambda number: take_into_work(self, number, self.reread))
