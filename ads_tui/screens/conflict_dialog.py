"""Two people changed the same: both values side by side, and whose is to stay (ST-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.domain.day_first import show_moment
from ads_tui.i18n import _

Verdict = Literal["mine", "theirs"]
# A comment may be longer than the screen.
_MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Collision:
    """A field with both values as people read them, and who changed it when, None where the system did; `at` in UTC."""

    caption: str
    yours: str
    theirs: str
    by: str | None
    at: datetime | None


class ConflictDialog(ConsoleDialog[Verdict]):
    """Answers whose values are to stay, None for going back to what was typed."""

    SCOPE = "conflict"
    AUTO_FOCUS = "VerticalScroll"

    DEFAULT_CSS = """
    ConflictDialog VerticalScroll {
        height: auto;
        max-height: 14;
    }
    ConflictDialog Horizontal {
        height: auto;
    }
    ConflictDialog Horizontal > Static {
        width: 2fr;
        height: auto;
        padding-right: 1;
    }
    ConflictDialog Horizontal > .caption {
        width: 1fr;
        color: $text-muted;
    }
    ConflictDialog .by {
        height: auto;
        margin-bottom: 1;
        color: $text-muted;
    }
    """

    def __init__(self, number: int, collisions: Sequence[Collision]) -> None:
        super().__init__()
        self._number = number
        self._collisions = collisions

    def title_text(self) -> str:
        """Which order."""
        return _("Order {number} was changed meanwhile; nothing of yours is saved yet").format(number=self._number)

    def compose_body(self) -> ComposeResult:
        """A line for each field."""
        with VerticalScroll():
            yield from self._line("", _("Yours"), _("Now there"), "bold")
            for one in self._collisions:
                yield from self._line(one.caption, one.yours, one.theirs)
                yield Static(content(self._who(one)), classes="by")

    def _line(self, caption: str, yours: str, theirs: str, style: str = "") -> ComposeResult:
        with Horizontal():
            yield Static(content(caption), classes="caption")
            for text in (yours, theirs):
                short = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
                yield Static(content(short or glyph("none"), style))

    def _who(self, one: Collision) -> str:
        who = one.by or _("the system")
        if one.at is None or self.host.session is None:
            return who
        when = show_moment(one.at, self.host.session.zone)
        return _("changed by {who}, {when}").format(who=who, when=when)

    def do_conflict_mine(self) -> None:
        """Yours."""
        self.dismiss("mine")

    def do_conflict_theirs(self) -> None:
        """Theirs."""
        self.dismiss("theirs")

    def do_conflict_back(self) -> None:
        """Neither yet."""
        self.dismiss(None)
