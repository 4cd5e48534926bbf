"""What the dialogs for executors and controllers have in common: one list, one save, conflicts settled (ST-11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from ads_tui.console.holding import HoldsKeys
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.conflict_dialog import Collision, ConflictDialog, Verdict
from ads_tui.screens.people_list import PeopleList
from ads_tui.services.orders.opening import FieldChange, changed_since
from ads_tui.services.orders.people_choices import PeopleChoices
from ads_tui.store.work import Reading, Work

Change = Callable[[Work, int, Sequence[str], str, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """What people do on an order: `kind` as history names it, how its people are read and changed."""

    kind: str
    caption: str
    read: Callable[[Reading, int], PeopleChoices]
    change: Change


class PeopleDialog(HoldsKeys, ConsoleDialog[bool]):
    """Ticks people; saving replaces those who were seen, and one added meanwhile is a conflict."""

    PART: Part

    DEFAULT_CSS = """
    PeopleDialog #refusal {
        display: none;
        height: auto;
        color: $error;
    }
    PeopleDialog #refusal.-told {
        display: block;
    }
    """
    AUTO_FOCUS = "Input"

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._choices: PeopleChoices | None = None

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield PeopleList()
        yield Static(id="refusal")

    @property
    def people(self) -> PeopleList:
        """The list."""
        return self.query_one(PeopleList)

    def on_mount(self) -> None:
        """Read who may be chosen; where nobody may be, say why and go."""
        part, number = self.PART, self._number
        self.read(lambda reading: part.read(reading, number), self._begin, group="people", instead=self._give_up)

    def _begin(self, choices: PeopleChoices) -> None:
        self._choices = choices
        self.people.offer(choices, choices.present)
        self.hold(False)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(False)

    @on(PeopleList.Done)
    def save(self) -> None:
        """Save; a refusal is told here, and the ticks stay."""
        choices, ticked, part = self._choices, self.people.ticked, self.PART
        if choices is None or self.holding:
            return
        if set(ticked) == set(choices.present):
            self.dismiss(False)
            return
        number, version = choices.number, choices.version
        logins, mode = (ticked, "replace") if ticked else (list(choices.present), "remove")
        self.hold(True)
        self.write(lambda work: part.change(work, number, logins, mode, version), self._close, instead=self._refused)

    def _close(self, _nothing: None) -> None:
        self.hold(False)
        self.dismiss(True)

    def _refused(self, error: AdsError) -> None:
        if error.code == "conflict":
            self._look_at_theirs()
        else:
            self.refuse(error)
            self.hold(False)

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal."""
        line = self.query_one("#refusal", Static)
        line.update(content(error.message))
        line.add_class("-told")

    # Others have changed the same

    def _look_at_theirs(self) -> None:
        part, number, choices = self.PART, self._number, self._choices
        assert choices is not None
        seen = choices.version

        def operation(reading: Reading) -> tuple[PeopleChoices, FieldChange | None]:
            return part.read(reading, number), changed_since(reading, number, seen).get(part.kind)

        self.read(operation, self._ask, group="people", instead=self._give_up)

    def _ask(self, theirs: tuple[PeopleChoices, FieldChange | None]) -> None:
        choices, change = theirs
        ticked = self.people.ticked
        self._choices = choices
        self.people.offer(choices, ticked)
        self.hold(False)
        yours, present = (", ".join(map(self.people.told, logins)) for logins in (ticked, choices.present))
        by, at = (change.by, change.at) if change else (None, None)
        one = Collision(_(self.PART.caption), yours, present, by, at)
        self.app.push_screen(ConflictDialog(self._number, [one]), self._settle)

    def _settle(self, verdict: Verdict | None) -> None:
        if verdict == "mine":
            self.save()
        elif verdict == "theirs":
            self.dismiss(True)
