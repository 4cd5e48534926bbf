"""The names of filters, each with what it is given, narrowed by typing (FL-1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ads_tui.console.choice_dialog import Choice, matching
from ads_tui.console.glyphs import glyph
from ads_tui.console.guarded import Guarded
from ads_tui.console.option_bar import MOVES, PagedOptions, move_bar
from ads_tui.console.safe_text import content, fit, safe_line
from ads_tui.domain.filter_names import FilterName
from ads_tui.i18n import _

_CAPTION_CELLS = 16


@dataclass(frozen=True, slots=True)
class Given:
    """What a name is given, in words; `is_wrong` where something typed for it cannot be read."""

    words: str = ""
    is_wrong: bool = False


class NamesList(Guarded, Vertical):
    """A line that narrows, and the names beneath; the one under the bar is edited beside."""

    DEFAULT_CSS = """
    NamesList OptionList {
        height: 1fr;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
    }
    NamesList > .nothing {
        display: none;
    }
    NamesList > .nothing.-shown {
        display: block;
    }
    """

    class Moved(Message):
        """The bar stands on another name."""

    class Chosen(Message):
        """The name under the bar is to be edited."""

    def __init__(self, names: Mapping[str, FilterName]) -> None:
        super().__init__()
        self._names = names
        self._given: Mapping[str, Given] = {}
        self._told = ""

    def compose(self) -> ComposeResult:
        """The line and the list."""
        yield Input(placeholder=_("Type to narrow"), max_length=60, select_on_focus=False)
        names = PagedOptions(markup=False)
        names.can_focus = False
        yield names
        yield Static(content(_("Nothing is called like that")), classes="nothing")

    @property
    def here(self) -> str | None:
        """The name under the bar."""
        names = self.query_one(OptionList)
        return None if names.highlighted is None else names.get_option_at_index(names.highlighted).id

    def show(self, given: Mapping[str, Given]) -> None:
        """Show what the names are given."""
        self._given = given
        names = self.query_one(OptionList)
        for place in range(names.option_count):
            option = names.get_option_at_index(place)
            names.replace_option_prompt_at_index(place, self._prompt(str(option.id)))

    def go_to(self, name: str) -> None:
        """Put the bar on a name, whatever narrows the list."""
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self._fill(list(self._names), name)

    def focus_here(self) -> None:
        """Take the keys, at once: what is typed next is for here, in place of what was typed before."""
        line = self.query_one(Input)
        self.screen.set_focus(line)
        line.action_select_all()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show the names that fit what is typed, in any language the line knows them by."""
        event.stop()
        choices = [Choice(name, _(known.caption), name) for name, known in self._names.items()]
        found = [choice.id for choice in matching(choices, event.value)]
        self._fill(found, found[0] if event.value and found else self.here)

    def _fill(self, found: list[str], name: str | None) -> None:
        names = self.query_one(OptionList)
        with self.prevent(OptionList.OptionHighlighted):
            names.set_options([Option(self._prompt(one), id=one) for one in found])
            names.highlighted = found.index(name) if name in found else (0 if found else None)
        self.query_one(".nothing").set_class(not found, "-shown")
        self._tell()

    @on(OptionList.OptionHighlighted)
    def hear_move(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which name it is now."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        here = self.here
        if here is not None and here != self._told:
            self._told = here
            self.post_message(self.Moved())

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Edit what was clicked."""
        event.stop()
        self.post_message(self.Chosen())

    def on_key(self, event: events.Key) -> None:
        """Move the bar while the line has the keys; to the right is what is edited."""
        line, names = self.query_one(Input), self.query_one(PagedOptions)
        if event.key in MOVES:
            event.stop()
            move_bar(names, event.key)
        elif event.key == "right" and line.cursor_position == len(line.value) and self.here is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Chosen())

    def _prompt(self, name: str) -> Content:
        caption, given = _(self._names[name].caption), self._given.get(name, Given())
        if not given.words and not given.is_wrong:
            return Content(f"  {safe_line(caption)}")
        sign = glyph("important" if given.is_wrong else "open")
        head = Content.styled(f"{sign} {fit(caption, _CAPTION_CELLS)} ", "bold")
        return Content("").join([head, Content(safe_line(given.words))])
