"""The line that is typed into: its field looks at keys first; a paste is taken whole or refused in words (CR-12)."""

from collections.abc import Callable

from textual import events
from textual.message import Message
from textual.widgets import Input

from ads_tui.i18n import _


class Line(Input):
    """An input of one line: `takes` is asked of each key, as (name, character), whether it was meant for the field."""

    class TooLong(Message):
        """More was typed or pasted than fits, and nothing of it was taken: `text` says so."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, takes: Callable[[str, str], bool], *, example: str, longest: int) -> None:
        super().__init__(placeholder=example, max_length=longest, classes="value", select_on_focus=False)
        self._takes = takes

    def on_focus(self, event: events.Focus) -> None:
        """Go on behind what stands here, whoever has put it; a click then says where."""
        if not event.from_app_focus:
            self.cursor_position = len(self.value)

    def on_key(self, event: events.Key) -> None:
        """Ask the field first."""
        if self._takes(event.key, event.character or "" if event.is_printable else ""):
            event.prevent_default().stop()

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines as one: the library would take the first and lose the others."""
        event.prevent_default().stop()
        self.replace(" ".join(event.text.split("\n")).replace("\r", ""), *self.selection)

    def restricted(self) -> None:
        """Say what the bell would not."""
        self.post_message(self.TooLong(_("At most {most} characters fit here").format(most=self.max_length)))
