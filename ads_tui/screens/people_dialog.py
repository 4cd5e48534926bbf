"""What the dialogs for executors and controllers have in common: one list, one save, conflicts settled (ST-11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult

from ads_tui.console.drafts import LEAVING_S, keeper_of
from ads_tui.console.header import hour
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.reading import Failed
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.conflict_dialog import Collision, ConflictDialog, Verdict
from ads_tui.screens.people_list import PeopleList
from ads_tui.screens.told_line import ToldLine
from ads_tui.services.drafts import DraftView, drop_draft
from ads_tui.services.orders.opening import FieldChange, changed_since
from ads_tui.services.orders.people_choices import PeopleChoices
from ads_tui.store.work import Reading, Store, Work

Change = Callable[[Work, int, Sequence[str], str, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """What people do on an order: `kind` as history names it, how its people are read and changed."""

    kind: str
    caption: str
    read: Callable[[Reading, int], PeopleChoices]
    change: Change


class PeopleDialog(HoldsKeys, ConsoleDialog[bool]):
    """Ticks people; saving replaces those who were seen, and one added meanwhile is a conflict.

    What is ticked outlives a console that dies (decision 14); closing it leaves everything as it is.
    """

    PART: Part
    AUTO_FOCUS = "Input"

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._draft_key = (self.PART.kind, str(number))
        self._choices: PeopleChoices | None = None
        # What another has changed since this version is shown beside yours (ST-11).
        self._version = 0

    def compose_body(self) -> ComposeResult:
        """What is told of a draft, and the list."""
        yield ToldLine(id="draft")
        yield PeopleList()
        yield ToldLine(id="refusal")

    @property
    def people(self) -> PeopleList:
        """The list."""
        return self.query_one(PeopleList)

    def on_mount(self) -> None:
        """Read who may be chosen, and who was ticked before; where nobody may be, say why and go."""
        part, number, draft = self.PART, self._number, keeper_of(self.host).offering(*self._draft_key)

        def operation(reading: Reading) -> tuple[PeopleChoices, DraftView | None]:
            return part.read(reading, number), draft.find(reading)

        def begin(found: tuple[PeopleChoices, DraftView | None]) -> None:
            self._begin(*found)

        self.read(operation, begin, group="people", instead=self._give_up)

    def _begin(self, choices: PeopleChoices, draft: DraftView | None) -> None:
        self._choices, self._version, ticked = choices, choices.version, list(choices.present)
        if draft is not None:
            ticked = [str(login) for login in draft.payload["ticked"]]
            self._version = min(int(draft.payload["version"]), choices.version)
            when = hour(draft.updated_at.astimezone(self.host.local_now().tzinfo))
            self.query_one("#draft", ToldLine).tell(_("These were ticked at {time} and not saved").format(time=when))
        self.people.offer(choices, ticked)
        self.hold(False)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(False)

    # What is ticked

    @on(PeopleList.Ticked)
    def keep(self) -> None:
        """Keep what is ticked."""
        choices, ticked = self._choices, self.people.ticked
        if choices is None:
            return
        if set(ticked) == set(choices.present):
            keeper_of(self.host).drop(*self._draft_key)
        else:
            kept: dict[str, Any] = {"ticked": ticked, "version": self._version}
            keeper_of(self.host).keep(*self._draft_key, kept)

    def leave(self) -> None:
        """Close without saving: who was ticked is forgotten."""
        keeper_of(self.host).drop(*self._draft_key)
        self.dismiss(False)

    def on_unmount(self) -> None:
        """When the console ends, stay until what is ticked is safe."""
        if self.app._exit and self.host.session is not None:
            keeper_of(self.host).flush(LEAVING_S)

    # Saving

    @on(PeopleList.Done)
    def save(self) -> None:
        """Save, and with it throw the draft away; a refusal is told here, and the ticks stay."""
        choices, ticked, part = self._choices, self.people.ticked, self.PART
        if choices is None or self.holding:
            return
        if set(ticked) == set(choices.present):
            self.leave()
            return
        number, version, key = choices.number, self._version, self._draft_key
        logins, mode = (ticked, "replace") if ticked else (list(choices.present), "remove")
        keeper, actor = keeper_of(self.host), self.host.signed_in

        def operation(work: Work) -> None:
            drop_draft(work, *key)
            part.change(work, number, logins, mode, version)

        def send(store: Store) -> None:
            keeper.settle(*key)
            store.perform(actor, operation)

        self.hold(True)
        self.ask(send, self._close, group="write", instead=self._refused)

    def _close(self, _nothing: None) -> None:
        self.hold(False)
        self.dismiss(True)

    def _refused(self, error: AdsError) -> None:
        self.keep()
        if error.code == "conflict":
            self._look_at_theirs()
        else:
            self.refuse(error)
            self.hold(False)

    def on_failed(self, event: Failed) -> None:
        """Whatever failed, what is ticked stays and is kept again."""
        self.keep()

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal."""
        self.query_one("#refusal", ToldLine).tell(error.message)

    # Others have changed the same

    def _look_at_theirs(self) -> None:
        part, number, seen = self.PART, self._number, self._version

        def operation(reading: Reading) -> tuple[PeopleChoices, FieldChange | None]:
            return part.read(reading, number), changed_since(reading, number, seen).get(part.kind)

        self.read(operation, self._ask, group="people", instead=self._give_up)

    def _ask(self, theirs: tuple[PeopleChoices, FieldChange | None]) -> None:
        choices, change = theirs
        ticked = self.people.ticked
        # Of the version seen: what is not settled is asked for again when it is saved again.
        self._choices = choices
        self.people.offer(choices, ticked)
        self.keep()
        self.hold(False)
        yours, present = (", ".join(map(self.people.told, logins)) for logins in (ticked, choices.present))
        by, at = (change.by, change.at) if change else (None, None)
        one = Collision(_(self.PART.caption), yours, present, by, at)
        self.app.push_screen(ConflictDialog(self._number, [one]), self._settle)

    def _settle(self, verdict: Verdict | None) -> None:
        assert self._choices is not None
        if verdict == "mine":
            self._version = self._choices.version
            self.save()
        elif verdict == "theirs":
            keeper_of(self.host).drop(*self._draft_key)
            self.dismiss(True)
