"""The popup beside the fields: what is known of the thing that is chosen or under the bar (CR-5)."""

from typing import cast

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ads_tui.console.guarded import Guarded
from ads_tui.console.keys import key_caption
from ads_tui.console.safe_text import content, safe_line
from ads_tui.i18n import _
from ads_tui.screens.new_order.offered import Information


class InformationPopup(Guarded, VerticalScroll, can_focus=True):
    """Stands at the side, below on a narrow terminal; never takes the focus by itself."""

    DEFAULT_CSS = """
    InformationPopup {
        display: none;
        height: auto;
        max-height: 5;
        padding: 0 1;
        border-top: solid $border-blurred;
        border-title-style: bold;
    }
    InformationPopup.-told {
        display: block;
    }
    InformationPopup:focus {
        border-top: heavy $border;
    }
    InformationPopup > Static {
        height: auto;
    }
    .-wide InformationPopup, .-very-wide InformationPopup {
        width: 36;
        max-height: 100%;
        border: round $border-blurred;
    }
    .-wide InformationPopup:focus, .-very-wide InformationPopup:focus {
        border: round $border;
    }
    .-very-wide InformationPopup {
        width: 56;
    }
    """

    class Opened(Message):
        """The card of the thing is wanted."""

        def __init__(self, information: Information) -> None:
            super().__init__()
            self.information = information

    class Closed(Message):
        """The keys are wanted where they were."""

    def __init__(self) -> None:
        super().__init__()
        self.information: Information | None = None
        self._key = ""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static()

    def tell(self, information: Information | None, key: str) -> None:
        """Tell of a thing, of nothing for None; `key` is the one that leads here."""
        if information == self.information:
            return
        self.information = information
        self.set_class(information is not None, "-told")
        if information is None:
            return
        self._key = key_caption(key) if key else ""
        lines = [
            Content("").join([content(f"{caption}: ", "dim"), content(text)]) for caption, text in information.facts
        ]
        text = Content("\n").join(lines) if lines else content(_("Nothing more is known"), "dim")
        self.query_one(Static).update(text)
        self._entitle()
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Beside the fields there is a border beneath too."""
        self._entitle()

    def _entitle(self) -> None:
        """The name above, and how the card is opened: below, or behind the name where there is no border below."""
        name = safe_line(self.information.name) if self.information else ""
        way = _("{key}, Enter: card").format(key=self._key) if self._key else ""
        below = self.styles.border_bottom[0] != ""
        self.border_title = cast(str, content(name if below or not way else f"{name}  {way}"))
        self.border_subtitle = cast(str, content(way))

    def on_key(self, event: events.Key) -> None:
        """Enter opens the card, Esc goes back to the fields."""
        if event.key == "enter" and self.information is not None:
            event.prevent_default().stop()
            self.post_message(self.Opened(self.information))
        elif event.key == "escape":
            event.prevent_default().stop()
            self.post_message(self.Closed())

    def on_click(self, event: events.Click) -> None:
        """Two clicks open the card."""
        if event.chain == 2 and self.information is not None:
            event.stop()
            self.post_message(self.Opened(self.information))
