"""The dialog of filters: all that a tab may be narrowed by, how many orders that finds, its line (FL-1 … FL-4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from ads_tui.console.acting import ActingScreen
from ads_tui.console.keys import key_caption
from ads_tui.console.live import Changed
from ads_tui.console.safe_text import content
from ads_tui.console.scopes.filters import FILTERS, FiltersContext
from ads_tui.domain.filter_names import NOT_IN_NEW, names_with
from ads_tui.domain.filter_values import Value
from ads_tui.domain.filters import Term
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.screens.filter_texts import value_text
from ads_tui.screens.filters_dialog.counting import CountingDialog
from ads_tui.screens.filters_dialog.draft import FilterDraft
from ads_tui.screens.filters_dialog.editor import ValueEditor
from ads_tui.screens.filters_dialog.names_list import Given, NamesList
from ads_tui.screens.filters_dialog.value_list import ValueList
from ads_tui.screens.told_line import ToldLine
from ads_tui.services.orders.filter_choices import FilterChoice, filter_choices, value_captions
from ads_tui.services.orders.finding import OrderFilter, check_filter, read_filter
from ads_tui.store.work import Reading

# Narrower there is room for the names or the values of one, not for both.
_BOTH_PANES = 70

Captions = dict[str, dict[Value, str]]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the names given are called, and the day of the organization's zone, by which dates without a year go."""

    captions: Captions
    today: date


def ask_filter(
    screen: "ActingScreen[None]",
    tab: str,
    applied: OrderFilter,
    then: Callable[[OrderFilter], object],
    *,
    today: bool = False,
) -> None:
    """Let the filter of a tab be changed; `then` is called with the new one where it is applied.

    `today` says that the tab shows what falls on today alone.
    """

    def done(wanted: OrderFilter | None) -> None:
        if wanted is not None:
            then(wanted)

    screen.app.push_screen(FiltersDialog(tab, applied, today=today), done)


class FiltersDialog(CountingDialog):
    """Answers the filter that is to be applied, None for Esc."""

    SCOPE = FILTERS
    AUTO_FOCUS = "NamesList Input"

    DEFAULT_CSS = """
    FiltersDialog > .dialog {
        width: 100%;
        max-width: 130;
        height: 100%;
        max-height: 38;
    }
    FiltersDialog > .dialog > .dialog-body {
        height: 1fr;
        padding: 0;
    }
    FiltersDialog #panes {
        height: 1fr;
    }
    FiltersDialog NamesList {
        width: 34;
    }
    FiltersDialog.-wide NamesList {
        width: 46;
    }
    FiltersDialog.-single NamesList {
        width: 1fr;
    }
    FiltersDialog ValueEditor {
        width: 1fr;
        padding-left: 1;
        border-left: vkey $border-blurred;
    }
    FiltersDialog.-single ValueEditor {
        padding-left: 0;
        border-left: none;
    }
    FiltersDialog #line {
        height: auto;
        max-height: 2;
        color: $text-muted;
    }
    FiltersDialog #refusal {
        max-height: 3;
    }
    """

    def __init__(self, tab: str, applied: OrderFilter, *, today: bool = False) -> None:
        super().__init__(tab, today=today)
        self._names = names_with({}, without=NOT_IN_NEW if tab == "new" else ())
        self._draft = FilterDraft(applied)
        self._captions: Captions = {name: {} for name in self._names}
        self._today = date.min

    def title_text(self) -> str:
        """What it is."""
        return _("Filters")

    def compose_body(self) -> ComposeResult:
        """The names, the values of one, and beneath them what they find and their line."""
        keys = self.host.registry.keys("filters.none_of")
        with Horizontal(id="panes"):
            yield NamesList(self._names)
            yield ValueEditor(key_caption(keys[0]) if keys else "")
        yield Static(id="found")
        yield Static(id="line")
        yield ToldLine(id="refusal")

    def context(self) -> FiltersContext:
        """What is chosen."""
        name, given = self._here, {term.name for term in self._draft.terms} | self._draft.unread.keys()
        return FiltersContext(self.host.actor, name in given, bool(given))

    @property
    def wanted(self) -> OrderFilter:
        """The filter as it stands now."""
        return self._draft.wanted

    @property
    def names(self) -> NamesList:
        """The names."""
        return self.query_one(NamesList)

    @property
    def editor(self) -> ValueEditor:
        """The values of the name under the bar."""
        return self.query_one(ValueEditor)

    @property
    def _here(self) -> str:
        return self.editor.name_shown if self.is_mounted else ""

    # Beginning

    def on_mount(self) -> None:
        """Read what the things and people of the filter are called."""
        terms = self._draft.terms

        def operation(reading: Reading) -> Beginning:
            captions = {term.name: value_captions(reading, term.name, term.values) for term in terms}
            return Beginning(captions, reading.now.astimezone(reading.settings.zone).date())

        self._arrange()
        self.read(operation, self._begin, group="filters", instead=self._give_up)

    def _begin(self, beginning: Beginning) -> None:
        self._captions |= beginning.captions
        self._today = beginning.today
        given = [name for name in self._names if self._draft.values(name)]
        # At once: letters that were typed ahead may leave the bar on no name at all.
        self.names.go_to((given or list(self._names))[0])
        self.edit()
        self._draw()
        self.count()
        self.hold(False)

    def _give_up(self, error: AdsError) -> None:
        self.host.tell_refusal(error)
        self.hold(False)
        self.dismiss(None)

    # The values of a name

    @on(NamesList.Moved)
    def edit(self) -> None:
        """Show the values of the name under the bar, unless keys that came after the move have done so."""
        name = self.names.here
        if name is not None and name != self._here:
            self._edit(name)

    def _edit(self, name: str) -> None:
        self.editor.show(name, self._names[name], self._draft, self._captions[name], self._today)
        self.refresh_actions()
        if self.editor.is_searched:
            self._search("")

    @on(ValueList.Wanted)
    def search(self, event: ValueList.Wanted) -> None:
        """Find what the name may be given; the next key takes its place."""
        self._search(event.typed)

    def _search(self, typed: str) -> None:
        name = self._here

        def take(choices: list[FilterChoice]) -> None:
            if name == self._here:
                self._captions[name] |= {choice.value: choice.caption for choice in choices}
                self.editor.offer(typed, choices, self._captions[name])

        self.read(lambda reading: filter_choices(reading, name, typed), take, group="choices", instead=self._not_found)

    def _not_found(self, error: AdsError) -> None:
        self.refuse(error)
        self.go_unanswered("choices")

    def go_unanswered(self, group: str) -> None:
        """Let what was to be ticked wait no longer."""
        super().go_unanswered(group)
        if group == "choices":
            self.editor.values.give_up()

    @on(ValueList.Waiting)
    def wait(self, event: ValueList.Waiting) -> None:
        """Let keys wait for the list."""
        self.hold(event.waits)

    @on(ValueEditor.Changed)
    def hear_change(self) -> None:
        """Show and count what is wanted now."""
        self.query_one("#refusal", ToldLine).tell("")
        self._draw()
        self.count_soon()

    def _draw(self) -> None:
        draft = self._draft
        given = {name: Given(is_wrong=True) for name in draft.unread}
        for term in draft.terms:
            given[term.name] = Given(self._in_words(term), term.name in draft.unread)
        self.names.show(given)
        self.query_one("#line", Static).update(content(self.wanted.line))
        self.refresh_actions()

    def _in_words(self, term: Term) -> str:
        kind, captions = self._names[term.name].kind, self._captions[term.name]
        told = ", ".join(value_text(value, kind, captions, self._today) for value in term.values)
        return _("all but {values}").format(values=told) if term.negated else told

    def on_changed(self, event: Changed) -> None:
        """Others have changed orders: count again."""
        event.stop()
        if event.touches("order") or event.touches("access"):
            self.count_soon()
        if event.changes.everything and self.editor.is_searched:
            # It was unreachable perhaps.
            self._search(self.editor.values.line.value)

    # Refusals

    def refuse(self, error: AdsError) -> None:
        """Tell a refusal beneath the line."""
        self.query_one("#refusal", ToldLine).tell(error.message)

    # Where the keys are

    def on_resize(self, event: events.Resize) -> None:
        """Show both sides where there is room."""
        self._arrange()

    @on(NamesList.Chosen)
    @on(Input.Submitted, "NamesList Input")
    def go_in(self) -> None:
        """Edit the values of the name under the bar."""
        if self.names.here is None:
            return
        self.edit()
        self._arrange(is_editing=True)
        self.editor.focus_here()

    @on(ValueEditor.Back)
    def go_back(self) -> None:
        """Go back to the names."""
        self._arrange(is_editing=False)
        self.names.focus_here()

    @property
    def _is_editing(self) -> bool:
        return self.focused is not None and self.editor in self.focused.ancestors

    def _arrange(self, *, is_editing: bool | None = None) -> None:
        editing = self._is_editing if is_editing is None else is_editing
        single = self.size.width < _BOTH_PANES
        self.set_class(single, "-single")
        self.names.display = not (single and editing)
        self.editor.display = not single or editing

    # By keys

    @on(ValueList.Done)
    @on(Input.Submitted, "TypedFields Input")
    def do_filters_apply(self) -> None:
        """Apply the filter; what cannot be read or has gone meanwhile is gone to first."""
        unread = next(iter(self._draft.unread), None)
        if unread is not None:
            self._go_to(unread)
            self.editor.fields.go_to_fault()
            return
        if self.editor.values.is_asked:
            self.editor.values.tell_unticked()
            return
        line, tab = self.wanted.line, self.tab

        def operation(reading: Reading) -> OrderFilter:
            wanted = read_filter(reading, line, tab=tab)
            check_filter(reading, wanted)
            return wanted

        self.hold(True)
        self.read(operation, self._close, group="filters", instead=self._refuse_all)

    def _close(self, wanted: OrderFilter) -> None:
        self.hold(False)
        self.dismiss(wanted)

    def _refuse_all(self, error: AdsError) -> None:
        name = self._draft.name_at(int(error.details.get("position", -1)))
        if name is not None and error.code == "filter_syntax":
            self._go_to(name)
        self.refuse(error)
        self.hold(False)

    def _go_to(self, name: str) -> None:
        self.names.go_to(name)
        self._edit(name)
        self._arrange(is_editing=True)
        self.editor.focus_here()

    def do_filters_back(self) -> None:
        """Go back to the names; from there close without applying."""
        if self._is_editing:
            self.go_back()
        else:
            self.dismiss(None)

    def do_filters_clear(self) -> None:
        """Take away what the present name is given."""
        self._draft.clear(self._here)
        self._edit(self._here)
        self.hear_change()

    def do_filters_clear_all(self) -> None:
        """Take away all filters."""
        self._draft.clear_all()
        self._edit(self._here)
        self.hear_change()

    def do_filters_none_of(self) -> None:
        """Find orders with none of the values, or with any of them again."""
        self.editor.toggle_none_of()
