"""Fields for what is typed as a value: from and to of dates and numbers, a text (FL-2)."""

from collections.abc import Sequence
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from ads_tui.console.guarded import Guarded
from ads_tui.console.safe_text import content
from ads_tui.domain.filter_values import Value
from ads_tui.errors import AdsError
from ads_tui.i18n import N_, _
from ads_tui.screens.filter_texts import value_text
from ads_tui.screens.filters_dialog.ends import FIELDS, as_typed, in_fields, read_typed
from ads_tui.screens.new_order.line import Line
from ads_tui.screens.told_line import ToldLine

_CAPTIONS = {"from": N_("from"), "to": N_("to"), "text": N_("Text")}
_LONGEST = 255


class TypedFields(Guarded, Vertical):
    """The fields of one kind of names, what is understood of them, or why nothing is."""

    DEFAULT_CSS = """
    TypedFields, TypedFields > Horizontal {
        display: none;
        height: auto;
    }
    TypedFields.-shown, TypedFields > .-shown {
        display: block;
    }
    TypedFields .caption {
        width: 8;
    }
    TypedFields Line {
        width: 1fr;
    }
    TypedFields > ToldLine {
        padding-left: 8;
        color: $text-muted;
    }
    TypedFields > .refusal {
        color: $error;
    }
    """

    class Typed(Message):
        """The value that was typed is another one: `old` makes way for `new`; `unread` is what cannot be read."""

        def __init__(self, old: Value | None, new: Value | None, unread: tuple[str, ...] | None) -> None:
            super().__init__()
            self.old = old
            self.new = new
            self.unread = unread

    class Left(Message):
        """The keys go out of the fields: up to the list, or back to the names."""

        def __init__(self, back: bool) -> None:
            super().__init__()
            self.back = back

    def __init__(self) -> None:
        super().__init__()
        self._kind = ""
        # What the fields hold, None for nothing and for what cannot be read.
        self.value: Value | None = None
        self._today = date.min
        self._is_past = False

    def compose(self) -> ComposeResult:
        """All fields there are; those of the kind are shown."""
        for field in dict.fromkeys(field for fields in FIELDS.values() for field in fields):
            with Horizontal(id=f"line-{field}"):
                yield Static(content(_(_CAPTIONS[field])), classes="caption")
                yield Line(self._takes, example="", longest=_LONGEST)
        yield ToldLine(classes="told")
        yield ToldLine(classes="refusal")

    @property
    def lines(self) -> list[Line]:
        """The fields of the kind that is shown."""
        return [self.query_one(f"#line-{field} Line", Line) for field in FIELDS.get(self._kind, ())]

    @property
    def is_shown(self) -> bool:
        """Whether this kind of names is typed at all."""
        return self._kind in FIELDS

    def show(
        self, kind: str, values: Sequence[Value], unread: Sequence[str] | None, today: date, *, is_past: bool
    ) -> None:
        """Show the value of a name that belongs here, or what was typed before and cannot be read.

        `today` is in the zone of dates; `is_past` says that there are none after it.
        """
        self._kind, self._today, self._is_past, self.value = kind, today, is_past, None
        fields = FIELDS.get(kind, ())
        self.set_class(bool(fields), "-shown")
        for field in dict.fromkeys(field for fields in FIELDS.values() for field in fields):
            self.query_one(f"#line-{field}").set_class(field in FIELDS.get(kind, ()), "-shown")
        if unread is None:
            self.value = in_fields(kind, values)
        typed = unread or (as_typed(kind, self.value) if self.value is not None else None) or ("",) * len(fields)
        for line, text in zip(self.lines, typed, strict=True):
            with line.prevent(Input.Changed):
                line.value = text
            line.cursor_position = len(text)
            line.placeholder = self._example()
        self.tell("")
        self.refuse("")
        if unread is not None:
            self.look()

    def _example(self) -> str:
        if self._kind == "date":
            return self._today.strftime("%d.%m, %d.%m.%Y 14:30")
        return "SR-2026/17" if self._kind == "text" else ""

    # What is typed

    @on(Input.Changed)
    def hear_typing(self, event: Input.Changed) -> None:
        """Take what can be read already; what cannot may be half typed, and is told when the keys leave."""
        event.stop()
        self.refuse("")
        try:
            value = self._read()
        except AdsError:
            self.tell("")
            self._change(None, tuple(line.value for line in self.lines))
            return
        self.tell(value_text(value, "date", {}, self._today) if value is not None and self._kind == "date" else "")
        self._change(value, None)

    def _read(self) -> Value | None:
        return read_typed(self._kind, [line.value for line in self.lines], self._today, is_past=self._is_past)

    def _change(self, value: Value | None, unread: tuple[str, ...] | None) -> None:
        old, self.value = self.value, value
        self.post_message(self.Typed(old, value, unread))

    @on(Input.Blurred)
    def look(self) -> str | None:
        """Say what cannot be read and what to do; returns the field that it is, None for none."""
        try:
            self._read()
        except AdsError as error:
            self.refuse(error.message)
            return error.field
        return None

    def go_to_fault(self) -> None:
        """Take the keys in the field that cannot be read."""
        field = self.look()
        fields = FIELDS[self._kind]
        self.screen.set_focus(self.lines[fields.index(field) if field in fields else 0])

    @on(Line.TooLong)
    def refuse_paste(self, event: Line.TooLong) -> None:
        """Nothing of what was pasted was taken."""
        event.stop()
        self.refuse(event.text)

    def tell(self, text: str) -> None:
        """Tell what is understood."""
        self.query_one(".told", ToldLine).tell(text)

    def refuse(self, text: str) -> None:
        """Tell the refusal beneath, nothing for an empty text."""
        self.query_one(".refusal", ToldLine).tell(text)

    # Where the keys go

    def focus_here(self) -> None:
        """Take the keys."""
        self.screen.set_focus(self.lines[0])

    def _takes(self, key: str, _character: str) -> bool:
        """Lead from field to field, up to the list, back to the names."""
        lines = self.lines
        here = next((place for place, line in enumerate(lines) if line.has_focus), 0)
        if key in ("up", "down"):
            place = here + (1 if key == "down" else -1)
            if 0 <= place < len(lines):
                self.screen.set_focus(lines[place])
            elif key == "up":
                self.post_message(self.Left(back=False))
            return True
        if key == "left" and lines[here].cursor_position == 0 and lines[here].selection.is_empty:
            self.post_message(self.Left(back=True))
            return True
        return False
