"""What a name may be given, found by typing and ticked; what is ticked stays on top (FL-2)."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, SelectionList

from ads_tui.console.guarded import Guarded
from ads_tui.console.option_bar import MOVES, move_bar
from ads_tui.console.safe_text import safe_line
from ads_tui.domain.filter_values import Value, named_by
from ads_tui.domain.text import fold
from ads_tui.i18n import _, ngettext
from ads_tui.screens.told_line import ToldLine
from ads_tui.services.orders.filter_choices import MOST, FilterChoice
from ads_tui.widgets.tick_list import TickList


class ValueList(Guarded, Vertical):
    """A line that narrows and a list of ticks; Space ticks where the bar was moved, Enter what letters have found."""

    DEFAULT_CSS = """
    ValueList {
        height: 1fr;
    }
    ValueList.-fixed {
        height: auto;
    }
    ValueList TickList {
        height: auto;
        max-height: 1fr;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
    }
    ValueList > ToldLine {
        color: $text-muted;
    }
    """

    class Wanted(Message):
        """Something was typed: `offer` waits for what it finds."""

        def __init__(self, typed: str) -> None:
            super().__init__()
            self.typed = typed

    class Waiting(Message):
        """A key that moves or ticks came before the list did: the next keys must wait, or need not any longer."""

        def __init__(self, waits: bool) -> None:
            super().__init__()
            self.waits = waits

    class Ticked(Message):
        """A value was ticked, or its tick taken away."""

        def __init__(self, value: Value) -> None:
            super().__init__()
            self.value = value

    class Done(Message):
        """Enter was pressed with nothing left to tick."""

    class Left(Message):
        """The keys go out of the list: back to the names, or down to the fields beneath."""

        def __init__(self, back: bool) -> None:
            super().__init__()
            self.back = back

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[str, Value] = {}
        self._lines: list[tuple[str, Content]] = []
        self._answered: str | None = ""
        self._waiting: Callable[[], None] | None = None
        self._is_found = True
        self._moved = False

    def compose(self) -> ComposeResult:
        """The line, the list, what is told of it."""
        yield _Narrowing(placeholder=_("Type to narrow, Enter ticks"), max_length=100, select_on_focus=False)
        ticks = TickList()
        ticks.can_focus = False
        yield ticks
        yield ToldLine()

    @property
    def ticks(self) -> TickList:
        """The list."""
        return self.query_one(TickList)

    @property
    def line(self) -> Input:
        """The line."""
        return self.query_one(_Narrowing)

    @property
    def is_asked(self) -> bool:
        """Whether letters stand in the line of which nothing was ticked."""
        return bool(self.line.display and self.line.value.strip()) and not self._is_found

    def tell_unticked(self) -> None:
        """Say that the letters choose nothing by themselves, and take the keys."""
        self.focus_here()
        # What was asked for before and still waits for its answer comes first.
        if self._waiting is None:
            self._when_answered(self._say_unticked)

    def _say_unticked(self) -> None:
        if self.ticks.value_under_bar is not None:
            self.query_one(ToldLine).tell(_("Nothing of this is ticked yet: Enter ticks it"))

    # What is shown

    def show(self, ticked: Sequence[Value], tell: Callable[[Value], str], *, searched: bool) -> None:
        """Show another name, what is ticked there first; with `searched` what it may be given is on its way.

        `tell` says a value in words.
        """
        with self.line.prevent(Input.Changed):
            self.line.value = ""
        self.line.display = searched
        self.set_class(not searched, "-fixed")
        self._answered = None if searched else ""
        self._waiting, self._is_found, self._moved = None, True, False
        self._fill(ticked, [], tell)
        self.query_one(ToldLine).tell("")

    def offer(
        self, typed: str, ticked: Sequence[Value], choices: Sequence[FilterChoice], tell: Callable[[Value], str]
    ) -> None:
        """Show what was found for a text beneath what is ticked, unless something else is typed by now."""
        if typed != self.line.value:
            return
        self._answered = typed
        self._fill(ticked, choices, tell)
        if typed.strip():
            rows = list(self._values)
            self.ticks.highlighted = next((rows.index(key) for key in map(_key, choices) if key in rows), None)
        self.query_one(ToldLine).tell(_about(typed, choices))
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()
            self.post_message(self.Waiting(False))

    def mark(self, ticked: Sequence[Value]) -> None:
        """Show other ticks; every line stays where it is."""
        self.ticks.show(self._lines, [str(value) for value in ticked])

    def _fill(self, ticked: Sequence[Value], choices: Sequence[FilterChoice], tell: Callable[[Value], str]) -> None:
        # What a line names by its code or in other letters is there already.
        told = {fold(named_by(value)) for value in ticked}
        notes = {
            choice.value: choice.note
            for choice in choices
            if choice.value in ticked or not told & {fold(choice.code), fold(choice.caption)}
        }
        shown = dict.fromkeys([*ticked, *notes])
        self._values = {str(value): value for value in shown}
        self._lines = [(str(value), _line(tell(value), notes.get(value, ""))) for value in shown]
        self.mark(ticked)

    # What is typed and ticked

    def focus_here(self) -> None:
        """Take the keys."""
        self.screen.set_focus(self.line)

    @on(Input.Changed)
    def hear_typing(self, event: Input.Changed) -> None:
        """Ask for what fits what is typed."""
        event.stop()
        self._is_found = not event.value.strip()
        self._moved = False
        self._ask()

    def _ask(self) -> None:
        self._answered = None
        self.post_message(self.Wanted(self.line.value))

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Tick what the letters have found; with nothing left to tick the dialog is done."""
        event.stop()
        if self._is_found:
            self.post_message(self.Done())
        else:
            self._when_answered(self._tick_found)

    def _tick_found(self) -> None:
        here = self.ticks.value_under_bar
        if here is None or not self.line.value.strip():
            return
        if here not in self.ticks.selected:
            self.post_message(self.Ticked(self._values[here]))
        with self.line.prevent(Input.Changed):
            self.line.value = ""
        self._is_found = True
        self._ask()

    def takes(self, key: str) -> bool:
        """Look at a key before the line does: move the bar, tick, lead out of the list."""
        line = self.line
        if key in MOVES:
            self._when_answered(partial(self._move, key))
        elif key == "left" and line.cursor_position == 0 and line.selection.is_empty:
            self.post_message(self.Left(back=True))
        elif key == "space" and (self._moved or not line.value or line.value.endswith(" ")):
            self._when_answered(self._tick_here)
        else:
            return False
        return True

    def _move(self, key: str) -> None:
        ticks = self.ticks
        self._moved = True
        if key == "down" and ticks.highlighted in (None, ticks.option_count - 1):
            self.post_message(self.Left(back=False))
        elif key == "up" and ticks.highlighted == 0:
            return
        else:
            move_bar(ticks, key)

    def _tick_here(self) -> None:
        here = self.ticks.value_under_bar
        if here is not None:
            self._is_found = True
            self.post_message(self.Ticked(self._values[here]))

    @on(SelectionList.SelectionToggled)
    def tick_clicked(self, event: SelectionList.SelectionToggled[str]) -> None:
        """Tick what was clicked."""
        event.stop()
        self._is_found = True
        self.post_message(self.Ticked(self._values[event.selection.value]))

    def _when_answered(self, act: Callable[[], None]) -> None:
        if self._answered == self.line.value:
            act()
        else:
            self._waiting = act
            self.post_message(self.Waiting(True))

    def give_up(self) -> None:
        """Nothing comes for what is typed: tick nothing when something comes for something else."""
        self._waiting = None


class _Narrowing(Input):
    """Takes letters, and asks the list first."""

    def on_key(self, event: events.Key) -> None:
        """Leave the list what is its own."""
        if next(widget for widget in self.ancestors if isinstance(widget, ValueList)).takes(event.key):
            event.prevent_default().stop()


def _key(choice: FilterChoice) -> str:
    return str(choice.value)


def _line(caption: str, note: str) -> Content:
    shown = safe_line(note) if note and note != caption else ""
    return Content("").join([Content(safe_line(caption)), Content.styled(f"  {shown}" if shown else "", "dim")])


def _about(typed: str, choices: Sequence[FilterChoice]) -> str:
    if not choices:
        return _("Nothing is called like that") if typed.strip() else _("Type some letters")
    if len(choices) < MOST:
        return ""
    text = ngettext("The first {count}: type more", "The first {count}: type more", MOST)
    return text.format(count=MOST)
