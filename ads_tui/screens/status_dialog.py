"""One dialog for a change of status: the allowed ones, and all that the chosen one requires (ST-2 … ST-13)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, SelectionList, Static

from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import Action
from ads_tui.console.drafts import LEAVING_S, keeper_of
from ads_tui.console.header import hour
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.reading import Failed
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_, _
from ads_tui.screens.conflict_dialog import ConflictDialog, Verdict
from ads_tui.screens.people_list import PeopleList
from ads_tui.screens.status_conflict import colliding_field, collision_of
from ads_tui.screens.status_fields import Asked
from ads_tui.screens.status_form import Beginning, StatusForm, read_beginning
from ads_tui.services.assignment import change_executors
from ads_tui.services.drafts import DraftView, drop_draft, find_draft
from ads_tui.services.orders.opening import FieldChange, changed_since
from ads_tui.services.orders.status_choices import StatusChoice, StatusChoices
from ads_tui.services.orders.statuses import change_status
from ads_tui.store.work import Reading, Store, Work

KIND = "status"
# Which part of the dialog a refusal's field or code names.
_PLACES = {"comment": "#comment", "resume_on": "#resume-on", "reason": "#reasons", "login": "#executors"}
_PLACES_BY_CODE = {"executor_required": "#executors"}
# What stands around the scrolling part.
_FRAME = 5


def ask_status(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Let a status be chosen and saved, then call `then`."""

    def done(saved: bool | None) -> None:
        if saved:
            then()

    screen.app.push_screen(StatusDialog(number), done)


class StatusDialog(HoldsKeys, ConsoleDialog[bool]):
    """Chooses a status and asks in the same place for what it needs; answers whether it was saved.

    What is typed and not saved is kept (decision 14).
    """

    SCOPE = "status"
    AUTO_FOCUS = "#statuses"

    DEFAULT_CSS = """
    StatusDialog #refusal, StatusDialog #draft {
        display: none;
        height: auto;
        color: $error;
    }
    StatusDialog #draft {
        color: $text;
        margin-bottom: 1;
    }
    StatusDialog #refusal.-told, StatusDialog #draft.-told {
        display: block;
    }
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._draft_key = (KIND, str(number))
        self._kept: dict[str, Any] = {}
        # What another has changed since this version is shown beside yours (ST-11).
        self._version = 0

    @property
    def form(self) -> StatusForm:
        """The fields."""
        return self.query_one(StatusForm)

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number}: status").format(number=self._number)

    def compose_body(self) -> ComposeResult:
        """What is told of a draft, the fields, the refusal of them all."""
        yield Static(id="draft")
        yield StatusForm()
        yield Static(id="refusal")

    def on_resize(self, event: events.Resize) -> None:
        """What does not fit is scrolled to."""
        self._leave_room()

    def _leave_room(self) -> None:
        told = 3 if self.query_one("#draft").has_class("-told") else 0
        self.form.styles.max_height = max(self.size.height - _FRAME - told, 1)

    # Beginning

    def on_mount(self) -> None:
        """Read what may be chosen, and what was typed before."""
        number, key, keeper = self._number, self._draft_key, keeper_of(self.host)

        def operation(reading: Reading) -> tuple[Beginning, DraftView | None]:
            return read_beginning(reading, number), keeper.newest(*key, find_draft(reading, *key))

        def begin(found: tuple[Beginning, DraftView | None]) -> None:
            self._begin(*found)

        self.read(operation, begin, group="status", instead=self._give_up)

    def _begin(self, beginning: Beginning, draft: DraftView | None) -> None:
        choices = beginning.choices
        if not choices.choices:
            self._refuse_all(choices)
            return
        self._take(beginning, choices.choices[0].code)
        if draft is not None:
            self._kept = dict(draft.payload)
            self._version = min(int(draft.payload.get("version", choices.version)), choices.version)
            self.form.restore(draft.payload)
            keys = self.host.registry.keys("status.clear")
            text = _("This is what you typed at {time} and did not save; {key} takes it back")
            when = hour(draft.updated_at.astimezone(self.host.local_now().tzinfo))
            self._tell("#draft", text.format(time=when, key=keys[0].upper() if keys else ""))
            self._leave_room()
        self.hold(False)

    def _take(self, beginning: Beginning, code: str) -> None:
        """Show what may be chosen, with the bar on a status if it is there; what is typed stays."""
        self._version = beginning.choices.version
        self.form.take(beginning, code, self.host.clock.now())
        self.refresh_actions()

    def _refuse_all(self, choices: StatusChoices) -> None:
        self._give_up(None)
        self.host.tell(_("Your role may not change the status {status}").format(status=_(choices.status_name)))

    def _give_up(self, error: AdsError | None) -> None:
        if error is not None:
            self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(False)

    # What is typed

    @on(OptionList.OptionHighlighted, "#statuses")
    @on(SelectionList.SelectedChanged)
    @on(PeopleList.Ticked)
    @on(Input.Changed)
    def keep(self) -> None:
        """Keep what is typed; what Enter does may depend on it."""
        if self.form.beginning is None:
            return
        self.refresh_actions()
        typed = self.form.typed()
        if typed:
            typed["version"] = self._version
        if typed == self._kept:
            return
        self._kept = typed
        if typed:
            keeper_of(self.host).keep(*self._draft_key, typed)
        else:
            keeper_of(self.host).drop(*self._draft_key)

    def _keep_again(self) -> None:
        self._kept = {}
        self.keep()

    def do_status_clear(self) -> None:
        """Take back what was typed: the dialog shows the order as it is."""
        beginning = self.form.beginning
        if beginning is None or self.holding:
            return
        self._take(beginning, beginning.choices.choices[0].code)
        self.form.restore({})
        for asked in self.query(Asked):
            asked.refuse("")
        self._tell("#refusal", "")
        self._tell("#draft", "")
        self._leave_room()
        self.form.statuses.focus()
        self.keep()

    def on_unmount(self) -> None:
        """When the console ends, stay until what is typed is safe."""
        if self.host.session is not None:
            keeper_of(self.host).flush(LEAVING_S if self.app._exit else 0)

    # Going on

    def footer_actions(self) -> tuple[Action, ...]:
        """Enter says what it does from here."""
        if self.form.beginning is None or self.form.next_step(self.focused) is not None:
            return super().footer_actions()
        enter = {"status.enter": replace(self.host.registry["status.enter"], title=N_("Save"))}
        actions = [action for action in super().footer_actions() if action.id != "status.save"]
        return tuple(enter.get(action.id, action) for action in actions)

    def on_descendant_focus(self) -> None:
        """What Enter does depends on the place."""
        self.refresh_actions()

    @on(OptionList.OptionSelected, "#statuses")
    @on(Input.Submitted)
    @on(PeopleList.Done)
    def do_status_enter(self) -> None:
        """Go on to what is asked for next, or save."""
        if self.form.beginning is None or self.holding:
            return
        step = self.form.next_step(self.focused)
        if step is None:
            self.do_status_save()
        else:
            step.focus_here()
            step.call_after_refresh(step.scroll_visible, animate=False)

    # Saving

    def do_status_save(self) -> None:
        """Save, and with it throw the draft away; a refusal is told at its field, and what was typed stays."""
        form = self.form
        if form.beginning is None or self.holding:
            return
        for asked in self.query(Asked):
            asked.refuse("")
        self._tell("#refusal", "")
        number, version, key = self._number, self._version, self._draft_key
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
        self._keep_again()
        if error.code == "conflict":
            self._look_at_theirs()
        else:
            self.refuse(error)
            self.hold(False)

    def on_failed(self, event: Failed) -> None:
        """Whatever failed, what is typed stays and is kept again."""
        self._keep_again()

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal at its field and go there, statuses by their names."""
        names = self.form.choices.names if self.form.beginning else {}
        values = {place: _(names.get(str(value), str(value))) for place, value in error.values.items()}
        text = _(error.text).format(field=error.field, **values)
        place = _PLACES.get(error.field or "") or _PLACES_BY_CODE.get(error.code)
        asked = self.query_one(place, Asked) if place else None
        if asked is not None and asked.asked:
            asked.refuse(text)
            asked.focus_here()
            asked.call_after_refresh(asked.scroll_visible, animate=False)
        else:
            self._tell("#refusal", text)

    def _tell(self, place: str, text: str) -> None:
        line = self.query_one(place, Static)
        line.update(content(text))
        line.set_class(bool(text), "-told")

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
        self._take(beginning, chosen.code)
        # What is not settled is asked for again when it is saved again.
        self._version = seen
        self._keep_again()
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
            keeper_of(self.host).drop(*self._draft_key)
            self.dismiss(True)
        else:
            self._keep_again()
            self.refresh_actions()
            form.statuses.focus()

    # Moving

    def do_status_cancel(self) -> None:
        """Close; what is typed is kept."""
        self.dismiss(False)

    def do_status_down(self) -> None:
        """Go to what is asked for below."""
        self.focus_next()

    def do_status_up(self) -> None:
        """Go to what stands above."""
        self.focus_previous()
