"""One dialog for a change of status: the allowed ones, and all that the chosen one requires (ST-2 … ST-13)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, SelectionList, Static
from textual.widgets.option_list import Option

from ads_tui.console.acting import ActingScreen
from ads_tui.console.actions import Action
from ads_tui.console.glyphs import glyph
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.reading import Failed
from ads_tui.console.safe_text import content, safe_line
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_, _
from ads_tui.screens.conflict_dialog import Collision, ConflictDialog, Verdict
from ads_tui.screens.people_list import PeopleList
from ads_tui.screens.status_fields import Asked, AskedLine, AskedMoment, AskedPeople, AskedReasons, in_words
from ads_tui.services.assignment import change_executors
from ads_tui.services.orders.opening import FieldChange, changed_since
from ads_tui.services.orders.people_choices import PeopleChoices, executor_choices
from ads_tui.services.orders.status_choices import StatusChoice, StatusChoices, status_choices
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Reading, Work

# Which part of the dialog a refusal's field or code names.
_PLACES = {"comment": "#comment", "resume_on": "#resume-on", "reason": "#reasons", "login": "#executors"}
_PLACES_BY_CODE = {"executor_required": "#executors"}
# What stands around the scrolling part.
_FRAME = 5


@dataclass(frozen=True, slots=True)
class Beginning:
    """What may be chosen, who may do it where somebody is needed, and the zone of dates, the organization's (ST-6)."""

    choices: StatusChoices
    people: PeopleChoices | None
    zone: ZoneInfo


def read_beginning(reading: Reading, number: int) -> Beginning:
    """What the dialog of an order begins with."""
    choices = status_choices(reading, number)
    staffing = any(choice.needs_executor for choice in choices.choices) and reading.actor.may("orders.edit")
    people = executor_choices(reading, number) if staffing else None
    return Beginning(choices, people, reading.settings.zone)


def ask_status(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Let a status be chosen and saved, then call `then`."""

    def done(saved: bool | None) -> None:
        if saved:
            then()

    screen.app.push_screen(StatusDialog(number), done)


class StatusDialog(HoldsKeys, ConsoleDialog[bool]):
    """Chooses a status and asks in the same place for what it needs; answers whether it was saved."""

    SCOPE = "status"
    AUTO_FOCUS = "#statuses"

    DEFAULT_CSS = """
    StatusDialog #parts, StatusDialog #statuses {
        height: auto;
        border: none;
        padding: 0;
        background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-horizontal: 0;
    }
    StatusDialog PeopleList TickList {
        max-height: 6;
    }
    StatusDialog #refusal {
        display: none;
        height: auto;
        color: $error;
    }
    StatusDialog #refusal.-told {
        display: block;
    }
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._choices: StatusChoices | None = None

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number}: status").format(number=self._number)

    def compose_body(self) -> ComposeResult:
        """The statuses, then what each asks for, shown where it is asked for."""
        with VerticalScroll(id="parts", can_focus=False):
            yield OptionList(id="statuses", markup=False)
            yield AskedPeople(id="executors")
            yield AskedReasons(id="reasons")
            yield AskedLine(id="comment")
            yield AskedMoment(id="resume-on")
        yield Static(id="refusal")

    def on_resize(self, event: events.Resize) -> None:
        """What does not fit is scrolled to."""
        self.query_one("#parts").styles.max_height = max(event.size.height - _FRAME, 1)

    # Beginning

    def on_mount(self) -> None:
        """Read what may be chosen."""
        number = self._number
        self.read(lambda reading: read_beginning(reading, number), self._begin, group="status", instead=self._give_up)

    def _begin(self, beginning: Beginning) -> None:
        choices = beginning.choices
        if not choices.choices:
            self._give_up(None)
            self.host.tell(_("Your role may not change the status {status}").format(status=_(choices.status_name)))
            return
        self._take(beginning, choices.choices[0].code)
        self.hold(False)

    def _take(self, beginning: Beginning, code: str) -> None:
        """Show what may be chosen, with the bar on a status if it is there; what is typed stays."""
        choices, before = beginning.choices, self._choices
        self._choices = choices
        statuses = self.query_one("#statuses", OptionList)
        statuses.set_options([self._option(choice) for choice in choices.choices])
        if beginning.people is not None:
            people = self.query_one("#executors", AskedPeople).people
            people.offer(beginning.people, people.ticked)
        reasons = self.query_one("#reasons", AskedReasons)
        reasons.offer(choices.reasons, reasons.ticked if before else choices.cancel_reasons)
        now = self.host.clock.now().astimezone(beginning.zone)
        self.query_one("#resume-on", AskedMoment).begin(now, choices.resume_on)
        codes = [choice.code for choice in choices.choices]
        statuses.highlighted = codes.index(code) if code in codes else 0
        self._show_asked()

    def _give_up(self, error: AdsError | None) -> None:
        if error is not None:
            self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(False)

    def _option(self, choice: StatusChoice) -> Option:
        colour = self.app.theme_variables[f"status-{choice.colour}"]
        sign = glyph("open") if choice.is_present else glyph("ring")
        note = _("stays; change what goes with it") if choice.is_present else ""
        name = Content.styled(f"{sign} {safe_line(_(choice.name))}", colour)
        return Option(Content("").join([name, Content.styled(f"  {note}", "dim")]), id=choice.code)

    # What the chosen one asks for

    @property
    def chosen(self) -> StatusChoice:
        """The status under the bar."""
        assert self._choices is not None
        return self._choices.choices[self.query_one("#statuses", OptionList).highlighted or 0]

    @on(OptionList.OptionHighlighted, "#statuses")
    @on(SelectionList.SelectedChanged)
    def look_again(self) -> None:
        """Another status or other reasons ask for something else."""
        if self._choices is not None:
            self._show_asked()

    def _show_asked(self) -> None:
        choices, choice = self._choices, self.chosen
        assert choices is not None
        by_client = choice.base == "cancelled_by_client"
        self.query_one("#executors", Asked).ask(
            _("Executor, the least loaded first"), asked=choice.needs_executor, required=True
        )
        reasons = self.query_one("#reasons", AskedReasons)
        reasons.ask(_("Reasons of the client"), asked=choice.takes_reasons, required=choices.needs_reasons)
        self.query_one("#resume-on", Asked).ask(
            _("Resume on"), asked=choice.takes_resume_on, required=choices.needs_resume_on
        )
        comment = self.query_one("#comment", AskedLine)
        needed = choice.needs_comment or (by_client and "other" in reasons.ticked)
        comment.ask(_("Cancel comment") if by_client else _("Comment"), required=needed)
        left_over = choices.cancel_comment if by_client else choices.comment
        comment.fill(left_over if choice.is_present else "")
        comment.tell(self._about_comment(choice, left_over))
        self.refresh_actions()

    def _about_comment(self, choice: StatusChoice, left_over: str) -> str:
        if choice.recommends_comment:
            return _("Say why it is opened again: whoever takes it will want to know")
        if choice.is_present or not left_over:
            return ""
        if choice.needs_comment:
            return _("From before, to be given anew: {comment}").format(comment=left_over)
        return _("From before, it stays unless you type another: {comment}").format(comment=left_over)

    def _steps(self) -> list[Asked]:
        """What Enter leads through before it saves: all that is needed, then what is likely to be given."""
        choice = self.chosen
        steps: list[Asked] = []
        if choice.needs_executor:
            steps.append(self.query_one("#executors", Asked))
        if choice.takes_reasons:
            steps.append(self.query_one("#reasons", Asked))
        other = choice.takes_reasons and "other" in self.query_one("#reasons", AskedReasons).ticked
        if choice.needs_comment or choice.recommends_comment or choice.is_present or other:
            steps.append(self.query_one("#comment", Asked))
        if choice.takes_resume_on:
            steps.append(self.query_one("#resume-on", Asked))
        return steps

    def _next_step(self) -> Asked | None:
        """Where Enter leads from where the keys go, None where it saves."""
        here = self.focused
        steps = self._steps()
        if here is None or here.id == "statuses":
            return steps[0] if steps else None
        place = next((step for step in self.query(Asked) if step in here.ancestors), None)
        order = list(self.query(Asked))
        behind = order[order.index(place) + 1 :] if place is not None else []
        return next((step for step in steps if step in behind), None)

    def footer_actions(self) -> tuple[Action, ...]:
        """Enter says what it does from here."""
        if self._choices is None or self._next_step() is not None:
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
        if self._choices is None or self.holding:
            return
        step = self._next_step()
        if step is None:
            self.do_status_save()
        else:
            step.focus_here()
            step.call_after_refresh(step.scroll_visible, animate=False)

    # Saving

    def _wish(self) -> StatusWish:
        choices, choice = self._choices, self.chosen
        assert choices is not None
        comment = self.query_one("#comment", AskedLine)
        resume_on = self.query_one("#resume-on", AskedMoment)
        reasons = self.query_one("#reasons", AskedReasons).ticked if choice.takes_reasons else []
        if choice.is_present:
            text = comment.text if comment.typed else None
            reasons = [] if set(reasons) == set(choices.cancel_reasons) else reasons
        else:
            text = comment.text or None
        moment = resume_on.iso if choice.takes_resume_on and resume_on.typed else None
        if moment == "" and choices.resume_on is not None:
            raise InputError(
                "field_required", N_("A date to resume on can be moved, not taken away"), field="resume_on"
            )
        return StatusWish(choice.code, text, moment or None, reasons)

    def do_status_save(self) -> None:
        """Save; a refusal is told at its field, and what was typed stays."""
        if self._choices is None or self.holding:
            return
        for asked in self.query(Asked):
            asked.refuse("")
        self._tell_refusal("")
        number, version = self._number, self._choices.version
        executors = self.query_one("#executors", AskedPeople).people.ticked if self.chosen.needs_executor else []
        try:
            wish = self._wish()
        except AdsError as error:
            self.refuse(error)
            return

        def operation(work: Work) -> None:
            if executors:
                change_executors(work, number, executors, version=version)
                # The status is written behind what this has recorded.
                work.flush()
            change_status(work, number, wish, version=version)

        self.hold(True)
        self.write(operation, self._close, instead=self._refused)

    def _close(self, _nothing: None) -> None:
        self.hold(False)
        self.dismiss(True)

    def _refused(self, error: AdsError) -> None:
        if error.code == "conflict":
            self._look_at_theirs(error.field or "status")
        else:
            self.refuse(error)
            self.hold(False)

    def on_failed(self, event: Failed) -> None:
        """Whatever failed, what is typed stays."""
        self.hold(False)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal at its field and go there, statuses by their names."""
        names = self._choices.names if self._choices else {}
        values = {place: _(names.get(str(value), str(value))) for place, value in error.values.items()}
        text = _(error.text).format(field=error.field, **values)
        place = _PLACES.get(error.field or "") or _PLACES_BY_CODE.get(error.code)
        asked = self.query_one(place, Asked) if place else None
        if asked is not None and asked.asked:
            asked.refuse(text)
            asked.focus_here()
            asked.call_after_refresh(asked.scroll_visible, animate=False)
        else:
            self._tell_refusal(text)

    def _tell_refusal(self, text: str) -> None:
        line = self.query_one("#refusal", Static)
        line.update(content(text))
        line.set_class(bool(text), "-told")

    # Others have changed the same

    def _look_at_theirs(self, field: str) -> None:
        assert self._choices is not None
        number, seen = self._number, self._choices.version

        def operation(reading: Reading) -> tuple[Beginning, FieldChange | None]:
            return read_beginning(reading, number), changed_since(reading, number, seen).get(field)

        def ask(theirs: tuple[Beginning, FieldChange | None]) -> None:
            self._ask_whose(field, *theirs)

        self.read(operation, ask, group="status", instead=self._give_up)

    def _ask_whose(self, field: str, beginning: Beginning, change: FieldChange | None) -> None:
        yours, choices = self.chosen, beginning.choices
        wish = self._wish()
        names, resuming = dict(choices.reasons), choices.resume_on
        present = in_words(resuming.at.astimezone(beginning.zone)) if resuming else ""
        reasons = [
            ", ".join(_(names.get(code, code)) for code in given) for given in (wish.reasons, choices.cancel_reasons)
        ]
        values = {
            "status": (_("Status"), _(yours.name), _(choices.status_name)),
            "status_comment": (_("Comment"), wish.comment or "", choices.comment),
            "cancel_comment": (_("Cancel comment"), wish.comment or "", choices.cancel_comment),
            "resume_on": (_("Resume on"), (wish.resume_on or "").replace("T", " "), present),
            "cancel_reasons": (_("Reasons of the client"), reasons[0], reasons[1]),
        }
        caption, mine, theirs = values[field]
        by, at = (change.by, change.at) if change else (None, None)
        self._take(beginning, yours.code)
        self.hold(False)

        def settle(verdict: Verdict | None) -> None:
            if verdict == "theirs":
                self.dismiss(True)
            elif verdict == "mine" and self.chosen.code == yours.code:
                self.do_status_save()
            elif verdict == "mine":
                text = N_("From {present} an order does not go to {target}")
                self.refuse(InputError("invalid_value", text, present=choices.status, target=yours.code))

        self.app.push_screen(ConflictDialog(self._number, [Collision(caption, mine, theirs, by, at)]), settle)

    # Moving

    def do_status_cancel(self) -> None:
        """Close without saving."""
        self.dismiss(False)

    def do_status_down(self) -> None:
        """Go to what is asked for below."""
        self.focus_next()

    def do_status_up(self) -> None:
        """Go to what stands above."""
        self.focus_previous()
