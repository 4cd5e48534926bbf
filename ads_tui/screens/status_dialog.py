"""One dialog for a change of status: the allowed ones, and all that the chosen one requires (ST-2 … ST-13)."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from ads_tui.console.acting import ActingScreen
from ads_tui.console.safe_text import content, safe_line
from ads_tui.console.screen import ConsoleDialog
from ads_tui.domain.text import TEXT
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.people_list import load_line
from ads_tui.services.assignment import change_executors
from ads_tui.services.load import Load, list_loads
from ads_tui.services.orders.status_choices import StatusChoice, StatusChoices, status_choices
from ads_tui.services.orders.statuses import StatusWish, change_status
from ads_tui.store.work import Reading, Work
from ads_tui.widgets.tick_list import TickList

# Which field of the dialog a refusal's field names.
_FIELDS = {"comment": "#comment", "resume_on": "#resume-on", "reason": "#reasons", "login": "#executors"}


def ask_status(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Read what may be chosen, let it be chosen and saved, then call `then`."""

    def operation(reading: Reading) -> tuple[StatusChoices, list[Load]]:
        choices = status_choices(reading, number)
        staff = list_loads(reading, number) if any(choice.needs_executor for choice in choices.choices) else []
        return choices, staff

    def done(saved: bool | None) -> None:
        if saved:
            then()

    def show(read: tuple[StatusChoices, list[Load]]) -> None:
        choices, staff = read
        if choices.choices:
            screen.app.push_screen(StatusDialog(choices, staff), done)
        else:
            screen.host.tell(_("From {status} there is no other status").format(status=_(choices.status_name)))

    screen.read(operation, show, group="status")


class StatusDialog(ConsoleDialog[bool]):
    """Chooses a status and asks in the same place for what it needs; answers whether it was saved."""

    SCOPE = "status"
    AUTO_FOCUS = "#statuses"

    DEFAULT_CSS = """
    StatusDialog OptionList, StatusDialog TickList {
        height: auto;
        max-height: 8;
        border: none;
        padding: 0;
        background: transparent;
    }
    StatusDialog .asked {
        display: none;
        height: auto;
        margin-top: 1;
    }
    StatusDialog .asked.-shown {
        display: block;
    }
    StatusDialog #refusal {
        height: auto;
        color: $error;
    }
    """

    def __init__(self, choices: StatusChoices, staff: list[Load]) -> None:
        super().__init__()
        self._choices = choices
        self._staff = staff

    def title_text(self) -> str:
        """Which order, and what it is now."""
        text = _("Order {number}: {status}")
        return text.format(number=self._choices.number, status=_(self._choices.status_name))

    def compose_body(self) -> ComposeResult:
        """The statuses, then what each asks for, shown where it is asked for."""
        yield OptionList(*(self._option(choice) for choice in self._choices.choices), id="statuses", markup=False)
        with Vertical(classes="asked", id="ask-executors"):
            yield Static(content(_("Executor, the least loaded first")))
            options = [Selection(load_line(load), load.login) for load in self._staff]
            yield TickList(*options, id="executors")
        with Vertical(classes="asked", id="ask-reasons"):
            yield Static(content(_("Reasons of the client")))
            reasons = [Selection(content(_(name)), code) for code, name in self._choices.reasons]
            yield TickList(*reasons, id="reasons")
        with Vertical(classes="asked -shown", id="ask-comment"):
            yield Static(id="comment-caption")
            yield Input(id="comment", max_length=TEXT)
        with Vertical(classes="asked", id="ask-resume-on"):
            yield Static(content(_("Resume on: a date, 2026-08-20, or with a time, 2026-08-20T15:00; may stay empty")))
            yield Input(id="resume-on", max_length=40)
        yield Static(id="refusal")

    def _option(self, choice: StatusChoice) -> Option:
        colour = self.app.theme_variables[f"status-{choice.colour}"]
        return Option(Content.styled(safe_line(_(choice.name)), colour), id=choice.code)

    def on_mount(self) -> None:
        """Stand on the first."""
        self.query_one("#statuses", OptionList).highlighted = 0

    @property
    def chosen(self) -> StatusChoice:
        """The status under the bar."""
        place = self.query_one("#statuses", OptionList).highlighted or 0
        return self._choices.choices[place]

    @on(OptionList.OptionHighlighted, "#statuses")
    def ask_for_more(self) -> None:
        """Show what the status under the bar asks for."""
        choice = self.chosen
        self.query_one("#ask-executors").set_class(choice.needs_executor, "-shown")
        self.query_one("#ask-reasons").set_class(choice.takes_reasons, "-shown")
        self.query_one("#ask-resume-on").set_class(choice.takes_resume_on, "-shown")
        caption = _("Comment (required)") if choice.needs_comment else _("Comment")
        self.query_one("#comment-caption", Static).update(content(caption))

    @on(OptionList.OptionSelected, "#statuses")
    def go_on(self) -> None:
        """Enter on a status goes to what it asks for, or saves where it asks for nothing."""
        choice = self.chosen
        if choice.needs_executor:
            self.query_one("#executors").focus()
        elif choice.takes_reasons:
            self.query_one("#reasons").focus()
        elif choice.needs_comment:
            self.query_one("#comment").focus()
        else:
            self.do_status_save()

    @on(Input.Submitted)
    def save_from_field(self, event: Input.Submitted) -> None:
        """Enter in the last field saves; in the comment of a pause it goes on to the date."""
        if event.input.id == "comment" and self.chosen.takes_resume_on:
            self.query_one("#resume-on").focus()
        else:
            self.do_status_save()

    def do_status_save(self) -> None:
        """Save; a refusal is told here, and what was typed stays."""
        choice, number, version = self.chosen, self._choices.number, self._choices.version
        executors = list(self.query_one("#executors", TickList).selected) if choice.needs_executor else []
        wish = StatusWish(
            status=choice.code,
            comment=self.query_one("#comment", Input).value.strip() or None,
            resume_on=(self.query_one("#resume-on", Input).value.strip() or None) if choice.takes_resume_on else None,
            reasons=list(self.query_one("#reasons", TickList).selected) if choice.takes_reasons else [],
        )

        def operation(work: Work) -> None:
            if executors:
                change_executors(work, number, executors)
            change_status(work, number, wish, version=None if executors else version)

        self.write(operation, self._close)

    def _close(self, _nothing: None) -> None:
        self.dismiss(True)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal and go to its field."""
        self.query_one("#refusal", Static).update(content(error.message))
        place = _FIELDS.get(error.field or "") or ("#executors" if error.code == "executor_required" else None)
        if place is not None:
            self.query_one(place).focus()

    def do_status_cancel(self) -> None:
        """Close without saving."""
        self.dismiss(False)

    def do_status_next(self) -> None:
        """Choose the next status from wherever the keys go."""
        self.query_one("#statuses", OptionList).action_cursor_down()

    def do_status_previous(self) -> None:
        """Choose the status before."""
        self.query_one("#statuses", OptionList).action_cursor_up()
