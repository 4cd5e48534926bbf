"""Taking an order into work by one key, from the list and from its card (LS-5)."""

from collections.abc import Callable

from ads_tui.console.acting import ActingScreen
from ads_tui.errors import AdsError, RuleError
from ads_tui.i18n import N_
from ads_tui.screens.executors_dialog import ask_executors
from ads_tui.screens.status_dialog import ask_status
from ads_tui.services.orders.status_choices import StatusChoices, status_choices
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Work


def take_into_work(screen: ActingScreen[None], number: int, then: Callable[[], object]) -> None:
    """Put an order in progress, asking for an executor or a comment where it needs one; call `then` once it is.

    Keys wait until it is known what is asked for, since they are meant for that.
    """

    def begin(choices: StatusChoices) -> None:
        choice = next((choice for choice in choices.choices if choice.code == "in_progress"), None)
        if choice is None or choices.status == "in_progress":
            screen.refuse(RuleError("transition_not_allowed", N_("This order cannot be taken into work now")))
        elif choice.needs_comment:
            ask_status(screen, number, then)
        elif choice.needs_executor:
            ask_executors(screen, number, lambda: put(None))
        else:
            put(choices.version)
        screen.hold(False)

    def refused(error: AdsError) -> None:
        screen.hold(False)
        screen.refuse(error)

    def put(version: int | None) -> None:
        def operation(work: Work) -> None:
            change_status(work, number, StatusWish("in_progress"), version=version)

        screen.write(operation, lambda _nothing: then())

    screen.hold(True)
    screen.read(lambda reading: status_choices(reading, number), begin, group="take", instead=refused)
