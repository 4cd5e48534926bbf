"""Fields of the form: a caption, what is typed, and beneath it the refusal of just this field."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from ads_tui.console.guarded import Guarded
from ads_tui.console.safe_text import content
from ads_tui.domain.text import LINE
from ads_tui.errors import AdsError
from ads_tui.screens.new_order.line import Line
from ads_tui.screens.new_order.readings import Reader

# Twice what a name may have: whoever types more sees it, and is told when it is sent.
LONGEST = 2 * LINE


class Field(Guarded, Vertical):
    """A line of the form; `key` is the name by which refusals call it (`premise`, `form.cabin`)."""

    DEFAULT_CSS = """
    Field {
        height: auto;
    }
    Field > .line {
        height: auto;
    }
    Field > .line > .caption {
        width: 18;
        height: 1;
        padding-right: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        color: $text-muted;
    }
    Field.-here > .line > .caption {
        height: auto;
        max-height: 3;
        text-wrap: wrap;
        color: $foreground;
        text-style: bold;
    }
    Field .value {
        width: 1fr;
    }
    Field > .refusal {
        display: none;
        height: auto;
        margin-left: 18;
        padding-left: 1;
        color: $error;
    }
    Field.-refused > .refusal {
        display: block;
    }
    Field > .hint {
        display: none;
        height: auto;
        margin-left: 18;
        padding-left: 1;
        color: $text-muted;
    }
    Field.-here > .hint.-told {
        display: block;
    }
    Field.-gone {
        display: none;
    }
    """

    class Edited(Message):
        """Something was typed into the field."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

    class Done(Message):
        """Enter: go on to the next field."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

    class Left(Message):
        """An arrow leads to the field before or behind."""

        def __init__(self, field: "Field", by: int) -> None:
            super().__init__()
            self.field = field
            self.by = by

    def __init__(self, key: str, caption: str, *, required: bool = False, rare: bool = False) -> None:
        """`rare` is passed over by Enter, so that the usual call costs no key more."""
        super().__init__()
        self.key = key
        self.caption = caption
        self.required = required
        self.rare = rare

    def compose(self) -> ComposeResult:
        """The caption beside the value; beneath, what helps to fill it in, and the refusal."""
        with Horizontal(classes="line"):
            yield Static(classes="caption")
            yield self.compose_value()
        yield Static(classes="hint")
        yield Static(classes="refusal")

    def compose_value(self) -> Widget:
        """What is typed into."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the caption, with a star where something must be given."""
        self.demand(self.required)
        self.begin()

    def begin(self) -> None:
        """Fill in what it holds at first."""
        self.put([])

    def on_descendant_focus(self) -> None:
        """The keys come here."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """The keys go elsewhere: make the best of what was typed."""
        self.remove_class("-here")
        if self.is_attached and not self.has_class("-gone"):
            self.leave()

    def leave(self) -> None:
        """Read what was typed, now that it is whole."""

    def demand(self, required: bool) -> None:
        """Mark the field as required, or not."""
        self.required = required
        self.query_one(".caption", Static).update(self._caption)

    @property
    def _caption(self) -> Content:
        return content(f"{self.caption} *" if self.required else self.caption)

    @property
    def caption_cells(self) -> int:
        """How many cells wide the caption is."""
        return self._caption.cell_length

    def begin_value_at(self, column: int) -> None:
        """Let the value and all beneath it begin there: the caption has so many cells, the last one empty."""
        # A question that is only being mounted has no parts yet: it is placed once it has.
        for caption in self.query(".caption"):
            caption.styles.width = column
        for beneath in self.query_children().exclude(".line"):
            beneath.styles.margin = (0, 0, 0, column)

    @property
    def value(self) -> Widget:
        """The widget that takes the keys."""
        return self.query_one(".value")

    @property
    def values(self) -> list[str]:
        """What was given, as texts of a command; empty for nothing."""
        raise NotImplementedError

    @property
    def told(self) -> str:
        """What was given, for people."""
        return ", ".join(self.values)

    def put(self, values: Sequence[str]) -> None:
        """Fill in texts as `values` tells them, saying nothing of it."""
        raise NotImplementedError

    def hint(self, text: str) -> None:
        """Tell beneath the field, while the keys are here, what helps to fill it in; nothing for nothing."""
        place = self.query_one(".hint", Static)
        place.update(content(text))
        place.set_class(bool(text), "-told")

    def message(self, error: AdsError) -> str:
        """What a refusal of the services says here."""
        return error.message

    def refuse(self, text: str) -> None:
        """Tell the refusal beneath the field, and show the field."""
        self.query_one(".refusal", Static).update(content(text))
        self.add_class("-refused")
        self.remove_class("-gone")

    def accept(self) -> None:
        """Take the refusal away."""
        self.remove_class("-refused")

    def edited(self) -> None:
        """Say that something was typed; what was refused may be right now."""
        self.accept()
        self.post_message(self.Edited(self))


class LineField(Field):
    """One line of text; Enter and the arrows lead on. `reader` reads it when it is left and when it is sent."""

    def __init__(
        self,
        key: str,
        caption: str,
        *,
        required: bool = False,
        rare: bool = False,
        example: str = "",
        longest: int = LONGEST,
        reader: Reader | None = None,
    ) -> None:
        super().__init__(key, caption, required=required, rare=rare)
        self._example = example
        self._longest = longest
        self._reader = reader

    def compose_value(self) -> Widget:
        """The line."""
        return Line(self.takes, example=self._example, longest=self._longest)

    @property
    def line(self) -> Line:
        """The line that is typed into."""
        return self.query_one(Line)

    @property
    def told(self) -> str:
        """The text as it is sent."""
        return next(iter(self.values), "")

    @property
    def values(self) -> list[str]:
        """The text as it is read, else as it stands, where it is more than white space."""
        text = self.line.value
        if not text.strip():
            return []
        try:
            return [self._reader(text) if self._reader else text]
        except AdsError:
            return [text]

    def put(self, values: Sequence[str]) -> None:
        """Fill in a text."""
        with self.line.prevent(Input.Changed):
            self.line.value = values[0] if values else ""
        if self.line.has_focus:
            self.line.cursor_position = len(self.line.value)

    def leave(self) -> None:
        """Show what was read, or why it cannot be."""
        text = self.line.value
        if self._reader is None or not text.strip():
            return
        try:
            self.put([self._reader(text)])
        except AdsError as error:
            self.refuse(error.message)

    def message(self, error: AdsError) -> str:
        """What cannot be read is refused in the same words as when the line is left."""
        try:
            if self._reader and self.line.value.strip():
                self._reader(self.line.value)
        except AdsError as unreadable:
            return unreadable.message
        return error.message

    @on(Input.Changed)
    def hear_typing(self, event: Input.Changed) -> None:
        """Something was typed."""
        event.stop()
        self.edited()

    @on(Input.Submitted)
    def hear_enter(self, event: Input.Submitted) -> None:
        """Enter was pressed."""
        event.stop()
        self.entered()

    @on(Line.TooLong)
    def tell_too_long(self, event: Line.TooLong) -> None:
        """Say why nothing was taken; what stood here stays."""
        event.stop()
        self.refuse(event.text)

    def takes(self, key: str, _character: str) -> bool:
        """Take an arrow, which is not for the line: it leads to another field."""
        by = {"up": -1, "down": 1}.get(key)
        if by is not None:
            self.post_message(self.Left(self, by))
        return by is not None

    def entered(self) -> None:
        """Lead on."""
        self.post_message(self.Done(self))
