"""Asks whether this is another call, and keeps what is typed meanwhile."""

from textual import events

from ads_tui.console.confirm_dialog import ConfirmDialog
from ads_tui.console.type_ahead import Typed

# With these a text is written too.
_WRITING = frozenset({"backspace", "delete", "tab", "shift+tab"})


class AnotherCallDialog(ConfirmDialog):
    """Whoever types with his eyes elsewhere answers nothing: what he types is `kept` for the field that comes next.

    Those are all keys from before the dialog stood there, and letters after that; Enter behind such letters answers
    and is kept too, since it ends what was typed.
    """

    def __init__(self, title: str, question: str) -> None:
        super().__init__(title, question)
        self.kept: list[Typed] = []
        self._stands_since: float | None = None
        self._writes = False

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """It stands there."""
        if self._stands_since is None:
            self._stands_since = event.time

    def on_key(self, event: events.Key) -> None:
        """Keep what is no answer."""
        early = self._is_early(event)
        written = event.is_printable or event.key in _WRITING
        if early or written or (event.key == "enter" and self._writes):
            # The library hands an event on once: it takes another to be typed again.
            self.kept.append(events.Key(event.key, event.character))
        if early or written:
            event.prevent_default().stop()
        self._writes |= written and not early

    def on_paste(self, event: events.Paste) -> None:
        """Keep it."""
        event.prevent_default().stop()
        self.kept.append(events.Paste(event.text))
        self._writes |= not self._is_early(event)

    def _is_early(self, event: events.Event) -> bool:
        return self._stands_since is None or event.time < self._stands_since
