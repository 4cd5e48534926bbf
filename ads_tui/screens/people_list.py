"""Employees with their load, narrowed by typing and ticked with Space (PE-1, PE-2)."""

from collections.abc import Iterable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, SelectionList, Static

from ads_tui.console.choice_dialog import Choice, matching
from ads_tui.console.glyphs import glyph
from ads_tui.console.guarded import Guarded
from ads_tui.console.option_bar import MOVES, move_bar
from ads_tui.console.safe_text import content, safe_line
from ads_tui.i18n import _
from ads_tui.services.load import Load
from ads_tui.services.orders.people_choices import PeopleChoices
from ads_tui.widgets.tick_list import TickList

_BAR_CELLS = 10
_COLOURS = {"green": "$success", "yellow": "$warning", "red": "$error"}


class PeopleList(Guarded, Vertical):
    """Those who are there first, then whom the rules offer, the least loaded first."""

    DEFAULT_CSS = """
    PeopleList {
        height: auto;
    }
    PeopleList TickList {
        height: auto;
        max-height: 12;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    PeopleList > .told {
        height: auto;
        color: $text-muted;
    }
    PeopleList > .told.-refused {
        color: $warning;
    }
    """

    class Done(Message):
        """Enter was pressed."""

    class Ticked(Message):
        """Others are ticked now."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._people: Sequence[Load] = ()
        self._offered: frozenset[str] = frozenset()
        self._ticked: dict[str, None] = {}
        self._most = 1

    def compose(self) -> ComposeResult:
        """What narrows, the list, what is told of it."""
        yield _Narrowing(placeholder=_("Type to narrow, Space ticks"), max_length=60, select_on_focus=False)
        ticks = TickList()
        ticks.can_focus = False
        yield ticks
        yield Static(_("Reading…"), classes="told")

    @property
    def ticked(self) -> list[str]:
        """The logins ticked, in the order of ticking."""
        return list(self._ticked)

    def offer(self, choices: PeopleChoices, ticked: Iterable[str]) -> None:
        """Show whom there is to choose from, some of them ticked."""
        there = set(choices.present)
        everybody = (*choices.others, *choices.offered)
        self._people = [load for load in everybody if load.login in there]
        self._people += [load for load in everybody if load.login not in there]
        self._offered = frozenset(load.login for load in choices.offered)
        known = {load.login for load in everybody}
        self._ticked = dict.fromkeys(login for login in ticked if login in known)
        self._most = choices.most
        self._show()

    def told(self, login: str) -> str:
        """An employee for people."""
        return next((load.name for load in self._people if load.login == login), login)

    def focus_here(self) -> None:
        """Take the keys."""
        self.query_one(_Narrowing).focus()

    def _show(self) -> None:
        typed = self.query_one(_Narrowing).value
        by_login = {load.login: load for load in self._people}
        found = matching([Choice(load.login, load.name, load.login) for load in self._people], typed)
        lines = [(one.id, load_line(by_login[one.id], offered=one.id in self._offered)) for one in found]
        self.query_one(TickList).show(lines, self._ticked)
        if not self._people:
            self._tell(_("Nobody has access to this building and service, or is of the department"))
        elif not found:
            self._tell(_("Nobody is called like that"))
        else:
            text = _("Ticked: {count}, at most {most}")
            self._tell(text.format(count=len(self._ticked), most=self._most))

    def _tell(self, text: str, *, refused: bool = False) -> None:
        line = self.query_one(".told", Static)
        line.update(content(text))
        line.set_class(refused, "-refused")

    # What is typed and ticked

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show who is called like what is typed."""
        event.stop()
        self._show()

    @on(Input.Submitted)
    def hear_enter(self, event: Input.Submitted) -> None:
        """Enter is for whoever holds the list."""
        event.stop()
        self.post_message(self.Done())

    def on_key(self, event: events.Key) -> None:
        """Move the bar while the line has the keys."""
        if event.key in MOVES:
            event.stop()
            move_bar(self.query_one(TickList), event.key)

    def tick(self) -> None:
        """Tick whoever stands under the bar, or untick him."""
        ticks = self.query_one(TickList)
        if ticks.value_under_bar is not None:
            self._toggle(ticks.value_under_bar)

    @on(SelectionList.SelectionToggled)
    def tick_clicked(self, event: SelectionList.SelectionToggled[str]) -> None:
        """Tick whoever was clicked."""
        event.stop()
        self._toggle(event.selection.value)

    def _toggle(self, login: str) -> None:
        too_many = False
        if login in self._ticked:
            del self._ticked[login]
        elif self._most == 1:
            self._ticked = {login: None}
        elif len(self._ticked) < self._most:
            self._ticked[login] = None
        else:
            too_many = True
        line = self.query_one(_Narrowing)
        with line.prevent(Input.Changed):
            line.value = ""
        self._show()
        if too_many:
            text = _("At most {most} at once: untick somebody first")
            self._tell(text.format(most=self._most), refused=True)
        else:
            self.post_message(self.Ticked())


class _Narrowing(Input):
    """Takes letters; Space is for ticking."""

    def on_key(self, event: events.Key) -> None:
        """Tick with Space."""
        if event.key == "space":
            event.prevent_default().stop()
            next(widget for widget in self.ancestors if isinstance(widget, PeopleList)).tick()


def load_line(load: Load, *, offered: bool = True) -> Content:
    """A bar and the number of open orders, then the name: green to 5, yellow to 10, red from 11 (PE-2)."""
    filled = min(load.open, _BAR_CELLS)
    bar = glyph("bar") * filled + glyph("no_bar") * (_BAR_CELLS - filled)
    name = safe_line(f"{load.name} ({load.login})")
    note = "" if offered else _("would not be offered now")
    parts = [Content.styled(f"{load.open:>3} {bar}", _COLOURS[load.level]), Content(f"  {name}")]
    return Content("").join([*parts, Content.styled(f"  {note}", "dim")])
