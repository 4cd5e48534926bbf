"""One dialog that gives several orders a status, with one comment and one set of reasons (BK-2, BK-5)."""

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, SelectionList

from ads_tui.console.drafts import keeper_of
from ads_tui.errors import AdsError, RuleError
from ads_tui.i18n import N_, ngettext
from ads_tui.screens.bulk_dialog import BulkDialog, Operation
from ads_tui.screens.status_form import Beginning
from ads_tui.screens.status_typing import KIND, StatusTyping
from ads_tui.services.drafts import DraftView, drop_draft
from ads_tui.services.orders.bulk import BulkResult
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.listed_acts import Act
from ads_tui.services.orders.status_choices import bulk_status_choices
from ads_tui.services.orders.window import OrderList
from ads_tui.store.work import Reading, Store, Work


class BulkStatusDialog(BulkDialog, StatusTyping[BulkResult]):
    """Chooses the status, tells what would become of the orders, and answers what was done."""

    SCOPE = "bulk_status"

    def __init__(self, numbers: Sequence[int], which: OrderList) -> None:
        super().__init__(numbers, which)
        self.draft_key = (KIND, "")

    def title_text(self) -> str:
        """How many orders."""
        count = len(self.numbers)
        return ngettext("{count} order: status", "{count} orders: status", count).format(count=count)

    def compose_body(self) -> ComposeResult:
        """The fields, and what would be done."""
        yield from super().compose_body()
        yield from self.compose_preview()

    @property
    def names(self) -> Mapping[str, str]:
        """Names of statuses by code."""
        return self.form.choices.names if self.is_begun else {}

    @property
    def beneath(self) -> int:
        """The lines of what would be done, and the one before them."""
        return self.size.height * 22 // 100 + 1

    # Beginning

    def on_mount(self) -> None:
        """Read what may be chosen, and what was typed before."""
        numbers, draft = self.numbers, keeper_of(self.host).offering(*self.draft_key)

        def operation(reading: Reading) -> tuple[Beginning, DraftView | None]:
            beginning = Beginning(bulk_status_choices(reading, numbers), None, reading.settings.zone)
            return beginning, draft.find(reading)

        def begin(found: tuple[Beginning, DraftView | None]) -> None:
            self._begin(*found)

        self.read(operation, begin, group="status", instead=self.give_up)

    def _begin(self, beginning: Beginning, draft: DraftView | None) -> None:
        if not beginning.choices.choices:
            text = N_("None of these orders leads to a status that you may choose")
            self.give_up(RuleError("transition_not_allowed", text))
            return
        self.is_begun = True
        self.take(beginning, beginning.choices.choices[0].code)
        if draft is not None:
            self.offer(draft)
        self.try_soon()
        self.hold(False)

    # What is asked for

    @on(OptionList.OptionHighlighted, "#statuses")
    @on(SelectionList.SelectedChanged)
    @on(Input.Changed)
    def look_again(self) -> None:
        """Something else is asked for."""
        if self.is_begun:
            self.tell_at("#refusal", "")
            self.try_soon()

    def act(self) -> Act:
        """Give the orders the status chosen, with what goes with it."""
        wish = self.form.wish()
        return lambda work, numbers: change_statuses(work, numbers, wish)

    def do_status_save(self) -> None:
        """Show what would be done; from there save it."""
        if self.is_begun:
            self.clear_refusals()
            self.confirm()

    # Saving

    def save(self, operation: Operation) -> None:
        """Save, and with it throw the draft away."""
        keeper, key, actor = keeper_of(self.host), self.draft_key, self.host.signed_in

        def saved(work: Work) -> BulkResult:
            drop_draft(work, *key)
            return operation(work)

        def send(store: Store) -> BulkResult:
            keeper.settle(*key)
            return store.perform(actor, saved)

        self.ask(send, self.close, group="write", instead=self.not_saved)

    def not_saved(self, error: AdsError) -> None:
        """Tell why nothing was saved; what is typed is kept again."""
        self.keep_again()
        super().not_saved(error)
