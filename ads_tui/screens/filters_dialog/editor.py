"""The values of one name: a list of ticks, fields for what is typed, and a switch for none of them (FL-2, FL-4)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.guarded import Guarded
from ads_tui.console.safe_text import content
from ads_tui.domain.filter_names import FilterName
from ads_tui.domain.filter_values import Special, Value
from ads_tui.i18n import _
from ads_tui.screens.filter_texts import value_text
from ads_tui.screens.filters_dialog.draft import FilterDraft
from ads_tui.screens.filters_dialog.ends import PAST
from ads_tui.screens.filters_dialog.typed_fields import TypedFields
from ads_tui.screens.filters_dialog.value_list import ValueList
from ads_tui.services.orders.filter_choices import FilterChoice

# Nothing can be listed for these kinds of names.
_ONLY_TYPED = frozenset({"number", "text"})
# No value of a line but the word for neither yes nor no.
_ANY = Special("any")


class NoneOf(Static):
    """The switch for orders with none of the values; a click turns it as its key does."""

    class Clicked(Message):
        """It was clicked."""

    def show(self, is_on: bool, key: str) -> None:
        """Show how it stands, and the key that turns it."""
        caption = _("none of these")
        self.update(content(f"[{glyph('tick') if is_on else ' '}] {caption} {key}".rstrip()))

    def on_click(self, event: events.Click) -> None:
        """Turn it."""
        event.stop()
        self.post_message(self.Clicked())


class ValueEditor(Guarded, Vertical):
    """Edits what a draft gives to one name."""

    DEFAULT_CSS = """
    ValueEditor > Horizontal {
        height: 1;
    }
    ValueEditor .title {
        width: 1fr;
        text-style: bold;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    NoneOf {
        width: auto;
    }
    """

    class Changed(Message):
        """The draft gives the name something else."""

    class Back(Message):
        """The keys go back to the names."""

    def __init__(self, key: str) -> None:
        """`key` is the one that turns the switch, as people write it."""
        super().__init__()
        self._key = key
        self.name_shown = ""
        self._kind = ""
        self._draft: FilterDraft | None = None
        self._today = date.min

    def compose(self) -> ComposeResult:
        """The caption, the switch, the list, the fields."""
        with Horizontal():
            yield Static(classes="title")
            yield NoneOf()
        yield ValueList()
        yield TypedFields()

    @property
    def values(self) -> ValueList:
        """The list."""
        return self.query_one(ValueList)

    @property
    def fields(self) -> TypedFields:
        """The fields."""
        return self.query_one(TypedFields)

    @property
    def is_searched(self) -> bool:
        """Whether there is a list of what the name may be given."""
        return self._kind not in _ONLY_TYPED

    @property
    def draft(self) -> FilterDraft:
        """What is edited."""
        assert self._draft is not None
        return self._draft

    # What is shown

    def show(
        self, name: str, known: FilterName, draft: FilterDraft, captions: Mapping[Value, str], today: date
    ) -> None:
        """Show a name; `today` is in the zone of dates."""
        self.name_shown, self._kind, self._draft, self._today = name, known.kind, draft, today
        self.query_one(".title", Static).update(content(_(known.caption)))
        self.fields.show(self._kind, draft.values(name), draft.unread.get(name), today, is_past=name in PAST)
        self.values.show(self._on_top(), self._teller(captions), searched=self.is_searched)
        self._show_switch()

    def offer(self, typed: str, choices: Sequence[FilterChoice], captions: Mapping[Value, str]) -> None:
        """Show what the name may be given by what was typed."""
        if self._kind == "flag":
            choices = [*choices, FilterChoice(_ANY, "")]
        self.values.offer(typed, self._on_top(), choices, self._teller(captions))
        self.values.mark(self._ticked())

    def _teller(self, captions: Mapping[Value, str]) -> Callable[[Value], str]:
        kind, today = self._kind, self._today
        return lambda value: value_text(value, kind, captions, today)

    def _ticked(self) -> list[Value]:
        """What the list has: all but what the fields show."""
        values = self.draft.values(self.name_shown)
        if self._kind == "flag" and not values:
            return [_ANY]
        return [value for value in values if value != self.fields.value]

    def _on_top(self) -> list[Value]:
        """What is ticked stays in sight; of yes, no and neither all are."""
        return [] if self._kind == "flag" else self._ticked()

    def _show_switch(self) -> None:
        self.query_one(NoneOf).show(self.draft.is_none_of(self.name_shown), self._key)

    # What is changed

    @on(ValueList.Ticked)
    def tick(self, event: ValueList.Ticked) -> None:
        """Give the name a value, or take it away; yes and no make way for each other."""
        event.stop()
        name, values, value = self.name_shown, list(self.draft.values(self.name_shown)), event.value
        if self._kind == "flag":
            values = [] if value == _ANY or values == [value] else [value]
        elif value in values:
            values.remove(value)
        else:
            values.append(value)
        self.draft.put(name, values)
        self.values.mark(self._ticked())
        self.post_message(self.Changed())

    @on(TypedFields.Typed)
    def take_typed(self, event: TypedFields.Typed) -> None:
        """Give the name what was typed in place of what was there."""
        event.stop()
        self.draft.change(self.name_shown, event.old, event.new)
        if event.unread is None:
            self.draft.unread.pop(self.name_shown, None)
        else:
            self.draft.unread[self.name_shown] = event.unread
        self.post_message(self.Changed())

    @on(NoneOf.Clicked)
    def toggle_none_of(self) -> None:
        """Want orders with none of the values, or with any of them again."""
        self.draft.toggle_none_of(self.name_shown)
        self._show_switch()
        self.post_message(self.Changed())

    # Where the keys go

    def focus_here(self) -> None:
        """Take the keys."""
        if self.is_searched:
            self.values.focus_here()
        else:
            self.fields.focus_here()

    @on(ValueList.Left)
    def leave_list(self, event: ValueList.Left) -> None:
        """Go back to the names, or down to the fields."""
        event.stop()
        if event.back:
            self.post_message(self.Back())
        elif self.fields.is_shown:
            self.fields.focus_here()

    @on(TypedFields.Left)
    def leave_fields(self, event: TypedFields.Left) -> None:
        """Go back to the names, or up to the list."""
        event.stop()
        if event.back:
            self.post_message(self.Back())
        elif self.is_searched:
            self.values.focus_here()
