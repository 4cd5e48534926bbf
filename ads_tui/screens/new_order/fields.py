"""Fields of the form: a caption, what is typed, and beneath it the refusal of just this field."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

from ads_tui.console.guarded import Guarded
from ads_tui.console.safe_text import content
from ads_tui.domain.text import LINE
from ads_tui.widgets.tick_list import TickList

CAPTION_WIDTH = 18


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
        text-wrap: nowrap;
        text-overflow: ellipsis;
        color: $text-muted;
    }
    Field.-here > .line > .caption {
        color: $foreground;
        text-style: bold;
    }
    Field .value {
        width: 1fr;
    }
    Field > .refusal {
        display: none;
        height: auto;
        padding-left: 19;
        color: $error;
    }
    Field.-refused > .refusal {
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

    def __init__(self, key: str, caption: str, *, required: bool = False) -> None:
        super().__init__()
        self.key = key
        self.caption = caption
        self.required = required

    def compose(self) -> ComposeResult:
        """The caption beside the value, the refusal beneath."""
        with Horizontal(classes="line"):
            yield Static(classes="caption")
            yield self.compose_value()
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
        """The keys go elsewhere."""
        self.remove_class("-here")

    def demand(self, required: bool) -> None:
        """Mark the field as required, or not."""
        self.required = required
        self.query_one(".caption", Static).update(content(f"{self.caption} *" if required else self.caption))

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
    """One line of text; Enter and the arrows lead on."""

    def __init__(
        self, key: str, caption: str, *, required: bool = False, example: str = "", longest: int = LINE
    ) -> None:
        super().__init__(key, caption, required=required)
        self._example = example
        self._longest = longest

    def compose_value(self) -> Widget:
        """The line."""
        return Input(placeholder=self._example, max_length=self._longest, classes="value", select_on_focus=False)

    @property
    def line(self) -> Input:
        """The line that is typed into."""
        return self.query_one(Input)

    @property
    def told(self) -> str:
        """The text as it stands."""
        return self.line.value

    @property
    def values(self) -> list[str]:
        """The text, where it is more than white space."""
        return [self.line.value] if self.line.value.strip() else []

    def put(self, values: Sequence[str]) -> None:
        """Fill in a text."""
        with self.line.prevent(Input.Changed):
            self.line.value = values[0] if values else ""

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

    def on_key(self, event: events.Key) -> None:
        """Arrows are not for the line."""
        if self.moved(event.key):
            event.stop()

    def entered(self) -> None:
        """Lead on."""
        self.post_message(self.Done(self))

    def moved(self, key: str) -> bool:
        """Lead to another field where the key does that."""
        by = {"up": -1, "down": 1}.get(key)
        if by is not None:
            self.post_message(self.Left(self, by))
        return by is not None


class SeveralField(Field):
    """Several of a few choices: Space ticks, Enter leads on."""

    DEFAULT_CSS = """
    SeveralField SelectionList {
        height: auto;
        max-height: 6;
        border: none;
        padding: 0;
        background: transparent;
    }
    """

    def __init__(self, key: str, caption: str, choices: Sequence[tuple[str, str]], *, required: bool = False) -> None:
        """`choices` are values with what is shown for them."""
        super().__init__(key, caption, required=required)
        self._choices = choices

    def compose_value(self) -> Widget:
        """The list."""
        return _Ticks(*(Selection(content(label), value) for value, label in self._choices), classes="value")

    @property
    def values(self) -> list[str]:
        """The values ticked."""
        return list(self.query_one(_Ticks).selected)

    def put(self, values: Sequence[str]) -> None:
        """Tick these, where they are offered."""
        ticks = self.query_one(_Ticks)
        offered = {value for value, _label in self._choices}
        with ticks.prevent(SelectionList.SelectedChanged):
            ticks.deselect_all()
            for value in values:
                if value in offered:
                    ticks.select(value)

    @on(SelectionList.SelectedChanged)
    def tell_edited(self, event: SelectionList.SelectedChanged[str]) -> None:
        """Pass it on."""
        event.stop()
        self.edited()


class _Ticks(TickList):
    """Enter is not for ticking here."""

    def on_key(self, event: events.Key) -> None:
        """Leave Enter to the field, lead on by arrows at either end."""
        field = next(widget for widget in self.ancestors if isinstance(widget, Field))
        at_end = {"up": self.highlighted in (0, None), "down": self.highlighted == self.option_count - 1}
        if event.key == "enter":
            event.prevent_default().stop()
            field.post_message(Field.Done(field))
        elif at_end.get(event.key):
            event.prevent_default().stop()
            field.post_message(Field.Left(field, -1 if event.key == "up" else 1))
