"""Writes an internal comment, which the client never sees (CM-1, CM-2, CH-8, CH-9)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from ads_tui.console.acting import ActingScreen
from ads_tui.console.drafts import LEAVING_S, keeper_of
from ads_tui.console.header import hour
from ads_tui.console.holding import HoldsKeys
from ads_tui.console.safe_text import content
from ads_tui.console.screen import ConsoleDialog
from ads_tui.errors import AdsError
from ads_tui.i18n import _
from ads_tui.services.comments import CommentView, add_comment
from ads_tui.services.drafts import DraftView, drop_draft
from ads_tui.store.work import Store, Work

if TYPE_CHECKING:
    from ads_tui.console.reading import Failed

KIND = "comment"


def ask_comment(screen: "ActingScreen[None]", number: int, then: Callable[[], object]) -> None:
    """Let a comment be written, beginning with what was typed before, and sent; then call `then`."""

    def done(sent: bool | None) -> None:
        if sent:
            then()

    screen.app.push_screen(CommentDialog(number), done)


class CommentDialog(HoldsKeys, ConsoleDialog[bool]):
    """Sends the comment and answers whether it was; what is typed and not sent is kept."""

    SCOPE = "comment"
    AUTO_FOCUS = "TextArea"

    DEFAULT_CSS = """
    CommentDialog TextArea {
        height: 8;
        border: none;
        border-left: outer $border;
    }
    CommentDialog #draft {
        display: none;
        height: auto;
        margin-bottom: 1;
    }
    CommentDialog #draft.-told {
        display: block;
    }
    CommentDialog #importance {
        height: 1;
    }
    CommentDialog #refusal {
        height: auto;
        color: $error;
    }
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._text = ""
        self._important = False
        self._sending = False

    def title_text(self) -> str:
        """Which order, and that colleagues alone will read it."""
        return _("Order {number}: internal comment, never shown to the client").format(number=self._number)

    def compose_body(self) -> ComposeResult:
        """What is told of a draft, the text and its importance."""
        yield Static(id="draft")
        yield TextArea(show_line_numbers=False, tab_behavior="focus")
        yield Static(id="importance")
        yield Static(id="refusal")

    def on_mount(self) -> None:
        """Go on behind what was typed before."""
        draft = keeper_of(self.host).offering(KIND, str(self._number))

        def begin_alone(error: AdsError) -> None:
            self._begin(draft.alone())
            if error.code != "unreachable":
                self.refuse(error)

        self._draw()
        self.read(draft.find, self._begin, group="draft", instead=begin_alone)

    def _begin(self, draft: DraftView | None) -> None:
        if draft is not None:
            self._text = str(draft.payload.get("text", ""))
            self._important = draft.payload.get("important") is True
            text = self.query_one(TextArea)
            text.text = self._text
            text.move_cursor(text.document.end)
            self._draw()
            when = hour(draft.updated_at.astimezone(self.host.local_now().tzinfo))
            line = self.query_one("#draft", Static)
            line.update(content(_("This is what you typed at {time} and did not send").format(time=when)))
            line.add_class("-told")
        self.hold(False)

    def _draw(self) -> None:
        text = _("Important: it will raise the order in the list") if self._important else _("Not marked as important")
        self.query_one("#importance", Static).update(content(text, "bold" if self._important else "dim"))

    @on(TextArea.Changed)
    def keep(self) -> None:
        """Keep what is typed."""
        text, key = self.query_one(TextArea).text, (KIND, str(self._number))
        if self._sending or text == self._text:
            return
        self._text = text
        if text.strip():
            keeper_of(self.host).keep(*key, {"text": text, "important": self._important})
        else:
            keeper_of(self.host).drop(*key)

    def do_comment_important(self) -> None:
        """Mark it as important, or not."""
        self._important = not self._important
        self._draw()
        self._keep_again()

    def do_comment_send(self) -> None:
        """Send it; its draft goes in the same transaction."""
        text, important, number = self.query_one(TextArea).text, self._important, self._number
        if self._sending:
            return
        if not text.strip():
            self.host.tell(_("There is nothing to send yet"), "warning")
            return
        keeper, actor, subject = keeper_of(self.host), self.host.signed_in, str(number)

        def operation(work: Work) -> CommentView:
            drop_draft(work, KIND, subject)
            return add_comment(work, number, text, important=important)

        def send(store: Store) -> CommentView:
            keeper.settle(KIND, subject)
            return store.perform(actor, operation)

        self._sending = True
        self.ask(send, self._close, group="write", instead=self._refused)

    def _close(self, _made: CommentView) -> None:
        self.dismiss(True)

    def _refused(self, error: AdsError) -> None:
        self.refuse(error)
        self._keep_again()

    def on_failed(self, event: "Failed") -> None:
        """Whatever failed, what is typed stays."""
        self._keep_again()

    def _keep_again(self) -> None:
        self._sending = False
        self._text = ""
        self.keep()

    def refuse(self, error: AdsError) -> None:
        """Tell the refusal beneath the text."""
        self.query_one("#refusal", Static).update(content(error.message))

    def do_comment_cancel(self) -> None:
        """Close; what is typed is kept."""
        keeper_of(self.host).flush()
        self.dismiss(False)

    def on_unmount(self) -> None:
        """When the console ends, stay until what is typed is safe."""
        if self.app._exit and self.host.session is not None:
            keeper_of(self.host).flush(LEAVING_S)
