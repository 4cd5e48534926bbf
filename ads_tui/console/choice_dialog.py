"""Lets one of several things be chosen by typing some letters of its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ads_tui.console.layouts import other_readings
from ads_tui.console.option_bar import MOVES, PagedOptions, move_bar
from ads_tui.console.safe_text import cells, content, fit, safe_line
from ads_tui.console.screen import ConsoleDialog
from ads_tui.domain.text import words
from ads_tui.i18n import _

_WIDEST_TITLE = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: `mark` stands beside its title, `note` behind it; what is not `possible` now is greyed."""

    id: str
    title: str
    note: str = ""
    mark: str = ""
    possible: bool = True


class ChoiceDialog(ConsoleDialog[str]):
    """Answers the id of what was chosen, None for Esc; greyed things can be chosen too, whoever opened it says why."""

    SCOPE = "choice"
    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    ChoiceDialog Input {
        margin-bottom: 1;
    }
    ChoiceDialog OptionList {
        height: auto;
        max-height: 13;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    ChoiceDialog .whole {
        height: 2;
        color: $text-muted;
    }
    ChoiceDialog .nothing {
        display: none;
    }
    ChoiceDialog .nothing.-shown {
        display: block;
    }
    """

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def title_text(self) -> str:
        """The title given."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """The field and the list beneath."""
        yield Input(placeholder=_("Type to narrow"), max_length=60, select_on_focus=False)
        yield PagedOptions(*self._options(self._choices), markup=False)
        yield Static(_("Nothing is called like that"), classes="nothing")
        if any(choice.note for choice in self._choices):
            yield Static(classes="whole")

    def on_mount(self) -> None:
        """Stand on the first."""
        choices = self.query_one(OptionList)
        choices.can_focus = False
        choices.highlighted = 0

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what fits what is typed."""
        found = matching(self._choices, event.value)
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options(self._options(found))
        choices.highlighted = 0 if found else None
        self.query_one(".nothing").set_class(not found, "-shown")
        if not found:
            self._tell("")

    @on(OptionList.OptionHighlighted)
    def tell_whole(self, event: OptionList.OptionHighlighted) -> None:
        """Show the note of what stands under the bar, which its line may cut."""
        self._tell(next((choice.note for choice in self._choices if choice.id == event.option.id), ""))

    def _tell(self, note: str) -> None:
        for place in self.query(".whole").results(Static):
            place.update(content(note))

    @on(Input.Submitted)
    def choose(self) -> None:
        """Answer what stands under the bar."""
        choices = self.query_one(OptionList)
        if choices.highlighted is not None:
            self.dismiss(choices.get_option_at_index(choices.highlighted).id)

    @on(OptionList.OptionSelected)
    def choose_clicked(self, event: OptionList.OptionSelected) -> None:
        """Answer what was clicked."""
        self.dismiss(event.option.id)

    def on_key(self, event: events.Key) -> None:
        """Move the bar while the field has the keys."""
        if event.key in MOVES:
            event.stop()
            move_bar(self.query_one(PagedOptions), event.key)

    def do_choice_cancel(self) -> None:
        """Close without choosing."""
        self.dismiss(None)

    def _options(self, choices: Iterable[Choice]) -> list[Option]:
        mark_width = max((cells(safe_line(choice.mark)) for choice in self._choices), default=0)
        widest = max((cells(safe_line(choice.title)) for choice in self._choices), default=0)
        title_width = min(widest, _WIDEST_TITLE)
        return [Option(_prompt(choice, title_width, mark_width), id=choice.id) for choice in choices]


def _prompt(choice: Choice, title_width: int, mark_width: int) -> Content:
    marked = f" {fit(choice.mark, mark_width)}" if mark_width else ""
    title = fit(choice.title, title_width) if marked or choice.note else safe_line(choice.title)
    style = "" if choice.possible else "dim"
    parts = [Content.styled(title, style), Content.styled(marked, "bold $accent" if choice.possible else "dim")]
    return Content("").join([*parts, Content.styled(f"  {safe_line(choice.note)}", "dim")])


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices each typed word of which begins a word of the title, then those where it begins one of the note.

    Where nothing fits, the text is read as typed under the other keyboard layout.
    """
    for text in (typed, *other_readings(typed)):
        wanted = words(text)
        by_title = [choice for choice in choices if _fits(wanted, choice.title)]
        by_note = [choice for choice in choices if choice not in by_title and _fits(wanted, _all_text(choice))]
        if by_title or by_note:
            return by_title + by_note
    return []


def _all_text(choice: Choice) -> str:
    return f"{choice.title} {choice.note}"


def _fits(wanted: tuple[str, ...], text: str) -> bool:
    there = words(text)
    return all(any(word.startswith(want) for word in there) for want in wanted)
