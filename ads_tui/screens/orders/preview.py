"""The order under the cursor beside the list, on wide terminals; showing it opens nothing (LB-6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ads_tui.console.glyphs import glyph
from ads_tui.console.safe_text import content
from ads_tui.domain.channels import DEFAULT_PRIORITY, PRIORITY_CAPTIONS
from ads_tui.domain.day_first import show_moment, show_when
from ads_tui.domain.phones import show_phone
from ads_tui.domain.text import excerpt
from ads_tui.errors import NotFoundError
from ads_tui.i18n import _
from ads_tui.screens.orders.columns import address, status_text
from ads_tui.screens.orders.time_left import left_told

if TYPE_CHECKING:
    from ads_tui.services.comments import CommentView
    from ads_tui.services.orders.rows import OrderRow
    from ads_tui.services.people import Person
    from ads_tui.store.work import Reading

_COMMENTS = 2
# Beyond this the card tells the rest.
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Previewed:
    """An order as it was read at one moment: its row, the client's phone for people, the last comments, newest first.

    `people` are those who wrote them, by login. Where the order is labelled for an important one, the latest of those
    is among them (LB-3). `row` is None where it may be seen no longer.
    """

    row: "OrderRow | None"
    phone: str = ""
    comments: "tuple[CommentView, ...]" = ()
    people: "Mapping[str, Person]" = field(default_factory=dict)


def read_preview(reading: "Reading", number: int) -> Previewed:
    """What the preview shows of an order."""
    from ads_tui.services.comments import comments_of, last_important
    from ads_tui.services.orders.card import show_order
    from ads_tui.services.people import people_of

    try:
        row = show_order(reading, number).row
    except NotFoundError:
        return Previewed(None)
    phone = show_phone(row.client.phone, reading.settings.region) if row.client and row.client.phone else ""
    comments = comments_of(reading, number, last=_COMMENTS)[::-1]
    if "important" in row.labels and not any(comment.important for comment in comments):
        important = last_important(reading, number)
        comments += [important] if important else []
    people = people_of(reading, logins={comment.by for comment in comments if comment.by})
    return Previewed(row, phone, tuple(comments), people)


class OrderPreview(VerticalScroll, can_focus=False):
    """Client, essence, status, executors, deadlines and the last comments of one order; the wheel scrolls it."""

    DEFAULT_CSS = """
    OrderPreview {
        display: none;
        width: 34%;
        max-width: 80;
        height: 1fr;
        padding: 0 1;
        border-left: vkey $border-blurred;
        scrollbar-size-vertical: 1;
    }
    OrderPreview > Static {
        height: auto;
    }
    """

    class Appeared(Message):
        """The terminal has become wide enough for it."""

    def __init__(self) -> None:
        super().__init__()
        self.number: int | None = None
        self._draw: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static()

    def on_show(self) -> None:
        """Ask to be filled."""
        self.post_message(self.Appeared())

    def show(self, previewed: Previewed, zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        """Show an order, moments in `zone`; `now` tells the present one."""
        row = previewed.row
        if row is None:
            self.clear(_("This order can be seen no longer"))
            return
        if row.number != self.number:
            self.scroll_home(animate=False)
        self.number = row.number
        self._draw = lambda: self._show(previewed, row, zone, now())
        self._draw()

    def look_anew(self) -> None:
        """Draw the order anew: its time left counts."""
        self._draw()

    def _show(self, previewed: Previewed, row: "OrderRow", zone: ZoneInfo, now: datetime) -> None:
        lines = [
            content(f"{glyph('number')} {row.number}  {row.service.name}", "bold"),
            content(status_text(row), self.app.theme_variables[f"status-{row.status_colour}"]),
            content(address(row)),
            Content(""),
        ]
        lines += [
            Content("").join([content(f"{caption}: ", "dim"), content(value)])
            for caption, value in _facts(row, previewed.phone, zone, now)
            if value
        ]
        if row.essence:
            lines += [Content(""), content(excerpt(row.essence, _LONGEST))]
        for comment in previewed.comments:
            lines += [Content(""), *_comment_lines(comment, previewed.people, zone)]
        self.query_one(Static).update(Content("\n").join(lines))

    def clear(self, text: str = "") -> None:
        """Show no order, or why there is none."""
        self.number = None
        self._draw = lambda: None
        self.query_one(Static).update(content(text, "dim"))


def _facts(row: "OrderRow", phone: str, zone: ZoneInfo, now: datetime) -> list[tuple[str, str]]:
    return [
        (_("Status comment"), row.status_comment or ""),
        (_("Resume on"), show_when(row.resume_on, zone) if row.resume_on else ""),
        (_("Client"), f"{row.client.name}  {phone}".rstrip() if row.client else ""),
        (_("Executors"), ", ".join(row.executor_names) or glyph("none")),
        (_("Priority"), "" if row.priority == DEFAULT_PRIORITY else _(PRIORITY_CAPTIONS[row.priority])),
        (_("Due"), show_moment(row.due_at, zone) if row.due_at else ""),
        (_("Time left"), left_told(row.left, now) if row.left else ""),
        (_("Visit time"), show_moment(row.visit_from, zone) if row.visit_from else ""),
        (_("Created"), show_moment(row.created_at, zone)),
    ]


def _comment_lines(comment: "CommentView", people: "Mapping[str, Person]", zone: ZoneInfo) -> list[Content]:
    sign = f"{glyph('important')} " if comment.important else ""
    author = people.get(comment.by) if comment.by else None
    who = author.name if author else _("the system")
    return [
        content(f"{show_moment(comment.at, zone)}  {who}", "dim"),
        content(f"{sign}{excerpt(comment.text, _LONGEST)}", "bold" if comment.important else ""),
    ]
