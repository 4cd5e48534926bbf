"""What may be done with the order of a card: each act asks in a dialog of its own, then the card is read anew."""

from collections.abc import Callable

from ads_tui.console.screen import ConsoleScreen


class CardActs(ConsoleScreen):
    """The acts of the card of order `number`; `step` moves the list beneath and answers the order beside it there."""

    def __init__(self, number: int, step: Callable[[int, int], int | None]) -> None:
        super().__init__()
        self.number = number
        self.step = step

    def load(self) -> None:
        """Read the order anew."""
        raise NotImplementedError

    def do_card_status(self) -> None:
        """Change the status."""
        from ads_tui.screens.status_dialog import ask_status

        ask_status(self, self.number, self.load)

    def do_card_executors(self) -> None:
        """Choose who does the order."""
        from ads_tui.screens.executors_dialog import ask_executors

        ask_executors(self, self.number, self.load)

    def do_card_take(self) -> None:
        """Take the order into work."""
        from ads_tui.screens.taking import take_into_work

        take_into_work(self, self.number, self.load)

    def do_card_controllers(self) -> None:
        """Choose who controls the order."""
        from ads_tui.screens.controllers_dialog import ask_controllers

        ask_controllers(self, self.number, self.load)

    def do_card_edit(self) -> None:
        """Edit the fields in place."""
        from ads_tui.screens.edit_order.screen import edit_in_place

        edit_in_place(self, self.number, self.load)

    def do_card_new_order(self) -> None:
        """Register another order for this client."""
        from ads_tui.screens.new_order.screen import NewOrderScreen

        self.app.push_screen(NewOrderScreen(self.step, self.number))

    def do_card_things(self) -> None:
        """Show the card of what the order is about."""
        from ads_tui.screens.thing_card.screen import choose_thing_of_order

        choose_thing_of_order(self, self.number)

    def do_card_comment(self) -> None:
        """Write an internal comment."""
        from ads_tui.screens.comment_dialog import ask_comment

        ask_comment(self, self.number, self.load)
