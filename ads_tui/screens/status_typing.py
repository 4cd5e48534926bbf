"""What the dialogs for a status have in common: the fields, what is kept of them, and where Enter leads."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, SelectionList

from ads_tui.console.actions import Action
from ads_tui.console.drafts import LEAVING_S, keeper_of
from ads_tui.console.header import hour
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.reading import Failed
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import N_, _
from ads_tui.screens.people_list import PeopleList
from ads_tui.screens.status_fields import Asked
from ads_tui.screens.status_form import Beginning, StatusForm
from ads_tui.screens.told_line import ToldLine
from ads_tui.services.drafts import DraftView

S = TypeVar("S")

KIND = "status"
# Which part of the dialog a refusal's field or code names.
_PLACES = {"comment": "#comment", "resume_on": "#resume-on", "reason": "#reasons", "login": "#executors"}
_PLACES_BY_CODE = {"executor_required": "#executors"}
# What stands around the scrolling part.
_FRAME = 5


class StatusTyping(HoldsKeys, ConsoleDialog[S]):
    """Chooses a status and asks in the same place for what it needs.

    What is typed and not saved is kept (decision 14).
    """

    AUTO_FOCUS = "#statuses"

    # The draft's kind and whose status it is: an order's number, or empty for several orders.
    draft_key: tuple[str, str]

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, Any] = {}

    @property
    def form(self) -> StatusForm:
        """The fields."""
        return self.query_one(StatusForm)

    @property
    def saves(self) -> bool:
        """Whether Enter saves from where the keys go."""
        raise NotImplementedError

    @property
    def beneath(self) -> int:
        """Lines beneath the fields that are not theirs."""
        return 0

    def compose_body(self) -> ComposeResult:
        """What is told of a draft, the fields, the refusal of them all."""
        yield ToldLine(id="draft")
        yield StatusForm()
        yield ToldLine(id="refusal")

    def on_resize(self, event: events.Resize) -> None:
        """What does not fit is scrolled to."""
        self._leave_room()

    def _leave_room(self) -> None:
        told = 3 if self.query_one("#draft").has_class("-told") else 0
        self.form.styles.max_height = max(self.size.height - _FRAME - self.beneath - told, 1)

    # Beginning

    def take(self, beginning: Beginning, code: str) -> None:
        """Show what may be chosen, with the bar on a status if it is there; what is typed stays."""
        self.form.take(beginning, code, self.host.clock.now())
        self.refresh_actions()

    def offer(self, draft: DraftView) -> None:
        """Show again what was typed and not saved."""
        self._kept = dict(draft.payload)
        self.form.restore(draft.payload)
        keys = self.host.registry.keys("status.clear")
        text = _("This is what you typed at {time} and did not save; {key} takes it back")
        when = hour(draft.updated_at.astimezone(self.host.local_now().tzinfo))
        self.tell_at("#draft", text.format(time=when, key=keys[0].upper() if keys else ""))
        self._leave_room()

    # What is typed

    def typed(self) -> dict[str, Any]:
        """What is to be kept; nothing where nothing was typed."""
        return self.form.typed()

    @on(OptionList.OptionHighlighted, "#statuses")
    @on(SelectionList.SelectedChanged)
    @on(PeopleList.Ticked)
    @on(Input.Changed)
    def keep(self) -> None:
        """Keep what is typed; what Enter does may depend on it."""
        if self.form.beginning is None:
            return
        self.refresh_actions()
        typed = self.typed()
        if typed == self._kept:
            return
        self._kept = typed
        if typed:
            keeper_of(self.host).keep(*self.draft_key, typed)
        else:
            keeper_of(self.host).drop(*self.draft_key)

    def keep_again(self) -> None:
        """Keep what is typed, whatever became of what was kept."""
        self._kept = {}
        self.keep()

    def do_status_clear(self) -> None:
        """Take back what was typed."""
        beginning = self.form.beginning
        if beginning is None or self.holding:
            return
        self.take(beginning, beginning.choices.choices[0].code)
        self.form.restore({})
        self.clear_refusals()
        self.tell_at("#draft", "")
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
        if self.form.beginning is None or not self.saves:
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

    def do_status_save(self) -> None:
        """Save."""
        raise NotImplementedError

    def on_failed(self, event: Failed) -> None:
        """Whatever failed, what is typed stays and is kept again."""
        self.keep_again()

    # Refusals

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal at its field and go there, statuses by their names."""
        text = told(error, self.form.choices.names if self.form.beginning else {})
        place = _PLACES.get(error.field or "") or _PLACES_BY_CODE.get(error.code)
        asked = self.query_one(place, Asked) if place else None
        if asked is not None and asked.asked:
            asked.refuse(text)
            asked.focus_here()
            asked.call_after_refresh(asked.scroll_visible, animate=False)
        else:
            self.tell_at("#refusal", text)

    def clear_refusals(self) -> None:
        """Tell no refusal any longer."""
        for asked in self.query(Asked):
            asked.refuse("")
        self.tell_at("#refusal", "")

    def tell_at(self, place: str, text: str) -> None:
        """Tell something on a line of the dialog, nothing for an empty text."""
        self.query_one(place, ToldLine).tell(text)

    # Moving

    def do_status_cancel(self) -> None:
        """Close; what is typed is kept."""
        self.dismiss(None)

    def do_status_down(self) -> None:
        """Go to what is asked for below."""
        self.focus_next()

    def do_status_up(self) -> None:
        """Go to what stands above."""
        self.focus_previous()


def told(error: AdsError, names: Mapping[str, str]) -> str:
    """A refusal for people, statuses by their names; `names` by code."""
    values = {place: _(names.get(str(value), str(value))) for place, value in error.values.items()}
    return _(error.text).format(field=error.field, **values)
