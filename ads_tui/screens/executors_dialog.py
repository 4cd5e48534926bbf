"""Chooses who does an order: those whom its service and department allow, the least loaded first (PE-1 … PE-3)."""

from collections.abc import Callable, Sequence

from ads_tui.console.acting import ActingScreen
from ads_tui.i18n import N_, _
from ads_tui.screens.people_dialog import Part, PeopleDialog
from ads_tui.services.assignment import change_executors
from ads_tui.services.orders.people_choices import executor_choices
from ads_tui.store.work import Work


def ask_executors(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Let executors be ticked and saved, then call `then`."""

    def done(saved: bool | None) -> None:
        if saved:
            then()

    screen.app.push_screen(ExecutorsDialog(number), done)


def _change(work: Work, number: int, logins: Sequence[str], mode: str, version: int) -> None:
    change_executors(work, number, logins, mode=mode, version=version)


class ExecutorsDialog(PeopleDialog):
    """Answers whether executors were saved."""

    SCOPE = "executors"
    PART = Part("executors", N_("Executors"), executor_choices, _change)

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number}: executors, the least loaded first").format(number=self._number)

    def do_executors_save(self) -> None:
        """Save."""
        self.save()

    def do_executors_cancel(self) -> None:
        """Close without saving."""
        self.leave()
