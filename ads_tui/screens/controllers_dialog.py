"""Chooses who controls an order, where its service uses controllers (PE-5)."""

from collections.abc import Callable, Sequence

from ads_tui.console.acting import ActingScreen
from ads_tui.i18n import N_, _
from ads_tui.screens.people_dialog import Part, PeopleDialog
from ads_tui.services.assignment import change_controllers
from ads_tui.services.orders.people_choices import controller_choices
from ads_tui.store.work import Work


def ask_controllers(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Let controllers be ticked and saved, then call `then`."""

    def done(saved: bool | None) -> None:
        if saved:
            then()

    screen.app.push_screen(ControllersDialog(number), done)


def _change(work: Work, number: int, logins: Sequence[str], mode: str, version: int) -> None:
    change_controllers(work, number, logins, mode=mode, version=version)


class ControllersDialog(PeopleDialog):
    """Answers whether controllers were saved."""

    SCOPE = "controllers"
    PART = Part("controllers", N_("Controllers"), controller_choices, _change)

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number}: controllers, the least loaded first").format(number=self._number)

    def do_controllers_save(self) -> None:
        """Save."""
        self.save()

    def do_controllers_cancel(self) -> None:
        """Close without saving."""
        self.leave()
