"""What the dialogs for acts on several orders have in common: they try out what is asked for, then save it (BK-5)."""

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.timer import Timer

from ads_tui.console.holding import HoldsKeys
from ads_tui.console.live import Changed
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.bulk_preview import BulkPreview
from ads_tui.screens.status_typing import told
from ads_tui.services.orders.bulk import BulkResult
from ads_tui.services.orders.listed_acts import Act, act_on_listed
from ads_tui.services.orders.window import OrderList
from ads_tui.store.work import Work

Operation = Callable[[Work], BulkResult]

# Typing goes on before what is typed is tried out.
_TRY_AFTER_S = 0.2
_TRIAL = "trial"


class BulkDialog(HoldsKeys, ConsoleDialog[BulkResult]):
    """Answers what was done.

    Whatever is asked for is tried out as soon as typing rests. Saving leads to what that found, and from there, where
    Enter saves too, to the database.
    """

    DEFAULT_CSS = """
    BulkDialog BulkPreview {
        height: 22vh;
    }
    """

    def __init__(self, numbers: Sequence[int], which: OrderList) -> None:
        """`numbers` were selected in the list `which`, 100 at most."""
        super().__init__()
        self.numbers = tuple(numbers)
        self.which = which
        # What may be chosen is known.
        self.is_begun = False
        # What was tried out is what is asked for now.
        self._tried: BulkResult | None = None
        self._is_confirming = False
        self._soon: Timer | None = None

    def act(self) -> Act:
        """What is asked for; raises AdsError where that cannot be read."""
        raise NotImplementedError

    @property
    def names(self) -> Mapping[str, str]:
        """Names of statuses by code, for refusals."""
        return {}

    def compose_preview(self) -> ComposeResult:
        """What would be done."""
        yield BulkPreview()

    @property
    def preview(self) -> BulkPreview:
        """What would be done."""
        return self.query_one(BulkPreview)

    @property
    def saves(self) -> bool:
        """Whether Enter saves from where the keys go."""
        return self.focused is self.preview

    def give_up(self, error: AdsError) -> None:
        """There is nothing to choose: say why, and close."""
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(None)

    # Trying out

    def try_soon(self) -> None:
        """Something else is asked for: try it out once typing rests."""
        self._tried = None
        self.workers.cancel_group(self, _TRIAL)
        self.preview.tell(_("Trying what would change…"))
        self._stop_waiting()
        self._soon = self.set_timer(_TRY_AFTER_S, self._try_out)

    def on_changed(self, event: Changed) -> None:
        """Others have changed one of the orders: something else may be refused now."""
        ours = {str(number) for number in self.numbers} & set(event.keys("order"))
        if self.is_begun and not self.holding and (ours or event.changes.everything):
            self._try_out()

    def _stop_waiting(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None

    def _try_out(self) -> None:
        self._stop_waiting()
        try:
            act = self.act()
        except AdsError as error:
            self._cannot(error)
            return
        numbers, which = self.numbers, self.which

        def operation(work: Work) -> BulkResult:
            return act_on_listed(work, which, numbers, act)

        self.try_out(operation, self._take_trial, group=_TRIAL, instead=self._cannot)

    def _take_trial(self, result: BulkResult) -> None:
        self._tried, self._is_confirming = result, False
        self.preview.show(result, self.names)
        self.hold(False)

    def _cannot(self, error: AdsError) -> None:
        """None of the orders can be given this; whoever wants to save it is told where."""
        self._tried = None
        self.preview.tell(told(error, self.names))
        if self._is_confirming:
            self._is_confirming = False
            self.hold(False)
            self.refuse(error)

    def go_unanswered(self, group: str) -> None:
        """What could not be tried out is tried out again by the next key that saves."""
        self._is_confirming = False
        if group == _TRIAL:
            self.preview.tell(_("It could not be tried out"))
        super().go_unanswered(group)

    # Saving

    def confirm(self) -> None:
        """Lead to what would be done; from there save it."""
        if self.holding:
            return
        if self.saves and self._tried is not None:
            self._save(self._tried)
            return
        self.preview.focus()
        if self._tried is None:
            self._is_confirming = True
            self.hold(True)
            self._try_out()

    def _save(self, tried: BulkResult) -> None:
        if len(tried.done) == len(tried.unchanged):
            self.host.tell(_("None of the orders would change"), "warning")
            return
        act, numbers, which = self.act(), self.numbers, self.which
        self.hold(True)
        self.save(lambda work: act_on_listed(work, which, numbers, act))

    def save(self, operation: Operation) -> None:
        """Save in one transaction, then `close`; a refusal goes to `not_saved`."""
        self.write(operation, self.close, instead=self.not_saved)

    def close(self, result: BulkResult) -> None:
        """Answer what was done."""
        self.hold(False)
        self.dismiss(result)

    def not_saved(self, error: AdsError) -> None:
        """Tell why nothing was saved."""
        self._tried = None
        self.preview.tell(told(error, self.names))
        self.hold(False)
        self.refuse(error)
