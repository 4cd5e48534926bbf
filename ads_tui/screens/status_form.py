"""The fields of the status dialog: the statuses, and what the chosen one asks for (ST-2 … ST-13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, SelectionList
from textual.widgets.option_list import Option

from ads_tui.console.guarded import Guarded
from ads_tui.console.option_bar import PagedOptions
from ads_tui.console.safe_text import safe_line
from ads_tui.errors import InputError
from ads_tui.i18n import N_, _
from ads_tui.screens.orders.columns import signed_status
from ads_tui.screens.status_fields import Asked, AskedLine, AskedMoment, AskedPeople, AskedReasons
from ads_tui.services.orders.people_choices import PeopleChoices, executor_choices
from ads_tui.services.orders.status_choices import StatusChoice, StatusChoices, status_choices
from ads_tui.services.orders.statuses import StatusWish
from ads_tui.store.work import Reading


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


class StatusForm(Guarded, VerticalScroll):
    """A list of statuses, then what each asks for, shown where it is asked for."""

    DEFAULT_CSS = """
    StatusForm, StatusForm #statuses {
        height: auto;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    StatusForm PeopleList TickList {
        max-height: 6;
    }
    """

    def __init__(self) -> None:
        super().__init__(can_focus=False)
        self.beginning: Beginning | None = None

    def compose(self) -> ComposeResult:
        """The statuses and all that may be asked for."""
        yield PagedOptions(id="statuses", markup=False)
        yield AskedPeople(id="executors")
        yield AskedReasons(id="reasons")
        yield AskedLine(id="comment")
        yield AskedMoment(id="resume-on")

    @property
    def choices(self) -> StatusChoices:
        """What may be chosen."""
        assert self.beginning is not None
        return self.beginning.choices

    @property
    def chosen(self) -> StatusChoice:
        """The status under the bar."""
        return self.choices.choices[self.statuses.highlighted or 0]

    @property
    def statuses(self) -> OptionList:
        """The list of statuses."""
        return self.query_one("#statuses", OptionList)

    @property
    def executors(self) -> list[str]:
        """Who is ticked to do it."""
        return self.query_one("#executors", AskedPeople).people.ticked

    @property
    def reasons(self) -> AskedReasons:
        """The reasons of the client."""
        return self.query_one("#reasons", AskedReasons)

    @property
    def comment(self) -> AskedLine:
        """The comment."""
        return self.query_one("#comment", AskedLine)

    @property
    def resume_on(self) -> AskedMoment:
        """When to resume."""
        return self.query_one("#resume-on", AskedMoment)

    # Beginning

    def take(self, beginning: Beginning, code: str, now: datetime) -> None:
        """Show what may be chosen, with the bar on a status if it is there; what is typed stays; `now` in UTC."""
        choices, before = beginning.choices, self.beginning
        self.beginning = beginning
        self.statuses.set_options([self._option(choice) for choice in choices.choices])
        self._offer_people(self.executors)
        self.reasons.offer(choices.reasons, self.reasons.ticked if before else choices.cancel_reasons)
        self.resume_on.begin(now.astimezone(beginning.zone), choices.resume_on)
        self._stand_on(code)

    def take_theirs(self, field: str, now: datetime) -> None:
        """Let a field, as history names it, hold what the order holds; all else that was typed stays; `now` in UTC."""
        assert self.beginning is not None
        match field:
            case "resume_on":
                self.resume_on.put(None)
            case "status_comment" | "cancel_comment":
                self.comment.put(None)
            case "cancel_reasons":
                self.reasons.offer(self.choices.reasons, self.choices.cancel_reasons)
        self.take(self.beginning, self.choices.status if field == "status" else self.chosen.code, now)

    def _stand_on(self, code: str) -> None:
        codes = [choice.code for choice in self.choices.choices]
        self.statuses.highlighted = codes.index(code) if code in codes else 0
        self.show_asked()

    def _offer_people(self, ticked: list[str]) -> None:
        assert self.beginning is not None
        if self.beginning.people is not None:
            self.query_one("#executors", AskedPeople).people.offer(self.beginning.people, ticked)

    def _option(self, choice: StatusChoice) -> Option:
        colour = self.app.theme_variables[f"status-{choice.colour}"]
        note = _("stays; change what goes with it") if choice.is_present else ""
        name = Content.styled(safe_line(signed_status(choice.base, choice.name)), colour)
        return Option(Content("").join([name, Content.styled(f"  {note}", "dim")]), id=choice.code)

    # What was typed (decision 14)

    def typed(self) -> dict[str, Any]:
        """What was typed and ticked, with the status it was typed for; nothing where nothing was."""
        typed: dict[str, Any] = {}
        if self.comment.typed:
            typed["comment"] = self.comment.text
        if self.resume_on.typed:
            typed["resume_on"] = self.resume_on.text
        if set(self.reasons.ticked) != set(self.choices.cancel_reasons):
            typed["reasons"] = sorted(self.reasons.ticked)
        if self.executors:
            typed["executors"] = self.executors
        return {"status": self.chosen.code, **typed} if typed else {}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Show again what was typed, and nothing else; a status that is not allowed any more gives way to the first."""
        self._stand_on(str(typed.get("status", "")))
        self.comment.put(typed.get("comment"))
        self.resume_on.put(typed.get("resume_on"))
        self.reasons.offer(self.choices.reasons, typed.get("reasons", self.choices.cancel_reasons))
        self._offer_people(list(typed.get("executors", ())))
        self.show_asked()

    # What the chosen one asks for

    @on(OptionList.OptionHighlighted, "#statuses")
    @on(SelectionList.SelectedChanged)
    def look_again(self) -> None:
        """Another status or other reasons ask for something else."""
        if self.beginning is not None:
            self.show_asked()

    def show_asked(self) -> None:
        """Show what the chosen one asks for."""
        choices, choice, reasons, comment = self.choices, self.chosen, self.reasons, self.comment
        by_client = choice.base == "cancelled_by_client"
        self.query_one("#executors", Asked).ask(
            _("Executor, the least loaded first"), asked=choice.needs_executor, required=True
        )
        reasons.ask(_("Reasons of the client"), asked=choice.takes_reasons, required=choices.needs_reasons)
        self.resume_on.ask(_("Resume on"), asked=choice.takes_resume_on, required=choices.needs_resume_on)
        needed = choice.needs_comment or (by_client and "other" in reasons.ticked)
        comment.ask(_("Cancel comment") if by_client else _("Comment"), required=needed)
        left_over = choices.cancel_comment if by_client else choices.comment
        comment.fill(left_over if choice.is_present else "")
        comment.tell(_about_comment(choice, left_over))

    def _steps(self) -> list[Asked]:
        """What Enter leads through before it saves: all that is needed, then what is likely to be given."""
        choice = self.chosen
        steps: list[Asked] = []
        if choice.needs_executor:
            steps.append(self.query_one("#executors", Asked))
        if choice.takes_reasons:
            steps.append(self.reasons)
        other = choice.takes_reasons and "other" in self.reasons.ticked
        if choice.needs_comment or choice.recommends_comment or choice.is_present or other:
            steps.append(self.comment)
        if choice.takes_resume_on:
            steps.append(self.resume_on)
        return steps

    def next_step(self, here: Widget | None) -> Asked | None:
        """Where Enter leads from where the keys go, None where it saves."""
        steps = self._steps()
        if here is None or here.id == "statuses":
            return steps[0] if steps else None
        place = next((step for step in self.query(Asked) if step in here.ancestors), None)
        order = list(self.query(Asked))
        behind = order[order.index(place) + 1 :] if place is not None else []
        return next((step for step in steps if step in behind), None)

    # What is to be saved

    def wish(self) -> StatusWish:
        """The status with what goes with it; `InputError` where a date to resume on would be taken away."""
        choices, choice, comment = self.choices, self.chosen, self.comment
        reasons = self.reasons.ticked if choice.takes_reasons else []
        if choice.is_present:
            text = comment.text if comment.typed else None
            reasons = [] if set(reasons) == set(choices.cancel_reasons) else reasons
        else:
            text = comment.text or None
        moment = self.resume_on.iso if choice.takes_resume_on and self.resume_on.typed else None
        if moment == "" and choices.resume_on is not None:
            raise InputError(
                "field_required", N_("A date to resume on can be moved, not taken away"), field="resume_on"
            )
        return StatusWish(choice.code, text, moment or None, reasons)


def _about_comment(choice: StatusChoice, left_over: str) -> str:
    if choice.recommends_comment:
        return _("Say why it is opened again: whoever takes it will want to know")
    if choice.is_present or not left_over:
        return ""
    if choice.needs_comment:
        return _("From before, to be given anew: {comment}").format(comment=left_over)
    return _("From before, it stays unless you type another: {comment}").format(comment=left_over)
