"""One dialog for a change of status: the allowed ones, and all that the chosen one requires (ST-2 … ST-13)."""

from collections.abc import Callable, Mapping
from typing import Any

from ads_tui.console.acting import ActingScreen
from ads_tui.console.drafts import keeper_of
from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_, _
from ads_tui.screens.conflict_dialog import ConflictDialog, Verdict
from ads_tui.screens.status_conflict import colliding_field, collision_of
from ads_tui.screens.status_form import Beginning, read_beginning
from ads_tui.screens.status_typing import KIND, StatusTyping
from ads_tui.services.assignment import change_executors
from ads_tui.services.drafts import DraftView, drop_draft
from ads_tui.services.orders.opening import FieldChange, changed_since
from ads_tui.services.orders.status_choices import StatusChoice, StatusChoices
from ads_tui.services.orders.statuses import change_status
from ads_tui.store.work import Reading, Store, Work


def ask_status(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Let a status be chosen and saved, then call `then`."""

    def done(saved: bool | None) -> None:
        if saved:
            then()

    screen.app.push_screen(StatusDialog(number), done)


class StatusDialog(StatusTyping[bool]):
    """Chooses the status of an order; answers whether it was saved."""

    SCOPE = "status"

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.draft_key = (KIND, str(number))
        # What another has changed since this version is shown beside yours (ST-11).
        self._version = 0

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number}: status").format(number=self._number)

    @property
    def saves(self) -> bool:
        """Whether nothing more is asked for."""
        return self.form.next_step(self.focused) is None

    # Beginning

    def on_mount(self) -> None:
        """Read what may be chosen, and what was typed before."""
        number, draft = self._number, keeper_of(self.host).offering(*self.draft_key)

        def operation(reading: Reading) -> tuple[Beginning, DraftView | None]:
            return read_beginning(reading, number), draft.find(reading)

        def begin(found: tuple[Beginning, DraftView | None]) -> None:
            self._begin(*found)

        self.read(operation, begin, group="status", instead=self._give_up)

    def _begin(self, beginning: Beginning, draft: DraftView | None) -> None:
        choices = beginning.choices
        if not choices.choices:
            self._refuse_all(choices)
            return
        self.take(beginning, choices.choices[0].code)
        if draft is not None:
            self._version = min(int(draft.payload.get("version", choices.version)), choices.version)
            self.offer(draft)
        self.hold(False)

    def take(self, beginning: Beginning, code: str) -> None:
        """Show what may be chosen, as the order is now."""
        self._version = beginning.choices.version
        super().take(beginning, code)

    def _refuse_all(self, choices: StatusChoices) -> None:
        self._give_up(None)
        self.host.tell(_("Your role may not change the status {status}").format(status=_(choices.status_name)))

    def _give_up(self, error: AdsError | None) -> None:
        if error is not None:
            self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(False)

    def typed(self) -> dict[str, Any]:
        """What is to be kept, and of which version."""
        typed = super().typed()
        return {**typed, "version": self._version} if typed else {}

    # Saving

    def do_status_save(self) -> None:
        """Save, and with it throw the draft away; a refusal is told at its field, and what was typed stays."""
        form = self.form
        if form.beginning is None or self.holding:
            return
        self.clear_refusals()
        number, version, key = self._number, self._version, self.draft_key
        executors = form.executors if form.chosen.needs_executor else []
        try:
            wish = form.wish()
        except AdsError as error:
            self.refuse(error)
            return
        keeper, actor = keeper_of(self.host), self.host.signed_in

        def operation(work: Work) -> None:
            drop_draft(work, *key)
            if executors:
                change_executors(work, number, executors, version=version)
                # The status is written behind what this has recorded.
                work.flush()
            change_status(work, number, wish, version=version)

        def send(store: Store) -> None:
            keeper.settle(*key)
            store.perform(actor, operation)

        self.hold(True)
        self.ask(send, self._close, group="write", instead=self._refused)

    def _close(self, _nothing: None) -> None:
        self.hold(False)
        self.dismiss(True)

    def _refused(self, error: AdsError) -> None:
        self.keep_again()
        if error.code == "conflict":
            self._look_at_theirs()
        elif error.code == "transition_not_allowed":
            self._look_at_order(error)
        else:
            self.refuse(error)
            self.hold(False)

    def _look_at_order(self, error: AdsError) -> None:
        """Where another was quicker, the refusal is told beside what the order is now."""
        number = self._number

        def show(beginning: Beginning) -> None:
            if not beginning.choices.choices:
                self._refuse_all(beginning.choices)
                return
            self.take(beginning, self.form.chosen.code)
            self.refuse(error)
            self.hold(False)

        self.read(lambda reading: read_beginning(reading, number), show, group="status", instead=self._give_up)

    # Others have changed the same

    def _look_at_theirs(self) -> None:
        number, seen = self._number, self._version

        def operation(reading: Reading) -> tuple[Beginning, Mapping[str, FieldChange]]:
            return read_beginning(reading, number), changed_since(reading, number, seen)

        def meet(theirs: tuple[Beginning, Mapping[str, FieldChange]]) -> None:
            self._meet(*theirs)

        self.read(operation, meet, group="status", instead=self._give_up)

    def _meet(self, beginning: Beginning, changes: Mapping[str, FieldChange]) -> None:
        if not beginning.choices.choices:
            self._refuse_all(beginning.choices)
            return
        chosen, seen = self.form.chosen, self._version
        self.take(beginning, chosen.code)
        # What is not settled is asked for again when it is saved again.
        self._version = seen
        self.keep_again()
        self.hold(False)
        self._ask_whose(chosen, changes, {})

    def _ask_whose(
        self, chosen: StatusChoice, changes: Mapping[str, FieldChange], settled: Mapping[str, Verdict]
    ) -> None:
        """Ask of one field after another whose value is to stay."""
        form = self.form
        try:
            field = colliding_field(form, chosen, changes, settled)
        except AdsError as error:
            self.refuse(error)
            return
        if field is None:
            self._after_settling(settled)
            return

        def settle(verdict: Verdict | None) -> None:
            if verdict == "theirs":
                form.take_theirs(field, self.host.clock.now())
                self._ask_whose(form.chosen, changes, {**settled, field: verdict})
            elif verdict == "mine" and form.chosen.code == chosen.code:
                self._ask_whose(chosen, changes, {**settled, field: verdict})
            elif verdict == "mine":
                text = N_("From {present} an order does not go to {target}")
                self.refuse(InputError("invalid_value", text, present=form.choices.status, target=chosen.code))

        collision = collision_of(field, form, chosen, changes[field])
        self.app.push_screen(ConflictDialog(self._number, [collision]), settle)

    def _after_settling(self, settled: Mapping[str, Verdict]) -> None:
        """Save what is all yours; else what was typed elsewhere is looked at first, and without any all is done."""
        form = self.form
        self._version = form.choices.version
        if "theirs" not in settled.values():
            self.do_status_save()
        elif form.chosen.is_present and not form.typed():
            keeper_of(self.host).drop(*self.draft_key)
            self.dismiss(True)
        else:
            self.keep_again()
            self.refresh_actions()
            form.statuses.focus()
